"""Outlines: coordinate systems, true areas, markers, and what mends, clips, cuts and joins them."""

from __future__ import annotations

import math

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.plugin.geometry.outline_geometry import marker_of, polygons_of, true_area
from rock_glacier_inventory.plugin.geometry.outlines import (
    OutlineMaker,
    clip,
    geometry_of,
    mend,
    merge,
    problems,
    share_inside,
    split,
)
from rock_glacier_inventory.store.geopackage.geometry import envelope_of_wkb

from .inventories import square_wkb

SQUARE = "Polygon((80 30, 80.01 30, 80.01 30.01, 80 30.01, 80 30))"


def crs(code: int) -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem(f"EPSG:{code}")


def wkt(text: str) -> QgsGeometry:
    geometry = QgsGeometry.fromWkt(text)
    assert not geometry.isNull()
    return geometry


@pytest.fixture
def context(qgis_app: object) -> QgsCoordinateTransformContext:
    return QgsProject.instance().transformContext()


@pytest.fixture
def maker(context: QgsCoordinateTransformContext) -> OutlineMaker:
    return OutlineMaker(crs(4326), context)


def zone(south: float, north: float, width: float) -> float:
    """Area in m² between two parallels of the WGS84 ellipsoid, by its closed formula; all in degrees."""
    axis, flattening = 6378137.0, 1 / 298.257223563
    e = math.sqrt(flattening * (2 - flattening))

    def up_to(latitude: float) -> float:
        s = math.sin(math.radians(latitude))
        return s / (1 - e * e * s * s) + math.log((1 + e * s) / (1 - e * s)) / (2 * e)

    return math.radians(width) * axis**2 * (1 - e * e) / 2 * (up_to(north) - up_to(south))


@pytest.mark.parametrize("south", [0.0, 30.0, -33.0, 78.0])
@pytest.mark.parametrize("west", [-70.0, 80.0, 179.995])
def test_the_area_is_that_of_the_ellipsoid(
    context: QgsCoordinateTransformContext, maker: OutlineMaker, west: float, south: float
) -> None:
    """Also across the 180th meridian and in the south; with 1 km its edges are as good as parallels."""
    box = QgsGeometry.fromRect(QgsRectangle(west, south, west + 0.01, south + 0.01))
    exact = zone(south, south + 0.01, 0.01)
    outline = maker.outline(box, crs(4326))
    assert outline.area == pytest.approx(exact, rel=1e-6)


@pytest.mark.parametrize("code", [3857, 32644, 6933])
def test_the_area_does_not_depend_on_the_system(
    context: QgsCoordinateTransformContext, maker: OutlineMaker, code: int
) -> None:
    """Web Mercator alone would say a third more here."""
    drawn = wkt(SQUARE)
    drawn.transform(QgsCoordinateTransform(crs(4326), crs(code), context))
    exact = zone(30, 30.01, 0.01)
    assert true_area(drawn, crs(code), context) == pytest.approx(exact, rel=1e-5)
    assert maker.outline(drawn, crs(code)).area == pytest.approx(exact, rel=1e-5)
    assert OutlineMaker(crs(code), context).outline(drawn, crs(code)).area == pytest.approx(exact, rel=1e-5)


def test_what_is_written(context: QgsCoordinateTransformContext) -> None:
    maker = OutlineMaker(crs(32644), context)
    outline = maker.outline(wkt(SQUARE), crs(4326))
    written = geometry_of(outline.geometry)
    assert (written.asWkt(0)[:12], written.constGet().is3D()) == ("MultiPolygon", False)
    assert bytes(written.asWkb()) == outline.geometry
    west, south, east, north = envelope_of_wkb(outline.geometry)
    assert (east - west, north - south) == pytest.approx((965, 1108), abs=12)
    assert (outline.latitude, outline.longitude) == pytest.approx((30.005, 80.005), abs=1e-6)
    assert geometry_of(square_wkb(80, 30)).asWkt(3) == (
        "MultiPolygon (((80 30, 80.005 30, 80.005 30.005, 80 30.005, 80 30)))"
    )


