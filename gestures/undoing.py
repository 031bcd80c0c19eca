"""Undo and redo, by what the journal tells; both are gestures themselves."""

from __future__ import annotations

from dataclasses import dataclass

from ..inventory.schema import REDO, REVIEW, REVIEWS, ROCK_GLACIERS, SETTLE, UNDO
from ..store.edit import Edit
from ..store.journal import touched_fids
from ..store.protocol import Store
from ..store.records import Change
from ..store.taking_back import do_again, take_back
from .reviews import follow


@dataclass(frozen=True)
class Undone:
    """A gesture that was taken back or done again: what it was, and the features it touched.

    `reviewed` has the identifiers of the markers whose decisions it was.
    """

    operation: str
    touched: dict[str, list[int]]
    reviewed: tuple[str, ...] = ()


def undo(inventory: Store, person: str) -> Undone | None:
    """Take back the person's last gesture, over sessions; None where there is none.

    Raises
    ------
    UserError
        Where what it touched was changed since; nothing is overwritten.
    """
    last, _ = inventory.undoable(person)
    return None if last is None else _turn(inventory, person, last.fid, UNDO)


def redo(inventory: Store, person: str) -> Undone | None:
    """Do the person's last undone gesture again; None where there is none; raises as `undo` does."""
    _, last = inventory.undoable(person)
    return None if last is None else _turn(inventory, person, last.fid, REDO)


def _turn(inventory: Store, person: str, noted: int, operation: str) -> Undone:
    with inventory.gesture(operation, person, undoes=noted) as edit:
        gesture, changes = edit.told(noted)
        # What reviews tell a rock glacier hangs on all of them, not on this one alone.
        derived = ROCK_GLACIERS.name if gesture == REVIEW else ""
        if operation == UNDO:
            take_back(edit, changes, derived, twins=gesture == SETTLE)
        else:
            do_again(edit, changes, derived)
        follow(edit, changes)
        reviewed = _reviewed(edit, changes)
    return Undone(gesture, touched_fids(changes), reviewed)


def _reviewed(edit: Edit, changes: list[Change]) -> tuple[str, ...]:
    """Markers of the decisions among some changes, also of one whose row is gone again."""
    rows = (
        edit.row(REVIEWS, change.fid) or change.after or change.before or {}
        for change in changes
        if change.layer == REVIEWS.name
    )
    return tuple(dict.fromkeys(str(row["ID"]) for row in rows if row.get("ID")))
