"""A plain training loop: seeded, resumable to the bit, with a log that can be plotted.

All chance of a step comes from the seed and the step's number, so a run that was stopped goes on
exactly as if it had not been. Nothing is pickled: checkpoints are safetensors.
"""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ..cards.card import ModelCard
from ..errors import ModelError
from ..networks.compiler import without_compiler
from .augmentation import Augmentation
from .batches import Batches
from .checkpoints import Log, TrainingLog, TrainingState, read_checkpoint, write_checkpoint
from .computing import Computing
from .loss import loss_of
from .samples import Samples, spread
from .validation import ON_PROCESSOR, judge

Tell = Callable[[int, float], None]


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
    patience
        Validations without a better IoU after which the run ends; 0 goes on to the last step.
    judged
        At most so many patches of each set are judged by a validation: enough to see over-fitting.
    fixed_normalisation
        Keep the encoder's means and variances as its start weights have them: those of a few scenes
        would make it blind to others.
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
    patience: int = 0
    judged: int = 48
    fixed_normalisation: bool = False
    validate_every: int = 100
    checkpoint_every: int = 50
    seed: int = 0
    augmentation: Augmentation = field(default_factory=Augmentation)


def _rate(settings: Settings, step: int) -> float:
    if step < settings.warm_up:
        return (step + 1) / settings.warm_up
    share = (step - settings.warm_up) / max(1, settings.steps - settings.warm_up)
    return 0.01 + 0.99 * (1 + math.cos(math.pi * share)) / 2


