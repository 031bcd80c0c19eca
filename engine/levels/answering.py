"""The `levels` command's work: outlines of one candidate, or around a place, at every level that was kept."""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.errors import UserError
from ...inventory.imagery import join_names, source_name
from ...inventory.requests.levels import LevelsRequest
from ...inventory.schema import CANDIDATES, GEOMETRY, KEPT_PROBABILITY, ROCK_GLACIERS, RUNS, UNDECIDED
from ...store.protocol import Store
from ...store.records import Box, Wanted
from ...store.sources import sources_of
from ..ground.geodesy import LONGITUDE_LATITUDE, ellipsoidal_areas, transform_what_can_be
from ..intake.candidate_rows import encode_polygons
from ..intake.known_ground import shapes_of
from ..kept.steps import LOWEST
from ..runs.inventories import open_inventory
from ..telling.report import Report
from ..terrain.dem import open_dem
from .bending import bends_along, edges_of
from .drawing import Drawn, OfCandidate, UnderPoint, drawn_levels
from .kept_ground import BY_HAND, KeptBlocks, KeptGround, all_round, run_of

_LEAST_MARGIN = 256
"""Pixels around a candidate into which it can grow, with what it joins; a larger one by its own size."""
_REACHES = (256, 1024)
"""Pixels around a place: the second where something goes on beyond the first."""
_MOST_PIXELS = 2**24
"""Of a window: outlines of a larger one take too long to wait for."""
_SAME = 0.9
"""Intersection over union from which what is drawn at the run's own threshold is the candidate."""
_HELD = 0.5
"""Share of a candidate that an outline must hold to have joined it."""


@dataclass(frozen=True)
class Answer:
    """What is told of a candidate or a place: outlines in the run's system, and whose they are."""

    ground: KeptGround
    drawn: list[Drawn]
    imagery: str
    candidate: str = ""
    own: Any = None


def levels_of(request: LevelsRequest, report: Report) -> dict[str, Any]:
    """Outlines at every level; see `LevelsRequest`.

    Raises
    ------
    UserError
        No probability is kept there, what is kept is damaged or another's, or the candidate is gone.
    """
    if (request.candidate is None) == (request.at is None):
        raise UserError("Say whose outlines: give --candidate, or a place with --at, one of the two.", "usage")
    with closing(open_inventory(request.inventory, write=False)) as store:
        if request.candidate is not None:
            answer = _of_candidate(store, request.candidate)
        else:
            answer = _at_place(store, _place(request.at or ""))
        remembered = sources_of(store.facts(), request.inventory).dem
        bends = _bends(answer, request.dem, remembered, report)
        return _told(store, answer, bends)


def _bends(answer: Answer, asked: str | None, remembered: str | None, report: Report) -> npt.NDArray[np.float64] | None:
    """How the ground bends along each outline; None where no DEM tells it.

    A DEM that was asked for must be one; one that the inventory remembers may have been moved since.
    """
    name = asked or remembered
    if not name:
        return None
    try:
        with open_dem(name, report) as dem:
            return bends_along([one.outline for one in answer.drawn], answer.ground, dem)
    except UserError as error:
        if asked:
            raise
        report.warning(f"Edges are told by the probability alone: {error}")
        return None


def _of_candidate(store: Store, identifier: str) -> Answer:
    fields = (GEOMETRY, "RUN_ID", "SOUR_DATA")
    rows = store.rows(CANDIDATES, fields, Wanted(having={"CANDIDATE_ID": identifier}))
    if not rows or not rows[0][1]:
        raise UserError(f"{store.path} has no candidate {identifier} with an outline; go on with the next.", "levels")
    _, wkb, run_id, imagery = rows[0]
    own, run = shapes_of([wkb])[0], run_of(store, run_id)
    blocks = KeptBlocks(store, run, _boxes(own))
    outline = blocks.placed(np.array([own], object))[0]
    ground = blocks.around(*_window_around(blocks, outline, identifier))
    drawn = list(drawn_levels(ground, OfCandidate(outline, ground.steps.limits[ground.steps.threshold])))
    _check_is_its(store, identifier, ground, drawn, outline)
    return Answer(ground, drawn, imagery or "", identifier, own)


def _window_around(blocks: KeptBlocks, outline: Any, identifier: str) -> tuple[int, int, int, int]:
    """Left, top, right, bottom, with room to grow."""
    left, top, right, bottom = blocks.pixels_of(outline).bounds
    if not all(map(math.isfinite, (left, top, right, bottom))):
        raise UserError(f"{identifier} has no place in the image that it was found on; {BY_HAND}.", "levels")
    margin = max(_LEAST_MARGIN, right - left, bottom - top)
    if (right - left + 2 * margin) * (bottom - top + 2 * margin) > _MOST_PIXELS:
        raise UserError(f"{identifier} is too large to be drawn at other levels at once; {BY_HAND}.", "levels")
    return (math.floor(left - margin), math.floor(top - margin), math.ceil(right + margin), math.ceil(bottom + margin))


def _check_is_its(store: Store, identifier: str, ground: KeptGround, drawn: list[Drawn], outline: Any) -> None:
    """What was kept must be what the candidate was drawn from: a part of it, or another's, would mislead."""
    level = ground.steps.limits[ground.steps.threshold]
    found = next((one.outline for one in drawn if one.level == level), shapely.Polygon())
    union = shapely.area(shapely.union(found, outline))
    if not union or shapely.area(shapely.intersection(found, outline)) < _SAME * union:
        raise UserError(
            f"The probability that {store.path} keeps around {identifier} is not what its outline was drawn from (a "
            f"part of it was removed, or the outline was changed); {BY_HAND}.",
            "levels",
        )


