"""A gesture is taken back or done again, row by row; nothing that was changed since is overwritten."""

from __future__ import annotations

from typing import Any

from ..inventory.errors import UserError
from ..inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS, Layer, layer
from .edit import Edit
from .journal import FILLED_LATER
from .records import Change, Row


def take_back(edit: Edit, changes: list[Change], derived: str = "", twins: bool = False) -> None:
    """Put every row back to what it was before.

    Rows of the layer `derived` only where they are as the gesture left them. `twins`: two rock glaciers had
    one identifier before, and will have it again.

    Raises
    ------
    UserError
        Where a row is no longer as the gesture left it: someone changed it since, and nothing is overwritten.
    """
    for change in reversed(changes):
        _put(edit, change, change.after, change.before, change.layer == derived, twins)


def do_again(edit: Edit, changes: list[Change], derived: str = "") -> None:
    """Do an undone gesture again; raises as `take_back` does."""
    for change in changes:
        _put(edit, change, change.before, change.after, change.layer == derived)


def _put(
    edit: Edit, change: Change, expected: Row | None, wanted: Row | None, derived: bool, twins: bool = False
) -> None:
    """Bring one row from what it should be now to what is wanted."""
    table = layer(change.layer)
    now = edit.row(table, change.fid)
    as_left = (now is None) == (expected is None) and all(
        _same(name, now[name], value) for name, value in (expected or {}).items() if now
    )
    if not as_left and derived:
        return
    if not as_left:
        raise _changed_since(edit, table, change.fid, expected)
    if wanted is not None:
        _check_stays_unique(edit, table, change.fid, wanted)
    if wanted is None:
        edit.delete(table, change.fid, now)
    elif expected is None:
        if not twins and table is ROCK_GLACIERS and wanted["ID"] and edit.find(table, "ID", wanted["ID"]):
            raise UserError(
                f"Another rock glacier was given the identifier {wanted['ID']} since; nothing was changed, "
                "remove that one first.",
                "inventory",
            )
        edit.insert(table, wanted, change.fid)
    else:
        edit.update(table, change.fid, wanted)


def _changed_since(edit: Edit, table: Layer, fid: int, expected: Row | None) -> UserError:
    if _is_renumbered(edit, table, fid, expected):
        return UserError(
            f"The journal was renumbered by another tool, as when two copies of {edit.path} are "
            f"merged: feature {fid} of '{table.name}' is another one now. This gesture cannot be "
            "taken back or done again; nothing was changed, decide or draw anew what should be otherwise.",
            "inventory",
        )
    return UserError(
        f"Feature {fid} of '{table.name}' was changed since by someone else or another tool; "
        "nothing was taken back, so that this change is not lost.",
        "inventory",
    )


_KEYS = {ROCK_GLACIERS.name: "ID", CANDIDATES.name: "CANDIDATE_ID", PRIMARY_MARKERS.name: "ID"}
"""By layer: the field that tells which feature it is, whatever its number."""


def _is_renumbered(edit: Edit, table: Layer, fid: int, expected: Row | None) -> bool:
    """Whether the very row that a gesture left is there under another number."""
    name = _KEYS.get(table.name, "")
    key = (expected or {}).get(name)
    others = [other for other in edit.find(table, name, key) if other != fid] if key else []
    return any(
        all(_same(field, row[field], value) for field, value in (expected or {}).items())
        for row in (edit.read(table, other) for other in others)
    )


def _check_stays_unique(edit: Edit, table: Layer, fid: int, wanted: Row) -> None:
    """Raise `UserError` where a key would be there twice, which the file no longer allows."""
    if not table.unique or not edit.tables.keeps_unique(table):
        return  # as long as it has no index of its keys, it may
    for name in table.unique:
        if wanted.get(name) is not None and any(it != fid for it in edit.find(table, name, wanted[name])):
            raise UserError(
                f"Another row of '{table.name}' has the {name} {wanted[name]}; nothing was changed, because "
                "it can be there only once.",
                "inventory",
            )


def _same(name: str, now: Any, left: Any) -> bool:
    """Whether a value is as a gesture left it, but for what a calculation does to it later."""
    if name in ("LAT", "LON") and now is not None and left is not None:
        return bool(abs(now - left) <= _ROUNDING)
    if name == "MAP_DATE" and not left:  # the date of the image was asked for later
        return True
    return bool(now == left) or name in FILLED_LATER


_ROUNDING = 1e-6
"""Degrees, about 0.1 m: `attributes` writes the marker's position anew, with seven decimals."""
