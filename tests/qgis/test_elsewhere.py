"""What others write into an open inventory, told from our own gestures and our engine's runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from rock_glacier_inventory.gestures import operations
from rock_glacier_inventory.gestures.operations import By
from rock_glacier_inventory.inventory.schema import CANDIDATES, INFO_VERSION, INVENTORY_INFO, SCHEMA_VERSION
from rock_glacier_inventory.plugin.session.elsewhere import Changes, Elsewhere
from rock_glacier_inventory.store.geopackage.gdal_connection import GdalConnection
from rock_glacier_inventory.store.geopackage.store import GeoPackageStore

from ..unit import plain_geopackage as geopackage
from .inventories import in_another_process, make_inventory

ME = By("Ann Mapper")
RUN = "INSERT INTO runs (RUN_ID) VALUES ('attributes-{}')"


@pytest.fixture
def inventory(qgis_app: QgsApplication, tmp_path: Path) -> Iterator[GeoPackageStore]:
    path = make_inventory(tmp_path / "inventory é.gpkg")
    with geopackage.connect(path, write=True) as connection:
        geopackage.insert_rows(connection, INVENTORY_INFO, [(INFO_VERSION, str(SCHEMA_VERSION))])
    inventory = GeoPackageStore(GdalConnection(path))
    yield inventory
    inventory.close()


def write(inventory: GeoPackageStore, sql: str) -> None:
    in_another_process(inventory.path, sql)


def test_own_gestures_are_nobody_elses(inventory: GeoPackageStore) -> None:
    elsewhere = Elsewhere(inventory)
    operations.remove(inventory, 1, "talus", ME)
    assert elsewhere.look() is None


def test_a_run_of_our_engine_between_our_gestures(inventory: GeoPackageStore) -> None:
    elsewhere = Elsewhere(inventory)
    for number in range(2):
        operations.comment(inventory, CANDIDATES, 1, f"comment {number}", ME)
        write(inventory, RUN.format(number))
        elsewhere.expect_run()
        operations.remove(inventory, number + 1, "talus", ME)
        assert elsewhere.look() == Changes(by_others=False)
        assert elsewhere.look() is None


def test_a_run_that_nobody_asked_for_is_anothers(inventory: GeoPackageStore) -> None:
    elsewhere = Elsewhere(inventory)
    write(inventory, RUN.format(1))
    assert elsewhere.look() == Changes(by_others=True)
    write(inventory, RUN.format(2))
    write(inventory, RUN.format(3))
    elsewhere.expect_run()
    assert elsewhere.look() == Changes(by_others=True)


def test_an_edit_of_another_tool_is_not_hidden_by_our_engine(inventory: GeoPackageStore) -> None:
    elsewhere = Elsewhere(inventory)
    note = "INSERT INTO journal (OPERATION, TOUCHED) VALUES ('external', '{}')"
    write(inventory, RUN.format(1))
    write(inventory, note)
    elsewhere.expect_run()
    operations.remove(inventory, 1, "talus", ME)
    assert elsewhere.look() == Changes(by_others=True, noted=1)
    write(inventory, RUN.format(2))
    elsewhere.expect_run()
    assert elsewhere.look() == Changes(by_others=False), "and is told once"
