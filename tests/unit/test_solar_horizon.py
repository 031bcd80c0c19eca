"""The horizon: walls whose angle is known, other programs' horizons, and that short cuts change nothing."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from affine import Affine
from lakes import differences_by_azimuth
from plain_radiation import plain_horizon
from rasters import write_raster
from rock_glacier_inventory.engine.solar import surroundings
from rock_glacier_inventory.engine.solar.equations import RadiationOptions
from rock_glacier_inventory.engine.solar.radiation import SECTORS
from scipy import ndimage
from solar_cells import horizons, radiation, square_dem

STEP = 360 // SECTORS


def relief(shape, seed=1, roughness=12.0, height=600.0):
    """Mountains with rough ground on them."""
    chance = np.random.default_rng(seed)
    coarse = ndimage.gaussian_filter(chance.normal(size=shape), 9)
    return 3000 + coarse / np.abs(coarse).max() * height + chance.normal(0, roughness, shape)


def test_a_wall_is_as_high_as_it_is(tmp_path):
    """A wall 300 m high, 1 500 m to the east of a plain: its angle by direction, and nothing elsewhere."""
    z = np.full((121, 121), 1000.0)
    z[:, 110:] = 1300
    found = horizons(square_dem(tmp_path / "wall.tif", z, 30, 35))[60, 60]
    for azimuth in range(60, 121, STEP):
        away = 1500 / np.sin(np.radians(azimuth))
        assert found[azimuth // STEP] == pytest.approx(np.degrees(np.arctan(300 / away)), abs=0.15)
    assert found[180 // STEP : 360 // STEP].max() == 0


def test_the_earth_falls_away(tmp_path):
    """A ridge of 60 m in 27 km is 57 m lower than it would be on a flat Earth."""
    z = np.zeros((5, 1000))
    z[:, 960:] = 60
    found = horizons(square_dem(tmp_path / "ridge.tif", z, 30, 0), window=(2, 60, 1, 1))[0, 0, 90 // STEP]
    distance = 900 * 30
    assert found == pytest.approx(np.degrees((60 - distance**2 / (2 * 6_371_000)) / distance), abs=1e-4)


def test_terrain_beyond_the_horizon_distance_is_not_seen(tmp_path):
    z = np.zeros((5, 400))
    z[:, 300:] = 500
    path = square_dem(tmp_path / "far.tif", z, 30, 0)
    window = (2, 0, 1, 1)
    assert horizons(path, RadiationOptions(horizon_metres=8900), window)[0, 0, 90 // STEP] == 0
    assert horizons(path, RadiationOptions(horizon_metres=9100), window)[0, 0, 90 // STEP] > 3


def test_skipping_blocks_changes_nothing(tmp_path):
    """Against the plain form, which visits everything."""
    z = relief((110, 130))
    found = horizons(square_dem(tmp_path / "relief.tif", z, 30, 46))[1:-1, 1:-1]
    for azimuth in range(0, 360, 34):
        plain = np.degrees(np.arctan(plain_horizon(z, 30.0, np.radians(azimuth))))
        # Grid north is true north in the middle only: the direction differs by hundredths of a degree, and
        # some rays that run along the edge just leave it, or just do not.
        difference = np.abs(found[:, :, azimuth // STEP] - plain)
        assert difference.mean() < 0.015
        assert (difference > 0.1).mean() < 0.01


def test_a_part_gives_what_the_whole_gives(tmp_path):
    """Wherever the window begins: rasters and polygons must agree."""
    path = square_dem(tmp_path / "relief.tif", relief((120, 140)), 30, 46)
    whole = horizons(path)
    for window in ((0, 0, 7, 5), (33, 41, 20, 37), (100, 120, 20, 20)):
        row, column, height, width = window
        part = horizons(path, window=window)
        np.testing.assert_allclose(part, whole[row : row + height, column : column + width], atol=1e-4)


def test_far_terrain_is_looked_at_more_coarsely(tmp_path, monkeypatch):
    """Beyond `MOST_STEPS` cells a grid of means takes over; the horizon stays nearly the same."""
    path = square_dem(tmp_path / "relief.tif", relief((200, 200), roughness=0), 30, 46)
    options = RadiationOptions(horizon_metres=6000)
    window = (90, 90, 20, 20)
    near = horizons(path, options, window)
    monkeypatch.setattr(surroundings, "MOST_STEPS", 70)
    far = horizons(path, options, window)
    assert np.abs(far - near).max() < 1.5
    assert np.abs(far - near).mean() < 0.05
    assert (far != near).any()


def test_voids_hide_nothing_and_have_no_horizon(tmp_path):
    z = relief((60, 60))
    holed = z.copy()
    holed[20:25, 20:25] = np.nan
    full = horizons(square_dem(tmp_path / "full.tif", z, 30, 46))
    found = horizons(square_dem(tmp_path / "holed.tif", holed, 30, 46))
    assert np.isnan(found[20:25, 20:25]).all()
    known = ~np.isnan(holed)
    assert (found[known] <= full[known] + 1e-4).all()
    assert (found[known] == full[known]).mean() > 0.8


def test_degrees_and_metres_see_the_same_horizon(tmp_path):
    """A grid of degrees and its projected twin, made by another program's warping (GDAL)."""
    from rasterio.warp import Resampling, reproject

    z = ndimage.gaussian_filter(relief((160, 160), roughness=0), 2)
    metres = square_dem(tmp_path / "metres.tif", z, 60, 60)
    step = 60 / 111_400
    transform = Affine(2 * step, 0, 10 - 120 * step, 0, -step, 60 + 60 * step)
    values = np.full((120, 120), np.nan)
    with rasterio.open(metres) as source:
        reproject(
            source.read(1),
            values,
            src_transform=source.transform,
            src_crs=source.crs,
            dst_transform=transform,
            dst_crs="EPSG:4326",
            resampling=Resampling.cubic,
            dst_nodata=np.nan,
        )
        degrees = write_raster(tmp_path / "degrees.tif", values[None], crs="EPSG:4326", transform=transform)
        there = horizons(metres)
        here = horizons(degrees)
        for row, column in ((60, 60), (45, 70), (80, 50)):
            x, y = transform @ (column + 0.5, row + 0.5)
            east, north = rasterio.warp.transform("EPSG:4326", source.crs, [x], [y])
            other = source.index(east[0], north[0])
            assert np.abs(here[row, column] - there[other]).mean() < 0.6


@pytest.mark.realdata
def test_horizons_agree_with_the_image_processing_workbench(tmp_path, shared_data):
    """Mammoth Lakes, eight azimuths: 0.5 degrees at most on average."""
    differences = differences_by_azimuth(shared_data / "lakes_horizon", tmp_path, horizons)
    assert sorted(differences) == [0, 45, 90, 135, 180, 225, 270, 315]
    assert max(differences.values()) <= 0.5


def test_a_deep_valley_loses_sun_and_hours(tmp_path):
    """A valley between walls against the same ground without the terrain around it."""
    z = np.abs(np.arange(101) - 50)[None, :] * 20.0 + np.zeros((101, 1))
    path = square_dem(tmp_path / "valley.tif", z, 30, 46)
    shaded = radiation(path, window=(50, 50, 1, 1))
    free = radiation(path, RadiationOptions(horizon_metres=0), window=(50, 50, 1, 1))
    assert shaded.direct[0] < 0.9 * free.direct[0]
    assert shaded.hours[0] < 0.7 * free.hours[0]
    assert shaded.diffuse[0] == free.diffuse[0]  # as published, the sky's light is not shaded
