"""Training that can be stopped and continued: weights, their average and the optimiser, without pickle."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save as to_safetensors
from torch import Tensor, nn

from ..cards.weights_file import write_atomically
from ..errors import ModelError
from ..networks.weights import read_tensors, write_weights

CHECKPOINT = "checkpoint.safetensors"
BEST = "best.safetensors"


@dataclass
class TrainingState:
    """How far a run is: its settings, steps done, and the best IoU with its step and how many were judged since.

    `scale` is the state of what scales gradients, where a number format of small range needs it; `lines` are
    those of the log, `losses` of the steps since its last one.
    """

    settings: Mapping[str, Any]
    step: int = 0
    best: float = -1.0
    best_step: int = 0
    since_best: int = 0
    scale: Mapping[str, Any] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)


Log = Callable[[dict[str, Any]], None]


class TrainingLog:
    """The lines of a run, in a file of a JSON object a line, and in the checkpoint, which decides.

    What a killed run wrote after its last checkpoint comes again, and what it did not come to write is added.

    Parameters
    ----------
    path
        The file; what is in it is replaced.
    lines
        Of the checkpoint; new ones are added.
    """

    def __init__(self, path: Path, lines: list[dict[str, Any]]) -> None:
        self._path, self._lines, self._told = path, lines, len(lines)
        if lines or path.exists():
            write_atomically(path, "".join(json.dumps(line) + "\n" for line in lines).encode())

    def add(self, line: dict[str, Any]) -> None:
        """Add a line; the checkpoint that is written next keeps it."""
        self._lines.append(line)
        try:
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(line) + "\n")
        except OSError as error:
            raise ModelError(f"{self._path} cannot be written ({error.strerror}); free space and go on.") from error

    def fresh(self) -> list[dict[str, Any]]:
        """The lines that were added since this was last asked."""
        lines = self._lines[self._told :]
        self._told = len(self._lines)
        return lines


def _optimiser_tensors(optimiser: torch.optim.Optimizer) -> dict[str, Tensor]:
    states = optimiser.state_dict()["state"]
    return {
        f"optimiser.{number}.{name}": value
        for number, state in states.items()
        for name, value in state.items()
        if isinstance(value, Tensor)
    }


def write_checkpoint(
    folder: Path,
    progress: TrainingState,
    network: nn.Module,
    averaged: nn.Module,
    optimiser: torch.optim.Optimizer,
    best: bool = False,
) -> None:
    """Write all that is needed to go on, in one file that is replaced in one move.

    With `best`, the averaged weights are also kept as the best so far.
    """
    tensors = _optimiser_tensors(optimiser)
    for part, module in (("network", network), ("averaged", averaged)):
        tensors |= {f"{part}.{name}": value.detach() for name, value in module.state_dict().items()}
    tensors = {name: value.contiguous() for name, value in tensors.items()}
    content = to_safetensors(tensors, metadata={"progress": json.dumps(asdict(progress))})
    write_atomically(folder / CHECKPOINT, content)
    if best:
        write_weights(folder / BEST, averaged.state_dict(), half=False)


def _part(tensors: Mapping[str, Tensor], part: str) -> dict[str, Tensor]:
    start = part + "."
    return {name.removeprefix(start): value for name, value in tensors.items() if name.startswith(start)}


def _restore_optimiser(optimiser: torch.optim.Optimizer, tensors: Mapping[str, Tensor]) -> None:
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in tensors.items():
        number, key = name.split(".", 1)
        state.setdefault(int(number), {})[key] = value
    optimiser.load_state_dict({**optimiser.state_dict(), "state": state})


def read_checkpoint(
    folder: Path, progress: TrainingState, network: nn.Module, averaged: nn.Module, optimiser: torch.optim.Optimizer
) -> None:
    """Continue the run that is in a folder, if there is one; all but `folder` are changed in place.

    Raises
    ------
    ModelError
        Where the checkpoint is damaged or belongs to a run with other settings or another network.
    """
    path = folder / CHECKPOINT
    if not path.exists():
        return
    tensors = read_tensors(path)
    with safe_open(path, framework="pt") as file:
        stored = json.loads((file.metadata() or {}).get("progress", "{}"))
    if stored.get("settings") != progress.settings:
        raise ModelError(
            f"The folder {folder} holds a training run with other settings; choose an empty folder, or "
            "delete this one to start anew."
        )
    try:
        network.load_state_dict(_part(tensors, "network"))
        averaged.load_state_dict(_part(tensors, "averaged"))
        _restore_optimiser(optimiser, _part(tensors, "optimiser"))
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"The checkpoint {path} belongs to another network; choose an empty folder.") from error
    for name in ("step", "best", "best_step", "since_best", "scale", "lines", "losses"):
        setattr(progress, name, stored[name])


def read_log(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a log; one that is being written, or was cut by a kill, is left out."""
    lines = []
    with contextlib.suppress(FileNotFoundError):
        for line in path.read_text("utf-8").split("\n"):
            with contextlib.suppress(ValueError):
                lines.append(json.loads(line))
    return lines
