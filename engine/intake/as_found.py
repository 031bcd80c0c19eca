"""Candidates go into the inventory while the search goes on, so that they can be reviewed at once."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ...inventory import schema
from ...inventory.errors import Cancelled, UserError
from ...inventory.protocol import Found, Message, Progress
from ...store.geopackage import geopackage
from ..outlines.candidates import Candidate
from ..runs.run_record import Run
from ..telling.report import PartOf, Report
from .inventory_file import candidate_rows
from .searched_ground import SearchedGround
from .taking_in import Intake, Row

SECONDS_BETWEEN_WRITES = 0.5
SECONDS_BEFORE_ANOTHER_TRY = 2.0
"""For those that could not be written: the inventory was locked, or an older outline not yet passed."""
MOST_TO_WAIT = 200
"""Candidates that are written sooner."""
SECONDS_FOR_OTHERS = 1.0
"""So long another program that writes is waited for while the search goes on; at its end, as always."""


class AsFound:
    """Gathers candidates and writes them, a moment's worth at a time.

    Parameters
    ----------
    inventory
        Where they go.
    run
        What makes them; its row is there with the first of them, and kept up to date.
    crs
        Coordinate system of the candidates.
    ground
        What is searched.
    report
        Is told after each transaction.
    """

    def __init__(
        self, inventory: Path, run: Run, crs: Any, ground: SearchedGround | None, report: Report
    ) -> None:
        with geopackage.connect(inventory) as connection:
            self._reference = geopackage.reference_of(connection, schema.CANDIDATES)
        self._intake, self._run, self._crs, self._report = Intake(inventory, run, ground), run, crs, report
        self._waiting: list[Row] = []
        self._serial = 0
        self._fresh = 0
        self._last = -math.inf

    def add(self, candidates: Sequence[Candidate]) -> None:
        """Candidates that are complete, in their order."""
        rows = candidate_rows(
            candidates, self._run, self._crs, self._reference.wkt, self._reference.srs_id, self._serial
        )
        self._waiting.extend(rows)
        self._serial += len(candidates)
        self._fresh += len(candidates)

    def write_if_due(self) -> None:
        """Write what waits, if that is worth a transaction; where the inventory is locked, later."""
        late = time.monotonic() - self._last
        fresh = self._fresh and (late >= SECONDS_BETWEEN_WRITES or self._fresh >= MOST_TO_WAIT)
        if not fresh and not (self._waiting and late >= SECONDS_BEFORE_ANOTHER_TRY):
            return
        self._fresh = 0
        with suppress(UserError):  # it waits; told at the end, if it stays so
            self._write(complete=False, timeout=SECONDS_FOR_OTHERS)
        self._last = time.monotonic()

    def finish(self) -> dict[str, int]:
        """Write the rest: the run is complete; how many were added, known, and of earlier runs replaced.

        Raises
        ------
        UserError
            The inventory cannot be written.
        """
        self._write(complete=True)
        return asdict(self._intake.taken)

    def _write(self, *, complete: bool, timeout: float | None = None) -> None:
        before = self._intake.taken
        self._waiting = self._intake.write(self._waiting, complete=complete, timeout=timeout)
        now = self._intake.taken
        if now != before:
            added = now.added - before.added
            self._report.say(Found(self._run.run_id, added, now.added, now.replaced, now.known))

    @contextmanager
    def kept_on_a_stop(self) -> Iterator[None]:
        """Whatever ends the block early: what was found stays in, with a run that says it is not complete.

        Raises
        ------
        Cancelled
            In the place of the one in the block: it tells what is kept.
        """
        try:
            yield
        except BaseException as error:
            if self._waiting or self._intake.taken.added:
                with suppress(UserError):
                    self._write(complete=False, timeout=SECONDS_FOR_OTHERS)
            count = self._intake.taken.added
            if isinstance(error, Cancelled) and count:
                raise Cancelled(
                    f"Stopped; the {count} candidates that were found before are in the inventory."
                ) from error
            raise


class Writing(PartOf):
    """A part of a report that also writes candidates when it is told of progress."""

    def __init__(self, whole: Report, start: float, end: float, as_found: AsFound | None) -> None:
        super().__init__(whole, start, end)
        self._as_found = as_found

    def say(self, message: Message) -> None:
        super().say(message)
        if self._as_found is not None and isinstance(message, Progress):
            self._as_found.write_if_due()
