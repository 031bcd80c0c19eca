"""A climate series whose months lie in many files: by their times, whatever their names and order."""

from __future__ import annotations

import calendar
import json
import os
from contextlib import closing
from pathlib import Path

import engine_here
import netCDF4
import numpy as np
import pytest
from climate_files import climate, square
from filling_inventories import column, make, put, table
from products import fldas, fldas_years, imerg, nasadem, zipped
from rock_glacier_inventory.engine.attributes.climate_attributes import open_climate
from rock_glacier_inventory.engine.attributes.climate_opening import ClimateOptions
from rock_glacier_inventory.engine.climate.series.series import MOST_OPEN
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.opening import open_store
from rock_glacier_inventory.store.sources import sources_of

TAIR = {"variable": "Tair_f_tavg", "outlines": [square(91.05, 32.05)]}


def lengths(year):
    return [calendar.monthrange(year, month)[1] for month in range(1, 13)]


def mean_of(years):
    """Of months of 270 K and their number, a year warmer by one, ten rows north of the first."""
    of_years = [np.average(np.arange(271, 283) + y - years[0], weights=lengths(y)) for y in years]
    return np.mean(of_years) - 273.15 - 1.0


@pytest.fixture(scope="module")
def months(tmp_path_factory):
    folder = tmp_path_factory.mktemp("FLDAS é 冰;1")
    return folder, fldas_years(folder)


def test_a_folder_a_pattern_a_list_and_an_archive_are_one_series(months, tmp_path):
    folder, files = months
    joined = ";".join(f'"{file}"' for file in reversed(files))
    for source in (folder, f"{folder}/FLDAS*.nc", joined, zipped(tmp_path / "all.zip", files)):
        found, record, warnings = climate(source, **TAIR)
        assert found.values[0] == pytest.approx(mean_of([1982, 1983]), abs=1e-4)
        assert (record["files"], record["years"], record["resolution"]) == (24, [1982, 1983], "monthly")
        assert warnings == []


def merged(path, files, variable):
    """The files one after the other in one, by the library alone."""
    with netCDF4.Dataset(path, "w") as whole:
        for at, name in enumerate(files):
            with netCDF4.Dataset(name) as one:
                for dimension in ("time", "Y", "X") if not at else ():
                    whole.createDimension(dimension, None if dimension == "time" else len(one.dimensions[dimension]))
                for key in (variable, "X", "Y", "time") if not at else ():
                    made = whole.createVariable(key, one[key].dtype, one[key].dimensions, fill_value=-9999)
                    made.setncatts({word: one[key].getncattr(word) for word in one[key].ncattrs() if word[0] != "_"})
                    made[:] = one[key][:]
                whole[variable][at] = one[variable][0]
                since = netCDF4.num2date(0, one["time"].units)
                whole["time"][at] = netCDF4.date2num(since, whole["time"].units)
    return path


def test_the_series_is_what_one_merged_file_is(months, tmp_path):
    path = merged(tmp_path / "merged.nc", months[1], "Tair_f_tavg")
    places = [square(x, y) for x in (90.05, 90.61, 91.33, 91.94) for y in (31.05, 31.77, 32.94)]
    one, _, _ = climate(path, outlines=places)
    many, _, _ = climate(months[0], variable="Tair_f_tavg", outlines=places)
    np.testing.assert_allclose(many.values, one.values, atol=1e-6)
    np.testing.assert_allclose(many.known, one.known)
    assert np.isfinite(one.values).sum() == 9  # the first column is void


def test_times_decide_and_not_names(tmp_path):
    for month in range(1, 13):
        fldas(tmp_path, 2001, month, 270 + month, name=f"{13 - month:02} 冰.nc")
    found, record, _ = climate(tmp_path, **TAIR)
    assert found.values[0] == pytest.approx(mean_of([2001]), abs=1e-4)
    assert record["years"] == [2001, 2001]


def test_what_is_still_being_fetched_or_comes_later_is_not_read(tmp_path):
    fldas_years(tmp_path, range(1982, 1983))
    whole = (tmp_path / "FLDAS_NOAH01_C_GL_M.A198201.001.nc").read_bytes()
    (tmp_path / "FLDAS_NOAH01_C_GL_M.A198301.001.nc.part").write_bytes(whole[:3000])
    with open_climate("MAAT", ClimateOptions(tmp_path, "Tair_f_tavg"), SilentReport()) as opened:
        (tmp_path / "later.nc").write_bytes(whole[:3000])
        assert opened.source.read(range(12), 0, 0, 1, 2)[:, 0, 1] == pytest.approx(np.arange(271.0, 283))
    with pytest.raises(UserError, match=r"later\.nc cannot be read to its end"):
        climate(tmp_path, **TAIR)


