"""The Light engine: nothing but training asks for PyTorch, and what it finds is what the Full one finds."""

from __future__ import annotations

import itertools
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from engine_here import run
from engine_process import ROOT, Finished, Warm
from rock_glacier_inventory.inventory.messages import EXIT_DONE, EXIT_FAULT, EXIT_USER_ERROR, FAULT
from rock_glacier_inventory.models.networks.registry import SHIPPED, list_cards
from rock_glacier_inventory.models.prediction.openvino_of_card import read_of_card
from simulated import simulated

LIGHT = ROOT / ".venv" / "light" / "bin" / "python"
needs_light = pytest.mark.skipif(not LIGHT.exists(), reason="the Light engine is not there; setup.sh builds it")

FULL_ALONE = ("torch", "torchvision", "timm", "segmentation_models_pytorch", "safetensors", "numba_cuda")

NEED_TORCH = (
    "engine/training",
    "engine/improving",
    "models/training",
    "models/networks/folding.py",
    "models/networks/network.py",
    "models/networks/start_weights.py",
    "models/networks/weights.py",
    "models/prediction/openvino_conversion.py",
    "models/prediction/prediction.py",
)
"""Rooms and files that training, and detection by PyTorch, import when they are asked for; no other may."""


def test_all_but_training_can_be_imported_without_what_full_alone_has() -> None:
    """All at once: an import at the head of a file, or of one that it imports, is enough to fail."""
    files = [path.relative_to(ROOT) for room in ("engine", "models") for path in sorted((ROOT / room).rglob("*.py"))]
    names = [path for path in files if not path.as_posix().startswith(NEED_TORCH)]
    modules = [".".join(["p", *path.with_suffix("").parts]).removesuffix(".__init__") for path in names]
    assert len(modules) > 150
    code = f"""
import importlib, importlib.util, sys
for name in {FULL_ALONE!r}:
    sys.modules[name] = None  # as if it were not installed
root = {str(ROOT)!r}
spec = importlib.util.spec_from_file_location("p", root + "/__init__.py", submodule_search_locations=[root])
sys.modules["p"] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
for name in {modules!r}:
    try:
        importlib.import_module(name)
    except ImportError as error:
        print(name, "imports", error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("", 0), done.stdout + done.stderr


def test_every_shipped_card_has_the_form_that_light_runs() -> None:
    for card in list_cards(SHIPPED):
        assert read_of_card(card) is not None, f"{card.name}: run recipes/openvino_forms.py"


def light(*arguments: object) -> Finished:
    """A command in the Light engine."""
    words = [str(LIGHT), "-I", str(ROOT), *map(str, arguments), "--progress", "json"]
    done = subprocess.run(words, capture_output=True, text=True)
    return Finished(done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr)


@pytest.fixture(scope="module")
def lasting() -> Iterator[Callable[..., Finished]]:
    """Commands in one Light engine, which answers one after the other, and has no fault to tell of at its end."""
    with Warm(start=("-I", str(ROOT)), python=LIGHT, limit_s=300) as warm:
        numbers = itertools.count(1)

        def ask(*words: object) -> Finished:
            number = next(numbers)
            warm.ask(number, *words)
            last, before = warm.end_of(number)
            kind = last.get("error", {}).get("kind")
            code = EXIT_DONE if kind is None else EXIT_FAULT if kind == FAULT else EXIT_USER_ERROR
            return Finished(code, [*before, last], "")

        yield ask
        code, log = warm.end()
    log = log.replace("no NVIDIA card can be used\nTraceback", "")  # which was looked for
    assert code == EXIT_DONE and "Traceback" not in log, log


@needs_light
def test_light_has_no_torch() -> None:
    code = f"import importlib.util as i; print([name for name in {FULL_ALONE!r} if i.find_spec(name)])"
    assert subprocess.check_output([LIGHT, "-I", "-c", code], text=True) == "[]\n"


def rows_of(inventory: Path) -> list[dict[str, Any]]:
    """All that is known of the candidates, but for the name of the run that found them."""
    with sqlite3.connect(inventory) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute("SELECT * FROM candidates ORDER BY 1")]
    return [{key: value for key, value in row.items() if key not in ("CANDIDATE_ID", "RUN_ID")} for row in rows]


def main_job(engine: Any, sample: Path, folder: Path) -> tuple[Any, list[dict[str, Any]], Any]:
    """Probabilities, candidates with their attributes, and accuracy, as an engine finds them."""
    folder.mkdir()
    inventory, probability = folder / "inventory.gpkg", folder / "probability.tif"
    scene = sample / "scene.tif"
    assert engine("create", "--output", inventory).code == 0
    found = ("--inventory", inventory, "--probability", probability)
    told = engine("detect", "--input", scene, "--model", "simulated-alpine", *found).result
    assert told["backend"].startswith("openvino")
    sources = [("--dem", "dem.tif"), ("--maat", "maat.tif"), ("--subregions", "subregions.gpkg")]
    of_sample = [word for option, name in sources for word in (option, sample / name)]
    filled = engine("attributes", "--inventory", inventory, *of_sample, "--layer", "candidates")
    assert filled.code == 0, filled
    against = ("--reference", sample / "rock_glaciers.gpkg")
    accuracy = engine("evaluate", "--input", inventory, *against, "--output", folder / "accuracy.json").result
    with rasterio.open(probability) as dataset:
        return dataset.read(), rows_of(inventory), accuracy["table"]


@needs_light
def test_light_finds_what_full_finds(tmp_path: Path, lasting: Callable[..., Finished]) -> None:
    sample = simulated((sys.executable, str(ROOT)), 512, 3)
    here, there = main_job(run, sample, tmp_path / "full"), main_job(lasting, sample, tmp_path / "light")
    assert here[0].std() > 1
    np.testing.assert_array_equal(there[0], here[0])
    assert len(here[1]) >= 3
    assert there[1:] == here[1:]


DETECT = ("detect", "--input", "scene.tif", "--model", "simulated-alpine", "--output", "found.gpkg")


@needs_light
@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("train", "--data", "data", "--name", "mine", "--output", "models"), "command train"),
        (("plan", "--data", "data", "--output", "plan.json"), "command plan"),
        (("improve", "--inventory", "a.gpkg", "--model", "b", "--models-folder", "models"), "command improve"),
        ((*DETECT, "--backend", "torch"), "backend torch"),
        ((*DETECT, "--device", "cuda"), "device cuda"),
    ],
)
def test_what_needs_full_says_so_and_where_it_is_set_up(
    lasting: Callable[..., Finished], words: tuple[str, ...], what: str
) -> None:
    scene = simulated((sys.executable, str(ROOT)), 512, 3) / "scene.tif"
    done = lasting(*[scene if word == scene.name else word for word in words])
    assert done.code == 1
    assert done.error.startswith(f"The {what} needs PyTorch, which the Light engine does not have; set up the Full ")


@needs_light
def test_light_checks_the_cards_too() -> None:
    told = light("models", "--check").result
    assert {model["check"] for model in told["models"]} == {"checked: whole, and the ones of this card"}
