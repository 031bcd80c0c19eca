"""Precision, recall, F1 and IoU: right areas, right counts, nothing undefined called zero."""

from __future__ import annotations

import json

import engine_here
import numpy as np
import plain_geopackage as geopackage
import pyogrio
import pytest
import shapely
from affine import Affine
from delivering import append_candidates, write_candidates
from hypothesis import given, settings
from hypothesis import strategies as st
from rasters import write_raster
from rock_glacier_inventory.engine.accuracy.evaluation import evaluate_files
from rock_glacier_inventory.engine.accuracy.scores import OUTSIDE, best_iou, evaluate
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas
from rock_glacier_inventory.engine.intake import inventory_file
from rock_glacier_inventory.engine.outlines.candidates import Candidate
from rock_glacier_inventory.engine.runs.run_record import new_run
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError

UTM = "EPSG:32645"
X, Y = 500_000, 3_400_000


def box(west, south, east, north):
    """A rectangle in units of 100 m."""
    return shapely.box(X + west * 100, Y + south * 100, X + east * 100, Y + north * 100)


def some(*boxes):
    return np.array([box(*edges) for edges in boxes], dtype=object)


HECTARE = float(ellipsoidal_areas([box(0, 0, 1, 1)], UTM)[0])


def write(path, outlines, crs=UTM, layer="outlines", **columns):
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.asarray(outlines, dtype=object)),
        [np.array(values, dtype=object) for values in columns.values()],
        list(columns),
        layer=layer,
        geometry_type="Polygon",
        crs=crs,
        driver="GPKG",
    )
    return path


def compare(tmp_path, candidates, reference, report=None, **options):
    output = tmp_path / "accuracy é.json"
    values = evaluate_files(candidates, reference, output, report or SilentReport(), **options)
    return values, json.loads(output.read_text("utf-8"))


# The scores


def test_areas_and_scores_of_overlapping_rectangles():
    result = evaluate(some((0, 0, 4, 1)), some((1, 0, 5, 1), (10, 0, 11, 1)), UTM)
    area = result.whole.area
    assert area.true_positive == pytest.approx(3 * HECTARE, rel=1e-5)
    assert area.false_positive == pytest.approx(1 * HECTARE, rel=1e-5)
    assert area.false_negative == pytest.approx(2 * HECTARE, rel=1e-5)
    assert area.precision == pytest.approx(3 / 4)
    assert area.recall == pytest.approx(3 / 5)
    assert area.f1 == pytest.approx(6 / 9)
    assert area.iou == pytest.approx(3 / 6)
    count = result.whole.count
    assert (count.candidates, count.references, count.matched_candidates, count.matched_references) == (1, 2, 1, 1)
    assert (count.precision, count.recall) == (1.0, 0.5)
    assert result.candidate_iou == pytest.approx([3 / 5])
    assert result.reference_iou == pytest.approx([3 / 5, 0])


def test_overlapping_polygons_of_one_side_count_once():
    result = evaluate(some((0, 0, 3, 1), (1, 0, 4, 1), (0, 0, 4, 1)), some((0, 0, 4, 1)), UTM)
    assert result.whole.area.true_positive == pytest.approx(4 * HECTARE, rel=1e-6)
    assert result.whole.area.false_positive == pytest.approx(0, abs=1e-3)
    assert result.whole.area.precision == pytest.approx(1)


def test_areas_are_true_ones_in_mercator_and_degrees():
    mercator = np.array([shapely.box(0, 8_400_000, 2000, 8_401_000)], dtype=object)
    half = np.array([shapely.box(0, 8_400_000, 1000, 8_401_000)], dtype=object)
    area = evaluate(mercator, half, "EPSG:3857").whole.area
    assert area.true_positive == pytest.approx(ellipsoidal_areas(half, "EPSG:3857")[0], rel=1e-6)
    assert area.true_positive < 0.3 * 1000 * 1000, "at 60 degrees north the plane shows four times as much"


def test_touching_is_not_overlapping():
    result = evaluate(some((0, 0, 1, 1)), some((1, 0, 2, 1), (1, 1, 2, 2)), UTM)
    assert result.whole.area.true_positive == 0
    assert result.whole.area.iou == 0
    assert result.candidate_iou.tolist() == [0]


