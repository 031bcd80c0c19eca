"""Shaded relief for the map, from a DEM: light from the north-west, at the map's own resolution."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT

from ...inventory.naming.gdal_names import gdal_name
from ...inventory.secrets import scrub
from ..ground.geodesy import check_georeference
from ..telling.report import Report
from .figures.maps import Relief, map_ground
from .found import Found

Floats = npt.NDArray[np.float64]

_ACROSS = 900
"""Pixels from west to east, as many as a page can show."""
_AZIMUTH, _ALTITUDE = 315.0, 45.0


def relief_of(dem: Path | None, found: Found, report: Report) -> Relief | None:
    """Relief of the ground that the map shows; None where there is no DEM, or it lies elsewhere.

    Raises
    ------
    UserError
        The DEM has no place on Earth.
    """
    if dem is None:
        return None
    ground = map_ground(found.table.longitude, found.table.latitude)
    height = max(1, round(_ACROSS * ground.height / ground.width))
    west, _, _, north = ground.box
    transform = Affine(ground.width / _ACROSS, 0, west, 0, -ground.height / height, north)
    try:
        with rasterio.open(gdal_name(dem)) as dataset:
            check_georeference(dataset, scrub(str(dem)))
            options = {"crs": ground.crs.to_wkt(), "transform": transform, "width": _ACROSS, "height": height}
            with WarpedVRT(dataset, resampling=Resampling.average, **options) as warped:
                elevation = warped.read(1, masked=True).astype(np.float64).filled(np.nan)
    except RasterioError as error:
        report.warning(f"{scrub(str(dem))} cannot be read as a DEM ({error}); the map has no relief.")
        return None
    if not np.isfinite(elevation).any():
        report.warning(f"{scrub(str(dem))} does not lie below the map, which has no relief; give the DEM of this area.")
        return None
    return Relief(shade_of(elevation, ground.width / _ACROSS), ground.box)


def shade_of(elevation: Floats, metres: float) -> Floats:
    """Light on a surface, 0 (shade) to 1 (full), of pixels so many metres wide, shape (h, w)."""
    down, across = np.gradient(elevation, metres)
    slope = np.arctan(np.hypot(across, down))
    aspect = np.arctan2(-across, down)  # towards the lower ground, clockwise from north
    zenith, azimuth = np.radians(90 - _ALTITUDE), np.radians(_AZIMUTH)
    light = np.cos(zenith) * np.cos(slope) + np.sin(zenith) * np.sin(slope) * np.cos(azimuth - aspect)
    return np.asarray(np.clip(light, 0, 1), dtype=np.float64)
