"""Where a layer's tiles come from: a template of addresses, a WMTS, or a file of tiles."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from qgis.core import Qgis, QgsRasterLayer
from qgis.PyQt.QtCore import QUrl

from ..asking.piece_store import CacheLimits
from ..plan.pieces import Drawn, Painter, Piece
from ..terms import name_of
from .capabilities import NotTold, TileList, known_list
from .decoding import decoded
from .matrices import Matrix
from .mbtiles import MBTiles, MBTilesPainter, holds_pictures
from .requests import Asker
from .sourcetext import Login, SourceText
from .wmts import Wmts
from .xyz import XyzAddresses, xyz_matrices


class Origin(Protocol):
    """What a source of tiles has to know."""

    matrices: Sequence[Matrix]
    host: str
    """Name of the server; empty for files."""
    key: tuple[str, ...]
    """All that decides what a tile shows. It may hold secrets."""

    def painters(self, matrix: Matrix, limit: int) -> list[Painter]:
        """As many as may get tiles of a level at the same time."""


def kind_of(layer: QgsRasterLayer) -> str:
    """``xyz``, ``wmts`` or ``mbtiles``; empty where QGIS has to draw the layer. Asks nobody.

    Drawn are a WMS in tiles (WMS-C), a draft whose servers do not agree where tiles begin, what has a time,
    and values that are no pictures.
    """
    if layer.providerType() != "wms" or layer.dataProvider().dataType(1) != Qgis.DataType.ARGB32:
        return ""
    text = SourceText.of(layer.source())
    kind = text.get("type")
    if kind == "xyz":
        return "xyz" if layer.crs().authid() == "EPSG:3857" else ""
    if kind == "mbtiles":
        is_fit = layer.crs().authid() == "EPSG:3857" and holds_pictures(_path(text))
        return "mbtiles" if is_fit else ""
    matrices = text.get("tileMatrixSet")
    is_wmts = not kind and matrices and "-wmsc-" not in matrices and len(text.all("layers")) == 1
    return "wmts" if is_wmts else ""


def origin_of(layer: QgsRasterLayer, limits: CacheLimits) -> Origin:
    """The origin of a layer. Raises `QgsProcessingException` where its server or file does not tell."""
    text = SourceText.of(layer.source())
    kinds: dict[str, Callable[[], Origin]] = {
        "xyz": lambda: XyzOrigin(text),
        "wmts": lambda: WmtsOrigin(text, layer, limits),
        "mbtiles": lambda: MBTilesOrigin(text, layer),
    }
    return kinds[kind_of(layer)]()


def finest_units(layer: QgsRasterLayer) -> float | None:
    """Map units of a pixel at the finest level; None where that is not known without asking a server."""
    text, kind = SourceText.of(layer.source()), kind_of(layer)
    matrices: Sequence[Matrix] = ()
    if kind == "xyz" and "zmax" in text:
        matrices = xyz_matrices(text)
    elif kind == "wmts" and (known := known_list(text)) is not None:
        matrices = known.matrices
    elif kind == "mbtiles":
        matrices = MBTiles(_path(text), name_of(layer)).matrices(text)
    return min((matrix.units for matrix in matrices), default=None)


Address = Callable[[Asker, int, int], str]
"""Gives the address of the tile of a column and a row; may ask the server first what it has."""


class AskedBefore:
    """Which tiles have been asked for in this run: QGIS's own cache may answer once and not for ever."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: set[Piece] = set()

    def note(self, piece: Piece) -> bool:
        """Whether it was asked for before; it is from now on."""
        with self._lock:
            was = piece in self._pieces
            self._pieces.add(piece)
            return was


class WebPainter(Painter):
    """Asks a server."""

    tells = True

    def __init__(self, address: Address, login: Login, asked: AskedBefore) -> None:
        self._address, self._asked = address, asked
        self._asker = Asker(login)

    def begin(self) -> None:
        """Take the network of this thread."""
        self._asker.begin()

    def draw(self, piece: Piece) -> Drawn:
        """The tile as the server has it."""
        before = self._asker.requests
        try:
            address = self._address(self._asker, piece.column, piece.row)
        except NotTold as error:
            return Drawn(None, False, error.fault, self._asker.requests - before)
        answer = self._asker.ask(address, anew=self._asked.note(piece))
        requests = self._asker.requests - before
        if answer.fault is not None:
            return Drawn(None, False, answer.fault, requests)
        image, fault = decoded(answer.content)
        return Drawn(image, fault is None, fault, requests)

    def cancel(self) -> None:
        """End what is asked for; from any thread."""
        self._asker.cancel()

    def end(self) -> None:
        """Let it go."""
        self._asker.end()


class XyzOrigin:
    """A template of addresses."""

    def __init__(self, text: SourceText) -> None:
        url = QUrl(text.get("url"))
        self._text, self._addresses = text, XyzAddresses(text.get("url"))
        self.host = "" if url.isLocalFile() else url.host() or "-"
        self.key = (text.key,)
        self.matrices = xyz_matrices(text)

    def painters(self, matrix: Matrix, limit: int) -> list[Painter]:
        asked = AskedBefore()

        def address(asker: Asker, column: int, row: int) -> str:
            return self._addresses.of(matrix, column, row)

        return [WebPainter(address, self._text.login, asked) for _ in range(limit)]


class WmtsOrigin:
    """A WMTS: what it offers is told by the server, or was kept."""

    def __init__(self, text: SourceText, layer: QgsRasterLayer, limits: CacheLimits) -> None:
        self._text, self._list = text, TileList(text, layer.name(), limits)
        self._planned = self._list.planned()
        self._confirmed: Wmts | None = None
        self.matrices = _within(self._planned.matrices, layer)
        self.key = (text.key, self._planned.fingerprint)
        sample = QUrl(self._planned.addresses.of(self.matrices[0], 0, 0))
        self.host = sample.host() or "-"

    def painters(self, matrix: Matrix, limit: int) -> list[Painter]:
        asked = AskedBefore()

        def address(asker: Asker, column: int, row: int) -> str:
            if self._confirmed is None:
                self._confirmed = self._list.confirmed(asker, self._planned)
            return self._confirmed.addresses.of(matrix, column, row)

        return [WebPainter(address, self._text.login, asked) for _ in range(limit)]


class MBTilesOrigin:
    """A file of tiles."""

    host = ""

    def __init__(self, text: SourceText, layer: QgsRasterLayer) -> None:
        self._file = MBTiles(_path(text), name_of(layer))
        self.key = (text.key,)
        self.matrices = _within(self._file.matrices(text), layer)

    def painters(self, matrix: Matrix, limit: int) -> list[Painter]:
        return [MBTilesPainter(self._file, matrix) for _ in range(limit)]


def _within(matrices: Sequence[Matrix], layer: QgsRasterLayer) -> Sequence[Matrix]:
    """The levels that have tiles in the layer's extent, with these alone."""
    inside = [matrix.within(layer.extent()) for matrix in matrices]
    return [matrix for matrix in inside if matrix.columns and matrix.rows] or inside


def _path(text: SourceText) -> str:
    return QUrl(text.get("url")).toLocalFile() or text.get("url")
