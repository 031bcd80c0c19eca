"""The GeoPackage that we write with the standard library: right for GDAL, safe against a kill."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import warnings
from contextlib import closing
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.geopackage.layout import WGS84
from rock_glacier_inventory.store.opening import create_store, open_store

ROOT = Path(__file__).resolve().parent.parent.parent
SHAPES = [
    "POINT (1 2)",
    "POINT EMPTY",
    "POINT Z (1 2 3)",
    "LINESTRING (0 0, 3 -4)",
    "POLYGON ((0 0, 2 0, 2 5, 0 0))",
    "POLYGON Z ((0 0 1, 2 0 1, 2 5 1, 0 0 1))",
    "POLYGON EMPTY",
    "MULTIPOINT (1 1, 9 -9)",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0), (0.2 0.1, 0.4 0.1, 0.4 0.2, 0.2 0.1)), ((7 7, 8 7, 8 8, 7 7)))",
    "MULTIPOLYGON EMPTY",
    "GEOMETRYCOLLECTION (POINT (5 5), MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0))))",
]


def rows(layer, count, size=1.0, start=0):
    """Rows of the layer `candidates`: squares side by side."""
    nothing = (None,) * (len(layer.fields) - 1)
    for index in range(start, start + count):
        square = shapely.MultiPolygon([shapely.box(index * 2 * size, 0, (index * 2 + 1) * size, size)])
        yield (shapely.to_wkb(square), f"c{index}", *nothing)


@pytest.fixture
def inventory(tmp_path):
    path = tmp_path / "inventory é 冰 100%?#.gpkg"
    facts = {schema.INFO_VERSION: str(schema.SCHEMA_VERSION), schema.INFO_TITLE: "t"}
    create_store(path, schema.LAYERS, WGS84, facts)
    return path


def fill(path, count, start=0):
    with closing(open_store(path)) as store, store.fill(schema.CANDIDATES) as filling:
        return filling.insert_many(schema.CANDIDATES, rows(schema.CANDIDATES, count, start=start))


# Geometry


@pytest.mark.parametrize("text", SHAPES)
@pytest.mark.parametrize("order", [0, 1])
def test_encoding_is_read_back_and_knows_its_envelope(text, order):
    shape = shapely.from_wkt(text)
    blob = geometry.encode(shapely.to_wkb(shape, byte_order=order), 32645)
    wkb, srs_id = geometry.decode(blob)
    assert srs_id == 32645
    assert shapely.equals_identical(shapely.from_wkb(wkb), shape) or shape.is_empty
    assert geometry.envelope_of(blob) == (None if shape.is_empty else shape.bounds)


@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_both_flavours_of_wkb_with_z_are_walked(flavor):
    shape = shapely.from_wkt("MULTIPOLYGON Z (((0 0 9, 2 0 9, 2 5 9, 0 0 9)))")
    wkb = shapely.to_wkb(shapely.set_srid(shape, 4326), flavor=flavor, include_srid=flavor == "extended")
    assert geometry.envelope_of_wkb(wkb) == (0, 0, 2, 5)


@given(st.lists(st.tuples(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7)), min_size=1, max_size=30))
def test_the_envelope_is_that_of_the_coordinates(points):
    shape = shapely.MultiPoint(points)
    assert geometry.envelope_of_wkb(shapely.to_wkb(shape)) == shape.bounds


@pytest.mark.parametrize("blob", [b"", b"GP", b"XX\x00\x01\x00\x00\x00\x00", b"GP\x00\x0f\x00\x00\x00\x00"])
def test_bytes_that_are_no_geometry_are_told(blob):
    with pytest.raises(UserError, match="geometry"):
        geometry.decode(blob)


# What GDAL makes of it


def test_gdal_sees_the_layers_as_declared(inventory):
    fill(inventory, 3)
    layers = dict(pyogrio.list_layers(inventory).tolist())
    assert layers == {
        "rock_glaciers": "MultiPolygon",
        "candidates": "MultiPolygon",
        "primary_markers": "Point",
        "subregions": "MultiPolygon",
        "reviewed_ground": "MultiPolygon",
        "reviews": None,
        "review_samples": None,
        "samples": None,
        "sample_windows": "MultiPolygon",
        "window_reviews": None,
        "missed_points": "Point",
        "consensus": None,
        "kept_probability": "MultiPolygon",
        "runs": None,
        "journal": None,
        "inventory_info": None,
        "layer_styles": None,
    }
    for layer in schema.LAYERS:
        information = pyogrio.read_info(inventory, layer=layer.name)
        assert tuple(information["fields"]) == layer.field_names
        if layer.geometry_type:
            assert information["crs"] == "EPSG:4326"
    candidates = pyogrio.read_info(inventory, layer="candidates")
    assert candidates["features"] == 3
    assert tuple(candidates["total_bounds"]) == (0, 0, 5, 1)
    assert candidates["capabilities"]["fast_spatial_filter"], "the spatial index is known"
    found = pyogrio.raw.read(inventory, layer="candidates", bbox=(2, 0, 3, 1), columns=["CANDIDATE_ID"])
    assert found[3][0].tolist() == ["c1"]


needs_ogrinfo = pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo (gdal-bin) is not installed")


def ogr(path, sql=None, *options):
    query = ["-sql", sql] if sql else []
    done = subprocess.run(["ogrinfo", *options, str(path), *query], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stdout + done.stderr
    return done.stdout


@needs_ogrinfo
def test_ogrinfo_reads_lengths_domains_and_descriptions(inventory):
    text = ogr(inventory, None, "-so", "-al")
    assert "ID: String (18.0)" in text
    assert "STATE: String (9.0), domain name=candidates_state" in text
    assert "STALE: Integer(Boolean)" in text
    assert "Warning" not in text
    domain = ogr(inventory, None, "-fielddomain", "reviews_decision")
    assert all(decision in domain for decision in schema.DECISIONS)


def index_of(connection, table):
    """What the R-tree holds, and what it should hold."""
    held = {row[0]: row[1:] for row in connection.execute(f'SELECT * FROM "rtree_{table}_geom"')}
    should = {}
    for fid, blob in connection.execute(f'SELECT fid, geom FROM "{table}" WHERE geom IS NOT NULL'):
        west, south, east, north = geometry.envelope_of(blob)
        should[fid] = (west, east, south, north)
    return held, should


def assert_index_is_right(path, table="candidates"):
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if sqlite3.sqlite_version_info >= (3, 26):
            (told,) = connection.execute(f"SELECT rtreecheck('rtree_{table}_geom')").fetchone()
            assert told == "ok"
        held, should = index_of(connection, table)
        assert held.keys() == should.keys()
        for fid, box in should.items():
            assert np.allclose(held[fid], box, rtol=1e-6)
    return len(held)


@needs_ogrinfo
def test_gdal_writes_through_our_spatial_index(inventory):
    fill(inventory, 50)
    assert assert_index_is_right(inventory) == 50
    last = "SELECT geom FROM candidates WHERE fid = 50"
    ogr(inventory, f"INSERT INTO candidates (geom, CANDIDATE_ID, STATE) VALUES (({last}), 'new', 'remain')")
    ogr(inventory, "UPDATE candidates SET STATE = 'remove' WHERE fid < 10")
    ogr(inventory, f"UPDATE candidates SET geom = ({last}) WHERE fid = 5")
    ogr(inventory, "UPDATE candidates SET geom = NULL WHERE fid = 6")
    ogr(inventory, "UPDATE candidates SET fid = 1000 WHERE fid = 7")
    ogr(inventory, "DELETE FROM candidates WHERE fid BETWEEN 20 AND 29")
    assert assert_index_is_right(inventory) == 50 + 1 - 1 - 10
    found = pyogrio.raw.read(inventory, layer="candidates", bbox=(98.1, 0, 99, 1), return_fids=True)
    assert sorted(found[1]) == [5, 50, 51]


def test_pyogrio_appends_through_our_triggers(inventory):
    shape = shapely.to_wkb(np.array([shapely.MultiPolygon([shapely.box(10, 10, 11, 11)])], dtype=object))
    pyogrio.raw.write(
        inventory,
        shape,
        [np.array(["Nord"], dtype=object)],
        ["NAME"],
        layer="subregions",
        geometry_type="MultiPolygon",
        crs="EPSG:4326",
        append=True,
        driver="GPKG",
    )
    assert assert_index_is_right(inventory, "subregions") == 1


def test_our_own_updates_and_deletes_keep_the_index(inventory):
    fill(inventory, 4)
    moved = shapely.to_wkb(shapely.MultiPolygon([shapely.box(50, 50, 60, 60)]))
    empty = shapely.to_wkb(shapely.MultiPolygon())
    with closing(open_store(inventory)) as store:
        with store.fill(schema.CANDIDATES) as filling:
            filling.update_many(schema.CANDIDATES, ["geom"], [(moved, 1), (None, 2), (empty, 3)])
        with store.change() as tables:
            tables.delete(schema.CANDIDATES, 4)
    with closing(sqlite3.connect(inventory)) as connection:
        held = connection.execute("SELECT id, minx FROM rtree_candidates_geom").fetchall()
    assert held == [(1, 50.0)]


def test_styles_are_inside_the_file(inventory):
    with closing(sqlite3.connect(inventory)) as connection:
        styles = connection.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        ).fetchall()
    present = {path.stem for path in (ROOT / "resources" / "styles").glob("*.qml")}
    expected = {layer.name for layer in schema.LAYERS if layer.name in present}
    assert {style[0] for style in styles} == expected
    assert all(style[1] == "geom" and style[2] == 1 and "<qgis" in style[3] for style in styles)


def test_the_extent_grows_with_what_is_inserted_and_the_rest_is_untouched(inventory):
    fill(inventory, 2)
    fill(inventory, 2, start=10)
    with closing(sqlite3.connect(inventory)) as connection:
        box = connection.execute(
            "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'candidates'"
        ).fetchone()
    assert box == (0, 0, 23, 1)


# Transactions


def counts(path):
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return tuple(
            connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in ("candidates", "runs", "journal", "rtree_candidates_geom")
        )


def test_an_error_in_the_block_takes_everything_back(inventory):
    fill(inventory, 2)

    def interrupted():
        yield from rows(schema.CANDIDATES, 5, start=10)
        raise ZeroDivisionError

    with closing(open_store(inventory)) as store:
        with pytest.raises(ZeroDivisionError), store.fill(schema.CANDIDATES) as filling:
            filling.insert_many(schema.JOURNAL, [("t", *(None,) * 9)])
            filling.insert_many(schema.CANDIDATES, interrupted())
        assert counts(inventory) == (2, 0, 0, 2)
        with store.fill(schema.CANDIDATES) as filling:  # no transaction was left open
            filling.insert_many(schema.CANDIDATES, [])
    assert counts(inventory) == (2, 0, 0, 2)


def test_two_candidates_of_one_identifier_are_impossible(inventory):
    fill(inventory, 2)
    with pytest.raises(sqlite3.IntegrityError):
        fill(inventory, 1)
    assert counts(inventory) == (2, 0, 0, 2)


_KILLED_MIDWAY = """
import importlib.util, sys, time
spec = importlib.util.spec_from_file_location("conftest", sys.argv[1])
m = importlib.util.module_from_spec(spec)
spec.loader.exec_module(m)
from pathlib import Path
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.store.opening import open_store
wkb = bytes.fromhex(sys.argv[3])
def rows():
    for index in range(20000):
        if index == 8000:
            print("midway", flush=True); time.sleep(60)
        yield (wkb, f"k{index}", "x" * 900, *(None,) * (len(schema.CANDIDATES.fields) - 2))
