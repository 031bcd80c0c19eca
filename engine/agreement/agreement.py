"""What `agreement.json` holds: reviewers, pairs of them, all together, and what follows for the whole inventory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from ...gestures.consensus import disagreements
from ...inventory.estimation import Interval, wilson
from ...inventory.schema import DECISIONS
from ...store.protocol import Store
from ..runs.inventories import open_inventory
from .coefficients import Coefficient, Ints, cohen, fleiss, gwet, standard_error, tallies
from .completeness import completeness_of
from .designs import FEW
from .intervals import interval_of, specific_agreement
from .judgements import Judgements, ground_samples, read_judgements
from .outlines import outlines_twice, read_drawings
from .precision import precision_of

FEW_OF_A_KIND = 5
FEW_OF_SEVERAL = 20
"""Markers on which three reviewers and more differ, from which the interval of their kappa is no wider than it says."""

Told = dict[str, Any]


def agreement_of(
    path: Path, samples: Sequence[str] = (), *, unfinished: bool = False, other: Path | None = None
) -> Told:
    """How well the reviewers of an inventory agree.

    Parameters
    ----------
    path
        The inventory; it is only read.
    samples
        Names of samples; none for all.
    unfinished
        Tell also of samples in which decisions are missing, of what is there: where nobody goes on judging.
    other
        A copy of the inventory, or another one, in which others outlined the same units.

    Raises
    ------
    UserError
        A file that cannot be used, or no sample of that name.
    """
    inventory = open_inventory(path, write=False)
    try:
        return _agreement(inventory, samples, unfinished, other)
    finally:
        inventory.close()


def _agreement(inventory: Store, samples: Sequence[str], unfinished: bool, other: Path | None) -> Told:
    warnings: list[str] = []
    judged = read_judgements(inventory, samples)
    shown = _may_be_shown(judged, unfinished, warnings)
    told = _of_markers(inventory, judged, warnings) if shown else _counted_only(judged)
    completeness = completeness_of(inventory, ground_samples(inventory, samples), unfinished, warnings)
    return {
        "inventory": inventory.path.stem,
        "samples": [_sample(drawn.sample) for drawn in judged.drawn],
        "missing_decisions": judged.missing,
        **told,
        "completeness": completeness,
        "outlines": _outlines(inventory, other),
        "warnings": warnings,
    }


def _sample(sample: Any) -> Told:
    return {
        "sample": sample.name,
        "design": sample.design,
        "strata": sample.strata,
        "population": dict(sample.population),
        "drawn": sum(sample.drawn.values()),
        "reviewers_wanted": sample.reviewers,
    }


def _may_be_shown(judged: Judgements, unfinished: bool, warnings: list[str]) -> bool:
    if not judged.drawn:
        warnings.append("No sample of primary markers was drawn from this inventory; draw one and let reviewers judge.")
        return False
    if not judged.reviewers:
        warnings.append("No marker of the sample is judged yet; the figures come with the decisions of its reviewers.")
        return False
    if judged.missing and not unfinished:
        warnings.append(
            f"Decisions that are missing: {judged.missing}. What was said is told when all reviewers are done, so that "
            "none knows another's view before. Where nobody goes on, --unfinished tells of what is there."
        )
        return False
    if judged.missing:
        warnings.append(
            f"Decisions that are missing: {judged.missing}. Precision is told of the {len(judged.done)} markers that "
            "all have judged."
        )
    if judged.gone:
        warnings.append(
            f"Judged markers that are no longer in the inventory: {len(judged.gone)}. They count, for the sample tells "
            "of the inventory as it was when it was drawn."
        )
    return True


def _counted_only(judged: Judgements) -> Told:
    """What is told as long as others must not know it: how many each has judged."""
    empty = {"yes_by_all": None, "fleiss_kappa": None, "gwet_ac1": None}
    return {
        "reviewers": [
            {"reviewer": name, "judged": len(judged.judged_by(name)), "counts": None, "shares": None}
            for name in judged.reviewers
        ],
        "pairs": [],
        "all_reviewers": {"judged_by_all": len(judged.done), **empty},
        "precision": None,
        "consensus": {"decided": 0, "counts": dict.fromkeys(DECISIONS, 0), "open": None},
        "disagreements": [],
    }


def _of_markers(inventory: Store, judged: Judgements, warnings: list[str]) -> Told:
    if len(judged.reviewers) == 1:
        warnings.append(f"Only {judged.reviewers[0]} has judged; agreement is told of two reviewers and more.")
    pairs = [_pair(judged, one, other, warnings) for one, other in combinations(judged.reviewers, 2)]
    return {
        "reviewers": [_reviewer(name, judged.judged_by(name)) for name in judged.reviewers],
        "pairs": [pair for pair in pairs if pair is not None],
        "all_reviewers": _all_reviewers(judged, warnings),
        "precision": precision_of(judged, warnings),
        "consensus": _consensus(judged),
        "disagreements": [] if judged.missing else _disagreements(inventory, judged),
    }


def _reviewer(name: str, decisions: Sequence[str]) -> Told:
    counts = {decision: decisions.count(decision) for decision in DECISIONS}
    shares = {decision: _ends(wilson(count, len(decisions))) for decision, count in counts.items()}
    return {"reviewer": name, "judged": len(decisions), "counts": counts, "shares": shares}


def _pair(judged: Judgements, one: str, other: str, warnings: list[str]) -> Told | None:
    views = judged.of_both(one, other)
    if not len(views):
        return None
    table = np.bincount(views[:, 0] * len(DECISIONS) + views[:, 1], minlength=len(DECISIONS) ** 2)
    cross = table.reshape(len(DECISIONS), -1)
    same, both_yes = int(np.trace(cross)), int(cross[0, 0])
    one_yes = int(cross[0].sum() + cross[:, 0].sum() - 2 * both_yes)
    neither = len(views) - both_yes - one_yes
    names = f"{one} and {other}"
    if len(views) < FEW:
        warnings.append(
            f"{names} have both judged {len(views)} markers; below {FEW} the intervals may hold the truth less often "
            "than 95 times in 100."
        )
    elif min(same, len(views) - same) < FEW_OF_A_KIND:
        kind = "agree" if same < FEW_OF_A_KIND else "disagree"
        warnings.append(
            f"{names} {kind} on fewer than {FEW_OF_A_KIND} markers; the intervals of kappa and AC1 may hold the truth "
            "less often than 95 times in 100."
        )
    return {
        "reviewers": [one, other],
        "judged_by_both": len(views),
        "table": cross.tolist(),
        "observed_agreement": _ends(wilson(same, len(views))),
        "cohen_kappa": _coefficient(cohen, views, f"Cohen's kappa of {names}", warnings),
        "gwet_ac1": _coefficient(gwet, views, f"AC1 of {names}", warnings),
        "positive_agreement": _specific(both_yes, one_yes, "a yes", names, warnings),
        "negative_agreement": _specific(neither, one_yes, "anything but yes", names, warnings),
    }


def _specific(both: int, one_only: int, what: str, names: str, warnings: list[str]) -> Told | None:
    found = specific_agreement(both, one_only)
    if found is None:
        warnings.append(f"{names} say {what} of no marker: how well they agree on that is not known.")
    return _ends(found)


def _coefficient(coefficient: Coefficient, views: Ints, what: str, warnings: list[str]) -> Told | None:
    found = interval_of(coefficient, views)
    if found is None:
        warnings.append(f"{what} is not defined: all that was said is the same, which chance alone would give.")
        return None
    return {**_interval(found), "standard_error": standard_error(coefficient, views)}


def _all_reviewers(judged: Judgements, warnings: list[str]) -> Told:
    views = judged.of_all()
    several = len(views) > 1
    _warn_of_few(judged, views, warnings)
    told: dict[str, Callable[[], Told | None]] = {
        "fleiss_kappa": lambda: _coefficient(fleiss, views, "Fleiss' kappa of all reviewers", warnings),
        "gwet_ac1": lambda: _coefficient(gwet, views, "AC1 of all reviewers", warnings),
    }
    yes = sum(map(judged.is_right, judged.done))
    return {
        "judged_by_all": len(judged.done),
        "yes_by_all": _ends(wilson(yes, len(judged.done))),
        **{name: find() if several else None for name, find in told.items()},
    }


def _warn_of_few(judged: Judgements, views: Ints, warnings: list[str]) -> None:
    """Say where the interval of kappa of three reviewers and more tells less than it could."""
    differing = int(((tallies(views) > 0).sum(axis=1) > 1).sum()) if len(views) else 0
    if len(judged.reviewers) > 2 and len(views) >= FEW and differing < FEW_OF_SEVERAL:
        warnings.append(
            f"The {len(judged.reviewers)} reviewers differ on {differing} markers; below {FEW_OF_SEVERAL} the interval "
            "of Fleiss' kappa may hold the truth more or less often than 95 times in 100; its upper end is then rather "
            "too high."
        )


def _consensus(judged: Judgements) -> Told:
    agreed = list(judged.consensus.values())
    return {
        "decided": len(agreed),
        "counts": {decision: agreed.count(decision) for decision in DECISIONS},
        "open": sum(marker not in judged.consensus for marker in judged.differ()),
    }


def _disagreements(inventory: Store, judged: Judgements) -> list[Told]:
    """A list to discuss: each marker once, with what each said and what they decided together."""
    found: dict[str, Told] = {}
    for drawn in judged.drawn:
        for each in disagreements(inventory, drawn.sample.name):
            found.setdefault(
                each.identifier,
                {
                    "id": each.identifier,
                    "sample": drawn.sample.name,
                    "subregion": judged.subregions.get(each.identifier, ""),
                    "views": {view.reviewer: view.decision for view in each.views},
                    "comments": {view.reviewer: view.comment for view in each.views if view.comment},
                    "consensus": each.consensus,
                    "persons": each.persons,
                },
            )
    return list(found.values())


def _outlines(inventory: Store, other: Path | None) -> list[Told]:
    ours = read_drawings(inventory)
    if other is None:
        return outlines_twice(ours)
    copy = open_inventory(other, write=False)
    try:
        return outlines_twice(ours, read_drawings(copy))
    finally:
        copy.close()


def _ends(found: Interval | None) -> Told | None:
    return None if found is None else _interval(found)


def _interval(found: Interval) -> Told:
    return {"value": found.value, "low": found.low, "high": found.high}
