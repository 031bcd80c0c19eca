"""Windows over a study area: squares of one size on an equal-area grid, cut at its edge, drawn with a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...gestures.sampling.lots import allocate, first, more_of
from ...gestures.sampling.record import Sample
from ...gestures.sampling.strata import NO_SUBREGION
from ...gestures.windows import Window
from ...inventory.errors import UserError
from ...inventory.schema import CANDIDATES, RUNS, SUBREGIONS
from ...store.protocol import Store
from ..ground.antimeridian import rolled
from ..ground.geodesy import LONGITUDE_LATITUDE, ellipsoidal_areas, to_pyproj, transform_geometries
from ..ground.vectors import close_at_antimeridian
from ..telling.report import Report

_MOST_CELLS = 4_000_000
_EDGE = 200.0
"""Metres between vertices of a study area's edge on the grid: straight lines of one system are none of another."""
_SLIVER = 0.01
"""Share of a whole window below which what the edge leaves of it is no window."""
_ALIKE = 1e-3
"""Of a whole window: what a window of the same place may differ by, as PROJ's versions do."""


@dataclass(frozen=True)
class Ground:
    """A study area: polygons (n,), the subregion of each, their system, and that of the inventory."""

    polygons: npt.NDArray[Any]
    names: list[str]
    crs: Any
    to: Any = LONGITUDE_LATITUDE


def ground_of(inventory: Store, given: Ground | None, by_subregion: bool) -> Ground:
    """The study area: polygons that were given, else the subregions, else the extents in which runs searched.

    Raises
    ------
    UserError
        There is none, or no subregions to draw from.
    """
    to = inventory.reference(SUBREGIONS).wkt
    regions = _subregions(inventory)
    if by_subregion:
        if not len(regions.polygons):
            raise UserError(f"{inventory.path.name} has no subregions to draw from; draw windows without --by.")
        return Ground(regions.polygons, regions.names, to, to) if given is None else _cut(given, regions, to)
    if given is not None:
        return Ground(given.polygons, given.names, given.crs, to)
    if len(regions.polygons):
        return Ground(regions.polygons, [""] * len(regions.names), to, to)
    searched = _searched(inventory)
    if not len(searched):
        raise UserError(f"What the study area of {inventory.path.name} is, is not known; give polygons with --area.")
    return Ground(searched, [""] * len(searched), LONGITUDE_LATITUDE, to)


def _subregions(inventory: Store) -> Ground:
    shapes = dict(inventory.outlines(SUBREGIONS))
    rows = [(fid, name) for fid, name in inventory.rows(SUBREGIONS, ("NAME",)) if fid in shapes]
    polygons = shapely.make_valid(shapely.from_wkb([shapes[fid] for fid, _ in rows]))
    return Ground(np.asarray(polygons, object), [str(name or NO_SUBREGION) for _, name in rows], None)


def _cut(given: Ground, regions: Ground, to: Any) -> Ground:
    """What of each subregion lies in the given area, and what lies in none."""
    polygons = rolled(_put_together(given.polygons, given.crs))  # as the subregions are stored
    whole = shapely.union_all(transform_geometries(polygons, LONGITUDE_LATITUDE, to))
    parts = [shapely.intersection(shape, whole) for shape in regions.polygons]
    rest = shapely.difference(whole, shapely.union_all(regions.polygons))
    named = [*zip(parts, regions.names, strict=True), (rest, NO_SUBREGION)]
    kept = [(shape, name) for shape, name in named if not shapely.is_empty(shape)]
    return Ground(np.array([shape for shape, _ in kept], object), [name for _, name in kept], to, to)


def _searched(inventory: Store) -> npt.NDArray[Any]:
    """Extents of runs, in degrees."""
    found = []
    wanted = {run for _, run in inventory.rows(CANDIDATES, ("RUN_ID",))}
    for _, run, extent, crs in inventory.rows(RUNS, ("RUN_ID", "EXTENT", "CRS")):
        if run in wanted and extent and crs:
            try:
                west, south, east, north = map(float, extent.split(","))
                box = shapely.box(west, south, east, north)
                found += list(transform_geometries(np.array([box], object), crs, LONGITUDE_LATITUDE))
            except (ValueError, TypeError, UserError):
                continue  # a run of a file that no longer says where it was
    return np.array(found, dtype=object)


