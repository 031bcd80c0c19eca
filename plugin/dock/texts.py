"""Words for people: the names of operations, reasons, decisions and orders, in the language of QGIS."""

from __future__ import annotations

from ...inventory import schema
from ...inventory.levels import GROW, NEARLY, SHARP, SHRINK, SOFT, STEEPEST, VAGUE
from ...processing_provider.adapters.translation import tr
from .finish_texts import kind_text, tool_text
from .keys.actions import (
    DROP_CUT,
    NOTE,
    NOTE_ACTIONS,
    OPEN_ACTIONS,
    REASON_ACTIONS,
    REMOVAL_ACTIONS,
    REMOVE_AGAIN,
    STRETCH,
    TOOL_ACTIONS,
    UNITS,
)


def operation_text(operation: str) -> str:
    """The label of an operation's button, or the name of another gesture."""
    return {
        schema.REMAIN: tr("Remain"),
        schema.REMOVE: tr("Remove"),
        schema.REFINE: tr("Refine"),
        schema.RETRIEVE: tr("Retrieve"),
        schema.SPLIT: tr("Split"),
        schema.MERGE: tr("Merge"),
        schema.MARKER: tr("Move of a marker"),
        schema.COMMENT: tr("Comment"),
        schema.REVIEW: tr("Decision"),
        schema.SETTLE: tr("Settlement of twins"),
        schema.CONSENSUS_GESTURE: tr("Consensus"),
        schema.WINDOW: tr("Search of a window"),
    }[operation]


def operation_help(operation: str) -> str:
    """What an operation does, for its tooltip."""
    return {
        schema.REMAIN: tr("A rock glacier, well outlined: take it into the inventory as it is"),
        schema.REMOVE: tr(
            "No rock glacier: take it out, and say why with one more key; Shift and that key do both at once"
        ),
        schema.REFINE: tr(
            "A rock glacier, badly outlined: draw where its rim should run; keep the key down meanwhile, and "
            "letting go takes it"
        ),
        schema.RETRIEVE: tr(
            "A rock glacier that the network missed: it is proposed where the mouse is, or draw it; keep the key down "
            "while you draw, and letting go takes it"
        ),
    }[operation]


def state_text(state: str, reason: str = "") -> str:
    """A candidate's state as a phrase; empty for a rock glacier, which has none."""
    if state == schema.REMOVE and reason:
        return tr("removed: {}").format(reason_text(reason))
    return {
        schema.UNDECIDED: tr("undecided"),
        schema.REMAIN: tr("remains"),
        schema.REMOVE: tr("removed"),
        schema.REFINE: tr("refined"),
    }.get(state, state)


def reason_text(reason: str) -> str:
    """A reason of a removal; one that the schema does not know is shown as it is."""
    return {
        "debris-covered glacier": tr("debris-covered glacier"),
        "rock avalanche": tr("rock avalanche"),
        "landslide": tr("landslide"),
        "moraine": tr("moraine"),
        "talus": tr("talus"),
        "water": tr("water"),
        "shadow or snow": tr("shadow or snow"),
        "image fault": tr("image fault"),
        "other": tr("other"),
    }.get(reason, reason)


def decision_text(decision: str) -> str:
    """The label of a reviewer's button."""
    return {
        schema.YES: tr("Yes"),
        schema.NO: tr("No"),
        schema.UNCERTAIN: tr("Uncertain"),
        schema.UNDEFINED: tr("Undefined"),
    }[decision]


def decision_help(decision: str) -> str:
    """What a decision says, for its tooltip."""
    return {
        schema.YES: tr("It is a rock glacier"),
        schema.NO: tr("It is no rock glacier: a false identification"),
        schema.UNCERTAIN: tr("It may be a rock glacier; the image does not settle it"),
        schema.UNDEFINED: tr("It cannot be judged here, for the image does not show it"),
    }[decision]


def action_text(action: str) -> str:
    """What a key does, for the list of keys."""
    if action in REASON_ACTIONS:
        return tr("Reason: {}").format(reason_text(REASON_ACTIONS[action]))
    if action in REMOVAL_ACTIONS:
        return tr("Remove: {}").format(reason_text(REMOVAL_ACTIONS[action]))
    if action in NOTE_ACTIONS:
        return tr("Comment that was written before: {}").format(NOTE_ACTIONS.index(action) + 1)
    if action in OPEN_ACTIONS:
        return tr("Finish: {}").format(kind_text(OPEN_ACTIONS[action]))
    if action in TOOL_ACTIONS:
        return tr("Finish: {}").format(tool_text(TOOL_ACTIONS[action]))
    if action in schema.OPERATIONS:
        return operation_text(action)
    if action in schema.DECISIONS:
        return tr("Review: {}").format(decision_text(action))
    return {
        GROW: tr("Let the outline grow"),
        SHRINK: tr("Let the outline shrink"),
        STEEPEST: tr("Outline at the sharpest edge"),
        "remain_all": tr("Remain: all that are shown"),
        "accept": tr("Accept the drawing or the choice"),
        "give_up": tr("Give up the drawing, the removal or the choice"),
        "reshape": tr("Draw: reshape by one stroke"),
        "vertices": tr("Draw: move vertices"),
        "freehand": tr("Draw: the whole outline, freehand"),
        "smooth": tr("Draw: smooth the outline"),
        "previous": tr("Previous"),
        "next": tr("Next"),
        "skip": tr("Skip"),
        "first": tr("First undecided"),
        "undo": tr("Undo"),
        "redo": tr("Redo"),
        "hide": tr("Hide the outlines, while held or until pressed again"),
        "viewer": tr("Open the place in another viewer"),
        "map-left": tr("Move the map to the left"),
        "map-right": tr("Move the map to the right"),
        "map-up": tr("Move the map up"),
        "map-down": tr("Move the map down"),
        "glaciers": tr("Glacier outlines on or off"),
        STRETCH: tr("Stretch the image to what is in view"),
        "comment": tr("Write a comment"),
        NOTE: tr("A comment that was written before"),
        REMOVE_AGAIN: tr("Remove for the same reason as the last one"),
        "split": tr("Split"),
        UNITS: tr("Propose units"),
        DROP_CUT: tr("Units: drop the cut that is the least sure"),
        "merge": tr("Merge"),
        "none": tr("Review: none is missing in the window"),
        "discuss": tr("Review: discuss what reviewers see differently"),
        "finish": tr("What is still open"),
        "help": tr("Help"),
    }[action]


def edge_text(word: str) -> str:
    """How sharp the edge of an outline is, beside its other outlines."""
    return {SHARP: tr("sharp edge"), NEARLY: tr("fairly sharp edge"), SOFT: tr("soft edge"), VAGUE: tr("vague edge")}[
        word
    ]


def undo_texts(done: str, undone: str) -> tuple[str, str]:
    """What undo and redo would do, of the operations' names; empty where nothing."""
    return (
        tr("Undo: {}").format(operation_text(done)) if done else "",
        tr("Redo: {}").format(operation_text(undone)) if undone else "",
    )
