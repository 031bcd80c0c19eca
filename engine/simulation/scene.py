"""A whole simulated scene: the ground, its landforms, the image and the truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...inventory.errors import UserError
from ..telling.report import PartOf, Report, SilentReport
from .canvas import Canvas, blocks, make_canvas
from .carving import carve
from .landforms import Kind, Landform
from .noise import Floats, Noise, Window
from .placement import Placer
from .relief import COARSEST, PIXEL, Relief, make_relief
from .rendering import SHADOW_REACH, Geology, Painter, Sky, landform_colours

CRS = "EPSG:32645"
SMALLEST_SIDE, LARGEST_SIDE = 64, 16384
"""Pixels along the sides of a scene."""
_MARGIN = SHADOW_REACH
_SURROUNDINGS = 192
_LEAST_DOMAIN = 512
"""Side (pixels) of the ground made for the smallest scene: enough to hold a rock glacier to lay it over."""
_LAID_OVER = 1024
"""Scenes smaller than this are laid over a rock glacier."""
_ORIGIN_EAST, _ORIGIN_NORTH = 412_000.0, 3_390_000.0


@dataclass(frozen=True)
class SimulatedScene:
    """A simulated scene with its truth.

    `rgb` uint8 (3, height, width), 1..255. `rock_glaciers` bool (height, width). `look_alikes` uint8
    (height, width), codes of `LookAlike`. `elevation` float32 (height, width), metres. `transform`
    and `crs` place it on the ground. `landforms` are all that were placed, in pixels of `domain`
    (whose upper left corner is not the scene's: see `window`).
    """

    rgb: NDArray[np.uint8]
    rock_glaciers: NDArray[np.bool_]
    look_alikes: NDArray[np.uint8]
    elevation: Floats
    transform: Any
    crs: str
    landforms: list[Landform]
    window: Window
    canvas: Canvas
    relief: Relief


def check_request(height: int, width: int, seed: int) -> None:
    """Raise `UserError` where a scene of this size or seed cannot be made."""
    if not (min(height, width) >= SMALLEST_SIDE and max(height, width) <= LARGEST_SIDE):
        raise UserError(
            f"A simulated scene of {height} x {width} pixels cannot be made; "
            f"choose a size between {SMALLEST_SIDE} and {LARGEST_SIDE}."
        )
    if not 0 <= seed < 2**63:
        raise UserError(f"The seed {seed} cannot be used; choose a whole number from 0 up.")


def _scene_window(relief: Relief, landforms: list[Landform], height: int, width: int) -> Window:
    """Where the scene lies in its domain: a small one is laid over a rock glacier, others in the middle."""
    row, column = (relief.window.height - height) // 2, (relief.window.width - width) // 2
    if min(height, width) < _LAID_OVER:
        middle = np.array([relief.window.height / 2, relief.window.width / 2])
        centres = [np.mean(one.spine, 0) for one in landforms if one.kind == Kind.ROCK_GLACIER]
        if centres:
            nearest = min(centres, key=lambda centre: float(np.hypot(*(centre - middle))))
            row = int(np.clip(nearest[0] - height / 2, _MARGIN, relief.window.height - height - _MARGIN))
            column = int(np.clip(nearest[1] - width / 2, _MARGIN, relief.window.width - width - _MARGIN))
    return Window(row, column, height, width)


def _up_to_multiple(pixels: int) -> int:
    return -(-pixels // COARSEST) * COARSEST


def build_scene(height: int, width: int, seed: int, report: Report) -> SimulatedScene:
    """Make a scene; `simulate_arrays` with a report.

    Raises
    ------
    UserError
        The size or the seed cannot be used.
    """
    check_request(height, width, seed)
    report.progress(0, "Raising mountains")
    noise = Noise(seed)
    random = np.random.default_rng([seed, 1])
    rim = 2 * (_MARGIN + _SURROUNDINGS)
    domain = [_up_to_multiple(max(side, _LEAST_DOMAIN) + rim) for side in (height, width)]
    relief = make_relief(noise, random, domain[0], domain[1], PartOf(report, 0, 0.15))
    landforms = Placer(relief, random, seed).place_all(PartOf(report, 0.15, 0.4))
    window = _scene_window(relief, landforms, height, width)
    canvas = make_canvas(noise, relief, window.grown(_MARGIN), PartOf(report, 0.4, 0.55))
    shown = []
    for index, one in enumerate(landforms):
        report.progress(0.55 + 0.15 * index / len(landforms), "Carving landforms")
        if carve(canvas, noise, one, seed):
            shown.append(one)
    geology = Geology(noise, relief, random.permutation(5)[:4])
    colours = landform_colours(geology, landforms, seed)
    snow_line = float(np.quantile(relief.elevation, 0.80)) + float(random.uniform(0, 120))
    painter = Painter(canvas, noise, relief, geology, colours, snow_line, Sky.of(random))
    rgb = np.empty((3, height, width), np.uint8)
    look_alikes = np.empty((height, width), np.uint8)
    parts = list(blocks(window))
    painting = PartOf(report, 0.7, 1)
    for index, block in enumerate(parts):
        painting.progress(index / len(parts), "Lighting the scene")
        rows, columns = block.within(window)
        rgb[:, rows, columns], look_alikes[rows, columns] = painter.block(block)
    inner = canvas.part(window)
    return SimulatedScene(
        rgb,
        canvas.rock_glacier[inner],
        look_alikes,
        canvas.z[inner],
        scene_transform(window),
        CRS,
        shown,
        window,
        canvas,
        relief,
    )


def scene_transform(window: Window) -> Any:
    """Affine transform of a window: north up, square pixels; the domain's corner is fixed."""
    from affine import Affine

    return Affine(PIXEL, 0, _ORIGIN_EAST + window.column * PIXEL, 0, -PIXEL, _ORIGIN_NORTH - window.row * PIXEL)


def simulate_arrays(size: int | tuple[int, int], seed: int) -> SimulatedScene:
    """Simulate an alpine scene with rock glaciers and what is taken for them.

    Parameters
    ----------
    size
        Side, or (height, width), in pixels of 4.77 m; 64 to 16384.
    seed
        From 0 up. The same size and seed give the same scene, bit for bit, on one machine.

    Returns
    -------
    SimulatedScene
        Image, truth, look-alikes and elevation.

    Raises
    ------
    UserError
        The size or the seed cannot be used.
    """
    height, width = (size, size) if isinstance(size, int) else size
    return build_scene(height, width, seed, SilentReport())
