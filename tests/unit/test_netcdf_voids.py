"""Voids of NetCDF variables that no fill value tells: ranges, the library's fillers, untold values."""

import netCDF4
import numpy as np
import pytest
from rock_glacier_inventory.engine.climate.netcdf.netcdf import open_netcdf
from rock_glacier_inventory.engine.telling.report import SilentReport

GOOD = 4.5


def write(path, dtype, void, *, scale=None, offset=0.0, **attributes):
    """One mean field of 4 x 5 cells in degrees Celsius, void in its first row; `void` is as stored."""
    with netCDF4.Dataset(path, "w") as file:
        for name, values, unit in (
            ("lat", [33.0, 32, 31, 30], "degrees_north"),
            ("lon", [90.0, 91, 92, 93, 94], "degrees_east"),
        ):
            file.createDimension(name, len(values))
            file.createVariable(name, "f8", (name,))[:] = values
            file[name].units = unit
        variable = file.createVariable("t", dtype, ("lat", "lon"), fill_value=False)
        variable.set_auto_maskandscale(False)
        stored = GOOD if scale is None else round((GOOD - offset) / scale)
        values = np.full((4, 5), stored, dtype)
        values[0] = void
        variable[:] = values
        variable.setncatts({"units": "degC", **attributes})
        if scale is not None:
            variable.setncatts({"scale_factor": scale, "add_offset": offset})
    return path


def read(path):
    report = SilentReport()
    with open_netcdf(path, None, "--variable", report) as source:
        values = source.read([0], 0, 0, 4, 5)[0]
        np.testing.assert_array_equal(source.read([0], 0, 1, 2, 3)[0], values[:2, 1:4])
    return values, report.warnings


@pytest.mark.parametrize(
    ("dtype", "void", "more", "said"),
    [
        ("f4", 9.969209968386869e36, {}, True),
        ("f4", 1e20, {}, True),
        ("f8", -9999.0, {}, True),
        ("f4", np.nan, {}, False),
        ("f4", 70.0, {"valid_max": np.float32(60)}, False),
        ("f4", -300.0, {"valid_range": np.array([-100, 60], "f4")}, False),
        ("i2", -32767, {"scale": 0.01}, True),
        ("i2", -9999, {"scale": 0.1}, True),
        ("i2", -32767, {"scale": 0.0018, "offset": 10.0}, True),
        ("i2", -32768, {"scale": 0.0018, "offset": 10.0}, True),
        ("i2", 30000, {"scale": 0.01, "valid_max": np.int16(6000)}, False),
        ("i2", 30000, {"scale": 0.01, "valid_max": 60.0}, False),
        ("u2", 65535, {"scale": 0.1, "offset": -273.1}, True),
    ],
)
def test_what_no_fill_value_tells_is_void(tmp_path, dtype, void, more, said):
    values, warnings = read(write(tmp_path / "t 冰.nc", dtype, void, **more))
    assert np.isnan(values[0]).all()
    assert values[1:] == pytest.approx(GOOD, abs=0.05)
    assert [("taken as void" in message) for message in warnings] == [True] * said


def test_packed_numbers_in_use_are_no_voids(tmp_path):
    values, warnings = read(write(tmp_path / "t.nc", "i2", -9999, scale=0.0018, offset=10.0))
    assert values[0] == pytest.approx(10 - 9999 * 0.0018)
    assert warnings == []
