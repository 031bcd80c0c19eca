"""An image resampled on the fly: GDAL's warper, fed by what the reader of values says is data.

GDAL's warper hears one carrier of voids (a nodata value, else alpha, else a mask) and lays the others' void
pixels into their neighbours. So it is not given the file, but, cell by cell, what was read of it, with all
carriers put into one alpha band. The piece lies in a virtual raster of the size and place of the whole, so
that each pixel is reckoned from the same coordinates whatever is read with it.
"""

from __future__ import annotations

import math
import warnings
from collections import OrderedDict
from typing import Any, Protocol
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from rasterio.enums import Resampling
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from ..ground.cells import cells
from ..ground.geodesy import transformer_between
from .grid import Grid

GDAL_TYPES = {
    "uint8": "Byte",
    "uint16": "UInt16",
    "int16": "Int16",
    "uint32": "UInt32",
    "int32": "Int32",
    "float32": "Float32",
    "float64": "Float64",
}
_ROWS, _COLUMNS = 128, 512
"""Cells that are warped at a time (GDAL's own blocks of a warped dataset)."""
_TOGETHER, _PIXELS = 8, 2**21
"""Cells side by side that are read at a time, fewer where they hold more pixels of the image than this."""
_KEPT = 4
"""Pieces that stay in memory: who reads on in rows or blocks wants the last ones once more."""
_OPAQUE = 255
_NODES = 9
"""Points along the edge of a window whose places in the image tell what is to be read of it."""

Read = tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]


class Pixels(Protocol):
    """What can be resampled: an image or a mosaic (`images.Image`, `mosaic.Mosaic`)."""

    @property
    def grid(self) -> Grid: ...
    @property
    def bands(self) -> int: ...
    @property
    def dtype(self) -> str: ...
    def read(self, window: Window) -> Read: ...


