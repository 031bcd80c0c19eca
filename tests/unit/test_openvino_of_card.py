"""OpenVINO's form beside a card: the same numbers, no PyTorch needed, and only the files that the card vouches for."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from engine_process import ROOT
from model_cards import EVERYTHING
from rasters import random_image, write_raster
from rock_glacier_inventory.models.cards.card import ModelCard
from rock_glacier_inventory.models.cards.card_file import read_card
from rock_glacier_inventory.models.errors import ModelError
from rock_glacier_inventory.models.networks.network import Ensemble, load_network
from rock_glacier_inventory.models.networks.registry import save_model
from rock_glacier_inventory.models.prediction.backends import open_predictor
from rock_glacier_inventory.models.prediction.openvino_form import for_tiles
from rock_glacier_inventory.models.prediction.openvino_of_card import read_of_card
from rock_glacier_inventory.models.prediction.openvino_prediction import processor_precision
from test_models_prediction import lively_network
from test_openvino_backend import needs_openvino
from torch import nn

pytestmark = needs_openvino

TILE = 128


def card_with_its_form(folder: Path, network: nn.Module, **fields: Any) -> ModelCard:
    """A card with its form for tiles of 128, which are larger than those of its training."""
    from rock_glacier_inventory.models.prediction.openvino_conversion import write_openvino

    about = {"name": "small", "encoder": "tu-test_efficientnet", "detection_tile": TILE}
    small = dataclasses.replace(EVERYTHING, **about, tile_size=96, overlap=32, **fields)
    saved = save_model(folder, small, network)
    saved = dataclasses.replace(saved, openvino=write_openvino(saved, load_network(saved), folder))
    (folder / "small.json").write_text(saved.to_json(), "utf-8")
    return read_card(folder / "small.json")


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> ModelCard:
    return card_with_its_form(tmp_path_factory.mktemp("Modelle 冰"), lively_network())


def test_networks_of_folds_are_one_for_it_too(tmp_path: Path) -> None:
    other = lively_network()
    with torch.no_grad():
        for weight in other.parameters():
            weight.mul_(0.9)
    card = card_with_its_form(tmp_path, Ensemble([lively_network(), other]), members=2)
    tiles = random_image(TILE, TILE)[None]
    found = open_predictor(card, "cpu", "float32", backend="openvino").predict(tiles)
    expected = open_predictor(card, "cpu", "float32", backend="torch").predict(tiles)
    assert expected.std() > 0.05
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_it_computes_what_torch_computes(card: ModelCard, tmp_path: Path) -> None:
    tiles = random_image(TILE, TILE)[None]
    found = open_predictor(card, "cpu", "float32", backend="openvino", cache=tmp_path).predict(tiles)
    expected = open_predictor(card, "cpu", "float32", backend="torch").predict(tiles)
    assert expected.std() > 0.05
    np.testing.assert_allclose(found, expected, atol=1e-4)
    assert len(list(tmp_path.iterdir())) == 1  # what was made ready for these tiles is kept


def test_it_says_nothing_of_where_it_was_made(card: ModelCard) -> None:
    assert card.path is not None
    text = card.path.with_suffix(".xml").read_text("utf-8")
    assert str(ROOT) not in text and "site-packages" not in text and "/tmp" not in text


def test_the_weights_stand_once(card: ModelCard) -> None:
    assert card.path is not None
    weights = card.weights_path.stat().st_size
    assert card.path.with_suffix(".bin").stat().st_size < 0.1 * weights
    form = read_of_card(card)
    assert form is not None
    assert form.weights.endswith(card.weights_path.read_bytes())


@pytest.mark.parametrize(("height", "width"), [(TILE, TILE), (96, 96), (33, 200)])
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_it_serves_for_tiles_of_any_size_and_every_format(
    card: ModelCard, monkeypatch: pytest.MonkeyPatch, height: int, width: int, precision: str
) -> None:
    tiles = random_image(height, width)[None]
    # One at a time, so that it is made ready for no other size first.
    traced = open_predictor(dataclasses.replace(card, openvino={}), "cpu", precision, 1, "openvino")
    expected = traced.predict(tiles)
    monkeypatch.setattr("rock_glacier_inventory.models.prediction.openvino_prediction.torch_is_there", lambda: False)
    found = open_predictor(card, "cpu", precision, 1, "openvino").predict(tiles)
    np.testing.assert_array_equal(found, expected)  # of the two flavours one computes this way, one may the other


def test_one_for_a_single_size_says_so(card: ModelCard) -> None:
    """As an older training wrote them, and this one where a network computes with the size of its tiles."""
    form = read_of_card(card)
    assert form is not None
    ready = for_tiles(form, (3, TILE, TILE), "float32")
    assert ready is not None
    assert for_tiles(ready, (3, TILE, TILE), "bfloat16") is not None
    assert for_tiles(ready, (3, 96, 96), "float32") is None


def test_one_of_other_weights_is_none(card: ModelCard, tmp_path: Path) -> None:
    """The numbers lie elsewhere in them: here all are eight bytes further on."""
    assert card.path is not None
    for path in card.path.parent.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    content = card.weights_path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    twin = (length + 8).to_bytes(8, "little") + content[8 : 8 + length] + b" " * 8 + content[8 + length :]
    (tmp_path / card.weights).write_bytes(twin)
    other = dataclasses.replace(card, path=tmp_path / "small.json", sha256=hashlib.sha256(twin).hexdigest())
    assert read_of_card(other) is None
    tiles = random_image(TILE, TILE)[None]
    found = [open_predictor(one, "cpu", "float32", backend="openvino").predict(tiles) for one in (card, other)]
    np.testing.assert_array_equal(*found)


def test_where_its_files_are_not_there_is_none(card: ModelCard, tmp_path: Path) -> None:
    assert read_of_card(dataclasses.replace(card, path=tmp_path / "small.json")) is None


@pytest.mark.parametrize("ending", [".xml", ".bin"])
def test_another_file_than_the_card_vouches_for_is_refused(card: ModelCard, tmp_path: Path, ending: str) -> None:
    assert card.path is not None
    for path in card.path.parent.iterdir():
        content = bytearray(path.read_bytes())
        if path.suffix == ending:
            content[-2] ^= 1
        (tmp_path / path.name).write_bytes(content)
    damaged = read_card(tmp_path / "small.json")
    with pytest.raises(ModelError, match=rf"small\{ending} is not the one .* \(SHA-256 differs\)"):
        open_predictor(damaged, "cpu", "float32", backend="openvino")


def without_torch(code: str) -> subprocess.CompletedProcess[str]:
    """Run in a Python that has no torch."""
    head = f"""
