"""Candidates of a run go into an inventory: with the run's row, its journal rows, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ...inventory.schema import RUNS
from ...store.protocol import Appending, Store
from ...store.records import Wanted
from ..runs.inventories import open_inventory
from ..runs.run_record import Run
from ..telling.report import Report
from .candidate_rows import BATCH, Row
from .kept_blocks import outdated
from .known_ground import Ground, KnownGround


@dataclass(frozen=True)
class Taken:
    """What a run has done so far: candidates added, not offered because known, replaced of earlier runs.

    `overlapping` of those added reach over rock glaciers, which cover less than half of them.
    """

    added: int = 0
    known: int = 0
    replaced: int = 0
    overlapping: int = 0

    def told(self) -> dict[str, Any]:
        """What the run's row says beside the number of those added, which are its features."""
        return {name: count for name, count in asdict(self).items() if name != "added"}


class Intake:
    """Takes the candidates of one run in, in one transaction or in many.

    Parameters
    ----------
    path
        An inventory.
    ground
        What the run has searched; None where that is not known.
    """

    def __init__(self, path: Path, ground: Ground | None = None) -> None:
        self._path, self._ground = path, ground
        self._begun = False
        self.taken = Taken()

    def write(
        self, rows: Iterable[Row], run: Run, *, complete: bool, wait: float | None = None, kept: Iterable[Row] = ()
    ) -> list[Row]:
        """One transaction: all of it is on disk when this returns, or nothing was changed.

        Parameters
        ----------
        rows
            Candidates, in the inventory's coordinate system; read once, a batch at a time.
        run
            What makes them. Its row tells besides what was ``known``, ``replaced`` and ``overlapping``, and
            whether the run is ``complete``.
        complete
            The run has ended as it should: what it has not found again goes, too.
        wait
            Seconds to wait for another program that is writing; None for the usual.
        kept
            Rows of what the run saw, see `KeptRows`.

        Returns
        -------
        list
            Rows that cannot be judged yet, because an outline of an earlier run reaches into what is not
            searched yet; to be given again.

        Raises
        ------
        UserError
            The inventory is locked, read-only or gone, or holds the run already.
        """
        taken, waiting = self.taken, list[Row]()
        with closing(open_inventory(self._path, wait=wait)) as store, store.append(run.run_id) as inventory:
            if not self._begun:
                _refuse_known_run(store, run)
            known = KnownGround(store, run, self._ground)
            stream = iter(rows)
            while batch := list(islice(stream, BATCH)):
                taken = _take(inventory, known, batch, taken, waiting)
            inventory.keep(kept)
            if complete:
                for fids in known.left_over():
                    taken = replace(taken, replaced=taken.replaced + inventory.remove(fids))
                inventory.forget(outdated(store, run))
            inventory.run(run.row(taken.added, **taken.told(), complete=complete))
        self._begun, self.taken = True, taken
        return waiting


def _take(inventory: Appending, ground: KnownGround, batch: Sequence[Row], taken: Taken, waiting: list[Row]) -> Taken:
    """Add what is new of a batch, and take out what it replaces."""
    new, gone, known, overlapping = [], dict[int, None](), 0, 0
    for row, verdict in zip(batch, ground.judge([row[0] for row in batch]), strict=True):
        if verdict.known:
            known += 1
        elif verdict.waits:
            waiting.append(row)
        else:
            new.append(row)
            overlapping += verdict.overlaps
            gone |= dict.fromkeys(verdict.replaces)
    replaced = inventory.remove(list(gone))
    return Taken(
        added=taken.added + inventory.add(new),
        known=taken.known + known,
        replaced=taken.replaced + replaced,
        overlapping=taken.overlapping + overlapping,
    )


def tell_of_overlaps(taken: Taken, report: Report) -> None:
    """Say where candidates were added although they reach over rock glaciers."""
    if taken.overlapping:
        report.progress(
            None,
            f"{taken.overlapping} of the candidates that were added reach over rock glaciers of the "
            "inventory, which cover less than half of them.",
        )


def tell_of_replaced(taken: Taken, others: bool, report: Report) -> None:
    """Say how many candidates gave way to a run that replaces those of other models, and where they are kept."""
    if others:
        report.progress(
            None,
            f"{taken.replaced} candidates that nobody had decided on were replaced by {taken.added} of this run; the "
            "journal keeps them whole.",
        )


def _refuse_known_run(store: Store, run: Run) -> None:
    if store.count(RUNS, Wanted(having={"RUN_ID": run.run_id})):
        raise UserError(f"{store.path} already holds the run {run.run_id}; nothing was added.", kind="inventory")
