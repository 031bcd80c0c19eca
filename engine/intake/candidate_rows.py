"""Candidates as rows: outlines as multipolygons in the coordinate system of where they go."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory import schema
from ..ground.antimeridian import cut_where_broken
from ..ground.geodesy import transform_geometries
from ..runs.run_record import Run

if TYPE_CHECKING:
    from ..outlines.candidates import Candidate

BATCH = 200
"""Candidates that are reprojected and encoded at a time."""

Row = tuple[Any, ...]
"""A row of `candidates`, its outline first, as WKB."""


def candidate_rows(
    candidates: Iterable[Candidate], run: Run, source: Any, target: Any, serial: int = 0
) -> Iterator[Row]:
    """Rows of the layer `candidates`: MultiPolygons in the target's system, valid, undecided.

    Identifiers are the run's, a hyphen and a serial number in the order of arrival: unique in an
    inventory because the run's identifier is; `serial` is the last that was given before.
    """
    stream = iter(candidates)
    while batch := list(islice(stream, BATCH)):
        outlines = encode_polygons([candidate.geometry for candidate in batch], source, target)
        for candidate, outline in zip(batch, outlines, strict=True):
            serial += 1
            told = {
                "CANDIDATE_ID": f"{run.run_id}-{serial:06d}",
                "RUN_ID": run.run_id,
                "PROB_MEAN": _number(candidate.probability_mean),
                "PROB_MAX": _number(candidate.probability_max),
                "PROB_SD": None if candidate.probability_sd is None else _number(candidate.probability_sd),
                "AREA": _number(candidate.area_m2),
                "STATE": schema.UNDECIDED,
                "SOUR_DATA": candidate.imagery or None,
            }
            yield (outline, *map(told.get, schema.CANDIDATES.field_names))


def moved_rows(rows: Iterable[Row], source: Any, target: Any) -> Iterator[Row]:
    """The same rows in another coordinate system."""
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        outlines = encode_polygons(shapely.from_wkb([row[0] for row in batch]), source, target)
        for row, outline in zip(batch, outlines, strict=True):
            yield (outline, *row[1:])


def _number(value: float) -> float | None:
    """A plain Python number, which SQLite can store; None for not-a-number."""
    number = float(value)
    return number if math.isfinite(number) else None


def encode_polygons(geometries: Any, source: Any, target: Any) -> list[bytes]:
    """WKB of polygons: two-dimensional, in the target's system, valid, MultiPolygon.

    Exteriors run counter-clockwise and holes clockwise, as GeoPackage wants it. A repair turns rings as it
    likes, and a coordinate system that counts southwards turns all of them.

    Parameters
    ----------
    geometries
        Polygons or multipolygons, shape (n,).
    source, target
        Coordinate systems, from and to.

    Raises
    ------
    UserError
        An outline has no place in the target's system.
    """
    moved = transform_geometries(shapely.force_2d(np.asarray(geometries, dtype=object)), source, target)
    multiple = shapely.orient_polygons(to_multipolygons(cut_where_broken(moved, target)))
    return list(shapely.to_wkb(multiple))


def to_multipolygons(geometries: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Valid multipolygons of polygonal geometries; lines and points that a repair leaves are dropped."""
    array = geometries.copy()
    invalid = ~shapely.is_valid(array)
    array[invalid] = shapely.make_valid(array[invalid], method="structure", keep_collapsed=False)
    for index in np.flatnonzero(shapely.get_type_id(array) != shapely.GeometryType.MULTIPOLYGON):
        parts = shapely.get_parts(shapely.get_parts(array[index]))
        polygons = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
        array[index] = shapely.MultiPolygon(polygons)
    return array
