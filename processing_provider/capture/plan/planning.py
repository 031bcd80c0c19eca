"""On which pixels a capture is made: its own, and those on which QGIS draws or a server has its tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsMapLayer,
    QgsRasterLayer,
    QgsRectangle,
)

from ...adapters.boxes import transformed
from ..asking.piece_store import CacheLimits
from ..drawn.kinds import is_from_web, own_pixels
from ..drawn.rendering import RenderedSource
from ..drawn.stack import Part, StackedSource
from ..tiled.source import TileSource, is_tile_layer
from .grid import Grid, Ground, are_nearly_square, even_crs, squared
from .pieces import Area, Source

_KEPT = 0.98
"""Of an extent's sides: boxes are transformed by a net of places, whose edges are a little inside."""


@dataclass(frozen=True)
class CaptureRequest:
    """What a person wants."""

    layers: Sequence[QgsMapLayer]
    """The uppermost first."""
    extent: QgsRectangle
    extent_crs: QgsCoordinateReferenceSystem
    metres: float
    """Side of a pixel on the ground."""
    area: Area | None = None
    crs: QgsCoordinateReferenceSystem | None = None
    """None: the uppermost image's own, unless its scale changes too much inside the extent."""
    maximum: int = 5000
    is_map: bool = False
    """Whether the layers are those that the map shows: then not those that it hides at such a scale."""
    parallel: int = 4
    retries: int = 4
    limits: CacheLimits = field(default_factory=CacheLimits)
    """Of pieces, and of what a server says of its tiles."""


class Plan:
    """The grid and the source of a capture.

    Parameters
    ----------
    request
        What is captured, and where.
    transform_context
        Of the project.

    Raises
    ------
    QgsCsException
        Where the extent cannot be brought into a system.
    """

    def __init__(self, request: CaptureRequest, transform_context: QgsCoordinateTransformContext) -> None:
        self._request, self._context = request, transform_context
        layers, crs = request.layers, request.crs
        first, *others = layers
        is_tiles = not others and _is_of_tiles(first)
        home = next((layer for layer in layers if isinstance(layer, QgsRasterLayer)), first).crs()
        if crs is None:
            crs = even_crs(self.extent_in(home), home, transform_context, squares=not is_tiles)
        self.grid = self._grid(crs, squares=not is_tiles)
        self.source: Source = self._stack() if others else self._alone(first)

    def extent_in(self, crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
        """The extent in another system."""
        to_crs = QgsCoordinateTransform(self._request.extent_crs, crs, self._context)
        extent = transformed(to_crs, self._request.extent)
        if extent.isEmpty() or not extent.isFinite() or not _comes_back(extent, self._request.extent, to_crs):
            raise QgsCsException("no extent")
        return extent

    def _grid(self, crs: QgsCoordinateReferenceSystem, *, squares: bool) -> Grid:
        extent = self.extent_in(crs)
        pixel = Ground(crs, self._context).pixel_size(extent, self._request.metres)
        if squares and are_nearly_square(pixel):
            pixel = squared(pixel)
        return Grid.over(extent, crs, pixel)

    def _alone(self, layer: QgsMapLayer) -> Source:
        """The source of one layer."""
        if _is_of_tiles(layer):
            return TileSource(layer, self._units(layer.crs()), self._context, self._request.limits)
        return RenderedSource(layer, self._drawing(layer), self.grid, self._context)

    def _units(self, crs: QgsCoordinateReferenceSystem) -> float:
        """Side in map units of a pixel that is nowhere coarser than wanted: the smaller of both sides."""
        return min(Ground(crs, self._context).pixel_size(self.extent_in(crs), self._request.metres))

    def _drawing(self, layer: QgsMapLayer) -> Grid:
        """The pixels on which a layer is drawn: square ones, or a file's own.

        A raster is drawn in its own system, because QGIS brings pixels into another one only about. Vectors
        are exact in any.
        """
        crs = layer.crs() if isinstance(layer, QgsRasterLayer) else self.grid.crs
        own = own_pixels(layer, self._units(crs))
        if own is not None:
            return Grid.over(self.extent_in(crs), crs, *own)
        return self._square_grid(crs)

    def _square_grid(self, crs: QgsCoordinateReferenceSystem) -> Grid:
        """The capture's own pixels where they are square and in this system, else such ones."""
        if crs == self.grid.crs and self.grid.pixel[0] == self.grid.pixel[1]:
            return self.grid
        side = self._units(crs)
        return Grid.over(self.extent_in(crs), crs, (side, side))

    def _stack(self) -> Source:
        """Several layers: what comes from the web and all rasters are sources of their own."""
        parts = []
        for layer in self._request.layers:
            if not _is_a_source(layer):
                parts.append(Part(layer, None))
            elif self._reaches_here(layer):
                parts.append(Part(layer, self._alone(layer)))
        return StackedSource(parts, self._square_grid(self.grid.crs), self.grid, self._context)

    def _reaches_here(self, layer: QgsMapLayer) -> bool:
        """Whether a layer may show something in the extent; another map's files are often loaded, too."""
        try:
            return layer.extent().isEmpty() or layer.extent().intersects(self.extent_in(layer.crs()))
        except QgsCsException:
            return False


def _is_of_tiles(layer: QgsMapLayer) -> bool:
    return isinstance(layer, QgsRasterLayer) and is_tile_layer(layer)


def _is_a_source(layer: QgsMapLayer) -> bool:
    return isinstance(layer, QgsRasterLayer) or is_from_web(layer)


def _comes_back(box: QgsRectangle, extent: QgsRectangle, to_crs: QgsCoordinateTransform) -> bool:
    """Whether a box in another system still holds the extent that it was made of.

    What a projection does not hold is lost without a word: of the whole world UTM keeps a part, and an
    extent over the antimeridian comes out as the whole world without it.
    """
    back = transformed(to_crs, box, Qgis.TransformDirection.Reverse)
    return bool(back.contains(extent.scaled(_KEPT)))
