"""Drawing on the scratch layer: begun, kept as a draft, finished, given up, and interrupted from outside.

QGIS's tools themselves are used in tests/desktop; here a stand-in of its interface starts the classes that
PyQGIS has of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsEditFormConfig,
    QgsFeature,
    QgsGeometry,
    QgsLineString,
    QgsPoint,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsSnappingConfig,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import (
    QgisInterface,
    QgsAdvancedDigitizingDockWidget,
    QgsMapCanvas,
    QgsMapToolCapture,
    QgsMapToolPan,
    QgsRubberBand,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QAction
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.plugin.map.draft import Draft, read_draft, write_draft
from rock_glacier_inventory.plugin.map.drawing import Drawing
from rock_glacier_inventory.plugin.map.drawing_looks import SCRATCH, DigitisingLooks
from rock_glacier_inventory.plugin.session.session import draft_path as kept_at

from .inventories import make_inventory

WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")
OUTLINE = QgsGeometry.fromRect(QgsRectangle(80, 30, 80.01, 30.01))
LARGER = QgsGeometry.fromRect(QgsRectangle(80, 30, 80.02, 30.01))


class Interface:
    """The calls of QGIS's interface that a drawing makes; `used` notes which tools were started."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._active = ""
        self.used: list[str] = []
        self._actions = {name: self._action(name) for name in ("vertex", "add", "pan")}

    def _action(self, name: str) -> QAction:
        action = QAction(name, self._canvas)
        action.triggered.connect(lambda: self.used.append(name))
        return action

    def mapCanvas(self) -> QgsMapCanvas:
        return self._canvas

    def activeLayer(self) -> QgsVectorLayer | None:
        return QgsProject.instance().mapLayer(self._active)

    def setActiveLayer(self, layer: QgsVectorLayer) -> bool:
        self._active = layer.id()
        return True

    def actionVertexToolActiveLayer(self) -> QAction:
        return self._actions["vertex"]

    def actionAddFeature(self) -> QAction:
        return self._actions["add"]

    def actionPan(self) -> QAction:
        return self._actions["pan"]


@pytest.fixture
def interface(qgis_app: object) -> Iterator[Interface]:
    canvas = QgsMapCanvas()
    canvas.pan = QgsMapToolPan(canvas)
    canvas.setMapTool(canvas.pan)
    yield Interface(canvas)
    canvas.unsetMapTool(canvas.mapTool())
    canvas.deleteLater()


@pytest.fixture
def draft_path(tmp_path: Path) -> Path:
    return tmp_path / "drafts" / "inventory.json"


@pytest.fixture
def drawing(interface: Interface, draft_path: Path) -> Iterator[Drawing]:
    QgsProject.instance().clear()
    drawing = Drawing(interface, draft_path)
    yield drawing
    drawing.stop()
    QgsProject.instance().clear()


@pytest.fixture
def given_up(drawing: Drawing) -> list[bool]:
    said: list[bool] = []
    drawing.given_up.connect(lambda: said.append(True))
    return said


def scratch() -> QgsVectorLayer:
    (layer,) = [layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty(SCRATCH)]
    return layer


def add(layer: QgsVectorLayer, geometry: QgsGeometry) -> None:
    feature = QgsFeature()
    feature.setGeometry(geometry)
    assert layer.addFeature(feature)


def box(geometry: QgsGeometry) -> tuple[float, ...]:
    bounds = geometry.boundingBox()
    return bounds.xMinimum(), bounds.yMinimum(), bounds.xMaximum(), bounds.yMaximum()


def test_the_stand_in_has_nothing_that_qgis_lacks() -> None:
    named = [name for name in dir(Interface) if not name.startswith("_") and name != "used"]
    assert [name for name in named if not hasattr(QgisInterface, name)] == []


