"""Everything that writes an inventory, in trouble: nothing acknowledged is lost, and one sentence is told.

Another program that writes every 50 ms, kill -9, a full disk, one that may only be read, and a file that is
replaced underneath. `make test` tries two moments of each kill and replacement, `make faults` twenty.
"""

from __future__ import annotations

import ast
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import engine_here
import pytest
from corrupted_inputs import Inputs
from corruption_runs import is_sentence
from engine_process import ROOT
from mapping import assert_whole, open_inventory
from nursery import Nursery
from ready_engine import start
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.requests import REQUESTS
from writing import COMMANDS, GESTURES, MAKERS, changed, of_people, prepare, tables

pytestmark = pytest.mark.usefixtures("kept_network")

SCRIPT = Path(__file__).with_name("writing.py")
MOMENTS = range(int(os.environ.get("ROCK_GLACIER_TEST_MOMENTS", "2")))
EVERY_S = 0.05


def chance(*of: object) -> random.Random:
    return random.Random(repr(of))


class Busy:
    """Another program that writes every 50 ms while the block runs, and just before and after it."""

    def __init__(self, other) -> None:
        self.other = other
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._go_on)

    def _go_on(self) -> None:
        while not self._end.wait(EVERY_S):
            self.other.write()

    def __enter__(self) -> None:
        assert self.other.write()
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()
        assert self.other.write()


def is_one_sentence(text: str) -> bool:
    return is_sentence(text) and ". " not in text


def fill(disk: Path) -> None:
    with pytest.raises(OSError, match="No space"), (disk / "fill").open("wb", buffering=0) as stream:
        for size in (4096, 512, 1):
            while stream.write(b"x" * size):
                pass


def remount_for_reading(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)


# What there is


def test_no_gesture_and_no_command_that_writes_is_forgotten():
    tried = SCRIPT.read_text("utf-8")
    for module in (ROOT / "gestures").rglob("*.py"):
        for function in ast.parse(module.read_text("utf-8")).body:
            if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
                continue
            if any(f"inventory.{verb}(" in ast.unparse(function) for verb in ("gesture", "change", "remember")):
                assert f"{module.stem}.{function.name}(" in tried, "give it a line in GESTURES"
    into = {name for name, asked in REQUESTS.items() if "inventory" in asked.__dataclass_fields__}
    only_asked = {"sources", "training-data", "improve", "agreement", "summarise", "report", "export", "publish"}
    only_asked |= {"levels", "units"}
    into -= only_asked  # they ask an inventory what it holds, and write nothing into it
    assert {*into, "create"} == {words.split()[0] for _, words in COMMANDS.values()}


# Gestures


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    return prepare(tmp_path_factory.mktemp("Tage 冰") / "inventory é.gpkg")


