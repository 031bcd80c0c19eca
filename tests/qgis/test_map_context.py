"""How much of the map is shown around an outline: metres, pixels of an image, its edge, the mapper's zoom."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

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
)
from qgis.gui import QgsMapCanvas
from rock_glacier_inventory.plugin.map.basemap import image_at
from rock_glacier_inventory.plugin.map.map_context import (
    Image,
    Screen,
    box_of,
    is_well_seen,
    margin_of,
    metres_per_unit,
    view_around,
)
from rock_glacier_inventory.plugin.map.map_view import MapView

UTM = "EPSG:32644"
SCREEN = Screen(800, 600)
OUTLINE = QgsRectangle(1000, 1000, 1200, 1600)


def system(name: str) -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem(name)


def edges(box: QgsRectangle) -> tuple[float, ...]:
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()


def test_so_many_metres_on_each_side() -> None:
    """600 m and twice 750 m are 2100 m in 600 pixels; the map is wider than that needs."""
    assert edges(view_around(OUTLINE, (750, 750), SCREEN)) == pytest.approx((-300, 250, 2500, 2350))
    wide = view_around(QgsRectangle(0, 0, 3000, 10), (750, 750), SCREEN)
    assert edges(wide) == pytest.approx((-750, 5 - 1687.5, 3750, 5 + 1687.5))


def test_no_finer_than_two_screen_pixels_a_pixel() -> None:
    image = Image(pixel=10.0)
    assert view_around(OUTLINE, (750, 750), SCREEN, image).width() == pytest.approx(800 * 5)
    assert view_around(OUTLINE, (750, 750), SCREEN, Image(pixel=1.0)).width() == pytest.approx(2800)
    # A screen of twice as many pixels shows each twice as fine.
    assert view_around(OUTLINE, (750, 750), Screen(800, 600, 2.0), image).width() == pytest.approx(800 * 10)


def test_an_outline_that_reaches_over_the_edge_of_its_image_brings_no_more_of_what_is_beyond() -> None:
    """Smoothed outlines reach a little over the rim of the last pixels."""
    image = Image(0.5, QgsRectangle(1000.5, 1000.5, 9000, 9000))
    box = view_around(OUTLINE, (750, 750), SCREEN, image)
    assert edges(box)[:2] == pytest.approx((1000, 1000))
    assert (box.width(), box.height()) == pytest.approx((2800, 2100))


def test_nothing_beyond_the_image_is_shown() -> None:
    def seen(*extent: float) -> tuple[float, ...]:
        return edges(view_around(OUTLINE, (750, 750), SCREEN, Image(0.5, QgsRectangle(*extent))))

    assert seen(-5000, -5000, 5000, 5000) == pytest.approx((-300, 250, 2500, 2350))
    assert seen(900, 900, 9000, 9000) == pytest.approx((900, 900, 3700, 3000))  # moved
    assert seen(-5000, -5000, 1250, 1650) == pytest.approx((-1550, -450, 1250, 1650))
    assert seen(0, 0, 1600, 1650) == pytest.approx((0, 450, 1600, 1650))  # nearer
    assert seen(1500, 0, 9000, 9000) == pytest.approx((-300, 250, 2500, 2350))  # the outline is not on it


def test_the_outline_stays_whole_on_a_small_image() -> None:
    """The image is just the outline: what is beyond must be seen, or the rim would lie on the map's edge."""
    box = view_around(OUTLINE, (750, 750), SCREEN, Image(0.5, QgsRectangle(990, 990, 1210, 1610)))
    assert box.contains(OUTLINE) and box.height() == pytest.approx(1.15 * 600)
    coarse = view_around(OUTLINE, (750, 750), SCREEN, Image(10.0, QgsRectangle(990, 990, 1210, 1610)))
    assert coarse.height() == pytest.approx(600 * 5)


def test_an_outline_is_whole_and_no_dot() -> None:
    assert is_well_seen(OUTLINE, 2.0, SCREEN)
    assert not is_well_seen(OUTLINE, 1.0, SCREEN)  # its rim would lie on the edge
    assert is_well_seen(OUTLINE, 25.0, SCREEN)
    assert not is_well_seen(OUTLINE, 26.0, SCREEN)


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("EPSG:4326", 80.0, 30.0),
        ("EPSG:4326", 15.0, 78.0),
        ("EPSG:4326", 179.999, -45.0),
        ("EPSG:3857", 8.9e6, 3.5e6),
        ("EPSG:3857", 1.6e6, 1.4e7),
        ("EPSG:32644", 416909.0, 3386644.0),
    ],
)
def test_metres_are_those_on_the_ground(qgis_app: object, name: str, x: float, y: float) -> None:
    """Compared with a geodesic line, which does not know of our derivatives."""
    context = QgsProject.instance().transformContext()
    per_unit = metres_per_unit(QgsPointXY(x, y), system(name), context)
    east, north = margin_of(750.0, per_unit, QgsRectangle())
    measure = QgsDistanceArea()
    measure.setSourceCrs(system(name), context)
    measure.setEllipsoid("EPSG:7030")
    here = QgsPointXY(x, y)
    assert measure.measureLine(here, QgsPointXY(x - east, y)) == pytest.approx(750, rel=2e-3)
    assert measure.measureLine(here, QgsPointXY(x, y + north)) == pytest.approx(750, rel=2e-3)


