"""Boxes and polygons across coordinate systems: every pixel is asked where it lies."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from rock_glacier_inventory.engine.ground.boxes import bounds_around, part_in_box, polygons_near
from rock_glacier_inventory.engine.ground.vectors import close_at_antimeridian
from rock_glacier_inventory.inventory.errors import UserError

PIXELS = 80
POLAR_NORTH, POLAR_SOUTH = "EPSG:3995", "EPSG:3031"
MERCATOR = 20_037_508.342789244

# Scenes: bounds in a system, in words.
ZONE_32 = (("EPSG:32632"), (460_000, 5_180_000, 540_000, 5_260_000))  # across the central meridian
ZONE_60 = ("EPSG:32660", (600_000, 7_300_000, 700_000, 7_400_000))  # Chukotka, over the antimeridian
ZONE_1_SOUTH = ("EPSG:32701", (200_000, 8_000_000, 260_000, 8_060_000))
ZONE_19_SOUTH = ("EPSG:32719", (380_000, 6_600_000, 460_000, 6_680_000))  # Andes
OVER_THE_POLE = (POLAR_NORTH, (-400_000, -300_000, 500_000, 600_000))
BESIDE_THE_SOUTH_POLE = (POLAR_SOUTH, (-2_500_000, 900_000, -2_300_000, 1_100_000))
ALPS_IN_DEGREES = ("EPSG:4326", (9.0, 46.0, 10.0, 47.0))
FROM_ZERO = ("EPSG:4326", (289.0, -31.0, 290.0, -30.0))  # 0 to 360 degrees
FIJI_MERCATOR = ("EPSG:3857", (-MERCATOR, -2_000_000, -MERCATOR + 90_000, -1_910_000))
LAMBERT = ("EPSG:3035", (4_300_000, 2_600_000, 4_400_000, 2_700_000))


def middles(scene):
    """Middles of the scene's pixels: x and y, each (PIXELS, PIXELS)."""
    left, bottom, right, top = scene[1]
    x = left + (np.arange(PIXELS) + 0.5) * (right - left) / PIXELS
    y = bottom + (np.arange(PIXELS) + 0.5) * (top - bottom) / PIXELS
    return np.meshgrid(x, y)


def truly_inside(scene, box, crs):
    """Which pixels lie in a box, each asked by itself; longitudes are counted from the box's left edge."""
    x, y = middles(scene)
    x, y = pyproj.Transformer.from_crs(scene[0], crs, always_xy=True).transform(x, y)
    circle = {"EPSG:4326": 360.0, "EPSG:3857": 2 * MERCATOR}.get(crs)
    if circle:
        x = box[0] + (x - box[0]) % circle
    return (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])


