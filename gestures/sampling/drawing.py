"""Samples of primary markers: drawn with a seed, recorded so that they can be weighed, extended, drawn again.

Sun et al. 2024, section 3.5, judged 5 %, drawn at random. A sample that is extended keeps what it has: nothing is
judged twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...inventory.errors import UserError
from ...inventory.estimation import number_for
from ...inventory.moments import utc_now
from ...inventory.schema import (
    LANDFORM_ROCK_GLACIER,
    MARKERS,
    PRIMARY_MARKERS,
    RANDOM,
    REVIEW_SAMPLES,
    SAMPLES,
    STRATA,
    STRATIFIED,
    SYSTEMATIC,
)
from ...store.protocol import Store
from ...store.records import Wanted
from .lots import allocate, every, first, mixed, more_of
from .record import Sample, free_name, read_sample
from .strata import along_cells, strata_of

DEFAULT_SHARE = 0.05
DEFAULT_REVIEWERS = 2
DEFAULT_CELL = 50_000.0
CLAIMED = {"LANDFORM": (LANDFORM_ROCK_GLACIER, None)}
"""Which markers are drawn: those that the inventory holds to be rock glaciers. Of one that is uncertain, or another
landform (RGIK's 0 and 2), it claims nothing, so a reviewer's no must not count as a false identification."""


@dataclass(frozen=True)
class Draw:
    """What sample is wanted, of all primary markers that stand for a rock glacier or of those in one subregion.

    Attributes
    ----------
    share
        Of the markers, 0 to 1; what is said of a number or a half-width goes before it.
    number
        Of markers; 0 for none said.
    seed
        The same one draws the same markers.
    subregion
        The only one to draw from; empty for all.
    reviewers
        How many judge each marker.
    strata
        One of `STRATA`: so many from each as it has of the whole, but two at least. Empty for none.
    systematic
        Every k-th marker along the cells of a grid, so that the sample lies as the markers lie.
    half_width
        Draw as many as it takes to know a share to this, 0 to 0.5; 0 for none said.
    expected
        The share that will be found, for `half_width`.
    cell
        Side of the grid's cells (m).
    person
        Who draws it.
    """

    share: float = DEFAULT_SHARE
    number: int = 0
    seed: int = 1
    subregion: str = ""
    reviewers: int = DEFAULT_REVIEWERS
    strata: str = ""
    systematic: bool = False
    half_width: float = 0.0
    expected: float = 0.5
    cell: float = DEFAULT_CELL
    person: str = ""

    @property
    def design(self) -> str:
        """How it is drawn, as the inventory says it."""
        return SYSTEMATIC if self.systematic else STRATIFIED if self.strata else RANDOM


def draw_sample(inventory: Store, draw: Draw) -> str:
    """Draw a sample and keep it in the file; its name.

    Raises
    ------
    UserError
        No marker to draw from, or a share, number, half-width or count of reviewers that makes no sense.
    """
    _check(draw)
    strata = _strata(inventory, draw.subregion, draw.strata)
    count = sum(map(len, strata.values()))
    wanted = min(_wanted(draw, count), count)
    if draw.systematic:
        chosen = {"": every(along_cells(inventory, strata[""], draw.cell), wanted, draw.seed)}
    else:
        shares = allocate({name: len(markers) for name, markers in strata.items()}, wanted)
        chosen = {name: first(strata[name], number, draw.seed) for name, number in shares.items()}
    with inventory.change() as tables:
        name = _name(inventory, draw, sum(map(len, chosen.values())))  # nobody else draws meanwhile
        tables.insert(SAMPLES, _design(name, draw, {key: len(markers) for key, markers in strata.items()}))
        for place, (stratum, identifier) in enumerate(mixed(chosen), 1):
            weight = len(strata[stratum]) / len(chosen[stratum])
            told = {"SAMPLE": name, "PLACE": place, "ID": identifier, "REVIEWERS": draw.reviewers, "SEED": draw.seed}
            tables.insert(REVIEW_SAMPLES, {**told, "STRATUM": stratum or None, "WEIGHT": weight})
    return name


def extend_sample(inventory: Store, name: str, number: int) -> int:
    """Draw more markers into a sample; those it has, and what was said of them, stay. How many were added.

    Raises
    ------
    UserError
        No such sample, an older one whose design nobody noted, or no marker is left to draw.
    """
    sample = read_sample(inventory, name)
    if number < 1:
        raise UserError("A sample is extended by one marker at least.")
    if not sample.population or sample.kind != MARKERS:
        raise UserError(f"How the sample '{name}' was drawn is not recorded; draw another one.")
    rows = inventory.rows(REVIEW_SAMPLES, ("ID", "PLACE", "STRATUM"), Wanted(having={"SAMPLE": name}))
    has = {str(row[1]): row[3] or "" for row in rows}
    strata = _strata(inventory, sample.subregion, sample.strata, has)
    left = {key: [marker for marker in markers if marker not in has] for key, markers in strata.items()}
    if not any(left.values()):
        raise UserError(f"The sample '{name}' holds every primary marker already.")
    now = {key: len(markers) - len(left[key]) for key, markers in strata.items()}
    added = _more(inventory, sample, left, now, number)
    with inventory.change() as tables:
        last = max((int(row[2] or 0) for row in rows), default=0)
        told: dict[str, Any] = {"SAMPLE": name, "REVIEWERS": sample.reviewers, "SEED": sample.seed}
        for place, (stratum, identifier) in enumerate(mixed(added), last + 1):
            tables.insert(REVIEW_SAMPLES, {**told, "PLACE": place, "ID": identifier, "STRATUM": stratum or None})
        for stratum, markers in strata.items():
            if drawn := now[stratum] + len(added.get(stratum, ())):
                having = {"SAMPLE": name, "STRATUM": stratum or None}
                tables.update(REVIEW_SAMPLES, {"WEIGHT": len(markers) / drawn}, Wanted(having=having))
        population = json.dumps({key: len(markers) for key, markers in strata.items()}, ensure_ascii=False)
        tables.update(SAMPLES, {"POPULATION": population}, Wanted(having={"SAMPLE": name}))
    return sum(map(len, added.values()))


def _check(draw: Draw) -> None:
    if draw.reviewers < 1:
        raise UserError("At least one reviewer is needed.")
    if draw.strata and draw.strata not in STRATA:
        raise UserError(f"'{draw.strata}' makes no strata; say {', '.join(STRATA)}.")
    if draw.systematic and draw.strata:
        raise UserError("A systematic sample has no strata: it lies as the markers lie. Choose one of the two.")
    if draw.half_width and not (0 < draw.half_width < 0.5 and 0 <= draw.expected <= 1):
        raise UserError(f"A half-width of {draw.half_width:g} cannot be reached; give more than 0 and less than 0.5.")
    if draw.number < 0 or (not draw.number and not draw.half_width and not 0 < draw.share <= 1):
        raise UserError(f"A sample of {draw.share * 100:g} % cannot be drawn; give more than 0 and up to 100.")
    if draw.systematic and not draw.cell > 0:
        raise UserError("The cells that a systematic sample goes along need a side of more than 0 m.")


def _wanted(draw: Draw, count: int) -> int:
    if draw.number:
        return draw.number
    if draw.half_width:
        return number_for(draw.half_width, draw.expected, count)
    return max(1, round(draw.share * count))


def _strata(
    inventory: Store, subregion: str, strata: str, drawn: Mapping[str, str] | None = None
) -> dict[str, list[str]]:
    """Stratum -> identifiers of its markers; one that has no name where there are no strata.

    What was drawn already stays in the stratum that it was drawn from, whatever has changed since.
    """
    there = {"SUBREGION": subregion} if subregion else {}
    identifiers = sorted(inventory.values(PRIMARY_MARKERS, "ID", Wanted(having={**there, **CLAIMED})))
    if not identifiers:
        place = f"the subregion {subregion}" if subregion else inventory.path.name
        doubted = inventory.count(PRIMARY_MARKERS, Wanted(having=there))
        but = f" but {doubted} whose landform is uncertain or another, which are not judged" if doubted else ""
        raise UserError(f"There is no primary marker in {place}{but}; map rock glaciers first.")
    if not strata:
        return {"": identifiers}
    names = {**strata_of(inventory, strata), **(drawn or {})}
    found: dict[str, list[str]] = {}
    for identifier in identifiers:
        found.setdefault(names.get(identifier, "unknown"), []).append(identifier)
    return dict(sorted(found.items()))


def _more(
    inventory: Store, sample: Sample, left: Mapping[str, list[str]], now: Mapping[str, int], number: int
) -> dict[str, list[str]]:
    """What is drawn beside what a sample has."""
    seed = sample.seed or 0
    if sample.design == SYSTEMATIC:
        chain = along_cells(inventory, left[""], sample.cell or DEFAULT_CELL)
        return {"": every(chain, min(number, len(chain)), seed)}
    more = more_of({key: now[key] + len(markers) for key, markers in left.items()}, now, number)
    return {key: first(left[key], count, seed) for key, count in more.items() if count}


def _design(name: str, draw: Draw, population: Mapping[str, int]) -> dict[str, Any]:
    return {
        "SAMPLE": name,
        "KIND": MARKERS,
        "DESIGN": draw.design,
        "STRATA": draw.strata or None,
        "TIME": utc_now(),
        "PERSON": draw.person or None,
        "REVIEWERS": draw.reviewers,
        "SEED": draw.seed,
        "POPULATION": json.dumps(population, ensure_ascii=False),
        "CELL": draw.cell if draw.systematic else None,
        "SUBREGION": draw.subregion or None,
    }


def _name(inventory: Store, draw: Draw, count: int) -> str:
    """A name that tells how it was drawn, and that no other sample has."""
    how = "" if draw.number or draw.half_width else f" ({draw.share * 100:g} %)"
    how += f", by {draw.strata}" if draw.strata else ", systematic" if draw.systematic else ""
    place = f", {draw.subregion}" if draw.subregion else ""
    return free_name(inventory, f"{utc_now()[:10]}: {count} markers{how}{place}, seed {draw.seed}")
