"""Ground whose place can be read from its colours: squares of 100 m that are like no other, and waves."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, osr
from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle, QgsReferencedRectangle

SIDE, SPACING, COUNT = 100.0, 200.0, 13
"""Metres, metres, and how many squares there are each way."""
_WAVE, _HIGH = 600.0, 100.0
"""Length in metres of the waves, and levels: one metre aside is at most one level of 255."""
_STRIP = 100
"""Rows that are computed at once."""
_NET = 65
"""Lines each way between which places are brought into another system."""
gdal.DontUseExceptions()  # as it is; newer bindings warn where nobody has said so


def system(code: str) -> osr.SpatialReference:
    made = osr.SpatialReference()
    made.SetFromUserInput(code)
    made.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return made


@dataclass(frozen=True)
class Place:
    """A grid of squares around a place, upright in the place's UTM zone."""

    latitude: float
    longitude: float = 87.3

    @cached_property
    def utm(self) -> str:
        zone = int((self.longitude + 180) // 6) + 1
        return f"EPSG:{(32600 if self.latitude >= 0 else 32700) + zone}"

    @cached_property
    def corner(self) -> tuple[float, float]:
        """Lower left of the first square's cell."""
        x, y, _ = self.transform("EPSG:4326", self.utm).TransformPoint(self.longitude, self.latitude)
        return x - COUNT * SPACING / 2, y - COUNT * SPACING / 2

    def transform(self, source: str, target: str) -> osr.CoordinateTransformation:
        return osr.CoordinateTransformation(system(source), system(target))

    def centre(self, column: int, row: int) -> tuple[float, float]:
        """Of a square, in UTM."""
        return self.corner[0] + (column + 0.5) * SPACING, self.corner[1] + (row + 0.5) * SPACING

    @cached_property
    def extent(self) -> QgsReferencedRectangle:
        """All squares and half a cell of dark around them."""
        left, low = self.corner
        size = COUNT * SPACING
        inside = QgsRectangle(left, low, left + size, low + size)
        return QgsReferencedRectangle(inside, QgsCoordinateReferenceSystem(self.utm))

    def extent_in(self, code: str, metres: float = 0.0) -> tuple[float, float, float, float]:
        """West, south, east, north of the extent and some metres around it, in another system."""
        left, low = self.corner
        size = COUNT * SPACING
        low_x, low_y, high_x, high_y = self.transform(self.utm, code).TransformBounds(
            left - metres, low - metres, left + size + metres, low + size + metres, 21
        )
        return low_x, low_y, high_x, high_y

    # ---- as it is

    def colours(self, x: np.ndarray, y: np.ndarray, kind: str) -> list[np.ndarray]:
        """Red, green and blue at places in metres from the lower left corner; each may be one row or one column."""
        if kind == "waves":
            return [128 + _HIGH * np.sin(2 * math.pi / length * along) for along, length in _waves(x, y)]
        (column, in_column), (row, in_row) = _squares(x), _squares(y)
        inside = in_column & in_row
        dark = np.float32(20) + (np.floor(x / 350).astype("i2") & 1)  # not one colour, as a blank tile is
        return [np.where(inside, value, dark) for value in (np.float32(240), _code(column), _code(row))]

    def picture(
        self, code: str, box: tuple[float, float, float, float], size: tuple[int, int], kind: str
    ) -> np.ndarray:
        """What a perfect server gives for a box in a system: rows of red, green and blue, bytes."""
        width, height = size
        from_corner = self._from_corner(code, box, size)
        pixels = np.empty((height, width, 3), np.uint8)
        # A wave bends by less than a twentieth of a level in a pixel: its middle is as good.
        places = [0.5] if kind == "waves" else [0.25, 0.75]
        for first in range(0, height, _STRIP):  # so much stays near the processor
            rows = np.arange(first, min(first + _STRIP, height))
            seen = [
                self.colours(*from_corner(np.arange(width) + across, rows + down), kind)
                for down in places
                for across in places
            ]
            for band, values in enumerate(zip(*seen)):
                pixels[rows, :, band] = np.rint(sum(values) / np.float32(len(values)))
        return pixels

    def _from_corner(
        self, code: str, box: tuple[float, float, float, float], size: tuple[int, int]
    ) -> Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
        """From columns and rows, counted in pixels of the box, to metres from the lower left corner."""
        (west, south, east, north), (width, height) = box, size
        # The earth bends by less than a millimetre between two lines.
        count = 2 if code == self.utm else min(_NET, 2 + max(size) // 8)
        net = np.stack(np.meshgrid(np.linspace(west, east, count), np.linspace(north, south, count)), -1)
        if code != self.utm:
            there = self.transform(code, self.utm).TransformPoints(net.reshape(-1, 2).tolist())
            net = np.asarray(there)[:, :2].reshape(net.shape)
        lines = np.moveaxis(net - self.corner, -1, 0)

        def at(columns: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            if code == self.utm:
                x, y = lines[0, 0], lines[1, :, 0]
                return _between(x, columns / width)[None].astype("f4"), _between(y, rows / height)[:, None].astype("f4")
            along = [_between(axis.T, columns / width).astype("f4").T for axis in lines]
            return _between(along[0], rows / height), _between(along[1], rows / height)

        return at

    # ---- as files

    def write_squares(self, path: Path) -> None:
        """A GeoJSON of the squares and the dark around them, with a field `colour`."""
        path.write_text(self._squares_text)

    @cached_property
    def _squares_text(self) -> str:
        back = self.transform(self.utm, "EPSG:4326")

        def polygon(left: float, low: float, size: float, steps: int, colour: str) -> dict[str, Any]:
            ticks = [size * step / steps for step in range(steps)]
            ring = [(left + t, low) for t in ticks] + [(left + size, low + t) for t in ticks]
            ring += [(left + size - t, low + size) for t in ticks] + [(left, low + size - t) for t in ticks]
            there = [list(back.TransformPoint(*corner)[:2]) for corner in [*ring, ring[0]]]
            geometry = {"type": "Polygon", "coordinates": [there]}
            return {"type": "Feature", "properties": {"colour": colour}, "geometry": geometry}

        left, low = self.corner
        features = [polygon(left - 500, low - 500, COUNT * SPACING + 1000, 200, "20,20,20")]
        for column in range(COUNT):
            for row in range(COUNT):
                x, y = self.centre(column, row)
                colour = f"240,{_code(column):.0f},{_code(row):.0f}"
                features.append(polygon(x - SIDE / 2, y - SIDE / 2, SIDE, 1, colour))
        options = {"RFC7946": "NO"}
        return json.dumps({"type": "FeatureCollection", "features": features, **options})

    def write_raster(self, path: Path, code: str, metres: float, kind: str) -> None:
        """A GeoTIFF in a system, with square pixels of about so many metres from north to south."""
        west, south, east, north = self.extent_in(code, 300)
        degrees = self.transform(self.utm, code)
        middle = self.centre(COUNT // 2, COUNT // 2)
        one, other = degrees.TransformPoint(*middle), degrees.TransformPoint(middle[0], middle[1] + 1000)
        unit = math.dist(one[:2], other[:2]) / 1000 * metres
        width, height = math.ceil((east - west) / unit), math.ceil((north - south) / unit)
        box = (west, north - height * unit, west + width * unit, north)
        pixels = self.picture(code, box, (width, height), kind)
        raster = gdal.GetDriverByName("GTiff").Create(str(path), width, height, 3, gdal.GDT_Byte)
        raster.SetGeoTransform((west, unit, 0, north, 0, -unit))
        raster.SetProjection(system(code).ExportToWkt())
        for band in range(3):
            raster.GetRasterBand(band + 1).WriteRaster(
                0, 0, width, height, np.ascontiguousarray(pixels[:, :, band]).tobytes()
            )

    # ---- as it was captured

    def measure(self, path: Path) -> Found:
        """Find the squares in an image."""
        image = Image.of(path)
        bands = np.moveaxis(image.pixels, -1, 0)
        cores = image.known & (bands[0] > 225)
        for band in bands:  # edges blend into the colours of other squares
            for axis in (0, 1):
                for step in (1, -1):
                    cores &= np.abs(band - np.roll(band, step, axis)) <= 2
        rows, columns = np.nonzero(cores)
        colours = bands[1:3, rows, columns]
        decoded = np.rint((colours - 30.0) / 12).astype(int)
        is_one = (np.abs(colours - _code(decoded)) <= 2).all(0)
        rows, columns, names = rows[is_one], columns[is_one], (decoded[0] * 1000 + decoded[1])[is_one]
        errors, lost, doubled = [], [], []
        to_utm = self.transform(image.wkt, self.utm)
        across = tuple(SIDE / metres for metres in image.metres(self))
        for column in range(COUNT):
            for row in range(COUNT):
                here = names == column * 1000 + row
                if not here.sum():
                    lost.append((column, row))
                    continue
                x, y = columns[here], rows[here]
                if np.ptp(x) > 1.5 * across[0] or np.ptp(y) > 1.5 * across[1]:
                    doubled.append((column, row))
                    continue
                place = image.centroid(x.mean(), y.mean(), across)
                utm = to_utm.TransformPoint(*image.at(*place))
                wanted = self.centre(column, row)
                errors.append((utm[0] - wanted[0], utm[1] - wanted[1]))
        return Found(np.asarray(errors).reshape(-1, 2), lost, doubled)

    def worst_level(self, path: Path) -> int:
        """Largest difference of a known pixel from the waves, in levels."""
        image = Image.of(path)
        height, width = image.known.shape
        left, dx, _, top, _, dy = image.where
        box = (left, top + height * dy, left + width * dx, top)
        wanted = self.picture(image.wkt, box, (width, height), "waves")
        return max(int(np.abs(image.pixels[..., band] - wanted[..., band])[image.known].max()) for band in range(3))


def _waves(x: np.ndarray, y: np.ndarray) -> list[tuple[np.ndarray, float]]:
    """Along what the waves of red, green and blue run, and how long they are."""
    return [(x, _WAVE), (y, _WAVE), (x + y, _WAVE * 1.7)]


def _squares(along: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """In which cell a place lies along one axis, and whether it may be in that cell's square."""
    cell = np.floor(along / SPACING)
    return cell, (np.abs(along - (cell + 0.5) * SPACING) < SIDE / 2) & (cell >= 0) & (cell < COUNT)


def _between(lines: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Linear between lines that lie evenly from share 0 to share 1."""
    place = shares * (len(lines) - 1)
    first = np.clip(place.astype(int), 0, len(lines) - 2)
    share = (place - first).astype(lines.dtype).reshape(-1, *[1] * (lines.ndim - 1))
    return lines[first] + (lines[first + 1] - lines[first]) * share


def _code(number: Any) -> Any:
    """A number from 0 as a level that no other number is near to."""
    return 30.0 + 12 * number


@dataclass(frozen=True)
class Found:
    """Squares of an image: how far off in metres each is (east, north), and which were not there once."""

    errors: np.ndarray
    lost: list[tuple[int, int]]
    doubled: list[tuple[int, int]]

    @property
    def worst(self) -> float:
        """Metres, of the one that is furthest off in one direction."""
        return float(np.abs(self.errors).max()) if len(self.errors) else math.inf

    def __str__(self) -> str:
        mean = np.abs(self.errors).mean(0) if len(self.errors) else (math.nan, math.nan)
        return (
            f"worst {self.worst:.2f} m, mean {mean[0]:.2f} / {mean[1]:.2f} m, "
            f"{len(self.lost)} lost, {len(self.doubled)} doubled"
        )


@dataclass(frozen=True)
class Image:
    """Pixels of a captured file."""

    pixels: np.ndarray
    known: np.ndarray
    where: tuple[float, ...]
    wkt: str

    @classmethod
    def of(cls, path: Path) -> Image:
        raster = gdal.Open(str(path))
        bands = [raster.GetRasterBand(number + 1).ReadRaster() for number in range(4)]
        shape = (raster.RasterYSize, raster.RasterXSize)
        planes = np.stack([np.frombuffer(band, np.uint8).reshape(shape) for band in bands]).astype("i2")
        pixels = np.moveaxis(planes, 0, -1)
        return cls(pixels, planes[3] > 127, raster.GetGeoTransform(), raster.GetProjection())

    def at(self, column: float, row: float) -> tuple[float, float]:
        left, dx, _, top, _, dy = self.where
        return left + column * dx, top + row * dy

    def metres(self, place: Place) -> tuple[float, float]:
        """Size of a pixel in the middle."""
        to_utm = place.transform(self.wkt, place.utm)
        row, column = (size / 2 for size in self.known.shape)
        here, right, below = (
            to_utm.TransformPoint(*self.at(*at))[:2] for at in ((column, row), (column + 1, row), (column, row + 1))
        )
        return math.dist(here, right), math.dist(here, below)

    def centroid(self, column: float, row: float, across: tuple[float, float]) -> tuple[float, float]:
        """Of what is red around a pixel, in columns and rows from the upper left corner."""
        reach = [round(0.8 * size) for size in across]
        left, top = max(0, round(column) - reach[0]), max(0, round(row) - reach[1])
        window = self.pixels[top : round(row) + reach[1] + 1, left : round(column) + reach[0] + 1, 0] - 20
        total = window.sum()
        x = (window.sum(0) * (np.arange(window.shape[1]) + 0.5)).sum() / total + left
        y = (window.sum(1) * (np.arange(window.shape[0]) + 0.5)).sum() / total + top
        return float(x), float(y)
