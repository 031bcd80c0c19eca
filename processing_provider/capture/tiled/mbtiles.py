"""Tiles in a file (MBTiles 1.3): SQLite, rows counted from the south."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from qgis.core import QgsProcessingException

from ....inventory.naming.sqlite_address import address_of
from ...adapters.translation import tr
from ..asking.faults import NO_IMAGE, NOT_FOUND, Fault
from ..plan.pieces import Drawn, Painter, Piece
from .decoding import decoded
from .matrices import Matrix
from .sourcetext import SourceText
from .xyz import mercator_matrices

_TILE = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"


def holds_pictures(path: str) -> bool:
    """Whether a file holds tiles of pixels, and not of vectors.

    One that cannot be read counts: QGIS ends with all else where it has to draw a file that is gone.
    """
    try:
        return MBTiles(path, path).metadata().get("format", "") not in ("pbf", "mvt")
    except QgsProcessingException:
        return True


class MBTiles:
    """One file, opened to be read only.

    Parameters
    ----------
    path
        Of the file.
    title
        What people call it.
    """

    def __init__(self, path: str, title: str) -> None:
        self._path, self._title = Path(path), title

    def open(self) -> sqlite3.Connection:
        """A connection for one thread. Raises `sqlite3.Error`."""
        return sqlite3.connect(address_of(self._path.absolute(), "ro"), uri=True)

    def metadata(self) -> dict[str, str]:
        """What the file says of itself. Raises `QgsProcessingException` where it is none."""
        return {str(name): str(value) for name, value in self._rows("SELECT name, value FROM metadata")}

    def matrices(self, text: SourceText) -> Sequence[Matrix]:
        """The zooms that are in it. Raises `QgsProcessingException`."""
        said = self.metadata()
        try:
            low, high = int(said["minzoom"]), int(said["maxzoom"])
        except (KeyError, ValueError):
            ((low, high),) = self._rows("SELECT min(zoom_level), max(zoom_level) FROM tiles")
        return mercator_matrices(text, low or 0, high or 0)

    def _rows(self, query: str) -> list[tuple]:
        try:
            with closing(self.open()) as connection:
                return connection.execute(query).fetchall()
        except sqlite3.Error:
            raise QgsProcessingException(
                tr("The tiles of the layer '{}' cannot be read; is its file there, and whole?").format(self._title)
            ) from None


class MBTilesPainter(Painter):
    """Reads tiles in one thread, each in no time. A file that cannot be opened is a fault of the tiles."""

    tells = True

    def __init__(self, file: MBTiles, matrix: Matrix) -> None:
        self._file, self._matrix = file, matrix
        self._connection: sqlite3.Connection | None = None

    def draw(self, piece: Piece) -> Drawn:
        """The tile as it is in the file."""
        place = (int(self._matrix.name), piece.column, self._matrix.count[1] - 1 - piece.row)
        try:
            if self._connection is None:
                self._connection = self._file.open()
            row = self._connection.execute(_TILE, place).fetchone()
        except sqlite3.Error:
            return Drawn(None, False, Fault(NO_IMAGE), 0)
        if row is None:
            return Drawn(None, False, Fault(NOT_FOUND), 0)
        image, fault = decoded(row[0] if isinstance(row[0], bytes) else b"")
        return Drawn(image, fault is None, fault, 0)

    def end(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