@pytest.mark.parametrize(("candidates", "references"), [(0, 1), (1, 0), (0, 0)])
def test_what_is_undefined_is_none_and_not_zero(candidates, references):
    one = some((0, 0, 1, 1))
    result = evaluate(one[:candidates], one[:references], UTM)
    area, count = result.whole.area, result.whole.count
    assert (area.precision is None) == (candidates == 0)
    assert (area.recall is None) == (references == 0)
    assert (count.precision is None) == (candidates == 0)
    assert area.f1 == (None if candidates == references == 0 else 0.0)
    assert area.iou == area.f1


def test_subregions_clip_areas_and_count_by_the_inner_point():
    candidates = some((0, 0, 4, 1), (20, 0, 21, 1))
    references = some((0, 0, 4, 1), (6, 0, 7, 1))
    result = evaluate(
        candidates, references, UTM, subregions=some((-1, -1, 1, 2), (1, -1, 9, 2)), names=["west", "east"]
    )
    west, east, outside = result.subregions
    assert [part.name for part in result.subregions] == ["west", "east", OUTSIDE]
    assert west.area.true_positive == pytest.approx(1 * HECTARE, rel=1e-5)
    assert west.area.f1 == pytest.approx(1)
    assert (west.count.candidates, west.count.references) == (0, 0)
    assert east.area.true_positive == pytest.approx(3 * HECTARE, rel=1e-5)
    assert east.area.false_negative == pytest.approx(1 * HECTARE, rel=1e-5)
    assert (east.count.candidates, east.count.references, east.count.matched_references) == (1, 2, 1)
    assert outside.area.false_positive == pytest.approx(1 * HECTARE, rel=1e-5)
    assert outside.area.recall is None
    total = sum(part.area.true_positive for part in result.subregions)
    assert total == pytest.approx(result.whole.area.true_positive, rel=1e-9)


def test_nothing_outside_the_subregions_gives_no_such_row():
    one = some((0, 0, 1, 1))
    result = evaluate(one, one, UTM, subregions=some((-1, -1, 2, 2)), names=["all"])
    assert [part.name for part in result.subregions] == ["all"]


def test_the_best_of_several_partners_counts():
    candidates = some((0, 0, 1, 1), (1, 0, 4, 1))
    found, missed = best_iou(candidates, some((0, 0, 4, 1)), UTM)
    assert found == pytest.approx([1 / 4, 3 / 4], rel=1e-5)
    assert missed == pytest.approx([3 / 4], rel=1e-5)


def test_split_and_merged_outlines_are_counted():
    """One reference under three candidates, one of which lies mostly elsewhere; one candidate over two references."""
    candidates = some((0, 0, 2, 1), (2, 0, 4, 1), (4.7, 0, 9, 1), (20, 0, 26, 1))
    references = some((0, 0, 5, 1), (20, 0, 22, 1), (23, 0, 25, 1))
    count = evaluate(candidates, references, UTM).whole.count
    assert (count.split, count.merged) == (1, 1)
    assert (count.matched_candidates, count.matched_references) == (0, 0)
    assert count.f1 == 0
    assert evaluate(references, references, UTM).whole.count.f1 == 1


def test_intervals_are_by_blocks_of_ground_and_outlines_that_meet_are_one():
    near = some(*((x / 2, 0, x / 2 + 1, 1) for x in range(60)))
    one = evaluate(near, near[:30], UTM).whole
    assert one.blocks == 1, "a chain of outlines that meet"
    assert one.area_intervals == {}
    random = np.random.default_rng(4)
    places = [(x * 40, y * 40) for x in range(8) for y in range(8)]
    references = some(*((x, y, x + 4, y + 4) for x, y in places))
    candidates = some(*((x + random.uniform(0, 3), y, x + 4, y + 4) for x, y in places))
    many = evaluate(candidates, references, UTM).whole
    low, high = many.area_intervals["f1"]
    assert low < many.area.f1 < high
    assert 0 < high - low < 0.2
    assert 30 < many.telling <= many.blocks == 64
    assert set(many.count_intervals) == {"precision", "recall"}
    few = evaluate(candidates[:4], references[:4], UTM).whole
    assert few.blocks == 4
    assert few.area_intervals["f1"][1] - few.area_intervals["f1"][0] > 2 * (high - low)


