"""`solar-radiation` as a person runs it: a raster, only polygons, and what it says of bad input."""

from __future__ import annotations

import json
import subprocess

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from engine_here import run
from pyogrio.raw import write as write_layer
from rasters import write_raster
from ready_engine import start
from rock_glacier_inventory.engine.solar import raster
from rock_glacier_inventory.engine.solar.equations import RadiationOptions
from rock_glacier_inventory.engine.telling.report import SilentReport
from solar_cells import radiation, square_dem
from test_solar_horizon import relief


@pytest.fixture(scope="module")
def dem(tmp_path_factory):
    """60 x 80 cells of rough mountains in a folder with a difficult name."""
    return square_dem(tmp_path_factory.mktemp("Höhen modell") / "gelände é.tif", relief((60, 80)), 30, 46)


def polygons(path, dem, boxes):
    """Boxes (column, row, column, row) of the DEM as a layer."""
    with rasterio.open(dem) as source:
        corners = [(*(source.transform @ (a, b)), *(source.transform @ (c, d))) for a, b, c, d in boxes]
        crs = source.crs.to_wkt()
    shapes = [shapely.box(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in corners]
    write_layer(
        str(path),
        np.array(shapely.to_wkb(shapes), dtype=object),
        [],
        [],
        crs=crs,
        geometry_type="Polygon",
        driver="GPKG",
    )
    return path


def written(path):
    with rasterio.open(path) as source:
        return source.read(masked=True), source.profile, source.tags(), source.descriptions, source.units


def test_the_whole_dem_with_its_components(tmp_path, dem):
    output = tmp_path / "Einstrahlung é.tif"
    done = run("solar-radiation", "--dem", dem, "--output", output, "--components", "--device", "cpu")
    values, profile, tags, names, units = written(output)
    assert done.result["cells"] == 4800
    assert names == ("total", "direct", "diffuse", "reflected", "sunshine")
    assert units == ("kWh/m2",) * 4 + ("h",)
    expected = radiation(dem)
    np.testing.assert_allclose(values[0].ravel(), expected.total, rtol=1e-5)
    np.testing.assert_allclose(values[1:4].sum(axis=0), values[0], rtol=1e-5)
    np.testing.assert_allclose(values[4].ravel(), expected.hours, rtol=1e-5)
    with rasterio.open(dem) as source:
        assert (profile["transform"], profile["crs"]) == (source.transform, source.crs)
    assert json.loads(tags["OPTIONS"])["days"] == [1, 365]
    assert done.result["mean_kwh_m2"] == pytest.approx(float(values[0].mean()), abs=0.1)


def test_options_reach_the_sum(tmp_path, dem):
    output = tmp_path / "summer.tif"
    done = run(
        "solar-radiation",
        "--dem",
        dem,
        "--output",
        output,
        "--days",
        "152-243",
        "--without-pressure",
        "--diffuse",
        "port",
        "--albedo",
        "0.5",
        "--time-step",
        "20",
        "--horizon-distance",
        "500",
    )
    assert done.result["cells"] == 4800
    told = RadiationOptions(
        pressure=False, diffuse="port", albedo=0.5, step_minutes=20, days=(152, 243), horizon_metres=500
    )
    np.testing.assert_allclose(written(output)[0][0].ravel(), radiation(dem, told).total, rtol=1e-5)


def test_only_cells_that_polygons_touch(tmp_path, dem):
    """Overlapping and far polygons; elsewhere there is no data, and the values are the whole's."""
    area = polygons(tmp_path / "area.gpkg", dem, [(3.2, 4, 9, 8), (7, 6, 12.5, 20), (60, 50, 61, 51)])
    output = tmp_path / "part.tif"
    done = run("solar-radiation", "--dem", dem, "--output", output, "--area", area)
    values = written(output)[0][0]
    touched = np.zeros((60, 80), bool)
    touched[4:8, 3:9] = touched[6:20, 7:13] = touched[50, 60] = True
    np.testing.assert_array_equal(~values.mask, touched)
    whole = radiation(dem).total.reshape(60, 80)
    np.testing.assert_allclose(values[touched], whole[touched], rtol=1e-5)
    assert done.result["cells"] == touched.sum()


def test_windows_do_not_show(tmp_path, dem, monkeypatch):
    """A DEM that must be taken in many pieces comes out as in one."""
    monkeypatch.setattr(raster, "MOST_CELLS_WITH_MARGIN", 40**2)
    monkeypatch.setattr(raster, "BLOCK", 16)
    options = RadiationOptions(days=(80, 85), horizon_metres=300)
    raster.write_radiation(dem, tmp_path / "pieces.tif", options, SilentReport())
    np.testing.assert_allclose(written(tmp_path / "pieces.tif")[0][0].ravel(), radiation(dem, options).total, rtol=1e-5)


def test_a_mosaic_is_one_dem(tmp_path, dem):
    """Two tiles as a VRT: no seam, no shadow lost at it."""
    with rasterio.open(dem) as source:
        z, crs, transform = source.read(), source.crs, source.transform
    for name, first, last in (("west", 0, 37), ("east", 37, 80)):
        moved = transform @ Affine.translation(first, 0)
        write_raster(tmp_path / f"{name}.tif", z[:, :, first:last], crs=crs, transform=moved)
    names = [str(tmp_path / f"{name}.tif") for name in ("west", "east")]
    subprocess.run(["gdalbuildvrt", "-q", str(tmp_path / "both.vrt"), *names], check=True)
    np.testing.assert_array_equal(radiation(tmp_path / "both.vrt").total, radiation(dem).total)


def refused(*arguments):
    done = run("solar-radiation", *arguments)
    assert done.code == 1
    assert "Traceback" not in done.error
    return done.error


def test_bad_input_is_told_in_one_sentence(tmp_path, dem):
    output = tmp_path / "out.tif"
    text = tmp_path / "text.tif"
    text.write_text("no raster")
    assert "no DEM" in refused("--dem", tmp_path / "none.tif", "--output", output)
    assert "not a raster" in refused("--dem", text, "--output", output)
    assert "does not exist" in refused("--dem", dem, "--output", tmp_path / "none" / "out.tif")
    assert "no range of days" in refused("--dem", dem, "--output", output, "--days", "summer")
    assert "no range within a year" in refused("--dem", dem, "--output", output, "--days", "300-20")
    assert "1 to 30" in refused("--dem", dem, "--output", output, "--time-step", "90")
    away = polygons(tmp_path / "away.gpkg", dem, [(900, 900, 901, 901)])
    assert "None of the polygons lies on it" in refused("--dem", dem, "--output", output, "--area", away)
    assert not output.exists()


def test_a_dem_cut_short_leaves_no_output(tmp_path, dem):
    short = tmp_path / "short.tif"
    short.write_bytes(dem.read_bytes()[:9000])
    assert "truncated or damaged" in refused("--dem", short, "--output", tmp_path / "out.tif")
    assert [path.name for path in tmp_path.iterdir()] == ["short.tif"]


def test_cells_without_a_size_are_told(tmp_path):
    place = Affine(1e-12, 0, 500_000, 0, -1e-12, 3_400_000)
    path = write_raster(tmp_path / "damaged.tif", np.full((1, 8, 8), 4000, np.float32), transform=place)
    told = refused("--dem", path, "--output", tmp_path / "a.tif")
    assert "The cells of damaged.tif have no length on the ground" in told
    assert not (tmp_path / "a.tif").exists()


def test_a_stop_leaves_no_output(tmp_path):
    path = square_dem(tmp_path / "large.tif", relief((1500, 1500)), 30, 46)
    process = start("solar-radiation", "--dem", path, "--output", tmp_path / "out.tif")
    process.stdout.readline()  # it computes
    process.terminate()
    out, log = process.communicate(timeout=60)
    assert json.loads(out.splitlines()[-1])["error"]["kind"] == "cancelled", (out, log)
    assert [entry.name for entry in tmp_path.iterdir()] == ["large.tif"]


def test_a_dem_of_voids_is_warned_of(tmp_path):
    empty = square_dem(tmp_path / "empty.tif", np.full((9, 9), -32767.0), 30, 46)
    done = run("solar-radiation", "--dem", empty, "--output", tmp_path / "out.tif")
    assert done.result["cells"] == 0
    assert any("-32767" in warning for warning in done.warnings)
    assert any("voids only" in warning for warning in done.warnings)
