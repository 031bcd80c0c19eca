"""NetCDF files as they come: old and new format, packed, any axes; and those that cannot be used."""

from __future__ import annotations

import netCDF4
import numpy as np
import pyproj
import pytest
import shapely
import xarray as xr
from climate_files import LATITUDES, LONGITUDES, SEASONS_MEAN, climate, seasons, square, write_netcdf
from rock_glacier_inventory.engine.attributes.climate_attributes import open_climate
from rock_glacier_inventory.engine.attributes.climate_opening import ClimateOptions
from rock_glacier_inventory.engine.climate.netcdf.netcdf_bytes import is_complete
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError

FORMATS = ("NETCDF3_CLASSIC", "NETCDF3_64BIT", "NETCDF4", "NETCDF4_CLASSIC")
PLACES = [square(90.2, 32.7), square(91.6, 31.1), square(93.5, 30.4)]


def sloping():
    """Values that rise by 1 to the east and by 10 to the north, of cells at `LATITUDES`, `LONGITUDES`."""
    plane = 10 * (LATITUDES[:, None] - 32) + (LONGITUDES[None, :] - 92)
    return seasons() + plane


EXPECTED = SEASONS_MEAN + np.array([7 - 1.8, -9 - 0.4, -16 + 1.5])


@pytest.mark.parametrize("kind", FORMATS)
def test_all_formats_give_the_same(tmp_path, kind):
    path = write_netcdf(tmp_path / "t.nc", sloping(), kind=kind)
    found, _, warnings = climate(path, outlines=PLACES)
    assert found.values == pytest.approx(EXPECTED)
    assert not found.by_mean.any()
    assert warnings == []


@pytest.mark.parametrize("names", [("lat", "lon"), ("latitude", "longitude"), ("y", "x"), ("nav_lat", "nav_lon")])
def test_coordinates_of_any_name_and_direction(tmp_path, names):
    values = sloping()
    for at, (rows, columns) in enumerate([(1, 1), (-1, 1), (1, -1), (-1, -1)]):
        path = write_netcdf(
            tmp_path / f"{at}.nc",
            values[:, ::rows, ::columns],
            names=names,
            latitudes=LATITUDES[::rows],
            longitudes=LONGITUDES[::columns],
        )
        assert climate(path, outlines=PLACES)[0].values == pytest.approx(EXPECTED)


def test_dimensions_in_any_order_and_further_ones_of_one_layer(tmp_path):
    path = tmp_path / "t.nc"
    write_netcdf(path, sloping())
    with xr.open_dataset(path, decode_times=False) as dataset:
        turned = dataset.expand_dims(height=[2.0]).transpose("lon", "height", "time", "lat")
        turned.to_netcdf(tmp_path / "turned.nc")
        deep = xr.concat([dataset.t, dataset.t], "depth").to_dataset(name="t")
        deep.to_netcdf(tmp_path / "deep.nc")
    assert climate(tmp_path / "turned.nc", outlines=PLACES)[0].values == pytest.approx(EXPECTED)
    with pytest.raises(UserError, match="2 layers along 'depth'"):
        climate(tmp_path / "deep.nc")


def test_packed_values_are_unpacked_and_fillers_are_void(tmp_path):
    values = sloping() + 273.15
    values[:, 0, :] = np.nan
    encoding = {"dtype": "i2", "scale_factor": 0.01, "add_offset": 250.0, "_FillValue": -32767}
    path = write_netcdf(tmp_path / "t.nc", values, unit="K", encoding=encoding, kind="NETCDF3_CLASSIC")
    found, _, warnings = climate(path, outlines=PLACES)
    # The first lies 0.3 of a cell above the second row: there, the two known cells count alone.
    assert found.values == pytest.approx(EXPECTED - [7, 0, 0], abs=0.006)
    assert found.known == pytest.approx([0.3, 1, 1])
    assert warnings == []


def test_times_under_another_name(tmp_path):
    path = write_netcdf(tmp_path / "t.nc", sloping())
    with xr.open_dataset(path, decode_times=False) as dataset:
        dataset.rename(time="valid_time").expand_dims(number=[0]).to_netcdf(tmp_path / "valid.nc")
    found, record, _ = climate(tmp_path / "valid.nc", outlines=PLACES)
    assert found.values == pytest.approx(EXPECTED)
    assert record["years"] == [2001, 2001]


