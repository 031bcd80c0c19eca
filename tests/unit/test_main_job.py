"""The main job through the command line, with the cards that ship: on the sample and on real imagery."""

import json
import sqlite3
import sys

import pytest
from engine_process import run
from rock_glacier_inventory.models.networks.registry import load_card
from simulated import ROOT, simulate

UNSEEN_SEED = 3
"""Seeds from 1000 on were used in training; see recipes/simulated_alpine.py."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A scene that the command has made; other suites look at it, too."""
    return simulate((sys.executable, str(ROOT)), tmp_path_factory.mktemp("job") / "Probe 冰", 512, UNSEEN_SEED)


@pytest.fixture(scope="module")
def detected(tmp_path_factory, sample):
    """Folder of a new inventory that was searched for, with its outlines and probabilities, and what was told."""
    folder = tmp_path_factory.mktemp("detected")
    inventory = folder / "inventory.gpkg"
    assert run("create", "--output", inventory).code == 0
    outputs = ("--inventory", inventory, "--output", folder / "c.gpkg", "--probability", folder / "p.tif")
    return folder, run("detect", "--input", sample / "scene.tif", "--model", "simulated-alpine", *outputs).result


@pytest.mark.slow
def test_from_a_scene_to_an_inventory_with_attributes_and_an_accuracy_figure(tmp_path, sample, detected):
    folder, told = detected
    inventory, accuracy = folder / "inventory.gpkg", tmp_path / "accuracy.json"
    assert told["candidates"] >= 3
    subregions = sample / "subregions.gpkg"
    filled = run(
        "attributes",
        "--inventory",
        inventory,
        "--dem",
        sample / "dem.tif",
        "--subregions",
        subregions,
        "--layer",
        "candidates",
    )
    assert filled.code == 0, filled
    with sqlite3.connect(inventory) as connection:
        columns = "ELE_MIN, ELE_MEDIAN, ELE_MAX, SLO_MEAN, ASPECT, AREA, SUBREGION, PROB_MEAN"
        rows = connection.execute(f"SELECT {columns} FROM candidates").fetchall()
        commands = [row[0] for row in connection.execute("SELECT COMMAND FROM runs ORDER BY TIME")]
    assert len(rows) == told["candidates"]
    assert commands == ["detect", "attributes"]
    for lowest, median, highest, slope, aspect, area, subregion, probability in rows:
        assert 3000 < lowest < median < highest < 7000
        assert 3 < slope < 45
        assert 0 <= aspect < 360
        assert area >= 10_000
        assert subregion in ("Western Range", "Eastern Range")
        assert load_card("simulated-alpine").threshold <= probability <= 1
    judged = run(
        "evaluate",
        "--input",
        inventory,
        "--reference",
        sample / "rock_glaciers.gpkg",
        "--subregions",
        subregions,
        "--output",
        accuracy,
    )
    assert judged.code == 0, judged
    whole = json.loads(accuracy.read_text("utf-8"))["whole"]
    # One small scene varies; the figure over many is in docs/developer/figures.md.
    assert whole["f1"] > 0.7
    assert whole["iou"] == pytest.approx(whole["f1"] / (2 - whole["f1"]), abs=1e-6)


@pytest.mark.slow
def test_polygonize_gives_the_outlines_that_detect_gave(tmp_path, detected):
    first, second = detected[0] / "c.gpkg", tmp_path / "second.gpkg"
    threshold = load_card("simulated-alpine").threshold  # a raster does not know its model
    words = ("--input", detected[0] / "p.tif", "--threshold", threshold, "--output", second)
    assert run("polygonize", *words).code == 0
    outlines = []
    for path in (first, second):
        with sqlite3.connect(path) as connection:
            outlines.append(connection.execute("SELECT geom, PROB_MEAN, AREA FROM candidates").fetchall())
    assert outlines[0] == outlines[1]
    assert outlines[0]


@pytest.mark.realdata
def test_real_imagery_is_searched_at_its_ten_metres(tmp_path, shared_data):
    scene = shared_data / "sikkim_scene"
    out, accuracy = tmp_path / "c.gpkg", tmp_path / "accuracy.json"
    done = run("detect", "--input", scene / "rgb_u16.tif", "--model", "debris-cover-s2", "--output", out).result
    assert done["ground_resolution_m"] == pytest.approx([10, 10], rel=0.01)
    assert done["candidates"] >= 1
    judged = run("evaluate", "--input", out, "--reference", scene / "debris_mask.tif", "--output", accuracy)
    assert judged.code == 0, judged
    whole = json.loads(accuracy.read_text("utf-8"))["whole"]
    # The reference is a handful of coarse boxes: nearly all of them are found, and much around them.
    assert whole["recall"] > 0.5
