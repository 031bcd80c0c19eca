"""The dock on files that other programs have been at: copied, merged, overwritten."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from rock_glacier_inventory.inventory.schema import ROCK_GLACIERS, SCHEMA_VERSION
from rock_glacier_inventory.store.geopackage.geometry import register_functions
from rock_glacier_inventory.store.geopackage.watching import BEGIN_OWN, END_OWN

from ..qgis.inventories import make_inventory
from ..qgis_profile import make_profile
from ..unit.plain_geopackage import transaction
from .conftest import SETTINGS, Session, run_desktop

NAMED = f"{SETTINGS}\n[rock_glacier_inventory]\nperson=Ada Mapper\npeople=Ada Mapper\n"


def _change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection, transaction(connection):
        register_functions(connection)
        for sql in (BEGIN_OWN, *statements, END_OWN):
            connection.execute(sql)


def _prepare(folder: Path) -> None:
    original = make_inventory(folder / "original.gpkg")
    facts = f"INSERT INTO inventory_info (KEY, VALUE) VALUES ('schema_version', '{SCHEMA_VERSION}')"
    names = ", ".join(f'"{name}"' for name in ("geom", *ROCK_GLACIERS.field_names))
    _change(
        original,
        facts,
        "DELETE FROM journal",
        "UPDATE rock_glaciers SET STALE = 0",
        f"INSERT INTO rock_glaciers ({names}) SELECT {names} FROM rock_glaciers WHERE fid = 2",
        "UPDATE rock_glaciers SET MAPPER = 'Ann' WHERE fid = 2",
        "UPDATE rock_glaciers SET MAPPER = 'Bob' WHERE fid = 4",
    )
    subprocess.run(["ogr2ogr", "-f", "GPKG", folder / "copy.gpkg", original], check=True)


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Session:
    base = tmp_path_factory.mktemp("copies")
    folder = base / "seen"
    folder.mkdir()
    _prepare(folder)
    return run_desktop("dock_copies.py", make_profile(base, NAMED), folder, ROCK_GLACIER_DESKTOP_SAMPLE=str(folder))


def test_nothing_went_wrong(copies: Session) -> None:
    assert "error" not in copies.report, copies.report["error"]
    assert "Traceback" not in copies.errors
    assert copies.report["log"] == []


def test_a_copy_is_made_complete_and_the_person_is_told(copies: Session) -> None:
    opened = copies.report["opened"]
    assert opened["triggers"] == 11
    assert opened["stale"] == 4
    for words in (
        "copy.gpkg lacked what notes the changes of other tools",
        "is not in the journal",
        "Outlines that the journal does not know: 4.",
        "2 rock glaciers have the identifier RGU299025N0800125E",
    ):
        assert words in opened["said"]


def test_a_twin_is_settled_by_a_click_and_undone_by_a_key(copies: Session) -> None:
    twin = copies.report["twin"]
    people = ("Ann", "Bob") if twin["shown"] == 2 else ("Bob", "Ann")
    assert "2 rock glaciers have the identifier" in twin["warning"]
    assert f"This one is by {people[0]}, the other by {people[1]}." in twin["warning"]
    assert {twin["shown"], twin["other"]} == {2, 4}
    assert twin["back"] == twin["shown"]
    assert twin["label"] == "Keep this one"
    assert twin["before"] == [2, 4]
    assert twin["kept"] == [twin["shown"]]
    assert twin["warnings afterwards"] == []
    assert twin["undone"] == [2, 4]
    assert twin["kept in the end"] == [twin["shown"]]


def test_a_layer_that_is_overwritten_while_the_dock_is_open(copies: Session) -> None:
    overwritten = copies.report["overwritten"]
    assert overwritten["triggers before"] == 8
    assert overwritten["triggers"] == 11
    assert "lacked what notes the changes of other tools" in overwritten["said"]
    assert overwritten["noted"] == 1
