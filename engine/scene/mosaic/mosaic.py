"""Which quads a folder, a pattern, a list or STAC items mean."""

from __future__ import annotations

import glob
import hashlib
from pathlib import Path

from ....inventory.errors import UserError
from ....inventory.naming.gdal_names import files_in_archive, is_plain
from ....inventory.naming.source_names import called, files_like, names_in
from ...ground.files.raster_files import is_description, is_raster_folder
from . import stac
from .quads import Quad, local_quad, named_quad

SUFFIXES = (".tif", ".tiff", ".jp2", ".img", ".vrt")
"""What counts as a quad in a folder."""


def is_mosaic(source: str) -> bool:
    """Whether a source is many images.

    That is a folder, a pattern (``*``, ``?``, ``[``), a list of images, STAC items, names with ``;`` between, or an
    archive of several images that is no product of its own (Sentinel-2).
    """
    names = names_in(source)
    if len(names) != 1:
        return len(names) > 1
    if not is_plain(source):
        return False
    path, _ = stac.split_asset(source)
    if path.is_dir():
        return not is_raster_folder(path)
    if path.exists():
        return path.suffix.lower() in (".txt", *stac.SUFFIXES) or len(_in_archive(source)) > 1
    return glob.has_magic(source)


def quads_of(source: str) -> list[Quad]:
    """The images of a mosaic, in the order of the names given, of a folder's names, or of the list.

    Raises
    ------
    UserError
        Where there are none, one of a list is missing, or STAC items do not say which asset is meant.
    """
    quads = [quad for name in names_in(source) for quad in _behind(name)]
    if not quads:
        raise UserError(f"There is no image in {called(source)}; give a folder, a pattern or a list of GeoTIFFs.")
    return list({quad.source: quad for quad in quads}.values())


def _behind(source: str) -> list[Quad]:
    """The images that one name means."""
    path, asset = stac.split_asset(source)
    if not is_plain(source):
        return [named_quad(source)]
    if path.is_dir() and not is_raster_folder(path):
        files = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in SUFFIXES and entry.name[0] != ".")
        return [local_quad(file) for file in files if file.is_file()]
    if path.suffix.lower() in stac.SUFFIXES:
        return stac.quads_in(path, asset)
    if path.suffix.lower() == ".txt":
        lines = (line.strip() for line in _text_of(path).splitlines())
        return [quad for line in lines if line and line[0] != "#" for quad in _listed(line, path, asset)]
    if path.exists():
        return [named_quad(name) for name in _in_archive(source)] or [local_quad(path)]
    if glob.has_magic(source):
        return [local_quad(Path(name)) for name in files_like(source)]
    return [local_quad(path, None)]


def _in_archive(source: str) -> list[str]:
    """The images in an archive; none where it is no archive, or one product of Sentinel's, which is one image."""
    found = files_in_archive(source, _images_among)
    return [] if found is None else found[0]


def _images_among(members: list[str]) -> list[str]:
    if any(is_description(member) for member in members):
        return []
    shown = (member for member in members if Path(member).name[0] != ".")
    return [member for member in shown if member.lower().endswith(SUFFIXES)]


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
