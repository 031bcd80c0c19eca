"""From the network in torch to OpenVINO's own form of it. No pickle, no telemetry, no file that stays.

The form is for tiles of any size, and holds no weights where it stands beside a card: they are in the card's
safetensors file already, and the form says from which byte on.
"""

from __future__ import annotations

import copy
import hashlib
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..cards.card import STRIDE, ModelCard
from ..cards.weights_file import read_checked, write_atomically
from ..errors import ModelError
from ..networks.network import load_network
from ..networks.network_cache import ConvertedNetwork
from .backends import openvino_is_there
from .openvino_form import core, for_tiles, serialized
from .openvino_of_card import side_of
from .openvino_weights import in_half, without_weights

TOLERANCE = {"float32": 1e-3, "bfloat16": 0.1}
"""Largest difference from torch in float32, relative to the largest logit (or 1), by number format."""

ANOTHER_SIZE = (4 * STRIDE, 3 * STRIDE)
"""Of tiles that a form is tried on beside those of its card; not square, so that no number of theirs stands in it."""

_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Conversion:
    """A network ready for tiles, and what it must answer: `expected` (1, 1, h, w) for `sample` (1, bands, h, w)."""

    converted: ConvertedNetwork
    sample: NDArray[np.float32]
    expected: NDArray[np.float32]
    tolerance: float

    def agrees(self, logits: NDArray[np.float32]) -> bool:
        """Whether an answer to the sample is right, but for rounding."""
        difference = float(np.abs(logits - self.expected).max())
        return difference <= self.tolerance * max(1.0, float(np.abs(self.expected).max()))


@contextmanager
def _quietly() -> Iterator[None]:
    """Tracing warns of every Python number it sees, and of itself.

    What is silent is so for the whole process, so only one thread at a time may say so and take it back.
    """
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _traced(network: nn.Module, bands: int, height: int, width: int) -> Any:
    """OpenVINO's model of a network in float32 and evaluation mode, for tiles of any size that is a multiple of 32.

    What a network computes with Python's numbers is as it is for the sizes given here. Its weights need no gradients
    any more.
    """
    from openvino.frontend import FrontEndManager
    from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder

    # What `openvino.convert_model` does, without the part of it that reports its use to its maker.
    network.requires_grad_(False)
    with _quietly(), torch.no_grad():
        # Nor is it traced a second time to compare: what the converted network answers is compared with torch anyway.
        sample = torch.zeros(1, bands, height, width)
        whole = _in_one_piece(network)
        decoder = TorchScriptPythonDecoder(whole, example_input=(sample,), trace_kwargs={"check_trace": False})
        frontend = FrontEndManager().load_by_framework("pytorch")
        return frontend.convert(frontend.load(decoder))


def _in_one_piece(network: nn.Module) -> nn.Module:
    """The network as a module without parts, of each of which tracing would make a twin: half of its time.

    A function would be one, too, but torch keeps what it traced of that, with all weights, until the process ends.
    """

    class Whole(nn.Module):
        def forward(self, tiles: Tensor) -> Any:
            return network(tiles)

    return Whole().eval()


def convert(card: ModelCard, precision: str, height: int, width: int) -> Conversion:
    """Convert a card's network for tiles of a size.

    Parameters
    ----------
    card
        The model; its weights are checked as always.
    precision
        ``float32`` or ``bfloat16``: what it will be computed in.
    height, width
        Of the tiles, in pixels; multiples of `card.STRIDE`.

    Raises
    ------
    ModelError
        Where the weights cannot be used.
    Exception
        Whatever OpenVINO raises for a network that it cannot translate.
    """
    network, bands = load_network(card).float().eval(), len(card.bands)
    return _ready(serialized(_traced(network, bands, height, width)), network, (bands, height, width), precision)


def _ready(form: ConvertedNetwork, network: nn.Module, shape: tuple[int, int, int], precision: str) -> Conversion:
    """A form ready for tiles, with what torch answers to a sample."""
    converted = for_tiles(form, shape, precision)
    if converted is None:
        raise RuntimeError("it is for tiles of another size")
    sample: Tensor = torch.randn(1, *shape, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        expected = network(sample).numpy()
    return Conversion(converted, sample.numpy(), expected, TOLERANCE[precision])


def _is_right(form: ConvertedNetwork, network: nn.Module, shape: tuple[int, int, int]) -> bool:
    """Whether a form computes what torch does, in float32."""
    conversion = _ready(form, network, shape, "float32")
    model = core().read_model(conversion.converted.network, conversion.converted.weights)
    compiled = core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return conversion.agrees(np.asarray(compiled(conversion.sample)[0]))


def write_openvino(card: ModelCard, network: nn.Module, folder: Path) -> dict[str, str]:
    """Write OpenVINO's form of a network beside its card, for machines without PyTorch.

    Parameters
    ----------
    card
        Its name is that of the files; its weights file is there.
    network
        As the card describes it, with the weights that were saved; it is not changed.
    folder
        Where the card is, or will be.

    Returns
    -------
    dict
        What stands in the card as `openvino`.

    Raises
    ------
    ModelError
        Where OpenVINO is not installed or cannot run the network as PyTorch does, or a file cannot be written.
    """
    if not openvino_is_there():
        raise ModelError(f"OpenVINO is not installed here, so the model {card.name} has no form for it.")
    stored = read_checked(folder / card.weights, card.sha256)
    try:
        form, whole = _form_beside(card, copy.deepcopy(network).cpu().float().eval(), stored)
    except Exception as error:  # another library's
        raise ModelError(f"OpenVINO cannot run the model {card.name} ({type(error).__name__}).") from error
    if not whole:
        raise ModelError(f"OpenVINO does not compute the model {card.name} as PyTorch does; it has no form for it.")
    written = {}
    for name, ending, content in (("network", ".xml", form.network), ("weights", ".bin", form.weights)):
        written[name] = card.name + ending
        written[f"{name}_sha256"] = hashlib.sha256(content).hexdigest()
        write_atomically(folder / written[name], content)
    return written


def _form_beside(card: ModelCard, network: nn.Module, stored: bytes) -> tuple[ConvertedNetwork, bool]:
    """The form that stands beside a weights file, and whether it is right.

    A network that computes with the size of its tiles gets one for those of a detection alone.
    """
    bands, side = len(card.bands), side_of(card)
    model = _traced(network, bands, side, side)
    in_half(model)
    form, whole = without_weights(serialized(model), stored)
    if _is_right(whole, network, (bands, *ANOTHER_SIZE)):
        return form, _is_right(whole, network, (bands, side, side))
    model.reshape([1, bands, side, side])
    form, whole = without_weights(serialized(model), stored)
    return form, _is_right(whole, network, (bands, side, side))