with open_store(Path(sys.argv[2])).fill(schema.CANDIDATES) as filling:
    filling.insert_many(schema.JOURNAL, [("t", *(None,) * 9)])
    filling.insert_many(schema.CANDIDATES, rows())
"""


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_kill_9_in_the_middle_of_a_transaction_leaves_nothing_of_it(inventory, mode):
    fill(inventory, 2)
    if mode == "WAL":
        connection = sqlite3.connect(inventory)
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        connection.close()
    wkb = next(rows(schema.CANDIDATES, 1))[0].hex()
    size = inventory.stat().st_size
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED_MIDWAY, str(ROOT / "tests" / "conftest.py"), str(inventory), wkb],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "midway\n"
    left = [path for path in inventory.parent.iterdir() if path != inventory]
    assert left, "a journal is on disk while the transaction is open"
    if mode == "DELETE":
        assert inventory.stat().st_size > size, "the rows have spilled into the file itself"
    child.kill()
    child.wait()
    child.stdout.close()
    assert counts(inventory) == (2, 0, 0, 2)
    assert fill(inventory, 1, start=100) == 1, "and it can be written again"


def test_a_write_is_synchronised_to_disk(inventory):
    with closing(open_store(inventory)) as store:
        assert store.connection.rows("PRAGMA synchronous") == [(2,)]


# Bad files


def test_no_file_a_folder_and_what_is_no_geopackage(tmp_path):
    text = tmp_path / "notes 冰.gpkg"
    text.write_text("no", "utf-8")
    plain = tmp_path / "plain.gpkg"
    sqlite3.connect(plain).execute("CREATE TABLE t (x)").connection.close()
    for path, words in (
        (tmp_path / "none.gpkg", "There is no file"),
        (tmp_path, "is a folder"),
        (text, "is not a GeoPackage"),
        (plain, "not a GeoPackage"),
    ):
        with pytest.raises(UserError, match=words) as told:
            open_store(path)
        assert str(path) in told.value.message


def test_a_damaged_file_is_told(inventory):
    content = bytearray(inventory.read_bytes())
    content[100:4096] = b"\xff" * 3996
    inventory.write_bytes(content)
    with pytest.raises(UserError, match="damaged"):
        open_store(inventory, write=False)


def test_a_locked_file_is_told_and_unchanged(inventory):
    other = sqlite3.connect(inventory, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UserError, match="locked") as told:
        open_store(inventory, wait=0.05)
    assert inventory.name in told.value.message
    other.execute("ROLLBACK")
    other.close()
    assert fill(inventory, 1) == 1


def _as_nobody(action):
    """Run something without root's power to write everywhere; what it said."""
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer Pythons warn of a fork beside threads
        child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            action()
            os.write(write, b"done")
        except BaseException as error:
            os.write(write, f"{type(error).__name__}: {error}".encode())
        os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read, "rb") as stream:
        return stream.read().decode()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs another user on a POSIX system")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_read_only_is_told_in_a_sentence(inventory, what):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "a.gpkg"
        shutil.copy(inventory, path)
        path.chmod(0o444 if what == "file" else 0o666)
        folder.chmod(0o777 if what == "file" else 0o555)
        said = _as_nobody(lambda: fill(path, 1))
        folder.chmod(0o777)
        assert said.startswith("UserError"), said
        assert "a.gpkg" in said
        assert "read-only" in said or "permissions" in said
        assert counts(path)[0] == 0


