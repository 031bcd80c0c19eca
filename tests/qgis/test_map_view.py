"""The map: where it goes, what is marked on it, what a click and a drag do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from person import click_at, drag
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapToolPan, QgsMapToolZoom, QgsRubberBand, QgsVertexMarker
from qgis.PyQt.QtCore import QPoint, Qt
from rock_glacier_inventory.plugin.map.map_view import MapView

WGS84, MERCATOR = QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateReferenceSystem("EPSG:3857")
BOX = QgsGeometry.fromRect(QgsRectangle(80, 30, 80.01, 30.005))
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def canvas(qgis_app: object) -> Iterator[QgsMapCanvas]:
    canvas = QgsMapCanvas()
    canvas.resize(800, 600)
    canvas.setDestinationCrs(WGS84)
    canvas.setExtent(QgsRectangle(79.99, 29.99, 80.02, 30.015))
    canvas.pan = QgsMapToolPan(canvas)
    canvas.setMapTool(canvas.pan)
    canvas.show()
    yield canvas
    canvas.unsetMapTool(canvas.mapTool())
    canvas.deleteLater()


@pytest.fixture
def view(canvas: QgsMapCanvas) -> Iterator[MapView]:
    view = MapView(canvas, WGS84)
    yield view
    view.stop()


def pixel(canvas: QgsMapCanvas, x: float, y: float) -> QPoint:
    place = canvas.getCoordinateTransform().transform(QgsPointXY(x, y))
    return QPoint(round(place.x()), round(place.y()))


def click(canvas: QgsMapCanvas, x: float, y: float, modifier: Qt.KeyboardModifier = NONE) -> None:
    click_at(canvas.viewport(), pixel(canvas, x, y), modifier=modifier)


def ours(canvas: QgsMapCanvas) -> list[object]:
    kinds = (QgsRubberBand, QgsVertexMarker)
    return [item for item in canvas.scene().items() if isinstance(item, kinds) and item.isVisible()]


def middle(canvas: QgsMapCanvas) -> tuple[float, float]:
    return pytest.approx((canvas.center().x(), canvas.center().y()), abs=1e-7)


def test_it_goes_there_with_context(view: MapView, canvas: QgsMapCanvas) -> None:
    view.show(BOX, WGS84, 500.0)
    assert middle(canvas) == (80.005, 30.0025)
    side, height = 500 / 96_486, 500 / 110_852  # metres of a degree at 30 N
    assert canvas.extent().width() == pytest.approx(0.01 + 2 * side, rel=1e-3)
    assert 0.005 + 2 * height < canvas.extent().height()
    assert canvas.extent().contains(QgsRectangle(80 - side, 30, 80.01 + side, 30.005))


def test_it_goes_there_at_a_fixed_scale(view: MapView, canvas: QgsMapCanvas) -> None:
    view.show(BOX, WGS84, fixed_scale=20_000)
    assert canvas.scale() == pytest.approx(20_000, rel=0.01)
    assert middle(canvas) == (80.005, 30.0025)
    view.show(QgsGeometry.fromPointXY(QgsPointXY(80.1, 30.1)), WGS84)  # a point has surroundings, too
    assert middle(canvas) == (80.1, 30.1)
    assert canvas.extent().height() == pytest.approx(1500 / 110_852, rel=1e-3)


def test_the_map_may_have_another_system(view: MapView, canvas: QgsMapCanvas) -> None:
    canvas.setDestinationCrs(MERCATOR)
    view.show(BOX, WGS84)
    assert canvas.center().x() == pytest.approx(8_906_116, rel=1e-5)
    view.highlight(BOX, WGS84)
    bands = [item for item in ours(canvas) if isinstance(item, QgsRubberBand)]
    assert [band.asGeometry().boundingBox().xMinimum() for band in bands] == pytest.approx([8905559.26] * 2)
    canvas.setDestinationCrs(WGS84)  # the highlight follows
    assert [band.asGeometry().boundingBox().xMinimum() for band in bands] == pytest.approx([80.0, 80.0])


def test_nothing_to_go_to(view: MapView, canvas: QgsMapCanvas) -> None:
    before = canvas.extent()
    view.show(QgsGeometry(), WGS84)
    view.show(QgsGeometry.fromWkt("Polygon EMPTY"), WGS84)
    view.highlight(QgsGeometry(), WGS84)
    assert canvas.extent() == before


def test_highlight_and_marker_come_and_go(view: MapView, canvas: QgsMapCanvas) -> None:
    def drawn() -> int:
        return sum(not item.asGeometry().isEmpty() if isinstance(item, QgsRubberBand) else 1 for item in ours(canvas))

    assert drawn() == 0
    view.highlight(BOX, WGS84)
    assert drawn() == 2  # the line and its casing
    view.show_marker(QgsPointXY(80.005, 30.0025), WGS84)
    assert drawn() == 3
    view.show_marker(None, WGS84)
    assert drawn() == 2
    view.set_visible(False)
    assert {item.opacity() for item in ours(canvas)} == {0.0}
    view.set_visible(True)
    assert {item.opacity() for item in ours(canvas)} == {1.0}
    view.clear()
    assert drawn() == 0


def test_the_old_outline_looks_otherwise_while_a_new_one_is_drawn(view: MapView, canvas: QgsMapCanvas) -> None:
    def looks() -> set[tuple[str, int]]:
        bands = [item for item in ours(canvas) if isinstance(item, QgsRubberBand)]
        return {(band.strokeColor().name(), band.width()) for band in bands}

    view.highlight(BOX, WGS84)
    before = looks()
    view.set_drawing(True)
    assert not {name for name, _ in looks()} & {"#ff00c8"} and max(width for _, width in looks()) == 3
    view.set_drawing(False)
    assert looks() == before


def test_nothing_stays_on_the_canvas(canvas: QgsMapCanvas) -> None:
    before = len(canvas.scene().items())
    view = MapView(canvas, WGS84)
    view.highlight(BOX, WGS84)
    view.show_marker(QgsPointXY(80.005, 30.0025), WGS84)
    assert len(canvas.scene().items()) == before + 7, "a line of two bands for each of three, the marker"
    view.stop()
    assert len(canvas.scene().items()) == before
    clicked: list[QgsPointXY] = []
    view.clicked.connect(clicked.append)
    click(canvas, 80.005, 30.0025)
    canvas.setDestinationCrs(MERCATOR)
    assert clicked == []


def test_a_click_with_the_pan_tool_picks_and_does_not_move_the_map(view: MapView, canvas: QgsMapCanvas) -> None:
    clicked: list[QgsPointXY] = []
    view.clicked.connect(clicked.append)
    before = canvas.extent()
    click(canvas, 80.012, 30.001)
    assert [(place.x(), place.y()) for place in clicked] == [pytest.approx((80.012, 30.001), abs=5e-5)]
    assert canvas.extent() == before
    click(canvas, 80.012, 30.001, Qt.KeyboardModifier.ShiftModifier)  # QGIS's own
    canvas.setMapTool(zoom := QgsMapToolZoom(canvas, False))
    click(canvas, 80.012, 30.001)
    assert len(clicked) == 1
    canvas.setMapTool(canvas.pan)
    del zoom


def test_places_are_told_in_the_system_of_the_inventory(view: MapView, canvas: QgsMapCanvas) -> None:
    canvas.setDestinationCrs(MERCATOR)
    view.show(BOX, WGS84)
    clicked: list[QgsPointXY] = []
    view.clicked.connect(clicked.append)
    click_at(canvas.viewport())
    assert [(place.x(), place.y()) for place in clicked] == [pytest.approx((80.005, 30.0025), abs=1e-4)]


def test_a_drag_still_moves_the_map(view: MapView, canvas: QgsMapCanvas) -> None:
    clicked: list[QgsPointXY] = []
    view.clicked.connect(clicked.append)
    centre = canvas.center()
    drag(canvas.viewport(), QPoint(400, 300), QPoint(300, 300))
    assert canvas.center().x() - centre.x() == pytest.approx(100 * canvas.mapUnitsPerPixel(), rel=0.02)
    assert clicked == []


def test_a_marker_is_dragged_inside_its_outline(view: MapView, canvas: QgsMapCanvas) -> None:
    moved: list[QgsPointXY] = []
    refused: list[bool] = []
    clicked: list[QgsPointXY] = []
    view.marker_moved.connect(moved.append)
    view.marker_refused.connect(lambda: refused.append(True))
    view.clicked.connect(clicked.append)
    view.show_marker(QgsPointXY(80.005, 30.0025), WGS84, BOX)
    before = canvas.extent()
    drag(canvas.viewport(), pixel(canvas, 80.005, 30.0025), pixel(canvas, 80.008, 30.004))
    assert [(place.x(), place.y()) for place in moved] == [pytest.approx((80.008, 30.004), abs=5e-5)]
    (marker,) = [item for item in ours(canvas) if isinstance(item, QgsVertexMarker)]
    assert marker.center().x() == pytest.approx(80.008, abs=5e-5)
    drag(canvas.viewport(), pixel(canvas, 80.008, 30.004), pixel(canvas, 80.015, 30.01))
    assert (len(moved), refused) == (1, [True])
    assert marker.center().x() == pytest.approx(80.008, abs=5e-5)  # back where it was
    click(canvas, 80.008, 30.004)
    assert (len(moved), len(clicked)) == (1, 1)  # a click on it is a click
    assert canvas.extent() == before


def test_a_marker_that_is_only_shown_stays(view: MapView, canvas: QgsMapCanvas) -> None:
    moved: list[QgsPointXY] = []
    view.marker_moved.connect(moved.append)
    view.show_marker(QgsPointXY(80.005, 30.0025), WGS84)
    before = canvas.center()
    drag(canvas.viewport(), pixel(canvas, 80.005, 30.0025), pixel(canvas, 80.008, 30.004))
    assert moved == []
    assert canvas.center() != before
