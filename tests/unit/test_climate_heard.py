"""What a climate file says of itself is heard: where its cells lie, of which time and quantity it is."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import rasterio
import shapely
import xarray as xr
from affine import Affine
from climate_files import LATITUDES, LONGITUDES, SEASONS_MEAN, climate, seasons, square, write_netcdf
from rasters import write_raster
from rock_glacier_inventory.engine.climate.seasons import part_of_year
from rock_glacier_inventory.inventory.errors import UserError

DEGREES = {"crs": "EPSG:4326", "transform": Affine(0.5, 0, 90, 0, -0.5, 33)}
SLOPE = 10.0 * (LONGITUDES[None, :] - 91) + LATITUDES[:, None] - 32
"""Of a place at 91° E, 32° N it is 0, if the coordinates are the middles of cells."""
EDGES = (np.array([33.5, 32.5, 31.5, 30.5, 29.5]), np.arange(89.5, 95))


def bounded(path, shift=(0.0, 0.0), form="pairs", named=True, turn=0.0, **words):
    """`SLOPE`, whose cells lie by a part of a cell (rows, columns) beside the coordinates."""
    variables = {"t": (("lat", "lon"), SLOPE, {"units": "degC"})}
    coordinates = {}
    for axis, values, edges, by in zip(("lat", "lon"), (LATITUDES, LONGITUDES), EDGES, shift, strict=True):
        edges = edges + by + (turn if axis == "lon" else 0)
        name = f"{axis}_bnds"
        told = {"units": "degrees_north" if axis == "lat" else "degrees_east", **words}
        if named:
            told["bounds"] = name
        pairs = np.stack([edges[:-1], edges[1:]], 1)
        variables[name] = {
            "pairs": ((axis, "two"), pairs),
            "turned": (("two", axis), pairs.T),
            "edges": (("more_" + axis,), edges),
            "vertices": ((axis, "four"), np.repeat(pairs, 2, axis=1)),
        }[form]
        coordinates[axis] = (axis, values, told)
    xr.Dataset(variables, coordinates).to_netcdf(path)
    return path


@pytest.mark.parametrize("form", ["pairs", "turned", "edges", "vertices"])
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("turn", [0.0, 360.0])
def test_bounds_tell_where_cells_lie(tmp_path, form, named, turn):
    path = bounded(tmp_path / "t.nc", (0.5, 0.5), form, named, turn)
    found, _, warnings = climate(path)
    assert found.values[0] == pytest.approx(-5 - 0.5)
    assert len(warnings) == 2 and all("0.5 of a cell beside, as its bounds tell" in text for text in warnings)
    found, _, warnings = climate(bounded(tmp_path / "u.nc", (0.0, 0.0), form, named, turn))
    assert found.values[0] == pytest.approx(0, abs=1e-9)
    assert warnings == []


def test_bounds_that_do_not_fit(tmp_path):
    with pytest.raises(UserError, match="2 cells off"):
        climate(bounded(tmp_path / "t.nc", (0, 2.0)))
    path = bounded(tmp_path / "v.nc")
    with xr.open_dataset(path) as dataset:
        broken = dataset.load()
    broken["lon_bnds"] = broken["lon_bnds"] * 0 + broken["lon"]
    broken.to_netcdf(tmp_path / "w.nc")
    found, _, warnings = climate(tmp_path / "w.nc")
    assert found.values[0] == pytest.approx(0, abs=1e-9)
    assert "do not join" in warnings[0]


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("lower left corner", (0.5, 0.5)),
        ("coordinates of the south-west corner", (0.5, 0.5)),
        ("upper-left corner", (-0.5, 0.5)),
        ("left edge", (0, 0.5)),
        ("cell corner", (0, 0)),
        ("centre of the cell", None),
    ],
)
def test_words_tell_corners(tmp_path, words, by):
    path = bounded(tmp_path / "t.nc", named=True, long_name=words)
    with xr.open_dataset(path) as dataset:
        plain = dataset.load().drop_vars(["lat_bnds", "lon_bnds"])
    for axis in ("lat", "lon"):
        plain[axis].attrs.pop("bounds", None)
        plain[axis].encoding.pop("bounds", None)
    plain.to_netcdf(tmp_path / "u.nc")
    found, _, warnings = climate(tmp_path / "u.nc")
    if by is None:
        assert (found.values[0], warnings) == (pytest.approx(0, abs=1e-9), [])
        return
    assert found.values[0] == pytest.approx(-10 * by[1] - by[0], abs=1e-9)
    assert len(warnings) == 2 and all("corner" in text for text in warnings)


def test_bounds_of_a_projected_grid_and_of_a_single_row(tmp_path):
    crs = pyproj.CRS("EPSG:32645")
    x, y = np.arange(5) * 10_000.0 + 500_000, np.array([3_500_000.0])
    dataset = xr.Dataset(
        {
            "t": (("y", "x"), x[None, :] / 1000, {"units": "degC", "grid_mapping": "utm"}),
            "utm": ((), 0, crs.to_cf()),
            "x_bnds": (("x", "two"), np.stack([x, x + 10_000], 1)),
            "y_bnds": (("y", "two"), np.stack([y, y + 8000], 1)),
        },
        {"x": ("x", x, {"units": "m", "bounds": "x_bnds"}), "y": ("y", y, {"units": "m", "bounds": "y_bnds"})},
    )
    dataset["t"] = dataset["t"] - 500
    dataset.to_netcdf(tmp_path / "t.nc")
    found, _, _ = climate(tmp_path / "t.nc", outlines=[shapely.Point(520_000, 3_504_000).buffer(50)], crs=crs)
    assert found.values[0] == pytest.approx(15)
    assert found.known[0] == pytest.approx(1)


# Of which time


def single(path, *, beside=None, attributes=None, methods=None, bounds=None, climatology=None, unit="degC", size=0):
    """One field with a time beside it, as a scalar or as a dimension of one."""
    told = {"units": unit} | ({"cell_methods": methods} if methods else {})
    dataset = xr.Dataset(
        {"x": (("lat", "lon"), np.full((4, 5), 8.0), told)},
        {"lat": ("lat", LATITUDES, {"units": "degrees_north"}), "lon": ("lon", LONGITUDES, {"units": "degrees_east"})},
        attributes or {},
    )
    if beside:
        dataset = dataset.assign_coords(beside)
    if bounds is not None:
        dataset["time_bnds"] = (("time", "two") if size else ("two",), np.array([bounds] if size else bounds, float))
        dataset["time"].attrs["climatology" if climatology else "bounds"] = "time_bnds"
    if size:
        dataset = dataset.assign(x=dataset.x.expand_dims(next(iter(beside))))
    dataset.to_netcdf(path)
    return path


JULY = {"time": ((), 181.0, {"units": "days since 2001-01-01"})}


@pytest.mark.parametrize("size", [0, 1])
@pytest.mark.parametrize("name", ["time", "valid_time", "date"])
def test_a_single_time_is_told_wherever_it_stands(tmp_path, name, size):
    path = single(tmp_path / "x.nc", beside={name: JULY["time"]}, size=size)
    found, _, warnings = climate(path)
    assert found.values[0] == 8
    assert len(warnings) == 1 and "single time (2001-07-01)" in warnings[0]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"beside": JULY, "bounds": (181, 212)}, "only 31 days"),
        ({"beside": JULY, "bounds": (181, 212 + 29 * 365.25), "climatology": True}, "only 31"),
        ({"beside": JULY, "attributes": {"frequency": "mon"}}, "a single month"),
        ({"beside": JULY, "attributes": {"history": "cdo -O selmon,7 a.nc b.nc"}}, "'selmon,7'"),
        ({"attributes": {"history": "Mon: cdo timmean -selmon,6/8 a.nc b.nc"}}, "'selmon,6/8'"),
        ({"attributes": {"history": "cdo seldate,2001-07-01,2001-07-31 a.nc b.nc"}}, "seldate"),
        ({"attributes": {"history": "cdo timmean -selseas,JJA a.nc b.nc"}}, "selseas,JJA"),
        ({"beside": {"month": 7}}, "of the month 7 only"),
        ({"beside": {"season": "JJA"}}, "of the season JJA only"),
        ({"beside": {"hour": 12}}, "of the hour 12 only"),
    ],
)
@pytest.mark.parametrize("kind", ["MAAT", "AP"])
def test_a_part_of_a_year_is_no_mean_of_it(tmp_path, told, words, kind):
    path = single(tmp_path / "x.nc", unit="degC" if kind == "MAAT" else "mm/day", **told)
    with pytest.raises(UserError, match=words):
        climate(path, kind)


@pytest.mark.parametrize(
    "told",
    [
        {"attributes": {"history": "cdo timmean -seldate,1981-01-01,2010-12-31 a.nc b.nc"}},
        {"attributes": {"history": "cdo yearmean -selmon,1/12 -selyear,1990 a.nc b.nc", "frequency": "mon"}},
        {"beside": JULY, "bounds": (0, 365)},
        {"beside": JULY, "bounds": (0, 30 * 365.25), "climatology": True},
        {"beside": {"year": 2001, "number": 3, "height": ((), 2.0, {"units": "m"})}},
    ],
)
def test_whole_years_are_no_part(tmp_path, told):
    found, _, warnings = climate(single(tmp_path / "x.nc", **told))
    assert found.values[0] == 8
    assert [text for text in warnings if "tells no time but" not in text] == []


def test_each_july_is_no_year(tmp_path):
    values, starts = np.full((3, 4, 5), 8.0), 365.0 * np.arange(3)
    july = np.stack([starts + 181, starts + 212], 1)
    with pytest.raises(UserError, match="31 days each, 365 days apart"):
        climate(write_netcdf(tmp_path / "a.nc", values, times=july[:, 0], bounds=july))
    path = write_netcdf(tmp_path / "b.nc", values, times=starts + 195)
    assert "one value a year, dated 07-15" in climate(path)[2][0]
    with xr.open_dataset(path, decode_times=False) as dataset:
        dataset.assign_attrs(history="cdo selmon,7 in.nc out.nc").to_netcdf(tmp_path / "c.nc")
    with pytest.raises(UserError, match="cut to a part of the year"):
        climate(tmp_path / "c.nc")
    path = write_netcdf(tmp_path / "d.nc", values, times=starts)
    assert climate(path)[2] == []


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("wc2.1_30s_tavg_07", "07"),
        ("CHELSA_tas_07_1981-2010_V.2.1", "07"),
        ("t2m_july", "july"),
        ("tp_JJA_1981-2010", "jja"),
        ("era5_2001-07", "07"),
        ("tmp_200107", "07"),
        ("pr_Sept", "sept"),
        ("CHELSA_bio1_1981-2010_V.2.1", ""),
        ("maat_1981-2010", ""),
        ("era5_198101-201012", ""),
        ("wc2.1_30s_bio_12", ""),
        ("t2m_2017", ""),
        ("冰 january to december", ""),
        ("temperature", ""),
    ],
)
def test_the_month_in_a_name(name, part):
    assert part_of_year(name) == part


# Of which quantity


@pytest.mark.parametrize(
    ("kind", "name", "attributes", "words"),
    [
        ("MAAT", "tasmax", {}, "maximum"),
        ("MAAT", "t", {"cell_methods": "time: maximum within days time: mean over days"}, "maximum"),
        ("MAAT", "t", {"cell_methods": "time: standard_deviation"}, "standard deviation"),
        ("MAAT", "t", {"long_name": "Minimum 2 metre temperature since previous post-processing"}, "minimum"),
        ("MAAT", "d2m", {"long_name": "2 metre dewpoint temperature"}, "dew point"),
        ("MAAT", "stl1", {"long_name": "Soil temperature level 1"}, "soil temperature"),
        ("MAAT", "t", {"standard_name": "sea_surface_temperature"}, "sea temperature"),
        ("MAAT", "t", {"GRIB_typeOfLevel": "isobaricInhPa"}, "pressure level"),
        ("MAAT", "t", {"long_name": "temperature anomaly"}, "anomaly"),
        ("AP", "sf", {"long_name": "Snowfall"}, "snowfall"),
        ("AP", "e", {"long_name": "Evaporation"}, "evaporation"),
        ("AP", "p", {"standard_name": "convective_precipitation_amount"}, "part of the precipitation"),
        ("AP", "tcwv", {"long_name": "Total column vertically-integrated water vapour"}, "water vapour"),
        ("AP", "rx1day", {"long_name": "maximum 1-day precipitation"}, "maximum"),
    ],
)
def test_another_quantity_is_refused_or_told(tmp_path, kind, name, attributes, words):
    unit = "degC" if kind == "MAAT" else "mm/month"
    path = write_netcdf(tmp_path / "x.nc", np.abs(seasons()), name=name, unit=unit, attributes=attributes)
    with pytest.raises(UserError, match=f"tells of itself that it holds .*{words}"):
        climate(path, kind)
    found, _, warnings = climate(path, kind, variable=name)
    assert np.isfinite(found.values[0])
    assert words in warnings[0]


def test_a_surface_is_told_and_a_level_below_the_ground_is_ground(tmp_path):
    path = write_netcdf(tmp_path / "x.nc", seasons(), name="skt", attributes={"long_name": "Skin temperature"})
    found, _, warnings = climate(path)
    assert found.values[0] == pytest.approx(SEASONS_MEAN) and "temperature of the surface" in warnings[0]
    path = write_netcdf(tmp_path / "y.nc", seasons(), name="stl4", attributes={"long_name": "Soil temperature"})
    assert climate(path, "MAGT")[2] == []
    path = write_netcdf(tmp_path / "z.nc", seasons(), name="t2m", attributes={"long_name": "2 metre temperature"})
    assert climate(path)[2] == []
    assert "an air temperature" in climate(path, "MAGT")[2][0]


@pytest.mark.parametrize("level", [("plev", 500.0, "hPa"), ("level", 500, "millibars"), ("height", 850.0, "m")])
def test_the_level_that_stands_beside_is_heard(tmp_path, level):
    name, value, unit = level
    path = single(tmp_path / "x.nc", beside={name: ((), value, {"units": unit})})
    try:
        warnings = climate(path)[2]
    except UserError as error:
        warnings = [error.message]
    assert f"{value:g}" in warnings[0]


# Rasters


def of_bands(path, bands=1, value=-3.0, tags=None, band_tags=None, dtype="float32", **more):
    write_raster(path, np.full((bands, 4, 4), value, dtype), **DEGREES, **more)
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(**(tags or {}))
        dataset.update_tags(1, **(band_tags or {}))
    return path


PLACE = [square(90.75, 32.25)]


@pytest.mark.parametrize(
    ("kind", "name", "told", "words"),
    [
        ("MAAT", "wc2.1_30s_bio_12.tif", {}, "BIO12"),
        ("AP", "CHELSA_bio1_1981-2010_V.2.1.tif", {"value": 300}, "BIO1"),
        ("MAAT", "x.tif", {"descriptions": ("bio5",)}, "BIO5"),
        ("MAAT", "wc2.1_30s_tavg_07.tif", {}, "its name tells"),
        ("AP", "wc2.1_30s_prec_07.tif", {"value": 300}, "its name tells"),
        ("MAAT", "wc2.1_30s_tmax.tif", {}, "maximum"),
        ("MAAT", "x.tif", {"tags": {"t2m#long_name": "Maximum temperature"}}, "maximum"),
        ("MAAT", "x.tif", {"band_tags": {"long_name": "dewpoint temperature"}}, "dew point"),
        ("AP", "x.tif", {"descriptions": ("July",), "value": 300}, "july"),
    ],
)
def test_a_raster_of_another_quantity_is_refused_or_told(tmp_path, kind, name, told, words):
    path = of_bands(tmp_path / name, **told)
    with pytest.raises(UserError, match=words):
        climate(path, kind, outlines=PLACE)
    assert words in climate(path, kind, outlines=PLACE, variable="1")[2][0]


def test_rasters_of_the_quantity_are_quiet(tmp_path):
    for kind, name, value in (
        ("MAAT", "wc2.1_30s_bio_1.tif", -3.0),
        ("AP", "wc2.1_30s_bio_12.tif", 300.0),
        ("MAAT", "CHELSA_bio10_01.tif", -3.0),
        ("AP", "CHELSA_pr_1981-2010.tif", 300.0),
    ):
        found, _, warnings = climate(of_bands(tmp_path / name, value=value), kind, outlines=PLACE)
        assert (found.values[0], warnings) == (value, [])


def test_tenths_of_worldclim_are_read_by_their_name(tmp_path):
    path = of_bands(tmp_path / "bio1.tif", value=-27, dtype="int16")
    found, _, warnings = climate(path, outlines=PLACE)
    assert found.values[0] == pytest.approx(-2.7)
    assert "taken as 0.1 degC" in warnings[0]
    path = of_bands(tmp_path / "maat.tif", value=-27, dtype="int16")
    with pytest.raises(UserError, match="say whether they are degrees or tenths"):
        climate(path, outlines=PLACE)
    for unit in ("0.1 degC", "0.1℃"):
        assert climate(path, outlines=PLACE, unit=unit)[0].values[0] == pytest.approx(-2.7)


def test_the_times_of_bands_that_were_netcdf_once(tmp_path):
    values = np.arange(12, dtype="float32")[:, None, None] * np.ones((1, 4, 4), "float32")
    path = write_raster(tmp_path / "t.tif", values, **DEGREES)
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(**{"time#units": "months since 2001-07-01"})
        for band in range(1, 13):
            dataset.update_tags(band, NETCDF_DIM_time=str(band - 1))
    with pytest.raises(UserError, match=r"no whole year: 2001 \(6 of 12 months\)"):
        climate(path, outlines=PLACE)
    found, _, warnings = climate(path, outlines=PLACE, variable="1")
    assert found.values[0] == 0 and "single time (2001-07" in warnings[0]


def test_moments_of_days_and_hours_of_months_are_told(tmp_path):
    daily = np.zeros((365, 4, 5))
    path = write_netcdf(tmp_path / "a.nc", daily, times=np.arange(365), attributes={"GRIB_stepType": "instant"})
    assert "one moment of each day" in climate(path)[2][0]
    starts = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30])
    times = (starts[:, None] + np.arange(24) / 24).ravel()
    path = write_netcdf(tmp_path / "b.nc", np.repeat(seasons(), 24, axis=0), times=times)
    with pytest.raises(UserError, match="monthly means by the hour, average the hours first"):
        climate(path)


def test_bands_that_name_months_are_those_months(tmp_path):
    months = ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
    values = np.arange(12, dtype="float32")[:, None, None] * np.ones((1, 4, 4), "float32")
    path = write_raster(tmp_path / "t.tif", values, descriptions=months, **DEGREES)
    lengths = np.array([31, 31, 28.2425, 31, 30, 31, 30, 31, 31, 30, 31, 30])
    found, _, _ = climate(path, outlines=PLACE)
    assert found.values[0] == pytest.approx(np.arange(12) @ lengths / 365.2425)
    path = write_raster(tmp_path / "u.tif", values, descriptions=["Jan", "Jan", *months[2:]], **DEGREES)
    with pytest.raises(UserError, match="name months, but not each of a year once"):
        climate(path, outlines=PLACE)
    path = write_raster(tmp_path / "v.tif", values, **DEGREES)
    assert "band 7 alone" in climate(path, outlines=PLACE, variable="7")[2][0]
