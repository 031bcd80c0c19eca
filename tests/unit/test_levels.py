"""Outlines at other levels: those that a detection at that threshold would draw, of a candidate or around a place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from engine_here import run
from mapping import assert_whole, rows_of
from probabilities import TEN_METRES, UTM, trace
from rasters import write_raster
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.kept.keeper import HEIGHT, WIDTH
from rock_glacier_inventory.engine.kept.steps import steps_for
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.store.geopackage import geometry
from scipy import ndimage
from test_migration import layout

AREA = 9000.0


def hill(height, width, row, column, size, peak=1.0):
    """A probability that falls from a summit, by a tenth in `size` pixels."""
    rows, columns = np.mgrid[:height, :width]
    return np.clip(peak - np.hypot(rows - row, columns - column) / (10 * size), 0, 1)


def ground():
    """Two hills that meet at 0.4, one with two summits, one that reaches 0.3, and noise; over several blocks."""
    height, width = HEIGHT + 130, WIDTH + 200
    values = np.maximum.reduce(
        [
            hill(height, width, 60, 60, 6.0),
            hill(height, width, 60, 132, 6.0),
            hill(height, width, 130, 250, 4.0, 0.9),
            hill(height, width, 130, 262, 4.0, 0.9),
            hill(height, width, 200, 400, 7.0, 0.33),
        ]
    )
    noise = ndimage.gaussian_filter(np.random.default_rng(5).random(values.shape), 3)
    return np.clip(values + 0.5 * (noise - noise.mean()), 0, 1)


def write_probability(path, values, transform=TEN_METRES, crs=UTM):
    raster = write_raster(
        path, np.rint(values * 254).astype(np.uint8)[np.newaxis], transform=transform, crs=crs, nodata=255
    )
    with rasterio.open(raster, "r+") as dataset:
        dataset.scales = (1 / 254,)
        dataset.update_tags(model="hills", model_sha256="ab" * 32)
    return raster


def searched(folder, values, into="EPSG:4326", **place):
    """An inventory with the candidates of a probability raster."""
    raster, inventory = write_probability(folder / "p 冰.tif", values, **place), folder / "i é.gpkg"
    assert run("create", "--output", inventory, "--crs", into).code == 0
    done = run("polygonize", "--input", raster, "--inventory", inventory, "--threshold", 0.5, "--minimum-area", AREA)
    assert done.code == 0, done.messages
    return inventory


@pytest.fixture(scope="module")
def values():
    return ground()


@pytest.fixture(scope="module")
def projected(tmp_path_factory, values):
    return searched(tmp_path_factory.mktemp("Ebene"), values, UTM)


@pytest.fixture
def inventory(tmp_path, projected):
    path = tmp_path / "i.gpkg"
    path.write_bytes(projected.read_bytes())
    return path


def candidates(path):
    return {row["CANDIDATE_ID"]: shape_of(row) for row in rows_of(path, schema.CANDIDATES).values()}


def shape_of(row):
    return shapely.from_wkb(geometry.decode(row["geom"])[0])


def levels(path, **options):
    done = run("levels", "--inventory", path, *(f"--{name}={value}" for name, value in options.items()))
    assert done.code == 0, done.messages
    return done.result


def refused(path, **options):
    before = path.read_bytes()
    done = run("levels", "--inventory", path, *(f"--{name}={value}" for name, value in options.items()))
    assert done.code == 1, done.messages
    assert path.read_bytes() == before
    told = done.messages[-1]["error"]
    assert told["kind"] != "fault"
    return told["message"]


def at(path, column, row, transform=TEN_METRES, crs=UTM):
    """The option of a pixel's middle."""
    point = shapely.Point(transform @ (column + 0.5, row + 0.5))
    (moved,) = transform_geometries(np.array([point], object), crs, "EPSG:4326")
    return f"{moved.x:.9f},{moved.y:.9f}"


def same(one, other, tolerance=1e-6):
    return shapely.hausdorff_distance(one, other, densify=0.2) <= tolerance


