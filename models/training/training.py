"""A plain training loop: seeded, resumable to the bit, with a log that can be plotted.

All chance of a step comes from the seed and the step's number, so a run that was stopped goes on
exactly as if it had not been. Nothing is pickled: checkpoints are safetensors.
"""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..cards.card import ModelCard
from ..errors import ModelError
from ..prediction.scaling import scale_to_unit
from .augmentation import IGNORED, Augmentation, random_patch
from .checkpoints import TrainingState, read_checkpoint, write_checkpoint
from .validation import intersection_over_union

MOST_JUDGED = 10
"""Training images whose IoU is logged: enough to see over-fitting."""

Log = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Sample:
    """One training patch: `image` (bands, h, w) in its own type, `label` (h, w) of 0, 1 or 255 (ignored)."""

    image: NDArray[Any]
    label: NDArray[np.uint8]
    name: str = ""


@dataclass(frozen=True)
class Settings:
    """How to train.

    Parameters
    ----------
    steps, batch_size, crop
        Number of optimiser steps, patches per step, height and width of a patch in pixels.
    learning_rate
        Highest rate; it rises over `warm_up` steps and falls as a cosine to a hundredth.
    encoder_rate
        Factor on the rate for the encoder (below 1 where its start weights are good).
    averaging
        Decay of the moving average of the weights, which is what is validated and kept.
    positive_share
        Share of the patches whose window must show the target.
    missed_weight
        Weight of a missed pixel, the rest to 1 being that of a false one.
    fixed_normalisation
        Keep the encoder's means and variances as its start weights have them: those of a few scenes
        would make it blind to others.
    bfloat16
        Compute in mixed precision.
    """

    steps: int
    batch_size: int = 4
    crop: int = 320
    learning_rate: float = 1e-3
    encoder_rate: float = 1.0
    warm_up: int = 30
    weight_decay: float = 1e-2
    averaging: float = 0.98
    positive_share: float = 0.5
    missed_weight: float = 0.5
    fixed_normalisation: bool = False
    validate_every: int = 100
    checkpoint_every: int = 50
    seed: int = 0
    bfloat16: bool = True
    augmentation: Augmentation = field(default_factory=Augmentation)


def _rate(settings: Settings, step: int) -> float:
    if step < settings.warm_up:
        return (step + 1) / settings.warm_up
    share = (step - settings.warm_up) / max(1, settings.steps - settings.warm_up)
    return 0.01 + 0.99 * (1 + math.cos(math.pi * share)) / 2


def _loss(logits: Tensor, label: Tensor, missed: float) -> Tensor:
    """Binary cross-entropy plus the Tversky loss over the batch.

    The latter weighs what is missed against what is falsely found (Salehi et al. 2017,
    doi:10.1007/978-3-319-67389-9_44); with equal weights it is the Dice loss.
    """
    counts = (label != IGNORED).float()
    truth = (label == 1).float()
    entropy = nn.functional.binary_cross_entropy_with_logits(logits, truth, reduction="none")
    probability = logits.sigmoid() * counts
    hit = (probability * truth).sum()
    errors = missed * (truth.sum() - hit) + (1 - missed) * (probability.sum() - hit)
    return (entropy * counts).sum() / counts.sum().clamp(min=1) + 1 - (hit + 1) / (hit + errors + 1)


