"""The network of a card: DeepLabv3+ (Chen et al. 2018) with any encoder, another architecture, or several at once.

The encoder of the method (Sun et al. 2024, doi:10.5194/essd-16-5703-2024) is Xception71.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from ..cards.card import ARCHITECTURES, ModelCard
from ..errors import ModelError
from .compiler import without_compiler

DEFAULT_ENCODER = "tu-xception71"
DEFAULT_DECODER_CHANNELS = 256

EPS = 1e-6
"""What the mean probability of several networks keeps from 0 and 1, where a logit has no end."""

with without_compiler():
    import segmentation_models_pytorch as smp


_DRAW = (nn.init.normal_, nn.init.uniform_, nn.init.kaiming_normal_, nn.init.kaiming_uniform_, Tensor.normal_)
"""What layers draw their first weights with."""


class _NothingIsDrawnOnMeta(TorchFunctionMode):
    """Inside, tensors without numbers get no random ones.

    segmentation-models-pytorch builds each encoder of timm a first time on the device "meta", to ask for its stages. To
    draw weights there torch loads sympy and much else, which takes longer than to build twenty small networks.
    """

    def __torch_function__(self, func: Any, _types: Any, args: Any = (), kwargs: dict[str, Any] | None = None) -> Any:
        given = kwargs or {}
        if func in _DRAW:
            tensor = args[0] if args else given["tensor"]
            if tensor.is_meta:
                return tensor
        return func(*args, **given)


def _drop_unused_stages(encoder: Any) -> None:
    """Remove what lies behind the last stage that is used: timm's EfficientNets keep and compute it."""
    model = getattr(encoder, "model", None)
    last = getattr(model, "_stage_out_idx", None)
    if model is not None and last and isinstance(getattr(model, "blocks", None), nn.Sequential):
        model.blocks = model.blocks[: max(last)]


_WIDTH = {
    "DeepLabV3Plus": "decoder_channels",
    "DeepLabV3": "decoder_channels",
    "FPN": "decoder_segmentation_channels",
    "PAN": "decoder_channels",
    "PSPNet": "psp_out_channels",
    "Segformer": "decoder_segmentation_channels",
    "UPerNet": "decoder_channels",
}
"""What each architecture calls the width of its decoder; the others' decoders narrow by themselves."""

_ANY_DEPTH = ("DeepLabV3Plus", "DeepLabV3", "PSPNet")
"""Architectures whose decoder does not ask for a list of widths when stages are left out."""


def build_network(
    encoder: str,
    bands: int,
    decoder_channels: int = DEFAULT_DECODER_CHANNELS,
    encoder_depth: int = 5,
    architecture: str = ARCHITECTURES[0],
) -> nn.Module:
    """A network with random weights; it gives one logit per pixel.

    Parameters
    ----------
    encoder
        Name in segmentation-models-pytorch (``tu-`` before the names of timm).
    bands
        Number of bands it reads.
    decoder_channels
        Width of the decoder, where the architecture has one.
    encoder_depth
        Stages of the encoder that are used, 3 to 5: fewer make a smaller network that sees less far.
    architecture
        One of `card.ARCHITECTURES`.

    Returns
    -------
    torch.nn.Module
        Maps (n, bands, h, w) to (n, 1, h, w), h and w multiples of `card.STRIDE`.

    Raises
    ------
    ModelError
        Where there is no such encoder, or it cannot be used with the architecture.
    """
    settings: dict[str, Any] = {"encoder_weights": None, "in_channels": bands, "classes": 1}
    if architecture in _WIDTH:
        settings[_WIDTH[architecture]] = decoder_channels
    if architecture in _ANY_DEPTH:
        settings["encoder_depth"] = encoder_depth
        if architecture == "PSPNet":  # which else takes it for granted that 3 stages are used
            settings["upsampling"] = 2**encoder_depth
    elif encoder_depth != 5:
        raise ModelError(
            f"{architecture} uses all 5 stages of its encoder, not {encoder_depth}; set encoder_depth to 5."
        )
    try:
        with without_compiler(), _NothingIsDrawnOnMeta():
            network = getattr(smp, architecture)(encoder, **settings)
    except (KeyError, ValueError, RuntimeError, NotImplementedError, AttributeError) as error:
        raise ModelError(
            f"The encoder '{encoder}' is not known or cannot be used with {architecture}; "
            f"name another, for example {DEFAULT_ENCODER}."
        ) from error
    if encoder_depth < 5:
        _drop_unused_stages(network.encoder)
    return cast(nn.Module, network)


class Ensemble(nn.Module):
    """Several networks of one kind as one: the logit of the mean of their probabilities, and how far they disagree.

    Parameters
    ----------
    members
        Networks with one logit per pixel.
    """

    def __init__(self, members: Sequence[nn.Module]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, images: Tensor) -> Tensor:
        """Map (n, bands, h, w) to (n, 2, h, w): logits, and standard deviations of the members' probabilities."""
        # Half precision would round a sure probability to 1, whose logit has no end.
        each = torch.stack([member(images).float().sigmoid() for member in self.members])
        mean = each.mean(0)
        spread = (each - mean).square().mean(0).sqrt()
        sure = mean.clamp(EPS, 1 - EPS)
        logits = sure.log() - (1 - sure).log()  # and not `logit`, which OpenVINO does not know
        return torch.cat([logits, spread], dim=1)


def network_of(card: ModelCard) -> nn.Module:
    """The network that a card describes, with random weights.

    Raises
    ------
    ModelError
        As `build_network`.
    """
    parts = [
        build_network(card.encoder, len(card.bands), card.decoder_channels, card.encoder_depth, card.architecture)
        for _ in range(card.members)
    ]
    return Ensemble(parts) if len(parts) > 1 else parts[0]


def load_network(card: ModelCard) -> nn.Module:
    """The network of a card with its weights, on the CPU, ready for prediction.

    Raises
    ------
    ModelError
        Where the weights are missing, damaged, not those of the card, or of another network.
    """
    from .weights import read_weights

    state = read_weights(card)
    network = network_of(card)
    try:
        network.load_state_dict(state)
    except RuntimeError as error:
        raise ModelError(
            f"The weights file {card.weights_path} holds another network than the card describes "
            f"({card.encoder}, {card.decoder_channels} decoder channels); get the model again."
        ) from error
    return network.eval()
