"""What makes a mapper look twice: an outline over rock glaciers says over which, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject
from rock_glacier_inventory.inventory.schema import CANDIDATES, GEOMETRY, INFO_VERSION, INVENTORY_INFO, SCHEMA_VERSION
from rock_glacier_inventory.plugin.geometry.features import Shown
from rock_glacier_inventory.plugin.geometry.ground import Ground
from rock_glacier_inventory.plugin.session.warnings_of import Doubts
from rock_glacier_inventory.store.geopackage.gdal_connection import GdalConnection
from rock_glacier_inventory.store.geopackage.store import GeoPackageStore

from ..unit import plain_geopackage as geopackage
from .inventories import make_inventory, square_wkb


@pytest.fixture
def doubts(qgis_app: QgsApplication, tmp_path: Path) -> Iterator[Doubts]:
    """Of a file with three rock glaciers of 0.005 degrees, 0.01 apart, on 29.9 N."""
    project = QgsProject()
    path = make_inventory(tmp_path / "a.gpkg", candidates=0)
    with geopackage.connect(path, write=True) as file, geopackage.transaction(file):
        geopackage.insert_rows(file, INVENTORY_INFO, [(INFO_VERSION, str(SCHEMA_VERSION))])
    connection = GdalConnection(path)
    ground = Ground(QgsCoordinateReferenceSystem("EPSG:4326"), project)
    session = SimpleNamespace(ground=ground, inventory=GeoPackageStore(connection), own_rock_glacier=lambda shown: None)
    yield Doubts(session)
    connection.close()


def overlaps(doubts: Doubts, x: float, y: float, side: float) -> list[str]:
    """What is said of a new square candidate."""
    row = {**dict.fromkeys(CANDIDATES.field_names), "STATE": "undecided", GEOMETRY: square_wkb(x, y, side)}
    geometry = doubts._session.ground.geometry(row[GEOMETRY])
    found = doubts.of(Shown(CANDIDATES, 1, row), geometry, None)
    return [warning.text for warning in found if warning.action == "clip"]


def test_a_larger_candidate_over_smaller_rock_glaciers_says_so_and_by_how_much(doubts: Doubts) -> None:
    (told,) = overlaps(doubts, 79.999, 29.89, 0.02)  # two of them, each a sixteenth of it
    assert told == "Overlaps RGU299025N0800025E, RGU299025N0800125E: 12 % of this outline."
    (told,) = overlaps(doubts, 79.99, 29.8, 0.11)
    assert told.endswith(": <1 % of this outline.")


def test_a_smaller_one_inside_a_rock_glacier_is_covered_wholly(doubts: Doubts) -> None:
    (told,) = overlaps(doubts, 80.001, 29.901, 0.001)
    assert told == "Overlaps RGU299025N0800025E: 100 % of this outline."


def test_one_that_only_meets_another_says_nothing(doubts: Doubts) -> None:
    assert overlaps(doubts, 80.005, 29.9, 0.005) == []
