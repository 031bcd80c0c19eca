"""What `attributes` looks at: what is stale, or lacks a group; and who stays stale afterwards."""

from __future__ import annotations

import numpy as np
import plain_geopackage as geopackage
import pytest
from filling_inventories import column, dem, fill, level, make, plane, put, reshape, square, table
from rock_glacier_inventory.engine.filling import due
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError

__all__ = ["dem"]  # a fixture

SQUARES = [square(20, 20, 10), square(60, 40, 5), square(80, 60, 8)]


@pytest.fixture
def inventory(tmp_path):
    path = make(tmp_path / "inventar é 冰.gpkg")
    put(path, schema.ROCK_GLACIERS, SQUARES)
    return path


def test_what_has_its_attributes_is_left(inventory, dem):
    assert fill(inventory, SilentReport(), "terrain", dem=dem)["features"] == 3
    before = table(inventory)
    report = SilentReport()
    again = fill(inventory, report, "terrain", dem=dem)
    assert (again["features"], again["not_due"], report.warnings) == (0, 3, [])
    assert table(inventory) == before
    assert len(table(inventory, "runs")) == 1, "nothing was done, so there is nothing to record"


def test_a_stale_outline_and_a_new_one_are_filled(inventory, dem):
    fill(inventory, SilentReport(), "terrain", dem=dem)
    before = column(inventory, "ELE_MEAN")
    reshape(inventory, 2, square(60, 90, 5))
    put(inventory, schema.ROCK_GLACIERS, [square(120, 120, 6)])
    result = fill(inventory, SilentReport(), "terrain", dem=dem)
    assert (result["features"], result["not_due"], result["filled"]) == (2, 2, {"terrain": 2})
    now = column(inventory, "ELE_MEAN")
    assert [now[0], now[2]] == [before[0], before[2]]
    assert now[1] == pytest.approx(6000 - 92 * 15, abs=0.5)
    assert now[3] == pytest.approx(6000 - 122.5 * 15, abs=0.5)
    assert column(inventory, "STALE") == [0, 0, 0, 0]


def test_all_computes_all_anew(inventory, dem, tmp_path):
    fill(inventory, SilentReport(), "terrain", dem=dem)
    higher = plane(tmp_path, "higher.tif", 7000.0)
    assert fill(inventory, SilentReport(), "terrain", dem=higher)["features"] == 0
    assert fill(inventory, SilentReport(), "terrain", dem=higher, everything=True)["features"] == 3
    assert column(inventory, "ELE_MEAN")[0] == pytest.approx(7000 - 24.5 * 15, abs=0.5)


def test_each_group_looks_at_what_it_lacks_itself(inventory, dem, tmp_path):
    maat = level(tmp_path, "maat.tif", -3.5)
    fill(inventory, SilentReport(), "terrain", dem=dem)
    with geopackage.connect(inventory, write=True) as connection:
        connection.execute("UPDATE rock_glaciers SET ELE_MEAN = 1 WHERE fid > 1")
        connection.execute("UPDATE rock_glaciers SET ELE_MEAN = NULL WHERE fid = 1")
    result = fill(inventory, SilentReport(), "terrain", "air-temperature", dem=dem, maat=maat)
    assert result["filled"] == {"terrain": 1, "air-temperature": 3}
    assert column(inventory, "MAAT") == pytest.approx([-3.5] * 3)
    elevations = column(inventory, "ELE_MEAN")
    assert elevations[0] == pytest.approx(6000 - 24.5 * 15, abs=0.5)
    assert elevations[1:] == [1, 1], "they have their elevations"


def test_only_the_features_that_are_asked_for(inventory, dem):
    report = SilentReport()
    result = fill(inventory, report, "terrain", dem=dem, features=[3, 99])
    assert (result["features"], result["identifiers_set"]) == (1, 1)
    assert [value is None for value in column(inventory, "ELE_MEAN")] == [True, True, False]
    assert [text for text in report.warnings if "does not have" in text] == [
        "Features that layer 'rock_glaciers' does not have (1): 99."
    ]
    assert fill(inventory, SilentReport(), "terrain", dem=dem, features=[3])["features"] == 0, "it is not due"


def test_what_lacks_its_place_is_due_without_any_group(inventory, dem):
    fill(inventory, SilentReport(), "terrain", dem=dem)
    put(inventory, schema.SUBREGIONS, [square(0, 0, 200)], NAME=["Zentral"])
    result = fill(inventory, SilentReport(), "terrain", dem=dem)
    assert (result["features"], result["filled"]) == (3, {"terrain": 0})
    assert column(inventory, "SUBREGION") == ["Zentral"] * 3


# Who stays stale


