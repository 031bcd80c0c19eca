"""How an inventory is talked to: a few SQL calls, served by GDAL in QGIS and by Python elsewhere.

A program must not open one file with two copies of SQLite: closing a file in one drops the locks of the
other. QGIS brings GDAL's copy, so the dock's connection goes through GDAL (`gdal_connection`); the engine and
the tests have no GDAL of their own in the way and use the one here.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from ...inventory.errors import UserError
from ...inventory.naming.long_names import check_length, too_long
from ...inventory.naming.sqlite_address import address_of
from .geometry import register_functions

SECONDS_TO_WAIT = 2.0
"""How long a gesture waits for another program that is writing: a person is waiting with it."""


READING_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What Python's SQLite raises; the second where words of its own hold what a damaged file says."""


class Connection(Protocol):
    """An open GeoPackage. Errors that a person can mend are `UserError`."""

    path: Path
    writable: bool
    """Whether the file may be written."""
    gives_blobs: bool
    """Whether `rows` gives blobs as they are; else they are to be selected as hex(...)."""

    def rows(self, sql: str, width: int | None = None) -> list[tuple[Any, ...]]:
        """Rows of a SELECT or PRAGMA; `width` spares a look where it is known how many columns it has."""

    def execute(self, sql: str) -> None:
        """Run a statement; values stand in it as literals (see `sql.literal`)."""

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of some rows, whose values stand in it as ``?``."""

    def begin(self) -> None:
        """Take the write lock, or raise `UserError` where another program holds it."""

    def commit(self) -> None:
        """End the transaction; it is on disk when this returns."""

    def rollback(self) -> None:
        """Take back all since `begin`; never raises."""

    def close(self) -> None:
        """Close the file; no journal stays beside it."""


def sentence(path: Path, text: str) -> str | None:
    """What one of SQLite's errors means for a person; None where it is a fault of ours."""
    if (found := _NOT_UTF8.search(text)) is not None:
        field = f" in the field {found[1]}" if found[1] else ""
        return (
            f"{path} holds text{field} that is not UTF-8: it is damaged, or was written by another tool in "
            "another encoding; restore it from a copy, or correct that text."
        )
    text = text.lower()
    if "unable to open" in text and (told := too_long(path, to_write=True)):
        return told
    if "readonly" in text and _may_be_written(path):
        # So SQLite opens what says of itself that a newer SQLite has written it, or what holds its lock.
        return (
            f"{path} cannot be written, though its permissions allow it: its header is damaged or of a newer "
            "SQLite, or its disk allows only reading; copy it elsewhere, or restore it from a copy."
        )
    for words, told in _SENTENCES:
        if any(word in text for word in words):
            return told.format(path=path)
    return None


def _may_be_written(path: Path) -> bool:
    """Whether the permissions allow it, of the file and of its folder."""
    as_we_are = os.access in os.supports_effective_ids
    return all(os.access(place, os.W_OK, effective_ids=as_we_are) for place in (path, path.parent))


@contextmanager
def told_as_sentences(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences; what is our own fault stays as it is."""
    try:
        yield
    except READING_ERRORS as error:
        told = sentence(path, str(error))
        if told is None:
            raise
        raise UserError(told, kind="inventory") from error


_NOT_UTF8 = re.compile(r"could not decode to utf-8(?: column '([^']+)')?|'utf-8' codec can't decode", re.IGNORECASE)

_DAMAGED = (
    "malformed",
    "not a database",
    "corrupt",
    "undersize",
    "vtable constructor",
    "unsupported file format",
    "encrypted",
    "string or blob too big",
)

_SENTENCES = (
    (("locked", "busy"), "{path} is locked by another program; save or close its edits there and try again."),
    (("readonly", "read-only"), "{path} is read-only; copy it to a place where you may write."),
    (("unable to open",), "{path} cannot be opened for writing; check the permissions of the file and of its folder."),
    (("full",), "The disk is full, nothing was changed in {path}; free some space and try again."),
    (("user-defined function",), "{path} holds a geometry that is damaged; restore it from a copy."),
    (_DAMAGED, "{path} is damaged or not a GeoPackage; restore it from a copy."),
    (("disk i/o",), "{path} could not be read or written (disk error); nothing was changed."),
)


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands under a name; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def gone(path: Path, tr: Callable[[str], str] = str) -> UserError:
    """What is to be said where the open file no longer stands under its name."""
    return UserError(
        tr(
            "{} was moved, deleted or replaced, or its disk is gone; nothing was written, put it back or "
            "open the inventory again."
        ).format(path),
        "inventory",
    )


class SqliteConnection:
    """A connection of Python's own SQLite, for the engine, scripts and tests; not for use inside QGIS."""

    gives_blobs = True

    def __init__(self, path: Path, seconds_to_wait: float = SECONDS_TO_WAIT, writable: bool = True) -> None:
        self.path, self.writable = path, writable
        check_length(path)
        if path.is_dir():
            raise UserError(f"{path} is a folder, not a GeoPackage; give a .gpkg file.", "inventory")
        if not path.is_file():
            raise UserError(f"There is no file {path}; check the name.", "inventory")
        self._identity = identity(path)
        with self._telling():
            uri = address_of(path.resolve(), "rw")
            self._connection = sqlite3.connect(
                uri,
                uri=True,
                timeout=seconds_to_wait,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=0,  # values stand in them, so none comes twice
            )
            register_functions(self._connection)
            self.execute("PRAGMA synchronous = FULL" if writable else "PRAGMA query_only = ON")
            found = self.rows("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_contents'")
        if not found:
            self.close()
            raise UserError(f"{path} is a SQLite file but not a GeoPackage; give a .gpkg file.", "inventory")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except READING_ERRORS as error:
            raise self._told(error) from error

    def _told(self, error: Exception) -> Exception:
        if identity(self.path) != self._identity:  # which SQLite calls 'read-only'
            return gone(self.path)
        told = sentence(self.path, str(error))
        if "not a database" in str(error):
            told = f"{self.path} is not a GeoPackage; give a .gpkg file."
        return error if told is None else UserError(told, "inventory")

    def rows(self, sql: str, width: int | None = None) -> list[tuple[Any, ...]]:
        with self._telling():
            return self._connection.execute(sql).fetchall()

    def execute(self, sql: str) -> None:
        with self._telling():
            self._connection.execute(sql)

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._telling():
            self._connection.executemany(sql, rows)

    def begin(self) -> None:
        if not self.writable:
            raise UserError(sentence(self.path, "read-only") or "", "inventory")
        self.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        if identity(self.path) != self._identity:  # SQLite asks that only before it writes
            raise gone(self.path)
        self.execute("COMMIT")

    def rollback(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        self._connection.close()
