"""Who wants to know of gestures is told which features they touched, and others' rows are told from ours."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import plain_geopackage as geopackage
import pytest
from mapping import (
    ME,
    SOUTH,
    WEST,
    candidate_outline,
    candidate_squares,
    make_inventory,
    open_inventory,
    outline_of,
    square,
)
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import CANDIDATES
from rock_glacier_inventory.store.geopackage import geometry


@pytest.fixture
def path(tmp_path):
    return make_inventory(tmp_path / "inventory é 冰.gpkg", candidate_squares(3))


@pytest.fixture
def inventory(path):
    with closing(open_inventory(path)) as inventory:
        yield inventory


def calculate(path):
    """As the engine's `attributes` does: rows are changed, and nothing is journalled."""
    with geopackage.connect(path, write=True) as connection, geopackage.own_transaction(connection):
        connection.execute("UPDATE rock_glaciers SET ELE_MEAN = 5000, STALE = 0")


def test_a_listener_is_told_of_gestures_undo_and_redo_when_they_are_on_disk(path, inventory):
    told = []

    def listen(touched):
        with closing(sqlite3.connect(path)) as other:
            told.append((touched, other.execute("SELECT count(*) FROM journal").fetchone()[0]))

    inventory.listeners.append(listen)
    fid = operations.remain(inventory, 1, candidate_outline(inventory, 1), ME)
    rows = {"rock_glaciers": [fid], "primary_markers": [1], "candidates": [1]}
    undoing.undo(inventory, ME.person)
    undoing.redo(inventory, ME.person)
    assert [(dict(touched), noted) for touched, noted in told] == [(rows, 1), (rows, 2), (rows, 3)]


def test_a_gesture_that_is_refused_or_changes_nothing_tells_nobody(inventory):
    told = []
    inventory.listeners.append(told.append)
    with pytest.raises(UserError):
        operations.remove(inventory, 99, "talus", ME)
    operations.comment(inventory, CANDIDATES, 1, "", ME)
    assert told == []


def test_a_calculation_is_a_change_but_no_gesture(path, inventory):
    operations.retrieve(inventory, outline_of(square(WEST - 0.01, SOUTH)), ME)
    inventory.undoable(ME.person)
    calculate(path)
    assert inventory.changed_elsewhere()
    assert not inventory.changed_elsewhere()
    assert inventory.history._stacks is not None, "the journal, perhaps a long one, is not read again"
    assert undoing.undo(inventory, ME.person).operation == "retrieve"


def test_gestures_of_others_are_seen_wherever_they_stand_among_ours(path, inventory):
    with closing(open_inventory(path)) as other:
        for candidate in (1, 2):
            operations.remove(other, candidate, "talus", ME)
            operations.comment(inventory, CANDIDATES, 3, f"ours {candidate}", ME)
        assert inventory.changed_elsewhere()
        done = []
        while (undone := undoing.undo(inventory, ME.person)) is not None:
            done.append(undone.operation)
    assert done == ["comment", "remove", "comment", "remove"]


def test_a_row_of_another_tool_is_seen_too(path, inventory):
    operations.comment(inventory, CANDIDATES, 3, "ours", ME)
    inventory.undoable(ME.person)
    with closing(sqlite3.connect(path)) as connection, connection:
        geometry.register_functions(connection)
        connection.execute("UPDATE candidates SET COMMENT = 'theirs' WHERE fid = 1")
    assert inventory.changed_elsewhere()
    assert inventory.history._stacks is None
