"""Undo and redo: over a closed file, beside other people and tools, in any order."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import partial

import numpy as np
import plain_geopackage as geopackage
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from mapping import (
    ME,
    SOUTH,
    WEST,
    assert_whole,
    candidate_outline,
    candidate_squares,
    decode,
    journal,
    journal_length,
    make_inventory,
    open_inventory,
    outline_of,
    rows_of,
    snapshot,
    square,
    stored,
)
from rasters import write_raster
from rock_glacier_inventory.engine.filling.chunks import fill_attributes
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas, transform_geometries
from rock_glacier_inventory.engine.intake import inventory_file
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.gestures import operations, reshaping, undoing
from rock_glacier_inventory.gestures.reviews import decide
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import CANDIDATES, GEOMETRY, ROCK_GLACIERS
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.sources import Sources

BEN = replace(ME, person="Ben Other")


@pytest.fixture
def path(tmp_path):
    """Candidate 1 is in the inventory, 2 is removed, 3 is refined; the rest is undecided."""
    path = make_inventory(tmp_path / "inventory é 冰.gpkg", candidate_squares(5))
    with closing(open_inventory(path)) as inventory:
        keep(inventory, 1, BEN)
        operations.remove(inventory, 2, "talus", BEN)
        operations.refine(inventory, 3, outline_of(square(WEST + 0.02, SOUTH, 0.006)), BEN)
    return path


def keep(inventory, candidate, by=ME):
    return operations.remain(inventory, candidate, candidate_outline(inventory, candidate), by)


def parts(inventory, fid):
    west, south, east, north = decode(inventory.row(ROCK_GLACIERS, fid)[GEOMETRY]).bounds
    middle = west + (east - west) * 0.3
    boxes = shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    return [outline_of(box) for box in boxes]


def drag(inventory):
    row = inventory.row(ROCK_GLACIERS, 1)
    y, x = row["LAT"] + 0.0002, row["LON"]
    reshaping.move_marker(inventory, 1, y, x, shapely.to_wkb(shapely.Point(x, y)), ME)


DRAWN = outline_of(square(WEST - 0.01, SOUTH, 0.005))
GESTURES = {
    "remain": lambda it: keep(it, 4),
    "remain after remove": lambda it: keep(it, 2),
    "remain after refine": lambda it: keep(it, 3),
    "remove": lambda it: operations.remove(it, 4, "water", replace(ME, comment="it's é")),
    "remove after remain": lambda it: operations.remove(it, 1, "water", ME),
    "refine": lambda it: operations.refine(it, 4, DRAWN, ME),
    "refine after remain": lambda it: operations.refine(it, 1, DRAWN, ME),
    "refine of a rock glacier": lambda it: operations.refine_rock_glacier(it, 1, DRAWN, ME),
    "retrieve": lambda it: operations.retrieve(it, DRAWN, ME),
    "split": lambda it: reshaping.split(it, 1, parts(it, 1), ME),
    "merge": lambda it: reshaping.merge(it, [1, 2], DRAWN, ME),
    "marker": drag,
    "comment": lambda it: operations.comment(it, CANDIDATES, 1, "new", ME),
    "review": lambda it: decide(it, "", it.row(ROCK_GLACIERS, 1)["ID"], ME.person, "no", "c"),
}


def afresh(path, action):
    """Do something in a session of its own: the file is opened, and closed after."""
    with closing(open_inventory(path)) as inventory:
        done = action(inventory)
    assert_whole(path)
    return done


undo = partial(undoing.undo, person=ME.person)
redo = partial(undoing.redo, person=ME.person)


@pytest.mark.parametrize("name", GESTURES)
def test_each_gesture_is_taken_back_and_done_again_after_reopening(path, name):
    before = snapshot(path)
    afresh(path, GESTURES[name])
    after = snapshot(path)
    assert after != before
    gesture = journal(path)[-1]
    for _ in range(2):
        undone = afresh(path, undo)
        assert snapshot(path) == before
        assert (undone.operation, undone.touched) == (gesture["OPERATION"], gesture["TOUCHED"])
        assert afresh(path, undo) is None, "there is nothing else of this person"
        assert afresh(path, redo).operation == gesture["OPERATION"]
        assert snapshot(path) == after
        assert afresh(path, redo) is None
    told = [(row["OPERATION"], row["UNDOES"]) for row in journal(path)[-4:]]
    assert told == [("undo", gesture["fid"]), ("redo", gesture["fid"])] * 2, "each is a row of the journal"


def test_all_gestures_one_after_another_and_all_back(path):
    states = [snapshot(path)]
    with closing(open_inventory(path)) as inventory:
        for name in ("remain", "comment", "review", "marker", "split", "remove after remain", "retrieve"):
            GESTURES[name](inventory)
            states.append(snapshot(path))
    for state in reversed(states[:-1]):
        assert afresh(path, undo) is not None
        assert snapshot(path) == state
    for state in states[1:]:
        assert afresh(path, redo) is not None
        assert snapshot(path) == state


def test_a_new_gesture_ends_what_can_be_done_again(path):
    afresh(path, GESTURES["remain"])
    afresh(path, undo)
    afresh(path, GESTURES["remove"])
    after = snapshot(path)
    assert afresh(path, redo) is None
    assert snapshot(path) == after
    with closing(open_inventory(path)) as inventory:  # the same within one session
        undo(inventory)
        keep(inventory, 5)
        assert redo(inventory) is None


def test_each_person_takes_back_only_their_own(path):
    with closing(open_inventory(path)) as inventory:
        keep(inventory, 4)
        before = snapshot(path)
        operations.remove(inventory, 5, "talus", BEN)
        assert undoing.undo(inventory, "Cid Nobody") is None
        undoing.undo(inventory, BEN.person)
        assert snapshot(path) == before
        operations.remove(inventory, 5, "talus", BEN)
        undoing.undo(inventory, ME.person)
    states = {fid: row["STATE"] for fid, row in rows_of(path, CANDIDATES).items()}
    assert states == {1: "remain", 2: "remove", 3: "refine", 4: "undecided", 5: "remove"}


def test_two_sessions_on_one_file_see_each_others_gestures(path):
    with closing(open_inventory(path)) as first, closing(open_inventory(path)) as second:
        before = snapshot(path)
        assert undo(second) is None
        keep(first, 4)
        assert second.changed_elsewhere()
        assert undo(second).operation == "remain"
        assert snapshot(path) == before
        assert first.changed_elsewhere()
        assert undo(first) is None
        assert redo(first).operation == "remain"


# What was changed since


def change_elsewhere(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        geometry.register_functions(connection)
        with connection:
            assert connection.execute(sql).rowcount == 1


@pytest.mark.parametrize(
    ("gesture", "sql"),
    [
        ("remain", "UPDATE rock_glaciers SET ADDI_INF = 'checked' WHERE CANDIDATE = 'c4'"),
        ("remain", "UPDATE candidates SET STATE = 'remove' WHERE fid = 4"),
        ("remain", "DELETE FROM rock_glaciers WHERE CANDIDATE = 'c4'"),
        ("remain", "UPDATE primary_markers SET geom = (SELECT geom FROM primary_markers) WHERE fid = 3"),
        ("refine", "UPDATE rock_glaciers SET geom = (SELECT geom FROM candidates) WHERE CANDIDATE = 'c4'"),
        ("refine after remain", "UPDATE rock_glaciers SET LAT = LAT + 0.001 WHERE fid = 1"),
        ("remove", "UPDATE candidates SET REASON = 'moraine' WHERE fid = 4"),
        ("comment", "UPDATE candidates SET COMMENT = NULL WHERE fid = 1"),
    ],
)
def test_what_another_tool_changed_since_is_not_overwritten(path, gesture, sql):
    with closing(open_inventory(path)) as inventory:
        GESTURES[gesture](inventory)
        change_elsewhere(path, sql)
        before = snapshot(path), journal(path)
        with pytest.raises(UserError, match="changed since by someone else") as told:
            undo(inventory)
        assert told.value.message.count(". ") == 0
        assert (snapshot(path), journal(path)) == before
        assert redo(inventory) is None


def test_a_field_that_the_gesture_did_not_touch_may_have_changed(path):
    with closing(open_inventory(path)) as inventory:
        GESTURES["refine after remain"](inventory)
        change_elsewhere(path, "UPDATE rock_glaciers SET ADDI_INF = 'checked' WHERE fid = 1")
        assert undo(inventory).operation == "refine"
    row = rows_of(path, ROCK_GLACIERS)[1]
    assert (row["ADDI_INF"], row["OPERATION"]) == ("checked", "remain")


def test_a_redo_does_not_overwrite_either(path):
    with closing(open_inventory(path)) as inventory:
        GESTURES["remain"](inventory)
        undo(inventory)
        operations.remove(inventory, 4, "talus", BEN)
        before = snapshot(path), journal(path)
        with pytest.raises(UserError, match="changed since by someone else"):
            redo(inventory)
        assert (snapshot(path), journal(path)) == before


@pytest.mark.parametrize("turn", ["undo", "redo"])
def test_an_identifier_that_was_given_again_is_not_given_twice(path, turn):
    with closing(open_inventory(path)) as inventory:
        fid = operations.retrieve(inventory, DRAWN, ME)
        identifier = inventory.row(ROCK_GLACIERS, fid)["ID"]
        if turn == "undo":  # an undo of the merge would bring the identifier back
            reshaping.merge(inventory, [fid, 2], DRAWN, ME)
        else:
            undo(inventory)
        again = operations.retrieve(inventory, DRAWN, BEN)
        assert inventory.row(ROCK_GLACIERS, again)["ID"] == identifier
        before = snapshot(path), journal(path)
        with pytest.raises(UserError, match=f"{identifier} since"):
            (undo if turn == "undo" else redo)(inventory)
        assert (snapshot(path), journal(path)) == before


# Attributes are computed in between


def in_system(path, crs):
    """An inventory in a coordinate system with one candidate of 10 cells of the elevation model."""
    inventory_file.create_inventory(path, crs)
    with closing(open_inventory(path)) as inventory:
        srs_id = inventory.reference(CANDIDATES).srs_id

    def moved(x, y, source, target):
        (point,) = transform_geometries([shapely.Point(x, y)], source, target)
        return point.x, point.y

    def drawn(size):
        box = shapely.box(500_600, 3_400_000 - 600 - size, 500_600 + size, 3_400_000 - 600)
        (shape,) = transform_geometries([box], "EPSG:32645", crs)
        return outline_of(
            shape,
            lambda x, y: moved(x, y, "EPSG:4326", crs),
            lambda x, y: moved(x, y, crs, "EPSG:4326"),
            float(ellipsoidal_areas([box], "EPSG:32645")[0]),
        )

    with geopackage.connect(path, write=True) as connection, geopackage.own_transaction(connection):
        values = {"CANDIDATE_ID": "c1", "STATE": "undecided", "AREA": drawn(300).area}
        row = (stored(drawn(300), srs_id), *(values.get(name) for name in CANDIDATES.field_names))
        geopackage.insert_rows(connection, CANDIDATES, [row])
    return drawn, lambda outline: stored(outline, srs_id)


@pytest.fixture
def dem(tmp_path):
    values = np.tile(6000 - np.arange(100, dtype=np.float32)[:, None] * 15, (1, 1, 100))
    transform = Affine(30, 0, 500_000, 0, -30, 3_400_000)
    return write_raster(tmp_path / "dem.tif", values, transform=transform, crs="EPSG:32645", nodata=-32767)


def attributes(path, dem):
    report = SilentReport()
    sources = Sources(dem=str(dem))
    fill_attributes(path, sources, report, layer="rock_glaciers", groups=[schema.TERRAIN])
    assert report.warnings == []
    (row,) = rows_of(path, ROCK_GLACIERS).values()
    assert (row["ELE_MEAN"] is not None, row["STALE"]) == (True, 0)
    return row


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32645", "EPSG:3857"])
def test_a_gesture_is_taken_back_after_its_attributes_were_filled(tmp_path, dem, crs):
    path = tmp_path / "a.gpkg"
    drawn, _ = in_system(path, crs)
    before = snapshot(path)
    afresh(path, lambda it: operations.remain(it, 1, drawn(300), ME))
    after = snapshot(path)
    attributes(path, dem)
    assert afresh(path, undo).operation == "remain"
    assert snapshot(path) == before
    assert afresh(path, redo).operation == "remain"
    assert snapshot(path) == after


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32645", "EPSG:3857"])
def test_an_outline_that_comes_back_brings_its_own_attributes(tmp_path, dem, crs):
    path = tmp_path / "a.gpkg"
    drawn, in_file = in_system(path, crs)
    fid = afresh(path, lambda it: operations.remain(it, 1, drawn(300), ME))
    first = attributes(path, dem)
    for size in (600, 900):
        afresh(path, lambda it, size=size: operations.refine_rock_glacier(it, fid, drawn(size), ME))
    assert rows_of(path, ROCK_GLACIERS)[fid]["STALE"] == 1
    last = attributes(path, dem)
    assert last["ELE_MEAN"] < first["ELE_MEAN"]
    afresh(path, undo)
    row = rows_of(path, ROCK_GLACIERS)[fid]
    assert (row[GEOMETRY], row["STALE"]) == (in_file(drawn(600)), 1), "nothing was computed for that outline"
    afresh(path, undo)
    row = rows_of(path, ROCK_GLACIERS)[fid]
    assert row == {**first, "LAT": row["LAT"], "LON": row["LON"]}
    assert (row["LAT"], row["LON"]) == pytest.approx((first["LAT"], first["LON"]), abs=1e-9)


def test_an_undo_that_finds_all_as_it_should_be_makes_way_for_the_next(path):
    first = snapshot(path)
    with closing(open_inventory(path)) as inventory:
        keep(inventory, 4)
        with inventory.gesture("comment", ME.person) as edit:
            # All that it does is taken back by a calculation, before the undo.
            edit.update(ROCK_GLACIERS, 1, {"STALE": 0})
        change_elsewhere(path, "UPDATE rock_glaciers SET STALE = 1 WHERE fid = 1")
        assert undo(inventory).operation == "comment"
        assert undo(inventory).operation == "remain"
    assert snapshot(path) == first


# Any order of anything


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return make_inventory(tmp_path_factory.mktemp("undo") / "template.gpkg", candidate_squares(6))


def do(inventory, number):
    """One of many gestures, chosen by a number; it may be refused, and then nothing happens."""
    kind, number = number % 9, number // 9
    fids = [row[0] for row in inventory.connection.rows("SELECT fid FROM rock_glaciers ORDER BY fid")]
    candidate = number % 6 + 1
    chosen = fids[number % len(fids)] if fids else None
    drawn = outline_of(square(WEST + number % 5 * 0.003, SOUTH, 0.004 + number % 3 * 0.001))
    if kind == 0:
        keep(inventory, candidate)
    elif kind == 1:
        operations.remove(inventory, candidate, schema.REMOVAL_REASONS[number % 9], ME)
    elif kind == 2:
        operations.refine(inventory, candidate, drawn, ME)
    elif kind == 3:
        operations.retrieve(inventory, drawn, ME)
    elif kind == 4:
        operations.comment(inventory, CANDIDATES, candidate, f"comment {number % 3}", ME)
    elif chosen is not None and kind == 5:
        reshaping.split(inventory, chosen, parts(inventory, chosen), ME)
    elif len(fids) > 1 and kind == 6:
        reshaping.merge(inventory, [chosen, fids[(number + 1) % len(fids)]], drawn, ME)
    elif chosen is not None and kind == 7:
        operations.refine_rock_glacier(inventory, chosen, drawn, ME)
    elif chosen is not None and kind == 8:
        identifier = inventory.row(ROCK_GLACIERS, chosen)["ID"]
        decide(inventory, "", identifier, ME.person, schema.DECISIONS[number % 4])


STEPS = st.lists(st.one_of(st.integers(0, 10_000), st.sampled_from(["undo", "redo", "undo", "reopen"])), max_size=24)


@settings(max_examples=30)
@given(STEPS)
def test_any_sequence_agrees_with_a_list_of_states(template, tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("any") / "a.gpkg"
    shutil.copy(template, path)
    inventory = opened_fast(path)
    states, place = [snapshot(path)], 0
    for step in steps:
        rows = journal_length(path)
        if step == "reopen":
            inventory.close()
            inventory = opened_fast(path)
        elif step == "undo":
            assert (undo(inventory) is None) == (place == 0)
            place = max(place - 1, 0)
        elif step == "redo":
            assert (redo(inventory) is None) == (place == len(states) - 1)
            place = min(place + 1, len(states) - 1)
        else:
            try:
                do(inventory, step)
            except UserError:
                assert journal_length(path) == rows
            if journal_length(path) > rows:
                states[place + 1 :] = [snapshot(path)]
                place += 1
                continue
        assert snapshot(path) == states[place]
    inventory.close()
    assert_whole(path)
    identifiers = [row["ID"] for row in rows_of(path, ROCK_GLACIERS).values()]
    assert len(set(identifiers)) == len(identifiers)


def opened_fast(path):
    inventory = open_inventory(path)
    inventory.connection.execute("PRAGMA synchronous = OFF")  # a crash is not what is tested here
    return inventory