@dataclass(frozen=True)
class _Laid:
    """Windows over a study area by their place on the grid, with the subregion of each, in `system`."""

    system: Any
    side: float
    boxes: dict[str, Any]
    whose: dict[str, str]

    def by_stratum(self) -> dict[str, list[str]]:
        """Stratum -> its windows."""
        found: dict[str, list[str]] = {name: [] for name in sorted(set(self.whose.values()))}
        for cell, name in self.whose.items():
            found[name].append(cell)
        return found

    def windows(self, chosen: Sequence[str], to: Any) -> list[Window]:
        """Those that were chosen, as an inventory in that system keeps them."""
        shapes = np.array([self.boxes[cell] for cell in chosen], object)
        areas = ellipsoidal_areas(shapes, self.system)
        return [
            Window(shapely.to_wkb(_multi(shape)), self.whose[cell], float(area))
            for cell, shape, area in zip(chosen, _from_grid(shapes, self.system, to), areas, strict=True)
        ]

    def places_of(self, outlines: npt.NDArray[Any], crs: Any) -> list[str] | None:
        """Which windows some outlines are; None where one of them is none of these."""
        shapes = transform_geometries(_put_together(outlines, crs), LONGITUDE_LATITUDE, self.system)
        middles = shapely.get_coordinates(shapely.centroid(shapes)) // self.side
        cells = [f"{column:.0f} {row:.0f}" for column, row in middles.tolist()]
        alike = all(
            cell in self.boxes and abs(shapely.area(self.boxes[cell]) - area) <= _ALIKE * self.side**2
            for cell, area in zip(cells, shapely.area(shapes).tolist(), strict=True)
        )
        return cells if alike else None


def draw_windows(
    ground: Ground, side: float, number: int, seed: int, report: Report
) -> tuple[list[Window], Mapping[str, float]]:
    """Windows in the order in which they are searched, and how many there are of each subregion.

    Parameters
    ----------
    ground
        The study area.
    side
        Metres.
    number
        How many; from each subregion as many as it has of the whole, two at least.
    seed
        The same one draws the same windows.
    report
        Gets progress.

    Raises
    ------
    UserError
        The area holds no window, or far too many.
    """
    laid = _lay(ground, side, report)
    cells = laid.by_stratum()
    shares = allocate({name: len(each) for name, each in cells.items()}, number)
    chosen = {name: first(cells[name], shares[name], seed) for name in cells}
    order = first([cell for each in chosen.values() for cell in each], sum(map(len, chosen.values())), seed)
    return laid.windows(order, ground.to), _population(cells)


def more_windows(
    ground: Ground, sample: Sample, has: npt.NDArray[Any], number: int, report: Report
) -> tuple[list[Window], Mapping[str, float]]:
    """So many more windows beside those that a sample has, in its own way; and how many there are of each subregion.

    Parameters
    ----------
    ground
        The study area over which it was drawn.
    sample
        How that was done.
    has
        Outlines of its windows, in the inventory's system.
    number
        How many more.
    report
        Gets progress.

    Raises
    ------
    UserError
        The study area is another one, or no window is left.
    """
    laid = _lay(ground, sample.cell or 0.0, report)
    places = laid.places_of(has, ground.to)
    if places is None:
        raise UserError(
            f"The study area is not that over which '{sample.name}' was drawn; give the same polygons with --area, or "
            "draw another sample."
        )
    taken, cells = set(places), laid.by_stratum()
    left = {name: [cell for cell in each if cell not in taken] for name, each in cells.items()}
    if not any(left.values()):
        raise UserError(f"The sample '{sample.name}' holds every window of its study area already.")
    now = {name: len(each) - len(left[name]) for name, each in cells.items()}
    seed = sample.seed or 0
    more = more_of({name: len(each) for name, each in cells.items()}, now, number)
    chosen = [cell for name, count in more.items() for cell in first(left[name], count, seed)]
    return laid.windows(first(chosen, len(chosen), seed), ground.to), _population(cells)


