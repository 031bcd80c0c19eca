"""One network of a plan, trained to its end or to a stop, with what it says meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from torch import nn

from ...models.cards.card import ModelCard
from ...models.networks.hardware import out_of_memory
from ...models.networks.weights import read_tensors
from ...models.training.checkpoints import BEST
from ...models.training.computing import Computing
from ...models.training.training import Training
from ..telling.report import Report
from .building import network_of_plan, settings_of
from .dataset import Dataset
from .measuring import forget, parts_of
from .plan import Plan
from .stages import Stage


@dataclass(frozen=True)
class Trained:
    """A network on the processor, at the step `step`, with its IoU on the patches that chose it (None: none did)."""

    network: nn.Module
    step: int
    chosen_iou: float | None


class StageRun:
    """The training of one stage of a plan, in a folder of its own.

    Parameters
    ----------
    dataset, plan, stage, card
        What is trained.
    folder
        Of the run; one that is there is continued.
    computing
        On which device.
    models_folder
        Of a person's own cards, for start weights.
    """

    def __init__(
        self,
        dataset: Dataset,
        plan: Plan,
        stage: Stage,
        card: ModelCard,
        folder: Path,
        computing: Computing,
        models_folder: Path | None,
    ) -> None:
        self._plan, self._stage, self._card, self._computing = plan, stage, card, computing
        self._folder, self._models = folder, models_folder
        terrain = bool(card.terrain_bands)
        self._training = dataset.samples(stage.training, terrain)
        self._chooses = bool(len(stage.choosing))
        # Where nothing may choose, what judges is watched for the curve alone.
        self._watched = dataset.samples(stage.choosing if self._chooses else stage.scored, terrain)
        self._run = self._new()

    def _new(self) -> Training:
        network = network_of_plan(self._plan, self._models)
        settings = settings_of(self._plan)
        if not self._chooses:
            settings = replace(settings, patience=0)
        return Training(
            network,
            self._card,
            self._training,
            self._watched,
            settings,
            self._folder,
            self._computing,
            self._training.showing,
        )

    def train(self, words: str, report: Report, said: Callable[[str], None]) -> Trained:
        """Train to the end; what was done before is not done again. `words` begin what is told of a step.

        Raises
        ------
        Cancelled
            Where a stop was asked for; the run can be continued.
        """
        while not self._run.has_ended:
            try:
                self._run.run(say=self._saying(said), tell=self._telling(words, report))
            except (RuntimeError, MemoryError) as error:
                if not out_of_memory(error) or not self._halve(report):
                    raise
        return self.best()

    def _halve(self, report: Report) -> bool:
        """Let a batch go through in more parts, where there are more."""
        more = [parts for parts in parts_of(self._plan.steps.batch_size) if parts > self._computing.parts]
        if not more:
            return False
        forget(self._computing)
        self._computing = replace(self._computing, parts=more[0])
        report.warning(
            f"Memory ran out on {self._computing.device}; batches go through the network in {more[0]} parts from here."
        )
        self._run = self._new()
        return True

    @property
    def has_best(self) -> bool:
        """Whether there is a network that was judged."""
        return self._run.best[1] > 0 and (self._folder / BEST).exists()

    def best(self) -> Trained:
        """The network of the best step, or of the last where nothing may choose."""
        network = self._run.averaged.to("cpu")
        if self._chooses and self.has_best:
            network.load_state_dict(read_tensors(self._folder / BEST))
            iou, step = self._run.best
            return Trained(network, step, iou)
        return Trained(network, self._run.step, None)

    def _saying(self, said: Callable[[str], None]) -> Callable[[dict[str, Any]], None]:
        def say(line: dict[str, Any]) -> None:
            figures = ", ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in line.items() if name != "step")
            said(f"step {line['step']}: {figures}")

        return say

    def _telling(self, words: str, report: Report) -> Callable[[int, float], None]:
        began, first, steps = time.monotonic(), self._run.step, self._plan.steps.steps
        told, text = 0.0, ""

        def tell(step: int, loss: float) -> None:
            nonlocal told, text
            lasted = time.monotonic() - began
            # QGIS keeps every line in its log: hundreds of them in a night, not a hundred thousand.
            if not text or step == steps or lasted - told >= max(1.0, 0.01 * lasted):
                told, left = lasted, lasted / max(1, step - first) * (steps - step)
                best = f", best IoU {self._run.best[0]:.3f}" if self._run.best[1] and self._chooses else ""
                text = f"{words}step {step} of {steps}, loss {loss:.3f}{best}, {_time(left)} left"
            report.progress(step / steps, text)

        return tell


def _time(seconds: float) -> str:
    if seconds >= 5400:
        return f"{seconds / 3600:.1f} h"
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
