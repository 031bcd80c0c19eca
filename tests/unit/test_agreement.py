"""The command `agreement`: what is told of reviewers, of the whole inventory and of disagreements, and to whom."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pyogrio
import pytest
from engine_here import run
from mapping import WEST, journal, outline_of, square
from reviewed import ANN, BEN, NORTH, SOUTH, drawn, judged, mapped, markers_of, mostly_yes, opened
from rock_glacier_inventory.engine.agreement import agreement_of
from rock_glacier_inventory.gestures.consensus import agree
from rock_glacier_inventory.gestures.reviews import decide
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample
from rock_glacier_inventory.inventory.estimation import wilson
from rock_glacier_inventory.inventory.schema import DECISIONS, PRIMARY_MARKERS, ROCK_GLACIERS
from rock_glacier_inventory.store.records import Wanted

BOTH = {ANN: mostly_yes(1), BEN: mostly_yes(2)}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return mapped(tmp_path_factory.mktemp("mapped") / "plain.gpkg")


@pytest.fixture
def inventory(plain, tmp_path):
    return Path(shutil.copy(plain, tmp_path / "Inventar 冰.gpkg"))


def telling(inventory, *options):
    """The command's end, and what it wrote; None where it wrote nothing."""
    output = inventory.with_name("agreement 冰.json")
    done = run("agreement", "--inventory", inventory, "--output", output, *options)
    return done, json.loads(output.read_text("utf-8")) if output.exists() else None


def test_two_reviewers_of_a_random_sample(inventory):
    name = drawn(inventory, number=40)
    judged(inventory, name, {ANN: ["yes"] * 40, BEN: ["yes"] * 30 + ["no"] * 6 + ["uncertain"] * 3 + ["undefined"]})
    before = inventory.read_bytes()
    done, told = telling(inventory)
    assert done.code == 0
    assert inventory.read_bytes() == before
    ann, ben = told["reviewers"]
    assert ann["counts"] == {"yes": 40, "no": 0, "uncertain": 0, "undefined": 0}
    assert ben["counts"] == {"yes": 30, "no": 6, "uncertain": 3, "undefined": 1}
    assert ben["shares"]["no"]["high"] == pytest.approx(wilson(6, 40).high)
    (pair,) = told["pairs"]
    assert pair["table"] == [[30, 6, 3, 1], [0] * 4, [0] * 4, [0] * 4]
    assert pair["observed_agreement"]["value"] == 0.75
    assert pair["positive_agreement"]["value"] == pytest.approx(60 / 70)
    assert pair["negative_agreement"]["value"] == 0
    assert pair["cohen_kappa"]["value"] == pytest.approx(0)
    assert told["all_reviewers"]["yes_by_all"]["value"] == 0.75
    precision = told["precision"]
    assert (precision["value"], precision["judged"], precision["population"]) == (0.75, 40, 60)
    assert precision["low"] == pytest.approx(wilson(30, 40, 60).low)
    assert {row["subregion"] for row in precision["by_subregion"]} == {NORTH, SOUTH}
    table = inventory.with_name("agreement 冰.txt").read_text("utf-8")
    assert "30 (75.0 %)" in table
    assert f"{ANN} and {BEN}, 40 markers" in table
    assert "0.750" in done.result["table"]


def test_strata_are_weighed_with_what_they_stand_for(inventory):
    name = drawn(inventory, number=30, strata="subregion")
    with opened(inventory) as store:
        south = {row[1] for row in store.rows(PRIMARY_MARKERS, ("ID", "SUBREGION")) if row[2] == SOUTH}
        wrong = [marker in south for marker in markers_of(store, name)]
    judged(inventory, name, {who: lambda place: "no" if wrong[place] else "yes" for who in (ANN, BEN)})
    precision = agreement_of(inventory)["precision"]
    assert precision["value"] == pytest.approx(50 / 60)
    assert "Stehman" in precision["method"]
    assert [row["value"] for row in precision["by_subregion"]] == [1.0, 0.0]


