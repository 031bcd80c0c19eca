"""What a stroke makes of an outline: the rim runs along it, nothing invalid comes of it; smoothing is bounded."""

from __future__ import annotations

import math

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
)
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.plugin.geometry.redrawing import FARTHEST_M, enclosed, fitting, reshaped, smoother
from rock_glacier_inventory.plugin.map.strokes.sheet import Sheet

METRES = QgsCoordinateReferenceSystem("EPSG:32645")
CONTEXT = QgsCoordinateTransformContext()
BOX = QgsGeometry.fromWkt("MultiPolygon(((0 0, 100 0, 100 100, 0 100, 0 0)))")


@pytest.mark.parametrize(
    ("stroke", "area"),
    [
        ([(80, 40), (120, 40), (120, 60), (80, 60)], 10_400),  # from inside around and back
        ([(99, 40), (120, 40), (120, 60), (99, 60)], 10_400),  # it nearly ends on the rim
        ([(101, 40), (120, 40), (120, 60), (101, 60)], 10_400),  # the same from outside
        ([(100, 40), (120, 40), (120, 60), (100, 60)], 10_400),  # it ends on the rim
        ([(120, 40), (80, 40), (80, 60), (120, 60)], 9_600),  # a bight
        ([(97, 40), (80, 40), (80, 60), (103, 60)], 9_600),  # a bight that begins on one side and ends on the other
        (
            [(80, 40), (120, 40), (121, 42), (119, 42), (120, 39), (120, 60), (80, 60)],
            10_400,
        ),  # a loop of a shaking hand
        ([(50, 110), (50, -10)], 5_000),  # straight through
    ],
)
def test_the_rim_runs_along_the_stroke(qgis_app: object, stroke: list[tuple[float, float]], area: float) -> None:
    for line in (stroke, stroke[::-1]):
        found = reshaped(BOX, line, 5)
        assert found.isGeosValid()
        assert found.area() == pytest.approx(area, abs=25)
    assert BOX.area() == 10_000, "the outline that was given is another one"


LONG = "(0 0,100 0,100 30,0 30,0 0)"
HOLE, SECOND = ",(40 10,60 10,60 20,40 20,40 10)", ",((0 90,9 90,9 99,0 90))"


@pytest.mark.parametrize("first", [(94, -4), (94, 2)])
@pytest.mark.parametrize("more", ["", HOLE, f"{HOLE}){SECOND[:-1]}"])
def test_a_stroke_along_half_of_the_rim_keeps_the_outline_and_not_what_lies_between(
    qgis_app: object, first: tuple[float, float], more: str
) -> None:
    """QGIS's reshape keeps what lies between the stroke and the old rim, or nothing, where it would cross a hole."""
    outline = QgsGeometry.fromWkt(f"MultiPolygon(({LONG}{more}))")
    stroke = [first, (103, 8), (103, 33), (-5, 33), (-30, 25), (-30, 10), (5, 8)]
    for line in (stroke, stroke[::-1]):
        found = reshaped(outline, line, 2)
        assert found.isGeosValid()
        assert found.intersection(outline).area() > 0.95 * outline.area()
        assert found.area() > outline.area() + 600
        assert [len(part) for part in found.asMultiPolygon()] == [len(part) for part in outline.asMultiPolygon()]


@pytest.mark.parametrize(
    "stroke",
    [
        [(20, 20), (80, 80)],  # inside
        [(120, 20), (150, 80)],  # outside
        [(80, 50), (150, 50)],  # across the rim once
    ],
)
def test_a_stroke_that_changes_nothing_says_so(qgis_app: object, stroke: list[tuple[float, float]]) -> None:
    with pytest.raises(UserError, match="changes nothing"):
        reshaped(BOX, stroke, 5)


def test_a_hole_and_a_second_part_are_kept(qgis_app: object) -> None:
    outline = QgsGeometry.fromWkt(
        "MultiPolygon(((0 0,100 0,100 100,0 100,0 0),(40 40,60 40,60 60,40 60,40 40)),"
        "((200 0,250 0,250 50,200 50,200 0)))"
    )
    found = reshaped(outline, [(80, 40), (120, 40), (120, 60), (80, 60)], 5)
    assert found.area() == pytest.approx(outline.area() + 400, abs=1)
    assert [len(part) for part in found.asMultiPolygon()] == [2, 1]


