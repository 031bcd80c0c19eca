"""What sources of pictures have in common: pieces, and those who draw them in a thread of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsRectangle,
)
from qgis.PyQt.QtGui import QImage

from ...adapters.boxes import transformed
from ..asking.faults import Fault
from ..asking.piece_store import PieceStore
from .grid import Grid


@dataclass(frozen=True)
class Piece:
    """One picture that is asked for at once: a tile of a server, or a block of the capture."""

    column: int
    row: int
    layer: int = 0
    """Which source of a stack it belongs to."""


@dataclass(frozen=True)
class Picture:
    """Finished pixels of the capture: red, green, blue, alpha, row by row, and where they go."""

    column: int
    row: int
    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True)
class Drawn:
    """What came of one try to draw a piece."""

    image: QImage | None
    is_well: bool = True
    """Whether whoever drew it told of no error."""
    fault: Fault | None = None
    """What was wrong, where whoever drew it knows."""
    requests: int | None = None
    """Requests that a server answered. None: whoever drew it does not know, so the network is listened to."""


class Painter:
    """Draws pieces in one thread, with layers of its own."""

    tells = False
    """Whether it says of all that it draws what was answered, so that nobody needs to listen."""

    def begin(self) -> None:
        """Take the layers over; called in the thread that draws."""

    def draw(self, piece: Piece) -> Drawn:
        """The piece, or what is wrong with it."""
        raise NotImplementedError

    def cancel(self) -> None:
        """End what is being drawn; called from another thread."""

    def end(self) -> None:
        """Let the layers go, so that another thread may begin; called in the thread that drew."""


class Source(Protocol):
    """Where pictures come from. Those who make it their base have what most have in common."""

    crs: QgsCoordinateReferenceSystem
    """Of the pieces."""
    title: str
    from_web: bool
    piece_pixels: int

    def pieces(self, grid: Grid, area: Area | None) -> Iterable[Piece]:
        """Those that a capture needs, row by row."""

    def count(self, grid: Grid) -> int:
        """How many these are without an area, at most."""

    def extent_of(self, piece: Piece) -> QgsRectangle:
        """In the system of `crs_of`."""

    def crs_of(self, piece: Piece) -> QgsCoordinateReferenceSystem:
        """Of `extent_of`."""
        return self.crs

    def name_of(self, piece: Piece) -> str:
        """Name in the store."""

    def host_of(self, piece: Piece) -> str:
        """Name of the server that is asked for it; empty for files."""

    def is_web_piece(self, piece: Piece) -> bool:
        """Whether it comes over the network."""
        return self.from_web

    def is_of_vector_tiles(self, piece: Piece) -> bool:
        """Whether it is drawn of vector tiles, of which "not found" says that there is nothing."""
        return False

    def may_be_empty(self, piece: Piece) -> bool:
        """Whether it is no gap where it is transparent, because other layers are there or tell of it."""
        return False

    def store_folder(self, piece: Piece) -> str | None:
        """Name of the cache's folder for it; None where it is kept for this run only."""

    def painters(self, limit: int) -> list[Painter]:
        """As many as may ask the server at the same time. Main thread only: layers are cloned."""

    def notes(self) -> list[str]:
        """What people should know of what came, in sentences, after `compose`."""
        return []

    def compose(self, grid: Grid, good: Callable[[Piece], bool], store: PieceStore) -> Iterator[Picture]:
        """Put the capture together from those pieces that are good."""

    def stored(self, piece: Piece, good: Callable[[Piece], bool], store: PieceStore) -> QImage | None:
        """The picture of a piece, if it is a good one."""
        found = store.get(self.store_folder(piece), self.name_of(piece)) if good(piece) else None
        return found[0] if found else None


class Area:
    """Polygons that the capture is limited to; a piece counts where it touches one."""

    def __init__(
        self, polygons: QgsGeometry, crs: QgsCoordinateReferenceSystem, transform_context: QgsCoordinateTransformContext
    ) -> None:
        self._polygons, self._crs, self._context = polygons, crs, transform_context
        self._touchers: dict[str, Callable[[QgsRectangle], bool]] = {}

    def toucher(self, crs: QgsCoordinateReferenceSystem) -> Callable[[QgsRectangle], bool]:
        """A function that says whether a rectangle in that CRS touches the area."""
        name = crs.toWkt()
        if name not in self._touchers:
            self._touchers[name] = self._new_toucher(crs)
        return self._touchers[name]

    def _new_toucher(self, crs: QgsCoordinateReferenceSystem) -> Callable[[QgsRectangle], bool]:
        polygons = QgsGeometry(self._polygons)
        polygons.transform(QgsCoordinateTransform(self._crs, crs, self._context))
        engine = QgsGeometry.createGeometryEngine(polygons.constGet())
        engine.prepareGeometry()

        def touches(rectangle: QgsRectangle) -> bool:
            outline = QgsGeometry.fromRect(rectangle)  # it owns what the engine reads
            return not polygons.isNull() and engine.intersects(outline.constGet())

        return touches

    def extent_in(self, crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
        """Bounding box."""
        transform = QgsCoordinateTransform(self._crs, crs, self._context)
        return transformed(transform, self._polygons.boundingBox())


def outline_in(
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext,
) -> QgsGeometry:
    """The rectangle as a polygon in another CRS, whose edges are bent as they are there."""
    outline = QgsGeometry.fromRect(extent).densifyByCount(20)
    outline.transform(QgsCoordinateTransform(crs, target, transform_context))
    return outline
