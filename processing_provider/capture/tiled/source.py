"""Layers of tiles: whole tiles as the server has them, resampled once.

The network sees the server's pixels; what the layer's properties change about them (brightness, opacity) is
for eyes only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from urllib.parse import quote

from qgis.core import QgsCoordinateTransformContext, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtGui import QImage

from ...adapters.translation import tr
from ..asking.looks import look, pixels_of
from ..asking.piece_store import CacheLimits, PieceStore, layer_key
from ..plan.grid import Grid
from ..plan.pieces import Area, Painter, Picture, Piece, Source, outline_in
from ..terms import name_of
from .matrices import Matrix, fitting
from .mosaic import MARGIN, Mosaic, box_in
from .origins import kind_of, origin_of

_LEVELS_TRIED = 6
"""Coarser levels in which a picture is looked for; beyond, nobody would call it the same basemap."""


def is_tile_layer(layer: QgsRasterLayer) -> bool:
    """Whether its tiles are got as they are: XYZ, WMTS of any tile matrix set, a file of pictures."""
    return kind_of(layer) != ""


class TileSource(Source):
    """The tiles of a layer at the level that fits a pixel size in map units. A tile that is empty is a gap.

    Parameters
    ----------
    layer
        One that `is_tile_layer`.
    units
        Map units per pixel that are wanted.
    transform_context
        Of the project.
    limits
        How long what the server says of its tiles is kept.

    Raises
    ------
    QgsProcessingException
        Where the server or the file does not tell which tiles there are. Main thread only: it may be asked.
    """

    def __init__(
        self,
        layer: QgsRasterLayer,
        units: float,
        transform_context: QgsCoordinateTransformContext,
        limits: CacheLimits | None = None,
    ) -> None:
        self._origin = origin_of(layer, limits or CacheLimits())
        self._context = transform_context
        self.crs, self.title = layer.crs(), name_of(layer)
        # Files change under our hands, and reading them is quick.
        self.from_web = self._origin.host != ""
        self._matrix = fitting(self._origin.matrices, units)
        name = self._matrix.name
        self.zoom: int | str = int(name) if name.isdigit() else name
        self.piece_pixels = max(self._matrix.tile)
        self._delivered: Counter[tuple[int, int]] = Counter()
        self.units = self._matrix.units
        """Map units per pixel of a tile."""

    def pieces(self, grid: Grid, area: Area | None) -> Iterator[Piece]:
        columns, rows = self._range(grid)
        touches = area.toucher(self.crs) if area else None
        outline = outline_in(grid.extent, grid.crs, self.crs, self._context) if grid.crs != self.crs else None
        if outline is not None:
            outline = outline.buffer(MARGIN * self.units, 2)
        for row in rows:
            for column in columns:
                piece = Piece(column, row)
                rectangle = self.extent_of(piece)
                if (touches is None or touches(rectangle)) and (outline is None or outline.intersects(rectangle)):
                    yield piece

    def count(self, grid: Grid) -> int:
        """How many tiles there are at most."""
        columns, rows = self._range(grid)
        return len(columns) * len(rows)

    def _range(self, grid: Grid) -> tuple[range, range]:
        return self._matrix.touching(box_in(grid.extent, grid, self._matrix, self.crs, self._context))

    def extent_of(self, piece: Piece) -> QgsRectangle:
        return self._matrix.extent_of(piece.column, piece.row)

    def name_of(self, piece: Piece) -> str:
        return f"{quote(self._matrix.name, safe='')}/{piece.column}/{piece.row}"

    def host_of(self, piece: Piece) -> str:
        """Name of the server that has the tile; empty for files."""
        return self._origin.host

    def store_folder(self, piece: Piece) -> str | None:
        """Folder of the cache; None for files, which are read again."""
        return self._folder if self.from_web else None

    @cached_property
    def _folder(self) -> str:
        return layer_key("tiles", *self._origin.key)

    def painters(self, limit: int) -> list[Painter]:
        return self._origin.painters(self._matrix, limit)

    def notes(self) -> list[str]:
        """What came otherwise than the layer says, after it has come."""
        others = [(count, size) for size, count in self._delivered.items() if size != self._matrix.tile]
        if not others:
            return []
        _, (width, height) = max(others)
        units = max(self._matrix.side[0] / width, self._matrix.side[1] / height)
        return [
            tr(
                "The tiles of '{}' have {} x {} pixels where the layer says {} x {}; they lie where it says, "
                "and a pixel of theirs has {:.3g} times the size."
            ).format(self.title, width, height, *self._matrix.tile, units / self.units)
        ]

    def coarser_units(self, lacking: Sequence[Piece]) -> float | None:
        """Map units per pixel of the finest coarser level that has a picture where tiles lack; None for none.

        The server is asked for a few tiles, in this thread.
        """
        coarser = sorted((m for m in self._origin.matrices if m.units > self.units), key=lambda m: m.units)
        for matrix in coarser[:_LEVELS_TRIED]:
            for piece in lacking[:: max(1, len(lacking) // 2)][:2]:
                place = self.extent_of(piece).center()
                columns, rows = matrix.touching(QgsRectangle(place, place))
                if columns and rows and self._has_picture(matrix, Piece(columns[0], rows[0])):
                    return matrix.units
        return None

    def _has_picture(self, matrix: Matrix, piece: Piece) -> bool:
        (painter,) = self._origin.painters(matrix, 1)
        painter.begin()
        try:
            drawn = painter.draw(piece)
            return drawn.image is not None and not look(pixels_of(drawn.image))
        finally:
            painter.end()

    def compose(self, grid: Grid, good: Callable[[Piece], bool], store: PieceStore) -> Iterator[Picture]:
        def tile(piece: Piece) -> QImage | None:
            image = self.stored(piece, good, store)
            if image is not None:
                self._delivered[image.width(), image.height()] += 1
            return image

        return Mosaic(self._matrix, self.crs, self._context, tile).blocks(grid)
