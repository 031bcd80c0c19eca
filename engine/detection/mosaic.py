"""Many quads as one scene: a folder, pattern, list or STAC items become a GDAL VRT; nothing is copied."""

from __future__ import annotations

import glob
import hashlib
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from rasterio.errors import RasterioError
from rasterio.io import MemoryFile

from ...inventory.errors import UserError
from ...inventory.gdal_names import is_plain
from ...inventory.secrets import scrub
from ..ground.raster_files import is_raster_folder, open_raster_file
from . import stac
from .quads import Quad, local_quad, named_quad

SUFFIXES = (".tif", ".tiff", ".jp2", ".img", ".vrt")
"""What counts as a quad in a folder."""
_GDAL_TYPES = {
    "uint8": "Byte", "uint16": "UInt16", "int16": "Int16", "uint32": "UInt32", "int32": "Int32",
    "float32": "Float32", "float64": "Float64",
}  # fmt: skip
_ADVICE = "remove it from the mosaic"
_AT_A_TIME = 8
"""Images that are looked at at a time: those in the web answer slowly."""
_SAME = 1e-6
"""Pixels whose sizes differ by less than this share are the same."""


def is_mosaic(source: str) -> bool:
    """Whether a source is a folder, a pattern (``*``, ``?``, ``[``), a list of images or STAC items."""
    if not is_plain(source):
        return False
    path, _ = stac.split_asset(source)
    if path.exists():
        return (path.is_dir() and not is_raster_folder(path)) or path.suffix.lower() in (
            ".txt",
            *stac.SUFFIXES,
        )
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
        lines = (line.strip() for line in path.read_text("utf-8-sig").splitlines())
        quads = [quad for line in lines if line and line[0] != "#" for quad in _listed(line, path, asset)]
    else:
        found = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 (it may be absolute)
        quads = [local_quad(Path(name)) for name in found]
    if not quads:
        raise UserError(
            f"There is no image in {scrub(source)}; give a folder, a pattern or a list of GeoTIFFs."
        )
    return quads


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


@dataclass(frozen=True)
class _Seen:
    """What must be known of one image."""

    source: str
    label: str
    transform: Any
    width: int
    height: int
    crs: Any
    dtypes: tuple[str, ...]
    nodata: tuple[float | None, ...]
    colours: tuple[str, ...]
    descriptions: tuple[str | None, ...]
    blocks: tuple[tuple[int, int], ...]
    own_mask: bool


def _look_at(quad: Quad) -> _Seen:
    try:
        with open_raster_file(quad.source, "an image", _ADVICE, label=quad.label) as dataset:
            flags = {flag.name for band in dataset.mask_flag_enums for flag in band}
            seen = _Seen(
                quad.source, quad.label, dataset.transform, dataset.width, dataset.height, dataset.crs,
                dataset.dtypes, dataset.nodatavals, tuple(colour.name for colour in dataset.colorinterp),
                dataset.descriptions, tuple(dataset.block_shapes), flags == {"per_dataset"},
            )  # fmt: skip
    except RasterioError as error:
        raise UserError(f"{quad.label} cannot be opened as an image; {_ADVICE}.") from error
    for dtype in seen.dtypes:
        if dtype not in _GDAL_TYPES:
            raise UserError(
                f"{seen.label} has pixels of type {dtype}; convert it to one of {', '.join(_GDAL_TYPES)}."
            )
    transform = seen.transform
    if transform.b or transform.d or not transform.a > 0 > transform.e:
        raise UserError(f"{seen.label} is rotated or south-up; warp it before it becomes part of a mosaic.")
    return seen


def _check_alike(first: _Seen, quad: _Seen) -> None:
    """Raise `UserError` where two quads cannot be parts of one image."""
    pairs = (
        ("the coordinate system", first.crs, quad.crs),
        ("the number and type of bands", first.dtypes, quad.dtypes),
        ("the meaning of bands", first.colours, quad.colours),
        ("the nodata value", str(first.nodata), str(quad.nodata)),
    )
    for what, one, other in pairs:
        if one != other:
            raise UserError(
                f"{first.label} and {quad.label} differ in {what} ({_words(one)} and "
                f"{_words(other)}); make them alike, or search them one by one."
            )
    for one, other in ((first.transform.a, quad.transform.a), (first.transform.e, quad.transform.e)):
        if abs(other / one - 1) > _SAME:
            raise UserError(
                f"{first.label} and {quad.label} have pixels of different size ({one:g} and "
                f"{other:g}); make them alike, or search them one by one."
            )