def test_the_inventory_checks(inventory, tmp_path):
    def change(sql):
        path = tmp_path / "changed.gpkg"
        shutil.copy(inventory, path)
        connection = sqlite3.connect(path)
        geometry.register_functions(connection)
        connection.execute(sql)
        connection.commit()
        connection.close()
        open_store(path, write=False).close()

    change("UPDATE inventory_info SET VALUE = 'x' WHERE KEY = 'title'")
    newer = schema.SCHEMA_VERSION + 1
    cases = {
        f"UPDATE inventory_info SET VALUE = '{newer}' WHERE KEY = 'schema_version'": "newer than this plugin",
        "UPDATE inventory_info SET VALUE = '1' WHERE KEY = 'schema_version'": "old schema version",
        "DELETE FROM inventory_info": "does not say its schema version",
        "DROP TABLE inventory_info": "not an inventory",
        "DROP TABLE journal": "no layer 'journal'",
        "ALTER TABLE candidates RENAME COLUMN PROB_MAX TO P": "lacks the field PROB_MAX",
    }
    for sql, words in cases.items():
        with pytest.raises(UserError, match=words) as told:
            change(sql)
        assert "changed.gpkg" in told.value.message


def test_a_new_file_never_replaces_one(inventory):
    before = inventory.read_bytes()
    with pytest.raises(UserError, match="exists"):
        create_store(inventory, schema.LAYERS, WGS84)
    assert inventory.read_bytes() == before
