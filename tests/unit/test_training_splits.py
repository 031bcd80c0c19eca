"""What is kept apart: blocks of ground, cut where chains are too long, inventories, subregions, or nothing."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import shapely
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.training_data.ground import near_pairs
from rock_glacier_inventory.engine.training_data.splits.blocks import Blocks, apart, blocks_of, gathered, largest_share
from rock_glacier_inventory.engine.training_data.splits.sides import folds_of, held_out
from training_ground import BUFFER, MANY, NORTH, SIDE, UTM, WEST, image, layer, make, place, refused

CHAIN = [(500 + 500 * step, 900) for step in range(14)]
"""Outlines each 260 m from the next, so all of them are one chain."""


def assert_apart(made, buffer=BUFFER):
    """No used outline is nearer than the buffer to one of another block, and no known pixel is of two blocks."""
    used = [row for row in made.polygons if not row["FAULT"]]
    shapes = transform_geometries(np.array([row["shape"] for row in used], object), "EPSG:4326", UTM)
    for one, other in combinations(range(len(used)), 2):
        if used[one]["BLOCK"] != used[other]["BLOCK"]:
            assert shapely.distance(shapes[one], shapes[other]) > buffer * 0.999
    known = {}
    for patch in made.patches:
        label, transform, _ = made.read("labels", patch["NAME"])
        column, row = round((transform.c - WEST) / transform.a), round((NORTH - transform.f) / transform.a)
        picture = known.setdefault(patch["BLOCK"], np.zeros((2 * SIDE, 2 * SIDE), bool))
        picture[row : row + label.shape[1], column : column + label.shape[2]] |= label[0] != 255
    assert np.sum(list(known.values()), axis=0).max() == 1
    for block, fold, side in {(p["BLOCK"], p["FOLD"], p["SIDE"]) for p in made.patches}:
        mine = {(row["FOLD"], row["SIDE"]) for row in used if row["BLOCK"] == block}
        assert mine == {(fold, side)}


def test_a_chain_is_cut_where_least_is_lost(tmp_path):
    outlines = layer(tmp_path / "a.gpkg", [place(*at) for at in CHAIN], ID=[f"{n:02d}" for n in range(len(CHAIN))])
    picture = image(tmp_path / "i.tif")
    made, done = make(tmp_path, "--inventory", outlines, "--image", picture, "--folds", 2)
    assert_apart(made)
    lost = [row for row in made.polygons if row["FAULT"]]
    assert {row["FAULT"] for row in lost} == {"between the sides"}
    assert len(lost) <= 2
    assert any("left out between the sides" in told for told in done.warnings)
    assert made.data["counts"]["faults"] == {"between the sides": len(lost)}
    targets = [row for row in made.polygons if not row["FAULT"]]
    share = sum(row["SIDE"] == "validation" for row in targets) / len(targets)
    assert 0.2 <= share <= 0.5
    assert {row["FOLD"] for row in targets} == {0, 1}


def test_what_cannot_be_cut_is_told(tmp_path):
    crowded = layer(tmp_path / "a.gpkg", [place(900, 900), place(1_200, 900)])
    told = refused(tmp_path, "--inventory", crowded, "--image", image(tmp_path / "i.tif"))
    assert told.startswith("All 2 outlines lie within 400 m of each other and make one block of ground, so no split")
    made, _ = make(tmp_path, "--inventory", crowded, "--image", tmp_path / "i.tif", "--split", "none")
    assert {row["SIDE"] for row in made.polygons} == {"training"}


def test_fewer_folds_where_there_are_fewer_blocks(tmp_path):
    outlines = layer(tmp_path / "a.gpkg", [place(*at) for at in MANY[:3]])
    made, done = make(tmp_path, "--inventory", outlines, "--image", image(tmp_path / "i.tif"))
    assert made.data["split"]["folds"] == 3
    assert "There are 3 blocks of ground with targets, so there are 3 folds, not 5." in done.warnings


@pytest.mark.parametrize("how", ["inventory", "subregion", "layer"])
def test_one_inventory_or_subregion_is_a_fold(tmp_path, how):
    west = [place(*at) for at in CHAIN[:7]]
    east = [place(*at) for at in CHAIN[7:]] + [place(*MANY[15])]
    words = ["--split", "inventory" if how == "inventory" else "subregion", "--image", image(tmp_path / "i.tif")]
    if how == "inventory":
        for name, shapes in (("west", west), ("ost", east)):
            words += ["--inventory", layer(tmp_path / f"{name}.gpkg", shapes)]
    elif how == "subregion":
        words += ["--inventory", layer(tmp_path / "a.gpkg", west + east, SUBREGION=["W"] * 7 + ["O"] * 8)]
    else:
        words += ["--inventory", layer(tmp_path / "a.gpkg", west + east)]
        halves = [place(0, 0, 3_900, 9_000), place(3_900, 0, 9_000, 9_000)]
        words += ["--subregions", layer(tmp_path / "r.gpkg", halves, NAME=["W", "O"])]
    made, _ = make(tmp_path, *words)
    assert_apart(made)
    assert made.data["split"]["by"] == ("inventory" if how == "inventory" else "subregion")
    assert made.data["split"]["folds"] == 2
    key = "SOURCE" if how == "inventory" else "SUBREGION"
    used = [row for row in made.polygons if not row["FAULT"]]
    assert len({(row[key], row["FOLD"], row["SIDE"]) for row in used}) == 2
    assert [row["FAULT"] for row in made.polygons if row["FAULT"]] == ["between the sides"]


def test_a_negative_is_on_the_side_of_the_nearest_target(tmp_path):
    west = layer(tmp_path / "west.gpkg", [place(900, 900)])
    east = layer(tmp_path / "ost.gpkg", [place(5_400, 900)])
    negatives = layer(tmp_path / "n.gpkg", [place(1_200, 1_500), place(7_000, 3_000)])
    words = ["--inventory", west, "--inventory", east, "--negatives", negatives, "--image", image(tmp_path / "i.tif")]
    made, _ = make(tmp_path, *words, "--split", "inventory", "--terms", "CC BY 4.0")
    assert_apart(made)
    assert [(row["SOURCE"], row["FOLD"]) for row in made.polygons] == [
        ("west.gpkg", 0),
        ("ost.gpkg", 1),
        ("n.gpkg", 0),
        ("n.gpkg", 1),
    ]
    assert made.data["imagery"] == [{"name": "i.tif", "terms": "CC BY 4.0"}]


def test_one_group_is_no_split(tmp_path):
    outlines = layer(tmp_path / "a.gpkg", [place(*at) for at in MANY[:3]])
    words = ("--inventory", outlines, "--image", image(tmp_path / "i.tif"))
    told = refused(tmp_path, *words, "--split", "inventory")
    assert told == "All targets are of one inventory (a.gpkg), so no split is possible; give several with --inventory."
    told = refused(tmp_path, *words, "--split", "subregion")
    assert "All targets are of one subregion" in told


def test_the_split_by_name_leaks_and_says_so(tmp_path):
    outlines = layer(tmp_path / "a.gpkg", [place(*at) for at in CHAIN], ID=[f"{n:02d}" for n in range(len(CHAIN))])
    words = ("--inventory", outlines, "--image", image(tmp_path / "i.tif"), "--split", "name")
    made, done = make(tmp_path, *words)
    assert [row["SIDE"] for row in made.polygons] == ["training"] * 10 + ["validation"] * 4
    assert [row["FOLD"] for row in made.polygons] == [n * 5 // 14 for n in range(14)]
    assert made.data["split"]["leaks"] is True
    assert any("leak" in told for told in done.warnings)
    assert {patch["SIDE"] for patch in made.patches} == {"training", "validation"}
    shown = {side: sum(p["TARGET"] for p in made.patches if p["SIDE"] == side) for side in ("training", "validation")}
    assert min(shown.values()) > 4 * 100, "outlines of the other side are not masked"


def test_no_outline_of_the_other_side_is_near_whatever_the_ground():
    random = np.random.default_rng(7)
    for count, wide in ((40, 0.1), (120, 0.2), (200, 0.15)):
        places = random.uniform((79, 31), (79 + wide, 31 + wide), (count, 2))
        shapes = np.array([shapely.Point(*at).buffer(0.002) for at in places], object)
        is_target, pairs = random.random(count) < 0.8, near_pairs(shapes, 1_500)
        found = blocks_of(shapes, is_target, pairs, 5, 0.25)
        assert sorted(found.lost) == np.flatnonzero(found.of < 0).tolist()
        stays = found.of >= 0
        again = near_pairs(shapes[stays], 1_500)
        assert (found.of[stays][again[:, 0]] == found.of[stays][again[:, 1]]).all()
        sizes = np.bincount(found.of[stays & is_target], minlength=found.of.max() + 1)
        assert (sizes > 0).sum() >= 5
        assert sizes.max() <= 0.25 * sizes.sum() + 1
        assert len(found.lost) < 0.45 * count
        groups = random.integers(0, 3, count)
        held = apart(groups, pairs, is_target)
        near = near_pairs(shapes[held.of >= 0], 1_500)
        left = groups[held.of >= 0]
        assert (left[near[:, 0]] == left[near[:, 1]]).all()


def test_many_blocks_are_put_together_by_ground():
    places = np.random.default_rng(1).uniform((79, 31), (83, 34), (900, 2))
    shapes = np.array([shapely.Point(*at).buffer(0.001) for at in places], object)
    is_target = np.ones(900, bool)
    found = blocks_of(shapes, is_target, near_pairs(shapes, 100), 5, 0.25)
    assert found.of.max() > 800
    halves = (places[:, 0] > 81).astype(np.int64)
    apart_from_each_other = Blocks(found.of.copy())
    gathered(found, shapes, is_target, 40)
    sizes = np.bincount(found.of)
    assert (len(sizes), sizes.min() > 10, sizes.max() < 50) == (40, True, True)
    spread = [np.ptp(places[found.of == block], axis=0).max() for block in range(40)]
    assert max(spread) < 1.5, "neighbours are together"
    gathered(apart_from_each_other, shapes, is_target, 40, halves)
    assert all(len(set(halves[apart_from_each_other.of == block])) == 1 for block in range(40))


def test_sides_are_as_near_to_the_share_as_whole_blocks_allow():
    assert held_out([10, 10, 10], 0.3, 0).sum() == 1
    sizes = np.array([50, 9, 8, 7, 6, 5, 4, 11])
    chosen = held_out(sizes.tolist(), 0.3, 0)
    assert sizes[chosen].sum() == 30
    many = np.random.default_rng(3).integers(1, 9, 1_000)
    assert many[held_out(many.tolist(), 0.3, 1)].sum() / many.sum() == pytest.approx(0.3, abs=0.01)
    assert held_out([5, 0, 0, 0, 5], 0.3, 0).any()
    assert not held_out([5, 5], 0, 0).any()
    assert np.bincount(folds_of(many.tolist(), 5, 0), many).tolist() == pytest.approx([many.sum() / 5] * 5, rel=0.01)
    assert (folds_of([3] * 10, 5, 0) != folds_of([3] * 10, 5, 1)).any()


def test_nothing_is_cut_only_to_make_folds_even():
    """A cut costs outlines."""
    shapes = np.array([place(*at) for at in [*CHAIN[:3], *MANY[4:11]]], object)
    shapes = transform_geometries(shapes, UTM, "EPSG:4326")
    found = blocks_of(shapes, np.ones(10, bool), near_pairs(shapes, BUFFER), 5, largest_share(5))
    assert (found.lost, found.cuts, found.of.max() + 1) == ([], 0, 8)
    assert [largest_share(folds) for folds in (1, 2, 3, 5)] == pytest.approx([0.7, 0.7, 2 / 3, 0.4])
