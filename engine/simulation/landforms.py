"""What stands on the ground: kinds of landforms, their outlines and their own coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize
from scipy import ndimage
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from .noise import Floats, Window

Path = NDArray[np.float64]
"""Points (row, column) in pixels of the domain, shape (n, 2), from the head downhill."""


class LookAlike(IntEnum):
    """Codes of `SimulatedScene.look_alikes`: what a pixel shows that may be taken for a rock glacier."""

    NONE = 0
    DEBRIS_COVERED_GLACIER = 1
    CLEAN_ICE = 2
    TALUS = 3
    ROCK_AVALANCHE = 4
    LAKE = 5
    SNOW = 6
    SHADOW = 7


class Kind(IntEnum):
    """Kinds of landforms that are placed one by one."""

    ROCK_GLACIER = 1
    GLACIER = 2
    TALUS_FAN = 3
    ROCK_AVALANCHE = 4
    LAKE = 5


@dataclass(frozen=True)
class Landform:
    """One landform.

    `spine` runs down its middle, `radius` is the half-width there (pixels), `outline` its footprint
    (x = column, y = row, pixels of the domain), `number` makes its noise its own, and `ice_share` is
    the part of a glacier's length that is clean ice.
    """

    kind: Kind
    number: int
    spine: Path
    radius: NDArray[np.float64]
    outline: shapely.Polygon
    ice_share: float = 0.0

    def window(self, rim: int) -> Window:
        """Pixels around the outline, with a rim."""
        left, top, right, bottom = self.outline.bounds
        row, column = int(np.floor(top)) - rim, int(np.floor(left)) - rim
        return Window(row, column, int(np.ceil(bottom)) + rim - row, int(np.ceil(right)) + rim - column)


def mask_of(outline: BaseGeometry, window: Window, cell: int = 1) -> NDArray[np.bool_]:
    """Pixels of a window (or cells of `cell` pixels, where the window counts cells) inside an outline."""
    from affine import Affine

    transform = Affine(cell, 0, window.column * cell, 0, cell, window.row * cell)
    shape = (window.height, window.width)
    mask: NDArray[np.bool_] = rasterize([(outline, 1)], shape, transform=transform, dtype="uint8").astype(bool)
    return mask


def swept_outline(spine: Path, radius: NDArray[np.float64], roughness: float, seed: int) -> shapely.Polygon:
    """The area that a disc of changing radius sweeps along a spine, its edge made a little uneven.

    Parameters
    ----------
    spine, radius
        Middle line and half-width, pixels.
    roughness
        How far the edge wanders, as a share of the mean radius.
    seed
        Makes the unevenness its own.
    """
    reach = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(spine, axis=0).T))])
    count = max(3, int(reach[-1] / (0.3 * float(np.mean(radius)) + 1)) + 2)
    places = np.linspace(0, reach[-1], count)
    y, x, r = (np.interp(places, reach, part)[:, None] for part in (*spine.T, radius))
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    discs = np.stack([x + r * np.cos(turn), y + r * np.sin(turn)], -1)
    pairs = np.concatenate([discs[:-1], discs[1:]], 1)
    hulls = shapely.convex_hull(shapely.linestrings(pairs))
    swept = _largest(shapely.union_all(hulls)).exterior.segmentize(3.0)
    points = np.asarray(swept.coords)[:-1]
    random = np.random.default_rng(seed)
    noise = random.normal(size=(len(points), 2))
    mean = float(np.mean(radius))
    wander = sum(
        ndimage.gaussian_filter1d(noise, width / 3, axis=0, mode="wrap") * np.sqrt(width / 3) * share
        for width, share in ((2.2 * mean, 1.0), (0.7 * mean, 0.35))
    )
    rough = shapely.Polygon(points + 1.9 * roughness * mean * wander).buffer(0)
    smooth = rough.buffer(-0.12 * mean).buffer(0.24 * mean).buffer(-0.12 * mean)
    return shapely.Polygon(_largest(_largest(smooth).simplify(0.15)).exterior)


def _largest(geometry: BaseGeometry) -> shapely.Polygon:
    """The largest polygon of a geometry."""
    polygons = [part for part in shapely.get_parts(geometry) if isinstance(part, shapely.Polygon)]
    return max(polygons, key=lambda polygon: polygon.area)


@dataclass(frozen=True)
class Own:
    """A landform's own coordinates on a window: its mask, and for the pixels inside, in pixels:
    `along` from the head, `side` of the spine (left negative), half-width `radius`, `edge` distance.
    """

    window: Window
    mask: NDArray[np.bool_]
    along: Floats
    side: Floats
    radius: Floats
    edge: Floats
    length: float

    def spread(self, values: Floats, background: float = 0.0) -> Floats:
        """Values of the pixels inside, put back on the window."""
        field = np.full(self.mask.shape, background, np.float32)
        field[self.mask] = values
        return field


def _distance_to_edge(outline: shapely.Polygon, places: Path) -> Floats:
    """Distance (pixels) of places to an outline, finer than a pixel: slanting edges get no steps."""
    corners = np.asarray(outline.exterior.segmentize(0.4).coords)[:, ::-1]
    distance, _ = cKDTree(corners).query(places)
    return np.asarray(distance, np.float32)


def own_coordinates(landform: Landform, window: Window) -> Own:
    """Coordinates along and across a landform, for each pixel of a window inside its outline."""
    mask = mask_of(landform.outline, window)
    steps = np.hypot(*np.diff(landform.spine, axis=0).T)
    reach = np.concatenate([[0], np.cumsum(steps)])
    fine = np.arange(0, reach[-1] + 1.0)
    points = np.stack([np.interp(fine, reach, landform.spine[:, axis]) for axis in (0, 1)], 1)
    points = ndimage.gaussian_filter1d(points, 6, axis=0, mode="nearest")
    tangent = np.gradient(points, axis=0)
    tangent /= np.maximum(np.hypot(*tangent.T), 1e-9)[:, None]
    rows, columns = np.nonzero(mask)
    places = np.stack([rows + window.row + 0.5, columns + window.column + 0.5], 1)
    _, nearest = cKDTree(points).query(places)
    offset = places - points[nearest]
    edge = _distance_to_edge(landform.outline, places)
    way = tangent[nearest]
    along = fine[nearest] + np.sum(offset * way, 1)
    side = way[:, 0] * offset[:, 1] - way[:, 1] * offset[:, 0]
    radius = ndimage.gaussian_filter1d(np.interp(fine, reach, landform.radius), 10, mode="nearest")[nearest]
    return Own(
        window,
        mask,
        along.astype(np.float32),
        side.astype(np.float32),
        radius.astype(np.float32),
        edge,
        float(reach[-1] + landform.radius[-1]),
    )
