"""What reviewers who disagree decide together, kept beside their decisions.

Nobody sees another's view before all markers of the sample are judged by as many as it asks for: who knows
what another said of ten markers judges the eleventh otherwise. A consensus is no reviewer's decision: it is
counted nowhere as one, and `REVIEWER` and `ADDI_INF` of the rock glacier stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..inventory.errors import ChangedElsewhere, UserError
from ..inventory.moments import utc_now
from ..inventory.schema import CONSENSUS, CONSENSUS_GESTURE, DECISIONS, PRIMARY_MARKERS, REVIEW_SAMPLES, REVIEWS
from ..store.edit import Rows, check_person
from ..store.protocol import Store
from ..store.records import Wanted
from .reviews import reviewers_wanted


@dataclass(frozen=True)
class View:
    """What one reviewer said of a marker."""

    reviewer: str
    decision: str
    comment: str = ""


@dataclass(frozen=True)
class Disagreement:
    """A marker of which its reviewers said different things, and what they decided together, if anything."""

    identifier: str
    views: tuple[View, ...]
    consensus: str = ""
    persons: str = ""
    comment: str = ""


def missing_decisions(inventory: Rows, sample: str) -> int:
    """How many decisions a sample lacks before anybody may see those of others: markers times reviewers."""
    views, wanted = _views(inventory), _wanted(inventory, sample)
    return sum(max(0, count - len(views.get(identifier, ()))) for identifier, count in wanted.items())


def disagreements(inventory: Rows, sample: str) -> list[Disagreement]:
    """Markers of a sample that its reviewers do not judge alike, in the order of the sample.

    None as long as a decision is missing (`missing_decisions`).
    """
    views, wanted = _views(inventory), _wanted(inventory, sample)
    if any(len(views.get(identifier, ())) < count for identifier, count in wanted.items()):
        return []
    fields = ("ID", "DECISION", "PERSONS", "COMMENT")
    agreed = {str(row[1]): tuple(value or "" for value in row[2:]) for row in inventory.rows(CONSENSUS, fields)}
    return [
        Disagreement(identifier, tuple(views[identifier]), *agreed.get(identifier, ()))
        for identifier in wanted
        if len({view.decision for view in views[identifier]}) > 1
    ]


def agree(
    inventory: Store,
    identifier: str,
    decision: str,
    persons: Sequence[str],
    person: str,
    comment: str = "",
    seen: Disagreement | None = None,
) -> None:
    """Keep what reviewers decided together, in place of an earlier consensus on the marker.

    `persons` are those who agreed, `person` who writes it down. `seen` is what was shown: the reviewers' views, and
    the consensus so far; None where nobody looked.

    Raises
    ------
    ChangedElsewhere
        Somebody has written a consensus on this marker meanwhile, or a reviewer has changed a decision or comment on
        it; nothing is written.
    UserError
        No name, no such decision, a marker that is not judged by all yet, or the file cannot be written.
    """
    check_person(person)
    together = "; ".join(dict.fromkeys(name.strip() for name in persons if name.strip()))
    if not together:
        raise UserError("Say who agreed: a consensus has the names of those who discussed it.")
    if decision not in DECISIONS:
        raise UserError(f"'{decision}' is no decision; say yes, no, uncertain or undefined.")
    values = {
        "DECISION": decision,
        "PERSONS": together[: CONSENSUS.field("PERSONS").length],
        "COMMENT": comment.strip()[: CONSENSUS.field("COMMENT").length] or None,
        "TIME": utc_now(),
    }
    with inventory.gesture(CONSENSUS_GESTURE, person) as edit:
        judged = {edit.read(REVIEWS, fid)["REVIEWER"] for fid in edit.find(REVIEWS, "ID", identifier)}
        if len(judged) < max(2, reviewers_wanted(edit.tables, identifier)):
            raise UserError(f"{identifier} is not judged by all of its reviewers yet; a consensus comes after that.")
        own = edit.find(CONSENSUS, "ID", identifier)
        row = edit.read(CONSENSUS, own[0]) if own else {}
        if seen is not None:
            _check_seen(edit.tables, seen, (row.get("DECISION") or "", row.get("COMMENT") or ""), person)
        if own:
            edit.update(CONSENSUS, own[0], values)
        else:
            edit.insert(CONSENSUS, {"ID": identifier, **values})


def _check_seen(tables: Rows, seen: Disagreement, consensus: tuple[str, str], person: str) -> None:
    """Raise `ChangedElsewhere` where the consensus or one of the views is another one than was shown."""
    name = seen.identifier
    if consensus != (seen.consensus, seen.comment):
        told = f"A consensus on {name} was written in another window meanwhile; look at it again."
    elif tuple(_views(tables, Wanted(having={"ID": name})).get(name, ())) != tuple(seen.views):
        told = f"A reviewer has changed a decision or comment on {name} meanwhile; look at it again."
    else:
        return
    raise ChangedElsewhere(told, person, CONSENSUS_GESTURE)


def _views(inventory: Rows, where: Wanted | None = None) -> dict[str, list[View]]:
    """Marker -> what its reviewers said, each once, by name."""
    found: dict[str, dict[str, View]] = {}
    for _, identifier, reviewer, decision, comment in inventory.rows(
        REVIEWS, ("ID", "REVIEWER", "DECISION", "COMMENT"), where or Wanted()
    ):
        if decision:
            found.setdefault(str(identifier), {})[reviewer or ""] = View(reviewer or "", decision, comment or "")
    return {identifier: [by[name] for name in sorted(by)] for identifier, by in found.items()}


def _wanted(inventory: Rows, sample: str) -> dict[str, int]:
    """Markers of a sample that are still in the inventory, in its order -> how many are to judge them."""
    there = {str(identifier) for _, identifier in inventory.rows(PRIMARY_MARKERS, ("ID",))}
    rows = inventory.rows(REVIEW_SAMPLES, ("SAMPLE", "PLACE", "ID", "REVIEWERS"))
    most: dict[str, int] = {}
    for _, _, _, identifier, count in rows:
        most[str(identifier)] = max(most.get(str(identifier), 1), int(count or 1))
    own = sorted((place or 0, str(identifier)) for _, name, place, identifier, _ in rows if name == sample)
    return {identifier: most[identifier] for _, identifier in own if identifier in there}
