"""OpenVINO's form of a network as it came with its card: a machine without PyTorch can run it."""

from __future__ import annotations

import re

from ..cards.card import STRIDE, ModelCard
from ..cards.weights_file import read_checked
from ..networks.network_cache import ConvertedNetwork

_OF_WEIGHTS = re.compile(rb'<net name="([0-9a-f]{64})"')
"""At the head of a form: the weights file in which its numbers lie."""

ALIGNMENT = 64
"""Numbers in the card's own file fill up to a multiple of so many bytes; those of the weights file stand behind."""


def side_of(card: ModelCard) -> int:
    """Height and width of the tiles of a detection as a network of the card reads them, in pixels."""
    return card.tile + -card.tile % STRIDE


def read_of_card(card: ModelCard) -> ConvertedNetwork | None:
    """The form as it came, which `openvino_form.for_tiles` makes ready; None where the card has none.

    The weights stand once, in the card's weights file, and the form's own file holds what else it needs; older
    ones hold all. Files that the card names and that are not there count as none, and so does a form of other weights,
    as where somebody has exchanged these and their hash in the card: PyTorch can make one again.

    Raises
    ------
    ModelError
        Where a file is not the one that the card vouches for.
    """
    if not card.openvino or card.path is None:
        return None
    network, weights = (card.path.with_name(card.openvino[name]) for name in ("network", "weights"))
    if not (network.exists() and weights.exists()):
        return None
    own = read_checked(weights, card.openvino["weights_sha256"])
    form = read_checked(network, card.openvino["network_sha256"])
    of_weights = _OF_WEIGHTS.search(form[:200])
    if of_weights and of_weights[1].decode("ascii") != card.sha256:
        return None
    return ConvertedNetwork(form, filled_up(own) + read_checked(card.weights_path, card.sha256))


def filled_up(own: bytes) -> bytes:
    """A form's own numbers, as they stand before those of the weights file."""
    return own + bytes(-len(own) % ALIGNMENT)