CASES = {
    "the world": (ZONE_32, "EPSG:4326", (-180, -90, 180, 90)),
    "the world from zero": (ZONE_32, "EPSG:4326", (0, -90, 360, 90)),
    "the world in Mercator": (ZONE_32, "EPSG:3857", (-MERCATOR, -MERCATOR, MERCATOR, MERCATOR)),
    "more than the world in Mercator": (ZONE_32, "EPSG:3857", (-3e7, -3e7, 3e7, 3e7)),
    "a part": (ZONE_32, "EPSG:4326", (8.8, 47.0, 9.2, 47.2)),
    "a strip": (ZONE_32, "EPSG:4326", (-180, 47.0, 180, 47.1)),
    "half a globe": (ZONE_32, "EPSG:4326", (9.1, -90, 180, 90)),
    "over the antimeridian": (ZONE_60, "EPSG:4326", (170, 50, 190, 80)),
    "a part over the antimeridian": (ZONE_60, "EPSG:4326", (179.5, 66, 180.6, 66.2)),
    "west of the antimeridian": (ZONE_60, "EPSG:4326", (-180, 60, -170, 70)),
    "the world over the antimeridian": (ZONE_60, "EPSG:4326", (-180, -90, 180, 90)),
    "south": (ZONE_19_SOUTH, "EPSG:4326", (-70, -31, -69.6, -30.3)),
    "south, counted from zero": (ZONE_19_SOUTH, "EPSG:4326", (290, -31, 290.4, -30.3)),
    "Samoa from the other side": (ZONE_1_SOUTH, "EPSG:4326", (179, -18.1, 180.3, -17.5)),
    "a cap over the pole": (OVER_THE_POLE, "EPSG:4326", (-180, 87, 180, 90)),
    "a wedge at the pole": (OVER_THE_POLE, "EPSG:4326", (-20, 80, 60, 90)),
    "the world at the pole": (OVER_THE_POLE, "EPSG:4326", (-180, -90, 180, 90)),
    "Antarctica": (BESIDE_THE_SOUTH_POLE, "EPSG:4326", (-180, -90, 180, -60)),
    "a box in polar metres": (ZONE_60, POLAR_NORTH, (-3_000_000, -3_000_000, 3_000_000, 3_000_000)),
    "a polar box of which a part lies here": (ZONE_60, POLAR_NORTH, (-400_000, 2_580_000, 20_000, 2_700_000)),
    "metres of UTM on degrees": (ALPS_IN_DEGREES, "EPSG:32632", (520_000, 5_120_000, 560_000, 5_160_000)),
    "degrees from zero": (FROM_ZERO, "EPSG:32719", (350_000, 6_600_000, 380_000, 6_650_000)),
    "Mercator beyond its end": (FIJI_MERCATOR, "EPSG:3857", (MERCATOR, -1_990_000, 20_087_508, -1_950_000)),
    "a strip of Europe": (LAMBERT, "EPSG:4326", (-180, 46.5, 180, 46.9)),
}


@pytest.mark.parametrize("name", CASES)
def test_the_part_of_a_scene_in_a_box_is_that_of_its_pixels(name):
    scene, crs, box = CASES[name]
    inside = truly_inside(scene, box, crs)
    assert inside.any(), "the case says nothing"
    left, bottom, right, top = scene[1]
    width, height = (right - left) / PIXELS, (top - bottom) / PIXELS
    columns, rows = np.flatnonzero(inside.any(axis=0)), np.flatnonzero(inside.any(axis=1))
    true = left + columns[0] * width, bottom + rows[0] * height
    true += left + (columns[-1] + 1) * width, bottom + (rows[-1] + 1) * height
    found = part_in_box(box, crs, scene[1], scene[0])
    assert found is not None
    slack = np.array([width, height, width, height]) * 1.01  # a pixel's middle tells its place to a pixel
    assert (np.abs(np.subtract(found, true)) <= slack).all(), (found, true)


@pytest.mark.parametrize(
    ("scene", "crs", "box"),
    [
        (ZONE_32, "EPSG:4326", (9.6, 46, 11, 48)),
        (ZONE_32, "EPSG:4326", (-180, -90, 8, 90)),
        (ZONE_32, "EPSG:32660", (200_000, 5_100_000, 800_000, 5_300_000)),
        (ZONE_32, "EPSG:32632", (540_000, 5_180_000, 600_000, 5_260_000)),  # touches
        (ZONE_19_SOUTH, "EPSG:4326", (-180, 0, 180, 90)),
        (ZONE_60, "EPSG:4326", (-178, 50, 178, 80)),
        (OVER_THE_POLE, "EPSG:4326", (-180, -90, 180, 60)),
        (ALPS_IN_DEGREES, POLAR_SOUTH, (-3e6, -3e6, 3e6, 3e6)),
        (FIJI_MERCATOR, "EPSG:4326", (170, -20, 179.9, -10)),
    ],
)
def test_a_box_elsewhere_shares_nothing(scene, crs, box):
    assert part_in_box(box, crs, scene[1], scene[0]) is None


