"""Layers of an inventory in the project: added once, styled, hidden, missed, never dead."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import qgis.utils
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLayerTreeGroup,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsPointLocator,
    QgsProcessingContext,
    QgsProject,
    QgsProperty,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QPoint, QSize
from qgis.PyQt.QtGui import QColor
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import REVIEWED_GROUND
from rock_glacier_inventory.plugin.layers.inventory_layers import InventoryLayers
from rock_glacier_inventory.plugin.layers.layer_sources import find_inventories, layers_of_file, table_of
from rock_glacier_inventory.plugin.layers.layer_styles import DRAWING, clear_while_drawing
from rock_glacier_inventory.plugin.map.snapping import Snapping
from rock_glacier_inventory.plugin.session.glacier_union import union_of
from rock_glacier_inventory.processing_provider.adapters.results import reload_open_layers
from rock_glacier_inventory.store.geopackage.gdal_connection import GdalConnection

from .inventories import make_inventory

TITLES = ["Primary markers", "Rock glaciers", "Candidates", "Subregions", "Reviewed ground"]
SEEN = "reviewed_ground"


@pytest.fixture
def path(qgis_app: object, tmp_path: Path) -> Path:
    return make_inventory(tmp_path / "tibet.gpkg")


@pytest.fixture
def project(qgis_app: object) -> Iterator[QgsProject]:
    project = QgsProject()
    yield project
    project.clear()


@pytest.fixture
def canvas(project: QgsProject) -> Iterator[QgsMapCanvas]:
    """A map that shows what the layer tree of the project says."""
    canvas = QgsMapCanvas()
    canvas.bridge = QgsLayerTreeMapCanvasBridge(project.layerTreeRoot(), canvas)
    yield canvas
    canvas.bridge.deleteLater()
    canvas.deleteLater()


@pytest.fixture
def layers(project: QgsProject, path: Path, canvas: QgsMapCanvas) -> Iterator[InventoryLayers]:
    layers = InventoryLayers(project, path, canvas)
    yield layers
    layers.stop()


def tree(group: QgsLayerTreeGroup) -> list[object]:
    return [
        (node.name(), tree(node)) if isinstance(node, QgsLayerTreeGroup) else node.name() for node in group.children()
    ]


def shown_states(layer: QgsVectorLayer) -> dict[str, bool]:
    return {category.value(): category.renderState() for category in layer.renderer().categories()}


@pytest.fixture
def locator(
    layers: InventoryLayers, project: QgsProject, canvas: QgsMapCanvas, monkeypatch: pytest.MonkeyPatch
) -> QgsPointLocator:
    """The index of the candidates for snapping, which QGIS is making in a thread."""
    monkeypatch.setattr(qgis.utils, "iface", SimpleNamespace(mapCanvases=lambda: [canvas]))
    canvas.resize(300, 300)
    canvas.setDestinationCrs(layers.candidates.crs())
    canvas.setExtent(layers.candidates.extent())
    canvas.setLayers([layers.candidates])
    snapping = canvas.snappingUtils()
    project.snappingConfigChanged.connect(snapping.setConfig)
    snapping.setMapSettings(canvas.mapSettings())
    Snapping(project).switch_on([layers.candidates])
    snapping.snapToMap(QPoint(150, 150), None, True)  # as a tool does when the mouse moves
    locator = snapping.locatorForLayer(layers.candidates)
    assert locator.isIndexing()
    return locator


def test_a_layer_is_not_reloaded_while_it_is_indexed(layers: InventoryLayers, locator: QgsPointLocator) -> None:
    """QGIS would crash: it destroys the index under the thread that makes it."""
    reloaded: list[bool] = []
    layers.candidates.dataChanged.connect(lambda: reloaded.append(locator.isIndexing()))
    for _ in range(3):
        layers.reload(["candidates"])
    assert reloaded == []
    until(lambda: len(reloaded) == 3)
    assert reloaded == [False] * 3
    layers.reload(["candidates"])
    assert reloaded == [False] * 4  # at once


def test_categories_are_not_told_while_a_layer_is_indexed(layers: InventoryLayers, locator: QgsPointLocator) -> None:
    told: list[bool] = []
    layers.candidates.styleChanged.connect(lambda: told.append(locator.isIndexing()))
    layers.show_removed(True)
    assert told == []
    until(lambda: bool(told))
    assert told == [False]
    assert shown_states(layers.candidates)["remove"]


def test_layers_are_reloaded_after_an_algorithm_when_they_are_indexed(
    layers: InventoryLayers, locator: QgsPointLocator, project: QgsProject
) -> None:
    context, reloaded = QgsProcessingContext(), []
    context.setProject(project)
    layers.candidates.dataChanged.connect(lambda: reloaded.append(locator.isIndexing()))
    reload_open_layers(context, str(layers.path))
    assert reloaded == []
    until(lambda: bool(reloaded))
    assert reloaded == [False]


def until(what: Callable[[], bool]) -> None:
    """Let Qt work until something is so."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < 60
        QCoreApplication.processEvents()
        time.sleep(0.002)


