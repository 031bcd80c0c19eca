"""Making training data in trouble: nothing is half-written, and one sentence says what to do."""

from __future__ import annotations

import engine_here
import pytest
from corruption_runs import is_sentence
from rock_glacier_inventory.inventory.errors import Cancelled
from training_ground import MANY, SMALL, image, layer, make, place


@pytest.fixture
def inputs(tmp_path):
    folder = tmp_path / "inputs"
    folder.mkdir()
    outlines = layer(folder / "a.gpkg", [place(*at) for at in MANY[:2]])
    return ("--inventory", outlines, "--image", image(folder / "i.tif"), "--folds", 2)


def run(output, inputs, **how):
    return engine_here.run("training-data", "--output", output, *SMALL, *inputs, **how)


@pytest.mark.parametrize("size", ["100k", "300k"])
def test_a_full_disk_is_told_and_leaves_nothing(make_small_disk, inputs, size):
    disk = make_small_disk("small disk", size)
    done = run(disk / "daten 冰", inputs)
    assert done.code == 1
    assert is_sentence(done.error)
    assert "disk is full" in done.error
    assert list(disk.iterdir()) == []


@pytest.mark.parametrize("moment", [3, 8])
def test_a_stop_leaves_nothing(tmp_path, inputs, moment):
    def stop(number):
        if number == moment:
            raise Cancelled

    done = run(tmp_path / "daten 冰", inputs, heard=stop)
    assert done.code == 1
    assert len(done.messages) >= moment
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inputs"]


def test_what_is_there_stays_until_the_new_is_whole(tmp_path, inputs):
    made, _ = make(tmp_path, *inputs)
    before = {path.name: path.stat().st_mtime_ns for path in made.folder.rglob("*")}

    def stop(number):
        if number == 8:
            raise Cancelled

    assert run(made.folder, (*inputs, "--replace"), heard=stop).code == 1
    assert {path.name: path.stat().st_mtime_ns for path in made.folder.rglob("*")} == before
    assert run(made.folder, (*inputs, "--replace")).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["daten 冰", "inputs"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--overlap", 60), "Patches of 96 pixels that share 60 are not possible"),
        (("--patch", 8), "Patches of 8 pixels"),
        (("--buffer", -5), "The --buffer is -5 m; give one above 0."),
        (("--folds", 0), "There must be one fold at least"),
        (("--held-out", 1.5), "must be a share below 1"),
        (("--model", "nothing-of-that-name"), "nothing-of-that-name"),
        (("--bands", "red,green,blue,nir"), "needs 4 (red, green, blue, nir)"),
    ],
)
def test_options_that_make_no_sense_are_told(tmp_path, inputs, words, told):
    done = run(tmp_path / "daten", (*inputs, *words))
    assert done.code == 1
    assert told in done.error
    assert is_sentence(done.error)
    assert not (tmp_path / "daten").exists()


def test_an_output_in_no_folder_is_told(tmp_path, inputs):
    done = run(tmp_path / "nowhere" / "daten", inputs)
    assert done.error == f"The output folder {tmp_path / 'nowhere'} does not exist; create it first."
