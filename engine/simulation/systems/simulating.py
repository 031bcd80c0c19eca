"""Systems of units on simulated ground: the DEM, the outline of the whole, and the truth of its units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import shapes
from scipy import ndimage

from ...telling.report import Report, SilentReport
from ..canvas import Canvas, ground_elevation
from ..carving import carve
from ..ground import Ground
from ..landforms import Landform, mask_of
from ..noise import Floats, Noise, Window
from ..placement import SMALLEST
from ..relief import COARSEST, PIXEL, Relief, make_relief
from ..scene import CRS, scene_transform
from .placing import Placer

SIDE_BY_SIDE, OVERRIDING, SINGLE = "side by side", "overriding", "single"
DEM_CELL = 2
"""Pixels along the side of a DEM cell, as in the sample."""

_DOMAIN = 48 * COARSEST
_MARGIN = 80
"""Pixels around a system that its DEM covers."""
_OWNED = 0.45
"""A unit that keeps less than this share of its own outline is buried by its neighbours, and no unit."""
_MAPPED = 4
"""Pixels within which a mapper's line cuts corners."""


@dataclass(frozen=True)
class System:
    """A system as a mapper has outlined it, its true units, and the ground around.

    `kind` is one of `SIDE_BY_SIDE`, `OVERRIDING` and `SINGLE`; geometries are in map coordinates; `dem` in metres on
    cells of 9.54 m, with `transform`.
    """

    seed: int
    kind: str
    outline: shapely.Polygon
    units: list[shapely.Polygon]
    dem: Floats
    transform: Affine
    crs: str = CRS


def simulate_systems(seed: int, report: Report | None = None) -> list[System]:
    """Raise a relief and put systems of 2 to 5 units on it; single and overriding ones as well.

    Parameters
    ----------
    seed
        From 0 up; the same seed gives the same systems.
    report
        Told how far it is.
    """
    report = report or SilentReport()
    noise, random = Noise(seed), np.random.default_rng([seed, 21])
    relief = make_relief(noise, random, _DOMAIN, _DOMAIN, report)
    ground = Ground(relief)
    placer = Placer(ground, random, seed)
    wanted = [(SIDE_BY_SIDE, int(count)) for count in random.permutation([2, 3, 4, 5])] + [(SINGLE, 1), (OVERRIDING, 2)]
    return list(_systems(noise, relief, placer, wanted, seed))


def _systems(
    noise: Noise, relief: Relief, placer: Placer, wanted: list[tuple[str, int]], seed: int
) -> Iterator[System]:
    for head in placer.heads():
        if not wanted:
            return
        kind, count = wanted[0]
        units = placer.overriding(head) if kind == OVERRIDING else placer.side_by_side(head, count)
        if units is None or not all(placer.ground.is_free(unit, 12) for unit in units):
            continue
        system = _carved(noise, relief, units, kind, seed)
        if system is not None:
            for unit in units:
                placer.ground.take(unit)
            wanted.pop(0)
            yield system


