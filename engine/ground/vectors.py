"""Read polygon layers, whatever people give: checked, repaired, and with a sentence where it fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory.errors import UserError
from ..telling.report import Report
from .antimeridian import cut_where_broken
from .boxes import Box, polygons_near
from .files.vector_files import VectorLayer, layer_names, look_at, read_layer
from .geodesy import check_latitudes, to_pyproj, transform_geometries

_ROUND_THE_EARTH, _NARROW = 359.99, 0.5  # degrees: a small outline with a jump is as wide, but not as high
WITHOUT_GEOMETRY = "Features without geometry, left out"
"""What `mend_polygons` counts of them."""
_POLYGON_TYPES = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True)
class PolygonLayer:
    """Polygons of a layer: valid, two-dimensional, not empty.

    `geometries` are shapely (Multi)Polygons, shape (n,); `fids` their feature ids; `columns` the
    attributes that were asked for, each of shape (n,).
    """

    path: Path
    name: str
    crs: pyproj.CRS
    geometries: npt.NDArray[Any]
    fids: npt.NDArray[np.int64]
    columns: dict[str, npt.NDArray[Any]]

    def __len__(self) -> int:
        return len(self.geometries)

    def near(self, bounds: Box, crs: Any) -> npt.NDArray[Any]:
        """What of the polygons lies around a box (in `crs`), in the box's system, shape (m,)."""
        return polygons_near(self.geometries, self.crs, bounds, crs)

    def in_crs(self, crs: Any) -> npt.NDArray[Any]:
        """The geometries in another coordinate system."""
        return transform_geometries(self.geometries, self.crs, crs)


def choose_layer(path: Path, layer: str | None = None, preferred: Sequence[str] = (), option: str = "--layer") -> str:
    """The layer to read: the one asked for, else the first of `preferred` that is there, else the only one.

    Raises
    ------
    UserError
        It is not there, or there are several and none is preferred.
    """
    names = layer_names(path)
    if layer is not None:
        if layer not in names:
            raise UserError(f"{path} has no layer '{layer}'; it has: {', '.join(names) or 'none with geometry'}.")
        return layer
    for name in preferred:
        if name in names:
            return name
    if not names:
        raise UserError(f"{path} has no layer with geometry; give a file with polygons.")
    if len(names) > 1:
        raise UserError(f"{path} has several layers ({', '.join(names)}); say which with {option}.")
    return names[0]


def text_of(value: Any) -> str:
    """An attribute as text; empty where there is none (NULL, a number that is none). A list of GeoJSON is one, too."""
    if isinstance(value, np.ndarray):
        return ", ".join(map(str, value.tolist()))
    if value is None or value != value:
        return ""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()


def read_polygons(
    path: Path,
    layer: str | None = None,
    *,
    columns: Sequence[str] = (),
    without: tuple[str, str] | None = None,
    preferred: Sequence[str] = (),
    option: str = "--layer",
    allow_empty: bool = False,
    report: Report | None = None,
) -> PolygonLayer:
    """Read the polygons of a layer.

    Invalid outlines are made valid; what is no polygon, or empty, is left out; polygons that were cut
    open at the antimeridian (wider than 180 degrees) are put together. Each with a warning that counts.

    Parameters
    ----------
    path
        Any vector file GDAL can read.
    layer, preferred, option
        See `choose_layer`.
    columns
        Attributes to read too.
    without
        An attribute, and a value of it: features that have it are left out.
    allow_empty
        Whether a layer without polygons is an answer rather than an error.
    report
        Gets the warnings.

    Raises
    ------
    UserError
        No such file, not a vector file, no such layer or attribute, no coordinate system, no polygons.
    """
    of = look_at(path, choose_layer(path, layer, preferred, option), report)
    return polygons_in(of, columns=columns, without=without, allow_empty=allow_empty, report=report)


def polygons_in(
    of: VectorLayer,
    *,
    columns: Sequence[str] = (),
    without: tuple[str, str] | None = None,
    allow_empty: bool = False,
    report: Report | None = None,
) -> PolygonLayer:
    """As `read_polygons`, of a layer that was looked at."""
    crs = layer_crs(of)
    wanted = [*columns, *([without[0]] if without and without[0] not in columns else [])]
    fids, wkb, found = read_layer(of, wanted, report)
    if without is not None:
        stays = np.array([str(value).strip().lower() != without[1] for value in found[without[0]]], dtype=bool)
        fids, wkb = fids[stays], wkb[stays]
        found = {column: values[stays] for column, values in found.items()}
    shapes = cut_where_broken(shapely.from_wkb(wkb, on_invalid="fix"), crs)
    geometries, keep = clean_polygons(shapes, of.place, report)
    if not keep.any() and not allow_empty:
        what = _what_is_there(wkb)
        raise UserError(f"Layer {of.place} holds no polygons{what}; give a layer with outlines.")
    if crs.is_geographic and len(geometries):
        check_latitudes(shapely.total_bounds(geometries), crs, f"Layer {of.place}")
        geometries = close_at_antimeridian(geometries)
    attributes = {column: found[column][keep] for column in columns}
    return PolygonLayer(of.path, of.name, crs, geometries, fids[keep], attributes)


