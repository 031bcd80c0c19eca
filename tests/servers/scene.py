"""Made-up ground whose place is known: squares of 100 m, and a texture that shows every shift."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

gdal.UseExceptions()

LATITUDES = {"equator": 0.0, "north30": 30.6, "north62": 62.0, "south45": -45.0}
"""Names of the scenes and where their middles are."""
LONGITUDE = 88.7
"""1.7 degrees off the middle of its zone of UTM: north on the grid is not north."""
METRES = 4.77
"""A pixel of the scenes."""
SIDE = 960
"""Pixels of a scene. What is captured lies well inside: see `INSIDE`."""
INSIDE = 640
"""Pixels of the part that is captured: more than a block of 512, so it holds a corner of four blocks."""
SQUARE = 100.0
"""Metres of a square's side."""
_EVERY = 300.0
"""Metres from one square's middle to the next."""
DARK, BRIGHT = 40, 220
"""Values of the red band outside and inside of squares."""


def zone(latitude: float) -> osr.SpatialReference:
    """UTM zone 45 of that hemisphere."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(32645 if latitude >= 0 else 32745)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system


def corner(latitude: float) -> tuple[float, float]:
    """Left and upper edge of the scene in its zone: a whole number of metres."""
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    to_zone = osr.CoordinateTransformation(degrees, zone(latitude))
    x, y, _ = to_zone.TransformPoint(LONGITUDE, latitude)
    return float(round(x - SIDE / 2 * METRES)), float(round(y + SIDE / 2 * METRES))


def inside(latitude: float) -> tuple[float, float, float, float]:
    """What is captured, in the scene's zone: west, south, east, north."""
    left, top = corner(latitude)
    margin, width = (SIDE - INSIDE) / 2 * METRES, INSIDE * METRES
    return left + margin, top - margin - width, left + margin + width, top - margin


def middles(latitude: float) -> Iterator[tuple[float, float]]:
    """The squares' middles in the scene's zone, those that are wholly inside what is captured."""
    west, south, east, north = inside(latitude)
    for column in range(math.ceil((west + SQUARE) / _EVERY), math.floor((east - SQUARE) / _EVERY) + 1):
        for row in range(math.ceil((south + SQUARE) / _EVERY), math.floor((north - SQUARE) / _EVERY) + 1):
            yield column * _EVERY, row * _EVERY


def write_scene(path: Path, latitude: float) -> None:
    """A cloud-optimised GeoTIFF: squares in red, texture in green, a slow change in blue."""
    left, top = corner(latitude)
    bands = (_squares(left, top), _texture(seed=round(latitude) + 90), _slow())
    memory = gdal.GetDriverByName("MEM").Create("", SIDE, SIDE, 3, gdal.GDT_Byte)
    memory.SetGeoTransform((left, METRES, 0.0, top, 0.0, -METRES))
    memory.SetProjection(zone(latitude).ExportToWkt())
    for number, values in enumerate(bands, 1):
        memory.GetRasterBand(number).WriteRaster(0, 0, SIDE, SIDE, values.tobytes())
    _copy(memory, path)


def write_copy(source: Path, path: Path) -> None:
    """Red, green and blue of an image as a cloud-optimised GeoTIFF, to the last bit."""
    _copy(gdal.Translate("", str(source), format="MEM", bandList=[1, 2, 3], noData="none"), path)


def _copy(memory: gdal.Dataset, path: Path) -> None:
    for number, colour in enumerate((gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand), 1):
        memory.GetRasterBand(number).SetColorInterpretation(colour)
    options = ["COMPRESS=DEFLATE", "BLOCKSIZE=256", "OVERVIEW_RESAMPLING=AVERAGE"]
    gdal.GetDriverByName("COG").CreateCopy(str(path), memory, options=options)


def _squares(left: float, top: float) -> np.ndarray:
    """Drawn eight times finer and averaged, so that a square's middle is right to a sixteenth of a pixel."""
    fine = 8
    steps = (np.arange(SIDE * fine) + 0.5) * METRES / fine

    def is_in(coordinates: np.ndarray) -> np.ndarray:
        away = np.abs((coordinates + _EVERY / 2) % _EVERY - _EVERY / 2)
        return (away < SQUARE / 2).reshape(SIDE, fine).mean(axis=1)

    share = np.outer(is_in(top - steps), is_in(left + steps))
    return np.rint(DARK + (BRIGHT - DARK) * share).astype(np.uint8)


def _texture(seed: int) -> np.ndarray:
    """Noise without anything finer than about four pixels, so that no server can lose it."""
    noise = np.fft.rfft2(np.random.default_rng(seed).standard_normal((SIDE, SIDE)))
    across, down = np.fft.rfftfreq(SIDE), np.fft.fftfreq(SIDE)
    frequency = np.hypot(*np.meshgrid(across, down))
    smooth = np.fft.irfft2(noise * np.exp(-((frequency / 0.14) ** 4)), s=(SIDE, SIDE))
    return np.rint(np.clip(128 + 42 * smooth / smooth.std(), 1, 255)).astype(np.uint8)


def _slow() -> np.ndarray:
    rows, columns = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    return np.rint(120 + 60 * np.sin(5 * columns) + 60 * np.cos(4 * rows)).astype(np.uint8)
