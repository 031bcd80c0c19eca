"""What every store does, whatever keeps the inventory: the tests, for a fixture `backend` that says which.

`test_store_contract.py` here runs them over Python's SQLite, the one in tests/qgis over GDAL's. Nothing is
imported that QGIS's Python lacks.
"""

from __future__ import annotations

import json
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import plain_geopackage as geopackage
import pytest
import rock_glacier_inventory
from rock_glacier_inventory.gestures import operations, reviewed_ground, reviews, undoing
from rock_glacier_inventory.gestures.operations import By
from rock_glacier_inventory.gestures.queue.candidates import CandidateQueue
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample, sample_names
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import ChangedElsewhere, UserError
from rock_glacier_inventory.inventory.outline import Outline
from rock_glacier_inventory.inventory.schema import (
    CANDIDATES,
    GEOMETRY,
    JOURNAL,
    KEPT_PROBABILITY,
    PRIMARY_MARKERS,
    REVIEW_SAMPLES,
    ROCK_GLACIERS,
    RUNS,
)
from rock_glacier_inventory.inventory.seen_ground import SeenGround
from rock_glacier_inventory.store import sources
from rock_glacier_inventory.store.geopackage.geometry import encode, envelope_of_wkb
from rock_glacier_inventory.store.geopackage.layout import WGS84
from rock_glacier_inventory.store.opening import open_store
from rock_glacier_inventory.store.protocol import Store
from rock_glacier_inventory.store.records import Wanted
from rock_glacier_inventory.store.sources import Sources

ROOT = Path(rock_glacier_inventory.__file__).parent
ANN, BOB = By("Ann é", "Basemap 冰", "2021-08"), By("Bob")
WEST, SOUTH, STEP = 97.2, 28.1, 0.01
"""Candidate n, from 1, is a square of 0.004 degrees whose west is WEST + n * STEP."""


_PACKAGE = f"""
import importlib.util, sys
from pathlib import Path
root = {str(ROOT)!r}
spec = importlib.util.spec_from_file_location("p", root + "/__init__.py", submodule_search_locations=[root])
sys.modules["p"] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
"""


