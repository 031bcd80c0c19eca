"""A marker without an outline, as other inventories have them, is reviewed where it lies, and discussed."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject
from qgis.gui import QgsMapCanvas
from rock_glacier_inventory.gestures.reviews import decide
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample
from rock_glacier_inventory.inventory.schema import INFO_VERSION, INVENTORY_INFO, PRIMARY_MARKERS, SCHEMA_VERSION
from rock_glacier_inventory.plugin.dock.panels.review_panel import ReviewPanel
from rock_glacier_inventory.plugin.geometry.ground import Ground
from rock_glacier_inventory.plugin.map.map_view import MapView
from rock_glacier_inventory.plugin.modes.review.agreeing import Agreeing
from rock_glacier_inventory.plugin.modes.review.judging import Judging
from rock_glacier_inventory.plugin.session.session import Session
from rock_glacier_inventory.store.geopackage.gdal_connection import GdalConnection
from rock_glacier_inventory.store.geopackage.geometry import encode
from rock_glacier_inventory.store.geopackage.store import GeoPackageStore

from ..unit import plain_geopackage as geopackage
from .inventories import make_inventory

ALONE, PLACE = "RGU305000N0810000E", (81.0, 30.5)


@pytest.fixture
def session(qgis_app: QgsApplication, tmp_path: Path) -> Iterator[SimpleNamespace]:
    path = make_inventory(tmp_path / "Marker 冰.gpkg", candidates=0, rock_glaciers=0)
    with geopackage.connect(path, write=True) as file, geopackage.transaction(file):
        geopackage.insert_rows(file, INVENTORY_INFO, [(INFO_VERSION, str(SCHEMA_VERSION))])
        known = {"ID": ALONE, "LAT": PLACE[1], "LON": PLACE[0]}
        point = encode(struct.pack("<BIdd", 1, 1, *PLACE), 4326)
        row = [point, *(known.get(name) for name in PRIMARY_MARKERS.field_names)]
        geopackage.insert_rows(file, PRIMARY_MARKERS, [row])
    canvas, crs = QgsMapCanvas(), QgsCoordinateReferenceSystem("EPSG:4326")
    canvas.resize(600, 400)
    canvas.setDestinationCrs(crs)
    made = SimpleNamespace(
        inventory=GeoPackageStore(GdalConnection(path)),
        ground=Ground(crs, QgsProject()),
        person="Ann",
        crs=crs,
        canvas=canvas,
        view=MapView(canvas, crs),
        undo_texts=lambda: ("", ""),
        _settings=SimpleNamespace(context_metres=500.0, fixed_scale=0.0),
    )
    made.show_alone = lambda point: Session.show_alone(made, point)
    yield made
    made.view.stop()
    made.inventory.close()


def told(text: str, _level: str) -> None:
    raise AssertionError(text)


def assert_there(session: SimpleNamespace, panel: ReviewPanel) -> None:
    assert panel.title.text() == ALONE and panel.message.text() == ""
    extent = session.canvas.extent()
    assert abs(extent.center().x() - PLACE[0]) < 0.001 and abs(extent.center().y() - PLACE[1]) < 0.001
    assert extent.width() < 0.2, "some surroundings, and not the world"


def test_it_is_judged_and_discussed_where_it_lies(session: SimpleNamespace) -> None:
    sample = draw_sample(session.inventory, Draw(share=1))
    panel = ReviewPanel()
    Judging(session, panel, told, sample).show(0)
    assert_there(session, panel)
    for reviewer, decision in (("Ann", "yes"), ("Ben", "no")):
        decide(session.inventory, sample, ALONE, reviewer, decision)
    session.canvas.setExtent(session.canvas.extent().scaled(100))
    agreeing = Agreeing(session, panel, told, sample)
    assert agreeing.count() == 1
    agreeing.show(0)
    assert_there(session, panel)


def test_one_that_is_gone_is_said_to_be(session: SimpleNamespace) -> None:
    sample = draw_sample(session.inventory, Draw(share=1))
    with session.inventory.change() as tables:
        tables.delete(PRIMARY_MARKERS, 1)
    panel = ReviewPanel()
    Judging(session, panel, told, sample).show(0)
    assert "no longer in the inventory" in panel.message.text()
