"""OpenVINO's form of a network as it came with its card: a machine without PyTorch can run it."""

from __future__ import annotations

from ..cards.card import STRIDE, ModelCard
from ..cards.weights_file import read_checked
from ..networks.network_cache import ConvertedNetwork


def side_of(card: ModelCard) -> int:
    """Height and width of the tiles that a network of the card is converted for, in pixels."""
    return card.tile + -card.tile % STRIDE


def read_of_card(card: ModelCard, height: int, width: int) -> ConvertedNetwork | None:
    """The form for tiles of this size, computed in float32; None where the card has none.

    Files that the card names and that are not there count as none: they can be made again by PyTorch.

    Raises
    ------
    ModelError
        Where a file is not the one that the card vouches for.
    """
    if not card.openvino or card.path is None or (height, width) != (side_of(card), side_of(card)):
        return None
    network, weights = (card.path.with_name(card.openvino[name]) for name in ("network", "weights"))
    if not (network.exists() and weights.exists()):
        return None
    return ConvertedNetwork(
        read_checked(network, card.openvino["network_sha256"]), read_checked(weights, card.openvino["weights_sha256"])
    )
