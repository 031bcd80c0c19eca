"""The dock's connection: values, transactions, locks, what others do to the file meanwhile."""

from __future__ import annotations

import gc
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from qgis.core import QgsVectorLayer
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage.gdal_connection import LOCKED, GdalConnection
from rock_glacier_inventory.store.opening import open_store

from .conftest import open_files
from .inventories import another_program, in_another_process, make_inventory, square

STATE = 'SELECT "STATE" FROM candidates WHERE fid = 1'
DECIDE = "UPDATE candidates SET \"STATE\" = 'remain' WHERE fid = 1"


@pytest.fixture
def path(qgis_app: object, tmp_path: Path) -> Path:
    return make_inventory(tmp_path / "Inventar é 冰.gpkg")


@pytest.fixture
def connection(path: Path, exceptions: None) -> Iterator[GdalConnection]:
    connection = GdalConnection(path)
    yield connection
    connection.close()


@contextmanager
def another_writer(path: Path) -> Iterator[None]:
    """Another program that holds the write lock."""
    code = "c.begin(); print('holds', flush=True); sys.stdin.read(); c.rollback()"
    with subprocess.Popen(
        another_program(path, code), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "holds\n"
        yield
        process.stdin.close()


def test_values_keep_their_kind(connection: GdalConnection) -> None:
    connection.begin()
    connection.execute('UPDATE rock_glaciers SET "STALE" = 1, "LAT" = 0.1 + 0.2, "MAPPER" = \'0012\' WHERE fid = 2')
    connection.commit()
    sql = 'SELECT fid, "STALE", "AREA", "MAPPER", "ELE_MEAN", hex(geom) FROM rock_glaciers ORDER BY fid DESC'
    rows = connection.rows(sql)
    assert [row[:5] for row in rows] == [
        (3, None, 2.0e5 / 3, None, None),
        (2, 1, 2.0e5 / 3, "0012", None),
        (1, None, 2.0e5 / 3, None, None),
    ]
    assert bytes.fromhex(rows[1][5]) == square(80.01, 29.9)
    (lat,) = connection.rows('SELECT "LAT" FROM rock_glaciers WHERE fid = 2')[0]
    assert lat == 0.1 + 0.2 != 0.3  # to the last bit


def test_an_expression_has_the_kind_of_each_row(connection: GdalConnection) -> None:
    """GDAL alone takes the kind of the first row for all."""
    kinds = "CASE fid WHEN 1 THEN NULL WHEN 2 THEN 7 WHEN 3 THEN 2.5 WHEN 4 THEN '12' ELSE '' END"
    rows = connection.rows(f"SELECT fid, {kinds}, fid FROM candidates ORDER BY fid")
    assert rows == [(1, None, 1), (2, 7, 2), (3, 2.5, 3), (4, "12", 4), (5, "", 5)]
    assert [type(row[1]) for row in rows] == [type(None), int, float, str, str]


def test_times_are_the_stored_text(connection: GdalConnection) -> None:
    connection.begin()
    connection.execute("INSERT INTO journal (\"TIME\", \"PERSON\") VALUES ('2026-11-22T21:05:09.123Z', 'é; x''y')")
    (number,) = connection.rows("SELECT last_insert_rowid()")[0]
    connection.commit()
    row = connection.rows(f'SELECT "TIME", "PERSON", "UNDOES" FROM journal WHERE fid = {number}')
    assert row == [("2026-11-22T21:05:09.123Z", "é; x'y", None)]


def test_text_that_is_not_utf8_is_told(connection: GdalConnection, path: Path) -> None:
    connection.begin()
    connection.execute("UPDATE candidates SET \"COMMENT\" = CAST(X'47E474E4' AS TEXT) WHERE fid = 2")
    connection.commit()
    with pytest.raises(UserError, match="holds text that is not UTF-8: it is damaged"):
        connection.rows('SELECT "COMMENT" FROM candidates')
    assert connection.rows("SELECT count(*) FROM candidates") == [(5,)]


def test_rows_of_every_shape(connection: GdalConnection) -> None:
    assert connection.rows("SELECT 1 WHERE 0") == []
    assert connection.rows("SELECT count(*) FROM candidates") == [(5,)]
    assert connection.rows("SELECT fid FROM candidates WHERE fid > 90") == []
    assert connection.rows("WITH a(x) AS (SELECT 2) SELECT x, x * 3 FROM a") == [(2, 6)]
    joined = "SELECT r.fid, c.fid FROM rock_glaciers r JOIN candidates c ON c.fid = r.fid + 1 ORDER BY c.fid DESC"
    assert connection.rows(joined) == [(3, 4), (2, 3), (1, 2)]
    assert ("geom", "MULTIPOLYGON") in [row[1:3] for row in connection.rows('PRAGMA table_info("candidates")')]
    assert connection.rows("PRAGMA synchronous") == [(3,)]
    with pytest.raises(ValueError, match="hex"):
        connection.rows("SELECT geom FROM candidates")
    with pytest.raises(RuntimeError, match="nope"):
        connection.rows("SELECT nope FROM candidates")


def test_a_transaction_is_whole_or_nothing(connection: GdalConnection, path: Path) -> None:
    connection.begin()
    connection.execute(DECIDE)
    assert connection.rows(STATE) == [("remain",)]
    assert in_another_process(path, STATE) == "[('undecided',)]"
    connection.rollback()
    assert connection.rows(STATE) == [("undecided",)]
    connection.rollback()  # nothing to take back, and no complaint
    connection.begin()
    connection.execute(DECIDE)
    connection.commit()
    assert in_another_process(path, STATE) == "[('remain',)]"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_spatial_index_follows(connection: GdalConnection) -> None:
    connection.begin()
    connection.execute(f"UPDATE rock_glaciers SET geom = X'{square(-70, -30).hex()}' WHERE fid = 1")
    connection.commit()
    (box,) = connection.rows("SELECT minx, maxy FROM rtree_rock_glaciers_geom WHERE id = 1")
    assert box == pytest.approx((-70, -29.995), abs=1e-4)


def test_it_sees_what_other_programs_write(connection: GdalConnection, path: Path) -> None:
    before = connection.rows("PRAGMA data_version")
    in_another_process(path, DECIDE.replace("'remain'", "'refine'"))
    assert connection.rows(STATE) == [("refine",)]
    assert connection.rows("PRAGMA data_version") != before


def test_another_writer_is_told_in_a_sentence(connection: GdalConnection, path: Path) -> None:
    connection.rows("PRAGMA busy_timeout = 50")
    with another_writer(path):
        with pytest.raises(UserError, match=r"looking still works") as caught:
            connection.begin()
        assert caught.value.kind == LOCKED
        assert str(path) in str(caught.value)
        assert connection.rows(STATE) == [("undecided",)]
    connection.begin()
    connection.execute(DECIDE)
    connection.commit()
    assert connection.rows(STATE) == [("remain",)]


def test_it_waits_about_two_seconds_for_another_writer(connection: GdalConnection) -> None:
    assert connection.rows("PRAGMA busy_timeout") == [(2000,)]


@pytest.mark.parametrize("replace", [False, True])
def test_a_file_that_is_gone_takes_no_writes(connection: GdalConnection, path: Path, replace: bool) -> None:
    """SQLite would go on writing into the deleted file, and nobody would ever see it."""
    aside = path.with_name("aside.gpkg")
    path.rename(aside)
    if replace:
        path.write_bytes(aside.read_bytes())
    with pytest.raises(UserError, match="moved, deleted or replaced"):
        connection.begin()
    path.unlink(missing_ok=True)
    aside.rename(path)
    connection.begin()
    path.rename(aside)
    with pytest.raises(UserError, match="nothing was written"):
        connection.commit()
    connection.rollback()
    aside.rename(path)
    assert in_another_process(path, STATE) == "[('undecided',)]"


def test_a_full_disk(connection: GdalConnection, path: Path) -> None:
    pages = connection.rows("PRAGMA page_count")[0][0]
    connection.rows(f"PRAGMA max_page_count = {pages}")
    connection.begin()
    with pytest.raises(UserError, match="disk is full"):
        connection.execute(f"INSERT INTO journal (\"ATT_AFTER\") VALUES ('{'x' * 100_000}')")
    connection.rollback()
    assert in_another_process(path, "SELECT count(*) FROM journal WHERE length(ATT_AFTER) > 99999") == "[(0,)]"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "no file"),
        (b"", "not a GeoPackage"),
        (b"no GeoPackage at all", "not a GeoPackage"),
        (b"SQLite format 3\x00" + bytes(400), "damaged or not a GeoPackage"),
    ],
)
def test_what_is_no_inventory(
    qgis_app: object, exceptions: None, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "full and locked.gpkg"  # words of SQLite's own errors
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError, match=words) as caught:
        GdalConnection(path)
    assert str(path) in str(caught.value)
    assert str(path) not in open_files()


