"""What people corrected makes a model better, or it stays as it is; what it was judged by is never learnt."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import signal
import time
from contextlib import closing
from pathlib import Path

import engine_here
import numpy as np
import pytest
from improving_ground import EAST, FAKE, arguments, corrected, first_model, improve
from improving_ground import WEST as GROUND_OF_MINE
from mapping import ME, candidate_outline, make_inventory, open_inventory
from model_cards import EVERYTHING
from ready_engine import start
from rock_glacier_inventory.engine.improving.corrections import corrections_of, images_of
from rock_glacier_inventory.engine.improving.earlier import Places, growth_of
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.training.dataset import open_dataset
from rock_glacier_inventory.engine.training.stages import stages_of
from rock_glacier_inventory.engine.training_data.making import make_training_data
from rock_glacier_inventory.gestures.operations import remain, remove
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.naming.long_names import hidden_beside
from rock_glacier_inventory.inventory.requests.training import TrainingDataRequest
from rock_glacier_inventory.models.networks.network import build_network
from rock_glacier_inventory.models.networks.registry import load_card, save_model
from test_training_inventories import add_reviewed, add_run, in_degrees
from training_ground import BUFFER, NORTH, OVERLAP, PATCH, SIDE, WEST, Made, image, layer, place


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
    assert result["f1_new"] > result["f1_old"]
    assert result["f1_difference"] == pytest.approx(result["f1_new"] - result["f1_old"], abs=1e-3)
    low, high = result["f1_difference_interval_95"]
    assert low <= result["f1_difference"] <= high
    assert "mine-2 is better than mine: F1 " in result["table"] and "that neither was trained on" in result["table"]
    assert json.loads((world / "bericht 冰.json").read_text("utf-8"))["f1_new"] == result["f1_new"]
    card = load_card("mine-2", world / "models 冰")
    assert card.metrics["compared_with"] == "mine"
    assert card.metrics["f1"] == pytest.approx(result["f1_new"], abs=0.01)
    assert card.start_weights.startswith("mine (")
    assert len(card.training_areas) == 12
    assert (card.bands, card.ground_resolution_m) == (
        ("red", "green", "blue"),
        load_card("mine", world / "models 冰").ground_resolution_m,
    )
    assert not (world / "models 冰" / "mine-2.training" / "model").exists()


def test_earlier_ground_keeps_its_side_and_no_ground_has_two_roles(world, better):
    before, now = Made(world / "daten 冰"), Made(world / "models 冰" / "mine-2.training" / "data")
    settled = {patch["BLOCK"]: (patch["FOLD"], patch["SIDE"]) for patch in before.patches}
    assert {row["BLOCK"]: (row["FOLD"], row["SIDE"]) for row in now.patches if row["BLOCK"] in settled} == settled
    assert len({row["BLOCK"] for row in now.patches}) == 12
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
    """Somebody decided wrongly on all ground but that which is held out, also on that of the first model."""
    made = Made(world / "models 冰" / "mine-2.training" / "data")
    sides = [row["SIDE"] for row in made.polygons if row["ROLE"] == "target" and not row["FAULT"]]
    everywhere = [*GROUND_OF_MINE, *EAST]
    wrong = [at for at, side in zip(everywhere, sides, strict=True) if side == "training"]
    done = improve(copy, corrected(copy / "Inventar 冰.gpkg", wrong, at=everywhere))
    assert done.code == 0, done
    assert done.result["f1_difference"] < 0
    assert done.result["in_use"] == "mine"
    assert "mine-2 is not better than mine: F1 " in done.result["table"]
    assert (
        "mine stays in use; the new one is kept apart from your models, in mine-2.training/model"
        in done.result["table"]
    )
    models = copy / "models 冰"
    assert sorted(path.name for path in models.glob("*.json")) == ["mine.json"]
    assert load_card(done.result["model"]).name == "mine-2"
    assert done.result["model"] == str(models / "mine-2.training" / "model" / "mine-2.json")


def test_killed_or_stopped_anywhere_it_goes_on_to_the_same_model(world, better, inventory, copy):
    before, models = inventory.read_bytes(), copy / "models 冰"
    run = models / "mine-2.training"
    moments = (lambda: list(run.glob(".data*/images/*")), (run / "sides" / "checkpoint.safetensors").exists)
    for moment, ending in zip(moments, (signal.SIGKILL, signal.SIGTERM), strict=True):
        process = start(*arguments(copy, inventory))
        while not moment():
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        process.send_signal(ending)
        out, _ = process.communicate(timeout=120)
        assert sorted(path.name for path in models.glob("*.json")) == ["mine.json"]
        assert inventory.read_bytes() == before
    assert json.loads(out.splitlines()[-1])["error"]["message"] == (
        "Stopped before mine-2 was compared with mine, which stays in use. The same command goes on from where it was."
    )
    other = improve(copy, inventory, "--name", "mine-2", steps=3)
    assert other.code == 1
    assert "holds another training that has not ended; choose another --name" in other.error
    done = improve(copy, inventory)
    assert done.code == 0, done
    assert done.result["new"] == "mine-2"
    assert (models / "mine-2.safetensors").read_bytes() == (world / "models 冰" / "mine-2.safetensors").read_bytes()
    again = improve(copy, inventory, "--name", "mine-2")
    assert "There is a model mine-2 in" in again.error


def card_of(folder):
    return load_card("mine", folder / "models 冰")


def data_of(folder, growth, inventory):
    """Training data that are made as `growth` says; what is read of them."""
    made = TrainingDataRequest(
        inventory=str(inventory),
        image=str(folder / "bild 冰.tif"),
        output=folder / "grown",
        background="reviewed",
        model=str(card_of(folder).path),
        patch=PATCH,
        overlap=OVERLAP,
        buffer=BUFFER,
        replace=True,
    )
    make_training_data(made, SilentReport(), growth)
    return Made(folder / "grown")


def test_without_its_data_the_sides_of_its_ground_stay(world, copy, tmp_path):
    record = copy / "models 冰" / "mine.training" / "trained-on.json"
    content = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps({**content, "data": str(copy / "gone")}), "utf-8")
    heard = Heard()
    growth = growth_of(card_of(copy), Places(None, None), heard)
    (told,) = heard.warnings
    assert told.startswith("The training data of mine are gone (") and "may forget" in told
    before = Made(world / "daten 冰")
    where = {tuple(np.round(row["shape"].centroid.coords[0], 3)): row["SIDE"] for row in before.polygons}
    made = data_of(copy, growth, corrected(tmp_path / "i.gpkg", at=[*GROUND_OF_MINE, *EAST]))
    anew = {tuple(np.round(row["shape"].centroid.coords[0], 3)): row["SIDE"] for row in made.polygons}
    assert where.items() <= anew.items()
    named = growth_of(card_of(copy), Places(world / "daten 冰", None), Heard())
    assert named.earlier == world / "daten 冰"
    with pytest.raises(UserError, match="does not hold the data that the model was trained on"):
        growth_of(card_of(copy), Places(copy / "grown", None), Heard())


def test_ground_of_which_no_split_is_known_never_compares(copy, tmp_path):
    shutil.rmtree(copy / "models 冰" / "mine.training")
    heard = Heard()
    growth = growth_of(card_of(copy), Places(None, None), heard)
    assert "all of its training areas count as trained on" in heard.warnings[0]
    made = data_of(copy, growth, corrected(tmp_path / "i.gpkg", at=[*GROUND_OF_MINE, *EAST]))
    for row in made.polygons:
        west = row["shape"].centroid.x < in_degrees([place(4_000, 3_000)])[0].centroid.x
        assert row["SIDE"] == "training" or not west
    assert {row["SIDE"] for row in made.polygons} == {"training", "validation"}
    dataset = open_dataset(copy / "grown")
    chosen = set(dataset.folds[stages_of(dataset, 0)[0].choosing])
    assert chosen and not chosen & set(growth.trained_before)
    with pytest.raises(UserError, match="nothing is left to compare on"):
        data_of(copy, growth, corrected(tmp_path / "w.gpkg", at=GROUND_OF_MINE))
    with pytest.raises(UserError, match="nobody can say whether"):
        growth_of(card_of(copy), Places(tmp_path, None), Heard())


def test_new_ground_between_two_sides_is_left_out(world, copy, tmp_path):
    """Outlines in a row from ground that is trained on to ground that is held out."""
    rows = {row["SIDE"]: row for row in Made(world / "daten 冰").polygons}
    sides = [row["SIDE"] for row in Made(world / "daten 冰").polygons]
    one, other = (GROUND_OF_MINE[sides.index(side)] for side in ("training", "validation"))
    assert len(rows) == 2
    steps = [(one[0] + (other[0] - one[0]) * t / 6, one[1] + (other[1] - one[1]) * t / 6) for t in range(1, 6)]
    outlines = layer(tmp_path / "kette.gpkg", [place(*at) for at in steps])
    growth = growth_of(card_of(copy), Places(None, None), Heard())
    made = TrainingDataRequest(
        inventory=str(outlines),
        image=str(copy / "bild 冰.tif"),
        output=copy / "grown",
        model=str(card_of(copy).path),
        patch=PATCH,
        overlap=OVERLAP,
        buffer=BUFFER,
        background="buffer",
    )
    make_training_data(made, SilentReport(), growth)
    found = Made(copy / "grown")
    faults = [row["FAULT"] for row in found.polygons if row["SOURCE"] == "kette.gpkg"]
    assert 1 <= faults.count("between the sides") <= 3
    assert np.sum(list(known(found).values()), axis=0).max() == 1
    roles = {(row["FOLD"], row["SIDE"]) for row in found.patches}
    assert roles == {(row["FOLD"], row["SIDE"]) for row in Made(world / "daten 冰").patches}


class Heard(SilentReport):
    """Keeps what it is warned of."""

    def __init__(self):
        self.warnings = []

    def warning(self, message):
        self.warnings.append(message)


def test_a_folder_of_data_that_grows_is_whole_after_a_kill_and_no_other_is_overwritten(world, copy, inventory):
    """Killed between the two renames, the old data come back."""
    data = copy / "daten 冰"
    shutil.copytree(world / "daten 冰", data)
    made = json.loads((data / "data.json").read_text("utf-8"))["created"]
    hidden = hidden_beside(data)
    data.rename(hidden.with_name(hidden.name.replace(str(os.getpid()), "999999999") + ".old"))
    asked = ("--inventory", inventory, "--image", copy / "weg.tif", "--models-folder", copy / "models 冰")
    done = engine_here.run("improve", *asked, "--model", "mine", "--data", data)
    assert done.code == 1 and "weg.tif" in done.error
    assert json.loads((data / "data.json").read_text("utf-8"))["created"] == made
    facts = json.loads((data / "data.json").read_text("utf-8"))
    (data / "data.json").write_text(json.dumps({**facts, "created": "2020-01-01T00:00:00Z"}), "utf-8")
    done = engine_here.run("improve", *asked, "--model", "mine", "--data", data)
    assert "holds training data that are not those of mine, and is not overwritten" in done.error


# What cannot be learnt


def test_where_nobody_has_decided_there_is_nothing_to_learn(tmp_path):
    path = corrected(tmp_path / "i.gpkg", undecided=EAST)
    with pytest.raises(UserError, match=r"Nobody has decided on a candidate in .*i.gpkg, so there is nothing to learn"):
        corrections_of(str(path), True, Heard())


def test_without_reviewed_ground_nothing_is_background(tmp_path):
    path = make_inventory(tmp_path / "i.gpkg", list(in_degrees([place(*EAST[0])])), RUN_ID=["r1"])
    with closing(open_inventory(path)) as store:
        remain(store, 1, candidate_outline(store, 1), ME)
    with pytest.raises(UserError, match=r"i.gpkg does not say what ground was looked at"):
        corrections_of(str(path), True, Heard())


def test_where_all_remained_it_says_that_there_is_little_to_learn(tmp_path):
    path = make_inventory(tmp_path / "i.gpkg", list(in_degrees([place(*EAST[0])])), RUN_ID=["r1"])
    with closing(open_inventory(path)) as store:
        remain(store, 1, candidate_outline(store, 1), ME)
    add_reviewed(path, [place(EAST[0][0] - 300, EAST[0][1] - 300, 900, 900)])
    heard = Heard()
    assert corrections_of(str(path), False, heard).words == "1 remained"
    assert heard.warnings[0].startswith("All that was decided on remained, so nothing shows what the model gets wrong")


def test_where_all_was_removed_earlier_targets_are_needed(copy, tmp_path):
    path = make_inventory(tmp_path / "i.gpkg", list(in_degrees([place(x, y + FAKE) for x, y in EAST])))
    with closing(open_inventory(path)) as store:
        for number in range(len(EAST)):
            remove(store, number + 1, "talus", ME)
    with pytest.raises(UserError, match="Everything was removed in the inventories, and there are no earlier data"):
        corrections_of(str(path), False, Heard())
    heard = Heard()
    assert corrections_of(str(path), True, heard).words == "6 were removed"
    assert "so that only its removed candidates are background" in heard.warnings[0]
    made = data_of(copy, growth_of(card_of(copy), Places(None, None), Heard()), path)
    assert {row["ROLE"] for row in made.polygons if row["SOURCE"] == "i.gpkg"} == {"negative"}
    assert made.data["counts"]["pixels"]["target"] == target_pixels(copy)


def target_pixels(folder):
    """Pixels of the target in the data that `mine` was trained on."""
    record = json.loads((folder / "models 冰" / "mine.training" / "trained-on.json").read_text("utf-8"))
    return Made(Path(record["data"])).data["counts"]["pixels"]["target"]


def test_imagery_that_is_gone_is_named(tmp_path):
    path = corrected(tmp_path / "i.gpkg")
    with pytest.raises(UserError, match="No detection tells on which imagery"):
        images_of(str(path))
    add_run(path, "r1", (0, 0, 1, 1), SOURCE=str(tmp_path / "weg.tif"), TIME="2026-11-30T10:00:00Z")
    with pytest.raises(UserError, match=r"The image .*weg.tif, on which i.gpkg was made .2026-11-30., is gone, or was"):
        images_of(str(path))
    (tmp_path / "weg.tif").write_bytes(b"")
    assert images_of(str(path)) == str(tmp_path / "weg.tif")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--model", "debris-cover-s2"), "The model debris-cover-s2 finds debris-covered glacier"),
        (("--model", "mine", "--name", "mine"), "The new model cannot be called 'mine'"),
        (("--model", "mine", "--name", "Ä"), "The new model cannot be called 'Ä'"),
        (("--model", "nobody"), "There is no model 'nobody'"),
        (("--model", "mine", "--output", "nowhere/r.json"), "The output folder nowhere does not exist"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_done(tmp_path, words, told):
    """Of a model that nobody trained: what is refused, and when, is not its affair."""
    card = dataclasses.replace(EVERYTHING, name="mine", target="rock glacier")
    (tmp_path / "models 冰").mkdir()
    save_model(tmp_path / "models 冰", card, build_network(card.encoder, 3, card.decoder_channels))
    inventory, picture = corrected(tmp_path / "Inventar 冰.gpkg"), image(tmp_path / "bild 冰.tif")
    before = sorted(tmp_path.rglob("*"))
    asked = ("--inventory", inventory, "--image", picture, "--models-folder", tmp_path / "models 冰")
    done = engine_here.run("improve", *asked, *words)
    assert done.code == 1
    assert told in done.error and "\n" not in done.error
    assert sorted(tmp_path.rglob("*")) == before
