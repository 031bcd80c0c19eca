"""Geometries as a GeoPackage stores them: a small header with the envelope, then WKB.

GeoPackage 1.2, clause 2.1.3. The standard library alone, so that a plain `sqlite3` connection can
serve the spatial index, whose triggers call ST_IsEmpty, ST_MinX and their like.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable

from ...inventory.errors import UserError

Envelope = tuple[float, float, float, float]
"""West, south, east, north (minimum x, minimum y, maximum x, maximum y)."""

_MAGIC = b"GP"
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_POINT, _LINE, _POLYGON = 1, 2, 3
_COLLECTIONS = (4, 5, 6, 7)


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
    return bool((code & 0x0FFF_FFFF) % 1000 == _POINT)


def envelope_of_wkb(wkb: bytes) -> Envelope | None:
    """The envelope of a WKB geometry of any simple type, with Z or M or without; None where empty.

    Raises `UserError` where the bytes are none, or end too soon.
    """
    boxes: list[Envelope] = []
    try:
        _walk(wkb, 0, boxes)
    except (struct.error, IndexError, RecursionError) as error:
        raise UserError("A geometry is damaged; restore the file from a copy.") from error
    if not boxes:
        return None
    west, south, east, north = zip(*boxes)
    return min(west), min(south), max(east), max(north)


def _walk(wkb: bytes, start: int, boxes: list[Envelope]) -> int:
    """Collect the envelopes of the parts that begin at `start`; return where they end."""
    order = "<" if wkb[start] else ">"
    (code,) = struct.unpack_from(order + "I", wkb, start + 1)
    place = start + 5
    if code & 0x2000_0000:  # extended WKB carries the srs_id
        place += 4
    base, iso = (code & 0x0FFF_FFFF) % 1000, (code & 0x0FFF_FFFF) // 1000
    width = 2 + bool(code & 0x8000_0000) + bool(code & 0x4000_0000) + (0, 1, 1, 2)[iso]
    if base == _POINT:
        return _collect(wkb, place, 1, width, order, boxes)
    (count,) = struct.unpack_from(order + "I", wkb, place)
    place += 4
    if base == _LINE:
        return _collect(wkb, place, count, width, order, boxes)
    if base == _POLYGON:
        for _ in range(count):
            (points,) = struct.unpack_from(order + "I", wkb, place)
            place = _collect(wkb, place + 4, points, width, order, boxes)
        return place
    if base not in _COLLECTIONS:
        raise UserError(f"A geometry of type {base} is not supported; convert curves to lines first.")
    for _ in range(count):
        place = _walk(wkb, place, boxes)
    return place


def _collect(wkb: bytes, place: int, count: int, width: int, order: str, boxes: list[Envelope]) -> int:
    values = struct.unpack_from(f"{order}{count * width}d", wkb, place)
    xs, ys = values[0::width], values[1::width]
    if count and xs[0] == xs[0]:  # an empty point is written as NaN
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    return place + 8 * count * width


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
