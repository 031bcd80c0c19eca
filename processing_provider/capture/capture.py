"""The plan of one capture: its pixels, its pieces, what it costs, and what people are told of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeedback,
)

from ..adapters.translation import tr
from .asking.faults import EMPTY, NOT_FOUND, ONE_COLOUR, PLACEHOLDER
from .asking.fetching import Fetched
from .asking.overhearing import open_ear
from .drawn.stack import StackedSource
from .plan.grid import TOLERANCE, Grid, Ground
from .plan.pieces import Painter, Piece, Source
from .plan.planning import CaptureRequest, Plan
from .seen import differences, shown_at
from .telling import crs_name, duration
from .terms import check_terms, host_of
from .tiled.source import TileSource

_SECONDS_PER_REQUEST = 0.25
_BYTES_PER_PIXEL = 0.35
"""Of a tile as it comes over the network (JPEG or PNG), as a rule of thumb."""
_BYTES_PER_PIXEL_WRITTEN = 2.2
_NOT_HERE = frozenset({NOT_FOUND, EMPTY, ONE_COLOUR, PLACEHOLDER})
"""What servers answer where they have nothing so fine."""
_MANY = 0.5
"""Share of a layer's tiles that lack before coarser ones are looked for."""


@dataclass(frozen=True)
class Estimate:
    """What a capture costs, roughly."""

    pieces: int
    megabytes: float
    """Over the network; 0 where nothing comes from there."""
    megabytes_written: float
    seconds: float


class TooManyTiles(QgsProcessingException):
    """More than the person allows."""

    def __init__(self, tiles: int, maximum: int) -> None:
        super().__init__(
            tr(
                "This capture would take {:,} tiles, more than the limit of {:,}; choose a smaller extent or "
                "a coarser resolution, or raise the limit if the terms of the service allow it."
            ).format(tiles, maximum)
        )
        self.tiles, self.maximum = tiles, maximum


