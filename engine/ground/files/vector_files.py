"""Opening vector files: whatever GDAL opens, by any name it knows; texts as they were written.

pyogrio leaves out the fields that are not listed before it filters by a condition on them, in all formats
that GDAL filters itself. So nothing here filters: rows are read, and chosen by whoever wants them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ....inventory.errors import UserError
from ....inventory.naming.gdal_names import gdal_name, is_plain, said_of
from ....inventory.secrets import scrub
from ...telling.report import Report
from .shapefiles import check_length, told_encoding
from .text_encodings import AS_BYTES, UTF_8, Decoded, as_texts, bytes_of, decode_texts
from .vector_names import pyogrio
from .vector_opening import ERRORS, listed

_TAIL = 64
"""Bytes of the end of a file that are looked at."""
_SHORT = 10
"""Characters of a field's name that a shapefile keeps."""
_TOLD = 3
"""Warnings of GDAL that are passed on."""


@dataclass(frozen=True)
class VectorLayer:
    """A layer that was looked at.

    `source` is what GDAL opens, by its `driver`; `fields` are names as people wrote them, `stored` as the file has
    them; `texts` tells which of them hold texts; `encoding` is the codec that the file names, None for none.
    """

    path: Path
    source: str
    name: str
    crs: str | None
    geometry_type: str
    fields: tuple[str, ...]
    stored: tuple[str, ...]
    texts: tuple[bool, ...]
    encoding: str | None
    driver: str = ""

    @property
    def place(self) -> str:
        """The layer in words."""
        return f"'{self.name}' of {scrub(str(self.path))}"

    def those_of(self, *wanted: str) -> list[str]:
        """Those of some fields that are there, in upper or lower case, cut off as in a shapefile."""
        found = []
        for name in wanted:
            same = (name.upper(), name[:_SHORT].upper())
            found += [field for field in self.fields if field.upper() in same][:1]
        return found


def layer_names(path: Path) -> list[str]:
    """Names of the layers with geometry in a vector file.

    Raises
    ------
    UserError
        No such file, or not a vector file.
    """
    return listed(path)[1]


def plain_tables(path: Path) -> list[str]:
    """Names of the layers of a vector file that have no geometry, such as a table with places in degrees."""
    source = gdal_name(path)
    try:
        return [str(name) for name, kind in pyogrio.list_layers(source) if kind is None]
    except ERRORS:  # whoever asks for its layers with geometry hears why
        return []


def look_at(path: Path, layer: str, report: Report | None = None) -> VectorLayer:
    """What must be known of a layer before it is read.

    Raises
    ------
    UserError
        It cannot be opened, or is a shapefile that is cut off: of such a one GDAL reads less, and says nothing.
    """
    source = listed(path)[0]
    about = _asked(path, layer, report, lambda: pyogrio.read_info(source, layer=layer, encoding=AS_BYTES))
    stored = tuple(str(name) for name in about["fields"])
    encoding: str | None = UTF_8
    if about["driver"] == "ESRI Shapefile":
        check_length(source, layer, f"'{layer}' of {scrub(str(path))}")
        encoding = told_encoding(source, layer)
    if about["driver"] == "GeoJSONSeq" and is_plain(source) and not _ends_whole(Path(source)):
        raise UserError(
            f"Layer '{layer}' of {scrub(str(path))} is cut off: its last line is no whole one; fetch it anew."
        )
    names = decode_texts([name.encode(AS_BYTES) for name in stored], encoding).texts
    kinds = about.get("ogr_types") or [""] * len(stored)
    texts = tuple(
        "String" in str(kind) or (not kind and dtype == "object")
        for kind, dtype in zip(kinds, about["dtypes"], strict=True)
    )
    return VectorLayer(
        path,
        source,
        layer,
        about["crs"],
        str(about["geometry_type"]),
        tuple(name or "" for name in names),
        stored,
        texts,
        encoding,
        str(about["driver"]),
    )


