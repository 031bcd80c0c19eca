"""What the dock does to a file before it works with it, and what it says of that."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsFeatureSource, QgsProject, QgsVectorLayer
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.gestures.operations import By
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import CANDIDATES, GEOMETRY, JOURNAL, ROCK_GLACIERS, SCHEMA_VERSION
from rock_glacier_inventory.plugin.geometry.features import read_shown
from rock_glacier_inventory.plugin.geometry.ground import Ground
from rock_glacier_inventory.plugin.session.file_notices import made_ready
from rock_glacier_inventory.plugin.session.twins import other_twin, settle_shown, twin_warnings
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.geopackage.gdal_connection import GdalConnection
from rock_glacier_inventory.store.geopackage.store import GeoPackageStore
from rock_glacier_inventory.store.geopackage.upkeep.checking import check_inventory
from rock_glacier_inventory.store.geopackage.upkeep.mending import mend

from .inventories import in_another_process, make_inventory, square

ANN = By("Ann")


@pytest.fixture
def original(qgis_app: object, tmp_path: Path) -> Path:
    """Rock glaciers that no journal knows, and one that it does."""
    path = make_inventory(tmp_path / "original é 冰.gpkg")
    connection = GdalConnection(path)
    connection.begin()
    facts = f"INSERT INTO inventory_info (KEY, VALUE) VALUES ('schema_version', '{SCHEMA_VERSION}')"
    for sql in (facts, "DELETE FROM journal"):
        connection.execute(sql)
    connection.commit()
    inventory = GeoPackageStore(connection)
    outline = ground().outline(shape(inventory, CANDIDATES, 1), WGS84())
    operations.remain(inventory, 1, outline, ANN)
    with inventory.change():
        connection.execute("UPDATE rock_glaciers SET STALE = 0")
    inventory.close()
    return path


def WGS84() -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem("EPSG:4326")


def ground() -> Ground:
    return Ground(WGS84(), QgsProject.instance())


def shape(inventory: GeoPackageStore, layer: Any, fid: int) -> Any:
    return ground().geometry(inventory.row(layer, fid)[GEOMETRY])


@pytest.fixture(params=["whole", "one layer", "no spatial index"])
def copy(original: Path, request: pytest.FixtureRequest) -> Path:
    """By the real ogr2ogr."""
    path = original.with_name("copy é 冰.gpkg")
    more: list[str] = []
    if request.param == "one layer":
        shutil.copy(original, path)
        more = ["rock_glaciers"]
    options = {"whole": [], "one layer": ["-update", "-overwrite"]}
    command = ["ogr2ogr", "-f", "GPKG", *options.get(request.param, ["-lco", "SPATIAL_INDEX=NO"])]
    subprocess.run([*command, str(path), str(original), *more], check=True, capture_output=True)
    return path


@pytest.fixture
def open_(qgis_app: object) -> Iterator[Callable[[Path], GdalConnection]]:
    opened: list[GdalConnection] = []

    def connect(path: Path) -> GdalConnection:
        opened.append(GdalConnection(path))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def test_a_copy_is_made_complete_and_told_once(copy: Path, open_: Callable[[Path], GdalConnection]) -> None:
    connection = open_(copy)
    with pytest.raises(UserError, match="as after a copy by another tool"):
        GeoPackageStore(connection)
    connection.close()
    inventory, ((text, level),) = made_ready(copy)
    connection = inventory.connection
    assert level == "warning"
    assert copy.name in text and "ogr2ogr" in text and "not in the journal" in text
    assert "Outlines that the journal does not know: 3." in text
    stale = connection.rows("SELECT fid, STALE FROM rock_glaciers ORDER BY fid")
    assert stale == [(1, 1), (2, 1), (3, 1), (4, 0)]
    connection.close()
    inventory, told = made_ready(copy)
    assert told == []
    operations.comment(inventory, CANDIDATES, 2, "all works", ANN)
    assert undoing.undo(inventory, "Ann").operation == "comment"
    inventory.close()
    assert in_another_process(copy, "PRAGMA integrity_check") == "[('ok',)]"
    for layer in (CANDIDATES, ROCK_GLACIERS):
        shown = QgsVectorLayer(f"{copy}|layername={layer.name}", layer.name, "ogr")
        assert shown.hasSpatialIndex() == QgsFeatureSource.SpatialIndexPresence.SpatialIndexPresent
        assert shown.featureCount() == {CANDIDATES: 5, ROCK_GLACIERS: 4}[layer]


def test_another_tool_is_watched_again(copy: Path, open_: Callable[[Path], GdalConnection]) -> None:
    """Through QGIS's own layer, as in its attribute table."""
    inventory, _ = made_ready(copy)
    count = inventory.count(JOURNAL)
    inventory.close()
    layer = QgsVectorLayer(f"{copy}|layername=rock_glaciers", "rock glaciers", "ogr")
    moved = layer.getFeature(4).geometry()
    moved.translate(0.0001, 0)
    assert layer.startEditing()
    assert layer.changeGeometry(4, moved)
    assert layer.commitChanges(), layer.commitErrors()
    del layer
    connection = open_(copy)
    assert connection.rows(f"SELECT OPERATION FROM journal WHERE fid > {count}")[-1] == ("external",)
    assert connection.rows("SELECT STALE FROM rock_glaciers WHERE fid = 4") == [(1,)]


