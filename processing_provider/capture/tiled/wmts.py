"""What a WMTS says of a layer: its tile matrices in any coordinate system, and the addresses of its tiles.

Read as QGIS reads it, so that what is captured is what QGIS shows (OGC 07-057r7).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsUnitTypes
from qgis.PyQt.QtCore import QUrl, QUrlQuery

from .matrices import WORLD, Matrix
from .sourcetext import SourceText
from .xmltree import Element, NotXml, parsed

_PIXEL = 0.00028
"""Metres: what a scale denominator takes a pixel for."""
_ROUNDED = 1e-6
"""Scales of Web Mercator differ by so much at most where a server has rounded them."""


class Gone(ValueError):
    """The server does not offer what the layer was made of; says what is missing."""


@dataclass(frozen=True)
class WmtsAddresses:
    """Addresses of one layer, by query (KVP) or by path (RESTful)."""

    template: str
    is_query: bool
    parameters: tuple[tuple[str, str], ...] = ()
    """Of a query: what comes before the tile. Of a path: what its variables stand for."""

    def of(self, matrix: Matrix, column: int, row: int) -> str:
        """Address of a tile."""
        if self.is_query:
            return self._by_query(matrix, column, row)
        address = self.template
        tile = (("tilematrix", matrix.name), ("tilerow", str(row)), ("tilecol", str(column)))
        for name, value in (*self.parameters, *tile):
            address = re.sub(re.escape("{" + name + "}"), lambda _, v=value: v, address, flags=re.IGNORECASE)
        return address

    def _by_query(self, matrix: Matrix, column: int, row: int) -> str:
        url = QUrl(self.template)
        query = QUrlQuery(url)
        for name, value in (*self.parameters, ("TILEMATRIX", matrix.name)):
            query.removeQueryItem(name)
            query.addQueryItem(name, value)
        for name, number in (("TILEROW", row), ("TILECOL", column)):
            query.removeQueryItem(name)
            query.addQueryItem(name, str(number))
        url.setQuery(query)
        return url.toString()


@dataclass(frozen=True)
class Wmts:
    """One layer of a WMTS in one tile matrix set."""

    matrices: tuple[Matrix, ...]
    addresses: WmtsAddresses

    @property
    def fingerprint(self) -> str:
        """Changes where a tile of the same name lies elsewhere. It tells nothing of addresses."""
        places = sorted((m.name, m.left, m.top, m.units, m.tile) for m in self.matrices)
        return hashlib.sha256(repr(places).encode()).hexdigest()[:16]


def read_wmts(content: bytes, text: SourceText) -> Wmts:
    """Read a capabilities document for the layer that a source names.

    Raises
    ------
    Gone
        With the word for what is missing: ``document``, ``layer``, ``style``, ``format``, ``matrices``.
    """
    try:
        root = parsed(content)
    except NotXml:
        raise Gone("document") from None
    if root.name != "Capabilities":
        raise Gone("document")
    layer = _named(root.all("Contents", "Layer"), text.get("layers"), "layer")
    styles = [style.words("Identifier") for style in layer.all("Style")] or ["default"]
    if text.get("styles") not in styles:
        raise Gone("style")
    matrices = _matrices(root, layer, text)
    return Wmts(tuple(matrices), _addresses(root, layer, text))


def _named(elements: Iterable[Element], name: str, what: str) -> Element:
    found = next((element for element in elements if element.words("Identifier") == name), None)
    if found is None:
        raise Gone(what)
    return found


# ---- matrices


def _matrices(root: Element, layer: Element, text: SourceText) -> Sequence[Matrix]:
    name = text.get("tileMatrixSet")
    link = next((link for link in layer.all("TileMatrixSetLink") if link.words("TileMatrixSet") == name), None)
    if link is None:
        raise Gone("matrices")
    found = _named(root.all("Contents", "TileMatrixSet"), name, "matrices")
    crs = QgsCoordinateReferenceSystem.fromOgcWmsCrs(found.words("SupportedCRS"))
    wanted = QgsCoordinateReferenceSystem.fromOgcWmsCrs(text.get("crs"))
    if not crs.isValid() or (wanted.isValid() and crs != wanted):
        raise Gone("matrices")
    is_turned = crs.hasAxisInverted() and "IgnoreAxisOrientation" not in text
    if "InvertAxisOrientation" in text:
        is_turned = not is_turned
    metres = QgsUnitTypes.fromUnitToUnitFactor(crs.mapUnits(), _METRES)
    limits = {limit.words("TileMatrix"): limit for limit in link.all("TileMatrixSetLimits", "TileMatrixLimits")}
    matrices = []
    for element in found.all("TileMatrix"):
        matrix = _matrix(element, is_turned, metres)
        if matrix is None:
            continue
        if crs.authid() == "EPSG:3857":
            matrix = _unrounded(matrix)
        matrices.append(_limited(matrix, limits.get(matrix.name)))
    if not matrices:
        raise Gone("matrices")
    return matrices


_METRES = Qgis.DistanceUnit.Meters if hasattr(Qgis, "DistanceUnit") else QgsUnitTypes.DistanceUnit.DistanceMeters


def _matrix(element: Element, is_turned: bool, metres: float) -> Matrix | None:
    """A level; None where it cannot be read, as QGIS passes over it."""
    try:
        x, y = map(float, element.words("TopLeftCorner").split())
        units = float(element.words("ScaleDenominator")) * _PIXEL / metres
        width, height, columns, rows = (
            int(element.words(name)) for name in ("TileWidth", "TileHeight", "MatrixWidth", "MatrixHeight")
        )
    except ValueError:
        return None
    if min(width, height, columns, rows) < 1 or not units > 0:
        return None
    left, top = (y, x) if is_turned else (x, y)
    name = element.words("Identifier")
    return Matrix(name, left, top, units, (width, height), range(columns), range(rows), (columns, rows))


def _unrounded(matrix: Matrix) -> Matrix:
    """A level of Web Mercator whose server has rounded its numbers, exact again: it is the whole world."""
    pixels = matrix.tile[0] * matrix.count[0]
    units = 2 * WORLD / pixels
    is_world = (
        abs(matrix.units / units - 1) < _ROUNDED
        and abs(matrix.left + WORLD) < max(1.0, units)
        and abs(matrix.top - WORLD) < max(1.0, units)
        and matrix.tile[1] * matrix.count[1] == pixels
    )
    return replace(matrix, units=units, left=-WORLD, top=WORLD) if is_world else matrix


def _limited(matrix: Matrix, limit: Element | None) -> Matrix:
    """With those tiles only that the server says it has; limits that make no sense count as none."""
    if limit is None:
        return matrix
    try:
        first_row, last_row, first_column, last_column = (
            int(limit.words(name)) for name in ("MinTileRow", "MaxTileRow", "MinTileCol", "MaxTileCol")
        )
    except ValueError:
        return matrix
    columns, rows = range(first_column, last_column + 1), range(first_row, last_row + 1)
    makes_sense = (
        columns
        and rows
        and columns[0] >= 0
        and rows[0] >= 0
        and columns[-1] < matrix.count[0]
        and rows[-1] < matrix.count[1]
    )
    return replace(matrix, columns=columns, rows=rows) if makes_sense else matrix


# ---- addresses


def _addresses(root: Element, layer: Element, text: SourceText) -> WmtsAddresses:
    form = text.get("format")
    dimensions = tuple((name, value) for name, _, value in (pair.partition("=") for pair in _dimensions(text)) if name)
    ways = list(_ways(root))
    template = next(
        (
            element.attributes["template"]
            for element in layer.all("ResourceURL")
            if element.attributes.get("resourceType") == "tile"
            and element.attributes.get("format") == form
            and element.attributes.get("template")
        ),
        "",
    )
    by_query = next((href for href, is_query in ways[: 1 if template else None] if is_query), "")
    if by_query:
        if form not in ([found.text.strip() for found in layer.all("Format")] or [form]):
            raise Gone("format")
        href = text.get("url") if "IgnoreGetMapUrl" in text else by_query
        return WmtsAddresses(
            prepared(href),
            True,
            (
                ("SERVICE", "WMTS"),
                ("REQUEST", "GetTile"),
                ("VERSION", root.attributes.get("version", "")),
                ("LAYER", text.get("layers")),
                ("STYLE", text.get("styles")),
                ("FORMAT", form),
                ("TILEMATRIXSET", text.get("tileMatrixSet")),
                *dimensions,
            ),
        )
    if not template:
        raise Gone("format")
    named = (
        ("layer", text.get("layers")),
        ("style", text.get("styles")),
        ("tilematrixset", text.get("tileMatrixSet")),
        *dimensions,
    )
    return WmtsAddresses(template, False, named)


def _dimensions(text: SourceText) -> list[str]:
    return text.get("tileDimensions").split(";")


def _ways(root: Element) -> Iterator[tuple[str, bool]]:
    """Addresses for GetTile, and whether each takes a query."""
    for operation in root.all("OperationsMetadata", "Operation"):
        if operation.attributes.get("name") == "GetTile":
            for get in operation.all("DCP", "HTTP", "Get"):
                allowed = [value.text.strip() for value in get.all("Constraint", "AllowedValues", "Value")]
                yield get.attributes.get("href", ""), not allowed or "KVP" in allowed


def prepared(address: str) -> str:
    """An address to which a query can be added, made as QGIS makes it."""
    address = unquote(address)
    if is_capabilities(address):
        return address
    if "?" not in address:
        return address + "?"
    return address if address.endswith(("?", "&")) else address + "&"


def is_capabilities(address: str) -> bool:
    """Whether an address is that of a capabilities document of a WMTS already."""
    low = address.lower()
    return "service=wmts" in low or "/wmtscapabilities.xml" in low
