"""`attributes` in chunks: what a stop, a crash or another program leaves, and one row in `runs`."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys

import engine_process
import numpy as np
import plain_geopackage as geopackage
import pytest
from filling_inventories import UTM, column, dem, fill, level, make, put, square, table
from rock_glacier_inventory.engine.filling import chunks as filling
from rock_glacier_inventory.engine.filling import due
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import Cancelled, UserError
from rock_glacier_inventory.inventory.messages import Progress

__all__ = ["dem"]  # a fixture

COUNT = 25


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr(due, "CHUNK", 10)


@pytest.fixture
def inventory(tmp_path):
    """Squares in rows of five, in a scattered order."""
    path = make(tmp_path / "inventar é 冰.gpkg")
    places = np.random.default_rng(3).permutation(COUNT)
    put(path, schema.ROCK_GLACIERS, [square(5 + place % 5 * 18, 5 + place // 5 * 18, 9) for place in places])
    return path


class StopsAfter(SilentReport):
    """Asks for a stop when so many chunks have begun."""

    def __init__(self, chunks):
        super().__init__()
        self.left = chunks

    def say(self, message):
        self.left -= isinstance(message, Progress) and message.message.endswith("features")
        super().say(message)
        if self.left < 0:
            raise Cancelled()


def filled(path):
    return sum(value is not None for value in column(path, "ELE_MEAN"))


def test_chunks_do_not_show_in_the_values(inventory, tmp_path, dem, monkeypatch):
    fill(inventory, SilentReport(), "terrain", dem=dem)
    in_chunks = table(inventory)
    monkeypatch.setattr(due, "CHUNK", 4000)
    fill(inventory, SilentReport(), "terrain", dem=dem, everything=True)
    for before, after in zip(in_chunks, table(inventory), strict=True):
        assert {name: after[name] for name in ("ID", "LAT", "LON", "geom")} == {
            name: before[name] for name in ("ID", "LAT", "LON", "geom")
        }
        for name in schema.ATTRIBUTE_GROUPS["terrain"]:
            assert after[name] == pytest.approx(before[name], rel=1e-7, abs=1e-7)


def test_one_row_in_runs(inventory, dem):
    fill(inventory, SilentReport(), "terrain", dem=dem)
    (run,) = table(inventory, "runs")
    assert (run["COMMAND"], run["SOURCE"], run["FEATURES"], run["CRS"]) == ("attributes", str(dem), COUNT, UTM)
    told = json.loads(run["PARAMETERS"])
    assert told["groups"]["terrain"]["source"] == str(dem)
    assert "assumed" in told["groups"]["terrain"]["elevation_unit"]
    assert (told["layer"], told["all"], told["features"]) == ("rock_glaciers", False, None)
    assert run["SECONDS"] > 0


def test_the_row_in_runs_has_a_record_of_each_group(inventory, tmp_path, dem):
    sources = {"maat": level(tmp_path, "maat.tif", 268.15), "precipitation": level(tmp_path, "ap.tif", 410)}
    fill(inventory, SilentReport(), "terrain", "air-temperature", "precipitation", dem=dem, **sources)
    (run,) = table(inventory, "runs")
    groups = json.loads(run["PARAMETERS"])["groups"]
    assert list(groups) == ["air-temperature", "precipitation", "terrain"]
    assert groups["air-temperature"]["unit"].startswith("K")
    assert groups["air-temperature"]["range"] == [-5.0, -5.0]
    assert run["SOURCE"].split("; ") == [str(dem), *map(str, sources.values())]


def test_identifiers_are_unique_over_chunks(tmp_path, dem):
    path = make(tmp_path / "a.gpkg")
    put(path, schema.ROCK_GLACIERS, [square(20, 20, 10)] * COUNT)
    fill(path, SilentReport(), "terrain", dem=dem)
    assert len(set(column(path, "ID"))) == COUNT
    assert sorted(column(path, "ID", layer="primary_markers")) == sorted(column(path, "ID"))


def test_a_stop_keeps_the_chunks_that_are_finished(inventory, dem):
    with pytest.raises(Cancelled, match=r"10 of 25 features are filled and kept. Run it again") as stopped:
        fill(inventory, StopsAfter(1), "terrain", dem=dem)
    assert stopped.value.kind == "cancelled"
    assert filled(inventory) == 10
    (run,) = table(inventory, "runs")
    assert run["FEATURES"] == 10
    result = fill(inventory, SilentReport(), "terrain", dem=dem)
    assert (result["features"], result["not_due"]) == (15, 10)
    assert filled(inventory) == COUNT
    assert len(set(column(inventory, "ID"))) == COUNT
    assert column(inventory, "FEATURES", layer="runs") == [10, 15]


def test_a_stop_before_the_first_chunk_changes_nothing(inventory, dem):
    before = table(inventory)
    with pytest.raises(Cancelled, match="nothing was changed"):
        fill(inventory, StopsAfter(0), "terrain", dem=dem)
    assert table(inventory) == before
    assert table(inventory, "runs") == []


def test_a_crash_keeps_the_chunks_that_are_finished(inventory, dem):
    """The process is killed without a warning in the middle of the third chunk."""
    code = f"""