def test_another_program_writes_at_every_moment(
    copy: Path, open_: Callable[[Path], GdalConnection], beside_another_program: Callable[..., tuple[Any, Any]]
) -> None:
    connection = open_(copy)
    beside, other = beside_another_program(connection, lambda number, what: True)
    assert mend(beside)
    begun = beside.calls.index("begin")
    assert len(other.acknowledged) == begun + 1
    assert len(other.refused) == len(beside.calls) - begun - 1 > 5
    assert other.write()
    check_inventory(connection.rows, copy)
    connection.close()
    other.assert_nothing_lost()


def test_a_read_only_copy_can_be_looked_at(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = copy.read_bytes()
    monkeypatch.setattr("os.access", lambda *arguments: False)  # root may write everywhere
    inventory, told = made_ready(copy)
    assert told == [] and inventory.read_only
    assert inventory.count(CANDIDATES) == 5
    inventory.close()
    assert copy.read_bytes() == before


# Twins


@pytest.fixture
def twins(original: Path) -> Iterator[Callable[[bytes], Any]]:
    """A second rock glacier with the identifier and candidate of the first, with an outline of its own."""

    opened = []

    def make(blob: bytes) -> Any:
        with closing(sqlite3.connect(original)) as other, other:
            geometry.register_functions(other)
            names = ", ".join(f'"{name}"' for name in ROCK_GLACIERS.field_names)
            source = f"SELECT ?, {names} FROM rock_glaciers WHERE fid = 4"
            other.execute(f"INSERT INTO rock_glaciers (geom, {names}) {source}", (blob,))
        inventory, ((text, level),) = made_ready(original)
        opened.append(inventory)
        assert level == "warning" and "2 rock glaciers have the identifier RGU" in text
        return SimpleNamespace(inventory=inventory, ground=ground(), crs=WGS84())

    yield make
    for inventory in opened:
        inventory.close()


def test_the_one_that_is_shown_is_kept(twins: Callable[[bytes], Any]) -> None:
    session = twins(square(80.0005, 30))
    shown = read_shown(session.inventory, ROCK_GLACIERS, 5)
    keep, show = twin_warnings(session, shown)
    assert "have the identifier" in keep.text and "by Ann, the other by Ann" in keep.text
    assert [one.action for one in (keep, show)] == ["settle", "other twin"]
    assert [one.label for one in (keep, show)] == ["Keep this one", "Show it"]
    assert other_twin(session, shown).fid == 4
    for layer in (ROCK_GLACIERS, CANDIDATES):
        assert twin_warnings(session, read_shown(session.inventory, layer, 1)) == []
    settle_shown(session, shown, ANN)
    assert session.inventory.row(ROCK_GLACIERS, 4) is None
    assert session.inventory.contradictions() == []
    assert twin_warnings(session, read_shown(session.inventory, ROCK_GLACIERS, 5)) == []
    assert undoing.undo(session.inventory, "Ann").operation == "settle"
    assert session.inventory.row(ROCK_GLACIERS, 4) is not None


def test_two_that_lie_apart_are_both_kept(twins: Callable[[bytes], Any]) -> None:
    session = twins(square(80.003, 30.003))
    shown = read_shown(session.inventory, ROCK_GLACIERS, 4)
    assert twin_warnings(session, shown)[0].label == "Keep both"
    settle_shown(session, shown, ANN)
    rows = [session.inventory.row(ROCK_GLACIERS, fid) for fid in (4, 5)]
    assert rows[0]["ID"] != rows[1]["ID"]
    assert [row["OPERATION"] for row in rows] == ["remain", "retrieve"]
    assert session.inventory.contradictions() == []


def test_a_rock_glacier_whose_candidate_is_not_accepted(original: Path) -> None:
    inventory = GeoPackageStore(GdalConnection(original))
    with inventory.change():
        inventory.connection.execute("UPDATE candidates SET STATE = 'remove', REASON = 'talus' WHERE fid = 1")
    inventory.close()
    inventory, ((text, level),) = made_ready(original)
    assert level == "warning" and "The candidate r-1 is not accepted" in text
    session: Any = SimpleNamespace(inventory=inventory, ground=ground(), crs=WGS84())
    shown = read_shown(inventory, ROCK_GLACIERS, 4)
    (warning,) = twin_warnings(session, shown)
    assert (warning.action, warning.label) == ("settle", "Accept")
    settle_shown(session, shown, ANN)
    assert inventory.row(CANDIDATES, 1)["STATE"] == "remain"
    assert twin_warnings(session, shown) == []
    inventory.close()
    inventory, told = made_ready(original)
    inventory.close()
    assert told == []
