"""From outlines to a model of one's own by real clicks, and to candidates that it finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from .desk import Session, check_went_well, make_desk, number_of_colours

SHOTS = (
    "training-data-dialog",
    "training-data-filled",
    "training-data-log",
    "training-data-map",
    "training-walk",
    "train-dialog",
    "train-filled",
    "train-curve",
    "train-cancelled",
    "train-log",
    "models-page",
    "detected-with-own",
    "curve-night",
)


@pytest.fixture(scope="module")
def session(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "training é 冰")
    return desk.run("dock_training.py", sample, desk.copy("empty.gpkg", "inventory.gpkg"))


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session, is_log_empty=False)


def test_training_data_are_made_and_shown(session: Session) -> None:
    assert session.report["data"] == {"ok": True, "patches": 15, "targets": 4}
    assert session.report["layers"] == ["Outlines", "Scene", "Training outlines", "Training patches"]


def test_outlines_with_a_fault_are_walked_through_on_the_map(session: Session) -> None:
    first, second, again = session.report["walk"]
    assert session.report["walk kinds"] == ["all (2)", "too small (1)", "doubled (1)"]
    assert (first[0], first[2]) == ("1 of 2", "too small: It has 9 000 m2.")
    assert (second[0], second[2]) == ("2 of 2", "doubled: It is 'a' once more.")
    assert again == first
    assert first[3] != second[3], "the map went along"


def test_a_curve_grows_beside_the_dialog(session: Session) -> None:
    assert session.report["curve"] == {"title": "Training: first", "shown": True, "covers": []}
    assert session.report["focus stays"] is True


def test_cancel_keeps_the_best_so_far(session: Session) -> None:
    said = session.report["cancelled"]
    assert "Stopped. The best so far (IoU " in said
    assert "is the model first, not judged yet. The same command goes on from where it was." in said


def test_a_model_comes_out_and_the_log_says_where_it_is_offered(session: Session) -> None:
    trained = session.report["trained"]
    assert trained["ok"] is True
    assert Path(trained["results"]["MODEL"]).parts[-4:] == ("default", "rock_glacier_inventory", "models", "mine.json")
    assert "'Detect rock glaciers' offers the model mine now" in trained["log"]
    assert trained["curve"] is True, "the curves are still to be seen"


def test_the_models_page_has_its_figures(session: Session) -> None:
    models, trained = session.report["models"], session.report["trained"]
    assert "Rock glacier, mine — mine (your own)" in models["names"]
    assert "Rock glacier, first — first (your own)" in models["names"]
    assert f"IoU {trained['results']['IOU']:.2f}" in models["card"]
    assert f"F1 {trained['results']['F1']:.2f}" in models["card"]
    assert models["delete"] is True


def test_the_dock_detects_with_it(session: Session) -> None:
    assert session.report["detected"]["runs"] == [["detect", "mine"]]
    assert "found" in session.report["detected"]["told"]


def test_the_curves_open_again(session: Session) -> None:
    assert session.report["again"] == ["Curves of the training first", True]


def test_the_window_of_the_curves_has_help(session: Session) -> None:
    assert session.report["help of the curves"] == ["A model of your own"] * 2


@pytest.mark.parametrize("name", SHOTS)
def test_screenshots_show_something(session: Session, name: str) -> None:
    assert number_of_colours(session.folder / f"{name}.png") > 20