def test_values_of_the_older_shape_keep_an_outline_stale(inventory, dem, tmp_path):
    maat = level(tmp_path, "maat.tif", -3.5)
    fill(inventory, SilentReport(), "terrain", "air-temperature", dem=dem, maat=maat)
    reshape(inventory, 1, square(30, 90, 10))
    colder = level(tmp_path, "colder.tif", -8.0)
    report = SilentReport()
    result = fill(inventory, report, "terrain", dem=dem)
    assert (result["features"], result["still_stale"]) == (1, 1)
    assert result["run_together"] == ["terrain", "air-temperature"]
    (warning,) = report.warnings
    assert "run these groups together: terrain, air-temperature (1): RGU" in warning
    assert column(inventory, "STALE", "MAAT") == [(1, -3.5), (0, -3.5), (0, -3.5)]
    assert column(inventory, "ELE_MEAN")[0] == pytest.approx(6000 - 94.5 * 15, abs=0.5), "it is renewed, though"
    report = SilentReport()
    result = fill(inventory, report, "terrain", "air-temperature", dem=dem, maat=colder)
    assert (result["still_stale"], result["run_together"], report.warnings) == (0, [], [])
    assert column(inventory, "STALE", "MAAT") == [(0, -8.0), (0, -3.5), (0, -3.5)]


def test_a_group_that_was_never_filled_keeps_nothing_stale(inventory, dem):
    reshape(inventory, 1, square(30, 90, 10))
    report = SilentReport()
    assert fill(inventory, report, "terrain", dem=dem)["still_stale"] == 0
    assert report.warnings == []
    assert column(inventory, "STALE") == [0, 0, 0]


def test_what_a_source_does_not_reach_any_more_is_kept_and_stays_stale(inventory, dem):
    fill(inventory, SilentReport(), "terrain", dem=dem)
    names, before = column(inventory, "ID"), column(inventory, "ELE_MEAN", "ELE_MAX", "SLO_MEAN")
    reshape(inventory, 2, square(101, 101, 6))  # nothing but voids
    report = SilentReport()
    result = fill(inventory, report, "terrain", dem=dem)
    assert (result["still_stale"], result["run_together"], result["without_elevation"]) == (1, [], 1)
    assert column(inventory, "ELE_MEAN", "ELE_MAX", "SLO_MEAN") == before
    assert column(inventory, "STALE") == [0, 1, 0]
    assert [text for text in report.warnings if "stay stale" in text and names[1] in text]
    reshape(inventory, 2, square(60, 45, 5))
    assert fill(inventory, SilentReport(), "terrain", dem=dem)["still_stale"] == 0


# Which groups


def test_the_groups_are_those_that_have_a_source(inventory, dem, tmp_path):
    sources = {"maat": level(tmp_path, "a.tif", -3.5), "magt": level(tmp_path, "g.tif", -1.5)}
    result = fill(inventory, SilentReport(), **sources)
    assert result["filled"] == {"air-temperature": 3, "ground-temperature": 3}
    result = fill(inventory, SilentReport(), dem=dem, **sources)
    assert result["filled"] == {"terrain": 3, "radiation": 3, "air-temperature": 0, "ground-temperature": 0}
    assert all(1000 < value < 3500 for value in column(inventory, "PISR"))


@pytest.mark.parametrize(
    ("groups", "sources", "words"),
    [
        ((), {}, "give a source.*--remember"),
        (("relief",), {}, "no group of attributes 'relief'; the groups are terrain, radiation"),
        (("precipitation",), {"maat": "x.tif"}, "'precipitation' has no source; give one with --precipitation"),
        (("glaciers",), {"glaciers": "g.gpkg"}, "of candidates only, not of rock_glaciers"),
        (("terrain",), {"dem": "none.tif"}, "There is no DEM none.tif"),
    ],
)
def test_groups_that_cannot_be_filled_are_told(inventory, groups, sources, words):
    before = table(inventory)
    with pytest.raises(UserError, match=words):
        fill(inventory, SilentReport(), *groups, **sources)
    assert table(inventory) == before


# The order


def test_neighbours_are_taken_together():
    middles = np.stack(np.meshgrid(np.arange(32.0), np.arange(32.0)), axis=-1).reshape(-1, 2)
    shuffled = np.random.default_rng(1).permutation(middles)
    order = np.argsort(due.along_space(np.hstack((shuffled - 0.4, shuffled + 0.4))))
    chunks = shuffled[order].reshape(-1, 64, 2)
    assert (np.ptp(chunks, axis=1) == 7).all(), "64 at a time are 8 x 8 neighbours"


def test_boxes_that_are_not_known_come_last_and_one_alone_is_no_trouble():
    nothing = [np.nan] * 4
    places = due.along_space(np.array([nothing, [1.0, 1, 2, 2], [0.0, 0, 1, 1], nothing]))
    assert np.argsort(places, kind="stable").tolist() == [2, 1, 0, 3]
    assert due.along_space(np.array([[5.0, 5, 5, 5]])).tolist() == [0]
    assert len(due.along_space(np.empty((0, 4)))) == 0
