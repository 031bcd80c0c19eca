"""Air temperature corrected from the elevation of a climate model's cells to that of a landform."""

from __future__ import annotations

import json

import engine_here
import netCDF4
import numpy as np
import pytest
import shapely
from affine import Affine
from climate_files import write_netcdf
from filling_inventories import (
    CELL,
    NORTH,
    SIZE,
    UTM,
    WEST,
    column,
    fill,
    level,
    make,
    plane,
    put,
    reshape,
    square,
    table,
)
from products import fldas_years
from rasters import write_raster
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError

SQUARES = [square(20, 20, 10), square(60, 60, 10)]
HEIGHTS = [6000 - 15 * 24.5, 6000 - 15 * 64.5]
"""Mean elevations of the squares on the DEM of `plane`, which falls by 15 m a row."""
GRAVITY = 9.80665


@pytest.fixture
def inventory(tmp_path):
    path = make(tmp_path / "Inventar é 冰.gpkg")
    put(path, schema.ROCK_GLACIERS, SQUARES)
    return path


@pytest.fixture
def dem(tmp_path):
    return plane(tmp_path)


def told(report, words):
    """How many warnings hold some words."""
    return sum(words in said for said in report.warnings)


def expected(value, model, rate=6.5):
    return [value + rate * (model - height) / 1000 for height in HEIGHTS]


def climate_files(tmp_path, air=-3.0, model=4500.0):
    return {"maat": level(tmp_path, "maat.tif", air), "maat_elevation": level(tmp_path, "orog é.tif", model)}


def test_it_is_colder_above_the_models_ground(inventory, dem, tmp_path):
    files = climate_files(tmp_path)
    fill(inventory, SilentReport(), "terrain", "air-temperature", dem=dem, **files)
    assert column(inventory, "MAAT") == pytest.approx([-3, -3]), "without a rate nothing is corrected"
    report = SilentReport()
    fill(inventory, report, "air-temperature", lapse_rate="6.5", everything=True, **files)
    found = column(inventory, "MAAT")
    assert found == pytest.approx(expected(-3, 4500), abs=1e-3)
    assert found[0] < found[1] < -3, "the first lies highest"
    assert report.warnings == []
    kept = json.loads(table(inventory, "runs")[-1]["PARAMETERS"])["groups"]["air-temperature"]
    assert (kept["lapse_rate"], kept["corrected"]) == (6.5, 2)
    assert kept["model_elevation"]["source"] == str(files["maat_elevation"])
    assert kept["model_above_landform"] == pytest.approx([4500 - HEIGHTS[0], 4500 - HEIGHTS[1]], abs=0.2)


def test_the_elevation_of_the_same_run_is_taken_and_that_of_an_older_outline_is_none(inventory, dem, tmp_path):
    files = climate_files(tmp_path) | {"lapse_rate": "6.5"}
    report = SilentReport()
    fill(inventory, report, "air-temperature", **files)
    assert column(inventory, "MAAT") == [None, None], "no mean elevation is known"
    assert (
        sum("their mean elevation is not known; fill the terrain in the same run" in said for said in report.warnings)
        == 1
    )
    fill(inventory, SilentReport(), "air-temperature", "terrain", dem=dem, **files)
    assert column(inventory, "MAAT") == pytest.approx(expected(-3, 4500), abs=1e-3)
    reshape(inventory, 1, square(20, 22, 10))
    fill(inventory, SilentReport(), "air-temperature", **files)
    assert column(inventory, "MAAT")[0] == pytest.approx(expected(-3, 4500)[0], abs=1e-3), "left as it was"
    assert column(inventory, "STALE") == [1, 0]
    fill(inventory, SilentReport(), "air-temperature", "terrain", dem=dem, **files)
    assert column(inventory, "MAAT")[0] == pytest.approx(-3 + 6.5 * (4500 - HEIGHTS[0] + 30) / 1000, abs=1e-3)
    assert column(inventory, "STALE") == [0, 0]


