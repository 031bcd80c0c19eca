"""Settle a contradiction that `twins` has found: one gesture, told in the journal, undone like any other."""

from __future__ import annotations

from collections.abc import Mapping

from ..inventory.errors import UserError
from ..inventory.outline import Outline
from ..inventory.schema import (
    CANDIDATES,
    GEOMETRY,
    INVENTORY_INFO,
    PRIMARY_MARKERS,
    REFINE,
    REMAIN,
    RETRIEVE,
    ROCK_GLACIERS,
    SETTLE,
    UNDECIDED,
    Layer,
)
from ..store.edit import Edit
from ..store.protocol import Store
from ..store.records import Row
from ..store.twins import NOT_DECIDED_SO, SAME_MARKER, SAME_VALUE, WITHOUT_ROCK_GLACIER, Twin
from .rows import By, drop_rock_glacier, new_place

NONE_OF_THEM = 0
"""For `keep_fid`: the candidate was decided rightly, and its rock glaciers go."""


def settle(inventory: Store, twin: Twin, keep_fid: int, by: By, own: Mapping[int, Outline] | None = None) -> None:
    """Settle a contradiction in one gesture.

    Parameters
    ----------
    inventory
        The open inventory.
    twin
        As found.
    keep_fid
        Which of `twin.fids` is right: it stays as it is, the others are removed, with their markers. Of a
        candidate that is not accepted: a rock glacier that is right, so that the candidate is decided like
        it, or `NONE_OF_THEM`. A candidate without its rock glacier becomes undecided.
    by
        Who says so.
    own
        Of rock glaciers with one identifier or candidate: feature ids of those that are another landform,
        with their outlines. They stay, get an identifier and a marker of their own, and no candidate.

    Raises
    ------
    UserError
        Where the rows are no longer as they were found, or the file cannot be written.
    """
    if keep_fid not in twin.fids and not (keep_fid == NONE_OF_THEM and twin.kind == NOT_DECIDED_SO):
        raise UserError(f"Feature {keep_fid} is none of those that share {twin.key}; choose one of them.")
    with inventory.gesture(SETTLE, by.person) as edit:
        if not set(twin.fids) <= set(edit.find(twin.layer, twin.field, twin.key)):
            raise UserError(
                f"What shares {twin.key} was changed elsewhere meanwhile; nothing was changed, look again.", "inventory"
            )
        others = [fid for fid in twin.fids if fid != keep_fid]
        if twin.kind == WITHOUT_ROCK_GLACIER:
            edit.update(CANDIDATES, keep_fid, {"STATE": UNDECIDED, "REASON": None})
        elif twin.kind == NOT_DECIDED_SO:
            _decide_like(edit, twin, keep_fid)
        elif twin.kind == SAME_MARKER:
            for fid in others:
                edit.delete(PRIMARY_MARKERS, fid)
        elif twin.kind == SAME_VALUE:
            for fid in others:
                _tell_apart(edit, twin, keep_fid, fid)
        else:
            _part(edit, keep_fid, others, own or {})


def _decide_like(edit: Edit, twin: Twin, keep_fid: int) -> None:
    """A candidate and its rock glacier say the same."""
    if keep_fid == NONE_OF_THEM:
        for fid in twin.fids:
            drop_rock_glacier(edit, fid)
        return
    _accept(edit, edit.read(ROCK_GLACIERS, keep_fid))


def _accept(edit: Edit, row: Row) -> None:
    """A rock glacier's candidate has the state that the rock glacier tells of."""
    known, operation = row["CANDIDATE"], row["OPERATION"]
    state = operation if operation in (REMAIN, REFINE) else REFINE
    for candidate in edit.find(CANDIDATES, "CANDIDATE_ID", known) if known else []:
        edit.update(CANDIDATES, candidate, {"STATE": state, "REASON": None})


def _part(edit: Edit, keep_fid: int, others: list[int], own: Mapping[int, Outline]) -> None:
    """One of several rock glaciers stays what it is; the others go, or become rock glaciers of their own."""
    kept = edit.read(ROCK_GLACIERS, keep_fid)
    spare = _spare_markers(edit, kept)
    for fid in others:
        row = edit.read(ROCK_GLACIERS, fid)
        if row["RGS_ID"] and row["RGS_ID"] == kept["RGS_ID"] and row["ID"] != kept["ID"]:
            continue  # a unit of the same system
        if fid in own:
            _on_its_own(edit, fid, row, kept, own[fid], spare)
        else:
            if row["ID"] == kept["ID"]:
                edit.delete(ROCK_GLACIERS, fid)
            else:
                drop_rock_glacier(edit, fid)
            _ground_stays_in(edit, row, kept)
    for marker in spare:
        edit.delete(PRIMARY_MARKERS, marker)
    _accept(edit, kept)


def _spare_markers(edit: Edit, kept: Row) -> list[int]:
    """Markers with the identifier of a rock glacier, but for the one that is nearest to where it says."""
    markers = edit.find(PRIMARY_MARKERS, "ID", kept["ID"]) if kept["ID"] else []

    def distance(marker: int) -> float:
        row = edit.read(PRIMARY_MARKERS, marker)
        pairs = ((row[name], kept[name]) for name in ("LAT", "LON"))
        return sum(1e9 if one is None or other is None else abs(one - other) for one, other in pairs)

    return sorted(markers, key=lambda marker: (distance(marker), marker))[1:]


def _ground_stays_in(edit: Edit, row: Row, kept: Row) -> None:
    """The candidate of a rock glacier that another one stands for, as after a merge."""
    known = row["CANDIDATE"]
    for candidate in edit.find(CANDIDATES, "CANDIDATE_ID", known) if known else []:
        if known != kept["CANDIDATE"] and edit.read(CANDIDATES, candidate)["STATE"] == REMAIN:
            edit.update(CANDIDATES, candidate, {"STATE": REFINE})


def _on_its_own(edit: Edit, fid: int, row: Row, kept: Row, outline: Outline, spare: list[int]) -> None:
    """Give a rock glacier an identifier and a marker where it shares them; one candidate stands for one."""
    values: Row = {}
    if row["CANDIDATE"] and row["CANDIDATE"] == kept["CANDIDATE"]:
        values.update(CANDIDATE=None, OPERATION=RETRIEVE)
    if row["ID"] == kept["ID"]:
        identifier, latitude, longitude, point = new_place(edit, outline)
        values.update(ID=identifier, LAT=latitude, LON=longitude)
        marker = {GEOMETRY: point, "ID": identifier, "SUBREGION": row["SUBREGION"], "LAT": latitude, "LON": longitude}
        if spare:
            edit.update(PRIMARY_MARKERS, spare.pop(0), marker)
        else:
            edit.insert(PRIMARY_MARKERS, marker)
    edit.update(ROCK_GLACIERS, fid, values)


def _tell_apart(edit: Edit, twin: Twin, keep_fid: int, fid: int) -> None:
    """Of rows with one key: what is there twice goes, what differs gets a key of its own."""
    if twin.layer is INVENTORY_INFO or edit.read(twin.layer, fid) == edit.read(twin.layer, keep_fid):
        edit.delete(twin.layer, fid)
    else:
        edit.update(twin.layer, fid, {twin.field: _free_key(edit, twin.layer, twin.field, twin.key)})


def _free_key(edit: Edit, layer: Layer, name: str, key: str) -> str:
    length, number = layer.field(name).length or len(key) + 4, 2
    while edit.find(layer, name, free := f"{key[: length - len(str(number)) - 1]}~{number}"):
        number += 1
    return free
