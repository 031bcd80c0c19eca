"""What others write into an open inventory: people, tools, detections; not our gestures, not our engine."""

from __future__ import annotations

from dataclasses import dataclass

from ...inventory.schema import EXTERNAL, FEATURE_ID, JOURNAL, RUNS, Layer
from ...store.geopackage.sql import column, literal
from ...store.store import Inventory


@dataclass(frozen=True)
class Changes:
    """What was found since one looked last; `noted` counts the features that another tool has changed."""

    by_others: bool
    noted: int = 0


class Elsewhere:
    """SQLite only tells that a file was changed; the journal and the runs tell by whom.

    Our own gestures and the runs that our engine was asked for are counted; what is beyond them came from
    others, and only then all that is shown must be read again.
    """

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self._begin()
        inventory.listeners.append(self._count_gesture)

    def _begin(self) -> None:
        self._journal_end, self._runs_end = self._last(JOURNAL), self._last(RUNS)
        self._own_gestures = self._own_runs = 0

    def _last(self, table: Layer) -> int:
        sql = f"SELECT coalesce(max({FEATURE_ID}), 0) FROM {column(table.name)}"
        return int(self._inventory.rows(sql)[0][0])

    def _count_gesture(self, _touched: dict[str, list[int]]) -> None:
        self._own_gestures += 1

    def expect_run(self) -> None:
        """Our engine has written what one run computed."""
        self._own_runs += 1

    def look(self) -> Changes | None:
        """What was changed since the last look; None where the file is as we left it."""
        if not self._inventory.changed_elsewhere():
            return None
        since, own_runs = self._journal_end, self._own_runs
        gestures = self._last(JOURNAL) - since - self._own_gestures
        runs = self._last(RUNS) - self._runs_end - own_runs
        self._begin()
        if own_runs and not gestures and not runs:
            return Changes(by_others=False)
        sql = (
            f"SELECT count(*) FROM {column(JOURNAL.name)} WHERE {FEATURE_ID} > {since} "
            f'AND "OPERATION" = {literal(EXTERNAL)}'
        )
        return Changes(True, int(self._inventory.rows(sql)[0][0]))
