"""What is judged: as found and as mapped, by which references, on which ground, and what is told of all that."""

from __future__ import annotations

import json

import engine_here
import plain_geopackage as geopackage
import pytest
import shapely
from delivering import write_candidates
from judging import DEGREES, PLACES, SIZE, decide, detected, layer, one_square, squares
from rock_glacier_inventory.engine.accuracy.evaluation import evaluate_files
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas
from rock_glacier_inventory.engine.outlines.candidates import Candidate
from rock_glacier_inventory.engine.runs.run_record import new_run
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError


def judge(tmp_path, given, *references, **options):
    report = SilentReport()
    values = evaluate_files(given, list(references), tmp_path / "accuracy 冰.json", report, **options)
    return values, json.loads((tmp_path / "accuracy 冰.json").read_text("utf-8")), report.warnings


@pytest.fixture
def mapped(tmp_path):
    """Four candidates: one remained, two removed, one refined to half of it; and one rock glacier retrieved."""
    path = tmp_path / "Inventar 冰 é.gpkg"
    shapes = squares([0, 1, 2, 3])
    detected(path, shapes)
    half = shapely.intersection(shapes[3], shapely.box(*shapes[3].bounds[:3], shapes[3].bounds[1] + SIZE / 2))
    decide(path, {1: schema.REMAIN, 2: "moraine", 3: "water", 4: half, 0: squares([5])})
    return path


def test_as_found_and_as_mapped_are_both_told_and_named(tmp_path, mapped):
    truth = layer(tmp_path / "r.gpkg", [*squares([0, 3, 5])])
    values, content, _ = judge(tmp_path, mapped, truth)
    assert [content["reading"], *(each["reading"] for each in content["others"])] == ["as found", "as mapped"]
    found, after = content["whole"], content["others"][0]["whole"]
    assert found["precision"] == pytest.approx(2 / 4, abs=1e-3)
    assert found["recall"] == pytest.approx(2 / 3, abs=1e-3)
    assert after["precision"] == pytest.approx(1, abs=1e-3)
    assert after["recall"] == pytest.approx(2.5 / 3, abs=1e-3)
    assert values["f1"] == found["f1"]
    assert "As found (what the network offered, whatever was decided later), against r.gpkg" in values["table"]
    assert "As mapped (what the inventory holds), against r.gpkg" in values["table"]


def test_what_the_mappers_did(tmp_path, mapped):
    values, content, _ = judge(tmp_path, mapped, layer(tmp_path / "r.gpkg", squares([0])))
    did = content["mappers"]
    areas = did.pop("areas_m2")
    assert did == {
        "undecided": 0,
        "remained": 1,
        "removed": {"moraine": 1, "water": 1},
        "refined": 1,
        "refined_mean_iou": pytest.approx(0.5, abs=1e-3),
        "retrieved": 1,
        "corrected": pytest.approx(4 / 5),
    }
    assert areas["remove"] == pytest.approx(2 * one_square(), rel=1e-3)
    assert areas["retrieved"] == pytest.approx(one_square(), rel=1e-3)
    assert "removed    2 (moraine 1, water 1)" in values["table"]
    assert "refined    1 (mean IoU with the candidate 0.50)" in values["table"]


def test_nothing_decided_is_one_reading(tmp_path):
    detected(tmp_path / "i.gpkg", squares([0, 1]))
    values, content, warnings = judge(tmp_path, tmp_path / "i.gpkg", layer(tmp_path / "r.gpkg", squares([0])))
    assert content["others"] == []
    assert content["mappers"] is None
    assert "As found" not in values["table"]
    assert warnings == []


@pytest.mark.parametrize(("decision", "words"), [("moraine", "are removed"), (schema.REMAIN, "remain as they are")])
def test_all_removed_and_all_remained_are_said(tmp_path, decision, words):
    path = tmp_path / "i.gpkg"
    detected(path, squares([0, 1]))
    decide(path, {1: decision, 2: decision})
    _, content, warnings = judge(tmp_path, path, layer(tmp_path / "r.gpkg", squares([0])))
    assert any(words in warning for warning in warnings)
    precision = content["others"][0]["whole"]["precision"]
    assert precision is None if decision == "moraine" else precision == pytest.approx(0.5, abs=1e-3)


def test_undecided_ones_are_told(tmp_path):
    path = tmp_path / "i.gpkg"
    detected(path, squares([0, 1, 2]))
    decide(path, {1: schema.REMAIN})
    _, content, warnings = judge(tmp_path, path, layer(tmp_path / "r.gpkg", squares([0])))
    assert any("2 of 3 candidates" in warning and "not complete yet" in warning for warning in warnings)
    assert content["mappers"]["undecided"] == 2


