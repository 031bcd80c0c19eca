"""In which system and with which pixels a capture was drawn: for the file, the run and the log."""

from __future__ import annotations

from ..adapters.translation import tr
from .drawn.stack import StackedSource
from .plan.grid import Grid
from .plan.pieces import Source
from .telling import crs_name
from .tiled.source import TileSource


def drawn_in(source: Source, grid: Grid) -> str:
    """A few words in English for each source, separated by semicolons."""
    if isinstance(source, StackedSource):
        parts = [drawn_in(part, source.blocks.drawing) for part in source.sources]
        return "; ".join([*parts, f"put together {_pixels(source.blocks.drawing, grid)}"])
    if isinstance(source, TileSource):
        return f"tiles of zoom {source.zoom} in {crs_name(source.crs)}, resampled once (cubic)"
    return f"drawn {_pixels(source.blocks.drawing, grid)}"


def _pixels(drawing: Grid, grid: Grid) -> str:
    across, down = (f"{side:.8g}" for side in drawing.pixel)
    sides = across if across == down else f"{across} x {down}"
    size = f"in {crs_name(drawing.crs)} with pixels of {sides} map units"
    is_same = (drawing.crs, drawing.pixel, drawing.origin) == (grid.crs, grid.pixel, grid.origin)
    return size if is_same else f"{size}, resampled once (cubic)"


def drawn_sentence(source: Source, grid: Grid) -> str:
    """The same for people who read the log."""
    return tr("How the image was made: {}.").format(drawn_in(source, grid))
