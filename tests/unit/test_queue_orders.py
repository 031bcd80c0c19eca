"""Orders of the queue beside today's: neighbours together, clear ones first, most useful first; and the way back."""

from __future__ import annotations

import math
import random
from contextlib import closing

import pytest
from mapping import ME, candidate_outline, candidate_squares, make_inventory, open_inventory, outline_of, square
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.gestures.operations import By, Found
from rock_glacier_inventory.gestures.queue import candidates
from rock_glacier_inventory.gestures.queue.candidates import CandidateQueue
from rock_glacier_inventory.gestures.queue.history import History
from rock_glacier_inventory.gestures.queue.names import CLEAR, MOST_USEFUL, NEIGHBOURS
from rock_glacier_inventory.gestures.queue.neighbours import along_a_curve
from rock_glacier_inventory.inventory.schema import CANDIDATES, ROCK_GLACIERS


def order_of(queue, order):
    """Feature ids as they come; nothing is decided in the file."""
    queue.set_order(order)
    shown, here = [], None
    while (here := queue.next(here)) is not None:
        shown.append(here)
        queue.set_state(here, "remain")
    return shown


def opened(tmp_path, shapes, **columns):
    return closing(open_inventory(make_inventory(tmp_path / "a.gpkg", shapes, **columns)))


def test_clear_ones_come_first(tmp_path):
    probability = [0.7, 0.9, None, 0.9, 0.3]
    spread = [0.1, 0.2, 0.1, 0.05, None]
    with opened(tmp_path, candidate_squares(5), PROB_MEAN=probability, PROB_SD=spread) as inventory:
        assert order_of(CandidateQueue(inventory, True), CLEAR) == [4, 2, 1, 5, 3]


def test_neighbours_stay_together():
    """The way along the curve, against the shortest one there can be and against chance."""
    draw = random.Random(7)
    x, y = [draw.random() for _ in range(2000)], [draw.random() for _ in range(2000)]

    def length(places):
        return sum(math.dist((x[a], y[a]), (x[b], y[b])) for a, b in zip(places, places[1:]))

    along = along_a_curve(x, y)
    assert sorted(along) == list(range(2000))
    # A tour of n random places in a square is 0.7124 sqrt(n) long; Hilbert's curve is a quarter longer.
    assert length(along) < 1.4 * 0.7124 * math.sqrt(2000)
    assert length(range(2000)) > 20 * length(along)


def test_every_step_of_the_curve_is_to_the_next_cell():
    cells = [(column, row) for column in range(16) for row in range(16)]
    along = along_a_curve(*zip(*cells))
    steps = {math.dist(cells[a], cells[b]) for a, b in zip(along, along[1:])}
    assert steps == {1.0}


def test_an_inventory_across_180_degrees_is_one_piece(tmp_path):
    shapes = [square(179.9, 10), square(-179.8, 10), square(160, 10), square(-179.9, 10), square(179.8, 10)]
    with opened(tmp_path, shapes) as inventory:
        shown = order_of(CandidateQueue(inventory, True), NEIGHBOURS)
    together = [shown.index(fid) for fid in (5, 1, 4, 2)]
    assert max(together) - min(together) == 3, "the one at 160 degrees is not between them"


def test_the_useful_ones_are_doubtful_or_disputed(tmp_path):
    shapes = candidate_squares(3)
    with opened(tmp_path, shapes, PROB_MEAN=[0.95, 0.5, 0.95], PROB_SD=[0.0, 0.0, 0.3]) as inventory:
        assert order_of(CandidateQueue(inventory, True), MOST_USEFUL)[-1] == 1


