"""How far captured ground lies from where it is: by phase correlation, by squares' middles, and at seams.

Everything is measured against the scene's own file, with GDAL and PROJ and no code of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from .scene import BRIGHT, DARK, SQUARE, middles, zone

gdal.UseExceptions()
_WINDOW = 128
"""Pixels of a side of what is correlated at once."""
_EDGE = 24
"""Pixels at the outer edges that are left out."""
_SURE = 0.15
"""A peak of correlation below it (1: the same texture) says that another place is shown."""


@dataclass(frozen=True)
class Position:
    """Lengths in pixels of the capture; colours in steps of 255."""

    largest: float
    """Shift of the window that lies worst, by phase correlation; infinite where no place fits."""
    mean: float
    squares: float
    """The largest distance of a square's middle from where it belongs; infinite where one is not there."""
    seam: float
    """How much more the pixels beside the edges of blocks differ from the file than others do."""
    colour: float
    """Mean difference from the file, each band as it is resampled by GDAL."""
    bias: float
    """The largest of the bands' mean signed differences."""
    unknown: int
    """Pixels without data."""


def measure(capture: Path, scene: Path, latitude: float, seams: tuple[list[int], list[int]]) -> Position:
    """Compare a capture with the scene's file.

    `seams` are the columns and rows of the capture at which a block of the grid begins.
    """
    raster = gdal.Open(str(capture))
    there = raster.ReadAsArray()
    wanted = _wanted(scene, _grid_of(raster))
    known = (there[3] == 255) & (wanted[3] == 255)
    inner = np.zeros_like(known)
    inner[_EDGE:-_EDGE, _EDGE:-_EDGE] = True
    shifts = [shift(there[1][window], wanted[1][window]) for window in _windows(there.shape[1:], seams)]
    lengths = [float(np.hypot(*found)) if found else float("inf") for found in shifts]
    difference = there[:3].astype(float) - wanted[:3]
    beside = _beside(seams, known.shape) & inner & known
    apart = np.abs(difference[1])
    seam = apart[beside].mean() - apart[inner & known].mean() if beside.any() else 0.0
    counted = inner & known
    return Position(
        max(lengths),
        float(np.mean(lengths)),
        _squares(raster, there[0], latitude),
        float(seam),
        float(np.abs(difference[:, counted]).mean()),
        float(max(abs(band[counted].mean()) for band in difference)),
        int((inner & (there[3] != 255)).sum()),
    )


Grid = tuple[tuple[float, ...], tuple[int, int], str]
"""GDAL's six numbers, columns and rows, and the system."""


def _grid_of(raster: gdal.Dataset) -> Grid:
    return raster.GetGeoTransform(), (raster.RasterXSize, raster.RasterYSize), raster.GetProjection()


def warp_to(scene: Path, raster: gdal.Dataset) -> gdal.Dataset:
    """A file on the pixels of another raster, by GDAL, to a thousandth of a pixel: in memory, with alpha."""
    return _warp(scene, _grid_of(raster))


@lru_cache(maxsize=4)
def _wanted(scene: Path, grid: Grid) -> np.ndarray:
    """Most layers of a scene are captured on the same pixels."""
    return _warp(scene, grid).ReadAsArray()


def _warp(scene: Path, grid: Grid) -> gdal.Dataset:
    (left, width, _, top, _, height), size, projection = grid
    return gdal.Warp(
        "",
        str(scene),
        format="MEM",
        dstSRS=projection,
        width=size[0],
        height=size[1],
        outputBounds=(left, top + height * size[1], left + width * size[0], top),
        resampleAlg="cubic",
        errorThreshold=0.001,  # each pixel by itself takes ten times as long
        dstAlpha=True,
    )


def _windows(shape: tuple[int, int], seams: tuple[list[int], list[int]]) -> list[tuple[slice, slice]]:
    """Windows over everything, and around each corner where blocks meet, and along their edges."""
    last_row, last_column = shape[0] - _WINDOW - _EDGE, shape[1] - _WINDOW - _EDGE
    tops = {*range(_EDGE, last_row, _WINDOW), last_row}
    lefts = {*range(_EDGE, last_column, _WINDOW), last_column}
    half = _WINDOW // 2
    tops |= {row - half for row in seams[1] if _EDGE <= row - half <= last_row}
    lefts |= {column - half for column in seams[0] if _EDGE <= column - half <= last_column}
    return [(slice(top, top + _WINDOW), slice(left, left + _WINDOW)) for top in sorted(tops) for left in sorted(lefts)]