def test_where_an_elevation_is_void_the_temperature_is_left_as_it_was(inventory, dem, tmp_path):
    values = np.full((1, SIZE, SIZE), 4500, dtype="float32")
    values[:, 50:] = np.nan
    transform = Affine(CELL, 0, WEST, 0, -CELL, NORTH)
    model = write_raster(tmp_path / "orog.tif", values, transform=transform, crs=UTM, nodata=np.nan)
    report = SilentReport()
    maat = level(tmp_path, "maat.tif", -3.0)
    fill(inventory, report, "terrain", "air-temperature", dem=dem, maat=maat, maat_elevation=model, lapse_rate="6.5")
    assert column(inventory, "MAAT") == [pytest.approx(expected(-3, 4500)[0], abs=1e-3), None]
    assert told(report, "because orog.tif is void there (1)") == 1
    assert not any("no air temperature" in said for said in report.warnings)


def era(tmp_path, heights, unit, name="z", file="era5.nc"):
    """Air temperature and elevation on cells of a tenth of a degree around the squares."""
    (middle,) = transform_geometries([SQUARES[0].centroid], UTM, "EPSG:4326")
    longitudes, latitudes = middle.x + np.linspace(-0.5, 0.5, 11), middle.y + np.linspace(0.5, -0.5, 11)
    places = {"latitudes": latitudes, "longitudes": longitudes}
    air = np.full((11, 11), 270.15, dtype="float32")
    model = np.full((11, 11), heights, dtype="float32")
    told = {} if unit is None else {"units": unit}
    more = {} if name is None else {name: (("lat", "lon"), model, told)}
    return write_netcdf(tmp_path / file, air, name="t2m", unit="K", more=more, **places)


@pytest.mark.parametrize("unit", ["m2 s-2", "m**2 s**-2", "m^2/s^2", "m2/s2", "J kg-1"])
def test_geopotential_of_the_file_itself_is_divided_and_told(inventory, dem, tmp_path, unit):
    path = era(tmp_path, 4500 * GRAVITY, unit)
    report = SilentReport()
    fill(inventory, report, "terrain", "air-temperature", dem=dem, maat=path, maat_variable="t2m", lapse_rate="6.5")
    assert column(inventory, "MAAT") == pytest.approx(expected(-3, 4500), abs=1e-3)
    assert told(report, "is geopotential in m2 s-2; divided by 9.80665") == 1


def test_an_elevation_in_a_file_of_its_own(inventory, dem, tmp_path):
    given = {"dem": dem, "maat": era(tmp_path, 0, None, None), "lapse_rate": "6.5"}
    with pytest.raises(UserError, match=r"needs the elevation of the climate model's cells, which .*era5\.nc does not"):
        fill(inventory, SilentReport(), "terrain", "air-temperature", **given)
    own = era(tmp_path, 4500, "m", "orog", "orography.nc")
    fill(inventory, SilentReport(), "terrain", "air-temperature", maat_elevation=own, **given)
    assert column(inventory, "MAAT") == pytest.approx(expected(-3, 4500), abs=1e-3)


@pytest.mark.parametrize(
    ("heights", "unit", "words"),
    [
        (45_000, None, "such as 45000 in m .assumed: it names no unit., which are no elevations"),
        (4500, "K", "'K', no unit of elevation"),
        (4500, "Pa", "no unit of elevation"),
    ],
)
def test_what_is_no_elevation_is_refused(inventory, dem, tmp_path, heights, unit, words):
    path = era(tmp_path, heights, unit)
    with pytest.raises(UserError, match=words):
        fill(inventory, SilentReport(), "air-temperature", dem=dem, maat=path, maat_variable="t2m", lapse_rate="6.5")
    assert table(inventory, "runs") == []


def test_an_elevation_on_other_cells_is_not_the_models(inventory, dem, tmp_path):
    with pytest.raises(UserError, match=r"cells of dem é 冰\.tif are not those of era5\.nc"):
        fill(
            inventory, SilentReport(), dem=dem, maat=era(tmp_path, 0, None, None), maat_elevation=dem, lapse_rate="6.5"
        )


def test_landforms_far_from_the_models_ground_are_named(inventory, dem, tmp_path):
    report = SilentReport()
    fill(
        inventory, report, "terrain", "air-temperature", dem=dem, lapse_rate="6.5", **climate_files(tmp_path, model=500)
    )
    assert (
        sum("more than 2000 m above or below the model's ground in orog é.tif (2)" in said for said in report.warnings)
        == 1
    )


