"""Many quads as one scene: a folder, a pattern or a list of images becomes a GDAL VRT; nothing is copied."""

from __future__ import annotations

import glob
import hashlib
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import rasterio
from rasterio.errors import RasterioError

from ...inventory.errors import UserError
from ...inventory.secrets import scrub

SUFFIXES = (".tif", ".tiff", ".jp2", ".img", ".vrt")
"""What counts as a quad in a folder."""
_GDAL_TYPES = {
    "uint8": "Byte", "uint16": "UInt16", "int16": "Int16", "uint32": "UInt32", "int32": "Int32",
    "float32": "Float32", "float64": "Float64",
}  # fmt: skip
_SAME = 1e-6
"""Pixels whose sizes differ by less than this share are the same."""


def is_mosaic(source: str) -> bool:
    """Whether a source is a folder, a pattern (``*``, ``?``, ``[``) or a text file with a list of images."""
    if "://" in source or source.startswith("/vsi"):
        return False
    path = Path(source)
    if path.exists():
        return path.is_dir() or path.suffix.lower() == ".txt"
    return glob.has_magic(source)


def quads_of(source: str) -> list[Path]:
    """The images of a mosaic, in the order of their names, or of the list.

    Raises
    ------
    UserError
        Where there are none, or one of a list is missing.
    """
    path, name = Path(source), scrub(source)
    if path.is_dir():
        quads = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in SUFFIXES)
    elif path.exists():
        lines = (line.strip() for line in path.read_text("utf-8-sig").splitlines())
        quads = [path.parent / line for line in lines if line and not line.startswith("#")]
        for quad in quads:
            if not quad.exists():
                raise UserError(f"There is no file {quad}, which {name} lists; correct the list.")
    else:
        quads = sorted(Path(found) for found in glob.glob(source, recursive=True))  # noqa: PTH207 (it may be absolute)
    if not quads:
        raise UserError(f"There is no image in {name}; give a folder, a pattern or a list of GeoTIFFs.")
    return quads


def stamp(source: str) -> str:
    """A word that changes when a quad is added, removed or changed."""
    word = hashlib.sha256()
    for quad in quads_of(source):
        status = quad.stat()
        word.update(f"{quad.resolve()}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return word.hexdigest()[:16]


@dataclass(frozen=True)
class _Quad:
    """What must be known of one image."""

    path: Path
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


def _look_at(path: Path) -> _Quad:
    try:
        with rasterio.open(path) as dataset:
            flags = {flag.name for band in dataset.mask_flag_enums for flag in band}
            quad = _Quad(
                path, dataset.transform, dataset.width, dataset.height, dataset.crs, dataset.dtypes,
                dataset.nodatavals, tuple(colour.name for colour in dataset.colorinterp),
                dataset.descriptions, tuple(dataset.block_shapes), flags == {"per_dataset"},
            )  # fmt: skip
    except RasterioError as error:
        raise UserError(
            f"{path} cannot be opened as an image; remove it from the mosaic, or get it again."
        ) from error
    for dtype in quad.dtypes:
        if dtype not in _GDAL_TYPES:
            raise UserError(
                f"{path} has pixels of type {dtype}; convert it to one of {', '.join(_GDAL_TYPES)}."
            )
    transform = quad.transform
    if transform.b or transform.d or not transform.a > 0 > transform.e:
        raise UserError(f"{path} is rotated or south-up; warp it before it becomes part of a mosaic.")
    return quad


def _check_alike(first: _Quad, quad: _Quad) -> None:
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
                f"{first.path.name} and {quad.path.name} differ in {what} ({_words(one)} and "
                f"{_words(other)}); make them alike, or search them one by one."
            )
    for one, other in ((first.transform.a, quad.transform.a), (first.transform.e, quad.transform.e)):
        if abs(other / one - 1) > _SAME:
            raise UserError(
                f"{first.path.name} and {quad.path.name} have pixels of different size ({one:g} and "
                f"{other:g}); make them alike, or search them one by one."
            )


def _words(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    text = str(value)
    return text if len(text) < 40 else f"{text[:37]}..."


def vrt_of(quads: list[Path]) -> str:
    """The XML of one image made of many; where they overlap, later ones lie above earlier ones.

    Raises
    ------
    UserError
        Where one cannot be read, or they differ in coordinate system, bands, nodata or pixel size.
    """
    seen = [_look_at(path) for path in quads]
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


def _both(seen: list[_Quad], places: list[tuple[int, int]]) -> Iterator[tuple[_Quad, tuple[int, int]]]:
    return zip(seen, places, strict=True)


def _band(seen: list[_Quad], places: list[tuple[int, int]], number: int) -> Iterator[str]:
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
    quad: _Quad, place: tuple[int, int], band: str, dtype: str, block: tuple[int, int], how: str
) -> str:
    """One quad in one band; its properties are told so that it is opened only when it is read."""
    size = f'xSize="{quad.width}" ySize="{quad.height}"'
    return (
        "<ComplexSource>"
        f'<SourceFilename relativeToVRT="0">{escape(str(quad.path.absolute()))}</SourceFilename>'
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
    """A path that GDAL opens: the source itself, or a temporary VRT where it is a mosaic."""
    if not is_mosaic(source):
        yield source
        return
    key = (str(Path(source).absolute()), stamp(source))
    if key not in _WRITTEN:
        _WRITTEN.clear()
        _WRITTEN[key] = vrt_of(quads_of(source))
    with tempfile.TemporaryDirectory(prefix="rock_glacier_") as folder:
        path = Path(folder) / "mosaic.vrt"
        path.write_text(_WRITTEN[key], "utf-8")
        yield str(path)
