"""The last net: what a library says of a file that nobody foresaw, as a sentence for people.

Every place that reads a file knows what it reads and says it better. This is for what slips through. An error
of our own code (a wrong type, a missing key) is none of a library's and stays a fault, with its traceback.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Any

from ..inventory.naming.gdal_names import file_behind, gdal_name
from ..inventory.secrets import scrub

_LIBRARIES = (
    "rasterio",
    "pyogrio",
    "pyproj",
    "shapely",
    "netCDF4",
    "xarray",
    "h5py",
    "exactextract",
    "sqlite3",
    "zipfile",
    "tarfile",
    "PIL",
    "cftime",
)
"""Packages that read files; an error of a class of theirs is about a file."""
_PLAIN = (RuntimeError, OSError, UnicodeError)
"""Classes of Python's own that they raise too; counted as theirs where they come out of their code."""
_MOST_FILES, _LONGEST = 6, 300


def library_failure(error: BaseException, values: Iterable[Any]) -> tuple[str, str] | None:
    """Kind and sentence of an error of a library or of the system; None for a fault of ours.

    Parameters
    ----------
    error
        What ended the command.
    values
        Of its options: the files among them are named.
    """
    if isinstance(error, MemoryError):
        return "input", (
            f"There is not enough memory for this{_named(values)}; close other programs, or give smaller files."
        )
    if isinstance(error, OSError) and error.filename and error.strerror:
        name = scrub(str(error.filename))
        return "input", f"{name} cannot be read or written ({error.strerror}); check the path."
    if not (_is_a_librarys(error) or (isinstance(error, OSError) and error.errno)):
        return None
    cause = scrub(" ".join(str(error.__cause__ or error).split()))[:_LONGEST].rstrip(".")
    return "input", (
        f"A file could not be read{_named(values)}: {cause or type(error).__name__}. It may be damaged, or "
        "written in an unusual way; open it in QGIS and save it anew."
    )


def _is_a_librarys(error: BaseException) -> bool:
    if type(error).__module__.partition(".")[0] in _LIBRARIES:
        return True
    frames = traceback.extract_tb(error.__traceback__)
    if not (frames and isinstance(error, _PLAIN)):
        return False
    return any(part in _LIBRARIES for part in PurePath(frames[-1].filename).parts)


def _named(values: Iterable[Any]) -> str:
    """The files among the options, in brackets."""
    files = [scrub(str(value)) for value in values if isinstance(value, (str, Path)) and _is_file(value)]
    return f" ({', '.join(files[:_MOST_FILES])})" if files else ""


def _is_file(value: str | Path) -> bool:
    try:
        behind = file_behind(gdal_name(value))
        return behind is not None and behind.is_file()
    except (OSError, ValueError):
        return False