class Capture:
    """A capture that is planned, takes its layers (both in the main thread), and is then run (in any).

    See `running` for that.
    """

    def __init__(self, request: CaptureRequest, transform_context: QgsCoordinateTransformContext) -> None:
        self._remarks: list[str] = []
        if request.is_map:
            layers, self._remarks = shown_at(request.layers, request.metres)
            request = replace(request, layers=layers)
        check_terms(request.layers)
        self.request, self._context = request, transform_context
        try:
            plan = Plan(request, transform_context)
            self.grid, self.source, self._extent_in = plan.grid, plan.source, plan.extent_in
            self._ground = Ground(self.grid.crs, transform_context)
            self.range = self._ground.range_of(self.grid.extent, self.grid.pixel)
        except QgsCsException:
            raise QgsProcessingException(
                tr("The extent cannot be brought into the system {}; choose another.").format(
                    (request.crs or request.layers[0].crs()).authid()
                )
            ) from None
        self._remarks += differences(request.layers, self.source)
        self.pieces = self._pieces()
        self.estimate = self._estimate()
        self._servers = sorted({host_of(layer) for layer in request.layers} - {""})
        self.painters: list[Painter] = []

    def take_layers(self) -> None:
        """Clone the layers, once for each thread; the project's own are not touched any more."""
        open_ear()
        self.painters = self.source.painters(max(1, self.request.parallel))

    def _pieces(self) -> list[Piece]:
        """What will be asked for. Raises where that is more than the person allows."""
        maximum, area = self.request.maximum, self.request.area
        most = self.source.count(self.grid)
        pieces: list[Piece] = []
        if most <= maximum or (area is not None and most < 200 * maximum):
            pieces = list(self.source.pieces(self.grid, area))
            most = len(pieces)
        if most > maximum:
            raise TooManyTiles(most, maximum)
        if not pieces and area is None:
            raise QgsProcessingException(
                tr("The layer '{}' shows nothing in the extent; choose one inside of it.").format(self.source.title)
            )
        if not pieces:
            raise QgsProcessingException(tr("The polygons lie outside the extent; nothing is to be captured."))
        return pieces

    def _estimate(self) -> Estimate:
        count, pixels = len(self.pieces), self.source.piece_pixels**2
        from_web = sum(map(self.source.is_web_piece, self.pieces))
        megabytes = from_web * pixels * _BYTES_PER_PIXEL / 1e6
        share = min(1.0, count / max(self.source.count(self.grid), 1))
        written = self.grid.width * self.grid.height * share * _BYTES_PER_PIXEL_WRITTEN / 1e6
        seconds = count * _SECONDS_PER_REQUEST / max(1, self.request.parallel)
        return Estimate(count, megabytes, written, seconds)

    @property
    def name(self) -> str:
        """Layer and server, without their address."""
        return ", ".join([self.source.title, *self._servers])

    @property
    def drawn_in(self) -> str:
        """In which system and with which pixels, in a few words of English."""
        return _drawn_in(self.source, self.grid)

    # ---- what people read

    def describe(self, feedback: QgsProcessingFeedback) -> None:
        """Tell the estimate and the resolution."""
        estimate, smallest, largest = self.estimate, *self.range
        feedback.pushInfo(
            tr(
                "{:,} tiles are needed: about {:,.0f} MB over the network, {:,.0f} MB on disk, {}. What the "
                "cache holds costs nothing."
            ).format(estimate.pieces, estimate.megabytes, estimate.megabytes_written, duration(estimate.seconds))
        )
        feedback.pushInfo(
            tr("{:,} x {:,} pixels of {:.3f} to {:.3f} m on the ground, in {}.").format(
                self.grid.width, self.grid.height, smallest, largest, crs_name(self.grid.crs)
            )
        )
        if largest / self.request.metres > 1 + TOLERANCE or smallest / self.request.metres < 1 - TOLERANCE:
            feedback.pushWarning(
                tr(
                    "In this coordinate system the scale changes inside the extent: pixels are {:.2f} to "
                    "{:.2f} m on the ground and not {:.2f} m everywhere; leave the system empty to have a "
                    "better one chosen, or capture smaller extents."
                ).format(smallest, largest, self.request.metres)
            )
        feedback.pushInfo(tr("How the image was made: {}.").format(self.drawn_in))
        for remark in self._remarks:
            feedback.pushWarning(remark)
        self._describe_zoom(feedback)

    def _describe_zoom(self, feedback: QgsProcessingFeedback) -> None:
        for _, tiles in self._tile_sources():
            metres = self._metres_of(tiles, tiles.units, self._extent_in(tiles.crs).center())
            feedback.pushInfo(
                tr("Tiles of zoom {}, whose pixels are {:.2f} m on the ground.").format(tiles.zoom, metres)
            )
            if metres > 1.2 * self.request.metres:
                feedback.pushWarning(
                    tr(
                        "The basemap '{}' shows {:.2f} m here and nothing finer, and {:.2f} m is wanted: it "
                        "is enlarged and shows no more for it; choose {:.2f} m, or judge it with care."
                    ).format(tiles.title, metres, self.request.metres, metres)
                )

    def coarser_words(self, fetched: Fetched) -> list[str]:
        """Sentences for layers most of whose tiles lack here though the server has coarser ones.

        It is asked, so it may take a moment.
        """
        found, wanted = [], self.request.metres
        for number, tiles in self._tile_sources():
            of_it = [got for piece, got in fetched.pieces.items() if piece.layer == number]
            lacking = [got for got in of_it if got.fault is not None and got.fault.reason in _NOT_HERE]
            # Not in a later run, which asks for no more than the tiles that were not found.
            is_new = sum(not got.from_cache for got in lacking) > _MANY * len(lacking)
            if not is_new or len(lacking) < _MANY * len(of_it):
                continue
            units = tiles.coarser_units([got.piece for got in lacking])
            if units is None:
                continue
            metres = self._metres_of(tiles, units, tiles.extent_of(lacking[0].piece).center())
            found.append(
                tr(
                    "The basemap '{}' shows {:.2f} m here and nothing finer, and {:.2f} m is wanted; choose a "
                    "ground resolution of {:.2f} m to go on with what there is, or another basemap."
                ).format(tiles.title, metres, wanted, metres)
            )
        return found

    def _tile_sources(self) -> list[tuple[int, TileSource]]:
        """The sources that are tiles, and the number of each in the capture's pieces."""
        sources = self.source.sources if isinstance(self.source, StackedSource) else [self.source]
        return [(number, one) for number, one in enumerate(sources) if isinstance(one, TileSource)]

    def _metres_of(self, source: TileSource, units: float, place: QgsPointXY) -> float:
        """Metres on the ground of so many map units at a place of the source's system: of the longer side."""
        ground = Ground(source.crs, self._context)
        return units * max(ground.metres_per_unit(ground.degrees(place)))

    def metadata(self) -> dict[str, str]:
        """What stands in the file: enough to know where it comes from, and no address."""
        return {
            "BASEMAP": self.source.title,
            "SERVER": ", ".join(self._servers),
            "CAPTURED": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "GROUND_RESOLUTION_M": f"{self.request.metres:g}",
            "DRAWN_IN": self.drawn_in,
            "ZOOM": str(self.source.zoom) if isinstance(self.source, TileSource) else "",
        }


def _drawn_in(source: Source, grid: Grid) -> str:
    """A few words in English for each source, separated by semicolons."""
    if isinstance(source, StackedSource):
        parts = [_drawn_in(part, source.blocks.drawing) for part in source.sources]
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