def test_each_outline_is_what_a_detection_at_its_level_draws(projected, values):
    stored = np.rint(values * 254).astype(np.uint8)
    for identifier, outline in candidates(projected).items():
        answer = levels(projected, candidate=identifier)
        assert (answer["candidate"], answer["threshold"], answer["imagery"]) == (identifier, 0.5, "p 冰.tif")
        told = [one["level"] for one in answer["levels"]]
        drawn = {limit: trace(stored, threshold=limit, minimum_area=AREA) for limit in steps_for(0.5).limits[1:]}
        there = [limit for limit, some in drawn.items() if any(outline.intersects(c.geometry) for c in some)]
        assert told == there
        assert (told[0], len(told)) > (0.09, 12)
        for one in answer["levels"]:
            shape = shapely.from_wkt(one["outline"])
            (twin,) = [c for c in drawn[one["level"]] if same(c.geometry, shape)]
            assert one["area_m2"] == pytest.approx(twin.area_m2, abs=0.1)
        found = answer["levels"][answer["found"]]
        assert found["level"] == 0.5
        assert shapely.from_wkt(found["outline"]).equals_exact(outline.geoms[0], 0)
        areas = [one["area_m2"] for one in answer["levels"]]
        assert areas == sorted(areas, reverse=True)
        sharpest = max(answer["levels"], key=lambda one: one["sharpness"])
        assert answer["levels"][answer["steepest"]] == sharpest


def test_what_joins_and_what_parts_is_told(projected):
    known = candidates(projected)
    by_left = sorted(known, key=lambda identifier: known[identifier].bounds[0])
    left, right, double = by_left
    answer = levels(projected, candidate=left)
    joins = {one["level"]: one["joins"] for one in answer["levels"]}
    assert joins[0.5] == []
    assert joins[0.3] == [right]
    assert {one["parts"] for one in answer["levels"]} == {1}
    parts = {one["level"]: one["parts"] for one in levels(projected, candidate=double)["levels"]}
    assert parts[0.5] == 1
    assert max(parts.values()) in (1, 2)


def test_a_decided_neighbour_is_not_joined(inventory):
    left, right, _ = sorted(candidates(inventory), key=lambda one: candidates(inventory)[one].bounds[0])
    with closing(sqlite3.connect(inventory)) as other, other:
        geometry.register_functions(other)
        other.execute("UPDATE candidates SET STATE = 'remove' WHERE CANDIDATE_ID = ?", (right,))
    assert not any(one["joins"] for one in levels(inventory, candidate=left)["levels"])


def test_a_slope_is_measured_on_the_ground(tmp_path):
    """A tenth in 6 pixels of 10 m, in metres and in degrees alike."""
    values = hill(200, 200, 100, 100, 6.0)
    step = 10 / 111_320
    east, north = step / np.cos(np.radians(60)), 10 / 111_412
    degrees = {"transform": Affine(east, 0, 20, 0, -north, 60.01), "crs": "EPSG:4326"}
    for name, place in (("m", {}), ("d", degrees)):
        (tmp_path / name).mkdir()
        path = searched(tmp_path / name, values, **place)
        (identifier,) = candidates(path)
        middle = [one["sharpness"] for one in levels(path, candidate=identifier)["levels"] if 0.2 < one["level"] < 0.8]
        assert middle == pytest.approx([0.1 / 60] * len(middle), rel=0.1)


def test_a_place_gets_the_outline_around_it(projected, values):
    answer = levels(projected, at=at(projected, 400, 200))  # a hill that reaches 0.33: no candidate
    assert (answer["candidate"], answer["found"], answer["imagery"]) == ("", -1, "p 冰.tif")
    assert 0.1 in (told := [one["level"] for one in answer["levels"]])
    assert max(told) <= 0.35
    stored = np.rint(values * 254).astype(np.uint8)
    for one in answer["levels"]:
        shape = shapely.from_wkt(one["outline"])
        assert any(same(c.geometry, shape) for c in trace(stored, threshold=one["level"], minimum_area=AREA))
        assert shape.contains(shapely.Point(TEN_METRES @ (400.5, 200.5)))
        assert one["joins"] == []


