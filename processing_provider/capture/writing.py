"""Rasters with GDAL: pictures in memory, resampling, and the GeoTIFF that appears when it is complete."""

from __future__ import annotations

import glob
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException, QgsRectangle

from ...inventory.naming.long_names import hidden_stem
from ..adapters.layers import leave_exceptions_as_they_are
from ..adapters.translation import tr
from .plan.grid import Grid
from .plan.pieces import Picture

BLOCK = 512
_BANDS = [1, 2, 3, 4]
_OPAQUE_FROM_HALF = bytes(0 if value < 128 else 255 for value in range(256))
_A_DAY = 86_400
_HAIR = 1e-3
"""Of a pixel."""


@contextmanager
def gdal_errors() -> Iterator[list[str]]:
    """Collect what GDAL complains about, whether or not another plugin has switched its exceptions on."""
    said: list[str] = []

    def note(kind: int, number: int, text: str) -> None:
        if kind >= gdal.CE_Failure:
            said.append(text)

    leave_exceptions_as_they_are()
    gdal.PushErrorHandler(note)
    try:
        yield said
    except RuntimeError as error:
        said.append(str(error))
        error.__traceback__ = None  # its frames hold open what failed, and are held by it in a circle
    finally:
        gdal.PopErrorHandler()


def wkt_of(crs: QgsCoordinateReferenceSystem) -> str:
    """The CRS as GDAL takes it, with x before y."""
    return crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL)


def memory_raster(width: int, height: int, geotransform: tuple[float, ...], crs: QgsCoordinateReferenceSystem) -> Any:
    """A raster of red, green, blue and alpha in memory, all transparent."""
    leave_exceptions_as_they_are()
    raster = gdal.GetDriverByName("MEM").Create("", width, height, 4, gdal.GDT_Byte)
    _describe(raster, geotransform, crs)
    return raster


def windows(grid: Grid) -> Iterator[tuple[int, int, int, int]]:
    """Column, row (from the origin), width and height of the blocks of a file, row by row."""
    for row in range(0, grid.height, BLOCK):
        for column in range(0, grid.width, BLOCK):
            width, height = min(BLOCK, grid.width - column), min(BLOCK, grid.height - row)
            yield grid.column + column, grid.row + row, width, height


def write_memory_file(path: str, grid: Grid, pixels: bytes) -> None:
    """Red, green, blue and alpha as a GeoTIFF in memory (`/vsimem/`), a hair smaller than its grid.

    QGIS, which brings edges to pixels of a map, would else take some for those of the next pixel.
    """
    raster = gdal.GetDriverByName("GTiff").Create(path, grid.width, grid.height, 4, gdal.GDT_Byte)
    left, side, _, top, _, down = grid.geotransform
    smaller = [1 - 2 * _HAIR / size for size in (grid.width, grid.height)]
    where = (left + _HAIR * side, side * smaller[0], 0.0, top + _HAIR * down, 0.0, down * smaller[1])
    _describe(raster, where, grid.crs)
    put_pixels(raster, 0, 0, grid.width, grid.height, pixels)
    raster = None  # closes it


def _describe(raster: Any, geotransform: tuple[float, ...], crs: QgsCoordinateReferenceSystem) -> None:
    raster.SetGeoTransform(geotransform)
    raster.SetProjection(wkt_of(crs))
    colours = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand, gdal.GCI_AlphaBand)
    for band, colour in zip(_BANDS, colours):
        raster.GetRasterBand(band).SetColorInterpretation(colour)


def put_pixels(raster: Any, column: int, row: int, width: int, height: int, pixels: bytes) -> bool:
    """Write red, green, blue and alpha of a window, and say whether that went well."""
    return (
        raster.WriteRaster(column, row, width, height, pixels, width, height, gdal.GDT_Byte, _BANDS, 4, width * 4, 1)
        == gdal.CE_None
    )


def get_pixels(raster: Any, column: int, row: int, width: int, height: int) -> bytes:
    """Red, green, blue and alpha of a window."""
    return bytes(raster.ReadRaster(column, row, width, height, width, height, gdal.GDT_Byte, _BANDS, 4, width * 4, 1))


def warped(
    raster: Any, crs: QgsCoordinateReferenceSystem, extent: QgsRectangle, size: tuple[int, int], resampling: int
) -> bytes:
    """The raster resampled to other pixels. A pixel counts where at least half of it is known."""
    where = (extent.xMinimum(), extent.width() / size[0], 0.0, extent.yMaximum(), 0.0, -extent.height() / size[1])
    target = memory_raster(*size, where, crs)
    gdal.Warp(target, raster, resampleAlg=resampling, srcAlpha=True, dstAlpha=True)
    return half_known(get_pixels(target, 0, 0, *size))


