"""Units through the toolbox: layers beside the inventory, with their styles, from the DEM that it remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from ..desktop.beginnings import systems
from .conftest import RunAlgorithm


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("units é 冰")
    systems(folder)
    return folder


def test_units_and_cuts_become_layers_and_the_inventory_stays(run: RunAlgorithm, folder: Path, tmp_path: Path) -> None:
    inventory, output = folder / "units.gpkg", tmp_path / "u é.gpkg"
    before = inventory.read_bytes()
    done = run("units", INVENTORY=str(inventory), OUTPUT=str(output))
    assert (done.results["COUNT"], done.results["SYSTEMS"]) == (3, 1), done.feedback.console
    assert inventory.read_bytes() == before
    units, cuts = (QgsVectorLayer(f"{output}|layername={name}", name, "ogr") for name in ("units", "cuts"))
    assert (units.featureCount(), cuts.featureCount()) == (3, 2)
    assert sorted(feature["CUT"] for feature in cuts.getFeatures()) == [1, 2]
    assert units.crs().authid() == "EPSG:32645"


def test_one_candidate_alone(run: RunAlgorithm, folder: Path, tmp_path: Path) -> None:
    inventory = folder / "units.gpkg"
    done = run("units", INVENTORY=str(inventory), LAYER="candidates", FEATURE="sim-2", OUTPUT=str(tmp_path / "u.gpkg"))
    assert (done.results["COUNT"], done.results["SYSTEMS"]) == (1, 0)


def test_without_a_dem_it_is_a_sentence(run: RunAlgorithm, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="remembers no DEM"):
        run("units", INVENTORY=str(folder / "no dem.gpkg"), OUTPUT=str(tmp_path / "u.gpkg"))
