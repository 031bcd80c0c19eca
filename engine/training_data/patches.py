"""Patches: windows over the ground around the outlines, read and written one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...models.prediction.terrain import COMPONENTS
from ..ground.geodesy import LONGITUDE_LATITUDE, transform_geometries
from ..ground.vectors import close_at_antimeridian
from ..scene.grid import Grid
from ..scene.imagery import Scene
from ..scene.tiling import tile_starts
from ..telling.report import Report
from ..terrain_bands.on_grid import OnGrid
from . import layout, writing
from .ground import Shape, Shapes
from .images import Pixels, read_window
from .labels import BACKGROUND, TARGET, UNKNOWN, Ground, Labelled, Labels
from .outlines import Outlines

Terrain = npt.NDArray[np.float32]

_WHOLE = 0.99
"""Share of a patch's pixels with data from which its ground needs no further image."""


@dataclass(frozen=True)
class Written:
    """One patch that was written: `box` is its ground in degrees, None where it has none; pixels by label."""

    name: str
    image: str
    block: int
    fold: int
    is_held_out: bool
    inventory: str
    subregion: str
    target: int
    background: int
    unknown: int
    box: Shape | None


@dataclass(frozen=True)
class Picture:
    """An image that patches are taken of: its pixels, its name, and its ground (None without a DEM)."""

    scene: Scene
    name: str
    terrain: OnGrid | None = None

    def terrain_of(self, row: int, column: int, side: int) -> Terrain | None:
        """Components (4, side, side) of a window, NaN where the DEM knows nothing; None without a DEM."""
        if self.terrain is None:
            return None
        grid = self.scene.grid
        height, width = min(side, grid.height - row), min(side, grid.width - column)
        found = np.full((len(COMPONENTS), side, side), np.nan, np.float32)
        found[:, :height, :width] = self.terrain.read(row, column, height, width)
        return found


@dataclass
class Patches:
    """What is written into a folder, and of what.

    `sources` and `images` are names; `side` and `overlap` pixels; `first_image` is the number of the first one.
    """

    folder: Path
    outlines: Outlines
    ground: Ground
    sources: Sequence[str]
    bands: Sequence[str]
    side: int
    overlap: int
    first_image: int = 0
    written: list[Written] = field(default_factory=list)
    _whole: list[Any] = field(default_factory=list)

    def make(self, pictures: Sequence[Picture], report: Report) -> list[Written]:
        """Write the patches of all images; ground that an earlier image has shown whole is taken from that one."""
        with_terrain = any(picture.terrain is not None for picture in pictures)
        for folder in (layout.IMAGES, layout.LABELS, *([layout.TERRAIN] if with_terrain else [])):
            (self.folder / folder).mkdir(exist_ok=True)
        for number, picture in enumerate(pictures):
            grid = picture.scene.grid
            labels = Labels(self.outlines, self.ground, grid)
            windows = windows_over(labels.buffers, grid, self.side, self.overlap)
            earlier, seen = shapely.STRtree(self._whole), list(self._whole)
            for done, (row, column) in enumerate(windows):
                report.progress(
                    (number + done / len(windows)) / len(pictures), f"Writing patches ({len(self.written)} so far)"
                )
                box = in_degrees(grid.part(row, column, self.side, self.side))
                if seen and self._is_seen(box, [seen[index] for index in earlier.query(box)]):
                    continue
                self._write_window(picture, number, (row, column), labels, box)
        return self.written

    def _is_seen(self, box: Shape, earlier: Sequence[Any]) -> bool:
        """Whether all wanted ground in a window was shown by an image before."""
        if not earlier:
            return False
        near = self.ground.buffers[shapely.intersects(self.ground.buffers, box)]
        left = shapely.difference(shapely.intersection(shapely.union_all(near), box), shapely.union_all(earlier))
        return bool(left.area <= 1e-3 * box.area)

    def _write_window(self, picture: Picture, number: int, place: tuple[int, int], labels: Labels, box: Shape) -> None:
        """Write the patches of one window, one for each block with ground in it."""
        pixels, terrain = None, None
        for labelled in labels.of_window(*place, self.side):
            if pixels is None:
                pixels, terrain = _read(picture, place, self.side)
            label = np.where(pixels.valid, labelled.label, np.uint8(UNKNOWN))
            if (label == UNKNOWN).all():
                continue
            name = layout.patch_name(labelled.block, self.first_image + number, *place)
            self._write(name, pixels.values, label, terrain, picture.scene.grid.part(*place, self.side, self.side))
            self.written.append(self._record(name, picture.name, labelled, label, box))
        if pixels is not None and pixels.valid.mean() >= _WHOLE:
            self._whole.append(box)

    def _write(
        self, name: str, values: npt.NDArray[Any], label: npt.NDArray[np.uint8], terrain: Terrain | None, grid: Grid
    ) -> None:
        place = grid.transform, grid.crs
        writing.write_raster(self.folder / layout.IMAGES / f"{name}.tif", values, *place, self.bands)
        writing.write_raster(self.folder / layout.LABELS / f"{name}.tif", label[None], *place, compress="lzw")
        if terrain is not None:
            writing.write_raster(self.folder / layout.TERRAIN / f"{name}.tif", terrain, *place, COMPONENTS)

    def _record(self, name: str, image: str, labelled: Labelled, label: npt.NDArray[np.uint8], box: Shape) -> Written:
        outlines, members = self.outlines, labelled.members
        shown = members[shapely.intersects(outlines.shapes[members], box)]
        first = shown if len(shown) else members
        source, _ = Counter(outlines.source[first].tolist()).most_common(1)[0]
        named = Counter(outlines.subregions[index] for index in first.tolist() if outlines.subregions[index])
        counts = np.bincount(label.ravel(), minlength=UNKNOWN + 1)
        return Written(
            name,
            image,
            labelled.block,
            int(outlines.fold[members[0]]),
            bool(outlines.is_held_out[members[0]]),
            self.sources[source],
            named.most_common(1)[0][0] if named else "",
            int(counts[TARGET]),
            int(counts[BACKGROUND]),
            int(counts[UNKNOWN]),
            box,
        )


