"""Which candidates may remain together: whole in view, large enough, nothing unusual; every other one is counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtTest import QTest
from rock_glacier_inventory.gestures.queue.candidates import CandidateQueue
from rock_glacier_inventory.gestures.queue.filters import Filter
from rock_glacier_inventory.inventory.schema import (
    CANDIDATES,
    INFO_VERSION,
    INVENTORY_INFO,
    LAYERS,
    ROCK_GLACIERS,
    RUNS,
    SCHEMA_VERSION,
)
from rock_glacier_inventory.plugin.geometry.ground import Ground
from rock_glacier_inventory.plugin.modes.map.several import batch
from rock_glacier_inventory.plugin.modes.map.several.batch import Batch
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.geopackage.gdal_connection import GdalConnection
from rock_glacier_inventory.store.geopackage.layout import WGS84
from rock_glacier_inventory.store.geopackage.store import GeoPackageStore

from ..unit import plain_geopackage as geopackage
from .inventories import square

DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")
VIEW = QgsRectangle(79.999, 29.98, 80.1215, 30.02)
BOW = "MultiPolygon (((80.07 30, 80.08 30.01, 80.08 30, 80.07 30.01, 80.07 30)))"
# Feature id -> west of a square of 0.005 degrees on 30 N, and what is known of it.
SQUARES = {
    1: (80.00, {}),
    2: (80.01, {}),
    3: (80.02, {"STATE": "remove"}),
    4: (80.03, {"RUN_ID": "other"}),
    5: (80.04, {"AREA": 9000.0}),
    6: (80.05, {"GLAC_FRAC": 0.6}),
    7: (80.06, {}),  # over a rock glacier
    8: (80.09, {}),  # and 9 over each other
    9: (80.092, {}),
    10: (80.12, {}),  # at the view's edge
    11: (80.11, {}),  # touches nothing
}


def _values(layer, known):
    return [known.get(name) for name in layer.field_names]


@pytest.fixture
def session(qgis_app, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """The parts of a session that are asked, all real, on a map of 1 200 pixels for 0.12 degrees."""
    path = tmp_path / "a.gpkg"
    geopackage.create(path, LAYERS, WGS84)
    with geopackage.connect(path, write=True) as file, geopackage.transaction(file):
        geopackage.insert_rows(file, INVENTORY_INFO, [(INFO_VERSION, str(SCHEMA_VERSION))])
        runs = [{"RUN_ID": "own", "TARGET": "rock glacier"}, {"RUN_ID": "other", "TARGET": "debris-covered glacier"}]
        geopackage.insert_rows(file, RUNS, [_values(RUNS, run) for run in runs])
        rows = []
        for fid, (west, known) in SQUARES.items():
            told = {"CANDIDATE_ID": f"r-{fid}", "STATE": "undecided", "RUN_ID": "own", "AREA": 250_000.0, **known}
            rows.append([square(west, 30.0), *_values(CANDIDATES, told)])
        bow = geometry.encode(bytes(QgsGeometry.fromWkt(BOW).asWkb()), 4326)
        told = {"CANDIDATE_ID": "r-12", "STATE": "undecided", "RUN_ID": "own", "AREA": 250_000.0}
        rows.append([bow, *_values(CANDIDATES, told)])
        geopackage.insert_rows(file, CANDIDATES, rows)
        known = {"ID": "RGU1", "OPERATION": "retrieve", "AREA": 250_000.0}
        geopackage.insert_rows(file, ROCK_GLACIERS, [[square(80.062, 30.0), *_values(ROCK_GLACIERS, known)]])
    connection = GdalConnection(path)
    inventory = GeoPackageStore(connection)
    canvas = QgsMapCanvas()
    canvas.resize(1200, 600)
    canvas.show()  # else it has the size of a widget that nobody has laid out
    QTest.qWaitForWindowExposed(canvas)
    canvas.setDestinationCrs(DEGREES)
    canvas.setExtent(VIEW)

    def view_box():
        box = canvas.extent()
        return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()

    assert canvas.mapSettings().outputSize().width() > 1100
    yield SimpleNamespace(
        inventory=inventory,
        queue=CandidateQueue(inventory, True, lambda run_id: run_id == "other"),
        ground=Ground(DEGREES, QgsProject.instance()),
        layers=SimpleNamespace(glaciers=None),
        view=SimpleNamespace(canvas=canvas),
        crs=DEGREES,
        view_box=view_box,
    )
    connection.close()
    canvas.hide()
    canvas.deleteLater()


def looked_through(session: SimpleNamespace) -> tuple[list[int], dict[str, int]]:
    found = Batch(session)
    steps = list(found.steps())
    assert all(done <= total for done, total in steps)
    left_out = {reason: count for reason, count in found.left_out.items() if count}
    assert set(left_out) <= set(batch.REASONS)
    return [member.shown.fid for member in found.members], left_out


def test_what_is_unusual_is_left_out_and_counted(session: SimpleNamespace) -> None:
    members, left_out = looked_through(session)
    assert members == [1, 2, 11]
    assert left_out == {
        batch.OTHER: 1,
        batch.TOO_SMALL: 1,
        batch.ON_GLACIER: 1,
        batch.OVERLAPS: 3,
        batch.INVALID: 1,
        batch.BEYOND: 1,
    }


def test_what_is_drawn_too_small_is_not_seen(session: SimpleNamespace) -> None:
    canvas = session.view.canvas
    canvas.setExtent(QgsRectangle(79.9, 29.9, 80.3, 30.1))
    pixel = canvas.mapUnitsPerPixel()
    assert 0.005 / pixel < batch.LEAST_PIXELS
    members, left_out = looked_through(session)
    assert members == []
    assert left_out[batch.TOO_SMALL_HERE] >= 8
    canvas.setExtent(QgsRectangle(79.99, 29.95, 80.21, 30.06))
    assert 0.005 / canvas.mapUnitsPerPixel() > batch.LEAST_PIXELS
    assert 10 in looked_through(session)[0], "whole in view now"


def test_the_filter_holds(session: SimpleNamespace) -> None:
    session.queue.set_filter(Filter(view=(79.9, 29.9, 80.0051, 30.1)))
    assert looked_through(session) == ([1], {})


def test_on_a_turned_map_the_true_view_counts(session: SimpleNamespace) -> None:
    session.view.canvas.setRotation(30.0)
    members, left_out = looked_through(session)
    assert 1 not in members, "it lies outside of the turned rectangle, though inside of its box"
    assert left_out[batch.BEYOND] > 1


def test_glaciers_of_the_project_count_as_the_candidates_own_share_does(session: SimpleNamespace) -> None:
    glaciers = QgsVectorLayer("Polygon?crs=EPSG:4326", "glaciers", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(80.0, 29.999, 80.004, 30.01)))
    glaciers.dataProvider().addFeature(feature)
    session.layers.glaciers = glaciers
    members, _ = looked_through(session)
    assert 1 not in members
    assert 6 in members, "none of that layer is there"


def test_in_another_system_the_same_are_found(session: SimpleNamespace) -> None:
    canvas, mercator = session.view.canvas, QgsCoordinateReferenceSystem("EPSG:3857")
    before = looked_through(session)
    to_map = QgsCoordinateTransform(DEGREES, mercator, QgsProject.instance())
    canvas.setDestinationCrs(mercator)
    canvas.setExtent(to_map.transformBoundingBox(VIEW))
    back = QgsCoordinateTransform(mercator, DEGREES, QgsProject.instance())
    there = back.transformBoundingBox(canvas.extent())
    session.view_box = lambda: (there.xMinimum(), there.yMinimum(), there.xMaximum(), there.yMaximum())
    assert looked_through(session) == before