def test_nothing_is_told_as_long_as_a_decision_is_missing(inventory):
    """A reviewer who has judged half: how many, and nothing else, of either."""
    name = drawn(inventory, number=40)
    judged(inventory, name, {ANN: ["no"] * 40})
    judged(inventory, name, {BEN: ["uncertain"] * 20}, only=20)
    layer = inventory.with_name("d.gpkg")
    done, told = telling(inventory, "--disagreements", layer)
    assert done.code == 0
    assert [(each["reviewer"], each["judged"], each["counts"]) for each in told["reviewers"]] == [
        (ANN, 40, None),
        (BEN, 20, None),
    ]
    assert (told["missing_decisions"], told["pairs"], told["precision"]) == (20, [], None)
    assert told["disagreements"] == []
    assert pyogrio.read_info(layer)["features"] == 0
    said = json.dumps(told) + json.dumps(done.messages) + inventory.with_name("agreement 冰.txt").read_text("utf-8")
    for word in ('uncertain": 2', "uncertain 2", "(50"):
        assert word not in said
    assert "Decisions that are missing: 20." in done.warnings[0]


def test_where_nobody_goes_on_figures_are_of_what_is_there_and_no_list_is(inventory):
    name = drawn(inventory, number=40)
    judged(inventory, name, {ANN: ["yes"] * 40})
    judged(inventory, name, {BEN: ["no"] * 5 + ["yes"] * 15}, only=20)
    told = agreement_of(inventory, unfinished=True)
    assert told["pairs"][0]["judged_by_both"] == 20
    assert told["precision"]["value"] == 0.75
    assert told["precision"]["judged"] == 20
    assert told["disagreements"] == []
    assert any("Decisions that are missing: 20." in warning for warning in told["warnings"])


def test_disagreements_are_a_list_and_a_layer_with_the_consensus_beside(inventory):
    name = drawn(inventory, number=10)
    judged(inventory, name, {ANN: ["yes"] * 10, BEN: ["yes"] * 7 + ["no", "no", "uncertain"]})
    with opened(inventory) as store:
        first, second, third = markers_of(store, name)[7:]
        agree(store, first, "yes", [ANN, BEN], ANN, "seen in 2019")
    layer = inventory.with_name("d.gpkg")
    done, told = telling(inventory, "--disagreements", layer)
    assert [each["id"] for each in told["disagreements"]] == [first, second, third]
    assert told["consensus"] == {"decided": 1, "counts": {**dict.fromkeys(DECISIONS, 0), "yes": 1}, "open": 2}
    assert {each["reviewer"] for each in told["reviewers"]} == {ANN, BEN}, "a consensus is no reviewer"
    assert told["precision"]["after_consensus"] is None
    info, _, geometry, columns = pyogrio.raw.read(layer)
    row = dict(zip(info["fields"], (column[0] for column in columns), strict=True))
    assert len(geometry) == 3
    assert (row["ID"], row["VIEWS"], row["CONSENSUS"], row["YES"]) == (first, f"{ANN}: yes; {BEN}: no", "yes", 1)
    with opened(inventory) as store:
        agree(store, second, "no", [ANN, BEN], ANN)
        agree(store, third, "uncertain", [ANN, BEN], ANN)
    told = agreement_of(inventory)
    assert told["precision"]["value"] == 0.7
    assert told["precision"]["after_consensus"]["value"] == 0.8
    assert done.result["disagreeing"] == 3


def test_three_reviewers_of_whom_two_judge_each(inventory):
    name = drawn(inventory, number=12)
    views = {ANN: ["yes"] * 12, BEN: ["yes"] * 6, "Cleo": ["no"] * 6}
    judged(inventory, name, {ANN: views[ANN]})
    judged(inventory, name, {BEN: views[BEN]}, only=6)
    with opened(inventory) as store:
        for marker in markers_of(store, name)[6:]:
            decide(store, name, marker, "Cleo", "no")
    told = agreement_of(inventory)
    assert [pair["judged_by_both"] for pair in told["pairs"]] == [6, 6]
    assert told["all_reviewers"]["judged_by_all"] == 12
    assert told["all_reviewers"]["yes_by_all"]["value"] == 0.5
    assert told["all_reviewers"]["fleiss_kappa"]["low"] < told["all_reviewers"]["fleiss_kappa"]["high"]