def test_small_ground_has_few_blocks():
    """Networks see 1500 m around an outline, so what is nearer is no other ground."""
    places = [(x * 3, y * 3) for x in range(10) for y in range(10)]
    both = some(*((x, y, x + 2, y + 2) for x, y in places))
    assert evaluate(both, both, UTM).whole.blocks <= 4


@pytest.mark.parametrize("longitude", [-180, 0, 120])
def test_blocks_at_the_antimeridian_and_in_the_south(longitude):
    places = [(longitude + x * 0.05 - 0.2, -40 - y * 0.05) for x in range(8) for y in range(8)]
    both = np.array([shapely.box(x, y, x + 0.004, y + 0.004) for x, y in places], dtype=object)
    moved = np.array([shapely.transform(shape, _wrapped) for shape in both], dtype=object)
    for sides in (both, moved):
        assert evaluate(sides, sides, "EPSG:4326").whole.blocks == 64


def _wrapped(points):
    west = points[:, 0] < -180
    return np.column_stack((np.where(west.all(), points[:, 0] + 360, points[:, 0]), points[:, 1]))


edges = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 6), st.integers(1, 6))


@settings(max_examples=40, deadline=None)
@given(st.lists(edges, max_size=8), st.lists(edges, max_size=8))
def test_areas_are_those_of_a_count_of_cells(ones, others):
    """The same by painting the rectangles on a grid of hectares."""
    sides, painted = [], []
    for rectangles in (ones, others):
        grid = np.zeros((20, 20), dtype=bool)
        for west, south, width, height in rectangles:
            grid[south : south + height, west : west + width] = True
        painted.append(grid)
        sides.append(some(*((w, s, w + a, s + b) for w, s, a, b in rectangles)))
    area = evaluate(sides[0], sides[1], UTM).whole.area
    assert area.true_positive / HECTARE == pytest.approx((painted[0] & painted[1]).sum(), abs=0.01)
    assert area.false_positive / HECTARE == pytest.approx((painted[0] & ~painted[1]).sum(), abs=0.01)
    assert area.false_negative / HECTARE == pytest.approx((painted[1] & ~painted[0]).sum(), abs=0.01)


# Files


def test_json_and_table_say_the_same(tmp_path):
    candidates = write(tmp_path / "c é 冰.gpkg", some((0, 0, 4, 1)), Name=["a"])
    reference = write(tmp_path / "r.gpkg", some((1, 0, 5, 1), (10, 0, 11, 1)), Name=["x", "y"])
    places = write(tmp_path / "s.gpkg", some((-1, -1, 7, 7), (7, -1, 30, 7)), NAME=["Nord é", "Süd"])
    values, content = compare(tmp_path, candidates, reference, subregions=places)
    assert values["precision"] == content["whole"]["precision"] == pytest.approx(0.75)
    assert [part["name"] for part in content["subregions"]] == ["Nord é", "Süd"]
    assert content["subregions"][1]["precision"] is None
    assert content["candidates"] == [{"id": "a", "best_iou": pytest.approx(0.6, abs=1e-6), "matched": True}]
    assert [row["matched"] for row in content["references"]] == [True, False]
    text = (tmp_path / "accuracy é.txt").read_text("utf-8")
    assert text.rstrip("\n") == values["table"]
    lines = text.splitlines()
    assert len(lines) == 4 + 1 + 4 + 1 + 1
    assert [line.split() for line in lines[5:7]] == [
        ["By", "outline", "candidates", "references", "matched", "split", "merged"],
        ["whole", "1", "2", "1", "0", "0"],
    ]
    assert lines[-1] == "No intervals: all lies in one block of ground."
    assert lines[1].split() == ["whole", "0.0300", "0.0100", "0.0200", "0.750", "0.600", "0.667", "0.500"]
    assert lines[3].split()[4] == "-"


