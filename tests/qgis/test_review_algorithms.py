"""Samples and agreement through the toolbox, with the real engine."""

from __future__ import annotations

import json
import struct
from contextlib import closing
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer
from rock_glacier_inventory.gestures.reviews import decide
from rock_glacier_inventory.inventory.schema import GEOMETRY, PRIMARY_MARKERS, REVIEW_SAMPLES, ROCK_GLACIERS
from rock_glacier_inventory.store.opening import open_store

from .conftest import RunAlgorithm
from .inventories import SIDE, square_wkb

ANN, BEN = "Ann", "Ben 冰"
COUNT = 9


@pytest.fixture
def inventory(run: RunAlgorithm, tmp_path: Path) -> Path:
    """Rock glaciers with their markers."""
    path = tmp_path / "Inventar 冰.gpkg"
    run("createinventory", OUTPUT=str(path))
    with closing(open_store(path)) as store, store.change() as tables:
        for number in range(COUNT):
            lon, lat = 80.0025 + 0.01 * number, 29.9025
            told = {"ID": f"RGU299025N08000{number}0E", "SUBREGION": "North 冰", "LON": lon, "LAT": lat}
            outline = {GEOMETRY: square_wkb(lon - SIDE / 2, lat - SIDE / 2), "AREA": 1e5, "MAPPER": ANN}
            tables.insert(ROCK_GLACIERS, {**told, **outline})
            tables.insert(PRIMARY_MARKERS, {**told, GEOMETRY: struct.pack("<BI2d", 1, 1, lon, lat)})
    return path


def _judge(path: Path, reviewer: str, wrong: int, but_last: int = 0) -> None:
    with closing(open_store(path)) as store:
        markers = [row[1] for row in store.rows(REVIEW_SAMPLES, ["ID"])]
        for number, marker in enumerate(markers[: len(markers) - but_last]):
            decide(store, "", marker, reviewer, "no" if number < wrong else "yes")


def test_a_sample_is_drawn_judged_and_told(run: RunAlgorithm, inventory: Path, tmp_path: Path) -> None:
    drawn = run("samplemarkers", INVENTORY=str(inventory), NUMBER=8, BY="subregion", SEED=3)
    assert drawn.results["DRAWN"] == 8
    assert "North 冰: 8 of 9" in drawn.feedback.infos
    _judge(inventory, ANN, 0)
    _judge(inventory, BEN, 2, but_last=1)
    asked = {
        "INVENTORY": str(inventory),
        "OUTPUT": str(tmp_path / "agreement.json"),
        "DISAGREEMENTS": str(tmp_path / "d 冰.gpkg"),
    }
    blind = run("agreement", **asked)
    assert blind.results["PRECISION"] is None
    assert any("Decisions that are missing: 1." in warning for warning in blind.feedback.warnings)
    assert "(25" not in blind.feedback.textLog()
    _judge(inventory, BEN, 2)
    told = run("agreement", SAMPLE=f" {drawn.results['SAMPLE']} ;", **asked)
    content = json.loads((tmp_path / "agreement.json").read_text("utf-8"))
    assert told.results["PRECISION"] == content["precision"]["value"] == pytest.approx(0.75)
    assert told.results["PRECISION_LOW"] < 0.75 < told.results["PRECISION_HIGH"]
    log = told.feedback.textLog().replace("\u00a0", " ")
    assert "Ann and Ben 冰, 8 markers" in log
    assert "6 (75.0 %)" in log
    ((uri, details),) = told.context.layersToLoadOnCompletion().items()
    layer = QgsVectorLayer(uri, details.name, "ogr")
    assert [feature["VIEWS"] for feature in layer.getFeatures()] == [f"{ANN}: yes; {BEN}: no"] * 2


def test_more_is_drawn_into_a_sample(run: RunAlgorithm, inventory: Path) -> None:
    first = run("samplemarkers", INVENTORY=str(inventory), NUMBER=3)
    more = run("samplemarkers", INVENTORY=str(inventory), NUMBER=2, EXTEND=first.results["SAMPLE"])
    assert (more.results["SAMPLE"], more.results["DRAWN"]) == (first.results["SAMPLE"], 5)


def test_windows_of_ground_are_drawn_over_any_layer_and_shown(run: RunAlgorithm, inventory: Path) -> None:
    area = f"{inventory}|layername=rock_glaciers"
    done = run("samplemarkers", INVENTORY=str(inventory), GROUND=True, NUMBER=4, WINDOW=300, AREA=area)
    assert done.results["DRAWN"] == 4
    ((uri, _),) = done.context.layersToLoadOnCompletion().items()
    assert QgsVectorLayer(uri, "windows", "ogr").featureCount() == 4


def test_what_cannot_be_is_a_sentence_with_the_names_of_the_dialog(run: RunAlgorithm, inventory: Path) -> None:
    with pytest.raises(QgsProcessingException, match="'Number' and 'Half-width of the interval' both say"):
        run("samplemarkers", INVENTORY=str(inventory), NUMBER=3, HALF_WIDTH=0.1)
    with pytest.raises(QgsProcessingException, match="No sample of primary markers was drawn"):
        run("agreement", INVENTORY=str(inventory), OUTPUT=str(inventory.with_name("a.json")))
