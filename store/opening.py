"""Open an inventory: the connection is chosen here, once, by what runs this process."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .geopackage.connection import SECONDS_TO_WAIT, Connection, SqliteConnection
from .geopackage.creating import create as create_store
from .geopackage.store import GeoPackageStore
from .geopackage.upkeep.checking import check_inventory
from .geopackage.upkeep.mending import make_kept_layer, mend
from .geopackage.upkeep.migration import migrate, needs_migration
from .protocol import Store
from .records import Mended

__all__ = ["bring_up", "create_store", "open_store"]

Words = Callable[[str], str]
"""Gives a sentence in the person's language."""


def open_store(path: Path, write: bool = True, wait: float = SECONDS_TO_WAIT, *, detections: bool = False) -> Store:
    """Open an inventory of the present version; to be closed.

    Parameters
    ----------
    path
        The file.
    write
        Whether anything is to be written. Where it may not be, `read_only` tells, and who writes hears it.
    wait
        Seconds to wait for another program that is writing.
    detections
        A detection's own file will do, too.

    Raises
    ------
    UserError
        No such file, not an inventory of this version, damaged, or locked so that it cannot be read.
    """
    connection = _connect(path, write, wait)
    with _closed_on_error(connection):
        return GeoPackageStore(connection, detections)


def bring_up(path: Path, tr: Words = str) -> tuple[Store, Path | None, Mended]:
    """Open an inventory; an older one is brought up to date, and what a copy by a tool lacks is made again.

    Returns
    -------
    store
        To be closed.
    copy
        Of what an older file was, beside it; None where it was up to date.
    mended
        What was made again.

    Raises
    ------
    UserError
        As `open_store`, or something has to be done and the file cannot be written.
    """
    connection = _connect(path, True, SECONDS_TO_WAIT, tr)
    with _closed_on_error(connection):
        copy = migrate(connection) if needs_migration(connection) else None
        if copy is None:
            make_kept_layer(connection)
        check_inventory(connection.rows, path, to_write=False)
        mended = mend(connection) if connection.writable else Mended()
        return GeoPackageStore(connection), copy, mended


def _connect(path: Path, write: bool, wait: float, tr: Words = str) -> Connection:
    """Two copies of SQLite in one process drop each other's locks, so QGIS's own is used where it runs."""
    if "qgis.core" in sys.modules:
        from .geopackage.gdal_connection import GdalConnection

        return GdalConnection(path, wait, write, tr)
    return SqliteConnection(path, wait, write)


@contextmanager
def _closed_on_error(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise
