"""ERA5-Land and HISTALP of the Ötztal against a plain calculation of the same."""

from __future__ import annotations

import calendar

import numpy as np
import pytest
import shapely
import xarray as xr
from climate_files import climate, square

pytestmark = pytest.mark.realdata

T2M, TP = "sel_era5_land_monthly_t2m_1981-2018.nc", "sel_era5_land_monthly_prcp_1981-2018.nc"
HISTALP = "HISTALP_oetztal.nc"
PLACES = [(10.8123, 46.8511), (10.95, 46.8), (10.7749, 46.9888), (10.61, 46.61)]


def plainly(path, variable, first, last, weight):
    """Mean over the years of the yearly sums of weight(days) * value, of years without negative values.

    And the mean number of days of a year.
    """
    with xr.open_dataset(path, engine="netcdf4") as dataset:
        series = dataset[variable].sel(time=slice(f"{first}-01-01", f"{last}-12-31")).load()
    dates = series.time.values.astype("datetime64[M]").astype(int)
    days = [calendar.monthrange(1970 + int(m) // 12, int(m) % 12 + 1)[1] for m in dates]
    weighted = series.values.astype(float) * np.array([weight(d) for d in days])[:, None, None]
    if variable == "prcp":  # seven values of HISTALP are negative
        weighted[weighted < 0] = np.nan
    total = np.nanmean(weighted.reshape(-1, 12, *series.shape[1:]).sum(axis=1), axis=0)
    y, x = series.dims[1:]
    return xr.DataArray(total, {y: series[y], x: series[x]}, (y, x)), sum(days) / (last - first + 1)


def between(field, longitude, latitude):
    y, x = field.dims
    return float(field.interp({y: latitude, x: longitude}, method="linear"))


def test_era5_land_against_a_plain_calculation(shared_data):
    folder = shared_data / "oetztal"
    outlines = [square(*place, 0.004) for place in PLACES]
    found, record, warnings = climate(folder / T2M, outlines=outlines)
    field, days = plainly(folder / T2M, "t2m", 1981, 2018, lambda d: d)
    expected = [between(field / days - 273.15, *place) for place in PLACES]
    assert found.values == pytest.approx(np.array(expected), abs=1e-4)
    assert (record["years"], record["steps"]) == ([1981, 2018], 456)
    assert warnings == []
    found, record, warnings = climate(folder / TP, "AP", outlines=outlines, years=(1981, 2010))
    field, _ = plainly(folder / TP, "tp", 1981, 2010, lambda d: 1000 * d)
    expected = [between(field, *place) for place in PLACES]
    assert found.values == pytest.approx(np.array(expected), rel=1e-5)
    assert "taken as m per day (monthly means of ERA5" in warnings[0]
    assert 800 < found.values.min() < found.values.max() < 2000


def test_histalp_against_a_plain_calculation(shared_data):
    path = shared_data / "oetztal" / HISTALP
    large = shapely.box(10.6, 46.7, 10.8, 46.9)
    found, record, _ = climate(path, outlines=[large], variable="temp", years=(1981, 2010))
    field, days = plainly(path, "temp", 1981, 2010, lambda d: d)
    share_x = np.clip(np.minimum(field.lon + 1 / 24, 10.8) - np.maximum(field.lon - 1 / 24, 10.6), 0, None)
    share_y = np.clip(np.minimum(field.lat + 1 / 24, 46.9) - np.maximum(field.lat - 1 / 24, 46.7), 0, None)
    weights = share_y * share_x
    assert found.by_mean[0]
    assert found.values[0] == pytest.approx(float((field * weights).sum() / weights.sum()) / days, abs=1e-5)
    assert record["number_of_years"] == 30
    found, _, warnings = climate(path, "AP", outlines=[large], variable="prcp", years=(1981, 2010))
    field, _ = plainly(path, "prcp", 1981, 2010, lambda _: 1)
    assert found.values[0] == pytest.approx(float((field * weights).sum() / weights.sum()), rel=1e-5)
    assert "taken as mm per month" in warnings[0]
    assert "negative values (-4.79867, -4.11919, -1.58286); such were" in warnings[1]


def test_the_two_sources_agree_as_far_as_their_heights_do(shared_data):
    folder = shared_data / "oetztal"
    place = [shapely.box(10.6, 46.65, 10.95, 47.05)]  # where both lie
    years = (1981, 2010)
    warm = climate(folder / T2M, outlines=place, years=years)[0].values[0]
    other = climate(folder / HISTALP, outlines=place, years=years, variable="temp")[0].values[0]
    with xr.open_dataset(folder / "sel_era5_land_invariant.nc", engine="netcdf4") as dataset:
        inside = dataset.z[0].sel(latitude=slice(47.05, 46.65), longitude=slice(10.6, 10.95))
        height = float(inside.mean()) / 9.80665
    with xr.open_dataset(folder / HISTALP, engine="netcdf4") as dataset:
        other_height = float(dataset.hgt.sel(lat=slice(46.65, 47.05), lon=slice(10.6, 10.95)).mean())
    # At one height ERA5-Land is about 2 K colder in the Alps than the stations behind HISTALP.
    difference = warm - (other + 0.0056 * (other_height - height))
    assert -2.5 < difference < -1
    wet = climate(folder / TP, "AP", outlines=place, years=years)[0].values[0]
    other = climate(folder / HISTALP, "AP", outlines=place, years=years, variable="prcp")[0].values[0]
    assert 0.7 < wet / other < 1.6


def test_histalps_first_and_last_years_are_not_whole(shared_data):
    path = shared_data / "oetztal" / HISTALP
    _, record, warnings = climate(path, outlines=[square(10.75, 46.8)], variable="temp")
    assert record["years"] == [1802, 2013]
    assert "1801 (3 of 12 months), 2014 (9 of 12 months)" in warnings[0]
