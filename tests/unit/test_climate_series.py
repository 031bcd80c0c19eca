"""Time series of climate: months weighted by their length, calendars, ranges of years."""

from __future__ import annotations

import numpy as np
import pytest
from climate_files import MONTHS, SEASONS_MEAN, climate, month_starts, seasons, write_netcdf
from rock_glacier_inventory.engine.climate import averages
from rock_glacier_inventory.inventory.errors import UserError


def test_months_are_weighted_by_their_length(tmp_path):
    found, record, warnings = climate(write_netcdf(tmp_path / "t.nc", seasons(3)))
    assert found.values[0] == pytest.approx(SEASONS_MEAN)
    assert found.values[0] == pytest.approx(2 * 2017 / 365 - 10)  # 1.052, not the plain mean of 1
    assert found.known[0] == 1
    assert record["years"] == [2001, 2003]
    assert (record["steps"], record["number_of_years"], record["resolution"]) == (36, 3, "monthly")
    assert (record["variable"], record["unit"], record["calendar"]) == ("t", "°C (told by the file)", "noleap")
    assert record["range"] == pytest.approx([SEASONS_MEAN, SEASONS_MEAN], abs=1e-3)
    assert warnings == []


def test_a_calendar_of_360_days_has_months_of_one_length(tmp_path):
    path = write_netcdf(tmp_path / "t.nc", seasons(), times=np.arange(12) * 30 + 15, calendar="360_day")
    assert climate(path)[0].values[0] == pytest.approx(1.0)


def test_a_leap_year_has_its_day(tmp_path):
    lengths = MONTHS + np.eye(12, dtype=int)[1]
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    path = write_netcdf(tmp_path / "t.nc", seasons(), times=starts, since="days since 2004-01-01", calendar="standard")
    assert climate(path)[0].values[0] == pytest.approx((np.arange(12) * 2 - 10) @ lengths / 366)


@pytest.mark.parametrize(
    ("times", "since"),
    [
        (np.arange(12), "months since 2001-01-01"),
        (np.arange(12) + 0.5, "months since 2001-01-01"),
        (month_starts() * 24, "hours since 2001-01-01"),
        (month_starts() + 14, "days since 2001-01-01"),
        (np.cumsum(MONTHS) - 1, "days since 2001-01-01"),
    ],
)
def test_a_month_may_be_dated_by_any_of_its_days(tmp_path, times, since):
    path = write_netcdf(tmp_path / "t.nc", seasons(), times=times, since=since)
    found, record, _ = climate(path)
    assert found.values[0] == pytest.approx(SEASONS_MEAN)
    assert record["years"] == [2001, 2001]


def test_bounds_tell_the_month_where_the_stamp_is_its_last_moment(tmp_path):
    starts = month_starts()
    bounds = np.column_stack((starts, starts + MONTHS)).astype(float)
    path = write_netcdf(tmp_path / "t.nc", seasons(), times=bounds[:, 1], bounds=bounds)
    found, record, _ = climate(path)
    assert found.values[0] == pytest.approx(SEASONS_MEAN)
    assert record["years"] == [2001, 2001]
    with pytest.raises(UserError, match="holds no whole year"):  # February to January
        climate(write_netcdf(tmp_path / "stamps.nc", seasons(), times=bounds[:, 1]))


def test_days_and_hours_are_averaged_too(tmp_path):
    daily = np.tile(np.repeat(np.arange(12.0) * 2 - 10, MONTHS)[:, None, None], (1, 4, 5))
    path = write_netcdf(tmp_path / "d.nc", daily, times=np.arange(365))
    found, record, _ = climate(path)
    assert found.values[0] == pytest.approx(SEASONS_MEAN)
    assert record["resolution"] == "daily"
    six_hourly = np.repeat(daily, 4, axis=0)
    path = write_netcdf(tmp_path / "h.nc", six_hourly, times=np.arange(4 * 365) / 4)
    found, record, _ = climate(path)
    assert found.values[0] == pytest.approx(SEASONS_MEAN)
    assert record["resolution"] == "hourly"


def test_yearly_values_and_plain_years(tmp_path):
    values = np.tile(np.array([-3.0, -2.0, -1.0])[:, None, None], (1, 4, 5))
    path = write_netcdf(tmp_path / "y.nc", values, times=np.array([0, 365, 730]))
    assert climate(path, years=(2002, 2003))[0].values[0] == pytest.approx(-1.5)
    path = write_netcdf(tmp_path / "n.nc", values, times=np.array([1990, 1991, 1992]), since="1")
    found, record, _ = climate(path, years=(1990, 1991))
    assert found.values[0] == pytest.approx(-2.5)
    assert record["resolution"] == "yearly"


# Years


def three_years(tmp_path, months=36):
    values = seasons(3) + np.repeat([0.0, 10.0, 20.0], 12)[:, None, None]
    return write_netcdf(tmp_path / "t.nc", values[:months], times=month_starts(3)[:months])


