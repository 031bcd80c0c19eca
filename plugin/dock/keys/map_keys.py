"""Keys of Map mode that mean another button while something is begun, or none that stands in the dock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....inventory import schema
from .actions import CHOOSING, CUTTING, NOTE, NOTE_ACTIONS, NOTES, REASONS, REMOVAL_ACTIONS

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QAbstractButton

    from ..panels.map_panel import MapPanel


def button_of(panel: MapPanel, action: str) -> QAbstractButton | None:
    """The button that a key means now and does not mean everywhere; None where it is the usual one, or none.

    Grey or hidden, it does nothing.
    """
    mode = panel.mode()
    if action == schema.REFINE and panel.levels.facts is not None:
        return panel.levels.draw_button
    ends = {
        REASONS: panel.reasons.cancel,
        NOTES: panel.notes.cancel,
        CHOOSING: panel.choosing.give_up,
        CUTTING: panel.cutting.give_up,
    }
    if action == "give_up":
        return ends.get(mode, panel.drawing.give_up)
    if mode == NOTES and action in (NOTE, *NOTE_ACTIONS):
        return panel.notes.buttons[0 if action == NOTE else NOTE_ACTIONS.index(action)]
    own = {
        (REASONS, schema.REMOVE): panel.reasons.again,
        (CHOOSING, "accept"): panel.choosing.accept,
        (CUTTING, "accept"): panel.cutting.accept,
        (CUTTING, "split"): panel.cutting.draw,
    }
    return own.get((mode, action))


def reason_of(panel: MapPanel, action: str) -> str:
    """The reason of a key that removes without asking for it; empty for another key, and where nothing is removed."""
    remove = panel.operations.buttons[schema.REMOVE]
    is_possible = panel.mode() == REASONS or (remove.isEnabled() and remove.isVisibleTo(panel))
    return REMOVAL_ACTIONS.get(action, "") if is_possible else ""
