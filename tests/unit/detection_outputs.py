"""What a detection has written, to be compared to the last byte."""

from __future__ import annotations

import pyogrio
import rasterio


def contents(folder):
    """Bytes of the probabilities in p.tif, and outlines of the candidates in c.gpkg."""
    with rasterio.open(folder / "p.tif") as raster:
        probability = raster.read(1).tobytes()
    _, _, geometry, _ = pyogrio.raw.read(folder / "c.gpkg", layer="candidates")
    return probability, geometry.tolist()