def half_known(pixels: bytes) -> bytes:
    """Red, green, blue and alpha, where alpha says yes or no: yes from half on."""
    made = bytearray(pixels)
    made[3::4] = made[3::4].translate(_OPAQUE_FROM_HALF)
    return bytes(made)


@contextmanager
def finished(path: Path) -> Iterator[Path]:
    """Give a hidden name beside `path`; rename it over `path` when the block ends without an error."""
    if not path.parent.is_dir():
        raise QgsProcessingException(tr("The output folder {} does not exist; create it first.").format(path.parent))
    if not os.access(path.parent, os.W_OK):
        raise QgsProcessingException(
            tr("The output folder {} cannot be written; choose another folder.").format(path.parent)
        )
    _sweep(path)
    part = path.with_name(f".{hidden_stem(path)}.{os.getpid()}.part.tif")
    try:
        yield part
        try:
            os.replace(part, path)
            _remove(_statistics_of(path))  # they are of what was there before
        except OSError as error:
            raise QgsProcessingException(
                tr("{} cannot be replaced ({}); is it open in another program?").format(path, error.strerror)
            ) from error
    finally:
        _remove(part, _statistics_of(part))


def _statistics_of(path: Path) -> Path:
    """Where GDAL keeps what it has found out about a raster."""
    return path.with_name(path.name + ".aux.xml")


def _remove(*files: Path) -> None:
    for file in files:
        with suppress(OSError):
            file.unlink()


def _sweep(path: Path) -> None:
    """Remove what killed runs left of the same output. A run that lives has written to its file today."""
    for leftover in path.parent.glob(f".{glob.escape(hidden_stem(path))}.*.part.tif"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _A_DAY:
                leftover.unlink()


def write_geotiff(path: Path, grid: Grid, pictures: Iterable[Picture], metadata: dict[str, str]) -> None:
    """Write a tiled, losslessly compressed GeoTIFF; what has no picture is transparent and takes no room.

    Raises
    ------
    QgsProcessingException
        Where it cannot be written, above all on a full disk. The file is then unusable.
    """
    options = [
        "TILED=YES",
        f"BLOCKXSIZE={BLOCK}",
        f"BLOCKYSIZE={BLOCK}",
        "COMPRESS=DEFLATE",
        "PREDICTOR=2",
        "ZLEVEL=4",
        "PHOTOMETRIC=RGB",
        "ALPHA=YES",
        "BIGTIFF=IF_SAFER",
        "SPARSE_OK=TRUE",
        "NUM_THREADS=ALL_CPUS",
    ]
    well = False
    with gdal_errors() as said:
        raster = gdal.GetDriverByName("GTiff").Create(str(path), grid.width, grid.height, 4, gdal.GDT_Byte, options)
        try:
            if raster is not None:
                _describe(raster, grid.geotransform, grid.crs)
                raster.SetMetadata(metadata)
                well = _put_pictures(raster, pictures, said)
        finally:
            raster = None  # closes the file, which Windows does not remove before
    if said or not well:
        raise QgsProcessingException(
            tr("{} could not be written ({}); is the disk full?").format(path.parent, said[0] if said else "GDAL")
        )


def _put_pictures(raster: Any, pictures: Iterable[Picture], said: Sequence[str]) -> bool:
    """Write the pictures, row by row, as long as nobody complains; whether all went well."""
    row = 0
    try:
        for picture in pictures:
            if picture.row != row:
                raster.FlushCache()  # a row of blocks is complete: no reason to hold it in memory
                row = picture.row
            window = (picture.column, picture.row, picture.width, picture.height)
            if not put_pixels(raster, *window, picture.pixels) or said:
                return False
        raster.FlushCache()
        return not said
    finally:
        raster = None  # else an error on its way would hold it open here


def is_capture_of(path: Path, grid: Grid, metadata: dict[str, str]) -> bool:
    """Whether a GeoTIFF is there that `write_geotiff` wrote of this grid, from the same layer."""
    with gdal_errors() as said:
        raster = gdal.Open(str(path))
    if raster is None or said:
        return False
    same = ("BASEMAP", "SERVER", "GROUND_RESOLUTION_M", "ZOOM")
    there = raster.GetMetadata()
    return (
        (raster.RasterXSize, raster.RasterYSize) == (grid.width, grid.height)
        and all(abs(a - b) <= 1e-9 * max(abs(a), 1.0) for a, b in zip(raster.GetGeoTransform(), grid.geotransform))
        and all(there.get(key, "") == metadata[key] for key in same)
    )
