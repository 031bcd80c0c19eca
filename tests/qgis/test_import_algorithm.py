"""Inventories as they come, through the toolbox: layers of a project, files, many of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsRectangle, QgsVectorLayer

from .conftest import Run, RunAlgorithm
from .test_attribute_algorithms import rows
from .test_many_files import parted


def drawn(count: int) -> QgsVectorLayer:
    """A layer that exists only in QGIS, with outlines that somebody has drawn."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32645&field=Autor:string(40)&field=Höhe:double", "drawn é 冰", "memory")
    features = []
    for number in range(count):
        feature = QgsFeature(layer.fields())
        west = 400_000 + 1_000 * number
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, 3_400_000, west + 500, 3_400_800)))
        feature.setAttributes([f"Mapper {number}", 4_700.0 + number])
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def tables_to_load(done: Run) -> set[str]:
    return {uri.partition("|layername=")[2] for uri in done.context.layersToLoadOnCompletion()}


def test_a_layer_of_the_project_becomes_an_inventory(run: RunAlgorithm, tmp_path: Path) -> None:
    layer, path = drawn(3), tmp_path / "Inventar é 冰.gpkg"
    run.project.addMapLayer(layer)
    fields = "MAPPER=Autor;ELE_MEAN=Höhe"
    looked = run("importinventory", INPUT=layer, INVENTORY=str(path), MAP=fields, LOOK=True)
    assert "Mapper 0, Mapper 1, Mapper 2" in "\n".join(looked.feedback.console).replace("\u00a0", " ")
    assert not path.exists()
    new = run("importinventory", INPUT=layer, INVENTORY=str(path), MAP=fields)
    done = new.results
    assert tables_to_load(new) == {"rock_glaciers", "candidates", "primary_markers"}, "by which the dock knows it"
    assert (done["COUNT"], done["KNOWN"], done["INVENTORY"]) == (3, 0, str(path))
    shown = QgsVectorLayer(done["OUTPUT"], "imported", "ogr")
    assert (shown.featureCount(), shown.crs().authid()) == (3, "EPSG:32645")
    found = rows(path, "SELECT MAPPER, ELE_MEAN, STALE, length(ID), round(AREA / 1000) FROM rock_glaciers ORDER BY fid")
    assert found == [(f"Mapper {number}", 4_700.0 + number, 0, 18, 400.0) for number in range(3)]
    again = run("importinventory", INPUT=layer, INVENTORY=str(path))  # the mapping is remembered
    assert (again.results["COUNT"], again.results["KNOWN"]) == (0, 3)
    assert tables_to_load(again) == {"rock_glaciers"}


def test_layers_are_called_as_the_dock_calls_them(run: RunAlgorithm, tmp_path: Path) -> None:
    """QGIS, as it comes, calls what is in no temporary folder as its table; ours comes after that."""
    done = run("importinventory", INPUT=drawn(2), INVENTORY=str(tmp_path / "i.gpkg"))
    names = set()
    for uri, details in done.context.layersToLoadOnCompletion().items():
        layer = QgsVectorLayer(uri, uri.partition("|layername=")[2], "ogr")
        details.postProcessor().postProcessLayer(layer, done.context, done.feedback)
        names.add(layer.name())
    assert names == {"Rock glaciers", "Candidates", "Primary markers"}


def test_many_files_become_candidates(run: RunAlgorithm, sample: Path, inventory: Path, tmp_path: Path) -> None:
    whole = sample / "rock_glaciers.gpkg"
    folder = parted(whole, tmp_path / "parts 冰")
    done = run("importinventory", INPUT=str(folder), INVENTORY=str(inventory), AS="candidates").results
    assert done["COUNT"] == QgsVectorLayer(str(whole), "whole", "ogr").featureCount() > 1
    assert rows(inventory, "SELECT DISTINCT STATE FROM candidates") == [("undecided",)]
    assert rows(inventory, "SELECT count(*) FROM rock_glaciers") == [(0,)]


def test_a_field_that_is_not_there_is_told_by_the_name_of_the_parameter(run: RunAlgorithm, tmp_path: Path) -> None:
    with pytest.raises(
        QgsProcessingException, match=r"no field 'Author', which 'Fields' asks for; it has: Autor, Höhe"
    ):
        run("importinventory", INPUT=drawn(1), INVENTORY=str(tmp_path / "i.gpkg"), MAP="MAPPER=Author")
