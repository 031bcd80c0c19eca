"""pyogrio as it is used here: with names of vector files as they stand on disk, and without pandas.

pyogrio takes every path for a URL: it forgets what follows a semicolon, leaves out tabs and line ends, and
looks for an archive before an exclamation mark. So `a;b.gpkg` is not found, or is another file. There is no
way to tell it; what it parses paths with (of the pinned version) is given the names of files first.
"""

from __future__ import annotations

import sys
from pathlib import Path

if "pandas" in sys.modules:
    import pyogrio
else:  # it only looks for the version, and loading it takes as long as all else that a command needs
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        import pyogrio
    finally:
        del sys.modules["pandas"]
from pyogrio import util

__all__ = ["is_a_name", "pyogrio"]

_parse_address = util._parse_uri


def _parse(path: str) -> tuple[str, str, str]:
    return (path, "", "") if is_a_name(path) else _parse_address(path)


util._parse_uri = _parse


def is_a_name(path: str) -> bool:
    """Whether a path names a file that is there, or that could be made in a folder that is there."""
    try:
        if Path(path).exists():
            return True
        archive, mark, _ = path.partition("!")
        inside = bool(mark) and Path(archive).exists()
        return not inside and ":" not in path.partition("/")[0] and Path(path).parent.is_dir()
    except (OSError, ValueError):
        return False