def layer_crs(of: VectorLayer) -> pyproj.CRS:
    """The coordinate system of a layer.

    Raises
    ------
    UserError
        It has none, or one that is on no Earth.
    """
    if of.crs is None:
        raise UserError(f"Layer {of.place} has no coordinate system; set it in QGIS first.", kind="crs")
    return to_pyproj(of.crs, f"layer {of.place}")


def _what_is_there(wkb: npt.NDArray[Any]) -> str:
    kinds = {geometry.geom_type for geometry in shapely.from_wkb(wkb, on_invalid="ignore") if geometry is not None}
    return f" but {', '.join(sorted(kinds))}" if kinds - {"Polygon", "MultiPolygon"} else ""


def clean_polygons(
    geometries: npt.NDArray[Any], place: str, report: Report | None
) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """Valid polygons, and which of the features they are; warns as `warn_of_mending` does."""
    polygons, polygonal, counts = mend_polygons(geometries)
    if report is not None:
        warn_of_mending(counts, place, report)
    return polygons, polygonal


def mend_polygons(geometries: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_], Counter[str]]:
    """Valid polygons of geometries of any kind, also None, shape (n,).

    Returns
    -------
    tuple
        The polygons, shape (m,); a mask of shape (n,) with m True; what was done to how many, in words.
    """
    array = np.asarray(geometries, dtype=object).copy()
    present = ~(shapely.is_missing(array) | shapely.is_empty(array))
    invalid = present & ~shapely.is_valid(array)
    array[invalid] = shapely.make_valid(array[invalid], method="structure", keep_collapsed=False)
    for index in np.flatnonzero(shapely.get_type_id(array) == shapely.GeometryType.GEOMETRYCOLLECTION):
        array[index] = polygons_of(array[index])
    polygonal = np.isin(shapely.get_type_id(array), _POLYGON_TYPES) & ~shapely.is_empty(array)
    counts = Counter(
        {
            "Invalid outlines repaired": int((invalid & polygonal).sum()),
            "Features that are no polygons, left out": int((present & ~polygonal).sum()),
            WITHOUT_GEOMETRY: int((~present).sum()),
        }
    )
    return array[polygonal], polygonal, counts


def warn_of_mending(counts: Counter[str], place: str, report: Report) -> None:
    """Warn of what `mend_polygons` did to a layer; counts of several reads may be added up before."""
    for what, count in counts.items():
        if count:
            report.warning(f"{what} in layer {place}: {count}.")


def polygons_of(geometry: Any) -> shapely.MultiPolygon:
    """The polygons in a geometry of any kind; an empty MultiPolygon where it has none."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon" and not part.is_empty])


def close_at_antimeridian(geometries: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Polygons that lie on both sides of 180 degrees, put together by moving the western side by 360.

    Whether their ring jumps from 180 to -180 or they were cut there in two. What goes round the
    whole Earth is left as it is.

    Parameters
    ----------
    geometries
        Valid polygons in degrees, shape (n,).
    """
    bounds = shapely.bounds(geometries)
    wide = np.flatnonzero(bounds[:, 2] - bounds[:, 0] > 180)
    if wide.size == 0:
        return geometries
    array = geometries.copy()
    for index in wide:
        array[index] = _put_together(array[index])
    return array


def _put_together(geometry: Any) -> Any:
    west, south, east, north = shapely.bounds(shapely.get_parts(geometry)).T
    if ((east - west >= _ROUND_THE_EARTH) & (north - south > _NARROW)).any():
        return geometry

    def move(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack((np.where(points[:, 0] < 0, points[:, 0] + 360, points[:, 0]), points[:, 1]))

    moved = shapely.transform(geometry, move)
    if not 0 < moved.bounds[2] - moved.bounds[0] < geometry.bounds[2] - geometry.bounds[0]:
        return geometry
    repaired = shapely.make_valid(moved, method="structure", keep_collapsed=False)
    return shapely.union_all(shapely.get_parts(repaired))
