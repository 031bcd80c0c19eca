"""Windows of ground: drawn over the study area by the command `sample --ground`, and what they tell of completeness."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from engine_here import run
from mapping import SOUTH, WEST
from reviewed import ANN, BEN, mapped, opened
from rock_glacier_inventory.engine.agreement import agreement_of
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.gestures.windows import WindowQueue, judge_window
from rock_glacier_inventory.inventory.schema import CANDIDATES, PRIMARY_MARKERS, RUNS, SAMPLE_WINDOWS, SUBREGIONS
from rock_glacier_inventory.store.records import Wanted

EAST_HALF, WEST_HALF = "East 冰", "West"
BOX = (WEST, SOUTH, WEST + 0.1, SOUTH + 0.06)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return mapped(tmp_path_factory.mktemp("mapped") / "plain.gpkg")


@pytest.fixture
def inventory(plain, tmp_path):
    return Path(shutil.copy(plain, tmp_path / "Inventar 冰.gpkg"))


@pytest.fixture
def area(tmp_path):
    """The study area, in a projection of its own."""
    path = tmp_path / "area.gpkg"
    (shape,) = transform_geometries(np.array([shapely.box(*BOX)], object), "EPSG:4326", "EPSG:32647")
    pyogrio.raw.write(
        path,
        np.array([shapely.to_wkb(shape)], object),
        [],
        [],
        geometry_type="Polygon",
        crs="EPSG:32647",
        driver="GPKG",
    )
    return path


def drawn(inventory, *options):
    return run("sample", "--inventory", inventory, "--ground", *options)


def windows_of(inventory, sample):
    with opened(inventory) as store:
        of_sample = Wanted(having={"SAMPLE": sample})
        shapes = dict(store.outlines(SAMPLE_WINDOWS, of_sample))
        rows = store.rows(SAMPLE_WINDOWS, ("PLACE", "STRATUM", "WEIGHT", "AREA"), of_sample)
    return [(*row[1:], shapely.from_wkb(shapes[row[0]])) for row in sorted(rows, key=lambda row: row[1])]


def test_all_windows_of_an_area_are_the_area(inventory, area):
    done = drawn(inventory, "--area", area, "--window", 1000, "--number", 500)
    assert done.code == 0
    windows = windows_of(inventory, done.result["sample"])
    assert len(windows) == done.result["population"] > 60
    shapes = [row[-1] for row in windows]
    united = shapely.union_all(shapes)
    assert sum(shapely.area(shape) for shape in shapes) == pytest.approx(united.area, rel=1e-9), "none overlaps"
    assert united.intersection(shapely.box(*BOX)).area == pytest.approx(0.006, rel=0.01), "what is left out are slivers"
    assert united.difference(shapely.box(*BOX).buffer(1e-6)).area < 1e-6
    areas = [row[3] for row in windows]
    assert max(areas) == pytest.approx(1e6, rel=1e-3)
    assert {row[2] for row in windows} == {1.0}


def test_the_same_seed_draws_the_same_and_a_larger_sample_holds_the_smaller(inventory, area):
    first, more, other = (
        drawn(inventory, "--area", area, "--window", 1000, "--number", number, "--seed", seed).result["sample"]
        for number, seed in ((5, 1), (12, 1), (12, 2))
    )
    outlines = [{row[-1].wkb for row in windows_of(inventory, name)} for name in (first, more, other)]
    assert outlines[0] < outlines[1] != outlines[2]
    few, many = ({row[2] for row in windows_of(inventory, name)} for name in (first, more))
    assert len(few) == 1
    assert few.pop() == pytest.approx(many.pop() * 12 / 5)


def regions(inventory):
    middle = (BOX[0] + BOX[2]) / 2
    halves = {
        WEST_HALF: shapely.box(BOX[0], BOX[1], middle, BOX[3]),
        EAST_HALF: shapely.box(middle, BOX[1], BOX[2], BOX[3]),
    }
    with opened(inventory) as store, store.change() as tables:
        for name, shape in halves.items():
            tables.insert(SUBREGIONS, {"geom": shapely.to_wkb(shapely.MultiPolygon([shape])), "NAME": name})


def test_windows_from_each_subregion(inventory):
    assert "has no subregions" in drawn(inventory, "--number", 10, "--by", "subregion").error
    regions(inventory)
    done = drawn(inventory, "--number", 10, "--window", 1000, "--by", "subregion")
    assert set(done.result["by_stratum"]) == {EAST_HALF, WEST_HALF}
    for _, stratum, weight, _, shape in windows_of(inventory, done.result["sample"]):
        assert (shape.centroid.x > (BOX[0] + BOX[2]) / 2 - 0.006) == (stratum == EAST_HALF) or stratum == WEST_HALF
        count, population = done.result["by_stratum"][stratum]
        assert weight == pytest.approx(population / count)


def searched(inventory, sample, missed, reviewers=(ANN, BEN)):
    """Reviewers find so many missing in each window."""
    with opened(inventory) as store:
        for number, reviewer in enumerate(reviewers):
            for place in WindowQueue(store, sample, reviewer).places:
                points = [
                    shapely.to_wkb(shapely.Point(BOX[0] + n * 1e-4, BOX[1])) for n in range(missed(place, number))
                ]
                judge_window(store, sample, place, reviewer, points)


def test_completeness_counts_markers_inside_and_what_reviewers_miss(inventory, area):
    sample = drawn(inventory, "--area", area, "--window", 1000, "--number", 500).result["sample"]
    searched(inventory, sample, lambda place, number: 2 * (place <= 5) if number else 0)
    told = agreement_of(inventory)
    found = told["completeness"]
    with opened(inventory) as store:
        markers = store.count(PRIMARY_MARKERS)
    assert found["mapped"] == markers == 60
    assert found["missed"] == 5.0, "the mean of nothing and two"
    assert found["omission_rate"]["value"] == pytest.approx(5 / 65)
    assert found["recall"]["value"] == pytest.approx(60 / 65)
    assert found["recall"]["low"] < 60 / 65 <= found["recall"]["high"]
    assert found["reviewers"] == [{"reviewer": ANN, "missed": 0}, {"reviewer": BEN, "missed": 10}]


def test_what_one_found_is_told_to_nobody_before_the_other_is_done(inventory, area):
    sample = drawn(inventory, "--area", area, "--window", 1500, "--number", 8).result["sample"]
    searched(inventory, sample, lambda place, number: 3, [ANN])
    told = agreement_of(inventory)
    assert told["completeness"] is None
    with opened(inventory) as store:
        judge_window(store, sample, 1, BEN, [])
    told = agreement_of(inventory)
    assert told["completeness"] is None
    assert any(f"in the windows of '{sample}': 7." in warning for warning in told["warnings"])
    assert agreement_of(inventory, unfinished=True)["completeness"]["judged"] == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "how many windows"),
        (("--number", 5, "--by", "size"), "--by subregion"),
        (("--number", 5, "--window", 0), "too small"),
        (("--number", 5), "give polygons with --area"),
        (("--number", 0), "more than 0"),
        (("--number", 5, "--extend", "x"), "nothing else"),
    ],
)
def test_options_that_cannot_be(inventory, options, sentence):
    done = drawn(inventory, *options)
    assert done.code == 1
    assert sentence in done.error


def test_windows_are_extended_and_what_was_found_stays(inventory, area):
    wide = ("--area", area, "--window", 1000)
    name = drawn(inventory, *wide, "--number", 5, "--seed", 4).result["sample"]
    before = windows_of(inventory, name)
    searched(inventory, name, lambda place, number: 1 if place == 3 else 0)
    more = run("sample", "--inventory", inventory, "--extend", name, "--number", 7, "--area", area)
    assert (more.result["added"], more.result["drawn"], more.result["seed"]) == (7, 12, 4)
    after = windows_of(inventory, name)
    assert [row[0] for row in after] == list(range(1, 13))
    assert [row[-1].wkb for row in after[:5]] == [row[-1].wkb for row in before]
    assert {round(row[2], 9) for row in after} == {round(more.result["population"] / 12, 9)}
    at_once = drawn(inventory, *wide, "--number", 12, "--seed", 4).result["sample"]
    assert {row[-1].wkb for row in after} == {row[-1].wkb for row in windows_of(inventory, at_once)}
    with opened(inventory) as store:
        queue = WindowQueue(store, name, ANN)
        assert (queue.searched(), queue.missed(3), queue.first_open()) == (5, 1, 6)


def test_windows_of_each_subregion_are_extended_where_most_is_wanting(inventory):
    regions(inventory)
    name = drawn(inventory, "--number", 4, "--window", 1000, "--by", "subregion").result["sample"]
    more = run("sample", "--inventory", inventory, "--extend", name, "--number", 9).result
    assert sum(count for count, _ in more["by_stratum"].values()) == 13
    assert all(count >= 6 for count, _ in more["by_stratum"].values())
    for _, stratum, weight, _, _ in windows_of(inventory, name):
        count, population = more["by_stratum"][stratum]
        assert weight == pytest.approx(population / count)


def test_windows_that_cannot_be_extended(inventory, area, tmp_path):
    name = drawn(inventory, "--area", area, "--window", 1000, "--number", 5).result["sample"]
    words = ["sample", "--inventory", inventory, "--extend", name, "--number", 3]
    other = written(tmp_path / "other.gpkg", [shapely.box(BOX[0] + 0.02, *BOX[1:])])
    before = windows_of(inventory, name)
    assert "is not that over which" in run(*words, "--area", other).error
    assert "give polygons with --area" in run(*words).error
    run(*words[:-1], 500, "--area", area)
    assert "every window of its study area already" in run(*words, "--area", area).error
    markers = run("sample", "--inventory", inventory, "--number", 3).result["sample"]
    of_markers = ["sample", "--inventory", inventory, "--extend", markers, "--number", 3, "--area", area]
    assert "has no --area" in run(*of_markers).error
    assert [row[-1].wkb for row in windows_of(inventory, name)[:5]] == [row[-1].wkb for row in before]


def written(path, shapes):
    """Polygons in degrees as a file."""
    wkb = np.array([shapely.to_wkb(shape) for shape in shapes], object)
    pyogrio.raw.write(path, wkb, [], [], geometry_type="Unknown", crs="EPSG:4326", driver="GPKG")
    return path


@pytest.mark.parametrize("kind", ["beyond 180", "cut in two", "two that do not touch"])
def test_a_study_area_on_both_sides_of_180_degrees(inventory, tmp_path, kind):
    east, west = shapely.box(179.9, 66.0, 180.0, 66.1), shapely.box(-180.0, 66.0, -179.87, 66.1)
    shapes = {
        "beyond 180": [shapely.box(179.9, 66.0, 180.13, 66.1)],
        "cut in two": [shapely.MultiPolygon([east, west])],
        "two that do not touch": [shapely.box(179.9, 66.0, 179.97, 66.1), shapely.box(-179.97, 66.0, -179.9, 66.1)],
    }[kind]
    path = written(tmp_path / "area.gpkg", shapes)
    done = drawn(inventory, "--area", path, "--window", 1000, "--number", 500)
    windows = windows_of(inventory, done.result["sample"])
    assert len(windows) == done.result["population"]
    stored = [row[-1] for row in windows]
    bounds = shapely.bounds(np.array([part for shape in stored for part in shape.geoms], object))
    assert (bounds[:, 2] - bounds[:, 0] < 0.03).all(), "none goes round the Earth"
    assert (np.abs(bounds[:, [0, 2]]) <= 180).all()
    both = shapely.union_all([east, west] if kind != "two that do not touch" else shapes)
    assert shapely.union_all(stored).symmetric_difference(both).area < 0.015 * both.area
    assert max(row[3] for row in windows) == pytest.approx(1e6, rel=1e-3)
    crossing = [shape for shape in stored if shape.bounds[2] - shape.bounds[0] > 180]
    assert bool(crossing) == (kind != "two that do not touch")
    name = drawn(inventory, "--area", path, "--window", 1000, "--number", 10).result["sample"]
    more = run("sample", "--inventory", inventory, "--extend", name, "--number", 500, "--area", path).result
    assert more["drawn"] == more["population"]


def test_far_too_many_windows_are_a_sentence(inventory, area):
    big = shapely.box(60, 20, 110, 45)
    path = area.with_name("big.gpkg")
    pyogrio.raw.write(
        path, np.array([shapely.to_wkb(big)], object), [], [], geometry_type="Polygon", crs="EPSG:4326", driver="GPKG"
    )
    done = drawn(inventory, "--area", path, "--number", 5, "--window", 1000)
    assert done.code == 1
    assert "make them larger" in done.error


def test_an_inventory_in_a_projection_and_the_extent_that_its_run_searched(tmp_path):
    """Windows lie in the inventory's own system; where no area is known, where its runs searched."""
    path = tmp_path / "UTM 冰.gpkg"
    assert run("create", "--output", path, "--crs", "EPSG:32647").code == 0
    searched_box = shapely.box(300_000, 3_100_000, 306_000, 3_104_000)
    with opened(path) as store, store.change() as tables:
        tables.insert(RUNS, {"RUN_ID": "a", "EXTENT": "300000,3100000,306000,3104000", "CRS": "EPSG:32647"})
        tables.insert(CANDIDATES, {"CANDIDATE_ID": "a-1", "RUN_ID": "a", "STATE": "undecided"})
    done = drawn(path, "--window", 1000, "--number", 100)
    shapes = [row[-1] for row in windows_of(path, done.result["sample"])]
    assert shapely.union_all(shapes).intersection(searched_box).area == pytest.approx(searched_box.area, rel=0.01)
    assert max(shapely.area(shape) for shape in shapes) == pytest.approx(1e6, rel=2e-3)