def _words(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    text = str(value)
    return text if len(text) < 40 else f"{text[:37]}..."


def vrt_of(quads: list[Quad]) -> str:
    """The XML of one image made of many; where they overlap, later ones lie above earlier ones.

    Raises
    ------
    UserError
        Where one cannot be read, or they differ in coordinate system, bands, nodata or pixel size.
    """
    with ThreadPoolExecutor(_AT_A_TIME) as threads:
        seen = list(threads.map(_look_at, quads))
    first = seen[0]
    for quad in seen[1:]:
        _check_alike(first, quad)
    size_x, size_y = first.transform.a, -first.transform.e
    left, top = min(q.transform.c for q in seen), max(q.transform.f for q in seen)
    places = [(round((q.transform.c - left) / size_x), round((top - q.transform.f) / size_y)) for q in seen]
    width = max(column + q.width for (column, _), q in zip(places, seen, strict=True))
    height = max(row + q.height for (_, row), q in zip(places, seen, strict=True))
    parts = [f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}">']
    if first.crs is not None:
        parts.append(f"<SRS>{escape(first.crs.to_wkt())}</SRS>")
    parts.append(f"<GeoTransform>{left!r}, {size_x!r}, 0, {top!r}, 0, {-size_y!r}</GeoTransform>")
    for number in range(1, len(first.dtypes) + 1):
        parts += _band(seen, places, number)
    if first.own_mask:
        parts += ["<MaskBand>", '<VRTRasterBand dataType="Byte">']
        parts += [_source(q, place, "mask,1", "Byte", (128, 128), "") for q, place in _both(seen, places)]
        parts += ["</VRTRasterBand>", "</MaskBand>"]
    return "\n".join([*parts, "</VRTDataset>"])


def _both(seen: list[_Seen], places: list[tuple[int, int]]) -> Iterator[tuple[_Seen, tuple[int, int]]]:
    return zip(seen, places, strict=True)


def _band(seen: list[_Seen], places: list[tuple[int, int]], number: int) -> Iterator[str]:
    first, at = seen[0], number - 1
    dtype, nodata = _GDAL_TYPES[first.dtypes[at]], first.nodata[at]
    yield f'<VRTRasterBand dataType="{dtype}" band="{number}">'
    if first.descriptions[at]:
        yield f"<Description>{escape(first.descriptions[at] or '')}</Description>"
    yield f"<ColorInterp>{first.colours[at].capitalize()}</ColorInterp>"
    how = ""
    if nodata is not None:
        value = "nan" if math.isnan(nodata) else repr(nodata)
        yield f"<NoDataValue>{value}</NoDataValue>"
        how = f"<NODATA>{value}</NODATA>"
    elif first.own_mask or "alpha" in first.colours:
        how = "<UseMaskBand>true</UseMaskBand>"  # what is void in one does not hide another
    for quad, place in _both(seen, places):
        yield _source(quad, place, str(number), dtype, quad.blocks[at], how)
    yield "</VRTRasterBand>"


def _source(
    quad: _Seen, place: tuple[int, int], band: str, dtype: str, block: tuple[int, int], how: str
) -> str:
    """One quad in one band; its properties are told so that it is opened only when it is read."""
    size = f'xSize="{quad.width}" ySize="{quad.height}"'
    return (
        "<ComplexSource>"
        f'<SourceFilename relativeToVRT="0">{escape(quad.source)}</SourceFilename>'
        f"<SourceBand>{band}</SourceBand>"
        f'<SourceProperties RasterXSize="{quad.width}" RasterYSize="{quad.height}" '
        f'DataType={quoteattr(dtype)} BlockXSize="{block[1]}" BlockYSize="{block[0]}"/>'
        f'<SrcRect xOff="0" yOff="0" {size}/>'
        f'<DstRect xOff="{place[0]}" yOff="{place[1]}" {size}/>{how}'
        "</ComplexSource>"
    )


_WRITTEN: dict[tuple[str, str], str] = {}
"""XML of the mosaics that this process has looked at: a worker opens one for each of its blocks."""


@contextmanager
def as_one_file(source: str) -> Iterator[str]:
    """A path that GDAL opens: the source itself, or a VRT where it is a mosaic.

    The VRT lies in memory: addresses in it may hold a key.
    """
    if not is_mosaic(source):
        yield source
        return
    key = (str(Path(source).absolute()), stamp(source))
    if key not in _WRITTEN:
        _WRITTEN.clear()
        _WRITTEN[key] = vrt_of(quads_of(source))
    with MemoryFile(_WRITTEN[key].encode(), ext=".vrt") as file:
        yield file.name
