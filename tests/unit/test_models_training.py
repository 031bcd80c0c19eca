"""Training: it learns, it can be continued to the bit, and augmentation keeps the truth true."""

from __future__ import annotations

import dataclasses
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.abc import MetaPathFinder
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest
import torch
from rock_glacier_inventory.models.cards.card import BandRange, Scaling
from rock_glacier_inventory.models.errors import ModelError
from rock_glacier_inventory.models.networks.network import build_network
from rock_glacier_inventory.models.training.augmentation import Augmentation, random_patch
from rock_glacier_inventory.models.training.batches import THREADS, _on_one_core_each
from rock_glacier_inventory.models.training.checkpoints import BEST, CHECKPOINT
from rock_glacier_inventory.models.training.computing import Computing
from rock_glacier_inventory.models.training.loss import loss_of
from rock_glacier_inventory.models.training.samples import IGNORED, Sample
from rock_glacier_inventory.models.training.training import Settings, Training
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
)


def bright_squares(seed: int) -> Sample:
    """The target is what is bright."""
    random = np.random.default_rng(seed)
    label = np.repeat(np.repeat(random.integers(0, 2, (6, 6), dtype=np.uint8), 16, 0), 16, 1)
    image = np.clip(60 + 120 * label[None] + random.normal(0, 10, (3, 96, 96)), 0, 255).astype(np.uint8)
    return Sample(image, label, str(seed))


def new_network(seed: int = 0) -> torch.nn.Module:
    torch.manual_seed(seed)
    return build_network("tu-test_efficientnet", 3, 16)


def start(folder: Path, settings: Settings = SETTINGS, network_seed: int = 0) -> Training:
    training = [bright_squares(seed) for seed in range(3)]
    return Training(new_network(network_seed), CARD, training, [bright_squares(9)], settings, folder)


def as_it_is(values: np.ndarray) -> np.ndarray:
    return values.astype(np.float32)


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


def test_a_run_that_was_ended_anywhere_has_the_same_curve(tmp_path: Path) -> None:
    """As a kill between two checkpoints, and one whose last lines were half written, leaves it."""

    class Ended(Exception):
        pass

    start(tmp_path / "whole").run()
    for step in (2, 5):  # where a line is due, and where none is
        parts = tmp_path / str(step)

        def end(done: int, _loss: float, last: int = step) -> None:
            if done == last:
                raise Ended

        with pytest.raises(Ended):
            start(parts).run(tell=end)
        with (parts / "log.jsonl").open("a", encoding="utf-8") as stream:
            stream.write('{"step": 7, "loss": 0.9}\n{"step": 8, "lo')
        start(parts).run()
        assert log_of(parts) == log_of(tmp_path / "whole")
        assert (parts / BEST).read_bytes() == (tmp_path / "whole" / BEST).read_bytes()


def test_it_ends_where_nothing_gets_better(tmp_path: Path) -> None:
    settings = dataclasses.replace(SETTINGS, steps=40, validate_every=1, patience=3, learning_rate=1e-9)
    run = start(tmp_path, settings)
    run.run()
    assert run.has_ended
    assert run.step == run.best[1] + 3 < 40
    assert start(tmp_path, settings).has_ended


def test_a_batch_in_parts_gives_the_same_gradients(tmp_path: Path) -> None:
    gradients = []
    for parts in (1, 2):
        samples = [bright_squares(seed) for seed in range(3)]
        computing = Computing(parts=parts)
        run = Training(new_network(), CARD, samples, [], SETTINGS, tmp_path / str(parts), computing)
        run.network.eval()  # a mean over half a batch is another mean
        images, labels = run._batches.batch(0)
        label = labels[:1].repeat(2, 1, 1)  # nor is the Tversky index one of parts, unless they are alike
        run._backward(images[:1].repeat(2, 1, 1, 1), label)
        gradients.append(torch.cat([value.grad.flatten() for value in run.network.parameters()]))
    torch.testing.assert_close(gradients[0], gradients[1], rtol=1e-2, atol=1e-5)
    assert gradients[0].abs().max() > 1e-3