class Backend:
    """A kind of inventory, and another program that uses its files.

    Parameters
    ----------
    imports
        What a program imports first so that it takes the same connection.
    """

    def __init__(self, imports: str = "") -> None:
        self._start = f"""
{imports}
{_PACKAGE}
from p.gestures import operations
from p.gestures.operations import By
from p.inventory import schema
from p.store.opening import open_store
from p.store.records import Wanted
store = open_store(Path(sys.argv[1]))
"""

    def make(self, path: Path, count: int = 5) -> Path:
        """A new inventory with candidates."""
        geopackage.create(path, schema.LAYERS, WGS84)
        facts = [(schema.INFO_VERSION, str(schema.SCHEMA_VERSION)), (schema.INFO_TITLE, "it's 'ours' 冰")]
        found = [candidate(number) for number in range(1, count + 1)]
        with geopackage.connect(path, write=True) as connection, geopackage.own_transaction(connection):
            geopackage.insert_rows(connection, schema.INVENTORY_INFO, facts)
            geopackage.insert_rows(connection, CANDIDATES, found)
        return path

    def open(self, path: Path, **options: object) -> Store:
        return open_store(path, **options)

    def other(self, path: Path, script: str) -> subprocess.Popen[str]:
        """Another program that has the inventory open as `store`, and says what it prints."""
        command = [sys.executable, "-c", self._start + script, str(path)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def do(self, path: Path, script: str) -> str:
        """The same, to its end; what it printed."""
        process = self.other(path, script + "\nstore.close()")
        told, _ = process.communicate()
        assert process.returncode == 0
        return told.strip()

    def by_another_tool(self, path: Path, sql: str) -> None:
        """A tool that knows nothing of us changes something."""
        script = f"""
{_PACKAGE}
import sqlite3
from p.store.geopackage.geometry import register_functions
connection = sqlite3.connect(sys.argv[1])
register_functions(connection)
connection.execute({sql!r})
connection.commit()
connection.close()
"""
        subprocess.run([sys.executable, "-c", script, str(path)], check=True)


def square(west: float, south: float = SOUTH, side: float = 0.004) -> bytes:
    """A square as WKB of a MultiPolygon."""
    x, y = west + side, south + side
    corners = [(west, south), (x, south), (x, y), (west, y), (west, south)]
    ring = struct.pack("<I", 5) + b"".join(struct.pack("<2d", *corner) for corner in corners)
    return struct.pack("<BII", 1, 6, 1) + struct.pack("<BII", 1, 3, 1) + ring


def point(x: float, y: float) -> bytes:
    return struct.pack("<BI2d", 1, 1, x, y)


def candidate(number: int) -> tuple[object, ...]:
    """A row of `candidates`; every second is of run b, every third has no subregion."""
    known = {
        "CANDIDATE_ID": f"{'ab'[number % 2]}-{number}",
        "RUN_ID": "ab"[number % 2],
        "STATE": "undecided",
        "PROB_MEAN": number / 7,
        "AREA": 1e5 / 3 * number,
        "SUBREGION": None if number % 3 == 0 else f'it\'s "{number % 3}"',
    }
    blob = encode(square(WEST + number * STEP), 4326)
    return (blob, *(known.get(name) for name in CANDIDATES.field_names))


def outline(number: int, south: float = SOUTH, side: float = 0.004) -> Outline:
    west = WEST + number * STEP

    def marker_at(latitude: float, longitude: float) -> bytes | None:
        inside = west <= longitude <= west + side and south <= latitude <= south + side
        return point(longitude, latitude) if inside else None

    middle = south + side / 2, west + side / 2
    return Outline(square(west, south, side), 4.2e4 * side, *middle, marker_at)


@pytest.fixture
def path(backend: Backend, tmp_path: Path) -> Path:
    return backend.make(tmp_path / "inventory é 冰 100%?#.gpkg")


@pytest.fixture
def store(backend: Backend, path: Path) -> Iterator[Store]:
    opened = backend.open(path)
    yield opened
    opened.close()


@contextmanager
def reopened(backend: Backend, path: Path) -> Iterator[Store]:
    with closing(backend.open(path)) as opened:
        yield opened


def fids(rows: list[tuple[object, ...]]) -> list[object]:
    return [row[0] for row in rows]


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows that gestures may change."""
    layers = (ROCK_GLACIERS, CANDIDATES, PRIMARY_MARKERS, schema.REVIEWS, REVIEW_SAMPLES)
    return {
        layer.name: store.rows(layer, [*([GEOMETRY] if layer.geometry_type else []), *layer.field_names])
        for layer in layers
    }


# Reading


def test_facts_and_coordinate_system(store: Store) -> None:
    assert store.facts()[schema.INFO_TITLE] == "it's 'ours' 冰"
    assert (store.reference(CANDIDATES).organization, store.reference(CANDIDATES).code) == ("EPSG", 4326)
    assert store.reference(PRIMARY_MARKERS).srs_id == 4326
    with pytest.raises(UserError, match="names no coordinate system"):
        store.reference(RUNS)


def test_a_row(store: Store, path: Path) -> None:
    row = store.row(CANDIDATES, 2)
    assert set(row) == {GEOMETRY, *CANDIDATES.field_names}
    assert row[GEOMETRY] == square(WEST + 2 * STEP)
    assert (row["CANDIDATE_ID"], row["PROB_MEAN"], row["REASON"]) == ("a-2", 2 / 7, None)
    assert store.row(CANDIDATES, 99) is None
    assert store.path == path


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Wanted(), [1, 2, 3, 4, 5]),
        (Wanted(fids=(4, 2, 99)), [2, 4]),
        (Wanted(fids=[]), []),
        (Wanted(fids=range(2, 5000)), [2, 3, 4, 5]),
        (Wanted(after=3), [4, 5]),
        (Wanted(box=(WEST + 2 * STEP, SOUTH, WEST + 3 * STEP, SOUTH + 1)), [2, 3]),
        (Wanted(box=(WEST + 4 * STEP, float("-inf"), float("inf"), float("inf"))), [4, 5]),
        (Wanted(box=(0, 0, 1, 1)), []),
        (Wanted(having={"RUN_ID": "a"}), [2, 4]),
        (Wanted(having={"CANDIDATE_ID": ("a-4", "b-1", "none")}), [1, 4]),
        (Wanted(having={"CANDIDATE_ID": [f"b-{n}" for n in range(100)]}), [1, 3, 5]),
        (Wanted(having={"SUBREGION": None}), [3]),
        (Wanted(having={"SUBREGION": 'it\'s "1"'}), [1, 4]),
        (Wanted(having={"SUBREGION": (None, 'it\'s "1"')}), [1, 3, 4]),
        (Wanted(having={"RUN_ID": "b", "SUBREGION": None}), [3]),
        (Wanted(having={"RUN_ID": "b"}, after=1, box=(WEST, SOUTH, WEST + 0.034, SOUTH + 1)), [3]),
        (Wanted(due=("AREA", "SUBREGION")), [3]),
        (Wanted(due=("AREA",)), []),
        (Wanted(due=()), []),
    ],
)
def test_rows_that_are_wanted(store: Store, where: Wanted, expected: list[int]) -> None:
    rows = store.rows(CANDIDATES, ("CANDIDATE_ID", GEOMETRY, "AREA"), where)
    assert rows == [
        (n, f"{'ab'[n % 2]}-{n}", square(WEST + n * STEP), pytest.approx(1e5 / 3 * n, abs=0)) for n in expected
    ]
    assert store.count(CANDIDATES, where) == len(expected)
    assert fids(store.rows(CANDIDATES, (), where)) == expected
    assert store.outlines(CANDIDATES, where) == [(n, square(WEST + n * STEP)) for n in expected]
    assert fids(store.boxes(CANDIDATES, where)) == expected


def test_a_stale_rock_glacier_is_due(store: Store) -> None:
    kept = [operations.remain(store, n, outline(n), ANN) for n in (1, 2)]
    with store.change() as tables:
        tables.update(ROCK_GLACIERS, {"STALE": 0, "MAAT": 1.5}, Wanted(fids=kept))
    assert store.rows(ROCK_GLACIERS, (), Wanted(due=("MAAT",))) == []
    operations.refine_rock_glacier(store, kept[0], outline(1, side=0.003), ANN)
    assert fids(store.rows(ROCK_GLACIERS, (), Wanted(due=("MAAT",)))) == kept[:1]
    assert fids(store.rows(ROCK_GLACIERS, (), Wanted(due=("MAAT", "AP")))) == kept


def test_boxes_and_what_is_near(store: Store) -> None:
    ((fid, *box),) = store.boxes(CANDIDATES, Wanted(fids=(2,)))
    west = WEST + 2 * STEP
    assert (fid, *box) == (2, *(pytest.approx(v, abs=5e-5) for v in (west, SOUTH, west + 0.004, SOUTH + 0.004)))
    with store.change() as tables:
        empty = tables.insert(CANDIDATES, {"CANDIDATE_ID": "c-1", GEOMETRY: None})
    assert store.boxes(CANDIDATES, Wanted(fids=(empty,))) == [(empty, None, None, None, None)]
    assert store.outlines(CANDIDATES, Wanted(fids=(empty,))) == []
    all_over = (WEST, SOUTH, WEST + 1, SOUTH + 1)
    near = store.near(CANDIDATES, [(0, 0, 1, 1), (west, SOUTH, west + 0.001, SOUTH + 0.001), all_over])
    assert near == [(1, 2), *((2, n) for n in range(1, 6))]


def test_last_and_values(store: Store) -> None:
    assert (store.last(CANDIDATES), store.last(ROCK_GLACIERS)) == (5, 0)
    assert store.values(CANDIDATES, "SUBREGION") == ['it\'s "1"', 'it\'s "2"'], "5 is of 2, and 4 of 1"
    assert store.values(CANDIDATES, "RUN_ID", Wanted(fids=(1, 3))) == ["b"]
    assert store.values(CANDIDATES, "REASON") == []


def test_the_numbers_of_the_queue(store: Store) -> None:
    first = store.queue_numbers()[0]
    assert first[:6] == (1, "undecided", 1 / 7, None, 1e5 / 3, 'it\'s "1"')
    assert first[6:8] == (pytest.approx(WEST + STEP + 0.002, abs=5e-5), pytest.approx(SOUTH + 0.002, abs=1e-5))
    assert {len(row) for row in store.queue_numbers()} == {8}
    assert fids(store.queue_numbers(3)) == [4, 5]
    assert CandidateQueue(store, geographic=True).next(after=2) in (1, 3)


AWKWARD = ['it\'s; DROP TABLE "journal" -- é 冰', "{fid} %s ?", "", "null", "\n\t", 0.1, 1e-300, -2.5e17, 0.0, None]


@pytest.mark.parametrize("value", AWKWARD, ids=repr)
def test_a_value_comes_back_as_it_was(store: Store, value: object) -> None:
    name = "AREA" if isinstance(value, float) else "COMMENT"
    with store.gesture(schema.COMMENT, "Ann") as edit:
        edit.update(CANDIDATES, 1, {name: value})
    assert store.row(CANDIDATES, 1)[name] == value
    undoing.undo(store, "Ann")
    undoing.redo(store, "Ann")
    assert store.row(CANDIDATES, 1)[name] == value


# Gestures


def test_a_gesture_is_there_for_all_when_it_returns(backend: Backend, store: Store, path: Path) -> None:
    told: list[dict[str, list[int]]] = []
    store.listeners.append(told.append)
    fid = operations.remain(store, 1, outline(1), ANN)
    script = "print(store.row(schema.ROCK_GLACIERS, 1)['MAPPER'], store.count(schema.JOURNAL))"
    assert backend.do(path, script) == "Ann é 1"
    assert told == [{"rock_glaciers": [fid], "primary_markers": [1], "candidates": [1]}]
    row = store.row(ROCK_GLACIERS, fid)
    assert (row[GEOMETRY], row["CANDIDATE"]) == (outline(1).geometry, "b-1")
    assert store.row(PRIMARY_MARKERS, 1)[GEOMETRY] == point(row["LON"], row["LAT"])
    (entry,) = store.journal()
    assert (entry.fid, entry.person, entry.operation, entry.undoes) == (1, "Ann é", "remain", None)
    assert store.last_change(CANDIDATES, 1) == ("Ann é", "remain")
    assert store.last_change(CANDIDATES, 2) == ("", "")


def test_the_journal_tells_all_of_it(store: Store) -> None:
    operations.remove(store, 2, "talus", ANN)
    row = store.row(JOURNAL, 1)
    assert json.loads(row["TOUCHED"]) == {"candidates": [2]}
    assert json.loads(row["ATT_BEFORE"]) == {"candidates": {"2": {"STATE": "undecided", "REASON": None}}}
    assert json.loads(row["ATT_AFTER"]) == {"candidates": {"2": {"STATE": "remove", "REASON": "talus"}}}
    assert (row["GEO_BEFORE"], row["GEO_AFTER"]) == (None, None)
    operations.retrieve(store, outline(7), ANN)
    told = json.loads(store.row(JOURNAL, 2)["GEO_AFTER"])
    assert bytes.fromhex(told["rock_glaciers"]["1"]) == encode(outline(7).geometry, 4326)


def test_many_rows_are_written_as_one_would_be(store: Store) -> None:
    """Over several statements, and with rows that do not name the same fields."""
    rows = [{"CANDIDATE_ID": f"é{n} '?'", GEOMETRY: square(90 + n / 100), "AREA": n / 7} for n in range(250)]
    rows[7:9] = [{"CANDIDATE_ID": "no outline", "AREA": None}, {"CANDIDATE_ID": "é", "SUBREGION": "s", GEOMETRY: None}]
    before = everything(store)
    with store.gesture(schema.REFINE, "Ann") as edit:
        fids = edit.insert_all(CANDIDATES, rows)
        assert edit.insert_all(CANDIDATES, []) == []
        edit.delete_all(CANDIDATES, {2: edit.read(CANDIDATES, 2), 4: edit.read(CANDIDATES, 4)})
        now = edit.read_all(CANDIDATES, [1, 3, 999], ("COMMENT", "STATE"))
        assert list(now) == [1, 3]
        edit.update_all(CANDIDATES, {1: {"STATE": "remain"}, 3: {"STATE": "undecided", "COMMENT": "c"}}, now)
    assert fids == list(range(6, 256))
    for fid, row in zip(fids, rows):
        assert {**dict.fromkeys((GEOMETRY, *CANDIDATES.field_names)), **row} == store.row(CANDIDATES, fid)
    assert store.near(CANDIDATES, [(90.2, SOUTH, 90.2, SOUTH)]) == [(0, 26)]
    assert store.rows(CANDIDATES, ("STATE", "COMMENT"), Wanted(fids=range(1, 6))) == [
        (1, "remain", None),
        (3, "undecided", "c"),
        (5, "undecided", None),
    ]
    after = everything(store)
    undoing.undo(store, "Ann")
    assert everything(store) == before
    undoing.redo(store, "Ann")
    assert everything(store) == after


def test_a_gesture_that_fails_leaves_nothing(store: Store) -> None:
    before = everything(store), store.journal()
    told: list[object] = []
    store.listeners.append(told.append)
    with pytest.raises(ZeroDivisionError), store.gesture(schema.REMOVE, "Ann") as edit:
        edit.update(CANDIDATES, 1, {"STATE": "remove"})
        edit.delete(CANDIDATES, 2)
        raise ZeroDivisionError
    with pytest.raises(UserError, match="Say who you are"), store.gesture(schema.REMOVE, " "):
        raise AssertionError
    with pytest.raises(UserError, match="no longer in"):
        operations.remove(store, 99, "talus", ANN)
    with store.gesture(schema.COMMENT, "Ann") as edit:
        edit.update(CANDIDATES, 1, {"STATE": "undecided"})  # as it is
    assert ((everything(store), store.journal()), told) == (before, [])


def test_undo_and_redo_go_over_sessions(backend: Backend, path: Path) -> None:
    states = []
    with reopened(backend, path) as store:
        states.append(everything(store))
        for act in (
            lambda: operations.remain(store, 1, outline(1), ANN),
            lambda: operations.refine(store, 1, outline(1, side=0.003), ANN),
            lambda: operations.remove_rock_glacier(store, 1, "moraine", ANN),
            lambda: operations.remove(store, 2, "talus", ANN),
        ):
            act()
            states.append(everything(store))
    for expected in states[-2::-1]:
        with reopened(backend, path) as store:
            assert undoing.undo(store, ANN.person) is not None
            assert everything(store) == expected
    with reopened(backend, path) as store:
        assert undoing.undo(store, ANN.person) is None
        assert undoing.undo(store, BOB.person) is None
        assert [one and one.operation for one in store.undoable(ANN.person)] == [None, "remain"]
    for expected in states[1:]:
        with reopened(backend, path) as store:
            assert undoing.redo(store, ANN.person) is not None
            assert everything(store) == expected


def test_nothing_is_overwritten(backend: Backend, store: Store, path: Path) -> None:
    operations.remove(store, 1, "talus", ANN)
    seen = store.row(CANDIDATES, 2)
    script = "operations.remove(store, {}, 'moraine', By('Bob'))"
    for fid in (1, 2):
        backend.do(path, script.format(fid))
    before = everything(store), len(store.journal())
    with pytest.raises(UserError, match="was changed since"):
        undoing.undo(store, ANN.person)
    with pytest.raises(ChangedElsewhere) as error:
        operations.remain(store, 2, outline(2), ANN, seen)
    assert (error.value.person, error.value.operation) == ("Bob", "remove")
    assert (everything(store), len(store.journal())) == before


def test_reviews(store: Store) -> None:
    fid = operations.remain(store, 1, outline(1), ANN)
    sample = draw_sample(store, Draw(share=1, reviewers=1))
    assert len(store.journal()) == 1, "to draw is no gesture"
    identifier = store.row(ROCK_GLACIERS, fid)["ID"]
    assert sample_names(store) == [sample]
    assert reviews.ReviewQueue(store, sample, "Bob").identifiers == [identifier]
    reviews.decide(store, sample, identifier, "Bob", "no", "a comment")
    assert store.row(ROCK_GLACIERS, fid)["ADDI_INF"] == "false identification (1 of 1 reviewer)"
    assert reviews.ReviewQueue(store, sample, "Bob").comment(identifier) == "a comment"
    undoing.undo(store, "Bob")
    assert store.row(ROCK_GLACIERS, fid)["ADDI_INF"] is None


def test_contradictions(store: Store) -> None:
    fid = operations.remain(store, 1, outline(1), ANN)
    assert store.contradictions() == []
    with store.change() as tables:
        tables.update(CANDIDATES, {"STATE": "remove"}, Wanted(fids=(1,)))
    (twin,) = store.contradictions()
    assert (twin.key, twin.fids) == ("b-1", (fid,))
    assert store.contradiction_of(fid, store.row(ROCK_GLACIERS, fid)) == twin


# Facts, and what is no gesture


def test_facts_are_remembered_and_forgotten(backend: Backend, store: Store, path: Path) -> None:
    store.remember({"order": "it's 'nearest' é", "other": "{x}"})
    store.remember({"order": "largest", "other": None, "never": None})
    with reopened(backend, path) as again:
        assert again.facts()["order"] == store.facts()["order"] == "largest"
        assert "other" not in again.facts()
    assert schema.INFO_WRITING not in store.facts()


def test_sources_are_remembered(store: Store, path: Path) -> None:
    kept = Sources(dem=str(path.parent / "dem é.tif"), maat_unit="K")
    sources.write_sources(store, kept)
    assert store.facts()["source_dem"] == "dem é.tif", "relative to the inventory"
    assert sources.sources_of(store.facts(), path) == kept
    sources.write_sources(store, Sources())
    assert sources.sources_of(store.facts(), path) == Sources()


def test_what_is_no_gesture_is_whole_or_not_at_all_and_noted_nowhere(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.change() as tables:
        tables.remember({"a": "b"})
        tables.insert(RUNS, {"RUN_ID": "r"})
        raise ZeroDivisionError
    assert "a" not in store.facts() and store.count(RUNS) == 0
    with store.change() as tables:
        tables.remember({"a": "b"})
        assert tables.insert(RUNS, {"RUN_ID": "r"}) == 1
        tables.update(CANDIDATES, {"COMMENT": "c"}, Wanted(having={"RUN_ID": "a"}))
    assert fids(store.rows(CANDIDATES, (), Wanted(having={"COMMENT": "c"}))) == [2, 4]
    assert (store.journal(), store.facts()["a"]) == ([], "b")


# Others


def test_what_others_write_is_seen(backend: Backend, store: Store, path: Path) -> None:
    operations.comment(store, CANDIDATES, 1, "ours", ANN)
    assert not store.changed_elsewhere()
    store.undoable(ANN.person)
    backend.do(path, "operations.comment(store, schema.CANDIDATES, 2, 'theirs', By('Ann é'))")
    assert store.changed_elsewhere()
    assert not store.changed_elsewhere()
    assert [entry.operation for entry in store.journal(1)] == ["comment"]
    assert undoing.undo(store, ANN.person).touched == {"candidates": [2]}, "it was the last of the two"


def test_what_a_tool_changes_is_noted(backend: Backend, store: Store, path: Path) -> None:
    backend.by_another_tool(path, "UPDATE candidates SET STATE = 'remain' WHERE fid = 3")
    assert store.changed_elsewhere()
    assert [entry.operation for entry in store.journal()] == ["external"]
    assert store.row(CANDIDATES, 3)["STATE"] == "remain"


def test_two_writers_wait_for_each_other_or_are_told(backend: Backend, path: Path) -> None:
    script = """
with store.gesture("comment", "Bob") as edit:
    edit.update(schema.CANDIDATES, 1, {"COMMENT": "Bob's"})
    print("writing", flush=True)
    sys.stdin.readline()
"""
    with closing(backend.open(path, wait=0.05)) as store:
        process = backend.other(path, script + "store.close()")
        assert process.stdout.readline() == "writing\n"
        assert store.row(CANDIDATES, 1)["COMMENT"] is None, "looking works meanwhile"
        with pytest.raises(UserError, match="another program"):
            operations.comment(store, CANDIDATES, 2, "ours", ANN)
        process.communicate("\n")
        assert process.returncode == 0
        operations.comment(store, CANDIDATES, 2, "ours", ANN)
        assert [store.row(CANDIDATES, fid)["COMMENT"] for fid in (1, 2)] == ["Bob's", "ours"]


def test_a_crash_takes_back_what_was_not_acknowledged_and_nothing_else(backend: Backend, path: Path) -> None:
    script = """
operations.remove(store, 1, "talus", By("Bob"))
with store.gesture("remove", "Bob") as edit:
    edit.update(schema.CANDIDATES, 2, {"STATE": "remove", "COMMENT": "x" * 250})
    edit.delete(schema.CANDIDATES, 3)
    print("midway", flush=True)
    sys.stdin.readline()
"""
    process = backend.other(path, script)
    assert process.stdout.readline() == "midway\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with reopened(backend, path) as store:
        assert [row[1] for row in store.rows(CANDIDATES, ("STATE",))] == ["remove", *["undecided"] * 4]
        assert len(store.journal()) == 1
        assert schema.INFO_WRITING not in store.facts()
        assert undoing.undo(store, "Bob").operation == "remove"
        assert store.count(CANDIDATES, Wanted(having={"STATE": "undecided"})) == 5


# Files


def test_a_store_that_is_only_read(backend: Backend, path: Path) -> None:
    before = path.read_bytes()
    with closing(backend.open(path, write=False)) as store:
        assert store.read_only
        assert store.count(CANDIDATES) == 5
        with pytest.raises(UserError, match="read-only"):
            operations.remove(store, 1, "talus", ANN)
        with pytest.raises(UserError, match="read-only"):
            store.remember({"a": "b"})
        assert not store.mend()
    assert path.read_bytes() == before


def test_what_another_tool_took_away_is_made_again(backend: Backend, path: Path) -> None:
    backend.by_another_tool(path, "DROP TRIGGER watch_candidates_update")
    with pytest.raises(UserError, match="as after a copy by another tool"):
        backend.open(path)
    with closing(backend.open(path, write=False)) as store:
        assert store.count(CANDIDATES) == 5, "to look at it is allowed"
    geopackage_again = backend.make(path.with_name("b.gpkg"))
    with closing(backend.open(geopackage_again)) as store:
        backend.by_another_tool(geopackage_again, "DROP TRIGGER watch_candidates_update")
        assert store.mend().unwatched == ("candidates",)
        assert not store.mend()


def found(number: int, run: str) -> tuple[object, ...]:
    """A row of `candidates` as a run gives it: its outline as WKB."""
    known = {"CANDIDATE_ID": f"{run}-{number}", "RUN_ID": run, "STATE": "undecided"}
    return (square(WEST + number * STEP), *(known.get(name) for name in CANDIDATES.field_names))


def run_row(run: str, features: int) -> list[object]:
    told = {"RUN_ID": run, "FEATURES": features, "PARAMETERS": '{"é": 1.5}', "SECONDS": 2.25}
    return [told.get(name) for name in RUNS.field_names]


def test_a_run_is_appended_and_replaces(backend: Backend, store: Store, path: Path) -> None:
    before = store.row(CANDIDATES, 2)
    with store.append("c") as inventory:
        assert inventory.add(found(number, "c") for number in (20, 21)) == 2
        assert (inventory.remove([2]), inventory.remove([])) == (1, 0)
        inventory.run(run_row("c", 2))
    with store.append("c") as inventory:
        assert inventory.add([]) == 0
        inventory.run(run_row("c", 3))
    with reopened(backend, path) as again:
        assert fids(again.rows(CANDIDATES, ())) == [1, 3, 4, 5, 6, 7]
        assert again.row(CANDIDATES, 7)[GEOMETRY] == square(WEST + 21 * STEP)
        assert again.rows(RUNS, ("RUN_ID", "FEATURES", "SECONDS")) == [(1, "c", 3, 2.25)]
        assert [(entry.operation, entry.person) for entry in again.journal()] == [("append", "")] * 2
        removed, added = again.rows(JOURNAL, ("TOUCHED", "ATT_BEFORE", "GEO_BEFORE", "ATT_AFTER"))
    assert json.loads(removed[1]) == {"candidates": {"run": "c", "replaced": [2]}}
    told = json.loads(removed[2])["candidates"]["2"]
    assert {**told, GEOMETRY: before[GEOMETRY]} == before
    assert json.loads(removed[3])["candidates"]["2"].lower() == encode(before[GEOMETRY], 4326).hex()
    assert json.loads(added[1]) == {"candidates": {"run": "c", "count": 2}}
    assert added[2:] == (None, None, None)


def test_what_a_run_saw_is_kept_and_forgotten(backend: Backend, store: Store, path: Path) -> None:
    content = bytes(range(256)) * 20
    with store.append("c") as inventory:
        inventory.keep([(square(WEST, side=1), "c", "1 0 0 0 -1 0", 256, 20, content)])
        inventory.keep([(square(WEST + 2, side=1), "c", "1 0 2 0 -1 0", 1, 1, b"\x00"), (None, *(None,) * 5)])
        inventory.run(run_row("c", 0))
    with reopened(backend, path) as again:
        told = again.rows(KEPT_PROBABILITY, ("RUN_ID", "WIDTH", "LEVELS"))
        assert told == [(1, "c", 256, content), (2, "c", 1, b"\x00"), (3, None, None, None)]
        assert again.near(KEPT_PROBABILITY, [(WEST + 2.5, SOUTH, 180, 90)]) == [(0, 2)]
        assert again.journal() == [], "nobody undoes it"
    with store.append("d") as inventory:
        inventory.forget([])
        inventory.forget([1, 3])
    assert fids(store.rows(KEPT_PROBABILITY, ())) == [2]
    assert store.near(KEPT_PROBABILITY, [(0, 0, 180, 90)]) == [(0, 2)]


def test_the_journal_tells_how_an_outline_was_made(store: Store) -> None:
    operations.refine(store, 1, outline(1), ANN, level=0.35)
    operations.retrieve(store, outline(7), ANN, level=1 / 3)
    operations.refine_rock_glacier(store, 1, outline(8), ANN, level=0.4)
    operations.retrieve(store, outline(9), ANN)
    undoing.undo(store, "Ann é")
    told = [parameters for _, parameters in store.rows(JOURNAL, ("PARAMETERS",))]
    assert told == ['{"level": 0.35}', '{"level": 0.3333}', '{"level": 0.4}', None, None]


def test_the_extent_of_a_layer_grows(backend: Backend, store: Store, path: Path) -> None:
    with store.append("c") as inventory:
        inventory.add([found(40, "c")])
    script = """
rows = store.connection.rows("SELECT min_x, max_x FROM gpkg_contents WHERE table_name = 'candidates'")
print(*rows[0])
"""
    west, east = map(float, backend.do(path, script).split())
    # None was noted for those that were there, and the index knows them in short numbers.
    assert WEST + STEP - 1e-5 < west <= WEST + STEP
    assert east == WEST + 40 * STEP + 0.004
    assert store.near(CANDIDATES, [(WEST + 40 * STEP, SOUTH, 180, 90)]) == [(0, 6)]


def test_an_append_that_fails_leaves_nothing(store: Store) -> None:
    before = everything(store)
    with pytest.raises(ZeroDivisionError), store.append("c") as inventory:
        inventory.add([found(20, "c")])
        inventory.remove([1])
        inventory.run(run_row("c", 1))
        raise ZeroDivisionError
    assert everything(store) == before
    assert (store.journal(), store.count(RUNS)) == ([], 0)


def test_fields_are_filled_and_noted_nowhere(backend: Backend, store: Store, path: Path) -> None:
    store.check_can_fill(CANDIDATES)
    values = [(1 / 3, "é '冰'", 2), (None, None, 4)]
    marker = [None for _ in PRIMARY_MARKERS.field_names]
    with store.fill(CANDIDATES) as inventory:
        inventory.update_many(CANDIDATES, ("AREA", "SUBREGION"), values)
        assert inventory.insert_many(PRIMARY_MARKERS, [(point(1, 2), *marker), (None, *marker)]) == 2
        inventory.update_many(PRIMARY_MARKERS, (GEOMETRY,), [(point(3, 4), 2)])
        inventory.run(run_row("f", 2))
    with reopened(backend, path) as again:
        wanted = Wanted(fids=(2, 4))
        assert again.rows(CANDIDATES, ("AREA", "SUBREGION"), wanted) == [(2, *values[0][:2]), (4, None, None)]
        assert again.outlines(PRIMARY_MARKERS) == [(1, point(1, 2)), (2, point(3, 4))]
        assert (again.journal(), again.count(RUNS)) == ([], 1)


def test_a_detections_own_file(backend: Backend, tmp_path: Path) -> None:
    path = tmp_path / "detection.gpkg"
    geopackage.create(path, schema.DETECTION_LAYERS, WGS84)
    with geopackage.connect(path, write=True) as connection, geopackage.transaction(connection):
        geopackage.insert_rows(connection, CANDIDATES, [candidate(1)])
    with pytest.raises(UserError, match="not an inventory"):
        backend.open(path)
    with closing(backend.open(path, detections=True)) as store:
        assert (store.facts(), store.count(CANDIDATES)) == ({}, 1)
        with pytest.raises(UserError, match="is no inventory, so it cannot remember sources"):
            sources.write_sources(store, Sources(dem="a.tif"))


@pytest.mark.parametrize("content", [b"", b"no database " * 100])
def test_what_is_no_inventory(backend: Backend, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.gpkg"
    with pytest.raises(UserError, match=r"There is no file .*a\.gpkg"):
        backend.open(path)
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"a\.gpkg"):
        backend.open(path)
    assert path.read_bytes() == content


# Reviewed ground


def seen(west: float, side: float = 0.01, person: str = ANN.person, **told: object) -> SeenGround:
    """A square that somebody saw; what is new of it is told by the boxes, as they are squares."""

    def new_share(known: Sequence[bytes]) -> float:
        boxes = [envelope_of_wkb(wkb) for wkb in known]
        middles = [west + side * (number + 0.5) / 200 for number in range(200)]
        return sum(not any(box[0] <= x <= box[2] for box in boxes) for x in middles) / 200

    values = {"pixel": 2.5, "scale": 9_000.0, "imagery": "Basemap 冰", "run_id": "a", **told}
    box = (west, SOUTH, west + side, SOUTH + side)
    return SeenGround(square(west, side=side), box, person, "remain", **values, new_share=new_share)


def reviewed(store: Store) -> list[tuple[object, ...]]:
    return store.rows(schema.REVIEWED_GROUND, (GEOMETRY, *schema.REVIEWED_GROUND.field_names))


def test_ground_that_was_seen_is_kept(backend: Backend, store: Store, path: Path) -> None:
    assert reviewed_ground.keep(store, seen(97))
    ((fid, wkb, person, time, *told),) = reviewed(store)
    assert (fid, wkb, person) == (1, square(97, side=0.01), ANN.person)
    assert len(time) == 24 and time.endswith("Z")
    assert told == ["remain", 2.5, 9000.0, "Basemap 冰", "a"]
    assert store.journal() == []
    with reopened(backend, path) as again:
        assert reviewed(again) == reviewed(store)
        assert again.near(schema.REVIEWED_GROUND, [(97.001, SOUTH, 97.002, SOUTH)]) == [(0, 1)]


def test_decisions_at_nearly_one_place_make_one_row(store: Store) -> None:
    kept = [reviewed_ground.keep(store, seen(97 + number * 4e-7)) for number in range(500)]
    assert kept == [1] + [0] * 499
    assert reviewed_ground.keep(store, seen(97.001)), "a tenth of it is new"
    assert not reviewed_ground.keep(store, seen(97.0004, side=0.0102)), "it lies on two"
    assert len(reviewed(store)) == 2


def test_several_views_are_one_transaction_and_know_each_other(store: Store) -> None:
    views = (seen(97), seen(97.0001), seen(97.02), seen(97.0201, person=BOB.person), seen(97.0201), seen(97, pixel=11))
    assert reviewed_ground.keep(store, *views) == 3
    assert [(row[1], row[2]) for row in reviewed(store)] == [
        (square(97, side=0.01), ANN.person),
        (square(97.02, side=0.01), ANN.person),
        (square(97.0201, side=0.01), BOB.person),
    ]
    assert reviewed_ground.keep(store) == 0


def test_what_another_person_saw_counts_for_nobody_else(store: Store) -> None:
    assert reviewed_ground.keep(store, seen(97))
    assert reviewed_ground.keep(store, seen(97, person=BOB.person))
    assert not reviewed_ground.keep(store, seen(97, person=""))
    assert [row[2] for row in reviewed(store)] == [ANN.person, BOB.person]


@pytest.mark.parametrize(("pixel", "kept"), [(10.0, True), (10.01, False), (0.0, False), (float("nan"), False)])
def test_ground_on_a_coarse_map_was_not_seen(store: Store, pixel: float, kept: bool) -> None:
    assert reviewed_ground.keep(store, seen(97, pixel=pixel)) == kept
    assert len(reviewed(store)) == kept


def test_an_undo_leaves_what_was_seen(store: Store) -> None:
    operations.remain(store, 1, outline(1), ANN)
    assert reviewed_ground.keep(store, seen(97))
    assert undoing.undo(store, ANN.person).operation == "remain"
    assert len(reviewed(store)) == 1
