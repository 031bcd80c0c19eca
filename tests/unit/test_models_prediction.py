"""Prediction: same numbers whatever the batch, and to the end whatever the device does."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from rock_glacier_inventory.models.cards.card import BandRange, ModelCard, Scaling
from rock_glacier_inventory.models.errors import ModelError
from rock_glacier_inventory.models.networks.folding import fold_batch_norm
from rock_glacier_inventory.models.networks.hardware import choose_device, choose_precision
from rock_glacier_inventory.models.networks.network import build_network
from rock_glacier_inventory.models.networks.registry import save_model
from rock_glacier_inventory.models.prediction.prediction import CPU_BATCH, Predictor
from rock_glacier_inventory.models.prediction.scaling import scale
from test_models_card import make_card

BYTES = Scaling(
    {
        "uint8": BandRange((0.0,) * 3, (255.0,) * 3),
        "uint16": BandRange((0.0, 100.0, 0.0), (2000.0, 2100.0, 4000.0)),
        "float": BandRange((0.0,) * 3, (1.0,) * 3),
    },
    mean=(0.5, 0.5, 0.25),
    std=(0.25, 0.5, 0.5),
)


def lively_network(encoder: str = "tu-test_efficientnet") -> torch.nn.Module:
    """A small network whose batch normalisations are not those of a new network, so that folding shows."""
    torch.manual_seed(3)
    network = build_network(encoder, 3, 16)
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.normal_(module.running_mean, 0, 0.1)
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
            torch.nn.init.uniform_(module.weight, 0.8, 1.2)
    head: Any = network.segmentation_head
    torch.nn.init.normal_(head[0].weight, 0, 40)
    with torch.inference_mode():
        middle = network.eval()(torch.randn(4, 3, 96, 96)).median()
    with torch.no_grad():
        head[0].bias -= middle
    return network


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> ModelCard:
    return save_model(tmp_path_factory.mktemp("models"), make_card(scaling=BYTES), lively_network(), half=False)


@pytest.fixture(scope="module")
def tiles() -> NDArray[np.uint8]:
    random = np.random.default_rng(1)
    coarse = random.integers(0, 255, (5, 3, 12, 12), dtype=np.uint8)
    return np.repeat(np.repeat(coarse, 8, 2), 8, 3)


@pytest.fixture(scope="module")
def expected(card: ModelCard, tiles: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The plain network, one tile at a time, with nothing of what makes the predictor fast."""
    network = lively_network()
    with torch.inference_mode():
        return np.concatenate(
            [
                network(torch.from_numpy(scale(card, tiles[i : i + 1])))[:, 0].sigmoid().numpy()
                for i in range(len(tiles))
            ]
        )


def iou(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(((one >= 0.5) & (other >= 0.5)).sum() / ((one >= 0.5) | (other >= 0.5)).sum())


@pytest.mark.parametrize("batch_size", [1, 2, 5, 7])
def test_the_batch_does_not_change_the_numbers(
    card: ModelCard, tiles: NDArray[np.uint8], expected: NDArray[np.float32], batch_size: int
) -> None:
    assert expected.std() > 0.1  # a flat answer would prove nothing
    predictor = Predictor(card, device="cpu", precision="float32", batch_size=batch_size)
    probabilities = predictor.predict(tiles)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities, expected, atol=2e-5)
    assert (predictor.device, predictor.precision, predictor.messages) == ("cpu", "float32", [])


def test_no_tiles_give_no_probabilities(card: ModelCard) -> None:
    assert Predictor(card, device="cpu").predict(np.zeros((0, 3, 96, 96), np.uint8)).shape == (0, 96, 96)


