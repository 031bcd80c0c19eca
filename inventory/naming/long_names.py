"""Names near the longest that a disk or SQLite takes: hidden ones that fit, and a sentence for others.

What is written appears under a hidden name first, and SQLite puts a journal beside a file: both names are
longer than the file's own. A letter may be several bytes (冰 is three), and it is bytes that count.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path, PurePath

from ..errors import UserError

JOURNAL_ENDING = "-journal"
"""What SQLite writes beside a file is called as the file and this; GDAL's ``.aux.xml`` is as long."""

SQLITE_PATH = 509
"""Bytes of the longest path that SQLite opens (512, less what it needs itself), where it is not Windows."""

_WINDOWS_PATH = 259
"""Characters of the longest path of most programs on Windows."""

_NAME = 255
_TAIL = len("..4194304.part") + 8
"""Beside the stem in a hidden name: dots, the process's number, and what is put behind all of it."""

_SHORTEST_STEM = 18


def hidden_beside(path: Path) -> Path:
    """The hidden name of this process beside `path`, under which it is written; its suffix is the same."""
    return path.with_name(f".{hidden_stem(path)}.{os.getpid()}.part{path.suffix}")


def hidden_stem(path: Path) -> str:
    """What stands for the stem of a file in hidden names beside it: itself, or its beginning and a number."""
    return shortened(path.stem, _room(path.parent) - _TAIL - size(path.suffix))


def shortened(text: str, room: int) -> str:
    """A text of at most `room` bytes (but 18 at least): itself, or its beginning and a number of its own."""
    if size(text) <= room:
        return text
    number = hashlib.sha256(os.fsencode(text)).hexdigest()[:12]
    kept = os.fsencode(text)[: max(room, _SHORTEST_STEM) - len(number) - 1]
    return f"{kept.decode('utf-8', 'ignore').rstrip(' .')}~{number}"


def size(text: str) -> int:
    """Bytes of a name."""
    return len(os.fsencode(text))


def longest_name(folder: Path) -> int:
    """Bytes of the longest name that a folder's disk takes (255 on most, 143 where it is encrypted)."""
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (AttributeError, OSError, ValueError):  # Windows, or a folder that is not there
        return _NAME


def _room(folder: Path) -> int:
    """Bytes that a name in the folder may have so that its path is not too long either."""
    path = size(str(folder.absolute())) + 1
    return min(longest_name(folder), (_WINDOWS_PATH if sys.platform == "win32" else SQLITE_PATH) - path)


def check_length(path: Path, to_write: bool = False) -> None:
    """Raise `UserError` where a file of that name cannot be there, or could not be written as a GeoPackage.

    Parameters
    ----------
    path
        Any file; SQLite's limits count for those that end in ``.gpkg``.
    to_write
        Whether it is to be written: then a GeoPackage's journal must fit, too.
    """
    told = too_long(path, to_write)
    if told:
        raise UserError(told, "output" if to_write else "input")


def too_long(path: Path, to_write: bool = False) -> str:
    """The sentence for a name or path that is too long; empty where it is not."""
    is_database = path.suffix.lower() == ".gpkg"
    longest, name = longest_name(path.parent), size(path.name)
    if name > longest:
        return f"The name of {path} has {name} bytes, and its disk takes {longest}; give a shorter name."
    longest -= len(JOURNAL_ENDING)
    if is_database and to_write and name > longest:
        return (
            f"The name of {path} has {name} bytes, and that of a GeoPackage may have {longest}, because "
            "SQLite writes a journal with a longer name beside it; give a shorter name."
        )
    if sys.platform == "win32":
        return _too_long_for_windows(path, to_write)
    whole = size(os.path.realpath(path))
    if is_database and whole > SQLITE_PATH:
        return (
            f"The path of {path} has {whole} bytes, and SQLite opens paths up to {SQLITE_PATH}; move it to a "
            "folder nearer to the root."
        )
    return ""


def _too_long_for_windows(path: PurePath, to_write: bool) -> str:
    """Where long paths are switched on there, Python could write what SQLite and other programs cannot open."""
    longest = _WINDOWS_PATH - (len(JOURNAL_ENDING) if path.suffix.lower() == ".gpkg" else 0)
    whole = os.path.abspath(path)  # noqa: PTH100
    if not to_write or len(whole) <= longest:
        return ""
    return (
        f"The path of {path} has {len(whole)} characters, and Windows takes {longest} of such a file; move it to a "
        "folder nearer to the root."
    )
