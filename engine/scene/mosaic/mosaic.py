"""Which quads a folder, a pattern, a list or STAC items mean."""

from __future__ import annotations

import glob
import hashlib
from pathlib import Path

from ....inventory.errors import UserError
from ....inventory.naming.gdal_names import is_plain
from ....inventory.secrets import scrub
from ...ground.raster_files import is_raster_folder
from . import stac
from .quads import Quad, local_quad, named_quad

SUFFIXES = (".tif", ".tiff", ".jp2", ".img", ".vrt")
"""What counts as a quad in a folder."""


def is_mosaic(source: str) -> bool:
    """Whether a source is a folder, a pattern (``*``, ``?``, ``[``), a list of images or STAC items."""
    if not is_plain(source):
        return False
    path, _ = stac.split_asset(source)
    if path.exists():
        return (path.is_dir() and not is_raster_folder(path)) or path.suffix.lower() in (".txt", *stac.SUFFIXES)
    return glob.has_magic(source)


def quads_of(source: str) -> list[Quad]:
    """The images of a mosaic, in the order of their names, or of the list.

    Raises
    ------
    UserError
        Where there are none, one of a list is missing, or STAC items do not say which asset is meant.
    """
    path, asset = stac.split_asset(source)
    if path.is_dir():
        files = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in SUFFIXES)
        quads = [local_quad(file) for file in files]
    elif path.suffix.lower() in stac.SUFFIXES:
        quads = stac.quads_in(path, asset)
    elif path.exists():
        lines = (line.strip() for line in _text_of(path).splitlines())
        quads = [quad for line in lines if line and line[0] != "#" for quad in _listed(line, path, asset)]
    else:
        found = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 (it may be absolute)
        quads = [local_quad(Path(name)) for name in found]
    if not quads:
        raise UserError(f"There is no image in {scrub(source)}; give a folder, a pattern or a list of GeoTIFFs.")
    return quads


def _text_of(path: Path) -> str:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is no list of images: it is not text in UTF-8; give a text file.") from error
    if "\0" in text:
        raise UserError(f"{path} is no list of images: it holds zero characters; give a text file.")
    return text


def _listed(line: str, path: Path, asset: str | None) -> list[Quad]:
    """What a line of a list means: an image, here or in the web, or a file of STAC items."""
    if line.lower().startswith(("http://", "https://")):
        return [stac.remote_quad(line)]
    if not is_plain(line):
        return [named_quad(line)]
    if line.lower().endswith(stac.SUFFIXES) and (path.parent / line).exists():
        return stac.quads_in(path.parent / line, asset)
    return [local_quad(path.parent / line, path)]


def stamp(source: str) -> str:
    """A word that changes when a quad is added, removed or changed."""
    word = hashlib.sha256()
    for quad in quads_of(source):
        word.update(f"{quad.stamp}\n".encode())
    return word.hexdigest()[:16]