def test_missing_values_of_two_kinds_are_quiet(tmp_path):
    path = write_netcdf(tmp_path / "t.nc", sloping(), encoding={"_FillValue": 1e20})
    with netCDF4.Dataset(path, "a") as file:
        file["t"].missing_value = -99.0
        file["t"][:, 3, 3:] = -99.0
    found, _, warnings = climate(path, outlines=PLACES)
    assert found.values[:2] == pytest.approx(EXPECTED[:2])
    assert found.known[2] < 1
    assert warnings == []


# Which variable


def several(tmp_path):
    more = {
        "pr": (("time", "lat", "lon"), np.full((12, 4, 5), 2.0), {"units": "mm/day"}),
        "hgt": (("lat", "lon"), np.zeros((4, 5)), {"units": "m"}),
        "days": (("time",), np.arange(12.0)),
    }
    return write_netcdf(tmp_path / "t.nc", sloping(), more=more)


def test_several_variables_are_listed_and_asked_for(tmp_path):
    path = several(tmp_path)
    for kind, stem in (("MAAT", "maat"), ("MAGT", "magt"), ("AP", "precipitation")):
        words = rf"several variables \(t in degC, pr in mm/day, hgt in m\); say which with --{stem}-variable"
        with pytest.raises(UserError, match=words):
            climate(path, kind)
    assert climate(path, variable="t", outlines=PLACES)[0].values == pytest.approx(EXPECTED)
    assert climate(path, "AP", variable="pr")[0].values[0] == pytest.approx(730)


def test_a_variable_that_is_not_there_or_on_no_grid(tmp_path):
    path = several(tmp_path)
    with pytest.raises(UserError, match=r"no variable 'temp' \(--maat-variable\); it has: t in degC"):
        climate(path, variable="temp")
    with pytest.raises(UserError, match="does not lie on a grid"):
        climate(path, variable="days")
    xr.Dataset({"t": ("station", np.arange(3.0))}).to_netcdf(tmp_path / "stations.nc")
    with pytest.raises(UserError, match="no variable on a grid"):
        climate(tmp_path / "stations.nc")


# Grids


def test_a_projected_grid_in_kilometres(tmp_path):
    crs = pyproj.CRS("EPSG:32645")
    x, y = np.arange(5) * 10.0 + 500, 3500 - np.arange(4) * 10.0
    plane = (y[:, None] - 3500) + (x[None, :] - 500) / 10
    more = {"utm": ((), 0, crs.to_cf())}
    path = tmp_path / "t.nc"
    dataset = xr.Dataset(
        {"t": (("y", "x"), plane, {"units": "degC", "grid_mapping": "utm"})} | more,
        {"x": ("x", x, {"units": "km"}), "y": ("y", y, {"units": "km"})},
    )
    dataset.to_netcdf(path)
    point = shapely.Point(525_000, 3_485_000)
    found, _, warnings = climate(path, outlines=[point.buffer(100)], crs=crs)
    assert found.values[0] == pytest.approx(-15 + 2.5)
    assert warnings == []
    to_degrees = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    place = shapely.Point(to_degrees.transform(point.x, point.y))
    found, *_ = climate(path, outlines=[place.buffer(0.001)], markers=[place])
    assert found.values[0] == pytest.approx(-15 + 2.5, abs=1e-6)
    dataset.drop_vars("utm").to_netcdf(tmp_path / "nowhere.nc")
    with pytest.raises(UserError, match="no coordinate system"):
        climate(tmp_path / "nowhere.nc")


def test_a_rotated_pole(tmp_path):
    told = {
        "grid_mapping_name": "rotated_latitude_longitude",
        "grid_north_pole_latitude": 39.25,
        "grid_north_pole_longitude": -162.0,
    }
    rows, columns = np.arange(4) - 2.0, np.arange(5) - 7.0
    plane = rows[:, None] * 10 + columns[None, :]
    xr.Dataset(
        {"t": (("rlat", "rlon"), plane, {"units": "degC", "grid_mapping": "pole"}), "pole": ((), 0, told)},
        {"rlon": ("rlon", columns, {"units": "degrees"}), "rlat": ("rlat", rows, {"units": "degrees"})},
    ).to_netcdf(tmp_path / "t.nc")
    to_degrees = pyproj.Transformer.from_crs(pyproj.CRS.from_cf(told), "EPSG:4326", always_xy=True)
    longitude, latitude = to_degrees.transform(-4.25, -0.5)
    assert 40 < latitude < 60 and 0 < longitude < 20  # the Alps
    found = climate(tmp_path / "t.nc", outlines=[square(longitude, latitude)])[0]
    assert found.values[0] == pytest.approx(-5 - 4.25, abs=1e-6)


