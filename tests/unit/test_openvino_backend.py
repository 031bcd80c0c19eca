"""The second backend: chosen where it wins, the same masks as PyTorch, and PyTorch where it fails."""

from __future__ import annotations

import dataclasses
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import torch
from engine_here import run
from engine_process import ROOT
from model_cards import EVERYTHING
from numpy.typing import NDArray
from rock_glacier_inventory.inventory.environment import networks_folder
from rock_glacier_inventory.models.cards.card import ModelCard
from rock_glacier_inventory.models.errors import ModelError
from rock_glacier_inventory.models.networks import hardware
from rock_glacier_inventory.models.networks.registry import load_card, save_model
from rock_glacier_inventory.models.prediction import backends, openvino_form, openvino_prediction
from rock_glacier_inventory.models.prediction.backends import choose_backend, open_predictor
from rock_glacier_inventory.models.prediction.openvino_form import round_filters, to_bfloat16
from rock_glacier_inventory.models.prediction.tile_predictor import TilePredictor
from simulated import simulated
from test_models_prediction import iou, lively_network

IS_X86 = platform.machine().lower() in backends.FASTER_ON
needs_openvino = pytest.mark.skipif(
    not backends.openvino_is_there() and not IS_X86,  # there it must be
    reason="OpenVINO is part of the engine on x86-64 only",
)
HAS_BFLOAT16 = hardware.cpu_has_bfloat16()
NO_GPU = not torch.cuda.is_available() and not torch.backends.mps.is_available()


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> ModelCard:
    encoder = "tu-mobilenetv3_small_050"  # one that is used: what a library makes of its layers is measured
    small = dataclasses.replace(EVERYTHING, name="small", encoder=encoder, tile_size=96, overlap=32)
    return save_model(tmp_path_factory.mktemp("models"), small, lively_network(encoder))


@pytest.fixture(scope="module")
def tiles() -> NDArray[np.uint8]:
    coarse = np.random.default_rng(1).integers(0, 255, (5, 3, 12, 12), dtype=np.uint8)
    return np.repeat(np.repeat(coarse, 8, 2), 8, 3)


@pytest.fixture(scope="module")
def by_torch(card: ModelCard) -> TilePredictor:
    return open_predictor(card, "cpu", "float32", backend="torch")


@pytest.fixture(scope="module")
def expected(by_torch: TilePredictor, tiles: NDArray[np.uint8]) -> NDArray[np.float32]:
    return by_torch.predict(tiles)


@pytest.fixture(scope="module")
def cache() -> Path:
    """Networks that were converted in this run."""
    folder = networks_folder()
    assert folder is not None
    return folder


@pytest.fixture(scope="module")
def scene() -> Path:
    """A simulated scene, as `simulated-alpine` knows them."""
    return simulated((sys.executable, str(ROOT)), 512, 3) / "scene.tif"


@needs_openvino
@pytest.mark.parametrize("batch_size", [None, 1, 2, 5, 7])
def test_the_numbers_are_those_of_torch_whatever_the_batch(
    card: ModelCard, tiles: NDArray[np.uint8], expected: NDArray[np.float32], cache: Path, batch_size: int | None
) -> None:
    assert expected.std() > 0.1  # a flat answer would prove nothing
    predictor = open_predictor(card, "cpu", "float32", batch_size, "openvino", cache)
    np.testing.assert_allclose(predictor.predict(tiles), expected, atol=1e-4)
    np.testing.assert_allclose(predictor.predict(tiles[:3]), expected[:3], atol=1e-4)  # a smaller last batch
    assert predictor.predict(tiles[:0]).shape == (0, 96, 96)
    assert predictor.backend.startswith("openvino 2")
    assert (predictor.device, predictor.precision, predictor.messages) == ("cpu", "float32", [])