def test_they_come_in_a_group_with_their_styles(layers: InventoryLayers, project: QgsProject) -> None:
    assert tree(project.layerTreeRoot()) == [("tibet", TITLES)]
    assert layers.candidates.featureCount() == 5
    assert layers.rock_glaciers.featureCount() == 3
    assert layers.markers.name() == "Primary markers"
    assert layers.candidates.renderer().classAttribute() == "STATE"
    assert table_of(layers.candidates) == "candidates"


def test_what_is_decided_is_hidden_and_removed_ones_on_request(layers: InventoryLayers) -> None:
    hidden = {"undecided": True, "remain": False, "remove": False, "refine": False}
    assert shown_states(layers.candidates) == hidden
    layers.show_removed(True)
    assert shown_states(layers.candidates) == {**hidden, "remove": True}
    layers.show_removed(False)
    assert shown_states(layers.candidates) == hidden


def test_layers_that_are_there_are_used(project: QgsProject, path: Path, canvas: QgsMapCanvas) -> None:
    own = QgsVectorLayer(f"{path}|layername=candidates|subset=fid > 2", "My candidates", "ogr")
    project.addMapLayer(own)
    layers = InventoryLayers(project, path, canvas)
    assert layers.candidates is own
    assert tree(project.layerTreeRoot()) == [
        ("tibet", ["Primary markers", "Rock glaciers", "Subregions", "Reviewed ground"]),
        "My candidates",
    ]
    layers.stop()
    again = InventoryLayers(project, path, canvas)
    assert len(project.mapLayers()) == 5
    again.stop()
    assert len(project.mapLayers()) == 5


def test_what_the_person_removes_is_missed_and_can_come_back(layers: InventoryLayers, project: QgsProject) -> None:
    gone: list[list[str]] = []
    layers.layers_gone.connect(gone.append)
    project.removeMapLayer(layers.candidates.id())
    assert gone == [["candidates"]]
    assert layers.candidates is None
    layers.reload()
    layers.show_removed(True)
    layers.hide_outlines(True)
    layers.hide_outlines(False)
    layers.open_missing()
    assert layers.candidates.featureCount() == 5
    assert tree(project.layerTreeRoot()) == [("tibet", TITLES)]
    project.clear()
    (all_of_them,) = gone[1:]
    assert sorted(all_of_them) == sorted(["candidates", "primary_markers", "rock_glaciers", "subregions", SEEN])
    assert layers.rock_glaciers is None
    layers.open_missing()
    assert tree(project.layerTreeRoot()) == [("tibet", TITLES)]


def test_reviewed_ground_is_shown_to_whoever_switches_it_on(
    layers: InventoryLayers, project: QgsProject, path: Path, canvas: QgsMapCanvas
) -> None:
    ground, root = layers.layer(REVIEWED_GROUND), project.layerTreeRoot()
    assert not root.findLayer(ground.id()).itemVisibilityChecked()
    assert all(root.findLayer(other.id()).itemVisibilityChecked() for other in layers.outlines())
    assert "b_diagonal" in ground.renderer().symbol().symbolLayer(0).properties()["style"]
    root.findLayer(ground.id()).setItemVisibilityChecked(True)
    again = InventoryLayers(project, path, canvas)
    again.stop()
    assert root.findLayer(ground.id()).itemVisibilityChecked(), "it stays as the person wants it"


def test_a_reload_shows_what_was_written(layers: InventoryLayers, path: Path) -> None:
    repainted: list[str] = []
    layers.candidates.repaintRequested.connect(lambda: repainted.append("candidates"))
    layers.rock_glaciers.repaintRequested.connect(lambda: repainted.append("rock_glaciers"))
    connection = GdalConnection(path)
    connection.begin()
    connection.execute("DELETE FROM rock_glaciers WHERE fid = 1")
    connection.execute("UPDATE candidates SET \"STATE\" = 'remove' WHERE fid = 1")
    connection.commit()
    layers.reload(["rock_glaciers"])
    assert set(repainted) == {"rock_glaciers"}
    assert layers.rock_glaciers.featureCount() == 2
    layers.reload()
    assert set(repainted) == {"rock_glaciers", "candidates"}
    assert layers.candidates.getFeature(1)["STATE"] == "remove"
    connection.close()


