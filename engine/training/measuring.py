"""What a step of a plan costs on this machine: time, memory, and in how many parts a batch must go."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import psutil

from ...inventory.errors import UserError
from ...models.networks.hardware import out_of_memory
from ...models.training.computing import Computing, choose_computing
from ..telling.report import Report
from .building import first_card, network_of_plan, settings_of
from .dataset import Dataset
from .plan import LEAST_TOGETHER, Plan

TIMED = 2
"""Steps that are timed, after one that warms up."""

SHARE_OF_MEMORY = 0.6
"""Share of a processor's free memory that a step may take: where it runs out, the system ends the process."""


@dataclass(frozen=True)
class Measured:
    """Seconds for a step, the parts of its batch, the device and format, the memory, and what to say of it."""

    seconds_a_step: float
    parts: int
    computing: Computing
    memory_gib: float
    samples_a_second: float
    why: list[str]

    @property
    def content(self) -> dict[str, Any]:
        """As the plan's estimate holds it."""
        return {
            "device": self.computing.device,
            "precision": self.computing.precision,
            "seconds_a_step": float(f"{self.seconds_a_step:.3g}"),
            "memory_gib": round(self.memory_gib, 2),
            "patches_read_a_second": float(f"{self.samples_a_second:.3g}"),
        }


def measure(dataset: Dataset, plan: Plan, models_folder: Path | None, report: Report) -> Measured:
    """Run a few steps of the plan, with a batch in as many parts as fit the memory.

    Raises
    ------
    UserError
        Where not even one window fits.
    """
    computing = choose_computing(plan.device)
    possible = [parts for parts in parts_of(plan.steps.batch_size) if parts >= plan.steps.parts]
    if computing.device == "cpu":
        few = _measured(dataset, with_batch(plan, LEAST_TOGETHER), computing, models_folder, report)
        needs = few.memory_gib / LEAST_TOGETHER
        room = SHARE_OF_MEMORY * psutil.virtual_memory().available / 2**30
        possible = [parts for parts in possible if needs * plan.steps.batch_size / parts <= room] or possible[-1:]
    for parts in possible:
        try:
            return _measured(dataset, plan, replace(computing, parts=parts), models_folder, report)
        except (RuntimeError, MemoryError) as error:
            if not out_of_memory(error):
                raise
            forget(computing)
    raise UserError(
        f"There is too little memory for {LEAST_TOGETHER} windows of {plan.steps.crop} pixels on {computing.device}; "
        "take "
        "a smaller crop or encoder in the plan, or another --device.",
        kind="memory",
    )


def parts_of(batch_size: int) -> list[int]:
    """In how many equal parts a batch may go, each of at least `LEAST_TOGETHER` windows."""
    most = batch_size // LEAST_TOGETHER
    return [parts for parts in range(1, most + 1) if batch_size % parts == 0]


def with_batch(plan: Plan, batch_size: int) -> Plan:
    """The plan with other batches, whole."""
    return replace(plan, steps=replace(plan.steps, batch_size=batch_size, parts=1))


def forget(computing: Computing) -> None:
    """Give memory of a card back that nothing holds any more."""
    if computing.device == "cuda":
        import torch

        torch.cuda.empty_cache()


def _measured(
    dataset: Dataset, plan: Plan, computing: Computing, models_folder: Path | None, report: Report
) -> Measured:
    from ...models.training.training import Training

    card = first_card(dataset, plan)
    samples = dataset.from_the_disk().samples(np.arange(len(dataset)), bool(card.terrain_bands))
    settings = replace(settings_of(plan), steps=TIMED + 1, checkpoint_every=TIMED + 1, validate_every=10**9)
    before = _peak()
    with TemporaryDirectory(prefix="rock-glaciers-", ignore_cleanup_errors=True) as folder:
        run = Training(
            network_of_plan(plan, models_folder),
            card,
            samples,
            [],
            settings,
            Path(folder),
            computing,
            samples.showing,
            keeps=False,
        )
        moments = [time.monotonic()]

        def tell(step: int, _loss: float) -> None:
            report.progress(0.3 + 0.6 * step / (TIMED + 1), f"Measuring: step {step} of {TIMED + 1}")
            moments.append(time.monotonic())

        run.run(tell=tell)
        began = time.monotonic()
        run.draw(10**6)
        reading = time.monotonic() - began
    return Measured(
        (moments[-1] - moments[1]) / TIMED,
        computing.parts,
        computing,
        _memory(computing, before),
        plan.steps.batch_size / max(reading, 1e-9),
        _words(plan, computing),
    )


def _peak() -> int:
    """Most bytes that this process has held, where the system tells; else what it holds."""
    try:
        import resource
    except ImportError:  # Windows
        memory = psutil.Process().memory_info()
        return int(getattr(memory, "peak_wset", memory.rss))
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _memory(computing: Computing, before: int) -> float:
    if computing.device == "cuda":
        import torch

        return float(torch.cuda.max_memory_allocated()) / 2**30
    return max(0, _peak() - before) / 2**30


def _words(plan: Plan, computing: Computing) -> list[str]:
    lines = []
    if computing.parts > plan.steps.parts:
        lines.append(
            f"A batch goes through the network in {computing.parts} parts, as it does not fit into memory at once."
        )
    if computing.device == "cpu" and "xception71" in plan.network.encoder:
        lines.append(
            "Xception71 on a processor takes long; tu-tf_efficientnet_lite0 (--encoder) needs a tenth of it, or start "
            "from a card (--start)."
        )
    return lines
