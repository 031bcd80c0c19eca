"""The places that a source is asked about: one that a person names, and the middles of an inventory's outlines."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.errors import UserError
from ..attributes.inventory_rows import LAYERS
from ..climate.cell_grid import CellGrid
from ..ground.geodesy import LONGITUDE_LATITUDE, to_pyproj, transform_what_can_be
from ..runs.inventories import open_layers

Points = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]

NONE: Points = np.empty(0, dtype=object)


@dataclass(frozen=True)
class Reached:
    """How many outlines lie on a grid and of how many (None without an inventory), and the row and column of a sample:
    at the place that was asked for, else at the first outline on the grid, else in its middle; None where the place
    that was asked for lies outside.
    """

    covers: tuple[int, int] | None
    sample: tuple[int, int] | None


@dataclass(frozen=True)
class Places:
    """`asked` is the place that a person named in longitude and latitude (1,), or empty; `outlines` are the middles of
    the inventory's outlines in the system `crs` (n,), None without an inventory.
    """

    asked: Points
    outlines: Points | None
    crs: Any

    def on(self, grid: CellGrid, lie: Callable[[Points], Mask] | None = None) -> Reached:
        """Which of the places lie on a grid.

        Parameters
        ----------
        grid
            Where a raster's cells lie.
        lie
            Which places (points in the grid's system) lie on its tiles; None where it has no holes.
        """
        outlines = NONE if self.outlines is None else self.outlines
        named, named_in = _on(self.asked, LONGITUDE_LATITUDE, grid, lie)
        cells, inside = _on(outlines, self.crs, grid, lie)
        covers = self.counted(inside)
        if len(named):
            return Reached(covers, _cell(named[0], grid) if named_in[0] else None)
        if inside.any():
            return Reached(covers, _cell(cells[inside][0], grid))
        return Reached(covers, (grid.shape[0] // 2, grid.shape[1] // 2))

    @property
    def count(self) -> int:
        """Outlines of the inventory."""
        return 0 if self.outlines is None else len(self.outlines)

    def counted(self, inside: Mask) -> tuple[int, int] | None:
        """How many of the outlines lie inside, and of how many; None without an inventory."""
        return None if self.outlines is None else (int(inside.sum()), self.count)

    def inside(self, box: tuple[float, float, float, float], crs: Any) -> Mask:
        """Which outlines (n,) lie in a box (left, bottom, right, top) of a system."""
        if not self.count:
            return np.zeros(0, dtype=bool)
        points = transform_what_can_be(NONE if self.outlines is None else self.outlines, self.crs, crs)
        x, y = shapely.get_x(points), shapely.get_y(points)
        with np.errstate(invalid="ignore"):
            there: Mask = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
        return there


def _on(points: Points, crs: Any, grid: CellGrid, lie: Callable[[Points], Mask] | None) -> tuple[Points, Mask]:
    """Points in a grid's cells, and which of them lie on it."""
    if not len(points):
        return points, np.zeros(0, dtype=bool)
    cells = grid.cells_of(points, crs)
    column, row = shapely.get_x(cells), -shapely.get_y(cells)
    with np.errstate(invalid="ignore"):
        inside: Mask = (row >= 0) & (row <= grid.shape[0]) & (column >= 0) & (column <= grid.shape[1])
    if lie is not None:
        inside &= lie(transform_what_can_be(points, crs, grid.crs))
    return cells, inside


def _cell(point: Any, grid: CellGrid) -> tuple[int, int]:
    row, column = int(-shapely.get_y(point)), int(shapely.get_x(point))
    return min(row, grid.shape[0] - 1), min(column, grid.shape[1] - 1)


def places_of(inventory: Path | None, place: str | None) -> Places:
    """The places to ask about.

    Parameters
    ----------
    inventory
        Whose outlines are counted (rock glaciers, or candidates where there are none yet); None for none.
    place
        Longitude and latitude with a comma between, or None.

    Raises
    ------
    UserError
        The place is none, or the inventory cannot be opened.
    """
    asked = shapely.points([_place(place)]) if place else NONE
    if inventory is None:
        return Places(asked, None, LONGITUDE_LATITUDE)
    with closing(open_layers(inventory, write=False)) as store:
        for layer in LAYERS:
            with suppress(UserError):  # a detection's own file has only some of them
                boxes = [box[1:] for box in store.boxes(layer) if box[1] is not None]
                crs = to_pyproj(store.reference(layer).wkt, str(inventory))
                if boxes:
                    corners = np.array(boxes, dtype=np.float64)
                    middles: Points = np.asarray(shapely.points((corners[:, :2] + corners[:, 2:]) / 2))
                    return Places(asked, middles, crs)
    return Places(asked, NONE, LONGITUDE_LATITUDE)


def _place(text: str) -> tuple[float, float]:
    try:
        longitude, latitude = (float(part) for part in text.split(","))
    except ValueError:
        longitude, latitude = np.nan, np.nan
    if not (-180 <= longitude <= 360 and -90 <= latitude <= 90):
        raise UserError(f"'{text}' is no place; give longitude and latitude in degrees, such as 91.2,32.1.")
    return longitude, latitude
