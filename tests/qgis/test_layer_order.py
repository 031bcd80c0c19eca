"""Layers that come after an inventory: below its outlines, whatever the tree looks like."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsLayerTreeGroup, QgsLayerTreeRegistryBridge, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QThread
from qgis.PyQt.QtGui import QColor
from rock_glacier_inventory.plugin.layers.inventory_layers import InventoryLayers
from rock_glacier_inventory.plugin.layers.layer_order import GROUP
from rock_glacier_inventory.plugin.layers.layer_sources import find_inventories, layers_of_file
from rock_glacier_inventory.plugin.layers.project_reading import Arrivals, is_being_read
from rock_glacier_inventory.store.geopackage.gdal_connection import GdalConnection

from .inventories import make_inventory

OURS = ("tibet", ["Primary markers", "Rock glaciers", "Candidates", "Subregions", "Reviewed ground"])


@pytest.fixture
def project(qgis_app: object) -> Iterator[QgsProject]:
    project = QgsProject()
    yield project
    project.clear()


@pytest.fixture
def canvas(qgis_app: object) -> Iterator[QgsMapCanvas]:
    canvas = QgsMapCanvas()
    yield canvas
    canvas.deleteLater()


@pytest.fixture
def path(qgis_app: object, tmp_path: Path) -> Path:
    return make_inventory(tmp_path / "tibet.gpkg")


@pytest.fixture
def layers(project: QgsProject, path: Path, canvas: QgsMapCanvas) -> Iterator[InventoryLayers]:
    layers = InventoryLayers(project, path, canvas)
    yield layers
    layers.stop()


def tree(group: QgsLayerTreeGroup) -> list[object]:
    return [
        (node.name(), tree(node)) if isinstance(node, QgsLayerTreeGroup) else node.name() for node in group.children()
    ]


def add(project: QgsProject, name: str, group: QgsLayerTreeGroup | None = None, place: int = 0) -> None:
    """A layer as QGIS adds it: where the layer tree has its insertion point."""
    bridge = project.layerTreeRegistryBridge()
    point = QgsLayerTreeRegistryBridge.InsertionPoint(group or project.layerTreeRoot(), place)
    bridge.setLayerInsertionPoint(point)
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", name, "memory"))


def group_of(project: QgsProject, name: str = "tibet") -> QgsLayerTreeGroup:
    return project.layerTreeRoot().findGroup(name)


def test_above_and_inside_go_below(layers: InventoryLayers, project: QgsProject) -> None:
    add(project, "above")
    add(project, "inside", group_of(project), 2)
    add(project, "below", None, 3)
    assert tree(project.layerTreeRoot()) == [OURS, "inside", "above", "below"]


def test_several_at_once_keep_their_order(layers: InventoryLayers, project: QgsProject) -> None:
    project.addMapLayers([QgsVectorLayer("Point?crs=EPSG:4326", name, "memory") for name in "abc"])
    assert tree(project.layerTreeRoot()) == [OURS, "a", "b", "c"]


def test_what_we_add_ourselves_is_our_business(layers: InventoryLayers, project: QgsProject) -> None:
    scratch = QgsVectorLayer("Polygon?crs=EPSG:4326", "scratch", "memory")
    project.addMapLayer(scratch, False)
    project.layerTreeRoot().insertLayer(0, scratch)
    below = QgsVectorLayer("Polygon?crs=EPSG:4326", "glaciers", "memory")
    layers.add_below(below)
    assert tree(project.layerTreeRoot()) == ["scratch", OURS, "glaciers"]


def test_a_further_layer_of_the_file_stays_where_it_is_put(
    layers: InventoryLayers, project: QgsProject, path: Path
) -> None:
    project.addMapLayer(QgsVectorLayer(f"{path}|layername=rock_glaciers", "mine", "ogr"))
    assert tree(project.layerTreeRoot()) == ["mine", OURS]


def test_the_group_may_be_renamed_moved_or_gone(layers: InventoryLayers, project: QgsProject) -> None:
    root = project.layerTreeRoot()
    group_of(project).setName("My area")
    add(project, "a", group_of(project, "My area"), 1)
    assert tree(root) == [("My area", OURS[1]), "a"]
    work = root.insertGroup(0, "Work")
    work.addChildNode(group_of(project, "My area").clone())
    root.removeChildNode(root.children()[1])
    add(project, "b", work.children()[0], 0)
    assert tree(root) == [("Work", [("My area", OURS[1]), "b"]), "a"]
    add(project, "c")
    assert tree(root) == [("Work", [("My area", OURS[1]), "b"]), "c", "a"]
    for node in work.children()[0].children():  # no group of ours any more
        root.insertChildNode(len(root.children()) - 2, node.clone())
    root.removeChildNode(root.children()[0])
    before = tree(root)
    assert before == [*OURS[1], "c", "a"]
    add(project, "d")
    assert tree(root) == [
        "Primary markers",
        "Rock glaciers",
        "Candidates",
        "d",
        "Subregions",
        "Reviewed ground",
        "c",
        "a",
    ]
    project.removeMapLayers([layer.id() for layer in layers.outlines()])
    add(project, "e")
    assert "e" in tree(root)


def test_a_group_of_the_person_with_more_in_it(project: QgsProject, path: Path, canvas: QgsMapCanvas) -> None:
    """Below the whole group a new image would lie under the person's own."""
    work = project.layerTreeRoot().insertGroup(0, "Work")
    first = InventoryLayers(project, path, canvas)
    first.stop()
    work.addChildNode(group_of(project).clone())
    project.layerTreeRoot().removeChildNode(project.layerTreeRoot().children()[0])
    inner = work.children()[0]
    inner.setName("Mixed")
    layers = InventoryLayers(project, path, canvas)
    old = QgsVectorLayer("Point?crs=EPSG:4326", "old image", "memory")
    project.addMapLayer(old, False)
    inner.addLayer(old)
    add(project, "new image", inner, 0)
    names = [
        "Primary markers",
        "Rock glaciers",
        "Candidates",
        "new image",
        "Subregions",
        "Reviewed ground",
        "old image",
    ]
    assert tree(project.layerTreeRoot()) == [("Work", [("Mixed", names)])]
    layers.stop()


