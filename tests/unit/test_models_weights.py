"""Weights files: only safetensors, and only the ones the card vouches for."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import pickle
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from rock_glacier_inventory.models.cards.card import ARCHITECTURES, ModelCard
from rock_glacier_inventory.models.errors import ModelError
from rock_glacier_inventory.models.networks.network import Ensemble, build_network, load_network, network_of
from rock_glacier_inventory.models.networks.registry import SHIPPED, list_cards, load_card, save_model
from rock_glacier_inventory.models.networks.weights import read_tensors, write_weights
from rock_glacier_inventory.models.prediction.checking import check_weights
from rock_glacier_inventory.models.prediction.prediction import Predictor
from test_models_card import make_card

SHIPPED_MEGABYTES = 12


@pytest.fixture(scope="module")
def network() -> torch.nn.Module:
    torch.manual_seed(0)
    return build_network("tu-test_efficientnet", 3, 16)


@pytest.fixture
def saved(tmp_path: Path, network: torch.nn.Module) -> ModelCard:
    return save_model(tmp_path, make_card(weights="", sha256="", parameters=0), network)


def vouched(card: ModelCard, content: bytes) -> ModelCard:
    """Another weights file under the card's name, with the right hash in the card."""
    card.weights_path.write_bytes(content)
    return dataclasses.replace(card, sha256=hashlib.sha256(content).hexdigest())


def test_saved_and_loaded(saved: ModelCard, network: torch.nn.Module, tmp_path: Path) -> None:
    card = load_card("tiny", tmp_path)
    assert card == saved
    assert card.parameters == sum(parameter.numel() for parameter in network.parameters())
    assert card.sha256 == hashlib.sha256(card.weights_path.read_bytes()).hexdigest()
    again = load_network(card)
    for name, value in network.state_dict().items():
        wanted = value.half().float() if value.is_floating_point() else value
        assert torch.equal(again.state_dict()[name], wanted)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tiny.json", "tiny.safetensors"]


def test_full_precision_is_kept_where_asked_for(tmp_path: Path, network: torch.nn.Module) -> None:
    card = save_model(tmp_path, make_card(), network, half=False)
    again = load_network(card).state_dict()
    for name, value in network.state_dict().items():
        assert torch.equal(again[name], value)


