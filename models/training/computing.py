"""What training computes on, and in which number format."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

import torch

from ..networks.hardware import check_device, choose_device, cpu_has_bfloat16


@dataclass(frozen=True)
class Computing:
    """A device, and the number format of its multiplications; sums and weights are float32 everywhere.

    `parts` are those in which a batch goes through the network, one after the other, where it does not fit
    into memory.
    """

    device: str = "cpu"
    precision: str = "float32"
    parts: int = 1

    def mixed(self) -> AbstractContextManager[object]:
        """A block in which layers that stand it compute in the number format."""
        wanted = getattr(torch, self.precision)
        return torch.autocast(self.device, wanted, enabled=wanted != torch.float32)

    @property
    def needs_scaling(self) -> bool:
        """Whether gradients would vanish in the number format's small range."""
        return self.precision == "float16"


def choose_computing(device: str = "auto", precision: str = "auto") -> Computing:
    """What is wanted, or with ``auto`` the fastest that is there and exact enough to train in.

    Raises
    ------
    ModelError
        Where the device is not there.
    """
    check_device(device)
    device = choose_device(device)
    if precision != "auto":
        return Computing(device, precision)
    if device == "cuda":
        return Computing(device, "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16")
    return Computing(device, "bfloat16" if device == "cpu" and cpu_has_bfloat16() else "float32")
