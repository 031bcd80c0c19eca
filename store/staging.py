"""Rows that wait to be written, in a temporary file of SQLite's own: never all in memory."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from .geopackage.connection import told_as_sentences
from .geopackage.sql import Sql, compose, name

_FOLDER = Path(tempfile.gettempdir())


class Staged:
    """A table without a name for its fields; it is gone when it is closed.

    Parameters
    ----------
    width
        Values of a row.
    """

    def __init__(self, width: int) -> None:
        self._connection = sqlite3.connect("")
        fields = [name(f"c{number}") for number in range(width)]
        self._connection.execute(compose("CREATE TABLE staged ({fields})", fields=fields))
        self._insert = compose("INSERT INTO staged VALUES ({marks})", marks=[Sql("?")] * width)

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Append rows.

        Raises
        ------
        UserError
            The disk with the folder for temporary files is full.
        """
        with told_as_sentences(_FOLDER):
            self._connection.executemany(self._insert, rows)
            self._connection.commit()

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """All of them, in their order."""
        return self._connection.execute("SELECT * FROM staged ORDER BY rowid")

    def close(self) -> None:
        """Forget them."""
        self._connection.close()
