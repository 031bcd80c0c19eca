"""From training data to a model through the toolbox."""

from __future__ import annotations

import json
import time
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import QRect, QSize
from qgis.PyQt.QtTest import QSignalSpy
from rock_glacier_inventory.plugin.dock.dialogs.training_curve import TrainingCurve, place_beside
from rock_glacier_inventory.processing_provider.adapters import engine
from rock_glacier_inventory.processing_provider.adapters.training import TRAININGS
from rock_glacier_inventory.processing_provider.provider import RockGlacierProvider

from .conftest import RunAlgorithm


@pytest.fixture(scope="module")
def ready(provider: RockGlacierProvider, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Training data, and a plan for a network that a test has time for."""
    folder = tmp_path_factory.mktemp("train é 冰")
    run, data, plan = RunAlgorithm(), folder / "Daten 冰", folder / "plan 冰.json"
    inputs = {"INVENTORY": str(sample / "rock_glaciers.gpkg"), "IMAGE": str(sample / "scene.tif")}
    small = {"PATCH": 128, "OVERLAP": 32, "BUFFER": 100.0, "MINIMUM_AREA": 0.0, "FOLDS": 2}
    run("trainingdata", **inputs, **small, OUTPUT=str(data))
    done = run("plantraining", DATA=str(data), ENCODER="tu-test_efficientnet", DEVICE="cpu", OUTPUT=str(plan))
    assert done.results["OUTPUT"] == str(plan)
    assert done.results["HOURS"] >= 0
    assert "DeepLabV3Plus, tu-test_efficientnet" in "".join(done.feedback.console)
    content = json.loads(plan.read_text("utf-8"))
    content["network"]["decoder_channels"] = 16
    content["steps"] |= {"steps": 6, "batch_size": 2, "crop": 64, "validate_every": 2, "checkpoint_every": 2}
    content["steps"]["judged"] = 4
    plan.write_text(json.dumps(content), "utf-8")
    return data, plan


def test_a_model_comes_out(run: RunAlgorithm, ready: tuple[Path, Path], tmp_path: Path) -> None:
    data, plan = ready
    words = {"DATA": str(data), "PLAN": str(plan), "NAME": "mine", "OUTPUT": str(tmp_path), "LICENCE": "CC-BY-4.0"}
    began = QSignalSpy(TRAININGS.began)
    done = run("train", **words)
    assert [list(one) for one in began] == [["mine", done.results["CURVES"]]]
    card = json.loads(Path(done.results["MODEL"]).read_text("utf-8"))
    assert (card["name"], card["licence"], card["target"]) == ("mine", "CC-BY-4.0", "rock glacier")
    assert done.results["IOU"] == card["metrics"]["iou"]
    assert Path(done.results["RELIABILITY"]).read_text("utf-8").startswith("<svg")
    assert any("step 6 of 6, loss" in step and "left" in step for step in done.feedback.steps)
    assert any("iou validation" in step or "iou training" in step for step in done.feedback.steps)
    window = TrainingCurve()
    window.follow("mine", done.results["CURVES"])
    assert window.picture.is_shown
    assert window.windowTitle() == "Training: mine"
    window.close()
    window.deleteLater()


def test_cancelled_it_keeps_the_best_so_far(run: RunAlgorithm, ready: tuple[Path, Path], tmp_path: Path) -> None:
    data, plan = ready
    content = json.loads(plan.read_text("utf-8"))
    content["steps"]["steps"] = 2000
    long = tmp_path / "long.json"
    long.write_text(json.dumps(content), "utf-8")
    log = tmp_path / "models" / "mine.training" / "sides" / "log.jsonl"
    (tmp_path / "models").mkdir()

    def cancel_when_judged() -> None:
        while not (log.exists() and "iou" in log.read_text("utf-8")):
            time.sleep(0.05)
        run.feedback.cancel()

    Thread(target=cancel_when_judged, daemon=True).start()
    done = run("train", DATA=str(data), PLAN=str(long), NAME="mine", OUTPUT=str(tmp_path / "models"))
    assert done.results == {}
    assert any("Stopped." in info and "goes on from where it was" in info for info in done.feedback.infos)
    assert (log.parent / "checkpoint.safetensors").exists()


def test_without_a_folder_of_models_it_goes_into_the_profile(
    run: RunAlgorithm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = SimpleNamespace(qgisSettingsDirPath=lambda: str(tmp_path / "profile"))
    monkeypatch.setattr(engine, "QgsApplication", place)
    began = QSignalSpy(TRAININGS.began)
    with pytest.raises(QgsProcessingException, match=r"data\.json"):
        run("train", DATA=str(tmp_path), NAME="mine", START_FILE=str(tmp_path / "weights.pt"))
    assert f"--start={tmp_path / 'weights.pt'}" in run.feedback.textLog()
    (told,) = began
    assert told == ["mine", str(tmp_path / "profile/rock_glacier_inventory/models/mine.training/curves.svg")]


@pytest.mark.parametrize(
    ("dialog", "where"),
    [
        (QRect(0, 0, 1000, 720), "beside"),
        (QRect(600, 100, 1000, 720), "beside"),
        (QRect(300, 0, 1000, 500), "beside"),
        (QRect(200, 60, 1200, 780), "above its foot"),
    ],
)
def test_the_window_leaves_the_buttons_of_the_dialog_free(dialog: QRect, where: str) -> None:
    screen = QRect(0, 0, 1600, 900)
    place = place_beside(dialog, screen, QSize(760, 300), QSize(280, 140))
    assert screen.contains(place)
    foot = QRect(dialog.left(), dialog.bottom() - 100, dialog.width(), 100)
    assert not place.intersects(dialog if where == "beside" else foot)


def test_a_model_cannot_learn_where_nobody_looked(run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    """Outlines that were imported say nothing of the ground around them."""
    inventory = tmp_path / "Inventar 冰.gpkg"
    run("createinventory", OUTPUT=str(inventory))
    run("importinventory", INPUT=str(sample / "rock_glaciers.gpkg"), INVENTORY=str(inventory))
    before, improved = inventory.read_bytes(), QSignalSpy(TRAININGS.improved)
    words = {"INVENTORY": [f"{inventory}|layername=rock_glaciers"], "IMAGE": [str(sample / "scene.tif")]}
    with pytest.raises(QgsProcessingException, match="does not say what ground was looked at"):
        run("improve", **words, MODEL="simulated-alpine")
    with pytest.raises(QgsProcessingException, match="finds debris-covered glacier"):
        run("improve", **words, MODEL="debris-cover-s2")
    assert inventory.read_bytes() == before
    assert not len(improved)
