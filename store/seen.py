"""What a person saw when a gesture began: another may have been faster, and nothing is decided unseen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..inventory.errors import ChangedElsewhere
from ..inventory.schema import CANDIDATES, GEOMETRY, UNDECIDED, Layer
from .edit import Edit
from .records import Row


def read_as_seen(edit: Edit, table: Layer, fid: int, seen: Row | None, *names: str) -> Row:
    """The row as it is now, inside the gesture's transaction.

    Parameters
    ----------
    edit
        The gesture.
    table, fid
        Which row.
    seen
        The row as the person was shown it; None where nobody looked at it, as in a script.
    names
        Fields that must be as they were. Without any: the state of a candidate, the outline of all else.

    Raises
    ------
    ChangedElsewhere
        The row is gone, or one of the fields has another value.
    """
    now = edit.row(table, fid)
    compared = names or (("STATE",) if table is CANDIDATES else (GEOMETRY,))
    return _as_seen(edit, table, fid, now, seen, compared)


def candidates_as_seen(edit: Edit, seen: Mapping[int, Row | None]) -> dict[int, Row]:
    """Many candidates as they are now, by feature id, without their outlines; raises as `read_as_seen` does."""
    now = edit.read_all(CANDIDATES, list(seen), CANDIDATES.field_names)
    return {fid: _as_seen(edit, CANDIDATES, fid, now.get(fid), row, ("STATE",)) for fid, row in seen.items()}


def _as_seen(edit: Edit, table: Layer, fid: int, now: Row | None, seen: Row | None, compared: tuple[str, ...]) -> Row:
    if now is not None and (seen is None or all(_same(name, now, seen) for name in compared)):
        return now
    person, operation = edit.tables.last_change(table, fid)
    name, by = f"Feature {fid} of '{table.name}'", f" by {person}" if person else ""
    if now is None:
        told = f"{name} is no longer in {edit.path}; it was removed{by}, go on with the next."
    else:
        told = f"{name} in {edit.path} was changed meanwhile{by}; look at it again."
    raise ChangedElsewhere(told, person, operation)


def _same(name: str, now: Row, seen: Row) -> bool:
    return bool(_told(name, now[name]) == _told(name, seen[name]))


def _told(name: str, value: Any) -> Any:
    """A value as it is meant: no state is undecided, no comment an empty one."""
    return value or (UNDECIDED if name == "STATE" else None)
