"""What is asked of one detection, and what can be known to be wrong with it before any work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...inventory.errors import UserError
from ..intake.destinations import Destinations
from ..outlines.polygons import check_settings
from ..scene.ranges import Range, parse_range
from ..telling.outputs import check_can_write
from ..terrain.dem import HIGHEST, LOWEST
from .blocks import STRIDES
from .ledger import check_folder


@dataclass(frozen=True)
class DetectionRequest:
    """What is asked of one detection; the command line's options are these fields."""

    source: str
    model: str
    output: Path | None = None
    probability: Path | None = None
    inventory: Path | None = None
    extent: str | None = None
    extent_crs: str | None = None
    area: Path | None = None
    area_layer: str | None = None
    fill: str | None = None
    dem: Path | None = None
    elevation: str | None = None
    slope: str | None = None
    threshold: float | None = None
    minimum_area: float = 10_000.0
    fill_holes: float | None = None
    tolerance: float | None = None
    resolution: float | None = None
    device: str = "auto"
    backend: str = "auto"
    precision: str = "auto"
    batch_size: int | None = None
    models_folder: Path | None = None
    ledger: Path | None = None
    discard_ledger: bool = False
    workers: int | None = None
    scheduler: str | None = None
    block_strides: int = STRIDES
    arrival: Path | None = None
    as_found: bool = False
    image_name: str | None = None
    image_note: str | None = None

    @property
    def destinations(self) -> Destinations:
        """Where the candidates go."""
        return Destinations(self.output, self.inventory)

    @property
    def terrain(self) -> tuple[Range, Range]:
        """Elevations (metres) and slopes (degrees) to search; `UserError` where a text is no range."""
        return (
            parse_range(self.elevation, "elevations", LOWEST, HIGHEST),
            parse_range(self.slope, "slopes", 0.0, 90.0),
        )

    def check(self) -> None:
        """Raise `UserError` for everything that can be known to be wrong before the first tile is read."""
        if not (self.output or self.inventory or self.probability):
            raise UserError(
                "Nothing would be kept: give an output file, an inventory or a probability raster.",
                kind="output",
            )
        check_settings(self.threshold or 0, self.minimum_area, self.fill_holes, self.tolerance)
        if self.resolution is not None and not 0 < self.resolution < float("inf"):
            raise UserError(
                f"The ground resolution {self.resolution} is not positive; give metres such as 4.77."
            )
        if self.probability is not None:
            check_can_write(self.probability)
        if self.output is not None and self.output == self.probability:
            raise UserError(
                f"The candidates and the probability raster cannot both be {self.output}.", kind="output"
            )
        self._check_terrain()
        self._check_blocks()
        self._check_in_view()
        self.destinations.check()

    def _check_terrain(self) -> None:
        limited = not all(limits.is_everything for limits in self.terrain)
        if limited and self.dem is None:
            raise UserError("Limits by elevation or slope need a DEM; give it too.")
        if self.dem is not None and not limited:
            raise UserError("A DEM is of use here only with a range of elevations or slopes; give one.")

    def _check_blocks(self) -> None:
        if self.workers is not None and self.workers < 1:
            raise UserError(f"The number of workers is {self.workers} and must be at least 1.")
        if self.workers is not None and self.scheduler is not None:
            raise UserError(
                "Give either a number of workers on this computer or the address of a scheduler, not both."
            )
        if self.block_strides < 1:
            raise UserError(f"A block of {self.block_strides} tile strides is none; give at least 1.")
        if self.discard_ledger and self.ledger is None:
            raise UserError("There is no ledger to discard; give its folder too, or leave that option out.")
        if self.ledger is not None:
            check_folder(self.ledger)

    def _check_in_view(self) -> None:
        """What is asked where a person waits at the map: rows that still arrive, candidates at once."""
        if self.as_found and self.inventory is None:
            raise UserError("Candidates can be written as they are found only into an inventory; give one.")
        if self.arrival is None:
            return
        if self.ledger is not None or self.workers is not None or self.scheduler is not None:
            raise UserError(
                "An image that still arrives is searched from the top down by one process; leave out the "
                "ledger, workers and scheduler, or wait until it is complete."
            )
        if not self.arrival.exists():
            raise UserError(f"There is no file {self.arrival}, which was to tell what has arrived.")
