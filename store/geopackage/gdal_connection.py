"""The dock's connection to an inventory: SQL through GDAL, whose copy of SQLite is the one that QGIS uses.

Why not Python's `sqlite3`: two copies of SQLite in one process drop each other's locks when either
closes the file.

The connection stays open as long as the dock has the inventory. While QGIS edits a layer it switches the
file to a write-ahead log, and QGIS 3.22 then has readers that take no locks and fail in that mode
("unable to open database file"). Tried with one and with two edited layers, saved and dropped in any
order: new layers of the file meet that error when nothing of ours is open or was opened too late, and
none does when our connection was open before the editing began; it writes and reads all the while.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, Callable, TypeVar

from osgeo import gdal, ogr

from ...inventory.errors import UserError
from ...inventory.naming.long_names import check_length
from .connection import SECONDS_TO_WAIT, gone, identity, sentence
from .sql import Sql, compose, joined, literal

Result = TypeVar("Result")

LOCKED = "locked"
"""Kind of the `UserError` where another program or person is writing."""

_NUMBERS = {
    ogr.OFTInteger: ogr.Feature.GetFieldAsInteger,
    ogr.OFTInteger64: ogr.Feature.GetFieldAsInteger64,
    ogr.OFTReal: ogr.Feature.GetFieldAsDouble,
}
_FROM_TEXT = {"i": int, "r": float, "t": str}
"""By the first letter of SQLite's name for the type of a value."""


