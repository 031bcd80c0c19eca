"""How far a geometry reaches, read from its WKB by the standard library alone."""

from __future__ import annotations

import struct

from ..inventory.errors import UserError

Envelope = tuple[float, float, float, float]
"""West, south, east, north (minimum x, minimum y, maximum x, maximum y)."""

POINT, _LINE, _POLYGON = 1, 2, 3
_COLLECTIONS = (4, 5, 6, 7)


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
    if base == POINT:
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