def test_refining(drawing: Drawing, interface: Interface, given_up: list[bool]) -> None:
    before = QgsVectorLayer("Point?crs=EPSG:4326", "before", "memory")
    QgsProject.instance().addMapLayer(before)
    interface.setActiveLayer(before)
    drawing.start_refine(OUTLINE, WGS84, {"fid": 7})
    layer = scratch()
    assert drawing.is_active
    assert interface.used == ["vertex"]
    assert interface.activeLayer() is layer
    assert layer.isEditable()
    assert QgsProject.instance().layerTreeRoot().layerOrder()[0] is layer
    assert layer.editFormConfig().suppress() == QgsEditFormConfig.FeatureFormSuppress.SuppressOn
    layer.changeGeometry(next(layer.getFeatures()).id(), LARGER)
    geometry, crs = drawing.current()
    assert (box(geometry), crs.authid()) == (box(LARGER), "EPSG:4326")
    assert drawing.is_active  # until it is written
    drawing.finish()
    assert not drawing.is_active
    assert list(QgsProject.instance().mapLayers().values()) == [before]
    assert interface.activeLayer() is before
    assert interface.mapCanvas().mapTool() is interface.mapCanvas().pan
    assert given_up == []
    assert drawing.read_draft() is None


def test_each_of_many_outlines_can_be_caught_by_its_vertices(drawing: Drawing, interface: Interface) -> None:
    canvas = interface.mapCanvas()
    canvas.setDestinationCrs(WGS84)
    for east in range(30):
        moved = QgsGeometry(OUTLINE)
        moved.translate(east, 0)
        drawing.start_refine(moved, WGS84)
        vertex = QgsPointXY(moved.vertexAt(0))
        assert canvas.snappingUtils().locatorForLayer(scratch()).nearestVertex(vertex, 1e-6).isValid()
        drawing.finish()


def test_retrieving(drawing: Drawing, interface: Interface) -> None:
    drawing.start_retrieve(WGS84)
    assert interface.used == ["add"]
    with pytest.raises(UserError, match="three corners"):
        drawing.current()
    add(scratch(), OUTLINE)
    assert box(drawing.current()[0]) == box(OUTLINE)
    add(scratch(), QgsGeometry.fromRect(QgsRectangle(81, 30, 81.01, 30.01)))
    assert len(drawing.current()[0].asGeometryCollection()) == 2
    drawing.finish()


def test_what_is_wrong_with_a_drawing_is_not_mended_in_silence(drawing: Drawing) -> None:
    bow = QgsGeometry.fromWkt("Polygon((0 0, 2 2, 2 0, 0 2, 0 0))")
    drawing.start_retrieve(WGS84)
    add(scratch(), bow)
    assert not drawing.current()[0].isGeosValid()


class Capture(QgsMapToolCapture):
    """QGIS's digitising as far as PyQGIS has it, with the corners that were clicked so far."""

    def __init__(self, canvas: QgsMapCanvas, mode: QgsMapToolCapture.CaptureMode) -> None:
        self.panel = QgsAdvancedDigitizingDockWidget(canvas)
        super().__init__(canvas, self.panel, mode)

    def click(self, *corners: tuple[float, float]) -> None:
        line = QgsLineString([QgsPoint(*corner) for corner in corners])
        sip.transferto(line, None)  # the tool keeps it, and the bindings of 3.22 do not know
        self.addCurve(line)


@pytest.mark.parametrize(
    ("begin", "mode", "too_few", "enough", "drawn"),
    [
        (Drawing.start_retrieve, "CapturePolygon", [(0, 0), (1, 0)], [(1, 1)], "Polygon ((0 0, 1 0, 1 1, 0 0))"),
        (Drawing.start_split, "CaptureLine", [(0, 0)], [(1, 0)], "MultiLineString ((0 0, 1 0))"),
    ],
)
def test_what_is_still_at_the_mouse_counts(
    drawing: Drawing, interface: Interface, begin: Callable[..., None], mode: str, too_few: Any, enough: Any, drawn: str
) -> None:
    begin(drawing, WGS84, {})
    interface.setActiveLayer(scratch())
    canvas = interface.mapCanvas()
    canvas.setCurrentLayer(scratch())
    canvas.setDestinationCrs(WGS84)
    tool = Capture(canvas, getattr(QgsMapToolCapture.CaptureMode, mode, None) or getattr(QgsMapToolCapture, mode))
    canvas.setMapTool(tool)
    if len(too_few) > 1:
        tool.click(*too_few)
    with pytest.raises(UserError, match="click at least"):
        drawing.current()
    tool.click(*too_few[-1:], *enough)
    assert drawing.current()[0].asWkt(0) == drawn
    drawing.give_up()
    canvas.unsetMapTool(tool)
    tool.deleteLater()


