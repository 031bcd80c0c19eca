"""The ways of what was missed, for `ten_tasks_session.py`: clicks, a stream, one stroke, one click; another level."""

from __future__ import annotations

from in_desktop import dock_plugin, move, pixel, said, shown, wait, wait_for
from qgis.utils import iface
from ten_tasks_drawn import corners_of, iou, missed_on_the_map, outline_of, outline_shown, to_a_candidate
from ten_tasks_hand import HAND, KEY, knows, try_way
from ten_tasks_refining import with_stream, without_stream

CORNERS = 12
"""Clicks that an outline takes."""


def retrieve() -> None:
    to_a_candidate()
    iface.mapCanvas().zoomByFactor(1.8)  # a person turns the wheel
    wait(800)
    target = missed_on_the_map()
    inside = pixel(target.pointOnSurface().asPoint())
    rim = corners_of(target)
    few = next(corners for step in range(1, 90) if len(corners := corners_of(target.simplify(2.0 * step))) <= CORNERS)

    def judge() -> str:
        found = outline_of("", "retrieve")
        if found is None:
            return f"not written; said: {HAND.count.told or said()}"
        return "" if iou(found, target) > 0.8 else f"another one: {iou(found, target):.2f}"

    def corners() -> None:
        HAND.keys(KEY.Key_4)
        HAND.clicks(few)
        HAND.keys(KEY.Key_Return)

    def streamed() -> None:
        HAND.keys(KEY.Key_4)
        with_stream()
        HAND.stream(rim)
        HAND.keys(KEY.Key_Return)
        without_stream()

    def stroked() -> None:
        knows("freehand")
        HAND.keys(KEY.Key_4)
        HAND.stroke(rim)
        HAND.keys(KEY.Key_Return)

    def proposed() -> None:
        knows("grow")
        HAND.keys(KEY.Key_4)
        HAND.clicks([inside])
        try:
            wait_for(lambda: dock_plugin().dock.map_panel.levels.isVisible(), limit_s=15)
        except AssertionError:
            HAND.count.told = dock_plugin().dock.map_panel.drawing.text.text()
        HAND.keys(KEY.Key_Return)

    def at_the_mouse() -> None:
        knows("remove_again")
        move(inside)
        HAND.keys(KEY.Key_4)
        wait_for(lambda: dock_plugin().dock.map_panel.levels.isVisible(), limit_s=15)
        HAND.keys(KEY.Key_Return)

    def stroked_by_a_held_key() -> None:
        knows("remove_again")
        HAND.held(KEY.Key_4, lambda: HAND.stroke(rim))

    extent = iface.mapCanvas().extent()
    for way, act in (
        ("clicks", corners),
        ("QGIS's streaming", streamed),
        ("one stroke", stroked),
        ("one stroke, 4 held", stroked_by_a_held_key),
        ("one click, proposed", proposed),
        ("where the mouse is, proposed", at_the_mouse),
    ):
        iface.mapCanvas().setExtent(extent)  # what was taken back has moved it
        wait(800)
        try_way("retrieve", way, act, judge)


def by_level() -> None:
    """A refinement that the probability has: it is not drawn at all."""
    to_a_candidate()
    candidate, before = shown().row["CANDIDATE_ID"], outline_shown()

    def judge() -> str:
        after = outline_of(candidate, "refine")
        return "" if after is not None and after.area() < before.area() else f"no smaller one; said: {said()}"

    def shrunk() -> None:
        knows("grow")
        HAND.keys(KEY.Key_Minus)
        wait_for(lambda: dock_plugin().dock.map_panel.mode() == "breathing")
        HAND.keys(KEY.Key_Minus, KEY.Key_Return)

    try_way("refinement to a higher level", "-, -, Enter", shrunk, judge)

    def sharpest() -> None:
        knows("grow")
        HAND.keys(KEY.Key_0)
        wait_for(lambda: dock_plugin().dock.map_panel.mode() == "breathing")
        HAND.keys(KEY.Key_Return)

    def is_another() -> str:
        after = outline_of(candidate, "refine")
        return "" if after is not None and iou(after, before) < 1 else f"the same; said: {said()}"

    try_way("refinement to the sharpest edge", "0, Enter", sharpest, is_another)
