"""The ways of split and merge, for `ten_tasks_session.py`."""

from __future__ import annotations

import person
from in_desktop import click, controller, pixel, rows, said, shown, wait
from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.utils import iface
from ten_tasks_drawn import another_on_the_map, outline_shown, to_a_candidate
from ten_tasks_hand import HAND, KEY, is_at_something, knows, try_way

SELECT = "mActionSelectFeatures"


def _across() -> list[QPoint]:
    """The ends of a line across what is shown, where the map shows it now."""
    wait(600)
    outline = outline_shown()
    middle, box = pixel(outline.pointOnSurface().asPoint()), outline.boundingBox()
    west, east = (pixel(QgsPointXY(x, box.yMinimum())).x() for x in (box.xMinimum(), box.xMaximum()))
    return [QPoint(west - 30, middle.y()), QPoint(east + 30, middle.y())]


def split() -> None:
    """Of a candidate that nobody has decided on."""
    to_a_candidate()
    units = 'SELECT count(*) FROM rock_glaciers WHERE "RGS_ID" IS NOT NULL AND "RGS_ID" <> \'\''

    def judge() -> str:
        found = rows(units)[0][0]
        return "" if found >= 2 else f"{found} units; said: {said()}"

    def after_remain() -> None:
        HAND.keys(KEY.Key_1, KEY.Key_Comma, KEY.Key_S)
        HAND.clicks(_across())
        HAND.keys(KEY.Key_Return)

    def stroke_after_remain() -> None:
        knows("reshape")
        HAND.keys(KEY.Key_1, KEY.Key_Comma, KEY.Key_S)
        HAND.stroke(_across())
        HAND.keys(KEY.Key_Return)

    def clicks_at_once() -> None:
        HAND.keys(KEY.Key_S)
        is_at_something()
        HAND.clicks(_across())
        HAND.keys(KEY.Key_Return)

    def stroke_at_once() -> None:
        knows("reshape")
        HAND.keys(KEY.Key_S)
        is_at_something()
        HAND.stroke(_across())
        HAND.keys(KEY.Key_Return)

    def stroke_by_a_held_key() -> None:
        knows("remove_again")
        HAND.held(KEY.Key_S, lambda: HAND.stroke(_across()))

    try_way("split", "remain, back, S, two clicks", after_remain, judge, undos=2)
    try_way("split", "remain, back, S, one stroke", stroke_after_remain, judge, undos=2)
    try_way("split", "S, two clicks", clicks_at_once, judge)
    try_way("split", "S, one stroke", stroke_at_once, judge)
    try_way("split", "S held, one stroke", stroke_by_a_held_key, judge)


def merge() -> None:
    """The candidate that is shown and another one, both undecided and whole on the map."""
    to_a_candidate()
    iface.mapCanvas().zoomByFactor(1.8)  # a person turns the wheel
    wait(800)
    extent = iface.mapCanvas().extent()
    own, other = (pixel(one.pointOnSurface().asPoint()) for one in (outline_shown(), another_on_the_map()))
    merged = "SELECT count(*) FROM journal WHERE \"OPERATION\" = 'merge'"
    before = rows(merged)[0][0]

    def judge() -> str:
        return "" if rows(merged)[0][0] > before else f"nothing is merged; said: {said()}"

    def look_again() -> None:
        iface.mapCanvas().setExtent(extent)  # the queue has gone on: a person would wheel back
        wait(800)

    def selected() -> None:
        HAND.keys(KEY.Key_1)
        look_again()
        HAND.clicks([other])
        HAND.keys(KEY.Key_1)
        look_again()
        iface.setActiveLayer(controller().session.layers.rock_glaciers)
        HAND.count.clicks += 1  # on its name in the panel of layers
        wait(200)
        HAND.tool(SELECT)
        HAND.clicks([own])
        person.click_at(iface.mapCanvas().viewport(), other, modifier=Qt.KeyboardModifier.ShiftModifier)
        HAND.count.clicks += 1
        wait(200)
        HAND.keys(KEY.Key_M)

    def clicked() -> None:
        HAND.keys(KEY.Key_M)
        is_at_something()
        HAND.clicks([other])
        HAND.keys(KEY.Key_Return)

    def clicked_by_a_held_key() -> None:
        knows("remove_again")
        HAND.held(KEY.Key_M, lambda: HAND.clicks([other]))

    try_way("merge", "remain each, select, M", selected, judge, undos=3)
    person.press_tool(iface.mainWindow(), iface.actionPan())
    look_again()
    before = rows(merged)[0][0]
    click(own)  # it is shown again
    assert shown().is_candidate
    try_way("merge", "M, click, Enter", clicked, judge)
    look_again()
    before = rows(merged)[0][0]
    click(own)
    try_way("merge", "M held, click", clicked_by_a_held_key, judge)
