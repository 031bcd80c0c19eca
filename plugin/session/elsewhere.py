"""What others write into an open inventory: people, tools, detections; not our gestures, not our engine."""

from __future__ import annotations

from dataclasses import dataclass

from ...inventory.schema import EXTERNAL, JOURNAL, RUNS
from ...store.protocol import Store


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

    def __init__(self, inventory: Store) -> None:
        self._inventory = inventory
        self._begin()
        inventory.listeners.append(self._count_gesture)

    def _begin(self) -> None:
        self._journal_end, self._runs_end = self._inventory.last(JOURNAL), self._inventory.last(RUNS)
        self._own_gestures = self._own_runs = 0

    def _count_gesture(self, _touched: dict[str, list[int]]) -> None:
        self._own_gestures += 1

    def expect_run(self) -> None:
        """Our engine has written what one run computed."""
        self._own_runs += 1

    def look(self) -> Changes | None:
        """What was changed since the last look; None where the file is as we left it."""
        if not self._inventory.changed_elsewhere():
            return None
        entries, own_runs = self._inventory.journal(self._journal_end), self._own_runs
        gestures = len(entries) - self._own_gestures
        runs = self._inventory.last(RUNS) - self._runs_end - own_runs
        self._begin()
        if own_runs and not gestures and not runs:
            return Changes(by_others=False)
        return Changes(True, sum(entry.operation == EXTERNAL for entry in entries))