@pytest.mark.parametrize("end", [0.3, 0.6, 0.9])
def test_an_inventory_that_is_refused_is_not_held_open(exceptions: None, path: Path, end: float) -> None:
    """Windows lets nobody move or remove a file that is open; `caught` holds all that the error holds."""
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * end) // 4096 * 4096])
    gc.disable()
    try:
        with pytest.raises(UserError) as caught:
            open_store(path)
        assert str(path) in str(caught.value)
        assert str(path) not in open_files()
    finally:
        gc.enable()


def test_closing_after_an_error_closes(exceptions: None, path: Path) -> None:
    connection = GdalConnection(path)
    gc.disable()
    try:
        with pytest.raises(Exception, match="no such table") as caught:
            connection.rows("SELECT 1 FROM nowhere")
        assert str(path) in open_files()
        connection.close()
        assert caught.value is not None
        assert str(path) not in open_files()
    finally:
        gc.enable()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to change user")
@pytest.mark.parametrize("folder_too", [False, True])
def test_a_file_that_may_only_be_read(path: Path, folder_too: bool) -> None:
    """As another user, since the owner of the machine may write everywhere."""
    for folder in (path.parent, *path.parent.parents):
        if folder.stat().st_uid == os.geteuid() and folder.is_relative_to("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o055)
    path.chmod(0o666 if folder_too else 0o444)
    path.parent.chmod(0o755 if folder_too else 0o777)
    os.setresuid(65534, 65534, 0)
    try:
        connection = GdalConnection(path)
        assert not connection.writable
        assert connection.rows(STATE) == [("undecided",)]
        with pytest.raises(UserError, match="read-only"):
            connection.begin()
        connection.close()
    finally:
        os.setresuid(0, 0, 0)


def test_closing(path: Path) -> None:
    connection = GdalConnection(path)
    connection.begin()
    connection.execute(DECIDE)
    connection.close()
    connection.close()
    assert in_another_process(path, STATE) == "[('undecided',)]"
    with pytest.raises(UserError, match="closed"):
        connection.rows(STATE)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_log_that_was_left_is_put_in_order(path: Path) -> None:
    """QGIS, killed while it edited a layer, leaves the file with a write-ahead log."""
    code = f"c.rows('PRAGMA journal_mode = WAL'); c.execute({DECIDE!r}); os._exit(9)"
    subprocess.run(another_program(path, code), check=False)
    assert path.with_name(path.name + "-wal").exists()
    connection = GdalConnection(path)
    assert connection.rows("PRAGMA journal_mode") == [("delete",)]
    assert connection.rows(STATE) == [("remain",)]
    connection.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("edited", [["rock_glaciers"], ["rock_glaciers", "candidates"]])
def test_beside_the_edit_mode_of_qgis(path: Path, edited: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    """QGIS switches the file to a write-ahead log; we and new layers go on, then and afterwards."""
    connection = GdalConnection(path)
    names = ["rock_glaciers", "candidates", "primary_markers"]
    layers = {name: QgsVectorLayer(f"{path}|layername={name}", name, "ogr") for name in names}

    def write_and_read(reason: str) -> None:
        connection.begin()
        connection.execute(f"UPDATE candidates SET \"REASON\" = '{reason}' WHERE fid = 2")
        connection.commit()
        new = QgsVectorLayer(f"{path}|layername=candidates", "new", "ogr")
        assert [feature["REASON"] for feature in new.getFeatures()][1] == reason
        assert [len(list(layer.getFeatures())) for layer in layers.values()] == [
            {"rock_glaciers": 3, "candidates": 5, "primary_markers": 0}[name] for name in layers
        ]

    write_and_read("talus")
    for name in edited:
        assert layers[name].startEditing()
    write_and_read("water")
    assert connection.rows("PRAGMA journal_mode") == [("wal",)]
    for name in edited:
        column = layers[name].fields().indexOf("SUBREGION")
        layers[name].changeAttributeValue(1, column, "North")
    write_and_read("moraine")
    for name in edited:
        assert layers[name].commitChanges()
    write_and_read("landslide")
    assert connection.rows('SELECT "SUBREGION" FROM rock_glaciers WHERE fid = 1') == [("North",)]
    del layers[edited[0]]
    gc.collect()
    write_and_read("other")
    assert "unable to open" not in capfd.readouterr().err
    layers.clear()
    gc.collect()
    connection.close()
    assert in_another_process(path, "PRAGMA integrity_check") == "[('ok',)]"
