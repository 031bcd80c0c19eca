"""A published file is checked: what is right is said to be, and each thing that is wrong is found, and only that."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
import shapely
from checked import NAMES, POINTS, checked, counts, markers_of, published, sentence
from imported import SOUTH, SQUARES, WEST, layer_of, square_metres
from mapping import square
from rock_glacier_inventory.inventory.checks.rules import REMEDIES, RULES, SEVERITIES
from rock_glacier_inventory.inventory.identifiers import format_identifier

BOWTIE = shapely.Polygon([(WEST, SOUTH), (WEST + 0.004, SOUTH + 0.004), (WEST + 0.004, SOUTH), (WEST, SOUTH + 0.004)])
HOLED = shapely.Polygon(
    SQUARES[1].exterior.coords, [square(WEST + 0.0215, SOUTH + 0.0015, 0.001).exterior.coords[::-1]]
)
APART = shapely.MultiPolygon([SQUARES[2], square(WEST + 0.04, SOUTH + 0.02)])


def with_shapes(folder, shapes, **changed):
    """The published file with other outlines, whose areas and markers fit them."""
    areas = [square_metres(shape) if shape is not None and shape.is_valid else 1e5 for shape in shapes]
    path = published(folder, AREA=areas, **changed)
    wkb = np.array([None if shape is None else shapely.to_wkb(shape) for shape in shapes], object)
    meta, _, _, values = pyogrio.raw.read(path)
    kind = "MultiPolygon" if any(shape is not None and shape.geom_type[0] == "M" for shape in shapes) else "Polygon"
    pyogrio.raw.write(
        path, wkb, values, list(meta["fields"]), driver="ESRI Shapefile", geometry_type=kind, crs=meta["crs"]
    )
    return path


def test_what_is_right_breaks_no_rule(tmp_path):
    result = checked(published(tmp_path), markers_of(tmp_path))
    assert (result["outlines"], result["markers"], result["problems"]) == (4, 4, 0), result["table"]
    assert result["dialect"] == "the Tibetan Plateau inventory (TPRoGI)"
    assert "Nothing was found" in result["table"]


def test_each_rule_tells_by_whose_word_it_stands():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.severity in SEVERITIES and rule.source and rule.title for rule in RULES)
    assert {rule.remedy for rule in RULES} == {"", *REMEDIES}


ONE_WRONG = {
    "id_missing": {"ID": ["", *NAMES[1:]]},
    "id_form": {"ID": ["RGU31N90E", *NAMES[1:]]},
    "id_place": {"ID": [format_identifier(SOUTH + 0.004, WEST + 0.002), *NAMES[1:]]},
    "id_double": {"ID": [NAMES[1], *NAMES[1:]]},
    "area": {"AREA": [2e5, *[square_metres(shape) for shape in SQUARES[1:]]]},
    "range": {"MAAT": [-2.7, 400.0, -2.7, -2.7]},
    "order": {"ELE_MIN": [4700.0, 4701.0, 4702.0, 4799.0]},
    "no_value": {"AP": [597.0, 0.0, 597.0, 597.0]},
    "no_number": {"PISR": ["2930", "much", "2930,5", "2930"]},
    "attribute_missing": {"MAGT": [-1.6, np.nan, -1.6, -1.6]},
    "metadata_missing": {"MAP_DATE": ["Q3/Q4 2021", "", "Q3/Q4 2021", "Q3/Q4 2021"]},
    "marker_place": {"LAT": [SOUTH + 0.001, SOUTH + 0.101, SOUTH + 0.001, SOUTH + 0.001]},
    "unit": {"MAAT": [270.4, 268.0, 271.2, 269.0]},
    "mojibake": {"SUBREGION": ["Karakoram", "冰川".encode("gb18030").decode("iso8859-1"), "Pamir", "Nyainqêntanglha"]},
}
BESIDE = {
    "id_form": {"marker_id": 1},
    "id_place": {"marker_id": 1},
    "id_double": {"marker_outside": 1, "without_outline": 1, "marker_place": 1},
}
"""What is wrong besides, since the marker's identifier is right."""


@pytest.mark.parametrize("rule", ONE_WRONG)
def test_one_value_that_is_wrong_is_found(tmp_path, rule):
    result = checked(published(tmp_path, **ONE_WRONG[rule]), markers_of(tmp_path))
    assert counts(result) == {rule: 2 if rule == "id_double" else 1, **BESIDE.get(rule, {})}, result["table"]
    told = sentence(result, rule)
    assert told.endswith(".") and len(told) > 20, told


def test_units_that_look_wrong_are_told_once_for_the_column(tmp_path):
    areas = [square_metres(shape) / 1e6 for shape in SQUARES]
    feet = {f"ELE_{what}": [15419.0, 15500.0, 15600.0, 15700.0] for what in ("MIN", "MEAN", "MEDIAN", "MAX")}
    result = checked(published(tmp_path, AREA=areas, ASPECT=[1.0, 2.0, 8.0, 7.0], **feet), markers_of(tmp_path))
    assert counts(result) == {"unit": 6}, result["table"]
    sentences = " ".join(told[4] for told in result["listed"])
    assert "AREA of layer" in sentences and "km²" in sentences and "feet" in sentences
    assert "1 is north in some inventories and east in others" in sentences


