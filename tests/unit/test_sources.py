"""The command `sources`: what files are, before anything is computed from them."""

import engine_here
import netCDF4
import numpy as np
import pytest
from affine import Affine
from climate_files import square
from filling_inventories import make, put
from products import FLDAS_X, fldas, fldas_years, gpcc, imerg, nasadem, worldclim, zipped
from rasters import write_raster
from rock_glacier_inventory.inventory import schema
from vector_formats import write

MONTHS = np.linspace(260.0, 282.0, 12)


def sources(source, *more):
    done = engine_here.run("sources", "--input", source, *more)
    assert done.code == 0, done
    return {seen["product"] or seen["what"]: seen for seen in done.result["sources"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two years of one product without a month, a year of another in a zip, tiles, outlines and a text."""
    folder = tmp_path_factory.mktemp("wie geladen 冰")
    for path in fldas_years(folder, range(1982, 1984)):
        if "198303" in path.name:
            path.unlink()
    months = folder / "months"
    months.mkdir()
    zipped(folder / "imerg.zip", [imerg(months, 2001, month, 0.1 + month / 100) for month in range(1, 13)])
    for west in (90, 92):  # the tile between them is missing
        nasadem(folder, 32, west, np.full((1201, 1201), 4800 + west))
    write(folder, "shp", [square(91.2, 32.2)], RGIId=["a"], GLIMSId=["b"], O1Region=["14"], BgnDate=["2"])
    (folder / "read me.txt").write_text("Downloaded.")
    return folder


@pytest.fixture(scope="module")
def inventory(tmp_path_factory):
    path = make(tmp_path_factory.mktemp("i") / "a.gpkg", "EPSG:32646")
    put(path, schema.ROCK_GLACIERS, [square(90.5, 32.5), square(91.5, 32.5), square(95, 32.5)], "EPSG:4326")
    return path


def test_a_mixed_folder_is_told_by_kind(folder, inventory):
    found = sources(folder, "--inventory", inventory)
    assert set(found) == {"FLDAS Noah monthly", "IMERG monthly", "NASADEM", "RGI 6.0"}
    fldas_seen, tiles = found["FLDAS Noah monthly"], found["NASADEM"]
    assert (fldas_seen["files"], fldas_seen["lacking"]) == (23, ["1983-03"])
    assert fldas_seen["period"] == "1982-01 to 1983-12, monthly, 23 steps"
    assert fldas_seen["covers"] == [2, 3] and fldas_seen["good"]
    assert fldas_seen["sample"].startswith("269.6 K, as stored (Tair_f_tavg) at 90.45, 32.45")
    assert "lacks 1 months" in fldas_seen["line"]
    assert found["IMERG monthly"]["covers"] == [0, 3] and not found["IMERG monthly"]["good"]
    assert tiles["covers"] == [1, 3]  # the second lies where a tile is missing
    assert tiles["sample"].startswith("4890 m at 90.5")
    assert found["RGI 6.0"]["grid"] == "1 outlines"
    assert fldas_seen["licence"] and tiles["address"].startswith("https://doi.org/")


@pytest.mark.parametrize(
    ("place", "sample"),
    [("90.25,31.15", "270.9 K"), ("90.05,31.15", "void"), ("0,0", "the place lies outside"), ("450.2,31", None)],
)
def test_a_value_at_a_place(folder, place, sample):
    done = engine_here.run("sources", "--input", folder / "FLDAS*.nc", "--place", place)
    if sample is None:
        assert done.code == 1 and "is no place; give longitude and latitude" in str(done)
    else:
        assert done.result["sources"][0]["sample"].startswith(sample)


def test_what_is_wrong_is_told_and_the_rest_is_seen(tmp_path):
    for month in (1, 2):
        fldas(tmp_path, 1982, month, 270)
        imerg(tmp_path, 2001, month, 0.1, version=("06B", "07B")[month - 1])
    cut = tmp_path / "FLDAS_NOAH01_C_GL_M.A198202.001.nc"
    cut.write_bytes(cut.read_bytes()[:-3000])
    (tmp_path / "broken.tif").write_bytes(b"II*\0broken")
    found = sources(tmp_path)
    assert "is truncated or damaged" in found["FLDAS Noah monthly"]["wrong"]
    assert "is of version V06B and" in found["IMERG monthly"]["wrong"]
    assert "cannot be opened by any reader" in found["unknown files"]["wrong"]
    assert not any(seen["good"] for seen in found.values())


def test_a_purpose_that_a_product_does_not_serve(tmp_path):
    fldas(tmp_path, 1982, 1, 270)
    seen = sources(tmp_path, "--purpose", "magt")["FLDAS Noah monthly"]
    assert "is FLDAS Noah monthly, which does not hold ground temperature" in seen["line"]


def test_one_file_of_each_form(tmp_path):
    gpcc(tmp_path, (2001, 2002), 50.0)
    worldclim(tmp_path / "wc2.1_10m_tavg.zip", MONTHS)
    assert sources(next(tmp_path.glob("*.gz")))["GPCC full data monthly"]["period"].startswith("2001-01 to 2002-12")
    seen = sources(tmp_path / "wc2.1_10m_tavg.zip")["WorldClim 2.1 temperature"]
    assert seen["period"] == "12 months of a mean year"
    seen = sources(tmp_path / "wc2.1_10m_tavg_01.tif")
    assert list(seen) == ["WorldClim 2.1 temperature"]


def test_unknown_files_are_told_by_what_they_hold(tmp_path):
    path = fldas(tmp_path, 1982, 1, 270, x=FLDAS_X)
    with netCDF4.Dataset(path, "a") as file:
        file.renameVariable("Tair_f_tavg", "ours")
        file.renameVariable("Rainf_f_tavg", "rain")
    (seen,) = sources(tmp_path).values()
    assert seen["what"] == "NetCDF with ours in K, rain in kg m-2 s-1"
    assert "called as FLDAS Noah monthly is, but does not show what that shows" in seen["told"]
    seen = sources(tmp_path, "--purpose", "maat", "--variable", "ours")
    assert "269 K" in next(iter(seen.values()))["sample"]


def test_nothing_there_is_one_sentence(tmp_path):
    done = engine_here.run("sources", "--input", tmp_path / "none")
    assert done.code == 1 and "There is no file" in str(done)


def test_a_purpose_chooses_among_the_products_of_a_folder(folder, inventory):
    seen = sources(folder, "--purpose", "dem", "--inventory", inventory)
    assert list(seen) == ["NASADEM"]
    assert seen["NASADEM"]["line"] == "NASADEM, 1 of 3 outlines lie on it"
    seen = sources(folder, "--purpose", "precipitation")
    assert list(seen) == ["FLDAS Noah monthly", "IMERG monthly"]
    assert all("one of several products of precipitation here" in one["line"] for one in seen.values())


def index_raster(folder, values, name="PZI.tif"):
    transform = Affine(1000, 0, 500_000, 0, -1000, 3_500_000)
    return write_raster(folder / name, values[None], transform=transform, crs="EPSG:32646", nodata=-9999)


def test_zones_and_an_index_are_opened_as_such(tmp_path):
    pzi = index_raster(tmp_path, np.tile(np.float32([0.0, 0.4, 0.8, -9999.0]), (6, 1)))
    seen = next(iter(sources(pzi, "--purpose", "pzi").values()))
    assert seen["good"] and seen["sample"].startswith("0.8 of 1")
    seen = next(iter(sources(pzi, "--purpose", "permafrost").values()))
    assert seen["good"] and "cells of 1000 x 1000 metre" in seen["grid"]
    codes = index_raster(tmp_path, np.tile(np.int16([1, 2, 3, 9]), (6, 1)), name="codes.tif")
    seen = next(iter(sources(codes, "--purpose", "permafrost").values()))
    assert not seen["good"] and "--permafrost-classes" in seen["wrong"]