import importlib.util, os, signal, sys
from pathlib import Path
root = {str(engine_process.ROOT)!r}
spec = importlib.util.spec_from_file_location("p", root + "/__init__.py", submodule_search_locations=[root])
sys.modules["p"] = importlib.util.module_from_spec(spec)
from p.engine.filling import chunks, due
from p.engine.telling.report import SilentReport
from p.store.sources import Sources
due.CHUNK = 10
class Killed(SilentReport):
    begun = 0
    def say(self, message):
        self.begun += message.message.startswith("Terrain")
        if self.begun > 2:
            os.kill(os.getpid(), signal.SIGKILL)
chunks.fill_attributes(Path(sys.argv[1]), Sources(dem=sys.argv[2]), Killed(), groups=["terrain"])
"""
    done = subprocess.run([sys.executable, "-c", code, str(inventory), str(dem)], capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert filled(inventory) == 20
    assert column(inventory, "FEATURES", layer="runs") == [20]
    with geopackage.connect(inventory) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        keys = {row[0] for row in connection.execute("SELECT KEY FROM inventory_info")}
    assert "writing" not in keys
    assert fill(inventory, SilentReport(), "terrain", dem=dem)["features"] == 5


def test_a_lock_in_the_middle_keeps_the_chunks_that_are_finished(inventory, dem, monkeypatch):
    monkeypatch.setattr("rock_glacier_inventory.engine.runs.inventories.SECONDS_TO_WAIT", 0.05)
    write, others = filling.write_features, []

    def then_lock(*arguments):
        written = write(*arguments)
        others.append(sqlite3.connect(inventory, isolation_level=None))
        others[0].execute("BEGIN IMMEDIATE")
        return written

    monkeypatch.setattr(filling, "write_features", then_lock)
    with pytest.raises(UserError, match="locked"):
        fill(inventory, SilentReport(), "terrain", dem=dem)
    others[0].close()
    assert filled(inventory) == 10


def test_somebody_takes_an_identifier_while_it_is_computed(inventory, dem, monkeypatch):
    monkeypatch.setattr(due, "CHUNK", 100)
    fill(inventory, SilentReport(), "terrain", dem=dem)
    names = column(inventory, "ID")
    with geopackage.connect(inventory, write=True) as connection:
        connection.execute("UPDATE rock_glaciers SET ID = NULL, STALE = 1")
        connection.execute("DELETE FROM primary_markers")
    write = filling.write_features

    def meanwhile(*arguments):
        monkeypatch.setattr(filling, "write_features", write)
        put(inventory, schema.ROCK_GLACIERS, [square(150, 150, 9)], ID=[names[4]])
        return write(*arguments)

    monkeypatch.setattr(filling, "write_features", meanwhile)
    report = SilentReport()
    assert fill(inventory, report, "terrain", dem=dem)["features"] == COUNT - 1
    assert any("changed meanwhile were left (1)" in text for text in report.warnings)
    fill(inventory, SilentReport(), "terrain", dem=dem)
    assert len(set(column(inventory, "ID"))) == COUNT + 1


def test_warnings_are_gathered_over_chunks(tmp_path, dem):
    path = make(tmp_path / "a.gpkg")
    put(path, schema.ROCK_GLACIERS, [square(20, 20, 9), *[square(300 + i, 20, 0.5) for i in range(COUNT - 1)]])
    with geopackage.connect(path, write=True) as connection:
        connection.execute("UPDATE rock_glaciers SET geom = NULL WHERE fid IN (5, 20)")
    report = SilentReport()
    fill(path, report, "terrain", dem=dem)
    (unknown,) = [text for text in report.warnings if "have no elevations" in text]
    assert f"({COUNT - 3}): feature " in unknown
    assert unknown.endswith("and 12 more.")
    assert unknown.count("feature ") == 10
    (without,) = [text for text in report.warnings if "Features without geometry" in text]
    assert without.endswith(": 2.")


def test_a_chunk_that_a_source_does_not_reach_is_no_error(tmp_path, dem):
    path = make(tmp_path / "a.gpkg")
    far = [square(400 + place % 5 * 20, 400 + place // 5 * 20, 9) for place in range(20)]
    put(path, schema.ROCK_GLACIERS, [*far, square(20, 20, 9)])
    result = fill(path, SilentReport(), "terrain", dem=dem)
    assert (result["features"], result["filled"]) == (21, {"terrain": 1})
    assert None not in column(path, "AREA")
    assert column(path, "FEATURES", layer="runs") == [21]


def test_a_source_that_reaches_nothing_is_a_warning_beside_one_that_does(inventory, dem, tmp_path):
    maat = level(tmp_path, "maat.tif", -3.5)
    elsewhere = level(tmp_path, "far.tif", 4000, dtype=np.int16, first_column=5000)
    report = SilentReport()
    result = fill(inventory, report, "terrain", "air-temperature", dem=elsewhere, maat=maat)
    assert result["filled"] == {"terrain": 0, "air-temperature": COUNT}
    assert [text for text in report.warnings if "DEM" in text] == [
        f"No outline lies on the DEM {elsewhere}; check both coordinate systems and the area."
    ]
    assert column(inventory, "MAAT") == pytest.approx([-3.5] * COUNT)


def test_what_is_left_to_do_beyond_a_source_is_no_error(inventory, dem):
    fill(inventory, SilentReport(), "terrain", dem=dem)
    put(inventory, schema.ROCK_GLACIERS, [square(400, 400, 9)])
    report = SilentReport()
    assert fill(inventory, report, "terrain", dem=dem)["without_elevation"] == 1
    assert len(report.warnings) == 1
    assert "have no elevations" in report.warnings[0]
