"""A layer read some thousand rows at a time, its texts all by one reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..ground.files.text_encodings import AS_BYTES, bytes_of, decode_texts
from ..ground.files.vector_files import VectorLayer, read_layer, tell_doubt
from ..telling.report import Report

PART = 10_000
"""Rows that are read at a time."""

_BY_PARTS = ("ESRI Shapefile", "GPKG", "FlatGeobuf", "OpenFileGDB", "SQLite")
"""Drivers that find a row without reading all before it; what the others read they hold in memory as a whole."""

Part = tuple[npt.NDArray[np.int64], npt.NDArray[Any], dict[str, npt.NDArray[Any]]]


def read_parts(of: VectorLayer, columns: Sequence[str] = (), report: Report | None = None) -> Iterator[Part]:
    """Rows of a layer as `read_layer` gives them, some thousand at a time.

    Parameters
    ----------
    of
        From `look_at`.
    columns
        Fields that are wanted.
    report
        Gets the warnings, each once.

    Raises
    ------
    UserError
        As `read_layer`.
    """
    if of.driver not in _BY_PARTS:
        yield read_layer(of, columns, report)
        return
    codecs = _codecs(of, columns, report)
    for start in _starts():
        read = read_layer(of, columns, report if start == 0 else None, part=(start, PART), codecs=codecs)
        yield read
        if len(read[0]) < PART:
            return


def _starts() -> Iterator[int]:
    start = 0
    while True:
        yield start
        start += PART


def _codecs(of: VectorLayer, columns: Sequence[str], report: Report | None) -> dict[str, str]:
    """In what the texts of each column are; of a column only the texts that are no plain ASCII are held."""
    texts = [column for column in columns if of.texts[of.fields.index(column)]]
    high: dict[str, dict[bytes, None]] = {column: {} for column in texts}
    for start in _starts() if texts else ():
        part = (start, PART)
        fids, _, read = read_layer(of, texts, part=part, outlines=False, codecs=dict.fromkeys(texts, AS_BYTES))
        for column in texts:
            found = (value for value in bytes_of(read[column]) if value is not None and not value.isascii())
            high[column].update(dict.fromkeys(found))
        if len(fids) < PART:
            break
    codecs = {}
    for column in texts:
        decoded = decode_texts(list(high[column]), of.encoding)
        codecs[column] = decoded.codec
        if report is not None:
            tell_doubt(of, column, decoded, report)
    return codecs