def _ends_whole(path: Path) -> bool:
    """Whether a file of one feature a line ends with a whole one: GDAL leaves a broken line out, and says nothing."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL, 0))
        return file.read().strip().endswith(b"}")


def read_layer(
    of: VectorLayer,
    columns: Sequence[str] = (),
    report: Report | None = None,
    fids: Any = None,
    *,
    part: tuple[int, int | None] = (0, None),
    outlines: bool = True,
    codecs: Mapping[str, str] | None = None,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[Any], dict[str, npt.NDArray[Any]]]:
    """Rows of a layer, in two dimensions; curves become lines.

    Parameters
    ----------
    of
        From `look_at`.
    columns
        Fields that are wanted, by the names in `of.fields`.
    report
        Gets a warning where the encoding of texts is in doubt, and GDAL's own.
    fids
        Only these feature ids; None for all.
    part
        How many rows are left out, and how many are read after them (None: all).
    outlines
        Whether geometries are read; without, all WKB is None.
    codecs
        Of columns with texts, where it is known what they are; of others it is found out, and told.

    Returns
    -------
    tuple
        Feature ids (n,), WKB (n,), and each column (n,): texts are str or None.

    Raises
    ------
    UserError
        It cannot be read to its end, or has no such field.
    """
    missing = [column for column in columns if column not in of.fields]
    if missing:
        raise UserError(f"Layer {of.place} has no field '{missing[0]}'; it may be named otherwise.")
    places = {column: of.fields.index(column) for column in columns}
    stored = [of.stored[place] for place in places.values()]
    meta, found, wkb, values = _asked(
        of.path,
        of.name,
        report,
        lambda: pyogrio.raw.read(
            of.source,
            layer=of.name,
            columns=stored,
            fids=fids,
            skip_features=part[0],
            max_features=part[1],
            read_geometry=outlines,
            force_2d=True,
            return_fids=True,
            encoding=AS_BYTES,
        ),
    )
    if wkb is None:
        wkb = np.full(len(found), None, dtype=object)
    by_name = dict(zip((str(field) for field in meta["fields"]), values, strict=True))
    read = {column: by_name[of.stored[place]] for column, place in places.items()}
    for column, place in places.items():
        if of.texts[place] and codecs is not None and column in codecs:
            read[column] = np.array(as_texts(bytes_of(read[column]), codecs[column]), dtype=object)
        elif of.texts[place]:
            read[column] = _texts(of, column, read[column], report)
    return np.asarray(found, dtype=np.int64), wkb, read


def read_boxes(of: VectorLayer) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Feature ids (n,) and boxes (n, 4) of a layer; NaN where a feature has no geometry."""
    fids, bounds = _asked(of.path, of.name, None, lambda: pyogrio.read_bounds(of.source, layer=of.name))
    return np.asarray(fids, dtype=np.int64), np.asarray(bounds.T, dtype=np.float64)


def _texts(of: VectorLayer, column: str, values: npt.NDArray[Any], report: Report | None) -> npt.NDArray[Any]:
    decoded = decode_texts(bytes_of(values), of.encoding)
    if report is not None:
        tell_doubt(of, column, decoded, report)
    return np.array(decoded.texts, dtype=object)


def tell_doubt(of: VectorLayer, column: str, decoded: Decoded, report: Report) -> None:
    """Warn where it is in doubt in which encoding the texts of a column are."""
    if decoded.doubt:
        first = next(text for text in decoded.texts if text and not text.isascii())
        says = "does not say in which encoding its texts are"
        if of.encoding is not None:
            says = f"says that its texts are {of.encoding.upper()}, and they are not"
        remedy = "a .cpg file beside it names the right one" if of.encoding is None else "save it anew"
        report.warning(
            f"Layer {of.place} {says}; read as {decoded.doubt}: the first of '{column}' is '{first}'. If "
            f"that is wrong, {remedy}."
        )


def _asked(path: Path, layer: str, report: Report | None, ask: Callable[[], Any]) -> Any:
    """What GDAL answers; its warnings go to the report, its failures become a sentence."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            answer = ask()
        except ERRORS as error:
            cause = said_of(error, gdal_name(path)) or " (it is damaged)"
            raise UserError(f"Layer '{layer}' of {scrub(str(path))} cannot be read{cause}.") from error
    if report is not None:
        for said in list(dict.fromkeys(str(warning.message) for warning in heard))[:_TOLD]:
            report.warning(f"GDAL says of layer '{layer}' of {scrub(str(path))}: {scrub(said)}")
    return answer