def test_a_missing_month_is_told_and_its_year_left_out(tmp_path):
    fldas_years(tmp_path)[18].unlink()  # July 1983
    found, record, warnings = climate(tmp_path, **TAIR)
    assert found.values[0] == pytest.approx(mean_of([1982]), abs=1e-4)
    assert "lacks 1983-07" in warnings[0]
    assert "1983 (11 of 12 months)" in warnings[1]
    assert record["lacking"] == ["1983-07"]


def test_a_month_that_is_there_twice(tmp_path):
    folder = tmp_path / "a"
    fldas_years(folder, range(1982, 1983))
    fldas(folder, 1982, 4, 274, name="again.nc")
    found, _, warnings = climate(folder, **TAIR)
    assert found.values[0] == pytest.approx(mean_of([1982]), abs=1e-4)
    assert "has 1982-04 twice, with equal values" in warnings[0]
    fldas(folder, 1982, 4, 274.5, name="again.nc")
    with pytest.raises(UserError, match=r"A198204.*again\.nc hold the same time \(1982-04-01\) with different values"):
        climate(folder, **TAIR)


def changed(folder, **how):
    fldas_years(folder, range(1982, 1983))
    return fldas(folder, 1982, 9, 279, **how)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"unit": "degC"}, r"A198201.*A198209.*differ in the unit \('K' and 'degC'\)"),
        (
            {"x": np.arange(90.1, 92, 0.1)},
            r"A198201.*A198209.*grid's columns \(20 from 90\.05 to 91\.95 and 20 from 90\.1",
        ),
        ({"x": np.linspace(-179, 179, 20)}, r"grid's columns \(20 from 90\.05 .*179 to 179\)"),
        ({"x": np.arange(90.05, 92, 0.1)[::-1]}, r"grid's columns"),
    ],
)
def test_units_and_grids_that_change_are_refused_with_both_files(tmp_path, how, words):
    changed(tmp_path, **how)
    with pytest.raises(UserError, match=words):
        climate(tmp_path, **TAIR)


def test_a_truncated_month_is_named(tmp_path):
    path = changed(tmp_path)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(UserError, match=r"A198209\.001\.nc cannot be read to its end; it is truncated or damaged"):
        climate(tmp_path, **TAIR)


