"""Scores at every threshold: those of an evaluation of only the candidates that are left, and their picture."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine
from rasters import write_raster
from rock_glacier_inventory.engine.accuracy.evaluation import evaluate_files
from rock_glacier_inventory.engine.accuracy.scores import evaluate
from rock_glacier_inventory.engine.accuracy.sweep import MOST_POINTS, sweep_of
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError

UTM = "EPSG:32719"


def _squares(random, count):
    """Squares of 300 m, some of which lie over each other."""
    x, y = random.uniform(5e5, 5.06e5, count), random.uniform(6.3e6, 6.306e6, count)
    return np.array([shapely.box(a, b, a + 300, b + 300) for a, b in zip(x, y, strict=True)], dtype=object)


def test_it_is_the_evaluation_of_what_is_left_at_each_threshold():
    random = np.random.default_rng(8)
    candidates, references = _squares(random, 60), _squares(random, 40)
    probability = np.round(random.uniform(0.5, 1, 60), 1)
    sweep = sweep_of(evaluate(candidates, references, UTM, rank=-probability), probability, 0.5)
    assert sweep.threshold.tolist() == sorted(set(probability.tolist()))
    for place, threshold in enumerate(sweep.threshold):
        left = evaluate(candidates[probability >= threshold], references, UTM).whole
        assert sweep.precision[place] == pytest.approx(left.area.precision, rel=1e-6)
        assert sweep.recall[place] == pytest.approx(left.area.recall, rel=1e-6)
        assert sweep.f1[place] == pytest.approx(left.area.f1, rel=1e-6)
        assert sweep.found[place] == left.count.candidates
        assert sweep.matched[place] == pytest.approx(left.count.precision)
        assert sweep.detected[place] == pytest.approx(left.count.recall)
    assert sweep.f1[sweep.best] == sweep.f1.max()


def test_many_probabilities_are_some_thresholds_and_one_is_none():
    random = np.random.default_rng(9)
    candidates, references = _squares(random, 300), _squares(random, 10)
    result = evaluate(candidates, references, UTM)
    assert len(sweep_of(result, random.uniform(0, 1, 300), 0.5).threshold) <= MOST_POINTS
    assert sweep_of(result, np.full(300, 0.7), 0.5) is None
    assert sweep_of(result, np.full(300, np.nan), 0.5) is None
    unknown = np.r_[np.nan, np.linspace(0.5, 0.9, 299)]
    assert sweep_of(result, unknown, 0.5).found[-1] == 2, "without a probability it is in at every threshold"


def test_the_picture_stands_beside_the_numbers(tmp_path):
    random = np.random.default_rng(10)
    layers = {}
    for name, count in (("candidates 冰", 30), ("one & all", 20), ("two", 20)):
        path = layers[name] = tmp_path / f"{name}.gpkg"
        shapes, values = _squares(random, count), [random.uniform(0.5, 1, count)]
        pyogrio.raw.write(
            path, shapely.to_wkb(shapes), values, ["PROB_MEAN"], geometry_type="Polygon", crs=UTM, driver="GPKG"
        )
    output = tmp_path / "accuracy.json"
    references = [layers["one & all"], layers["two"]]
    told = evaluate_files(layers["candidates 冰"], references, output, SilentReport())
    assert told["picture"] == str(tmp_path / "accuracy.svg")
    text = " ".join(ElementTree.parse(told["picture"]).getroot().itertext())
    assert "against one & all.gpkg" in text
    assert "against two.gpkg" in text
    assert "precision" in text
    content = json.loads(output.read_text("utf-8"))
    assert len(content["sweep"]["thresholds"]) == 30
    assert content["sweep"]["f1"][0] == pytest.approx(content["whole"]["f1"], abs=1e-5)
    told = evaluate_files(layers["one & all"], layers["one & all"], output, SilentReport())
    assert told["f1"] == pytest.approx(1)
    bare = tmp_path / "bare.gpkg"
    pyogrio.raw.write(
        bare, shapely.to_wkb(_squares(random, 3)), [], [], geometry_type="Polygon", crs=UTM, driver="GPKG"
    )
    told = evaluate_files(bare, bare, output, SilentReport())
    assert told["picture"] is None
    assert not (tmp_path / "accuracy.svg").exists(), "it would tell of an earlier run"


@pytest.mark.parametrize("kind", ["bytes", "floats"])
def test_pixels_of_the_raster_are_told_too(tmp_path, kind):
    """Two columns of reference, of probability 0.9 and 0.4; beside them one of 0.6, one of 0.1, one of none."""
    columns = np.array([0.9, 0.4, 0.6, 0.1, np.nan])
    values = np.tile(columns, (1, 20, 1)).astype(np.float32)
    place = {"crs": UTM, "transform": Affine(100, 0, 500_000, 0, -100, 6_302_000)}
    if kind == "bytes":
        stored = np.where(np.isnan(values), 255, np.round(np.nan_to_num(values) * 254)).astype(np.uint8)
        raster = write_raster(tmp_path / "p 冰.tif", stored, nodata=255, **place)
        with rasterio.open(raster, "r+") as dataset:
            dataset.scales = (1 / 254,)
    else:
        raster = write_raster(tmp_path / "p 冰.tif", values, nodata=np.nan, **place)
    layers = {}
    shapes = {"c": [(500_000, 500_300), (500_600, 500_700)], "r": [(500_000, 500_200)]}
    for name, edges in shapes.items():
        layers[name] = tmp_path / f"{name}.gpkg"
        boxes = shapely.to_wkb([shapely.box(west, 6_300_000, east, 6_302_000) for west, east in edges])
        known = [np.linspace(0.7, 0.9, len(edges))]
        pyogrio.raw.write(layers[name], boxes, known, ["PROB_MEAN"], geometry_type="Polygon", crs=UTM, driver="GPKG")
    output = tmp_path / "accuracy.json"
    told = evaluate_files(layers["c"], layers["r"], output, SilentReport(), probability=raster)
    pixels = json.loads(output.read_text("utf-8"))["pixels"]
    at = {round(threshold, 2): place for place, threshold in enumerate(pixels["thresholds"])}
    scores = [(pixels["precision"][at[t]], pixels["recall"][at[t]]) for t in (0.05, 0.3, 0.5, 0.8)]
    assert scores == [pytest.approx(pair, abs=1e-4) for pair in ((1 / 2, 1), (2 / 3, 1), (1 / 2, 1 / 2), (1, 1 / 2))]
    assert pixels["best_f1"] == pytest.approx(0.8, abs=1e-4)
    assert 0.1 < pixels["best_threshold"] <= 0.4
    assert "pixels, against r.gpkg" in " ".join(ElementTree.parse(told["picture"]).getroot().itertext())
    far = tmp_path / "far.gpkg"
    pyogrio.raw.write(
        far, shapely.to_wkb([shapely.box(6e5, 6.3e6, 6.1e5, 6.31e6)]), [], [], geometry_type="Polygon", crs=UTM
    )
    with pytest.raises(UserError, match="has no pixels with a probability on the reference outlines"):
        evaluate_files(layers["c"], far, output, SilentReport(), probability=raster)
