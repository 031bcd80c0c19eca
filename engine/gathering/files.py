"""Which files a source means: those of a folder, of a pattern, of a list, or in an archive as it was downloaded.

What is asked for is listed once. A file that comes later is not read, and one that goes is told by its reader.
"""

from __future__ import annotations

import hashlib
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import (
    absolute_name,
    gdal_name,
    is_pipe,
    is_plain,
    members_of,
    said_of,
    stamp_of,
    stands_in_an_archive,
)
from ...inventory.naming.source_names import absolute_file, files_like, is_pattern, names_in, with_each
from ...inventory.secrets import scrub
from ..ground.files.raster_files import is_raster_folder
from ..telling.lists import few

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".aria2", ".st")
"""Endings under which programs fetch files."""
PACKED = ".gz"
"""Ending of a single file that was packed, as GPCC's are."""

_SAME = (".gpkg", ".fgb", ".shp")
"""Endings of the formats of an export, the one that holds texts whole first."""

NETCDF_ENDINGS = (".nc", ".nc4", ".cdf", ".netcdf", ".h5", ".hdf5", ".he5")
"""Endings of what is read through NetCDF's library, which opens files on a disk only."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for in folders and archives.

    `what` says it for sentences (``a DEM``), and `kind` what sort of file it is; `endings` are those of its files,
    in lower case; files that end as `perhaps` are taken where no other is there. Folders that end as `folders` are
    one file each. `is_one` looks into a file of another name (None: a name decides).
    """

    what: str
    endings: tuple[str, ...]
    is_one: Callable[[Path], bool] | None = None
    kind: str = "raster"
    perhaps: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    def by_name(self, name: str) -> bool:
        """Whether a file is looked for, as its name says."""
        return name.lower().removesuffix(PACKED).endswith(self.endings)

    def by_file(self, path: Path) -> bool:
        """The same of a file that can be looked into; one that is still being fetched is none."""
        if path.name.lower().endswith(_UNFINISHED):
            return False
        return self.by_name(path.name) or (self.is_one is not None and self.is_one(path))

    def is_one_folder(self, path: Path) -> bool:
        """Whether a folder is one file of it, as a geodatabase and a product of Sentinel-2 are."""
        return path.name.lower().endswith(self.folders) or is_raster_folder(path)

    def members(self, names: list[str]) -> list[str]:
        """What is wanted of the files in an archive."""
        shown = [name for name in names if Path(name).name[0] != "."]
        wholes = {
            name[: name.lower().index(f"{ending}/") + len(ending)]
            for name in shown
            for ending in self.folders
            if f"{ending}/" in name.lower()
        }
        found = [name for name in shown if self.by_name(name)]
        return [*found, *sorted(wholes)] or [name for name in shown if name.lower().endswith(self.perhaps)]


@dataclass(frozen=True)
class Files:
    """The files of one source: their `names`, as GDAL has them, in the order given or of the folder.

    `source` is the text that was given, for a record; `path` is what sentences call it.
    """

    source: str
    path: Path
    names: tuple[str, ...]

    @cached_property
    def stamp(self) -> list[object]:
        """What changes when a file is added, removed or changed: the source, and a word of all files."""
        word = hashlib.sha256()
        for name in self.names:
            word.update(f"{stamp_of(name)}\n".encode())
        return [scrub(with_each(self.source, absolute_file)), word.hexdigest()[:16]]


def files_of(source: str | Path, wanted: Wanted) -> Files | None:
    """The files of a source of many; None where it is one that a reader opens by its name.

    Raises
    ------
    UserError
        A folder, pattern or archive without such a file, a file that is not there, or an archive that cannot be
        read or asks for a password.
    """
    names = [gdal_name(name) for name in names_in(source)]
    for name in filter(is_pipe, names):
        raise UserError(f"{scrub(name)} is a pipe or a device, not a file; save what comes out of it as one.")
    if len(names) == 1 and not _stands_for_files(names[0], wanted):
        return None
    found = list(dict.fromkeys(file for name in names for file in _files_behind(name, wanted)))
    is_archive = len(names) == 1 and Path(names[0]).is_file()
    if is_archive and len(found) == 1 and _is_in_archive(found[0]) and not must_be_unpacked(found[0]):
        return None  # an archive with one raster is opened as it is
    return Files(str(source), _called(names), tuple(found))


def _stands_for_files(name: str, wanted: Wanted) -> bool:
    if not is_plain(name):
        return stands_in_an_archive(name) and must_be_unpacked(name)
    path = Path(name)
    if path.is_dir():
        return not wanted.is_one_folder(path)
    return is_pattern(name) or (path.is_file() and (stands_in_an_archive(name) or must_be_unpacked(name)))


