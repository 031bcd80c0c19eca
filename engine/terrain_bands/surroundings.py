"""The mean elevation of the surroundings of cells: over a disc of true metres."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_STRIPS = 33
"""Strips, about, that a disc is cut into."""

_WIDEST = 2000.0
"""Columns that half a disc has at most: beside a pole all columns meet."""

LEAST_KNOWN = 0.5
"""Share of a disc that must be known for its mean to be one."""


class Disc(NamedTuple):
    """A disc on a grid of cells, cut into strips of as many rows.

    `middles` are the rows in the middles of the strips and `starts` the columns at their left ends, both counted
    from the middle of the disc; `widths` are their widths in columns.
    """

    rows_in_strip: int
    middles: npt.NDArray[np.int64]
    starts: Floats
    widths: Floats

    @property
    def margin(self) -> tuple[int, int]:
        """Rows and columns that it reaches beyond the cell in its middle, at most."""
        down = int(np.abs(self.middles).max()) + self.rows_in_strip // 2
        across = max(float(-self.starts.min()), float((self.starts + self.widths).max()))
        return down, int(np.ceil(across)) + 1


def disc_of(metric: Floats, radius: float) -> Disc:
    """The disc of a radius in metres.

    Parameters
    ----------
    metric
        (3,): squared metres of a step by a column, product of the steps by a column and by a row, squared metres
        of a step by a row.
    radius
        Metres.
    """
    across, both, down = (float(value) for value in metric)
    # Half the height of the disc in rows: it is an ellipse in cells.
    reach = radius * np.sqrt(across / max(across * down - both * both, 1e-30))
    rows = max(1, int(reach * 2 / _STRIPS))
    rows += 1 - rows % 2
    count = int(reach / rows)
    middles = np.arange(-count, count + 1) * rows
    left = np.maximum((both * middles) ** 2 - across * (down * middles**2 - radius**2), 0)
    half: Floats = np.minimum(np.sqrt(left) / max(across, 1e-30), _WIDEST)
    return Disc(rows, middles, -both * middles / max(across, 1e-30) - half, 2 * half)


def mean_within(elevations: Floats, disc: Disc, margin: tuple[int, int]) -> Floats:
    """Mean of what is known within the disc around each cell.

    Parameters
    ----------
    elevations
        (h + 2 * margin rows, w + 2 * margin columns), metres, NaN where nothing is known.
    disc
        It reaches no farther than the margin.
    margin
        Rows and columns around the cells that are asked for.

    Returns
    -------
    numpy.ndarray
        (h, w); NaN where less than `LEAST_KNOWN` of the disc is known.
    """
    known = ~np.isnan(elevations)
    some = float(elevations[known][0]) if known.any() else 0.0  # small numbers keep their last digits in sums
    whole = disc.rows_in_strip * float(disc.widths.sum())
    if known.all():
        return np.asarray(_sums(elevations - some, disc, margin) / whole + some)
    total, share = (
        _sums(values, disc, margin) for values in (np.where(known, elevations - some, 0.0), known.astype(np.float64))
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / share + some
    mean[share < LEAST_KNOWN * whole] = np.nan
    return np.asarray(mean)


def _sums(values: Floats, disc: Disc, margin: tuple[int, int]) -> Floats:
    """Sums over the disc around each cell inside the margin."""
    shape = values.shape[0] - 2 * margin[0], values.shape[1] - 2 * margin[1]
    sums = np.zeros(shape)
    summed = np.zeros((values.shape[0] + 1, values.shape[1] + 1))
    summed[1:, 1:] = values.cumsum(0).cumsum(1)
    for middle, start, width in zip(disc.middles.tolist(), disc.starts, disc.widths, strict=True):
        top = margin[0] + middle - disc.rows_in_strip // 2
        bottom = top + disc.rows_in_strip
        strip = summed[bottom : bottom + shape[0]] - summed[top : top + shape[0]]
        left = margin[1] + 0.5 + start  # counted from the left edge of the cell, for the disc around its middle
        sums += _at(strip, left + width, shape[1]) - _at(strip, left, shape[1])
    return sums


def _at(sums: Floats, edge: float, width: int) -> Floats:
    """Sums to the left of an edge that lies between two cells or within one, for `width` cells from the first on."""
    before = int(np.floor(edge))
    part = edge - before
    return np.asarray(sums[:, before : before + width] * (1 - part) + sums[:, before + 1 : before + 1 + width] * part)
