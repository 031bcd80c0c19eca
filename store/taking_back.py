"""A gesture is taken back or done again; nothing that was changed since is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Optional

from ..inventory.errors import UserError
from ..inventory.schema import CANDIDATES, GEOMETRY, PRIMARY_MARKERS, ROCK_GLACIERS, Layer, layer
from .edit import Edit
from .journal import FILLED_LATER
from .records import Change, Row, Wanted


def take_back(edit: Edit, changes: list[Change], derived: str = "", twins: bool = False) -> None:
    """Put every row back to what it was before.

    Rows of the layer `derived` only where they are as the gesture left them. `twins`: two rock glaciers had
    one identifier before, and will have it again.

    Raises
    ------
    UserError
        Where a row is no longer as the gesture left it: someone changed it since, and nothing is overwritten.
    """
    _put(edit, [(change, change.after, change.before) for change in reversed(changes)], derived, twins)


def do_again(edit: Edit, changes: list[Change], derived: str = "") -> None:
    """Do an undone gesture again; raises as `take_back` does."""
    _put(edit, [(change, change.before, change.after) for change in changes], derived)


_Step = tuple[Change, Optional[Row], Optional[Row]]
"""A change, what its row should be now, and what is wanted."""
_GONE, _NEW, _OTHER = "gone", "new", "other"


def _put(edit: Edit, steps: Iterable[_Step], derived: str, twins: bool = False) -> None:
    """Bring rows from what they should be now to what is wanted: those in a row that are alike at once."""
    for (name, kind, _), some in groupby(steps, _alike):
        alike = list(some)
        once = len({change.fid for change, _, _ in alike}) == len(alike)  # as in any journal that is not damaged
        for part in [alike] if once else [[step] for step in alike]:
            _put_alike(edit, layer(name), kind, part, name == derived, twins)


def _alike(step: _Step) -> tuple[str, str, int]:
    """Layer, what becomes of the row, and its number where it gets a key that another may have until then."""
    change, expected, wanted = step
    if wanted is None:
        return change.layer, _GONE, 0
    if expected is None:
        return change.layer, _NEW, 0
    has_key = any(wanted.get(name) is not None for name in layer(change.layer).unique)
    return change.layer, _OTHER, change.fid if has_key else 0


def _put_alike(edit: Edit, table: Layer, kind: str, steps: list[_Step], derived: bool, twins: bool) -> None:
    now = edit.read_all(table, [change.fid for change, _, _ in steps], _fields(table, kind, steps))
    put: dict[int, Row] = {}
    for change, expected, wanted in steps:
        row = now.get(change.fid)
        as_left = (row is None) == (expected is None) and all(
            _same(name, row[name], value) for name, value in (expected or {}).items() if row
        )
        if as_left:
            put[change.fid] = wanted or {}
        elif not derived:
            raise _changed_since(edit, table, change.fid, expected)
    if kind == _GONE:
        edit.delete_all(table, {fid: now[fid] if fid in now else edit.read(table, fid) for fid in put})
        return
    _check_keys(edit, table, put, kind == _NEW and not twins)
    if kind == _NEW:
        edit.insert_all(table, list(put.values()), list(put))
    else:
        edit.update_all(table, put, now)


def _fields(table: Layer, kind: str, steps: list[_Step]) -> list[str]:
    """What is to be known of the rows as they are now."""
    named = {name for _, expected, wanted in steps for name in (*(expected or ()), *(wanted or ()))}
    if GEOMETRY in named:
        named |= FILLED_LATER
    known = [*([GEOMETRY] if table.geometry_type else []), *table.field_names]
    return known if kind == _GONE else [name for name in known if kind == _OTHER and name in named]


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


def _check_keys(edit: Edit, table: Layer, put: dict[int, Row], new: bool) -> None:
    """Raise `UserError` where a key would be there twice that can be there once; `new` rows bring an identifier."""
    named = {fid: row for fid, row in put.items() if new and table is ROCK_GLACIERS and row.get("ID")}
    if told := _twice(edit, table, "ID", named):
        raise UserError(
            f"Another rock glacier was given the identifier {told} since; nothing was changed, remove that one first.",
            "inventory",
        )
    if not table.unique or not edit.tables.keeps_unique(table):
        return  # as long as it has no index of its keys, it may
    for name in table.unique:
        if told := _twice(edit, table, name, put):
            raise UserError(
                f"Another row of '{table.name}' has the {name} {told}; nothing was changed, because "
                "it can be there only once.",
                "inventory",
            )


def _twice(edit: Edit, table: Layer, name: str, put: dict[int, Row]) -> str:
    """A key that two of these rows want, or one that another has; empty where there is none."""
    wanted: dict[Any, int] = {}
    for fid, row in put.items():
        key = row.get(name)
        if key is None:
            continue
        if key in wanted:
            return str(key)
        wanted[key] = fid
    found = edit.tables.rows(table, (name,), Wanted(having={name: list(wanted)})) if wanted else []
    return next((str(key) for fid, key in found if wanted[key] != fid), "")


def _same(name: str, now: Any, left: Any) -> bool:
    """Whether a value is as a gesture left it, but for what a calculation does to it later."""
    if name in ("LAT", "LON") and now is not None and left is not None:
        return bool(abs(now - left) <= _ROUNDING)
    if name == "MAP_DATE" and not left:  # the date of the image was asked for later
        return True
    return bool(now == left) or name in FILLED_LATER


_ROUNDING = 1e-6
"""Degrees, about 0.1 m: `attributes` writes the marker's position anew, with seven decimals."""
