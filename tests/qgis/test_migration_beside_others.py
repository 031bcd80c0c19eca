"""The dock's connection brings an old inventory up to date while another program writes into it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal
from qgis.core import QgsVectorLayer
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import SCHEMA_VERSION
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.geopackage.gdal_connection import GdalConnection
from rock_glacier_inventory.store.geopackage.upkeep import migration
from rock_glacier_inventory.store.geopackage.upkeep.checking import check_inventory
from rock_glacier_inventory.store.geopackage.upkeep.migration import migrate, needs_migration

from .inventories import in_another_process

VERSION_1 = Path(__file__).parent.parent / "unit" / "schema_1.sql"
IS_COPY = "VACUUM INTO"
Beside = Callable[..., tuple[Any, Any]]


@pytest.fixture
def old(qgis_app: object, tmp_path: Path) -> Path:
    path = tmp_path / "it's é 冰.gpkg"
    with closing(sqlite3.connect(path)) as connection:
        geometry.register_functions(connection)
        connection.executescript(VERSION_1.read_text("utf-8"))
    return path


@pytest.fixture
def connection(old: Path) -> Iterator[GdalConnection]:
    connection = GdalConnection(old)
    yield connection
    connection.close()


def ask(path: Path, sql: str) -> str:
    return in_another_process(path, sql)


def assert_migrated(connection: GdalConnection, copy: Path, other: Any) -> None:
    path = connection.path
    check_inventory(connection.rows, path)
    connection.close()
    other.assert_nothing_lost()
    version = "SELECT VALUE FROM inventory_info WHERE KEY = 'schema_version'"
    assert (ask(path, version), ask(copy, version)) == (f"[('{SCHEMA_VERSION}',)]", "[('1',)]")
    for pragma in ("application_id", "user_version", "page_size", "integrity_check"):
        assert ask(copy, f"PRAGMA {pragma}") == ask(path, f"PRAGMA {pragma}")
    assert ask(copy, "PRAGMA journal_mode") == "[('delete',)]"
    assert sorted(it.name for it in path.parent.iterdir()) == sorted([path.name, copy.name])
    for name in ("candidates", "rock_glaciers"):
        layers = [QgsVectorLayer(f"{it}|layername={name}", name, "ogr") for it in (path, copy)]
        found = [[(each.id(), each.geometry().asWkt()) for each in layer.getFeatures()] for layer in layers]
        assert found[0] == found[1] != []
        assert layers[1].hasSpatialIndex() == layers[0].hasSpatialIndex()


def test_nothing_is_acknowledged_while_the_steps_are_taken(
    connection: GdalConnection, beside_another_program: Beside
) -> None:
    begun: list[int] = []

    def when(number: int, what: str) -> bool:
        if what == "begin":
            begun.append(number)
        return len(begun) == 2 and what != "begin"

    beside, other = beside_another_program(connection, when)
    copy = migrate(beside)
    assert len(other.refused) == len(beside.calls) - begun[1] - 1 > 50
    assert beside.calls[-1] == "commit"
    assert_migrated(connection, copy, other)


@pytest.mark.parametrize("moment", ["before the copy", "between copy and lock"])
def test_what_is_written_before_the_lock_is_in_file_and_copy(
    connection: GdalConnection, beside_another_program: Beside, moment: str
) -> None:
    def when(number: int, what: str) -> bool:
        copies = [call for call in beside.calls if call.startswith(IS_COPY)]
        if moment == "before the copy":
            return what.startswith(IS_COPY) and not copies
        return what == "begin" and len(copies) == 1

    beside, other = beside_another_program(connection, when)
    copy = migrate(beside)
    assert len(other.acknowledged) == 1
    assert_migrated(connection, copy, other)
    assert ask(copy, "SELECT told FROM of_another_program") == "[('row 0',)]"


def test_a_program_that_never_stops_writing_is_told_of(
    connection: GdalConnection, beside_another_program: Beside
) -> None:
    beside, other = beside_another_program(connection, lambda number, what: what.startswith(IS_COPY))
    with pytest.raises(UserError, match="another program keeps writing to it; nothing was changed"):
        migrate(beside)
    assert len(other.acknowledged) == migration.TRIES
    other.assert_nothing_lost()
    assert needs_migration(connection)
    assert [it.name for it in connection.path.parent.iterdir()] == [connection.path.name]


def test_what_qgis_opens_beside_a_transaction_of_ours_leaves_it_its_locks(
    connection: GdalConnection, beside_another_program: Beside
) -> None:
    """GDAL remembers which databases are open, and does not look into them as into other files."""
    _, other = beside_another_program(connection, lambda number, what: False)
    connection.begin()
    connection.execute("UPDATE inventory_info SET VALUE = 'ours' WHERE KEY = 'title'")
    assert not other.write()
    dataset = gdal.OpenEx(str(connection.path), gdal.OF_VECTOR)
    assert dataset.GetLayerCount() > 1
    dataset = None
    assert not other.write()
    layer = QgsVectorLayer(f"{connection.path}|layername=candidates", "candidates", "ogr")
    assert len(list(layer.getFeatures())) == 3
    del layer
    assert not other.write()
    second = GdalConnection(connection.path)
    assert needs_migration(second)
    second.close()
    assert not other.write()
    connection.commit()
    assert other.write()
    other.assert_nothing_lost()