@pytest.mark.parametrize(
    ("latitudes", "words"),
    [(np.array([33.0, 32.0, 30.5, 30.0]), "'lat' of t.nc .* are uneven"), (np.array([33.0]), "single cell")],
)
def test_uneven_axes_and_single_cells_are_refused(tmp_path, latitudes, words):
    values = seasons(rows=len(latitudes))
    with pytest.raises(UserError, match=words):
        climate(write_netcdf(tmp_path / "t.nc", values, latitudes=latitudes))


def test_a_curved_grid_is_refused(tmp_path):
    rows, columns = np.meshgrid(LATITUDES, LONGITUDES, indexing="ij")
    xr.Dataset(
        {"t": (("y", "x"), np.zeros((4, 5)), {"units": "degC"})},
        {"lat": (("y", "x"), rows), "lon": (("y", "x"), columns)},
    ).to_netcdf(tmp_path / "t.nc")
    with pytest.raises(UserError, match="tells no coordinates"):
        climate(tmp_path / "t.nc")


# Broken files


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_truncated_file_is_a_sentence_and_no_zeros(tmp_path, kind, share):
    values = np.random.default_rng(1).normal(0, 5, (48, 4, 5))
    whole = write_netcdf(tmp_path / "whole.nc", values, kind=kind)
    content = whole.read_bytes()
    path = tmp_path / "cut.nc"
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(UserError, match="truncated"):
        climate(path)


@pytest.mark.parametrize("kind", FORMATS[:2])
@pytest.mark.parametrize("unlimited", [[], ["time"]])
def test_a_classic_file_is_complete_to_its_last_byte(tmp_path, kind, unlimited):
    path = tmp_path / "t.nc"
    xr.Dataset(
        {"t": (("time", "lat", "lon"), np.ones((6, 3, 3), "i2")), "u": (("time",), np.ones(6, "i1"))},
        {"time": np.arange(6), "lat": [1.0, 2, 3], "lon": [1.0, 2, 3]},
        {"history": "made"},
    ).to_netcdf(path, format=kind, engine="netcdf4", unlimited_dims=unlimited)
    assert is_complete(path)
    content = path.read_bytes()
    # Up to three bytes may fill the last variable up; what comes before must be there.
    path.write_bytes(content[:-4])
    assert not is_complete(path)
    path.write_bytes(content[:30])
    assert not is_complete(path)


def test_what_is_no_netcdf(tmp_path):
    path = tmp_path / "t.nc"
    path.write_bytes(b"CDF\x07 something else")
    with pytest.raises(UserError, match="not a raster that GDAL can read"):
        climate(path)
    path.write_bytes(b"\x89HDF\r\n\x1a\n and then nothing")
    with pytest.raises(UserError, match="not a NetCDF file that can be read"):
        climate(path)
    with pytest.raises(UserError, match="There is no file of air temperature"):
        climate(tmp_path / "absent.nc")


def test_only_the_window_of_the_polygons_is_read(tmp_path):
    latitudes, longitudes = 45 - np.arange(200) * 0.1, 80 + np.arange(300) * 0.1
    values = np.zeros((12, 200, 300), "f4")
    path = write_netcdf(
        tmp_path / "t.nc", values, latitudes=latitudes, longitudes=longitudes, encoding={"chunksizes": (1, 20, 20)}
    )
    outlines = np.array([square(81.0, 44.0), square(108.0, 26.0)])
    read: list[int] = []
    with open_climate("MAAT", ClimateOptions(path), SilentReport()) as opened:
        source_read = type(opened.source).read

        def watched(self, steps, row, column, height, width):
            read.append(height * width)
            return source_read(self, steps, row, column, height, width)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(opened.source), "read", watched)
            first = opened.of(outlines, shapely.centroid(outlines), "EPSG:4326", SilentReport())
            assert sum(read) == 2 * 16 * 16  # a little around each, for the next ones
            outlines = np.array([square(81.15, 44.1), square(108.0, 26.1)])
            second = opened.of(outlines, shapely.centroid(outlines), "EPSG:4326", SilentReport())
    assert sum(read) == 2 * 16 * 16
    assert (first.values == 0).all() and (second.values == 0).all()
    assert opened.record["by_marker"] == 4
