"""What is proposed for one outline: its units, and the cuts between them in the order of how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyproj
import shapely

from ...inventory.errors import UserError
from ..ground.geodesy import ellipsoidal_areas, to_pyproj
from ..terrain.dem import Dem
from .bodies import ALONG, STONES, WIDTHS
from .cutting import cut_lines, merged, pieces_of
from .ground import Ground, local_ground
from .joining import LEAST_AREA, Parted, part_into_units
from .weights import COARSE, weights_for

METHOD = "bodies and seams 2"
"""Its name in the journal; another number where another method finds other units."""


@dataclass(frozen=True)
class Cut:
    """A line that parts unit `number` + 1 from the unit `parent` (1, 2, ...) of those before.

    `strength` is how sure it is one between units, from 0 to 1.
    """

    number: int
    parent: int
    strength: float
    line: Any


@dataclass(frozen=True)
class Proposal:
    """Units of an outline as polygons in its own coordinate system, and their cuts, the surest first.

    `cell` and `resolution` are metres of the cells that were looked at and of the DEM's.
    """

    units: list[Any]
    cuts: list[Cut]
    cell: float
    resolution: float

    def areas(self, crs: Any) -> list[float]:
        """Square metres of each unit, on the ellipsoid."""
        return [float(area) for area in ellipsoidal_areas(np.array(self.units, dtype=object), crs)]


def parameters(dem: Dem, proposal: Proposal, surest: float) -> dict[str, Any]:
    """What a proposal depends on, for the journal and the layer."""
    return {
        "method": METHOD,
        "dem": dem.path.name,
        "cell_m": round(proposal.cell, 2),
        "weights": "coarse" if proposal.resolution > COARSE else "fine",
        "smoothed_m": [STONES, *WIDTHS],
        "along_slope_m": max(ALONG),
        "least_area_m2": LEAST_AREA,
        "least_strength": surest,
    }


def propose(outline: Any, crs: Any, dem: Dem, surest: float) -> Proposal:
    """The units of an outline; one, without cuts, where there is no seam that is sure enough.

    Parameters
    ----------
    outline
        A valid (multi)polygon; over 180 degrees its longitudes go on.
    crs
        Its coordinate system.
    dem
        Elevations.
    surest
        From 0 to 1: seams that are less sure are left out.

    Raises
    ------
    UserError
        The DEM does not cover it, or it is smaller than any unit.
    """
    ground = local_ground(outline, crs, dem)
    if not ground.inside.any():
        raise UserError("The outline is smaller than a cell of the DEM; there is nothing to cut.")
    weights = weights_for(ground.resolution)
    parted = part_into_units(ground.z, ground.inside, ground.cell, weights, surest)
    if len(parted) == 1:
        return Proposal([outline], [], ground.cell, ground.resolution)
    lines = [_back(line, ground, outline, to_pyproj(crs)) for line in cut_lines(parted.labels, ground)]
    units = pieces_of(outline, lines, parted.labels, ground)
    return Proposal(*_in_order(units, parted), ground.cell, ground.resolution)


def _back(line: Any, ground: Ground, outline: Any, crs: pyproj.CRS) -> Any:
    """A line in the outline's own system; its longitudes go on over 180 degrees as the outline's do."""
    east, north = shapely.get_coordinates(line).T
    x, y = ground.to_local.transform(east, north, direction="INVERSE")
    if crs.is_geographic:
        around = 2 * np.pi / crs.axis_info[0].unit_conversion_factor
        middle = (outline.bounds[0] + outline.bounds[2]) / 2
        x = middle + (np.asarray(x) - middle + around / 2) % around - around / 2
    return shapely.LineString(np.stack([x, y], 1))


def _in_order(units: list[Any], parted: Parted) -> tuple[list[Any], list[Cut]]:
    """Units and cuts; a unit that came to nothing on the map is left out with its cut."""
    parent, strength = list(parted.parent), list(parted.strength)
    there = [not unit.is_empty for unit in units]
    kept = [index for index, good in enumerate(there) if good]
    names = {index + 1: place + 1 for place, index in enumerate(kept)}

    def known(number: int) -> int:
        while number and number not in names:
            number = parent[number - 1]
        return names.get(number, 1)

    found = [units[index] for index in kept]
    above = [0, *(known(parent[index]) for index in kept[1:])]
    cuts = []
    for place in range(1, len(kept)):
        line = _between(found, above, place + 1)
        cuts.append(Cut(place, above[place], strength[kept[place]], line))
    return found, cuts


def _between(units: list[Any], parent: list[int], number: int) -> Any:
    """The border of a unit, with all that is parted from it later, to the one that it is parted from."""

    def of(unit: int) -> int:
        while unit > number:
            unit = parent[unit - 1]
        return unit

    sides: dict[int, list[Any]] = {}
    for index, unit in enumerate(units):
        sides.setdefault(of(index + 1), []).append(unit)
    own, other = (shapely.union_all(sides[side]) for side in (number, parent[number - 1]))
    shared = own.boundary.intersection(other.boundary)
    return merged(shared)
