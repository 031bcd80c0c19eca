"""The hand of `mapping_minutes_session.py`: the same decisions by clicks, by a stream, or by strokes and held keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import person
import ten_tasks_hand
from in_desktop import controller, dock_plugin, grab, move, on_map, pixel, rows, wait
from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QCoreApplication, QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface
from ten_tasks_drawn import iou
from ten_tasks_refining import RESHAPE, with_stream, without_stream

KEY = Qt.Key
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
CLICKS, STREAM, STROKES = "clicks", "streaming", "strokes"
WELL, ENOUGH = 0.8, 0.85
"""What is outlined so well remains; what is mended is mended until it is so good."""
_BEYOND = 12
"""Pixels that a line reaches over the rim that it meets."""
_REASONS = (("moraine", KEY.Key_M), ("moraine", KEY.Key_M), ("talus", KEY.Key_T))


@dataclass
class Minutes(ten_tasks_hand.Count):
    """What a person did, and how long the machine made him wait."""

    held: int = 0
    machine: float = 0.0
    decisions: int = 0


@dataclass
class TimedHand(ten_tasks_hand.Hand):
    """Keys are timed until the window answers; what the script waits for is not the machine's."""

    count: Minutes = field(default_factory=lambda: Minutes("", ""))

    def machine(self, act: Callable[[], object]) -> None:
        began = time.perf_counter()
        act()
        QCoreApplication.processEvents()
        self.count.machine += time.perf_counter() - began

    def keys(self, *keys: Any) -> None:
        for key in keys:
            wanted, held = key if isinstance(key, tuple) else (key, NONE)
            window = QApplication.activeWindow().windowHandle()
            self.machine(lambda window=window, wanted=wanted, held=held: QTest.keyClick(window, wanted, held))
            self.count.keys += 1
            self.count.held += held != NONE
            wait(150)

    def keep(self, key: Any) -> Callable[[], None]:
        """A key that stays down; returns what lets it go, timed."""
        let_go: list[Callable[[], None]] = []
        self.machine(lambda: let_go.append(person.hold_key(key)))
        self.count.machine -= 0.03  # in which `person` lets the window answer
        self.count.keys += 1
        wait(200)
        return lambda: self.machine(let_go[0])


HAND = TimedHand()
_last_reason: list[str] = []
_in_vain: list[QgsGeometry] = []
"""Where nothing good was proposed."""


def decide(way: str, outline: QgsGeometry, like: QgsGeometry | None) -> None:
    """What is shown, and the rock glacier that it is."""
    if like is None:
        _remove(way)
    elif iou(outline, like) >= WELL:
        HAND.keys(KEY.Key_1)
    else:
        _refine(way, outline, like)


def _remove(way: str) -> None:
    reason, key = _REASONS[rows("SELECT count(*) FROM candidates WHERE \"STATE\" = 'remove'")[0][0] % len(_REASONS)]
    again = _last_reason == [reason]
    _last_reason[:] = [reason]
    if way == STROKES:
        HAND.keys(KEY.Key_5 if again else (key, SHIFT))
    else:
        HAND.keys(KEY.Key_2, KEY.Key_2 if again else key)


# Refine


def _refine(way: str, outline: QgsGeometry, like: QgsGeometry) -> None:
    """Along the true rim, wherever the outline leaves it by much; the widest first."""
    let_go = HAND.keep(KEY.Key_3) if way == STROKES else None
    if let_go is None:
        HAND.keys(KEY.Key_3)
        HAND.tool(RESHAPE)
    if way == STREAM:
        with_stream()
    for line in _lines(outline, like):
        if way == STROKES:
            HAND.stroke(_thinned(line, 1.0))
            continue
        places = _thinned(line, 4.0 if way == CLICKS else 1.0)
        HAND.clicks(places) if way == CLICKS else HAND.stream(places)
        HAND.clicks(places[-1:], Qt.MouseButton.RightButton)
    grab(iface.mainWindow(), f"mapping-{way}-refine")
    if let_go is None:
        HAND.keys(KEY.Key_Return)
    else:
        let_go()
    if way == STREAM:
        without_stream()
    wait(300)
    if dock_plugin().dock.map_panel.mode() != "deciding":  # nothing could be made of the lines: it remains as found
        HAND.keys(KEY.Key_Escape, KEY.Key_1)


