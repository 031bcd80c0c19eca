"""Another program writes into an inventory at every moment of its migration, and loses nothing."""

from __future__ import annotations

from contextlib import closing, contextmanager

import plain_geopackage as geopackage
import pytest
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage.connection import SqliteConnection
from rock_glacier_inventory.store.geopackage.upkeep import migration
from rock_glacier_inventory.store.geopackage.upkeep.migration import migrate, needs_migration
from test_migration import ask, write_version_1

IS_COPY = "VACUUM INTO"


@pytest.fixture
def old(tmp_path):
    return write_version_1(tmp_path / "it's é 冰 100%?#.gpkg")


@pytest.fixture
def connection(old):
    with closing(SqliteConnection(old, seconds_to_wait=0)) as connection:
        yield connection


def version_of(path):
    return int(ask(path, "SELECT VALUE FROM inventory_info WHERE KEY = 'schema_version'")[0][0])


def files_beside(path):
    return sorted(it.name for it in path.parent.iterdir() if it != path)


def assert_migrated(path, copy, other):
    other.assert_nothing_lost()
    assert version_of(path) == schema.SCHEMA_VERSION
    assert version_of(copy) == 1
    assert ask(copy, "PRAGMA integrity_check") == [("ok",)]
    assert files_beside(path) == [copy.name]


class Inside:
    """From the beginning of the migration's own transaction on."""

    def __init__(self):
        self.begun = []

    def __call__(self, number, what):
        if what == "begin":
            self.begun.append(number)
        return len(self.begun) == 2 and what != "begin"  # the first only asks whether the file can be written


def test_nothing_is_acknowledged_while_the_steps_are_taken(old, connection, beside_another_program):
    """Before each statement of each step, and before the commit."""
    when = Inside()
    beside, other = beside_another_program(connection, when)
    copy = migrate(beside)
    steps = len(beside.calls) - when.begun[1] - 1
    assert len(other.refused) == steps > 50
    assert beside.calls[-1] == "commit"
    assert_migrated(old, copy, other)
    assert other.write()
    other.assert_nothing_lost()


@pytest.mark.parametrize("step", sorted(migration.STEPS))
def test_the_end_of_each_step(old, connection, beside_another_program, monkeypatch, step):
    """Also when a step has done everything and nothing of it has reached the file."""
    beside, other = beside_another_program(connection, lambda number, what: False)
    take = migration.STEPS[step]
    monkeypatch.setitem(migration.STEPS, step, lambda to: (other.write(), take(to), other.write()))
    copy = migrate(beside)
    assert (len(other.acknowledged), len(other.refused)) == (0, 2)
    assert_migrated(old, copy, other)


@pytest.mark.parametrize("moment", ["before the copy", "between copy and lock"])
def test_what_is_written_before_the_lock_is_in_file_and_copy(old, connection, beside_another_program, moment):
    """The copy is made again where it would lack what was acknowledged."""

    def when(number, what):
        copies = [call for call in beside.calls if call.startswith(IS_COPY)]
        if moment == "before the copy":
            return what.startswith(IS_COPY) and not copies
        return what == "begin" and len(copies) == 1

    beside, other = beside_another_program(connection, when)
    copy = migrate(beside)
    assert len(other.acknowledged) == 1
    assert sum(call.startswith(IS_COPY) for call in beside.calls) == 2
    assert_migrated(old, copy, other)
    assert ask(copy, "SELECT told FROM of_another_program") == [("row 0",)]


def test_a_program_that_never_stops_writing_is_told_of(old, connection, beside_another_program):
    beside, other = beside_another_program(connection, lambda number, what: what.startswith(IS_COPY))
    with pytest.raises(UserError, match="another program keeps writing to it; nothing was changed") as told:
        migrate(beside)
    assert str(old) in told.value.message
    assert len(other.acknowledged) == migration.TRIES
    other.assert_nothing_lost()
    assert version_of(old) == 1
    assert files_beside(old) == []
    assert migrate(connection).is_file()
    other.assert_nothing_lost()


@pytest.mark.parametrize("place", [0, 40, None])
def test_a_step_that_fails_beside_a_writer(old, connection, beside_another_program, monkeypatch, place):
    """Told truly: nothing was changed, nothing that was acknowledged is lost, and no copy is left."""
    take = migration.STEPS[1]

    class Failing:
        def __init__(self, to):
            self.path, self.rows, self._to, self._count = to.path, to.rows, to, 0

        def execute(self, sql):
            self._count += 1
            if self._count - 1 == place:
                raise UserError("The disk is full.")
            self._to.execute(sql)

    def failing(to):
        take(Failing(to))
        raise UserError("The disk is full.")

    monkeypatch.setitem(migration.STEPS, 1, failing)
    beside, other = beside_another_program(connection, Inside())
    before = ask(old, "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
    with pytest.raises(UserError, match="disk is full"):
        migrate(beside)
    other.assert_nothing_lost()
    now = ask(old, "SELECT type, name, sql FROM sqlite_master WHERE name <> 'of_another_program' ORDER BY 1, 2")
    assert now == before
    assert files_beside(old) == []


def test_another_program_that_migrates_first(old, connection, monkeypatch):
    """Two windows of QGIS open the same old file."""
    copying = migration.copy_beside

    def overtaken(to, version):
        copy = copying(to, version)
        monkeypatch.setattr(migration, "copy_beside", copying)
        with closing(SqliteConnection(old)) as first:
            overtaken.copy = migrate(first)
        return copy

    monkeypatch.setattr(migration, "copy_beside", overtaken)
    assert migrate(connection) is None
    assert not needs_migration(connection)
    assert files_beside(old) == [overtaken.copy.name]
    assert version_of(overtaken.copy) == 1


# A second connection of one process


@contextmanager
def in_a_transaction(path):
    with geopackage.connect(path, write=True) as first, geopackage.own_transaction(first):
        first.execute("UPDATE inventory_info SET VALUE = 'ours' WHERE KEY = 'title'")
        yield


def test_a_second_connection_leaves_the_first_its_locks(old, beside_another_program):
    with closing(SqliteConnection(old)) as connection:
        _, other = beside_another_program(connection, lambda number, what: False)
    with in_a_transaction(old):
        with closing(SqliteConnection(old, writable=False)) as second:
            assert second.rows("SELECT count(*) FROM candidates") == [(3,)]
            assert not other.write()
        assert not other.write()
        with closing(SqliteConnection(old)) as second:
            assert needs_migration(second)
        assert not other.write()
        with pytest.raises(UserError, match="locked"), closing(SqliteConnection(old, 0)) as second:
            second.begin()
        assert not other.write()
    assert ask(old, "SELECT VALUE FROM inventory_info WHERE KEY = 'title'") == [("ours",)]
    assert other.write()
    other.assert_nothing_lost()


def test_what_a_killed_program_has_left_of_a_copy_is_in_nobodys_way(old, connection):
    part = old.with_name(f".{old.stem}.schema1.gpkg.part")
    part.write_text("half a copy")
    copy = migrate(connection)
    assert ask(copy, "PRAGMA integrity_check") == [("ok",)]
    assert files_beside(old) == [copy.name]


def test_a_folder_that_takes_no_copy_is_told(old, connection):
    """A folder stands where the copy would be written first."""
    part = old.with_name(f".{old.stem}.schema1.gpkg.part")
    part.mkdir()
    before = old.read_bytes()
    with pytest.raises(UserError, match=r"no copy could be made beside it \(Is a directory\); free some space"):
        migrate(connection)
    part.rmdir()
    assert old.read_bytes() == before
    assert files_beside(old) == []
