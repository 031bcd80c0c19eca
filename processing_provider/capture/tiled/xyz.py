"""The tiles of XYZ layers: zooms of Web Mercator, and addresses with {x}, {y} or {-y}, {z} or {q} in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .matrices import WORLD, Matrix
from .sourcetext import SourceText

ZOOMS = (0, 18)
"""Where the layer does not say, as QGIS has it."""
_FINEST = 30


@dataclass(frozen=True)
class XyzAddresses:
    """Addresses after a template."""

    template: str

    def of(self, matrix: Matrix, column: int, row: int) -> str:
        """Address of a tile, made as QGIS makes it: letters in either case, but not {q} and {-y}."""
        zoom = int(matrix.name)
        address = self.template.replace("{q}", _quadkey(zoom, column, row))
        address = _put(address, "{x}", column)
        if "{-y}" in address:
            address = address.replace("{-y}", str(matrix.count[1] - row - 1))
        else:
            address = _put(address, "{y}", row)
        return _put(address, "{z}", zoom).replace("{usage}", "export")


def _put(address: str, what: str, number: int) -> str:
    return re.sub(re.escape(what), str(number), address, flags=re.IGNORECASE)


def _quadkey(zoom: int, column: int, row: int) -> str:
    """Digits from the coarsest zoom on: 1 for the eastern half, 2 for the southern one."""
    return "".join(str((column >> bit & 1) + 2 * (row >> bit & 1)) for bit in range(zoom - 1, -1, -1))


def xyz_matrices(text: SourceText) -> Sequence[Matrix]:
    """The zooms of an XYZ layer."""
    return mercator_matrices(text, *ZOOMS)


def mercator_matrices(text: SourceText, lowest: int, highest: int) -> Sequence[Matrix]:
    """Zooms of Web Mercator between two; what the layer says of them comes first.

    Tiles have 256 pixels, times ``tilePixelRatio`` where that is neither missing nor 0.
    """
    try:
        ratio = float(text.get("tilePixelRatio") or 0) or 1.0
    except ValueError:
        ratio = 1.0
    pixels = max(1, int(256 * ratio))
    low = min(max(text.number("zmin", lowest), 0), _FINEST)
    high = max(min(text.number("zmax", highest), _FINEST), low)
    return [_zoom(zoom, pixels) for zoom in range(low, high + 1)]


def _zoom(zoom: int, pixels: int) -> Matrix:
    count = 2**zoom
    units = 2 * WORLD / count / pixels
    return Matrix(str(zoom), -WORLD, WORLD, units, (pixels, pixels), range(count), range(count), (count, count))
