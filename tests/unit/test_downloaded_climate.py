"""Climate as portals deliver it: archives, packed files, a file a year, months that only names tell."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from climate_files import climate, square, write_netcdf
from products import era5_packed, era5_zip, fldas, gpcc, worldclim, zipped
from rock_glacier_inventory.engine.gathering import unpacking
from rock_glacier_inventory.inventory.errors import UserError

LENGTHS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
KELVIN = 260.0 + np.arange(12)
HERE = {"outlines": [square(91.0, 32.0)]}


@pytest.fixture(autouse=True)
def nothing_stays_unpacked(tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    yield
    assert list((tmp_path / "temporary").iterdir()) == []


def test_era5_is_a_zip_of_a_file_for_each_kind_of_step(tmp_path):
    path = era5_zip(tmp_path / "era5 冰.zip", KELVIN, 0.002)
    found, record, warnings = climate(path, variable="t2m", **HERE)
    assert found.values[0] == pytest.approx(KELVIN @ LENGTHS / 365 - 273.15, abs=1e-4)
    assert record["years"] == [2001, 2001]
    assert "files without 't2m', which were left out: 1 with tp" in warnings[0]
    found, record, _ = climate(path, "AP", variable="tp", **HERE)
    assert found.values[0] == pytest.approx(2 * 365, rel=1e-5)
    found, record, warnings = climate(path, **HERE)
    assert found.values[0] == pytest.approx(KELVIN @ LENGTHS / 365 - 273.15, abs=1e-4)
    assert record["product"] == "ERA5 monthly"
    assert "files without 't2m', which were left out: 1 with tp" in warnings[0]


def test_files_of_years_have_a_scale_and_offset_each(tmp_path):
    for year in (2001, 2002):
        era5_packed(tmp_path, year, KELVIN + (year - 2001) * 10)
    found, record, _ = climate(tmp_path, **HERE)
    assert found.values[0] == pytest.approx(KELVIN @ LENGTHS / 365 + 5 - 273.15, abs=1e-3)
    assert (record["files"], record["number_of_years"]) == (2, 2)


def test_gpcc_is_netcdf_inside_gzip(tmp_path):
    gpcc(tmp_path, (2001, 2002), 50.0)
    gpcc(tmp_path, (2003, 2003), 80.0)
    found, record, _ = climate(tmp_path, "AP", variable="precip", **HERE)
    assert found.values[0] == pytest.approx(720.0)
    assert record["years"] == [2001, 2003]
    one = climate(tmp_path / "full_data_monthly_v2022_2003_2003_05.nc.gz", "AP", variable="precip", **HERE)
    assert one[0].values[0] == pytest.approx(960.0)


def test_months_that_only_names_tell_are_told(tmp_path):
    path = worldclim(tmp_path / "wc2.1_10m_tavg.zip", np.arange(12) - 10.0)
    for source in (path, f"{tmp_path}/*.tif"):
        found, record, warnings = climate(source, **HERE)
        lengths = LENGTHS + np.eye(12)[1] * 0.2425
        assert found.values[0] == pytest.approx((np.arange(12) - 10.0) @ lengths / 365.2425, abs=1e-5)
        assert "tell no dates; taken as the months of a mean year that their names tell" in warnings[0]
        assert record["files"] == 12
    (tmp_path / "wc2.1_10m_tavg_05.tif").unlink()
    with pytest.raises(
        UserError, match="stands for several files; give one of them as a climate raster, or files that"
    ):
        climate(f"{tmp_path}/*.tif", **HERE)


def test_a_zip_of_another_statistic_is_refused(tmp_path):
    path = worldclim(tmp_path / "wc2.1_10m_tmax.zip", np.arange(12) - 10.0, "tmax")
    with pytest.raises(UserError, match="tells of itself that it holds a maximum"):
        climate(path, **HERE)


def test_parts_of_containers_in_a_list_are_a_series(tmp_path):
    for year in (2001, 2002):
        era5_packed(tmp_path, year, KELVIN + (year - 2001) * 10)
    names = ";".join(f'NETCDF:"{tmp_path}/era5_{year}.nc":t2m' for year in (2002, 2001))
    found, record, _ = climate(names, **HERE)
    assert found.values[0] == pytest.approx(KELVIN @ LENGTHS / 365 + 5 - 273.15, abs=1e-3)
    assert record["files"] == 2
    with pytest.raises(UserError, match=r"names several variables \(t2m, tp\); name one"):
        climate(f'{names};NETCDF:"{tmp_path}/era5_2001.nc":tp', **HERE)


@pytest.mark.parametrize(
    ("name", "when"),
    [("CHELSA_tas_{:02}_2001_V.2.1.tif", "2001-01"), ("FLDAS_NOAH01_C_GL_M.A2001{:02}.001.SUB.tif", "2001-01")],
)
def test_dates_that_only_names_tell_are_told(tmp_path, name, when):
    worldclim(tmp_path / "x.zip", KELVIN)
    for month in range(1, 13):
        (tmp_path / f"wc2.1_10m_tavg_{month:02}.tif").rename(tmp_path / name.format(month))
    found, record, warnings = climate(f"{tmp_path}/*.tif", unit="K", **HERE)
    assert found.values[0] == pytest.approx(KELVIN @ LENGTHS / 365 - 273.15, abs=1e-4)
    assert "is, but does not show what that shows; it was read by what it tells of itself." in warnings[0]
    assert f"tell their times in their names only; taken so ({name.format(1)} as {when})" in warnings[1]
    assert record["years"] == [2001, 2001]


# Archives that cannot be unpacked


def test_an_archive_that_is_larger_than_the_disk_is_told(tmp_path, monkeypatch):
    path = zipped(tmp_path / "bomb.zip", [fldas(tmp_path, 2001, 1, 280)])
    monkeypatch.setattr(unpacking, "shutil", SimpleNamespace(disk_usage=lambda _: SimpleNamespace(free=5)))
    with pytest.raises(
        UserError, match=r"A200101\.001\.nc is too large to be unpacked into .* whose disk is nearly full"
    ):
        climate(path, variable="Tair_f_tavg")


def test_a_damaged_or_locked_archive_is_named(tmp_path):
    path = zipped(tmp_path / "months.zip", [write_netcdf(tmp_path / "t.nc", np.zeros((12, 4, 5)))])
    data = bytearray(path.read_bytes())
    data[80:120] = bytes(40)
    (tmp_path / "damaged.zip").write_bytes(data)
    with pytest.raises(UserError, match=r"damaged\.zip/t\.nc cannot be unpacked \(.*\); fetch it anew"):
        climate(tmp_path / "damaged.zip")
    data = bytearray(path.read_bytes())
    data[data.find(b"PK\1\2") + 8] |= 1  # the directory's flag of a password
    path.write_bytes(data)
    with pytest.raises(UserError, match=r"months\.zip is protected by a password; unpack it first"):
        climate(path)
    gzipped = Path(shutil.copy(tmp_path / "t.nc", tmp_path / "t.nc.gz"))
    with pytest.raises(UserError, match=r"t\.nc\.gz cannot be unpacked \(Not a gzipped file.*\); fetch it anew"):
        climate(gzipped)
