"""Names of files as GDAL knows them: plain paths, archives, addresses in the web, parts of containers."""

from __future__ import annotations

import os
import re
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..secrets import scrub

_PART_OF = re.compile(r"[A-Za-z][A-Za-z0-9_+]+:")
"""A prefix such as ``NETCDF:``; one letter is a drive of Windows."""
_LOST_SLASH = re.compile(
    r"(?<![A-Za-z0-9])((?:zip\+|tar\+)?(?:https?|ftps?|file|zip|tar|gzip|s3|gs|az|oss|hdfs)):/(?=[^/])", re.IGNORECASE
)
_ARCHIVES = {"/vsizip/": (".zip", ".kmz"), "/vsitar/": (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")}
"""GDAL's file system for each kind of archive, and how their names end."""
_LOST_IN_HDF = re.compile(r"^(HDF5:.+):/(?=[^/])", re.IGNORECASE)
_IN_THE_WEB = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_ZIPPED = {"zip": "/vsizip/", "tar": "/vsitar/", "gzip": "/vsigzip/"}
_LOCAL = ("/vsizip/", "/vsitar/", "/vsigzip/", "/vsi7z/", "/vsirar/", "/vsisubfile/", "/vsisparse/")


VECTOR_ENDINGS = (".shp", ".gpkg", ".geojson", ".geojsonl", ".fgb", ".kml", ".gml", ".tab", ".mif")
"""Endings by which vector files are known in a folder or an archive."""
DATABASE = ".gdb"
"""Ending of a folder that is a file geodatabase."""


def gdal_name(source: str | Path) -> str:
    """The name that GDAL is given.

    `pathlib` makes one slash of the two in an address, which are put back; ``zip:///a.zip!b.tif``, as
    rasterio and Fiona have it, becomes a path of GDAL's.
    """
    name = os.fspath(source)
    if os.path.exists(name):  # noqa: PTH110 (a Path would take the second slash away)
        return name
    name = _LOST_SLASH.sub(lambda found: f"{found[1]}://", name)
    name = _LOST_IN_HDF.sub(lambda found: f"{found[1]}://", name)
    for prefix in _LOCAL:  # /vsizip//data/a.zip: the second slash is the beginning of a path
        rest = name.removeprefix(prefix)
        if rest != name and rest[:1] not in ("/", "{") and not _outermost(name, Path()).is_file():
            whole = f"{prefix}/{rest}"
            return whole if _outermost(whole, Path()).is_file() else name
    scheme, there, rest = name.partition("://")
    if there and scheme.lower() == "file":
        return _whole(rest)
    if there and scheme.lower() in _ZIPPED:
        archive, _, member = rest.partition("!")
        archive = _whole(archive)
        return _ZIPPED[scheme.lower()] + archive + (f"/{member.lstrip('/')}" if member else "")
    return name


def _whole(path: str) -> str:
    """A path of which the first slash may have been taken away with another."""
    return path if os.path.exists(path) or not os.path.exists(f"/{path}") else f"/{path}"  # noqa: PTH110


def absolute_name(source: str | Path) -> str:
    """The name with the whole path of the file that it names, so that it means the same from anywhere."""
    name = gdal_name(source)
    behind = file_behind(name)
    if behind is None or behind.is_absolute() or (is_plain(name) and not behind.exists()):
        return name
    return str(behind.absolute()) if is_plain(name) else name.replace(str(behind), str(behind.absolute()), 1)


def is_there(source: str | Path) -> bool:
    """Whether the file that a name needs is there; of what lies in the web that is not known, and True."""
    behind = file_behind(gdal_name(source))
    return behind is None or behind.exists()


def is_pipe(source: str | Path) -> bool:
    """Whether what a name needs is a pipe, a socket or a device: reading of it may never end."""
    behind = file_behind(gdal_name(source))
    return behind is not None and behind.exists() and not (behind.is_file() or behind.is_dir())


def part_of_netcdf(source: str | Path) -> tuple[Path, str] | None:
    """File and variable of ``NETCDF:"t.nc":t2m`` or ``HDF5:"t.nc"://t2m``; None for other names."""
    name = gdal_name(source)
    behind = file_behind(name)
    if behind is None or not name.upper().startswith(("NETCDF:", "HDF5:")):
        return None
    variable = name.rpartition(str(behind))[2].lstrip('":').strip("/")
    return (behind, variable) if variable else None


def is_plain(name: str) -> bool:
    """Whether a name is nothing but the path of a file or folder."""
    if name.startswith(("/vsi", "<")) or "://" in name:
        return False
    return _PART_OF.match(name) is None or os.path.exists(name)  # noqa: PTH110


def file_behind(name: str) -> Path | None:
    """The file or folder on a disk that must be there for a name to be opened; None where there is none."""
    if is_plain(name):
        return Path(name)
    if name.startswith("/vsi"):
        return _behind(name)
    found = _PART_OF.match(name)
    if found is None or _IN_THE_WEB.match(name):
        return None
    quoted = re.search(r'"([^"]+)"', name)
    if quoted:
        return _behind(quoted[1])
    rest = name[found.end() :]
    if found[0].upper() == "GTIFF_DIR:":
        rest = re.sub(r"^(off:)?\d+:", "", rest)
    pieces = rest.split(":")
    for count in range(len(pieces), 0, -1):  # the file's own name may hold colons
        path = ":".join(pieces[:count])
        if os.path.exists(path):  # noqa: PTH110
            return Path(path)
    return None


def _behind(path: str) -> Path | None:
    within: Path | None = _outermost(path) if path.startswith("/vsi") else Path(path)
    return within


def _outermost(name: str, nowhere: Any = None) -> Any:
    """The archive on a disk in which a path of GDAL's file systems lies; `nowhere` for none."""
    rest = name
    while rest.startswith("/vsi"):
        start = next((prefix for prefix in _LOCAL if rest.startswith(prefix)), None)
        if start is None:
            return nowhere  # in the web or in memory
        rest = rest[len(start) :]
        if rest.startswith("{"):
            rest = rest[1:].partition("}")[0]
    if not rest:
        return nowhere
    path = Path(rest)
    for part in (path, *path.parents):
        if part.is_file():
            return part
    return next((p for p in (path, *path.parents) if p.name.lower().endswith(_ALL_ENDINGS)), path)


_ALL_ENDINGS = tuple(ending for endings in _ARCHIVES.values() for ending in endings)


def stands_in_an_archive(name: str) -> bool:
    """Whether a name is an archive, or something in one, on a disk."""
    behind = file_behind(name)
    return behind is not None and behind.name.lower().endswith(_ALL_ENDINGS) and behind.is_file()


def members_of(name: str) -> tuple[str, list[str]]:
    """The archive that a name stands for or in, as GDAL names it, and the files in it.

    Raises
    ------
    OSError, zipfile.BadZipFile, tarfile.TarError, EOFError, RuntimeError
        It is damaged, or cannot be read.
    """
    path = file_behind(name)
    if path is None:
        raise FileNotFoundError(f"{name} stands for no archive and is in none")
    if path.name.lower().endswith(_ARCHIVES["/vsizip/"]):
        with zipfile.ZipFile(path) as archive:
            members = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        return f"/vsizip/{path}", sorted(members)
    with tarfile.open(path) as archive:
        members = [entry.name for entry in archive.getmembers() if entry.isfile()]
    return f"/vsitar/{path}", sorted(members)


def files_in_archive(name: str, wanted: Callable[[list[str]], list[str]]) -> tuple[list[str], bool] | None:
    """Names, as GDAL has them, of what is wanted of an archive; None where it is none, or cannot be read.

    Parameters
    ----------
    name
        The archive, or something in it.
    wanted
        Chooses among the files in it.

    Returns
    -------
    tuple or None
        The names, and whether `name` asks for one file of the archive.
    """
    if not stands_in_an_archive(name):
        return None
    try:
        archive, members = members_of(name)
    except (OSError, zipfile.BadZipFile, tarfile.TarError, EOFError, RuntimeError):
        return None
    asked_for_one = name.rstrip("/") != archive and not is_plain(name)
    return [f"{archive}/{member}" for member in wanted(members)], asked_for_one


def missing_part(name: str, label: str) -> str:
    """What a sentence calls the file that a name (`label` for people) needs and that is not there."""
    return label if is_plain(name) else f"{scrub(str(file_behind(name)))}, which {label} names"


def said_of(error: BaseException, name: str) -> str:
    """A library's own cause, for a sentence: without keys, in brackets; empty where it says nothing new.

    GDAL names the file before its cause, which the sentence does already.
    """
    cause = str(error.__cause__ or error).strip().rstrip(".")
    cause = cause.splitlines()[0] if cause else ""
    for known in (f"'{name}'", f"`{name}'", f'"{name}"', name):
        cause = cause.removeprefix(known)
    if cause[:6] == name[:6]:  # GDAL hides a password in the name
        cause = cause.rpartition(": ")[2]
    cause = scrub(cause.strip(" :;,"))
    if not cause or "not recognized as" in cause:
        return ""
    return f" ({cause[:300]})"


def stamp_of(source: str | Path) -> list[object]:
    """What changes when a raster does: its name, and size and time of the file behind it."""
    name = gdal_name(source)
    behind = file_behind(name)
    if behind is None:
        return [scrub(name)]
    try:
        status = behind.stat()
    except OSError:
        return [scrub(name)]
    word = str(behind.resolve()) if is_plain(name) else absolute_name(name)
    return [word, status.st_size, status.st_mtime_ns]
