"""Ground on which a model can be made better: in the east lies what the first model takes for a target.

A program, too, for the tests in the desktop: the word FOLDER gets image, model, and an inventory to decide in.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import closing
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / ".venv" / "src"))  # not by pytest
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # as in the suites: what is trained is the same, whoever trains it

import engine_here
import numpy as np
from mapping import ME, candidate_outline, make_inventory, open_inventory
from rock_glacier_inventory.gestures.operations import remain, remove
from simulated import ROOT, made_once
from test_training_inventories import add_reviewed, add_run, in_degrees
from training_ground import MANY, PIXEL, SIDE, image, layer, make, place

NETWORK = ("--encoder", "tu-test_efficientnet", "--device", "cpu")
FAKE = 400
"""Metres south of each target in the east: a bright place that is hardly brighter in blue than the ground."""
FEW = [at for at in MANY if at[1] < 5_000]
WEST, EAST = [at for at in FEW if at[0] < 4_000], [at for at in FEW if at[0] > 4_000]


def picture():
    """Noise; targets are bright, and so are the others, but for blue."""
    values = np.random.default_rng(0).normal(70, 20, (3, SIDE, SIDE))
    for x, y in FEW:
        values[:, _pixels(y), _pixels(x)] += 110
        if (x, y) in EAST:
            values[:2, _pixels(y + FAKE), _pixels(x)] += 110
            values[2, _pixels(y + FAKE), _pixels(x)] += 30
    return values.clip(1, 254).astype(np.uint8)


def _pixels(first):
    return slice(int(first / PIXEL), int((first + 240) / PIXEL))


def first_model(folder):
    """Image, training data of the west, and the model `mine` of them: trained once for all suites and workers."""
    here = Path(__file__)
    made_by = (ROOT / "models", here, here.with_name("training_ground.py"), here.with_name("rasters.py"))
    shutil.copytree(made_once("first-model", _train_first_model, *made_by), folder, dirs_exist_ok=True)
    record = folder / "models 冰" / "mine.training" / "trained-on.json"
    content = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps({**content, "data": str(folder / "daten 冰")}), "utf-8")
    return folder


def _train_first_model(folder):
    """Small, so that a test has time for it."""
    folder.mkdir()
    outlines = layer(folder / "umrisse 冰.gpkg", [place(*at) for at in WEST])
    made, _ = make(folder, "--inventory", outlines, "--image", image(folder / "bild 冰.tif", picture()), "--folds", 3)
    plan = folder / "plan.json"
    done = engine_here.run("plan", "--data", made.folder, *NETWORK, "--output", plan)
    assert done.code == 0, done
    content = json.loads(plan.read_text("utf-8"))
    content["network"]["decoder_channels"] = 16
    content["steps"] |= {"steps": 32, "batch_size": 4, "crop": 64, "learning_rate": 0.01, "validate_every": 8}
    content["steps"] |= {"checkpoint_every": 8, "judged": 8}
    plan.write_text(json.dumps(content), "utf-8")
    words = ("--data", made.folder, "--plan", plan, "--name", "mine", "--output", folder / "models 冰")
    done = engine_here.run("train", *words)
    assert done.code == 0, done


def corrected(path, wrong=(), undecided=(), at=EAST, reviewed=True):
    """An inventory in which somebody has decided: targets remain, the others are removed; in `wrong` the reverse."""
    shapes = in_degrees([place(x, y + south) for x, y in at for south in (0, FAKE)])
    make_inventory(path, list(shapes), RUN_ID=["r1"] * len(shapes))
    with closing(open_inventory(path)) as store:
        for number, where in enumerate(at):
            target, other = (2 * number + 1, 2 * number + 2)[:: -1 if where in wrong else 1]
            if where not in undecided:
                remain(store, target, candidate_outline(store, target), ME)
                remove(store, other, "moraine", ME)
    if reviewed:
        add_reviewed(path, [place(x - 500, y - 500, 1_240, 1_640) for x, y in at])
    return path


def improve(folder, inventory, *words, model="mine", steps=24):
    """Run the command on the image of `first_model`."""
    return engine_here.run(*arguments(folder, inventory, *words, model=model, steps=steps))


def arguments(folder, inventory, *words, model="mine", steps=24):
    """The words of the command."""
    asked = ("--inventory", inventory, "--image", folder / "bild 冰.tif", "--model", model)
    small = ("--steps", steps, "--batch-size", 4, "--device", "cpu", "--models-folder", folder / "models 冰")
    return ("improve", *asked, *small, *words)


def for_the_desktop(folder):
    """All that a person begins with; the model finds too little, as its threshold is too high."""
    first_model(folder)
    card = folder / "models 冰" / "mine.json"
    content = json.loads(card.read_text("utf-8"))
    card.write_text(json.dumps({**content, "threshold": 0.999}), "utf-8")
    scene, inventory = folder / "scene.tif", folder / "inventory.gpkg"
    (folder / "bild 冰.tif").rename(scene)
    corrected(inventory, undecided=EAST, reviewed=False)
    add_run(inventory, "r1", place(0, 0, SIDE * PIXEL, SIDE * PIXEL).bounds, SOURCE=str(scene), MODEL="mine")


if __name__ == "__main__":
    for_the_desktop(Path(sys.argv[1]))
