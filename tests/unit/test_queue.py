"""The queue of candidates against a plain list of them."""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import dataclass

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from mapping import ME, add_candidates, candidate_squares, make_inventory, open_inventory, square
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.gestures.queue.candidates import CandidateQueue
from rock_glacier_inventory.gestures.queue.filters import Count, Filter
from rock_glacier_inventory.gestures.queue.names import (
    BY_ROW,
    CLEAR,
    LARGEST,
    MOST_DISPUTED,
    MOST_UNCERTAIN,
    MOST_USEFUL,
    NEAREST,
    NEIGHBOURS,
    ORDERS,
)
from rock_glacier_inventory.gestures.queue.pace import minutes_left
from rock_glacier_inventory.inventory.schema import CANDIDATES, STATES


@dataclass
class Told:
    """A candidate as the reference knows it."""

    fid: int
    x: float
    y: float
    probability: float | None
    area: float | None
    subregion: str | None
    state: str
    spread: float | None


# Eighths of a degree are exact in the spatial index too, whose numbers have 32 bits.
CANDIDATE = st.builds(
    Told,
    st.just(0),
    st.integers(-1432, 1432).map(lambda n: n / 8),
    st.integers(-640, 640).map(lambda n: n / 8),
    st.one_of(st.none(), st.sampled_from([0.0, 0.25, 0.5, 0.7, 0.75, 0.9, 1.0])),
    st.one_of(st.none(), st.sampled_from([1e4, 2e4, 5e5])),
    st.sampled_from([None, "", "West é", "O'st"]),
    st.sampled_from([*STATES, "undecided", "undecided"]),
    st.one_of(st.none(), st.sampled_from([0.0, 0.125, 0.5])),
)
FILTERS = st.builds(
    Filter,
    st.one_of(st.none(), st.just((-90.0, -40.0, 90.0, 40.0)), st.just((100.0, -80.0, -100.0, 80.0))),
    st.sampled_from(["", "West é", "nowhere"]),
    st.sampled_from([0.0, 0.5, 0.7]),
    st.sampled_from([1.0, 0.9, 0.7]),
)
RANKED = [order for order in ORDERS if order not in (NEIGHBOURS, MOST_USEFUL)]
"""Orders that a few words tell; the other two have tests of their own (test_queue_orders.py)."""
ACTIONS = st.lists(
    st.sampled_from(["next", "skip", "decide", "start", "reload"]) | st.sampled_from(RANKED) | FILTERS, max_size=30
)


@pytest.fixture(scope="module")
def inventory(tmp_path_factory):
    path = make_inventory(tmp_path_factory.mktemp("queue") / "a.gpkg")
    with closing(open_inventory(path)) as inventory:
        inventory.connection.execute("PRAGMA synchronous = OFF")
        yield inventory


def filled(inventory, told):
    """The inventory with these candidates and no others; they get their feature ids."""
    with inventory.change():
        inventory.connection.execute("DELETE FROM candidates")
    shapes = [shapely.box(one.x - 0.125, one.y - 0.125, one.x + 0.125, one.y + 0.125) for one in told]
    add_candidates(
        inventory.path,
        shapes,
        PROB_MEAN=[one.probability for one in told],
        PROB_SD=[one.spread for one in told],
        AREA=[one.area for one in told],
        SUBREGION=[one.subregion for one in told],
        STATE=[one.state for one in told],
    )
    fids = inventory.connection.rows("SELECT fid FROM candidates ORDER BY fid")
    for one, (fid,) in zip(told, fids):
        one.fid = fid
    return {one.fid: one for one in told}


