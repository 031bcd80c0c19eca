"""Draws outlines over a scene."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from PIL import Image, ImageDraw
from rasterio.enums import Resampling

from ...inventory import schema
from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..ground.geodesy import check_georeference, raster_bounds
from ..ground.vectors import read_polygons
from ..outputs import finished_file
from ..report import Report
from .images import choose_bands, open_raster

COLOURS = {"yellow": (255, 221, 0), "green": (0, 200, 60), "light blue": (120, 210, 255)}
"""As in the figures of Sun et al. 2024: predictions yellow, inventory green, glaciers light blue."""
OUTLINE_LAYERS = (schema.CANDIDATES.name, schema.ROCK_GLACIERS.name)
_HALO = (20, 20, 20)


def stretch(values: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """An image for the eye: bytes as they are, other types between their 2nd and 98th percentile.

    Parameters
    ----------
    values
        Shape (3, h, w).
    """
    if values.dtype == np.uint8:
        return np.asarray(values, dtype=np.uint8)
    data = values.astype(np.float32)
    known = np.isfinite(data) & (data != 0)
    if not known.any():
        return np.zeros(values.shape, np.uint8)
    low, high = np.percentile(data[known], [2, 98])
    scaled = (np.nan_to_num(data) - low) / max(float(high - low), 1e-6)
    return np.asarray(np.clip(scaled, 0, 1) * 255, dtype=np.uint8)


def draw_overview(
    source: str, outlines: Sequence[tuple[Path, str]], output: Path, width: int, report: Report
) -> None:
    """Write a PNG of the scene with the outlines of each file in its colour.

    Raises
    ------
    UserError
        Where the image or an outline file cannot be read, or the width is not positive.
    """
    if width < 16:
        raise UserError(f"A picture {width} pixels wide shows nothing; give a width of at least 16.")
    with open_raster(source) as dataset:
        bands = choose_bands(dataset, ("red", "green", "blue"), source, report)
        height = max(1, round(width * dataset.height / dataset.width))
        values = dataset.read(bands, out_shape=(3, height, width), resampling=Resampling.average)
        crs, bounds = dataset.crs, raster_bounds(dataset)
        if outlines:
            check_georeference(dataset, scrub(source))
        to_pixel = ~(
            dataset.transform @ rasterio.Affine.scale(dataset.width / width, dataset.height / height)
        )
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
