"""Kept probability around a place, put together of its blocks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine

from ...inventory.errors import UserError
from ...inventory.schema import KEPT_PROBABILITY, RUNS
from ...store.protocol import Store
from ...store.records import Box, Wanted
from ..ground.boxes import bounds_around
from ..ground.geodesy import to_pyproj, transform_what_can_be
from ..kept.blocks import Block, Damaged, unpack
from ..kept.steps import Steps

_FACTS = ("RUN_ID", "CRS", "THRESHOLD", "MIN_AREA", "TOLERANCE", "PARAMETERS", "SOURCE")
_CONTENT = ("GRID", "WIDTH", "HEIGHT", "LEVELS")
_OFF_GRID = 0.05
"""Pixels by which a block may lie off the others' grid: numbers are rounded."""
BY_HAND = "draw the outline by hand"


@dataclass(frozen=True)
class RunFacts:
    """What of a run decides its outlines."""

    run_id: str
    crs: Any
    threshold: float
    minimum_area: float
    tolerance: float | None
    fill_holes: float | None
    source: str


@dataclass(frozen=True)
class KeptGround:
    """Steps of probability on a part of a run's grid; what is in no block is below all that can be drawn."""

    run: RunFacts
    transform: Affine
    pixels: npt.NDArray[np.uint8]
    steps: Steps


def run_of(store: Store, run_id: str | None) -> RunFacts:
    """The facts of a run.

    Raises
    ------
    UserError
        The inventory does not know it, or not what its outlines were drawn with.
    """
    rows = store.rows(RUNS, _FACTS, Wanted(having={"RUN_ID": run_id})) if run_id else []
    if not rows:
        raise UserError(
            f"{store.path} does not know the detection {run_id or 'of this candidate'}; {BY_HAND}.", "levels"
        )
    _, _, crs, threshold, minimum_area, tolerance, parameters, source = rows[0]
    try:
        fill_holes = json.loads(parameters or "{}").get("fill_holes")
        limits = float(threshold), float(minimum_area)
        smoothing, holes = (None if value is None else float(value) for value in (tolerance, fill_holes))
    except (ValueError, TypeError, AttributeError) as error:
        raise UserError(
            f"The row of the detection {run_id} in {store.path} does not tell what its outlines were drawn with; "
            f"{BY_HAND}.",
            "levels",
        ) from error
    return RunFacts(str(run_id), crs, *limits, smoothing, holes, source or "")


def all_round(box: Box, crs: Any) -> list[Box]:
    """A box, and in a system of degrees the same one turn to each side: grids count on over the antimeridian."""
    west, south, east, north = box
    turns = (-360, 0, 360) if to_pyproj(crs).is_geographic else (0,)
    return [(west + turn, south, east + turn, north) for turn in turns]


class KeptBlocks:
    """The blocks of one run in an inventory.

    Parameters
    ----------
    store
        The inventory.
    run
        The run.
    boxes
        Where to begin, in the inventory's system: the first block there tells the grid.

    Raises
    ------
    UserError
        Nothing is kept there.
    """

    def __init__(self, store: Store, run: RunFacts, boxes: Sequence[Box]) -> None:
        self._store, self.run = store, run
        self._inventory_crs = store.reference(KEPT_PROBABILITY).wkt
        first = self._near(boxes)[:1]
        if not first:
            raise UserError(
                f"{store.path} keeps no probability of the detection {run.run_id} there (it was removed, or the run is "
                f"of an older version); {BY_HAND}.",
                "levels",
            )
        self._reference = self._read(first)[0]

    def _near(self, boxes: Sequence[Box]) -> list[int]:
        fids = sorted({fid for _, fid in self._store.near(KEPT_PROBABILITY, boxes)})
        wanted = Wanted(fids=fids, having={"RUN_ID": self.run.run_id})
        return [fid for (fid,) in self._store.rows(KEPT_PROBABILITY, (), wanted)]

    def _read(self, fids: Sequence[int]) -> list[Block]:
        try:
            rows = self._store.rows(KEPT_PROBABILITY, _CONTENT, Wanted(fids=fids))
            return [unpack(*content) for _, *content in rows]
        except Damaged as error:
            raise UserError(
                f"The probability that {self._store.path} keeps of the detection {self.run.run_id} is damaged "
                f"({error}); {BY_HAND}, or search the ground again.",
                "levels",
            ) from error

    @cached_property
    def _is_round(self) -> bool:
        return bool(to_pyproj(self.run.crs).is_geographic)

    def placed(self, shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Shapes of the inventory in the run's system, on the side of the antimeridian where its grid counts."""
        moved = transform_what_can_be(shapes, self._inventory_crs, self.run.crs)
        if not self._is_round:
            return moved
        x = (self._reference.transform @ (0, 0))[0]

        def turned(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            return np.asarray(points - np.round((points - x) / 360) * np.array([360.0, 0.0]))

        return np.asarray(shapely.transform(moved, turned))

    def pixels_of(self, shape: Any) -> Any:
        """A shape of the run's system in pixels of the reference."""
        back = ~self._reference.transform

        def move(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            return np.column_stack(back @ (points[:, 0], points[:, 1]))

        return shapely.transform(shape, move)

    def around(self, left: int, top: int, right: int, bottom: int) -> KeptGround:
        """What is kept in a window, in pixels of the reference; beyond the blocks there is nothing.

        Raises
        ------
        UserError
            A block is damaged.
        """
        transform = self._reference.transform @ Affine.translation(left, top)
        pixels = np.zeros((bottom - top, right - left), np.uint8)
        steps = self._reference.steps
        for block in self._read(self._near(self._boxes_of(left, top, right, bottom))):
            column, row = ~transform @ (block.transform.c, block.transform.f)
            x, y = round(column), round(row)
            if abs(column - x) > _OFF_GRID or abs(row - y) > _OFF_GRID or block.steps != steps:
                continue  # of a grid that only calls itself the same
            height, width = block.pixels.shape
            rows, columns = slice(max(y, 0), max(y + height, 0)), slice(max(x, 0), max(x + width, 0))
            there = pixels[rows, columns]
            there[:] = block.pixels[max(-y, 0) :, max(-x, 0) :][: there.shape[0], : there.shape[1]]
        return KeptGround(self.run, transform, pixels, steps)

    def _boxes_of(self, left: int, top: int, right: int, bottom: int) -> list[Box]:
        """A window's bounds in the inventory's system."""
        corners = [self._reference.transform @ (x, y) for x in (left, right) for y in (top, bottom)]
        x, y = zip(*corners, strict=True)
        found = bounds_around((min(x), min(y), max(x), max(y)), self.run.crs, self._inventory_crs)
        if found is None:
            return [(-1e12, -1e12, 1e12, 1e12)]
        return all_round(found, self._inventory_crs)