class Reference:
    """What the queue should do, as plainly as it can be said."""

    def __init__(self, told, geographic):
        self.told, self.geographic = told, geographic
        self.order, self.filter, self.skipped = NEAREST, Filter(), set()

    def passes(self, one):
        west, south, east, north = self.filter.view or (-math.inf, -math.inf, math.inf, math.inf)
        crosses = west > east
        in_width = (one.x >= west or one.x <= east) if crosses else west <= one.x <= east
        everything = self.filter.lowest == 0 and self.filter.highest == 1
        return (
            in_width
            and south <= one.y <= north
            and (not self.filter.subregion or one.subregion == self.filter.subregion)
            and (
                everything
                or (one.probability is not None and self.filter.lowest <= one.probability <= self.filter.highest)
            )
        )

    def waiting(self):
        return [one for one in self.told.values() if one.state == "undecided" and self.passes(one)]

    def count(self):
        inside = [one for one in self.told.values() if self.passes(one)]
        return Count(sum(one.state != "undecided" for one in inside), len(inside))

    def ranked(self):
        ys = [one.y for one in self.told.values()]
        band = (max(ys) - min(ys)) / 40 or 1.0
        keys = {
            MOST_UNCERTAIN: lambda one: (self.doubt(one), one.fid),
            MOST_DISPUTED: lambda one: (1.0 if one.spread is None else -one.spread, self.doubt(one), one.fid),
            LARGEST: lambda one: (-(one.area or 0), one.fid),
            CLEAR: lambda one: (
                1.0 if one.probability is None else -one.probability,
                1.0 if one.spread is None else one.spread,
                one.fid,
            ),
            BY_ROW: lambda one: (int((max(ys) - one.y) / band), one.x, one.fid),
        }
        return sorted(self.told.values(), key=keys[self.order])

    @staticmethod
    def doubt(one):
        return 1.0 if one.probability is None else abs(one.probability - 0.5)

    def next(self, after, at):
        others = [one for one in self.waiting() if one.fid != after]
        if not others:
            if self.order == NEAREST:
                self.skipped.clear()
            return after if after in {one.fid for one in self.waiting()} else None
        if self.order != NEAREST:
            ranked = self.ranked()
            places = [one.fid for one in ranked]
            start = places.index(after) + 1 if after in self.told else 0
            return next(one.fid for one in ranked[start:] + ranked[:start] if one in others)
        fresh = [one for one in others if one.fid not in self.skipped]
        if not fresh:
            self.skipped.clear()
        here = self.told.get(after)
        x, y = (here.x, here.y) if here else at or (0.0, 0.0)
        return min(fresh or others, key=lambda one: (self.distance(one, x, y), one.fid)).fid

    def distance(self, one, x, y):
        east = abs(one.x - x)
        if self.geographic:
            east = min(east, 360 - east) * math.cos(math.radians(y))
        return round(east**2 + (one.y - y) ** 2, 9)


@settings(max_examples=150)
@given(st.lists(CANDIDATE, max_size=12), ACTIONS, st.booleans())
def test_the_queue_agrees_with_a_plain_list(inventory, told, actions, geographic):
    reference = Reference(filled(inventory, told), geographic)
    queue = CandidateQueue(inventory, geographic)
    assert len(queue) == len(told)
    here, at = None, (10.0, 20.0)
    for action in actions:
        if isinstance(action, Filter):
            queue.set_filter(action)
            reference.filter = action
            reference.skipped.clear()
        elif action in ORDERS:
            queue.set_order(action)
            reference.order = action
            reference.skipped.clear()
        elif action == "reload":
            queue.reload()
            for one in reference.told.values():  # states of this test are not in the file
                queue.set_state(one.fid, one.state)
        elif action == "start":
            here = None
        elif here is not None and action == "skip":
            queue.skip(here)
            reference.skipped.add(here)
        elif here is not None and action == "decide":
            queue.set_state(here, "remove")
            reference.told[here].state = "remove"
        assert queue.count() == reference.count()
        wanted = reference.next(here, at)
        if wanted is not None and queue.order == NEAREST:
            found = queue.next(here, at)
            start = reference.told.get(here)
            x, y = (start.x, start.y) if start else at
            # Of two at the same distance, rounding decides; that one is as near is what counts.
            near, nearest = (reference.distance(reference.told[fid], x, y) for fid in (found, wanted))
            assert near == nearest
            here = found
        else:
            assert queue.next(here, at) == wanted
            here = wanted
        if here is not None:
            assert here in queue
            assert queue.state(here) == "undecided"