def test_a_place_in_a_candidate_gets_its_ground(projected):
    known = candidates(projected)
    left = min(known, key=lambda identifier: known[identifier].bounds[0])
    answer = levels(projected, at=at(projected, 60, 60))
    assert answer["levels"][answer["found"]]["joins"] == [left]
    (twin,) = [one for one in answer["levels"] if one["level"] == 0.5]
    assert same(shapely.from_wkt(twin["outline"]), known[left])


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_outlines_come_in_the_system_of_the_inventory(tmp_path, values, crs):
    path = searched(tmp_path, values, crs)
    for identifier, outline in candidates(path).items():
        answer = levels(path, candidate=identifier)
        assert shapely.from_wkt(answer["levels"][answer["found"]]["outline"]).equals_exact(outline.geoms[0], 0)
        assert len(answer["levels"]) > 10
    assert levels(path, at=at(path, 400, 200))["levels"]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32660", "EPSG:32601"])
def test_over_the_antimeridian(tmp_path, crs):
    """A candidate in two parts, one at each edge of the map, or on a grid that counts on beyond it."""
    values = hill(200, 200, 100, 60, 6.0)
    transform, parts = Affine(1e-4, 0, 179.994, 0, -1e-4, 50.01), 1
    if crs != "EPSG:4326":
        (corner,) = transform_geometries(np.array([shapely.Point(180, 66)], object), "EPSG:4326", crs)
        transform, parts = Affine(10, 0, corner.x - 600, 0, -10, corner.y + 1000), 2
    path = searched(tmp_path, values, transform=transform, crs=crs)
    ((identifier, outline),) = candidates(path).items()
    assert len(outline.geoms) == parts
    assert shapely.area(outline) < 1e-3
    answer = levels(path, candidate=identifier)
    assert answer["levels"][0]["level"] == 0.1
    shapes = [shapely.from_wkt(one["outline"]) for one in answer["levels"]]
    assert {shapely.get_num_geometries(shape) for shape in shapes} == {parts}
    place = at(path, 60, 100, transform, crs)
    assert len(levels(path, at=place)["levels"]) == len(answer["levels"])
    longitude, latitude = map(float, place.split(","))
    assert abs(longitude) == pytest.approx(180, abs=0.001)
    other_side = f"{longitude - 360 * np.sign(longitude):.9f},{latitude:.9f}"
    assert len(levels(path, at=other_side)["levels"]) == len(answer["levels"])


def test_where_all_is_one_and_where_nothing_is_left(tmp_path):
    """An image that is sure of everything: one outline up to that level, and none beyond."""
    path = searched(tmp_path, np.full((90, 300), 0.82))
    (identifier,) = candidates(path)
    for asked in ({"candidate": identifier}, {"at": at(path, 7, 80)}):
        answer = levels(path, **asked)
        assert [one["level"] for one in answer["levels"]] == [
            limit for limit in steps_for(0.5).limits[1:] if limit <= 0.8
        ]
        assert len({one["area_m2"] for one in answer["levels"]}) == 1


# What cannot be told


def changed(path, statement, *values):
    with closing(sqlite3.connect(path)) as other, other:
        geometry.register_functions(other)
        other.execute(statement, values)
    return path


def test_what_is_asked_must_be_one_thing(projected):
    assert "give --candidate, or a place" in refused(projected)
    assert "one of the two" in refused(projected, candidate="a", at="1,2")
    for place in ("here", "1", "1,2,3", "nan,2", "1,91", "1e9,2"):
        assert f"'{place}' is no place" in refused(projected, at=place)
    assert "no candidate nobody" in refused(projected, candidate="nobody")


def test_where_nothing_was_seen(projected):
    for place in ("0,0", at(projected, 430, 10), "-180,-90"):
        assert "draw the outline by hand" in refused(projected, at=place)


def test_where_the_probability_is_gone(inventory):
    identifier = next(iter(candidates(inventory)))
    changed(inventory, "DELETE FROM kept_probability")
    assert "keeps no probability" in refused(inventory, candidate=identifier)
    assert "was not kept" in refused(inventory, at=at(inventory, 60, 60))


@pytest.mark.parametrize("is_tidy", [True, False])
def test_where_the_layer_was_dropped_it_is_there_again_and_empty(inventory, projected, is_tidy):
    identifier = next(iter(candidates(inventory)))
    changed(inventory, "DROP TABLE kept_probability")
    if is_tidy:  # as QGIS's browser does it
        for table in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions", "gpkg_data_columns"):
            changed(inventory, f"DELETE FROM {table} WHERE table_name = 'kept_probability'")
        changed(inventory, "DROP TABLE rtree_kept_probability_geom")
    assert "no layer 'kept_probability'" in refused(inventory, candidate=identifier)
    assert run("migrate", "--inventory", inventory).code == 0
    assert "keeps no probability" in refused(inventory, candidate=identifier)
    assert_whole(inventory)
    for one, other in zip(layout(inventory), layout(projected)):
        assert one == other


