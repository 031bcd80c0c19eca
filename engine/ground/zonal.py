"""Coverage-weighted statistics of raster cells inside polygons, block by block.

exactextract tells which share of each cell a polygon covers; everything else is done for all cells of
a block at once, so that one look at the geometry serves elevation, slope, aspect and what may follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from exactextract import exact_extract
from exactextract.feature import Feature, FeatureSource
from exactextract.raster import NumPyRasterSource
from exactextract.writer import Writer

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

MOST_CELLS_IN_BLOCK = 4_000_000
MOST_CELLS_WITH_MARGIN = 36_000_000
MOST_CELLS_IN_POLYGON = 40_000_000
"""Cells of a polygon's bounding box; one that is larger is no landform and would need all the memory."""

_TILE = 512
_COST_OF_A_BLOCK = 300_000  # in values: reading some too many is cheaper than one more block


@dataclass(frozen=True)
class PlannedBlock:
    """A window of the raster and the polygons (indices) whose cells lie in it."""

    row: int
    column: int
    height: int
    width: int
    members: Indices


@dataclass(frozen=True)
class Cells:
    """Cells that polygons cover, each of shape (n,).

    `owner` is the polygon's position among those asked for; `row` and `column` are the raster's;
    `share` is how much of the cell is covered, 0 to 1.
    """

    owner: Indices
    row: Indices
    column: Indices
    share: Floats


def to_cells(geometries: npt.NDArray[Any], transform: Any) -> npt.NDArray[Any]:
    """Polygons in cells of a raster, whatever its orientation: x is the column, y minus the row."""
    inverse = ~transform

    def move(points: Floats) -> Floats:
        x, y = points[:, 0], points[:, 1]
        columns = inverse.a * x + inverse.b * y + inverse.c
        return np.column_stack((columns, -(inverse.d * x + inverse.e * y + inverse.f)))

    moved: npt.NDArray[Any] = shapely.transform(geometries, move)
    return moved