def _population(cells: Mapping[str, Sequence[str]]) -> dict[str, float]:
    return {name: float(len(each)) for name, each in cells.items()}


def _lay(ground: Ground, side: float, report: Report) -> _Laid:
    degrees = _put_together(ground.polygons, ground.crs)
    system = _equal_area(degrees)
    shapes = [shapely.segmentize(shape, _EDGE) for shape in transform_geometries(degrees, LONGITUDE_LATITUDE, system)]
    return _Laid(system, side, *_cells(np.array(shapes, dtype=object), ground.names, side, report))


def _put_together(shapes: npt.NDArray[Any], crs: Any) -> npt.NDArray[Any]:
    """Shapes in degrees; what lies on both sides of 180 is one, with longitudes beyond it."""
    return close_at_antimeridian(transform_geometries(shapes, crs, LONGITUDE_LATITUDE))


def _from_grid(shapes: npt.NDArray[Any], system: Any, to: Any) -> npt.NDArray[Any]:
    """Windows in the system of an inventory, cut in two where they cross 180 degrees."""
    degrees = rolled(_put_together(shapes, system))
    return transform_geometries(degrees, LONGITUDE_LATITUDE, to)


def _equal_area(degrees: npt.NDArray[Any]) -> Any:
    """Lambert's azimuthal equal-area projection centred on shapes, which may lie on both sides of 180."""
    west, south, east, north = shapely.bounds(degrees).T
    turned = np.where(east <= 0, 360.0, 0.0)
    if np.ptp([west.min(), east.max()]) > np.ptp([(west + turned).min(), (east + turned).max()]):
        west, east = west + turned, east + turned
    middle = f"+lat_0={(south.min() + north.max()) / 2:.6f} +lon_0={(west.min() + east.max()) / 2:.6f}"
    return to_pyproj(f"+proj=laea {middle} +ellps=WGS84 +units=m +type=crs")


def _cells(
    shapes: npt.NDArray[Any], names: list[str], side: float, report: Report
) -> tuple[dict[str, Any], dict[str, str]]:
    """Cells that the area meets, cut at its edge, by their place on the grid, and the subregion of each.

    One that several subregions share is of that which has most of it.
    """
    left, bottom, right, top = np.floor(shapely.total_bounds(shapes) / side).astype(int)
    if (right - left + 1) * (top - bottom + 1) > _MOST_CELLS:
        raise UserError(f"Windows of {side:g} m make far too many in this study area; make them larger.")
    columns, rows = (each.ravel() for each in np.meshgrid(np.arange(left, right + 1), np.arange(bottom, top + 1)))
    squares = shapely.box(columns * side, rows * side, (columns + 1) * side, (rows + 1) * side)
    parts: dict[str, list[tuple[float, str, Any]]] = {}
    for place, (shape, name) in enumerate(zip(shapes, names, strict=True)):
        report.progress(0.2 + 0.7 * place / len(shapes), "Laying windows")
        shapely.prepare(shape)
        inside = shapely.contains_properly(shape, squares)
        for cell in np.flatnonzero(inside | shapely.intersects(shape, squares)).tolist():
            cut = squares[cell] if inside[cell] else shapely.intersection(shape, squares[cell])
            key = f"{columns[cell]} {rows[cell]}"
            parts.setdefault(key, []).append((float(shapely.area(cut)), name, cut))
    united = {key: shapely.union_all([cut for _, _, cut in found]) for key, found in parts.items()}
    kept = {key: shape for key, shape in united.items() if shapely.area(shape) > _SLIVER * side**2}
    return kept, {key: max(parts[key], key=lambda part: part[:2])[1] for key in kept}


def _multi(shape: Any) -> Any:
    """A multipolygon of what a shape has of polygons."""
    parts = shapely.get_parts(shapely.get_parts([shape]))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon" and not part.is_empty])
