"""Which way around outlines are written: exteriors counter-clockwise, holes clockwise."""

from __future__ import annotations

import struct

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject
from rock_glacier_inventory.plugin.geometry.outline_geometry import turned
from rock_glacier_inventory.plugin.geometry.outlines import OutlineMaker, clip, mend, merge, split

LEFT = "Polygon((0 0, 0 1, 1 1, 1 0, 0 0), (0.2 0.2, 0.4 0.2, 0.4 0.4, 0.2 0.4, 0.2 0.2))"
RIGHT = "Polygon((0 0, 1 0, 1 1, 0 1, 0 0), (0.2 0.2, 0.2 0.4, 0.4 0.4, 0.4 0.2, 0.2 0.2))"


def wkt(text: str) -> QgsGeometry:
    geometry = QgsGeometry.fromWkt(text)
    assert not geometry.isNull()
    return geometry


def at(longitude: float, latitude: float, text: str = LEFT) -> QgsGeometry:
    geometry = wkt(text)
    geometry.translate(longitude, latitude)
    return geometry


def written_areas(wkb: bytes) -> list[list[float]]:
    """Signed areas of the rings of each part, from the bytes that are written: positive counter-clockwise."""
    order, kind, parts = struct.unpack_from("<BII", wkb)
    assert (order, kind) == (1, 6)
    place, found = 9, []
    for _ in range(parts):
        rings = struct.unpack_from("<I", wkb, place + 5)[0]
        place += 9
        found.append([])
        for _ in range(rings):
            (count,) = struct.unpack_from("<I", wkb, place)
            values = struct.unpack_from(f"<{2 * count}d", wkb, place + 4)
            place += 4 + 16 * count
            points = [(x - values[0], y - values[1]) for x, y in zip(values[::2], values[1::2])]
            assert points[0] == points[-1]
            found[-1].append(sum(a * d - c * b for (a, b), (c, d) in zip(points, points[1:])) / 2)
    assert place == len(wkb)
    return found


def assert_turned(wkb: bytes, rings: list[int]) -> None:
    found = written_areas(wkb)
    assert [len(part) for part in found] == rings
    for exterior, *holes in found:
        assert exterior > 0
        assert all(hole < 0 for hole in holes)


def make(geometry: QgsGeometry, source: str = "EPSG:4326", target: str = "EPSG:4326") -> bytes:
    system = QgsCoordinateReferenceSystem(target)
    maker = OutlineMaker(system, QgsProject.instance().transformContext())
    outline = maker.outline(geometry, QgsCoordinateReferenceSystem(source))
    assert outline.area > 0
    return outline.geometry


@pytest.mark.parametrize("drawn", [LEFT, RIGHT])
@pytest.mark.parametrize("place", [(80.0, 30.0), (-70.0, -33.0), (178.5, -44.0)])
def test_as_it_is_drawn(qgis_app: object, drawn: str, place: tuple[float, float]) -> None:
    """Both ways around, on both hemispheres, with a hole."""
    assert_turned(make(at(*place, drawn)), [2])


@pytest.mark.parametrize("target", ["EPSG:3857", "EPSG:32719", "EPSG:3031", "EPSG:2053"])
def test_in_other_systems(qgis_app: object, target: str) -> None:
    """Also polar ones, and one that counts westwards and southwards."""
    assert_turned(make(at(17.0, -30.0), target=target), [2])


def test_across_the_180th_meridian(qgis_app: object) -> None:
    assert_turned(make(at(179.5, -44.0, "Polygon((0 0, 0 1, 1 1, 1 0, 0 0))")), [1, 1])
    ring = "Polygon((179.5 -44, 179.5 -43, -179.5 -43, -179.5 -44, 179.5 -44))"
    assert_turned(make(wkt(ring)), [1, 1])


def test_what_is_split_merged_clipped_and_mended(qgis_app: object) -> None:
    one, two = at(80, 30), at(80.5, 30.5, RIGHT)
    for piece in split(one, wkt("LineString(79 30.3, 82 30.3)")):
        assert_turned(make(piece), [1])
    assert_turned(make(merge([one, two])), [2])
    assert_turned(make(merge([one, at(90, 30, RIGHT)])), [2, 2])
    assert_turned(make(clip(one, [two])), [2, 1])  # a part is left in the hole of the other
    assert_turned(make(mend(wkt("Polygon((80 30, 81 31, 81 30, 80 31, 80 30))"))), [1, 1])


def test_nothing_but_the_direction_is_changed(qgis_app: object) -> None:
    drawn = QgsGeometry.fromWkt(f"MultiPolygon({LEFT[7:]}, ((2 2, 2 3, 3 3, 2 2)))")
    there = turned(drawn)
    assert there.isGeosEqual(drawn)
    assert turned(there).asWkb() == there.asWkb()
    assert {(v.x(), v.y()) for v in there.vertices()} == {(v.x(), v.y()) for v in drawn.vertices()}
