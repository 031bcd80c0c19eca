"""Passports: a page for each rock glacier, by QGIS's own layouts; what is on it, which are printed, what is refused."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QFont
from rock_glacier_inventory.gestures.operations import By, comment, remain
from rock_glacier_inventory.inventory.schema import CANDIDATES, ROCK_GLACIERS
from rock_glacier_inventory.plugin.geometry.outlines import OutlineMaker
from rock_glacier_inventory.processing_provider.passports.facts import atlas_layer, facts_of
from rock_glacier_inventory.processing_provider.passports.letters import missing_letters
from rock_glacier_inventory.processing_provider.passports.page import TEMPLATE, maps_of, new_layout, show
from rock_glacier_inventory.store.opening import open_store

from .conftest import Run, RunAlgorithm

WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")


@pytest.fixture
def rock_glaciers(detected: Run, run: RunAlgorithm, tmp_path: Path) -> QgsVectorLayer:
    """The rock glaciers of an inventory in which the first candidates remain, in the project."""
    inventory = Path(shutil.copy(detected.results["INVENTORY"], tmp_path / "Inventar 冰.gpkg"))
    maker = OutlineMaker(WGS84, QgsCoordinateTransformContext())
    with closing(open_store(inventory)) as store:
        for fid, wkb in store.outlines(CANDIDATES)[:3]:
            geometry = QgsGeometry()
            geometry.fromWkb(wkb)
            remain(store, fid, maker.outline(geometry, WGS84), By("Ann 冰", "scene.tif", "2021-08"))
    layer = QgsVectorLayer(f"{inventory}|layername=rock_glaciers", "Rock glaciers", "ogr")
    assert layer.isValid() and layer.featureCount() == 3
    run.project.addMapLayer(layer)
    return layer


def pages_in(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))


def test_a_page_for_each_with_image_and_relief(
    rock_glaciers: QgsVectorLayer, run: RunAlgorithm, sample: Path, tmp_path: Path
) -> None:
    output = tmp_path / "Pässe 冰.pdf"
    both = {"IMAGE": str(sample / "scene.tif"), "DEM": str(sample / "dem.tif")}
    done = run("passports", INPUT=rock_glaciers.id(), **both, RESOLUTION=60, OUTPUT=str(output))
    assert done.results["COUNT"] == 3 and pages_in(output) == 3
    (told,) = done.feedback.warnings or [""]
    has_ice = "冰" not in missing_letters("冰", QFont())  # the mapper's name; not every computer has a font with it
    assert not told if has_ice else told.startswith("No font of this computer has the letters 冰; on the pages a box")
    bare = tmp_path / "bare.pdf"
    without = run("passports", INPUT=rock_glaciers.id(), RESOLUTION=60, OUTPUT=str(bare))
    assert any("white paper" in warning for warning in without.feedback.warnings)
    assert output.stat().st_size > bare.stat().st_size + 60_000, "the image is on the pages"


def test_letters_without_a_font_are_told(rock_glaciers: QgsVectorLayer, run: RunAlgorithm, tmp_path: Path) -> None:
    rare = "\U0001342f"
    assert missing_letters(f"aé я–²{rare} ", QFont("Sans Serif")) == {rare}
    with closing(open_store(Path(rock_glaciers.source().split("|")[0]))) as store:
        comment(store, ROCK_GLACIERS, 2, f"as in {rare}", By("Ann"))
    done = run("passports", INPUT=rock_glaciers.id(), RESOLUTION=50, OUTPUT=str(tmp_path / "p.pdf"))
    assert any(f"{rare}; on the pages a box stands for each" in warning for warning in done.feedback.warnings)


def test_only_those_that_are_selected_or_for_which_something_is_true(
    rock_glaciers: QgsVectorLayer, run: RunAlgorithm, tmp_path: Path
) -> None:
    rock_glaciers.selectByIds([1])
    selected = QgsProcessingFeatureSourceDefinition(rock_glaciers.id(), True)
    done = run("passports", INPUT=selected, RESOLUTION=50, OUTPUT=str(tmp_path / "s.pdf"))
    assert done.results["COUNT"] == 1 and pages_in(tmp_path / "s.pdf") == 1
    areas = sorted(feature["AREA"] for feature in rock_glaciers.getFeatures())
    done = run(
        "passports",
        INPUT=rock_glaciers.id(),
        FILTER=f'"AREA" > {areas[0] + 1}',
        RESOLUTION=50,
        OUTPUT=str(tmp_path / "f.pdf"),
    )
    assert done.results["COUNT"] == 2


def test_what_stands_on_a_page(rock_glaciers: QgsVectorLayer, sample: Path) -> None:
    path = Path(rock_glaciers.source().split("|")[0])
    coverage = atlas_layer(rock_glaciers, rock_glaciers.getFeatures(), facts_of(path))
    for template in (None, TEMPLATE):
        layout = new_layout(QgsProject.instance(), template)
        show(layout, coverage, [], [])
        atlas = layout.atlas()
        assert atlas.beginRender() and atlas.count() == 3
        assert atlas.seekTo(0)
        words = "\n".join(item.currentText() for item in layout.items() if isinstance(item, QgsLayoutItemLabel))
        feature = sorted(coverage.getFeatures(), key=lambda each: each["ID"])[0]
        assert feature["ID"] in words and "simulated-alpine" in words and "Ann 冰" in words
        assert "1 / 3" in words and "[%" not in words and "NULL" not in words
        for item in maps_of(layout):
            assert isinstance(item, QgsLayoutItemMap)
            zone = f"EPSG:326{int((feature['LON'] + 180) // 6) + 1}"
            assert item.crs().authid() == zone, "a true scale"
            assert item.extent().width() > 100
        atlas.endRender()


def test_what_is_refused(rock_glaciers: QgsVectorLayer, run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    truth = str(sample / "rock_glaciers.gpkg")
    bad = tmp_path / "bad.qpt"
    bad.write_text("<no template")
    layer, there = rock_glaciers.id(), str(tmp_path / "p.pdf")
    for words, parameters in (
        ("choose its layer rock_glaciers", {"INPUT": truth, "OUTPUT": there}),
        ("No rock glacier is chosen", {"INPUT": layer, "FILTER": '"AREA" < 0', "OUTPUT": there}),
        ("cannot be read", {"INPUT": layer, "FILTER": '"AREA" <', "OUTPUT": there}),
        ("no template of a print layout", {"INPUT": layer, "TEMPLATE": str(bad), "OUTPUT": there}),
        ("let its name end in .pdf", {"INPUT": layer, "OUTPUT": str(tmp_path / "p.png")}),
    ):
        with pytest.raises(QgsProcessingException, match=re.escape(words)):
            run("passports", RESOLUTION=50, **parameters)
    assert not list(tmp_path.glob("*.pdf")) and not list(tmp_path.glob(".*part*"))
