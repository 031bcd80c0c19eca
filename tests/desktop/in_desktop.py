"""What the scripts inside the desktop share: waiting, looking, pressing keys, and the report."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import qgis.utils
from qgis.core import Qgis, QgsApplication, QgsGeometry, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget
from qgis.utils import iface

PLUGIN = "rock_glacier_inventory"
FOLDER = Path(os.environ["ROCK_GLACIER_DESKTOP_FOLDER"])
SAMPLE = Path(os.environ["ROCK_GLACIER_DESKTOP_SAMPLE"])
REPORT: dict[str, Any] = {}


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    # What asked to be deleted below our loop is deleted only by the loop it asked from, which is not running.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def grab(widget: QWidget, name: str, milliseconds: int = 300) -> None:
    wait(milliseconds)
    widget.grab().save(str(FOLDER / f"{name}.png"))


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, with the focus on the map."""
    QTest.keyClick(iface.mapCanvas(), key, modifier)
    wait(50)


def pixel(point: QgsPointXY) -> QPoint:
    """Where a point of the map is on the canvas."""
    place = iface.mapCanvas().getCoordinateTransform().transform(point)
    return QPoint(round(place.x()), round(place.y()))


def move(place: QPoint) -> None:
    QTest.mouseMove(iface.mapCanvas().viewport(), place)
    wait(30)


def click(place: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    """A click on the canvas, after the mouse has come there.

    A right-click while nothing is drawn would open QGIS's menu, which nobody closes.
    """
    if button == Qt.MouseButton.RightButton and not dock_plugin().controller.session.drawing.is_active:
        raise AssertionError(f"nothing is being drawn: {said()}")
    move(place)
    QTest.mouseClick(iface.mapCanvas().viewport(), button, Qt.KeyboardModifier.NoModifier, place)
    wait(60)


def _moves(outline: QgsGeometry) -> Iterator[tuple[QgsPointXY, QgsPointXY]]:
    """Vertices of an outline and places a little farther out, where both can be clicked on."""
    centre = outline.centroid().asPoint()
    reach = iface.mapCanvas().rect().adjusted(20, 20, -20, -20)
    for vertex in outline.vertices():
        start = QgsPointXY(vertex.x(), vertex.y())
        for times in (1.5, 1.2):
            east, north = start.x() - centre.x(), start.y() - centre.y()
            end = QgsPointXY(centre.x() + times * east, centre.y() + times * north)
            if reach.contains(pixel(start)) and reach.contains(pixel(end)):
                yield start, end
                break


def move_a_vertex(outline: QgsGeometry, drawing: Any) -> None:
    """Draw a vertex outwards with QGIS's vertex tool, which snaps only when it has indexed the outline.

    `outline` is in the map's coordinates, `drawing` the dock's, which tells whether something has moved.
    """
    before = drawing.current()[0].asWkt()
    moves = list(_moves(outline))
    assert moves, "no vertex of the outline can be reached on the map"
    for attempt in range(8):
        start, end = moves[attempt % len(moves)]
        wait(600)
        click(pixel(start))
        wait(200)
        click(pixel(end))
        wait(300)
        if drawing.current()[0].asWkt() != before:
            return
    raise AssertionError("the vertex tool moved nothing")


def module(name: str) -> Any:
    """A module of the plugin, as QGIS has loaded it."""
    return sys.modules[f"{PLUGIN}.{name}"]


def dock_plugin() -> Any:
    """The dock with its controller."""
    return qgis.utils.plugins[PLUGIN]._dock


def controller() -> Any:
    """The dock's controller."""
    return dock_plugin().controller


def rows(sql: str) -> list[Any]:
    """What the open inventory answers."""
    return [list(row) for row in controller().session.inventory.rows(sql)]


def shown() -> Any:
    """The candidate or rock glacier that the dock shows."""
    return controller().mode.shown


def wait_for(what: Callable[[], Any], milliseconds: int = 5, limit_s: float = 60) -> float:
    """Let QGIS work until something is so; the seconds it took."""
    began = time.monotonic()
    while not what():
        if time.monotonic() - began > limit_s:
            told = dock_plugin().dock.detect.told.whole()
            raise AssertionError(f"it never came; said: {said()}; told: {told}; log: {REPORT['log']}")
        wait(milliseconds)
    return time.monotonic() - began


def said() -> str:
    """The message at the foot of the dock."""
    return dock_plugin().dock.message.text.toPlainText()


def run(steps: Iterable[Callable[[], None]]) -> None:
    """Do the steps when the desktop is up, write the report, and close QGIS."""

    def note(text: str, tag: str, level: Any) -> None:
        if tag == "Rock glacier inventory":
            REPORT["log"].append(text)

    REPORT["log"] = []
    QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel].connect(note)

    def main() -> None:
        iface.mainWindow().showNormal()
        iface.mainWindow().move(0, 0)
        QApplication.setActiveWindow(iface.mainWindow())  # no window manager here does it
        iface.mainWindow().resize(1600, 900)
        try:
            for step in steps:
                REPORT["step"] = step.__name__
                step()
        except Exception:
            REPORT["error"] = f"{traceback.format_exc()}\nsaid: {said()}"
            grab(iface.mainWindow(), "error")
        REPORT["messages"] = [item.text() for item in iface.messageBar().items()]
        (FOLDER / "report.json").write_text(json.dumps(REPORT, indent=1), "utf-8")
        QgsProject.instance().clear()
        QgsProject.instance().setDirty(False)
        QCoreApplication.processEvents()
        iface.actionExit().trigger()

    QTimer.singleShot(1500, main)
