"""What was decided in the dock makes a model better, which searches the view again: by real clicks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from .beginnings import ground_to_improve_on
from .desk import Session, check_went_well, make_desk, number_of_colours

SHOTS = (
    "evaluate-filled",
    "evaluate-log",
    "sample-dialog",
    "sample-log",
    "agreement-dialog",
    "agreement-log",
    "trust-map",
    "cells-filled",
    "cells-log",
    "grid-map",
    "tables-filled",
    "tables-log",
    "compare-filled",
    "compare-log",
    "compare-map",
    "report-filled",
    "report-log",
    "passports-filled",
    "passports-log",
    "trusted-page",
    "improve-dialog",
    "improve-log",
    "improved-dock",
    "improved-narrow",
    "improved-night",
    "detected-again",
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "improving é 冰")
    ground = ground_to_improve_on()
    shutil.copy(ground / "scene.tif", desk.base)
    shutil.copytree(ground / "models 冰", desk.profile.folder / "rock_glacier_inventory" / "models")
    inventory = Path(shutil.copy(ground / "inventory.gpkg", desk.folder))
    return desk.run("dock_improving.py", desk.base, inventory)


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session, is_log_empty=False)


def test_a_report_and_passports_are_made_from_the_toolbox(session: Session) -> None:
    told = session.report
    assert told["report proposed"].endswith("inventory.gpkg"), "that of the dock"
    assert told["report"]["ok"] and told["passports"]["ok"], told["report"]["log"]
    page = Path(told["report"]["results"]["OUTPUT"]).read_text("utf-8")
    assert "Bericht &lt;b&gt;冰&lt;/b&gt; &amp; mehr" in page and "Figure 1." in page
    for pdf in (told["report"]["results"]["PDF"], told["passports"]["results"]["OUTPUT"]):
        assert Path(pdf).read_bytes().startswith(b"%PDF")
    assert told["passports"]["results"]["COUNT"] > 0


def test_the_entry_says_why_it_cannot_be_chosen(session: Session) -> None:
    assert session.report["without"] == [
        False,
        "Open an inventory first: the model learns from what was decided in it.",
    ]
    assert session.report["undecided"] == [
        False,
        "Nobody has decided on a candidate here yet, so there is nothing to learn from.",
    ]


def test_the_dialog_knows_inventory_and_model(session: Session) -> None:
    assert session.report["dialog"] == {"title": "Improve model", "model": "mine", "modal": False}
    assert [row[1] for row in session.report["decided"]] == ["remain", "remove"] * 5
    assert session.report["seen"][0][0] > 0


def test_a_sample_and_agreement_from_the_toolbox(session: Session) -> None:
    sampled, told = session.report["sampled"], session.report["agreement"]
    assert sampled["ok"] is told["ok"] is True
    assert sampled["results"]["DRAWN"] == 4
    assert "4 markers, by size" in sampled["results"]["SAMPLE"]
    assert told["results"]["PRECISION"] is None
    assert "No marker of the sample is judged yet" in told["log"]


def test_accuracy_is_told_as_found_and_as_mapped(session: Session) -> None:
    judged = session.report["judged"]
    results, log = judged["results"], judged["log"].replace("\u00a0", " ")
    assert judged["ok"] is True
    # Of ten that were decided on half were none; what the inventory holds is what was made of them.
    assert results["PRECISION"] == pytest.approx(0.5, abs=1e-6)
    assert results["RECALL"] == results["F1_MAPPED"] == pytest.approx(1, abs=1e-6)
    assert "removed    5 (talus 5)" in log.replace("removed   5", "removed    5")
    assert log.index("as found") < log.index("as mapped")
    assert "Trust by block of ground" in judged["layers"]
    content = json.loads((session.folder / "accuracy 冰.json").read_text("utf-8"))
    assert content["whole"]["precision"] == pytest.approx(results["PRECISION"])


def test_cells_tables_and_a_comparison_are_made_from_the_toolbox(session: Session) -> None:
    cells, tables, compare = (session.report[name] for name in ("cells", "tables", "compare"))
    assert cells["ok"] is tables["ok"] is compare["ok"] is True
    assert session.report["proposed"].endswith("inventory.gpkg"), "the dialog proposes the one that is open"
    assert "5 markers in" in cells["log"]
    assert tables["results"]["COUNT"] == 5
    assert "(all)" in tables["log"]
    assert (session.folder / "tables 冰" / "summary.csv").is_file()
    # Five candidates were removed and are not compared; five became rock glaciers, two wait.
    assert compare["results"]["ONE_TO_ONE"] == 5
    assert "5 removed candidates" in compare["log"]
    shown = session.report["statistics"]
    assert shown["Cells with rock glaciers"][1] == "graduatedSymbol"
    assert shown["Differences of outlines"] == [10 + compare["results"]["ONLY_THERE"], "categorizedSymbol"]


def test_the_page_of_models_says_how_it_did_there(session: Session) -> None:
    trusted = session.report["trusted"]
    told = "F1 0.67 by area as found, against inventory.gpkg; interval 0.00 to 1.00 by 2 blocks of ground; 50 % of what"
    assert told in trusted.split("On your own ground")[1]


def test_both_figures_are_told_and_the_better_one_is_offered(session: Session) -> None:
    improved = session.report["improved"]
    results = improved["results"]
    assert improved["ok"] is True
    assert results["IN_USE"] == "mine-2" and results["F1_NEW"] > results["F1_OLD"]
    assert improved["curve"] == "Training: mine-2"
    assert improved["said"] in improved["log"]
    assert "are gone" not in improved["log"], "what the model learnt from before lies where it was"
    assert f"F1 {results['F1_NEW']:.3f} instead of {results['F1_OLD']:.3f} on " in improved["said"]
    assert improved["offer"] == "Detect again with mine-2"
    assert "mine-2" in improved["models"]


def test_the_offer_fits_a_narrow_dock(session: Session) -> None:
    assert session.report["narrow"]["button ends"] <= session.report["narrow"]["dock"]


def test_what_nobody_decided_on_is_replaced_and_nothing_else(session: Session) -> None:
    again = session.report["again"]
    assert again["decided"] == session.report["decided"]
    run, model, parameters = again["runs"][-1]
    assert model == "mine-2"
    assert json.loads(parameters)["replace_undecided"] is True
    assert [row[1] for row in session.report["before"]] == ["r1", "r1"]
    assert {row[1] for row in again["undecided"]} <= {run}
    assert again["checked"] is True and again["offer"] is False


@pytest.mark.parametrize("name", SHOTS)
def test_screenshots_show_something(session: Session, name: str) -> None:
    assert number_of_colours(session.folder / f"{name}.png") > 20