def test_three_who_hardly_differ_are_told_that_their_kappa_is_roughly_known(tmp_path):
    """As `coverage_of_agreement` in benchmarks has it: below 20 that differ, 97.3 of 100 intervals hold the truth."""
    inventory = mapped(tmp_path / "i.gpkg", count=104)
    name = drawn(inventory, share=1, reviewers=3)
    views = {ANN: ["yes"] * 90 + ["no"] * 14, BEN: ["yes"] * 90 + ["no"] * 14}
    judged(inventory, name, {**views, "Cleo": ["yes"] * 80 + ["no"] * 24})
    said = "The 3 reviewers differ on 10 markers; below 20 the interval of Fleiss' kappa"
    assert any(warning.startswith(said) for warning in agreement_of(inventory)["warnings"])
    judged(inventory, name, {"Cleo": ["yes"] * 70 + ["no"] * 34})
    assert not any("reviewers differ on" in warning for warning in agreement_of(inventory)["warnings"])


def test_no_sample_and_no_reviews(inventory):
    done, told = telling(inventory)
    assert (done.code, told) == (1, None)
    assert "No sample of primary markers was drawn" in done.error
    drawn(inventory, number=5)
    done, told = telling(inventory)
    assert done.code == 0
    assert told["precision"] is None
    assert "No marker of the sample is judged yet" in told["warnings"][0]


def test_one_reviewer(inventory):
    name = drawn(inventory, number=20, reviewers=1)
    judged(inventory, name, {BEN: ["yes"] * 19 + ["no"]})
    told = agreement_of(inventory)
    assert told["pairs"] == []
    assert told["all_reviewers"]["gwet_ac1"] is None
    assert told["precision"]["value"] == 0.95
    assert f"Only {BEN} has judged; agreement is told of two reviewers and more." in told["warnings"]


def test_a_sample_of_three_that_all_say_yes_to(inventory):
    name = drawn(inventory, number=3)
    judged(inventory, name, {ANN: ["yes"] * 3, BEN: ["yes"] * 3})
    told = agreement_of(inventory)
    (pair,) = told["pairs"]
    assert pair["cohen_kappa"] is pair["negative_agreement"] is None
    assert pair["gwet_ac1"]["value"] == 1 > pair["gwet_ac1"]["low"]
    assert told["precision"]["low"] < 0.5
    assert sum("below 100" in warning for warning in told["warnings"]) == 2
    assert any("Cohen's kappa of" in warning and "not defined" in warning for warning in told["warnings"])


def test_a_stratum_in_which_nothing_was_judged(inventory):
    name = drawn(inventory, number=20, strata="subregion")
    judged(inventory, name, BOTH)
    with opened(inventory) as store, store.change():
        store.connection.execute(f"DELETE FROM review_samples WHERE STRATUM = '{SOUTH}'")
    told = agreement_of(inventory)
    assert told["precision"]["judged"] < 20
    assert any(f"Nothing was judged in the stratum {SOUTH}" in warning for warning in told["warnings"])


def test_judged_markers_that_are_gone_count_as_when_they_were_drawn(inventory):
    name = drawn(inventory, number=20)
    judged(inventory, name, {ANN: ["yes"] * 19 + ["no"], BEN: ["yes"] * 19 + ["no"]})
    with opened(inventory) as store:
        gone = markers_of(store, name)[-1]
        with store.change():
            store.connection.execute(f"DELETE FROM primary_markers WHERE ID = '{gone}'")
    told = agreement_of(inventory)
    assert told["precision"]["value"] == 0.95
    assert any("no longer in the inventory: 1." in warning for warning in told["warnings"])


def test_a_marker_in_two_samples_counts_once(inventory):
    first, second = drawn(inventory, number=30), drawn(inventory, number=30, seed=2)
    judged(inventory, first, BOTH)
    judged(inventory, second, BOTH)
    told = agreement_of(inventory)
    with opened(inventory) as store:
        union = {*markers_of(store, first), *markers_of(store, second)}
    assert len(union) < 60
    assert told["precision"]["judged"] == told["all_reviewers"]["judged_by_all"] == len(union)
    assert agreement_of(inventory, [first])["precision"]["judged"] == 30


def test_samples_of_two_designs_are_not_mixed(inventory):
    judged(inventory, drawn(inventory, number=10), BOTH)
    more = drawn(inventory, number=30, strata="size")
    judged(inventory, more, BOTH)
    told = agreement_of(inventory)
    assert told["precision"]["sample"] == more
    assert any("several samples" in warning for warning in told["warnings"])