def test_where_the_map_has_no_scale_the_outline_counts(qgis_app: object) -> None:
    none = metres_per_unit(QgsPointXY(1, 1), QgsCoordinateReferenceSystem(), QgsProject().transformContext())
    assert none is None
    assert margin_of(750.0, None, OUTLINE) == (200, 600)


def test_an_outline_on_both_sides_of_the_180th_meridian(qgis_app: object) -> None:
    torn = QgsGeometry.fromWkt(
        "MultiPolygon (((179.99 60, 180 60, 180 60.01, 179.99 60.01, 179.99 60)),"
        "((-180 60, -179.999 60, -179.999 60.01, -180 60.01, -180 60)))"
    )
    per_unit = metres_per_unit(QgsPointXY(180, 60), system("EPSG:4326"), QgsProject().transformContext())
    assert edges(box_of(torn, per_unit)) == pytest.approx((179.99, 60, 180, 60.01))
    whole = QgsGeometry.fromWkt("MultiPolygon (((0 0, 1 0, 1 1, 0 0)), ((2 0, 3 0, 3 1, 2 0)))")
    assert edges(box_of(whole, per_unit)) == (0, 0, 3, 1)


# The image on the map


@pytest.fixture
def canvas(qgis_app: object) -> Iterator[QgsMapCanvas]:
    canvas = QgsMapCanvas()
    canvas.resize(800, 600)
    canvas.setDestinationCrs(system(UTM))
    canvas.setExtent(QgsRectangle(0, 0, 4000, 3000))
    canvas.show()
    yield canvas
    canvas.setLayers([])
    canvas.deleteLater()


def raster(path: Path, left: float, top: float, pixel: float, bands: int = 3, size: int = 100) -> QgsRasterLayer:
    data = gdal.GetDriverByName("GTiff").Create(str(path), size, size, bands, gdal.GDT_Byte)
    data.SetGeoTransform((left, pixel, 0, top, 0, -pixel))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32644)
    data.SetProjection(reference.ExportToWkt())
    del data
    layer = QgsRasterLayer(str(path), path.stem)
    assert layer.isValid()
    return layer


def tiles(zooms: str) -> QgsRasterLayer:
    layer = QgsRasterLayer(f"type=xyz&{zooms}url=http://127.0.0.1:9/%7Bz%7D/%7Bx%7D/%7By%7D.png", "tiles", "wms")
    assert layer.isValid()
    return layer