def _carved(noise: Noise, relief: Relief, units: list[Landform], kind: str, seed: int) -> System | None:
    """The system on its ground; None where it is not one, or a unit lies buried."""
    left, top, right, bottom = shapely.union_all([unit.outline for unit in units]).bounds
    window = Window(int(top), int(left), int(bottom - top) + 1, int(right - left) + 1).grown(_MARGIN)
    window = window._replace(height=window.height // DEM_CELL * DEM_CELL, width=window.width // DEM_CELL * DEM_CELL)
    if window.clipped(relief.window) != window:
        return None
    bare = _bare(noise, relief, window)
    z, owner = _stacked(bare, noise, units, seed) if kind == OVERRIDING else _grown_together(bare, noise, units, seed)
    seen = _connected(owner, len(units))
    outline = _as_mapped(shapely.union_all(_polygons(seen > 0)))
    if not isinstance(outline, shapely.Polygon):
        return None
    # What the mapper's line takes in besides belongs to the nearest unit.
    nearest = ndimage.distance_transform_edt(seen == 0, return_distances=False, return_indices=True)
    inside = mask_of(outline, Window(0, 0, *seen.shape))
    seen = np.where(inside, seen[nearest[0], nearest[1]], 0).astype(np.uint8)
    pieces = [max(_polygons(seen == 1 + index), key=_area, default=shapely.Polygon()) for index in range(len(units))]
    if any(
        piece.area * PIXEL**2 < SMALLEST or piece.area < _OWNED * unit.outline.area
        for piece, unit in zip(pieces, units, strict=True)
    ):
        return None
    transform = scene_transform(window)
    height, width = z.shape[0] // DEM_CELL, z.shape[1] // DEM_CELL
    dem = z.reshape(height, DEM_CELL, width, DEM_CELL).mean(axis=(1, 3))
    ground = [_on_ground(transform, one) for one in pieces]
    return System(seed, kind, _on_ground(transform, outline), ground, dem, transform @ Affine.scale(DEM_CELL))


def _bare(noise: Noise, relief: Relief, window: Window) -> Canvas:
    """The ground before anything stands on it."""
    rim = window.grown(12)
    z = ground_elevation(noise, relief, rim)[window.within(rim)].copy()
    shape = z.shape
    owner = np.zeros(shape, np.uint16)
    codes = [np.zeros(shape, np.uint8) for _ in range(3)]
    return Canvas(window, z, np.ones(shape, np.float32), codes[0], np.zeros(shape, bool), owner, codes[1], codes[2])


def _copy(canvas: Canvas) -> Canvas:
    arrays = ("z", "tint", "cover", "rock_glacier", "owner", "share", "stream")
    return replace(canvas, **{name: getattr(canvas, name).copy() for name in arrays})


def _grown_together(bare: Canvas, noise: Noise, units: list[Landform], seed: int) -> tuple[Floats, NDArray[np.intp]]:
    """Each unit creeps over the same ground; the highest body is the one that is seen, and where two meet is a furrow.

    Elevations, and for each pixel 1 + the number of its unit, 0 where there is none.
    """
    z, owner = np.full(bare.z.shape, -np.inf, np.float32), np.zeros(bare.z.shape, np.intp)
    for index, unit in enumerate(units):
        own = _copy(bare)
        carve(own, noise, unit, seed)
        higher = own.rock_glacier & (own.z > z)
        z[higher], owner[higher] = own.z[higher], index + 1
    return np.where(owner > 0, z, bare.z), owner


def _stacked(bare: Canvas, noise: Noise, units: list[Landform], seed: int) -> tuple[Floats, NDArray[np.intp]]:
    """Each unit lies on the one before, with a front of its own on the other's back."""
    own, owner = _copy(bare), np.zeros(bare.z.shape, np.intp)
    for index, unit in enumerate(units):
        carve(own, noise, unit, seed)
        owner[own.owner == unit.number] = index + 1
    return own.z, owner


def _connected(owner: NDArray[np.intp], count: int) -> NDArray[np.uint8]:
    """Of each unit its largest connected ground."""
    clean = np.zeros(owner.shape, np.uint8)
    for index in range(1, count + 1):
        labels, found = ndimage.label(owner == index)
        if found:
            clean[labels == 1 + int(np.argmax(np.bincount(labels.ravel())[1:]))] = index
    return clean


def _polygons(mask: NDArray[np.bool_]) -> list[Any]:
    """Connected ground as polygons, in pixels."""
    return [shapely.geometry.shape(shape) for shape, _ in shapes(mask.astype(np.uint8), mask)]


def _area(polygon: Any) -> float:
    return float(polygon.area)


def _as_mapped(whole: Any) -> Any:
    """One line around all, as drawn by hand: no holes, corners cut."""
    smooth = whole.buffer(_MAPPED).buffer(-2 * _MAPPED).buffer(_MAPPED).simplify(0.7)
    return shapely.Polygon(smooth.exterior) if isinstance(smooth, shapely.Polygon) else smooth


def _on_ground(transform: Affine, geometry: Any) -> Any:
    """A geometry in pixels of a window, in map coordinates."""
    along: Any = transform
    return shapely.transform(geometry, lambda xy: np.stack(tuple(along @ (xy[:, 0], xy[:, 1])), 1))
