"""An outline that grows and shrinks: its buttons and keys in the panel, its bands on the map, and the wheel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from person import click_at, pause, press_button, press_key, turn_wheel
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QSignalSpy, QTest
from qgis.PyQt.QtWidgets import QApplication, QMainWindow
from rock_glacier_inventory.inventory.levels import GROW, SHARP, SHRINK, STEEPEST, STEPS
from rock_glacier_inventory.inventory.schema import REFINE
from rock_glacier_inventory.plugin.dock.dock import InventoryDock
from rock_glacier_inventory.plugin.dock.keys.actions import BREATHING, DECIDING, DRAWING, REVIEW
from rock_glacier_inventory.plugin.dock.keys.key_filter import KeyFilter
from rock_glacier_inventory.plugin.dock.keys.keys import Keys
from rock_glacier_inventory.plugin.dock.levels.levels_view import LevelFacts
from rock_glacier_inventory.plugin.dock.panels.map_panel import LOCKED, MapPanel
from rock_glacier_inventory.plugin.dock.panels.shown import Facts
from rock_glacier_inventory.plugin.map.growing.control_wheel import ControlWheel
from rock_glacier_inventory.plugin.map.map_view import MapView

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")
FACTS = Facts("Candidate 7-12", 0.83, 0.97, 142_000.0, state="undecided")
LEVEL = LevelFacts(0.35, 244_000.0, 213_000.0, SHARP, (0.1, 0.6, 1.0, 0.4), 1, 2, 2)


class Desk:
    """A dock beside a map, with live keys."""

    def __init__(self) -> None:
        self.window = QMainWindow()
        self.canvas = QgsMapCanvas()
        self.canvas.setExtent(QgsRectangle(80.0, 30.0, 80.02, 30.01))
        self.window.setCentralWidget(self.canvas)
        self.dock = InventoryDock(self.window)
        self.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.keys = KeyFilter(Keys(), self.window)
        for widget in (self.canvas, self.dock):
            self.keys.watch(widget)
        self.keys.triggered.connect(self.dock.trigger)
        self.window.resize(1000, 900)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.panel.show_facts(FACTS)
        self.go_to(DECIDING)

    @property
    def panel(self) -> MapPanel:
        return self.dock.map_panel

    def go_to(self, mode: str) -> None:
        self.panel.set_mode(mode)
        self.keys.set_scope(DECIDING if mode == LOCKED else mode)
        self.canvas.setFocus()
        QApplication.processEvents()


@pytest.fixture
def desk(qgis_app) -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.keys.stop()
    desk.window.close()
    desk.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def said(spy: QSignalSpy) -> list[str]:
    return [spy[row][0] for row in range(len(spy))]


def test_buttons_and_keys_ask_for_a_step(desk: Desk) -> None:
    asked = QSignalSpy(desk.panel.level_requested)
    for step in STEPS:
        press_button(desk.panel.levels.buttons[step])
    assert said(asked) == list(STEPS)
    for key in (KEY.Key_Plus, KEY.Key_Equal, KEY.Key_Minus, KEY.Key_0):
        press_key(key)
    press_key(KEY.Key_Plus, SHIFT)  # where the plus is on Shift
    press_key(KEY.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    assert said(asked)[3:] == [GROW, GROW, SHRINK, STEEPEST, GROW, GROW]
    assert {button.key() for button in desk.panel.levels.buttons.values()} == {"+", "-", "0"}


def test_a_click_on_a_bar_goes_to_its_level_and_leaves_the_keys_to_the_map(desk: Desk) -> None:
    asked, bar = QSignalSpy(desk.panel.level_requested), desk.panel.levels.bar
    desk.go_to(BREATHING)
    desk.panel.show_level(LEVEL)  # the first of four levels is the largest outline, and at the right
    QApplication.processEvents()
    column, low = bar.width() / len(LEVEL.edges), bar.height() - 2
    for number in range(len(LEVEL.edges)):
        click_at(bar, QPoint(round(column * (number + 0.5)), low if number % 2 else 2))
    click_at(bar, QPoint(bar.width() - 1, 2))
    click_at(bar, QPoint(0, 2))
    click_at(bar, QPoint(3, 2), button=Qt.MouseButton.RightButton)
    assert said(asked) == [3, 2, 1, 0, 0, 3]
    before = bar.grab().toImage()
    QTest.mouseMove(bar, QPoint(round(column * 1.5), 4))
    pause(50)
    assert bar.grab().toImage() != before, "where a click would go is shaded"
    assert "click" in bar.toolTip()
    press_key(KEY.Key_Minus)
    assert said(asked)[-1] == SHRINK, "the focus is still on the map"


def test_nothing_grows_where_nothing_can_be_changed(desk: Desk) -> None:
    asked = QSignalSpy(desk.panel.level_requested)
    desk.go_to(LOCKED)
    press_key(KEY.Key_Plus)
    desk.go_to(DECIDING)
    desk.panel.show_facts(None, "Every candidate is decided.")
    press_key(KEY.Key_Plus)
    desk.go_to(DRAWING)  # by hand: nothing is proposed
    press_key(KEY.Key_Plus)
    press_key(KEY.Key_3)
    desk.keys.set_scope(REVIEW)
    press_key(KEY.Key_Plus)
    assert len(asked) == 0 and not desk.panel.levels.isVisible()


def test_what_grows_is_told_and_ended_by_keys(desk: Desk) -> None:
    panel, operations = desk.panel, QSignalSpy(desk.panel.operation_requested)
    ends = [QSignalSpy(signal) for signal in (panel.accept_requested, panel.give_up_requested, panel.draw_on_requested)]
    desk.go_to(BREATHING)
    panel.show_level(LEVEL)
    panel.drawing.set_operation(REFINE)
    QApplication.processEvents()
    assert not any(button.isVisible() for button in panel.drawing.tools.values()), "those of a hand are no use here"
    assert panel.levels.heading.text().replace("\u00a0", " ") == "Level 0.35 · 0.244 km²"
    assert panel.levels.text.text().replace("\u00a0", " ") == "+0.031 km² (+15 %) against as found · sharp edge"
    assert panel.levels.bar.isVisible() and not panel.levels.told.isVisible()
    assert panel.levels.bar.accessibleName() == "Level 3 of 4", "from the smallest outline on"
    for key in (KEY.Key_Return, KEY.Key_Escape, KEY.Key_3):
        press_key(key)
    press_button(panel.levels.draw_button)
    assert [len(spy) for spy in ends] == [1, 1, 2]
    press_key(KEY.Key_1)
    press_key(KEY.Key_4)
    assert len(operations) == 0, "what grows is taken or given up first"
    panel.show_level(replace(LEVEL, area=180_000.0, now=2, told="It has parted into 2; this is the largest."))
    assert "as it was found" in panel.levels.text.text() and panel.levels.told.isVisible()
    panel.show_level(replace(LEVEL, found_area=None, found=None))
    assert panel.levels.text.text() == "sharp edge", "nothing was found there to compare with"
    desk.go_to(DECIDING)
    assert panel.levels.facts is None and not panel.levels.bar.isVisible()
    assert not panel.levels.draw_button.isVisible()


def test_a_proposal_beside_a_drawing_has_the_same_keys(desk: Desk) -> None:
    asked, drawn = QSignalSpy(desk.panel.level_requested), QSignalSpy(desk.panel.draw_on_requested)
    desk.go_to(DRAWING)
    desk.panel.show_level(LEVEL)
    QApplication.processEvents()
    press_key(KEY.Key_Minus)
    press_key(KEY.Key_3)
    assert (said(asked), len(drawn)) == ([SHRINK], 1)
    desk.panel.show_level(None)
    press_key(KEY.Key_Minus)
    assert len(asked) == 1


def test_a_key_that_rests_on_the_board_goes_on_growing_and_decides_nothing(desk: Desk) -> None:
    asked, operations = QSignalSpy(desk.panel.level_requested), QSignalSpy(desk.panel.operation_requested)
    for key in (KEY.Key_Plus, KEY.Key_1):
        for repeated in (False, True, True):
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, chr(key), repeated)
            QApplication.sendEvent(desk.window.windowHandle(), event)
    assert (len(asked), len(operations)) == (3, 1)


def test_the_wheel_is_ours_with_ctrl_alone_and_where_it_is_wanted(desk: Desk) -> None:
    wanted = [True]
    wheel = ControlWheel(desk.canvas, lambda: wanted[0])
    turned, viewport = QSignalSpy(wheel.turned), desk.canvas.viewport()
    scale = desk.canvas.scale()
    turn_wheel(viewport, 2, CTRL)
    turn_wheel(viewport, -1, CTRL)
    assert (said(turned), desk.canvas.scale()) == ([1, 1, -1], scale)
    turn_wheel(viewport, 1)
    assert len(turned) == 3 and desk.canvas.scale() < scale
    scale, wanted[0] = desk.canvas.scale(), False
    turn_wheel(viewport, 1, CTRL)
    assert len(turned) == 3 and desk.canvas.scale() < scale, "QGIS's own fine zoom"
    wheel.stop()


def centred(canvas: QgsMapCanvas, size: float, right: float = 0.0) -> QgsGeometry:
    """A square so many times as high as the map, moved from its middle by so many times its width."""
    view, middle = canvas.extent(), canvas.extent().center()
    half = size * view.height() / 2
    x, y = middle.x() + right * view.width(), middle.y()
    return QgsGeometry.fromRect(QgsRectangle(x - half, y - half, x + half, y + half))


def is_whole(canvas: QgsMapCanvas, shape: QgsGeometry) -> bool:
    polygon = canvas.mapSettings().visiblePolygon()
    return QgsGeometry.fromPolygonXY([[QgsPointXY(corner) for corner in polygon]]).contains(shape)


@pytest.mark.parametrize("turned", [0.0, 30.0])
def test_the_map_follows_an_outline_that_outgrows_it(desk: Desk, turned: float) -> None:
    canvas, view = desk.canvas, MapView(desk.canvas, WGS84)
    canvas.setRotation(turned)
    QApplication.processEvents()
    small, beside, large, larger = (centred(canvas, *of) for of in ((0.25,), (0.3, 0.4), (1.6,), (1.8,)))
    before, pixel = canvas.extent(), canvas.mapUnitsPerPixel()
    view.grow(small)
    assert canvas.extent() == before, "it is whole in sight"
    view.grow(beside)
    assert canvas.extent() != before and is_whole(canvas, beside)
    assert canvas.mapUnitsPerPixel() == pytest.approx(pixel), "there is room for it beside"
    view.grow(small)
    moved = canvas.mapSettings().extent()
    view.grow(large)
    assert is_whole(canvas, large) and pixel * 1.5 < canvas.mapUnitsPerPixel() < pixel * 5
    view.grow(small)
    assert canvas.mapUnitsPerPixel() > pixel * 1.5, "and does not come back"
    view.grow(large)
    canvas.setExtent(moved)
    moved = canvas.extent()
    view.grow(larger)
    assert canvas.extent() == moved, "a person looks at a part of it"
    view.growing.clear()
    view.grow(large)
    assert canvas.extent() == moved, "nothing of it was in sight before"
    view.show(small, WGS84)
    assert view._hand.scale is None, "what the map did is no scale of the person's"
    canvas.setRotation(0.0)
    view.stop()


def test_bands_follow_the_map_and_go_with_the_view(desk: Desk) -> None:
    view = MapView(desk.canvas, WGS84)
    box, other = (QgsGeometry.fromRect(QgsRectangle(80.0 + x, 30.0, 80.005 + x, 30.005)) for x in (0.0, 0.01))
    view.highlight(box, WGS84)
    view.growing.show(box, [other])
    [line] = [band for band in view.growing._own if band.strokeColor().name() == "#ff00c8"]
    assert line.fillColor().alpha() == 0, "never a fill over the ridges"
    assert line.asGeometry().boundingBox().xMaximum() == pytest.approx(80.005)
    assert view.growing._others[0].asGeometry().boundingBox().xMinimum() == pytest.approx(80.01)
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    assert line.asGeometry().boundingBox().xMaximum() > 8_000_000
    view.set_visible(False)
    assert line.opacity() == 0.0
    view.set_visible(True)
    view.growing.clear()
    assert view.growing.shown is None and line.asGeometry().isEmpty()
    view.stop()