class GdalConnection:
    """An open GeoPackage, as `connection.Connection` describes it.

    A file that may not be written is opened for reading: `writable` tells, and `begin` says so.

    Parameters
    ----------
    path
        The file.
    seconds_to_wait
        For another program that is writing.
    writable
        False opens it for reading only.
    tr
        Translates sentences.

    Raises
    ------
    UserError
        No such file, not a GeoPackage, damaged, or locked so that it cannot even be read.
    """

    gives_blobs = False

    def __init__(
        self,
        path: Path,
        seconds_to_wait: float = SECONDS_TO_WAIT,
        writable: bool = True,
        tr: Callable[[str], str] = str,
    ) -> None:
        self.path, self._to_write, self._tr = path, writable, tr
        check_length(path)
        if not path.is_file():
            raise UserError(tr("There is no file {}; check the name.").format(path), "inventory")
        self._identity = identity(path)
        # A journal is made beside the file, so the folder counts too.
        self.writable = writable and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        self._wait = compose("PRAGMA busy_timeout = {wait}", wait=int(seconds_to_wait * 1000))
        self._dataset: Any = self._open()  # None once it is closed
        self.rows(self._wait)
        if self.writable:
            self._leave_log()
            # FULL, and the folder too: a gesture ends with the journal's removal, which must not be lost.
            self.execute("PRAGMA synchronous = EXTRA")

    def _open(self) -> gdal.Dataset:
        problem = None
        for flag in (gdal.OF_UPDATE, gdal.OF_READONLY) if self.writable else (gdal.OF_READONLY,):
            try:
                dataset = self._try(partial(gdal.OpenEx, str(self.path), gdal.OF_VECTOR | flag, ["GPKG"]))
            except RuntimeError as error:
                # With its exceptions on, as in the desktop of newer QGIS, GDAL raises what is otherwise None.
                problem = error
                continue
            if dataset is not None:
                self.writable = flag == gdal.OF_UPDATE
                return dataset
        raise UserError(
            self._tr("{} is not a GeoPackage; give a .gpkg file.").format(self.path), "inventory"
        ) from problem

    def rows(self, sql: str, width: int | None = None) -> list[tuple[Any, ...]]:
        """Rows of a SELECT or PRAGMA: int, float, str or None; truth is 1 or 0, a time is the stored text.

        Numbers of a table's own columns are exact, those of an expression have 15 digits.
        """
        if sql.lstrip()[:6].upper() == "PRAGMA":
            return self._fetch(sql, _read_plainly)
        # GDAL hides feature ids and geometries from the fields, drops a name that comes twice, and
        # takes the type of an expression from its first row. So every column gets a name of its own
        # behind a feature id that is none, and what is no declared number comes as text with its type.
        asked = Sql(sql)
        if width is None:
            width = self._fetch(compose("SELECT * FROM ({asked}) LIMIT 0", asked=asked), _count_columns)
        names = _columns(width)
        source = compose("(WITH q({names}) AS ({asked}) SELECT * FROM q)", names=names, asked=asked)
        probe = compose("SELECT 0 AS fid, {names} FROM {source} LIMIT 0", names=names, source=source)
        kinds = self._fetch(probe, lambda layer: _kinds(layer, names))
        shown, tags = _shown(tuple(kind in _NUMBERS for kind in kinds))
        statement = "SELECT 0 AS fid, {shown}, {tags} AS tags FROM {source}"
        full = compose(statement, shown=shown, tags=tags, source=source)
        return self._fetch(full, lambda layer: _read(layer, kinds))

    def execute(self, sql: str) -> None:
        """Run a statement; values stand in it as literals."""
        self._fetch(sql, lambda layer: None)

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of some rows, whose values stand in it as ``?``."""
        pieces = sql.split("?")
        for row in rows:
            self.execute("".join(map("".join, zip(pieces, [*map(literal, row), ""]))))

    def begin(self) -> None:
        """Take the write lock; waits for another program, then raises `UserError`."""
        self._check_file()
        if not self.writable:
            raise self._told("readonly" if self._to_write else "read-only")
        try:
            self.execute("BEGIN IMMEDIATE")
        except UserError as error:
            if error.kind != LOCKED:
                raise
            raise UserError(
                self._tr(
                    "{} is being written by another program or person; looking still works, decide again "
                    "when it is done there."
                ).format(self.path),
                LOCKED,
            ) from error

    def commit(self) -> None:
        """End the transaction; it is on disk when this returns."""
        self._check_file()
        # Not 'COMMIT': GDAL takes that word for transactions of its own, and ours would stay open.
        self.execute("END TRANSACTION")

    def rollback(self) -> None:
        """Take back all since `begin`; never raises."""
        with suppress(UserError, RuntimeError):
            self.execute("ROLLBACK TRANSACTION")

    def close(self) -> None:
        """Close the file; no journal stays beside it, unless QGIS itself is editing."""
        if self._dataset is None:
            return
        self.rollback()
        if self.writable:
            self._leave_log()
        with quietly():
            self._dataset = None

    def _leave_log(self) -> None:
        """Back to the rollback journal from the write-ahead log of QGIS, if nobody else has the file open."""
        with suppress(UserError, RuntimeError):
            if self.rows("PRAGMA journal_mode") == [("wal",)]:
                self.rows("PRAGMA busy_timeout = 0")
                self.rows("PRAGMA journal_mode = DELETE")
        self.rows(self._wait)

    def _check_file(self) -> None:
        """An open file can be deleted, replaced or lose its disk; writing would then go nowhere."""
        if identity(self.path) != self._identity:
            raise gone(self.path, self._tr)

    def _fetch(self, sql: str, read: Callable[[ogr.Layer | None], Result]) -> Result:
        if self._dataset is None:
            raise UserError(self._tr("{} was closed; open the inventory again.").format(self.path), "inventory")

        def ask() -> Result:
            layer = self._dataset.ExecuteSQL(sql)
            if gdal.GetLastErrorType() >= gdal.CE_Failure:
                raise RuntimeError(gdal.GetLastErrorMsg())
            try:
                return read(layer)
            finally:
                if layer is not None:
                    self._dataset.ReleaseResultSet(layer)

        return self._try(ask)

    def _try(self, act: Callable[[], Result]) -> Result:
        """Call GDAL; its errors come out alike whether or not a plugin has switched its exceptions on."""
        with quietly():
            gdal.ErrorReset()
            try:
                result = act()
                problem = gdal.GetLastErrorMsg() if gdal.GetLastErrorType() >= gdal.CE_Failure else None
            except RuntimeError as error:  # no cause of ours: its frames would hold the file open
                problem = str(error)
        if problem is not None:
            raise self._told(problem)
        return result

    def _told(self, text: str) -> Exception:
        if identity(self.path) != self._identity:  # which SQLite calls 'read-only'
            return gone(self.path, self._tr)
        words = text.replace(str(self.path), "")  # a name such as "locked.gpkg" says nothing of the error
        told = sentence(self.path, words)
        if told is None:
            return RuntimeError(text)
        return UserError(told, LOCKED if "locked" in words or "busy" in words else "inventory")


@contextmanager
def quietly() -> Iterator[None]:
    """No words of GDAL's on the terminal and in QGIS's log: what goes wrong is raised."""
    if not gdal.GetUseExceptions():
        gdal.DontUseExceptions()  # as it is; newer bindings warn where nobody has said so
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()


@cache  # a key press asks some twenty times, in a few shapes
def _columns(width: int) -> tuple[Sql, ...]:
    """Names for columns, as many as there are."""
    return tuple(Sql(f"c{place}") for place in range(width))


@cache
def _shown(are_numbers: tuple[bool, ...]) -> tuple[tuple[Sql, ...], Sql]:
    """How columns are asked for, and one column with the types of all that are no declared numbers."""
    names = _columns(len(are_numbers))
    texts = [name for name, is_number in zip(names, are_numbers) if not is_number]
    as_text, tag = "CAST({name} AS TEXT) AS {name}", "substr(typeof({name}), 1, 1)"
    shown = tuple(name if is_number else compose(as_text, name=name) for name, is_number in zip(names, are_numbers))
    return shown, joined([compose(tag, name=name) for name in texts], "||") or Sql("''")


def _count_columns(layer: ogr.Layer | None) -> int:
    if layer is None:
        return 0
    definition = layer.GetLayerDefn()
    if definition.GetGeomFieldCount():
        raise ValueError("a geometry is to be selected as hex(...)")
    return int(definition.GetFieldCount()) + bool(layer.GetFIDColumn())


def _kinds(layer: ogr.Layer, names: Sequence[str]) -> list[int]:
    """OGR's type of each column; where there is no row, a hidden one is a table's own feature id."""
    definition = layer.GetLayerDefn()
    places = [definition.GetFieldIndex(name) for name in names]
    return [ogr.OFTInteger64 if place < 0 else definition.GetFieldDefn(place).GetType() for place in places]


def _read(layer: ogr.Layer, kinds: list[int]) -> list[tuple[Any, ...]]:
    """Rows: declared numbers first-hand, all else by the type that the last field tells."""
    definition = layer.GetLayerDefn()
    first = definition.GetFieldIndex("c0")
    columns = [(first + place, _NUMBERS.get(kind)) for place, kind in enumerate(kinds)]
    tags = first + len(kinds)
    is_null = ogr.Feature.IsFieldNull
    found = []
    while (feature := layer.GetNextFeature()) is not None:
        types = iter(_text(feature, tags))
        row = []
        for place, get_number in columns:
            if get_number is not None:
                row.append(None if is_null(feature, place) else get_number(feature, place))
            else:
                kind = next(types)
                row.append(None if kind == "n" else _FROM_TEXT[kind](_text(feature, place)))
        found.append(tuple(row))
    return found


def _text(feature: ogr.Feature, place: int) -> str:
    """A text. What is no UTF-8 GDAL gives as bytes or with surrogates, by its version; SQLite refuses it."""
    text = feature.GetFieldAsString(place)
    try:
        if isinstance(text, str) and (text.isascii() or text.encode("utf-8")):
            return text
    except UnicodeEncodeError:
        pass
    raise RuntimeError("Could not decode to UTF-8")


def _read_plainly(layer: ogr.Layer | None) -> list[tuple[Any, ...]]:
    if layer is None:
        return []
    count = layer.GetLayerDefn().GetFieldCount()
    return [tuple(feature.GetField(place) for place in range(count)) for feature in layer]
