"""A DEM of many tiles, read as one raster is: missing ones are no ground, as beyond a DEM's edge.

All tiles are looked at once, when the DEM is opened; few are open at a time, and no tile is read before a window
lies on it. Tiles of one cell size lie on a sheet, cell on cell. Where tiles differ in size, as those of Copernicus
do towards the poles, the sheet with the smallest cells is the grid, and others are interpolated to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..gathering.files import Files, Wanted
from ..gathering.open_files import OpenFiles
from ..ground.files.raster_files import open_raster_file
from ..ground.raster_values import tells_untold
from ..telling.report import Report, SilentReport
from .elevations import Described, Floats, RasterGround, describe
from .sheets import Box, Sheet, Sheets, sheets_of

WANTED = Wanted(
    "a DEM", (".tif", ".tiff", ".hgt", ".img", ".asc", ".dem", ".bil", ".flt", ".dt0", ".dt1", ".dt2", ".jp2", ".vrt")
)
"""What is taken of folders and archives; NASADEM's ``.num`` and ``.swb`` beside its ``.hgt`` are none."""

MOST_OPEN = 32
"""Tiles that are open at a time."""
_AT_A_TIME = 8
"""Tiles that are looked at at a time."""
_MIDDLE = 32
"""Cells along the side of the window that two tiles of one place are compared by."""
_ADVICE = "leave it out"
_ADVICE_ON_HGT = (
    "its name must tell its south-western corner and nothing else (n28e085.hgt), as GDAL knows its place by it"
)
_TOLD = 3


@dataclass(frozen=True)
class Tile:
    """What was seen of a tile: its name as GDAL has it, where it lies, and what its elevations are."""

    name: str
    path: Path
    box: Box
    crs: Any
    told: Described
    is_bytes: bool
    warnings: tuple[str, ...]


def _look_at(name: str) -> Tile:
    report, path = SilentReport(), Path(scrub(name))
    advice = _ADVICE_ON_HGT if name.lower().endswith(".hgt") else _ADVICE
    with open_raster_file(name, "a tile of a DEM", advice, label=str(path)) as dataset:
        told = describe(dataset, path, report)
        transform = dataset.transform
        if transform.b or transform.d or not transform.a > 0 > transform.e:
            raise UserError(f"{path} is rotated or south-up; warp it before it becomes a tile of a DEM.")
        box = Box(transform.c, transform.f, transform.a, -transform.e, int(dataset.height), int(dataset.width))
        return Tile(name, path, box, dataset.crs, told, dataset.dtypes[0] == "uint8", tuple(report.warnings))


