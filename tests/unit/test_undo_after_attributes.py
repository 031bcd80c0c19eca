"""Undo and redo of gestures whose attributes the engine has filled since, by its real command."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import plain_geopackage as geopackage
import pytest
import shapely
from affine import Affine
from engine_process import Warm
from mapping import (
    ME,
    SOUTH,
    WEST,
    assert_whole,
    candidate_outline,
    candidate_squares,
    decode,
    encode,
    make_inventory,
    open_inventory,
    outline_of,
    rows_of,
    snapshot,
    square,
)
from rasters import write_raster
from rock_glacier_inventory.gestures import operations, reshaping, undoing
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.schema import CANDIDATES, GEOMETRY, ROCK_GLACIERS
from rock_glacier_inventory.store.edit import FILLED_LATER

CELL = 1 / 3600
SIDE = 150


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """The warm engine; an elevation model and an air temperature that differ everywhere, so that no two
    outlines are alike.
    """
    folder = tmp_path_factory.mktemp("sources é 冰")
    down, along = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    transform = Affine(CELL, 0, WEST - 0.005, 0, -CELL, SOUTH + 0.03)
    options = {"crs": "EPSG:4326", "nodata": -32767, "transform": transform}
    dem = write_raster(folder / "dem.tif", (5500 - 10 * down - 4 * along)[None], **options)
    air = write_raster(folder / "air.tif", (-12 + 0.05 * down + 0.02 * along)[None], **options)
    with Warm() as engine:  # nobody waits for it, and here it need not compile
        yield engine, {"dem": dem, "maat": air}


@pytest.fixture
def path(tmp_path):
    """Candidate 1 is a rock glacier, the others are undecided; it lies in two subregions."""
    path = make_inventory(tmp_path / "inventory é 冰.gpkg", candidate_squares(4))
    regions = [(encode(shapely.box(WEST - 1 + x, SOUTH - 1, WEST + x, SOUTH + 1)), f"region {x}") for x in (1, 2)]
    with geopackage.connect(path, write=True) as connection, geopackage.own_transaction(connection):
        geopackage.insert_rows(connection, schema.SUBREGIONS, regions)
    with closing(open_inventory(path)) as inventory:
        operations.remain(inventory, 1, candidate_outline(inventory, 1), ME)
    return path


def fill(path, sources, *fids):
    """The engine's command, as the dock asks for it."""
    engine, files = sources
    options = [f"--{name}={file}" for name, file in files.items()]
    if fids:
        options.append(f"--features={','.join(map(str, fids))}")
    engine.ask(
        0, "attributes", "--inventory", path, "--layer=rock_glaciers", "--groups=terrain,air-temperature", *options
    )
    last, _ = engine.end_of(0)
    assert "result" in last, last
    rows = rows_of(path, ROCK_GLACIERS)
    for fid in fids or rows:
        row = rows[fid]
        assert None not in [row[name] for name in ("ELE_MEAN", "SLO_MEAN", "ASPECT", "MAAT", "SUBREGION")]
        assert row["STALE"] == 0
    return rows


def do(path, action):
    """In a session of its own, as after a restart."""
    with closing(open_inventory(path)) as inventory:
        done = action(inventory)
    assert_whole(path)
    return done


def undo(path):
    return do(path, lambda inventory: undoing.undo(inventory, ME.person)).operation


def redo(path):
    return do(path, lambda inventory: undoing.redo(inventory, ME.person)).operation


def without_filled(state):
    """What gestures write, without what a calculation fills; markers to a tenth of a metre."""
    kept = {}
    for name, rows in state.items():
        for fid, row in rows.items():
            told = {key: value for key, value in row.items() if key not in FILLED_LATER}
            for key in ("LAT", "LON"):
                told[key] = None if told.get(key) is None else round(told[key], 6)
            if name == "primary_markers":
                point = decode(told[GEOMETRY])
                told[GEOMETRY] = (round(point.x, 6), round(point.y, 6))
            kept[name, fid] = told
    return kept


LARGER = outline_of(square(WEST - 0.001, SOUTH - 0.001, 0.006))


def halves(inventory, fid):
    west, south, east, north = decode(inventory.row(ROCK_GLACIERS, fid)[GEOMETRY]).bounds
    middle = west + (east - west) * 0.4
    boxes = shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    return [outline_of(box) for box in boxes]


