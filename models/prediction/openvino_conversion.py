"""From the network in torch to OpenVINO's own form of it. No pickle, no telemetry, no file that stays.

In bfloat16 (8 bits) OpenVINO alone would round the image and the biases too, which the mask of a shipped
card shows (IoU with float32 0.994, and 0.998 with care). Nearly all of that comes from three places that
cost little to keep right:

- The small filters that run over a single band, whose inputs are nearly equal so that rounding errors add
  up, are rounded here, so that their sum is kept.
- Biases stay in float32: a step that changes nothing stands between the convolution and its bias, so that
  the library adds the bias to the sum and not, rounded, inside the convolution.
- The first convolutions, whose errors pass through all the others, and what follows the last one are
  marked to stay in float32.
"""

from __future__ import annotations

import copy
import hashlib
import tempfile
import threading
import warnings
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..cards.card import ModelCard
from ..cards.weights_file import write_atomically
from ..errors import ModelError
from ..networks.folding import fold_batch_norm, is_watched
from ..networks.network import load_network
from ..networks.network_cache import ConvertedNetwork
from .backends import openvino_is_there
from .openvino_of_card import side_of

FIRST_IN_FLOAT32 = 6
"""Convolutions, in the order of a pass, that stay in float32.

Masks of `simulated-alpine` against float32, and time for a tile: with 6 IoU 0.9977 and 27 ms, with 4 0.9970
and 23 ms, with none 0.9947 and 19 ms. `debris-cover-s2` needs the 6.
"""

SMALL_FILTER = 64
"""Weights of a filter up to which the errors are carried on; sums of longer ones average out anyway."""

LARGEST = 3.0e38
"""Nothing that a network computes is larger."""

TOLERANCE = {"float32": 1e-3, "bfloat16": 0.1}
"""Largest difference from torch in float32, relative to the largest logit (or 1), by number format."""

_ONE_AT_A_TIME = threading.Lock()
_CONVOLUTIONS = ("Convolution", "GroupConvolution")
_NOT_COMPUTED = ("Const", "Parameter", "Result")
_STAYS = {"name": "DisablePrecisionConversion", "version": "0", "value": "dynamic:f16"}
"""Mark of a layer that stays in float32 (the processor's plugin asks for this one for any 16-bit format)."""


@dataclass(frozen=True)
class Conversion:
    """A converted network, and what it must answer: `expected` (1, 1, h, w) for `sample` (1, bands, h, w)."""

    converted: ConvertedNetwork
    sample: NDArray[np.float32]
    expected: NDArray[np.float32]
    tolerance: float

    def agrees(self, logits: NDArray[np.float32]) -> bool:
        """Whether an answer to the sample is right, but for rounding."""
        difference = float(np.abs(logits - self.expected).max())
        return difference <= self.tolerance * max(1.0, float(np.abs(self.expected).max()))


def round_filters(weight: Tensor) -> Tensor:
    """Round filters to bfloat16 so that the sum of each small filter is kept.

    Each weight of a filter, the largest first, is rounded after the error so far was added to it (error
    diffusion, Floyd and Steinberg 1976), so only the error of the smallest one remains.

    Parameters
    ----------
    weight
        (filters, bands, h, w), float32.

    Returns
    -------
    torch.Tensor
        The same shape, bfloat16; no weight is off by more than a unit in its last place.
    """
    flat = weight.detach().flatten(1).double()
    if flat.shape[1] > SMALL_FILTER:
        return weight.detach().bfloat16()
    order = flat.abs().argsort(dim=1, descending=True, stable=True)
    descending = flat.gather(1, order)
    rounded = torch.empty_like(descending)
    error = torch.zeros(len(flat), dtype=torch.double)
    for place in range(flat.shape[1]):
        wanted = descending[:, place] + error
        rounded[:, place] = wanted.bfloat16().double()
        error = wanted - rounded[:, place]
    return torch.empty_like(flat).scatter(1, order, rounded).view_as(weight).bfloat16()


class _BiasAfter(nn.Module):
    """A convolution in whose sum the bias is not rounded."""

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        if convolution.bias is None:
            raise ValueError("the convolution has no bias")
        self._bias = nn.Parameter(convolution.bias.detach()[:, None, None], requires_grad=False)
        self._convolution = copy.deepcopy(convolution)
        self._convolution.bias = None

    def forward(self, values: Tensor) -> Tensor:
        result: Tensor = self._convolution(values).clamp(-LARGEST, LARGEST)
        return result + self._bias


def _with_care(network: nn.Module) -> nn.Module:
    """A copy whose small filters are rounded well and whose biases are added in float32."""
    careful = copy.deepcopy(network)
    for name, module in list(careful.named_modules()):
        if not isinstance(module, nn.Conv2d):
            continue
        with torch.no_grad():
            module.weight.copy_(round_filters(module.weight).float())
        if module.bias is not None and not is_watched(module):
            careful.set_submodule(name, _BiasAfter(module))
    return careful


