"""Which device and which precision a network runs on best."""

from __future__ import annotations

import torch

from .errors import ModelError

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "float32", "bfloat16", "float16")
LARGEST_BATCH = 32
"""A GPU is busy long before this; more only costs memory."""


def choose_device(wanted: str) -> str:
    """The device to run on: the one wanted, or with ``auto`` the fastest that is there.

    Raises
    ------
    ModelError
        Where the wanted device is not there.
    """
    if wanted not in DEVICES:
        raise ModelError(f"There is no device '{wanted}'; choose one of {', '.join(DEVICES)}.")
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if wanted == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if there[name])
    if not there[wanted]:
        raise ModelError(f"This computer has no '{wanted}' device that PyTorch can use; choose auto or cpu.")
    return wanted


def cpu_has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 numbers itself (AVX512-BF16 or AMX)."""
    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")  # not in every release of torch
    return any(bool(getattr(torch.cpu, name)()) for name in checks if hasattr(torch.cpu, name))


def choose_precision(wanted: str, device: str) -> str:
    """The precision to compute in: the one wanted, or with ``auto`` the fastest that the device gains from.

    Raises
    ------
    ModelError
        Where it is not known, or is float16 on a processor (no processor gains from it).
    """
    if wanted not in PRECISIONS:
        raise ModelError(f"There is no precision '{wanted}'; choose one of {', '.join(PRECISIONS)}.")
    if wanted == "auto":
        if device == "cpu":
            return "bfloat16" if cpu_has_bfloat16() else "float32"
        return "float16" if device == "cuda" else "float32"
    if wanted == "float16" and device == "cpu":
        raise ModelError(
            "The precision float16 needs a GPU; choose auto, float32 or bfloat16 for the processor."
        )
    return wanted


def out_of_memory(error: BaseException) -> bool:
    """Whether an error of torch says that memory ran out (each kind of device has its own words)."""
    text = str(error).lower()
    return isinstance(error, torch.OutOfMemoryError) or any(
        words in text for words in ("out of memory", "not enough memory", "can't allocate memory")
    )
