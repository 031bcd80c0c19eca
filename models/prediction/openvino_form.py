"""OpenVINO's form of a network, made ready for tiles of one size in one number format. Needs no torch.

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

import tempfile
import xml.etree.ElementTree as ElementTree
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..networks.network_cache import ConvertedNetwork

FIRST_IN_FLOAT32 = 6
"""Convolutions, in the order of a pass, that stay in float32.

Masks of `simulated-alpine` against float32, and time for a tile: with 6 IoU 0.9977 and 27 ms, with 4 0.9970
and 23 ms, with none 0.9947 and 19 ms. `debris-cover-s2` needs the 6.
"""

SMALL_FILTER = 64
"""Weights of a filter up to which the errors are carried on; sums of longer ones average out anyway."""

LARGEST = 3.0e38
"""Nothing that a network computes is larger."""

_CONVOLUTIONS = ("Convolution", "GroupConvolution")
_GROUPED = 5
"""Dimensions of the filters of a convolution in groups: the groups come first."""

_NOT_COMPUTED = ("Const", "Parameter", "Result")
_STAYS = {"name": "DisablePrecisionConversion", "version": "0", "value": "dynamic:f16"}
"""Mark of a layer that stays in float32 (the processor's plugin asks for this one for any 16-bit format)."""


@lru_cache(maxsize=1)
def core() -> Any:
    """OpenVINO itself; loading it takes a fraction of a second."""
    import openvino

    return openvino.Core()


def serialized(model: Any) -> ConvertedNetwork:
    """A model of OpenVINO's as bytes."""
    from openvino import serialize

    with tempfile.TemporaryDirectory(prefix="rock-glaciers-") as folder:
        network, weights = Path(folder, "network.xml"), Path(folder, "network.bin")
        serialize(model, network, weights)
        return ConvertedNetwork(network.read_bytes(), weights.read_bytes())


def for_tiles(form: ConvertedNetwork, shape: tuple[int, int, int], precision: str) -> ConvertedNetwork | None:
    """A form made ready for tiles of one shape; None where it was made for another.

    Parameters
    ----------
    form
        As it was traced, for any height and width, or (an older one) for a single shape.
    shape
        Bands, height and width; the last two multiples of `card.STRIDE`.
    precision
        ``float32`` or ``bfloat16``: what it will be computed in.
    """
    from openvino import PartialShape
    from openvino._offline_transformations import apply_moc_transformations

    model = core().read_model(form.network, form.weights)
    wanted = PartialShape([1, *shape])
    if not model.input(0).get_partial_shape().compatible(wanted):
        return None
    model.reshape(wanted)
    # Sizes become constants, paddings and batch normalisations parts of their convolutions: a mark on one stays on it.
    apply_moc_transformations(model, cf=True)
    if precision == "float32":
        return serialized(model)
    _with_care(model)
    ready = serialized(model)
    return ConvertedNetwork(_mark_float32(ready.network), ready.weights)


def _with_care(model: Any) -> None:
    """Round the small filters of a model well, and have its biases added in float32."""
    from openvino import opset13 as operations

    for node in model.get_ordered_ops():
        if node.get_type_name() not in _CONVOLUTIONS:
            continue
        filters = node.input_value(1).get_node()
        if filters.get_type_name() == "Constant":
            rounded = operations.constant(round_filters(filters.get_data()))
            node.input(1).replace_source_output(rounded.output(0))
        after = list(node.output(0).get_target_inputs())
        if len(after) == 1 and after[0].get_node().get_type_name() == "Add":
            unchanged = operations.clamp(node.output(0), -LARGEST, LARGEST)
            after[0].replace_source_output(unchanged.output(0))


def to_bfloat16(values: NDArray[Any]) -> NDArray[np.float32]:
    """The nearest numbers that have only the 16 upper bits, halves to the even one."""
    bits = np.asarray(values, np.float32).view(np.uint32)
    rounded = (bits + np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1))) & np.uint32(0xFFFF0000)
    return rounded.view(np.float32)


def round_filters(weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Round filters to bfloat16 so that the sum of each small filter is kept.

    Each weight of a filter, the largest first, is rounded after the error so far was added to it (error
    diffusion, Floyd and Steinberg 1976), so only the error of the smallest one remains.

    Parameters
    ----------
    weight
        (filters, bands, h, w), or (groups, filters, bands, h, w).

    Returns
    -------
    numpy.ndarray
        The same shape, numbers of bfloat16; no weight is off by more than a unit in its last place.
    """
    filters = int(np.prod(weight.shape[: 2 if weight.ndim == _GROUPED else 1]))
    flat = weight.reshape(filters, -1).astype(np.float64)
    if flat.shape[1] > SMALL_FILTER:
        return to_bfloat16(weight)
    order = np.argsort(-np.abs(flat), axis=1, kind="stable")
    descending = np.take_along_axis(flat, order, axis=1)
    rounded = np.empty(descending.shape, np.float32)
    error = np.zeros(filters)
    for place in range(flat.shape[1]):
        wanted = descending[:, place] + error
        rounded[:, place] = to_bfloat16(wanted)
        error = wanted - rounded[:, place]
    result = np.empty(flat.shape, np.float32)
    np.put_along_axis(result, order, rounded, axis=1)
    return result.reshape(weight.shape)


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
