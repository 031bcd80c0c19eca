"""A publication that is out already, as a folder or an archive, whoever wrote it."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...inventory.dialects.known import NAMES, Dialect, by_name
from ...inventory.errors import UserError
from ...inventory.naming.source_names import joined
from ..importing.tables import Tables, tables_of
from ..telling.report import SilentReport
from .about import DOI
from .metadata.crate import CRATE
from .units import has_identifier

DATA = "data"
_FORMATS = (".gpkg", ".fgb", ".shp")
_WANTED = (*_FORMATS, ".shx", ".dbf", ".prj", ".cpg")
_SPARE = 2**30


@dataclass(frozen=True)
class Previous:
    """Its version and DOI are empty where it does not tell them; `forms` are its data in each dialect."""

    path: Path
    version: str
    doi: str
    forms: tuple[tuple[Dialect, Tables], ...]


@contextmanager
def open_previous(path: Path) -> Iterator[Previous]:
    """Open a publication; what is read of an archive lies on the disk until the end.

    Raises
    ------
    UserError
        It is not there, is damaged, or holds no rock glaciers with identifiers.
    """
    if path.is_dir():
        yield _in_folder(path, path)
        return
    if not path.is_file():
        raise UserError(f"There is no publication {path}; choose its folder or .zip, or leave --previous out.")
    with tempfile.TemporaryDirectory(prefix="rock_glacier_", ignore_cleanup_errors=True) as folder:
        _unpack(path, Path(folder))
        yield _in_folder(Path(folder), path)


def _unpack(path: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if _is_wanted(one.filename)]
            if sum(one.file_size for one in members) > shutil.disk_usage(folder).free - _SPARE:
                raise UserError(f"The disk has no room for what is in {path}; free some space.", kind="output")
            for member in members:
                archive.extract(member, folder)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise UserError(
            f"The publication {path} is no .zip that can be read ({error}); unpack it, and choose its folder."
        ) from error


def _is_wanted(name: str) -> bool:
    return name.lower().endswith(_WANTED) or Path(name).name == CRATE


def _in_folder(folder: Path, named: Path) -> Previous:
    root = _root(folder)
    told = _told(root)
    try:
        forms = tuple((of, tables_of(str(place), None, of.name, SilentReport())) for of, place in _of_ours(root))
        if not forms:
            tables = tables_of(joined(_vector_files(root, named)), None, None, SilentReport())
            forms = ((tables.dialect, tables),) if tables.dialect is not None else ()
    except UserError as error:
        said = error.message.replace(str(folder), str(named))
        raise UserError(f"The last publication cannot be compared with: {said}") from error
    if not any(has_identifier(of) for of, _ in forms):
        raise UserError(
            f"The publication {named} holds no rock glaciers with identifiers in a form that is known; changes are "
            "told by identifier, so leave --previous out."
        )
    return Previous(named, told.get("version", ""), told.get("doi", ""), forms)


def _vector_files(root: Path, named: Path) -> list[str]:
    """Those of the formats in which inventories are published; what else an archive holds is no matter."""
    found = sorted(str(path) for path in root.rglob("*") if path.suffix.lower() in _FORMATS and path.is_file())
    if not found:
        raise UserError(f"{named} holds no {', '.join(_FORMATS)} file; choose another, or leave --previous out.")
    return found


def _of_ours(root: Path) -> list[tuple[Dialect, Path]]:
    """The dialects of a publication as they are written here, and their folders."""
    known = [(by_name(name), root / DATA / name) for name in NAMES]
    return [(of, place) for of, place in known if of is not None and has_identifier(of) and place.is_dir()]


def _root(folder: Path) -> Path:
    """The folder of the publication itself: archives often hold one folder."""
    if (folder / CRATE).is_file():
        return folder
    inner = sorted(path.parent for path in folder.glob(f"*/{CRATE}"))
    return inner[0] if len(inner) == 1 else folder


def _told(root: Path) -> dict[str, str]:
    """Version and DOI, as far as its RO-Crate tells them."""
    try:
        graph: list[dict[str, Any]] = json.loads((root / CRATE).read_text("utf-8"))["@graph"]
        [dataset] = [one for one in graph if one.get("@id") == "./"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    doi = DOI.search(str(dataset.get("identifier") or ""))
    return {"version": str(dataset.get("version") or ""), "doi": doi[0] if doi else ""}
