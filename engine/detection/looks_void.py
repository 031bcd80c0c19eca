"""What pixels say of voids that an image's file does not tell: opacity that is called nothing, collars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rasterio.enums import ColorInterp
from rasterio.windows import Window

from ..ground.raster_values import RasterValues
from ..report import Report

_SIDE, _ALONG = 32, 5
"""Side of a sample in pixels, and samples along an axis."""
_NEAR = 4
"""What lossy compression (JPEG) leaves of black and white bytes."""
_CORNER = 8
"""Side, in pixels, of what is looked at in the corners and in the middles of the edges."""


def _samples(height: int, width: int) -> Iterator[Window]:
    """Windows that are spread evenly over an image."""
    high, wide = min(_SIDE, height), min(_SIDE, width)
    down, across = min(_ALONG, -(-height // high)), min(_ALONG, -(-width // wide))
    for row in np.linspace(0, height - high, down).astype(int).tolist():
        for column in np.linspace(0, width - wide, across).astype(int).tolist():
            yield Window(column, row, wide, high)


def pixels_of(values: RasterValues) -> npt.NDArray[Any]:
    """Pixels with data, spread over an image, as they are stored: shape (bands, n)."""
    height, width = values.dataset.height, values.dataset.width
    parts = [values.read(window) for window in _samples(height, width)]
    return np.concatenate([pixels[:, valid] for pixels, valid in parts], axis=1).astype(np.float64)


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
    parts = [dataset.read(4, window=w).ravel() for w in _samples(dataset.height, dataset.width)]
    found = np.unique(np.concatenate(parts))
    opaque = int(found[-1])
    if not (set(found.tolist()) <= {0, opaque} and opaque in (255, np.iinfo(dataset.dtypes[3]).max)):
        return []
    report.warning(
        f"The fourth band of {name} holds only 0 and {opaque}, as opacity does, and is not called so; pixels "
        "where it is 0 are taken as without data."
    )
    return [4]


def tell_of_collars(values: RasterValues, name: str, report: Report) -> None:
    """Warn where corners or edges are black or white throughout and count as data: a collar, perhaps."""
    height, width = values.dataset.height, values.dataset.width
    high, wide = min(_CORNER, height), min(_CORNER, width)
    rows, columns = (0, (height - high) // 2, height - high), (0, (width - wide) // 2, width - wide)
    ends = {0.0: "black"}
    if values.dtype.kind in "iu":
        ends[float(np.iinfo(values.dtype).max)] = "white"
    near = _NEAR if values.dtype == np.uint8 else 0
    found: dict[float, None] = {}
    for row in rows:
        for column in columns:
            if row == rows[1] and column == columns[1]:
                continue
            pixels, valid = values.read(Window(column, row, wide, high))
            away = {end: np.abs(pixels.astype(np.float64) - end).max() for end in ends}
            found |= dict.fromkeys(end for end in ends if valid.any() and away[end] <= near)
    for value in found:
        report.warning(
            f"{name} is {ends[value]} ({value:g} in every band, or nearly) at its edge and does not say that "
            "this means no data; it is searched. If it is a collar, set a nodata value (gdal_edit.py "
            "-a_nodata) or a mask (nearblack -setmask)."
        )
