"""The ground of a map: an equal-area projection around what it shows, with graticule, scale bar and arrow of north."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyproj
from matplotlib import patheffects
from matplotlib.axes import Axes

from ...ground.geodesy import LONGITUDE_LATITUDE, transformer_between
from .style import GREY, INK, PALE

Floats = npt.NDArray[np.float64]

_STEPS = (30, 20, 10, 5, 2, 1, 0.5, 0.25, 0.1, 0.05, 0.02, 0.01)
"""Degrees between lines of a graticule."""
_LEAST_METRES = 2000.0
"""A map of one point shows that much around it."""
_EDGE = 0.06
_POINTS = 200
HALO = [patheffects.withStroke(linewidth=1.6, foreground="white")]


@dataclass(frozen=True)
class Ground:
    """A rectangle in a projection, metres: west, south, east, north."""

    crs: pyproj.CRS
    box: tuple[float, float, float, float]

    @property
    def width(self) -> float:
        """Metres from west to east."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """Metres from south to north."""
        return self.box[3] - self.box[1]

    @property
    def forward(self) -> pyproj.Transformer:
        """From longitude and latitude."""
        return transformer_between(LONGITUDE_LATITUDE, self.crs)

    @property
    def back(self) -> pyproj.Transformer:
        """To longitude and latitude."""
        return transformer_between(self.crs, LONGITUDE_LATITUDE)


def ground_of(crs: pyproj.CRS, x: Floats, y: Floats, least_ratio: float = 0.45, most_ratio: float = 1.1) -> Ground:
    """The ground that holds places, with an edge, neither very flat nor very high.

    Parameters
    ----------
    crs
        The projection, in metres.
    x, y
        Places, at least one.
    least_ratio, most_ratio
        Of height to width.
    """
    west, east, south, north = (float(value) for value in (x.min(), x.max(), y.min(), y.max()))
    edge = max((east - west) * _EDGE, (north - south) * _EDGE, _LEAST_METRES / 2)
    west, east, south, north = west - edge, east + edge, south - edge, north + edge
    width, height = east - west, north - south
    if height < width * least_ratio:
        more = (width * least_ratio - height) / 2
        south, north = south - more, north + more
    elif height > width * most_ratio:
        more = (height / most_ratio - width) / 2
        west, east = west - more, east + more
    return Ground(crs, (west, south, east, north))


def prepare(axes: Axes, ground: Ground, labels: bool = True) -> None:
    """Set the axes to a ground: no ticks in metres, a graticule with degrees at the left and bottom edge."""
    west, south, east, north = ground.box
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect("equal")
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(True)
        axes.spines[side].set_linewidth(0.5)
    _graticule(axes, ground, labels)


def _graticule(axes: Axes, ground: Ground, labels: bool) -> None:
    west, south, east, north = ground.box
    across, up = np.linspace(west, east, _POINTS), np.linspace(south, north, _POINTS)
    edge_x = np.concatenate((across, across, np.full(_POINTS, west), np.full(_POINTS, east), across * 0 + across))
    edge_y = np.concatenate(
        (np.full(_POINTS, south), np.full(_POINTS, north), up, up, np.linspace(south, north, _POINTS))
    )
    lon, lat = ground.back.transform(edge_x, edge_y)
    good = np.isfinite(lon) & np.isfinite(lat)
    if not good.any():
        return
    middle = float(ground.back.transform((west + east) / 2, (south + north) / 2)[0])
    lon = (lon[good] - middle + 180) % 360 - 180  # no jump at the antimeridian
    lat = lat[good]
    step_lon, step_lat = _step(lon.min(), lon.max()), _step(lat.min(), lat.max())
    bottom, left = list[tuple[float, str]](), list[tuple[float, str]]()
    for meridian in _between(lon.min() + middle, lon.max() + middle, step_lon):
        along = np.linspace(max(lat.min() - step_lat, -89.9), min(lat.max() + step_lat, 89.9), _POINTS)
        x, y = ground.forward.transform(np.full(_POINTS, (meridian + 180) % 360 - 180), along)
        axes.plot(x, y, color=PALE, linewidth=0.5, zorder=0.5)
        _cross(bottom, y, x, south, (west, east), _degrees((meridian + 180) % 360 - 180, "E", "W", step_lon))
    for parallel in _between(lat.min(), lat.max(), step_lat):
        along = np.linspace(lon.min() - step_lon, lon.max() + step_lon, _POINTS) + middle
        x, y = ground.forward.transform((along + 180) % 360 - 180, np.full(_POINTS, parallel))
        axes.plot(x, y, color=PALE, linewidth=0.5, zorder=0.5)
        _cross(left, x, y, west, (south, north), _degrees(parallel, "N", "S", step_lat))
    axes.set_xticks([place for place, _ in bottom], [text for _, text in bottom] if labels else [])
    axes.set_yticks([place for place, _ in left], [text for _, text in left] if labels else [])
    axes.tick_params(length=2, labelsize=6, colors=GREY)


def _step(low: float, high: float) -> float:
    """Degrees between lines, so that there are three to seven of them."""
    span = max(high - low, 0.02)
    return float(next((step for step in _STEPS if span / step >= 3), _STEPS[-1]))


def _between(low: float, high: float, step: float) -> list[float]:
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [number * step for number in range(first, last + 1)]


def _cross(
    found: list[tuple[float, str]], over: Floats, along: Floats, edge: float, limits: tuple[float, float], text: str
) -> None:
    """Note where a line crosses an edge of the map."""
    side = np.asarray(over) - edge
    places = np.flatnonzero(np.isfinite(side[:-1]) & np.isfinite(side[1:]) & (side[:-1] * side[1:] <= 0))
    for place in places[:1].tolist():
        whole = side[place + 1] - side[place]
        share = 0.0 if whole == 0 else -side[place] / whole
        at = float(along[place] + share * (along[place + 1] - along[place]))
        if limits[0] <= at <= limits[1]:
            found.append((at, text))


def _degrees(value: float, positive: str, negative: str, step: float) -> str:
    digits = 0 if step >= 1 else 1 if step >= 0.1 and step != 0.25 else 2
    text = f"{abs(value):.{digits}f}°"
    if float(f"{abs(value):.{digits}f}") in (0.0, 180.0):
        return text
    return text + (positive if value > 0 else negative)


def scale_bar(axes: Axes, ground: Ground, north: bool = True) -> None:
    """A bar of a round length at the lower left, and an arrow of north at the upper right."""
    length = _round(ground.width / 4)
    x = ground.box[0] + ground.width * 0.04
    y = ground.box[1] + ground.height * 0.05
    axes.plot([x, x + length], [y, y], color=INK, linewidth=2, solid_capstyle="butt", zorder=6, path_effects=HALO)
    text = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    axes.text(
        x + length / 2,
        y + ground.height * 0.015,
        text,
        ha="center",
        va="bottom",
        fontsize=6.5,
        zorder=6,
        path_effects=HALO,
    )
    if north:
        _north(axes, ground)


def _north(axes: Axes, ground: Ground) -> None:
    """An arrow to true north, where the map's upper right corner has it."""
    _, _, east, top = ground.box
    x, y = east - ground.width * 0.05, top - ground.height * 0.14
    lon, lat = ground.back.transform(x, y)
    up_x, up_y = ground.forward.transform(lon, min(lat + 0.01, 89.999))
    way = np.array([up_x - x, up_y - y])
    size = float(np.hypot(*way))
    if not np.isfinite(size) or size == 0:
        return
    tip = np.array([x, y]) + way / size * ground.height * 0.07
    arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 0.9, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=(tip[0], tip[1]), xytext=(x, y), arrowprops=arrow, zorder=6)
    axes.text(
        x + way[0] / size * ground.height * 0.085,
        y + way[1] / size * ground.height * 0.085,
        "N",
        ha="center",
        va="center",
        fontsize=7,
        zorder=6,
        path_effects=HALO,
    )


def _round(length: float) -> float:
    power = 10.0 ** np.floor(np.log10(length))
    return float(next(power * step for step in (5, 2, 1) if power * step <= length))