def test_no_compiler_is_loaded_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a training begins a second later."""

    class NoCompiler(MetaPathFinder):
        def find_spec(self, name: str, *_: object) -> None:
            assert not name.startswith("torch._dynamo"), "which is asked for by optimisers, and not needed"

    for name in [name for name in sys.modules if name.split(".")[:2] == ["torch", "_dynamo"]]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoCompiler(), *sys.meta_path])
    start(tmp_path).run(until=2)
    start(tmp_path).run(until=3)  # what was done is read, too
    assert "torch._dynamo" not in sys.modules, "and it can be loaded again by who wants it"


def test_batches_made_ahead_are_the_same(tmp_path: Path) -> None:
    batches = start(tmp_path)._batches
    for step, (images, labels) in enumerate(batches.ahead(0, 5)):
        again = batches.batch(step)
        assert torch.equal(images, again[0]) and torch.equal(labels, again[1])
    assert step == 4


def test_threads_that_make_batches_have_a_core_each_and_the_network_all() -> None:
    """Else each brings threads of its own, and a step takes a quarter longer."""
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            _on_one_core_each(pool)
            together = Barrier(THREADS)
            asked = [pool.submit(lambda: (together.wait(), torch.get_num_threads())[1]) for _ in range(THREADS)]
            assert {future.result() for future in asked} == {1}
            assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)


def test_a_patch_that_must_show_the_target_is_drawn_where_it_is(tmp_path: Path) -> None:
    empty = Sample(np.full((3, 96, 96), 40, np.uint8), np.zeros((96, 96), np.uint8))
    settings = dataclasses.replace(SETTINGS, positive_share=1.0, batch_size=8)
    samples = [empty] * 50 + [bright_squares(1)]
    batches = Training(new_network(), CARD, samples, [], settings, tmp_path, showing=[50])._batches
    assert ((batches.batch(3)[1] == 1).sum((1, 2)) > 0).all()


def test_a_window_that_nobody_looked_at_is_not_drawn(tmp_path: Path) -> None:
    label = np.full((96, 96), IGNORED, np.uint8)
    unknown = Sample(bright_squares(0).image, label)
    settings = dataclasses.replace(SETTINGS, batch_size=16)
    samples = [unknown, bright_squares(1)]
    batches = Training(new_network(), CARD, samples, [], settings, tmp_path)._batches
    assert ((batches.batch(3)[1] != IGNORED).sum((1, 2)) > 0).all()


def test_the_terrain_turns_with_the_image() -> None:
    """On a plane that rises to the east the image is bright where the hillshade is dark, whichever way it is turned."""
    east = np.linspace(0, 1, 80, dtype=np.float32)[None].repeat(80, 0)
    components = np.zeros((4, 80, 80), np.float32)
    components[0] = 0.5
    sample = Sample(east[None].repeat(3, 0), np.zeros((80, 80), np.uint8), "", components)
    still = Augmentation(0, 0, 0, 0, 0, 0, 0, 0, sun=0)
    seen = set()
    for seed in range(30):
        patch = random_patch(np.random.default_rng(seed), sample, as_it_is, 64, still)
        assert patch.terrain is not None
        assert patch.sun == (315.0, 45.0)
        rise = np.gradient(patch.image[0].astype(float))  # down, right
        towards = np.array([rise[1].mean(), -rise[0].mean()])
        gradient = patch.terrain[:2].mean((1, 2))
        np.testing.assert_allclose(gradient, 0.5 * towards / np.hypot(*towards), atol=1e-4)
        seen.add(tuple(np.round(gradient, 3)))
    assert len(seen) == 4
    moved = [random_patch(np.random.default_rng(seed), sample, as_it_is, 64, Augmentation()).sun for seed in range(9)]
    assert len({azimuth for azimuth, _ in moved}) == 9


def test_a_card_with_bands_of_a_dem_is_trained(tmp_path: Path) -> None:
    """What only the slope shows is learnt."""
    random = np.random.default_rng(5)
    scaling = Scaling(CARD.scaling.ranges, (0.5,) * 5, (0.25,) * 5, BandRange((0.0, 0.0), (60.0, 1.0)))
    card = dataclasses.replace(CARD, bands=(*CARD.bands, "slope", "hillshade"), scaling=scaling)

    def steep_squares(seed: int) -> Sample:
        label = bright_squares(seed).label
        components = np.zeros((4, 96, 96), np.float32)
        components[0] = np.where(label == 1, 0.8, 0.05)
        components[:, :2] = np.nan
        return Sample(random.integers(0, 255, (3, 96, 96), dtype=np.uint8), label, str(seed), components)

    settings = dataclasses.replace(
        SETTINGS, steps=30, batch_size=4, averaging=0.7, validate_every=30, learning_rate=1e-2
    )
    torch.manual_seed(0)
    network = build_network("tu-test_efficientnet", 5, 16)
    training = [steep_squares(seed) for seed in range(3)]
    assert Training(network, card, training, [steep_squares(9)], settings, tmp_path).run() > 0.7


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
    other = build_network("tu-test_efficientnet", 3, 24)
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
        changed = random_patch(np.random.default_rng(seed), Sample(image, sample.label), as_it_is, 64, plain)
        patch, label = changed.image, changed.label
        assert patch.shape == (3, 64, 64)
        assert set(np.unique(label)) <= {0, 1}
        assert ((patch[0] > 0.5) == label).mean() > 0.94  # edges are interpolated
        seen.add(label.tobytes())
    assert len(seen) > 15


def test_changes_of_colour_keep_the_range_and_the_label() -> None:
    sample = bright_squares(1)
    image = Sample(sample.image.astype(np.float32) / 255, sample.label)
    same = random_patch(np.random.default_rng(3), image, as_it_is, 64, Augmentation(0, 0, 0, 0, 0, 0, 0, 0))
    strong = Augmentation(0, 0.4, 0.9, 0.9, 0.4, 1, 1, 0.1)
    changed = random_patch(np.random.default_rng(3), image, as_it_is, 64, strong)
    assert 0 <= changed.image.min() < changed.image.max() <= 1
    assert np.abs(changed.image - same.image).mean() > 0.05
    np.testing.assert_array_equal(changed.label, same.label)


def test_what_lies_outside_a_small_image_is_ignored() -> None:
    image = np.full((3, 40, 50), 0.5, np.float32)
    small = Sample(image, np.ones((40, 50), np.uint8))
    label = random_patch(np.random.default_rng(0), small, as_it_is, 64, Augmentation(zoom=0)).label
    assert (label == 1).sum() == 40 * 50
    assert (label == IGNORED).sum() == 64 * 64 - 40 * 50


def test_ignored_pixels_do_not_change_theloss_of() -> None:
    torch.manual_seed(0)
    label = torch.tensor([[[0, 1, 1, IGNORED]]], dtype=torch.uint8)
    logits = torch.tensor([[[-1.0, 2.0, 0.5, 3.0]]])
    other = torch.tensor([[[-1.0, 2.0, 0.5, -7.0]]])
    assert torch.equal(loss_of(logits, label, 0.5), loss_of(other, label, 0.5))
    missed, false = torch.tensor([[[-1.0, -9.0, 9.0]]]), torch.tensor([[[9.0, 9.0, 9.0]]])
    truth = torch.tensor([[[0, 1, 1]]], dtype=torch.uint8)
    assert loss_of(missed, truth, 0.9) - loss_of(missed, truth, 0.5) > 0
    assert loss_of(false, truth, 0.9) - loss_of(false, truth, 0.5) < 0


def test_counts() -> None:
    probability = np.array([[0.9, 0.6, 0.5, 0.2, 0.9]], np.float32)
    label = np.array([[1, 0, 1, 1, IGNORED]], np.uint8)
    assert counts(probability, label, 0.5) == (2, 1, 1)


def test_mirror_images_are_turned_back() -> None:
    class Brightness(torch.nn.Module):
        def forward(self, images: torch.Tensor) -> torch.Tensor:
            return images.mean(1, keepdim=True)

    image = np.random.default_rng(0).integers(0, 255, (3, 40, 70), dtype=np.uint8)
    image = Sample(image, np.zeros((40, 70), np.uint8))
    plain = predict_whole(Brightness(), CARD, image)
    assert plain.shape == (40, 70)
    np.testing.assert_allclose(predict_whole(Brightness(), CARD, image, flips=True), plain, atol=1e-3)
