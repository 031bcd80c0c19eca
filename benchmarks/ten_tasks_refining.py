"""The ways of a refinement, for `ten_tasks_session.py`: vertices, QGIS's reshape by clicks and stream, one stroke."""

from __future__ import annotations

import person
from in_desktop import module, said, shown, wait
from qgis.core import Qgis, QgsGeometry
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.utils import iface
from ten_tasks_drawn import iou, outline_of, outline_shown
from ten_tasks_hand import HAND, KEY, knows, try_way

RESHAPE = "mActionReshapeFeatures"


def better(candidate: str, before: QgsGeometry, target: QgsGeometry) -> str:
    """Right where a refined outline has lost 60 % of its error."""
    after = outline_of(candidate, "refine")
    if after is None:
        return f"not written; said: {said()}"
    had, has = 1 - iou(before, target), 1 - iou(after, target)
    return "" if has <= 0.4 * had else f"error {had:.3f} became {has:.3f}"


def refinement(task: str, target: QgsGeometry, line: list[QPoint], moves: list[tuple[QPoint, QPoint]]) -> None:
    """All ways of one refinement: `line` is drawn from inside around and back."""
    candidate, before = shown().row["CANDIDATE_ID"], outline_shown()

    def judge() -> str:
        return better(candidate, before, target)

    def vertices() -> None:
        HAND.keys(KEY.Key_3)
        if "vertices" in module("plugin.dock.keys.actions").ACTIONS:
            HAND.keys(KEY.Key_V)
        wait(1500)  # QGIS indexes the outline
        for start, end in moves:
            HAND.clicks([start, end])
            wait(150)
        HAND.keys(KEY.Key_Return)

    def corners() -> None:
        HAND.keys(KEY.Key_3)
        HAND.tool(RESHAPE)
        HAND.clicks(line)
        HAND.clicks(line[-1:], Qt.MouseButton.RightButton)
        HAND.keys(KEY.Key_Return)

    def streamed() -> None:
        HAND.keys(KEY.Key_3)
        HAND.tool(RESHAPE)
        with_stream()
        HAND.stream(line)
        HAND.clicks(line[-1:], Qt.MouseButton.RightButton)
        HAND.keys(KEY.Key_Return)
        without_stream()

    def stroked() -> None:
        knows("reshape")
        HAND.keys(KEY.Key_3)
        HAND.stroke(line)
        HAND.keys(KEY.Key_Return)

    def stroked_by_a_held_key() -> None:
        knows("remove_again")
        HAND.held(KEY.Key_3, lambda: HAND.stroke(line))

    try_way(task, "QGIS's reshape from its tool bar, clicks", corners, judge)
    try_way(task, "QGIS's reshape from its tool bar, streaming", streamed, judge)
    try_way(task, "reshape by one stroke", stroked, judge)
    try_way(task, "reshape by one stroke, 3 held", stroked_by_a_held_key, judge)
    if moves:  # last, for Refine begins with the tool that was taken last
        try_way(task, "vertex tool", vertices, judge)
        if "vertices" in module("plugin.dock.keys.actions").ACTIONS:
            person.press_key(KEY.Key_3)
            person.press_key(KEY.Key_R)
            person.press_key(KEY.Key_Escape)


def with_stream() -> None:
    """By QGIS's own key for it, pressed once a day: not counted."""
    tool = iface.mapCanvas().mapTool()
    if hasattr(tool, "setStreamDigitizingEnabled"):
        tool.setStreamDigitizingEnabled(True)
    else:
        tool.setCurrentCaptureTechnique(Qgis.CaptureTechnique.Streaming)


def without_stream() -> None:
    person.press_tool(iface.mainWindow(), iface.actionPan())
