"""Weights files: safetensors only, and only when they are the ones that the card vouches for.

A pickle can run any program when it is read, so none is ever loaded, whatever its name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load as read_safetensors
from safetensors.torch import save as to_safetensors
from torch import Tensor

from ..cards.card import ModelCard
from ..cards.weights_file import read_checked, write_atomically
from ..errors import ModelError

LARGEST_HALF = 65504.0


def _in_half(name: str, tensor: Tensor) -> Tensor:
    """16-bit floats, except where a value would not survive it."""
    if not tensor.is_floating_point():
        return tensor
    if not torch.isfinite(tensor).all():
        raise ModelError(f"The weights '{name}' are not finite numbers: the training has failed, start it anew.")
    return tensor.half() if tensor.abs().max() <= LARGEST_HALF else tensor.float()


def write_weights(path: Path, state: Mapping[str, Tensor], half: bool = True) -> str:
    """Write a network's state and return the file's SHA-256.

    Raises
    ------
    ModelError
        Where the file cannot be written or a weight is not finite.
    """
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in state.items()}
    if half:
        tensors = {name: _in_half(name, tensor) for name, tensor in tensors.items()}
    content = to_safetensors(tensors)
    write_atomically(path, content)
    return hashlib.sha256(content).hexdigest()


def read_tensors(path: Path, sha256: str = "") -> dict[str, Tensor]:
    """The tensors of a safetensors file, 16-bit floats widened to 32 bits.

    Parameters
    ----------
    path
        The file. It is read once: the bytes that are checked are the bytes that are used.
    sha256
        What its SHA-256 must be; empty for no check (a file that this program wrote a moment ago).

    Raises
    ------
    ModelError
        Where the file is missing, is not safetensors, is damaged, or is not the one asked for.
    """
    content = read_checked(path, sha256)
    try:
        tensors = read_safetensors(content)
    except (SafetensorError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(f"The file {path} is not a whole safetensors file; get the model again.") from error
    return {name: t.float() if t.dtype == torch.float16 else t for name, t in tensors.items()}


def read_weights(card: ModelCard) -> dict[str, Tensor]:
    """The state of a card's network, checked against the card's SHA-256 before anything is read from it."""
    return read_tensors(card.weights_path, card.sha256)
