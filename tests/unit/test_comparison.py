"""An inventory beside others: kinds of landforms, ground of both, distances, and what does not fit together."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from filling_inventories import make, put
from rock_glacier_inventory.engine.accuracy.comparing import compare
from rock_glacier_inventory.engine.comparison.comparing import compare_files
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas, transform_geometries
from rock_glacier_inventory.engine.matching import distances
from rock_glacier_inventory.engine.matching.distances import outline_distances
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import CANDIDATES, ROCK_GLACIERS, SUBREGIONS
from statistics_tables import write_layer

DEGREES = "EPSG:4326"
ZONE = "EPSG:32645"


def boxes(*corners, at=(86.0, 28.0)):
    """Boxes by hundredths of a degree: left, bottom, right, top."""
    return [shapely.box(*(at[axis % 2] + value / 100 for axis, value in enumerate(corner))) for corner in corners]


OURS = ((0, 0, 1, 1), (2, 0, 4, 1), (6, 0, 7, 1), (7, 0, 8, 1), (10, 0, 11, 1), (0, 5, 1, 6))
"""One that both have, a system, two units, one that only we have, and one in the north that both have."""
THEIRS = ((0.1, 0, 1.1, 1), (2, 0, 3.2, 1), (3.2, 0, 4, 1), (6, 0, 7.8, 1), (14, 0, 15, 1), (0, 5, 1, 6))


def compared(tmp_path: Path, ours, theirs, report=None, name="differences 冰.gpkg", **options):
    """The figures of the first reference, and all of them."""
    output = tmp_path / name
    found = compare_files(Path(ours), str(theirs), output, report or SilentReport(), **options)
    content = json.loads(output.with_suffix(".json").read_text("utf-8"))
    assert output.with_suffix(".txt").read_text("utf-8") == found["table"] + "\n"
    return content["references"][0], content["references"]


def differences(tmp_path: Path, layer="differences", name="differences 冰.gpkg"):
    meta, _, wkb, values = pyogrio.raw.read(tmp_path / name, layer=layer)
    columns = dict(zip(meta["fields"], values, strict=True))
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)], shapely.from_wkb(wkb)


@pytest.fixture
def two(tmp_path: Path):
    fields = [{"ID": [f"{side}{number}" for number in range(6)]} for side in "AB"]
    ours = write_layer(tmp_path / "ours é.gpkg", boxes(*OURS), fields[0])
    return ours, write_layer(tmp_path / "theirs 冰.gpkg", boxes(*THEIRS), fields[1])


WHOLE = ((-1, -1, 16, 7),)


def area_of(tmp_path: Path, *corners, at=(86.0, 28.0)):
    return write_layer(tmp_path / "area.gpkg", boxes(*corners, at=at))


def test_each_outline_is_of_one_kind(two, tmp_path: Path) -> None:
    found, _ = compared(tmp_path, *two, area=area_of(tmp_path, *WHOLE))
    told = {kind: tuple(each.values()) for kind, each in found["kinds"].items()}
    assert told == {
        "one to one": (2, 2, 2),
        "one here, several there": (1, 1, 2),
        "several here, one there": (1, 2, 1),
        "several to several": (0, 0, 0),
        "only here": (1, 1, 0),
        "only there": (1, 0, 1),
    }
    assert found["input"]["number"] == found["reference_side"]["number"] == 6
    assert (found["by_iou"]["input"], found["by_iou"]["reference"]) == (4, 4)
    assert found["by_marker"] == {
        "input_that_hold_a_marker_of_the_reference": 4,
        "reference_that_hold_a_marker_of_the_input": 4,
    }
    areas = ellipsoidal_areas(boxes(*OURS), DEGREES)
    assert found["input"]["area_m2"] == pytest.approx(areas.sum(), rel=1e-6)


def test_the_matcher_is_that_of_evaluate(two) -> None:
    """Who has how many partners, by `accuracy.comparing`, is what the kinds say."""
    ours, theirs = (np.array(boxes(*shapes), dtype=object) for shapes in (OURS, THEIRS))
    here, there = compare(ours, theirs, DEGREES).partners
    assert here.tolist() == [1, 2, 1, 1, 0, 1]
    assert there.tolist() == [1, 1, 1, 2, 0, 1]


def test_the_layer_tells_of_each_outline_what_it_is(two, tmp_path: Path) -> None:
    compared(tmp_path, *two, area=area_of(tmp_path, *WHOLE))
    rows, shapes = differences(tmp_path)
    assert len(rows) == 12
    of = {(row["SIDE"], row["ID"]): row for row in rows}
    assert of["input", "A1"]["KIND"] == of["reference", "B1"]["KIND"] == "one here, several there"
    assert of["input", "A1"]["PARTNERS"] == "B1; B2"
    assert of["input", "A4"]["KIND"] == "only here" and of["input", "A4"]["IOU"] == 0
    assert of["reference", "B4"]["KIND"] == "only there" and of["reference", "B4"]["PARTNERS"] == ""
    assert of["input", "A0"]["IOU"] == pytest.approx(0.9 / 1.1, abs=1e-3)
    assert of["input", "A5"]["DISTANCE"] == pytest.approx(0, abs=1e-3)
    assert np.isnan(of["input", "A1"]["DISTANCE"])
    east = 0.001 * np.cos(np.radians(28)) * 111_320
    assert of["input", "A0"]["DIST_MAX"] == of["reference", "B0"]["DIST_MAX"] == pytest.approx(east, rel=0.01)
    assert 0.3 * east < of["input", "A0"]["DISTANCE"] < 0.7 * east
    assert of["input", "A0"]["AREA_DIFF"] == -of["reference", "B0"]["AREA_DIFF"]
    assert {row["REFERENCE"] for row in rows} == {"theirs 冰.gpkg"}
    assert shapely.is_valid(shapes).all()


def test_without_an_area_the_hulls_of_both_are_compared(two, tmp_path: Path) -> None:
    found, _ = compared(tmp_path, *two)
    assert found["ground"]["how"].startswith("inside the hull of all that the input holds and the hull")
    assert found["kinds"]["only there"]["reference"] == 0, "it lies beside all that we have"
    assert found["kinds"]["only here"]["input"] == 1


def test_subregions_say_what_an_inventory_covers(two, tmp_path: Path) -> None:
    inventory = make(tmp_path / "own.gpkg", DEGREES)
    put(inventory, ROCK_GLACIERS, boxes(*OURS), DEGREES, ID=[f"A{number}" for number in range(6)])
    put(inventory, SUBREGIONS, boxes((-1, -1, 20, 2)), DEGREES, NAME=["South"])
    found, _ = compared(tmp_path, inventory, two[1])
    assert "the input's subregions and the hull of all that the reference holds" in found["ground"]["how"]
    assert (found["input"]["number"], found["input"]["total"]) == (5, 6)
    assert found["kinds"]["only there"]["reference"] == 1


def test_a_pair_on_the_border_is_not_torn(two, tmp_path: Path) -> None:
    """The markers of the system and of its units lie on both sides of the border."""
    found, _ = compared(tmp_path, *two, area=area_of(tmp_path, (2.2, -1, 2.9, 2)))
    assert found["kinds"]["one here, several there"] == {"landforms": 1, "input": 1, "reference": 2}
    assert found["input"]["number"] == 1


def test_markers_are_compared_by_the_outline_that_holds_them(two, tmp_path: Path) -> None:
    places = [(0.5, 0.5), (2.5, 0.5), (3.5, 0.5), (9.0, 0.5)]
    points = [shapely.Point(86 + x / 100, 28 + y / 100) for x, y in places]
    markers = write_layer(tmp_path / "markers.geojson", points, {"ID": ["a", "b", "c", "d"]})
    found, _ = compared(tmp_path, two[0], markers, area=area_of(tmp_path, *WHOLE))
    assert found["only_markers"]
    assert found["kinds"]["one to one"]["landforms"] == 1
    assert found["kinds"]["one here, several there"] == {"landforms": 1, "input": 1, "reference": 2}
    assert found["kinds"]["only there"]["reference"] == 1
    assert found["by_marker"]["input_that_hold_a_marker_of_the_reference"] == 2
    assert found["by_iou"] is found["one_to_one"] is found["reference_side"]["area_m2"] is None
    rows, shapes = differences(tmp_path, "marker_differences")
    assert sorted((row["ID"], row["KIND"]) for row in rows)[3] == ("d", "only there")
    assert set(shapely.get_type_id(shapes)) == {0}
    other_way, _ = compared(tmp_path, markers, two[0], area=area_of(tmp_path, *WHOLE), name="other.gpkg")
    assert other_way["kinds"]["several here, one there"] == {"landforms": 1, "input": 2, "reference": 1}


def test_one_marker_has_ground(two, tmp_path: Path) -> None:
    marker = write_layer(tmp_path / "one.geojson", [shapely.Point(86.005, 28.005)])
    found, _ = compared(tmp_path, two[0], marker)
    assert found["kinds"]["one to one"]["landforms"] == found["input"]["number"] == 1


def test_two_that_hold_markers_only_are_refused(tmp_path: Path) -> None:
    one = write_layer(tmp_path / "one.geojson", [shapely.Point(86, 28)])
    with pytest.raises(UserError, match="both hold markers only"):
        compare_files(
            one, str(write_layer(tmp_path / "b.geojson", [shapely.Point(86, 28)])), tmp_path / "d.gpkg", SilentReport()
        )


def test_what_lies_apart_is_a_sentence_or_among_others_a_word(two, tmp_path: Path) -> None:
    far = write_layer(tmp_path / "far.gpkg", boxes((0, 0, 1, 1), at=(-70.0, -33.0)))
    with pytest.raises(
        UserError, match=r"There is no ground that both cover: ours é.gpkg lies around 28.03° N 86.0\d° E"
    ):
        compare_files(two[0], str(far), tmp_path / "d.gpkg", SilentReport())
    assert not (tmp_path / "d.gpkg").exists()
    report = SilentReport()
    _, both = compared(tmp_path, two[0], f"{far};{two[1]}", report)
    assert [each["reference"] for each in both] == ["theirs 冰.gpkg"]
    assert any("far.gpkg around 33.00° S 70.00° W" in warning or "33.0" in warning for warning in report.warnings)


def test_several_references_have_a_column_each(two, tmp_path: Path) -> None:
    _, both = compared(tmp_path, two[0], f"{two[1]};{two[0]}")
    assert [each["reference"] for each in both] == ["theirs 冰.gpkg", "ours é.gpkg"]
    assert both[1]["kinds"]["one to one"]["landforms"] == 6
    assert both[1]["one_to_one"]["distance_m"]["mean"] == pytest.approx(0, abs=1e-6)
    rows, _ = differences(tmp_path)
    assert {row["REFERENCE"] for row in rows} == {"theirs 冰.gpkg", "ours é.gpkg"}


@pytest.mark.parametrize("at", [(179.97, 66.0), (-70.0, -33.0)])
def test_another_system_and_180_degrees_give_the_same(tmp_path: Path, at) -> None:
    ours = write_layer(tmp_path / "a.gpkg", [_cut(shape) for shape in boxes(*OURS, at=at)])
    crs = f"+proj=laea +lon_0={at[0]} +lat_0={at[1]} +datum=WGS84"
    theirs = np.array(boxes(*THEIRS, at=at), dtype=object)
    moved = transform_geometries(theirs, DEGREES, crs)
    found, _ = compared(tmp_path, ours, write_layer(tmp_path / "b.gpkg", moved, crs=crs), area=None)
    assert found["kinds"]["one to one"]["landforms"] == 2
    assert found["kinds"]["one here, several there"]["landforms"] == 1
    assert found["kinds"]["several here, one there"]["landforms"] == 1
    assert found["kinds"]["only here"]["input"] == 1
    _, shapes = differences(tmp_path)
    bounds = shapely.bounds(shapes)
    assert np.abs(bounds[:, [0, 2]]).max() <= 180


def _cut(shape):
    """As files have it: cut at 180 degrees."""
    east = shapely.intersection(shape, shapely.box(-180, -90, 180, 90))
    west = shapely.transform(shapely.intersection(shape, shapely.box(180, -90, 540, 90)), lambda x: x - [360, 0])
    return shapely.MultiPolygon([part for part in (east, west) if not part.is_empty])


def test_removed_candidates_are_not_compared(two, tmp_path: Path) -> None:
    inventory = make(tmp_path / "own.gpkg", DEGREES)
    put(inventory, CANDIDATES, boxes(*OURS), DEGREES, STATE=["remove", *["undecided"] * 5])
    report = SilentReport()
    found, _ = compared(tmp_path, inventory, two[1], report, layer="candidates")
    assert found["input"]["total"] == 5
    assert any("1 removed candidates" in warning for warning in report.warnings)


def test_nothing_to_compare_or_a_wrong_output_is_a_sentence(two, tmp_path: Path) -> None:
    empty = make(tmp_path / "empty.gpkg", DEGREES)
    ways = {
        "holds no polygons": (empty, str(two[1]), "d.gpkg", {}),
        "let its name end in .gpkg": (two[0], str(two[1]), "d.shp", {}),
        "minimum IoU": (two[0], str(two[1]), "d.gpkg", {"minimum_iou": 0.0}),
        "is given twice": (two[0], f"{two[1]};{two[1]}", "d.gpkg", {}),
        "There is no file": (two[0], str(tmp_path / "none.gpkg"), "d.gpkg", {}),
    }
    for words, (ours, theirs, name, options) in ways.items():
        with pytest.raises(UserError, match=words):
            compare_files(ours, theirs, tmp_path / name, SilentReport(), **options)
        assert not (tmp_path / name).exists()


def test_distances_in_parts_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = (np.array(boxes(*[shapes[place] for place in (0, 5, 3)]), object) for shapes in (OURS, THEIRS))
    whole = outline_distances(ours, theirs, DEGREES)
    monkeypatch.setattr(distances, "_PART", 2)
    assert np.stack(outline_distances(ours, theirs, DEGREES)) == pytest.approx(np.stack(whole), rel=1e-9, abs=1e-6)
    assert [len(each) for each in outline_distances(ours[:0], theirs[:0], DEGREES)] == [0, 0]


def test_distances_are_metres_on_the_ground() -> None:
    """Squares in UTM, where a metre is one but for 4 in 10 000, moved by 30 m; and a ring around a ring."""
    square = shapely.box(500_000, 3_300_000, 500_400, 3_300_400)
    moved = shapely.box(500_030, 3_300_000, 500_430, 3_300_400)
    wider = shapely.buffer(square, 50, join_style="mitre")
    holed = shapely.difference(wider, square)
    mean, most = outline_distances(np.array([square, square]), np.array([moved, wider]), ZONE)
    # Of 32 places along it, those of the two sides across are 30 m away; of the others only the ends.
    assert mean[0] == pytest.approx(30 * 0.5, rel=0.1)
    assert most[0] == pytest.approx(30, rel=2e-3)
    assert mean[1] == pytest.approx(50, rel=0.02)
    assert most[1] == pytest.approx(np.hypot(50, 50), rel=2e-3)
    degrees = transform_geometries(np.array([square, wider, holed], dtype=object), ZONE, DEGREES)
    again, _ = outline_distances(degrees[:1], degrees[1:2], DEGREES)
    assert again[0] == pytest.approx(mean[1], rel=1e-4)
    inner, _ = outline_distances(degrees[:1], degrees[2:], DEGREES)
    assert 0 < inner[0] < mean[1], "a hole's border is an outline, too"
