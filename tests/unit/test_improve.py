"""What people corrected makes a model better, or it stays as it is; what it was judged by is never learnt."""

from __future__ import annotations

import json
import shutil
import signal
import time

import numpy as np
import pytest
import rasterio
from engine_process import start
from improving_ground import EAST, arguments, corrected, first_model, improve
from rock_glacier_inventory.engine.training.dataset import open_dataset
from rock_glacier_inventory.engine.training.stages import stages_of
from rock_glacier_inventory.models.networks.registry import load_card
from training_ground import NORTH, SIDE, WEST, Made


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return first_model(tmp_path_factory.mktemp("schleife"))


@pytest.fixture(scope="module")
def inventory(tmp_path_factory):
    return corrected(tmp_path_factory.mktemp("inventar") / "Inventar 冰.gpkg")


@pytest.fixture(scope="module")
def better(world, inventory):
    before = inventory.read_bytes()
    done = improve(world, inventory, "--output", world / "bericht 冰.json")
    assert done.code == 0, done
    assert inventory.read_bytes() == before
    return done


@pytest.fixture
def copy(world, tmp_path):
    """The first model and its data, as they were, for a test of its own."""
    models = tmp_path / "models 冰"
    shutil.copytree(world / "models 冰", models, ignore=shutil.ignore_patterns("mine-*"))
    shutil.copyfile(world / "bild 冰.tif", tmp_path / "bild 冰.tif")
    return tmp_path


def known(made):
    """For each role (fold, side) how often each pixel of the image is known in its patches."""
    found = {}
    for patch in made.patches:
        label, transform, _ = made.read("labels", patch["NAME"])
        column, row = round((transform.c - WEST) / transform.a), round((NORTH - transform.f) / transform.a)
        picture = found.setdefault((patch["FOLD"], patch["SIDE"]), np.zeros((2 * SIDE, 2 * SIDE), bool))
        picture[row : row + label.shape[1], column : column + label.shape[2]] |= label[0] != 255
    return found


def test_the_better_one_is_kept_and_both_are_told(world, better):
    result = better.result
    assert (result["old"], result["new"], result["in_use"]) == ("mine", "mine-2", "mine-2")
    assert result["f1_new"] > result["f1_old"] + 0.1
    assert result["f1_difference"] == pytest.approx(result["f1_new"] - result["f1_old"], abs=1e-3)
    low, high = result["f1_difference_interval_95"]
    assert low <= result["f1_difference"] <= high
    assert "mine-2 is better than mine: F1 " in result["table"] and "that neither was trained on" in result["table"]
    assert json.loads((world / "bericht 冰.json").read_text("utf-8"))["f1_new"] == result["f1_new"]
    card = load_card("mine-2", world / "models 冰")
    assert card.metrics["compared_with"] == "mine"
    assert card.metrics["f1"] == pytest.approx(result["f1_new"], abs=0.01)
    assert card.start_weights.startswith("mine (")
    assert len(card.training_areas) == 16
    assert (card.bands, card.ground_resolution_m) == (
        ("red", "green", "blue"),
        load_card("mine", world / "models 冰").ground_resolution_m,
    )
    assert not (world / "models 冰" / "mine-2.training" / "model").exists()


def test_earlier_ground_keeps_its_side_and_no_ground_has_two_roles(world, better):
    before, now = Made(world / "daten 冰"), Made(world / "models 冰" / "mine-2.training" / "data")
    settled = {patch["BLOCK"]: (patch["FOLD"], patch["SIDE"]) for patch in before.patches}
    assert {row["BLOCK"]: (row["FOLD"], row["SIDE"]) for row in now.patches if row["BLOCK"] in settled} == settled
    assert len({row["BLOCK"] for row in now.patches}) == 16
    assert np.sum(list(known(now).values()), axis=0).max() == 1
    old, new = open_dataset(world / "daten 冰"), open_dataset(now.folder)
    (chose,), (chooses,) = (set(one.folds[stages_of(one, 0)[0].choosing]) for one in (old, new))
    assert chose == chooses
    held_out = {row["BLOCK"] for row in now.patches if row["SIDE"] == "validation"}
    assert held_out - set(settled), "some of the new ground is held out, too"
    for name in ("ground.gpkg", "trained-on.json"):
        assert (world / "models 冰" / "mine-2.training" / name).is_file()