@given(st.lists(CANDIDATE, min_size=1, max_size=12), st.sampled_from(ORDERS))
def test_each_candidate_is_shown_once_and_in_the_same_order_each_time(inventory, told, order):
    known = filled(inventory, told)
    rounds = []
    for _ in range(2):
        queue, shown, here = CandidateQueue(inventory, True), [], None
        queue.set_order(order)
        while (here := queue.next(here)) is not None:
            shown.append(here)
            queue.set_state(here, "remain")
        rounds.append(shown)
    assert rounds[0] == rounds[1]
    assert sorted(rounds[0]) == [fid for fid, one in known.items() if one.state == "undecided"]


@pytest.fixture
def line(tmp_path):
    """Five candidates from west to east."""
    path = make_inventory(
        tmp_path / "a.gpkg",
        candidate_squares(5),
        SUBREGION=["W", "W", "E", "E", None],
        PROB_MEAN=[0.9, 0.7, 0.5, 0.3, None],
    )
    with closing(open_inventory(path)) as inventory:
        yield inventory


@pytest.mark.parametrize("order", ORDERS)
def test_what_was_skipped_comes_again_when_all_others_were_shown(line, order):
    queue = CandidateQueue(line, True)
    queue.set_order(order)
    first = queue.next(at=(0.0, 0.0))
    here, shown = first, []
    for _ in range(8):
        queue.skip(here)
        here = queue.next(here)
        shown.append(here)
    assert sorted([first, *shown[:4]]) == [1, 2, 3, 4, 5]
    assert len(set(shown[4:])) > 1, "a second round, not the same one over and over"


def test_a_look_ahead_begins_no_second_round(line):
    queue = CandidateQueue(line, True)
    for fid in (1, 2, 4, 5):
        queue.skip(fid)
    assert queue.peek(3) in (2, 4) and queue._skipped == {1, 2, 4, 5}
    assert queue.next(3) in (2, 4) and queue._skipped == set(), "as it does when one goes on"


def test_the_only_one_left_stays(line):
    queue = CandidateQueue(line, True)
    for fid in (1, 2, 4, 5):
        queue.set_state(fid, "remove")
    queue.skip(3)
    for order in ORDERS:
        queue.set_order(order)
        assert queue.next(3) == 3
    queue.set_state(3, "remain")
    assert [queue.next(3), queue.next(), queue.next(77)] == [None] * 3


def test_an_unknown_feature_is_no_harm(line):
    queue = CandidateQueue(line, True)
    queue.set_state(77, "remain")
    assert 77 not in queue
    for order in ORDERS:
        queue.set_order(order)
        assert queue.next(77) is not None
    with pytest.raises(ValueError, match="no order"):
        queue.set_order("by chance")


def test_states_are_read_from_the_file(line):
    operations.remove(line, 2, "talus", ME)
    queue = CandidateQueue(line, True)
    assert [queue.state(fid) for fid in (1, 2)] == ["undecided", "remove"]
    assert queue.count() == Count(1, 5)
    undoing.undo(line, ME.person)
    queue.reload()
    assert queue.count() == Count(0, 5)


def test_previous_leads_back(line):
    queue = CandidateQueue(line, True)
    assert queue.previous() is None
    for fid in (1, 2, 2, 3):
        queue.show(fid)
    assert queue.previous() == 2
    queue.show(2)  # it is shown now, which is no new step
    assert queue.previous() == 1
    assert queue.previous() is None


def test_subregions_are_those_of_the_candidates(line):
    queue = CandidateQueue(line, True)
    assert queue.subregions == ["E", "W"]
    queue.set_filter(Filter(subregion="E"))
    assert queue.count() == Count(0, 2)
    assert {queue.next(), queue.next(3), queue.next(4)} == {3, 4}


