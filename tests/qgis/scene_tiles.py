"""Tiles of an image on disk, as a server would make them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from osgeo import gdal
from qgis.PyQt.QtGui import QImage

from .tile_server import WORLD, Tile, served


@cache
def tile_of(scene: Path, tile: Tile) -> bytes:
    """A tile of the scene, as a server would make it: once, whichever server is asked for it."""
    zoom, column, row = tile
    side = 2 * WORLD / 2**zoom
    left, top = column * side - WORLD, WORLD - row * side
    raster = gdal.Warp(
        "",
        str(scene),
        format="MEM",
        dstSRS="EPSG:3857",
        width=256,
        height=256,
        dstAlpha=True,
        outputBounds=(left, top - side, left + side, top),
        resampleAlg="cubic",
    )
    content = raster.ReadRaster(
        band_list=[1, 2, 3, raster.RasterCount], buf_pixel_space=4, buf_line_space=1024, buf_band_space=1
    )
    return served(QImage(bytes(content), 256, 256, QImage.Format.Format_RGBA8888))


def share_networks(networks: Path, cache: Path) -> None:
    """Let a cache of a test's own have the networks that were converted before: that takes ten seconds."""
    networks.mkdir(parents=True, exist_ok=True)
    cache.mkdir(parents=True, exist_ok=True)
    (cache / networks.name).symlink_to(networks, target_is_directory=True)
