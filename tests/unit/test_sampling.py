"""Samples by design: strata, systematic ones, as many as an interval asks for, and how they grow."""

from __future__ import annotations

import math
from contextlib import closing

import pytest
from mapping import ME, assert_whole, candidate_outline, candidate_squares, make_inventory, open_inventory, rows_of
from rock_glacier_inventory.gestures import operations
from rock_glacier_inventory.gestures.finishing.progress import progress_of
from rock_glacier_inventory.gestures.reviews import ReviewQueue, decide
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample, extend_sample, read_sample, sample_names
from rock_glacier_inventory.gestures.sampling.strata import along_cells
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.estimation import number_for
from rock_glacier_inventory.inventory.schema import PRIMARY_MARKERS, REVIEW_SAMPLES, ROCK_GLACIERS, SAMPLES

NORTH, SOUTH, ONE = "Nyainqêntanglha 念青", "O'st", "one alone"


@pytest.fixture
def inventory(tmp_path):
    """Sixty rock glaciers, one of them alone in its subregion, nine in another."""
    regions = [NORTH] * 50 + [SOUTH] * 9 + [ONE]
    path = make_inventory(
        tmp_path / "a 冰.gpkg", candidate_squares(60), SUBREGION=regions, PROB_MEAN=[n / 60 for n in range(60)]
    )
    with closing(open_inventory(path)) as inventory:
        inventory.connection.execute("PRAGMA synchronous = OFF")
        for fid in range(1, 61):
            operations.remain(inventory, fid, candidate_outline(inventory, fid), ME)
        yield inventory
    assert_whole(path)


def rows(inventory, name):
    found = [row for row in rows_of(inventory.path, REVIEW_SAMPLES).values() if row["SAMPLE"] == name]
    return sorted(found, key=lambda row: row["PLACE"])


def drawn(inventory, name):
    return [row["ID"] for row in rows(inventory, name)]


def weights_of(inventory, name):
    return {row["STRATUM"]: row["WEIGHT"] for row in rows(inventory, name)}


def test_a_sample_is_recorded_with_what_it_takes_to_weigh_it(inventory):
    name = draw_sample(inventory, Draw(number=12, seed=7, person="Ann", reviewers=3))
    sample = read_sample(inventory, name)
    assert (sample.design, sample.strata, sample.seed, sample.reviewers, sample.person) == ("random", "", 7, 3, "Ann")
    assert (sample.population, sample.drawn) == ({"": 60}, {"": 12})
    assert weights_of(inventory, name) == {None: 5.0}


def test_each_stratum_has_its_share_and_two_at_least(inventory):
    name = draw_sample(inventory, Draw(number=12, strata="subregion"))
    sample = read_sample(inventory, name)
    assert sample.population == {NORTH: 50, SOUTH: 9, ONE: 1}
    assert sample.drawn == {NORTH: 10, SOUTH: 2, ONE: 1}, "all that there is of one"
    weights = weights_of(inventory, name)
    assert weights == {NORTH: 5.0, SOUTH: 4.5, ONE: 1.0}
    assert sum(weights[row["STRATUM"]] for row in rows(inventory, name)) == pytest.approx(60)
    assert {row["STRATUM"] for row in rows(inventory, name)[:4]} != {NORTH}, (
        "judged of all alike, however far one comes"
    )


@pytest.mark.parametrize("strata", ["size", "probability"])
def test_strata_of_numbers_hold_every_marker_once(inventory, strata):
    sample = read_sample(inventory, draw_sample(inventory, Draw(share=1, strata=strata)))
    assert sum(sample.population.values()) == 60 and sample.population == sample.drawn
    assert "unknown" not in sample.population


def test_a_rock_glacier_without_an_area_is_in_a_stratum_of_its_own(inventory):
    with inventory.change():
        inventory.connection.execute("UPDATE rock_glaciers SET AREA = NULL WHERE fid = 3")
    sample = read_sample(inventory, draw_sample(inventory, Draw(number=20, strata="size")))
    assert sample.population["unknown"] == sample.drawn["unknown"] == 1


def test_a_systematic_sample_lies_as_the_markers_lie(inventory):
    name = draw_sample(inventory, Draw(number=6, systematic=True, cell=1000))
    again = draw_sample(inventory, Draw(number=6, systematic=True, cell=1000))
    assert drawn(inventory, name) == drawn(inventory, again)
    chain = along_cells(inventory, [row["ID"] for row in rows_of(inventory.path, ROCK_GLACIERS).values()], 1000)
    places = sorted(chain.index(identifier) for identifier in drawn(inventory, name))
    assert {after - before for before, after in zip(places, places[1:])} == {10}, "every tenth of sixty"


def test_neighbours_follow_each_other_along_the_cells(inventory):
    found = {row["ID"]: (row["LAT"], row["LON"]) for row in rows_of(inventory.path, ROCK_GLACIERS).values()}
    chain = along_cells(inventory, found, 1000)
    assert sorted(chain) == sorted(found)

    def length(order):
        return sum(math.dist(found[one], found[other]) for one, other in zip(order, order[1:]))

    assert length(chain) < length(sorted(found, key=lambda name: name[::-1])) / 2
    with inventory.change():
        inventory.connection.execute("UPDATE primary_markers SET LAT = NULL WHERE fid = 3")
    with pytest.raises(UserError, match="has no LAT and LON"):
        along_cells(inventory, found, 1000)


