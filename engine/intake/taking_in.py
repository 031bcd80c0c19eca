"""Candidates of a run go into an inventory: with the run's row, its journal rows, and nothing twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from ...inventory import schema
from ...inventory.errors import UserError
from ...inventory.moments import utc_now
from ...store.geopackage import geopackage
from ..attributes.inventory_rows import AMONG
from ..filling.inventory_writing import write_run
from ..runs.run_record import Run
from ..telling.report import Report
from .known_ground import BATCH, Ground, KnownGround

Row = tuple[Any, ...]
"""A row of `candidates`, its outline first, in the inventory's coordinate system."""

_LAYER, _FID, _GEOM = schema.CANDIDATES, schema.FEATURE_ID, schema.GEOMETRY


@dataclass(frozen=True)
class Taken:
    """What a run has done so far: candidates added, not offered because known, replaced of earlier runs.

    `overlapping` of those added reach over rock glaciers, which cover less than half of them.
    """

    added: int = 0
    known: int = 0
    replaced: int = 0
    overlapping: int = 0


TOLD = ("known", "replaced", "overlapping")
"""Counts that stand in the run's parameters; those added are its features."""


class Intake:
    """Takes the candidates of one run in, in one transaction or in many.

    Parameters
    ----------
    path
        An inventory.
    run
        What makes them. Its `parameters` tell what was ``known``, ``replaced`` and ``overlapping``, and
        whether the run is ``complete``.
    ground
        What it has searched; None where that is not known.
    """

    def __init__(self, path: Path, run: Run, ground: Ground | None = None) -> None:
        self._path, self._run = path, run
        self._known = KnownGround(run, ground)
        self._begun = False
        self.taken = Taken()

    def write(self, rows: Iterable[Row], *, complete: bool, timeout: float | None = None) -> list[Row]:
        """One transaction: all of it is on disk when this returns, or nothing was changed.

        Parameters
        ----------
        rows
            Candidates; read once, a batch at a time.
        complete
            The run has ended as it should: what it has not found again goes, too.
        timeout
            Seconds to wait for another program that is writing; None for the usual.

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
        run, taken, waiting = self._run, self.taken, list[Row]()
        with (
            geopackage.connect(self._path, write=True, timeout=timeout) as connection,
            geopackage.own_transaction(connection),
        ):
            if not self._begun:
                _refuse_known_run(connection, self._path, run)
            stream = iter(rows)
            while batch := list(islice(stream, BATCH)):
                taken = self._take(connection, batch, taken, waiting)
            if complete:
                for fids in self._known.left_over(connection):
                    taken = replace(taken, replaced=taken.replaced + remove(connection, run, fids))
            if taken.added > self.taken.added:
                _note(connection, {"run": run.run_id, "count": taken.added - self.taken.added})
            run.parameters |= {name: getattr(taken, name) for name in TOLD} | {"complete": complete}
            write_run(connection, run, taken.added)
        self._begun, self.taken = True, taken
        return waiting

    def _take(
        self, connection: sqlite3.Connection, batch: Sequence[Row], taken: Taken, waiting: list[Row]
    ) -> Taken:
        """Add what is new of a batch, and take out what it replaces."""
        new, gone, known, overlapping = [], dict[int, None](), 0, 0
        for row, verdict in zip(batch, self._known.judge(connection, [row[0] for row in batch]), strict=True):
            if verdict.known:
                known += 1
            elif verdict.waits:
                waiting.append(row)
            else:
                new.append(row)
                overlapping += verdict.overlaps
                gone |= dict.fromkeys(verdict.replaces)
        replaced = remove(connection, self._run, list(gone))
        geopackage.insert_rows(connection, _LAYER, new)
        return Taken(
            taken.added + len(new), taken.known + known, taken.replaced + replaced,
            taken.overlapping + overlapping,
        )  # fmt: skip


def tell_of_overlaps(taken: Mapping[str, int], report: Report) -> None:
    """Say where candidates were added although they reach over rock glaciers; `taken` as in `TOLD`."""
    count = taken.get("overlapping", 0)
    if count:
        report.progress(
            None,
            f"{count} of the candidates that were added reach over rock glaciers of the inventory, which "
            "cover less than half of them.",
        )


def remove(connection: sqlite3.Connection, run: Run, fids: Sequence[int]) -> int:
    """Take undecided candidates out, in the caller's transaction; the journal keeps them whole."""
    if not fids:
        return 0
    names = _LAYER.field_names
    columns = ", ".join(f'"{name}"' for name in names)
    found = connection.execute(
        f'SELECT {_FID}, hex("{_GEOM}"), {columns} FROM "{_LAYER.name}" WHERE {_FID} {AMONG}',
        (json.dumps(list(fids)),),
    ).fetchall()
    connection.execute(f'DELETE FROM "{_LAYER.name}" WHERE {_FID} {AMONG}', (json.dumps(list(fids)),))
    geopackage.touch(connection, _LAYER)
    values = {str(row[0]): dict(zip(names, row[2:], strict=True)) for row in found}
    outlines = {str(row[0]): row[1] for row in found}
    _note(
        connection,
        {"run": run.run_id, "replaced": [row[0] for row in found]},
        json.dumps({_LAYER.name: values}, ensure_ascii=False),
        json.dumps({_LAYER.name: outlines}),
    )
    return len(found)


def _note(
    connection: sqlite3.Connection, touched: dict[str, Any], values: str | None = None,
    outlines: str | None = None,
) -> None:  # fmt: skip
    """A row of the journal, in the form that gestures have."""
    told = json.dumps({_LAYER.name: touched})
    row = (utc_now(), "", schema.APPEND, None, told, values, None, outlines, None)
    geopackage.insert_rows(connection, schema.JOURNAL, [row])


def _refuse_known_run(connection: sqlite3.Connection, path: Path, run: Run) -> None:
    query = f'SELECT 1 FROM "{schema.RUNS.name}" WHERE "RUN_ID" = ?'
    if connection.execute(query, (run.run_id,)).fetchone():
        raise UserError(f"{path} already holds the run {run.run_id}; nothing was added.", kind="inventory")
