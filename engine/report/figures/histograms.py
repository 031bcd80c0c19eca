"""Histograms of attributes, each with its mean, as Figure 6 of Sun et al. (2024)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .roses import draw_rose
from .style import BLUE, FULL_WIDTH, GREY, HALF_WIDTH, INK, RED, letter, light_grid, new_figure

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """A histogram: its `name`, the field it is of, what `title` and `axis` say, and how values are scaled.

    `steps` are widths of bins that are round numbers of the axis, the finest first; `digits` those of its mean.
    """

    name: str
    column: str
    title: str
    axis: str
    steps: Sequence[float]
    factor: float = 1.0
    digits: int = 0


AREA = Kind("area-histogram", "AREA", "Area", "area (km²)", (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1), 1e-6, 2)
ASPECT_NAME, ASPECT = "aspect-rose", "ASPECT"
HISTOGRAMS = (
    AREA,
    Kind("elevation-histogram", "ELE_MIN", "Lowest elevation", "elevation (m)", (10, 20, 50, 100, 200, 500)),
    Kind("slope-histogram", "SLO_MEAN", "Mean slope", "slope (°)", (0.5, 1, 2, 5), digits=1),
    Kind("maat-histogram", "MAAT", "Mean annual air temperature", "MAAT (°C)", (0.1, 0.2, 0.5, 1, 2), digits=1),
    Kind("magt-histogram", "MAGT", "Mean annual ground temperature", "MAGT (°C)", (0.1, 0.2, 0.5, 1, 2), digits=1),
    Kind("precipitation-histogram", "AP", "Annual precipitation", "precipitation (mm)", (5, 10, 20, 50, 100, 200)),
    Kind("radiation-histogram", "PISR", "Potential solar radiation", "PISR (kWh/m²/a)", (10, 20, 50, 100, 200)),
)
"""In the order of Figure 6, without the aspects, which are a rose."""

_MOST_BINS = 40
_SMALL_AREA = 0.5
"""km²; the inset of Figure 6a shows the smaller ones."""


def edges_of(values: Floats, steps: Sequence[float]) -> Floats:
    """Round edges of bins that hold all values, at most some forty of them.

    Parameters
    ----------
    values
        At least one, all finite.
    steps
        Widths to choose from, the finest first; what needs wider ones gets tenfold ones.
    """
    low, high = float(values.min()), float(values.max())
    count = max(8.0, min(_MOST_BINS, 2 * len(values) ** 0.5))
    scale = 1.0
    while (high - low) / (steps[-1] * scale) > count:
        scale *= 10
    step = next(each * scale for each in steps if (high - low) / (each * scale) <= count)
    first, last = np.floor(low / step), np.floor(high / step) + 1
    return np.arange(first, last + 0.5) * step


def draw_histogram(axes: Axes, kind: Kind, values: Floats, inset: bool = True) -> None:
    """Draw the values of one field, NaN left out; there is at least one."""
    known = values[np.isfinite(values)] * kind.factor
    edges = edges_of(known, kind.steps)
    axes.hist(known, bins=edges.tolist(), color=BLUE, edgecolor="white", linewidth=0.3)
    axes.set_xlabel(kind.axis)
    axes.set_ylabel("rock glaciers")
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6))
    light_grid(axes)
    mean = float(known.mean())
    axes.axvline(mean, color=RED, linewidth=1.2, linestyle=(0, (4, 2)))
    axes.margins(x=0.02)
    axes.set_ylim(top=axes.get_ylim()[1] * 1.18)
    _note(axes, f"n = {len(known):,}".replace(",", "\u202f") + f", mean {mean:.{kind.digits}f}".replace("-", "−"))
    small = known[known < _SMALL_AREA]
    if inset and kind is AREA and float(known.max()) > 2 * _SMALL_AREA and len(small) > 20:
        _inset(axes, small)


def _note(axes: Axes, text: str) -> None:
    axes.text(0.98, 0.98, text, transform=axes.transAxes, ha="right", va="top", fontsize=6.5, color=INK)


def _inset(axes: Axes, small: Floats) -> None:
    within = axes.inset_axes((0.42, 0.28, 0.56, 0.52))
    bins = np.arange(0, _SMALL_AREA + 0.001, 0.02).tolist()
    within.hist(small, bins=bins, color=BLUE, edgecolor="white", linewidth=0.2)
    within.set_title("below 0.5 km²", fontsize=6, color=GREY, loc="right", pad=2)
    within.tick_params(labelsize=5.5, length=2, pad=1)
    within.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))


def histogram_figure(kind: Kind, values: Floats) -> Figure:
    """One histogram alone."""
    figure = new_figure(HALF_WIDTH, 62)
    axes = figure.subplots()
    draw_histogram(axes, kind, values)
    axes.set_title(kind.title)
    return figure


def distributions_figure(columns: dict[str, Floats]) -> Figure:
    """All attributes that are there, two panels a row, aspects as a rose, lettered as in Figure 6.

    Parameters
    ----------
    columns
        Values by field; those without a number are left out, and one at least has some.
    """
    there = {name for name, values in columns.items() if np.isfinite(values).any()}
    order = [(kind.column, kind) for kind in HISTOGRAMS if kind.column in there]
    panels: list[tuple[str, Kind | None]] = list(order)
    if ASPECT in there:
        panels.insert(min(3, len(panels)), (ASPECT, None))
    rows = -(-len(panels) // 2)
    figure = new_figure(FULL_WIDTH, 8 + 50 * rows)
    for place, (column, kind) in enumerate(panels):
        projection = "polar" if kind is None else None
        axes = figure.add_subplot(rows, 2, place + 1, projection=projection)
        if kind is None:
            draw_rose(axes, columns[column])
            letter(axes, place, "Aspect")
        else:
            draw_histogram(axes, kind, columns[column])
            letter(axes, place, kind.title)
    return figure