def drag(inventory):
    row = inventory.row(ROCK_GLACIERS, 1)
    y, x = row["LAT"] + 0.0003, row["LON"] + 0.0002
    reshaping.move_marker(inventory, 1, y, x, shapely.to_wkb(shapely.Point(x, y)), ME)


def merge_two(inventory):
    """With one that was retrieved beside it."""
    fids = [row[0] for row in inventory.connection.rows("SELECT fid FROM rock_glaciers ORDER BY fid")]
    reshaping.merge(inventory, fids, LARGER, ME)


GESTURES = {
    "remain": lambda it: operations.remain(it, 2, candidate_outline(it, 2), ME),
    "refine": lambda it: operations.refine(it, 2, outline_of(square(WEST + 0.01, SOUTH, 0.004)), ME),
    "refine of a rock glacier": lambda it: operations.refine_rock_glacier(it, 1, LARGER, ME),
    "retrieve": lambda it: operations.retrieve(it, outline_of(square(WEST + 0.006, SOUTH, 0.003)), ME),
    "split": lambda it: reshaping.split(it, 1, halves(it, 1), ME),
    "merge": merge_two,
    "marker": drag,
    "comment": lambda it: operations.comment(it, CANDIDATES, 1, "snow on the front", ME),
    "remove": lambda it: operations.remove_rock_glacier(it, 1, "talus", ME),
}


@pytest.mark.parametrize("name", GESTURES)
def test_a_gesture_is_taken_back_and_done_again_over_filled_attributes(path, sources, name):
    if name == "merge":
        do(path, GESTURES["retrieve"])
    fill(path, sources)
    before = snapshot(path)
    do(path, GESTURES[name])
    after = snapshot(path)
    if rows_of(path, ROCK_GLACIERS):
        fill(path, sources)
    for _ in range(2):
        undo(path)
        assert without_filled(snapshot(path)) == without_filled(before)
        rows = snapshot(path)["rock_glaciers"]
        for fid, row in rows.items():
            told = {key: value for key, value in row.items() if key in FILLED_LATER}
            assert told == {key: before["rock_glaciers"][fid][key] for key in told}, "its own are back"
        if rows:
            fill(path, sources)
        redo(path)
        assert without_filled(snapshot(path)) == without_filled(after)
        filled = snapshot(path)["rock_glaciers"]
        if filled:
            filled = fill(path, sources)
        changed = [fid for fid, row in filled.items() if rows.get(fid, {}).get(GEOMETRY) != row[GEOMETRY]]
        for fid in changed:
            assert filled[fid]["ELE_MEAN"] != rows.get(fid, {}).get("ELE_MEAN"), "those of the new outline"


def test_a_long_day_all_the_way_back_with_attributes_in_between(path, sources):
    fill(path, sources)
    states = [snapshot(path)]
    for name in ("refine of a rock glacier", "refine", "retrieve", "split", "marker", "remain"):
        if name == "remain":
            do(path, lambda it: operations.remain(it, 3, candidate_outline(it, 3), ME))
        else:
            do(path, GESTURES[name])
        fill(path, sources)
        states.append(snapshot(path))
    for state in reversed(states[:-1]):
        assert undo(path)
        assert without_filled(snapshot(path)) == without_filled(state)
    assert without_filled(snapshot(path)) == without_filled(states[0])
    for state in states[1:]:
        assert redo(path)
        assert without_filled(snapshot(path)) == without_filled(state)
        assert not [
            row for row in snapshot(path)["rock_glaciers"].values() if row["ELE_MEAN"] is None and not row["STALE"]
        ], "what is empty says that it is stale"


def test_attributes_of_one_alone_leave_the_others_undoable(path, sources):
    do(path, GESTURES["retrieve"])
    fid = max(rows_of(path, ROCK_GLACIERS))
    do(path, GESTURES["refine"])
    before = snapshot(path)
    fill(path, sources, fid)
    filled = rows_of(path, ROCK_GLACIERS)
    assert [filled[one]["ELE_MEAN"] is None for one in filled] == [one != fid for one in filled]
    assert undo(path) == "refine"
    assert undo(path) == "retrieve"
    assert redo(path) == "retrieve"
    assert redo(path) == "refine"
    assert without_filled(snapshot(path)) == without_filled(before)
