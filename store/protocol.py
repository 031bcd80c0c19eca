"""An open inventory, whatever keeps it: at most 25 verbs, and none of them takes or gives SQL.

Geometry passes as WKB. Every failure that a person can mend is a `UserError` with one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from ..inventory.schema import CANDIDATES, Layer
from .edit import Edit, Rows, Tables
from .records import ALL, Box, Entry, Mended, Row, SpatialReference, Wanted
from .twins import Twin


class Appending(Protocol):
    """The outlines of one run on their way into the inventory, inside one transaction."""

    def add(self, rows: Iterable[Sequence[Any]], layer: Layer = CANDIDATES) -> int:
        """Candidates, or rows of another layer: geometry, then every field in order. Their number."""

    def remember(self, facts: Mapping[str, str | None]) -> None:
        """Keep facts of the inventory, as `Store.remember` does."""

    def remove(self, fids: Sequence[int]) -> int:
        """Take out undecided candidates that others replace; the journal keeps them whole. Their number."""

    def keep(self, rows: Iterable[Sequence[Any]]) -> None:
        """What the run saw: rows of `KEPT_PROBABILITY`; a detection's own file has no place for them."""

    def forget(self, fids: Sequence[int]) -> None:
        """Remove rows of `KEPT_PROBABILITY`."""

    def run(self, row: Sequence[Any]) -> None:
        """The run's row, every field in order: added, or brought up to date where it is there."""


class Filling(Protocol):
    """Computed fields on their way into the inventory, inside one transaction."""

    def update_many(self, layer: Layer, fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Set some fields of rows; each row ends with its feature id. A geometry among them is WKB."""

    def insert_many(self, layer: Layer, rows: Iterable[Sequence[Any]]) -> int:
        """Add rows: the geometry where the layer has one, then every field in order. Their number."""

    def run(self, row: Sequence[Any]) -> None:
        """The run's row, every field in order: added, or brought up to date where it is there."""


class Store(Rows, Protocol):
    """An open inventory."""

    read_only: bool
    """Whether nothing can be written."""

    listeners: list[Callable[[dict[str, list[int]]], None]]
    """Each is told after a gesture, an undo or a redo which features it touched, by layer."""

    # Reading

    def facts(self) -> dict[str, str]:
        """The facts of the inventory, by key; none where it is a detection's own file."""

    def reference(self, layer: Layer) -> SpatialReference:
        """Coordinate system of a layer with geometry."""

    def outlines(self, layer: Layer, where: Wanted = ALL) -> list[tuple[int, bytes]]:
        """Feature id and WKB of rows that have an outline, in the order of their feature ids."""

    def boxes(self, layer: Layer, where: Wanted = ALL) -> list[tuple[Any, ...]]:
        """Feature id, west, south, east, north of rows; four times None where there is no outline."""

    def near(self, layer: Layer, boxes: Sequence[Box]) -> list[tuple[int, int]]:
        """Place of a box and feature id, for each pair of which the two boxes meet."""

    def count(self, layer: Layer, where: Wanted = ALL) -> int:
        """How many rows."""

    def last(self, layer: Layer) -> int:
        """The highest feature id; 0 where there is no row."""

    def values(self, layer: Layer, field: str, where: Wanted = ALL) -> list[str]:
        """What a field holds where it holds something, each value once, the one that came last at the end."""

    def queue_numbers(self, after: int = -1) -> list[tuple[Any, ...]]:
        """Of candidates with greater feature ids: id, state, mean probability, its spread, area, subregion, x, y.

        In the order of the ids; x and y are of the middle of the outline's box.
        """

    def journal(self, since: int = 0) -> list[Entry]:
        """The journal's rows after one of them, in order."""

    def undoable(self, person: str) -> tuple[Entry | None, Entry | None]:
        """The gestures of a person that an undo takes back and that a redo does again."""

    def contradictions(self) -> list[Twin]:
        """What no gesture makes: two rock glaciers with one identifier, and the like."""

    def contradiction_of(self, fid: int, row: Row) -> Twin | None:
        """The contradiction that a rock glacier is in; as `contradictions`, but of one and at once."""

    # Writing: each is one transaction, on disk when it returns

    def gesture(self, operation: str, person: str, undoes: int | None = None) -> AbstractContextManager[Edit]:
        """Write a gesture: all rows and the journal's row, or nothing.

        Raises
        ------
        UserError
            Nobody says who does it, or the file cannot be written.
        """

    def change(self) -> AbstractContextManager[Tables]:
        """Write what no gesture makes, such as a sample that was drawn: not in the journal, not undone."""

    def append(self, run_id: str) -> AbstractContextManager[Appending]:
        """Take the outlines of a run in: the candidates of a detection, or what is imported."""

    def check_can_fill(self, layer: Layer) -> None:
        """Raise `UserError` where the layer, or the file itself, cannot be written now.

        Writes no row; a detection's own file of an older version gains the fields that it lacks, empty.
        """

    def fill(self, layer: Layer) -> AbstractContextManager[Filling]:
        """Write computed fields of a layer."""

    def mend(self) -> Mended:
        """Make again what a copy by another tool, or its writing over a layer, has left out."""

    # Watching

    def changed_elsewhere(self) -> bool:
        """Whether another connection has changed the file since this was last asked."""

    def close(self) -> None:
        """Let go of the file."""
