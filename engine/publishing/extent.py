"""How much a publication holds, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely


@dataclass(frozen=True)
class Extent:
    """How much there is, and where: west, south, east, north."""

    box: tuple[float, float, float, float]
    outlines: int
    markers: int
    area_km2: float

    @property
    def sentence(self) -> str:
        """What the data are, where nobody has described them."""
        west, south, east, north = self.box
        area = f" with a total area of {self.area_km2:.2f} km²" if self.outlines else ""
        holds = "outlines, primary markers and attributes" if self.outlines else "primary markers without outlines"
        return (
            f"An inventory of {self.words}{area}, between "
            f"{_degrees(south, 'N', 'S')} and {_degrees(north, 'N', 'S')}, {_degrees(west, 'E', 'W')} and "
            f"{_degrees(east, 'E', 'W')}: {holds}."
        )

    @property
    def words(self) -> str:
        """How many there are; an inventory may be of markers alone."""
        return f"{self.outlines or self.markers} rock glaciers"


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{abs(value):.2f}° {positive if value >= 0 else negative}"


def box_of(shapes: npt.NDArray[Any]) -> tuple[float, float, float, float]:
    """The smallest box; one over 180 degrees has its west east of its east."""
    west, south, east, north = shapely.bounds(shapely.get_parts(shapes)).T
    whole = (float(west.min()), float(east.max()))
    turned = (float(np.where(west < 0, west + 360, west).min()), float(np.where(west < 0, east + 360, east).max()))
    if turned[1] - turned[0] < whole[1] - whole[0]:
        whole = (turned[0] - 360 if turned[0] > 180 else turned[0], turned[1] - 360 if turned[1] > 180 else turned[1])
    found = (whole[0], float(south.min()), whole[1], float(north.max()))
    return tuple(round(value, 6) for value in found)  # type: ignore[return-value]