def _read(picture: Picture, place: tuple[int, int], side: int) -> tuple[Pixels, Terrain | None]:
    """Pixels of a window, and its terrain; what either knows nothing of is no data."""
    pixels = read_window(picture.scene, *place, side, side)
    terrain = picture.terrain_of(*place, side) if pixels.valid.any() else None
    if terrain is None:
        return pixels, terrain
    return Pixels(pixels.values, pixels.valid & np.isfinite(terrain).all(axis=0)), terrain


def in_degrees(grid: Grid) -> Shape:
    """The ground of a grid by longitude and latitude."""
    left, bottom, right, top = grid.bounds
    edges = shapely.segmentize(shapely.box(left, bottom, right, top), (right - left) / 8)
    moved = transform_geometries(np.array([edges], dtype=object), grid.crs, LONGITUDE_LATITUDE)
    return close_at_antimeridian(moved)[0]


def windows_over(buffers: Shapes, grid: Grid, side: int, overlap: int) -> list[tuple[int, int]]:
    """First rows and columns of the windows that may hold some ground, row by row.

    Parameters
    ----------
    buffers
        The ground on the grid, in its coordinate system; empty ones are elsewhere.
    grid
        Of the image.
    side, overlap
        Of the windows, in pixels.
    """
    rows, columns = (np.array(tile_starts(length, side, overlap)) for length in (grid.height, grid.width))
    found: list[npt.NDArray[np.int64]] = []
    for left, top, right, bottom in _in_pixels(buffers, grid):
        down = _touching(rows, side, top, bottom)
        across = _touching(columns, side, left, right)
        found.append((down[:, None] * len(columns) + across).ravel())
    numbers = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    places = zip(rows[numbers // len(columns)].tolist(), columns[numbers % len(columns)].tolist(), strict=True)
    return list(places)


def _in_pixels(buffers: Shapes, grid: Grid) -> Iterator[tuple[float, float, float, float]]:
    """Left, top, right, bottom in pixels of those that are not empty."""
    bounds = shapely.bounds(buffers[~shapely.is_empty(buffers)])
    to_pixels = ~grid.transform
    left, top = to_pixels @ (bounds[:, 0], bounds[:, 3])
    right, bottom = to_pixels @ (bounds[:, 2], bounds[:, 1])
    yield from zip(left.tolist(), top.tolist(), right.tolist(), bottom.tolist(), strict=True)


def _touching(starts: npt.NDArray[np.int64], side: int, first: float, last: float) -> npt.NDArray[np.int64]:
    """Numbers of the windows along one axis that reach into a stretch of pixels."""
    begin = int(np.searchsorted(starts, first - side, "right"))
    return np.arange(begin, max(int(np.searchsorted(starts, last, "left")), begin))
