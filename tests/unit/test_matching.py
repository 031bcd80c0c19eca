"""Outlines of two sides: true areas of many at once, what is of one landform, and ground in even pieces."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas
from rock_glacier_inventory.engine.matching.areas import ground_areas, polygons_in
from rock_glacier_inventory.engine.matching.halving import halved
from rock_glacier_inventory.engine.matching.pairs import meeting


def _rings(crs_scale: float, middle: tuple[float, float]) -> np.ndarray:
    """Wobbly outlines with a hole, one of them of two parts; 100 m to 3 km wide where a unit is a metre."""
    found = []
    for radius in (50, 200, 1500):
        angle = np.linspace(0, 2 * np.pi, 90, endpoint=False)
        rough = radius * (1 + 0.3 * np.sin(5 * angle)) * crs_scale
        shell = np.column_stack([middle[0] + rough * np.cos(angle), middle[1] + 1.7 * rough * np.sin(angle)])
        hole = np.column_stack([middle[0] + 0.3 * rough * np.cos(angle), middle[1] + 0.3 * rough * np.sin(angle)])
        found.append(shapely.Polygon(shell, [hole]))
    far = shapely.transform(found[0], lambda points: points + 9000 * crs_scale)
    return np.array([*found, shapely.MultiPolygon([found[1], far])], dtype=object)


@pytest.mark.parametrize(
    ("crs", "scale", "middle"),
    [
        ("EPSG:4326", 1e-5, (179.999, 35.0)),
        ("EPSG:4326", 1e-5, (-70.0, -33.5)),
        ("EPSG:4326", 1e-5, (15.0, 78.2)),
        ("EPSG:4326", 1e-5, (30.0, 0.0)),
        ("EPSG:32645", 1.0, (500_000, 3_400_000)),
        ("EPSG:3857", 1.0, (9e6, 8e6)),
        ("EPSG:3031", 1.0, (1e5, 2e5)),
    ],
)
def test_areas_are_those_of_geodesics(crs: str, scale: float, middle: tuple[float, float]) -> None:
    shapes = _rings(scale, middle)
    assert ground_areas(shapes, crs) == pytest.approx(ellipsoidal_areas(shapes, crs), rel=2e-7)


def test_large_outlines_and_what_is_none_have_their_area_too() -> None:
    country = shapely.box(80, 28, 90, 35)
    small = shapely.box(80, 28, 80.01, 28.01)
    line = shapely.LineString([(0, 0), (1, 1)])
    mixed = shapely.GeometryCollection([line, small, shapely.MultiPolygon([shapely.box(81, 28, 81.01, 28.01)])])
    shapes = np.array([country, small, line, mixed, shapely.Polygon()], dtype=object)
    exact = ellipsoidal_areas(np.array([country, small]), "EPSG:4326")
    found = ground_areas(shapes, "EPSG:4326")
    assert found[0] == exact[0]
    assert found[1:] == pytest.approx([exact[1], 0, 2 * exact[1], 0], rel=2e-7)
    parts, owner = polygons_in(shapes)
    assert len(parts) == 4
    assert owner.tolist() == [0, 1, 3, 3]
    assert ground_areas(shapes[4:], "EPSG:4326").tolist() == [0.0]


def test_half_of_the_smaller_is_one_landform_and_iou_is_of_both() -> None:
    ours = np.array([shapely.box(0, 0, 4, 1), shapely.box(10, 0, 11, 1)], dtype=object)
    theirs = np.array([shapely.box(0, 0, 1, 1), shapely.box(3.4, 0, 4.4, 1), shapely.box(4, 0, 5, 1)], dtype=object)
    pairs = meeting(ours, theirs)
    assert sorted(zip(pairs.ours.tolist(), pairs.theirs.tolist(), strict=True)) == [(0, 0), (0, 1), (0, 2)]
    order = np.argsort(pairs.theirs)
    assert pairs.shared()[order].tolist() == [True, True, False]
    assert pairs.iou[order] == pytest.approx([1 / 4, 0.6 / 4.4, 0])
    assert pairs.covered(np.ones(3, bool), 2, 0.4).tolist() == [True, False]
    assert pairs.covered(np.ones(3, bool), 2, 0.5).tolist() == [False, False]


def test_ground_is_halved_where_most_is_and_not_too_small() -> None:
    middle = np.array([[x * 1000.0, 0] for x in range(8)])
    weight = np.array([1, 1, 1, 1, 1, 1, 1, 9.0])
    pieces = halved([np.arange(8)], middle, weight, 3)
    assert sorted(piece.tolist() for piece in pieces) == [[0, 1, 2, 3], [4, 5, 6], [7]]
    assert len(halved([np.arange(8)], middle, weight, 100)) == 8
    wide = halved([np.arange(8)], middle, np.ones(8), 100, narrowest=2000)
    assert 2 <= len(wide) <= 4
    assert sorted(np.concatenate(wide).tolist()) == list(range(8))
