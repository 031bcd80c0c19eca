"""Where candidates go: a file of their own, an inventory, or both, and never nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ...inventory.errors import UserError
from ...inventory.schema import CANDIDATES
from ..runs.inventories import open_inventory
from ..runs.run_record import Run
from ..scene.grid import Grid
from ..telling.outputs import check_can_write
from ..telling.report import Report
from .delivery import Delivery
from .searched_ground import SearchedGround


@dataclass(frozen=True)
class Destinations:
    """What a command that makes candidates was told to write; either may be None."""

    output: Path | None
    inventory: Path | None
    replaces: bool = False
    """Whether what nobody has decided on in the inventory gives way."""

    def check(self) -> None:
        """Raise `UserError` where they could not be written now: before any work is done."""
        if self.replaces and self.inventory is None:
            raise UserError("Undecided candidates can be replaced only in an inventory; give one.", kind="usage")
        if self.output is not None:
            check_can_write(self.output)
        if self.inventory is not None:
            with closing(open_inventory(self.inventory)) as store:
                store.check_can_fill(CANDIDATES)

    def searched_ground(self, run: Run, grid: Grid) -> SearchedGround | None:
        """What is to follow the rows that are searched, so that the inventory gets nothing twice."""
        if self.inventory is None:
            return None
        return SearchedGround(self.inventory, run, grid.transform, grid.crs, grid.width, grid.height)

    @contextmanager
    def delivery(
        self, run: Run, grid: Grid, ground: SearchedGround | None, as_found: Report | None = None
    ) -> Iterator[Delivery]:
        """What takes the candidates of a run there; see `Delivery`."""
        delivery = Delivery(self.output, self.inventory, run, grid.crs, ground, as_found)
        with closing(delivery), delivery.kept_on_a_stop():
            yield delivery