class TiledGround:
    """Elevations of tiles; see `elevations.Ground`."""

    def __init__(self, tiles: Sequence[Tile], sheets: Sheets, name: str, report: Report) -> None:
        self._tiles, self._sheets, self._name, self._report = tiles, sheets, name, report
        self._open = OpenFiles(self._opening, MOST_OPEN)
        self._overlap_told = False
        self._warn = tells_untold(name, report)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns, of all tiles together."""
        return self._sheets.shape

    @property
    def transform(self) -> Any:
        """Affine transformation from column, row to the coordinate system."""
        return self._sheets.transform

    @property
    def crs(self) -> Any:
        """The coordinate system, as rasterio has it."""
        return self._tiles[0].crs

    def read(self, window: Window) -> Floats:
        """Elevations of a window; see `elevations.Ground.read`."""
        row, column = int(window.row_off), int(window.col_off)
        return self._sheets.read(row, column, int(window.height), int(window.width), self._of_sheet)

    def lie_on_tiles(self, points: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """Which points (n,), in the coordinate system, lie on a tile."""
        x, y, found = shapely.get_x(points), shapely.get_y(points), np.zeros(len(points), dtype=bool)
        for box in (tile.box for tile in self._tiles):
            right, bottom = box.left + box.width * box.wide, box.top - box.height * box.high
            found |= (x >= box.left) & (x <= right) & (y <= box.top) & (y >= bottom)
        return found

    def _of_sheet(self, sheet: Sheet, row: int, column: int, height: int, width: int) -> Floats:
        """A window of a sheet's own cells, wherever it lies; of two tiles the first one's elevations."""
        values = np.full((height, width), np.nan)
        for index in sheet.touched(row, column, height, width):
            part, place = sheet.part(index, row, column, height, width)
            found = self._open[sheet.tiles[index]].read(Window(*part))
            here = values[place]
            both = ~np.isnan(here) & ~np.isnan(found)
            if both.any():
                self._compare(sheet.tiles[index], here[both], found[both])
            values[place] = np.where(np.isnan(here), found, here)
        return values

    def _compare(self, tile: int, before: Floats, its: Floats) -> None:
        """Tell where a tile holds other elevations of the same cells than those before it; once."""
        most = float(np.abs(before - its).max())
        if most > SAME and not self._overlap_told:
            self._overlap_told = True
            self._report.warning(
                f"Tiles of {self._name} overlap and differ there, {self._tiles[tile].path.name} from those before it "
                f"by up to {most:.3g} m; of each cell the first tile's elevation is taken."
            )

    @contextmanager
    def _opening(self, number: int) -> Iterator[RasterGround]:
        tile = self._tiles[number]
        try:
            dataset = rasterio.open(tile.name)
        except RasterioError as error:
            raise UserError(f"{tile.path} cannot be opened any more; fetch it anew.") from error
        with closing(dataset):
            yield RasterGround(dataset, tile.path, tile.told.to_metres, self._warn)

    def have_equal_middles(self, one: int, other: int) -> bool:
        """Whether two tiles of one place hold the same elevations in their middles."""
        box = self._tiles[one].box
        side = min(_MIDDLE, box.height, box.width)
        window = Window((box.width - side) // 2, (box.height - side) // 2, side, side)
        mine, its = (self._open[number].read(window) for number in (one, other))
        return bool(np.array_equal(mine, its, equal_nan=True))

    def close(self) -> None:
        """Close all tiles."""
        self._open.close()


SAME = 1e-3
"""Metres by which two elevations of one place may differ without being told."""


_LOOKED_AT: dict[str, list[Tile]] = {}
"""The tiles that this process has looked at last: a warm engine opens a DEM for each polygon that is drawn."""


@contextmanager
def open_tiles(files: Files, report: Report) -> Iterator[tuple[TiledGround, Described]]:
    """Open a DEM of many tiles.

    Raises
    ------
    UserError
        A tile cannot be opened, or tiles differ in coordinate system or unit, or are two of one place.
    """
    name = files.path.name
    key = repr(files.stamp)
    if key not in _LOOKED_AT:
        with ThreadPoolExecutor(_AT_A_TIME) as threads:
            looked_at = list(threads.map(_look_at, files.names))
        _LOOKED_AT.clear()
        _LOOKED_AT[key] = looked_at
    tiles = _LOOKED_AT[key]
    tiles = _without_pictures(tiles, name, report)
    for other in tiles[1:]:
        _check_alike(tiles[0], other)
    _check_longitudes(tiles)
    _tell([message for tile in tiles for message in tile.warnings], name, report)
    sheets = sheets_of([tile.box for tile in tiles])
    if len(sheets.sheets) > 1:
        other = tiles[sheets.sheets[-1].tiles[0]]
        report.warning(
            f"The tiles of {name} lie on {len(sheets.sheets)} grids, such as {tiles[0].path.name} and "
            f"{other.path.name}; the finest is taken, and elevations of the others are interpolated to it."
        )
    ground = TiledGround(tiles, sheets, name, report)
    try:
        _check_doubles(ground, tiles, name, report)
        yield ground, tiles[0].told
    finally:
        ground.close()


def _tell(messages: Sequence[str], name: str, report: Report) -> None:
    """Warn of what was found in single tiles: some are told, the rest is counted."""
    for message in messages[:_TOLD]:
        report.warning(message)
    if len(messages) > _TOLD:
        report.warning(f"{len(messages) - _TOLD} further tiles of {name} have warnings like these.")


def _without_pictures(tiles: list[Tile], name: str, report: Report) -> list[Tile]:
    """The tiles, without masks of whole numbers to 255 that are downloaded beside them."""
    elevations = [tile for tile in tiles if not tile.is_bytes]
    if not elevations or len(elevations) == len(tiles):
        return tiles
    masks = [tile for tile in tiles if tile.is_bytes]
    report.warning(
        f"{name} holds rasters of whole numbers from 0 to 255 beside elevations, such as {masks[0].path.name}; such "
        f"masks were left out ({len(masks)})."
    )
    return elevations


def _check_alike(first: Tile, other: Tile) -> None:
    """Raise `UserError` where two tiles cannot be parts of one DEM."""
    if first.crs != other.crs:
        what = f"coordinate system ({first.told.crs.name} and {other.told.crs.name})"
    elif first.told.to_metres != other.told.to_metres:
        what = f"unit of elevation ({first.told.unit} and {other.told.unit})"
    else:
        return
    raise UserError(f"{first.path} and {other.path} are no tiles of one DEM: they differ in {what}; make them alike.")


def _check_longitudes(tiles: Sequence[Tile]) -> None:
    """Raise `UserError` where some tiles count longitudes from 0 to 360, and others from -180 to 180."""
    if not tiles[0].told.crs.is_geographic:
        return
    east = max(tiles, key=lambda tile: tile.box.left + tile.box.width * tile.box.wide)
    west = min(tiles, key=lambda tile: tile.box.left)
    beyond = east.box.left + (east.box.width - 1) * east.box.wide > 180
    if beyond and west.box.left < -west.box.wide:  # a grid from 0 may begin half a cell before it
        raise UserError(
            f"{east.path} and {west.path} are no tiles of one DEM: one counts longitudes from 0 to 360, the other from "
            "-180 to 180; make them alike."
        )


def _check_doubles(ground: TiledGround, tiles: Sequence[Tile], name: str, report: Report) -> None:
    """Two tiles of one place: told where they are the same, refused where they are two DEMs."""
    seen: dict[Box, int] = {}
    twice = 0
    for number, tile in enumerate(tiles):
        first = seen.setdefault(tile.box.rounded(), number)
        if first == number:
            continue
        if not ground.have_equal_middles(first, number):
            raise UserError(
                f"{tiles[first].path} and {tile.path} lie at one place with different elevations; give one of them."
            )
        twice += 1
    if twice:
        report.warning(f"{name} holds {twice} tiles twice; each was taken once.")
