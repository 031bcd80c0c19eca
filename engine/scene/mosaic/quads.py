"""One image of a mosaic: what GDAL opens, what a person is told, and what changes when it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ....inventory.errors import UserError
from ....inventory.naming.gdal_names import gdal_name, stamp_of
from ....inventory.secrets import scrub


@dataclass(frozen=True)
class CatalogueFacts:
    """What a catalogue says of an image; each is empty or None where it says nothing.

    `names`, `scales`, `offsets` are one a band; `offset_applied` tells whether Sentinel-2's offset has been
    taken off the numbers; `tags` are further facts, such as the satellite.
    """

    names: tuple[str, ...] = ()
    scales: tuple[float, ...] = ()
    offsets: tuple[float, ...] = ()
    nodata: float | None = None
    offset_applied: bool | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Quad:
    """One image. `source`, for GDAL alone, may hold a key; `label` is for people, `stamp` for ledgers."""

    source: str
    label: str
    stamp: str
    told: CatalogueFacts = CatalogueFacts()


def local_quad(path: Path, listed_in: Path | None = None, told: CatalogueFacts | None = None) -> Quad:
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
    stamp = f"{path.resolve()}|{status.st_size}|{status.st_mtime_ns}"
    if told is None:
        return Quad(str(path.absolute()), path.name, stamp)
    return Quad(str(path.absolute()), path.name, f"{stamp}|{told}", told)


def named_quad(name: str) -> Quad:
    """An image by another name that GDAL knows: in an archive, a part of a container."""
    source = gdal_name(name)
    return Quad(source, scrub(source), repr(stamp_of(source)))