class _Patches:
    """Random batches from samples, scaled once to 0..1."""

    def __init__(self, card: ModelCard, samples: Sequence[Sample], settings: Settings) -> None:
        self._settings = settings
        self._images = [scale_to_unit(card, sample.image[None])[0] for sample in samples]
        self._labels = [sample.label for sample in samples]
        self._mean = torch.tensor(card.scaling.mean).view(1, -1, 1, 1)
        self._std = torch.tensor(card.scaling.std).view(1, -1, 1, 1)

    def _patch(self, random: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        needs_target = random.random() < self._settings.positive_share
        for _ in range(8):  # then take what comes: some images have no target
            chosen = int(random.integers(len(self._images)))
            image, label = random_patch(
                random, self._images[chosen], self._labels[chosen], self._settings.crop, self._settings.augmentation
            )
            if not needs_target or (label == 1).mean() > 0.01:
                break
        return image, label

    def batch(self, step: int) -> tuple[Tensor, Tensor]:
        random = np.random.default_rng((self._settings.seed, step))
        patches = [self._patch(random) for _ in range(self._settings.batch_size)]
        images = torch.from_numpy(np.stack([image for image, _ in patches]))
        labels = torch.from_numpy(np.stack([label for _, label in patches]))
        return (images - self._mean) / self._std, labels


def _optimiser(network: nn.Module, settings: Settings) -> torch.optim.AdamW:
    """AdamW (Loshchilov and Hutter 2019); biases and normalisations are not decayed."""
    groups = []
    for in_encoder in (True, False):
        for decayed in (True, False):
            chosen = [
                parameter
                for name, parameter in network.named_parameters()
                if name.startswith("encoder.") == in_encoder and (parameter.ndim > 1) == decayed
            ]
            rate = settings.learning_rate * (settings.encoder_rate if in_encoder else 1)
            decay = settings.weight_decay if decayed else 0.0
            if chosen:
                groups.append({"params": chosen, "lr": rate, "weight_decay": decay, "highest": rate})
    return torch.optim.AdamW(groups)


def _average(averaged: nn.Module, network: nn.Module, decay: float) -> None:
    with torch.no_grad():
        current = network.state_dict()
        for name, value in averaged.state_dict().items():
            if value.is_floating_point():
                value.lerp_(current[name], 1 - decay)
            else:
                value.copy_(current[name])


class Training:
    """One training run in a folder of its own.

    Parameters
    ----------
    network
        Trained in place.
    card
        Says how pixel values are scaled; its weights are not read.
    training, validation
        The two sets. Keep them apart in space: neighbouring scenes share landforms.
    settings
        How to train.
    folder
        Gets ``log.jsonl``, the checkpoint and the best weights; a run that is there is continued.

    Raises
    ------
    ModelError
        Where there is nothing to train on, or the folder holds a run with other settings.
    """

    def __init__(
        self,
        network: nn.Module,
        card: ModelCard,
        training: Sequence[Sample],
        validation: Sequence[Sample],
        settings: Settings,
        folder: Path,
    ) -> None:
        if not training:
            raise ModelError("There is no training patch; choose a folder with images and labels.")
        folder.mkdir(parents=True, exist_ok=True)
        self.network, self.card, self.settings, self.folder = network, card, settings, folder
        self._sets = {"training": training[:MOST_JUDGED], "validation": validation}
        self._patches = _Patches(card, training, settings)
        self._optimiser = _optimiser(network, settings)
        self.averaged = copy.deepcopy(network).eval()
        self._progress = TrainingState(settings=json.loads(json.dumps(asdict(settings))))
        read_checkpoint(folder, self._progress, network, self.averaged, self._optimiser)

    @property
    def step(self) -> int:
        """Steps that are done."""
        return self._progress.step

    def _set_mode(self) -> None:
        self.network.train()
        if self.settings.fixed_normalisation:
            for name, module in self.network.named_modules():
                if name.startswith("encoder.") and isinstance(module, nn.BatchNorm2d):
                    module.eval()

    def _train_step(self) -> float:
        step = self._progress.step
        images, labels = self._patches.batch(step)
        for group in self._optimiser.param_groups:
            group["lr"] = group["highest"] * _rate(self.settings, step)
        self._set_mode()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.settings.seed * 1_000_003 + step)  # dropout
            with torch.autocast("cpu", torch.bfloat16, enabled=self.settings.bfloat16):
                logits = self.network(images)[:, 0]
            loss = _loss(logits.float(), labels, self.settings.missed_weight)
            self._optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimiser.step()
        # A young average would remember the random start for too long.
        _average(self.averaged, self.network, min(self.settings.averaging, (1 + step) / (10 + step)))
        self._progress.step += 1
        return float(loss.detach())

    def _validate(self, log: Log) -> None:
        figures = {
            f"iou_{name}": intersection_over_union(self.averaged, self.card, samples)
            for name, samples in self._sets.items()
            if samples
        }
        judged = figures.get("iou_validation", figures["iou_training"])
        best = judged > self._progress.best
        if best:
            self._progress.best = judged
        write_checkpoint(self.folder, self._progress, self.network, self.averaged, self._optimiser, best=best)
        log({"step": self.step, **{name: round(value, 4) for name, value in figures.items()}})

    def run(self, until: int | None = None, say: Log | None = None) -> float:
        """Train to the end, or to a step.

        Parameters
        ----------
        until
            Stop after this step (the run can be continued later).
        say
            Gets each line of the log.

        Returns
        -------
        float
            Best IoU on the validation set so far (on the training set where there is no other).

        Raises
        ------
        ModelError
            Where the loss is no longer a number.
        """

        def log(line: dict[str, Any]) -> None:
            with (self.folder / "log.jsonl").open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(line) + "\n")
            if say:
                say(line)

        losses: list[float] = []
        last = self.settings.steps if until is None else min(until, self.settings.steps)
        while self.step < last:
            losses.append(self._train_step())
            if not math.isfinite(losses[-1]):
                raise ModelError(f"The loss is no longer a number at step {self.step}; lower the learning rate.")
            if self.step % self.settings.checkpoint_every == 0 or self.step == last:
                log({"step": self.step, "loss": round(float(np.mean(losses)), 4)})
                losses.clear()
                write_checkpoint(self.folder, self._progress, self.network, self.averaged, self._optimiser)
            if self.step % self.settings.validate_every == 0 or self.step == self.settings.steps:
                self._validate(log)
        return self._progress.best
