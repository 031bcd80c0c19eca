"""Accuracy through the toolbox: both readings, several references, where it can be trusted, and the page of models."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from qgis.core import NULL, QgsFeature, QgsVectorLayer
from rock_glacier_inventory.gestures.operations import By, remove
from rock_glacier_inventory.inventory.model_cards.trust_facts import read_trust, trust_file
from rock_glacier_inventory.inventory.schema import CANDIDATES
from rock_glacier_inventory.processing_provider.adapters.engine import usual_models_folder
from rock_glacier_inventory.store.opening import open_store

from .conftest import MODEL, Run, RunAlgorithm


def _remove_first(path: str) -> None:
    with closing(open_store(Path(path))) as store:
        ((fid, *_), *_rest) = store.rows(CANDIDATES, ["STATE"])
        remove(store, fid, "moraine", By("Ann Mapper", "scene", "2026-11"))


def test_as_found_as_mapped_and_where_it_can_be_trusted(
    detected: Run, run: RunAlgorithm, sample: Path, tmp_path: Path
) -> None:
    inventory = tmp_path / "Inventar 冰.gpkg"
    inventory.write_bytes(Path(detected.results["INVENTORY"]).read_bytes())
    _remove_first(str(inventory))
    truth = QgsVectorLayer(str(sample / "rock_glaciers.gpkg"), "truth", "ogr")
    other = QgsVectorLayer(f"MultiPolygon?crs={truth.crs().authid()}", "other é", "memory")
    feature = QgsFeature()
    feature.setGeometry(next(truth.getFeatures()).geometry())
    other.dataProvider().addFeature(feature)
    run.project.addMapLayers([truth, other])
    done = run(
        "evaluate",
        INPUT=f"{inventory}|layername=candidates",
        REFERENCE=truth.id(),
        OTHER_REFERENCES=[other],
        PROBABILITY=detected.results["PROBABILITY"],
        SUBREGIONS=str(sample / "subregions.gpkg"),
        OUTPUT=str(tmp_path / "accuracy.json"),
        TRUST=str(tmp_path / "trust.gpkg"),
        KEEP=True,
    )
    content = json.loads((tmp_path / "accuracy.json").read_text("utf-8"))
    assert [each["reading"] for each in (content, *content["others"])] == [
        "as found",
        "as found",
        "as mapped",
        "as mapped",
    ]
    assert content["pixels"]["best_f1"] > 0.5
    assert content["mappers"]["removed"] == {"moraine": 1}
    assert done.results["F1"] == content["whole"]["f1"] > 0.5
    assert done.results["F1_MAPPED"] == content["others"][1]["whole"]["f1"] != done.results["F1"]
    assert Path(done.results["PICTURE"]).read_text("utf-8").startswith("<svg")
    log = done.feedback.textLog().replace("\u00a0", " ")
    assert "As mapped (what the inventory holds), against rock_glaciers.gpkg" in log
    assert any("contradict each other" in warning for warning in done.feedback.warnings)
    _look_at_trust(done)
    kept = trust_file(usual_models_folder(), MODEL)
    trust = read_trust(usual_models_folder(), MODEL)
    kept.unlink()
    assert trust is not None and trust.f1 == pytest.approx(done.results["F1"])
    assert {place.name for place in trust.places} == {"Eastern Range", "Western Range"}


def _look_at_trust(done: Run) -> None:
    wanted = done.context.layersToLoadOnCompletion()
    assert {details.name for details in wanted.values()} == {"Trust by block of ground", "Trust by subregion"}
    for uri, details in wanted.items():
        layer = QgsVectorLayer(uri, "trust", "ogr")
        assert layer.featureCount() > 0
        assert {"F1", "CORRECTED", "MODEL"} <= {field.name() for field in layer.fields()}
        details.postProcessor().postProcessLayer(layer, done.context, done.feedback)
        assert [category.value() for category in layer.renderer().categories()] == ["good", "fair", "poor", "unknown"]
        assert layer.labelsEnabled()


def test_without_decisions_there_is_one_reading_and_no_layer(
    detected: Run, run: RunAlgorithm, sample: Path, tmp_path: Path
) -> None:
    done = run(
        "evaluate",
        INPUT=f"{detected.results['INVENTORY']}|layername=candidates",
        REFERENCE=str(sample / "rock_glaciers.gpkg"),
        OUTPUT=str(tmp_path / "accuracy.json"),
    )
    assert done.results["F1"] > 0.5
    assert done.results["F1_MAPPED"] in (None, NULL)
    assert not done.context.layersToLoadOnCompletion()
