"""The dock where a file, a lock or a project is not as it should be: a sentence, and nothing lost."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rock_glacier_inventory.inventory.schema import SCHEMA_VERSION
from rock_glacier_inventory.store.geopackage.geometry import register_functions

from ..qgis_profile import ROOT
from .beginnings import made
from .desk import Session, check_went_well, make_desk

SCHEMA_1 = ROOT / "tests" / "unit" / "schema_1.sql"


def _change(good: Path, path: Path, *statements: str) -> None:
    """A copy of the good inventory with something wrong in it."""
    shutil.copy(good, path)
    connection = sqlite3.connect(path)
    register_functions(connection)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def _prepare(folder: Path) -> None:
    good = folder / "good.gpkg"
    shutil.copy(made("few.gpkg"), good)
    for name in ("locked", "moved", "other-crs"):
        shutil.copy(good, folder / f"{name}.gpkg")
    _change(good, folder / "bad-layer.gpkg", "DROP TABLE reviews")
    _change(good, folder / "bad-field.gpkg", 'ALTER TABLE candidates RENAME COLUMN "PROB_MAX" TO "P"')
    newer = "UPDATE inventory_info SET VALUE = '99' WHERE KEY = 'schema_version'"
    _change(good, folder / "bad-newer.gpkg", newer)
    _change(good, folder / "bad-kind.gpkg", "DROP TABLE inventory_info")
    (folder / "bad-text.gpkg").write_text("no GeoPackage at all", "utf-8")
    whole = good.read_bytes()
    (folder / "bad-half.gpkg").write_bytes(whole[: len(whole) // 2])
    _change(good, folder / "empty.gpkg", "DELETE FROM candidates")
    first = "(SELECT min(fid) FROM candidates)"
    _change(good, folder / "no-geometry.gpkg", f"UPDATE candidates SET geom = NULL WHERE fid = {first}")
    connection = sqlite3.connect(folder / "older.gpkg")
    register_functions(connection)
    connection.executescript(SCHEMA_1.read_text("utf-8"))
    connection.close()


@pytest.fixture(scope="module")
def trouble(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """One session in the desktop with all the files."""
    desk = make_desk(tmp_path_factory, "trouble")
    folder = desk.folder
    _prepare(folder)
    read_only = folder / "read-only"
    read_only.mkdir()
    # Only a file system that is read-only stops root, as whom CI runs.
    mounted = subprocess.run(["mount", "-t", "tmpfs", "none", str(read_only)], check=False, capture_output=True)
    if mounted.returncode == 0:
        shutil.copy(folder / "good.gpkg", read_only)
        subprocess.run(["mount", "-o", "remount,ro", str(read_only)], check=True)
    else:
        read_only.rmdir()
    try:
        yield desk.run("dock_trouble.py", sample)
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", str(read_only)], check=False)


def test_nothing_went_wrong(trouble: Session) -> None:
    check_went_well(trouble)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bad-layer.gpkg", "has no layer 'reviews'"),
        ("bad-field.gpkg", "lacks the field PROB_MAX"),
        ("bad-newer.gpkg", "newer than this plugin knows"),
        ("bad-kind.gpkg", "not an inventory"),
        ("bad-text.gpkg", "not a GeoPackage"),
        ("bad-half.gpkg", "damaged"),
        ("no-such-file.gpkg", "no file"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(trouble: Session, name: str, words: str) -> None:
    said = trouble.report["refused"][name]
    assert words in said
    assert name in said


def test_the_open_inventory_stays_open(trouble: Session) -> None:
    assert trouble.report["good"] == trouble.report["still open"] == trouble.report["header"] == "good.gpkg"


def test_an_older_one_is_brought_up_to_date_with_a_copy(trouble: Session) -> None:
    older = trouble.report["older"]
    assert older["version"] == [[str(SCHEMA_VERSION)]]
    assert older["copies"] == ["older.schema1.gpkg"]
    assert "older.schema1.gpkg" in older["said"]


def test_a_locked_file_can_be_looked_at(trouble: Session) -> None:
    locked = trouble.report["locked"]
    assert "locked.gpkg is being written by another program" in locked["said"]
    assert (locked["decided"], locked["shown"], locked["decided afterwards"]) == (0, True, 1)


def test_a_lock_does_not_cost_a_drawn_outline(trouble: Session) -> None:
    seen = trouble.report["locked drawing"]
    assert "being written by another program" in seen["said"]
    assert (seen["is kept"], seen["written"], seen["is over"]) == (True, 1, True)


def test_a_moved_file_loses_nothing(trouble: Session) -> None:
    assert "moved" in trouble.report["moved"]["said"]
    assert trouble.report["moved"]["decided when back"] == 1


def test_nothing_to_decide(trouble: Session) -> None:
    assert "no candidates" in trouble.report["empty"]
    without = trouble.report["without geometry"]
    assert without["in the queue"] == without["in the file"] - 1
    assert without["shown"] is True


def test_read_only(trouble: Session) -> None:
    seen = trouble.report["read-only"]
    if seen is None:
        pytest.skip("no file system can be mounted here")
    assert "read-only" in seen["said"]
    assert (seen["shown"], seen["decided"]) == (True, 0)


def test_another_system_and_no_basemap(trouble: Session) -> None:
    [(ratio, near)] = trouble.report["in Web Mercator"]
    assert ratio == pytest.approx(1, abs=1e-4), "areas are true, whatever the project's system"
    assert near == 1
    assert trouble.report["images"] == 0


def test_a_name_is_asked_for(trouble: Session) -> None:
    assert "who you are" in trouble.report["no name"]


def test_closing_the_project_closes_the_inventory(trouble: Session) -> None:
    assert trouble.report["closed"] is True
