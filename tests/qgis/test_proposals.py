"""Dialogs propose what the dock knows; scripts get nothing that they did not give. Models are offered by title."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingException, QgsProject, QgsRasterLayer
from rock_glacier_inventory.inventory.model_cards.cards import CardTitle, default_card, in_order, list_card_titles
from rock_glacier_inventory.processing_provider.adapters.parameters.in_project import elevations_in
from rock_glacier_inventory.processing_provider.adapters.parameters.model_choice import label_of
from rock_glacier_inventory.processing_provider.adapters.parameters.proposals import PROPOSALS, Proposal
from rock_glacier_inventory.processing_provider.provider import RockGlacierProvider

from .conftest import RunAlgorithm

OPEN = Proposal("/maps/open é.gpkg", "/maps/dem.tif", "debris-cover-s2", "candidates_1", "rock_glaciers_1", "other_1")
WITH_INVENTORY = ("detect", "polygonize", "attributes", "flagglaciers", "importinventory", "sources")


@pytest.fixture
def known() -> Iterator[None]:
    PROPOSALS.come_from(lambda: OPEN)
    yield
    PROPOSALS.come_from(None)


def of_dialogs(tool: str, key: str) -> object:
    """What a dialog begins with, which makes a tool of its own."""
    made = QgsApplication.processingRegistry().createAlgorithmById(f"rockglacier:{tool}")
    return made.parameterDefinition(key).defaultValueForGui()  # a newer QGIS asks the tool, which must live


def of_scripts(tool: str, key: str) -> object:
    """What a script gets that says nothing."""
    made = QgsApplication.processingRegistry().createAlgorithmById(f"rockglacier:{tool}")
    return made.parameterDefinition(key).defaultValue()


def test_dialogs_propose_the_open_inventory(provider: RockGlacierProvider, known: None) -> None:
    for tool in WITH_INVENTORY:
        assert of_dialogs(tool, "INVENTORY") == OPEN.inventory, tool
        assert not of_scripts(tool, "INVENTORY"), "not in scripts"
    for tool in ("solarradiation", "detect", "scenetoinventory"):
        assert of_dialogs(tool, "DEM") == OPEN.dem
    assert not of_dialogs("attributes", "DEM"), "the inventory remembers it"
    assert of_dialogs("evaluate", "INPUT") == OPEN.candidates
    assert of_dialogs("evaluate", "REFERENCE") == OPEN.rock_glaciers
    assert of_dialogs("importinventory", "INPUT") == OPEN.other_outlines
    for tool in ("improve", "trainingdata"):
        assert of_dialogs(tool, "INVENTORY") == [OPEN.rock_glaciers]
        assert not of_scripts(tool, "INVENTORY")
    assert of_dialogs("detect", "MODEL") == OPEN.model
    assert of_scripts("detect", "MODEL") == "simulated-alpine"
    assert of_dialogs("improve", "MODEL") == "simulated-alpine", "the other finds no rock glaciers"


def test_without_a_dock_nothing_is_proposed(provider: RockGlacierProvider) -> None:
    for tool in WITH_INVENTORY:
        assert not of_dialogs(tool, "INVENTORY")
    assert of_dialogs("detect", "MODEL") == "simulated-alpine"


def test_a_script_gets_no_proposal(run: RunAlgorithm, known: None) -> None:
    with pytest.raises(QgsProcessingException):
        run("attributes")


def test_elevations_are_left_out_where_nothing_reads_them(run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    """The engine refuses a DEM of no use; the person has not chosen this one."""
    dem = str(sample / "dem.tif")
    PROPOSALS.come_from(lambda: Proposal(dem=dem))
    try:
        asked = {"INPUT": str(sample / "scene.tif"), "OUTPUT": str(tmp_path / "found.gpkg"), "DEM": dem}
        done = run("detect", **asked)
        assert done.results["COUNT"] > 0
        assert any("is left out: the model simulated-alpine reads none" in text for text in done.feedback.infos)
        with pytest.raises(QgsProcessingException, match="or wider limits"):  # with a limit they are read
            run("detect", **asked, ELEVATION="0,1")
        PROPOSALS.come_from(None)
        with pytest.raises(QgsProcessingException, match="of use here only with a range"):
            run("detect", **asked)
    finally:
        PROPOSALS.come_from(None)


def raster(path: Path, kind: int = gdal.GDT_Float32, bands: int = 1) -> QgsRasterLayer:
    made = gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, bands, kind)
    made.SetGeoTransform((80, 0.1, 0, 30, 0, -0.1))
    del made
    return QgsRasterLayer(str(path), path.stem)


def test_elevations_are_known_by_name_and_kind(qgis_app: QgsApplication, tmp_path: Path) -> None:
    project = QgsProject()
    others = ("demo", "slope of the dem", "Hillshade_DEM", "temperature", "modem")
    for name in others:
        project.addMapLayer(raster(tmp_path / f"{name}.tif"))
    project.addMapLayer(raster(tmp_path / "dem in colours.tif", gdal.GDT_Byte, 3))
    project.addMapLayer(raster(tmp_path / "dem shaded.tif", gdal.GDT_Byte))
    assert elevations_in(project) == ""
    for name in ("Copernicus GLO-30", "my_DEM_2020", "SRTM1", "Höhenmodell", "elevation"):
        layer = raster(tmp_path / f"{name}.tif")
        project.addMapLayer(layer)
        assert elevations_in(project) == layer.id(), name
        project.removeMapLayer(layer.id())
    renamed = raster(tmp_path / "N30E080.dem.tif")
    renamed.setName("heights")
    project.addMapLayer(renamed)
    assert elevations_in(project) == renamed.id(), "by the name of its file"
    project.clear()


def test_nothing_of_the_project_is_touched_in_another_thread(provider: RockGlacierProvider) -> None:
    """A step of a model is made where it runs."""
    asked: list[str] = []
    found: list[Proposal] = []
    PROPOSALS.come_from(lambda: asked.append("") or OPEN)
    thread = threading.Thread(target=lambda: found.append(PROPOSALS.now()))
    thread.start()
    thread.join()
    PROPOSALS.come_from(None)
    assert (found, asked) == ([Proposal()], [])


def test_models_are_offered_by_title_the_demonstration_last(tmp_path: Path) -> None:
    for name, target in (("zz", "rock glacier"), ("aa", "talus slope")):
        (tmp_path / f"{name}.json").write_text(json.dumps({"title": f"Of {name}", "target": target}), "utf-8")
    cards = list_card_titles(tmp_path)
    assert [card.name for card in in_order(cards)] == ["zz", "debris-cover-s2", "aa", "simulated-alpine"]
    assert default_card(cards) == "zz"
    assert default_card(list_card_titles()) == "simulated-alpine"
    assert label_of(CardTitle("zz", "Of zz", "rock glacier")) == "Of zz - finds rock glacier (zz)"
