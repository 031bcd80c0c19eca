"""What was decided in the dock makes a model better, which searches the view again: by real clicks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ..qgis_profile import make_profile
from .beginnings import made, run_engine
from .conftest import SETTINGS, Session, number_of_colours, run_desktop

SHOTS = ("improve-dialog", "improve-log", "improved-dock", "improved-narrow", "improved-night", "detected-again")


def small_model(sample: Path, folder: Path, models: Path) -> None:
    """A model `mine` that has hardly learnt, of a network that a test has time for."""
    data, plan = folder / "data 冰", folder / "plan.json"
    given = ("--inventory", sample / "rock_glaciers.gpkg", "--image", sample / "scene.tif")
    small = ("--patch", 128, "--overlap", 32, "--buffer", 100, "--minimum-area", 0, "--folds", 2)
    network = ("--encoder", "tu-mobilenetv3_small_050", "--device", "cpu")
    run_engine(
        ("training-data", *given, *small, "--output", data), ("plan", "--data", data, *network, "--output", plan)
    )
    content = json.loads(plan.read_text("utf-8"))
    content["network"]["decoder_channels"] = 16
    content["steps"] |= {"steps": 2, "batch_size": 2, "crop": 64, "judged": 4, "learning_rate": 1e-5}
    content["steps"] |= {"validate_every": 2, "checkpoint_every": 2}
    plan.write_text(json.dumps(content), "utf-8")
    run_engine(("train", "--data", data, "--plan", plan, "--name", "mine", "--output", models))


@pytest.fixture(scope="module")
def session(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    base = tmp_path_factory.mktemp("improving é 冰")
    folder = base / "seen"
    folder.mkdir()
    profile = make_profile(base, SETTINGS)
    models = profile.folder / "rock_glacier_inventory" / "models"
    models.mkdir(parents=True)
    small_model(sample, base, models)
    inventory = folder / "inventory.gpkg"
    shutil.copy(made("few.gpkg"), inventory)
    variables = {"ROCK_GLACIER_DESKTOP_SAMPLE": str(sample), "ROCK_GLACIER_DESKTOP_INVENTORY": str(inventory)}
    return run_desktop("dock_improving.py", profile, folder, **variables)


def test_nothing_went_wrong(session: Session) -> None:
    assert "error" not in session.report, session.report["error"]
    assert "Traceback" not in session.errors
    assert "died on signal" not in session.errors


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
    assert [row[1] for row in session.report["decided"]] == ["remain", "remove"]
    assert session.report["seen"][0][0] > 0


def test_both_figures_are_told_and_the_better_one_is_offered(session: Session) -> None:
    improved = session.report["improved"]
    results = improved["results"]
    assert improved["ok"] is True
    assert results["IN_USE"] == "mine-2" and results["F1_NEW"] > results["F1_OLD"]
    assert improved["curve"] == "Training: mine-2"
    assert improved["said"] in improved["log"]
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
    assert {row[1] for row in again["undecided"]} <= {run}
    assert session.report["before"], "there was something to replace"
    assert again["checked"] is True and again["offer"] is False


@pytest.mark.parametrize("name", SHOTS)
def test_screenshots_show_something(session: Session, name: str) -> None:
    assert number_of_colours(session.folder / f"{name}.png") > 20
