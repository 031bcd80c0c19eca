"""Draws outlines over a scene."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from affine import Affine
from PIL import Image, ImageDraw
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ...inventory import schema
from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..ground.vectors import read_polygons
from ..scene.for_the_eye import stretch
from ..scene.images import WantedBands, open_image, unreadable
from ..telling.outputs import finished_file
from ..telling.report import Report

COLOURS = {"yellow": (255, 221, 0), "green": (0, 200, 60), "light blue": (120, 210, 255)}
"""As in the figures of Sun et al. 2024: predictions yellow, inventory green, glaciers light blue."""
OUTLINE_LAYERS = (schema.CANDIDATES.name, schema.ROCK_GLACIERS.name)
_HALO = (20, 20, 20)


def draw_overview(source: str, outlines: Sequence[tuple[Path, str]], output: Path, width: int, report: Report) -> None:
    """Write a PNG of the scene with the outlines of each file in its colour.

    Raises
    ------
    UserError
        Where the image or an outline file cannot be read, or the width is not positive.
    """
    if width < 16:
        raise UserError(f"A picture {width} pixels wide shows nothing; give a width of at least 16.")
    with open_image(source, WantedBands(("red", "green", "blue")), report, anywhere=not outlines) as scene:
        grid = scene.grid
        height = max(1, round(width * grid.height / grid.width))
        try:
            values, valid = scene.read(Window(0, 0, grid.width, grid.height), (height, width))
        except RasterioError as error:
            raise unreadable(scrub(source)) from error
        crs, bounds = grid.crs, grid.bounds
        to_pixel = ~(grid.transform @ Affine.scale(grid.width / width, grid.height / height))
    values[:, ~valid] = 0  # without data: black
    image = Image.fromarray(np.moveaxis(stretch(values), 0, -1).copy())
    draw = ImageDraw.Draw(image)
    for path, colour in outlines:
        polygons = read_polygons(path, preferred=OUTLINE_LAYERS, allow_empty=True, report=report)
        rings = shapely.get_rings(shapely.get_parts(polygons.near(bounds, crs)))
        lines = [[to_pixel @ (x, y) for x, y in shapely.get_coordinates(ring).tolist()] for ring in rings]
        for line in lines:
            draw.line(line, fill=_HALO, width=5, joint="curve")
        for line in lines:
            draw.line(line, fill=COLOURS[colour], width=3, joint="curve")
    with finished_file(output) as part:
        image.save(part, format="PNG")