def test_a_sample_of_an_older_version_has_no_population(inventory):
    name = drawn(inventory, number=30)
    judged(inventory, name, BOTH)
    with opened(inventory) as store, store.change():
        store.connection.execute("DELETE FROM samples")
    told = agreement_of(inventory)
    assert told["precision"]["population"] == 60
    assert any("is not recorded; there are 60 now" in warning for warning in told["warnings"])


def test_an_inventory_of_an_older_version_is_a_sentence(tmp_path):
    old = tmp_path / "old.gpkg"
    with sqlite3.connect(old) as rows:
        rows.executescript(Path(__file__).with_name("schema_6.sql").read_text("utf-8"))
    rows.close()
    done, told = telling(old)
    assert (done.code, told) == (1, None)
    assert "migrate" in done.error


def test_a_read_only_file_is_read(inventory):
    judged(inventory, drawn(inventory, number=20), BOTH)
    os.chmod(inventory, 0o444)
    done, told = telling(inventory)
    assert done.code == 0
    assert told["precision"]["judged"] == 20


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--sample", "none 冰"), "There is no sample 'none 冰'"),
        (("--disagreements", "d.shp"), "must be a GeoPackage"),
        (("--other", "nowhere.gpkg"), "nowhere.gpkg"),
    ],
)
def test_options_that_cannot_be(inventory, options, sentence):
    drawn(inventory, number=5)
    done, told = telling(inventory, *options)
    assert (done.code, told) == (1, None)
    assert sentence in done.error


def test_the_inventory_is_never_the_output(inventory):
    drawn(inventory, number=5)
    done, _ = telling(inventory, "--disagreements", inventory)
    assert done.code == 1
    assert "choose another file" in done.error
    assert journal(inventory)


def test_units_that_two_mappers_outlined(inventory):
    """In a copy, one outline is another mapper's and 111 m larger to the east and north; the rest is copied."""
    copy = inventory.with_name("copy of Ben.gpkg")
    shutil.copy(inventory, copy)
    with opened(copy) as store, store.change() as tables:
        rows = store.rows(ROCK_GLACIERS, ("ID",))
        outline = outline_of(square(WEST, 28.1, 0.003)).geometry
        tables.update(ROCK_GLACIERS, {"geom": outline, "MAPPER": BEN}, Wanted(fids=[rows[0][0]]))
    told = agreement_of(inventory, other=copy)
    (pair,) = told["outlines"]
    assert pair["mappers"] == ["Ann Mapper", BEN]
    assert pair["iou"] == pytest.approx(4 / 9, abs=0.002)
    assert pair["area_difference_m2"] == pytest.approx(98.2 * 1e3 * 110.9 * 5e-6 * 1e3, rel=0.01)
    assert 30 < pair["distance_m"] < 100 < pair["farthest_m"] < 160
    assert agreement_of(inventory)["outlines"] == []
    done, _ = telling(inventory, "--other", inventory)
    assert "is the inventory itself" in done.error


def test_drawing_is_the_same_as_in_the_dock(inventory):
    done = run("sample", "--inventory", inventory, "--half-width", "0.1", "--by", "size", "--seed", "4")
    assert done.code == 0
    copy = inventory.with_name("dock.gpkg")
    shutil.copy(inventory, copy)
    with opened(copy) as store:
        name = draw_sample(store, Draw(half_width=0.1, strata="size", seed=4))
        assert markers_of(store, name) == markers_of(store, done.result["sample"])
    assert done.result["drawn"] == 37


def test_two_mappers_in_one_file(inventory):
    """As after a merge of copies: an outline that another mapper drew over one that is there."""
    with opened(inventory) as store, store.change() as tables:
        row = dict(store.row(ROCK_GLACIERS, 1))
        tables.insert(ROCK_GLACIERS, {**row, "geom": outline_of(square(WEST, 28.1, 0.003)).geometry, "MAPPER": BEN})
    (pair,) = agreement_of(inventory)["outlines"]
    assert (pair["mappers"], pair["iou"]) == (["Ann Mapper", BEN], pytest.approx(4 / 9, abs=0.002))