import importlib.util, sys
sys.modules["torch"] = None  # as if it were not installed
root = {str(ROOT)!r}
spec = importlib.util.spec_from_file_location("p", root + "/__init__.py", submodule_search_locations=[root])
sys.modules["p"] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
"""
    return subprocess.run([sys.executable, "-c", head + code], capture_output=True, text=True)


def test_a_machine_without_torch_detects(card: ModelCard, tmp_path: Path) -> None:
    scene = write_raster(tmp_path / "scene.tif", random_image(150, 200))
    request = {"input": str(scene), "model": str(card.path), "probability": str(tmp_path / "p.tif")}
    precision = processor_precision("auto")
    done = without_torch(f"""
import os, pathlib
os.environ["ROCK_GLACIER_CACHE"] = {str(tmp_path / "cache")!r}
from p.engine.jobs.detection_run import detect
from p.engine.telling.report import SilentReport
from p.inventory.requests.detection import DetectionRequest
from p.inventory.requests.option import request_of
report = SilentReport()
result = detect(request_of(DetectionRequest, {request!r}), report)
import json
print(json.dumps([result["backend"].split()[0], result["precision"], sys.modules["torch"], "timm" in sys.modules]))
""")
    assert json.loads(done.stdout or "[]") == ["openvino", precision, None, False], done.stderr
    assert (tmp_path / "p.tif").exists()


def test_a_card_without_it_is_a_sentence_there(card: ModelCard, tmp_path: Path) -> None:
    done = without_torch(f"""
import dataclasses
import hashlib
from p.models.cards.card_file import read_card
from p.models.errors import ModelError
from p.models.prediction.backends import open_predictor
import pathlib
card = dataclasses.replace(read_card(pathlib.Path({str(card.path)!r})), openvino={{}})
try:
    open_predictor(card)
except ModelError as error:
    print(error)
""")
    assert "brings no form for OpenVINO" in done.stdout, done.stderr
    assert "set up the Full engine" in done.stdout
