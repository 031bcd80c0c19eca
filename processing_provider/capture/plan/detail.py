"""The truth about detail: how fine a basemap is at a place, against what is wanted there."""

from __future__ import annotations

from qgis.core import QgsCoordinateTransformContext, QgsPointXY

from ...adapters.translation import tr
from ..asking.faults import EMPTY, NOT_FOUND, ONE_COLOUR, PLACEHOLDER
from ..asking.fetching import Fetched
from ..drawn.stack import StackedSource
from ..tiled.source import TileSource
from .grid import Ground
from .pieces import Source

_NOT_HERE = frozenset({NOT_FOUND, EMPTY, ONE_COLOUR, PLACEHOLDER})
"""What servers answer where they have nothing so fine."""
_MANY = 0.5
"""Share of a layer's tiles that lack before coarser ones are looked for."""


def tile_sources(source: Source) -> list[tuple[int, TileSource]]:
    """The sources of tiles of a capture, and the number of each in its pieces."""
    sources = source.sources if isinstance(source, StackedSource) else [source]
    return [(number, one) for number, one in enumerate(sources) if isinstance(one, TileSource)]


def metres_of(source: TileSource, units: float, place: QgsPointXY, context: QgsCoordinateTransformContext) -> float:
    """Metres on the ground of so many map units at a place of the source's system: of the longer side."""
    ground = Ground(source.crs, context)
    return units * max(ground.metres_per_unit(ground.degrees(place)))


def coarser_words(source: Source, fetched: Fetched, wanted: float, context: QgsCoordinateTransformContext) -> list[str]:
    """Sentences for layers most of whose tiles lack here though the server has coarser ones; it is asked.

    Parameters
    ----------
    source, fetched
        Of a capture that was run.
    wanted
        Ground resolution in metres.
    context
        Of the project.
    """
    found = []
    for number, tiles in tile_sources(source):
        of_it = [got for piece, got in fetched.pieces.items() if piece.layer == number]
        lacking = [got for got in of_it if got.fault is not None and got.fault.reason in _NOT_HERE]
        # Not in a later run, which asks for no more than the tiles that were not found.
        is_new = sum(not got.from_cache for got in lacking) > _MANY * len(lacking)
        if not is_new or len(lacking) < _MANY * len(of_it):
            continue
        units = tiles.coarser_units([got.piece for got in lacking])
        if units is None:
            continue
        metres = metres_of(tiles, units, tiles.extent_of(lacking[0].piece).center(), context)
        found.append(
            tr(
                "The basemap '{}' shows {:.2f} m here and nothing finer, and {:.2f} m is wanted; choose a "
                "ground resolution of {:.2f} m to go on with what there is, or another basemap."
            ).format(tiles.title, metres, wanted, metres)
        )
    return found
