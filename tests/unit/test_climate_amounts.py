"""Amounts of precipitation without a time: since midnight, of a step, of a day; or a person is asked."""

from __future__ import annotations

import numpy as np
import pytest
from affine import Affine
from climate_files import climate, square, write_netcdf
from rasters import write_raster
from rock_glacier_inventory.engine.climate.units import precipitation_unit
from rock_glacier_inventory.inventory.errors import UserError

DAYS = 365
DEGREES = {"crs": "EPSG:4326", "transform": Affine(0.5, 0, 90, 0, -0.5, 33)}
PLACE = [square(90.75, 32.25)]


def showers(hours=1, total=360.0, shape=0.05, seed=1):
    """Precipitation of each step of a year in millimetres, in showers; shape (steps, 4, 5)."""
    rain = np.random.default_rng(seed).gamma(shape, 1, (DAYS * 24 // hours, 4, 5))
    return rain * total / rain.sum(axis=0)


def so_far(rain, hours=1, day=24):
    """Sums since midnight, or since every `day` hours, at the ends of the steps."""
    steps = day // hours
    return rain.reshape(-1, steps, *rain.shape[1:]).cumsum(axis=1).reshape(rain.shape)


def write(path, values, hours=1, unit="m", first=None, name="tp", told=None, **more):
    """Values at the ends of steps, in metres as 32-bit numbers, or packed."""
    first = hours / 24 if first is None else first
    times = first + np.arange(len(values)) * hours / 24
    attributes = {"GRIB_stepType": "accum", "long_name": "Total precipitation"} if told is None else told
    return write_netcdf(
        path,
        (values * (0.001 if unit == "m" else 1)).astype("f4"),
        name=name,
        unit=unit,
        times=times,
        attributes=attributes,
        **more,
    )


@pytest.mark.parametrize("hours", [1, 3, 6])
@pytest.mark.parametrize("unit", ["m", "mm"])
@pytest.mark.parametrize("told", [None, {}])
def test_sums_since_midnight_are_found_by_their_run(tmp_path, hours, unit, told):
    path = write(tmp_path / "p.nc", so_far(showers(hours), hours), hours, unit, told=told)
    found, record, warnings = climate(path, "AP")
    assert found.values[0] == pytest.approx(360, rel=1e-2 if told == {} else 1e-4)
    assert f"begins anew at {hours:02}:00" in warnings[0] and "--precipitation-unit" in warnings[0]
    assert "since midnight" in record["unit"]
    assert record["years"] == [2001, 2001]


def test_packed_sums_since_midnight(tmp_path):
    packed = {"dtype": "i2", "scale_factor": 2e-6, "add_offset": 0.06, "_FillValue": -32767}
    path = write(tmp_path / "p.nc", so_far(showers(shape=0.3)), encoding=packed)
    assert climate(path, "AP")[0].values[0] == pytest.approx(360, rel=0.01)


def test_a_file_from_midnight_to_midnight_loses_an_hour_at_most(tmp_path):
    values = np.concatenate([showers()[:1] * 0 + 5, so_far(showers())[:-1]])  # 00 UTC of the first: yesterday's
    found, record, warnings = climate(write(tmp_path / "p.nc", values, first=0.0), "AP")
    assert found.values[0] == pytest.approx(360, abs=5)
    assert record["years"] == [2001, 2001]
    assert len(warnings) == 1


def test_sums_since_every_twelve_hours(tmp_path):
    path = write(tmp_path / "p.nc", so_far(showers(3), 3, 12), 3)
    found, _, warnings = climate(path, "AP")
    assert found.values[0] == pytest.approx(360, rel=1e-4)
    assert "03:00, 15:00" in warnings[0]


@pytest.mark.parametrize("hours", [1, 3])
def test_amounts_of_each_step_are_summed(tmp_path, hours):
    """ERA5, not ERA5-Land: of the hour before."""
    found, record, _ = climate(write(tmp_path / "p.nc", showers(hours), hours), "AP")
    assert found.values[0] == pytest.approx(360, rel=1e-4)
    assert "m per step" in record["unit"]


def test_sums_since_the_begin_of_a_run_are_refused(tmp_path):
    path = write(tmp_path / "p.nc", showers().cumsum(axis=0), unit="mm", name="RAINNC", told={})
    with pytest.raises(UserError, match="only grows, as a sum since the beginning of a model's run"):
        climate(path, "AP")


def test_where_hardly_anything_falls_a_person_is_asked(tmp_path):
    path = write(tmp_path / "p.nc", showers() * 0)
    with pytest.raises(UserError, match=r"--precipitation-unit .*m since midnight.*m per step"):
        climate(path, "AP")
    assert climate(path, "AP", unit="m per step")[0].values[0] == 0


def test_a_person_says_since_midnight_or_per_step(tmp_path):
    path = write(tmp_path / "p.nc", so_far(showers()))
    found, record, warnings = climate(path, "AP", unit="m since midnight")
    assert found.values[0] == pytest.approx(360, rel=1e-4)
    assert (record["unit"], warnings) == ("m since midnight (given)", [])
    found, record, _ = climate(path, "AP", unit="m/step")
    assert found.values[0] > 3000
    assert record["unit"] == "m per step (given)"


def test_daily_values_at_midnight_are_of_the_day_or_asked_for(tmp_path):
    daily = showers(24, shape=0.5)
    path = write(tmp_path / "era5_land.nc", daily, 24)
    found, record, _ = climate(path, "AP")  # of one hour, it would be 8 640 mm
    assert found.values[0] == pytest.approx(360, rel=1e-4)
    assert "m per day" in record["unit"]
    path = write(tmp_path / "era5.nc", daily / 4, 24)
    with pytest.raises(UserError, match=r"of a day it is [89]\d mm .* an hour 2\d\d\d; .*m/day or m/hour"):
        climate(path, "AP")
    assert climate(path, "AP", unit="m/hour")[0].values[0] == pytest.approx(90 * 24, rel=1e-4)


def test_means_of_daily_sums_are_told_by_grib(tmp_path):
    values = np.full((12, 4, 5), 2.0)
    path = write_netcdf(tmp_path / "p.nc", values, name="p", unit="mm", attributes={"GRIB_stepType": "avgad"})
    assert climate(path, "AP")[0].values[0] == pytest.approx(730)


@pytest.mark.parametrize(
    ("values", "unit", "words"),
    [
        (np.full((12, 4, 5), 1.5), "mm", r"of a month it is 18 mm .* a day 54\d; .*mm/month or mm/day"),
        (np.full((12, 4, 5), 0.012), "m", r"of a month it is 14\d mm a year, of a day 43\d\d"),
        (np.full((4, 5), 2.0), "mm", r"of a year it is 2 mm a year, of a day 730"),
    ],
)
def test_readings_that_differ_tenfold_are_asked_for(tmp_path, values, unit, words):
    path = write_netcdf(tmp_path / "p.nc", values, name="p", unit=unit)
    with pytest.raises(UserError, match=words):
        climate(path, "AP")


def test_whole_numbers_that_may_be_tenths_are_asked_for(tmp_path):
    path = write_raster(tmp_path / "p.tif", np.full((1, 4, 4), 5970, "uint16"), **DEGREES)
    with pytest.raises(UserError, match=r"5970 mm a year; .* mm/year or '0\.1 mm/year'"):
        climate(path, "AP", outlines=PLACE)
    assert climate(path, "AP", outlines=PLACE, unit="0.1 mm/year")[0].values[0] == pytest.approx(597)


@pytest.mark.parametrize(
    ("text", "name", "millimetres", "period"),
    [
        ("m since midnight", "m since midnight", 1000.0, "since midnight"),
        ("mm since 00 UTC", "mm since midnight", 1.0, "since midnight"),
        ("kg m-2 since 00:00", "mm since midnight", 1.0, "since midnight"),
        ("m per step", "m per step", 1000.0, "step"),
        ("mm/timestep", "mm per step", 1.0, "step"),
        ("0.1 mm per step", "0.1 mm per step", 0.1, "step"),
    ],
)
def test_units_of_amounts_within_days(text, name, millimetres, period):
    unit = precipitation_unit(text)
    assert unit is not None
    assert (unit.name, unit.millimetres, unit.period) == (name, pytest.approx(millimetres), period)


@pytest.mark.parametrize("text", ["mm/day since midnight", "mm/day/step", "since midnight", "K since 00 UTC"])
def test_what_is_no_unit_of_amounts(text):
    assert precipitation_unit(text) is None
