"""Primary identifiers: RGU or RGS, then latitude DDdddd and N or S, then longitude DDDdddd and E or W.

``RGU281527N0972426E`` is the unit whose marker lies at 28.1527 degrees north, 97.2426 degrees east.
The four decimals are truncated, as in the published inventories that could be checked (31 of 32 of
the La Sal mountains; of the Tibetan Plateau three decimals agree either way).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Iterator
from decimal import ROUND_DOWN, Decimal

from .errors import UserError

UNIT, SYSTEM = "RGU", "RGS"
KINDS = (UNIT, SYSTEM)

CELL = 0.0001
"""Degrees; two markers in one cell of this size (about 11 m) would get the same identifier."""

_LAYOUT = re.compile(r"(?:RGU|RGS)(\d{6})([NS])(\d{7})([EW])")

_RINGS = 60
_PLACES_IN_CELL = ((0.5, 0.5), (0.25, 0.25), (0.25, 0.75), (0.75, 0.25), (0.75, 0.75))


def format_identifier(latitude: float, longitude: float, kind: str = UNIT) -> str:
    """The identifier of a marker.

    A marker just south of the equator, at -0.00001 degrees, is ``000000S``: the letter tells the
    hemisphere even where the truncated digits cannot.

    Raises
    ------
    UserError
        Coordinates that are none, or a kind that is neither RGU nor RGS.

    Examples
    --------
    >>> format_identifier(28.15279, 97.24269)
    'RGU281527N0972426E'
    """
    if kind not in KINDS:
        raise UserError(f"An identifier begins with RGU or RGS, not with '{kind}'.")
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise UserError("A marker without coordinates has no identifier; place it first.")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise UserError(f"Latitude {latitude:g}, longitude {longitude:g} is not on Earth; check the coordinates.")
    north, east = "S" if latitude < 0 else "N", "W" if longitude < 0 else "E"
    return f"{kind}{_digits(latitude):06d}{north}{_digits(longitude):07d}{east}"


def place_of(identifier: str) -> tuple[float, float] | None:
    """Latitude and longitude that an identifier names; None where it is none.

    Examples
    --------
    >>> place_of("RGU281527N0972426E"), place_of("RG 17")
    ((28.1527, 97.2426), None)
    """
    found = _LAYOUT.fullmatch(identifier)
    if found is None:
        return None
    latitude, longitude = int(found[1]) / 10_000, int(found[3]) / 10_000
    if latitude > 90 or longitude > 180:
        return None
    return -latitude if found[2] == "S" else latitude, -longitude if found[4] == "W" else longitude


def read_identifier(text: str) -> str:
    """An identifier as it should be written, where it is one with blanks in it or small letters; else the text.

    Examples
    --------
    >>> read_identifier(" rgu 281527N 0972426e "), read_identifier("RG 17")
    ('RGU281527N0972426E', 'RG 17')
    """
    told = "".join(text.split()).upper()
    return told if _LAYOUT.fullmatch(told) else text


def _digits(degrees: float) -> int:
    """Ten-thousandths of a degree, truncated from the decimal number as it is written.

    38.4455 is 384455, although the nearest binary number is a little less.
    """
    return int((abs(Decimal(repr(float(degrees)))) * 10_000).to_integral_value(ROUND_DOWN))


def places_around(latitude: float, longitude: float) -> Iterator[tuple[float, float]]:
    """Places (latitude, longitude) in the identifier cells around a marker, the nearest cells first.

    Each cell is visited at its middle and, for slender outlines, at four more places.
    """
    row, column = math.floor(latitude / CELL), math.floor(longitude / CELL)
    narrowing = max(math.cos(math.radians(latitude)), 1e-6)
    for ring in range(1, _RINGS + 1):
        cells = [
            (i, j)
            for i in range(-ring, ring + 1)
            for j in (range(-ring, ring + 1) if abs(i) == ring else (-ring, ring))
        ]
        cells.sort(key=lambda cell: (math.hypot(cell[0], cell[1] * narrowing), cell))
        for i, j in cells:
            for up, right in _PLACES_IN_CELL:
                north, east = (row + i + up) * CELL, (column + j + right) * CELL
                if abs(north) <= 90:
                    yield north, (east + 180) % 360 - 180


def unique_identifier(
    latitude: float, longitude: float, taken: Container[str], inside: Callable[[float, float], bool]
) -> tuple[str, float, float] | None:
    """An identifier that no other has; where two fall in one cell, the marker moves inside its outline.

    Parameters
    ----------
    latitude, longitude
        The marker, in degrees.
    taken
        Identifiers in use.
    inside
        Says whether a latitude, longitude lies inside the marker's outline.

    Returns
    -------
    tuple or None
        Identifier, latitude, longitude of the marker; None where the outline has no free cell.
    """
    identifier = format_identifier(latitude, longitude)
    if identifier not in taken:
        return identifier, latitude, longitude
    for north, east in places_around(latitude, longitude):
        # Asked first: nearly all places lie outside, and `taken` may ask a file.
        if inside(north, east) and (identifier := format_identifier(north, east)) not in taken:
            return identifier, north, east
    return None