def test_large_values_survive_half_precision(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    write_weights(path, {"large": torch.tensor([1e6, 1.0]), "count": torch.tensor(7)})
    tensors = read_tensors(path)
    assert tensors["large"].tolist() == [1e6, 1.0]
    assert tensors["count"].item() == 7


def test_weights_that_are_not_numbers_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not finite"):
        write_weights(tmp_path / "w.safetensors", {"a": torch.tensor([float("nan")])})
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there(tmp_path: Path, network: torch.nn.Module) -> None:
    with pytest.raises(ModelError, match="cannot be written"):
        save_model(tmp_path / "none", make_card(), network)


def test_one_changed_byte_is_refused(saved: ModelCard) -> None:
    content = bytearray(saved.weights_path.read_bytes())
    content[-1] ^= 1
    saved.weights_path.write_bytes(content)
    with pytest.raises(ModelError, match="not the one its model card vouches for"):
        load_network(saved)
    assert str(saved.weights_path) in check_weights(saved)


def test_missing_weights(saved: ModelCard) -> None:
    saved.weights_path.unlink()
    with pytest.raises(ModelError, match="is missing"):
        load_network(saved)


class _Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return open, ("exploded", "w")


@pytest.mark.parametrize("vouch", [True, False])
def test_a_renamed_pickle_is_named_and_not_opened(
    saved: ModelCard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, vouch: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    content = pickle.dumps(_Bomb())
    card = vouched(saved, content)
    with pytest.raises(ModelError, match="is a Python pickle"):
        load_network(card if vouch else saved)
    assert not (tmp_path / "exploded").exists()


def test_a_renamed_zip_of_torch_is_named(saved: ModelCard, tmp_path: Path) -> None:
    path = tmp_path / "model.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(_Bomb()))
    with pytest.raises(ModelError, match="is a Python pickle"):
        load_network(vouched(saved, path.read_bytes()))


@pytest.mark.parametrize("length", [0, 4, 8, 100, 20_000])
def test_truncated_weights(saved: ModelCard, length: int) -> None:
    card = vouched(saved, saved.weights_path.read_bytes()[:length])
    with pytest.raises(ModelError, match="not a whole safetensors file"):
        load_network(card)


def test_a_header_that_promises_too_much(saved: ModelCard) -> None:
    header = json.dumps({"a": {"dtype": "F32", "shape": [9], "data_offsets": [0, 36]}}).encode()
    with pytest.raises(ModelError, match="not a whole safetensors file"):
        load_network(vouched(saved, struct.pack("<Q", len(header)) + header + b"\0" * 8))


def test_weights_of_another_network(saved: ModelCard) -> None:
    other = dataclasses.replace(saved, decoder_channels=32)
    with pytest.raises(ModelError, match="holds another network"):
        load_network(other)


def test_an_unknown_encoder(saved: ModelCard) -> None:
    for encoder in ("tu-no_such_network", "no-such-encoder"):
        with pytest.raises(ModelError, match=f"'{encoder}' is not known"):
            load_network(dataclasses.replace(saved, encoder=encoder))


def test_shipped_cards_are_small_and_all_there() -> None:
    cards = [card for card in list_cards() if card.path is not None and card.path.parent == SHIPPED]
    assert {card.name for card in cards} == {"simulated-alpine", "debris-cover-s2"}
    files = list(SHIPPED.glob("*.safetensors"))
    assert {path.name for path in files} == {card.weights for card in cards}
    assert sum(path.stat().st_size for path in files) < SHIPPED_MEGABYTES * 1_000_000


@pytest.mark.parametrize("name", ["simulated-alpine", "debris-cover-s2"])
def test_each_shipped_card_is_whole_and_predicts(name: str) -> None:
    card = load_card(name)
    assert check_weights(card) == ""
    network = load_network(card)
    assert card.parameters == sum(parameter.numel() for parameter in network.parameters())
    assert (card.tile_size, card.overlap) == (480, 160)
    assert set(card.scaling.ranges) == {"uint8", "uint16", "float"}
    assert card.metrics
    assert card.not_for
    random = np.random.default_rng(0)
    for kind, limits in card.scaling.ranges.items():
        tile = random.uniform(0, limits.high[0], (1, len(card.bands), 160, 160))
        predictor = Predictor(card, device="cpu")
        probabilities = predictor.predict(tile.astype("float32" if kind == "float" else kind))
        assert probabilities.shape == (1, 160, 160)
        assert np.isfinite(probabilities).all()
        assert 0 <= probabilities.min() <= probabilities.max() <= 1
        assert np.ptp(probabilities) > 0


def test_the_demonstration_says_so() -> None:
    card = load_card("simulated-alpine")
    assert "demonstration" in card.title
    assert "Science" in card.not_for
    assert card.metrics["f1_by_area"] >= 0.85
    assert load_card("debris-cover-s2").metrics["iou"] > 0.2


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_each_architecture_gives_a_logit_per_pixel(architecture: str) -> None:
    network = build_network("tu-test_efficientnet", 4, 32, architecture=architecture).eval()
    with torch.inference_mode():
        assert network(torch.zeros(1, 4, 160, 128)).shape == (1, 1, 160, 128)


def test_an_architecture_that_needs_all_stages_says_so() -> None:
    with pytest.raises(ModelError, match="Unet uses all 5 stages"):
        build_network("tu-test_efficientnet", 3, 16, encoder_depth=4, architecture="Unet")


def test_members_are_one_network_whose_probability_is_their_mean(tmp_path: Path) -> None:
    card = make_card(members=3, weights="", sha256="")
    network = network_of(card).eval()
    saved = save_model(tmp_path, card, network, half=False)
    again = load_network(saved)
    images = torch.randn(2, 3, 96, 96, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        each = torch.stack([member(images).sigmoid() for member in network.members])
        assert each.std(0).max() > 0.001
        found = again(images)
        torch.testing.assert_close(found[:, :1].sigmoid(), each.mean(0))
        torch.testing.assert_close(found[:, 1:], each.std(0, correction=0), atol=1e-4, rtol=0)
    sure = [Sure(30.0), Sure(30.0)]
    assert torch.isfinite(Ensemble(sure)(images)).all()
    with pytest.raises(ModelError, match="another network"):
        load_network(dataclasses.replace(saved, members=2))


class Sure(torch.nn.Module):
    """A network with one answer."""

    def __init__(self, logit: float) -> None:
        super().__init__()
        self.logit = logit

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return torch.full_like(images[:, :1], self.logit)
