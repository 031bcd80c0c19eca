"""Steps of a session in the dock: keys that stay down until it is drawn, and decisions of one key or two."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from in_desktop import (
    REPORT,
    click,
    controller,
    dock_plugin,
    grab,
    is_in_sight,
    look_at_the_scene,
    module,
    on_map,
    parts_in_pixels,
    pixel,
    press,
    rows,
    said,
    shown,
    wait,
)
from person import hold_key, press_key, start_stroke, stroke, type_text
from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _panel() -> Any:
    return dock_plugin().dock.map_panel


def _outline() -> QgsGeometry:
    return on_map(controller().session.ground.geometry(shown().row[module("inventory.schema").GEOMETRY]))


def _state(candidate: str) -> Any:
    return dict(rows('SELECT "CANDIDATE_ID", "STATE" FROM candidates'))[candidate]


def _journal() -> int:
    return int(rows("SELECT count(*) FROM journal")[0][0])


def _to_a_candidate() -> str:
    """One that nobody has decided on and that is large enough to be drawn on; its identifier."""
    for _ in range(20):
        wait(500)
        if shown().is_candidate and shown().is_open and shown().row["AREA"] > 60_000:
            return str(shown().identifier)
        press(KEY.Key_Period)
    raise AssertionError("there is no such candidate")


def _done(candidate: str, journal: int) -> dict[str, Any]:
    wait(200)
    return {
        "state": _state(candidate),
        "journal": rows(f'SELECT "OPERATION" FROM journal WHERE fid > {journal}'),
        "mode": _panel().mode(),
        "on": shown().identifier != candidate,
        "said": said(),
    }


def _bay() -> list[QPoint]:
    """From inside the outline that is shown round some ground in the west and back."""
    outline = _outline()
    rim = pixel(min((QgsPointXY(vertex) for vertex in outline.vertices()), key=lambda point: point.x()))
    inside = pixel(outline.pointOnSurface().asPoint())
    turns = [math.radians(turn) for turn in range(-100, 101, 20)]
    lobe = [rim + QPoint(round(-38 * math.cos(turn)), round(38 * math.sin(turn))) for turn in turns]
    return [inside - QPoint(0, 4), *lobe, inside + QPoint(0, 4)]


def _ring() -> list[QPoint]:
    """Around the outline that is shown, drawn anew."""
    middle = pixel(_outline().pointOnSurface().asPoint())
    return [middle + QPoint(*at) for at in ((-60, 0), (-20, -50), (50, -40), (60, 10), (10, 50), (-58, 4))]


def _across() -> list[QPoint]:
    outline = _outline()
    middle, box = pixel(outline.pointOnSurface().asPoint()), outline.boundingBox()
    west, east = (pixel(QgsPointXY(x, box.yMinimum())).x() for x in (box.xMinimum(), box.xMaximum()))
    return [QPoint(west - 30, middle.y()), QPoint(east + 30, middle.y())]


def _repeat(key: Any, text: str) -> None:
    """As X11 repeats a key that stays down: releases and presses."""
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        target = QApplication.focusWidget()
        QApplication.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, True))


def _held(key: Any, text: str, draw: Callable[[], object]) -> None:
    let_go = hold_key(key)
    wait(300)
    _repeat(key, text)
    draw()
    _repeat(key, text)
    let_go()
    wait(300)


def _draw(places: list[QPoint]) -> Callable[[], None]:
    return lambda: stroke(iface.mapCanvas().viewport(), places)


def _draw_and_look(places: list[QPoint], name: str) -> Callable[[], None]:
    def draw() -> None:
        stroke(iface.mapCanvas().viewport(), places)
        grab(iface.mainWindow(), f"fewer-keys-{name}")

    return draw


def held_keys() -> None:
    """Refine and split by a key that is let go after the stroke; each is taken back after it."""
    for name, key, text, places in (("refine", KEY.Key_3, "3", _bay), ("split", KEY.Key_S, "s", _across)):
        candidate, journal = _to_a_candidate(), _journal()
        _held(key, text, _draw_and_look(places(), name))
        REPORT[f"held {name}"] = _done(candidate, journal)
        press(KEY.Key_Backspace)
        REPORT[f"held {name}"] |= {"undone": _state(candidate), "is back": shown().identifier == candidate}
    candidate, journal = _to_a_candidate(), _journal()
    _held(KEY.Key_3, "3", lambda: (press(KEY.Key_F), _draw(_ring())()))
    REPORT["held and a tool"] = _done(candidate, journal)
    press(KEY.Key_Backspace)


def a_key_before_the_mouse() -> None:
    """The key is let go while the stroke is still drawn: it is taken at the end of the stroke."""
    candidate, journal = _to_a_candidate(), _journal()
    let_go = hold_key(KEY.Key_3)
    wait(300)
    let_mouse_go = start_stroke(iface.mapCanvas().viewport(), _bay())
    let_go()
    REPORT["before the mouse"] = {"journal before": _journal() - journal}
    let_mouse_go()
    wait(300)
    REPORT["before the mouse"] |= _done(candidate, journal)
    press(KEY.Key_Backspace)


def a_short_press() -> None:
    """Whoever only taps the key draws as ever; so does who holds it and draws nothing, or nothing that counts."""
    candidate, journal = _to_a_candidate(), _journal()
    press(KEY.Key_3)
    _draw(_bay())()
    wait(300)
    tapped = (_panel().mode(), _journal() - journal)
    press(KEY.Key_Escape)
    _held(KEY.Key_3, "3", lambda: None)
    nothing = (_panel().mode(), _journal() - journal)
    press(KEY.Key_Escape)
    _held(KEY.Key_3, "3", _draw([QPoint(30, 40), QPoint(60, 110)]))
    far = (_panel().mode(), _journal() - journal)
    press(KEY.Key_Escape)
    let_go = hold_key(KEY.Key_3)
    press_key(KEY.Key_Escape)
    press_key(KEY.Key_4)  # another one was begun meanwhile: the first key has nothing to say there
    let_go()
    given_up = (_panel().mode(), _journal() - journal)
    press(KEY.Key_Escape)
    REPORT["short"] = {"tapped": tapped, "nothing": nothing, "far": far, "given up": given_up}
    REPORT["short"]["state"] = _state(candidate)


def merge_by_a_held_key() -> None:
    look_at_the_scene()
    press(KEY.Key_Period)
    look_at_the_scene()
    wait(300)
    candidate, journal = str(shown().identifier), _journal()
    near = iface.mapCanvas().rect().adjusted(10, 10, -10, -10)
    for feature in controller().session.layers.candidates.getFeatures():
        place = pixel(on_map(feature.geometry()).pointOnSurface().asPoint())
        [(identifier, state)] = rows(f'SELECT "CANDIDATE_ID", "STATE" FROM candidates WHERE fid = {feature.id()}')
        if identifier != candidate and state == "undecided" and near.contains(place):
            break
    _held(KEY.Key_M, "m", lambda: None)
    chosen_none = _panel().mode()
    press(KEY.Key_Escape)
    _held(KEY.Key_M, "m", lambda: click(place))
    REPORT["held merge"] = {**_done(candidate, journal), "nothing chosen": chosen_none, "other": _state(identifier)}
    press(KEY.Key_Backspace)
    REPORT["held merge"]["undone"] = [_state(candidate), _state(identifier)]


def reasons_in_one_key() -> None:
    candidate, journal = _to_a_candidate(), _journal()
    press(KEY.Key_T, SHIFT)
    REPORT["reason at once"] = {**_done(candidate, journal), "reason": _reason(candidate)}
    panel = _panel()
    REPORT["same reason"] = {"button": panel.operations.same.text(), "seen": is_in_sight(panel.operations.same)}
    grab(iface.mainWindow(), "fewer-keys-same-reason")
    iface.mainWindow().resize(1366, 768)
    wait(500)
    REPORT["same reason"]["hidden at 1366 x 768"] = parts_in_pixels()["hidden"]
    grab(iface.mainWindow(), "fewer-keys-1366")
    iface.mainWindow().resize(1600, 900)
    wait(300)
    second, journal = _to_a_candidate(), _journal()
    press(KEY.Key_5)
    REPORT["same reason"] |= {**_done(second, journal), "reason": _reason(second)}
    third, journal = _to_a_candidate(), _journal()
    press(KEY.Key_2)
    press(KEY.Key_M, SHIFT)  # in the list of reasons it is one of them, too
    REPORT["reason from the list"] = {**_done(third, journal), "reason": _reason(third)}
    for _ in range(3):
        press(KEY.Key_Backspace)
    REPORT["reasons undone"] = [_state(one) for one in (candidate, second, third)]


def _reason(candidate: str) -> Any:
    return dict(rows('SELECT "CANDIDATE_ID", "REASON" FROM candidates'))[candidate]


def a_wrong_key() -> None:
    """Wrong, back, right: three keys."""
    candidate, journal = _to_a_candidate(), _journal()
    for key, held in ((KEY.Key_1, None), (KEY.Key_Backspace, None), (KEY.Key_D, SHIFT)):
        press(key, held or Qt.KeyboardModifier.NoModifier)
    REPORT["wrong key"] = {**_done(candidate, journal), "reason": _reason(candidate)}
    press(KEY.Key_Backspace)


def comments_again() -> None:
    panel, texts = _panel(), ("snow in the upper part", "lake in front of it")
    written = []
    for text in texts:
        candidate = _to_a_candidate()
        press(KEY.Key_C)
        type_text(text)
        press(KEY.Key_Return)
        written.append(candidate)
        press(KEY.Key_Period)
    candidate, journal = _to_a_candidate(), _journal()
    REPORT["comments"] = {"button": is_in_sight(panel.note)}
    press(KEY.Key_N)
    wait(200)
    REPORT["comments"]["offered"] = [button.text() for button in panel.notes.buttons if button.isVisible()]
    REPORT["comments"]["seen"] = [is_in_sight(button) for button in panel.notes.buttons[:2]]
    grab(iface.mainWindow(), "fewer-keys-comments")
    press(KEY.Key_2)
    REPORT["comments"] |= {"chosen": _comment(candidate), "field": panel.comment.text(), "mode": panel.mode()}
    press(KEY.Key_N)
    press(KEY.Key_2)  # the one before, which is the second now
    REPORT["comments"]["both"] = (_comment(candidate), panel.comment.text())
    press(KEY.Key_N)
    press(KEY.Key_Escape)
    REPORT["comments"]["left"] = (panel.mode(), _comment(candidate))
    REPORT["comments"]["journal"] = rows(f'SELECT "OPERATION" FROM journal WHERE fid > {journal}')
    press(KEY.Key_Backspace)
    REPORT["comments"]["undone"] = _comment(candidate)
    press(KEY.Key_Backspace)
    press(KEY.Key_N)
    press(KEY.Key_N)
    REPORT["comments"]["twice"] = _comment(candidate)
    press(KEY.Key_Backspace)


def _comment(candidate: str) -> Any:
    return dict(rows('SELECT "CANDIDATE_ID", "COMMENT" FROM candidates'))[candidate]


def stretch_by_a_key() -> None:
    press(KEY.Key_B)
    REPORT["stretched"] = said()


STEPS = (
    stretch_by_a_key,
    held_keys,
    a_key_before_the_mouse,
    a_short_press,
    merge_by_a_held_key,
    reasons_in_one_key,
    a_wrong_key,
    comments_again,
    look_at_the_scene,
)
