"""One image of a mosaic: what GDAL opens, what a person is told, and what changes when it does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...inventory.errors import UserError
from ...inventory.gdal_names import gdal_name, stamp_of
from ...inventory.secrets import scrub


@dataclass(frozen=True)
class Quad:
    """One image. `source`, for GDAL alone, may hold a key; `label` is for people, `stamp` for ledgers."""

    source: str
    label: str
    stamp: str


def local_quad(path: Path, listed_in: Path | None = None) -> Quad:
    """An image on a disk.

    Raises
    ------
    UserError
        Where it is not there.
    """
    try:
        status = path.stat()
    except OSError as error:
        where = f", which {listed_in} lists" if listed_in else ""
        raise UserError(f"There is no file {path}{where}; correct the list.") from error
    return Quad(str(path.absolute()), path.name, f"{path.resolve()}|{status.st_size}|{status.st_mtime_ns}")


def named_quad(name: str) -> Quad:
    """An image by another name that GDAL knows: in an archive, a part of a container."""
    source = gdal_name(name)
    return Quad(source, scrub(source), repr(stamp_of(source)))