@pytest.mark.parametrize(
    "drawn",
    [
        "PolygonZ((80 30 5, 80.01 30 5, 80.01 30.01 5, 80 30.01 5, 80 30 5))",
        "MultiPolygonM(((80 30 1, 80.01 30 1, 80.01 30.01 1, 80 30.01 1, 80 30 1)))",
        "CurvePolygon(CompoundCurve((80 30, 80.01 30, 80.01 30.01, 80 30.01, 80 30)))",
        "GeometryCollection(Point(1 1), Polygon((80 30, 80.01 30, 80.01 30.01, 80 30.01, 80 30)))",
        "MultiPolygon(((80 30, 80.01 30, 80.01 30.01, 80 30.01, 80 30)), ((1 1, 1 1, 1 1, 1 1)))",
    ],
)
def test_whatever_is_drawn_becomes_a_flat_multipolygon(qgis_app: object, drawn: str) -> None:
    expected = "MultiPolygon (((80 30, 80.01 30, 80.01 30.01, 80 30.01, 80 30)))"
    assert polygons_of(wkt(drawn)).asWkt(2) == expected


@pytest.mark.parametrize("drawn", ["Polygon EMPTY", "LineString(0 0, 1 1)", "Point(1 1)", "Polygon((0 0, 1 1, 0 0))"])
def test_what_is_no_polygon_is_told(maker: OutlineMaker, drawn: str) -> None:
    with pytest.raises(UserError, match=r"corners|polygon"):
        maker.outline(QgsGeometry.fromWkt(drawn), crs(4326))
    with pytest.raises(UserError):
        maker.outline(QgsGeometry(), crs(4326))


def test_what_has_no_place_in_the_system_is_told(context: QgsCoordinateTransformContext) -> None:
    maker = OutlineMaker(crs(32644), context)
    with pytest.raises(UserError, match="EPSG:32644"):
        maker.outline(wkt("Polygon((1e30 0, 2e30 0, 2e30 1e30, 1e30 0))"), crs(3857))


@pytest.mark.parametrize("drawn_in", [4326, 3832])
def test_across_the_180th_meridian(context: QgsCoordinateTransformContext, maker: OutlineMaker, drawn_in: int) -> None:
    """Drawn beyond 180 degrees, or in a system of the Pacific: two parts, one on each side of the map."""
    drawn = wkt("Polygon((179.99 -16.01, 180.02 -16.01, 180.02 -16, 179.99 -16, 179.99 -16.01))")
    if drawn_in != 4326:
        drawn.transform(QgsCoordinateTransform(crs(4326), crs(drawn_in), context))
    outline = maker.outline(drawn, crs(drawn_in))
    parts = geometry_of(outline.geometry).asGeometryCollection()
    boxes = sorted(
        (round(box.xMinimum(), 6), round(box.xMaximum(), 6)) for box in (part.boundingBox() for part in parts)
    )
    assert boxes == [(-180.0, -179.98), (179.99, 180.0)]
    assert outline.area == pytest.approx(zone(-16.01, -16, 0.03), rel=1e-5)
    assert -180 < outline.longitude < -179.98
    assert outline.marker_at(outline.latitude, outline.longitude) is not None


def test_the_marker_is_inside(maker: OutlineMaker) -> None:
    """Not so the centroid of a crescent, of a ring, and of two parts."""
    crescent = "Polygon((0 0, 3 0, 3 3, 0 3, 0 2.6, 2.6 2.6, 2.6 0.4, 0 0.4, 0 0))"
    ring = "Polygon((0 0, 3 0, 3 3, 0 3, 0 0), (0.5 0.5, 0.5 2.5, 2.5 2.5, 2.5 0.5, 0.5 0.5))"
    parts = "MultiPolygon(((0 0, 1 0, 1 1, 0 1, 0 0)), ((5 0, 7 0, 7 2, 5 2, 5 0)))"
    bow = "Polygon((0 0, 2 2, 2 0, 0 2, 0 0))"
    for drawn in (SQUARE, crescent, ring, parts, bow):
        geometry = wkt(drawn)
        place = QgsGeometry.fromPointXY(marker_of(geometry))
        assert mend(geometry).contains(place), drawn
    assert marker_of(wkt(parts)).x() > 5  # in the larger one
    outline = maker.outline(wkt(crescent), crs(4326))
    assert maker.place_of(geometry_of(outline.geometry)) == (outline.latitude, outline.longitude)


