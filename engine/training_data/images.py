"""The imagery: every image opened on a grid of the same ground resolution, with the outlines on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.errors import UserError
from ...inventory.imagery import source_name
from ...inventory.naming.source_names import names_in
from ...models.cards.card import BandRange
from ..ground.boxes import areas_near
from ..ground.geodesy import LONGITUDE_LATITUDE
from ..scene.grid import Grid
from ..scene.imagery import Scene, open_scene
from ..telling.report import Report
from .ground import Shapes


@dataclass(frozen=True)
class WantedPixels:
    """Bands, ground resolution in metres (None: that of the first image), and the ranges that a card reads."""

    bands: tuple[str, ...]
    resolution: float | None = None
    ranges: Mapping[str, BandRange] | None = None


@contextmanager
def open_images(sources: str, wanted: WantedPixels, report: Report) -> Iterator[tuple[list[Scene], float]]:
    """Open all images.

    Parameters
    ----------
    sources
        Names with ``;`` between, each what `open_scene` takes.
    wanted
        Of each image.
    report
        Gets the warnings.

    Yields
    ------
    list of Scene, float
        In their order, and the resolution that they have in common.

    Raises
    ------
    UserError
        An image cannot be read or lacks bands, or the images differ in the type of their pixels.
    """
    resolution = wanted.resolution
    with ExitStack() as stack:
        scenes: list[Scene] = []
        for name in names_in(sources):
            if resolution is None:
                with open_scene(name, wanted.bands, None, _Silent(report), ranges=wanted.ranges) as scene:
                    resolution = float(f"{min(scene.ground_resolution_m):.4g}")
            opened = open_scene(name, wanted.bands, resolution, report, ranges=wanted.ranges)
            scenes.append(stack.enter_context(opened))
        _check_alike(scenes)
        if wanted.resolution is None and any(scene.resampled for scene in scenes):
            names = ", ".join(source_name(scene.name) for scene in scenes if scene.resampled)
            report.progress(None, f"Images that are resampled to {resolution:g} m: {names}.")
        yield scenes, float(resolution or 0)


class _Silent(Report):
    """Takes no message: the same is told when an image is opened for good."""

    def __init__(self, whole: Report) -> None:
        self.stop = whole.stop

    def say(self, message: object) -> None:
        """Leave it."""


def _check_alike(scenes: Sequence[Scene]) -> None:
    for scene in scenes[1:]:
        if scene.dtype != scenes[0].dtype:
            raise UserError(
                f"The pixels of {scenes[0].name} are of type {scenes[0].dtype} and those of {scene.name} of type "
                f"{scene.dtype}; convert them to one type."
            )


def on_image(shapes: Shapes, grid: Grid) -> Shapes:
    """Polygons in degrees on an image's grid, in its coordinate system, empty where they lie elsewhere; shape (n,)."""
    placed = np.full(len(shapes), shapely.Polygon(), dtype=object)
    there = np.flatnonzero(~shapely.is_empty(shapes))
    if len(there):
        placed[there] = areas_near(shapes[there], LONGITUDE_LATITUDE, grid.bounds, grid.crs)
    return placed


@dataclass(frozen=True)
class Pixels:
    """A window of an image: values (bands, h, w), and whether they are data (h, w)."""

    values: npt.NDArray[np.generic]
    valid: npt.NDArray[np.bool_]


def read_window(scene: Scene, row: int, column: int, height: int, width: int) -> Pixels:
    """Read a window that may reach over the edges of the image; what lies beyond is void."""
    top, left = max(row, 0), max(column, 0)
    bottom, right = min(row + height, scene.grid.height), min(column + width, scene.grid.width)
    values = np.zeros((scene.bands, height, width), scene.dtype)
    valid = np.zeros((height, width), bool)
    if top < bottom and left < right:
        part = np.s_[top - row : bottom - row, left - column : right - column]
        values[(slice(None), *part)], valid[part] = scene.read(top, bottom - top, left, right - left)
    return Pixels(values, valid)
