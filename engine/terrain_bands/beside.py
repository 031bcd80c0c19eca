"""The ground beside an image: what a card with bands from a DEM reads, put together pixel by pixel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ...models.cards.card import ModelCard
from ...models.prediction.scaling import doubt, tile_bands, unit_image
from ...models.prediction.terrain import COMPONENTS
from ..products.kinds import served
from ..scene.grid import Grid
from ..telling.report import Report
from ..terrain.dem import Dem, open_dem
from .components import COARSE_M
from .on_grid import OnGrid

_OF = {"slope": (0, 1), "hillshade": (0, 1), "relative_elevation": (2,), "curvature": (3,)}
"""Which components a band is made of."""


class Ground:
    """Puts a DEM's components beside the pixels of an image; see `scaling.tile_bands`.

    Parameters
    ----------
    dem
        Open, and read by nobody else meanwhile.
    card
        One with bands from a DEM.
    grid
        The scene's.

    Raises
    ------
    UserError
        Where DEM and scene share no ground.
    """

    dtype = "float32"

    def __init__(self, dem: Dem, card: ModelCard, grid: Grid) -> None:
        self._dem, self._card, self._on = dem, card, OnGrid(dem, grid)
        self.bands = len(tile_bands(card))
        needed = {place for band in card.terrain_bands for place in _OF[band]}
        self._needed = np.array([place in needed for place in range(len(COMPONENTS))])
        self._void = False
        self._doubt = ""

    @property
    def facts(self) -> dict[str, Any]:
        """What decides the numbers, by name."""
        return {"DEM": self._dem.stamp}

    @property
    def record(self) -> dict[str, str]:
        """What a run's record says of the DEM beside its name."""
        return {"dem_product": self._dem.product} if self._dem.product else {}

    @property
    def cell_size(self) -> float:
        """Metres on the ground, of the DEM's cells."""
        return self._on.components.cell_size

    @property
    def place(self) -> list[float]:
        """Where the DEM's cells lie, and how many there are: the same wherever it is opened."""
        return [*map(float, self._dem.transform[:6]), *map(float, self._dem.shape)]

    def beside(
        self, values: npt.NDArray[Any], valid: npt.NDArray[np.bool_], row: int, column: int
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
        """An image's values (bands, h, w) and validity (h, w) with the ground; where that is void nothing is valid."""
        if not self._doubt:
            self._doubt = doubt(self._card, np.where(valid, values, 0)[None])
        ground = self._on.read(row, column, *valid.shape)
        known = ~np.isnan(ground[self._needed]).any(axis=0)
        self._void = self._void or bool((valid & ~known).any())
        image = unit_image(self._card, values[None])[0]
        return np.concatenate([image, np.nan_to_num(ground, copy=False)]), valid & known

    def messages(self) -> list[str]:
        """What a person should know at the end; the same sentences whatever part of a scene was read."""
        told = [self._doubt] if self._doubt else []
        if self._void:
            told.append(
                f"{self._dem.path.name} ends or has voids within what was searched; there the model {self._card.name} "
                "cannot see, and nothing was found."
            )
        return told


@contextmanager
def open_ground(path: str | Path, card: ModelCard, grid: Grid, report: Report) -> Iterator[Ground]:
    """Open a DEM for a card with bands from one.

    Parameters
    ----------
    path
        Whatever `open_dem` takes.
    card, grid
        See `Ground`.
    report
        Gets the warnings.

    Raises
    ------
    UserError
        See `open_dem` and `Ground`.
    """
    with open_dem(path, report) as dem:
        known = served("dem", Path(path), dem.files, "", report)
        dem.product = known.product.name if known is not None else ""
        ground = Ground(dem, card, grid)
        if ground.cell_size > COARSE_M:
            report.warning(
                f"The cells of {dem.path.name} are {ground.cell_size:.0f} m wide, which shows little of what the model "
                f"{card.name} reads of the ground; a DEM of 10 to 90 m serves best."
            )
        yield ground
