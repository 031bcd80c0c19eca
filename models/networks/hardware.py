"""Which device and which precision a network runs on best. Imports torch only where it must be asked."""

from __future__ import annotations

import ctypes
import sys
from importlib.util import find_spec
from pathlib import Path

from ..errors import WHERE_FULL_IS_SET_UP, ModelError

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "float32", "bfloat16", "float16")
LARGEST_BATCH = 32
"""A GPU is busy long before this; more only costs memory."""


def torch_is_there() -> bool:
    """Whether PyTorch is installed, which the Light engine does without."""
    return sys.modules.get("torch", sys) is not None and find_spec("torch") is not None


def need_torch(what: str) -> None:
    """Raise `ModelError` where something needs PyTorch, and it is not installed.

    A Python that is no engine at all has a sentence of its own, for the first library that is missing.
    """
    if not torch_is_there() and find_spec("numpy") is not None:
        raise ModelError(f"{what} needs PyTorch, which the Light engine does not have; {WHERE_FULL_IS_SET_UP}.")


def gpu_is_possible() -> bool:
    """Whether torch might find a graphics card here; False is certain, and known without loading torch.

    A card that torch can use has its maker's driver beside it (NVIDIA's library, AMD's device file), or
    is in a Mac.
    """
    if sys.platform == "darwin" or Path("/dev/kfd").exists():
        return True
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True


def check_device(wanted: str) -> None:
    """Raise `ModelError` for a device that nobody knows."""
    if wanted not in DEVICES:
        raise ModelError(f"There is no device '{wanted}'; choose one of {', '.join(DEVICES)}.")


def choose_device(wanted: str) -> str:
    """The device to run on: the one wanted, or with ``auto`` the fastest that is there.

    Raises
    ------
    ModelError
        Where the wanted device is not there.
    """
    import torch

    check_device(wanted)
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if wanted == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if there[name])
    if not there[wanted]:
        raise ModelError(f"This computer has no '{wanted}' device that PyTorch can use; choose auto or cpu.")
    return wanted


def cpu_has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 numbers itself (AVX512-BF16 or AMX)."""
    import torch

    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")  # not in every release of torch
    return any(bool(getattr(torch.cpu, name)()) for name in checks if hasattr(torch.cpu, name))


def check_precision(wanted: str, device: str) -> None:
    """Raise `ModelError` for an unknown precision, or float16 on a processor (none gains from it)."""
    if wanted not in PRECISIONS:
        raise ModelError(f"There is no precision '{wanted}'; choose one of {', '.join(PRECISIONS)}.")
    if wanted == "float16" and device == "cpu":
        raise ModelError("The precision float16 needs a GPU; choose auto, float32 or bfloat16 for the processor.")


def choose_precision(wanted: str, device: str) -> str:
    """The precision that PyTorch computes in: the one wanted, or with ``auto`` the fastest of use there.

    On a processor that is float32.

    Raises
    ------
    ModelError
        See `check_precision`; also bfloat16 on a processor.
    """
    check_precision(wanted, device)
    if wanted == "bfloat16" and device == "cpu":
        raise ModelError(
            "The precision bfloat16 needs a GPU or the backend openvino; choose auto or float32 for PyTorch "
            "on the processor."
        )
    if wanted != "auto":
        return wanted
    return "float16" if device == "cuda" else "float32"


_WORDS = ("out of memory", "not enough memory", "can't allocate memory", "bad_alloc")


def out_of_memory(error: BaseException) -> bool:
    """Whether an error of a library says that memory ran out (each kind of device has its own words)."""
    kinds = ("MemoryError", "OutOfMemoryError")  # the second is that of torch, which need not be loaded
    return type(error).__name__ in kinds or any(words in str(error).lower() for words in _WORDS)
