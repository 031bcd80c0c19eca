import os
import subprocess
import sys

import pytest
from rock_glacier_inventory.engine.telling.outputs import check_can_write, finished_file, finished_folder
from rock_glacier_inventory.inventory.errors import UserError


def test_the_file_appears_only_when_the_block_ends(tmp_path):
    path = tmp_path / "Gräte 冰.gpkg"
    with finished_file(path) as part:
        part.write_text("new")
        assert not path.exists()
        assert part.suffix == ".gpkg"
        assert part.parent == path.parent
    assert path.read_text() == "new"
    assert os.listdir(tmp_path) == [path.name]


def test_an_error_keeps_the_old_file_and_leaves_nothing(tmp_path):
    path = tmp_path / "a.tif"
    path.write_text("old")
    with pytest.raises(RuntimeError), finished_file(path) as part:
        part.write_text("half")
        part.with_name(part.name + "-journal").write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.tif"]


def test_what_a_killed_run_left_is_swept_but_a_living_one_is_let_alone(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    dead = tmp_path / f".a.{gone.pid}.part.tif"
    dead.write_text("half")
    journal = tmp_path / f".a.{gone.pid}.part.tif-journal"
    journal.write_text("half")
    alive = tmp_path / f".a.{os.getppid()}.part.tif"
    alive.write_text("at work")
    other = tmp_path / f".b.{gone.pid}.part.tif"
    other.write_text("another output")
    with finished_file(tmp_path / "a.tif") as part:
        part.write_text("new")
    assert not dead.exists()
    assert not journal.exists()
    assert alive.exists()
    assert other.exists()


@pytest.mark.parametrize("kind", ["missing", "is_folder", "under_a_file"])
def test_places_that_cannot_be_written_are_named(tmp_path, kind):
    (tmp_path / "file").write_text("x")
    path = {"missing": tmp_path / "no" / "a.tif", "is_folder": tmp_path, "under_a_file": tmp_path / "file" / "a.tif"}
    with pytest.raises(UserError) as caught:
        check_can_write(path[kind])
    assert str(tmp_path) in caught.value.message
    assert caught.value.kind == "output"


GONE = 2**22 + 1
"""The number of a process that is not there: beyond those that Linux gives."""


def test_a_folder_appears_when_it_is_whole(tmp_path):
    path = tmp_path / "daten 冰"
    with pytest.raises(RuntimeError), finished_folder(path) as part:
        (part / "a").write_text("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    with finished_folder(path) as part:
        (part / "a").write_text("whole")
        assert not path.exists()
    assert (path / "a").read_text() == "whole"
    with pytest.raises(UserError, match="is not overwritten"), finished_folder(path):
        pass
    with pytest.raises(RuntimeError), finished_folder(path, replace=True) as part:
        raise RuntimeError
    assert (path / "a").read_text() == "whole"
    with finished_folder(path, replace=True) as part:
        (part / "b").write_text("new")
    assert [file.name for file in path.iterdir()] == ["b"]
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_run_left_of_a_folder_is_removed_and_what_was_there_is_back(tmp_path):
    path = tmp_path / "daten"
    for name in (f".daten.{GONE}.part", f".daten.{GONE}.part.old", f".other.{GONE}.part"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_text(name)
    with finished_folder(path, replace=True) as part:
        assert (path / "a").read_text() == f".daten.{GONE}.part.old"
        (part / "b").write_text("new")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [f".other.{GONE}.part", "daten"]
    assert (path / "b").read_text() == "new"
