"""The map of the rock glaciers, and the maps of grid cells (Figures 5 and 7 of Sun et al. 2024)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ...ground.geodesy import LONGITUDE_LATITUDE, transform_what_can_be, transformer_between
from ...statistics.cells import Cells
from ...statistics.grids import middle_of
from .grounds import HALO, Ground, ground_of, prepare, scale_bar
from .roses import shortened
from .style import BLUE, FULL_WIDTH, GREY, INK, MOST_VECTOR_POINTS, RED, SEQUENTIAL, letter, new_figure

Floats = npt.NDArray[np.float64]

_ROOM = 13.0
"""Millimetres around a map for its degrees."""
_HIGHEST = 120.0
"""Millimetres; a higher map would leave no room for words beside it on a page."""
_COLOURS = 64
_MANY_CELLS, _FEW_POINTS = 50, 3000
_MOST_LABELS = 30
_LARGE_SCALE = 60_000.0
"""Metres of ground across, up to which outlines are drawn and not only points."""


@dataclass(frozen=True)
class Regions:
    """Subregions: names and shapes, shape (k,), in `crs`."""

    names: Sequence[str]
    shapes: npt.NDArray[Any]
    crs: Any = LONGITUDE_LATITUDE


@dataclass(frozen=True)
class Relief:
    """Shaded relief, 0 to 1, over a ground; NaN where the DEM has none."""

    shade: Floats
    box: tuple[float, float, float, float]


def map_ground(longitude: Floats, latitude: Floats) -> Ground:
    """The projection around the places, Lambert's equal-area one, and the ground that holds them."""
    placed = np.isfinite(longitude) & np.isfinite(latitude)
    east, north = middle_of(longitude[placed], latitude[placed])
    crs = pyproj.CRS.from_proj4(f"+proj=laea +lat_0={north:g} +lon_0={east:g} +datum=WGS84 +units=m +no_defs")
    x, y = transformer_between(LONGITUDE_LATITUDE, crs).transform(longitude[placed], latitude[placed])
    return ground_of(crs, np.asarray(x), np.asarray(y))


def shows_outlines(ground: Ground) -> bool:
    """Whether outlines are large enough on the map to be drawn."""
    return ground.width <= _LARGE_SCALE


def map_figure(
    longitude: Floats,
    latitude: Floats,
    regions: Regions | None = None,
    outlines: npt.NDArray[Any] | None = None,
    relief: Relief | None = None,
) -> Figure:
    """All rock glaciers: points of their markers, or outlines where the map is of a small area.

    Parameters
    ----------
    longitude, latitude
        Degrees, NaN left out, one place at least.
    regions
        Subregions, with names.
    outlines
        Polygons in degrees.
    relief
        Shaded relief below all.
    """
    ground = map_ground(longitude, latitude)
    width = min(FULL_WIDTH, _HIGHEST * ground.width / ground.height + _ROOM)
    figure = new_figure(width, (width - _ROOM) * ground.height / ground.width + _ROOM / 2)
    axes = figure.subplots()
    if relief is not None:
        _draw_relief(axes, relief)
    _draw_regions(axes, ground, regions, labels=True)
    colour = RED if relief is not None else BLUE
    if outlines is not None and len(outlines) and shows_outlines(ground):
        _draw_outlines(axes, ground, outlines, colour)
    else:
        _draw_points(axes, ground, (longitude, latitude), colour)
    prepare(axes, ground)
    scale_bar(axes, ground)
    return figure


def _draw_relief(axes: Axes, relief: Relief) -> None:
    west, south, east, north = relief.box
    grey = {"cmap": "gray", "vmin": -0.8, "vmax": 1.05, "interpolation": "bilinear"}
    axes.imshow(relief.shade, extent=(west, east, south, north), zorder=0.1, aspect="auto", **grey)  # type: ignore[arg-type]


def _draw_points(axes: Axes, ground: Ground, places: tuple[Floats, Floats], colour: str) -> None:
    """The markers, smaller and paler the more there are."""
    placed = np.isfinite(places[0]) & np.isfinite(places[1])
    x, y = ground.forward.transform(places[0][placed], places[1][placed])
    count = len(x)
    few = count < _FEW_POINTS
    axes.scatter(
        x,
        y,
        s=12.0 if count < 300 else 6.0 if few else 1.2 if count < 20_000 else 0.5,
        color=colour,
        alpha=0.9 if few else 0.5,
        edgecolors="white",
        linewidths=0.25 if few else 0,
        zorder=3,
        rasterized=count > MOST_VECTOR_POINTS,
    )


def _draw_outlines(axes: Axes, ground: Ground, outlines: npt.NDArray[Any], colour: str) -> None:
    moved = transform_what_can_be(outlines, LONGITUDE_LATITUDE, ground.crs)
    rings = shapely.get_exterior_ring(shapely.get_parts(moved))
    lines = [shapely.get_coordinates(ring) for ring in rings if ring is not None]
    axes.add_collection(PolyCollection(lines, facecolors=colour, alpha=0.45, edgecolors="none", zorder=2.9))
    axes.add_collection(LineCollection(lines, colors=colour, linewidths=0.8, zorder=3))


