"""Climate from rasters that GDAL opens: mean annual ones, twelve bands, scaled integers, bad ones."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from climate_files import MONTHS, climate, square
from rasters import write_raster
from rock_glacier_inventory.inventory.errors import UserError

DEGREES = {"crs": "EPSG:4326", "transform": Affine(0.5, 0, 90, 0, -0.5, 33)}
PLACE = [square(90.75, 32.25)]  # the middle of row 1, column 1


def flat(value, bands=1, dtype="float32"):
    return np.full((bands, 4, 4), value, dtype=dtype)


def test_a_single_raster_is_the_mean_annual_one(tmp_path):
    path = write_raster(tmp_path / "t.tif", flat(-3.5), **DEGREES)
    found, record, warnings = climate(path, outlines=PLACE)
    assert found.values[0] == -3.5
    assert (record["variable"], record["unit"]) == ("band 1", "°C (assumed from its range)")
    assert "steps" not in record
    found, record, more = climate(path.with_name("t.tif"), "MAGT", outlines=PLACE)
    assert found.values[0] == -3.5
    assert warnings == more == []
    with pytest.raises(UserError, match="single raster without years"):
        climate(path, years=(1981, 2010))


def test_a_single_raster_of_precipitation_is_a_total_of_a_year(tmp_path):
    path = write_raster(tmp_path / "p.tif", flat(430, dtype="uint16"), **DEGREES)
    found, record, warnings = climate(path, "AP", outlines=PLACE)
    assert found.values[0] == 430
    assert "taken as mm per year" in record["assumptions"][0]
    assert warnings == []


@pytest.mark.parametrize(
    ("unit", "value", "total"),
    [
        ("mm/day", 2, 2 * 365.2425),
        ("mm month-1", 40, 480),
        ("kg m-2 s-1", 1e-5, 1e-5 * 365.2425 * 86400),
        ("mm", 480, 480),
        ("m", 0.48, 480),
    ],
)
def test_a_single_raster_whose_unit_says_a_rate(tmp_path, unit, value, total):
    path = write_raster(tmp_path / "p.tif", flat(value), **DEGREES)
    with rasterio.open(path, "r+") as dataset:
        dataset.units = (unit,)
    assert climate(path, "AP", outlines=PLACE)[0].values[0] == pytest.approx(total)
    assert climate(path, "AP", outlines=PLACE, unit="mm/year")[0].values[0] == pytest.approx(value)


def test_whole_numbers_with_scale_and_offset(tmp_path):
    path = write_raster(tmp_path / "bio1.tif", flat(2701, dtype="uint16"), nodata=65535, **DEGREES)
    with rasterio.open(path, "r+") as dataset:
        dataset.scales, dataset.offsets = (0.1,), (-273.15,)
    found, record, warnings = climate(path, outlines=PLACE)
    assert found.values[0] == pytest.approx(-3.05)
    assert record["unit"].startswith("°C")
    assert warnings == []


def test_void_that_is_told_and_void_that_is_not(tmp_path):
    values = flat(2701, dtype="uint16")
    values[0, 1, 1] = 65535
    for nodata, count in ((65535, 0), (None, 1)):
        path = write_raster(tmp_path / "t.tif", values, nodata=nodata, **DEGREES)
        found, _, warnings = climate(path, outlines=PLACE, method="mean", unit="0.1 K")
        assert np.isnan(found.values[0])
        assert found.known[0] == 0
        assert len(warnings) == count
    assert "65535" in warnings[0]


def test_twelve_bands_are_january_to_december(tmp_path):
    values = flat(0.0, 12) + np.arange(12, dtype="float32")[:, None, None]
    lengths = MONTHS + np.eye(12)[1] * 0.2425
    path = write_raster(tmp_path / "t.tif", values, **DEGREES)
    found, record, warnings = climate(path, outlines=PLACE)
    assert found.values[0] == pytest.approx(np.arange(12) @ lengths / 365.2425, rel=1e-6)
    assert record["resolution"] == "monthly"
    assert warnings == []
    found, _, warnings = climate(path, "AP", outlines=PLACE)
    assert found.values[0] == pytest.approx(66)
    assert "taken as mm per month, about 66 mm a year" in warnings[0]


def test_bands_of_several_years_and_bands_with_dates(tmp_path):
    values = flat(1.0, 24)
    values[12:] = 3
    path = write_raster(tmp_path / "t.tif", values, **DEGREES)
    found, _, warnings = climate(path, outlines=PLACE)
    assert found.values[0] == pytest.approx(2)
    assert "24 bands of t.tif tell no dates; taken as months from January on, 2 years" in warnings[0]
    names = [f"t2m {1990 + month // 12}-{month % 12 + 1:02}" for month in range(24)]
    path = write_raster(tmp_path / "d.tif", values, descriptions=names, **DEGREES)
    found, record, warnings = climate(path, outlines=PLACE, years=(1991, 1991))
    assert found.values[0] == pytest.approx(3)
    assert record["years"] == [1991, 1991]
    assert warnings == []


def test_one_of_several_bands(tmp_path):
    values = np.stack([flat(1.0)[0], flat(2.0)[0], flat(300.0)[0]])
    path = write_raster(tmp_path / "t.tif", values, descriptions=("bio1", "bio2", "bio12"), **DEGREES)
    with pytest.raises(UserError, match=r"3 bands without dates.*--maat-variable"):
        climate(path, outlines=PLACE)
    found, _, warnings = climate(path, outlines=PLACE, variable="2")
    assert found.values[0] == 2
    assert "that it holds the bioclimatic variable BIO2" in warnings[0]
    found, record, warnings = climate(path, "AP", outlines=PLACE, variable="bio12")
    assert (found.values[0], warnings) == (300, [])
    assert record["variable"] == "band 3"
    with pytest.raises(UserError, match=r"no band '4' \(--maat-variable\); it has: 1 bio1, 2 bio2"):
        climate(path, outlines=PLACE, variable="4")


def test_a_virtual_raster_of_months(tmp_path):
    for month in range(12):
        write_raster(tmp_path / f"{month}.tif", flat(float(month)), **DEGREES)
    bands = "".join(
        f'<VRTRasterBand dataType="Float32" band="{month + 1}"><SimpleSource><SourceFilename '
        f'relativeToVRT="1">{month}.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource>'
        "</VRTRasterBand>"
        for month in range(12)
    )
    path = tmp_path / "months.vrt"
    path.write_text(
        '<VRTDataset rasterXSize="4" rasterYSize="4"><SRS>EPSG:4326</SRS>'
        f"<GeoTransform>90, 0.5, 0, 33, 0, -0.5</GeoTransform>{bands}</VRTDataset>"
    )
    assert climate(path, "AP", outlines=PLACE)[0].values[0] == pytest.approx(66)


def test_what_cannot_be_used(tmp_path):
    path = write_raster(tmp_path / "t.tif", flat(1.0), crs=None, transform=DEGREES["transform"])
    with pytest.raises(UserError, match="no coordinate system"):
        climate(path)
    path = write_raster(tmp_path / "c.tif", flat(1.0, dtype="complex64"), **DEGREES)
    with pytest.raises(UserError, match="complex"):
        climate(path)
    path = tmp_path / "text.tif"
    path.write_text("no raster")
    with pytest.raises(UserError, match="not a raster that GDAL can read"):
        climate(path)
    with pytest.raises(UserError, match="'nearest' is no way"):
        climate(write_raster(tmp_path / "u.tif", flat(1.0), **DEGREES), method="nearest")


def test_a_truncated_raster_is_a_sentence(tmp_path):
    values = np.random.default_rng(1).normal(0, 5, (1, 400, 400)).astype("float32")
    small = {**DEGREES, "transform": DEGREES["transform"] @ Affine.scale(0.1)}
    whole = write_raster(tmp_path / "t.tif", values, **small)
    cut = tmp_path / "cut.tif"
    cut.write_bytes(whole.read_bytes()[:300_000])
    with pytest.raises(UserError, match="truncated or damaged"):
        climate(cut, outlines=[shapely.box(90, -160, 280, 33)])


def test_outlines_beyond_the_raster_have_no_value(tmp_path):
    path = write_raster(tmp_path / "t.tif", flat(1.0), **DEGREES)
    found, record, warnings = climate(path, outlines=[square(10, 40), square(10, -89.99)])
    assert np.isnan(found.values).all()
    assert not found.known.any()
    assert record["by_marker"] == record["by_mean"] == 0  # the caller names them
    found, _, warnings = climate(path, outlines=[], markers=[])
    assert found.values.shape == (0,)
    assert warnings == []
