"""Where a model can be trusted: layers with accuracy and corrections, and what is kept beside the model."""

from __future__ import annotations

import json

import numpy as np
import pyogrio
import pytest
import shapely
from judging import DEGREES, PLACES, decide, detected, layer, squares
from rock_glacier_inventory.engine.accuracy.evaluation import evaluate_files
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.model_cards.trust_facts import (
    Trust,
    TrustedPlace,
    content_of,
    read_trust,
    trust_file,
)

WEST, EAST = [0, 1, 2], [40, 41, 42]
"""Columns of squares 40 km apart."""


def _inventory(tmp_path, place):
    """West all three candidates are right; east one of three is, and one was missed."""
    path = tmp_path / "Inventar 冰.gpkg"
    detected(path, [*squares(WEST, place=place), *squares(EAST, place=place)])
    decisions = dict.fromkeys((1, 2, 3, 4), schema.REMAIN) | {5: "moraine", 6: "water", 0: squares([43], place=place)}
    decide(path, decisions)
    return path, layer(tmp_path / "r.gpkg", squares([*WEST, 40, 43], place=place))


def _read(path, name):
    meta, _, wkb, columns = pyogrio.raw.read(path, layer=name)
    return shapely.from_wkb(wkb), dict(zip(meta["fields"], columns, strict=True))


@pytest.mark.parametrize("place", PLACES)
def test_blocks_tell_accuracy_and_corrections(tmp_path, place):
    path, truth = _inventory(tmp_path, place)
    told = evaluate_files(path, truth, tmp_path / "a.json", SilentReport(), trust=tmp_path / "trust 冰.gpkg")
    shapes, blocks = _read(told["trust"], "trust_blocks")
    sizes = ellipsoidal_areas(shapes, DEGREES)
    assert (sizes < 1e8).all(), "none goes round the Earth"
    assert (np.abs(shapely.get_coordinates(shapes)[:, 0]) <= 180).all()
    order = np.argsort(-blocks["F1"])
    columns = ("CANDIDATES", "REFERENCES", "REMAINED", "REMOVED", "RETRIEVED", "UNDECIDED")
    west = dict.fromkeys(columns, 0) | {"CANDIDATES": 3, "REFERENCES": 3, "REMAINED": 3}
    totals = {name: int(blocks[name].sum()) for name in columns}
    assert totals == {"CANDIDATES": 6, "REFERENCES": 5, "REMAINED": 4, "REMOVED": 2, "RETRIEVED": 1, "UNDECIDED": 0}
    good = blocks["F1"] > 0.99
    assert {name: int(blocks[name][good].sum()) for name in columns} == west
    assert blocks["CORRECTED"][good].max() == 0
    assert np.nanmax(blocks["CORRECTED"][~good]) > 0.5
    assert set(blocks["MODEL"]) == {"mine"}
    assert set(blocks["REFERENCE"]) == {"r.gpkg"}
    hemisphere = " S " if place == "south" else " N "
    assert all(hemisphere in blocks["NAME"][number] for number in order)


def test_subregions_have_their_own_layer_and_are_kept_beside_the_model(tmp_path):
    path, truth = _inventory(tmp_path, "north")
    halves = [shapely.box(79, 27, 80.2, 29), shapely.box(80.2, 27, 82, 29)]
    pyogrio.raw.write(
        tmp_path / "s.gpkg",
        shapely.to_wkb(halves),
        [np.array(["West 冰", "East"], dtype=object)],
        ["NAME"],
        geometry_type="Polygon",
        crs=DEGREES,
        driver="GPKG",
    )
    models = tmp_path / "models"
    told = evaluate_files(
        path,
        truth,
        tmp_path / "a.json",
        SilentReport(),
        subregions=tmp_path / "s.gpkg",
        trust=tmp_path / "trust.gpkg",
        models_folder=models,
    )
    _, regions = _read(tmp_path / "trust.gpkg", "trust_subregions")
    found = dict(zip(regions["NAME"], zip(regions["F1"], regions["CORRECTED"], strict=True), strict=True))
    assert found["West 冰"] == (pytest.approx(1, abs=1e-3), 0)
    assert found["East"] == (pytest.approx(2 / 5, abs=1e-3), pytest.approx(3 / 4))
    assert told["kept"] == [str(trust_file(models, "mine"))]
    kept = read_trust(models, "mine")
    assert kept.f1 == pytest.approx(told["f1"])
    assert kept.corrected == pytest.approx(3 / 7)
    assert [place.name for place in kept.those(good=True)] == ["West 冰"]
    assert kept.reference == "r.gpkg"


def test_each_model_has_its_own(tmp_path):
    path = tmp_path / "i.gpkg"
    detected(path, squares(WEST), model="good")
    detected(path, squares([1, 20, 30]), model="poor", model_sha256="b" * 64)
    models = tmp_path / "models"
    truth = layer(tmp_path / "r.gpkg", squares(WEST))
    told = evaluate_files(path, truth, tmp_path / "a.json", SilentReport(), models_folder=models)
    assert len(told["kept"]) == 2
    assert read_trust(models, "good").f1 == pytest.approx(1, abs=1e-3)
    assert read_trust(models, "poor").f1 == pytest.approx(1 / 3, abs=1e-3)


def test_bad_input(tmp_path):
    path, truth = _inventory(tmp_path, "north")
    with pytest.raises(UserError, match=r"must be a GeoPackage; let its name end in \.gpkg"):
        evaluate_files(path, truth, tmp_path / "a.json", SilentReport(), trust=tmp_path / "trust.shp")
    with pytest.raises(UserError, match="does not exist; create it first"):
        evaluate_files(path, truth, tmp_path / "b.json", SilentReport(), trust=tmp_path / "no" / "trust.gpkg")
    assert not (tmp_path / "b.json").exists()
    report = SilentReport()
    told = evaluate_files(truth, truth, tmp_path / "a.json", report, models_folder=tmp_path, trust=tmp_path / "t.gpkg")
    assert told["kept"] == []
    assert any("does not tell which model" in warning for warning in report.warnings)
    empty = tmp_path / "empty.gpkg"
    detected(empty, [])
    told = evaluate_files(empty, truth, tmp_path / "a.json", SilentReport(), trust=tmp_path / "t.gpkg")
    _, blocks = _read(told["trust"], "trust_blocks")
    assert np.isnan(blocks["PRECISION"]).all()
    assert (blocks["RECALL"] == 0).all()


def test_what_is_kept_comes_back_and_what_is_damaged_does_not(tmp_path):
    places = tuple(
        TrustedPlace(name, f1, None) for name, f1 in (("a", 0.9), ("b", 0.5), ("c", 0.1), ("d", None), ("e", 0.7))
    )
    trust = Trust("r 冰.gpkg", "2026-11-30T06:00:00Z", 0.6, (0.5, 0.7), 12, 0.25, places)
    path = trust_file(tmp_path, "mine")
    path.parent.mkdir()
    path.write_text(json.dumps(content_of(trust)), "utf-8")
    assert read_trust(tmp_path, "mine") == trust
    assert [place.name for place in trust.those(good=True)] == ["a", "e"]
    assert [place.name for place in trust.those(good=False)] == ["c"]
    for text in ("", "[]", "{}", '{"places": 3}', "\ufeff", '{"places": [1, {"f1": "x"}], "f1_interval_95": ["a"]}'):
        path.write_text(text, "utf-8")
        found = read_trust(tmp_path, "mine")
        assert found is None or (found.f1, found.interval) == (None, ())
    assert read_trust(tmp_path, "none") is None
    assert read_trust(None, "mine") is None
