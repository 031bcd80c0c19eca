"""Roses of aspects: how many rock glaciers face each way, for all of them and by subregion (Figure 8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ...statistics.circular import SECTORS, directions
from .style import BLUE, FULL_WIDTH, HALF_WIDTH, INK, RED, new_figure

Floats = npt.NDArray[np.float64]

_BINS = 16
_PETALS = 360 / _BINS
_DOUBTFUL = 0.05
"""p of Rayleigh's test from which a mean direction is no preference, and no arrow is drawn."""
MOST_ROSES = 16
"""Subregions that one figure holds."""


def draw_rose(axes: Any, degrees: Floats, labels: Sequence[str] = SECTORS) -> None:
    """Draw aspects on polar axes, radius the count, and the mean direction where Rayleigh's test finds one.

    Parameters
    ----------
    axes
        Polar ones.
    degrees
        Clockwise from north; NaN are left out, one at least is a number.
    labels
        The eight ways, or "" for those that are not named.
    """
    known = degrees[np.isfinite(degrees)]
    sector = (np.floor((known % 360 + _PETALS / 2) / _PETALS) % _BINS).astype(np.intp)
    counts = np.bincount(sector, minlength=_BINS)
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    angles = np.radians(np.arange(_BINS) * _PETALS)
    axes.bar(angles, counts, width=np.radians(_PETALS), color=BLUE, edgecolor="white", linewidth=0.3)
    axes.set_thetagrids(np.arange(8) * 45.0, labels=list(labels))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=2, integer=True, min_n_ticks=1))
    axes.set_rlabel_position(67.5)
    axes.tick_params(labelsize=6, pad=-2)
    axes.grid(color="#BBBBBB", linewidth=0.4)
    axes.spines["polar"].set_linewidth(0.5)
    found = directions(known)
    if found.mean is not None and found.p is not None and found.p < _DOUBTFUL:
        reach = float(counts.max()) * 1.02
        axes.annotate(
            "",
            xy=(np.radians(found.mean), reach),
            xytext=(0, 0),
            arrowprops={"arrowstyle": "-|>", "color": RED, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0},
        )


def rose_figure(degrees: Floats) -> Figure:
    """One rose alone, with what is known of the directions below it."""
    figure = new_figure(HALF_WIDTH, 84)
    axes = figure.add_subplot(projection="polar")
    draw_rose(axes, degrees)
    axes.set_title("Aspect")
    axes.set_xlabel(_words(degrees), labelpad=8)
    return figure


def _words(degrees: Floats) -> str:
    found = directions(degrees)
    told = [f"n = {found.number}"]
    if found.mean is not None:
        told.append(f"mean {found.mean:.0f}°")
    if found.resultant is not None:
        told.append(f"R = {found.resultant:.2f}")
    return ", ".join(told)


def roses_figure(groups: Sequence[tuple[str, Floats]]) -> Figure:
    """A rose for each group, four a row, with its name, number and resultant length.

    Parameters
    ----------
    groups
        Names and aspects, each with one number at least; `MOST_ROSES` at most.
    """
    columns = min(4, max(2, len(groups)))
    rows = -(-len(groups) // columns)
    figure = new_figure(FULL_WIDTH if columns > 2 else FULL_WIDTH * 0.62, 6 + 52 * rows)
    only_north: list[str] = [name if name in ("N", "E", "S", "W") else "" for name in SECTORS]
    for place, (name, degrees) in enumerate(groups):
        axes: Axes = figure.add_subplot(rows, columns, place + 1, projection="polar")
        draw_rose(axes, degrees, only_north)
        axes.set_title(shortened(name, 24), loc="center", fontsize=7, color=INK)
        axes.set_xlabel(_words(degrees), fontsize=6, labelpad=2)
    return figure


def shortened(name: str, most: int) -> str:
    """A name that fits: its end is left out where it is too long."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
