"""Several layers as the map shows them: each raster a source of its own, put together block by block."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qgis.core import QgsCoordinateTransformContext, QgsMapLayer

from ..asking.fetching import Fetched
from ..asking.piece_store import PieceStore
from ..plan.grid import Grid
from ..plan.pieces import Area, Painter, Picture, Piece, Source
from ..terms import name_of
from ..writing import BLOCK
from .blocks import Blocks
from .stacking import StackPainter


@dataclass(frozen=True)
class Part:
    """A layer of the map, and its source where it is not drawn together with the others."""

    layer: QgsMapLayer
    source: Source | None


class StackedSource(Source):
    """First the pieces of each source, then blocks of a drawing grid in which they lie in their order.

    Every server is asked for its own pieces, which are kept in the cache as if the layer were captured alone.
    A piece says in `layer` to which source it belongs, the uppermost first; blocks come after the last one.

    Where a piece of a layer could not be had, the map would show what lies below: such places are without
    data, unless an image above hides them. A piece that came and is transparent hides nothing, as on the map.

    Parameters
    ----------
    parts
        The uppermost first.
    drawing
        The square pixels on which the map is put together.
    grid
        The capture.
    transform_context
        Of the project.
    """

    piece_pixels = BLOCK

    def __init__(
        self, parts: Sequence[Part], drawing: Grid, grid: Grid, transform_context: QgsCoordinateTransformContext
    ) -> None:
        self.parts, self._context = list(parts), transform_context
        self.sources = [part.source for part in parts if part.source is not None]
        self.blocks, self.crs = Blocks(drawing, transform_context), drawing.crs
        self._window = self.blocks.window_over(grid)
        self.title = ", ".join(name_of(part.layer) for part in parts)
        self.from_web = any(source.from_web for source in self.sources)
        self._store: PieceStore | None = None
        self._fetched = Fetched()
        self._lacking: set[Piece] = set()
        self._lock = threading.Lock()

    # ---- the pieces

    def pieces(self, grid: Grid, area: Area | None) -> Iterator[Piece]:
        touches = area.toucher(self.crs) if area else None
        blocks = [piece for piece in self.blocks.over(grid) if touches is None or touches(self.blocks.extent_of(piece))]
        found: dict[Piece, None] = {}
        for block in blocks:
            for number, source in enumerate(self.sources):
                for piece in source.pieces(self.window_of(block), area):
                    found[replace(piece, layer=number)] = None
        yield from found
        yield from (replace(block, layer=len(self.sources)) for block in blocks)

    def count(self, grid: Grid) -> int:
        """How many there are, at most or about."""
        window = self.blocks.window_over(grid)
        return self.blocks.count(grid) + sum(source.count(window) for source in self.sources)

    def window_of(self, block: Piece) -> Grid:
        """The pixels of a block that the capture needs."""
        whole, column, row = self._window, block.column * BLOCK, block.row * BLOCK
        left, top = max(column, whole.column), max(row, whole.row)
        right = min(column + BLOCK, whole.column + whole.width)
        bottom = min(row + BLOCK, whole.row + whole.height)
        return replace(whole, column=left, row=top, width=right - left, height=bottom - top)

    def is_block(self, piece: Piece) -> bool:
        """Whether it is one in which the layers are put together."""
        return piece.layer == len(self.sources)

    def extent_of(self, piece: Piece) -> Any:
        return self._of(piece).extent_of(replace(piece, layer=0))

    def crs_of(self, piece: Piece) -> Any:
        return self.crs if self.is_block(piece) else self.sources[piece.layer].crs

    def name_of(self, piece: Piece) -> str:
        if self.is_block(piece):
            return f"map/{piece.column}/{piece.row}"
        name = self._of(piece).name_of(replace(piece, layer=0))
        return name if self.store_folder(piece) else f"{piece.layer}/{name}"

    def host_of(self, piece: Piece) -> str:
        return "" if self.is_block(piece) else self._of(piece).host_of(replace(piece, layer=0))

    def is_web_piece(self, piece: Piece) -> bool:
        return not self.is_block(piece) and self._of(piece).is_web_piece(replace(piece, layer=0))

    def store_folder(self, piece: Piece) -> str | None:
        return None if self.is_block(piece) else self._of(piece).store_folder(replace(piece, layer=0))

    def is_of_vector_tiles(self, piece: Piece) -> bool:
        return not self.is_block(piece) and self._of(piece).is_of_vector_tiles(replace(piece, layer=0))

    def may_be_empty(self, piece: Piece) -> bool:
        """A layer may show nothing where others do; a block that lacks a piece is told of by that piece."""
        return not self.is_block(piece) or piece in self._lacking

    def notes(self) -> list[str]:
        """What its sources have to tell."""
        return [note for source in self.sources for note in source.notes()]

    def _of(self, piece: Piece) -> Any:
        return self.blocks if self.is_block(piece) else self.sources[piece.layer]

    # ---- drawing

    def stages(self, pieces: Sequence[Piece], fetched: Fetched, store: PieceStore) -> Iterator[list[Piece]]:
        """The pieces to be fetched one lot after the other: blocks need what was fetched before them."""
        self._fetched, self._store = fetched, store
        yield [piece for piece in pieces if not self.is_block(piece)]
        yield [piece for piece in pieces if self.is_block(piece)]

    def painters(self, limit: int) -> list[Painter]:
        turns = []
        painters: list[list[Painter]] = [[] for _ in range(limit)]
        for source in self.sources:
            some = source.painters(limit)
            turns.append(threading.BoundedSemaphore(len(some)))  # as many at a time as the source allows
            while len(some) < limit:
                some += source.painters(limit)
            for own, painter in zip(painters, some):
                own.append(painter)
        return [StackPainter(self, own, turns, self._context) for own in painters]

    def is_there(self, number: int, piece: Piece) -> bool:
        """Whether a piece of a source was had."""
        return self._fetched.is_good(replace(piece, layer=number))

    def picture(self, number: int, window: Grid) -> Picture | None:
        """What a source shows in a part of a block; None where it shows nothing."""
        good: Callable[[Piece], bool] = lambda piece: self.is_there(number, piece)  # noqa: E731
        store = _Numbered(self._store, number)
        return next(iter(self.sources[number].compose(window, good, store)), None)

    def missing(self, number: int, window: Grid) -> list[Piece]:
        """The pieces of a source in a part of a block that could not be had."""
        return [p for p in self.sources[number].pieces(window, None) if not self.is_there(number, p)]

    def lacks(self, block: Piece) -> None:
        """Note that some of a block is without data because a piece is missing."""
        with self._lock:
            self._lacking.add(block)

    def compose(self, grid: Grid, good: Callable[[Piece], bool], store: PieceStore) -> Iterator[Picture]:
        number = len(self.sources)
        return self.blocks.compose(grid, lambda piece: self.stored(replace(piece, layer=number), good, store))


class _Numbered:
    """A store as one source of a stack sees it: what is of this run only lies apart from that of others."""

    def __init__(self, store: PieceStore, number: int) -> None:
        self._store, self._number = store, number

    def get(self, folder: str | None, name: str) -> Any:
        return self._store.get(folder, name if folder else f"{self._number}/{name}")
