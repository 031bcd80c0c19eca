"""The report through the toolbox: a page, a PDF and tables, with layers of a project and of memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsRectangle, QgsVectorLayer

from .conftest import Run, RunAlgorithm


def test_a_report_of_an_inventory(detected: Run, run: RunAlgorithm, tmp_path: Path) -> None:
    inventory = detected.results["INVENTORY"]
    other = QgsVectorLayer("Polygon?crs=EPSG:4326", "Other 冰", "memory")
    candidates = QgsVectorLayer(f"{inventory}|layername=candidates", "c", "ogr")
    feature = QgsFeature(other.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(candidates.extent())))
    other.dataProvider().addFeatures([feature])
    run.project.addMapLayer(other)
    page, pdf = tmp_path / "Bericht 冰.html", tmp_path / "r.pdf"
    done = run(
        "report",
        INVENTORY=inventory,
        LAYER="candidates",
        COMPARE=[other.id()],
        CELL_SIZE=2,
        TITLE="A & B",
        OUTPUT=str(page),
        PDF=str(pdf),
    )
    text = page.read_text("utf-8")
    assert "<title>A &amp; B</title>" in text and "Figure 1." in text
    assert pdf.read_bytes().startswith(b"%PDF")
    assert done.results["OUTPUT"] == str(page) and done.results["PDF"] == str(pdf)
    tables = Path(done.results["TABLES"])
    assert any(path.name.endswith("_others.csv") for path in tables.iterdir())


def test_a_sentence_names_the_parameter(detected: Run, run: RunAlgorithm, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"end in \.html"):
        run("report", INVENTORY=detected.results["INVENTORY"], OUTPUT=str(tmp_path / "r.doc"))