def test_splitting(drawing: Drawing, interface: Interface) -> None:
    drawing.start_split(WGS84, {})
    assert interface.used == ["add"]
    with pytest.raises(UserError, match="across"):
        drawing.current()
    add(scratch(), QgsGeometry.fromWkt("LineString(0 0, 1 1)"))
    assert drawing.current()[0].asWkt(0) == "MultiLineString ((0 0, 1 1))"


def test_the_draft_of_an_inventory_deep_in_chinese_folders_has_a_name_that_a_disk_takes(qgis_app) -> None:
    deep = Path("/", *["冰川" * 20] * 3, "目录 é.gpkg")
    name = kept_at(deep).name
    assert len(name.encode()) <= 125 and name.endswith(".json")
    assert name != kept_at(deep.with_name("另一个.gpkg")).name
    assert kept_at(Path("/a/b c.gpkg")).name == "_a_b_c_gpkg.json"


def test_giving_up_leaves_no_trace(drawing: Drawing, given_up: list[bool], draft_path: Path) -> None:
    drawing.start_refine(OUTLINE, WGS84)
    assert draft_path.exists()
    drawing.give_up()
    assert given_up == [True]
    assert QgsProject.instance().mapLayers() == {}
    assert not draft_path.exists()
    drawing.give_up()
    assert given_up == [True]  # there was nothing to give up
    with pytest.raises(UserError, match="Nothing"):
        drawing.current()


def test_the_map_hears_when_something_is_drawn(drawing: Drawing) -> None:
    """However a drawing ends, so that the map does not stay as it is while one draws."""
    told: list[bool] = []
    drawing.active_changed.connect(told.append)
    drawing.start_refine(OUTLINE, WGS84)
    drawing.give_up()
    drawing.start_retrieve(WGS84)
    QgsProject.instance().removeMapLayer(scratch().id())
    drawing.start_split(WGS84)
    drawing.stop()
    assert told == [True, False] * 3


def test_only_the_rim_is_drawn(drawing: Drawing) -> None:
    drawing.start_refine(OUTLINE, WGS84)
    symbol = scratch().renderer().symbol().symbolLayer(0)
    assert symbol.brushStyle() == Qt.BrushStyle.NoBrush
    assert symbol.strokeColor().name() == "#ff00c8"


def test_the_bands_of_digitising_have_no_fill(interface: Interface) -> None:
    """Those of this drawing; what was on the map before is somebody else's."""
    canvas = interface.mapCanvas()
    before, looks = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry), DigitisingLooks(canvas)
    before.setFillColor(QColor(255, 0, 0, 60))
    looks.begin()
    band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
    band.setFillColor(QColor(255, 0, 0, 30))
    looks.clear()
    assert (before.fillColor().alpha(), band.fillColor().alpha()) == (60, 0)
    looks.end()


def test_one_drawing_at_a_time(drawing: Drawing) -> None:
    drawing.start_refine(OUTLINE, WGS84)
    with pytest.raises(UserError, match="already"):
        drawing.start_retrieve(WGS84)
    assert box(drawing.current()[0]) == box(OUTLINE)


def test_every_change_is_kept(drawing: Drawing, draft_path: Path) -> None:
    """As a crash would find it."""
    drawing.start_refine(OUTLINE, WGS84, {"layer": "candidates", "fid": 7})
    layer = scratch()
    layer.changeGeometry(next(layer.getFeatures()).id(), LARGER)
    draft = read_draft(draft_path)
    assert (draft.kind, draft.crs.authid(), draft.facts) == ("refine", "EPSG:4326", {"layer": "candidates", "fid": 7})
    assert draft.geometry.isGeosEqual(LARGER)
    assert [file.name for file in draft_path.parent.iterdir()] == [draft_path.name]


def test_going_on_after_a_crash(drawing: Drawing, interface: Interface, draft_path: Path) -> None:
    write_draft(draft_path, Draft("retrieve", LARGER, WGS84, {"note": "é"}))
    draft = drawing.read_draft()
    drawing.go_on(draft)
    assert interface.used == ["vertex"]
    assert box(drawing.current()[0]) == box(LARGER)
    assert drawing.read_draft().kind == "retrieve"
    drawing.finish()
    assert drawing.read_draft() is None


