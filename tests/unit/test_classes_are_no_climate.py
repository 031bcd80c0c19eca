"""A raster of classes that is given as a temperature is refused, and honest rasters of temperatures are not."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
import xarray as xr
from affine import Affine
from climate_files import climate
from rasters import write_raster
from rock_glacier_inventory.inventory.errors import UserError
from shapely import box
from zone_files import named, with_table

UTM = "EPSG:32645"
KILOMETRES = Affine(1000, 0, 500_000, 0, -1000, 3_500_000)
OUTLINE = [box(503_000, 3_493_000, 507_000, 3_497_000)]
CODES = np.kron(np.array([[1, 2], [3, 4]]), np.ones((5, 5), dtype=int))


def raster(tmp_path, values, dtype, name="magt.tif", **profile):
    return write_raster(tmp_path / name, values[None].astype(dtype), crs=UTM, transform=KILOMETRES, **profile)


def read(path, kind="MAGT", **options):
    return climate(path, kind, outlines=OUTLINE, crs=UTM, **options)


@pytest.mark.parametrize("kind", ["MAAT", "MAGT", "AP"])
@pytest.mark.parametrize("name", [named, lambda path: with_table(path, [(1, 3, "Cont"), (2, 3, "Isol")])])
def test_names_of_values(tmp_path, kind, name):
    path = name(raster(tmp_path, CODES, "uint8"))
    unit = "mm/a" if kind == "AP" else "degC"
    for given in ({}, {"unit": unit}):
        with pytest.raises(UserError, match=r"magt.tif gives names to its values .*--permafrost"):
            read(path, kind, **given)


def test_a_palette_without_a_unit(tmp_path):
    path = raster(tmp_path, CODES, "uint8")
    with rasterio.open(path, "r+") as dataset:
        dataset.write_colormap(1, {value: (0, 0, value * 50, 255) for value in range(1, 5)})
    with pytest.raises(UserError, match="has a palette and no unit"):
        read(path)
    assert read(path, unit="degC")[0].values[0] == pytest.approx(2.5), "a person says what they are"


def test_flags_of_netcdf(tmp_path):
    attrs = {"flag_values": np.array([1, 2, 3, 4], dtype="int8"), "flag_meanings": "continuous sporadic isolated none"}
    x, y = 500_500 + 1000.0 * np.arange(10), 3_499_500 - 1000.0 * np.arange(10)
    data = {"zone": (("lat", "lon"), CODES.astype("int8"), attrs)}
    xr.Dataset(data, {"lat": y / 1e5, "lon": x / 1e4}).to_netcdf(tmp_path / "z.nc")
    with pytest.raises(
        UserError, match=r"gives names to its values \(1 continuous, 2 sporadic, 3 isolated and 1 more\)"
    ):
        climate(tmp_path / "z.nc", "MAGT", outlines=[box(50.2, 34.92, 50.6, 34.96)], crs="EPSG:4326")


@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32"])
def test_a_few_whole_numbers_without_a_unit(tmp_path, dtype):
    path = raster(tmp_path, CODES, dtype)
    with pytest.raises(UserError, match=r"whole numbers .* Permafrost zones go with --permafrost"):
        read(path)
    assert read(path, unit="degC")[0].values[0] == pytest.approx(2.5)


@pytest.mark.parametrize("name", ["UiO_PEX_PERPROB_5.0.tif", "PZI.tif", "permafrost_zones.tif"])
def test_a_name_that_tells_it(tmp_path, name):
    with pytest.raises(UserError, match="a permafrost zone or probability"):
        read(raster(tmp_path, CODES / 5, "float32", name))


@pytest.mark.parametrize(
    ("values", "dtype", "unit", "right"),
    [
        (-CODES, "float32", None, -2.5),  # whole degrees below zero
        (CODES / 10, "float32", None, 0.25),
        (np.full((10, 10), 3), "float32", None, 3),  # of one value nothing can be told
        (CODES * 10, "int16", "0.1 degC", 2.5),
        (CODES + 270, "float32", None, 2.5 + 270 - 273.15),
        (np.arange(100).reshape(10, 10) / 5, "float32", None, 9.9),
        (np.arange(100).reshape(10, 10) // 5, "float32", None, 9.5),  # whole degrees, and many of them
    ],
)
def test_honest_temperatures_are_read(tmp_path, values, dtype, unit, right):
    assert read(raster(tmp_path, values, dtype), unit=unit)[0].values[0] == pytest.approx(right, abs=0.6)


def test_an_honest_raster_with_an_attribute_table_of_counts_is_read(tmp_path):
    path = with_table(raster(tmp_path, CODES * 10, "int16"), [(10, 25), (20, 25)], ("Value", "Count"))
    assert read(path, unit="0.1 degC")[0].values[0] == pytest.approx(2.5)
