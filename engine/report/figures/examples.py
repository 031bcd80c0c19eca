"""Outlines as they were found and as they were mapped, over what was looked at (Figure 3b and c of Sun et al. 2024)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .grounds import Ground, scale_bar
from .style import FULL_WIDTH, PANELS, YELLOW, new_figure

Lines = Sequence[npt.NDArray[np.float64]]

ACROSS = 4
"""Panels side by side."""
_MAPPED, _CASING = "#6FC6F5", "#101010"
"""The lighter of two blues, for dark rock lies below it; both lines are cased, for they lie on snow as well."""
_DASH, _GAP = 3.6, 2.4
"""Points of the line as it was found, through whose gaps the one as it was mapped is seen."""
_FOUND_WIDTH, _MAPPED_WIDTH, _OTHER_WIDTH = 1.2, 1.6, 0.6
_CASED = 0.9
"""How much wider the casing is."""
_ROW, _LEGEND = 46.0, 9.0
"""Millimetres."""
_DOTS = 170
"""Of the images: as many as the panels have pixels."""


@dataclass(frozen=True)
class Panel:
    """One example on its ground; `below` is an image (h, w, 3), shaded relief (h, w), or None."""

    title: str
    ground: Ground
    below: npt.NDArray[np.uint8] | npt.NDArray[np.float64] | None
    before: Lines
    after: Lines
    around: Lines


def examples_figure(rows: Sequence[tuple[str, Sequence[Panel]]]) -> Figure:
    """Rows of panels, each with a word at its left; at most `ACROSS` in a row."""
    across = max(2, *(len(panels) for _, panels in rows))
    figure = new_figure(FULL_WIDTH * across / ACROSS, len(rows) * _ROW + _LEGEND, _DOTS)
    number = 0
    for row, (word, panels) in enumerate(rows):
        for column, panel in enumerate(panels):
            axes = figure.add_subplot(len(rows), across, row * across + column + 1)
            draw_panel(axes, panel, PANELS[number])
            if not column and word:
                axes.set_ylabel(word, fontsize=7.5)
            number += 1
    for row, (_, panels) in enumerate(rows):  # what is not there takes its room, so that all panels are alike
        for column in range(len(panels), across):
            figure.add_subplot(len(rows), across, row * across + column + 1).set_axis_off()
    _legend(figure, [panel for _, panels in rows for panel in panels], beside=across > 2)
    return figure


def draw_panel(axes: Axes, panel: Panel, letter: str) -> None:
    """One example."""
    west, south, east, north = panel.ground.box
    extent = (west, east, south, north)
    if panel.below is not None and panel.below.ndim == 3:
        axes.imshow(panel.below, extent=extent, zorder=0.1, aspect="auto", interpolation="bilinear")
    elif panel.below is not None:
        grey = {"cmap": "gray", "vmin": -0.5, "vmax": 1.0, "interpolation": "bilinear"}
        axes.imshow(panel.below, extent=extent, zorder=0.1, aspect="auto", **grey)  # type: ignore[arg-type]
    _draw(axes, panel.around, _MAPPED, _OTHER_WIDTH, False, 2)
    _draw(axes, panel.after, _MAPPED, _MAPPED_WIDTH, False, 3)
    _draw(axes, panel.before, YELLOW, _FOUND_WIDTH, True, 4)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_linewidth(0.5)
    scale_bar(axes, panel.ground, north=False)
    axes.set_title(f"({letter}) {panel.title}", fontsize=6.5, pad=2.5)


def _draw(axes: Axes, lines: Lines, colour: str, width: float, dashed: bool, order: float) -> None:
    """Lines with a dark casing, so that they are seen on snow and on rock."""
    if not len(lines):
        return
    for own, wide, place in ((_CASING, width + _CASED, order), (colour, width, order + 0.5)):
        # Dashes count in widths of their line: the casing's are made as long as the line's.
        style = (0, (_DASH / wide, _GAP / wide)) if dashed else "solid"
        drawn = LineCollection(lines, colors=own, linewidths=wide, linestyles=[style], zorder=place, capstyle="butt")
        axes.add_collection(drawn, autolim=False)


def _legend(figure: Figure, panels: Sequence[Panel], *, beside: bool) -> None:
    kinds = (
        ("as found by the network", any(len(panel.before) for panel in panels), YELLOW, _FOUND_WIDTH, True),
        ("as mapped", any(len(panel.after) for panel in panels), _MAPPED, _MAPPED_WIDTH, False),
        ("other rock glaciers as mapped", any(len(panel.around) for panel in panels), _MAPPED, _OTHER_WIDTH, False),
    )
    handles, labels = list[Any](), list[str]()
    for label, is_there, colour, width, dashed in kinds:
        if not is_there:
            continue
        pair = []
        for own, wide in ((_CASING, width + _CASED), (colour, width)):
            style: Any = (0, (_DASH / wide, _GAP / wide)) if dashed else "solid"
            pair.append(Line2D([], [], color=own, linewidth=wide, linestyle=style, dash_capstyle="butt"))
        handles.append(tuple(pair))
        labels.append(label)
    columns = len(handles) if beside else 1
    figure.legend(handles, labels, loc="outside lower center", ncols=columns, handlelength=3.2)