@needs_openvino
def test_bfloat16_is_another_precision_and_the_same_mask(
    card: ModelCard, tiles: NDArray[np.uint8], expected: NDArray[np.float32], cache: Path
) -> None:
    predictor = open_predictor(card, "cpu", "bfloat16", backend="openvino", cache=cache)
    probabilities = predictor.predict(tiles)
    assert predictor.precision == ("bfloat16" if HAS_BFLOAT16 else "float32")
    assert np.abs(probabilities - expected).mean() < 0.02
    assert iou(probabilities, expected) > 0.95
    if HAS_BFLOAT16:
        assert not np.array_equal(probabilities, expected)


@needs_openvino
@pytest.mark.skipif(not HAS_BFLOAT16, reason="this processor has no bfloat16")
def test_bfloat16_with_care_is_nearer_than_without(
    card: ModelCard,
    tiles: NDArray[np.uint8],
    expected: NDArray[np.float32],
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    careful = open_predictor(card, "cpu", "bfloat16", backend="openvino", cache=cache).predict(tiles)
    for step in ("_with_care", "_mark_float32"):
        monkeypatch.setattr(openvino_form, step, lambda network: network)
    plain = open_predictor(card, "cpu", "bfloat16", backend="openvino").predict(tiles)
    assert np.abs(careful - expected).mean() < np.abs(plain - expected).mean()


@needs_openvino
def test_openvino_tells_its_maker_nothing(card: ModelCard) -> None:
    """It reports each import of it, and each conversion, where its package for that can be imported."""
    assert version("openvino_telemetry"), "installed with it, so that this test can fail"
    code = f"""
import sys
sys.path.insert(0, {str(ROOT / ".venv" / "src")!r})
from rock_glacier_inventory.models.networks.registry import load_card
from rock_glacier_inventory.models.prediction.backends import open_predictor
predictor = open_predictor(load_card({str(card.path)!r}), "cpu", "float32", backend="openvino")
needless = {{"torch._dynamo", "sympy", "pandas"}} & set(sys.modules)
print(predictor.backend.split()[0], sys.modules["openvino_telemetry"], needless or "")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "openvino None", done  # nor was PyTorch's compiler loaded for nothing


@needs_openvino
@pytest.mark.parametrize(("height", "width"), [(96, 33), (1, 1), (50, 97)])
def test_tiles_of_another_size(card: ModelCard, by_torch: TilePredictor, cache: Path, height: int, width: int) -> None:
    tile = np.random.default_rng(2).integers(0, 255, (3, 3, height, width), dtype=np.uint8)
    predictor = open_predictor(card, "cpu", "float32", 1, "openvino", cache)  # made ready for this size alone
    np.testing.assert_allclose(predictor.predict(tile), by_torch.predict(tile), atol=1e-4)


@needs_openvino
@pytest.mark.slow
def test_a_shipped_card_gives_the_same_mask_of_a_simulated_scene(tmp_path: Path, scene: Path) -> None:
    masks: dict[str, NDArray[Any]] = {}
    for backend, precision in (("torch", "float32"), ("openvino", "float32"), ("openvino", "bfloat16")):
        raster = tmp_path / f"{backend} {precision}.tif"
        done = run(
            "detect",
            "--input",
            scene,
            "--model",
            "simulated-alpine",
            "--probability",
            raster,
            "--backend",
            backend,
            "--precision",
            precision,
        )
        assert done.result["backend"].startswith(backend)
        assert done.result["precision"] == precision or not HAS_BFLOAT16
        with rasterio.open(raster) as dataset:
            masks[backend, precision] = dataset.read(1)
    plain = masks.pop(("torch", "float32"))
    found = (plain >= 127) & (plain != 255)
    assert found.mean() > 0.01
    for ours in masks.values():
        mask = (ours >= 127) & (ours != 255)
        assert (mask & found).sum() / (mask | found).sum() >= 0.995
        assert np.abs(ours.astype(float) - plain).mean() < 0.005 * 254


@needs_openvino
@pytest.mark.realdata
@pytest.mark.parametrize("name", ["simulated-alpine", "debris-cover-s2"])
def test_a_shipped_card_gives_the_same_mask_of_an_image(name: str, shared_data: Path, cache: Path) -> None:
    with rasterio.open(shared_data / "sikkim_scene" / "rgb_u16.tif") as dataset:
        tile = dataset.read()[None, :, :480, :480]
    shipped = load_card(name)
    if name == "simulated-alpine":  # it reads pictures
        tile = np.clip(tile / 14, 0, 255).astype(np.uint8)
    plain = open_predictor(shipped, "cpu", "float32", backend="torch").predict(tile)
    fast = open_predictor(shipped, "cpu", "bfloat16", backend="openvino", cache=cache).predict(tile)
    assert ((fast >= 0.5) == (plain >= 0.5)).mean() >= 0.992
    if name == "debris-cover-s2":  # the other finds too little here for a ratio of areas
        assert iou(fast, plain) >= 0.975
    assert np.abs(fast - plain).mean() < 0.01


def test_rounding_keeps_the_sum_of_small_filters() -> None:
    weight = np.random.default_rng(1).standard_normal((50, 1, 3, 3)).astype(np.float32)
    plain = torch.from_numpy(weight).bfloat16().float().numpy()
    rounded = round_filters(weight)
    np.testing.assert_array_equal(to_bfloat16(rounded), rounded)
    assert np.abs(rounded - weight).max() < 0.02
    off = [np.abs(values.sum((1, 2, 3), np.float64) - weight.sum((1, 2, 3), np.float64)) for values in (rounded, plain)]
    assert off[0].mean() < off[1].mean() / 10
    np.testing.assert_array_equal(round_filters(weight[:, None]), rounded[:, None])  # in groups of one
    long = np.random.default_rng(2).standard_normal((2, 128, 1, 1)).astype(np.float32)
    np.testing.assert_array_equal(round_filters(long), torch.from_numpy(long).bfloat16().float().numpy())


@needs_openvino
@pytest.mark.slow
def test_the_encoder_of_the_method_can_be_converted(tmp_path: Path) -> None:
    from rock_glacier_inventory.models.networks.network import build_network

    torch.manual_seed(0)
    large = dataclasses.replace(EVERYTHING, name="large", encoder="tu-xception71", tile_size=64, overlap=32)
    save_model(tmp_path, large, build_network("tu-xception71", 3, 16))
    saved = load_card(str(tmp_path / "large.json"))
    predictor = open_predictor(saved, "cpu", "bfloat16", backend="openvino")  # checked against torch inside
    assert predictor.predict(np.zeros((1, 3, 64, 64), np.uint8)).shape == (1, 64, 64)


@pytest.mark.skipif(not (IS_X86 and NO_GPU and backends.openvino_is_there()), reason="wins only there")
def test_chosen_where_it_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    assert choose_backend("auto", "auto", "auto") == "openvino"
    assert choose_backend("auto", "cpu", "float32") == "openvino"
    assert choose_backend("torch", "cpu", "float32") == "torch"
    assert choose_backend("auto", "cuda", "auto") == "torch"
    assert choose_backend("auto", "auto", "float16") == "torch"
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    assert choose_backend("auto", "auto", "auto") == "torch"
    assert choose_backend("openvino", "auto", "auto") == "openvino"


def test_without_openvino_torch_is_used(card: ModelCard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backends, "openvino_is_there", lambda: False)
    assert choose_backend("auto", "cpu", "auto") == "torch"
    assert open_predictor(card, "cpu").backend.startswith("torch 2")
    with pytest.raises(ModelError, match=r"not installed .* choose the backend auto or torch"):
        open_predictor(card, "cpu", backend="openvino")


@pytest.mark.parametrize(
    ("backend", "device", "precision", "words"),
    [
        ("onnx", "auto", "auto", "no backend 'onnx'; choose one of auto, torch, openvino"),
        ("openvino", "cuda", "auto", "runs on the processor, not on 'cuda'"),
        ("openvino", "tpu", "auto", "no device 'tpu'"),
        ("openvino", "cpu", "float16", "float16 needs a GPU"),
        ("openvino", "cpu", "int8", "no precision 'int8'"),
        ("auto", "tpu", "auto", "no device 'tpu'"),
        ("auto", "cpu", "float16", "float16 needs a GPU"),
        ("torch", "cpu", "bfloat16", "bfloat16 needs a GPU or the backend openvino"),
        ("auto", "cpu", "int8", "no precision 'int8'"),
    ],
)
def test_what_cannot_be_is_said(card: ModelCard, backend: str, device: str, precision: str, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        open_predictor(card, device, precision, backend=backend)


@needs_openvino
def test_a_failure_midway_hands_over_to_torch(
    card: ModelCard, tiles: NDArray[np.uint8], expected: NDArray[np.float32], cache: Path
) -> None:
    predictor: Any = open_predictor(card, "cpu", "float32", 3, "openvino", cache)
    compiled = predictor._for_size(96, 96)
    predictor._compiled[96, 96] = Broken(compiled)
    np.testing.assert_allclose(predictor.predict(tiles), expected, atol=1e-4)
    np.testing.assert_allclose(predictor.predict(tiles), expected, atol=1e-4)
    assert predictor.messages == ["OpenVINO failed (RuntimeError: std::bad_alloc): going on with PyTorch."]
    assert predictor.backend.startswith("torch")


class Broken:
    """A network that fails in its second batch, as one does whose memory is gone."""

    def __init__(self, compiled: Any) -> None:
        self.compiled, self.calls = compiled, 0

    def logits(self, tiles: NDArray[np.float32]) -> NDArray[np.float32]:
        self.calls += 1
        if self.calls > 1:
            raise RuntimeError("Exception from src/core.cpp:117:\nstd::bad_alloc\n")
        return self.compiled.logits(tiles)


@needs_openvino
def test_a_network_that_it_cannot_run_is_run_by_torch(
    card: ModelCard, tiles: NDArray[np.uint8], expected: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openvino_prediction, "_settings", lambda precision: {"NO_SUCH_SETTING": 1})
    monkeypatch.setattr(backends, "FASTER_ON", (platform.machine().lower(),))
    predictor = open_predictor(card, "cpu", "float32")
    assert len(predictor.messages) == 1
    assert predictor.messages[0].startswith("OpenVINO cannot run the model small (")
    np.testing.assert_allclose(predictor.predict(tiles), expected, atol=1e-4)
    with pytest.raises(ModelError, match=r"OpenVINO cannot run the model small .* choose the backend torch"):
        open_predictor(card, "cpu", backend="openvino")


@needs_openvino
def test_weights_are_checked_as_with_torch(card: ModelCard, tmp_path: Path, cache: Path) -> None:
    open_predictor(card, "cpu", "float32", backend="openvino", cache=cache)
    path = tmp_path / card.weights
    content = bytearray(card.weights_path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    damaged = dataclasses.replace(card, path=tmp_path / "small.json")
    with pytest.raises(ModelError, match="SHA-256 differs"):
        open_predictor(damaged, "cpu", "float32", backend="openvino", cache=cache)
    path.unlink()
    with pytest.raises(ModelError, match="is missing"):
        open_predictor(damaged, "cpu", "float32", backend="openvino", cache=cache)


@needs_openvino
def test_a_converted_network_needs_no_torch_and_the_threads_can_be_limited(card: ModelCard, cache: Path) -> None:
    open_predictor(card, "cpu", "float32", backend="openvino", cache=cache)
    code = f"""
import importlib.util, pathlib, sys
root = {str(ROOT)!r}
spec = importlib.util.spec_from_file_location("p", root + "/__init__.py", submodule_search_locations=[root])
sys.modules["p"] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
import numpy
from p.models.networks import registry
from p.models.prediction import backends
card = registry.load_card({str(card.path)!r})
predictor = backends.open_predictor(card, "cpu", "float32", None, "openvino", pathlib.Path({str(cache)!r}))
predictor.predict(numpy.zeros((3, 3, 96, 96), numpy.uint8))
print(sorted({{"torch", "timm", "openvino"}} & set(sys.modules)), predictor.batch_size)
"""
    environment = {"OMP_NUM_THREADS": "1", "PATH": "", "SYSTEMROOT": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.stdout.strip() == "['openvino'] 1", done.stderr
    assert done.stderr == ""
