"""Splitting, merging, moving of markers: what a mapper does beside the four operations.

`seen` is what the person was shown, as in `operations`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..inventory.errors import UserError
from ..inventory.identifiers import SYSTEM, UNIT
from ..inventory.imagery import join_names, names_in
from ..inventory.outline import Outline
from ..inventory.schema import (
    CANDIDATES,
    GEOMETRY,
    MARKER,
    MERGE,
    PRIMARY_MARKERS,
    REFINE,
    RETRIEVE,
    ROCK_GLACIERS,
    SPLIT,
)
from ..store.edit import Edit
from ..store.protocol import Store
from ..store.records import Row
from ..store.seen import read_as_seen
from .rows import (
    By,
    Found,
    add_rock_glacier,
    cut_text,
    drop_rock_glacier,
    from_candidate,
    judge,
    mark_as_refined,
    of_candidate,
    place_marker,
    reshape,
)

_KEPT_BY_A_UNIT = ("SUBREGION", "SOUR_DATA", "MAP_DATE", "COMMENT", "CANDIDATE", "ADDI_INF")


def _system_of(row: Row) -> str | None:
    """The system a split unit belongs to: the one it had, or one named after the unit itself."""
    own = row["ID"] or ""
    return row["RGS_ID"] or (SYSTEM + own[len(UNIT) :] if own.startswith(UNIT) else None)


def _operation_of_a_piece(row: Row) -> str:
    return RETRIEVE if row["OPERATION"] == RETRIEVE else REFINE


def split(
    inventory: Store,
    rock_glacier: int,
    outlines: Sequence[Outline],
    by: By,
    seen: Row | None = None,
    how: Mapping[str, Any] | None = None,
) -> list[int]:
    """Cut a rock glacier into units of one system; their feature ids, the largest first.

    The largest keeps feature, identifier and candidate; all share one `RGS_ID`. `how` tells the journal by which
    method the cuts were proposed, where they were not drawn.

    Raises
    ------
    UserError
        Fewer than two outlines, the rock glacier is gone, or the file cannot be written.
    """
    largest, others = _in_order(outlines)
    with inventory.gesture(SPLIT, by.person) as edit:
        edit.parameters.update(how or {})
        row = read_as_seen(edit, ROCK_GLACIERS, rock_glacier, seen)
        reshape(edit, rock_glacier, largest, by)
        return _cut(edit, rock_glacier, row, others, by, _operation_of_a_piece(row))


def split_candidate(
    inventory: Store,
    candidate: int,
    outlines: Sequence[Outline],
    by: By,
    seen: Row | None = None,
    how: Mapping[str, Any] | None = None,
) -> list[int]:
    """Keep a candidate and cut it into units of one system, in one gesture; their feature ids, the largest first.

    Its state becomes refine, since no unit is outlined as it was found. Raises as `split` does.
    """
    largest, others = _in_order(outlines)
    with inventory.gesture(SPLIT, by.person) as edit:
        edit.parameters.update(how or {})
        row = read_as_seen(edit, CANDIDATES, candidate, seen)
        _check_is_not_in(edit, row)
        fid = add_rock_glacier(edit, largest, REFINE, by, from_candidate(row, stale=True))
        judge(edit, candidate, REFINE, by)
        return _cut(edit, fid, edit.read(ROCK_GLACIERS, fid), others, by, REFINE)


def _in_order(outlines: Sequence[Outline]) -> tuple[Outline, list[Outline]]:
    if len(outlines) < 2:
        raise UserError("The line does not cut the rock glacier in two; draw it across the whole outline.")
    largest, *others = sorted(outlines, key=lambda outline: -outline.area)
    return largest, others


def _check_is_not_in(edit: Edit, candidate: Row) -> None:
    if of_candidate(edit, candidate):
        raise UserError(f"{candidate['CANDIDATE_ID']} is in the inventory already; click on its rock glacier.")


def _cut(edit: Edit, rock_glacier: int, row: Row, others: Sequence[Outline], by: By, operation: str) -> list[int]:
    """Name a system, and add its other units; all feature ids. `row` is that of the rock glacier before."""
    system = _system_of(row)
    edit.update(ROCK_GLACIERS, rock_glacier, {"RGS_ID": system})
    mark_as_refined(edit, rock_glacier)
    fids = [rock_glacier]
    for outline in others:
        values = {**{name: row[name] for name in _KEPT_BY_A_UNIT}, "RGS_ID": system, "STALE": 1}
        fid = add_rock_glacier(edit, outline, operation, by, values)
        # The imagery is that of the outline that was cut, not what lies on the map now.
        edit.update(ROCK_GLACIERS, fid, {name: row[name] for name in ("SOUR_DATA", "MAP_DATE", "COMMENT")})
        fids.append(fid)
    return fids


def merge(
    inventory: Store,
    rock_glaciers: Sequence[int],
    outline: Outline,
    by: By,
    seen: Mapping[int, Row] | None = None,
    candidates: Sequence[Found] = (),
) -> int:
    """Make one rock glacier of several, candidates among them; its feature id.

    The largest of the rock glaciers keeps its identifier; where all are candidates, the largest of them becomes one.
    A candidate that becomes a part has the state refine: its ground is in, its outline is not as it was found.

    Raises
    ------
    UserError
        Fewer than two, one of them is gone, or the file cannot be written.
    """
    if len(set(rock_glaciers)) + len(candidates) < 2:
        raise UserError("Choose two or more outlines that are to become one.")
    with inventory.gesture(MERGE, by.person) as edit:
        rows = {fid: read_as_seen(edit, ROCK_GLACIERS, fid, (seen or {}).get(fid)) for fid in rock_glaciers}
        parts = [_as_a_part(edit, found) for found in candidates]
        kept = max(rows, key=lambda fid: rows[fid]["AREA"] or 0.0) if rows else _begin(edit, candidates, outline)
        for fid in rows:
            mark_as_refined(edit, fid)  # also the candidates of those that go: their ground stays in
            if fid != kept:
                drop_rock_glacier(edit, fid)
        if rows:
            reshape(edit, kept, outline, by)
        told = [*([rows[kept]] if rows else []), *rows.values(), *parts]
        edit.update(ROCK_GLACIERS, kept, _imagery(told))
        comments = list(dict.fromkeys(row["COMMENT"] for row in (*rows.values(), *parts) if row["COMMENT"]))
        if comments:
            edit.update(ROCK_GLACIERS, kept, {"COMMENT": cut_text(ROCK_GLACIERS, "COMMENT", "; ".join(comments))})
    return kept


def _as_a_part(edit: Edit, found: Found) -> Row:
    """Judge a candidate that becomes a part; its comment, and the imagery as a rock glacier of it would have it."""
    row = read_as_seen(edit, CANDIDATES, found.fid, found.seen)
    _check_is_not_in(edit, row)
    judge(edit, found.fid, REFINE, found.by)
    return {"SOUR_DATA": found.by.source, "MAP_DATE": found.by.date, "COMMENT": found.by.comment or row["COMMENT"]}


def _begin(edit: Edit, candidates: Sequence[Found], outline: Outline) -> int:
    """The largest of several candidates becomes a rock glacier, with the outline of all."""
    rows = {found.fid: edit.read(CANDIDATES, found.fid) for found in candidates}
    largest = max(candidates, key=lambda found: rows[found.fid]["AREA"] or 0.0)
    return add_rock_glacier(edit, outline, REFINE, largest.by, from_candidate(rows[largest.fid], stale=True))


def _imagery(rows: Sequence[Row]) -> Row:
    """What a merged outline rests on: all images of its parts, and the date of each that has one."""
    names = [name for row in rows for name in names_in(row["SOUR_DATA"])]
    dates = [date for row in rows for date in names_in(row["MAP_DATE"])]
    return {
        field: join_names(told, ROCK_GLACIERS.field(field).length) or None
        for field, told in (("SOUR_DATA", names), ("MAP_DATE", dates))
    }


def move_marker(
    inventory: Store,
    rock_glacier: int,
    latitude: float,
    longitude: float,
    point: bytes,
    by: By,
    seen: Row | None = None,
) -> None:
    """Put the primary marker elsewhere in its outline; the identifier stays.

    `point` is that place as WKB in the inventory's coordinate system.
    """
    with inventory.gesture(MARKER, by.person) as edit:
        row = read_as_seen(edit, ROCK_GLACIERS, rock_glacier, seen)
        edit.update(ROCK_GLACIERS, rock_glacier, {"LAT": latitude, "LON": longitude})
        place_marker(edit, row["ID"], latitude, longitude, point)
        if row["ID"] and not edit.find(PRIMARY_MARKERS, "ID", row["ID"]):  # another tool has deleted it
            told = {"ID": row["ID"], "SUBREGION": row["SUBREGION"], "LAT": latitude, "LON": longitude}
            edit.insert(PRIMARY_MARKERS, {GEOMETRY: point, **told})