def test_two_inventories_of_one_name(project: QgsProject, path: Path, canvas: QgsMapCanvas, tmp_path: Path) -> None:
    """Each has its group, and what lands in the other's goes below both."""
    (tmp_path / "elsewhere").mkdir()
    other = Path(shutil.copy(path, tmp_path / "elsewhere" / "tibet.gpkg"))
    first = InventoryLayers(project, path, canvas)
    first.stop()
    second = InventoryLayers(project, other, canvas)
    assert tree(project.layerTreeRoot()) == [OURS, OURS]
    assert len(find_inventories(project)) == 2
    upper, lower = project.layerTreeRoot().children()
    assert upper.findLayer(second.candidates.id()) and not lower.findLayer(second.candidates.id())
    add(project, "image", lower, 1)
    assert tree(project.layerTreeRoot()) == [OURS, OURS, "image"]
    second.stop()


def test_a_group_that_was_left_is_used_again(layers: InventoryLayers, project: QgsProject) -> None:
    project.removeMapLayers(list(project.mapLayers()))
    group_of(project).setCustomProperty(GROUP, None)  # as earlier versions made it
    layers.open_missing()
    assert tree(project.layerTreeRoot()) == [OURS]


def test_nothing_is_moved_while_a_project_is_read(
    layers: InventoryLayers, project: QgsProject, tmp_path: Path, path: Path, canvas: QgsMapCanvas
) -> None:
    node = project.layerTreeRoot()
    above = QgsVectorLayer(f"{path}|layername=reviews", "dragged above", "ogr")
    project.addMapLayer(above, False)
    node.insertLayer(0, above)
    ground = QgsVectorLayer("Point?crs=EPSG:4326", "ground", "memory")
    project.addMapLayer(ground, False)
    group_of(project).insertLayer(0, ground)
    before = tree(node)
    assert project.write(str(tmp_path / "day.qgs"))
    seen: list[bool] = []
    project.layersAdded.connect(lambda *_: seen.append(is_being_read(project)))
    assert project.read(str(tmp_path / "day.qgs"))
    assert set(seen) == {True} and not is_being_read(project)
    assert tree(node) == before
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "later", "memory"))
    assert seen[-1] is False


