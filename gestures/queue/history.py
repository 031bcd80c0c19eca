"""What a person decided in earlier sessions, the latest first, as the journal has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress

from ...inventory.schema import CANDIDATES, COMMENT, GESTURES, JOURNAL, REDO, REVIEW, ROCK_GLACIERS, UNDO, WINDOW, Layer
from ...store.protocol import Store
from ...store.records import Wanted

Place = tuple[Layer, int]
"""A layer and a feature id."""
_ROWS_AT_ONCE = 200
"""Rows of the journal that are read at a time: a way back of some steps reads no more, however long it is."""
_NO_DECISIONS = (COMMENT, REVIEW, WINDOW)


class History:
    """The way back beyond what this session has shown; it reads only as far as one goes.

    It begins where the journal ended when it was made: what is decided later is on the way that the queue keeps.
    """

    def __init__(self, inventory: Store) -> None:
        self._inventory = inventory
        self._end = inventory.last(JOURNAL)
        self._person = ""
        self._way: Iterator[Place] = iter(())

    def before(self, person: str) -> Place | None:
        """The next one farther back that the person decided and did not take back; None at the beginning."""
        if person != self._person:
            self._person, self._way = person, self._walk(person)
        return next(self._way, None)

    def _walk(self, person: str) -> Iterator[Place]:
        """Each once, by the last that was decided of it."""
        end, told, turned = self._end, set[tuple[str, int]](), dict[int, str]()
        while end > 0:
            begin = max(0, end - _ROWS_AT_ONCE)
            wanted = Wanted(fids=range(begin + 1, end + 1), having={"PERSON": person})
            rows = self._inventory.rows(JOURNAL, ("OPERATION", "UNDOES", "TOUCHED"), wanted)
            for fid, operation, undoes, touched in reversed(rows):
                if operation in (UNDO, REDO):
                    turned.setdefault(undoes, operation)  # the latest word on it counts
                elif operation in GESTURES and operation not in _NO_DECISIONS and turned.get(fid) != UNDO:
                    for layer, number in _touched(touched):
                        if (layer.name, number) not in told:
                            told.add((layer.name, number))
                            yield layer, number
            end = begin


def _touched(text: str | None) -> list[Place]:
    """What a gesture was of: its candidates, or its rock glaciers where it has none; the last first."""
    with suppress(ValueError, TypeError, AttributeError):
        told = json.loads(text or "{}")
        for layer in (CANDIDATES, ROCK_GLACIERS):
            fids = [int(fid) for fid in told.get(layer.name, ())]
            if fids:
                return [(layer, fid) for fid in reversed(fids)]
    return []