def test_hiding_for_a_moment_leaves_the_layer_tree_alone(
    layers: InventoryLayers, project: QgsProject, canvas: QgsMapCanvas
) -> None:
    ground = QgsVectorLayer("Point?crs=EPSG:4326", "ground", "memory")
    project.addMapLayer(ground)
    glaciers = QgsVectorLayer("Polygon?crs=EPSG:4326", "glaciers", "memory")
    project.addMapLayer(glaciers)
    layers.set_glacier_layer(glaciers)
    project.layerTreeRoot().findLayer(layers.markers.id()).setItemVisibilityChecked(False)
    canvas.bridge.setCanvasLayers()  # now, not after the next turn of the event loop
    assert len(canvas.layers()) == 5
    before = canvas.layers()
    layers.hide_outlines(True)
    layers.hide_outlines(True)  # the key repeats
    assert canvas.layers() == [ground]
    off = {layers.markers.id(), layers.layer(REVIEWED_GROUND).id()}
    assert all(
        node.itemVisibilityChecked() is (node.layerId() not in off) for node in project.layerTreeRoot().findLayers()
    )
    project.removeMapLayer(glaciers.id())
    layers.hide_outlines(False)
    assert canvas.layers() == [layer for layer in before if layer is not glaciers]
    assert layers.glaciers is None


def test_glaciers(layers: InventoryLayers, project: QgsProject, path: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.shp"):
        layers.open_glaciers(str(tmp_path / "none.shp"))
    opened = layers.open_glaciers(f"{path}|layername=subregions")
    assert layers.glaciers is opened
    assert opened.renderer().symbol().symbolLayer(0).strokeColor().name() == "#78d2ff"
    assert tree(project.layerTreeRoot()) == [("tibet", TITLES), "Glaciers"]
    node = project.layerTreeRoot().findLayer(opened.id())
    layers.glaciers_shown(False)
    assert not node.itemVisibilityChecked()
    layers.glaciers_shown(True)
    assert node.itemVisibilityChecked()
    layers.set_glacier_layer(None)
    layers.glaciers_shown(False)
    assert layers.glaciers is None and node.itemVisibilityChecked()


def square(path: Path, west: float, crs: str = "EPSG:4326", driver: str = "ESRI Shapefile") -> Path:
    """A file with one square of a hundredth of a degree."""
    path.parent.mkdir(exist_ok=True)
    layer, feature = QgsVectorLayer(f"Polygon?crs={crs}&field=name:string", "one", "memory"), QgsFeature()
    geometry = QgsGeometry.fromRect(QgsRectangle(west, 30, west + 0.01, 30.01))
    here, there = QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateReferenceSystem(crs)
    geometry.transform(QgsCoordinateTransform(here, there, QgsCoordinateTransformContext()))
    feature.setGeometry(geometry)
    layer.dataProvider().addFeatures([feature])
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return path


def test_many_files_of_glaciers_are_one_layer(layers: InventoryLayers, path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "RGI & 冰; <7>"
    square(folder / "13.shp", 90)
    square(folder / "14 utm.gpkg", 91, "EPSG:32646", "GPKG")
    (folder / "README.txt").write_text("RGI")
    packed = square(tmp_path / "zip" / "15.shp", 92)
    shutil.make_archive(str(folder / "15"), "zip", packed.parent)
    opened = layers.open_glaciers(str(union_of(str(folder), path)))
    boxes = sorted(one.geometry().boundingBox().xMinimum() for one in opened.getFeatures())
    assert boxes == pytest.approx([90, 91, 92], abs=1e-3)
    again = layers.open_glaciers(str(union_of(f'"{folder / "13.shp"}";{packed}', path)))
    assert again is opened
    assert sorted(round(one.geometry().boundingBox().xMinimum()) for one in opened.getFeatures()) == [90, 92]
    moved = tmp_path / "moved"
    shutil.move(str(folder), moved)
    (moved / "13.prj").unlink()
    before = path.with_name("tibet_glaciers.vrt").read_text("utf-8")
    with pytest.raises(UserError, match=r"13\.shp has no coordinate system"):
        union_of(str(moved), path)
    assert path.with_name("tibet_glaciers.vrt").read_text("utf-8") == before
    with pytest.raises(UserError, match="There are no polygons in"):
        union_of(str(tmp_path / "nothing_here*"), path)
    archive = moved / "15.zip"
    archive.write_bytes(archive.read_bytes()[:100])
    with pytest.raises(UserError, match=r"15\.zip cannot be opened as a layer of glacier outlines"):
        union_of(str(archive), path)


def test_inventories_of_a_project(layers: InventoryLayers, project: QgsProject, path: Path, tmp_path: Path) -> None:
    other = make_inventory(tmp_path / "andes.gpkg")
    project.addMapLayer(QgsVectorLayer(f"{other}|layername=candidates", "only candidates", "ogr"))
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "memory", "memory"))
    assert find_inventories(project) == [path]
    assert set(layers_of_file(project, path)) == {"candidates", "primary_markers", "rock_glaciers", "subregions", SEEN}
    project.addMapLayer(QgsVectorLayer(f"{other}|layername=rock_glaciers", "both", "ogr"))
    assert sorted(find_inventories(project)) == [other, path]
    assert find_inventories(QgsProject()) == []


