"""What networks read of a DEM: ground whose gradient, surroundings and curvature are known, on any grid."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import rasterio
from affine import Affine
from rasters import UTM, write_raster
from rock_glacier_inventory.engine.scene.grid import Grid
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.engine.terrain_bands.components import Components
from rock_glacier_inventory.engine.terrain_bands.on_grid import OnGrid, components_on
from rock_glacier_inventory.inventory.errors import UserError

EAST, NORTH = 400_000.0, 3_400_000.0  # away from the zone's meridian: north of the grid is not north
GRID = Grid(Affine(4.77, 0, EAST, 0, -4.77, NORTH), 560, 150, rasterio.crs.CRS.from_string(UTM))
MIDDLE = 280  # column, where true metres are counted from


def dem_grid(kind: str) -> tuple[str, Affine, int, int]:
    """A grid that covers `GRID` and more than 500 m around it."""
    left, right, bottom, top = EAST - 600, EAST + 3300, NORTH - 1400, NORTH + 600
    if kind == "utm":
        return UTM, Affine(30, 0, left, 0, -30, top), 67, 130
    if kind == "finer":
        return UTM, Affine(2.5, 0, left, 0, -2.5, top), 800, 1560
    if kind == "turned":
        return (
            UTM,
            Affine(25, 0, left, 0, -25, top + 200) @ Affine.rotation(-20) @ Affine.translation(-40, -20),
            160,
            260,
        )
    to_degrees = pyproj.Transformer.from_crs(UTM, "EPSG:4326", always_xy=True)
    west, south, east, north = to_degrees.transform_bounds(left, bottom, right, top)
    cell = 1 / 3600
    return "EPSG:4326", Affine(cell, 0, west, 0, -cell, north), int((north - south) / cell), int((east - west) / cell)


def true_metres(crs: str, transform: Affine, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """East and north of a place in the middle of `GRID`, of the cells, on the ellipsoid (an azimuthal projection)."""
    middle = pyproj.Transformer.from_crs(UTM, "EPSG:4326", always_xy=True).transform(
        EAST + (MIDDLE + 0.5) * 4.77, NORTH - 75 * 4.77
    )
    flat = f"+proj=aeqd +lon_0={middle[0]} +lat_0={middle[1]} +datum=WGS84"
    columns, rows = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    return pyproj.Transformer.from_crs(crs, flat, always_xy=True).transform(*(transform @ (columns, rows)))


@contextmanager
def dem_of(folder: Path, kind: str, elevation: Any, void: Any = None) -> Any:
    """A DEM with the elevations that a function gives for east and north in true metres."""
    crs, transform, height, width = dem_grid(kind)
    values = elevation(*true_metres(crs, transform, height, width)).astype(np.float32)
    if void is not None:
        values[void(*true_metres(crs, transform, height, width))] = -9999
    path = write_raster(folder / "dem 冰.tif", values[None], crs=crs, transform=transform, nodata=-9999)
    with open_dem(path, SilentReport()) as dem:
        yield dem


@pytest.mark.parametrize("kind", ["utm", "degrees", "turned", "finer"])
def test_a_plane_has_its_gradient_and_neither_height_nor_curvature(tmp_path: Path, kind: str) -> None:
    with dem_of(tmp_path, kind, lambda east, north: 4000 + 0.3 * east - 0.2 * north) as dem:
        found = components_on(dem, GRID)
    assert found.dtype == np.float32
    assert found.shape == (4, 150, 560)
    assert found[0] == pytest.approx(0.3, abs=2e-4)  # elevations are stored to a quarter of a millimetre
    assert found[1] == pytest.approx(-0.2, abs=2e-4)
    assert found[2] == pytest.approx(0, abs=0.02)
    assert found[3] == pytest.approx(0, abs=5e-5)


@pytest.mark.parametrize("kind", ["utm", "degrees", "turned"])
def test_a_bowl_has_its_curvature_and_depth_below_its_surroundings(tmp_path: Path, kind: str) -> None:
    # Of z = c r^2 the curvature is 2 c everywhere, and the mean over a disc lies c R^2 / 2 above its middle.
    bend = 1e-3
    with dem_of(tmp_path, kind, lambda east, north: 4000 + bend * (east**2 + north**2)) as dem:
        found = components_on(dem, GRID, (50, 200, 60, 300))
    assert found[3] == pytest.approx(-2 * bend, rel=0.02)
    assert found[2] == pytest.approx(-bend * 500**2 / 2, rel=0.005)


def test_a_ridge_is_convex_and_high(tmp_path: Path) -> None:
    with dem_of(tmp_path, "utm", lambda east, north: 4000 - np.abs(east) * 0.5) as dem:
        found = components_on(dem, GRID)
    assert found[3][:, MIDDLE - 3 : MIDDLE + 3].max() > 0.003
    # The mean of |x| over a disc; the DEM's cells round the ridge off by some 4 m.
    assert found[2][75, MIDDLE] == pytest.approx(0.5 * 500 * 4 / (3 * np.pi), abs=6)
    assert found[0][:, MIDDLE - 60] == pytest.approx(0.5, abs=0.01)
    assert found[0][:, MIDDLE + 60] == pytest.approx(-0.5, abs=0.01)


@pytest.mark.parametrize("kind", ["degrees", "finer"])
def test_a_pixel_is_the_same_in_every_window(tmp_path: Path, kind: str) -> None:
    crs, transform, height, width = dem_grid(kind)
    random = np.random.default_rng(4)
    values = (4000 + random.normal(0, 3, (1, height, width)).cumsum(1).cumsum(2) / 50).astype(np.float32)
    with open_dem(write_raster(tmp_path / "dem.tif", values, crs=crs, transform=transform), SilentReport()) as dem:
        whole = components_on(dem, GRID)
        for window in ((0, 0, 150, 560), (37, 211, 101, 333), (149, 559, 1, 1), (120, 500, 30, 30)):
            row, column, height, width = window
            part = components_on(dem, GRID, window)
            assert np.array_equal(part, whole[:, row : row + height, column : column + width])


def test_where_the_dem_ends_or_is_void_nothing_is_known(tmp_path: Path) -> None:
    def void(east: np.ndarray, north: np.ndarray) -> np.ndarray:
        return (east > 0) | ((np.abs(east + 800) < 100) & (np.abs(north) < 100))

    with dem_of(tmp_path, "utm", lambda east, north: 4000 + 0.3 * east, void) as dem:
        found = components_on(dem, GRID)
    hole = MIDDLE - int(800 / 4.77)
    assert np.isnan(found[:, :, MIDDLE + 16 :]).all()
    assert np.isnan(found[:, 75, hole]).all()
    # Up to the void the plane is a plane; the mean is that of the half that is known, where it is half.
    known = ~np.isnan(found[0])
    assert known[:, MIDDLE - 16 : MIDDLE - 12].all()
    assert found[0][known] == pytest.approx(0.3, abs=2e-4)
    assert found[2][75, hole - 30] == pytest.approx(0, abs=8)
    assert np.isfinite(found[:, :, : hole - 50]).all()


def test_a_dem_elsewhere_is_a_sentence(tmp_path: Path) -> None:
    away = Grid(GRID.transform @ Affine.translation(30_000, 0), 100, 100, GRID.crs)
    with dem_of(tmp_path, "utm", lambda east, north: 4000 + east) as dem, pytest.raises(UserError, match="elsewhere"):
        OnGrid(dem, away)


@pytest.mark.parametrize("span", ["a few degrees", "round the Earth"])
def test_over_the_antimeridian_ground_goes_on(tmp_path: Path, span: str) -> None:
    cell = 0.25 if span == "round the Earth" else 0.0025
    if span == "round the Earth":
        transform, height, width = Affine(cell, 0, -180, 0, -cell, -40), 40, 1440
    else:  # counted on beyond 180
        transform, height, width = Affine(cell, 0, 179.5, 0, -cell, -44.5), 400, 400
    columns, rows = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    values = 1000 + 50 * np.sin(np.radians((transform.c + columns * cell) * 4)) + rows
    path = write_raster(tmp_path / "dem.tif", values[None].astype(np.float32), crs="EPSG:4326", transform=transform)
    # In UTM 60 South the antimeridian is an ordinary line.
    x, y = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32760", always_xy=True).transform(180, -45)
    grid = Grid(Affine(100, 0, x - 5000, 0, -100, y + 5000), 100, 100, rasterio.crs.CRS.from_epsg(32760))
    with open_dem(path, SilentReport()) as dem:
        found = components_on(dem, grid)
    assert np.isfinite(found[:2]).all()
    metres = 78_847  # of a degree of longitude there
    assert found[0] == pytest.approx(50 * np.radians(4) / metres, rel=0.02)


def test_cells_are_averaged_where_the_dem_is_finer(tmp_path: Path) -> None:
    path = write_raster(
        tmp_path / "dem.tif", np.zeros((1, 9, 9), np.float32), transform=Affine(2.5, 0, EAST, 0, -2.5, NORTH)
    )
    with open_dem(path, SilentReport()) as dem:
        assert [Components(dem, size).averaged for size in (1.0, 4.77, 20.0)] == [1, 2, 8]
