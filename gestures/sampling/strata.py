"""Which stratum a primary marker lies in, and an order in which neighbours follow each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ...inventory.errors import UserError
from ...inventory.schema import BY_PROBABILITY, BY_SIZE, CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS
from ...store.protocol import Store
from ...store.records import Wanted

SIZES = ((0.1e6, "below 0.1 km²"), (0.3e6, "0.1 to 0.3 km²"), (math.inf, "0.3 km² and more"))
"""Upper end (m²) and name of each class of area; the ends are those of Sun et al. 2024, section 4.3."""
PROBABILITIES = ((0.5, "below 0.5"), (0.7, "0.5 to 0.7"), (0.9, "0.7 to 0.9"), (math.inf, "0.9 and more"))
"""The same of a candidate's mean probability."""
UNKNOWN, DRAWN_BY_HAND, NO_SUBREGION = "unknown", "no candidate", "no subregion"

_METRES_PER_DEGREE = 111_195.0  # of a sphere: cells only order the markers


def strata_of(inventory: Store, strata: str) -> dict[str, str]:
    """Identifier of each primary marker -> name of its stratum.

    `strata` is one of `inventory.schema.STRATA`.
    """
    if strata == BY_SIZE:
        rows = inventory.rows(ROCK_GLACIERS, ("ID", "AREA"))
        return {str(identifier): _class(area, SIZES) for _, identifier, area in rows}
    if strata == BY_PROBABILITY:
        found = inventory.rows(CANDIDATES, ("CANDIDATE_ID", "PROB_MEAN"))
        probability = {name: value for _, name, value in found if name}
        rows = inventory.rows(ROCK_GLACIERS, ("ID", "CANDIDATE"))
        return {
            str(identifier): _class(probability.get(candidate), PROBABILITIES) if candidate else DRAWN_BY_HAND
            for _, identifier, candidate in rows
        }
    rows = inventory.rows(PRIMARY_MARKERS, ("ID", "SUBREGION"))
    return {str(identifier): subregion or NO_SUBREGION for _, identifier, subregion in rows}


def _class(value: float | None, classes: Sequence[tuple[float, str]]) -> str:
    if value is None or math.isnan(value):
        return UNKNOWN
    return next(name for end, name in classes if value < end)


def along_cells(inventory: Store, identifiers: Iterable[str], cell: float) -> list[str]:
    """Markers along the rows of a grid, there and back, so that neighbours mostly follow each other.

    `cell` is the side of a cell (m).

    Raises
    ------
    UserError
        A marker has no place.
    """
    wanted, places = set(identifiers), {}
    for _, identifier, lat, lon in inventory.rows(PRIMARY_MARKERS, ("ID", "LAT", "LON"), Wanted()):
        if identifier in wanted:
            if lat is None or lon is None:
                raise UserError(f"The marker {identifier} has no LAT and LON; fill the attributes first.")
            places[str(identifier)] = _cell(lat, lon, cell)
    return sorted(places, key=lambda identifier: (*_serpentine(places[identifier]), identifier))


def _cell(lat: float, lon: float, cell: float) -> tuple[int, int]:
    row = math.floor(lat * _METRES_PER_DEGREE / cell)
    middle = math.radians((row + 0.5) * cell / _METRES_PER_DEGREE)
    return row, math.floor(lon * _METRES_PER_DEGREE * max(math.cos(middle), 1e-6) / cell)


def _serpentine(place: tuple[int, int]) -> tuple[int, int]:
    row, column = place
    return row, column if row % 2 == 0 else -column
