"""Review: what each reviewer says of the primary markers of a sample, without seeing the others.

As in Sun et al. 2024, section 3.5: reviewers judge a random sample (there 5 %, by two reviewers) with
yes, no, uncertain or undefined. A rock glacier learns of it (`REVIEWER`, `ADDI_INF`) only when all
reviewers of its marker are done, so that none sees another's view before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ..inventory.errors import ChangedElsewhere, UserError
from ..inventory.moments import utc_now
from ..inventory.schema import DECISIONS, NO, REVIEW, REVIEW_SAMPLES, REVIEWS, ROCK_GLACIERS, YES
from ..store.edit import Edit, Rows, check_person
from ..store.protocol import Store
from ..store.records import Change, Wanted

_TOLD = {NO: "false identification"}
_NOTE = re.compile(r"(?:; )?(?:false identification|uncertain|undefined) \(\d+ of \d+ reviewers?\)")


def _place(row: tuple[Any, ...]) -> tuple[bool, Any]:
    return row[1] is not None, row[1]


class ReviewQueue:
    """One reviewer's way through a sample; it knows only what this reviewer has said."""

    def __init__(self, inventory: Store, sample: str, reviewer: str) -> None:
        self._inventory, self.sample, self.reviewer = inventory, sample, reviewer
        self.reload()

    def reload(self) -> None:
        """Read the sample and this reviewer's own decisions."""
        of_sample = Wanted(having={"SAMPLE": self.sample})
        rows = self._inventory.rows(REVIEW_SAMPLES, ("PLACE", "ID"), of_sample)
        self.identifiers = [str(identifier) for _, _, identifier in sorted(rows, key=_place)]
        own = self._inventory.rows(REVIEWS, ("ID", "DECISION", "COMMENT"), Wanted(having={"REVIEWER": self.reviewer}))
        self._own: dict[str, tuple[str, str]] = {row[1]: (row[2] or "", row[3] or "") for row in own}

    def decision(self, identifier: str) -> str:
        """What this reviewer said; empty where nothing yet."""
        return self._own.get(identifier, ("", ""))[0]

    def comment(self, identifier: str) -> str:
        """The comment of this reviewer."""
        return self._own.get(identifier, ("", ""))[1]

    def decided(self) -> int:
        """How many markers of the sample this reviewer has judged."""
        return sum(bool(self.decision(identifier)) for identifier in self.identifiers)

    def first_undecided(self, after: int = -1) -> int | None:
        """Place (from 0) of the next marker without a decision, from `after` on and then from the start."""
        count = len(self.identifiers)
        for step in range(1, count + 1):
            place = (after + step) % count
            if not self.decision(self.identifiers[place]):
                return place
        return None


def decide(
    inventory: Store,
    sample: str,
    identifier: str,
    reviewer: str,
    decision: str,
    comment: str = "",
    seen: tuple[str, str] | None = None,
) -> None:
    """Write a reviewer's decision on a marker, in place of an earlier one of the same reviewer.

    `seen` is what the reviewer was shown as their own decision and comment so far; None where nobody looked.

    Raises
    ------
    ChangedElsewhere
        The same reviewer has decided in another window meanwhile; nothing is written.
    UserError
        No name, no such decision, or the file cannot be written.
    """
    check_person(reviewer)
    if decision not in DECISIONS:
        raise UserError(f"'{decision}' is no decision; say yes, no, uncertain or undefined.")
    length = REVIEWS.field("COMMENT").length
    values: dict[str, Any] = {"DECISION": decision, "COMMENT": comment.strip()[:length] or None, "TIME": utc_now()}
    with inventory.gesture(REVIEW, reviewer) as edit:
        own = [fid for fid in edit.find(REVIEWS, "ID", identifier) if edit.read(REVIEWS, fid)["REVIEWER"] == reviewer]
        row = edit.read(REVIEWS, own[0]) if own else {}
        if seen is not None and seen != (row.get("DECISION") or "", row.get("COMMENT") or ""):
            told = f"{reviewer} has judged {identifier} in another window meanwhile; look at it again."
            raise ChangedElsewhere(told, reviewer, REVIEW)
        if own:
            edit.update(REVIEWS, own[0], values)
        else:
            edit.insert(REVIEWS, {"ID": identifier, "REVIEWER": reviewer, **values})
        _keep_in_step(edit, identifier)


def follow(edit: Edit, changes: Sequence[Change]) -> None:
    """Keep rock glaciers in step after decisions were taken back or done again."""
    for change in changes:
        if change.layer == REVIEWS.name:
            row = edit.row(REVIEWS, change.fid)
            gone = change.after if row is None else None
            _keep_in_step(edit, (row or gone or {})["ID"], (gone or {}).get("REVIEWER", ""))


def reviewers_wanted(tables: Rows, identifier: str) -> int:
    """How many are to judge a marker: the most that any sample asks for, so that none sees another's view."""
    rows = tables.rows(REVIEW_SAMPLES, ("REVIEWERS",), Wanted(having={"ID": identifier}))
    return max((int(count or 0) for _, count in rows), default=0) or 1


def _names(names: Iterable[str]) -> str:
    return "; ".join(sorted(names))[: ROCK_GLACIERS.field("REVIEWER").length]


def _keep_in_step(edit: Edit, identifier: str, gone: str = "") -> None:
    """Tell the rock glacier who reviewed it and with what result, once all have decided.

    `gone` is a reviewer whose decision was taken back: then not all have, and what was told is too.
    """
    told = sorted(
        (row["REVIEWER"], row["DECISION"])
        for row in (edit.read(REVIEWS, fid) for fid in edit.find(REVIEWS, "ID", identifier))
    )
    all_done = len(told) >= reviewers_wanted(edit.tables, identifier)
    if not all_done and not gone:
        return
    notes = [
        f"{_TOLD.get(decision, decision)} ({count} of {len(told)} reviewer{'s' * (len(told) > 1)})"
        for decision in DECISIONS
        if decision != YES and (count := sum(said == decision for _, said in told))
    ]
    for fid in edit.find(ROCK_GLACIERS, "ID", identifier):
        row = edit.read(ROCK_GLACIERS, fid)
        names = [name for name, _ in told]
        if all_done:
            edit.update(
                ROCK_GLACIERS, fid, {"REVIEWER": _names(names), "ADDI_INF": _with_notes(row["ADDI_INF"], notes)}
            )
        elif row["REVIEWER"] == _names([*names, gone]):
            edit.update(ROCK_GLACIERS, fid, {"REVIEWER": None, "ADDI_INF": _with_notes(row["ADDI_INF"], [])})


def _with_notes(present: str | None, notes: list[str]) -> str | None:
    """What else is noted there, and then our notes as far as they fit whole: half a note is none."""
    text = _NOTE.sub("", present or "").strip("; ")
    for note in notes:
        longer = f"{text}; {note}" if text else note
        if len(longer) <= (ROCK_GLACIERS.field("ADDI_INF").length or 0):
            text = longer
    return text or None