@pytest.mark.parametrize(
    ("lowest", "highest", "count"), [(0, 1, 5), (0.7, 0.9, 2), (0.3, 0.5, 2), (0, 0.99, 4), (0.95, 1, 0)]
)
def test_bounds_of_the_probability_are_inside(line, lowest, highest, count):
    queue = CandidateQueue(line, True)
    queue.set_filter(Filter(lowest=lowest, highest=highest))
    assert queue.count().total == count


def test_nearest_looks_across_the_antimeridian_only_in_degrees(tmp_path):
    path = make_inventory(tmp_path / "a.gpkg", [square(179, 0), square(-179.5, 0), square(170, 0)])
    with closing(open_inventory(path)) as inventory:
        assert CandidateQueue(inventory, True).next(1) == 2
        assert CandidateQueue(inventory, False).next(1) == 3


def test_nearest_knows_that_meridians_converge(tmp_path):
    path = make_inventory(tmp_path / "a.gpkg", [square(0, 60), square(1.5, 60), square(0, 61)])
    with closing(open_inventory(path)) as inventory:
        assert CandidateQueue(inventory, True).next(1) == 2
        assert CandidateQueue(inventory, False).next(1) == 3


def test_what_has_no_geometry_is_not_in_the_queue(tmp_path):
    shapes = [None, square(0, 0), shapely.MultiPolygon(), square(1, 1)]
    with closing(open_inventory(make_inventory(tmp_path / "a.gpkg", shapes))) as inventory:
        queue = CandidateQueue(inventory, True)
        assert len(queue) == queue.count().total == 2
        for order in ORDERS:
            queue.set_order(order)
            assert {queue.next(), queue.next(2), queue.next(4), queue.next(1)} == {2, 4}


@pytest.mark.parametrize("shapes", [[], [None]])
def test_an_empty_queue(tmp_path, shapes):
    with closing(open_inventory(make_inventory(tmp_path / "a.gpkg", shapes))) as inventory:
        queue = CandidateQueue(inventory, True)
        assert (len(queue), queue.count(), queue.subregions) == (0, Count(0, 0), [])
        for order in ORDERS:
            queue.set_order(order)
            assert queue.next(at=(1.0, 2.0)) is None
        queue.set_filter(Filter(view=(0, 0, 1, 1)))
        assert queue.count() == Count(0, 0)


def test_a_state_that_is_none_of_ours_is_undecided(tmp_path):
    path = make_inventory(tmp_path / "a.gpkg", candidate_squares(2), STATE=[None, "odd"])
    with closing(open_inventory(path)) as inventory:
        assert CandidateQueue(inventory, True).count() == Count(0, 2)


def test_the_time_that_is_left():
    assert minutes_left([], 100) is None
    assert minutes_left([0, 10, 20], 100) is None
    assert minutes_left([0, 10, 20, 30], 60) == pytest.approx(10)
    assert minutes_left([0, 4, 10, 20], 60) == pytest.approx(60 * 20 / 3 / 60), "the mean of all"
    assert minutes_left([0, 10, 20, 7200, 7210], 60) == pytest.approx(10), "a break is no work"
    slow, fast = [index * 100 for index in range(60)], [6000 + index * 5 for index in range(60)]
    assert minutes_left(slow + fast, 60) == pytest.approx(5), "what was long ago does not count"
    assert minutes_left(fast, 0) == 0


def test_what_was_found_as_another_landform_can_be_left_out(line):
    """Of the run that looks for it, by a callable; the count, the order and the other filters go with it."""
    runs = set(line.values(CANDIDATES, "RUN_ID"))
    assert len(runs) == 1
    queue = CandidateQueue(line, True, finds_other=lambda run_id: run_id in runs)
    everything = len(queue)
    assert (queue.others, queue.count().total) == (everything, everything)
    queue.set_filter(Filter(rock_glaciers=True))
    assert (queue.next(), queue.count().total) == (None, 0)
    assert CandidateQueue(line, True).others == 0