def test_what_is_given_again_is_learnt_once(world, better, inventory):
    """A second round, in which all of the first is given again."""
    done = improve(world, inventory, model="mine-2", steps=2)
    assert done.code == 0, done
    assert done.result["new"] == "mine-3"
    before = Made(world / "models 冰" / "mine-2.training" / "data")
    now = Made(world / "models 冰" / "mine-3.training" / "data")
    pixels = before.data["counts"]["pixels"]
    assert {name: now.data["counts"]["pixels"][name] for name in ("target", "background")} == {
        name: pixels[name] for name in ("target", "background")
    }
    assert {row["BLOCK"]: (row["FOLD"], row["SIDE"]) for row in now.patches} == {
        row["BLOCK"]: (row["FOLD"], row["SIDE"]) for row in before.patches
    }
    assert len(now.polygons) == len(before.polygons)


def test_a_model_that_gets_worse_is_not_put_among_the_models(world, better, copy):
    """Somebody decided wrongly on all ground but that which is held out."""
    made = Made(world / "models 冰" / "mine-2.training" / "data")
    sides = [row["SIDE"] for row in made.polygons if row["SOURCE"].startswith("Inventar") and row["ROLE"] == "target"]
    wrong = [at for at, side in zip(EAST, sides, strict=True) if side == "training"]
    done = improve(copy, corrected(copy / "Inventar 冰.gpkg", wrong))
    assert done.code == 0, done
    assert done.result["f1_difference"] < 0
    assert done.result["in_use"] == "mine"
    assert "mine-2 is not better than mine: F1 " in done.result["table"]
    assert "mine stays in use; the new one is kept in" in done.result["table"]
    models = copy / "models 冰"
    assert sorted(path.name for path in models.glob("*.json")) == ["mine.json"]
    assert load_card(done.result["model"]).name == "mine-2"
    assert done.result["model"] == str(models / "mine-2.training" / "model" / "mine-2.json")


def test_killed_anywhere_it_goes_on_to_the_same_model(world, better, inventory, copy):
    before, models = inventory.read_bytes(), copy / "models 冰"
    run = models / "mine-2.training"
    for moment in (models / ".", run / "data-made.txt", run / "sides" / "checkpoint.safetensors"):
        process = start(*arguments(copy, inventory))
        while not moment.exists() or (moment == models / "." and not list(run.glob(".data*"))):
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert sorted(path.name for path in models.glob("*.json")) == ["mine.json"]
        assert inventory.read_bytes() == before
    done = improve(copy, inventory)
    assert done.code == 0, done
    assert done.result["new"] == "mine-2"
    assert (models / "mine-2.safetensors").read_bytes() == (world / "models 冰" / "mine-2.safetensors").read_bytes()
    assert inventory.read_bytes() == before


def test_a_stop_keeps_the_model_that_is_in_use(inventory, copy):
    process = start(*arguments(copy, inventory, steps=400))
    while not (copy / "models 冰" / "mine-2.training" / "sides" / "checkpoint.safetensors").exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    told = json.loads(out.splitlines()[-1])["error"]["message"]
    assert told == (
        "Stopped before mine-2 was compared with mine, which stays in use. The same command goes on from where it was."
    )
    assert sorted(path.name for path in (copy / "models 冰").glob("*.json")) == ["mine.json"]
    other = improve(copy, inventory, "--name", "mine-2", steps=3)
    assert other.code == 1
    assert "holds another training that has not ended; choose another --name" in other.error


def test_without_its_data_the_sides_of_its_ground_stay(world, better, inventory, copy):
    """The data are gone; ground of the first model that is given again has the side it had."""
    record = copy / "models 冰" / "mine.training" / "trained-on.json"
    content = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps({**content, "data": str(copy / "gone")}), "utf-8")
    done = improve(copy, inventory, steps=2)
    assert done.code == 0, done
    assert any("The training data of mine are gone" in told and "may forget" in told for told in done.warnings)
    now = Made(copy / "models 冰" / "mine-2.training" / "data")
    assert len({row["BLOCK"] for row in now.patches}) == len(EAST)
    with rasterio.open(copy / "bild 冰.tif") as picture:
        assert picture.count == 3
    found = improve(copy, inventory, "--earlier-data", world / "daten 冰", "--name", "other", steps=2)
    assert found.code == 0, found
    assert len({row["BLOCK"] for row in Made(copy / "models 冰" / "other.training" / "data").patches}) == 16
