"""A year of radiation: against the plain form, on any grid, in any piece, on awkward ground."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyproj
import pytest
import rasterio
import shapely
from affine import Affine
from plain_radiation import plain_radiation
from rasters import write_raster
from rock_glacier_inventory.engine.attributes.solar_attributes import radiation_statistics
from rock_glacier_inventory.engine.solar import processors
from rock_glacier_inventory.engine.solar.equations import RadiationOptions
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.inventory.errors import UserError
from solar_cells import plane, radiation, square_dem
from test_solar_horizon import relief


@pytest.mark.realdata
def test_the_plain_form_gives_the_same_everywhere(tmp_path, shared_data):
    """Real relief of the Ötztal, with its shadows: 0.5 % in every cell."""
    with rasterio.open(shared_data / "oetztal" / "srtm_oetztal.tif") as source:
        z = source.read(1, window=((66, 80), (68, 84))).astype(np.float64)
    path = square_dem(tmp_path / "oetztal.tif", z, 70, 46.8)
    with open_dem(path, SilentReport()) as dem:
        latitude = dem.latitudes(np.arange(1, 13), np.full(12, 8))
    plain = plain_radiation(z, 70.0, latitude)
    found = radiation(path)
    inner = (slice(1, -1), slice(1, -1))
    total = found.total.reshape(z.shape)[inner]
    assert np.abs(total / plain.sum(axis=0) - 1).max() <= 0.005
    np.testing.assert_allclose(found.diffuse.reshape(z.shape)[inner], plain[1], rtol=1e-3)
    np.testing.assert_allclose(found.reflected.reshape(z.shape)[inner], plain[2], rtol=1e-3, atol=0.02)
    free = radiation(path, RadiationOptions(horizon_metres=0)).total.reshape(z.shape)[inner]
    assert (total <= free + 0.1).all()
    assert (total < free - 20).any(), "nothing was shaded: the comparison would say nothing of shadows"


@pytest.mark.parametrize("crs", ["EPSG:32632", "EPSG:3857", "EPSG:4326", "EPSG:3035"])
def test_any_grid_gives_the_same_slope_the_same_sun(tmp_path, crs):
    """A slope of 20 degrees that faces north-west on the ground, in four grids and turned ones."""
    geod = pyproj.Geod(ellps="WGS84")
    to = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = to.transform(10.9, 46.8)
    cell = 30 / 111_000 if crs == "EPSG:4326" else 30
    sums = []
    for turned in (0, 33):
        transform = (
            Affine.translation(x, y)
            @ Affine.rotation(turned)
            @ Affine.scale(cell, -cell)
            @ Affine.translation(-5.5, -5.5)
        )
        rows, columns = np.indices((11, 11)) + 0.5
        longitude, latitude = to.transform(*(transform @ (columns.ravel(), rows.ravel())), direction="INVERSE")
        azimuth, _, far = geod.inv(np.full(121, 10.9), np.full(121, 46.8), longitude, latitude)
        z = 2800 - far * np.cos(np.radians(azimuth - 315)) * np.tan(np.radians(20))
        path = write_raster(tmp_path / f"{turned}.tif", z.reshape(1, 11, 11), crs=crs, transform=transform)
        sums.append(radiation(path).total[60])
    straight = radiation(square_dem(tmp_path / "plane.tif", plane(20, 315, 2800), 30, 46.8, 10.9)).total[40]
    np.testing.assert_allclose(sums, straight, rtol=0.002)


def test_polygons_get_the_mean_of_the_rasters_cells(tmp_path):
    """Only their own cells are computed, and they come out as in the whole raster."""
    path = square_dem(tmp_path / "relief.tif", relief((90, 110)), 30, 46)
    whole = radiation(path).total.reshape(90, 110)
    with open_dem(path, SilentReport()) as dem:
        x, y = dem.transform @ (40, 30)
        boxes = np.array(
            [
                shapely.box(x, y - 5 * 30, x + 7 * 30, y),
                shapely.box(x + 60, y - 60, x + 90, y - 30),
                shapely.box(x - 15, y - 30, x + 30, y),
                shapely.box(9e5, 9e5, 9.1e5, 9.1e5),
            ],
            dtype=object,
        )
        found = radiation_statistics(boxes, dem.crs, dem, RadiationOptions(), SilentReport())
    assert found.values[0] == pytest.approx(whole[30:35, 40:47].mean(), rel=1e-4)
    assert found.values[1] == pytest.approx(whole[31, 42], rel=1e-5)
    assert found.values[2] == pytest.approx((0.5 * whole[30, 39] + whole[30, 40]) / 1.5, rel=1e-4)
    assert np.isnan(found.values[3]) and found.known[3] == 0
    np.testing.assert_allclose(found.known[:3], 1, atol=1e-6)
    assert found.reached


def test_polygons_over_voids_get_what_is_known(tmp_path):
    z = relief((40, 40))
    z[10:20, 10:15] = np.nan
    path = square_dem(tmp_path / "holed.tif", z, 30, 46)
    with open_dem(path, SilentReport()) as dem:
        x, y = dem.transform @ (10, 10)
        half = np.array([shapely.box(x, y - 300, x + 300, y)], dtype=object)
        found = radiation_statistics(half, dem.crs, dem, RadiationOptions(), SilentReport())
    assert found.known[0] == pytest.approx(0.5)
    whole = radiation(path).total.reshape(40, 40)
    assert found.values[0] == pytest.approx(whole[10:20, 15:20].mean(), rel=1e-4)


def test_voids_and_lone_cells_have_no_radiation_and_the_rest_has(tmp_path):
    z = relief((30, 30))
    z[5:8, 5:8] = np.nan
    z[6, 6] = 3000  # no neighbour, hence no slope
    found = radiation(square_dem(tmp_path / "holed.tif", z, 30, 46)).total.reshape(30, 30)
    assert np.isnan(found[5:8, 5:8]).all()
    assert np.isnan(found).sum() == 9
    empty = radiation(square_dem(tmp_path / "empty.tif", np.full((6, 6), np.nan), 30, 46))
    assert np.isnan(empty.total).all()


def test_a_dem_in_feet_is_a_dem_in_metres(tmp_path):
    metres = square_dem(tmp_path / "metres.tif", relief((20, 20)), 30, 46)
    feet = tmp_path / "feet.tif"
    with rasterio.open(metres) as source, rasterio.open(feet, "w", **source.profile) as target:
        target.write(source.read() / 0.3048)
        target.units = ("ft",)
    np.testing.assert_allclose(radiation(feet).total, radiation(metres).total, rtol=1e-5)


def test_degrees_near_a_pole_are_refused_and_a_polar_grid_is_not(tmp_path):
    z = np.zeros((1, 20, 20)) + 100.0
    degrees = write_raster(tmp_path / "degrees.tif", z, crs="EPSG:4326", transform=Affine(0.01, 0, 20, 0, -0.01, 88.2))
    with pytest.raises(UserError, match=r"reproject it to a polar projection"):
        radiation(degrees)
    polar = write_raster(
        tmp_path / "polar.tif", z, crs="EPSG:3413", transform=Affine(100, 0, 200_000, 0, -100, 100_000)
    )
    found = radiation(polar)
    assert np.isfinite(found.total).all()
    assert found.hours[0] == pytest.approx(4380, abs=1)


def test_a_range_of_days_sums_to_the_year(tmp_path):
    path = square_dem(tmp_path / "relief.tif", relief((20, 20)), 30, 46)
    parts = [radiation(path, RadiationOptions(days=days)).total for days in ((1, 100), (101, 365))]
    np.testing.assert_allclose(parts[0] + parts[1], radiation(path).total, rtol=1e-5)


SIMULATED = """
import sys
sys.path.insert(0, sys.argv[2])
import conftest  # the package under its own name
import numpy as np
from pathlib import Path
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.solar.graphics_card import Card
from rock_glacier_inventory.engine.solar.equations import RadiationOptions
from rock_glacier_inventory.engine.solar.radiation import RadiationModel
from rock_glacier_inventory.engine.terrain.dem import open_dem
with open_dem(Path(sys.argv[1]), SilentReport()) as dem:
    model = RadiationModel(dem, RadiationOptions(days=(100, 101)), Card())
    rows, columns = np.array([4, 4, 5]), np.array([6, 7, 6])
    found = model.of_cells(dem.block(0, 0, 12, 14), model.grids((0, 0, 12, 14)), rows, columns)