def shift(there: np.ndarray, wanted: np.ndarray) -> tuple[float, float] | None:
    """Rows and columns by which a picture is shifted against another one of the same size.

    Phase correlation (Kuglin and Hines 1975) under a Hann window, of those frequencies that both pictures
    hold, with the peak found between pixels by the slope of the phase (Stone et al. 2001). None where
    nothing fits.
    """
    hann = np.outer(np.hanning(there.shape[0]), np.hanning(there.shape[1]))
    first = np.fft.fft2((there - there.mean()) * hann)
    second = np.fft.fft2((wanted - wanted.mean()) * hann)
    cross = first * np.conj(second)
    strength = np.abs(cross)
    if not strength.any():
        return None
    phase = np.where(strength > 1e-4 * strength.max(), cross / np.maximum(strength, 1e-12), 0)
    surface = np.fft.ifft2(phase).real * phase.size / np.count_nonzero(phase)
    row, column = np.unravel_index(np.argmax(surface), surface.shape)
    if surface[row, column] < _SURE:
        return None
    whole = [int((place + side // 2) % side - side // 2) for place, side in zip((row, column), surface.shape)]
    return _between(cross, strength, whole)


def _between(cross: np.ndarray, strength: np.ndarray, whole: list[int]) -> tuple[float, float]:
    """The rest of a shift, from a plane through the phases that is weighted by their strength."""
    down = np.fft.fftfreq(cross.shape[0])[:, None] * np.ones(cross.shape[1])
    across = np.ones(cross.shape[0])[:, None] * np.fft.fftfreq(cross.shape[1])
    rest = np.angle(cross * np.exp(2j * np.pi * (down * whole[0] + across * whole[1])))
    low = (np.hypot(down, across) < 0.12) & (strength > 1e-3 * strength.max())
    design = -2 * np.pi * np.stack([down[low], across[low]], axis=1) * strength[low][:, None]
    (row, column), *_ = np.linalg.lstsq(design, rest[low] * strength[low], rcond=None)
    return whole[0] + float(row), whole[1] + float(column)


def _squares(raster: gdal.Dataset, red: np.ndarray, latitude: float) -> float:
    """The largest distance of the squares' middles from where they belong."""
    target = osr.SpatialReference(raster.GetProjection())
    target.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    to_capture = osr.CoordinateTransformation(zone(latitude), target)
    left, width, _, top, _, height = raster.GetGeoTransform()
    share = np.clip((red.astype(float) - DARK) / (BRIGHT - DARK), 0, 1)
    worst = 0.0
    for x, y in middles(latitude):
        map_x, map_y, _ = to_capture.TransformPoint(x, y)
        column, row = (map_x - left) / width, (map_y - top) / height
        side, _, _ = to_capture.TransformPoint(x + SQUARE, y)
        half = round(abs(side - map_x) / width)  # a square's whole side, so that it may lie half its side off
        first_row, first_column = round(row) - half, round(column) - half
        if min(first_row, first_column) < _EDGE or max(first_row, first_column) + 2 * half > min(share.shape) - _EDGE:
            continue
        part = share[first_row : first_row + 2 * half, first_column : first_column + 2 * half]
        if part.sum() < 0.5 * (half**2):
            return float("inf")
        rows, columns = np.mgrid[0 : 2 * half, 0 : 2 * half] + 0.5
        away = (
            (part * rows).sum() / part.sum() + first_row - row,
            (part * columns).sum() / part.sum() + first_column - column,
        )
        worst = max(worst, float(np.hypot(*away)))
    return worst


def _beside(seams: tuple[list[int], list[int]], shape: tuple[int, int]) -> np.ndarray:
    """Pixels that touch the edge between two blocks."""
    beside = np.zeros(shape, bool)
    for column in seams[0]:
        beside[:, max(0, column - 2) : column + 2] = True
    for row in seams[1]:
        beside[max(0, row - 2) : row + 2, :] = True
    return beside
