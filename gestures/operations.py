"""The four operations of the method, and comments. Each is one gesture.

Remain, remove and refine judge a candidate, retrieve adds what the network missed (Sun et al. 2024,
section 3.4). A candidate's outline is never changed; its state is, and it may be judged anew.

`seen` is the row as the person was shown it: where another was faster, the gesture is refused with
`ChangedElsewhere` and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from ..inventory.errors import UserError
from ..inventory.outline import Outline
from ..inventory.schema import (
    CANDIDATES,
    COMMENT,
    REFINE,
    REMAIN,
    REMOVAL_REASONS,
    REMOVE,
    RETRIEVE,
    ROCK_GLACIERS,
    Layer,
)
from ..store.edit import Edit
from ..store.protocol import Store
from ..store.records import Row, Wanted
from ..store.seen import candidates_as_seen, read_as_seen
from .rows import (
    By,
    Found,
    New,
    add_rock_glacier,
    add_rock_glaciers,
    cut_text,
    drop_rock_glacier,
    from_candidate,
    judge,
    judged,
    mark_as_refined,
    of_candidate,
    reshape,
    waiting_marker,
)

__all__ = [
    "By",
    "Found",
    "comment",
    "refine",
    "refine_rock_glacier",
    "remain",
    "remain_all",
    "remove",
    "remove_rock_glacier",
    "retrieve",
    "rock_glacier_of",
]


def remain(inventory: Store, candidate: int, outline: Outline, by: By, seen: Row | None = None) -> int:
    """The candidate is a rock glacier as it is outlined; the new rock glacier's feature id.

    Parameters
    ----------
    inventory
        The open inventory.
    candidate
        Its feature id.
    outline
        The candidate's own outline.
    by
        Who says so.
    seen
        The candidate as it was shown.

    Raises
    ------
    UserError
        The candidate is gone, is in the inventory already, or the file cannot be written.
    """
    with inventory.gesture(REMAIN, by.person) as edit:
        return _remain(edit, [(Found(candidate, by, seen), outline)])[0]


def remain_all(inventory: Store, person: str, candidates: Iterable[tuple[Found, Outline]]) -> list[int]:
    """All these candidates are rock glaciers as they are outlined: one gesture, which one undo takes back.

    Each with its own outline; the feature ids of the new rock glaciers, in the same order.

    Raises
    ------
    UserError
        As `remain` does, of any of them: then none is taken in.
    """
    with inventory.gesture(REMAIN, person) as edit:
        coming, fids = iter(candidates), list[int]()
        while some := list(islice(coming, _AT_ONCE)):
            fids += _remain(edit, some)
        return fids


_AT_ONCE = 500
"""So many candidates are read and written by one statement each, however many there are."""


def _remain(edit: Edit, candidates: Sequence[tuple[Found, Outline]]) -> list[int]:
    rows = candidates_as_seen(edit, {found.fid: found.seen for found, _ in candidates})
    known = [row["CANDIDATE_ID"] for row in rows.values() if row["CANDIDATE_ID"]]
    found_in = edit.tables.rows(ROCK_GLACIERS, ("CANDIDATE",), Wanted(having={"CANDIDATE": known})) if known else []
    earlier = {candidate for _, candidate in found_in}
    added: dict[int, New] = {}
    for found, outline in candidates:
        row = rows[found.fid]
        is_in = row["CANDIDATE_ID"] in earlier
        if found.fid in added or (is_in and row["STATE"] == REMAIN):
            raise UserError(f"{row['CANDIDATE_ID']} is in the inventory already; go on with the next.")
        for old in of_candidate(edit, row) if is_in else []:
            drop_rock_glacier(edit, old)
        added[found.fid] = New(outline, found.by, from_candidate(row, stale=row["ELE_MEAN"] is None))
    fids = add_rock_glaciers(edit, REMAIN, list(added.values()))
    edit.update_all(CANDIDATES, {fid: judged(REMAIN, new.by) for fid, new in added.items()}, rows)
    return fids


def remove(inventory: Store, candidate: int, reason: str, by: By, seen: Row | None = None) -> None:
    """The candidate is no rock glacier. It stays in the file, as a negative sample with its reason.

    Raises
    ------
    UserError
        The candidate is gone, the reason is none of `REMOVAL_REASONS`, or the file cannot be written.
    """
    if reason not in REMOVAL_REASONS:
        raise UserError(f"'{reason}' is no reason to remove a candidate; take one of the nine.")
    with inventory.gesture(REMOVE, by.person) as edit:
        for old in of_candidate(edit, read_as_seen(edit, CANDIDATES, candidate, seen)):
            drop_rock_glacier(edit, old)
        judge(edit, candidate, REMOVE, by, reason)


def remove_rock_glacier(inventory: Store, rock_glacier: int, reason: str, by: By, seen: Row | None = None) -> None:
    """Take a rock glacier out of the inventory again; its candidate, where it has one, becomes removed.

    Raises
    ------
    UserError
        The rock glacier is gone, the reason is none of `REMOVAL_REASONS`, or the file cannot be written.
    """
    if reason not in REMOVAL_REASONS:
        raise UserError(f"'{reason}' is no reason to remove a rock glacier; take one of the nine.")
    with inventory.gesture(REMOVE, by.person) as edit:
        row = read_as_seen(edit, ROCK_GLACIERS, rock_glacier, seen)
        drop_rock_glacier(edit, rock_glacier)
        known = row["CANDIDATE"]
        for candidate in edit.find(CANDIDATES, "CANDIDATE_ID", known) if known else []:
            judge(edit, candidate, REMOVE, by, reason)


def refine(
    inventory: Store, candidate: int, outline: Outline, by: By, seen: Row | None = None, level: float | None = None
) -> int:
    """The candidate is a rock glacier with another outline; the rock glacier's feature id.

    One that is in the inventory already keeps its identifier. `level` is the probability along the outline where
    it was drawn by that and not by hand; the journal tells it.
    """
    with inventory.gesture(REFINE, by.person) as edit:
        _tell_level(edit, level)
        row = read_as_seen(edit, CANDIDATES, candidate, seen)
        earlier = of_candidate(edit, row)
        if earlier:
            fid = earlier[0]
            reshape(edit, fid, outline, by)
            edit.update(ROCK_GLACIERS, fid, {"OPERATION": REFINE})
        else:
            fid = add_rock_glacier(edit, outline, REFINE, by, from_candidate(row, stale=True))
        judge(edit, candidate, REFINE, by)
    return fid


def refine_rock_glacier(
    inventory: Store, rock_glacier: int, outline: Outline, by: By, seen: Row | None = None, level: float | None = None
) -> None:
    """Give a rock glacier of the inventory another outline; its identifier stays. `level` as in `refine`."""
    with inventory.gesture(REFINE, by.person) as edit:
        _tell_level(edit, level)
        read_as_seen(edit, ROCK_GLACIERS, rock_glacier, seen)
        reshape(edit, rock_glacier, outline, by)
        mark_as_refined(edit, rock_glacier)


def retrieve(inventory: Store, outline: Outline, by: By, level: float | None = None) -> int:
    """A rock glacier that the network missed; its feature id. `level` as in `refine`.

    A marker inside that has no outline yet, as one that was imported alone, keeps its identifier and gets this one.

    Raises
    ------
    UserError
        Several such markers lie inside.
    """
    with inventory.gesture(RETRIEVE, by.person) as edit:
        _tell_level(edit, level)
        return add_rock_glacier(edit, outline, RETRIEVE, by, {"STALE": 1}, waiting_marker(inventory, edit, outline))


def _tell_level(edit: Edit, level: float | None) -> None:
    if level is not None:
        edit.parameters["level"] = round(level, 4)


def comment(inventory: Store, table: Layer, fid: int, text: str, by: By, seen: Row | None = None) -> None:
    """Set the comment of a candidate (and of its rock glacier) or of a rock glacier."""
    with inventory.gesture(COMMENT, by.person) as edit:
        row = read_as_seen(edit, table, fid, seen, "COMMENT")
        edit.update(table, fid, {"COMMENT": cut_text(table, "COMMENT", text)})
        if table is CANDIDATES:
            for rock_glacier in of_candidate(edit, row):
                told = cut_text(ROCK_GLACIERS, "COMMENT", text)
                edit.update(ROCK_GLACIERS, rock_glacier, {"COMMENT": told})


def rock_glacier_of(inventory: Store, candidate_id: str) -> int | None:
    """Feature id of a candidate's rock glacier; None where it has none."""
    wanted = Wanted(having={"CANDIDATE": candidate_id})
    found = inventory.rows(ROCK_GLACIERS, (), wanted) if candidate_id else []
    return int(found[0][0]) if found else None