def test_the_table_has_intervals_where_there_are_blocks(tmp_path):
    both = some((0, 0, 4, 1), (60, 0, 64, 1), (60, 60, 64, 61))
    candidates = write(tmp_path / "c.gpkg", both)
    reference = write(tmp_path / "r.gpkg", some((0, 0, 4, 1), (60, 0, 63, 1), (62, 60, 66, 61)))
    values, content = compare(tmp_path, candidates, reference)
    low, high = content["whole"]["intervals_95"]["f1"]
    assert low < values["f1"] < high
    assert content["whole"]["blocks_of_ground"] == 3
    lines = values["table"].splitlines()
    assert lines[6].split() == ["Intervals", "blocks", "precision", "recall", "F1", "IoU"]
    assert lines[7].split()[:2] == ["whole", "3"]
    assert f"{low:.2f} to {high:.2f}" in lines[7]
    assert "by 3 blocks of ground" in lines[-1]
    assert "so few tell little" in lines[-1]


def test_removed_candidates_are_left_out_as_mapped_and_systems_may_differ(tmp_path):
    path = tmp_path / "inventory.gpkg"
    inventory_file.create_inventory(path)
    outlines = some((0, 0, 2, 1), (5, 0, 6, 1))
    append_candidates(path, new_run("detect", "x"), [Candidate(shape, 0.5, 0.5, 1.0) for shape in outlines], UTM)
    with geopackage.connect(path, write=True) as connection, geopackage.transaction(connection):
        geopackage.update_rows(connection, schema.CANDIDATES, ["STATE"], [("remove", 2)])
    reference = write(tmp_path / "r.gpkg", some((0, 0, 2, 1)))
    values, content = compare(tmp_path, path, reference)
    assert (values["reading"], content["reading"]) == ("as found", "as found")
    assert values["precision"] == pytest.approx(2 / 3, abs=1e-5), "what the network offered, whatever was decided"
    assert len(content["candidates"]) == 2
    (mapped,) = content["others"]
    assert mapped["reading"] == "as mapped"
    assert mapped["whole"]["precision"] == pytest.approx(1, abs=1e-5)
    assert mapped["whole"]["iou"] == pytest.approx(1, abs=1e-5)
    assert len(mapped["candidates"]) == 1
    assert mapped["candidates"][0]["id"].endswith("-000001")


def test_no_candidates_is_an_answer_and_no_reference_is_not(tmp_path):
    detection = tmp_path / "none.gpkg"
    write_candidates(detection, new_run("detect", "x"), [], UTM)
    reference = write(tmp_path / "r.gpkg", some((0, 0, 2, 1)))
    report = SilentReport()
    values, content = compare(tmp_path, detection, reference, report)
    assert content["whole"]["precision"] is None
    assert (values["recall"], values["f1"]) == (0.0, 0.0)
    assert "precision is not defined" in report.warnings[0]
    with pytest.raises(UserError, match="holds no polygons"):
        compare(tmp_path, reference, detection)


def test_only_the_area_is_judged(tmp_path):
    candidates = write(tmp_path / "c.gpkg", some((0, 0, 4, 1), (20, 0, 21, 1)))
    reference = write(tmp_path / "r.gpkg", some((0, 0, 4, 1), (30, 0, 31, 1)))
    area = write(tmp_path / "a.gpkg", some((2, -1, 10, 2)))
    report = SilentReport()
    values, content = compare(tmp_path, candidates, reference, report, area=area)
    assert content["whole"]["true_positive_m2"] == pytest.approx(2 * HECTARE, rel=1e-5)
    assert values["false_positive_m2"] == values["false_negative_m2"] == 0
    assert "Candidates outside the area that is judged: 1 (" in report.warnings[0]
    assert "Reference outlines outside the area that is judged: 1 (" in report.warnings[1]


def mask(path, nodata=None):
    """Hectare pixels: target in rows 0 and 1, columns 0 to 3; nothing known in column 9."""
    values = np.zeros((1, 5, 10), dtype=np.uint8)
    values[0, :2, :4] = 7
    values[0, :, 9] = 255 if nodata == 255 else 0
    return write_raster(path, values, crs=UTM, transform=Affine(100, 0, X, 0, -100, Y + 500), nodata=nodata)