def test_a_range_of_years_is_inclusive(tmp_path):
    path = three_years(tmp_path)
    assert climate(path, years=(2002, 2003))[0].values[0] == pytest.approx(SEASONS_MEAN + 15)
    assert climate(path, years=(2002, 2002))[0].values[0] == pytest.approx(SEASONS_MEAN + 10)


def test_a_year_with_eleven_months_is_left_out_with_a_warning(tmp_path):
    found, record, warnings = climate(three_years(tmp_path, 35))
    assert found.values[0] == pytest.approx(SEASONS_MEAN + 5)
    assert record["years"] == [2001, 2002]
    assert "2003 (11 of 12 months)" in warnings[0]


def test_years_beyond_the_file_are_told(tmp_path):
    found, _, warnings = climate(three_years(tmp_path), years=(2003, 2005))
    assert found.values[0] == pytest.approx(SEASONS_MEAN + 20)
    assert "nothing of 2004, 2005" in warnings[0]


@pytest.mark.parametrize(
    ("years", "months", "words"),
    [
        ((1981, 2000), 36, "nothing from 1981 to 2000; it holds 2001 to 2003"),
        ((2003, 2001), 36, "run backwards"),
        (None, 5, r"no whole year: 2001 \(5 of 12 months\)"),
        ((2003, 2003), 30, r"no whole year: 2003 \(6 of 12 months\)"),
    ],
)
def test_a_range_without_a_whole_year_is_refused(tmp_path, years, months, words):
    with pytest.raises(UserError, match=words):
        climate(three_years(tmp_path, months), years=years)


def test_times_in_any_order_and_times_given_twice(tmp_path):
    order = np.random.default_rng(1).permutation(36)
    values = (seasons(3) + np.repeat([0.0, 10.0, 20.0], 12)[:, None, None])[order]
    path = write_netcdf(tmp_path / "t.nc", values, times=month_starts(3)[order])
    assert climate(path, years=(2002, 2003))[0].values[0] == pytest.approx(SEASONS_MEAN + 15)
    twice = write_netcdf(tmp_path / "twice.nc", seasons(2), times=np.tile(month_starts(), 2))
    with pytest.raises(UserError, match="more than once"):
        climate(twice)


def test_steps_that_are_neither_months_nor_days_are_refused(tmp_path):
    path = write_netcdf(tmp_path / "t.nc", seasons(4)[:46], times=np.arange(46) * 8)
    with pytest.raises(UserError, match="steps of 8 days"):
        climate(path)
    path = write_netcdf(tmp_path / "u.nc", seasons(), since="dog years since 2001-01-01")
    with pytest.raises(UserError, match="not understood"):
        climate(path)
    path = write_netcdf(tmp_path / "v.nc", seasons(2), since="1")
    with pytest.raises(UserError, match="tell no dates"):
        climate(path)


def test_twelve_months_of_a_mean_year(tmp_path):
    path = write_netcdf(tmp_path / "t.nc", seasons(), times=np.arange(1, 13), since="1")
    lengths = np.array([31, 28.2425, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    found, record, _ = climate(path)
    assert found.values[0] == pytest.approx((np.arange(12) * 2 - 10) @ lengths / 365.2425)
    assert "years" not in record
    with pytest.raises(UserError, match="does not tell its years"):
        climate(path, years=(1981, 2010))


def test_a_single_time_is_a_mean_unless_its_bounds_say_otherwise(tmp_path):
    values = np.full((1, 4, 5), -4.0)
    path = write_netcdf(tmp_path / "t.nc", values, times=np.array([182.0]))
    found, _, warnings = climate(path)
    assert found.values[0] == -4
    assert "single time (2001-07-02)" in warnings[0]
    path = write_netcdf(tmp_path / "b.nc", values, times=np.array([182.0]), bounds=np.array([[181.0, 212.0]]))
    with pytest.raises(UserError, match="only 31 days"):
        climate(path)


def test_a_cell_that_is_void_in_a_month_lacks_that_year(tmp_path):
    values = seasons(3) + np.repeat([0.0, 10.0, 20.0], 12)[:, None, None]
    values[12:15, :, :] = np.nan  # January to March 2002: without them, the year would look warm
    found, _, warnings = climate(write_netcdf(tmp_path / "t.nc", values))
    assert found.values[0] == pytest.approx(SEASONS_MEAN + 10)
    assert "void in some years" in warnings[0]


@pytest.mark.parametrize("most", [1, 7, 40, 4 * 5 * 13, 4 * 5 * 25])
def test_slabs_of_reading_do_not_show(tmp_path, monkeypatch, most):
    rng = np.random.default_rng(2)
    values = rng.normal(0, 5, (60, 4, 5))
    encoding = {"chunksizes": (7, 2, 5)}
    path = write_netcdf(tmp_path / "t.nc", values, times=month_starts(5), encoding=encoding)
    whole = climate(path, method="marker")[0].values[0]
    monkeypatch.setattr(averages, "MOST_VALUES", most)
    assert climate(path, method="marker")[0].values[0] == pytest.approx(whole, rel=1e-12)
    assert whole == pytest.approx(np.tile(MONTHS, 5) @ values[:, 1, 1] / (5 * 365))