ONE_SHAPE = {
    "invalid": [BOWTIE, *SQUARES[1:]],
    "no_outline": [None, *SQUARES[1:]],
    "hole": [SQUARES[0], HOLED, *SQUARES[2:]],
    "parts_apart": [*SQUARES[:2], APART, SQUARES[3]],
    "small": [*SQUARES[:3], square(WEST + 0.0605, SOUTH + 0.0005, 0.0009)],
    "overlap": [SQUARES[0], *SQUARES[1:3], square(WEST + 0.0435, SOUTH, 0.02)],
    "doubled": [SQUARES[0], SQUARES[0], *SQUARES[2:]],
}


@pytest.mark.parametrize("rule", ONE_SHAPE)
def test_one_outline_that_is_wrong_is_found(tmp_path, rule):
    result = checked(with_shapes(tmp_path, ONE_SHAPE[rule]), markers_of(tmp_path))
    also = {
        "invalid": {"area", "marker_outside", "small"},
        "no_outline": set(),
        "doubled": {"marker_outside", "id_place"},
        "overlap": set(),
    }.get(rule, set())
    assert counts(result)[rule] == 1 and set(counts(result)) <= {rule, *also}, result["table"]


def test_an_overlap_tells_its_square_metres_and_a_sliver_is_none(tmp_path):
    over = with_shapes(tmp_path, ONE_SHAPE["overlap"])
    told = sentence(checked(over, markers_of(tmp_path)), "overlap")
    common = square_metres(shapely.intersection(ONE_SHAPE["overlap"][2], ONE_SHAPE["overlap"][3]))
    assert f"overlap by {common:.0f} m²" in told
    sliver = square(SQUARES[2].bounds[2] - 1e-7, SOUTH, 0.02)
    result = checked(with_shapes(tmp_path, [*SQUARES[:3], sliver]), markers_of(tmp_path))
    assert counts(result) == {}, result["table"]


def test_markers_are_joined_and_what_does_not_fit_is_told(tmp_path):
    outlines = published(tmp_path)
    moved = [shapely.Point(WEST - 0.0005, SOUTH), *POINTS[1:]]
    far = checked(outlines, markers_of(tmp_path, points=moved))
    assert counts(far) == {"id_place": 1, "marker_outside": 1, "marker_place": 1}, far["table"]
    assert "m outside its outline" in sentence(far, "marker_outside")
    fewer = checked(outlines, markers_of(tmp_path, NAMES[1:], POINTS[1:]))
    assert counts(fewer) == {"without_marker": 1}
    more = checked(outlines, markers_of(tmp_path, [*NAMES, NAMES[0]], [*POINTS, POINTS[0]]))
    assert counts(more) == {"several_markers": 1}
    lonely = format_identifier(SOUTH + 1, WEST)
    alone = checked(outlines, markers_of(tmp_path, [*NAMES, lonely], [*POINTS, shapely.Point(WEST, SOUTH + 1)]))
    assert counts(alone) == {"without_outline": 1} and lonely in sentence(alone, "without_outline")


def test_without_a_layer_of_markers_lat_and_lon_are_compared(tmp_path):
    assert counts(checked(published(tmp_path))) == {}
    bare = layer_of(tmp_path, ID=NAMES)
    assert counts(checked(bare)) == {"no_markers": 1}


def test_an_identifier_that_was_rounded_is_right_and_one_beyond_the_tolerance_is_not(tmp_path):
    rounded = [format_identifier(SOUTH + 0.001 + 0.0009, WEST + 0.001 + step / 50) for step in range(4)]
    assert counts(checked(markers_of(tmp_path, rounded))) == {}
    beyond = [format_identifier(SOUTH + 0.001 + 0.0012, WEST + 0.001 + step / 50) for step in range(4)]
    assert counts(checked(markers_of(tmp_path, beyond))) == {"id_place": 4}


def test_systems_are_compared_with_their_units(tmp_path):
    near = format_identifier(SOUTH + 0.001, WEST + 0.001, "RGS")
    names = {"RGS_ID": [near, near, "", ""]}
    assert counts(checked(published(tmp_path, **names), markers_of(tmp_path))) == {}
    far = format_identifier(SOUTH + 1, WEST, "RGS")
    result = checked(published(tmp_path, RGS_ID=[near, far, far, "group 7"]), markers_of(tmp_path))
    assert counts(result) == {"system_form": 1, "system_nowhere": 1, "system_of_one": 1}, result["table"]


def test_the_problems_are_a_file_with_points_and_outlines(tmp_path):
    output = tmp_path / "problems 冰.gpkg"
    result = checked(with_shapes(tmp_path, ONE_SHAPE["overlap"]), markers_of(tmp_path), output=output)
    assert result["layers"] == ["problems", "problem_outlines"]
    meta, _, wkb, values = pyogrio.raw.read(output, layer="problems")
    row = {name: column[0] for name, column in zip(meta["fields"], values, strict=True)}
    assert (row["RULE"], row["SEVERITY"], row["REMEDY"], row["LAYER"]) == ("overlap", "fault", "clip", "umrisse 冰")
    assert row["AMOUNT"] > 50 and row["SENTENCE"].endswith("m².") and row["OTHER"] == 3
    shape = shapely.from_wkb(pyogrio.raw.read(output, layer="problem_outlines")[2][0])
    assert shape.geoms[0].equals(SQUARES[2]) and shape.intersects(shapely.from_wkb(wkb[0]))


def test_of_a_file_as_a_whole_there_is_a_row_without_a_place(tmp_path):
    output = tmp_path / "problems.gpkg"
    checked(layer_of(tmp_path, ID=NAMES), output=output)
    assert pyogrio.raw.read(output, layer="problems")[2].tolist() == [None]
    assert [name for name, _ in pyogrio.list_layers(output)] == ["problems"]
