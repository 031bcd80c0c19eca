"""A publication through the toolbox, and its metadata as QGIS itself reads them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsLayerMetadata,
    QgsNativeMetadataValidator,
    QgsProcessingContext,
    QgsProcessingException,
    QgsVectorLayer,
)

from .conftest import RunAlgorithm
from .test_import_algorithm import drawn

WORDS = {
    "OPEN": "include",
    "CREATOR": "Ann Mapper; 0000-0002-1825-0097; ETH Zürich 冰\n\n Bo Reviewer \n",
    "DOI": "10.5281/zenodo.1234567",
    "DATE": "2026-03-04",
    "TITLE": "Roches & <glaces> “冰”",
}


@pytest.fixture(scope="module")
def drawn_three(provider: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three rock glaciers in UTM, to be copied."""
    path, run = tmp_path_factory.mktemp("drawn") / "Inventar é 冰.gpkg", RunAlgorithm()
    run("importinventory", INPUT=drawn(3), INVENTORY=str(path), MAP="MAPPER=Autor;ELE_MEAN=Höhe")
    run.project.clear()
    return path


@pytest.fixture
def inventory(drawn_three: Path, tmp_path: Path) -> Path:
    """A copy of `drawn_three`."""
    return Path(shutil.copy(drawn_three, tmp_path))


def metadata_of(path: Path, layer: str = "") -> tuple[QgsVectorLayer, QgsLayerMetadata]:
    """What QGIS knows of a file once a person has opened it: its window loads what lies beside."""
    opened = QgsVectorLayer(f"{path}{f'|layername={layer}' if layer else ''}", "opened", "ogr")
    assert opened.isValid()
    assert opened.loadDefaultMetadata()[1]
    return opened, opened.metadata()


def test_a_publication_is_made_and_qgis_reads_its_metadata(run: RunAlgorithm, inventory: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out 冰"
    done = run("publishinventory", INVENTORY=str(inventory), OUTPUT=str(folder), DIALECT=["tprogi", "rgik"], **WORDS)
    assert (done.results["OUTLINES"], done.results["ADDED"], done.results["OUTPUT"]) == (3, 0, str(folder))
    assert Path(done.results["README"]).read_text("utf-8").startswith("# Roches & &lt;glaces> “冰”\n")
    assert {"report.html", "report.pdf"} <= {path.name for path in (folder / "report").iterdir()}
    data = folder / "data" / "tprogi"
    for ending in ("shp", "gpkg", "fgb"):
        layer, told = metadata_of(data / f"{inventory.stem}_Extended_Footprint.{ending}")
        assert told.title() == "Roches & <glaces> “冰”: outlines", ending
        assert told.abstract().startswith("3 outlines, in the form of the Tibetan Plateau inventory")
        assert (told.type(), told.language(), told.encoding()) == ("dataset", "ENG", "UTF-8")
        assert told.identifier() == "https://doi.org/10.5281/zenodo.1234567"
        assert told.licenses() == ["Creative Commons Attribution 4.0 International (CC-BY-4.0)"]
        assert [(one.name, one.organization, one.role) for one in told.contacts()] == [
            ("Ann Mapper", "ETH Zürich 冰", "author"),
            ("Bo Reviewer", "", "author"),
        ]
        assert [(one.name, one.url) for one in told.links()] == [("DOI", "https://doi.org/10.5281/zenodo.1234567")]
        assert told.keywords()["keywords"][0] == "rock glaciers"
        assert told.crs().authid() == "EPSG:4326"
        [extent] = told.extent().spatialExtents()
        box = layer.extent()
        assert extent.bounds.xMinimum() == pytest.approx(box.xMinimum(), abs=1e-6)
        assert extent.bounds.yMaximum() == pytest.approx(box.yMaximum(), abs=1e-6)
        assert told.history()[-1].startswith("Version 1.0, 2026-03-04, written by Rock Glacier Inventory")
        assert told.constraints()[0].constraint.startswith("Please cite: Mapper, Ann; Reviewer, Bo (2026): Roches")
        valid, problems = QgsNativeMetadataValidator().validate(told)
        assert valid, [f"{one.section} {one.note}" for one in problems]


def test_what_changed_is_told_and_one_last_publication_is_enough(
    run: RunAlgorithm, inventory: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "1.0", tmp_path / "1.1"
    words = {**WORDS, "WITHOUT_REPORT": True}
    run("publishinventory", INVENTORY=str(inventory), OUTPUT=str(first), **words)
    assert not (first / "report").exists()
    run("importinventory", INPUT=drawn(4), INVENTORY=str(inventory))
    words |= {"VERSION": "1.1", "PREVIOUS_FOLDER": str(first)}
    done = run("publishinventory", INVENTORY=str(inventory), OUTPUT=str(second), **words)
    keys = ("ADDED", "REMOVED", "RESHAPED", "CHANGED")
    assert [done.results[key] for key in keys] == [1, 0, 0, 0]
    assert (second / "changes.csv").read_text("utf-8").count("\n") == 2, "a header and one row"
    algorithm = QgsApplication.processingRegistry().algorithmById("rockglacier:publishinventory")
    twice = {"INVENTORY": str(inventory), "OUTPUT": "x", "PREVIOUS_FOLDER": str(first), "PREVIOUS": "a.zip"}
    can, why = algorithm.checkParameterValues(twice, QgsProcessingContext())
    assert (can, why[:38]) == (False, "The last publication is given twice, a")


def test_what_is_open_is_told_by_the_label_of_the_dialog(run: RunAlgorithm, inventory: Path, tmp_path: Path) -> None:
    run("importinventory", INPUT=drawn(5), INVENTORY=str(inventory), AS="candidates")
    with pytest.raises(QgsProcessingException, match=r"say with 'What is open' leave-out or 'What is open' include"):
        run("publishinventory", INVENTORY=str(inventory), OUTPUT=str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
