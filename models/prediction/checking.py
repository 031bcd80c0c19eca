"""Whether a model card can be used here."""

from __future__ import annotations

from ..cards.card import ModelCard
from ..errors import ModelError
from ..networks.hardware import torch_is_there


def check_weights(card: ModelCard) -> str:
    """What is wrong with a card's weights, in one sentence; empty where they are right.

    Also loads them into the network, because a right hash beside a wrong encoder is no model. Without PyTorch that is
    the form that OpenVINO runs.
    """
    try:
        if torch_is_there():
            from ..networks.network import load_network

            load_network(card)
        else:
            from .backends import open_predictor

            open_predictor(card)
    except ModelError as error:
        return str(error)
    return ""
