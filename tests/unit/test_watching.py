"""What other tools change in an inventory stands in its journal; what we change is not told twice."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing

import numpy as np
import pyogrio
import pytest
import shapely
from affine import Affine
from delivering import append_candidates
from mapping import (
    ME,
    SOUTH,
    WEST,
    assert_whole,
    candidate_outline,
    candidate_squares,
    decode,
    journal,
    make_inventory,
    open_inventory,
    outline_of,
    rows_of,
    square,
)
from rasters import write_raster
from rock_glacier_inventory.engine.filling.chunks import fill_attributes
from rock_glacier_inventory.engine.outlines.candidates import Candidate
from rock_glacier_inventory.engine.runs.run_record import new_run
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.gestures import operations, reshaping, undoing
from rock_glacier_inventory.gestures.consensus import agree
from rock_glacier_inventory.gestures.reviews import decide
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample
from rock_glacier_inventory.gestures.windows import GroundDraw, Window, judge_window, keep_windows
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.schema import CANDIDATES, GEOMETRY, PRIMARY_MARKERS, ROCK_GLACIERS, WATCHED
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.geopackage.watching import BEGIN_OWN
from rock_glacier_inventory.store.sources import Sources

needs_ogrinfo = pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo (gdal-bin) is not installed")


@pytest.fixture
def path(tmp_path):
    """Rock glacier 1 of candidate 1, with a review; candidates 2 to 4 are undecided."""
    path = make_inventory(tmp_path / "inventory é 冰 1.gpkg", candidate_squares(4))
    with closing(open_inventory(path)) as inventory:
        operations.remain(inventory, 1, candidate_outline(inventory, 1), ME)
        decide(inventory, "", inventory.row(ROCK_GLACIERS, 1)["ID"], "Ben", "no")
        with inventory.change():
            inventory.connection.execute("UPDATE rock_glaciers SET STALE = 0")
    yield path
    assert_whole(path)


@pytest.fixture
def full(path):
    """The same with a second review, a consensus, and a window that was searched: a row in each watched layer."""
    with closing(open_inventory(path)) as inventory:
        identifier = inventory.row(ROCK_GLACIERS, 1)["ID"]
        decide(inventory, "", identifier, "Ann", "yes")
        agree(inventory, identifier, "no", ("Ann", "Ben"), "Ann")
        outline, point = (inventory.row(layer, 1)[GEOMETRY] for layer in (ROCK_GLACIERS, PRIMARY_MARKERS))
        sample = keep_windows(inventory, [Window(outline, "", 1e6)], {"": 10}, GroundDraw())
        judge_window(inventory, sample, 1, "Ben", [point])
    return path


def by_hand(path, *statements):
    """Another program that talks to the file by SQL."""
    with closing(sqlite3.connect(path)) as connection:
        geometry.register_functions(connection)
        with connection:
            for sql in statements:
                connection.execute(sql)


def external(path):
    return [row for row in journal(path) if row["OPERATION"] == schema.EXTERNAL]


def values(row):
    """The attributes; SQLite writes real numbers into JSON with 15 digits."""
    return {
        name: pytest.approx(value, rel=1e-14) if isinstance(value, float) else value
        for name, value in row.items()
        if name != GEOMETRY
    }


def as_told(row, side):
    """Layer, feature id, values and geometry that a journal row tells of."""
    ((layer, features),) = row[f"ATT_{side}"].items()
    ((fid, told),) = features.items()
    drawn = row[f"GEO_{side}"].get(layer, {}).get(fid)
    return layer, int(fid), told, None if drawn is None else bytes.fromhex(drawn)


@pytest.mark.parametrize("layer", WATCHED, ids=lambda layer: layer.name)
def test_a_change_is_journalled_with_before_and_after(full, layer):
    name = layer.field_names[0]
    before = rows_of(full, layer)[1]
    by_hand(full, f"UPDATE {layer.name} SET {name} = 'it''s é 冰' WHERE fid = 1")
    after = rows_of(full, layer)[1]
    (row,) = external(full)
    assert (row["PERSON"], row["UNDOES"], row["TOUCHED"]) == (None, None, {layer.name: [1]})
    assert row["TIME"].endswith("Z")
    assert as_told(row, "BEFORE") == (layer.name, 1, values(before), before.get(GEOMETRY))
    assert as_told(row, "AFTER") == (layer.name, 1, values(after), after.get(GEOMETRY))
    assert after[name] == "it's é 冰"


@pytest.mark.parametrize("layer", WATCHED, ids=lambda layer: layer.name)
def test_what_is_removed_is_kept_in_the_journal(full, layer):
    before = rows_of(full, layer)[1]
    by_hand(full, f"DELETE FROM {layer.name} WHERE fid = 1")
    (row,) = external(full)
    assert as_told(row, "BEFORE") == (layer.name, 1, values(before), before.get(GEOMETRY))
    assert row["ATT_AFTER"] == row["GEO_AFTER"] == {}


@pytest.mark.parametrize("layer", WATCHED, ids=lambda layer: layer.name)
def test_what_is_added_is_journalled_but_for_candidates(full, layer):
    names = [*([GEOMETRY] if layer.geometry_type else []), *layer.field_names[1:]]
    quoted = ", ".join(f'"{name}"' for name in names)
    by_hand(full, f"INSERT INTO {layer.name} ({quoted}) SELECT {quoted} FROM {layer.name} WHERE fid = 1")
    if layer is CANDIDATES:
        assert external(full) == []
        return
    (row,) = external(full)
    fid, after = max(rows_of(full, layer).items())
    assert as_told(row, "AFTER") == (layer.name, fid, values(after), after.get(GEOMETRY))
    assert row["ATT_BEFORE"] == row["GEO_BEFORE"] == {}


def test_each_row_of_a_large_change_is_told(path):
    changed = "UPDATE candidates SET REASON = 'talus' WHERE fid > 1"
    by_hand(path, changed, "DELETE FROM candidates WHERE fid = 4")
    assert [row["TOUCHED"] for row in external(path)] == [{"candidates": [fid]} for fid in (2, 3, 4, 4)]


def test_what_is_taken_back_is_not_told(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        geometry.register_functions(connection)
        connection.execute("BEGIN")
        connection.execute("UPDATE candidates SET STATE = 'remove'")
        connection.execute("ROLLBACK")
    assert external(path) == []


def test_a_new_outline_makes_attributes_stale_and_another_field_does_not(path):
    by_hand(path, "UPDATE rock_glaciers SET COMMENT = 'x'")
    assert rows_of(path, ROCK_GLACIERS)[1]["STALE"] == 0
    by_hand(path, "UPDATE rock_glaciers SET geom = (SELECT geom FROM candidates WHERE fid = 2)")
    assert rows_of(path, ROCK_GLACIERS)[1]["STALE"] == 1
    assert len(external(path)) == 2, "that it is stale is no change of its own"
    by_hand(path, "UPDATE rock_glaciers SET geom = NULL, STALE = 0")
    assert rows_of(path, ROCK_GLACIERS)[1]["STALE"] == 1


@needs_ogrinfo
def test_gdal_is_watched(path):
    before = rows_of(path, ROCK_GLACIERS)[1]
    statements = (
        "UPDATE rock_glaciers SET ADDI_INF = 'by ogr é' WHERE fid = 1",
        "UPDATE rock_glaciers SET geom = (SELECT geom FROM candidates WHERE fid = 2) WHERE fid = 1",
        "DELETE FROM reviews",
    )
    for sql in statements:
        done = subprocess.run(["ogrinfo", str(path), "-sql", sql], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "ERROR" not in done.stdout + done.stderr
    first, second, third = external(path)
    assert as_told(first, "BEFORE") == ("rock_glaciers", 1, values(before), before[GEOMETRY])
    assert as_told(first, "AFTER")[2] == {**values(before), "ADDI_INF": "by ogr é"}
    assert as_told(second, "AFTER")[3] == rows_of(path, CANDIDATES)[2][GEOMETRY]
    assert rows_of(path, ROCK_GLACIERS)[1]["STALE"] == 1
    assert third["TOUCHED"] == {"reviews": [1]}


def append(path, layer, shape, **fields):
    """Rows added by GDAL, as ogr2ogr and QGIS do it."""
    wkb = shapely.to_wkb(np.array([shape], dtype=object))
    columns = [np.array([value], dtype=object) for value in fields.values()]
    kind = shape.geom_type
    pyogrio.raw.write(
        path, wkb, columns, list(fields), layer=layer, geometry_type=kind, crs="EPSG:4326", append=True, driver="GPKG"
    )


def test_what_gdal_adds_is_journalled(path):
    append(path, "rock_glaciers", shapely.MultiPolygon([square(0, 0)]), COMMENT="from elsewhere é")
    append(path, "primary_markers", shapely.Point(0.001, 0.001), ID="RGU000010N0000010E")
    append(path, "candidates", shapely.MultiPolygon([square(1, 1)]), CANDIDATE_ID="new")
    first, second = external(path)
    layer, fid, told, blob = as_told(first, "AFTER")
    assert (layer, told["COMMENT"]) == ("rock_glaciers", "from elsewhere é")
    assert blob == rows_of(path, ROCK_GLACIERS)[fid][GEOMETRY]
    assert decode(blob).equals(square(0, 0))
    assert second["TOUCHED"] == {"primary_markers": [2]}
    with closing(open_inventory(path)) as inventory:
        assert undoing.undo(inventory, "") is None, "a change by another tool is no gesture"


# What is ours


def test_our_own_writes_are_not_told_twice(path, tmp_path):
    before = len(journal(path))
    with closing(open_inventory(path)) as inventory:
        fid = operations.remain(inventory, 2, candidate_outline(inventory, 2), ME)
        operations.remove(inventory, 3, "talus", ME)
        operations.refine_rock_glacier(inventory, fid, outline_of(square(WEST + 0.01, SOUTH, 0.006)), ME)
        undoing.undo(inventory, ME.person)
        undoing.redo(inventory, ME.person)
        operations.comment(inventory, CANDIDATES, 4, "x", ME)
        row = inventory.row(ROCK_GLACIERS, fid)
        point = shapely.to_wkb(shapely.Point(row["LON"], row["LAT"] + 0.0001))
        reshaping.move_marker(inventory, fid, row["LAT"] + 0.0001, row["LON"], point, ME)
        sample = draw_sample(inventory, Draw(number=1))
        decide(inventory, sample, inventory.row(ROCK_GLACIERS, fid)["ID"], "Ann", "yes")
        inventory.remember({"a": "b"})
    assert len(journal(path)) == before + 8
    assert external(path) == []


def test_the_engine_is_not_another_tool(path, tmp_path):
    squares = [Candidate(square(WEST + 0.1 + i / 100, SOUTH), 0.7, 0.9, 1e4) for i in range(3)]
    append_candidates(path, new_run("detect", "somewhere", crs="EPSG:4326"), squares, "EPSG:4326")
    transform = Affine(0.0005, 0, WEST - 0.05, 0, -0.0005, SOUTH + 0.05)
    heights = np.full((1, 400, 400), 4800, dtype=np.float32)
    dem = write_raster(tmp_path / "dem.tif", heights, transform=transform, crs="EPSG:4326", nodata=-9999)
    for layer in ("rock_glaciers", "candidates"):
        fill_attributes(path, Sources(dem=str(dem)), SilentReport(), layer=layer)
        assert {row["ELE_MEAN"] for row in rows_of(path, schema.layer(layer)).values()} == {4800}
    assert [row["OPERATION"] for row in journal(path)] == ["remain", "review", "append"]


def test_nobody_ever_sees_that_we_are_writing(path):
    """Neither beside a transaction of ours, nor after one that failed: the triggers would be deaf."""

    def seen():
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("SELECT * FROM inventory_info WHERE KEY = 'writing'").fetchall()

    with closing(open_inventory(path)) as inventory:
        with inventory.change():
            assert inventory.facts()[schema.INFO_WRITING] == "1"
            assert seen() == []
        assert seen() == []
        with pytest.raises(ZeroDivisionError), inventory.change():
            raise ZeroDivisionError
        assert schema.INFO_WRITING not in inventory.facts()
        inventory.connection.begin()
        inventory.connection.execute(BEGIN_OWN)
    # The connection was closed in the midst of a transaction.
    assert seen() == []
    by_hand(path, "UPDATE candidates SET STATE = 'remove' WHERE fid = 2")
    assert len(external(path)) == 1


def test_external_changes_are_seen_in_an_open_inventory(path):
    with closing(open_inventory(path)) as inventory:
        assert not inventory.changed_elsewhere()
        by_hand(path, "UPDATE candidates SET STATE = 'remove' WHERE fid = 2")
        assert inventory.changed_elsewhere()
        assert inventory.row(CANDIDATES, 2)["STATE"] == "remove"
