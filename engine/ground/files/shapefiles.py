"""What the files of a shapefile say of it: the length of its outlines, and the encoding of its texts."""

from __future__ import annotations

import tarfile
import zipfile
from functools import lru_cache
from pathlib import Path

from ....inventory.errors import UserError
from ....inventory.naming.gdal_names import members_of, stands_in_an_archive
from .text_encodings import encoding_of_cpg, encoding_of_table

_HEAD = 64
"""Bytes of the head of each of its files."""
INDEX = ".shx"
"""Ending of the file without which the others cannot be read."""
TABLE = ".dbf"
"""Ending of the file with the attributes."""


def check_length(source: str, layer: str, place: str) -> None:
    """Raise `UserError` where a shapefile is shorter than it says: of such a one GDAL reads less, and says nothing.

    Parameters
    ----------
    source
        The file, its folder or archive, as GDAL has it.
    layer
        Its name without an ending.
    place
        The layer in words.
    """
    head, size = _beside(source, layer, ".shp") or (b"", 0)
    says = 2 * int.from_bytes(head[24:28], "big")
    if len(head) == _HEAD and size < says:
        raise UserError(f"Layer {place} is cut off: its .shp holds {size} of {says} bytes; fetch it anew.")


def told_encoding(source: str, layer: str) -> str | None:
    """The codec that a shapefile names, in its .cpg or in its table; None where it names none."""
    cpg = _beside(source, layer, ".cpg")
    named = None if cpg is None else encoding_of_cpg(cpg[0].decode("ascii", "replace"))
    if named is not None:
        return named
    table = _beside(source, layer, TABLE)
    return None if table is None else encoding_of_table(table[0])


def _beside(source: str, layer: str, ending: str) -> tuple[bytes, int] | None:
    """First bytes and size of a shapefile's file with another ending, also in a zip; None where it is not."""
    try:
        if stands_in_an_archive(source):
            archive, members = members_of(source)
            inside = source.removeprefix(archive).strip("/").lower()
            stem = inside.removesuffix(".shp") if inside.endswith(".shp") else layer.lower()
            wanted = f"/{stem}{ending}"
            member = next(name for name in members if f"/{name.lower()}".endswith(wanted))
            if archive.startswith("/vsitar/"):
                with tarfile.open(archive.removeprefix("/vsitar/")) as tar:
                    found = tar.extractfile(member)
                    return None if found is None else (found.read(_HEAD), tar.getmember(member).size)
            with zipfile.ZipFile(archive.removeprefix("/vsizip/")) as packed, packed.open(member) as part:
                return part.read(_HEAD), packed.getinfo(member).file_size
        folder = Path(source) if Path(source).is_dir() else Path(source).parent
        stem = layer if Path(source).is_dir() else Path(source).stem
        beside = folder / _names_in(folder, folder.stat().st_mtime_ns)[f"{stem}{ending}".lower()]
        if not beside.is_file():
            return None
        with beside.open("rb") as file:
            return file.read(_HEAD), beside.stat().st_size
    except (OSError, StopIteration, KeyError, zipfile.BadZipFile, tarfile.TarError, RuntimeError):
        return None


@lru_cache(maxsize=4)
def _names_in(folder: Path, changed: int) -> dict[str, str]:
    """Names in a folder by their lower case; `changed` is when they did. Many files have one folder."""
    return {path.name.lower(): path.name for path in folder.iterdir()}
