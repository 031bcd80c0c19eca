"""Fixtures of all suites: the package under its own name, and the shared real data."""

from __future__ import annotations

import importlib.util
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

# Suites run side by side, so a second thread would take the core of another, or wait for it in a loop: a training in
# QGIS took two and a half times the processor time. And the last bits of float32 vary with the threads, so that what
# is run here and in a process of its own can be compared.
os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "rock_glacier_inventory"


def _load_package() -> None:
    """Import the checkout as `rock_glacier_inventory`, whatever its folder is called."""
    if PACKAGE in sys.modules:
        return
    spec = importlib.util.spec_from_file_location(PACKAGE, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)])
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = module
    spec.loader.exec_module(module)


_load_package()

_WRITER = """
import sqlite3, sys
for line in sys.stdin:
    other = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
    try:
        other.execute("CREATE TABLE IF NOT EXISTS of_another_program (told)")
        other.execute("INSERT INTO of_another_program VALUES (?)", (line.strip(),))
        print("acknowledged", flush=True)
    except sqlite3.OperationalError as error:
        print(error, flush=True)
    other.close()
"""


class OtherProgram:
    """Another process that writes into a SQLite file when it is told to, and notes what was acknowledged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _WRITER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def write(self) -> bool:
        """Try to add a row, without waiting; whether SQLite acknowledged it."""
        told = f"row {len(self.acknowledged) + len(self.refused)}"
        self._process.stdin.write(told + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().strip()
        assert answer in ("acknowledged", "database is locked"), answer
        (self.acknowledged if answer == "acknowledged" else self.refused).append(told)
        return answer == "acknowledged"

    def assert_nothing_lost(self) -> None:
        """All that was acknowledged is in the file, nothing else of it is, and the file is sound."""
        with closing(sqlite3.connect(self._path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'of_another_program'")
            found = []
            if there.fetchone():
                found = connection.execute("SELECT told FROM of_another_program ORDER BY rowid").fetchall()
        assert [row[0] for row in found] == self.acknowledged

    def end(self) -> None:
        """Let it go."""
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


class Interrupted:
    """A connection beside which another program writes: before the calls that `when` says yes to.

    `when` gets the number of the call, from 0, and what is called: the SQL, "begin" or "commit".
    """

    def __init__(self, connection: Any, other: OtherProgram, when: Callable[[int, str], bool]) -> None:
        self._connection, self._other, self._when = connection, other, when
        self.path, self.gives_blobs = connection.path, connection.gives_blobs
        self.calls: list[str] = []

    def _before(self, what: str) -> None:
        if self._when(len(self.calls), what):
            self._other.write()
        self.calls.append(what)

    def rows(self, sql: str, width: int | None = None) -> list[tuple[Any, ...]]:
        self._before(sql)
        return self._connection.rows(sql, width)

    def execute(self, sql: str) -> None:
        self._before(sql)
        self._connection.execute(sql)

    def begin(self) -> None:
        self._before("begin")
        self._connection.begin()

    def commit(self) -> None:
        self._before("commit")
        self._connection.commit()

    def rollback(self) -> None:
        self._connection.rollback()


@pytest.fixture
def beside_another_program() -> Iterator[Callable[..., tuple[Interrupted, OtherProgram]]]:
    """From a connection and a rule to the connection beside which another program writes, and to that one."""
    started: list[OtherProgram] = []

    def start(connection: Any, when: Callable[[int, str], bool]) -> tuple[Interrupted, OtherProgram]:
        started.append(OtherProgram(connection.path))
        return Interrupted(connection, started[-1], when), started[-1]

    yield start
    for other in started:
        other.end()


@pytest.fixture
def start_other_program() -> Iterator[Callable[[Path], OtherProgram]]:
    """From a file to another program that writes into it."""
    started: list[OtherProgram] = []

    def start(path: Path) -> OtherProgram:
        started.append(OtherProgram(path))
        return started[-1]

    yield start
    for other in started:
        other.end()


SHARED_DATA = Path(os.environ.get("ROCK_GLACIER_SHARED_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the real data; the test skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"real data folder not found: {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture
def make_small_disk(tmp_path: Path) -> Iterator[Callable[[str, str], Path]]:
    """Mount disks that are soon full, by name and size (``300k``); skips where that is not allowed."""
    mounted: list[Path] = []

    def make(name: str, size: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
        if os.geteuid() != 0 or subprocess.run(mount).returncode:
            pytest.skip("only root can mount a small disk here")
        mounted.append(folder)
        return folder

    yield make
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)
