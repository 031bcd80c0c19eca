"""The command `sample`: markers are drawn by the same gestures as in the dock, windows of ground here."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import shapely

from ...gestures.sampling import DEFAULT_SHARE, Draw, Sample, draw_sample, extend_sample, read_sample
from ...gestures.windows import GroundDraw, add_windows, keep_windows
from ...inventory.errors import UserError
from ...inventory.requests.review import SampleRequest
from ...inventory.schema import BY_SUBREGION, GROUND, SAMPLE_WINDOWS, SYSTEMATIC
from ...store.protocol import Store
from ...store.records import Wanted
from ..ground.vectors import read_polygons
from ..runs.inventories import open_inventory
from ..telling.report import Report
from .ground_windows import Ground, draw_windows, ground_of, more_windows


def draw(request: SampleRequest, report: Report) -> dict[str, Any]:
    """Draw or extend a sample; its name, and how many of how many.

    Raises
    ------
    UserError
        Options that contradict each other, nothing to draw from, or a file that cannot be written.
    """
    _check(request)
    area = None
    if request.area is not None:
        polygons = read_polygons(request.area, option="--area", report=report)
        area = Ground(polygons.geometries, [""] * len(polygons.geometries), polygons.crs)
    with closing(open_inventory(request.inventory)) as inventory:
        added = None
        if request.extend:
            name, added = request.extend, _extended(inventory, request.extend, request.number or 0, area, report)
        elif request.ground:
            name = _draw_ground(inventory, request, area, report)
        else:
            name = draw_sample(inventory, _wanted(request))
        return _told(read_sample(inventory, name), added, report)


def _check(request: SampleRequest) -> None:
    """Raise `UserError` where options contradict each other."""
    given = [
        flag
        for flag, value in (
            ("--share", request.share),
            ("--number", request.number),
            ("--half-width", request.half_width),
        )
        if value is not None
    ]
    if len(given) > 1:
        raise UserError(f"{' and '.join(given)} both say how many are drawn; give one of them.")
    for flag, value in (("--number", request.number), ("--half-width", request.half_width), ("--share", request.share)):
        if value is not None and value <= 0:
            raise UserError(f"{flag} {value:g} draws nothing; give more than 0.")
    if request.extend:
        if request.ground or request.by or given != ["--number"]:
            raise UserError(
                "--extend draws more in the way in which the sample was drawn: say with --number how many and nothing "
                "else, but for the --area of windows."
            )
        return
    if not request.ground:
        if request.area is not None:
            raise UserError("--area is of windows of ground; add --ground, or draw markers of a --subregion.")
        return
    if given != ["--number"]:
        raise UserError("Say with --number how many windows are drawn.")
    if request.by not in (None, BY_SUBREGION) or request.design == SYSTEMATIC or request.subregion:
        raise UserError(
            "Windows of ground are drawn at random, or from each subregion (--by subregion): size and probability are "
            "those of rock glaciers that are known, and windows are for those that are not."
        )
    if not 10 <= request.window <= 1e6:
        raise UserError(f"A window of {request.window:g} m is too small or too large; give 10 m to 1 000 km.")


def _wanted(request: SampleRequest) -> Draw:
    return Draw(
        share=DEFAULT_SHARE if request.share is None else request.share,
        number=request.number or 0,
        seed=request.seed,
        subregion=request.subregion or "",
        reviewers=request.reviewers,
        strata=request.by or "",
        systematic=request.design == SYSTEMATIC,
        half_width=request.half_width or 0.0,
        person=request.person or "",
    )


def _draw_ground(inventory: Store, request: SampleRequest, area: Ground | None, report: Report) -> str:
    if request.reviewers < 1:
        raise UserError("At least one reviewer is needed.")
    report.progress(0.1, "Looking at the study area")
    ground = ground_of(inventory, area, request.by == BY_SUBREGION)
    found, population = draw_windows(ground, request.window, request.number or 0, request.seed, report)
    how = GroundDraw(request.seed, request.window, request.by or "", request.reviewers, request.person or "")
    return keep_windows(inventory, found, population, how)


def _extended(inventory: Store, name: str, number: int, area: Ground | None, report: Report) -> int:
    """More markers or windows in a sample; how many were added."""
    sample = read_sample(inventory, name)
    if sample.kind != GROUND:
        if area is not None:
            raise UserError(f"'{name}' is a sample of markers, which has no --area; leave it out.")
        return extend_sample(inventory, name, number)
    if not sample.cell or not sample.population:
        raise UserError(f"How the sample '{name}' was drawn is not recorded; draw another one.")
    ground = ground_of(inventory, area, sample.strata == BY_SUBREGION)
    has = shapely.from_wkb([wkb for _, wkb in inventory.outlines(SAMPLE_WINDOWS, Wanted(having={"SAMPLE": name}))])
    found, population = more_windows(ground, sample, has, number, report)
    add_windows(inventory, name, found, population)
    return len(found)


def _told(sample: Sample, added: int | None, report: Report) -> dict[str, Any]:
    drawn, population = sum(sample.drawn.values()), sum(sample.population.values())
    few = [name for name, count in sample.drawn.items() if count < 2 and sample.population.get(name, 0) > count]
    if few:
        report.warning(f"Only one was drawn from {', '.join(few)}; of one alone nobody knows how they vary.")
    what = "windows" if sample.kind == GROUND else "primary markers"
    told = f"'{sample.name}' holds {drawn} of {population:.0f} {what}"
    report.progress(1.0, f"{told}, {added} of them new." if added is not None else f"{told}.")
    return {
        "sample": sample.name,
        "kind": sample.kind,
        "design": sample.design,
        "strata": sample.strata,
        "drawn": drawn,
        "added": drawn if added is None else added,
        "population": population,
        "by_stratum": {name: [count, sample.population.get(name)] for name, count in sample.drawn.items()},
        "reviewers": sample.reviewers,
        "seed": sample.seed,
    }