def _draw_regions(axes: Axes, ground: Ground, regions: Regions | None, labels: bool) -> None:
    if regions is None or not len(regions.shapes):
        return
    moved = transform_what_can_be(regions.shapes, regions.crs, ground.crs)
    lines = [shapely.get_coordinates(ring) for ring in shapely.get_exterior_ring(shapely.get_parts(moved))]
    lines = [line for line in lines if len(line)]
    axes.add_collection(LineCollection(lines, colors=INK if labels else GREY, linewidths=0.6, zorder=2))
    if not labels or len(regions.names) > _MOST_LABELS:
        return
    frame = shapely.box(*ground.box)
    for name, shape in zip(regions.names, moved.tolist(), strict=True):
        seen = shapely.intersection(shapely.make_valid(shape), frame)
        if shapely.area(seen) < 0.004 * ground.width * ground.height:
            continue
        at = shapely.point_on_surface(seen)
        axes.text(
            at.x,
            at.y,
            shortened(name, 28),
            fontsize=6,
            color=INK,
            ha="center",
            va="center",
            zorder=5,
            path_effects=HALO,
            clip_on=True,
        )


@dataclass(frozen=True)
class CellMap:
    """A map of cells: its `name`, `title` with unit, and whether colours go by the logarithm."""

    name: str
    title: str
    logarithmic: bool = False


CELL_MAPS = (
    CellMap("grid-count", "Rock glaciers per cell", True),
    CellMap("grid-area", "Mean area (km²)"),
    CellMap("grid-elevation", "Mean lowest elevation (m)"),
    CellMap("grid-slope", "Mean slope (°)"),
)
"""As panels a to d of Figure 7."""


def cell_values(cells: Cells, name: str) -> Floats:
    """What a map of cells shows, shape (k,); NaN where a cell has none."""
    nothing = np.full(len(cells), np.nan)
    if name == "grid-count":
        return cells.number.astype(np.float64)
    if name == "grid-area":
        return np.asarray(cells.means.get("AREA", nothing) * 1e-6)
    return np.asarray(cells.means.get("ELE_MIN" if name == "grid-elevation" else "SLO_MEAN", nothing))


def draw_cells(figure: Figure, axes: Axes, cells: Cells, of: CellMap, regions: Regions | None) -> None:
    """One map of cells with its bar of colours; white with a grey edge where a cell has no value."""
    values = cell_values(cells, of.name)
    bounds = shapely.total_bounds(cells.outlines)
    ground = ground_of(cells.crs, bounds[[0, 2]], bounds[[1, 3]], 0.4, 1.3)
    known = np.isfinite(values)
    lines = [shapely.get_coordinates(shape) for shape in cells.outlines]
    empty = [line for line, there in zip(lines, known.tolist(), strict=True) if not there]
    axes.add_collection(PolyCollection(empty, facecolors="white", edgecolors=GREY, linewidths=0.3, zorder=1))
    norm = _norm(values[known], of.logarithmic)
    filled = PolyCollection(
        [line for line, there in zip(lines, known.tolist(), strict=True) if there],
        array=values[known],
        cmap=mpl.colormaps[SEQUENTIAL].resampled(_COLOURS),
        norm=norm,
        edgecolors="white",
        linewidths=0.15,
        zorder=1,
        rasterized=len(lines) > MOST_VECTOR_POINTS,
    )
    axes.add_collection(filled)
    _draw_regions(axes, ground, regions, labels=False)
    prepare(axes, ground)
    scale_bar(axes, ground, north=False)
    beyond = float(values[known].min()) < (norm.vmin or 0), float(values[known].max()) > (norm.vmax or 0)
    extend = {(True, True): "both", (True, False): "min", (False, True): "max"}.get(beyond, "neither")
    bar = figure.colorbar(filled, ax=axes, fraction=0.04, pad=0.02, aspect=22, extend=extend)
    if bar.solids is not None:
        bar.solids.set_rasterized(False)
        bar.solids.set_edgecolor("face")
    bar.outline.set_linewidth(0.4)
    bar.ax.tick_params(labelsize=6, length=2)
    if not isinstance(norm, LogNorm):
        bar.ax.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=of.logarithmic))
    else:
        bar.ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}")


def _norm(values: Floats, logarithmic: bool) -> Normalize:
    low, high = float(values.min()), float(values.max())
    if logarithmic and high > 10 * max(low, 1):
        return LogNorm(max(low, 1), high)
    if not logarithmic and len(values) >= _MANY_CELLS:  # one cell of a single giant would leave no colour to the others
        low, high = np.percentile(values, (2, 98)).tolist()
    # Of values that are all alike the bar would tell rounding, and of counts parts of one.
    least = 1.0 if logarithmic else 0.02 * max(abs(low), abs(high)) or 1.0
    return Normalize(low, max(high, low + least))


def cells_figure(cells: Cells, maps: Sequence[CellMap], regions: Regions | None = None) -> Figure:
    """Maps of cells, two a row, or one alone; each has a value in one cell at least."""
    bounds = shapely.total_bounds(cells.outlines)
    ground = ground_of(cells.crs, bounds[[0, 2]], bounds[[1, 3]], 0.4, 1.3)
    ratio = ground.height / ground.width
    if len(maps) == 1:
        figure = new_figure(FULL_WIDTH * 0.7, FULL_WIDTH * 0.55 * ratio + _ROOM)
        axes = figure.subplots()
        draw_cells(figure, axes, cells, maps[0], regions)
        axes.set_title(maps[0].title)
        return figure
    rows = -(-len(maps) // 2)
    figure = new_figure(FULL_WIDTH, rows * (FULL_WIDTH * 0.37 * ratio + _ROOM))
    for place, of in enumerate(maps):
        axes = figure.add_subplot(rows, 2, place + 1)
        draw_cells(figure, axes, cells, of, regions)
        letter(axes, place, of.title)
    return figure