def test_layers_have_arrived_when_the_last_one_has(
    project: QgsProject, path: Path, tmp_path: Path, qgis_app: QgsApplication
) -> None:
    """Of a project, and of a file whose layers QGIS adds one after the other."""
    found: list[int] = []
    arrivals = Arrivals(project)
    arrivals.settled.connect(lambda: found.append(len(project.mapLayers())))
    for name in ("rock_glaciers", "candidates", "subregions"):
        project.addMapLayer(QgsVectorLayer(f"{path}|layername={name}", name, "ogr"))
        qgis_app.processEvents()
    _until(qgis_app, lambda: bool(found))
    assert found == [3]
    assert project.write(str(tmp_path / "day.qgs")) and project.read(str(tmp_path / "day.qgs"))
    _until(qgis_app, lambda: len(found) > 1)
    assert found == [3, 3]
    arrivals.stop()
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "later", "memory"))
    assert not arrivals._rest.isActive()


def _until(application: QgsApplication, so: Callable[[], bool]) -> None:
    for _ in range(10_000):
        if so():
            return
        application.processEvents()
        QThread.msleep(1)
    raise AssertionError("it never came")


def test_a_project_in_another_folder_finds_its_layers(
    layers: InventoryLayers, project: QgsProject, path: Path, tmp_path: Path, canvas: QgsMapCanvas
) -> None:
    """Saved with relative paths, moved with the file, opened there: no layer comes a second time."""
    assert project.write(str(tmp_path / "day.qgs"))
    moved = tmp_path / "moved"
    moved.mkdir()
    shutil.copy(path, moved)
    shutil.copy(tmp_path / "day.qgs", moved)
    path.rename(tmp_path / "gone.gpkg")
    again = QgsProject()
    assert again.read(str(moved / "day.qgs"))
    assert find_inventories(again) == [moved / "tibet.gpkg"]
    there = InventoryLayers(again, moved / "tibet.gpkg", canvas)
    assert tree(again.layerTreeRoot()) == [OURS]
    there.stop()
    again.clear()


# Twins


def _twin(project: QgsProject, layers: InventoryLayers, name: str = "Subregions") -> QgsVectorLayer:
    """As the fault made it: the same table again, in the group, with the style of the file."""
    layer = QgsVectorLayer(layers.candidates.source().replace("candidates", "subregions"), name, "ogr")
    assert layer.loadDefaultStyle()[1]
    project.addMapLayer(layer, False)
    group_of(project).addLayer(layer)
    return layer


def test_twins_of_an_earlier_fault_go_and_copies_of_the_person_stay(
    project: QgsProject, path: Path, canvas: QgsMapCanvas, tmp_path: Path
) -> None:
    connection = GdalConnection(path)  # as a session has it, before any layer
    layers = InventoryLayers(project, path, canvas)
    layers.stop()
    for _ in range(3):
        _twin(project, layers)
    _twin(project, layers, "My subregions")
    filtered = _twin(project, layers)
    styled = _twin(project, layers)
    styled.setLabelsEnabled(False)
    styled.renderer().symbol().setColor(QColor(1, 2, 3))
    elsewhere = _twin(project, layers)
    node = project.layerTreeRoot().findLayer(elsewhere.id())
    project.layerTreeRoot().addChildNode(node.clone())
    node.parent().removeChildNode(node)
    filtered.setSubsetString("\"NAME\" = 'x'")
    assert project.write(str(tmp_path / "day.qgs")) and project.read(str(tmp_path / "day.qgs"))
    again = InventoryLayers(project, path, canvas)
    assert again.twins == 3
    kept = [layer.name() for layer in layers_of_file(project, path)["subregions"]]
    assert sorted(kept) == ["My subregions", "Subregions", "Subregions", "Subregions", "Subregions"]
    again.stop()
    once_more = InventoryLayers(project, path, canvas)
    assert once_more.twins == 0
    once_more.stop()
    project.clear()
    connection.close()
