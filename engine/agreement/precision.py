"""Precision of the whole inventory: of how many of its markers all reviewers say that they are rock glaciers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...inventory.schema import RANDOM, STRATIFIED, SYSTEMATIC, YES
from ..telling.lists import few
from .designs import FEW, FEW_IN_STRATUM, Share, random_share, stratified_share
from .judgements import Drawn, Judgements

METHODS = {
    RANDOM: "simple random sample, Wilson's interval with finite population correction",
    SYSTEMATIC: "systematic sample taken as a simple random one, Wilson's interval with finite population correction",
    STRATIFIED: "stratified sample (Stehman 2014), Wilson's interval of its effective number of markers",
}
_FEW_IN_SUBREGION = FEW
_NAMED = 3

Right = Callable[[str], bool]


@dataclass(frozen=True)
class Base:
    """Markers from which the inventory is told, with how they were drawn."""

    name: str
    design: str
    strata: Mapping[str, str]
    population: Mapping[str, float]

    @property
    def size(self) -> float:
        """How many markers the inventory had."""
        return sum(self.population.values())


def precision_of(judged: Judgements, warnings: list[str]) -> dict[str, Any] | None:
    """As `agreement.json` holds it; None where no marker is judged by all of its reviewers."""
    base = _base(judged, warnings)
    if base is None:
        return None
    markers = [marker for marker in judged.done if marker in base.strata]
    whole = _share(base, markers, judged.is_right)
    if whole is None:
        return None
    _warn(base, markers, whole, warnings)
    return {
        **_ends(whole),
        "standard_error": whole.standard_error,
        "method": METHODS[base.design],
        "sample": base.name,
        "judged": len(markers),
        "effective": whole.effective,
        "population": round(base.size),
        "counts_as_right": "yes by all reviewers of a marker",
        "after_consensus": _after_consensus(judged, base, markers),
        "by_subregion": _by_subregion(judged, base, markers, warnings),
    }


def _ends(share: Share) -> dict[str, float]:
    return {"value": share.interval.value, "low": share.interval.low, "high": share.interval.high}


def _base(judged: Judgements, warnings: list[str]) -> Base | None:
    """The sample to tell from; several that are random, each of the whole, are one."""
    with_views = [drawn for drawn in judged.drawn if any(marker in drawn.strata for marker in judged.done)]
    if not with_views:
        return None
    whole = [drawn for drawn in with_views if not drawn.sample.subregion] or with_views
    random = [drawn for drawn in whole if drawn.sample.design == RANDOM]
    done = set(judged.done)
    best = max(whole, key=lambda drawn: len(done & drawn.strata.keys()))
    if len(with_views) > 1 and len(random) == len(with_views) and not best.sample.subregion:
        markers = {marker: "" for drawn in random for marker in drawn.strata}
        names = "; ".join(drawn.sample.name for drawn in random)
        population = {"": max(_population(judged, drawn, warnings).get("", 0.0) for drawn in random)}
        return Base(names, RANDOM, markers, population)
    if len(with_views) > 1:
        warnings.append(
            f"There are several samples; the precision is told from '{best.sample.name}', of which most was judged. "
            "Name one with --sample for another."
        )
    if best.sample.subregion:
        warnings.append(f"The sample was drawn from {best.sample.subregion} alone: the precision is that of it.")
    return Base(best.sample.name, best.sample.design, best.strata, _population(judged, best, warnings))


def _population(judged: Judgements, drawn: Drawn, warnings: list[str]) -> dict[str, float]:
    sample = drawn.sample
    if sample.population:
        return dict(sample.population)
    warnings.append(
        f"How many markers there were when '{sample.name}' was drawn is not recorded; there are "
        f"{len(judged.subregions)} now, and that number is used."
    )
    return {"": float(max(len(judged.subregions), len(drawn.strata)))}


def _share(base: Base, markers: Sequence[str], is_right: Right, part: Sequence[bool] | None = None) -> Share | None:
    right = np.array([is_right(marker) for marker in markers], np.bool_)
    inside = np.ones(len(markers), np.bool_) if part is None else np.array(part, np.bool_)
    if base.design != STRATIFIED:
        share = len(markers) / base.size if base.size else 1.0
        return random_share(right[inside], max(float(inside.sum()) / share, 1.0) if len(markers) else None)
    strata = np.array([base.strata[marker] for marker in markers], dtype=np.str_)
    return stratified_share(right, strata, base.population, inside) if len(markers) else None


def _after_consensus(judged: Judgements, base: Base, markers: Sequence[str]) -> dict[str, float] | None:
    """The same where what reviewers decided together stands for their views; None until all is settled."""
    differ = [marker for marker in judged.differ() if marker in base.strata]
    if not differ or any(marker not in judged.consensus for marker in differ):
        return None
    agreed = _share(
        base,
        markers,
        lambda marker: judged.consensus[marker] == YES if marker in judged.consensus else judged.is_right(marker),
    )
    return None if agreed is None else _ends(agreed)


def _by_subregion(judged: Judgements, base: Base, markers: Sequence[str], warnings: list[str]) -> list[dict[str, Any]]:
    of = [judged.subregions.get(marker, "") for marker in markers]
    rows: list[dict[str, Any]] = []
    for name in sorted(set(of) - {""}):
        share = _share(base, markers, judged.is_right, [each == name for each in of])
        if share is not None:
            rows.append({"subregion": name, "judged": of.count(name), **_ends(share)})
    small = [row["subregion"] for row in rows if row["judged"] < _FEW_IN_SUBREGION]
    if small:
        warnings.append(
            f"Fewer than {_FEW_IN_SUBREGION} markers were judged in {few(small, _NAMED)}; their intervals may hold the "
            "truth less often than 95 times in 100."
        )
    return rows


def _warn(base: Base, markers: Sequence[str], whole: Share, warnings: list[str]) -> None:
    if whole.effective < FEW:
        effective = "" if whole.effective > len(markers) - 0.5 else f", which tell as much as {whole.effective:.0f}"
        warnings.append(
            f"The precision is from {len(markers)} judged markers{effective}; below {FEW} its interval may hold the "
            "truth less often than 95 times in 100."
        )
    if base.design != STRATIFIED:
        return
    judged = [base.strata[marker] for marker in markers]
    never = [name for name, size in base.population.items() if size and name not in judged]
    if never:
        warnings.append(f"Nothing was judged in the stratum {few(never, _NAMED)}: the precision is without it.")
    small = [name for name in dict.fromkeys(judged) if judged.count(name) < FEW_IN_STRATUM]
    if small:
        warnings.append(
            f"Fewer than {FEW_IN_STRATUM} markers were judged in the stratum {few(small, _NAMED)}; the interval of the "
            "precision may be too narrow."
        )
