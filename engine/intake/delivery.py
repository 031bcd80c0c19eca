"""Candidates on their way from outline to where they go: encoded once, and kept until they are there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ...inventory.naming.long_names import JOURNAL_ENDING, longest_name, shortened
from ...inventory.schema import CANDIDATES
from ...store.protocol import Appending
from ...store.staging import Staged
from ..ground.geodesy import to_pyproj
from ..kept.blocks import Block
from ..outlines.candidates import Candidate
from ..runs.inventories import open_inventory
from ..runs.run_record import Run
from ..telling.report import Report
from .as_found import AsFound
from .candidate_rows import Row, candidate_rows, moved_rows
from .inventory_file import candidate_file
from .kept_blocks import KeptRows
from .known_ground import Ground
from .taking_in import Intake, Taken


class Gathered:
    """The candidates of a run as rows for an inventory, until the run has ended.

    Parameters
    ----------
    inventory
        Its coordinate system is taken.
    run
        What makes them.
    crs
        Coordinate system of the outlines.

    Attributes
    ----------
    inventory
        As given.
    crs
        Coordinate system of the rows.
    refused
        Why they cannot go into the inventory: it has no place for one of the outlines. They are gathered all
        the same, in the coordinate system of the outlines.
    """

    def __init__(self, inventory: Path, run: Run, crs: Any) -> None:
        with closing(open_inventory(inventory, write=False)) as store:
            self.crs: Any = store.reference(CANDIDATES).wkt
        self.inventory = inventory
        self._run, self._own_crs = run, crs
        self._staged = _staged()
        self.refused: UserError | None = None

    @property
    def is_as_drawn(self) -> bool:
        """Whether the rows are in the coordinate system of the outlines."""
        return to_pyproj(self.crs).equals(to_pyproj(self._own_crs), ignore_axis_order=True)

    def add(self, candidates: Sequence[Candidate], serial: int) -> list[Row]:
        """Gather candidates, of which `serial` came before; as rows."""
        try:
            rows = list(candidate_rows(candidates, self._run, self._own_crs, self.crs, serial))
        except UserError as error:
            if self.refused is not None:
                raise
            self._refuse(error)
            return self.add(candidates, serial)
        self._staged.add(rows)
        return rows

    def _refuse(self, error: UserError) -> None:
        before, self.refused = self._staged, error
        with closing(before):
            self._staged = _staged()
            self._staged.add(moved_rows(before.rows(), self.crs, self._own_crs))
        self.crs = self._own_crs

    def rows(self) -> Iterator[Row]:
        """All of them, in their order; never more than one in memory."""
        return self._staged.rows()

    def close(self) -> None:
        self._staged.close()


def _staged() -> Staged:
    return Staged(1 + len(CANDIDATES.fields))


class Delivery:
    """Takes the candidates of one run, and brings them to a file, an inventory, or both.

    A file is written while they come; an inventory is written at the end, in one short transaction, so that
    it is never locked for the length of a detection, or a little at a time where they are to be there as
    they are found.

    Parameters
    ----------
    output, inventory
        Where they go; None for nowhere.
    run
        What makes them, as it began.
    crs
        Coordinate system of the candidates; that of the file.
    ground
        What the run searches; None where that is not known.
    as_found
        Where the inventory is to be written while they come: is told of that.

    Attributes
    ----------
    count
        Candidates that have come.
    """

    def __init__(
        self,
        output: Path | None,
        inventory: Path | None,
        run: Run,
        crs: Any,
        ground: Ground | None,
        as_found: Report | None,
    ) -> None:
        self._output, self._run, self._crs = output, run, crs
        self._file: Appending | None = None
        self._gathered = self._kept = self._intake = self._as_found = None
        if inventory is not None:
            self._gathered, self._intake = Gathered(inventory, run, crs), Intake(inventory, ground)
            self._kept = KeptRows(inventory, run, crs)
            if as_found is not None:
                self._as_found = AsFound(self._intake, run, as_found)
        self.count = 0

    @contextmanager
    def taking(self, ended: Callable[[], Run]) -> Iterator[None]:
        """While candidates come; a file that was asked for is there, complete, when the block ends.

        Parameters
        ----------
        ended
            Gives the run with all that is known of it in the end.
        """
        with ExitStack() as stack:
            if self._output is not None:
                file = candidate_file(self._output, self._crs, self._run.run_id)
                self._file = stack.enter_context(file)
            yield
            self._run = ended()
            if self._file is not None:
                self._file.run(self._run.row(self.count))

    def add(self, candidates: Sequence[Candidate]) -> None:
        """Candidates that are complete, in their order; perhaps none."""
        before, self.count = self.count, self.count + len(candidates)
        rows: list[Row] = []
        if self._gathered is not None:
            rows = self._gathered.add(candidates, before)
        if self._file is not None:
            if self._gathered is not None and self._gathered.is_as_drawn:
                self._file.add(rows)
            else:
                self._file.add(candidate_rows(candidates, self._run, self._crs, self._crs, before))
        if self._as_found is not None and self._gathered is not None and self._gathered.refused is None:
            self._as_found.add(rows)
            self._as_found.write_if_due()

    def keep(self, blocks: Sequence[Block]) -> None:
        """What was seen, for the inventory; perhaps nothing."""
        if not blocks or self._kept is None:
            return
        if self._as_found is None:
            self._kept.gather(blocks)
        else:
            self._as_found.keep(self._kept.of(blocks))

    def pause(self) -> None:
        """Nothing comes just now: what waits for the inventory is written."""
        if self._as_found is not None:
            self._as_found.write_if_due(pause=True)

    def finish(self) -> Taken:
        """Have the inventory complete, if there is one; what has become of the candidates.

        Raises
        ------
        UserError
            Where the inventory cannot be written (another program has locked it since, say); the message
            names the file in which the candidates are kept.
        """
        if self._gathered is None or self._intake is None:
            return Taken()
        try:
            if self._gathered.refused is not None:
                raise self._gathered.refused
            if self._as_found is not None:
                self._as_found.finish(self._run)
            else:
                seen = () if self._kept is None else self._kept.rows()
                self._intake.write(self._gathered.rows(), self._run, complete=True, kept=seen)
        except UserError as error:
            kept = self._output or self._keep(self._gathered)
            raise UserError(f"{error.message} The candidates of this run are kept in {kept}.", error.kind) from error
        return self._intake.taken

    def _keep(self, gathered: Gathered) -> Path:
        """Write them to a file beside the inventory, else to the folder for temporary files."""
        beside, ending = gathered.inventory, f" candidates {self._run.run_id}.gpkg"
        room = longest_name(beside.parent) - len(f"{ending}{JOURNAL_ENDING}")
        kept = beside.with_name(shortened(beside.stem, room) + ending)
        try:
            self._write(kept, gathered)
        except (OSError, UserError):  # that disk is full, or its folder may not be written
            kept = Path(tempfile.mkdtemp(prefix="rock_glacier_kept_")) / kept.name
            self._write(kept, gathered)
        return kept

    def _write(self, path: Path, gathered: Gathered) -> None:
        with candidate_file(path, gathered.crs, self._run.run_id) as file:
            file.add(gathered.rows())
            file.run(self._run.row(self.count))

    def kept_on_a_stop(self) -> AbstractContextManager[None]:
        """See `AsFound.kept_on_a_stop`."""
        return nullcontext() if self._as_found is None else self._as_found.kept_on_a_stop()

    def close(self) -> None:
        """Forget the candidates."""
        for staged in (self._gathered, self._kept):
            if staged is not None:
                staged.close()