def test_as_many_as_an_interval_asks_for(inventory):
    name = draw_sample(inventory, Draw(half_width=0.1))
    assert len(drawn(inventory, name)) == number_for(0.1, 0.5, 60) < 60


@pytest.mark.parametrize("more", [{}, {"strata": "subregion"}, {"systematic": True}])
def test_a_sample_grows_and_what_was_judged_stays(inventory, more):
    name = draw_sample(inventory, Draw(number=10, **more))
    before = drawn(inventory, name)
    decide(inventory, name, before[0], "Ann", "yes")
    assert extend_sample(inventory, name, 8) == 8
    after = drawn(inventory, name)
    assert after[: len(before)] == before and len(set(after)) == len(before) + 8
    assert ReviewQueue(inventory, name, "Ann").decided() == 1
    sample = read_sample(inventory, name)
    weights = weights_of(inventory, name)
    for stratum, count in sample.drawn.items():
        assert weights[stratum or None] == pytest.approx(sample.population[stratum] / count)


def test_a_sample_that_grew_is_the_one_that_was_drawn_larger(inventory):
    small, large = (draw_sample(inventory, Draw(number=number)) for number in (10, 25))
    extend_sample(inventory, small, 15)
    assert set(drawn(inventory, small)) == set(drawn(inventory, large))


def test_what_has_changed_its_stratum_since_stays_where_it_was_drawn(inventory):
    name = draw_sample(inventory, Draw(number=10, strata="subregion"))
    moved = next(row["ID"] for row in rows(inventory, name) if row["STRATUM"] == NORTH)
    with inventory.change():
        inventory.connection.execute(f"UPDATE primary_markers SET SUBREGION = 'elsewhere' WHERE ID = '{moved}'")
    extend_sample(inventory, name, 5)
    assert next(row["STRATUM"] for row in rows(inventory, name) if row["ID"] == moved) == NORTH


def test_what_is_not_held_to_be_a_rock_glacier_is_not_drawn(inventory):
    """A reviewer's no would count as a false identification of what the inventory does not claim."""
    doubted = {1: "uncertain", 2: "other", 60: "uncertain"}
    with inventory.fill(PRIMARY_MARKERS) as filling:
        told = [(doubted.get(fid, "rock glacier" if fid % 2 else None), fid) for fid in range(1, 61)]
        filling.update_many(PRIMARY_MARKERS, ["LANDFORM"], told)
    names = {fid: row["ID"] for fid, row in rows_of(inventory.path, PRIMARY_MARKERS).items()}
    everything = drawn(inventory, draw_sample(inventory, Draw(share=1.0)))
    assert sorted(everything) == sorted(name for fid, name in names.items() if fid not in doubted)
    whole, parts = progress_of(inventory)
    assert (whole.markers, whole.drawn, sum(part.markers for part in parts)) == (57, 57, 57)
    sample = draw_sample(inventory, Draw(number=3, strata="size"))
    extend_sample(inventory, sample, 100)
    assert sorted(drawn(inventory, sample)) == sorted(everything)
    assert sum(read_sample(inventory, sample).population.values()) == 57
    with pytest.raises(UserError, match="in the subregion one alone but 1 whose landform is uncertain or another"):
        draw_sample(inventory, Draw(subregion=ONE))


def test_a_sample_grows_up_to_all_there_is(inventory):
    name = draw_sample(inventory, Draw(number=50))
    assert extend_sample(inventory, name, 100) == 10
    assert set(weights_of(inventory, name).values()) == {1.0}
    with pytest.raises(UserError, match="holds every primary marker"):
        extend_sample(inventory, name, 1)


@pytest.mark.parametrize(
    ("draw", "sentence"),
    [
        (Draw(strata="colour"), "'colour' makes no strata"),
        (Draw(strata="size", systematic=True), "Choose one of the two"),
        (Draw(half_width=0.5), "half-width of 0.5"),
        (Draw(half_width=-0.1), "half-width of -0.1"),
        (Draw(half_width=0.1, expected=2), "cannot be reached"),
        (Draw(systematic=True, cell=0), "side of more than 0 m"),
    ],
)
def test_what_cannot_be_drawn_is_said(inventory, draw, sentence):
    with pytest.raises(UserError, match=sentence):
        draw_sample(inventory, draw)
    assert rows_of(inventory.path, SAMPLES) == {} and sample_names(inventory) == []


def test_what_cannot_grow_is_said(inventory):
    name = draw_sample(inventory, Draw(number=3))
    for wrong in ((name, 0), ("none", 5)):
        with pytest.raises(UserError):
            extend_sample(inventory, *wrong)
    with inventory.change():
        inventory.connection.execute("DELETE FROM samples")
    with pytest.raises(UserError, match="is not recorded"):
        extend_sample(inventory, name, 5)
    assert read_sample(inventory, name).population == {}


def test_a_population_that_another_tool_wrote_is_none(inventory):
    name = draw_sample(inventory, Draw(number=3))
    for text in ("5", "[1]", "{", '{"a": "b"}'):
        with inventory.change():
            inventory.connection.execute(f"UPDATE samples SET POPULATION = '{text}'")
        assert read_sample(inventory, name).population == {}
