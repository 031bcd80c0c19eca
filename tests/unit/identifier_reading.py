"""Read identifiers, which the product only writes: their coordinates, and whether they belong to a marker.

Read with a tolerance, because other files round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rock_glacier_inventory.inventory.errors import UserError

TOLERANCE = 0.001
"""Degrees by which an identifier may differ from the marker's coordinates."""

_PATTERN = re.compile(r"(RGU|RGS)(\d{6})([NS])(\d{7})([EW])")


@dataclass(frozen=True)
class Identifier:
    """An identifier taken apart; the coordinates are those written in it (degrees, truncated)."""

    kind: str
    latitude: float
    longitude: float


def parse_identifier(text: str) -> Identifier:
    """Take an identifier apart; stray blanks and small letters, which real files have, are forgiven.

    Raises
    ------
    UserError
        Where it is none.
    """
    found = _PATTERN.fullmatch(text.strip().upper())
    if found is None:
        raise UserError(f"'{text}' is not an identifier such as RGU281527N0972426E.")
    latitude, longitude = int(found[2]) / 10_000, int(found[4]) / 10_000
    if latitude > 90 or longitude > 180:
        raise UserError(f"The identifier '{text}' holds coordinates that are not on Earth.")
    return Identifier(
        found[1], -latitude if found[3] == "S" else latitude, -longitude if found[5] == "W" else longitude
    )


def is_identifier(text: str | None) -> bool:
    """Whether the text is an identifier."""
    if not text:
        return False
    try:
        parse_identifier(text)
    except UserError:
        return False
    return True


def matches(identifier: str, latitude: float, longitude: float, tolerance: float = TOLERANCE) -> bool:
    """Whether an identifier belongs to a marker at these coordinates, however the digits were cut.

    False where the text is no identifier. Longitudes 180 and -180 are the same meridian.
    """
    if not is_identifier(identifier):
        return False
    told = parse_identifier(identifier)
    slack = tolerance + 1e-9  # the binary numbers of two decimals differ by less than this
    east = abs(told.longitude - longitude) % 360
    return abs(told.latitude - latitude) <= slack and min(east, 360 - east) <= slack