print(*found.direct.tolist(), *found.hours.tolist())
"""


def test_the_loops_run_in_the_simulator_of_a_card(tmp_path):
    """numba's simulator runs them thread by thread; the numbers are those of the processor."""
    path = square_dem(tmp_path / "relief.tif", relief((12, 14), roughness=60), 30, 46)
    done = subprocess.run(
        [sys.executable, "-c", SIMULATED, str(path), str(Path(__file__).parent.parent)],
        text=True,
        capture_output=True,
        env={**os.environ, "NUMBA_ENABLE_CUDASIM": "1"},
    )
    assert done.returncode == 0, done.stderr
    simulated = np.array(done.stdout.split(), dtype=float).reshape(2, 3)
    found = radiation(path, RadiationOptions(days=(100, 101)))
    at = [4 * 14 + 6, 4 * 14 + 7, 5 * 14 + 6]
    np.testing.assert_allclose(simulated, [found.direct[at], found.hours[at]], rtol=1e-4)


def test_a_card_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setattr(processors, "_has_card", lambda: False)
    with pytest.raises(UserError, match="no NVIDIA card"):
        processors.processor("cuda")
    assert processors.processor("auto").name == "cpu"
    with pytest.raises(UserError, match="none of auto, cpu, cuda"):
        processors.processor("mps")