def _lines(outline: QgsGeometry, like: QgsGeometry) -> list[list[QgsPointXY]]:
    """Pieces of the true rim to be drawn, until the outline would be good enough."""
    found: list[list[QgsPointXY]] = []
    pieces = [*_parts(like.difference(outline)), *_parts(outline.difference(like))]
    now = QgsGeometry(outline)
    for piece in sorted(pieces, key=lambda one: -one.area()):
        if iou(now, like) >= ENOUGH or len(found) == 4:
            break
        now = now.combine(piece) if like.intersects(piece.pointOnSurface()) else now.difference(piece)
        line = _rim_along(piece, like)
        if line:
            found.append(line)
    return found


def _parts(geometry: QgsGeometry) -> list[QgsGeometry]:
    return [part for part in geometry.asGeometryCollection() if part.area() > 0]


def _rim_along(piece: QgsGeometry, like: QgsGeometry) -> list[QgsPointXY]:
    """The true rim that a piece of ground lies at, a little farther at both ends."""
    pixel_size = iface.mapCanvas().mapUnitsPerPixel()
    rim = QgsGeometry(like.constGet().boundary()).intersection(piece.buffer(0.3 * pixel_size, 4)).mergeLines()
    lines = [part for part in rim.asGeometryCollection() if part.length() > 4 * pixel_size]
    if not lines:
        return []
    longest = max(lines, key=lambda one: one.length()).extendLine(_BEYOND * pixel_size, _BEYOND * pixel_size)
    return [QgsPointXY(vertex) for vertex in longest.vertices()]


def _thinned(line: Sequence[QgsPointXY], pixels: float) -> list[QPoint]:
    """On the screen, with no more corners than a hand makes."""
    simple = QgsGeometry.fromPolylineXY(list(line)).simplify(pixels * iface.mapCanvas().mapUnitsPerPixel())
    return [pixel(QgsPointXY(vertex)) for vertex in simple.vertices()]


# Retrieve


def retrieve(way: str, target: QgsGeometry) -> None:
    """What is whole on the map, and in the inventory not at all."""
    ring = [QgsPointXY(vertex) for vertex in target.vertices()]
    if way == STROKES:
        _retrieve_by_strokes(target, _thinned(ring, 1.0))
        return
    HAND.keys(KEY.Key_4)
    if way == CLICKS:
        HAND.clicks(_thinned(ring, 4.0)[:-1])
    else:
        with_stream()
        HAND.stream(_thinned(ring, 1.0)[:-1])
    HAND.keys(KEY.Key_Return)
    if way == STREAM:
        without_stream()
    wait(300)


def _retrieve_by_strokes(target: QgsGeometry, ring: list[QPoint]) -> None:
    """What is proposed where the mouse is, if it is good; else a stroke while the key is still down.

    Where nothing good was proposed, the network knows no such ground, and one does not point again.
    """
    points = not _in_vain
    if points:
        move(pixel(target.pointOnSurface().asPoint()))
        HAND.count.clicks += 1
    let_go = HAND.keep(KEY.Key_4)
    if points and _is_proposed(target):
        let_go()
        HAND.keys(KEY.Key_Return)
    else:
        HAND.stroke(ring)
        let_go()
    wait(300)


def _is_proposed(target: QgsGeometry) -> bool:
    """Whether what comes within a second is good; the second is told as the machine's."""
    began = time.perf_counter()
    while not (growing := controller().session.view.growing.shown) and time.perf_counter() - began < 1.0:
        wait(20)
    HAND.count.machine += time.perf_counter() - began
    good = growing is not None and iou(on_map(QgsGeometry(growing)), target) >= WELL
    _in_vain.extend([] if good else [target])
    return good
