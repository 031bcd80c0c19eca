"""Outputs appear under their final name only when they are complete."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from ...inventory.errors import UserError
from ...inventory.naming.long_names import check_length, hidden_beside, hidden_stem

_OLD = ".old"
"""Behind the hidden name of a folder while another takes its place."""
_HELD = (5, 32, 33)
"""Windows: access denied, and two kinds of "in use"; None elsewhere."""
_TRIES, _PAUSE = 5, 0.2
_PARTIAL = re.compile(r"^\.(?P<name>.+)\.(?P<pid>\d+)\.part(?P<suffix>\.[^.]+)?(?:-journal|-wal|-shm)?$")


def check_can_write(path: Path) -> None:
    """Raise `UserError` where `path` cannot be written, before any work is done.

    The folder must exist: a mistyped path would otherwise grow a tree of folders.
    """
    folder = path.parent
    check_length(path, to_write=True)
    if path.is_dir():
        raise UserError(f"The output {path} is a folder; give the name of a file in it.", kind="output")
    if not folder.is_dir():
        raise UserError(f"The output folder {folder} does not exist; create it first.", kind="output")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UserError(
            f"The output folder {folder} cannot be written ({error.strerror}); choose another folder.", kind="output"
        ) from error
    if sys.platform == "win32" and path.is_file():
        _replace(path, path)  # it refuses that now, and not after hours of work


def check_free_space(folder: Path) -> None:
    """Raise `UserError` where less than a megabyte is free in `folder`."""
    if shutil.disk_usage(folder).free < 2**20:
        raise UserError(
            f"The disk is full at {folder}; free some space or choose another output folder.", kind="output"
        )


def _replace(part: Path, path: Path) -> None:
    """Rename over what is there. Raises `UserError` where another program has it open, which Windows minds.

    A virus scanner or an index has a new file open for a moment, so it is tried for a while.
    """
    for last in (False,) * _TRIES + (True,):
        try:
            os.replace(part, path)
            return
        except PermissionError as error:
            if not path.exists() or getattr(error, "winerror", None) not in _HELD:
                raise
            if last:
                raise UserError(
                    f"{path} is open in another program, often as a layer in QGIS, and cannot be replaced; close it "
                    "there, or choose another name.",
                    kind="output",
                ) from error
            time.sleep(_PAUSE)


def _remove(*paths: Path) -> None:
    """Remove what may be there. What is held on Windows stays: it must not hide why something failed."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove what a killed run (its process is gone) left of the same output."""
    stem = hidden_stem(path)
    for entry in path.parent.iterdir():
        found = _PARTIAL.match(entry.name)
        if found and found["name"] == stem and not psutil.pid_exists(int(found["pid"])):
            _remove(entry)


def _siblings(part: Path) -> list[Path]:
    """The temporary file and what SQLite may have put beside it."""
    return [part, *(part.with_name(part.name + end) for end in ("-journal", "-wal", "-shm", ".aux.xml"))]


@contextmanager
def finished_file(path: Path) -> Iterator[Path]:
    """Give a temporary name beside `path`; rename it over `path` when the block ends without an error.

    Parameters
    ----------
    path
        The final name. A file that is there is replaced only on success.

    Yields
    ------
    Path
        Name to write to; same folder (so the rename is atomic) and same suffix (so GDAL knows the format).
    """
    check_can_write(path)
    _sweep(path)
    part = hidden_beside(path)
    try:
        yield part
        if part.exists():
            with part.open("rb+") as stream:
                os.fsync(stream.fileno())
        _replace(part, path)
    finally:
        _remove(*_siblings(part))


@contextmanager
def finished_folder(path: Path, replace: bool = False) -> Iterator[Path]:
    """Give a hidden folder beside `path`; it becomes `path` when the block ends without an error.

    Parameters
    ----------
    path
        The final name; nothing is there, or an empty folder, or one that is to be replaced.
    replace
        Whether a folder with something in it is replaced, on success only.

    Yields
    ------
    Path
        An empty folder to write into.

    Raises
    ------
    UserError
        It cannot be written, or something is there that is not to be replaced.
    """
    part = hidden_beside(path)
    check_can_write(part)
    sweep_folders(path)
    if path.is_dir() and any(path.iterdir()) and not replace:
        raise UserError(f"The output {path} is there and is not overwritten; choose another name.", kind="output")
    try:
        part.mkdir()
        yield part
        if path.is_dir() and replace:
            old = path.with_name(part.name + _OLD)
            os.replace(path, old)
            os.replace(part, path)
            shutil.rmtree(old, ignore_errors=True)
        else:
            if path.is_dir():
                path.rmdir()  # an empty one, which Windows does not rename over
            os.replace(part, path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def sweep_folders(path: Path) -> None:
    """Remove the hidden folders that a killed run (its process is gone) left of the same output.

    Where it was killed between taking the old one away and putting the new one there, the old one comes back.
    """
    stem = hidden_stem(path)
    for entry in sorted(path.parent.iterdir(), reverse=True):
        found = _PARTIAL.match(entry.name.removesuffix(_OLD))
        if not (found and found["name"] == stem and entry.is_dir()) or psutil.pid_exists(int(found["pid"])):
            continue
        if entry.suffix == _OLD and not path.exists():  # it ended between the two renames
            os.replace(entry, path)
        else:
            shutil.rmtree(entry, ignore_errors=True)
