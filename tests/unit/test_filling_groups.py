"""The groups of attributes in an inventory: what each writes, says and records."""

from __future__ import annotations

import json

import engine_here
import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine
from filling_inventories import NORTH, UTM, WEST, column, dem, fill, level, make, put, square, table
from rasters import write_raster
from rock_glacier_inventory.engine.attributes.solar_attributes import RadiationOptions, radiation_statistics
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError

__all__ = ["dem"]  # a fixture

SQUARES = [square(20, 20, 10), square(60, 40, 5)]


@pytest.fixture
def inventory(tmp_path):
    path = make(tmp_path / "inventar é 冰.gpkg")
    put(path, schema.ROCK_GLACIERS, SQUARES)
    return path


def steps(folder, name, dtype=np.float32):
    """A coarse raster of 1 km cells that counts its columns, in degrees Celsius, as it says: they look like classes."""
    values = np.tile(np.arange(10, dtype=dtype), (1, 10, 1))
    path = write_raster(folder / name, values, transform=Affine(1000, 0, WEST, 0, -1000, NORTH), crs=UTM)
    with rasterio.open(path, "r+") as file:
        file.units = ("degC",)
    return path


def test_radiation_is_that_of_the_polygons(inventory, dem):
    fill(inventory, SilentReport(), "radiation", dem=dem)
    with open_dem(dem, SilentReport()) as opened:
        told = radiation_statistics(np.array(SQUARES), UTM, opened, RadiationOptions(), SilentReport())
    assert column(inventory, "PISR") == pytest.approx(told.values.tolist(), rel=1e-5)
    assert column(inventory, "ELE_MEAN") == [None, None]
    (run,) = table(inventory, "runs")
    told = json.loads(run["PARAMETERS"])["groups"]["radiation"]
    assert (told["source"], told["pressure"], told["diffuse"], told["days"]) == (str(dem), True, "published", [1, 365])


def test_the_method_of_the_climate(inventory, tmp_path):
    coarse = steps(tmp_path, "maat.tif")
    fill(inventory, SilentReport(), maat=coarse)
    markers = column(inventory, "MAAT")
    assert markers[0] == pytest.approx((25 * 30 - 500) / 1000, abs=0.01), "between the cells' middles"
    given = {"maat": coarse, "everything": True}
    assert fill(inventory, SilentReport(), climate_method="mean", **given)["features"] == 2
    assert column(inventory, "MAAT")[0] == pytest.approx(0.0)
    assert fill(inventory, SilentReport(), climate_method="marker", **given)["features"] == 2
    assert column(inventory, "MAAT") == pytest.approx(markers)
    with pytest.raises(UserError, match="'median' is no way to take a value"):
        fill(inventory, SilentReport(), climate_method="median", **given)


def test_all_groups_of_candidates_at_once(tmp_path, dem):
    path = make(tmp_path / "a.gpkg")
    names = [f"r-{number}" for number in range(3)]
    put(path, schema.CANDIDATES, [*SQUARES, square(500, 20, 5)], CANDIDATE_ID=names)
    ice = tmp_path / "g.gpkg"
    outlines = shapely.to_wkb(np.array([square(20, 20, 5), square(480, 60, 5)], dtype=object))
    pyogrio.raw.write(ice, outlines, [], [], geometry_type="Polygon", crs=UTM)
    report = SilentReport()
    result = fill(
        path,
        report,
        layer="candidates",
        dem=dem,
        maat=level(tmp_path, "a.tif", 270.15),
        magt=level(tmp_path, "g.tif", -1.5),
        precipitation=level(tmp_path, "p.tif", 410),
        permafrost=level(tmp_path, "z.tif", 3, dtype="uint8"),
        permafrost_classes="3=sporadic",
        pzi=level(tmp_path, "i.tif", 0.25),
        glaciers=ice,
    )
    known = dict.fromkeys(schema.ATTRIBUTE_GROUPS, 2)
    assert result["filled"] == known | {"glaciers": 3}
    rows = table(path, "candidates")
    assert [row["GLAC_FRAC"] for row in rows] == pytest.approx([0.25, 0.0, 0.0], abs=1e-4)
    for row in rows[:2]:
        assert (row["MAAT"], row["MAGT"], row["AP"]) == pytest.approx((-3.0, -1.5, 410.0), abs=1e-4)
        assert (row["PERMAFROST"], row["PZI"]) == ("sporadic", 0.25)
        assert 2000 < row["PISR"] < 3500
    assert (rows[2]["PERMAFROST"], rows[2]["PZI"]) == (None, None)
    assert [rows[2][name] for name in ("ELE_MEAN", "PISR", "MAAT", "MAGT", "AP")] == [None] * 5
    assert rows[2]["AREA"] > 0
    said = [text for text in report.warnings if text.endswith("(1): r-2.")]
    for words in (
        "no elevations",
        "no solar radiation",
        "no air temperature",
        "no ground temperature",
        "no precipitation",
        "no permafrost zone",
        "no index",
        "beyond all glaciers",
    ):
        assert len([text for text in said if words in text]) == 1, words


def test_a_climate_raster_that_reaches_nothing_is_an_error(inventory, tmp_path):
    far = level(tmp_path, "far.tif", -3.5, first_column=5000)
    with pytest.raises(UserError, match=r"No outline has a value in .*far\.tif \(MAAT\)"):
        fill(inventory, SilentReport(), maat=far)
    assert column(inventory, "AREA") == [None, None]
    assert table(inventory, "runs") == []


def test_on_the_command_line_with_every_source(inventory, dem, tmp_path):
    done = engine_here.run(
        "attributes",
        "--inventory",
        inventory,
        "--dem",
        dem,
        "--maat",
        steps(tmp_path, "maat.tif"),
        "--climate-method",
        "mean",
        "--magt",
        level(tmp_path, "magt.tif", 2716, dtype="int16"),
        "--magt-unit",
        "0.1 K",
        "--precipitation",
        level(tmp_path, "ap.tif", 1.5),
        "--precipitation-unit",
        "mm/day",
        "--permafrost",
        level(tmp_path, "perprob.tif", 0.95),
        "--pzi",
        level(tmp_path, "pzi.tif", 0.01),
        "--features",
        "1",
        "--days",
        "172-172",
    )
    groups = [group for group in schema.ATTRIBUTE_GROUPS if group != schema.GLACIERS]
    assert done.result["filled"] == dict.fromkeys(groups, 1)
    first, second = table(inventory)
    assert first["MAGT"] == pytest.approx(-1.55)
    assert first["AP"] == pytest.approx(1.5 * 365.25, rel=1e-3)
    assert (first["PERMAFROST"], first["PZI"]) == ("continuous", pytest.approx(0.01))
    assert 5 < first["PISR"] < 12
    assert second["ID"] is None
    (run,) = table(inventory, "runs")
    assert json.loads(run["PARAMETERS"])["features"] == [1]
