"""What GDAL opens for a name of vectors: the file itself, or the only one of its kind in an archive; and its layers."""

from __future__ import annotations

import warnings
from pathlib import Path

from ....inventory.errors import UserError
from ....inventory.naming.gdal_names import (
    DATABASE,
    VECTOR_ENDINGS,
    files_in_archive,
    gdal_name,
    is_pipe,
    is_plain,
    is_there,
    missing_part,
    said_of,
    stamp_of,
)
from ....inventory.secrets import scrub
from .shapefiles import INDEX
from .vector_names import pyogrio

ENDINGS_OF_TABLES = (".json", ".csv", ".sqlite")
"""Endings of what may be one, or stand beside one and tell of it."""
ERRORS = (RuntimeError, ValueError, OSError, OverflowError, UnboundLocalError)
"""What pyogrio raises where GDAL or a file fails; where GDAL has no words it stumbles over itself."""

_KNOWN: dict[str, tuple[str, list[str]]] = {}
"""What was found in files that have not changed since; `_MOST_KNOWN` of them."""
_MOST_KNOWN = 16


def listed(path: Path) -> tuple[str, list[str]]:
    """What GDAL opens for a name, and its layers with geometry.

    Some formats are read to their end for that: it is remembered as long as the file does not change.
    """
    key = repr(stamp_of(path)) if is_there(path) else ""
    if key and key in _KNOWN:
        return _KNOWN[key]
    found = _look(path)
    if key and "://" not in key:
        while len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.pop(next(iter(_KNOWN)))
        _KNOWN[key] = found
    return found


def _look(path: Path) -> tuple[str, list[str]]:
    source = gdal_name(path)
    label = scrub(source)
    if not is_there(path):
        raise UserError(f"There is no file {missing_part(source, label)}; check the name.")
    if is_pipe(source):
        raise UserError(f"{label} is a pipe or a device, not a file; give a GeoPackage or shapefile.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # told when the layer is read
            layers = pyogrio.list_layers(source)
    except ERRORS as error:
        member = _only_member(source, label)
        if member is None:
            raise UserError(_not_opened(error, source, label)) from error
        return member, listed(Path(member))[1]
    return source, [str(name) for name, kind in layers if kind is not None]


def _not_opened(error: BaseException, source: str, label: str) -> str:
    """Why a file is no vector file, and what to do."""
    path = Path(source)
    index = path.with_suffix(INDEX)
    if path.suffix.lower() == ".shp" and is_plain(source) and not (index.exists() or path.with_suffix(".SHX").exists()):
        return f"{label} lacks its index, {index.name} beside it; fetch the whole shapefile."
    return f"{label} is not a vector file that GDAL can read{said_of(error, source)}; give a GeoPackage or shapefile."


def _only_member(name: str, label: str) -> str | None:
    """The only vector file in an archive that GDAL did not open as it is; None where it is no archive."""
    members = files_in_archive(name, _vectors_among)
    if members is None:
        return None
    found, asked_for_one = members
    if len(found) == 1 and not asked_for_one:
        return found[0]
    if found and name not in found:
        how = "is not in the archive; there are" if asked_for_one else "holds several files; give one of them"
        raise UserError(f"{label} {how}: {scrub(', '.join(found))}.")
    return None


def _vectors_among(members: list[str]) -> list[str]:
    """Vector files, and the folders that are file geodatabases; else tables that may hold geometry."""
    inside = f"{DATABASE}/"
    databases = {m[: m.lower().index(inside) + len(DATABASE)] for m in members if inside in m.lower()}
    found = [member for member in members if member.lower().endswith(VECTOR_ENDINGS)] + sorted(databases)
    return found or [member for member in members if member.lower().endswith(ENDINGS_OF_TABLES)]