def test_a_marker_elsewhere_in_the_outline(context: QgsCoordinateTransformContext) -> None:
    maker = OutlineMaker(crs(32644), context)
    outline = maker.outline(wkt(SQUARE), crs(4326))
    wkb = outline.marker_at(30.002, 80.002)
    assert outline.marker_at(30.02, 80.002) is None
    assert outline.marker_at(95.0, 80.0) is None
    point = maker.point_at(30.002, 80.002)
    latitude, longitude, same = maker.marker(point)
    assert (latitude, longitude) == pytest.approx((30.002, 80.002), abs=1e-9)
    assert same == wkb


def test_problems_are_told_with_their_place(qgis_app: object) -> None:
    assert problems(wkt(SQUARE)) == []
    assert problems(wkt("Polygon((0 0, 3 0, 3 3, 0 3, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1))")) == []
    assert problems(QgsGeometry()) == problems(wkt("Polygon EMPTY")) == ["it is empty"]
    assert problems(wkt("LineString(0 0, 1 1)")) == ["it is not a polygon"]
    (bow,) = problems(wkt("Polygon((0 0, 2 2, 2 0, 0 2, 0 0))"))
    assert "ntersection" in bow and "1.000000, 1.000000" in bow
    assert problems(wkt("MultiPolygon(((0 0, 2 0, 2 2, 0 2, 0 0)), ((1 1, 3 1, 3 3, 1 3, 1 1)))"))


def test_mending(qgis_app: object) -> None:
    mended = mend(wkt("Polygon((0 0, 2 2, 2 0, 0 2, 0 0))"))
    assert (mended.area(), len(mended.asGeometryCollection())) == (pytest.approx(2), 2)
    assert problems(mended) == []
    spike = mend(wkt("Polygon((0 0, 2 0, 2 1, 5 1, 2 1, 2 2, 0 2, 0 0))"))
    assert (spike.area(), spike.asWkt(0)[:12]) == (pytest.approx(4), "MultiPolygon")
    with pytest.raises(UserError):
        mend(wkt("Polygon((0 0, 1 1, 2 2, 0 0))"))


def test_clipping(qgis_app: object) -> None:
    whole = wkt("Polygon((0 0, 4 0, 4 2, 0 2, 0 0))")
    others = [wkt("Polygon((3 -1, 6 -1, 6 3, 3 3, 3 -1))"), wkt("Polygon((2 1, 2 3, 3.5 3, 3.5 1, 2 1))")]
    left = clip(whole, others)
    assert left.area() == pytest.approx(5)
    assert left.intersection(merge(others)).area() == pytest.approx(0, abs=1e-12)
    assert clip(whole, []).area() == 8
    assert clip(whole, [wkt("Polygon((0.5 -1, 1.5 3, 1.5 -1, 0.5 3, 0.5 -1))")]).area() < 8  # crosses itself
    with pytest.raises(UserError, match="cover"):
        clip(whole, [wkt("Polygon((-1 -1, 9 -1, 9 9, -1 9, -1 -1))")])


def test_merging(qgis_app: object) -> None:
    left, right = wkt("Polygon((0 0, 1 0, 1 1, 0 1, 0 0))"), wkt("Polygon((1 0, 2 0, 2 1, 1 1, 1 0))")
    one = merge([left, right])
    assert (one.area(), len(one.asGeometryCollection())) == (2, 1)
    assert len(merge([left, wkt("Polygon((5 0, 6 0, 6 1, 5 1, 5 0))")]).asGeometryCollection()) == 2


HOLED = "Polygon((0 0, 4 0, 4 2, 0 2, 0 0), (1.5 0.5, 1.5 1.5, 2.5 1.5, 2.5 0.5, 1.5 0.5))"