def test_what_is_like_nothing_decided_comes_before_what_is(tmp_path, monkeypatch):
    """Forty small ones at one place, and one large one elsewhere, all as probable: size and place tell them apart."""
    many = [square(97 + index % 7 * 0.001, 28 + index // 7 * 0.001, 0.0008) for index in range(40)]
    with opened(tmp_path, [*many, square(98, 28.5, 0.02)], PROB_MEAN=[0.8] * 41) as inventory:
        queue = CandidateQueue(inventory, True)
        queue.set_order(MOST_USEFUL)
        assert queue.next() == 1, "nothing is decided, so the first of equal ones"
        for fid in range(1, 6):
            queue.set_state(fid, "remain")
        assert queue.next(1) == 6, "as it was sorted"
        queue.set_order(MOST_USEFUL)
        assert queue.next() == 41
        queue.set_order(CLEAR)
        # Without choosing it again: after so many decisions it is sorted anew.
        monkeypatch.setattr(candidates, "_TEACH_AGAIN", 5)
        for fid in range(1, 6):
            queue.set_state(fid, "undecided")
        queue.set_order(MOST_USEFUL)
        assert queue.next() == 1
        for fid in range(1, 6):
            queue.set_state(fid, "remain")
        assert queue.next() == 41


def test_a_kind_that_is_decided_both_ways_is_disputed(tmp_path):
    west = [square(97 + index * 0.001, 28, 0.0008) for index in range(9)]
    east = [square(99 + index * 0.001, 28, 0.0008) for index in range(9)]
    far = square(101, 28, 0.0008)  # so that no cell of the map ends in the middle of the others
    with opened(tmp_path, [*west, *east, far], PROB_MEAN=[0.8] * 19) as inventory:
        queue = CandidateQueue(inventory, True)
        queue.set_state(19, "remain")
        for fid in range(1, 9):
            queue.set_state(fid, "remain")
        for fid in range(10, 18):
            queue.set_state(fid, "remain" if fid % 2 else "remove")
        queue.set_order(MOST_USEFUL)
        assert queue.next() == 18


@pytest.fixture
def worked(tmp_path):
    """A day of work: 1 remains, 2 is removed, 3 is taken back, one is retrieved, 5 to 7 are taken in at once."""
    with opened(tmp_path, candidate_squares(12)) as inventory:
        operations.remain(inventory, 1, candidate_outline(inventory, 1), ME)
        operations.remove(inventory, 2, "talus", ME)
        operations.remove(inventory, 3, "talus", ME)
        undoing.undo(inventory, ME.person)
        operations.remove(inventory, 4, "talus", By("Rosa"))
        operations.retrieve(inventory, outline_of(square(99, 29)), ME)
        wanted = [(Found(fid, ME), candidate_outline(inventory, fid)) for fid in (5, 6, 7)]
        operations.remain_all(inventory, ME.person, wanted)
        operations.comment(inventory, CANDIDATES, 9, "later", ME)
        yield inventory


def way_back(history, person):
    places = []
    while (place := history.before(person)) is not None:
        places.append((place[0].name, place[1]))
    return places


def test_the_way_back_is_that_of_the_journal(worked, monkeypatch):
    wanted = [(CANDIDATES.name, fid) for fid in (7, 6, 5)]
    wanted += [(ROCK_GLACIERS.name, 2), (CANDIDATES.name, 2), (CANDIDATES.name, 1)]
    assert way_back(History(worked), ME.person) == wanted
    monkeypatch.setattr("rock_glacier_inventory.gestures.queue.history._ROWS_AT_ONCE", 2)
    assert way_back(History(worked), ME.person) == wanted, "in pieces, too"
    assert way_back(History(worked), "Rosa") == [(CANDIDATES.name, 4)]
    assert way_back(History(worked), "nobody") == []


def test_what_was_done_again_counts_and_what_is_decided_later_is_not_on_it(worked):
    undoing.undo(worked, ME.person)  # the comment
    undoing.undo(worked, ME.person)  # the three
    assert way_back(History(worked), ME.person)[0] == (ROCK_GLACIERS.name, 2)
    undoing.redo(worked, ME.person)
    history = History(worked)
    operations.remove(worked, 10, "talus", ME)
    assert way_back(history, ME.person)[0] == (CANDIDATES.name, 7)


def test_previous_goes_on_where_this_session_began(worked):
    queue = CandidateQueue(worked, True)
    for fid in (8, 9):
        queue.show(fid)
    assert queue.previous() == 8
    queue.show(8)
    assert queue.previous() is None
    assert queue.earlier(ME.person) == (CANDIDATES, 7)
    queue.show(7)
    assert queue.previous() is None
    assert queue.earlier(ME.person) == (CANDIDATES, 6)
    queue.show(6)
    queue.show(11)  # on, as by Next
    assert queue.previous() == 6


def test_a_damaged_row_of_the_journal_is_passed_by(worked):
    with worked.change():
        worked.connection.execute("UPDATE journal SET \"TOUCHED\" = '{oh' WHERE fid = 2")
    assert (CANDIDATES.name, 2) not in way_back(History(worked), ME.person)
    assert (CANDIDATES.name, 1) in way_back(History(worked), ME.person)
