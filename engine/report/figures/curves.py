"""How a network learned (Figure 3a), what the mappers did, and what reviewers said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .roses import shortened
from .style import BLUE, FULL_WIDTH, GREEN, HALF_WIDTH, ORANGE, RED, SKY, light_grid, new_figure

Points = npt.NDArray[np.float64]
DEED_COLOURS = {"remain": BLUE, "refine": SKY, "retrieve": GREEN, "remove": RED, "undecided": "#BBBBBB"}
DECISION_COLOURS = {"yes": BLUE, "no": RED, "uncertain": ORANGE, "undefined": "#BBBBBB"}


def learning_figure(curves: Sequence[tuple[str, Points, Points]]) -> Figure:
    """IoU against the steps of a training, of patches trained on and of others.

    Parameters
    ----------
    curves
        Name of a network, and steps with IoU of both kinds, each of shape (n, 2).
    """
    figure = new_figure(FULL_WIDTH * 0.62, 66)
    axes = figure.subplots()
    for number, (_, training, validation) in enumerate(curves):
        first = number == 0
        for points, colour, dash, name in (
            (training, BLUE, "-", "patches trained on"),
            (validation, RED, (0, (4, 2)), "patches not trained on"),
        ):
            if len(points):
                label = name if first else None
                axes.plot(points[:, 0], points[:, 1], color=colour, linestyle=dash, label=label)
    axes.set_ylim(0, 1)
    axes.set_xlim(left=0)
    axes.set_xlabel("step of the training")
    axes.set_ylabel("IoU")
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    light_grid(axes)
    axes.legend(loc="lower right")
    return figure


def bars_figure(
    rows: Sequence[tuple[str, Mapping[str, int]]], colours: Mapping[str, str], axis: str, most: int = 20
) -> Figure:
    """Stacked bars, one a row, in shares of the row, with numbers in those that have room.

    Parameters
    ----------
    rows
        Name and number by kind, one of them not 0.
    colours
        Colour by kind, in the order in which they are stacked; what is wide enough has its name in it.
    axis
        What a share is of.
    most
        Rows that are drawn.
    """
    shown = list(rows)[:most]
    figure = new_figure(FULL_WIDTH, 18 + 8.5 * len(shown))
    axes = figure.subplots()
    left = np.zeros(len(shown))
    sums = np.array([max(sum(counts.values()), 1) for _, counts in shown], float)
    for kind, colour in colours.items():
        numbers = np.array([counts.get(kind, 0) for _, counts in shown], float)
        if not numbers.any():
            continue
        width = numbers / sums * 100
        bars = axes.barh(
            np.arange(len(shown)), width, left=left, color=colour, edgecolor="white", label=kind, height=0.7
        )
        texts = [_label(kind, int(number), share) for number, share in zip(numbers, width.tolist(), strict=True)]
        for text in axes.bar_label(bars, labels=texts, label_type="center", fontsize=6.5):
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.9})
        left += width
    names = [shortened(name, 32) for name, _ in shown]
    axes.set_yticks(np.arange(len(shown)), names)
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel(axis)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    figure.legend(loc="outside upper left", ncols=5, handlelength=1.4, columnspacing=1.2)
    return figure


def _label(kind: str, number: int, share: float) -> str:
    """What stands in a part of a bar, as far as it has room: in print without colour it tells which it is."""
    return f"{kind} {number}" if share > 14 else str(number) if share > 4 else ""


def pace_figure(hours: Sequence[tuple[str, int]]) -> Figure:
    """Gestures in each hour of work, one bar an hour, days apart by their name at the first of them.

    Parameters
    ----------
    hours
        Hours as ``2026-11-30 14``, in order, and how many gestures.
    """
    figure = new_figure(HALF_WIDTH if len(hours) < 20 else FULL_WIDTH, 55)
    axes = figure.subplots()
    axes.bar(np.arange(len(hours)), [number for _, number in hours], color=BLUE, width=0.85)
    days = [hour[:10] for hour, _ in hours]
    first = [place for place, day in enumerate(days) if not place or days[place - 1] != day]
    step = max(1, -(-len(first) // 8))
    axes.set_xticks(first[::step], [days[place] for place in first[::step]], fontsize=6)
    axes.set_xlabel("hours in which somebody worked, by day (UTC)")
    axes.set_ylabel("gestures per hour")
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    light_grid(axes)
    return figure
