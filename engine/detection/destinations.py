"""Where candidates go: a file of their own, an inventory, or both, and never nowhere."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...inventory import geopackage
from ...inventory.errors import UserError
from ..inventories import inventory_file
from ..inventories.inventory_file import Run
from ..outputs import check_can_write
from .candidates_file import read_candidates


@dataclass(frozen=True)
class Destinations:
    """What a command that makes candidates was told to write; either may be None."""

    output: Path | None
    inventory: Path | None

    def check(self) -> None:
        """Raise `UserError` where they could not be written now: before any work is done."""
        if self.output is not None:
            check_can_write(self.output)
        if self.inventory is not None:
            with (
                geopackage.connect(self.inventory, write=True) as connection,
                geopackage.transaction(connection),
            ):
                geopackage.check_inventory(connection, self.inventory)

    @contextmanager
    def file_for_candidates(self) -> Iterator[Path]:
        """The file that candidates are written to first: the output, else a temporary one."""
        if self.output is not None:
            yield self.output
            return
        with tempfile.TemporaryDirectory(prefix="rock_glacier_") as folder:
            yield Path(folder) / "candidates.gpkg"

    def copy_to_inventory(self, found: Path, run: Run, crs: Any) -> None:
        """Copy the candidates of a finished file into the inventory, if one was given.

        It takes one short transaction, so the inventory is never locked for the length of a detection.

        Raises
        ------
        UserError
            Where the inventory cannot be written (another program has locked it since `check`); the
            message names the file in which the candidates are kept.
        """
        if self.inventory is None:
            return
        inventory = self.inventory
        try:
            inventory_file.append_candidates(inventory, run, read_candidates(found), crs)
        except UserError as error:
            kept = found
            if self.output is None:
                kept = inventory.with_name(f"{inventory.stem} candidates {run.run_id}.gpkg")
                shutil.move(found, kept)
            raise UserError(
                f"{error.message} The candidates of this run are kept in {kept}.", error.kind
            ) from error
