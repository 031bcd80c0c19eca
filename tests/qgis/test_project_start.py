"""A project in which an inventory comes first: the system it gets, and what it keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapCanvas
from rock_glacier_inventory.plugin.layers.inventory_layers import InventoryLayers
from rock_glacier_inventory.plugin.layers.project_start import crs_of_box, make_metric, metric_crs, show_layers_now

from .inventories import make_inventory


@pytest.fixture
def project(qgis_app: object) -> Iterator[QgsProject]:
    """The one of QGIS, whose system the bridge sets."""
    project = QgsProject.instance()
    project.clear()
    yield project
    project.clear()


class Interface:
    """What `show_layers_now` asks QGIS for."""

    def __init__(self, project: QgsProject) -> None:
        self.canvas = QgsMapCanvas()
        self.canvas.resize(800, 600)
        self.bridge = QgsLayerTreeMapCanvasBridge(project.layerTreeRoot(), self.canvas)

    def layerTreeCanvasBridge(self) -> QgsLayerTreeMapCanvasBridge:
        return self.bridge


@pytest.fixture
def interface(project: QgsProject) -> Iterator[Interface]:
    interface = Interface(project)

    def follow() -> None:
        interface.canvas.setDestinationCrs(project.crs())

    project.crsChanged.connect(follow)
    yield interface
    project.crsChanged.disconnect(follow)
    interface.bridge.deleteLater()
    interface.canvas.deleteLater()


@pytest.mark.parametrize(
    ("box", "system"),
    [
        ((80, 30, 81, 31), "EPSG:32644"),
        ((-70, -34, -69, -33), "EPSG:32719"),
        ((77.9, 30, 84.1, 31), "EPSG:32644"),  # a little beyond its zone on either side
        ((70, 30, 104, 40), "EPSG:3857"),
        ((-180, 60, 180, 61), "EPSG:3857"),  # on both sides of the 180th meridian
        ((179.5, 60, 180, 61), "EPSG:32660"),
        ((15, 78, 16, 79), "EPSG:32633"),
        ((15, 83, 16, 84.5), "EPSG:3857"),
        ((15, -80.5, 16, -79), "EPSG:3857"),
    ],
)
def test_the_zone_of_a_box(qgis_app: object, box: tuple[float, ...], system: str) -> None:
    assert crs_of_box(QgsRectangle(*box)).authid() == system


def test_nothing_is_nowhere(project: QgsProject, tmp_path: Path) -> None:
    path = make_inventory(tmp_path / "empty.gpkg", candidates=0, rock_glaciers=0)
    layer = QgsVectorLayer(f"{path}|layername=candidates", "candidates", "ogr")
    assert metric_crs([layer], project).authid() == "EPSG:3857"
    assert metric_crs([], project).authid() == "EPSG:3857"


def test_a_projected_inventory_has_its_own(project: QgsProject) -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:32719", "rock glaciers", "memory")
    assert metric_crs([layer], project).authid() == "EPSG:32719"


def test_the_map_stays_when_qgis_has_heard_of_the_layers(
    project: QgsProject, interface: Interface, tmp_path: Path, qgis_app: object
) -> None:
    """QGIS shows all of the first layers a moment after they came, if it was not made to do so before."""
    layers = InventoryLayers(project, make_inventory(tmp_path / "tibet.gpkg"), interface.canvas)
    show_layers_now(interface)
    make_metric(project, layers.outlines())
    assert project.crs().authid() == "EPSG:32644"
    there = QgsRectangle(403_000, 3_318_000, 404_000, 3_319_000)
    interface.canvas.setExtent(there)
    for _ in range(20):
        qgis_app.processEvents()
    assert interface.canvas.extent().center().compare(there.center(), 1.0)
    assert interface.canvas.mapSettings().destinationCrs().authid() == "EPSG:32644"
    layers.stop()


def test_a_system_that_the_person_chose_stays(project: QgsProject, interface: Interface, tmp_path: Path) -> None:
    layers = InventoryLayers(project, make_inventory(tmp_path / "tibet.gpkg"), interface.canvas)
    interface.bridge.setCanvasLayers()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3035"))
    show_layers_now(interface)
    make_metric(project, layers.outlines())
    assert project.crs().authid() == "EPSG:3035"
    layers.stop()


def test_alone_is_without_a_layer_of_the_person(project: QgsProject, interface: Interface, tmp_path: Path) -> None:
    layers = InventoryLayers(project, make_inventory(tmp_path / "tibet.gpkg"), interface.canvas)
    assert layers.are_alone()
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "mine", "memory"))
    assert not layers.are_alone()
    layers.stop()