def test_a_detection_s_own_file_with_decisions_has_both(tmp_path):
    path = tmp_path / "candidates.gpkg"
    run = new_run("detect", "x", crs=DEGREES)
    write_candidates(path, run, [Candidate(shape, 0.5, 0.5, 1.0) for shape in squares([0, 1])], DEGREES)
    with geopackage.connect(path, write=True) as connection, geopackage.transaction(connection):
        geopackage.update_rows(connection, schema.CANDIDATES, ["STATE"], [("remove", 2)])
    _, content, _ = judge(tmp_path, path, layer(tmp_path / "r.gpkg", squares([0])))
    assert content["whole"]["precision"] == pytest.approx(0.5, abs=1e-3)
    assert content["others"][0]["whole"]["precision"] == pytest.approx(1, abs=1e-3)


def test_other_landforms_are_no_rock_glaciers(tmp_path):
    path = tmp_path / "i.gpkg"
    detected(path, squares([0, 1]))
    detected(path, squares([4, 5, 6]), target="lake", model="lakes", model_sha256="b" * 64)
    truth = layer(tmp_path / "r.gpkg", squares([0, 1]))
    _, content, warnings = judge(tmp_path, path, truth)
    assert content["whole"]["precision"] == pytest.approx(1, abs=1e-3)
    assert any("3 candidates" in warning and "another landform (lake)" in warning for warning in warnings)
    only = tmp_path / "lakes.gpkg"
    detected(only, squares([4, 5]), target="lake")
    _, content, warnings = judge(tmp_path, only, layer(tmp_path / "l.gpkg", squares([4])))
    assert content["whole"]["precision"] == pytest.approx(0.5, abs=1e-3)
    assert any("All candidates" in warning for warning in warnings)


def test_several_runs_count_their_ground_once_and_each_model_is_told(tmp_path):
    path = tmp_path / "i.gpkg"
    detected(path, squares([0, 1]))
    detected(path, squares([0, 1, 2]), model="other", model_sha256="c" * 64)
    _, content, _ = judge(tmp_path, path, layer(tmp_path / "r.gpkg", squares([0, 1])))
    assert content["whole"]["counts"]["candidates"] == 5
    assert content["whole"]["precision"] == pytest.approx(2 / 3, abs=1e-3)
    told = {each["model"]: each["whole"]["precision"] for each in content["others"]}
    assert told == {"mine": pytest.approx(1, abs=1e-3), "other": pytest.approx(2 / 3, abs=1e-3)}


@pytest.mark.parametrize("place", PLACES)
def test_only_ground_that_was_searched_is_judged(tmp_path, place):
    """A run over the first four of eight rock glaciers has not missed the others."""
    path = tmp_path / "i.gpkg"
    west, south = PLACES[place]
    extent = (west - 0.005, south - 0.005, west + 0.037, south + 0.02)
    found = squares(range(3), place=place)
    detected(path, found, extent=extent)
    truth = layer(tmp_path / "r.gpkg", squares(range(8), place=place))
    _, content, warnings = judge(tmp_path, path, truth)
    assert content["whole"]["recall"] == pytest.approx(3 / 4, abs=1e-3)
    assert any("Reference outlines outside the area that is judged: 4" in warning for warning in warnings)
    _, content, _ = judge(tmp_path, path, truth, everywhere=True)
    assert content["whole"]["recall"] == pytest.approx(3 / 8, abs=1e-3)
    assert content["whole"]["true_positive_m2"] == pytest.approx(3 * one_square(place), rel=1e-3)


# References


def test_an_inventory_judges_where_somebody_looked(tmp_path):
    """Its own decisions judge what was found: what nobody has decided on is neither right nor wrong."""
    path = tmp_path / "i.gpkg"
    detected(path, squares([0, 1, 2, 3]))
    decide(path, {1: schema.REMAIN, 2: "moraine", 0: squares([6])})
    _, content, warnings = judge(tmp_path, path, path)
    assert content["whole"]["precision"] == pytest.approx(1 / 2, abs=1e-3)
    assert content["whole"]["recall"] == pytest.approx(1 / 2, abs=1e-3)
    assert any("does not say which ground somebody looked at" in warning for warning in warnings)
    extent = (79.995, 27.995, 80.05, 28.01)
    searched = tmp_path / "s.gpkg"
    detected(searched, squares([0, 1]), extent=extent)
    decide(searched, {1: schema.REMAIN, 2: "moraine"})
    other = tmp_path / "o.gpkg"
    detected(other, squares([0, 1, 4, 9]))
    _, content, warnings = judge(tmp_path, other, searched)
    assert content["judged_m2"] == pytest.approx(ellipsoidal_areas([shapely.box(*extent)], DEGREES)[0], rel=1e-3)
    assert content["whole"]["precision"] == pytest.approx(1 / 3, abs=1e-3)
    assert any("Candidates outside the area that is judged: 1" in warning for warning in warnings)