@pytest.mark.parametrize("nodata", [None, 0, 255])
def test_a_mask_is_a_reference_on_its_pixels_edges_within_its_extent(tmp_path, nodata):
    reference = mask(tmp_path / "mask.tif", nodata)
    candidates = write(tmp_path / "c.gpkg", some((0, 3, 4, 5), (9, 0, 10, 1), (50, 0, 51, 1)))
    report = SilentReport()
    values, _ = compare(tmp_path, candidates, reference, report)
    assert values["true_positive_m2"] == pytest.approx(8 * HECTARE, rel=1e-5)
    assert values["false_negative_m2"] == pytest.approx(0, abs=1)
    # Where the mask's own nodata says "not known", a candidate is no error; far away neither.
    unknown = nodata == 255
    assert values["false_positive_m2"] == pytest.approx(0 if unknown else HECTARE, rel=1e-4, abs=1)
    (told,) = report.warnings
    assert told.startswith(f"Candidates outside the area that is judged: {2 if unknown else 1} (")


def test_layers_are_chosen_or_asked_for(tmp_path):
    several = tmp_path / "several.gpkg"
    write(several, some((0, 0, 1, 1)), layer="a")
    write(several, some((5, 0, 6, 1)), layer="b")
    one = write(tmp_path / "one.gpkg", some((5, 0, 6, 1)), layer="whatever")
    with pytest.raises(UserError, match=r"several layers \(a, b\); say which with --layer\."):
        compare(tmp_path, several, one)
    with pytest.raises(UserError, match="say which with --reference-layer"):
        compare(tmp_path, one, several)
    with pytest.raises(UserError, match="no layer 'c'"):
        compare(tmp_path, several, one, layer="c")
    assert compare(tmp_path, several, one, layer="b")[0]["iou"] == pytest.approx(1)
    assert compare(tmp_path, one, several, reference_layer="a")[0]["iou"] == 0


def test_bad_input_is_told_and_an_old_output_stays(tmp_path):
    good = write(tmp_path / "g.gpkg", some((0, 0, 1, 1)))
    compare(tmp_path, good, good)
    before = (tmp_path / "accuracy é.json").read_bytes()
    text = tmp_path / "t.txt"
    text.write_text("x")
    empty = write_raster(tmp_path / "e.tif", np.zeros((1, 4, 4), dtype=np.uint8))
    cases = [
        (tmp_path / "no.gpkg", good, {}, "There is no file"),
        (good, tmp_path / "no.tif", {}, "There is no file"),
        (text, good, {}, "not a vector file"),
        (good, text, {}, "not a vector file"),
        (good, empty, {}, "holds no target"),
        (good, good, {"minimum_iou": 0.0}, "minimum IoU"),
        (good, good, {"subregions": good}, "no field NAME"),
    ]
    for candidates, reference, options, words in cases:
        with pytest.raises(UserError, match=words):
            compare(tmp_path, candidates, reference, **options)
    with pytest.raises(UserError, match=r"end in \.json"):
        evaluate_files(good, good, tmp_path / "a.txt", SilentReport())
    assert (tmp_path / "accuracy é.json").read_bytes() == before


def test_on_the_command_line(tmp_path):
    good = write(tmp_path / "g.gpkg", some((0, 0, 1, 1)))
    done = engine_here.run("evaluate", "--input", good, "--reference", good, "--output", tmp_path / "a.json")
    assert done.result["f1"] == pytest.approx(1)
    assert "precision" in done.result["table"]
    failed = engine_here.run("evaluate", "--input", good, "--reference", good, "--output", good / "under a file.json")
    assert failed.code == 1
    assert "does not exist" in failed.error


@pytest.mark.realdata
def test_real_outlines_against_the_real_debris_mask(shared_data, tmp_path):
    """Rock glaciers are not debris-covered glaciers: the three of Sikkim lie outside the mask's target."""
    folder = shared_data / "sikkim_scene"
    values, content = compare(tmp_path, folder / "rock_glaciers.gpkg", folder / "debris_mask.tif")
    assert values["precision"] == values["recall"] == 0
    assert content["whole"]["false_negative_m2"] == pytest.approx(9388 * 100, rel=1e-3)  # 10 m pixels
