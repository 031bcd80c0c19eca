"""Training: it learns, it can be continued to the bit, and augmentation keeps the truth true."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from rock_glacier_inventory.models.cards.card import BandRange, Scaling
from rock_glacier_inventory.models.errors import ModelError
from rock_glacier_inventory.models.networks.network import build_network
from rock_glacier_inventory.models.training.augmentation import IGNORED, Augmentation, random_patch
from rock_glacier_inventory.models.training.checkpoints import BEST, CHECKPOINT
from rock_glacier_inventory.models.training.training import Sample, Settings, Training, _loss
from rock_glacier_inventory.models.training.validation import counts, predict_whole
from test_models_card import make_card

CARD = make_card(
    scaling=Scaling({"uint8": BandRange((0.0,) * 3, (255.0,) * 3)}, (0.5,) * 3, (0.25,) * 3), weights="", sha256=""
)
SETTINGS = Settings(
    steps=8,
    batch_size=2,
    crop=64,
    learning_rate=5e-3,
    warm_up=2,
    validate_every=4,
    checkpoint_every=2,
    averaging=0.5,
    seed=4,
    bfloat16=False,
)


def bright_squares(seed: int) -> Sample:
    """The target is what is bright."""
    random = np.random.default_rng(seed)
    label = np.repeat(np.repeat(random.integers(0, 2, (6, 6), dtype=np.uint8), 16, 0), 16, 1)
    image = np.clip(60 + 120 * label[None] + random.normal(0, 10, (3, 96, 96)), 0, 255).astype(np.uint8)
    return Sample(image, label, str(seed))


def new_network(seed: int = 0) -> torch.nn.Module:
    torch.manual_seed(seed)
    return build_network("tu-mobilenetv3_small_050", 3, 16)


def start(folder: Path, settings: Settings = SETTINGS, network_seed: int = 0) -> Training:
    training = [bright_squares(seed) for seed in range(3)]
    return Training(new_network(network_seed), CARD, training, [bright_squares(9)], settings, folder)


def log_of(folder: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text("utf-8").splitlines()]


def test_a_run_that_was_stopped_goes_on_to_the_bit(tmp_path: Path) -> None:
    whole = start(tmp_path / "whole")
    whole.run()
    start(tmp_path / "parts").run(until=3)
    torch.manual_seed(99)  # whatever the world's chance was meanwhile
    again = start(tmp_path / "parts", network_seed=5)
    assert again.step == 3
    best = again.run()
    assert again.step == 8
    assert best == whole.run()
    for name, value in whole.network.state_dict().items():
        assert torch.equal(again.network.state_dict()[name], value), name
    for name, value in whole.averaged.state_dict().items():
        assert torch.equal(again.averaged.state_dict()[name], value), name
    for file in (CHECKPOINT, BEST):
        assert (tmp_path / "whole" / file).read_bytes() == (tmp_path / "parts" / file).read_bytes()


def test_the_seed_decides(tmp_path: Path) -> None:
    states = []
    for number, seed in enumerate((4, 4, 5)):
        run = start(tmp_path / str(number), dataclasses.replace(SETTINGS, steps=2, seed=seed))
        run.run()
        states.append(torch.cat([value.flatten() for value in run.network.parameters()]))
    assert torch.equal(states[0], states[1])
    assert not torch.equal(states[0], states[2])


def test_the_log_has_both_sets(tmp_path: Path) -> None:
    said: list[dict[str, float]] = []
    start(tmp_path).run(say=said.append)
    lines = log_of(tmp_path)
    assert lines == said
    judged = [line for line in lines if "iou_validation" in line]
    assert [line["step"] for line in judged] == [4, 8]
    assert all(0 <= line["iou_training"] <= 1 and 0 <= line["iou_validation"] <= 1 for line in judged)
    assert [line["step"] for line in lines if "loss" in line] == [2, 4, 6, 8]


def test_it_learns_an_easy_thing(tmp_path: Path) -> None:
    settings = dataclasses.replace(
        SETTINGS, steps=30, batch_size=4, averaging=0.7, validate_every=30, learning_rate=1e-2
    )
    run = start(tmp_path, settings)
    assert run.run() > 0.7


def test_other_settings_do_not_continue_a_run(tmp_path: Path) -> None:
    start(tmp_path).run(until=2)
    with pytest.raises(ModelError, match="other settings"):
        start(tmp_path, dataclasses.replace(SETTINGS, learning_rate=1e-4))


def test_another_network_does_not_continue_a_run(tmp_path: Path) -> None:
    start(tmp_path).run(until=2)
    other = build_network("tu-mobilenetv3_small_050", 3, 24)
    with pytest.raises(ModelError, match="belongs to another network"):
        Training(other, CARD, [bright_squares(0)], [], SETTINGS, tmp_path)


def test_a_damaged_checkpoint_is_said(tmp_path: Path) -> None:
    start(tmp_path).run(until=2)
    path = tmp_path / CHECKPOINT
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(ModelError, match="not a whole safetensors file"):
        start(tmp_path)


def test_fixed_normalisation_keeps_what_the_encoder_knew(tmp_path: Path) -> None:
    means = {}
    for fixed in (True, False):
        settings = dataclasses.replace(SETTINGS, steps=2, fixed_normalisation=fixed)
        run = start(tmp_path / str(fixed), settings)
        run.run()
        state = run.network.state_dict()
        means[fixed] = [state[name] for name in state if "running_mean" in name and name.startswith("enc")]
    new = new_network().state_dict()
    before = [new[name] for name in new if "running_mean" in name and name.startswith("enc")]
    assert len(before) > 10
    assert all(torch.equal(one, other) for one, other in zip(means[True], before, strict=True))
    assert not all(torch.equal(one, other) for one, other in zip(means[False], before, strict=True))


def test_nothing_to_train_on(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no training patch"):
        Training(new_network(), CARD, [], [], SETTINGS, tmp_path)


def test_a_loss_that_is_no_number_stops_the_run(tmp_path: Path) -> None:
    run = start(tmp_path)
    with torch.no_grad():
        next(iter(run.network.parameters())).fill_(float("nan"))
    with pytest.raises(ModelError, match="no longer a number at step 1"):
        run.run()


def test_the_truth_moves_with_the_image() -> None:
    sample = bright_squares(1)
    image = (sample.label[None] * np.ones((3, 1, 1))).astype(np.float32)
    plain = Augmentation(zoom=0.3, brightness=0, contrast=0, gamma=0, colour=0, saturation=0, noise=0)
    seen = set()
    for seed in range(20):
        patch, label = random_patch(np.random.default_rng(seed), image, sample.label, 64, plain)
        assert patch.shape == (3, 64, 64)
        assert set(np.unique(label)) <= {0, 1}
        assert ((patch[0] > 0.5) == label).mean() > 0.94  # edges are interpolated
        seen.add(label.tobytes())
    assert len(seen) > 15


def test_changes_of_colour_keep_the_range_and_the_label() -> None:
    sample = bright_squares(1)
    image = sample.image.astype(np.float32) / 255
    same = random_patch(np.random.default_rng(3), image, sample.label, 64, Augmentation(0, 0, 0, 0, 0, 0, 0, 0))
    strong = Augmentation(0, 0.4, 0.9, 0.9, 0.4, 1, 1, 0.1)
    changed = random_patch(np.random.default_rng(3), image, sample.label, 64, strong)
    assert 0 <= changed[0].min() < changed[0].max() <= 1
    assert np.abs(changed[0] - same[0]).mean() > 0.05
    np.testing.assert_array_equal(changed[1], same[1])


def test_what_lies_outside_a_small_image_is_ignored() -> None:
    image = np.full((3, 40, 50), 0.5, np.float32)
    _, label = random_patch(np.random.default_rng(0), image, np.ones((40, 50), np.uint8), 64, Augmentation(zoom=0))
    assert (label == 1).sum() == 40 * 50
    assert (label == IGNORED).sum() == 64 * 64 - 40 * 50


def test_ignored_pixels_do_not_change_the_loss() -> None:
    torch.manual_seed(0)
    label = torch.tensor([[[0, 1, 1, IGNORED]]], dtype=torch.uint8)
    logits = torch.tensor([[[-1.0, 2.0, 0.5, 3.0]]])
    other = torch.tensor([[[-1.0, 2.0, 0.5, -7.0]]])
    assert torch.equal(_loss(logits, label, 0.5), _loss(other, label, 0.5))
    missed, false = torch.tensor([[[-1.0, -9.0, 9.0]]]), torch.tensor([[[9.0, 9.0, 9.0]]])
    truth = torch.tensor([[[0, 1, 1]]], dtype=torch.uint8)
    assert _loss(missed, truth, 0.9) - _loss(missed, truth, 0.5) > 0
    assert _loss(false, truth, 0.9) - _loss(false, truth, 0.5) < 0


def test_counts() -> None:
    probability = np.array([[0.9, 0.6, 0.5, 0.2, 0.9]], np.float32)
    label = np.array([[1, 0, 1, 1, IGNORED]], np.uint8)
    assert counts(probability, label, 0.5) == (2, 1, 1)


def test_mirror_images_are_turned_back() -> None:
    class Brightness(torch.nn.Module):
        def forward(self, images: torch.Tensor) -> torch.Tensor:
            return images.mean(1, keepdim=True)

    image = np.random.default_rng(0).integers(0, 255, (3, 40, 70), dtype=np.uint8)
    plain = predict_whole(Brightness(), CARD, image)
    assert plain.shape == (40, 70)
    np.testing.assert_allclose(predict_whole(Brightness(), CARD, image, flips=True), plain, atol=1e-3)
