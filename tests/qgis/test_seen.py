"""The ground that the map shows: turned, in another system, over the 180th meridian, and only where an image is."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QSize
from rock_glacier_inventory.gestures.reviewed_ground import keep
from rock_glacier_inventory.inventory.schema import (
    GEOMETRY,
    INFO_VERSION,
    INVENTORY_INFO,
    REVIEWED_GROUND,
    SCHEMA_VERSION,
)
from rock_glacier_inventory.inventory.seen_ground import SeenGround
from rock_glacier_inventory.plugin.map.seen import seen_ground
from rock_glacier_inventory.plugin.modes.map.looking import Looking
from rock_glacier_inventory.store.geopackage.gdal_connection import GdalConnection
from rock_glacier_inventory.store.geopackage.store import GeoPackageStore
from rock_glacier_inventory.store.protocol import Store

from ..unit import plain_geopackage as geopackage
from .inventories import in_another_process, make_inventory

DEGREES, UTM, MERCATOR = (QgsCoordinateReferenceSystem(f"EPSG:{code}") for code in (4326, 32645, 3857))
X, Y = 500_000.0, 3_300_000.0
"""A place in the middle of UTM zone 45."""


def picture(path: Path, west: float, north: float, pixel: float, size: int, code: int) -> QgsRasterLayer:
    """An image in three colours, whose pixels are not read."""
    made = gdal.GetDriverByName("GTiff").Create(str(path), size, size, 3, gdal.GDT_Byte, ["SPARSE_OK=YES"])
    made.SetGeoTransform((west, pixel, 0, north, 0, -pixel))
    system = osr.SpatialReference()
    system.ImportFromEPSG(code)
    made.SetProjection(system.ExportToWkt())
    del made
    layer = QgsRasterLayer(str(path), path.stem)
    assert layer.isValid()
    return QgsProject.instance().addMapLayer(layer, False)


@pytest.fixture
def canvas(qgis_app: object) -> Iterator[QgsMapCanvas]:
    canvas = QgsMapCanvas()
    canvas.enableAntiAliasing(False)
    canvas.resize(QSize(400, 300))
    canvas.freeze()  # nothing is drawn: only what would be is asked for
    canvas.setDestinationCrs(UTM)
    yield canvas
    canvas.setLayers([])
    canvas.deleteLater()
    QgsProject.instance().clear()


@pytest.fixture
def image(canvas: QgsMapCanvas, tmp_path: Path) -> QgsRasterLayer:
    """40 km by 40 km around the place."""
    layer = picture(tmp_path / "Bild 冰.tif", X - 20_000, Y + 20_000, 20, 2_000, 32645)
    canvas.setLayers([layer])
    return layer


def go(canvas: QgsMapCanvas, x: float = X, y: float = Y, pixel: float = 5.0) -> None:
    """The map shows its pixels around a place."""
    width, height = (length * pixel / 2 for length in pixels(canvas))
    canvas.setExtent(QgsRectangle(x - width, y - height, x + width, y + height))
    assert canvas.mapUnitsPerPixel() == pytest.approx(pixel, rel=1e-6)


def pixels(canvas: QgsMapCanvas) -> tuple[int, int]:
    size = canvas.mapSettings().outputSize()
    return size.width(), size.height()


def geometry(seen: SeenGround | None) -> QgsGeometry:
    assert seen is not None
    shape = QgsGeometry()
    shape.fromWkb(seen.geometry)
    assert shape.isGeosValid() and shape.isMultipart()
    return shape


def square_metres(shape: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> float:
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, QgsProject.instance().transformContext())
    measure.setEllipsoid("EPSG:7030")
    return measure.measureArea(shape)


def test_what_the_map_shows_in_the_inventorys_own_system(canvas: QgsMapCanvas, image: QgsRasterLayer) -> None:
    go(canvas)
    seen = seen_ground(canvas, UTM, "Ann", "remain", "run-1")
    box = geometry(seen).boundingBox()
    assert seen.box == pytest.approx(tuple(getattr(canvas.extent(), end)() for end in ENDS))
    assert (box.width(), box.height()) == pytest.approx(tuple(5 * length for length in pixels(canvas)))
    assert (seen.person, seen.operation, seen.run_id) == ("Ann", "remain", "run-1")
    assert seen.pixel == pytest.approx(5.0, rel=1e-3)
    assert seen.scale == canvas.scale()
    assert seen.imagery == "Bild 冰.tif"


ENDS = ("xMinimum", "yMinimum", "xMaximum", "yMaximum")


@pytest.mark.parametrize("angle", [30.0, -135.0])
def test_a_turned_map_gives_its_true_rectangle(canvas: QgsMapCanvas, image: QgsRasterLayer, angle: float) -> None:
    canvas.setRotation(angle)
    go(canvas)
    shape = geometry(seen_ground(canvas, UTM, "Ann", "remain"))
    assert shape.area() == pytest.approx(25 * math.prod(pixels(canvas)), rel=1e-6)
    corner = canvas.getCoordinateTransform().toMapCoordinates(2, 2)
    outside = canvas.getCoordinateTransform().toMapCoordinates(-20, 2)
    assert shape.contains(corner) and not shape.contains(outside)


def test_edges_stay_where_they_are_in_another_system(canvas: QgsMapCanvas, image: QgsRasterLayer) -> None:
    go(canvas, X + 15_000, pixel=10.0)
    shape = geometry(seen_ground(canvas, DEGREES, "Ann", "remain"))
    assert square_metres(shape, DEGREES) == pytest.approx(100 * math.prod(pixels(canvas)), rel=2e-3)
    back = QgsGeometry(shape)
    back.transform(QgsCoordinateTransform(DEGREES, UTM, QgsProject.instance()))
    assert back.symDifference(QgsGeometry.fromRect(canvas.extent())).area() < 1.0


def test_pixels_are_metres_on_the_ground(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    """At 60 degrees north a metre of Web Mercator is half a metre."""
    canvas.setDestinationCrs(MERCATOR)
    canvas.setLayers([picture(tmp_path / "a.tif", 0, 8_500_000, 1_000, 200, 3857)])
    go(canvas, 100_000, 8_399_738, pixel=12.0)
    seen = seen_ground(canvas, MERCATOR, "Ann", "remain")
    assert seen.pixel == pytest.approx(6.0, rel=5e-3)


def test_nothing_is_seen_without_an_image(canvas: QgsMapCanvas, image: QgsRasterLayer) -> None:
    outlines = QgsVectorLayer("Polygon?crs=EPSG:32645", "outlines", "memory")
    go(canvas)
    for layers in ([], [outlines]):
        canvas.setLayers(layers)
        assert seen_ground(canvas, UTM, "Ann", "remain") is None
    canvas.setLayers([outlines, image])
    assert seen_ground(canvas, UTM, "Ann", "remain") is not None
    image.setOpacity(0)
    assert seen_ground(canvas, UTM, "Ann", "remain") is None


def test_only_the_part_with_an_image_counts(canvas: QgsMapCanvas, image: QgsRasterLayer) -> None:
    go(canvas, X + 20_000)  # its right half lies beyond the image
    for crs in (UTM, DEGREES):
        shape = geometry(seen_ground(canvas, crs, "Ann", "remain"))
        assert square_metres(shape, crs) == pytest.approx(25 / 2 * math.prod(pixels(canvas)), rel=2e-3)
    go(canvas, X + 45_000)
    assert seen_ground(canvas, UTM, "Ann", "remain") is None


def test_two_images_side_by_side(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    left = picture(tmp_path / "left.tif", X - 1_000, Y + 500, 10, 100, 32645)
    right = picture(tmp_path / "right.tif", X, Y + 500, 10, 100, 32645)
    canvas.setLayers([left, right])
    go(canvas)
    seen = seen_ground(canvas, UTM, "Ann", "remain")
    assert geometry(seen).area() == pytest.approx(2_000 * 1_000, rel=1e-6)
    assert seen.imagery == "left.tif; right.tif"


@pytest.mark.parametrize("code", [3832, 32601, 4326])
def test_the_180th_meridian(canvas: QgsMapCanvas, tmp_path: Path, code: int) -> None:
    """Two parts in degrees, and never a strip around the world."""
    there, place = QgsCoordinateReferenceSystem(f"EPSG:{code}"), QgsPointXY(180, 65)
    if code != 4326:
        place = QgsCoordinateTransform(DEGREES, there, QgsProject.instance()).transform(place)
    pixel = 5.0 if code != 4326 else 5e-5
    image = picture(tmp_path / "a.tif", place.x() - 1000 * pixel, place.y() + 1000 * pixel, 20 * pixel, 100, code)
    canvas.setDestinationCrs(there)
    canvas.setLayers([image])
    go(canvas, place.x(), place.y(), pixel)
    whole = square_metres(QgsGeometry.fromRect(canvas.extent()), there)
    seen = seen_ground(canvas, DEGREES, "Ann", "remain")
    shape = geometry(seen)
    assert len(shape.asGeometryCollection()) == 2
    assert seen.box[0] >= -180 and seen.box[2] <= 180
    assert square_metres(shape, DEGREES) == pytest.approx(whole, rel=0.02)


def test_what_is_new_is_told_by_the_ground_itself(canvas: QgsMapCanvas, image: QgsRasterLayer) -> None:
    go(canvas)
    first = seen_ground(canvas, UTM, "Ann", "remain")
    go(canvas, X + pixels(canvas)[0] / 2)
    second = seen_ground(canvas, UTM, "Ann", "remain")
    assert second.new_share([first.geometry]) == pytest.approx(0.1)
    go(canvas, X + pixels(canvas)[0] / 4)
    assert seen_ground(canvas, UTM, "Ann", "remain").new_share([first.geometry, second.geometry]) < 1e-9


# From the decision to the file


@pytest.fixture
def store(qgis_app: object, tmp_path: Path) -> Iterator[Store]:
    path = make_inventory(tmp_path / "inventory 冰.gpkg")
    with geopackage.connect(path, write=True) as connection, geopackage.transaction(connection):
        geopackage.insert_rows(connection, INVENTORY_INFO, [(INFO_VERSION, str(SCHEMA_VERSION))])
    store = GeoPackageStore(GdalConnection(path))
    yield store
    store.close()


def looking(store: Store, canvas: QgsMapCanvas, tell: Callable[[str, str], None]) -> Looking:
    reloaded: list[tuple[str, ...]] = []
    session = SimpleNamespace(
        inventory=store,
        read_only=False,
        view=SimpleNamespace(canvas=canvas),
        crs=DEGREES,
        person="Ann é",
        reload=reloaded.append,
    )
    made = Looking(session, tell)
    made.reloaded = reloaded
    return made


def wait_for(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not done() and time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.002)
    assert done()


def test_a_decision_is_written_when_it_is_over(canvas: QgsMapCanvas, image: QgsRasterLayer, store: Store) -> None:
    told: list[str] = []
    keeper = looking(store, canvas, lambda text, _: told.append(text))
    go(canvas)
    keeper.note("remain", None)
    go(canvas, X + 10_000)  # the next candidate is on its way
    assert store.count(REVIEWED_GROUND) == 0
    wait_for(lambda: store.count(REVIEWED_GROUND) == 1)
    ((_, wkb, person),) = store.rows(REVIEWED_GROUND, (GEOMETRY, "PERSON"))
    shape = QgsGeometry()
    shape.fromWkb(wkb)
    back = QgsCoordinateTransform(UTM, DEGREES, QgsProject.instance())
    assert shape.contains(back.transform(QgsPointXY(X, Y))), "what was shown at the decision"
    assert (person, keeper.reloaded, told) == ("Ann é", [(REVIEWED_GROUND.name,)], [])
    for operation in ("split", "merge", "skip"):
        keeper.note(operation, None)
    keeper.write()
    assert store.count(REVIEWED_GROUND) == 1


def test_a_file_that_is_locked_is_told_once(canvas: QgsMapCanvas, image: QgsRasterLayer, store: Store) -> None:
    told: list[tuple[str, str]] = []
    keeper = looking(store, canvas, lambda *values: told.append(values))
    store.close()
    for place in (X, X + 5_000):
        go(canvas, place)
        keeper.note("remain", None)
        keeper.write()
    ((text, level),) = told
    assert level == "warning"
    assert text.startswith("Your decision is saved; which ground you looked at could not be kept: ")
    assert in_another_process(store.path, "SELECT count(*) FROM reviewed_ground") == "[(0,)]"


def test_a_hundred_decisions_at_one_place_are_one_row(
    canvas: QgsMapCanvas, image: QgsRasterLayer, store: Store
) -> None:
    for number in range(100):
        go(canvas, X + number)
        keep(store, seen_ground(canvas, DEGREES, "Ann", "remove"))
    assert store.count(REVIEWED_GROUND) == 1
