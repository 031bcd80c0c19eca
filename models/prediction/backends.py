"""The libraries that can run a network, and the one way to get a predictor.

OpenVINO runs on processors only. On x86-64 it is faster there, and a network that it has seen once, or whose card
brings OpenVINO's form of it, needs no PyTorch, whose start takes seconds. PyTorch runs everywhere, on processors
in float32; the Light engine does without it.
"""

from __future__ import annotations

import platform
from importlib.util import find_spec
from pathlib import Path

from ..cards.card import ModelCard
from ..errors import WHERE_FULL_IS_SET_UP, BackendFailure, ModelError
from ..loading import loading
from ..networks.hardware import (
    check_device,
    check_precision,
    choose_device,
    choose_precision,
    gpu_is_possible,
    need_torch,
    torch_is_there,
)
from .tile_predictor import Hardware, TilePredictor

AUTO, TORCH, OPENVINO = "auto", "torch", "openvino"
BACKENDS = (AUTO, TORCH, OPENVINO)
FASTER_ON = ("x86_64", "amd64")
"""Processors (as Python names them, in lower case) on which OpenVINO was measured to be faster."""


def openvino_is_there() -> bool:
    """Whether OpenVINO is installed."""
    return find_spec("openvino") is not None


def choose_backend(wanted: str, device: str, precision: str) -> str:
    """The library to run on: the one wanted, or with ``auto`` OpenVINO on x86 without a graphics card.

    Parameters
    ----------
    wanted
        One of `BACKENDS`.
    device, precision
        As they were asked for; ``auto`` leaves the choice.

    Raises
    ------
    ModelError
        Where one of them is not known, or OpenVINO is wanted and is not there or cannot do what is asked.
    """
    if wanted not in BACKENDS:
        raise ModelError(f"There is no backend '{wanted}'; choose one of {', '.join(BACKENDS)}.")
    check_device(device)
    check_precision(precision, "cpu" if wanted == OPENVINO else device)
    if wanted == OPENVINO:
        if device not in ("auto", "cpu"):
            raise ModelError(
                f"The backend openvino runs on the processor, not on '{device}'; choose the device auto or "
                "cpu, or another backend."
            )
        if not openvino_is_there():
            raise ModelError(
                "The backend openvino is not installed in the engine's environment; choose the backend auto or torch."
            )
        return OPENVINO
    for what, asked in (("backend", wanted), ("device", device), ("precision", precision)):
        if asked in (TORCH, "cuda", "mps", "float16"):
            need_torch(f"The {what} {asked}")
            return TORCH
    if not torch_is_there() and openvino_is_there():
        return OPENVINO
    need_torch("A network")
    if not openvino_is_there() or platform.machine().lower() not in FASTER_ON:
        return TORCH
    if device == "auto" and gpu_is_possible() and choose_device(device) != "cpu":
        return TORCH
    return OPENVINO


def choose_hardware(backend: str, device: str, precision: str) -> Hardware:
    """What a predictor runs on that is asked for this; no network is loaded.

    Parameters and errors are those of `open_predictor`.
    """
    if choose_backend(backend, device, precision) == OPENVINO:
        from .openvino_prediction import openvino_name, processor_precision

        return Hardware("cpu", processor_precision(precision), openvino_name())
    import torch

    device = choose_device(device)
    return Hardware(device, choose_precision(precision, device), f"{TORCH} {torch.__version__}")


def open_predictor(
    card: ModelCard,
    device: str = "auto",
    precision: str = "auto",
    batch_size: int | None = None,
    backend: str = AUTO,
    cache: Path | None = None,
    one_library: bool = False,
) -> TilePredictor:
    """A network that is ready to predict, on the library that is fastest here.

    Parameters
    ----------
    card
        The model.
    device, precision
        As for `prediction.Predictor`.
    batch_size
        Tiles at a time; None for what is best.
    backend
        One of `BACKENDS`.
    cache
        Folder for converted networks; None, or one that cannot be written, keeps none.
    one_library
        Where OpenVINO fails midway, its error is raised, and PyTorch, which rounds otherwise, does not go on.

    Raises
    ------
    ModelError
        Where what is asked for is not there, or the weights cannot be used.
    """
    problem = ""
    if choose_backend(backend, device, precision) == OPENVINO:
        from .openvino_prediction import OpenVinoPredictor

        try:
            return OpenVinoPredictor(card, precision, batch_size, cache, one_library)
        except BackendFailure as failure:
            if not torch_is_there():
                raise ModelError(_without_form(card, failure)) from failure
            problem = f"OpenVINO cannot run the model {card.name} ({failure})"
            if backend == OPENVINO:
                raise ModelError(f"{problem}; choose the backend torch.") from failure
            device, precision = "cpu", "float32"
    with loading():
        from .prediction import Predictor

    predictor = Predictor(card, device, precision, batch_size)
    if problem:
        predictor.messages.append(f"{problem}: PyTorch runs it, which may be slower.")
    return predictor


def _without_form(card: ModelCard, failure: BackendFailure) -> str:
    """Why a model cannot be run where there is OpenVINO and no PyTorch."""
    if card.openvino:
        return (
            f"OpenVINO cannot run the model {card.name} ({failure}), and PyTorch is not there to try; "
            f"{WHERE_FULL_IS_SET_UP}."
        )
    return (
        f"The model {card.name} brings no form for OpenVINO, which the Light engine needs, and PyTorch would make one; "
        f"{WHERE_FULL_IS_SET_UP}, or get the model with its .xml and .bin files."
    )