def test_a_system_on_no_earth_is_told():
    local = 'LOCAL_CS["quarry",UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]'
    with pytest.raises(UserError, match="'quarry' is a local one"):
        part_in_box((0, 0, 1, 1), local, *ZONE_32[::-1])


WORLD = shapely.box(-180, -90, 180, 90)
AREAS = {
    "the world": (ZONE_32, "EPSG:4326", WORLD),
    "the world over the antimeridian": (ZONE_60, "EPSG:4326", WORLD),
    "the world at the pole": (OVER_THE_POLE, "EPSG:4326", WORLD),
    "half a globe": (ZONE_32, "EPSG:4326", shapely.box(9.1, -90, 180, 90)),
    "the north": (ZONE_19_SOUTH, "EPSG:4326", shapely.box(-180, -30.5, 180, 90)),
    "a cap": (OVER_THE_POLE, "EPSG:4326", shapely.box(-180, 87, 180, 90)),
    "over the antimeridian": (ZONE_60, "EPSG:4326", shapely.box(179.5, 65.9, 180.8, 66.3)),
    "west of it": (ZONE_60, "EPSG:4326", shapely.box(-180, 65.9, -179, 66.3)),
    "a triangle over Europe": (LAMBERT, "EPSG:4326", shapely.Polygon([(-60, 20), (80, 20), (10, 60)])),
    "Mercator": (ZONE_32, "EPSG:3857", shapely.box(-MERCATOR, 0, 1_010_000, MERCATOR)),
    "from zero": (FROM_ZERO, "EPSG:4326", shapely.box(-70.7, -30.8, -70.2, -30.1)),
    "a polar box": (ZONE_60, POLAR_NORTH, shapely.box(-3e6, 0, 3e6, 2_640_000)),
}


@pytest.mark.parametrize("name", AREAS)
def test_the_parts_of_large_polygons_are_where_their_pixels_are(name):
    scene, crs, polygon = AREAS[name]
    x, y = middles(scene)
    own_x, own_y = pyproj.Transformer.from_crs(scene[0], crs, always_xy=True).transform(x, y)
    if crs == "EPSG:4326":
        own_x = polygon.bounds[0] + (own_x - polygon.bounds[0]) % 360
    true = shapely.contains_xy(polygon, own_x, own_y)
    shapes = polygons_near(np.array([polygon], dtype=object), crs, scene[1], scene[0])
    found = np.any([shapely.intersects_xy(shape, x, y) for shape in shapes], axis=0)
    assert true.any()
    assert shapely.is_valid(shapes).all()
    assert (found != true).mean() < 2e-3, np.count_nonzero(found != true)


def test_polygons_elsewhere_are_left_out_and_small_ones_stay_as_they_are():
    here, there = shapely.box(9.1, 46.1, 9.2, 46.2), shapely.box(-80, 10, -70, 20)
    assert polygons_near(np.array([here, there]), "EPSG:4326", *ALPS_IN_DEGREES[::-1]).tolist() == [here]
    moved = polygons_near(np.array([here, there]), "EPSG:4326", *ZONE_32[::-1])
    assert len(moved) == 0  # south of the zone's scene
    closed = close_at_antimeridian(np.array([shapely.box(-180, 65, 180, 66)], dtype=object))
    assert polygons_near(closed, "EPSG:4326", *ZONE_32[::-1]).size == 0


def test_the_bounds_around_a_scene_hold_all_of_it_or_are_not_told():
    for scene, target in ((ZONE_60, "EPSG:4326"), (ZONE_32, "EPSG:3035"), (OVER_THE_POLE, "EPSG:4326")):
        west, south, east, north = bounds_around(scene[1], scene[0], target)
        x, y = pyproj.Transformer.from_crs(scene[0], target, always_xy=True).transform(*middles(scene))
        if target == "EPSG:4326":
            x = west + (x - west) % 360
        assert x.max() <= east
        assert south <= y.min() <= y.max() <= north
    assert bounds_around((-180, -80, 180, 80), "EPSG:4326", "EPSG:32632") is None
