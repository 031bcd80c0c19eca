"""The layer of differences: every outline and marker of both sides on the ground of both, and what it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.errors import UserError
from ..ground.antimeridian import rolled
from ..ground.files.vector_names import pyogrio
from ..ground.geodesy import LONGITUDE_LATITUDE, transform_geometries
from .landforms import Bools, Landforms
from .sides import Side

OUTLINES, MARKERS = "differences", "marker_differences"
"""Layers of the file: of outlines, and of the markers of who has no outlines."""
INPUT, REFERENCE = "input", "reference"
_TEXTS = ("REFERENCE", "SIDE", "KIND", "ID", "PARTNERS")
_NUMBERS = ("IOU", "AREA", "AREA_DIFF", "DISTANCE", "DIST_MAX")
_LONGEST = 254

Rows = dict[str, npt.NDArray[Any]]


def rows_of(sides: tuple[Side, Side], found: Landforms, counts: tuple[Bools, Bools]) -> list[tuple[str, Rows]]:
    """For each side the layer that its rows go to, and these, with their shapes in degrees as "geom"."""
    return [_rows(sides, found, counts[place], place) for place in (0, 1)]


def _rows(sides: tuple[Side, Side], found: Landforms, counts: Bools, place: int) -> tuple[str, Rows]:
    side, other = sides[place], sides[1 - place]
    mine, others = (found.ours, found.theirs) if place == 0 else (found.theirs, found.ours)
    alone, size, crs = found.one_to_one, len(side), side.outlines.crs
    difference, distance, farthest = (np.full(size, np.nan) for _ in range(3))
    sign = 1 if place == 0 else -1
    areas = found.areas[0][found.ours[alone]] - found.areas[1][found.theirs[alone]]
    difference[mine[alone]] = sign * areas
    distance[mine[alone]], farthest[mine[alone]] = found.distance[alone], found.farthest[alone]
    shapes = transform_geometries(side.shapes[counts], crs, LONGITUDE_LATITUDE)
    rows: Rows = {
        "geom": shapes if side.only_markers else rolled(shapes),
        "REFERENCE": _all(sides[1].name, counts),
        "SIDE": _all((INPUT, REFERENCE)[place], counts),
        "KIND": found.kinds[place][counts],
        "ID": np.array(side.outlines.labels, dtype=object)[counts],
        "PARTNERS": _partners(mine, others, other.outlines.labels, size)[counts],
        "IOU": found.best[place][counts],
        "AREA": found.areas[place][counts],
        "AREA_DIFF": difference[counts],
        "DISTANCE": distance[counts],
        "DIST_MAX": farthest[counts],
    }
    return MARKERS if side.only_markers else OUTLINES, rows


def _all(text: str, counts: Bools) -> npt.NDArray[Any]:
    return np.full(int(counts.sum()), text, dtype=object)


def _partners(mine: npt.NDArray[Any], others: npt.NDArray[Any], labels: Sequence[str], size: int) -> npt.NDArray[Any]:
    """Identifiers of the other side's outlines that each is of one landform with, with ; between."""
    told: list[list[str]] = [[] for _ in range(size)]
    for one, other in zip(mine.tolist(), others.tolist(), strict=True):
        told[one].append(labels[other])
    return np.array(["; ".join(names)[:_LONGEST] for names in told], dtype=object)


def write_differences(path: Path, written: Sequence[tuple[str, Rows]]) -> list[str]:
    """Write the layers into one GeoPackage, in degrees; their names.

    Raises
    ------
    UserError
        It cannot be written.
    """
    names = [name for name in (OUTLINES, MARKERS) if any(of == name for of, _ in written)]
    for name in names:
        parts = [rows for of, rows in written if of == name]
        columns = {field: np.concatenate([rows[field] for rows in parts]) for field in ("geom", *_TEXTS, *_NUMBERS)}
        shapes = columns.pop("geom")
        points = name == MARKERS
        wkb = shapely.to_wkb(shapely.centroid(shapes) if points else _multi(shapes))
        try:
            pyogrio.raw.write(
                path,
                np.asarray(wkb, dtype=object),
                list(columns.values()),
                list(columns),
                layer=name,
                driver="GPKG",
                geometry_type="Point" if points else "MultiPolygon",
                crs=LONGITUDE_LATITUDE,
                append=name != names[0],
                dataset_options={} if name != names[0] else {"VERSION": "1.2"},  # of a newer one old GDAL warns
            )
        except (RuntimeError, OSError, ValueError) as error:
            raise UserError(f"The file {path} cannot be written; free some space or choose another.") from error
    return names


def _multi(shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    multi = shapes.copy()
    multi[single] = shapely.multipolygons(shapes[single][:, None]) if single.any() else shapes[single]
    return multi