def test_where_a_part_of_it_is_gone(inventory):
    double = max(candidates(inventory), key=lambda one: candidates(inventory)[one].bounds[0])
    changed(inventory, "DELETE FROM kept_probability WHERE fid = (SELECT max(fid) FROM kept_probability)")
    changed(inventory, "DELETE FROM kept_probability WHERE fid = (SELECT max(fid) FROM kept_probability)")
    assert "not what its outline was drawn from" in refused(inventory, candidate=double)


def test_where_it_is_of_another_run_or_that_is_unknown(inventory):
    identifier = next(iter(candidates(inventory)))
    changed(inventory, "UPDATE kept_probability SET RUN_ID = 'another'")
    assert "keeps no probability" in refused(inventory, candidate=identifier)
    assert "draw the outline by hand" in refused(inventory, at=at(inventory, 60, 60))
    changed(inventory, "DELETE FROM runs")
    assert "does not know the detection" in refused(inventory, candidate=identifier)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE runs SET CRS = 'EPSG:0'", "coordinate system"),
        ("UPDATE runs SET CRS = NULL", "coordinate system"),
        ("UPDATE runs SET CRS = 'EPSG:4326'", "draw the outline by hand"),
        ("UPDATE runs SET MIN_AREA = NULL", "does not tell what"),
        ("UPDATE runs SET PARAMETERS = '[1'", "does not tell what"),
        ("UPDATE candidates SET geom = NULL", "no candidate"),
        ("UPDATE kept_probability SET LEVELS = NULL", "damaged"),
        ("UPDATE kept_probability SET LEVELS = substr(LEVELS, 1, 90)", "damaged"),
        ("UPDATE kept_probability SET WIDTH = 1000000000, HEIGHT = 1000000000", "damaged"),
        ("UPDATE kept_probability SET GRID = '1 2 3'", "damaged"),
    ],
)
def test_damaged_rows_are_told(inventory, statement, words):
    identifier = next(iter(candidates(inventory)))
    changed(inventory, statement)
    told = refused(inventory, candidate=identifier)
    assert words in told


def test_an_inventory_of_an_older_version_keeps_nothing(tmp_path):
    path = tmp_path / "old.gpkg"
    with closing(sqlite3.connect(path)) as connection:
        geometry.register_functions(connection)
        connection.executescript((Path(__file__).parent / "schema_8.sql").read_text("utf-8"))
    assert "old schema version 8" in refused(path, candidate="20261110T100000Z-aaaaaa-000001")
    assert run("migrate", "--inventory", path).code == 0
    assert "of an older version" in refused(path, candidate="20261110T100000Z-aaaaaa-000001")


# What becomes of it


def test_a_search_that_is_repeated_keeps_it_once(tmp_path, values):
    path = searched(tmp_path, values)
    before = len(rows_of(path, schema.KEPT_PROBABILITY))
    first = set(candidates(path))
    decided = min(first)
    changed(path, "UPDATE candidates SET STATE = 'remain' WHERE CANDIDATE_ID = ?", decided)
    done = run("polygonize", "--input", tmp_path / "p 冰.tif", "--inventory", path, "--threshold", 0.45)
    assert done.code == 0
    runs = {row["RUN_ID"] for row in rows_of(path, schema.CANDIDATES).values()}
    kept = [row["RUN_ID"] for row in rows_of(path, schema.KEPT_PROBABILITY).values()]
    old = decided.rpartition("-")[0]
    assert runs == {old, done.result["run_id"]} == set(kept)
    assert 0 < kept.count(old) < before, "what the decided candidate was drawn from, and no more"
    assert levels(path, candidate=decided)["levels"]
    assert_whole(path)


def test_a_detection_of_its_own_file_keeps_nothing(tmp_path, values):
    raster, out = write_probability(tmp_path / "p.tif", values), tmp_path / "c.gpkg"
    assert run("polygonize", "--input", raster, "--output", out).code == 0
    with closing(sqlite3.connect(out)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert "kept_probability" not in tables