@pytest.mark.parametrize("closing", [False, True])
def test_the_layer_is_removed_from_outside(
    drawing: Drawing, given_up: list[bool], interface: Interface, closing: bool
) -> None:
    """By the person, or with the whole project: the outline is not lost."""
    drawing.start_refine(LARGER, WGS84, {"fid": 7})
    if closing:
        QgsProject.instance().clear()
    else:
        QgsProject.instance().removeMapLayer(scratch().id())
    assert given_up == [True]
    assert not drawing.is_active
    assert drawing.read_draft().geometry.isGeosEqual(LARGER)
    assert interface.mapCanvas().mapTool() is interface.mapCanvas().pan
    drawing.start_refine(OUTLINE, WGS84)
    assert box(drawing.current()[0]) == box(OUTLINE)


def test_the_plugin_goes_in_the_middle(drawing: Drawing, given_up: list[bool]) -> None:
    drawing.start_refine(LARGER, WGS84)
    drawing.stop()
    drawing.stop()
    assert QgsProject.instance().mapLayers() == {}
    assert given_up == []
    assert drawing.read_draft().geometry.isGeosEqual(LARGER)
    drawing.start_refine(OUTLINE, WGS84)  # the dock had only changed its mode
    QgsProject.instance().clear()
    assert given_up == [True]


def test_a_project_that_was_saved_in_the_middle(drawing: Drawing, tmp_path: Path) -> None:
    drawing.start_refine(LARGER, WGS84)
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "project.qgs"))
    drawing.finish()
    assert project.read(str(tmp_path / "project.qgs"))
    assert project.mapLayers() == {}


def test_snapping_is_lent(drawing: Drawing, qgis_app: object, tmp_path: Path) -> None:
    project = QgsProject.instance()
    path = make_inventory(tmp_path / "inventory.gpkg")
    for name in ("rock_glaciers", "candidates"):
        project.addMapLayer(QgsVectorLayer(f"{path}|layername={name}", name, "ogr"))
    config = project.snappingConfig()
    config.setEnabled(False)
    project.setSnappingConfig(config)
    drawing.start_refine(OUTLINE, WGS84)
    config = project.snappingConfig()
    assert config.enabled() and project.topologicalEditing()
    on = {layer.name() for layer, settings in config.individualLayerSettings().items() if settings.enabled()}
    assert on == {"rock_glaciers"}
    drawing.finish()
    assert not project.snappingConfig().enabled()
    assert not project.topologicalEditing()


def test_the_snapping_of_the_person_is_left_alone(drawing: Drawing) -> None:
    project = QgsProject.instance()
    config = QgsSnappingConfig(project)
    config.setEnabled(True)
    config.setTolerance(33)
    project.setSnappingConfig(config)
    drawing.start_retrieve(WGS84)
    for end in (lambda: None, drawing.finish):
        end()
        now = project.snappingConfig()
        assert (now.enabled(), now.tolerance(), now.mode()) == (True, 33, config.mode())


EMPTY = {"kind": "refine", "geometry": "Polygon EMPTY", "crs": "EPSG:4326", "facts": {}}
NO_SYSTEM = {"kind": "refine", "geometry": "Point(1 1)", "crs": "nonsense", "facts": {}}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"kind": "refine"}', json.dumps(EMPTY), json.dumps(NO_SYSTEM)])
def test_a_damaged_draft_is_none(qgis_app: object, tmp_path: Path, content: str) -> None:
    path = tmp_path / "draft.json"
    path.write_text(content, "utf-8")
    assert read_draft(path) is None


def test_a_draft_keeps_every_digit_and_any_system(qgis_app: object, tmp_path: Path) -> None:
    own = QgsCoordinateReferenceSystem()
    own.createFromProj("+proj=laea +lat_0=35 +lon_0=85 +datum=WGS84 +units=m")
    geometry = QgsGeometry.fromWkt("Polygon((0.1 0.2, 1e6 0.30000000000000004, 7.000000001 1e-7, 0.1 0.2))")
    write_draft(tmp_path / "draft.json", Draft("refine", geometry, own, {}))
    draft = read_draft(tmp_path / "draft.json")
    assert bytes(draft.geometry.asWkb()) == bytes(geometry.asWkb())
    assert draft.crs.toProj().startswith("+proj=laea +lat_0=35 +lon_0=85")


def test_a_disk_that_takes_no_draft_does_not_stop_the_drawing(interface: Interface, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be", "utf-8")
    drawing = Drawing(interface, blocked / "draft.json")
    drawing.start_refine(OUTLINE, WGS84)
    assert box(drawing.current()[0]) == box(OUTLINE)
    drawing.finish()
    drawing.stop()
