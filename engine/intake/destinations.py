"""Where candidates go: a file of their own, an inventory, or both, and never nowhere."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ...inventory.naming.long_names import JOURNAL_ENDING, longest_name, shortened
from ...store.geopackage import geopackage
from ..scene.grid import Grid
from ..telling.outputs import check_can_write
from . import inventory_file
from .candidates_file import read_candidates
from .inventory_file import Run
from .searched_ground import SearchedGround
from .taking_in import TOLD


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

    def searched_ground(self, run: Run, grid: Grid) -> SearchedGround | None:
        """What is to follow the rows that are searched, so that the inventory gets nothing twice."""
        if self.inventory is None:
            return None
        return SearchedGround(self.inventory, run, grid.transform, grid.crs, grid.width, grid.height)

    def copy_to_inventory(
        self, found: Path, run: Run, crs: Any, ground: SearchedGround | None
    ) -> dict[str, int]:
        """Copy the candidates of a finished file into the inventory, if one was given.

        It takes one short transaction, so the inventory is never locked for the length of a detection.

        Returns
        -------
        dict
            How many were ``added``, ``known`` before, of earlier runs ``replaced``, and how many of those
            added are ``overlapping`` rock glaciers; empty without an inventory.

        Raises
        ------
        UserError
            Where the inventory cannot be written (another program has locked it since `check`); the
            message names the file in which the candidates are kept.
        """
        if self.inventory is None:
            return {}
        with self.kept_where_it_fails(found, run):
            candidates = read_candidates(found)
            added = inventory_file.append_candidates(self.inventory, run, candidates, crs, ground)
        return {"added": added, **{name: run.parameters[name] for name in TOLD}}

    @contextmanager
    def kept_where_it_fails(self, found: Path, run: Run) -> Iterator[None]:
        """Whoever cannot write the inventory leaves the candidates in a file, and says so."""
        try:
            yield
        except UserError as error:
            kept = found
            if self.output is None and self.inventory is not None:
                ending = f" candidates {run.run_id}.gpkg"
                room = longest_name(self.inventory.parent) - len(f"{ending}{JOURNAL_ENDING}")
                name = shortened(self.inventory.stem, room) + ending
                kept = _moved(found, self.inventory.with_name(name))
            raise UserError(
                f"{error.message} The candidates of this run are kept in {kept}.", error.kind
            ) from error


def _moved(file: Path, beside: Path) -> Path:
    """Move a file to where it is looked for; where that disk is full, to the folder for temporary files."""
    try:
        shutil.move(file, beside)
    except OSError:
        beside.unlink(missing_ok=True)
        beside = Path(tempfile.mkdtemp(prefix="rock_glacier_kept_")) / beside.name
        shutil.move(file, beside)
    return beside
