"""The sharpest edge of an outline where a DEM is known: the level along which the ground bends."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from types import SimpleNamespace

import numpy as np
import pytest
from affine import Affine
from engine_here import run
from probabilities import TEN_METRES, UTM
from rasters import write_raster
from rock_glacier_inventory.engine.levels.bending import bends_along, edges_of
from rock_glacier_inventory.engine.levels.sharpness import places_along
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from shapely import Polygon
from test_levels import at, candidates, hill, searched

SIDE, MIDDLE, TENTH = 200, 100, 6.0
"""Of the probability: pixels of 10 m, and how many of them it takes to fall by a tenth."""


def body(foot, cell=10.0):
    """A body that rises by half a metre for each from where the probability is `foot`, on ground that slopes."""
    count = round(SIDE * 10 / cell)
    rows, columns = (np.mgrid[:count, :count] + 0.5) * cell / 10
    away = np.hypot(rows - MIDDLE - 0.5, columns - MIDDLE - 0.5)
    return 4000 + 2.0 * rows + 5 * np.maximum((1 - foot) * 10 * TENTH - away, 0)


def write_dem(path, values, cell=10.0, **place):
    transform = TEN_METRES @ Affine.scale(cell / 10)
    return write_raster(path, values[np.newaxis].astype(np.float32), **{"transform": transform, "crs": UTM, **place})


@pytest.fixture(scope="module")
def inventory(tmp_path_factory):
    return searched(tmp_path_factory.mktemp("ground"), hill(SIDE, SIDE, MIDDLE, MIDDLE, TENTH))


def asked(path, dem=None, **other):
    options = {"candidate": next(iter(candidates(path))), **other}
    done = run(
        "levels",
        "--inventory",
        path,
        *(f"--{name}={value}" for name, value in options.items()),
        *(("--dem", dem) if dem else ()),
    )
    assert done.code == 0, done.messages
    return done


def sharpest(done):
    return done.result["levels"][done.result["steepest"]]["level"]


@pytest.mark.parametrize("foot", [0.25, 0.35, 0.7])
@pytest.mark.parametrize("cell", [2.5, 10.0, 25.0])
def test_the_edge_is_where_the_ground_bends(inventory, tmp_path, foot, cell):
    """The probability is as steep everywhere, so the ground alone decides."""
    dem = write_dem(tmp_path / "d.tif", body(foot, cell), cell)
    done = asked(inventory, dem)
    assert done.result["by_ground"]
    assert sharpest(done) == pytest.approx(foot, abs=0.051)
    assert not asked(inventory).result["by_ground"]


def test_a_place_that_was_clicked_on_has_it_too(inventory, tmp_path):
    dem = write_dem(tmp_path / "d.tif", body(0.3))
    done = run("levels", "--inventory", inventory, f"--at={at(inventory, MIDDLE, MIDDLE)}", "--dem", dem)
    assert sharpest(done) == pytest.approx(0.3, abs=0.051)


def test_in_degrees_far_north_a_bend_is_measured_on_the_ground(tmp_path):
    """Cells three times as high as they are wide, of ground that bends three times as much to the north."""
    north, east = 30 / 111_412, 10 / 55_800
    grid = Affine(east, 0, 20, 0, -north, 60.01)
    rows, columns = np.mgrid[:70, :200] - np.array([35, 100])[:, np.newaxis, np.newaxis]
    bowl = 4000 + 1e-3 * (10.0 * columns) ** 2 + 3e-3 * (30.0 * rows) ** 2
    image = SimpleNamespace(transform=grid, run=SimpleNamespace(crs="EPSG:4326"))
    outline = Polygon([grid @ corner for corner in ((70, 20), (130, 20), (130, 50), (70, 50))])
    with open_dem(write_dem(tmp_path / "d.tif", bowl, crs="EPSG:4326", transform=grid), SilentReport()) as dem:
        assert bends_along([outline], image, dem) == pytest.approx([2 * 1e-3 + 2 * 3e-3], rel=0.02)


def test_a_dem_that_tells_too_little_leaves_the_probability(inventory, tmp_path):
    alone = asked(inventory).result
    elsewhere, half, void = body(0.3), body(0.3)[:, : SIDE // 2], body(0.3)
    void[:, 90:140] = -9999
    for name, values, place in (
        ("half", half, {}),
        ("void", void, {"nodata": -9999}),
        ("elsewhere", elsewhere, {"transform": TEN_METRES @ Affine.translation(5000, 0)}),
    ):
        dem = write_dem(tmp_path / f"{name}.tif", values, **place)
        assert asked(inventory, dem).result == alone, name


def test_the_dem_that_the_inventory_remembers_is_taken(inventory, tmp_path):
    path = tmp_path / "i é.gpkg"
    path.write_bytes(inventory.read_bytes())
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("INSERT INTO inventory_info (key, value) VALUES ('source_dem', 'dem é.tif')")
    alone = asked(inventory).result
    missing = asked(path)
    assert missing.result == alone
    (warning,) = [one["warning"] for one in missing.messages if "warning" in one]
    assert "by the probability alone" in warning
    assert "dem é.tif" in warning
    write_dem(tmp_path / "dem é.tif", body(0.3))
    assert sharpest(asked(path)) == pytest.approx(0.3, abs=0.051)


def test_a_dem_that_was_asked_for_must_be_one(inventory, tmp_path):
    identifier = next(iter(candidates(inventory)))
    done = run("levels", "--inventory", inventory, "--candidate", identifier, "--dem", tmp_path / "no.tif")
    assert done.code == 1
    assert "no.tif" in done.messages[-1]["error"]["message"]


def test_an_edge_is_what_is_one_by_both():
    assert edges_of([0.01, 0.02, 0.04], None) == [0.25, 0.5, 1.0]
    assert edges_of([0.0, 0.0], None) == [0.0, 0.0]
    hollow = np.array([-0.01, 0.03, 0.01, 0.005, -0.02])
    edges = edges_of([0.02] * 5, hollow)
    assert edges.index(max(edges)) == 1
    assert max(edges) == pytest.approx(1)
    assert min(edges) >= 0
    assert edges_of([0.01, 0.02], np.array([-1.0, -2.0])) == [0.5, 1.0], "a crest all round is no edge"
    steep = [0.01, 0.02, 0.03, 0.04, 0.03]
    noise = edges_of(steep, np.array([1e-5, -1e-3, -1e-3, -1e-3, -1e-3]))
    assert noise.index(max(noise)) == 3, "what hardly bends decides nothing"


def test_from_a_ring_to_the_next_goes_no_edge():
    ring = [(0, 0), (30, 0), (30, 30), (0, 30)]
    hole = [(10, 10), (10, 20), (20, 20), (20, 10)]
    places, weights = places_along(Polygon(ring, [hole]), Affine.identity())
    assert weights.sum() == pytest.approx(4 * 30 + 4 * 10)
    assert not ((places[:, 0] > 0.6) & (places[:, 0] < 9.4) & (places[:, 1] > 0.6) & (places[:, 1] < 9.4)).any()
