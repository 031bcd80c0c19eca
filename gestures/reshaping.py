"""Splitting, merging, moving of markers: what a mapper does beside the four operations.

`seen` is what the person was shown, as in `operations`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..inventory.errors import UserError
from ..inventory.identifiers import SYSTEM, UNIT
from ..inventory.imagery import join_names, names_in
from ..inventory.outline import Outline
from ..inventory.schema import GEOMETRY, MARKER, MERGE, PRIMARY_MARKERS, REFINE, RETRIEVE, ROCK_GLACIERS, SPLIT
from ..store.protocol import Store
from ..store.records import Row
from ..store.seen import read_as_seen
from .rows import By, add_rock_glacier, cut_text, drop_rock_glacier, mark_as_refined, place_marker, reshape


def _system_of(row: Row) -> str | None:
    """The system a split unit belongs to: the one it had, or one named after the unit itself."""
    own = row["ID"] or ""
    return row["RGS_ID"] or (SYSTEM + own[len(UNIT) :] if own.startswith(UNIT) else None)


def _operation_of_a_piece(row: Row) -> str:
    return RETRIEVE if row["OPERATION"] == RETRIEVE else REFINE


def split(
    inventory: Store, rock_glacier: int, outlines: Sequence[Outline], by: By, seen: Row | None = None
) -> list[int]:
    """Cut a rock glacier into units of one system; their feature ids, the largest first.

    The largest keeps feature, identifier and candidate; all share one `RGS_ID`.

    Raises
    ------
    UserError
        Fewer than two outlines, the rock glacier is gone, or the file cannot be written.
    """
    if len(outlines) < 2:
        raise UserError("The line does not cut the rock glacier in two; draw it across the whole outline.")
    largest, *others = sorted(outlines, key=lambda outline: -outline.area)
    with inventory.gesture(SPLIT, by.person) as edit:
        row = read_as_seen(edit, ROCK_GLACIERS, rock_glacier, seen)
        system = _system_of(row)
        reshape(edit, rock_glacier, largest, by)
        edit.update(ROCK_GLACIERS, rock_glacier, {"RGS_ID": system})
        mark_as_refined(edit, rock_glacier)
        kept = ("SUBREGION", "SOUR_DATA", "MAP_DATE", "COMMENT", "CANDIDATE", "ADDI_INF")
        fids = [rock_glacier]
        for outline in others:
            values = {**{name: row[name] for name in kept}, "RGS_ID": system, "STALE": 1}
            fid = add_rock_glacier(edit, outline, _operation_of_a_piece(row), by, values)
            # The imagery is that of the outline that was cut, not what lies on the map now.
            edit.update(ROCK_GLACIERS, fid, {name: row[name] for name in ("SOUR_DATA", "MAP_DATE", "COMMENT")})
            fids.append(fid)
    return fids


def merge(
    inventory: Store, rock_glaciers: Sequence[int], outline: Outline, by: By, seen: Mapping[int, Row] | None = None
) -> int:
    """Make one rock glacier of several; its feature id. The largest keeps its identifier.

    Raises
    ------
    UserError
        Fewer than two, one of them is gone, or the file cannot be written.
    """
    if len(set(rock_glaciers)) < 2:
        raise UserError("Select two or more rock glaciers that are to become one.")
    with inventory.gesture(MERGE, by.person) as edit:
        rows = {fid: read_as_seen(edit, ROCK_GLACIERS, fid, (seen or {}).get(fid)) for fid in rock_glaciers}
        kept = max(rows, key=lambda fid: rows[fid]["AREA"] or 0.0)
        for fid in rows:
            mark_as_refined(edit, fid)  # also the candidates of those that go: their ground stays in
            if fid != kept:
                drop_rock_glacier(edit, fid)
        reshape(edit, kept, outline, by)
        edit.update(ROCK_GLACIERS, kept, _imagery([rows[kept], *rows.values()]))
        comments = [rows[fid]["COMMENT"] for fid in rows if rows[fid]["COMMENT"]]
        if comments:
            edit.update(ROCK_GLACIERS, kept, {"COMMENT": cut_text(ROCK_GLACIERS, "COMMENT", "; ".join(comments))})
    return kept


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
