"""Faults of outlines that show in the imagery: outside, void, cloud, shadow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from rasterio.features import rasterize

from ..ground.geodesy import ground_metres_per_unit
from ..scene.grid import Grid
from ..scene.imagery import Scene
from ..second_image import faults
from ..telling.report import Report
from .ground import Shape
from .images import on_image, read_window
from .outlines import CLOUD, OUTSIDE, SHADOW, VOID, Outlines

LEAST = 0.5
"""Share of an outline that must lie on the imagery, and must not be void."""
DOUBTFUL = 0.2
"""Share of an outline in cloud or shadow from which it is doubted."""
AROUND_METRES = 600.0
"""Surroundings that an outline is compared with."""
_MOST = 3_000
"""Pixels: of a larger outline only the middle is looked at."""


@dataclass
class _Look:
    """What was seen of one outline: shares of its area on the images and with data, in cloud, in shadow."""

    inside: float = 0.0
    known: float = 0.0
    cloud: float = 0.0
    shadow: float = 0.0


def look_at_outlines(outlines: Outlines, scenes: Sequence[Scene], leave_out_doubtful: bool, report: Report) -> None:
    """Look at the imagery under each used outline, and leave out or doubt those whose ground does not show.

    Cloud is bright, white and smooth against the surroundings, shadow dark (see `second_image.faults`): snow may
    be taken for cloud. So that is only told, and left out where it is asked for.

    Parameters
    ----------
    outlines
        Changed in place.
    scenes
        The images.
    leave_out_doubtful
        Whether what looks like cloud or shadow is left out, too.
    report
        Told how far it is.
    """
    looks = {index: _Look() for index in np.flatnonzero(outlines.used).tolist()}
    for number, scene in enumerate(scenes):
        shapes = on_image(outlines.shapes, scene.grid)
        there = [index for index in looks if not shapes[index].is_empty and looks[index].known < 1 - 1e-3]
        tops = shapely.bounds(shapes)[:, 3]
        there.sort(key=lambda index: -float(tops[index]))  # from the top down, as images are stored
        for done, index in enumerate(there):
            report.progress((number + done / len(there)) / len(scenes), "Looking at the imagery under the outlines")
            _look(scene, shapes[index], outlines.areas[index], looks[index])
    for index, look in looks.items():
        _judge(outlines, index, look, leave_out_doubtful)


def _look(scene: Scene, shape: Shape, area: float, look: _Look) -> None:
    grid = scene.grid
    inside = shapely.intersection(shape, shapely.box(*grid.bounds))
    if inside.is_empty or not inside.area:
        return
    middle = inside.centroid
    across, along = ground_metres_per_unit(grid.crs, middle.x, middle.y)
    share = min(inside.area * across * along / area, 1.0)
    reach = int(AROUND_METRES / scene.ground_resolution_m[1])
    row, column, height, width = _window(grid, inside, reach)
    pixels = read_window(scene, row, column, height, width)
    mask = _mask(grid, shape, row, column, height, width)
    if not mask.any():
        return
    look.inside = min(look.inside + share, 1.0)
    look.known = min(look.known + share * float(pixels.valid[mask].mean()), 1.0)
    side = max(1, round(faults.MESH_METRES / scene.ground_resolution_m[1]))
    sample = pixels.values[:, pixels.valid]
    meshes = faults.meshes_of(pixels.values, pixels.valid, side)
    found = faults.find_faults(meshes, faults.looks_of(sample[:, :: max(1, sample.shape[1] // 10_000)]))
    if found.any():
        each = np.repeat(np.repeat(found, side, axis=0), side, axis=1)[:height, :width][mask]
        look.cloud += share * float((each == faults.CLOUD).mean())
        look.shadow += share * float((each == faults.SHADOW).mean())


def _window(grid: Grid, shape: Shape, reach: int) -> tuple[int, int, int, int]:
    """First row and column, height and width of a window around a shape, at most `_MOST` pixels each way."""
    left, bottom, right, top = shape.bounds
    (first, upper), (last, lower) = ~grid.transform @ (left, top), ~grid.transform @ (right, bottom)
    window = []
    for begin, end in ((upper, lower), (first, last)):
        start, length = int(np.floor(begin)) - reach, int(np.ceil(end) - np.floor(begin)) + 2 * reach
        spare = max(length - _MOST, 0) // 2
        window.append((start + spare, length - 2 * spare))
    (row, height), (column, width) = window
    return row, column, height, width


def _mask(grid: Grid, shape: Shape, row: int, column: int, height: int, width: int) -> npt.NDArray[np.bool_]:
    transform = grid.part(row, column, height, width).transform
    return np.asarray(rasterize([(shape, 1)], (height, width), transform=transform, dtype="uint8"), dtype=bool)


def _judge(outlines: Outlines, index: int, look: _Look, leave_out_doubtful: bool) -> None:
    if look.inside < LEAST:
        note = f"{look.inside:.0%} of it lies on the imagery." if look.inside else "No part of it lies on the imagery."
        outlines.leave_out(index, OUTSIDE, note)
    elif look.known < LEAST:
        outlines.leave_out(index, VOID, f"{1 - look.known:.0%} of it is void in the imagery.")
    for share, word in ((look.cloud, CLOUD), (look.shadow, SHADOW)):
        if share < DOUBTFUL or outlines.fault[index]:
            continue
        note = f"{min(share, 1):.0%} of it looks like {'cloud or snow' if word == CLOUD else 'shadow'}."
        if leave_out_doubtful:
            outlines.leave_out(index, word, note)
        else:
            outlines.doubt[index] = word
            outlines.add_note(index, note)
