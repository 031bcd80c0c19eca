"""What Windows answers otherwise: only its answers are faked here, everything else is as it is."""

from __future__ import annotations

import gzip
import importlib.util
import io
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from engine_process import ROOT
from rock_glacier_inventory.engine import starting_up
from rock_glacier_inventory.engine.blocks import ledger_lock
from rock_glacier_inventory.engine.gathering.unpacking import unpacked
from rock_glacier_inventory.engine.telling import outputs
from rock_glacier_inventory.inventory import finished
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.naming.long_names import too_long
from rock_glacier_inventory.inventory.naming.sqlite_address import address_of


@pytest.fixture
def windows(monkeypatch):
    """Our own code believes to be there, and does not wait long."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(finished, "_PAUSE", 0)
    monkeypatch.setattr(ledger_lock, "_PAUSE", 0)


def refusal(number):
    """How Windows says that another program has the file open."""
    error = PermissionError(13, "The process cannot access the file because it is being used by another process")
    error.winerror = number
    return error


class Refusing:
    """A call that is refused so many times, and then done."""

    def __init__(self, call, times, number=32):
        self.call, self.times, self.number, self.asked = call, times, number, 0

    def __call__(self, *values, **named):
        self.asked += 1
        if self.asked <= self.times:
            raise refusal(self.number)
        return self.call(*values, **named)


# Files that are open elsewhere


@pytest.mark.parametrize("number", [5, 32, 33])
def test_an_output_that_is_open_elsewhere_is_told_before_any_work(tmp_path, monkeypatch, windows, number):
    output = tmp_path / "p é.tif"
    output.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", Refusing(os.replace, 1000, number))
    with pytest.raises(UserError, match="is open in another program, often as a layer in QGIS"):
        with outputs.finished_file(output):
            pytest.fail("the work began")
    assert [path.name for path in tmp_path.iterdir()] == ["p é.tif"]


def test_an_output_that_was_opened_meanwhile_is_told_and_stays_whole(tmp_path, monkeypatch, windows):
    output = tmp_path / "p.tif"
    output.write_bytes(b"old")
    with pytest.raises(UserError, match="is open in another program"), outputs.finished_file(output) as part:
        part.write_bytes(b"new")
        monkeypatch.setattr(os, "replace", Refusing(os.replace, 1000))
    assert output.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["p.tif"]


def test_what_a_virus_scanner_holds_for_a_moment_is_waited_for(tmp_path, monkeypatch, windows):
    output = tmp_path / "p.tif"
    output.write_bytes(b"old")
    with outputs.finished_file(output) as part:
        part.write_bytes(b"new")
        monkeypatch.setattr(os, "replace", refusing := Refusing(os.replace, 3))
    assert (output.read_bytes(), refusing.asked) == (b"new", 4)


def test_no_permission_is_not_taken_for_an_open_file(tmp_path, monkeypatch):
    output = tmp_path / "p.tif"
    output.write_bytes(b"old")
    with pytest.raises(PermissionError), outputs.finished_file(output) as part:
        part.write_bytes(b"new")
        monkeypatch.setattr(os, "replace", Refusing(os.replace, 1000, None))


def test_leftovers_that_are_held_do_not_hide_why_it_failed(tmp_path, monkeypatch, windows):
    with pytest.raises(ZeroDivisionError), outputs.finished_file(tmp_path / "p.tif") as part:
        part.write_bytes(b"half")
        monkeypatch.setattr(Path, "unlink", Refusing(Path.unlink, 1000))
        _ = 1 / 0


def test_an_unpacked_copy_that_is_held_does_not_hide_why_it_failed(tmp_path, monkeypatch, windows):
    packed = tmp_path / "a.tif.gz"
    packed.write_bytes(gzip.compress(b"pixels"))
    with pytest.raises(ZeroDivisionError), unpacked([str(packed)]) as copies:
        assert copies[0].read_bytes() == b"pixels"
        monkeypatch.setattr(os, "unlink", Refusing(os.unlink, 1000))
        _ = 1 / 0
    monkeypatch.undo()
    shutil.rmtree(copies[0].parents[1])


def test_the_lock_of_a_ledger_may_be_read_by_others_meanwhile(tmp_path, monkeypatch, windows):
    lock = tmp_path / "lock"
    lock.write_text('{"host": "another", "pid": 1, "started": 0}')
    os.utime(lock, (0, 0))  # left long ago
    rename, unlink = Refusing(Path.rename, 1), Refusing(Path.unlink, 2)
    monkeypatch.setattr(Path, "rename", lambda *values: rename(*values))
    with ledger_lock.locked(tmp_path):
        assert ledger_lock._read(lock)["pid"] == os.getpid()
        monkeypatch.setattr(Path, "unlink", lambda *values, **named: unlink(*values, **named))
    assert (rename.asked, unlink.asked) == (2, 3)
    assert not list(tmp_path.iterdir())


# Paths


def test_a_share_is_a_path_for_sqlite_and_no_server():
    share = address_of(PureWindowsPath(r"\\server\share\mine é\a b.gpkg"), "rw")
    assert share == "file:////server/share/mine%20%C3%A9/a%20b.gpkg?mode=rw"
    assert address_of(PureWindowsPath(r"C:\x\a#b.gpkg"), "ro") == "file:///C:/x/a%23b.gpkg?mode=ro"
    assert address_of(PurePosixPath("/x/a?b.gpkg"), "ro") == "file:///x/a%3Fb.gpkg?mode=ro"


def test_sqlite_opens_such_an_address_and_not_python_s_own(tmp_path):
    path = tmp_path / "a b.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x)")
    as_share = "file:////" + str(path).lstrip("/").replace(" ", "%20")
    with closing(sqlite3.connect(f"{as_share}?mode=ro", uri=True)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("t",)]
    with pytest.raises(sqlite3.OperationalError, match="authority"):
        sqlite3.connect("file://server/share/a.db?mode=ro", uri=True)


def test_a_path_that_is_too_long_there_is_told_before_it_is_written(windows):
    folder = Path("/", *["a" * 40] * 5)
    assert too_long(folder / "b.gpkg", to_write=True) == ""
    told = too_long(folder / f"{'b' * 44}.gpkg", to_write=True)
    assert "has 255 characters, and Windows takes 251 of such a file" in told and "nearer to the root" in told
    assert too_long(folder / f"{'b' * 45}.tif", to_write=True) == ""
    assert "takes 259" in too_long(folder / f"{'b' * 60}.tif", to_write=True)
    assert too_long(folder / f"{'b' * 44}.gpkg") == ""  # what is there can be tried


# Words


class Terminal(io.TextIOWrapper):
    def isatty(self):
        return True


def test_a_pipe_gets_utf8_and_a_terminal_its_own(monkeypatch, windows):
    pipe, terminal = io.BytesIO(), io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(pipe, encoding="cp1252", newline="\n"))
    monkeypatch.setattr(sys, "stdout", Terminal(terminal, encoding="cp1252", newline="\n"))
    starting_up.write_what_the_terminal_knows()
    print("é 冰", file=sys.stderr, flush=True)
    print("é 冰", flush=True)
    assert pipe.getvalue() == "é 冰\n".encode()
    assert terminal.getvalue() == b"\xe9 \\u51b0\n"


def test_an_old_python_is_told_with_the_launcher_of_windows(monkeypatch, windows, capsys):
    spec = importlib.util.spec_from_file_location("entry", ROOT / "__main__.py")
    entry = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(entry)
    monkeypatch.setattr(os, "sep", "\\")
    entry.__file__ = r"C:\Program Files\plugins\rock_glacier_inventory\__main__.py"
    assert entry._refuse() == 1
    told = capsys.readouterr().err
    assert 'py -3 "C:/Program Files/plugins/rock_glacier_inventory" environment --create' in told
