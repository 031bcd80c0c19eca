"""Units of temperature and precipitation, told or found out; each against a number computed by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from climate_files import SEASONS_MEAN, climate, seasons, square, write_netcdf
from rock_glacier_inventory.engine.attributes.climate_attributes import open_climate
from rock_glacier_inventory.engine.attributes.climate_opening import ClimateOptions
from rock_glacier_inventory.engine.climate.units import precipitation_unit, temperature_unit
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError


@pytest.mark.parametrize(
    ("text", "millimetres", "period"),
    [
        ("kg m-2 s-1", 1, "second"),
        ("kg m**-2 s**-1", 1, "second"),
        ("kg/m2/s", 1, "second"),
        ("kg/(m^2 s)", 1, "second"),
        ("mm s-1", 1, "second"),
        ("m s-1", 1000, "second"),
        ("mm/h", 1, "hour"),
        ("mm/hr", 1, "hour"),
        ("mm h⁻¹", 1, "hour"),
        ("mm day-1", 1, "day"),
        ("mm d-1", 1, "day"),
        ("kg m-2 day-1", 1, "day"),
        ("mm per month", 1, "month"),
        ("mm month-1", 1, "month"),
        ("kg m-2 month-1", 1, "month"),
        ("0.1 mm/month", 0.1, "month"),
        ("mm a-1", 1, "year"),
        ("mm/yr", 1, "year"),
        ("cm/year", 10, "year"),
        ("mm", 1, ""),
        ("kg m-2", 1, ""),
        ("l m-2", 1, ""),
        ("m", 1000, ""),
        ("m of water equivalent", 1000, ""),
        ("inches", 25.4, ""),
        ("mm of water", 1, ""),
    ],
)
def test_units_of_precipitation(text, millimetres, period):
    unit = precipitation_unit(text)
    assert (unit.millimetres, unit.period) == (pytest.approx(millimetres), period)


@pytest.mark.parametrize("text", ["K", "degC", "m/s2", "1", "%", "W m-2", "kg m-2 s-1 / 100", "mm/3h", "mm2"])
def test_what_is_no_unit_of_precipitation(text):
    assert precipitation_unit(text) is None


@pytest.mark.parametrize(
    ("text", "value", "degrees"),
    [
        ("K", 270.15, -3),
        ("kelvin", 270.15, -3),
        ("degC", -3, -3),
        ("°C", -3, -3),
        ("C", -3, -3),
        ("degrees_celsius", -3, -3),
        ("deg C", -3, -3),
        ("0.1 degC", -30, -3),
        ("0.1 K", 2701.5, -3),
        ("degF", 14, -10),
        ("Fahrenheit", 14, -10),
    ],
)
def test_units_of_temperature(text, value, degrees):
    unit = temperature_unit(text)
    assert unit.factor * value + unit.offset == pytest.approx(degrees)


@pytest.mark.parametrize("text", ["m", "mm", "kg m-2", "1", "km", "coulomb"])
def test_what_is_no_unit_of_temperature(text):
    assert temperature_unit(text) is None


# Temperature


@pytest.mark.parametrize(("unit", "factor", "offset"), [("K", 1, 273.15), ("degF", 1.8, 32)])
def test_kelvin_and_fahrenheit_are_converted(tmp_path, unit, factor, offset):
    path = write_netcdf(tmp_path / "t.nc", seasons() * factor + offset, unit=unit)
    found, record, warnings = climate(path)
    assert found.values[0] == pytest.approx(SEASONS_MEAN)
    assert record["range"] == pytest.approx([SEASONS_MEAN, SEASONS_MEAN], abs=1e-3)
    assert warnings == []


def test_kelvin_without_a_unit_is_seen_by_its_range(tmp_path):
    path = write_netcdf(tmp_path / "t.nc", seasons() + 273.15, unit=None)
    found, record, warnings = climate(path)
    assert found.values[0] == pytest.approx(SEASONS_MEAN)
    assert record["unit"] == "K (assumed from its range)"
    assert "taken as Kelvin" in warnings[0] and "taken as Kelvin" in record["assumptions"][0]


def test_degrees_without_a_unit_are_celsius(tmp_path):
    found, record, warnings = climate(write_netcdf(tmp_path / "t.nc", seasons(), unit=None))
    assert found.values[0] == pytest.approx(SEASONS_MEAN)
    assert record["unit"] == "°C (assumed from its range)"
    assert warnings == []


def test_whole_numbers_without_a_unit_may_be_tenths(tmp_path):
    path = write_netcdf(tmp_path / "t.nc", (seasons() * 10 - 300).astype("i2"), unit=None)
    with pytest.raises(UserError, match=r"--maat-unit '0\.1 degC'"):
        climate(path)
    assert climate(path, unit="0.1 degC")[0].values[0] == pytest.approx(SEASONS_MEAN - 30)
    path = write_netcdf(tmp_path / "u.nc", seasons().astype("i2"), unit=None)  # degrees or tenths: who knows
    with pytest.raises(UserError, match=r"say whether .* --maat-unit degC or --maat-unit '0\.1 degC'"):
        climate(path)
    assert climate(path, unit="degC")[0].values[0] == pytest.approx(SEASONS_MEAN)


@pytest.mark.parametrize("filler", [-273.15, -9999.0, 1e20, -99.99])
def test_a_filler_that_nobody_told_is_void_with_a_warning(tmp_path, filler):
    values = seasons()
    values[:, 1, 1] = filler
    path = write_netcdf(tmp_path / "t.nc", values)
    found, _, warnings = climate(path, method="mean")
    assert np.isnan(found.values[0])
    assert found.known[0] == 0
    assert f"{filler:g}" in warnings[0] and "taken as void" in warnings[0]


def test_zero_kelvin_is_void(tmp_path):
    values = seasons() + 273.15
    values[:, 1, 1] = 0
    found, _, warnings = climate(write_netcdf(tmp_path / "t.nc", values, unit="K"), method="mean")
    assert np.isnan(found.values[0])
    assert "impossible values (0)" in warnings[0]


@pytest.mark.parametrize("unit", ["K", "degC"])
def test_values_of_another_unit_than_told_are_refused(tmp_path, unit):
    values = seasons() + (0 if unit == "K" else 273.15)
    with pytest.raises(UserError, match=r"beyond -90 to 60 °C; .*--magt-unit"):
        climate(write_netcdf(tmp_path / "t.nc", values, unit=unit), "MAGT")


def test_a_variable_or_an_option_of_another_kind_is_refused(tmp_path):
    path = write_netcdf(tmp_path / "t.nc", seasons())
    with pytest.raises(UserError, match=r"'degC', no unit of precipitation; .*--precipitation-unit"):
        climate(path, "AP")
    with pytest.raises(UserError, match=r"'mm' \(--maat-unit\) is no unit of air temperature"):
        climate(path, unit="mm")


# Precipitation: 3 in January, 1 in the other months, of whatever the unit is


def rain(factor=1.0):
    values = np.ones((24, 4, 5))
    values[::12] = 3
    return values * factor


@pytest.mark.parametrize(
    ("unit", "factor", "total"),
    [
        ("kg m-2 s-1", 1e-5, 1e-5 * 86400 * (365 + 62)),  # January counts three times: 62 days more
        ("mm s-1", 1e-5, 1e-5 * 86400 * (365 + 62)),
        ("mm h-1", 0.1, 0.1 * 24 * (365 + 62)),
        ("mm day-1", 2, 2 * (365 + 62)),
        ("m day-1", 0.002, 2 * (365 + 62)),
        ("mm month-1", 50, 50 * 14),
        ("mm year-1", 700, 700 * (365 + 62) / 365),
    ],
)
def test_rates_are_summed_over_the_days_of_each_month(tmp_path, unit, factor, total):
    path = write_netcdf(tmp_path / "p.nc", rain(factor), name="p", unit=unit)
    found, record, warnings = climate(path, "AP")
    assert found.values[0] == pytest.approx(total)
    assert record["unit"].endswith("(told by the file)")
    assert warnings == []


def test_millimetres_are_the_sum_of_their_month(tmp_path):
    for unit in ("mm", "kg m-2"):
        path = write_netcdf(tmp_path / "p.nc", rain(50), name="p", unit=unit)
        found, record, warnings = climate(path, "AP")
        assert found.values[0] == pytest.approx(50 * 14)
        assert record["unit"] == "mm per month (told by the file, the sum of a month as assumed)"
        assert "taken as mm per month, about 700 mm a year" in warnings[0]
    path = write_netcdf(tmp_path / "s.nc", rain(50), name="p", unit="mm", attributes={"cell_methods": "time: sum"})
    found, record, warnings = climate(path, "AP")
    assert found.values[0] == pytest.approx(50 * 14)
    assert (warnings, record["assumptions"]) == ([], [])


@pytest.mark.parametrize(
    ("factor", "name", "total", "words"),
    [
        (0.05, "rain", 50 * 14, "m per month"),
        (0.002, "rain", 2 * (365 + 62), "m per day"),  # 28 mm a year as monthly sums
        (0.01, "tp", 10 * (365 + 62), r"m per day (monthly means of ERA5"),
        (0.05, "tp", 50 * 14, "m per month"),  # more than any place gets, were it a day's
    ],
)
def test_metres_are_a_day_or_a_month_by_what_is_plausible(tmp_path, factor, name, total, words):
    path = write_netcdf(tmp_path / "p.nc", rain(factor), name=name, unit="m")
    found, record, warnings = climate(path, "AP")
    assert found.values[0] == pytest.approx(total)
    assert f"taken as {words}" in warnings[0] and "--precipitation-unit" in warnings[0]
    assert f"taken as {words}" in record["assumptions"][0]


def test_a_unit_that_is_given_overrules_the_file(tmp_path):
    path = write_netcdf(tmp_path / "p.nc", rain(2), name="p", unit="mm")
    found, record, warnings = climate(path, "AP", unit="mm/day")
    assert found.values[0] == pytest.approx(2 * (365 + 62))
    assert record["unit"] == "mm per day (given)"
    assert warnings == []


def test_daily_sums_and_sums_of_three_hours(tmp_path):
    path = write_netcdf(tmp_path / "d.nc", np.full((365, 4, 5), 2.0), unit="mm", times=np.arange(365))
    assert climate(path, "AP")[0].values[0] == pytest.approx(730)
    values = np.full((8 * 365, 4, 5), 0.25)
    path = write_netcdf(tmp_path / "h.nc", values, unit="mm", times=np.arange(8 * 365) / 8)
    assert climate(path, "AP")[0].values[0] == pytest.approx(730)
    path = write_netcdf(tmp_path / "r.nc", values, unit="mm h-1", times=np.arange(8 * 365) / 8)
    assert climate(path, "AP")[0].values[0] == pytest.approx(0.25 * 24 * 365)


def test_negative_precipitation_is_void_and_rounding_below_zero_is_not(tmp_path):
    values = rain(50)
    values[3] = -0.01
    path = write_netcdf(tmp_path / "p.nc", values, unit="mm/month")
    found, _, warnings = climate(path, "AP")
    assert found.values[0] == pytest.approx(50 * 14 - 25)  # one of 24 months was dry
    assert warnings == []
    values[3] = -99
    found, _, warnings = climate(write_netcdf(tmp_path / "q.nc", values, unit="mm/month"), "AP")
    assert found.values[0] == pytest.approx(50 * 14)  # of the other year
    assert "negative values (-99)" in warnings[0]


def test_more_than_any_place_gets_is_refused(tmp_path):
    path = write_netcdf(tmp_path / "p.nc", rain(60), unit="mm/day")
    with pytest.raises(UserError, match="25620 mm of precipitation a year in mm per day"):
        climate(path, "AP")
    values = rain(60) * np.linspace(1, 2, 20).reshape(4, 5)
    with pytest.raises(UserError, match="beyond 0 to 15000 mm"):
        climate(write_netcdf(tmp_path / "q.nc", values, unit="mm/h"), "AP", method="marker")


def test_a_calendar_of_360_days_has_a_year_of_360(tmp_path):
    path = write_netcdf(
        tmp_path / "p.nc", np.full((12, 4, 5), 2.0), unit="mm/day", times=np.arange(12) * 30, calendar="360_day"
    )
    assert climate(path, "AP")[0].values[0] == pytest.approx(720)


def test_the_unit_is_found_out_where_the_first_polygon_with_values_lies(tmp_path):
    values = seasons(columns=200) + 273.15
    values[:, :, 90:] = np.nan
    path = write_netcdf(tmp_path / "t.nc", values, unit=None, longitudes=np.arange(200) * 0.5)
    report = SilentReport()
    with open_climate("MAAT", ClimateOptions(path), report) as opened:
        for longitude, value in ((90.0, np.nan), (40.25, SEASONS_MEAN), (44.75, SEASONS_MEAN)):
            outlines = np.array([square(longitude, 32)])
            found = opened.of(outlines, shapely.centroid(outlines), "EPSG:4326", report)
            assert found.values[0] == pytest.approx(value, nan_ok=True)
    assert opened.record["unit"].startswith("K")
