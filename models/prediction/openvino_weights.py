"""The weights of OpenVINO's form stand in the card's safetensors file alone: the form says where. Needs no torch."""

from __future__ import annotations

import hashlib
import json
import struct
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..networks.network_cache import ConvertedNetwork
from .openvino_of_card import filled_up

SMALLEST = 16
"""Bytes from which on numbers are looked for in the weights file; below, they may be alike by chance."""


def in_half(model: Any) -> None:
    """Let numbers that 16-bit floats hold be such, as those of a weights file are, and be widened when it is read."""
    from openvino import opset13 as operations

    for node in model.get_ordered_ops():
        if node.get_type_name() != "Constant" or node.get_element_type().get_type_name() != "f32":
            continue
        values = node.get_data()
        with np.errstate(over="ignore"):
            half = values.astype(np.float16)
        if half.nbytes < SMALLEST or not np.array_equal(half.astype(np.float32), values):
            continue
        wide = operations.convert(operations.constant(half), "f32")
        for use in list(node.output(0).get_target_inputs()):
            use.replace_source_output(wide.output(0))


def without_weights(form: ConvertedNetwork, stored: bytes) -> tuple[ConvertedNetwork, ConvertedNetwork]:
    """A form with no number that stands in a weights file already, and the same one as it is read beside it.

    Parameters
    ----------
    form
        As OpenVINO wrote it.
    stored
        The content of the weights file.
    """
    tree = ElementTree.fromstring(form.network)
    tree.set("name", hashlib.sha256(stored).hexdigest())  # of no other file, in which each number may lie elsewhere
    there = {stored[start:end]: start for start, end in tensors_of(stored) if end - start >= SMALLEST}
    own, elsewhere = bytearray(), []
    for data in tree.iter("data"):
        if data.get("offset") is None:
            continue
        start, size = int(data.attrib["offset"]), int(data.attrib["size"])
        numbers = form.weights[start : start + size]
        if numbers in there:
            elsewhere.append((data, there[numbers]))
            continue
        own += bytes(-len(own) % SMALLEST)
        data.set("offset", str(len(own)))
        own += numbers
    before = filled_up(bytes(own))
    for data, start in elsewhere:
        data.set("offset", str(len(before) + start))
    network = ElementTree.tostring(tree)
    return ConvertedNetwork(network, bytes(own)), ConvertedNetwork(network, before + stored)


def tensors_of(stored: bytes) -> Iterator[tuple[int, int]]:
    """First byte of each tensor in a safetensors file, and the one behind its last."""
    (length,) = struct.unpack("<Q", stored[:8])
    header = json.loads(stored[8 : 8 + length])
    for name, tensor in header.items():
        if name != "__metadata__":
            start, end = tensor["data_offsets"]
            yield 8 + length + start, 8 + length + end