def test_what_is_mapped_beyond_the_searched_ground_is_told(tmp_path):
    path = tmp_path / "i.gpkg"
    detected(path, squares([0, 1]), extent=(79.99, 27.99, 80.03, 28.02))
    decide(path, {1: schema.REMAIN, 2: schema.REMAIN, 0: squares([8])})
    _, content, warnings = judge(tmp_path, path, layer(tmp_path / "r.gpkg", squares([0, 8])))
    assert any("Rock glaciers as mapped outside the area that is judged: 1" in warning for warning in warnings)
    assert sum("Reference outlines outside" in warning for warning in warnings) == 1
    assert content["others"][0]["whole"]["recall"] == pytest.approx(1, abs=1e-3)


def test_an_undecided_candidate_hides_no_rock_glacier(tmp_path):
    """Somebody drew a rock glacier where a candidate that nobody decided on lies, too."""
    path = tmp_path / "i.gpkg"
    detected(path, squares([0, 1]))
    decide(path, {1: schema.REMAIN, 0: squares([1])})
    _, content, _ = judge(tmp_path, path, path)
    assert content["whole"]["counts"]["references"] == 2
    assert content["whole"]["recall"] == pytest.approx(1, abs=1e-3)


def test_an_inventory_from_which_all_was_removed_is_a_reference(tmp_path):
    path = tmp_path / "i.gpkg"
    detected(path, squares([0, 1]), extent=(79.99, 27.99, 80.05, 28.02))
    decide(path, {1: "moraine", 2: "talus"})
    _, content, warnings = judge(tmp_path, path, path)
    assert content["whole"]["precision"] == 0
    assert content["whole"]["recall"] is None
    assert any("everything was removed" in warning for warning in warnings)


def test_a_reference_of_half_the_ground_is_doubted(tmp_path):
    path = tmp_path / "i.gpkg"
    detected(path, squares([0, 1, 2, 60, 61]))
    _, content, warnings = judge(tmp_path, path, layer(tmp_path / "half.gpkg", squares([0, 1, 2])))
    assert content["whole"]["precision"] == pytest.approx(3 / 5, abs=1e-3)
    (told,) = warnings
    assert told.startswith("2 of 5 candidates (40 % of their area) lie more than 3 km from every outline of half.gpkg.")


def test_references_judge_one_by_one_and_contradictions_are_told(tmp_path):
    path = tmp_path / "i.gpkg"
    detected(path, squares([0, 1, 2, 3]))
    first = layer(tmp_path / "one.gpkg", squares([0, 1, 2, 50]))
    second = layer(tmp_path / "two.gpkg", squares([2, 3]))
    values, content, warnings = judge(tmp_path, path, first, second)
    assert [content["reference"], content["others"][0]["reference"]] == ["one.gpkg", "two.gpkg"]
    assert content["whole"]["recall"] == pytest.approx(3 / 4, abs=1e-3)
    assert content["others"][0]["whole"]["precision"] == pytest.approx(2 / 4, abs=1e-3)
    (told,) = content["contradictions"]
    areas = [told[name] / one_square() for name in ("both_m2", "only_first_m2", "only_second_m2")]
    assert areas == pytest.approx([1, 2, 1], rel=1e-3)
    assert told["left_out"] == [1, 0], "so far from the second that it may not know that ground"
    assert any("one.gpkg and two.gpkg contradict each other" in warning for warning in warnings)
    assert "first km²" in values["table"]
    _, content, warnings = judge(tmp_path, path, first, layer(tmp_path / "far.gpkg", squares([900])))
    assert content["contradictions"][0]["iou"] is None
    assert any("no ground in common" in warning for warning in warnings)
    with pytest.raises(UserError, match=r"one\.gpkg is given twice"):
        judge(tmp_path, path, first, first)


def test_on_the_command_line(tmp_path, mapped):
    first, second = layer(tmp_path / "a.gpkg", squares([0])), layer(tmp_path / "b.gpkg", squares([0, 3]))
    output = tmp_path / "accuracy.json"
    done = engine_here.run(
        "evaluate", "--input", mapped, "--reference", first, "--reference", second, "--output", output
    )
    assert done.code == 0, done.error
    assert len(json.loads(output.read_text("utf-8"))["others"]) == 3
    assert done.result["reading"] == "as found"