@pytest.fixture(scope="module")
def before(prepared) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the file that is only copied."""
    return tables(prepared)


@pytest.fixture(scope="module")
def gesture_changes(prepared, before, tmp_path_factory) -> dict[str, set[str]]:
    """Gesture -> the tables that it changes when nothing disturbs it."""
    folder, found = tmp_path_factory.mktemp("ungestört"), {}
    for name, make in GESTURES.items():
        path = shutil.copy(prepared, folder / f"{name}.gpkg")
        with closing(open_inventory(path)) as inventory:
            make(inventory)
        found[name] = changed(before, path)
        assert found[name], name
    return found


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery(SCRIPT)
    yield nursery
    nursery.end()


@pytest.fixture
def path(prepared, tmp_path) -> Path:
    return Path(shutil.copy(prepared, tmp_path / "inventory é 冰.gpkg"))


each_gesture = pytest.mark.parametrize("name", GESTURES)
each_moment = pytest.mark.parametrize("moment", MOMENTS)


@each_gesture
def test_a_gesture_beside_another_program(name, path, before, gesture_changes, start_other_program):
    with closing(open_inventory(path)) as inventory, Busy(other := start_other_program(path)):
        GESTURES[name](inventory)
    other.assert_nothing_lost()
    assert changed(before, path) == gesture_changes[name]
    assert_whole(path)


@each_moment
@each_gesture
def test_a_gesture_and_kill_9(name, moment, path, before, gesture_changes, nursery):
    child = nursery.start(path, name)
    assert child.stdout.readline() == "ready\n"
    child.stdin.write("now\n")
    child.stdin.flush()
    time.sleep(chance(name, moment).uniform(0, 0.02))
    child.kill()
    told = child.stdout.read()
    assert nursery.wait(child) == -9
    there = changed(before, path)
    assert there in ([gesture_changes[name]] if told else [set(), gesture_changes[name]])
    assert_whole(path)


@each_gesture
@pytest.mark.parametrize("fault", ["full", "for reading"])
def test_a_gesture_on_a_disk_that_takes_nothing(name, fault, prepared, before, make_small_disk):
    disk = make_small_disk("Platte", "2m")
    path = Path(shutil.copy(prepared, disk / "inventory é 冰.gpkg"))
    fill(disk) if fault == "full" else remount_for_reading(disk)
    with pytest.raises(UserError) as told, closing(open_inventory(path)) as inventory:
        GESTURES[name](inventory)
    assert is_one_sentence(told.value.message), told.value.message
    assert ("full" if fault == "full" else "read-only") in told.value.message
    assert changed(before, path) == set()
    if fault == "full":
        (disk / "fill").unlink()
        assert_whole(path)
        with closing(open_inventory(path)) as inventory:
            GESTURES[name](inventory)
        assert changed(before, path)


@each_gesture
def test_a_gesture_in_a_file_that_was_replaced(name, path, prepared, before, tmp_path):
    other = shutil.copy(prepared, tmp_path / "other.gpkg")
    with closing(open_inventory(path)) as inventory:
        os.replace(other, path)
        with pytest.raises(UserError, match="replaced") as told:
            GESTURES[name](inventory)
    assert is_one_sentence(told.value.message), told.value.message
    assert changed(before, path) == set()
    assert_whole(path)


# Commands


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path, monkeypatch):
    """Where candidates are kept that an inventory does not take."""
    (tmp_path / "t").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "t"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "t"))


class Job:
    """A command on a copy of what it writes."""

    def __init__(self, name: str, inputs: Inputs, here: Path) -> None:
        file, words = COMMANDS[name]
        self.whole, self.path = inputs.folder / file, here / file
        self.is_new = name in MAKERS
        if not self.is_new:
            shutil.copy(self.whole, self.path)
        self.words = [word.format(**{"in": inputs.folder, "here": here}) for word in words.split()]
        self.people = {} if self.is_new else of_people(self.whole)

    def assert_sound(self) -> None:
        """The file is whole, and what people did is in it."""
        if self.is_new and not self.path.exists():
            return
        with closing(sqlite3.connect(self.path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table, rows in of_people(self.path).items():
            now = {row["fid"]: row for row in rows}
            for row in self.people.get(table, ()):
                assert row.items() <= now[row["fid"]].items(), table

    def assert_done(self) -> None:
        """It can be done now, whatever was before."""
        if self.is_new and self.path.exists():
            return
        done = engine_here.run(*self.words)
        assert done.code == 0, done
        self.assert_sound()


@pytest.fixture
def job(request, inputs, tmp_path) -> Job:
    return Job(request.param, inputs, tmp_path)


each_command = pytest.mark.parametrize("job", COMMANDS, indirect=True)
but_create = pytest.mark.parametrize("job", [name for name in COMMANDS if name not in MAKERS], indirect=True)


def assert_well_or_one_sentence(done) -> None:
    assert done.code in (0, 1), done
    assert done.code == 0 or is_sentence(done.error), done.error


@but_create
def test_a_command_beside_another_program(job, start_other_program):
    with Busy(other := start_other_program(job.path)):
        done = engine_here.run(*job.words)
    assert_well_or_one_sentence(done)
    other.assert_nothing_lost()
    job.assert_sound()
    assert done.code == 1 or changed(tables(job.whole), job.path)


@each_moment
@each_command
def test_a_command_and_kill_9(job, moment, request):
    random = chance(request.node.callspec.id)
    process = start(*job.words)
    for _ in range(random.randint(1, 6)):
        process.stdout.readline()
    time.sleep(random.uniform(0, 0.1))
    process.kill()
    told, _ = process.communicate()
    job.assert_sound()
    if '"result"' in told:
        assert job.is_new or changed(tables(job.whole), job.path)
    job.assert_done()


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("fault", ["full", "for reading"])
def test_a_command_on_a_disk_that_takes_nothing(name, fault, inputs, make_small_disk):
    disk = make_small_disk("Platte", "3m")
    job = Job(name, inputs, disk)
    fill(disk) if fault == "full" else remount_for_reading(disk)
    done = engine_here.run(*job.words)
    assert done.code == 1, done
    assert is_sentence(done.error), done.error
    assert not job.is_new or not job.path.exists()
    job.assert_sound()
    if fault == "full":
        (disk / "fill").unlink()
        job.assert_done()


@each_moment
@but_create
def test_a_command_whose_file_is_replaced(job, moment, tmp_path, request):
    """By a copy in which somebody has written a comment meanwhile."""
    other = Path(shutil.copy(job.whole, tmp_path / "other.gpkg"))
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE of_another_program (told)")
        connection.execute("INSERT INTO of_another_program VALUES ('kept')")
    at = chance(request.node.callspec.id).randint(1, 4)

    begun = []

    def heard(number: int) -> None:
        if number == at:
            begun.extend(changed(tables(job.whole), job.path))
            os.replace(other, job.path)

    done = engine_here.run(*job.words, heard=heard)
    assert_well_or_one_sentence(done)
    job.assert_sound()
    if not other.exists():
        with closing(sqlite3.connect(job.path)) as connection:
            assert connection.execute("SELECT told FROM of_another_program").fetchall() == [("kept",)]
        if done.code == 0 and not begun:
            assert changed(tables(job.whole), job.path), "what was said to be done is there"