def test_a_file_that_qgis_cannot_open(project: QgsProject, canvas: QgsMapCanvas, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.gpkg"):
        InventoryLayers(project, tmp_path / "none.gpkg", canvas)
    assert project.mapLayers() == {}


def test_glaciers_are_opened_once(layers: InventoryLayers, project: QgsProject, path: Path, tmp_path: Path) -> None:
    """The same file is chosen again: what is there is used, with the person's own look."""
    other = make_inventory(tmp_path / "glaciers.gpkg")
    first = layers.open_glaciers(f"{other}|layername=rock_glaciers")
    layers.set_glacier_layer(None)
    assert layers.open_glaciers(f"{other}|layername=rock_glaciers") is first
    assert layers.glaciers is first
    assert len(project.mapLayers()) == 6


def test_glaciers_lie_below_whatever_became_of_the_group(
    layers: InventoryLayers, project: QgsProject, tmp_path: Path
) -> None:
    root = project.layerTreeRoot()
    work = root.insertGroup(0, "Work")
    work.addChildNode(root.findGroup("tibet").clone())
    root.removeChildNode(root.children()[1])
    layers.add_below(QgsVectorLayer("Polygon?crs=EPSG:4326", "gaps", "memory"))
    assert tree(root) == [("Work", [("tibet", TITLES)]), "gaps"]


def _fill(layer: QgsVectorLayer, drawing: bool) -> QColor:
    """The colour of the ground in the middle of the layer's first polygon, on white."""
    settings, context, scope = QgsMapSettings(), QgsExpressionContext(), QgsExpressionContextScope()
    scope.setVariable(DRAWING, drawing)
    context.appendScope(scope)
    settings.setExpressionContext(context)
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(50, 50))
    box = next(layer.getFeatures()).geometry().boundingBox()
    box.scale(0.5)
    settings.setExtent(box)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage().pixelColor(25, 25)


def test_fills_are_clear_while_drawing(layers: InventoryLayers, canvas: QgsMapCanvas) -> None:
    """Whoever made the style; only a fill that follows a field is left as it is."""
    white = QColor("white")
    for layer in layers.outlines():
        assert _fill(layer, drawing=False) != white
        assert _fill(layer, drawing=True) == white
    own = layers.rock_glaciers
    own.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"color": "255,0,0,255"})))
    clear_while_drawing(own)
    assert (_fill(own, False), _fill(own, True)) == (QColor(255, 0, 0), white)
    by_field = QgsFillSymbol.createSimple({})
    by_field.symbolLayer(0).setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyFillColor, QgsProperty.fromExpression("'0,0,255,255'")
    )
    own.setRenderer(QgsSingleSymbolRenderer(by_field))
    clear_while_drawing(own)
    assert _fill(own, True) == QColor(0, 0, 255)


def test_the_map_is_told_of_a_drawing(layers: InventoryLayers, canvas: QgsMapCanvas) -> None:
    repainted: list[str] = []
    for layer in layers.outlines():
        layer.repaintRequested.connect(lambda *_, layer=layer: repainted.append(layer.name()))
    layers.set_drawing(True)
    assert canvas.expressionContextScope().variable(DRAWING) is True
    layers.set_drawing(False)
    assert canvas.expressionContextScope().variable(DRAWING) is False
    assert sorted(repainted) == ["Candidates", "Candidates", "Rock glaciers", "Rock glaciers"]