def test_the_uppermost_image_counts(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    project = QgsProject.instance()
    fine = raster(tmp_path / "fine.tif", 500_000, 3_400_000, 2.0)
    coarse = raster(tmp_path / "coarse.tif", 499_000, 3_401_000, 30.0)
    heights = raster(tmp_path / "heights.tif", 499_000, 3_401_000, 90.0, bands=1)
    canvas.setLayers([heights, fine, coarse])
    here = image_at(canvas, QgsRectangle(500_050, 3_399_900, 500_100, 3_399_950), project)
    assert here.pixel == pytest.approx(2.0)
    assert edges(here.extent) == pytest.approx((500_000, 3_399_800, 500_200, 3_400_000))
    beside = image_at(canvas, QgsRectangle(499_500, 3_399_900, 499_600, 3_399_950), project)
    assert beside.pixel == pytest.approx(30.0)
    assert image_at(canvas, QgsRectangle(0, 0, 1, 1), project) is None
    to_web = QgsCoordinateTransform(system(UTM), system("EPSG:3857"), project.transformContext())
    outline = to_web.transformBoundingBox(QgsRectangle(500_050, 3_399_900, 500_100, 3_399_950))
    canvas.setDestinationCrs(system("EPSG:3857"))
    assert image_at(canvas, outline, project).pixel == pytest.approx(
        2 / 0.9996 / math.cos(math.radians(30.74)), rel=5e-3
    )


def test_tiles_have_their_finest_zoom_or_no_limit(canvas: QgsMapCanvas) -> None:
    canvas.setDestinationCrs(system("EPSG:3857"))
    box = QgsRectangle(9e6, 3.5e6, 9.001e6, 3.501e6)
    known, unknown = tiles("zmin=0&zmax=14&"), tiles("")
    canvas.setLayers([known])
    there = image_at(canvas, box, QgsProject.instance())
    assert there.pixel == pytest.approx(9.554629, rel=1e-4)
    assert there.extent is None
    canvas.setLayers([unknown])
    assert image_at(canvas, box, QgsProject.instance()) == Image()


# The mapper's own zoom

FIRST = QgsGeometry.fromRect(QgsRectangle(500_000, 3_400_000, 500_300, 3_400_200))
SECOND = QgsGeometry.fromRect(QgsRectangle(520_000, 3_410_000, 520_200, 3_410_300))
LARGE = QgsGeometry.fromRect(QgsRectangle(530_000, 3_410_000, 536_000, 3_414_000))


@pytest.fixture
def view(canvas: QgsMapCanvas) -> Iterator[MapView]:
    view = MapView(canvas, system(UTM))
    yield view
    view.stop()


def show(view: MapView, outline: QgsGeometry, metres: float = 750.0) -> float:
    view.show(outline, system(UTM), metres)
    assert view.canvas.extent().contains(outline.boundingBox())
    return view.canvas.scale()


def test_the_zoom_of_the_mapper_is_kept(view: MapView, canvas: QgsMapCanvas) -> None:
    rule = show(view, FIRST)
    assert show(view, SECOND) == pytest.approx(rule, rel=0.2)
    canvas.zoomByFactor(0.5)
    own = canvas.scale()
    assert show(view, FIRST) == pytest.approx(own, rel=1e-3)
    assert show(view, SECOND) == pytest.approx(own, rel=1e-3)
    assert canvas.center().compare(SECOND.boundingBox().center(), 0.5)
    assert show(view, LARGE) > 2 * own  # it does not fit: the rule, for this one
    assert show(view, FIRST) == pytest.approx(own, rel=1e-3)
    canvas.zoomByFactor(1.5)
    assert show(view, SECOND) == pytest.approx(1.5 * own, rel=1e-3)


def test_the_zoom_of_the_mapper_shows_nothing_beyond_the_image(
    view: MapView, canvas: QgsMapCanvas, tmp_path: Path
) -> None:
    image = raster(tmp_path / "image.tif", 499_900, 3_405_000, 10.0, size=1000)  # its edge is beside FIRST
    canvas.setLayers([image])
    show(view, FIRST)
    canvas.zoomByFactor(1.2)
    own = canvas.scale()
    assert show(view, FIRST) == pytest.approx(own, rel=1e-3)
    assert canvas.extent().xMinimum() == pytest.approx(499_900, abs=1)


def test_who_looks_at_the_whole_region_comes_back(view: MapView, canvas: QgsMapCanvas) -> None:
    rule = show(view, FIRST)
    canvas.setExtent(QgsRectangle(0, 3_000_000, 800_000, 3_600_000))
    assert show(view, FIRST) == pytest.approx(rule, rel=1e-3)


def test_another_rule_ends_it(view: MapView, canvas: QgsMapCanvas) -> None:
    show(view, FIRST)
    canvas.zoomByFactor(0.6)
    assert show(view, FIRST, 3000.0) > 3 * show(view, FIRST, 300.0)
    canvas.zoomByFactor(0.6)
    view.show(FIRST, system(UTM), 300.0, fixed_scale=20_000)
    assert canvas.scale() == pytest.approx(20_000, rel=1e-3)


def test_a_window_or_a_system_is_no_hand(view: MapView, canvas: QgsMapCanvas) -> None:
    rule = show(view, FIRST)
    canvas.resize(500, 300)
    assert canvas.size().width() == 500
    canvas.resize(800, 600)
    assert show(view, FIRST) == pytest.approx(rule, rel=1e-3)
    canvas.setDestinationCrs(system("EPSG:3857"))
    canvas.setDestinationCrs(system(UTM))
    assert show(view, FIRST) == pytest.approx(rule, rel=1e-2)
    canvas.setCenter(QgsPointXY(500_100, 3_400_000))  # a move is no zoom
    assert show(view, FIRST) == pytest.approx(rule, rel=1e-2)


def test_before_anything_was_shown_nobody_has_zoomed(view: MapView, canvas: QgsMapCanvas) -> None:
    canvas.setExtent(QgsRectangle(499_000, 3_399_000, 501_000, 3_401_000))
    rule = show(view, FIRST)
    assert rule == pytest.approx(show(view, FIRST), rel=1e-6)


def test_a_stopped_view_hears_nothing(canvas: QgsMapCanvas) -> None:
    view = MapView(canvas, system(UTM))
    rule = show(view, FIRST)
    view.stop()
    canvas.zoomByFactor(0.5)
    canvas.setDestinationCrs(system("EPSG:3857"))
    assert rule > 0