@contextmanager
def _quietly() -> Iterator[None]:
    """Tracing warns of every Python number it sees, and of itself.

    What is silent is so for the whole process, so only one thread at a time may say so and take it back.
    """
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _to_model(network: nn.Module, sample: Tensor) -> Any:
    """Trace a network and translate it, for the sample's shape only."""
    from openvino import PartialShape
    from openvino._offline_transformations import apply_moc_transformations
    from openvino.frontend import FrontEndManager
    from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder

    # What `openvino.convert_model` does, without the part of it that reports its use to its maker.
    with _quietly(), torch.no_grad():
        # Nor is it traced a second time to compare: what the converted network answers is compared with torch anyway.
        decoder = TorchScriptPythonDecoder(network, example_input=(sample,), trace_kwargs={"check_trace": False})
        frontend = FrontEndManager().load_by_framework("pytorch")
        model = frontend.convert(frontend.load(decoder))
    model.reshape(PartialShape(list(sample.shape)))
    # Sizes become constants and paddings parts of their convolutions, so that a mark on one stays on it.
    apply_moc_transformations(model, cf=True)
    return model


def _serialized(model: Any) -> ConvertedNetwork:
    from openvino import serialize

    with tempfile.TemporaryDirectory(prefix="rock-glaciers-") as folder:
        network, weights = Path(folder, "network.xml"), Path(folder, "network.bin")
        serialize(model, network, weights)
        return ConvertedNetwork(network.read_bytes(), weights.read_bytes())


def _mark_float32(network: bytes) -> bytes:
    """Mark all up to the first convolutions, and all behind the last one, to stay in float32."""
    tree = ElementTree.fromstring(network)
    layers = list(tree.iter("layer"))
    places = [place for place, layer in enumerate(layers) if layer.get("type") in _CONVOLUTIONS]
    if len(places) <= FIRST_IN_FLOAT32:
        return network
    for layer in layers[: places[FIRST_IN_FLOAT32]] + layers[places[-1] + 1 :]:
        if layer.get("type") in _NOT_COMPUTED:
            continue
        marks = layer.find("rt_info")
        if marks is None:
            marks = ElementTree.SubElement(layer, "rt_info")
        ElementTree.SubElement(marks, "attribute", _STAYS)
    return ElementTree.tostring(tree)


def convert(card: ModelCard, precision: str, height: int, width: int) -> Conversion:
    """Convert a card's network.

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
    return _convert(load_network(card), len(card.bands), precision, height, width)


def _convert(network: nn.Module, bands: int, precision: str, height: int, width: int) -> Conversion:
    network = fold_batch_norm(network.float().eval(), bands)
    generator = torch.Generator().manual_seed(0)
    sample = torch.randn(1, bands, height, width, generator=generator)
    with torch.inference_mode():
        expected = network(sample).numpy()
    if precision == "bfloat16":
        network = _with_care(network)
    converted = _serialized(_to_model(network, sample))
    if precision == "bfloat16":
        converted = ConvertedNetwork(_mark_float32(converted.network), converted.weights)
    return Conversion(converted, sample.numpy(), expected, TOLERANCE[precision])


def _answer(conversion: Conversion) -> NDArray[np.float32]:
    """What OpenVINO answers to the sample, in float32."""
    import openvino

    core, converted = openvino.Core(), conversion.converted
    model = core.read_model(converted.network, converted.weights)
    compiled = core.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return np.asarray(compiled(conversion.sample)[0])


def write_openvino(card: ModelCard, network: nn.Module, folder: Path) -> dict[str, str]:
    """Write OpenVINO's form of a network beside its card, for machines without PyTorch.

    It is the one that computes in float32, for the card's detection tile. The form for bfloat16 has other weights,
    is of use on few processors, and is made there by PyTorch as for any card.

    Parameters
    ----------
    card
        Its name is that of the files; its weights are not read.
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
    side = side_of(card)
    if not openvino_is_there():
        raise ModelError(f"OpenVINO is not installed here, so the model {card.name} has no form for it.")
    try:
        conversion = _convert(copy.deepcopy(network).cpu(), len(card.bands), "float32", side, side)
        logits = _answer(conversion)
    except Exception as error:  # another library's
        raise ModelError(f"OpenVINO cannot run the model {card.name} ({type(error).__name__}).") from error
    if not conversion.agrees(logits):
        raise ModelError(f"OpenVINO does not compute the model {card.name} as PyTorch does; it has no form for it.")
    written = {}
    files = (("network", ".xml", conversion.converted.network), ("weights", ".bin", conversion.converted.weights))
    for name, ending, content in files:
        written[name] = card.name + ending
        written[f"{name}_sha256"] = hashlib.sha256(content).hexdigest()
        write_atomically(folder / written[name], content)
    return written