@pytest.mark.parametrize(
    ("line", "areas"),
    [
        ("LineString(1 -1, 1 3)", [5, 2]),
        ("LineString(1 -1, 1 3, 3 3, 3 -1)", [3, 2, 2]),
        ("LineString(2 -1, 2 3)", [3.5, 3.5]),  # through the hole
        ("MultiLineString((1 -1, 1 3), (3 -1, 3 3))", [3, 2, 2]),
        ("LineString(0 0, 1.5 0.5, 1.5 1.5, 0 2)", [4.75, 2.25]),  # from corner to corner, along the hole
    ],
)
def test_splitting(qgis_app: object, line: str, areas: list[float]) -> None:
    pieces = split(wkt(HOLED), wkt(line))
    assert [piece.area() for piece in pieces] == pytest.approx(areas)
    assert {piece.asWkt(0)[:12] for piece in pieces} == {"MultiPolygon"}
    assert merge(pieces).symDifference(wkt(HOLED)).area() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    "line",
    [
        "LineString(1 -1, 1 1)",  # ends inside
        "LineString(2 -1, 2 1)",  # ends in the hole
        "LineString(9 9, 10 10)",
        "LineString(0.5 0.5, 1 1)",
        "LineString(0 0, 4 0)",  # along the rim
    ],
)
def test_a_line_that_does_not_cross_splits_nothing(qgis_app: object, line: str) -> None:
    with pytest.raises(UserError, match="outside the outline"):
        split(wkt(HOLED), wkt(line))


def test_a_part_that_is_not_cut_stays_with_the_largest_piece(qgis_app: object) -> None:
    two = wkt("MultiPolygon(((0 0, 3 0, 3 1, 0 1, 0 0)), ((9 0, 10 0, 10 1, 9 1, 9 0)))")
    pieces = split(two, wkt("LineString(1 -1, 1 2)"))
    assert [len(piece.asGeometryCollection()) for piece in pieces] == [2, 1]
    assert [piece.area() for piece in pieces] == pytest.approx([3, 1])


def polygons(code: int, *texts: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:{code}", "glaciers", "memory")
    for text in texts:
        feature = QgsFeature()
        geometry = wkt(text)
        geometry.transform(QgsCoordinateTransform(crs(4326), crs(code), QgsProject.instance().transformContext()))
        feature.setGeometry(geometry)
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


WEST_HALF = "Polygon((79.99 29.99, 80.005 29.99, 80.005 30.02, 79.99 30.02, 79.99 29.99))"
NORTH_HALF = "Polygon((79.99 30.005, 80.02 30.005, 80.02 30.02, 79.99 30.02, 79.99 30.005))"


@pytest.mark.parametrize("code", [4326, 32644, 3857])
def test_the_share_inside_glaciers(context: QgsCoordinateTransformContext, code: int) -> None:
    def share(layer: QgsVectorLayer) -> float | None:
        return share_inside(wkt(SQUARE), crs(4326), layer, context)

    assert share(polygons(code)) == 0.0
    assert share(polygons(code, "Polygon((90 30, 90.01 30, 90.01 30.01, 90 30))")) == 0.0
    assert share(polygons(code, WEST_HALF)) == pytest.approx(0.5, abs=1e-4)
    assert share(polygons(code, WEST_HALF, NORTH_HALF)) == pytest.approx(0.75, abs=1e-4)
    assert share(polygons(code, WEST_HALF, NORTH_HALF, SQUARE)) == pytest.approx(1.0, abs=1e-6)


def test_a_layer_that_tells_nothing_of_glaciers(context: QgsCoordinateTransformContext) -> None:
    points = QgsVectorLayer("Point?crs=EPSG:4326", "points", "memory")
    gone = QgsVectorLayer("/nowhere/none.gpkg", "gone", "ogr")
    for layer in (points, gone):
        assert share_inside(wkt(SQUARE), crs(4326), layer, context) is None
    assert share_inside(QgsGeometry(), crs(4326), polygons(4326, SQUARE), context) is None


def test_points_of_the_marker_are_in_degrees(maker: OutlineMaker) -> None:
    assert maker.point_at(-33.5, -70.25) == QgsPointXY(-70.25, -33.5)
