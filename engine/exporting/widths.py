"""Widths of the texts in a shapefile's table: GDAL makes each 80 bytes, whatever is published."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ..ground.files.shapefiles import TABLE

_HEAD, _FIELD, _END = 32, 32, b"\x1a"
_PADDING = 0x20


def set_widths(path: Path, widths: Mapping[str, int]) -> None:
    """Give text fields of a table their widths, but none less than its longest text.

    Parameters
    ----------
    path
        The shapefile, complete.
    widths
        Name of a field -> bytes.
    """
    table = path.with_suffix(TABLE)
    content = table.read_bytes()
    count, start, length = struct.unpack("<IHH", content[4:12])
    records = np.frombuffer(content, np.uint8, count * length, start).reshape(count, length)
    head = bytearray(content[:start])
    parts, place = [records[:, :1]], 1
    for at in range(_HEAD, start - 1, _FIELD):
        name = bytes(head[at : at + 11]).partition(b"\0")[0].decode("utf-8")
        width = head[at + 16]
        column = records[:, place : place + width]
        place += width
        if chr(head[at + 11]) == "C" and name in widths:
            used = np.flatnonzero((column != _PADDING).any(axis=0))
            wanted = max(widths[name], int(used[-1]) + 1 if len(used) else 0)
            new = np.full((count, wanted), _PADDING, np.uint8)
            kept = min(wanted, width)
            new[:, :kept] = column[:, :kept]
            column, head[at + 16] = new, wanted
        parts.append(column)
    whole = np.hstack(parts)
    head[10:12] = struct.pack("<H", whole.shape[1])
    table.write_bytes(bytes(head) + whole.tobytes() + _END)