def test_a_stroke_around_ground_is_an_outline(qgis_app: object) -> None:
    ring = [(100 * math.cos(turn / 20), 100 * math.sin(turn / 20)) for turn in range(120)]
    found = enclosed(ring)
    assert found.isGeosValid() and found.area() == pytest.approx(math.pi * 1e4, rel=0.03)
    with pytest.raises(UserError, match="no ground"):
        enclosed([(0, 0), (10, 0), (20, 0)])


def test_a_stroke_keeps_the_corners_of_a_neighbour_and_few_others(qgis_app: object) -> None:
    free = [((float(at), 0.3 * (at % 2)), False) for at in range(50)]
    border = [
        ((50.0, 0.0), True),
        ((50.0, 5.0), True),
        ((50.0, 10.0), True),
        ((51.0, 10.0), True),
        ((60.0, 10.0), True),
    ]
    found = fitting([*free, *border], 1.0)
    assert found == [(0.0, 0.0), (50.0, 0.0), (50.0, 10.0), (60.0, 10.0)]


@pytest.mark.parametrize(
    ("authid", "middle"), [("EPSG:32645", (5e5, 3.9e6)), ("EPSG:4326", (87, 35)), ("EPSG:3857", (9.7e6, 4.2e6))]
)
def test_smoothing_is_bounded_on_the_ground(qgis_app: object, authid: str, middle: tuple[float, float]) -> None:
    """Whatever the system: a staircase of 30 m is drawn in metres, and brought there."""
    crs = QgsCoordinateReferenceSystem(authid)
    east = 1 / 91_290 if authid == "EPSG:4326" else 1.22 if authid == "EPSG:3857" else 1.0
    north = 1 / 110_940 if authid == "EPSG:4326" else east
    stairs = [(30 * at, 30 * (at // 2 * 2)) for at in range(20)]
    ring = [place for x, y in stairs for place in ((x, y), (x, y + 30))]
    ring += [(570, 1200), (0, 1200)]
    outline = QgsGeometry.fromPolygonXY(
        [[QgsPointXY(middle[0] + x * east, middle[1] + y * north) for x, y in [*ring, ring[0]]]]
    )
    found = smoother(outline, crs, CONTEXT)
    assert found.isGeosValid()
    assert found.area() == pytest.approx(outline.area(), rel=0.01)
    away = max(one.hausdorffDistance(other) for one, other in ((found, outline), (outline, found)))
    metres = away / max(east, north)
    assert 1 < metres <= FARTHEST_M * 1.01


def test_smoothing_leaves_a_common_border(qgis_app: object) -> None:
    outline = QgsGeometry.fromWkt("Polygon((0 0,300 0,300 100,320 100,320 200,300 200,300 300,0 300,0 0))")
    neighbour = QgsGeometry.fromWkt("Polygon((300 0,300 100,320 100,320 200,300 200,300 300,600 300,600 0,300 0))")
    found = smoother(outline, METRES, CONTEXT, [neighbour])
    assert found.difference(outline).area() > 1 or outline.difference(found).area() > 1
    assert found.intersection(neighbour).area() < 0.5
    assert (
        outline.combine(neighbour)
        .difference(found.combine(neighbour))
        .intersects(QgsGeometry.fromRect(QgsRectangle(290, 20, 330, 280)))
        is False
    )


def test_the_old_rim_of_what_is_drawn_does_not_attract_and_a_neighbour_does(qgis_app: object) -> None:
    scratch, inventory = (QgsVectorLayer("MultiPolygon?crs=EPSG:32645", name, "memory") for name in ("drawn", "there"))
    beside = QgsGeometry.fromWkt("MultiPolygon(((100 0, 200 0, 200 100, 100 100, 100 0)))")
    for geometry in (BOX, beside):
        feature = QgsFeature()
        feature.setGeometry(geometry)
        assert inventory.dataProvider().addFeature(feature)
    scratch.startEditing()
    sheet = Sheet(scratch, [inventory])
    assert sheet.is_beside(inventory, 1), "nothing is drawn yet: all are neighbours"
    sheet.add(reshaped(BOX, [(80, -10), (80, 110)], 5))
    assert [sheet.is_beside(inventory, fid) for fid in (1, 2)] == [False, True]
    assert not sheet.is_beside(scratch, 1)


def test_a_stroke_that_would_cross_a_hole_is_refused(qgis_app: object) -> None:
    """By QGIS itself, which takes nothing that is not valid."""
    holed = QgsGeometry.fromWkt("MultiPolygon(((0 0,100 0,100 100,0 100,0 0),(40 40,60 40,60 60,40 60,40 40)))")
    with pytest.raises(UserError, match="changes nothing"):
        reshaped(holed, [(110, 30), (50, 50), (110, 70)], 2)
