"""DEMs for the tests of solar radiation, and all of their cells at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from affine import Affine
from rasters import write_raster
from rock_glacier_inventory.engine.solar.equations import RadiationOptions
from rock_glacier_inventory.engine.solar.processors import CPU, processor
from rock_glacier_inventory.engine.solar.radiation import Radiation, RadiationModel
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem


def square_dem(path: Path, z: np.ndarray, size: float, latitude: float, longitude: float = 10.0) -> Path:
    """A DEM of square cells whose columns point north in its middle."""
    rows, columns = z.shape
    transform = Affine(size, 0, -columns / 2 * size, 0, -size, rows / 2 * size)
    crs = f"+proj=aeqd +lat_0={latitude} +lon_0={longitude} +datum=WGS84"
    return write_raster(path, z[None].astype(np.float64), crs=crs, transform=transform)


def plane(slope: float, aspect: float, height: float = 4900.0, size: float = 30.0, cells: int = 9) -> np.ndarray:
    """Cells of 30 m of a plane through `height` in its middle that falls towards `aspect` (degrees)."""
    rows, columns = np.indices((9, 9))
    east, north = (columns - 4) * 30.0, (4 - rows) * 30.0
    direction = np.radians(aspect)
    return height - np.tan(np.radians(slope)) * (east * np.sin(direction) + north * np.cos(direction))


def radiation(path: Path, options: RadiationOptions | None = None, window=None, report=None) -> Radiation:
    """Radiation of all cells of a window (row, column, height, width), in order."""
    with open_dem(path, report or SilentReport()) as dem:
        window = window or (0, 0, *dem.shape)
        model = RadiationModel(dem, options or RadiationOptions(), processor(CPU))
        return model.of_cells(dem.block(*window), model.grids(window), *_cells(window))


def horizons(path: Path, options: RadiationOptions | None = None, window=None) -> np.ndarray:
    """Horizon of all cells of a window, degrees, (height, width, directions)."""
    with open_dem(path, SilentReport()) as dem:
        window = window or (0, 0, *dem.shape)
        model = RadiationModel(dem, options or RadiationOptions(), processor(CPU))
        found = model.horizon(dem.block(*window), model.grids(window), *_cells(window))
    return found.reshape(window[2], window[3], -1)


def _cells(window):
    row, column, height, width = window
    grid = np.mgrid[row : row + height, column : column + width]
    return grid[0].ravel(), grid[1].ravel()