@pytest.mark.parametrize("rate", ["0.0065", "-20", "steep", "nan"])
def test_what_is_no_rate(inventory, dem, tmp_path, rate):
    with pytest.raises(UserError, match=rf"'{rate}' \(--lapse-rate\) is no lapse rate; give K per km"):
        fill(inventory, SilentReport(), "air-temperature", dem=dem, lapse_rate=rate, **climate_files(tmp_path))


def test_the_command_remembers_the_rate_and_its_file_and_0_turns_it_off(inventory, dem, tmp_path):
    files = climate_files(tmp_path)
    asked = ["attributes", "--inventory", inventory, "--groups", "terrain,air-temperature"]
    first = engine_here.run(
        *asked,
        "--dem",
        dem,
        "--maat",
        files["maat"],
        "--maat-elevation",
        files["maat_elevation"],
        "--lapse-rate",
        "6.5",
        "--remember",
    )
    assert first.code == 0
    assert column(inventory, "MAAT") == pytest.approx(expected(-3, 4500), abs=1e-3)
    kept = {row["KEY"]: row["VALUE"] for row in table(inventory, "inventory_info")}
    assert (kept["source_lapse_rate"], kept["source_maat_elevation"]) == ("6.5", "orog é.tif")
    again = engine_here.run(*asked, "--all")
    assert again.code == 0
    assert column(inventory, "MAAT") == pytest.approx(expected(-3, 4500), abs=1e-3)
    off = engine_here.run(*asked, "--all", "--lapse-rate", "0")
    assert off.code == 0
    assert column(inventory, "MAAT") == pytest.approx([-3, -3])
    files["maat_elevation"].unlink()
    gone = engine_here.run(*asked, "--all")
    assert "source of maat_elevation" in gone.error
    assert "--maat-elevation" in gone.error
    assert engine_here.run(*asked, "--all", "--lapse-rate", "0").code == 0, "not needed"
    too_much = engine_here.run(*asked, "--lapse-rate", "65")
    assert too_much.code != 0


def test_a_series_of_many_files_and_an_elevation_on_the_whole_earth_from_0_to_360(tmp_path):
    """FLDAS as it is downloaded, a geopotential as ERA5-Land's: packed, one time, from north to south."""
    months = tmp_path / "FLDAS"
    months.mkdir()
    fldas_years(months)
    with netCDF4.Dataset(tmp_path / "geo.nc", "w") as file:
        for name, length, values, unit in (
            ("time", 1, [0], "hours since 1900-01-01 00:00:00.0"),
            ("latitude", 1801, 90 - 0.1 * np.arange(1801), "degrees_north"),
            ("longitude", 3600, 0.1 * np.arange(3600), "degrees_east"),
        ):
            file.createDimension(name, length)
            axis = file.createVariable(name, "f4", (name,))
            axis.units = unit
            axis[:] = values
        z = file.createVariable("z", "i2", ("time", "latitude", "longitude"), fill_value=-32767, zlib=True)
        z.setncatts({"scale_factor": 2.0, "add_offset": 30000.0, "units": "m**2 s**-2", "long_name": "Geopotential"})
        z.set_auto_maskandscale(False)
        z[:] = round((4000 * GRAVITY - 30000) / 2)
    path = make(tmp_path / "a.gpkg", "EPSG:4326")
    outline = shapely.Point(91, 32).buffer(0.002)
    put(path, schema.ROCK_GLACIERS, [outline], "EPSG:4326", ELE_MEAN=[5000.0])
    report = SilentReport()
    fill(path, report, "air-temperature", maat=months)
    (uncorrected,) = column(path, "MAAT")
    fill(
        path,
        report,
        "air-temperature",
        maat=months,
        maat_elevation=tmp_path / "geo.nc",
        lapse_rate="6",
        everything=True,
    )
    assert column(path, "MAAT") == [pytest.approx(uncorrected - 6.0, abs=1e-2)]
    shifted = [said for said in report.warnings if "are shifted against those of" in said]
    assert len(shifted) == 1, "cells of ERA5 have their middles where FLDAS has its borders"
