"""What the mouse can catch of a layer: its own vertices, also where a layer that is gone lay in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from rock_glacier_inventory.inventory.schema import CANDIDATES
from rock_glacier_inventory.plugin.layers.inventory_layers import InventoryLayers
from rock_glacier_inventory.plugin.layers.vertex_index import let_be_caught
from rock_glacier_inventory.processing_provider.adapters.reloading import reload_layers

from .inventories import make_inventory

MOST = 200
"""Layers that are tried until some came to lie where others had been: what memory is given is QGIS's affair."""


@pytest.fixture
def canvas(qgis_app: object) -> Iterator[QgsMapCanvas]:
    canvas = QgsMapCanvas()
    yield canvas
    canvas.deleteLater()


def square(west: int) -> QgsGeometry:
    return QgsGeometry.fromWkt(f"MULTIPOLYGON ((({west} 0, {west + 50} 0, {west + 50} 50, {west} 50, {west} 0)))")


def layer_of(geometry: QgsGeometry) -> QgsVectorLayer:
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:32644", "outline", "memory")
    feature = QgsFeature()
    feature.setGeometry(geometry)
    assert layer.dataProvider().addFeature(feature)
    return layer


def is_caught(canvas: QgsMapCanvas, layer: QgsVectorLayer, east: int, north: int) -> bool:
    """As the vertex tool asks; but it does not wait until all is indexed."""
    return canvas.snappingUtils().locatorForLayer(layer).nearestVertex(QgsPointXY(east, north), 1).isValid()


class Places:
    """Where layers lay in memory."""

    def __init__(self) -> None:
        self._known: set[int] = set()
        self._again = 0

    def are_enough(self, layer: QgsVectorLayer) -> bool:
        """Note a layer; whether three lay by now where another had."""
        place = sip.unwrapinstance(layer)
        self._again += place in self._known
        self._known.add(place)
        return self._again > 2


def one_after_another(canvas: QgsMapCanvas) -> Iterator[tuple[QgsVectorLayer, int]]:
    """New layers that can be caught, and where in the west they are, until enough lay where another had."""
    places = Places()
    for number in range(MOST):
        west = 1000 * number
        layer = layer_of(square(west))
        let_be_caught(layer, canvas)
        assert is_caught(canvas, layer, west, 0)
        yield layer, west
        if places.are_enough(layer):
            return
    raise AssertionError("nothing was tried")


def test_one_layer_after_another_is_caught_and_so_is_what_is_moved(canvas: QgsMapCanvas) -> None:
    for layer, west in one_after_another(canvas):
        assert not is_caught(canvas, layer, west - 1000, 0), "of the layer before"
        (feature,) = layer.getFeatures()
        moved = feature.geometry()
        assert moved.moveVertex(west - 30, -30, 0)
        assert layer.startEditing() and layer.changeGeometry(feature.id(), moved)
        assert is_caught(canvas, layer, west - 30, -30)
        assert not is_caught(canvas, layer, west, 0), "where it was"
        assert layer.commitChanges() and is_caught(canvas, layer, west - 30, -30)


def test_what_a_program_writes_beside_the_layer_is_caught_too(canvas: QgsMapCanvas) -> None:
    """As the dock does: the layer is only told that there is something new."""
    for layer, west in one_after_another(canvas):
        feature = QgsFeature()
        feature.setGeometry(square(west + 200))
        assert layer.dataProvider().addFeature(feature)
        reload_layers([], [layer])
        assert is_caught(canvas, layer, west + 200, 0)


def test_layers_of_an_inventory_that_is_opened_have_an_index_of_their_own(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    path, places = make_inventory(tmp_path / "tibet 冰.gpkg"), Places()
    gone = [layer_of(square(1000 * number)) for number in range(MOST)]
    for layer in gone:
        places.are_enough(layer)
        assert canvas.snappingUtils().locatorForLayer(layer).init()
    del gone, layer
    for _ in range(MOST):
        project = QgsProject()
        layers = InventoryLayers(project, path, canvas)
        layer = layers.layer(CANDIDATES)
        index = canvas.snappingUtils().locatorForLayer(layer)
        assert not index.hasIndex(), "that of a layer which is gone"
        assert index.init()
        is_enough = places.are_enough(layer)
        del layer
        layers.stop()
        project.clear()
        if is_enough:
            return
    raise AssertionError("nothing was tried")
