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
