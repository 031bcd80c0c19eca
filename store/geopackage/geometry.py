"""Geometries as a GeoPackage stores them: a small header with the envelope, then WKB.

GeoPackage 1.2, clause 2.1.3. The standard library alone, so that a plain `sqlite3` connection can
serve the spatial index, whose triggers call ST_IsEmpty, ST_MinX and their like.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable

from ...inventory.errors import UserError
from ..wkb import POINT, Envelope, envelope_of_wkb

_MAGIC = b"GP"
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)


def encode(wkb: bytes, srs_id: int, envelope: Envelope | None = None) -> bytes:
    """GeoPackage binary of a geometry.

    `envelope` spares the look through the coordinates where the caller knows it. A point gets none,
    as GDAL does it; an empty geometry is flagged as such.
    """
    bounds = envelope or envelope_of_wkb(wkb)
    if bounds is None:
        return _MAGIC + struct.pack("<BBi", 0, 0b0001_0001, srs_id) + wkb
    if _is_point(wkb):
        return _MAGIC + struct.pack("<BBi", 0, 0b0000_0001, srs_id) + wkb
    west, south, east, north = bounds
    return _MAGIC + struct.pack("<BBi4d", 0, 0b0000_0011, srs_id, west, east, south, north) + wkb


def decode(blob: bytes) -> tuple[bytes, int]:
    """WKB and srs_id of a GeoPackage binary.

    Raises `UserError` where the bytes are none.
    """
    try:
        header, srs_id, _ = _read_header(blob)
    except struct.error as error:
        raise UserError("A geometry is damaged; restore the file from a copy.") from error
    return blob[header:], srs_id


def envelope_of(blob: bytes) -> Envelope | None:
    """The envelope of a GeoPackage binary, from its header or its coordinates; None where it is empty.

    Raises `UserError` where the bytes are none, or end too soon.
    """
    try:
        header, _, stored = _read_header(blob)
    except struct.error as error:
        raise UserError("A geometry is damaged; restore the file from a copy.") from error
    return stored or envelope_of_wkb(blob[header:])


def _read_header(blob: bytes) -> tuple[int, int, Envelope | None]:
    """Length of the header, srs_id, and the envelope if the header holds one."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != _MAGIC:
        raise UserError("A geometry is not in the GeoPackage's own format; restore the file from a copy.")
    order = "<" if blob[3] & 1 else ">"
    kind = (blob[3] >> 1) & 0b111
    if kind >= len(_ENVELOPE_BYTES):
        raise UserError("A geometry has a damaged header; restore the file from a copy.")
    (srs_id,) = struct.unpack_from(order + "i", blob, 4)
    stored = None
    if kind and not blob[3] & 0b0001_0000:
        west, east, south, north = struct.unpack_from(order + "4d", blob, 8)
        stored = (west, south, east, north) if west == west else None  # NaN: an empty one
    return 8 + _ENVELOPE_BYTES[kind], srs_id, stored


def _is_point(wkb: bytes) -> bool:
    order = "<" if wkb[0] else ">"
    (code,) = struct.unpack_from(order + "I", wkb, 1)
    return bool((code & 0x0FFF_FFFF) % 1000 == POINT)


class _Envelopes:
    """Envelopes for the index's triggers, which ask five times in a row for the same geometry."""

    def __init__(self) -> None:
        self._blob: bytes | None = None
        self._bounds: Envelope | None = None

    def _of(self, blob: bytes) -> Envelope | None:
        if blob != self._blob:
            self._blob, self._bounds = blob, envelope_of(blob)
        return self._bounds

    def corner(self, index: int) -> Callable[[bytes | None], float | None]:
        """A function that SQL can call: one number of the envelope."""

        def number(blob: bytes | None) -> float | None:
            bounds = None if blob is None else self._of(blob)
            return None if bounds is None else bounds[index]

        return number

    def is_empty(self, blob: bytes | None) -> int | None:
        """A function that SQL can call: 1 for an empty geometry."""
        return None if blob is None else int(self._of(blob) is None)


def register_functions(connection: sqlite3.Connection) -> None:
    """Give a plain connection the functions that the triggers of the spatial index call."""
    envelopes = _Envelopes()
    connection.create_function("ST_IsEmpty", 1, envelopes.is_empty, deterministic=True)
    for name, index in (("ST_MinX", 0), ("ST_MinY", 1), ("ST_MaxX", 2), ("ST_MaxY", 3)):
        connection.create_function(name, 1, envelopes.corner(index), deterministic=True)
