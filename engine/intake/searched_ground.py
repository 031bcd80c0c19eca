"""Which candidates of earlier runs lie wholly inside the ground that a run has searched.

Searched is what got a probability: inside the extent and the study area, and with data. It is known row by
row. Of the candidates only boxes are held, in arrays; an outline is read where something without data lies
in its box.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine

from ...inventory.schema import CANDIDATES
from ...store.records import Wanted
from ..ground.boxes import bounds_around
from ..ground.geodesy import to_pyproj, transform_what_can_be
from ..outlines.probability import NODATA
from ..runs.inventories import open_inventory
from ..runs.run_record import Run
from .candidate_rows import BATCH
from .known_ground import UNTOUCHED, replaceable_runs, shapes_of

MARGIN = 2.0
"""Pixels by which an outline may reach out: smoothing moves it, and two grids differ by a part of a pixel."""


class SearchedGround:
    """Follows a run over its rows.

    Parameters
    ----------
    path
        An inventory.
    run
        The run; candidates of earlier runs that it may replace are looked at.
    transform, crs, width, height
        The grid of what is searched.
    """

    def __init__(self, path: Path, run: Run, transform: Affine, crs: Any, width: int, height: int) -> None:
        self._path, self._crs = path, crs
        self._to_pixels = ~transform
        self._width, self._height = width, height
        self._margin = MARGIN
        if run.tolerance:
            self._margin = max(MARGIN, 1 + run.tolerance / (run.resolution or run.tolerance))
        self._next_row = 0
        with closing(open_inventory(path, write=False)) as store:
            self._inventory_crs = store.reference(CANDIDATES).wkt
            having = {**UNTOUCHED, "RUN_ID": replaceable_runs(store, run)}
            rows = store.boxes(CANDIDATES, Wanted(box=self._bounds(transform), having=having))
        table = np.array(rows, dtype=np.float64).reshape(-1, 5)
        self._fids = table[:, 0].astype(np.int64)
        self._place = {fid: place for place, fid in enumerate(self._fids.tolist())}
        self._beyond = np.zeros(len(table), np.bool_)
        self._lay_boxes(table[:, 1:])

    def _bounds(self, transform: Affine) -> tuple[float, float, float, float]:
        """West, south, east, north of the grid in the inventory's system."""
        left, top = transform @ (0, 0)
        right, bottom = transform @ (self._width, self._height)
        own = min(left, right), min(bottom, top), max(left, right), max(bottom, top)
        found = bounds_around(own, self._crs, self._inventory_crs)
        if found is None:  # each outline is taken to the grid, which tells those that lie in it
            return -math.inf, -math.inf, math.inf, math.inf
        west, south, east, north = found
        over_the_edge = to_pyproj(self._inventory_crs).is_geographic and (west < -180 or east > 180)
        return (-math.inf, south, math.inf, north) if over_the_edge else found

    def _lay_boxes(self, boxes: npt.NDArray[np.float64]) -> None:
        """First and last rows and columns of the candidates, a little more than they are."""
        west, south, east, north = boxes.T
        x, y = np.stack([west, east, west, east]), np.stack([south, south, north, north])
        corners = np.asarray(shapely.points(x.ravel(), y.ravel()), dtype=object)
        points = transform_what_can_be(corners, self._inventory_crs, self._crs)
        column, row = self._to_pixels @ (shapely.get_x(points), shapely.get_y(points))
        columns, rows = column.reshape(4, -1), row.reshape(4, -1)
        lost = ~(np.isfinite(columns) & np.isfinite(rows)).all(axis=0)
        columns[:, lost], rows[:, lost] = 0, 0
        self._beyond |= lost
        self._left, self._right = _whole(columns)
        self._top, self._bottom = _whole(rows)
        over_rim = (self._left < 0) | (self._top < 0)
        over_rim |= (self._right > self._width) | (self._bottom > self._height)
        rim = shapely.box(0, 0, self._width, self._height)
        for places, shapes in self._shapes(np.flatnonzero(over_rim & ~self._beyond)):
            self._beyond[places[~shapely.covers(rim, shapes)]] = True

    def _shapes(self, places: npt.NDArray[np.intp]) -> Iterator[tuple[npt.NDArray[np.intp], Any]]:
        """Outlines in pixels, less the margin; the places of those that are still there."""
        if not len(places):
            return
        with closing(open_inventory(self._path, write=False)) as store:
            for start in range(0, len(places), BATCH):
                fids = self._fids[places[start : start + BATCH]].tolist()
                found = store.outlines(CANDIDATES, Wanted(fids=fids))
                shapes = shapes_of([outline for _, outline in found])
                there = shapely.transform(transform_what_can_be(shapes, self._inventory_crs, self._crs), self._move)
                smaller = shapely.buffer(there, -self._margin)
                smaller = np.where(shapely.is_empty(smaller), there, smaller)
                yield np.array([self._place[fid] for fid, _ in found], np.intp), smaller

    def _move(self, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(self._to_pixels @ (points[:, 0], points[:, 1]))

    def add_rows(self, probability: npt.NDArray[Any]) -> None:
        """The next rows were searched.

        Parameters
        ----------
        probability
            Shape (h, width), bytes as in `engine.outlines.probability`, or floating point with NaN where
            nothing was searched.
        """
        first, end = self._next_row, self._next_row + len(probability)
        self._next_row = end
        near = np.flatnonzero((self._top < end) & (self._bottom > first) & ~self._beyond)
        if not len(near):
            return
        void = probability == NODATA if probability.dtype == np.uint8 else np.isnan(probability)
        if not void.any():
            return
        doubtful = [place for place in near.tolist() if void[self._window(place, first, end)].any()]
        for places, shapes in self._shapes(np.array(doubtful, np.intp)):
            for place, shape in zip(places.tolist(), shapes, strict=True):
                rows, columns = self._window(place, first, end)
                row, column = np.nonzero(void[rows, columns])
                x, y = column + columns.start + 0.5, row + rows.start + first + 0.5
                self._beyond[place] = bool(shapely.contains_xy(shape, x, y).any())

    def _window(self, place: int, first: int, end: int) -> tuple[slice, slice]:
        """Where a candidate's box lies in rows from `first` to `end`."""
        top, bottom = max(int(self._top[place]), first), min(int(self._bottom[place]), end)
        return slice(top - first, bottom - first), slice(
            max(int(self._left[place]), 0), max(min(int(self._right[place]), self._width), 0)
        )

    def is_inside(self, fid: int) -> bool | None:
        """Whether a candidate lies wholly inside; None where rows that it reaches into are not searched yet.

        One that came into the inventory after this run began is taken as reaching beyond.
        """
        place = self._place.get(fid)
        if place is None or self._beyond[place]:
            return False
        return True if self._next_row >= min(self._bottom[place], self._height) else None

    def all_inside(self) -> Iterator[int]:
        """All that lie wholly inside; when everything was searched."""
        yield from self._fids[~self._beyond].tolist()


def _whole(corners: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """First and end pixel of boxes by their corners, shape (4, n), with the margin around them."""
    first = np.floor(corners.min(axis=0) - MARGIN).astype(np.int64)
    return first, np.ceil(corners.max(axis=0) + MARGIN).astype(np.int64)