def optimiser_of(network: nn.Module, settings: Settings) -> torch.optim.AdamW:
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
    computing
        On which device.
    showing
        Numbers of the training samples that show the target, where that is known.
    keeps
        Whether there are checkpoints.

    Raises
    ------
    ModelError
        Where there is nothing to train on, or the folder holds a run with other settings.
    """

    def __init__(
        self,
        network: nn.Module,
        card: ModelCard,
        training: Samples,
        validation: Samples,
        settings: Settings,
        folder: Path,
        computing: Computing = ON_PROCESSOR,
        showing: list[int] | None = None,
        keeps: bool = True,
    ) -> None:
        if not len(training):
            raise ModelError("There is no training patch; choose a folder with images and labels.")
        folder.mkdir(parents=True, exist_ok=True)
        self.network, self.card, self.settings, self.folder = network.to(computing.device), card, settings, folder
        self._sets = {"training": training, "validation": validation}
        self._batches = Batches(card, training, settings, showing)
        self._computing, self._keeps = computing, keeps
        self._alone = without_compiler if computing.device == "cpu" else nullcontext  # what cards ask is torch's affair
        with self._alone():
            self._optimiser = optimiser_of(network, settings)
        self._scaler = torch.amp.GradScaler(computing.device, enabled=computing.needs_scaling)
        self.averaged = copy.deepcopy(network).eval()
        self._progress = TrainingState(settings=json.loads(json.dumps(asdict(settings))))
        with self._alone():
            read_checkpoint(folder, self._progress, network, self.averaged, self._optimiser)
        if self._progress.scale:
            self._scaler.load_state_dict({**self._scaler.state_dict(), **self._progress.scale})
        self._log = TrainingLog(folder / "log.jsonl", self._progress.lines)

    @property
    def step(self) -> int:
        """Steps that are done."""
        return self._progress.step

    @property
    def best(self) -> tuple[float, int]:
        """Best IoU so far, and at which step; (-1, 0) where there is none yet."""
        return self._progress.best, self._progress.best_step

    @property
    def has_ended(self) -> bool:
        """Whether all steps are done, or the best IoU is too long ago."""
        tired = self.settings.patience and self._progress.since_best >= self.settings.patience
        return self.step >= self.settings.steps or bool(tired)

    def draw(self, step: int) -> tuple[Tensor, Tensor]:
        """Network input and labels of a step."""
        return self._batches.batch(step)

    def _set_mode(self) -> None:
        self.network.train()
        if self.settings.fixed_normalisation:
            for name, module in self.network.named_modules():
                if name.startswith("encoder.") and isinstance(module, nn.BatchNorm2d):
                    module.eval()

    def _backward(self, images: Tensor, labels: Tensor) -> float:
        """Gradients of a batch, in parts that fit the memory; the loss is the mean of the parts'."""
        total, parts = 0.0, self._computing.parts
        for image, label in zip(images.chunk(parts), labels.chunk(parts), strict=True):
            image, label = image.to(self._computing.device), label.to(self._computing.device)
            with self._computing.mixed():
                logits = self.network(image)[:, 0]
            loss = loss_of(logits.float(), label, self.settings.missed_weight) * (len(image) / len(images))
            self._scaler.scale(loss).backward()  # type: ignore[no-untyped-call]
            total += float(loss.detach())
        return total

    def _train_step(self, images: Tensor, labels: Tensor) -> float:
        step = self._progress.step
        for group in self._optimiser.param_groups:
            group["lr"] = group["highest"] * _rate(self.settings, step)
        self._set_mode()
        devices = ["cuda"] if self._computing.device == "cuda" else []
        with torch.random.fork_rng(devices=devices):
            torch.manual_seed(self.settings.seed * 1_000_003 + step)  # dropout
            self._optimiser.zero_grad()
            loss = self._backward(images, labels)
        if not math.isfinite(loss):
            raise ModelError(
                f"The loss is no longer a number at step {step + 1}; what was reached before is kept. Lower the "
                f"learning rate (now {self.settings.learning_rate:g}), or look for strange values in the images."
            )
        self._scaler.unscale_(self._optimiser)
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._scaler.step(self._optimiser)
        self._scaler.update()
        # A young average would remember the random start for too long.
        _average(self.averaged, self.network, min(self.settings.averaging, (1 + step) / (10 + step)))
        self._progress.step += 1
        return loss

    def _keep(self, best: bool = False) -> None:
        if not self._keeps:
            return
        self._progress.scale = self._scaler.state_dict()
        write_checkpoint(self.folder, self._progress, self.network, self.averaged, self._optimiser, best=best)

    def _validate(self) -> bool:
        """Judge the average of the weights; whether it is the best so far."""
        figures: dict[str, float] = {}
        for name, samples in self._sets.items():
            some = [samples[number] for number in spread(samples, self.settings.judged)]
            if some:
                figures[f"iou_{name}"], figures[f"loss_{name}"] = judge(
                    self.averaged, self.card, some, self._computing, self.settings.missed_weight
                )
        now = figures.get("iou_validation", figures["iou_training"])
        best = now > self._progress.best
        self._progress.since_best += 1
        if best:
            self._progress.best, self._progress.best_step, self._progress.since_best = now, self.step, 0
        self._log.add({"step": self.step, **{name: round(value, 4) for name, value in figures.items()}})
        return best

    def _tell(self, loss: float, say: Log | None, tell: Tell | None) -> None:
        """Say what is new; whoever hears it may end the run, and what was done is not lost."""
        try:
            for line in self._log.fresh():
                if say:
                    say(line)
            if tell:
                tell(self.step, loss)
        except Exception:
            self._keep()
            raise

    def _is_due(self, every: int) -> bool:
        return self.step % every == 0 or self.step == self.settings.steps

    def run(self, until: int | None = None, say: Log | None = None, tell: Tell | None = None) -> float:
        """Train to the end, or to a step.

        Parameters
        ----------
        until
            Stop after this step (the run can be continued later).
        say
            Gets each line of the log.
        tell
            Called after each step with its number and loss; what it raises ends the run, which can be continued.

        Returns
        -------
        float
            Best IoU on the validation set so far (on the training set where there is no other).

        Raises
        ------
        ModelError
            Where the loss is no longer a number.
        """
        losses = self._progress.losses
        last = self.settings.steps if until is None else min(until, self.settings.steps)
        with self._alone(), closing(self._batches.ahead(self.step, last)) as batches:
            while self.step < last and not self.has_ended:
                loss = self._train_step(*next(batches))
                losses.append(loss)
                judged = self._is_due(self.settings.validate_every)
                if judged or self._is_due(self.settings.checkpoint_every):
                    self._log.add({"step": self.step, "loss": round(float(np.mean(losses)), 4)})
                    losses.clear()
                    self._keep(best=judged and self._validate())  # one checkpoint: a kill falls before or after all
                elif self.step == last:
                    self._keep()
                self._tell(loss, say, tell)
        return self._progress.best