def plan_blocks(
    polygons: npt.NDArray[Any], shape: tuple[int, int], steps: int = 1, block: int = 0, margin: tuple[int, int] = (0, 0)
) -> tuple[list[PlannedBlock], npt.NDArray[np.bool_]]:
    """Windows to read, and which polygons are too large (`MOST_CELLS_IN_POLYGON`).

    Polygons are taken along the raster, tile by tile; neighbours share a window while that costs less
    than another one. Polygons outside the raster are in no window.

    Parameters
    ----------
    polygons
        In cells, from `to_cells`, shape (n,).
    shape
        Rows and columns of the raster.
    steps
        Values that each cell has, one after the other in time.
    block
        Cells that the file stores together, so that reading one reads them all.
    margin
        Rows and columns that must be read around each window as well; windows are larger then.
    """
    most = MOST_CELLS_WITH_MARGIN if any(margin) else MOST_CELLS_IN_BLOCK

    def size(box: Any) -> int:
        return int((box[2] - box[0] + 2 * margin[0]) * (box[3] - box[1] + 2 * margin[1]))

    cost = max(_COST_OF_A_BLOCK // steps, block)
    bounds = shapely.bounds(polygons)
    left = np.maximum(np.floor(bounds[:, 0]), 0)
    right = np.minimum(np.ceil(bounds[:, 2]), shape[1])
    top = np.maximum(np.floor(-bounds[:, 3]), 0)
    bottom = np.minimum(np.ceil(-bounds[:, 1]), shape[0])
    cells = np.maximum(right - left, 0) * np.maximum(bottom - top, 0)
    too_large = cells > MOST_CELLS_IN_POLYGON
    inside = np.flatnonzero((cells > 0) & ~too_large)
    boxes = np.column_stack((top, left, bottom, right))[inside].astype(np.int64)
    order = np.lexsort((boxes[:, 1] // _TILE, boxes[:, 0] // _TILE))
    blocks: list[PlannedBlock] = []
    members: list[int] = []
    window = (0, 0, 0, 0)
    for index, box in zip(inside[order].tolist(), boxes[order].tolist(), strict=True):
        union = (min(window[0], box[0]), min(window[1], box[1]), max(window[2], box[2]), max(window[3], box[3]))
        if members and size(union) <= min(size(window) + size(box) + cost, most):
            window = union
        else:
            if members:
                blocks.append(_block(window, members))
            window, members = (box[0], box[1], box[2], box[3]), []
        members.append(index)
    if members:
        blocks.append(_block(window, members))
    return blocks, too_large


def _block(window: tuple[int, int, int, int], members: list[int]) -> PlannedBlock:
    top, left, bottom, right = window
    return PlannedBlock(top, left, bottom - top, right - left, np.array(members, dtype=np.intp))


def strips(block: PlannedBlock) -> Iterator[tuple[int, int]]:
    """Rows (first, number) in which a block is read; more than one only where a single polygon is large."""
    rows = max(1, MOST_CELLS_IN_BLOCK // max(block.width, 1))
    for start in range(block.row, block.row + block.height, rows):
        yield start, min(rows, block.row + block.height - start)


def covered_cells(
    polygons: npt.NDArray[Any], members: Indices, row: int, column: int, height: int, width: int
) -> Cells:
    """Cells of a window that polygons cover, with the exact share of each.

    Parameters
    ----------
    polygons
        All polygons, in cells.
    members
        Those to look at, shape (m,).
    row, column, height, width
        The window.

    Returns
    -------
    Cells
        Sorted by polygon; `owner` counts within `members`.
    """
    nothing = np.broadcast_to(np.zeros(1, dtype=np.uint8), (height, width))
    raster = NumPyRasterSource(nothing, column, -(row + height), column + width, -row)
    writer = Collector()
    source = Polygons(shapely.to_wkb(polygons[members]).tolist())
    exact_extract(raster, source, ["cell_id", "coverage"], output=writer)
    ids = [found.get("cell_id", _NO_CELLS) for found in writer.found]
    counts = [len(found) for found in ids]
    cell = np.concatenate(ids) if ids else _NO_CELLS
    share = np.concatenate([found.get("coverage", _NO_SHARES) for found in writer.found] or [_NO_SHARES])
    real = share > 0
    owner = np.repeat(np.arange(len(members)), counts)[real]
    cell = cell[real]
    return Cells(owner, row + cell // width, column + cell % width, share[real])


_NO_CELLS = np.empty(0, dtype=np.int64)
_NO_SHARES = np.empty(0, dtype=np.float64)


@dataclass(frozen=True)
class Summary:
    """Statistics by polygon, each of shape (n,); NaN where a polygon has no cell with a value."""

    mean: Floats
    median: Floats
    minimum: Floats
    maximum: Floats


def summarise(values: Floats, share: Floats, owner: Indices, count: int) -> Summary:
    """Coverage-weighted mean and median, smallest and largest value by polygon.

    The median is the value below which half of the covered area lies (the mean of two values where
    the half falls exactly between them), so it is the ordinary median where all shares are one.
    exactextract's own median interpolates between values by their number and is not used: of two
    cells it takes the middle, even where one is covered whole and the other hardly.

    Parameters
    ----------
    values, share, owner
        Cells, shape (m,): value (NaN is left out), covered share, polygon.
    count
        Number of polygons, n.
    """
    known = ~np.isnan(values)
    values, share, owner = values[known], share[known], owner[known]
    found = Summary(*(np.full(count, np.nan) for _ in range(4)))
    if len(values) == 0:
        return found
    # One key takes a seventh of `lexsort`'s time; it may round, so the smallest and largest are looked for.
    lowest, highest = values.min(), values.max()
    order = np.argsort(owner * (highest - lowest + 1) + (values - lowest), kind="stable")
    values, share, owner = values[order], share[order], owner[order]
    first = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    last = np.r_[first[1:], len(owner)] - 1
    which = owner[first]
    weight = np.add.reduceat(share, first)
    found.mean[which] = np.add.reduceat(values * share, first) / weight
    found.minimum[which] = np.minimum.reduceat(values, first)
    found.maximum[which] = np.maximum.reduceat(values, first)
    running = np.cumsum(share)
    before = running[first] - share[first]
    half = before + weight / 2
    slack = 1e-6 * weight  # exactextract's shares are single precision
    low = np.clip(np.searchsorted(running, half - slack), first, last)
    high = np.clip(np.searchsorted(running, half + slack), first, last)
    found.median[which] = (values[low] + values[high]) / 2
    return found


def weighted_sums(values: Floats, share: Floats, owner: Indices, count: int) -> Floats:
    """Sum of value times share by polygon, shape (n,); NaN values are left out."""
    known = ~np.isnan(values)
    sums = np.bincount(owner[known], values[known] * share[known], minlength=count)
    return np.asarray(sums, dtype=np.float64)


class OnePolygon(Feature):  # type: ignore[misc]
    """What exactextract asks of a feature."""

    def __init__(self, wkb: bytes) -> None:
        super().__init__()
        self.wkb = wkb
        self.values: dict[str, Any] = {}

    def geometry(self) -> bytes:
        return self.wkb

    def set(self, name: str, value: Any) -> None:
        self.values[name] = value

    def get(self, name: str) -> Any:
        return self.values[name]

    def fields(self) -> list[str]:
        return []

    def set_geometry(self, _: Any) -> None:
        """Results carry no geometry."""

    def set_geometry_format(self) -> str:
        return "wkb"


class Polygons(FeatureSource):  # type: ignore[misc]
    def __init__(self, wkbs: list[bytes]) -> None:
        super().__init__()
        self.wkbs = wkbs

    def count(self) -> int:
        return len(self.wkbs)

    def __iter__(self) -> Iterator[OnePolygon]:
        return map(OnePolygon, self.wkbs)

    def srs_wkt(self) -> None:
        """Cells have no coordinate system."""


class Collector(Writer):  # type: ignore[misc]
    """Keeps the results as they are; the writers that come with exactextract make GeoJSON of them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []

    def add_operation(self, operation: Any) -> None:
        """All operations are kept."""

    def write(self, feature: Any) -> None:
        result = OnePolygon(b"")
        feature.copy_to(result)
        self.found.append(result.values)

    def features(self) -> list[dict[str, Any]]:
        return self.found
