"""A person's hand in the desktop that counts what it presses, clicks and draws; for `ten_tasks_session.py`."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import in_desktop
import person
from in_desktop import dock_plugin, module, rows, said, wait
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QAction, QToolButton
from qgis.utils import iface

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


class NotHere(Exception):
    """The dock has no such way."""


@dataclass
class Count:
    """What a person did: `path` is how far the mouse went with a stroke or a stream, in pixels."""

    task: str
    way: str
    keys: int = 0
    clicks: int = 0
    strokes: int = 0
    path: float = 0.0
    seconds: float = 0.0
    done: bool = False
    told: str = ""

    @property
    def all(self) -> int:
        return self.keys + self.clicks + self.strokes


@dataclass
class Hand:
    """Presses, clicks and draws, and counts it."""

    count: Count = field(default_factory=lambda: Count("", ""))

    def keys(self, *keys: Any) -> None:
        for key in keys:
            wanted, held = key if isinstance(key, tuple) else (key, Qt.KeyboardModifier.NoModifier)
            in_desktop.press(wanted, held)
            self.count.keys += 1
            wait(150)

    def held(self, key: Any, act: Callable[[], None]) -> None:
        """One key, which stays down while something else is done."""
        let_go = person.hold_key(key)
        self.count.keys += 1
        wait(150)
        act()
        let_go()
        wait(150)

    def text(self, text: str) -> None:
        person.type_text(text)
        self.count.keys += len(text)

    def clicks(self, places: Sequence[QPoint], button: Any = Qt.MouseButton.LeftButton) -> None:
        for place in places:
            in_desktop.click(place, button)
            self.count.clicks += 1
            wait(60)

    def tool(self, name: str) -> None:
        """The button of one of QGIS's own tools."""
        action, window = iface.mainWindow().findChild(QAction, name), iface.mainWindow()
        buttons = [button for button in window.findChildren(QToolButton) if button.defaultAction() is action]
        person.press_button(next(button for button in buttons if button.isVisible()))
        self.count.clicks += 1
        wait(200)

    def stroke(self, places: Sequence[QPoint]) -> None:
        person.stroke(iface.mapCanvas().viewport(), places)
        self.count.strokes += 1
        self.count.path += _length(places)
        wait(150)

    def stream(self, places: Sequence[QPoint]) -> None:
        """QGIS's streaming: a click, and the mouse moves without its button."""
        self.clicks(places[:1])
        for before, place in zip(places, places[1:]):
            steps = max(1, (place - before).manhattanLength() // 8)
            for step in range(1, steps + 1):
                in_desktop.move(before + (place - before) * step / steps)
        self.count.path += _length(places)


HAND = Hand()
COUNTS: list[Count] = []


def _length(places: Sequence[QPoint]) -> float:
    return sum(math.hypot(b.x() - a.x(), b.y() - a.y()) for a, b in zip(places, places[1:]))


def knows(action: str) -> None:
    """Whether this dock has an action."""
    if action not in module("plugin.dock.keys.actions").ACTIONS:
        raise NotHere


def is_at_something() -> None:
    """Whether the last key began something; else this dock does not know it here."""
    if dock_plugin().dock.map_panel.mode() == "deciding":
        raise NotHere


def try_way(task: str, way: str, act: Callable[[], None], judge: Callable[[], str], undos: int = 1) -> None:
    """Do a task in one way, judge it (an empty text is right), and take it back."""
    HAND.count = count = Count(task, way)
    before = rows("SELECT count(*) FROM journal")[0][0]
    began = time.monotonic()
    try:
        act()
    except NotHere:
        person.press_key(Qt.Key.Key_Escape)
        return
    count.seconds = round(time.monotonic() - began, 2)
    wait(400)
    count.told = judge()
    count.done = not count.told
    COUNTS.append(count)
    if dock_plugin().dock.map_panel.mode() != "deciding":
        in_desktop.press(Qt.Key.Key_Escape)
        count.told += f" (not at an end; said: {said()})"
    for _ in range(undos if rows("SELECT count(*) FROM journal")[0][0] > before else 0):
        in_desktop.press(Qt.Key.Key_Z, CTRL)
        wait(300)
