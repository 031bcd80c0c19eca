"""Candidates go into the inventory while the search goes on, so that they can be reviewed at once."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from ...inventory.errors import Cancelled, UserError
from ...inventory.messages import Found
from ..runs.run_record import Run
from ..telling.report import Report
from .candidate_rows import Row
from .taking_in import Intake

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
    intake
        Where they go.
    run
        What makes them; its row is there with the first of them, and kept up to date.
    report
        Is told after each transaction.
    """

    def __init__(self, intake: Intake, run: Run, report: Report) -> None:
        self._intake, self._run, self._report = intake, run, report
        self._waiting: list[Row] = []
        self._kept: list[Row] = []
        self._fresh = 0
        self._last = -math.inf

    def add(self, rows: Sequence[Row]) -> None:
        """Candidates that are complete, in their order, and in the inventory's coordinate system."""
        self._waiting.extend(rows)
        self._fresh += len(rows)

    def keep(self, rows: Sequence[Row]) -> None:
        """Rows of what was seen: written with the next candidates, or at the end."""
        self._kept.extend(rows)

    def write_if_due(self, pause: bool = False) -> None:
        """Write what waits, if that is worth a transaction; where the inventory is locked, later.

        Parameters
        ----------
        pause
            The search has nothing to tell just now: what is new is written without delay.
        """
        late = time.monotonic() - self._last
        fresh = self._fresh and (pause or late >= SECONDS_BETWEEN_WRITES or self._fresh >= MOST_TO_WAIT)
        if not fresh and not (self._waiting and late >= SECONDS_BEFORE_ANOTHER_TRY):
            return
        self._fresh = 0
        with suppress(UserError):  # it waits; told at the end, if it stays so
            self._write(self._run, complete=False, wait=SECONDS_FOR_OTHERS)
        self._last = time.monotonic()

    def finish(self, run: Run) -> None:
        """Write the rest: the run is complete.

        Raises
        ------
        UserError
            The inventory cannot be written.
        """
        self._write(run, complete=True)

    def _write(self, run: Run, *, complete: bool, wait: float | None = None) -> None:
        before = self._intake.taken
        self._waiting = self._intake.write(self._waiting, run, complete=complete, wait=wait, kept=self._kept)
        self._kept = []
        now = self._intake.taken
        if now != before:
            added = now.added - before.added
            self._report.say(Found(run.run_id, added, now.added, now.replaced, now.known))

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
                    self._write(self._run, complete=False, wait=SECONDS_FOR_OTHERS)
            count = self._intake.taken.added
            if isinstance(error, Cancelled) and count:
                raise Cancelled(
                    f"Stopped; the {count} candidates that were found before are in the inventory."
                ) from error
            raise