def opened_below(folder):
    """Files of a folder that this process has open."""
    links = [Path(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")]
    return [link for link in links if link.is_symlink() and os.readlink(link).startswith(str(folder))]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files as Linux tells them")
def test_few_files_are_open_at_a_time_and_one_that_goes_is_told(tmp_path):
    files = fldas_years(tmp_path / "a")
    options = ClimateOptions(tmp_path / "a", "Tair_f_tavg")
    with open_climate("MAAT", options, SilentReport()) as opened:
        opened.source.read(range(24), 0, 0, 20, 20)
        assert 0 < len(opened_below(tmp_path / "a")) <= MOST_OPEN + 1
        files[0].unlink()
        with pytest.raises(UserError, match=r"A198201\.001\.nc is not there any more; give its folder anew"):
            opened.source.read([0], 0, 0, 20, 20)
    assert opened_below(tmp_path / "a") == []


def test_a_warm_engine_reads_a_series_once(months, monkeypatch):
    """Also where the unit is another one; a file that changed is read again."""
    first, record, _ = climate(months[0], **TAIR)
    monkeypatch.setattr("rock_glacier_inventory.engine.climate.series.series.open_member", None)
    again, its, _ = climate(months[0], **TAIR)
    assert again.values.tolist() == first.values.tolist()
    assert its == record
    with pytest.raises(TypeError):
        climate(months[0], unit="0.1 K", **TAIR)
    os.utime(months[1][0], ns=(1, 1))
    with pytest.raises(TypeError):
        climate(months[0], **TAIR)


# IMERG


def imerg_year(folder, year=2001, **how):
    folder.mkdir(exist_ok=True)
    return [imerg(folder, year, month, 0.01 * month, **how) for month in range(1, 13)]


def total_of(year, columns):
    """Millimetres a year at some columns from the western one."""
    return (0.01 * np.arange(1, 13) + 0.001 * columns) @ lengths(year) * 24


def test_imerg_is_found_in_its_group_with_longitudes_before_latitudes(tmp_path):
    files = imerg_year(tmp_path / "V06")
    places = [square(-2.95, 29.55), square(0.05, 30.85)]
    zipped(tmp_path / "a.zip", files)
    for source, group in (("V06", ""), ("V06/*.HDF5", "Grid/"), ("a.zip", "/Grid/")):
        found, record, _ = climate(tmp_path / source, "AP", places, variable=f"{group}precipitation")
        assert found.values == pytest.approx([total_of(2001, 0), total_of(2001, 30)], rel=1e-5)
        assert record["unit"] == "mm per hour (told by the file)"


def test_a_month_of_imerg_alone_is_no_year(tmp_path):
    path = imerg(tmp_path, 2001, 7, 0.1)
    with pytest.raises(UserError, match=r"holds a single month \(2001-07-01\), as it tells of itself"):
        climate(path, "AP", [square(0, 30)], variable="precipitation")


def test_spellings_of_a_unit_are_one_unit(tmp_path):
    imerg_year(tmp_path)
    imerg(tmp_path, 2001, 5, 0.05, unit="mm/hour")
    assert climate(tmp_path, "AP", [square(0.05, 30)], variable="precipitation")[2] == []


def test_versions_are_not_mixed_and_editions_told(tmp_path):
    imerg_year(tmp_path / "a")
    imerg(tmp_path / "a", 2002, 1, 0.05, version="06C")
    warnings = climate(tmp_path / "a", "AP", [square(0.05, 30)], variable="precipitation")[2]
    assert "of version V06B and" in warnings[0]
    assert "of V06C; they are taken as one series" in warnings[0]
    imerg(tmp_path / "a", 2002, 2, 0.05, version="07B")
    with pytest.raises(UserError, match=r"V06B\.HDF5 is of version V06B and .*V07B\.HDF5 of V07B"):
        climate(tmp_path / "a", "AP", [square(0.05, 30)], variable="precipitation")


def test_a_folder_of_unknown_files_names_their_variables(tmp_path):
    for path in fldas_years(tmp_path, range(1982, 1983)):
        with netCDF4.Dataset(path, "a") as file:
            file.renameVariable("Tair_f_tavg", "air")
            file.renameVariable("Rainf_f_tavg", "rain")
    imerg_year(tmp_path)
    (tmp_path / "readme.txt").write_text("Downloaded.")
    with pytest.raises(UserError, match=r"of 2 kinds: 12 with precip.*; 12 with air, rain \(such as"):
        climate(tmp_path)


@pytest.mark.parametrize("named", [TAIR, {**TAIR, "variable": None}])
def test_a_folder_of_two_products_gives_the_one_that_serves(tmp_path, named):
    fldas_years(tmp_path, range(1982, 1983))
    imerg_year(tmp_path)
    (tmp_path / "readme.txt").write_text("Downloaded.")
    found, record, warnings = climate(tmp_path, **named)
    assert found.values[0] == pytest.approx(mean_of([1982]), abs=1e-4)
    assert "files without 'Tair_f_tavg', which were left out: 12 with precipitation, randomError" in warnings[0]
    assert record["left_out"] == 12
    with pytest.raises(UserError, match=r"No file of .* has the variable 'tas'"):
        climate(tmp_path, variable="tas")


def test_longitudes_from_0_beside_those_from_minus_180_are_refused(tmp_path):
    for month, west in ((1, -180), (2, 0)):
        fldas(tmp_path, 2001, month, 280, x=west + np.arange(9, 360, 18.0))
    with pytest.raises(UserError, match="one counts longitudes from 0 to 360, the other from -180 to 180"):
        climate(tmp_path, **TAIR)


def test_a_command_fills_from_folders_and_remembers_them(tmp_path, months):
    """Tiles and months as they are downloaded; the record names the folders and what was found in them."""
    path = make(tmp_path / "a.gpkg", "EPSG:4326")
    put(path, schema.ROCK_GLACIERS, [square(91.05, 32.05)], "EPSG:4326")
    (tmp_path / "tiles").mkdir()
    for south, west in ((31, 91), (32, 91)):
        nasadem(tmp_path / "tiles", south, west, np.full((1201, 1201), 4800))
    words = ["--inventory", path, "--remember", "--groups", "terrain,air-temperature"]
    done = engine_here.run(
        "attributes", *words, "--dem", tmp_path / "tiles", "--maat", months[0], "--maat-variable", "Tair_f_tavg"
    )
    assert done.code == 0, done
    elevation, warmth = column(path, "ELE_MEAN", "MAAT")[0]
    assert elevation == pytest.approx(4800)
    assert warmth == pytest.approx(mean_of([1982, 1983]), abs=1e-4)
    with closing(open_store(path, write=False)) as store:
        assert store.facts()["source_dem"] == "tiles"
        assert sources_of(store.facts(), path).maat == str(months[0])
    groups = json.loads(table(path, "runs")[-1]["PARAMETERS"])["groups"]
    assert groups["air-temperature"]["files"] == 24
    assert groups["terrain"]["source"] == str(tmp_path / "tiles")