def _at_place(store: Store, place: tuple[float, float]) -> Answer:
    crs = store.reference(KEPT_PROBABILITY).wkt
    point = transform_what_can_be(np.array([shapely.Point(place)], object), LONGITUDE_LATITUDE, crs)[0]
    boxes = [] if point.is_empty else all_round(point.bounds, crs)
    fids = sorted({fid for _, fid in store.near(KEPT_PROBABILITY, boxes)})
    runs = {run_id for _, run_id in store.rows(KEPT_PROBABILITY, ("RUN_ID",), Wanted(fids=fids))}
    told = f"{place[0]:.5f}, {place[1]:.5f}"
    if not runs:
        raise UserError(
            f"No detection of {store.path} has seen anything at {told}: the ground was not searched, its probability "
            f"was not kept, or it is below {LOWEST:g}; {BY_HAND}.",
            "levels",
        )
    newest = sorted(store.rows(RUNS, ("RUN_ID",), Wanted(having={"RUN_ID": tuple(runs)})), reverse=True)
    for _, run_id in newest:
        run = run_of(store, run_id)
        blocks = KeptBlocks(store, run, boxes)
        ground, drawn = _around(blocks, blocks.placed(np.array([point], object))[0])
        if drawn:
            return Answer(ground, drawn, join_names([source_name(run.source)], ROCK_GLACIERS.field("SOUR_DATA").length))
    raise UserError(
        f"No detection of {store.path} has seen a landform of its smallest area at {told}; {BY_HAND}.", "levels"
    )


def _around(blocks: KeptBlocks, point: Any) -> tuple[KeptGround, list[Drawn]]:
    """The ground around a place, and outlines under it; none where nothing is there."""
    pixel = blocks.pixels_of(point)
    column, row = math.floor(pixel.x), math.floor(pixel.y)
    for reach in _REACHES:
        ground = blocks.around(column - reach, row - reach, column + reach, row + reach)
        drawn = list(drawn_levels(ground, UnderPoint(point)))
        lowest = ground.steps.limits[ground.steps.lowest]
        if ground.pixels[reach, reach] <= ground.steps.lowest or (drawn and drawn[0].level == lowest):
            break
    return ground, drawn


def _place(text: str) -> tuple[float, float]:
    try:
        longitude, latitude = map(float, text.split(","))
    except ValueError:
        longitude = latitude = math.nan
    if not (abs(longitude) <= 360 and abs(latitude) <= 90):
        raise UserError(f"'{text}' is no place; give longitude and latitude in degrees, as 88.25,27.6.", "usage")
    return longitude, latitude


def _told(store: Store, answer: Answer, bends: npt.NDArray[np.float64] | None) -> dict[str, Any]:
    crs, run = store.reference(CANDIDATES).wkt, answer.ground.run
    shapes = shapes_of(encode_polygons([one.outline for one in answer.drawn], run.crs, crs))
    threshold = run.threshold
    found = next((at for at, one in enumerate(answer.drawn) if abs(one.level - threshold) < 1e-4), -1)
    if found >= 0 and answer.own is not None:
        shapes[found] = answer.own  # as it is in the inventory, to the last digit
    areas = ellipsoidal_areas(shapes, crs)
    joined = _joined(store, shapes, answer.candidate)
    edges = edges_of([one.sharpness for one in answer.drawn], bends)
    return {
        "candidate": answer.candidate,
        "run": run.run_id,
        "threshold": threshold,
        "found": found,
        "steepest": int(np.argmax(edges)),
        "by_ground": bends is not None,
        "imagery": answer.imagery,
        "levels": [
            {
                "level": round(one.level, 4),
                "outline": shapely.to_wkt(_plain(shape), rounding_precision=-1),
                "area_m2": round(float(area), 1),
                "sharpness": round(one.sharpness, 6),
                "edge": round(edge, 4),
                "joins": joins,
                "parts": one.parts,
            }
            for one, shape, area, edge, joins in zip(answer.drawn, shapes, areas, edges, joined, strict=True)
        ],
    }


def _plain(shape: Any) -> Any:
    """A polygon where it is one: over the antimeridian it stays in two parts."""
    return shape.geoms[0] if shape.geom_type == "MultiPolygon" and len(shape.geoms) == 1 else shape


def _boxes(shape: Any) -> list[Box]:
    """The bounds of each part: one over the antimeridian has two that are far apart."""
    return [tuple(bounds) for bounds in shapely.bounds(shapely.get_parts(shape)).tolist()]


def _joined(store: Store, shapes: npt.NDArray[Any], candidate: str) -> list[list[str]]:
    """Identifiers of other undecided candidates that each outline holds."""
    boxes = [box for shape in shapes for box in _boxes(shape)]
    fids = sorted({fid for _, fid in store.near(CANDIDATES, boxes)})
    fields = (GEOMETRY, "CANDIDATE_ID", "STATE")
    others = [
        (wkb, identifier)
        for _, wkb, identifier, state in store.rows(CANDIDATES, fields, Wanted(fids=fids))
        if wkb and identifier and identifier != candidate and (state or UNDECIDED) == UNDECIDED
    ]
    if not others:
        return [[] for _ in shapes]
    outlines = shapes_of([wkb for wkb, _ in others])
    areas = shapely.area(outlines)
    found = []
    for shape in shapes:
        held = shapely.area(shapely.intersection(shape, outlines)) >= _HELD * areas
        found.append([others[at][1] for at in np.flatnonzero(held).tolist()])
    return found
