"""Permafrost zones and index in an inventory: filled, remembered, recorded, and left where nothing is known."""

from __future__ import annotations

import json

import engine_here
import numpy as np
import pytest
from affine import Affine
from filling_inventories import CELL, NORTH, SIZE, UTM, WEST, column, fill, level, make, put, reshape, square, table
from rasters import write_raster
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from zone_files import named

SQUARES = [square(20, 20, 10), square(60, 60, 10)]


@pytest.fixture
def inventory(tmp_path):
    path = make(tmp_path / "Inventar é 冰.gpkg")
    put(path, schema.ROCK_GLACIERS, SQUARES)
    return path


@pytest.fixture
def halves(tmp_path):
    """Isolated in the west, from column 40 on none; it says so itself."""
    codes = np.ones((1, SIZE, SIZE), dtype="uint8")
    codes[:, :, 40:] = 0
    transform = Affine(CELL, 0, WEST, 0, -CELL, NORTH)
    return named(write_raster(tmp_path / "zones.tif", codes, transform=transform, crs=UTM))


def test_the_zone_is_filled_recorded_and_not_due_again(inventory, halves, tmp_path):
    result = fill(inventory, SilentReport(), permafrost=halves, pzi=level(tmp_path, "i.tif", 0.5))
    assert result["filled"] == {"permafrost": 2, "pzi": 2}
    assert column(inventory, "PERMAFROST", "PZI") == [("isolated", 0.5), ("none", 0.5)]
    (run,) = table(inventory, "runs")
    groups = json.loads(run["PARAMETERS"])["groups"]
    assert groups["permafrost"]["source"] == str(halves)
    assert (groups["permafrost"]["by_area"], groups["permafrost"]["of_several_zones"]) == (2, 0)
    assert groups["permafrost"]["files"][0]["classes"]["1"] == "isolated"
    assert groups["pzi"]["range"] == [0.5, 0.5]
    again = fill(inventory, SilentReport(), permafrost=halves)
    assert (again["features"], again["not_due"]) == (0, 2), "none is an answer, and no gap"


def test_the_limits_of_a_probability_stand_in_the_record(inventory, tmp_path):
    fill(inventory, SilentReport(), permafrost=level(tmp_path, "p.tif", 0.3))
    (run,) = table(inventory, "runs")
    told = json.loads(run["PARAMETERS"])["groups"]["permafrost"]["files"][0]
    assert told["classes"] == {
        "continuous": "> 0.9",
        "discontinuous": "0.5 to 0.9",
        "sporadic": "0.1 to < 0.5",
        "isolated": "> 0 to < 0.1",
        "none": "0",
    }


def test_what_a_file_does_not_tell_is_left_as_it_was_and_stays_stale(inventory, halves, tmp_path):
    fill(inventory, SilentReport(), permafrost=halves)
    reshape(inventory, 2, square(60, 60, 12))
    report = SilentReport()
    values = np.full((1, SIZE, SIZE), 0.95, dtype="float32")
    values[:, 50:] = np.nan
    other = write_raster(
        tmp_path / "north.tif", values, transform=Affine(CELL, 0, WEST, 0, -CELL, NORTH), crs=UTM, nodata=np.nan
    )
    result = fill(inventory, report, permafrost=other, everything=True)
    assert column(inventory, "PERMAFROST", "STALE") == [("continuous", 0), ("none", 1)]
    assert result["still_stale"] == 1
    assert (
        sum("no permafrost zone in north.tif; theirs was left as it was (1)" in said for said in report.warnings) == 1
    )


def test_zones_that_reach_nothing_are_an_error(inventory, tmp_path):
    far = level(tmp_path, "far.tif", 0.5, first_column=5000)
    with pytest.raises(UserError, match=r"No outline has a permafrost zone in far\.tif"):
        fill(inventory, SilentReport(), permafrost=far)
    with pytest.raises(UserError, match=r"No outline has a value in .*far\.tif \(PZI\)"):
        fill(inventory, SilentReport(), pzi=far)
    assert table(inventory, "runs") == []


def test_the_command_asks_for_codes_and_remembers_what_they_mean(inventory, tmp_path):
    path = level(tmp_path, "codes.tif", 2, dtype="uint8")
    asked = engine_here.run("attributes", "--inventory", inventory, "--permafrost", path)
    assert asked.code == 1
    assert "--permafrost-classes" in asked.error
    told = engine_here.run(
        "attributes", "--inventory", inventory, "--permafrost", path, "--permafrost-classes", "2=sporadic", "--remember"
    )
    assert told.result["filled"] == {"permafrost": 2}
    again = engine_here.run("attributes", "--inventory", inventory, "--groups", "permafrost", "--all")
    assert again.code == 0, "the file and its classes are remembered"
    assert column(inventory, "PERMAFROST") == ["sporadic"] * 2
    wrong = engine_here.run("attributes", "--inventory", inventory, "--permafrost-classes", "2=frozen", "--all")
    assert (wrong.code, "is no class" in wrong.error) == (1, True)


def test_a_known_product_is_recorded_and_one_of_temperatures_refused(inventory, tmp_path):
    """Twins of Obu et al. (2018): 1 km, EPSG:3995, float32."""
    (middle,) = transform_geometries([square(40, 40, 1).centroid], UTM, "EPSG:3995")
    transform = Affine(1000, 0, middle.x - 10_000, 0, -1000, middle.y + 10_000)
    for name, value in (("PERPROB_5.0_20181128", 0.6), ("MAGTM_5.0_20181127", -0.6)):
        values = np.full((1, 20, 20), value, dtype="float32")
        path = tmp_path / f"UiO_PEX_{name}_2000_2016_NH.tif"
        write_raster(path, values, transform=transform, crs="EPSG:3995", nodata=-9999)
    fill(inventory, SilentReport(), permafrost=tmp_path / "UiO_PEX_PERPROB_5.0_20181128_2000_2016_NH.tif")
    assert column(inventory, "PERMAFROST") == ["discontinuous"] * 2
    (run,) = table(inventory, "runs")
    assert json.loads(run["PARAMETERS"])["groups"]["permafrost"]["product"] == "Obu 2018 permafrost probability"
    with pytest.raises(UserError, match="serves for ground temperature and not for permafrost zones"):
        fill(inventory, SilentReport(), permafrost=path)
    with pytest.raises(UserError, match="neither permafrost zones nor a probability"):
        fill(inventory, SilentReport(), permafrost=path, permafrost_variable="1", everything=True)