def must_be_unpacked(name: str) -> bool:
    """Whether a file lies where its library cannot read it: packed itself, or NetCDF in an archive."""
    lower = name.lower()
    return lower.endswith(PACKED) or (_is_in_archive(name) and lower.endswith(NETCDF_ENDINGS))


def _is_in_archive(name: str) -> bool:
    return name.startswith("/vsi")


def _files_behind(name: str, wanted: Wanted) -> list[str]:
    """The files that one name means, as GDAL has them."""
    if not is_plain(name):
        return [name]
    path = Path(name)
    if path.is_dir() and not wanted.is_one_folder(path):
        return _in_folder(path, wanted)
    if is_pattern(name):
        like = files_like(name)
        if not like:
            raise UserError(f"There is no file like {name}; check the pattern.")
        return [file for found in like for file in _in_file(Path(found), wanted)]
    if not path.exists():
        quotes = '; a name that holds a ";" stands in double quotes' if '"' not in name else ""
        raise UserError(f"There is no file {name}; check the path{quotes}.")
    return _in_file(path, wanted)


def _in_folder(folder: Path, wanted: Wanted) -> list[str]:
    try:
        shown = sorted(entry for entry in folder.iterdir() if entry.name[0] != ".")
        entries = [entry for entry in shown if entry.is_file() or (entry.is_dir() and _is_whole(entry, wanted))]
    except OSError as error:
        raise UserError(f"{folder} cannot be looked at ({error.strerror}); check its permissions.") from error
    chosen = [entry for entry in entries if _may_hold(entry, wanted)]
    others = [entry for entry in chosen if entry.suffix.lower() != ".vrt"]  # which lies over its neighbours
    found = [file for entry in others or chosen for file in _in_file(entry, wanted, is_asked=False)]
    found = found or [str(entry) for entry in entries if entry.name.lower().endswith(wanted.perhaps)]
    if not found:
        raise UserError(
            f"There is no {wanted.kind} in the folder {folder} that could be {wanted.what}; its subfolders are not "
            f"looked into: give a pattern such as {folder / '**' / '*'}{wanted.endings[0]}."
        )
    return found


def _is_whole(folder: Path, wanted: Wanted) -> bool:
    return folder.name.lower().endswith(wanted.folders)


def _may_hold(entry: Path, wanted: Wanted) -> bool:
    return stands_in_an_archive(str(entry)) or _is_whole(entry, wanted) or wanted.by_file(entry)


def _in_file(path: Path, wanted: Wanted, *, is_asked: bool = True) -> list[str]:
    """The file, or what is wanted of an archive; where it `is_asked` for, it must hold something."""
    if not stands_in_an_archive(str(path)):
        return [str(path)]
    try:
        archive, members = members_of(str(path))
        chosen = wanted.members(members)
        locked = bool(chosen) and zipfile.is_zipfile(path) and _is_locked(path)
    except (OSError, zipfile.BadZipFile, tarfile.TarError, EOFError, RuntimeError) as error:
        cause = said_of(error, str(path)) or " (it is damaged)"
        raise UserError(f"{path} cannot be opened as an archive{cause}; fetch it anew.") from error
    if locked:
        raise UserError(f"{path} is protected by a password; unpack it first.")
    if not chosen and is_asked:
        holds = few(members, 3) or "nothing"
        raise UserError(f"{path} holds no {wanted.kind} that could be {wanted.what}; it holds {holds}.")
    return [f"{archive}/{member}" for member in chosen]


def _is_locked(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(entry.flag_bits & 1 for entry in archive.infolist())


def _called(names: list[str]) -> Path:
    """What sentences call a source: its only name, or the first and how many more."""
    first = Path(absolute_name(names[0]) if not is_plain(names[0]) else names[0])
    return first if len(names) == 1 else Path(f"{first} and {len(names) - 1} more")


def file_name(name: str) -> str:
    """The last part of a name, for a sentence that names several files."""
    return name.rstrip("/").rpartition("/")[2] if _is_in_archive(name) else Path(name).name


def once_each(paths: Sequence[Path]) -> list[Path]:
    """Files without those that hold the same in another format: an export writes each table in several."""
    ranks = {ending: rank for rank, ending in enumerate(_SAME)}
    best: dict[Path, Path] = {}
    for path in paths:
        if path.suffix.lower() in ranks:
            other = best.setdefault(path.with_suffix(""), path)
            if ranks[path.suffix.lower()] < ranks[other.suffix.lower()]:
                best[path.with_suffix("")] = path
    return [path for path in paths if best.get(path.with_suffix(""), path) == path]
