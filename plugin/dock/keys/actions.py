"""What a key can do: the actions, the scopes in which each is live, and its default keys."""

from __future__ import annotations

from ....gestures.finishing.open_points import KINDS
from ....inventory import schema
from ....inventory.levels import GROW, SHRINK, STEEPEST

OFF, DECIDING, REASONS, DRAWING, REVIEW, FINISH = "off", "deciding", "reasons", "drawing", "review", "finish"
SEARCHING, CHOOSING, CUTTING, BREATHING, NOTES = "searching", "choosing", "cutting", "breathing", "notes"
SCOPES = (OFF, DECIDING, REASONS, NOTES, DRAWING, CHOOSING, CUTTING, BREATHING, REVIEW, SEARCHING, FINISH)
"""What a person is at, and so which keys are live."""

REASON_ACTIONS = {f"reason-{reason.replace(' ', '-')}": reason for reason in schema.REMOVAL_REASONS}
"""Action -> reason of a removal."""
_REASON_KEYS = ("D", "A", "L", "M", "T", "W", "S", "I", "O")
REMOVAL_ACTIONS = {f"remove-{reason.replace(' ', '-')}": reason for reason in schema.REMOVAL_REASONS}
"""Action -> reason of a removal that is not asked for: Shift and the letter, which is where each keyboard has it."""
REMOVE_AGAIN = "remove_again"
NOTE, NOTE_ACTIONS = "note", tuple(f"note-{place}" for place in range(1, 10))
"""To list the comments that were written last, and to take one of them."""
OPEN_HELP = "help"
"""Also for who writes: its key is F1, unless somebody gave it a letter."""
OPEN_ACTIONS = {f"open-{kind}": kind for kind in KINDS}
"""Action -> kind of what is still open, to be gone through."""
_OPEN_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0")
TOOL_ACTIONS = {
    f"tool-{name}": name
    for name in ("summarise", "gridstatistics", "agreement", "report", "exportinventory", "publishinventory")
}
"""Action -> the tool of the toolbox that makes something of the inventory, by the name of its algorithm."""
_TOOL_KEYS = ("T", "M", "A", "R", "E", "P")
UNITS, DROP_CUT = "propose_units", "drop_cut"
STRETCH = "stretch"
DRAWING_TOOLS = ("reshape", "vertices", "freehand")
"""Actions that take a tool in hand while an outline is drawn."""
HELD = ("hide",)
"""Actions that last as long as their key is held."""
RESTING = (schema.REFINE, schema.RETRIEVE, "split", "merge")
"""Actions whose key may stay down until it is drawn or clicked what they are for: letting go then takes it."""
MAP_MOVES = ("map-left", "map-right", "map-up", "map-down")
REPEATED = (*MAP_MOVES, GROW, SHRINK)
"""Actions that go on while their key rests on the board: they decide nothing."""

_ANY = (DECIDING, REASONS, NOTES, DRAWING, CHOOSING, CUTTING, BREATHING, REVIEW, SEARCHING, FINISH)
_BOTH = (DECIDING, REVIEW, SEARCHING)
# action -> (scopes in which it is live, default keys in portable text)
_ACTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    schema.REMAIN: ((DECIDING,), ("1",)),
    # Once more while the reasons are asked for: the last reason again.
    schema.REMOVE: ((DECIDING, REASONS), ("2",)),
    REMOVE_AGAIN: ((DECIDING,), ("5",)),
    # Also from an outline that has grown, or is proposed where somebody has clicked.
    schema.REFINE: ((DECIDING, BREATHING, DRAWING), ("3",)),
    schema.RETRIEVE: ((DECIDING,), ("4",)),
    # While one draws, of an outline that is proposed where somebody has clicked.
    GROW: ((DECIDING, BREATHING, DRAWING), ("+", "=")),
    SHRINK: ((DECIDING, BREATHING, DRAWING), ("-",)),
    STEEPEST: ((DECIDING, BREATHING, DRAWING), ("0",)),
    "remain_all": ((DECIDING,), ("R",)),
    "accept": ((DRAWING, CHOOSING, CUTTING, BREATHING), ("Return", "Enter")),
    "give_up": ((REASONS, NOTES, DRAWING, CHOOSING, CUTTING, BREATHING), ("Esc",)),
    "reshape": ((DRAWING,), ("R",)),
    "vertices": ((DRAWING,), ("V",)),
    "freehand": ((DRAWING,), ("F",)),
    "smooth": ((DRAWING,), ("O",)),
    "previous": (_BOTH, (",", "PgUp", "Left", "Up")),
    "next": (_BOTH, (".", "PgDown", "Right", "Down")),
    "skip": (_BOTH, ("Space",)),
    "first": ((REVIEW, SEARCHING), ("Home",)),
    "undo": (_BOTH, ("Ctrl+Z", "Backspace")),
    "redo": (_BOTH, ("Ctrl+Shift+Z",)),
    "hide": (_ANY, ("H",)),
    "glaciers": (_ANY, ("G",)),
    STRETCH: (_ANY, ("B",)),
    # In Finish its key is that of an export.
    "viewer": (tuple(scope for scope in _ANY if scope != FINISH), ("E",)),
    **{action: (_ANY, (f"Shift+{way}",)) for action, way in zip(MAP_MOVES, ("Left", "Right", "Up", "Down"))},
    "comment": (_BOTH, ("C",)),
    # Once more while they are listed: the last one.
    NOTE: ((DECIDING, NOTES), ("N",)),
    "split": ((DECIDING, CUTTING), ("S",)),
    UNITS: ((DECIDING,), ("P",)),
    DROP_CUT: ((CUTTING,), ("Backspace",)),
    "merge": ((DECIDING,), ("M",)),
    schema.YES: ((REVIEW,), ("Y",)),
    schema.NO: ((REVIEW,), ("N",)),
    schema.UNCERTAIN: ((REVIEW,), ("U",)),
    schema.UNDEFINED: ((REVIEW,), ("X",)),
    "none": ((SEARCHING,), ("N",)),
    "discuss": ((REVIEW, SEARCHING), ("D",)),
    "finish": (_BOTH, ("F",)),
    OPEN_HELP: ((OFF, *_ANY), ("F1",)),
    **{action: ((REASONS,), (key,)) for action, key in zip(REASON_ACTIONS, _REASON_KEYS)},
    **{action: ((DECIDING, REASONS), (f"Shift+{key}",)) for action, key in zip(REMOVAL_ACTIONS, _REASON_KEYS)},
    **{action: ((NOTES,), (str(place),)) for place, action in enumerate(NOTE_ACTIONS, 1)},
    **{action: ((FINISH,), (key,)) for action, key in zip(OPEN_ACTIONS, _OPEN_KEYS)},
    **{action: ((FINISH,), (key,)) for action, key in zip(TOOL_ACTIONS, _TOOL_KEYS)},
}
ACTIONS = tuple(_ACTIONS)


def scopes_of(action: str) -> tuple[str, ...]:
    """The scopes in which an action is live."""
    return _ACTIONS[action][0]


def default_keys(action: str) -> tuple[str, ...]:
    """The keys an action has until a person chooses others, in portable text."""
    return _ACTIONS[action][1]
