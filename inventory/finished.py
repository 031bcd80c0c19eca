"""Outputs appear under their final name only when they are complete, in the engine and in QGIS alike."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Callable

from .errors import UserError
from .naming.long_names import check_length, hidden_beside, hidden_stem
from .naming.reserved_names import check_name

PARTIAL = re.compile(r"^\.(?P<name>.+)\.(?P<pid>\d+)\.part(?P<suffix>\.[^.]+)?(?:-journal|-wal|-shm)?$")
"""Hidden names under which something is written, with the number of the process that writes it."""

_SECONDS_OF_A_WRITER = 3600.0
"""Nobody who cannot be asked for writes one file for longer without touching it."""

_HELD = (5, 32, 33)
"""Windows: access denied, and two kinds of "in use"; None elsewhere."""
_TRIES, _PAUSE = 5, 0.2

IsLeft = Callable[[int, Path], bool]
"""Whether a hidden file was left by a process that is gone: the process's number, and the file."""


def check_can_write(path: Path, tr: Callable[[str], str] = str) -> None:
    """Raise `UserError` where `path` cannot be written, before any work is done.

    The folder must exist: a mistyped path would otherwise grow a tree of folders.

    Parameters
    ----------
    path
        The file.
    tr
        Gives a sentence in the person's language.
    """
    folder = path.parent
    check_name(path, tr)
    check_length(path, to_write=True)
    if path.is_dir():
        raise UserError(tr("The output {} is a folder; give the name of a file in it.").format(path), kind="output")
    if not folder.is_dir():
        told = tr("The output folder {} does not exist; create it first.").format(folder)
        raise UserError(told, kind="output")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        told = tr("The output folder {} cannot be written ({}); choose another folder.").format(folder, error.strerror)
        raise UserError(told, kind="output") from error
    if sys.platform == "win32" and path.is_file():
        _replace(path, path, tr)  # it refuses that now, and not after hours of work


def _replace(part: Path, path: Path, tr: Callable[[str], str]) -> None:
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
                told = tr(
                    "{} is open in another program, often as a layer in QGIS, and cannot be replaced; close it there, "
                    "or choose another name."
                ).format(path)
                raise UserError(told, kind="output") from error
            time.sleep(_PAUSE)


def _remove(*paths: Path) -> None:
    """Remove what may be there. What is held on Windows stays: it must not hide why something failed."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def looks_left(number: int, file: Path) -> bool:
    """Whether it was left, for who cannot ask the system for a process: nobody has touched it for an hour."""
    try:
        return number != os.getpid() and time.time() - file.stat().st_mtime > _SECONDS_OF_A_WRITER
    except OSError:  # it has become an output meanwhile
        return False


def _sweep(path: Path, is_left: IsLeft) -> None:
    """Remove what a killed run left of the same output."""
    stem = hidden_stem(path)
    for entry in path.parent.iterdir():
        found = PARTIAL.match(entry.name)
        if found and found["name"] == stem and is_left(int(found["pid"]), entry):
            _remove(entry)


def _siblings(part: Path) -> list[Path]:
    """The temporary file and what SQLite may have put beside it."""
    return [part, *(part.with_name(part.name + end) for end in ("-journal", "-wal", "-shm", ".aux.xml"))]


@contextmanager
def finished_file(path: Path, is_left: IsLeft = looks_left, tr: Callable[[str], str] = str) -> Iterator[Path]:
    """Give a temporary name beside `path`; rename it over `path` when the block ends without an error.

    Parameters
    ----------
    path
        The final name. A file that is there is replaced only on success.
    is_left
        Whether what lies there half-written may be removed.
    tr
        Gives a sentence in the person's language.

    Yields
    ------
    Path
        Name to write to; same folder (so the rename is atomic) and same suffix (so GDAL knows the format).
    """
    check_can_write(path, tr)
    _sweep(path, is_left)
    part = hidden_beside(path)
    try:
        yield part
        if part.exists():
            with part.open("rb+") as stream:
                os.fsync(stream.fileno())
        _replace(part, path, tr)
    finally:
        _remove(*_siblings(part))