class Resampled:
    """An image on another grid, by bilinear interpolation of its data; read as `Pixels` are.

    Parameters
    ----------
    source
        The image.
    grid
        Wanted, in any coordinate system.
    across, along
        Pixels of `grid` per pixel of the image, along rows and columns. Without them GDAL guesses them from
        each window that it is asked for, and smooths accordingly.
    """

    def __init__(self, source: Pixels, grid: Grid, across: float, along: float) -> None:
        self._source, self.grid, self._scales = source, grid, (across, along)
        self.bands, self.dtype = source.bands, source.dtype
        self._side = _COLUMNS * min(_TOGETHER, max(1, int(_PIXELS * across * along / (_ROWS * _COLUMNS))))
        self._places = _places(source.grid)
        self._kept: OrderedDict[tuple[Window, Affine], Read | None] = OrderedDict()
        self._to_source = None
        if source.grid.crs != grid.crs:
            self._to_source = transformer_between(grid.crs, source.grid.crs)

    def read(self, window: Window) -> Read:
        """Values (bands, h, w) and whether they are data (h, w); what is void has the value 0."""
        row, column, height, width = window.row_off, window.col_off, window.height, window.width
        values = np.zeros((self.bands, height, width), self.dtype)
        valid = np.zeros((height, width), bool)
        for cell in cells(row, column, height, width, _ROWS, self._side):
            down = min(_ROWS, self.grid.height - cell.row)
            across = min(self._side, self.grid.width - cell.column)
            first = cell.part[1].start // _COLUMNS * _COLUMNS  # cells that nobody wants are left out
            across = min(across, -(-cell.part[1].stop // _COLUMNS) * _COLUMNS) - first
            rows, columns = cell.part[0], slice(cell.part[1].start - first, cell.part[1].stop - first)
            for place in self._places:
                piece = self._piece(Window(cell.column + first, cell.row, across, down), place)
                if piece is None:
                    continue
                self._lay(piece, (rows, columns), values[(slice(None), *cell.place)], valid[cell.place])
        return values, valid

    def _lay(self, piece: Read, part: Any, values: npt.NDArray[Any], valid: npt.NDArray[np.bool_]) -> None:
        """Lay a part of a piece where nothing is yet, in place."""
        pixels, there = piece[0][(slice(None), *part)], piece[1][part]
        if not valid.any():
            values[:], valid[:] = pixels, there
            return
        there = there & ~valid
        values[:, there] = pixels[:, there]
        valid |= there

    def _piece(self, window: Window, place: Affine) -> Read | None:
        """Some whole cells of the image at a place, which nobody may write into; None where it has no data for them."""
        if (window, place) in self._kept:
            self._kept.move_to_end((window, place))
            return self._kept[window, place]
        self._kept[window, place] = piece = self._warped(window, place)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return piece

    def _warped(self, window: Window, place: Affine) -> Read | None:
        """Some whole cells of the image at a place; None where it has no data for them."""
        wanted = self._window_of_source(window, place)
        if wanted is None:
            return None
        values, valid = self._source.read(wanted)
        if not valid.any():
            return None
        everything = bool(valid.all())
        if not everything:
            opaque = np.where(valid, _OPAQUE, 0).astype(values.dtype)
            values = np.concatenate([np.where(valid, values, 0).astype(values.dtype), opaque[None]])
        with MemoryFile() as piece, MemoryFile(ext=".vrt") as whole:
            self._write(piece, values)
            whole.write(self._xml(piece.name, len(values), wanted, place).encode())
            across, along = self._scales
            grid = self.grid
            with (
                rasterio.open(whole.name) as dataset,
                WarpedVRT(
                    dataset,
                    crs=grid.crs,
                    transform=grid.transform,
                    width=grid.width,
                    height=grid.height,
                    resampling=Resampling.bilinear,
                    add_alpha=everything,
                    warp_mem_limit=64,
                    XSCALE=across,
                    YSCALE=along,
                    SRC_ALPHA_MAX=_OPAQUE,
                    DST_ALPHA_MAX=_OPAQUE,
                ) as warped,
            ):
                return self._cells(warped, window)

    def _cells(self, warped: Any, window: Window) -> Read:
        found = np.empty((self.bands + 1, window.height, window.width), self.dtype)
        for left in range(0, window.width, _COLUMNS):
            width = min(_COLUMNS, window.width - left)
            part = Window(window.col_off + left, window.row_off, width, window.height)
            found[:, :, left : left + width] = warped.read(list(range(1, self.bands + 2)), window=part)
        return found[:-1], found[-1] >= 0.5  # which whole numbers round to 1

    def _write(self, piece: MemoryFile, values: npt.NDArray[Any]) -> None:
        count, height, width = values.shape
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # the virtual raster tells its place
            with piece.open(
                driver="GTiff",
                width=width,
                height=height,
                count=count,
                dtype=values.dtype,
                photometric="MINISBLACK",
                interleave="band",
            ) as dataset:
                dataset.write(values)

    def _xml(self, piece: str, count: int, window: Window, place: Affine) -> str:
        """A virtual raster of the image's size and place in which only a window holds anything."""
        grid, size = self._source.grid, f'xSize="{window.width}" ySize="{window.height}"'
        numbers = ", ".join(map(repr, place.to_gdal()))
        parts = [
            f'<VRTDataset rasterXSize="{grid.width}" rasterYSize="{grid.height}">',
            f"<SRS>{escape(grid.crs.to_wkt())}</SRS><GeoTransform>{numbers}</GeoTransform>",
        ]
        for band in range(1, count + 1):
            colour = "Alpha" if band > self.bands else "Undefined"
            parts.append(
                f'<VRTRasterBand dataType="{GDAL_TYPES[self.dtype]}" band="{band}">'
                f"<ColorInterp>{colour}</ColorInterp><SimpleSource>"
                f'<SourceFilename relativeToVRT="0">{piece}</SourceFilename><SourceBand>{band}</SourceBand>'
                f'<SrcRect xOff="0" yOff="0" {size}/>'
                f'<DstRect xOff="{window.col_off}" yOff="{window.row_off}" {size}/>'
                "</SimpleSource></VRTRasterBand>"
            )
        return "\n".join([*parts, "</VRTDataset>"])

    def _window_of_source(self, window: Window, place: Affine) -> Window | None:
        """What of the image lies under a window of the grid, with what interpolation reaches around it."""
        at = np.linspace(0, 1, _NODES)
        columns, rows = np.meshgrid(window.col_off + at * window.width, window.row_off + at * window.height)
        x, y = self.grid.transform @ (columns.ravel(), rows.ravel())
        if self._to_source is not None:
            x, y = self._to_source.transform(x, y, errcheck=False)
        x, y = _apply(~place, np.asarray(x), np.asarray(y))
        known = np.isfinite(x) & np.isfinite(y)
        if not known.any():
            return None
        grid, farthest = self._source.grid, max(1.0, *(1 / scale for scale in self._scales))
        reach = 2 * math.ceil(farthest) + 4
        bounds = []
        for places, length in ((x[known], grid.width), (y[known], grid.height)):
            bent = 0 if self._to_source is None else (32 if known.all() else 4)  # by how much of its length
            margin = reach + (math.ceil(np.ptp(places) / bent) if bent else 0)
            first = max(math.floor(places.min()) - margin, 0)
            bounds.append((first, min(math.ceil(places.max()) + margin, length) - first))
        (column, width), (row, height) = bounds
        return Window(column, row, width, height) if width > 0 and height > 0 else None


def _places(grid: Grid) -> list[Affine]:
    """Where an image lies; one in degrees that goes beyond 180 lies a whole circle away, too."""
    corners = [grid.transform @ (x, y) for x in (0, grid.width) for y in (0, grid.height)]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    turns = [0.0]
    if grid.crs.is_geographic:
        turns += [-360.0] * (right > 180) + [360.0] * (left < -180)
    return [Affine.translation(turn, 0) @ grid.transform if turn else grid.transform for turn in turns]


def _apply(transform: Affine, x: Any, y: Any) -> tuple[Any, Any]:
    a, b, c, d, e, f = tuple(transform)[:6]
    return a * x + b * y + c, d * x + e * y + f
