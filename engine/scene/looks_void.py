"""What pixels say of voids that an image's file does not tell: opacity that is called nothing, collars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from rasterio.enums import ColorInterp
from rasterio.windows import Window

from ..ground.raster_values import RasterValues
from ..telling.report import Report

_SIDE, _ALONG, _FEW, _LARGE = 32, 5, 3, 2**18
"""Side of a sample in pixels; samples along an axis, fewer where blocks hold more pixels than the last."""
_NEAR = 4
"""What lossy compression (JPEG) leaves of black and white bytes."""
_CORNER = 8
"""Side, in pixels, of what is looked at in the corners and along the edges."""


def _windows(dataset: Any) -> list[list[Window]]:
    """Windows that are spread evenly over an image, from edge to edge, in rows and columns."""
    height, width = dataset.height, dataset.width
    high, wide = min(_SIDE, height), min(_SIDE, width)
    rows, columns = dataset.block_shapes[0]
    most = _FEW if rows * columns > _LARGE else _ALONG  # a large block is decoded for each sample
    down, across = min(most, -(-height // high)), min(most, -(-width // wide))
    tops = np.linspace(0, height - high, down).astype(int).tolist()
    lefts = np.linspace(0, width - wide, across).astype(int).tolist()
    return [[Window(left, top, wide, high) for left in lefts] for top in tops]


class Samples:
    """Pixels of an image in windows that are spread over it, each read once, when it is wanted."""

    def __init__(self, values: RasterValues) -> None:
        self.values, self._windows = values, _windows(values.dataset)
        self._read = lru_cache(None)(lambda row, column: values.read(self._windows[row][column]))

    def pixels(self) -> npt.NDArray[Any]:
        """Those with data, as they are stored: shape (bands, n)."""
        places = [(i, j) for i, row in enumerate(self._windows) for j in range(len(row))]
        parts = [self._read(*place) for place in places]
        return np.concatenate([pixels[:, valid] for pixels, valid in parts], axis=1).astype(np.float64)

    def edges(self) -> Iterator[tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]]:
        """Values (bands, h, w) and validity (h, w) of pieces in the corners and along the edges."""
        last = len(self._windows) - 1, len(self._windows[0]) - 1
        for row in range(last[0] + 1):
            for column in range(last[1] + 1):
                if row in (0, last[0]) or column in (0, last[1]):
                    values, valid = self._read(row, column)
                    part = _outer(row, last[0], valid.shape[0]), _outer(column, last[1], valid.shape[1])
                    yield values[(slice(None), *part)], valid[part]


def _outer(at: int, last: int, length: int) -> slice:
    """What of a window lies at the edge of the image, along one axis."""
    if at == 0:
        return slice(0, _CORNER)
    return slice(max(length - _CORNER, 0), length) if at == last else slice(None)


def opacity_in_disguise(
    dataset: Any, bands: Sequence[int], names: Sequence[str], name: str, report: Report
) -> list[int]:
    """A fourth band without name or colour that holds nothing but 0 and one high value: opacity, untold.

    GDAL calls it undefined where a program wrote four bands as RGB and forgot what the last one is.
    """
    if dataset.count != 4 or sorted(bands) != [1, 2, 3] or names[3]:
        return []
    if dataset.colorinterp[3] not in (ColorInterp.undefined, ColorInterp.gray):
        return []
    if dataset.dtypes[3] not in ("uint8", "uint16"):
        return []
    parts = [dataset.read(4, window=window).ravel() for row in _windows(dataset) for window in row]
    found = np.unique(np.concatenate(parts))
    opaque = int(found[-1])
    if not (set(found.tolist()) <= {0, opaque} and opaque in (255, np.iinfo(dataset.dtypes[3]).max)):
        return []
    report.warning(
        f"The fourth band of {name} holds only 0 and {opaque}, as opacity does, and is not called so; pixels "
        "where it is 0 are taken as without data."
    )
    return [4]


def tell_of_collars(samples: Samples, name: str, report: Report) -> None:
    """Warn where corners or edges are black or white throughout and count as data: a collar, perhaps."""
    ends, dtype = {0.0: "black"}, samples.values.dtype
    if dtype.kind in "iu":
        ends[float(np.iinfo(dtype).max)] = "white"
    near = _NEAR if dtype == np.uint8 else 0
    found: dict[float, None] = {}
    for pixels, valid in samples.edges():
        away = {end: np.abs(pixels.astype(np.float64) - end).max() for end in ends}
        found |= dict.fromkeys(end for end in ends if valid.any() and away[end] <= near)
    for value in found:
        report.warning(
            f"{name} is {ends[value]} ({value:g} in every band, or nearly) at its edge and does not say that "
            "this means no data; it is searched. If it is a collar, set a nodata value (gdal_edit.py "
            "-a_nodata) or a mask (nearblack -setmask)."
        )
