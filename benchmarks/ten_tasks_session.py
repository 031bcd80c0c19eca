"""Runs inside the real QGIS desktop (``qgis --code``): a mapper's ten tasks by real keys and mouse, counted.

Each task has the ways that a trained person knows; a way that this dock does not have is left out. What a way made
is judged in the file, and then taken back, so that every way begins with the same. `ten_tasks.py` starts it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QPoint
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])
sys.path.insert(0, str(Path(os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"]).parents[1] / "benchmarks"))

import in_desktop
from in_desktop import (
    FOLDER,
    REPORT,
    SAMPLE,
    open_inventory,
    pixel,
    rows,
    run,
    said,
    say_who,
    show_the_dock,
    shown,
    wait,
)
from ten_tasks_drawn import lobe_of, on_ground, outline_shown, round_places, to_a_candidate
from ten_tasks_hand import COUNTS, CTRL, HAND, KEY, SHIFT, is_at_something, knows, try_way
from ten_tasks_parting import merge, split
from ten_tasks_refining import better, refinement
from ten_tasks_retrieving import by_level, retrieve

INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
CORNERS = 12
"""Clicks that a round outline takes."""


# The tasks


def begin() -> None:
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene"))
    show_the_dock()
    say_who("Ada Mapper")
    open_inventory(INVENTORY)
    iface.advancedDigitizeToolBar().show()
    wait(2000)
    REPORT["candidates"] = rows("SELECT count(*) FROM candidates")[0][0]


def state_of(candidate: str) -> str:
    return str(dict(rows('SELECT "CANDIDATE_ID", "STATE" FROM candidates'))[candidate])


def is_now(state: str) -> Callable[[], str]:
    candidate = shown().row["CANDIDATE_ID"]
    return lambda: "" if state_of(candidate) == state else f"it is {state_of(candidate)}; said: {said()}"


def remain_and_remove() -> None:
    try_way("remain", "1", lambda: HAND.keys(KEY.Key_1), is_now("remain"))
    try_way("remove", "2 and the reason", lambda: HAND.keys(KEY.Key_2, KEY.Key_D), is_now("remove"))

    def at_once() -> None:
        knows("remove_again")
        HAND.keys((KEY.Key_D, SHIFT))

    def for_the_last_reason() -> None:
        knows("remove_again")
        HAND.keys(KEY.Key_5)

    try_way("remove", "Shift and the reason", at_once, is_now("remove"))
    try_way("remove", "5: the last reason", for_the_last_reason, is_now("remove"))

    def corrected() -> None:
        HAND.keys(KEY.Key_1, (KEY.Key_Z, CTRL), KEY.Key_2, KEY.Key_2)

    def mended() -> None:
        knows("remove_again")
        HAND.keys(KEY.Key_1, KEY.Key_Backspace, (KEY.Key_D, SHIFT))

    try_way("wrong key undone", "1, undo, 2 2", corrected, is_now("remove"))
    try_way("wrong key undone", "1, Backspace, Shift and the reason", mended, is_now("remove"))


def comment() -> None:
    candidate = shown().row["CANDIDATE_ID"]

    def write() -> None:
        HAND.keys(KEY.Key_C)
        HAND.text("snow")
        HAND.keys(KEY.Key_Return)

    def judge() -> str:
        found = dict(rows('SELECT "CANDIDATE_ID", "COMMENT" FROM candidates'))[candidate]
        return "" if found == "snow" else f"it is {found}"

    def again() -> None:
        knows("note")
        HAND.keys(KEY.Key_N, KEY.Key_1)

    try_way("comment", "C, four letters, Enter", write, judge)
    try_way("comment", "N, 1: one of the last", again, judge)


def small_refinement() -> None:
    to_a_candidate()
    REPORT["refined"] = (shown().identifier, shown().row["AREA"], iface.mapCanvas().scale())
    lobe = lobe_of(outline_shown())
    refinement("small refinement", lobe.target, lobe.places, lobe.corners)


def large_refinement() -> None:
    """The outline holds half of the landform only."""
    to_a_candidate()
    outline = outline_shown()
    box = outline.boundingBox()
    low = pixel(QgsPointXY(box.xMinimum(), box.yMinimum()))
    high = pixel(QgsPointXY(box.xMaximum(), box.yMaximum()))
    middle = QPoint((low.x() + high.x()) // 2, (low.y() + high.y()) // 2)
    across, along = 0.85 * abs(high.x() - low.x()), 0.85 * abs(high.y() - low.y())
    target = on_ground(round_places(middle, across, along, 60))
    ring = round_places(middle, across, along, CORNERS)
    line = [middle, *ring, ring[0] - QPoint(0, 1), middle - QPoint(0, 4)]
    refinement("large refinement", target, line, [])
    candidate = shown().row["CANDIDATE_ID"]

    def anew() -> None:
        knows("freehand")
        HAND.keys(KEY.Key_3, KEY.Key_F)
        HAND.stroke(round_places(middle, across, along, 60))
        HAND.keys(KEY.Key_Return)

    def anew_by_held_keys() -> None:
        knows("remove_again")
        around = round_places(middle, across, along, 60)
        HAND.held(KEY.Key_3, lambda: (HAND.keys(KEY.Key_F), HAND.stroke(around)))

    def is_better() -> str:
        return better(candidate, outline, target)

    try_way("large refinement", "drawn anew by one stroke", anew, is_better)
    try_way("large refinement", "drawn anew by one stroke, 3 held", anew_by_held_keys, is_better)


def batch() -> None:
    undecided = "SELECT count(*) FROM candidates WHERE \"STATE\" = 'undecided'"
    before = rows(undecided)[0][0]

    def one_by_one() -> None:
        HAND.keys(*[KEY.Key_1] * 6)

    def at_once() -> None:
        HAND.keys(KEY.Key_R)
        is_at_something()
        wait(800)  # a person looks at what is marked
        HAND.keys(KEY.Key_Return)

    def judge() -> str:
        decided = before - rows(undecided)[0][0]
        return "" if decided >= 6 else f"{decided} are decided; said: {said()}"

    try_way("six remains", "1, six times", one_by_one, judge, undos=6)
    in_desktop.look_at_the_scene()
    try_way("six remains", "R, Enter: all that are shown", at_once, judge, undos=1)


def write() -> None:
    counts = [{**asdict(count), "all": count.all} for count in COUNTS]
    (FOLDER / "times.json").write_text(json.dumps({"counts": counts, "seen": REPORT}, default=str), "utf-8")


run(
    (
        begin,
        remain_and_remove,
        comment,
        small_refinement,
        large_refinement,
        by_level,
        retrieve,
        split,
        merge,
        batch,
        write,
    )
)