@pytest.mark.parametrize(("height", "width"), [(96, 33), (1, 1), (50, 97)])
def test_odd_sizes_keep_their_shape(card: ModelCard, height: int, width: int) -> None:
    predictor = Predictor(card, device="cpu", precision="float32")
    tile = np.full((1, 3, height, width), 90, np.uint8)
    probabilities = predictor.predict(tile)
    assert probabilities.shape == (1, height, width)
    whole = np.full((1, 3, -(-height // 32) * 32, -(-width // 32) * 32), 90, np.uint8)
    np.testing.assert_allclose(probabilities, predictor.predict(whole)[:, :height, :width], atol=1e-5)


class ShortOfMemory(torch.nn.Module):
    """A real network on a machine with room for `room` tiles."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.inner, self.room, self.seen = lively_network(), room, []

    def forward(self, tiles: torch.Tensor) -> torch.Tensor:
        self.seen.append(len(tiles))
        if len(tiles) > self.room:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return self.inner(tiles)


def test_out_of_memory_halves_the_batch_and_loses_nothing(
    card: ModelCard, tiles: NDArray[np.uint8], expected: NDArray[np.float32]
) -> None:
    predictor = Predictor(card, device="cpu", precision="float32", batch_size=5, network=ShortOfMemory(room=1))
    np.testing.assert_allclose(predictor.predict(tiles), expected, atol=2e-5)
    assert predictor.batch_size == 1
    assert predictor.messages == [
        "CPU ran out of memory: going on with batches of 2.",
        "CPU ran out of memory: going on with batches of 1.",
    ]


def test_no_memory_for_one_tile_is_said(card: ModelCard, tiles: NDArray[np.uint8]) -> None:
    network = ShortOfMemory(room=1)
    predictor = Predictor(card, device="cpu", precision="float32", network=network)
    active: Any = predictor._active
    active.room = 0
    with pytest.raises(ModelError, match="too little memory for one tile of 96 pixels"):
        predictor.predict(tiles)


def on_failing_device(predictor: Predictor) -> Predictor:
    """Move it to torch's meta device: it computes, but its results cannot be had, like a GPU that died."""
    predictor._start("meta")
    return predictor


def test_a_device_that_fails_hands_over_to_the_cpu(
    card: ModelCard, tiles: NDArray[np.uint8], expected: NDArray[np.float32]
) -> None:
    predictor = on_failing_device(Predictor(card, device="cpu", precision="float32", batch_size=3))
    probabilities = predictor.predict(tiles)
    assert predictor.device == "cpu"
    assert predictor.precision == "float32"
    assert predictor.batch_size == min(3, CPU_BATCH)
    assert len(predictor.messages) == 1
    assert predictor.messages[0].startswith("META failed")
    assert predictor.messages[0].endswith("going on with the CPU, which is slower.")
    assert iou(probabilities, expected) > 0.95
    np.testing.assert_array_equal(probabilities, predictor.predict(tiles))


class ShortOfDeviceMemory(torch.nn.Module):
    """A real network with no room at all on its device, but on the CPU."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = lively_network()

    def forward(self, tiles: torch.Tensor) -> torch.Tensor:
        if tiles.device.type != "cpu":
            raise RuntimeError("MPS backend out of memory (MPS allocated: 9.05 GiB)")
        return self.inner(tiles)


def test_a_device_with_no_room_for_one_tile_hands_over(
    card: ModelCard, tiles: NDArray[np.uint8], expected: NDArray[np.float32]
) -> None:
    predictor = Predictor(card, "cpu", "float32", batch_size=4, network=ShortOfDeviceMemory())
    probabilities = on_failing_device(predictor).predict(tiles)
    assert predictor.device == "cpu"
    assert [message.split(":")[0] for message in predictor.messages] == [
        "META ran out of memory",
        "META ran out of memory",
        "META has too little memory for one tile",
    ]
    assert iou(probabilities, expected) > 0.95


def test_a_fault_on_the_cpu_is_not_hidden(card: ModelCard, tiles: NDArray[np.uint8]) -> None:
    class Broken(torch.nn.Module):
        def forward(self, tiles: torch.Tensor) -> torch.Tensor:
            if tiles.shape[-1] == 96:
                raise RuntimeError("expected scalar type")
            return tiles[:, :1]

    with pytest.raises(RuntimeError, match="expected scalar type"):
        Predictor(card, device="cpu", network=Broken()).predict(tiles)


def test_a_network_that_gives_no_numbers_is_refused(card: ModelCard, tiles: NDArray[np.uint8]) -> None:
    network = lively_network()
    with torch.no_grad():
        next(iter(network.parameters())).fill_(float("nan"))
    with pytest.raises(ModelError, match="not numbers"):
        Predictor(card, device="cpu", network=network).predict(tiles)


def test_folding_removes_every_normalisation_and_keeps_the_numbers() -> None:
    network = lively_network()
    sample = torch.randn(2, 3, 64, 96)
    with torch.inference_mode():
        folded = fold_batch_norm(network, 3)
        torch.testing.assert_close(folded(sample), network(sample), atol=1e-4, rtol=1e-4)
    assert not [module for module in folded.modules() if isinstance(module, torch.nn.BatchNorm2d)]
    assert [module for module in network.modules() if isinstance(module, torch.nn.BatchNorm2d)]


def test_scaling_by_type(card: ModelCard) -> None:
    def scaled(values: Any, dtype: str) -> list[list[float]]:
        tile = np.asarray(values, dtype).reshape(1, 3, 1, -1)
        return scale(card, tile)[0, :, 0].tolist()

    # (clip((x - low) / (high - low), 0, 1) - mean) / std, by hand
    assert scaled([[0, 255], [0, 255], [0, 51]], "uint8") == [[-2, 2], [-1, 1], [-0.5, pytest.approx(-0.1)]]
    assert scaled([[500, 9999], [100, 1100], [0, 4000]], "uint16") == [[-1, 2], [-1, 0], [-0.5, 1.5]]
    assert scaled([[500, -9], [100, 1100], [0, 4000]], "int16") == [[-1, -2], [-1, 0], [-0.5, 1.5]]
    assert scaled([[500, -9], [100, 1100], [0, 4000]], "int32") == [[-1, -2], [-1, 0], [-0.5, 1.5]]
    for dtype in ("float32", "float64"):
        assert scaled([[0.5, np.nan], [1, np.inf], [0, -np.inf]], dtype) == [[0, -2], [1, 1], [-0.5, -0.5]]


def test_types_without_scaling_are_refused(card: ModelCard) -> None:
    only_bytes = dataclasses.replace(card, scaling=Scaling({"uint8": BYTES.ranges["uint8"]}, BYTES.mean, BYTES.std))
    predictor = Predictor(only_bytes, device="cpu")
    with pytest.raises(ModelError, match="no scaling for pixel values of type uint16; convert the image to uint8"):
        predictor.predict(np.zeros((1, 3, 96, 96), np.uint16))
    with pytest.raises(ModelError, match="complex64"):
        predictor.predict(np.zeros((1, 3, 96, 96), np.complex64))


@pytest.mark.parametrize("shape", [(1, 2, 96, 96), (1, 4, 96, 96), (3, 96, 96)])
def test_wrong_bands_are_refused(card: ModelCard, shape: tuple[int, ...]) -> None:
    with pytest.raises(ModelError, match=r"reads 3 bands \(red, green, blue\)"):
        Predictor(card, device="cpu").predict(np.zeros(shape, np.uint8))


def test_devices_and_precisions_that_are_not_there(card: ModelCard) -> None:
    assert choose_device("cpu") == "cpu"
    assert choose_device("auto") in ("cpu", "cuda", "mps")
    for name, there in {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}.items():
        if not there:
            with pytest.raises(ModelError, match=f"no '{name}' device"):
                Predictor(card, device=name)
    with pytest.raises(ModelError, match="no device 'tpu'"):
        choose_device("tpu")
    with pytest.raises(ModelError, match="no precision 'int8'"):
        choose_precision("int8", "cpu")
    with pytest.raises(ModelError, match="float16 needs a GPU"):
        choose_precision("float16", "cpu")
    with pytest.raises(ModelError, match="bfloat16 needs a GPU or the backend openvino; choose auto or float32"):
        Predictor(card, device="cpu", precision="bfloat16")
    assert choose_precision("auto", "cpu") == "float32"
    assert choose_precision("auto", "cuda") == "float16"
    assert choose_precision("bfloat16", "cuda") == "bfloat16"
    with pytest.raises(ModelError, match="batch size is 0"):
        Predictor(card, device="cpu", batch_size=0)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.full((1, 3, 256, 256), 3000, np.float32), "above what the model tiny reads (0 to 1 for float32)"),
        (np.full((1, 3, 256, 256), 40, np.uint16), "below what the model tiny reads (0 to 4000 for uint16)"),
        (np.full((1, 3, 256, 256), 700, np.uint16), ""),
        (np.zeros((1, 3, 256, 256), np.uint16), ""),
    ],
)
def test_values_that_can_hardly_be_meant_are_told_once(card: ModelCard, values: NDArray[Any], words: str) -> None:
    predictor = Predictor(card, device="cpu")
    predictor.predict(values)
    predictor.predict(values)
    assert len(predictor.messages) == bool(words)
    assert words in " ".join(predictor.messages)


def test_a_shallow_encoder_drops_what_it_does_not_use() -> None:
    deep = build_network("tu-tf_efficientnet_lite0", 3, 16)
    shallow = build_network("tu-tf_efficientnet_lite0", 3, 16, encoder_depth=4)
    sizes = [sum(parameter.numel() for parameter in network.parameters()) for network in (deep, shallow)]
    assert sizes[1] < sizes[0] / 2
    with torch.inference_mode():
        assert shallow.eval()(torch.zeros(1, 3, 64, 96)).shape == (1, 1, 64, 96)
