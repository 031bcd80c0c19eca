"""Batch normalisation folded into the convolution before it: one pass over memory less per layer.

In evaluation a batch normalisation is a fixed scale and shift per channel, so it can be moved into the
convolution's weights and bias (Jacob et al. 2018, doi:10.1109/CVPR.2018.00286, section 3.2).
"""

from __future__ import annotations

import copy
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from ..cards.card import STRIDE

TOLERANCE = 1e-3
"""Largest difference of a logit that rounding can explain, relative to the largest logit (or 1)."""


def is_watched(module: nn.Module) -> bool:
    """Whether someone gets the output of a module by a hook (timm's encoders do): it must stay."""
    return bool(module._forward_hooks or module._forward_pre_hooks)


def _pairs(network: nn.Module, sample: Tensor) -> list[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    """Convolutions whose output goes straight into a batch normalisation, found by watching one pass."""
    made_by: dict[int, tuple[nn.Conv2d, Tensor]] = {}
    uses: dict[nn.Module, int] = {}
    pairs: list[tuple[nn.Conv2d, nn.BatchNorm2d]] = []

    def after_convolution(module: nn.Module, _: Any, output: Tensor) -> None:
        made_by[id(output)] = (cast("nn.Conv2d", module), output)  # the tensor is kept so that its id stays its own
        uses[module] = uses.get(module, 0) + 1

    def before_normalisation(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        uses[module] = uses.get(module, 0) + 1
        if id(inputs[0]) in made_by:
            pairs.append((made_by[id(inputs[0])][0], cast("nn.BatchNorm2d", module)))

    handles = []
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            handles.append(module.register_forward_hook(after_convolution))
        elif isinstance(module, nn.BatchNorm2d):
            handles.append(module.register_forward_pre_hook(before_normalisation))
    try:
        network(sample)
    finally:
        for handle in handles:
            handle.remove()
    return [pair for pair in pairs if all(uses[module] == 1 and not is_watched(module) for module in pair)]


def _rest_of(normalisation: nn.BatchNorm2d) -> nn.Module:
    """What a batch normalisation does besides: timm's carry the activation."""
    activation = getattr(normalisation, "act", None)
    return activation if isinstance(activation, nn.Module) else nn.Identity()


def fold_batch_norm(network: nn.Module, bands: int) -> nn.Module:
    """A network without the batch normalisations that follow a convolution; the same numbers.

    Parameters
    ----------
    network
        On the CPU, in float32 and in evaluation mode; it is not changed.
    bands
        Number of bands it reads.

    Returns
    -------
    torch.nn.Module
        The folded network, or `network` itself where folding would change what it computes.
    """
    folded = copy.deepcopy(network)
    generator = torch.Generator().manual_seed(0)
    sample = torch.randn(1, bands, 4 * STRIDE, 4 * STRIDE, generator=generator)
    with torch.inference_mode():
        expected = network(sample)
    with torch.no_grad():
        names = {module: name for name, module in folded.named_modules()}
        for convolution, normalisation in _pairs(folded, sample):
            folded.set_submodule(names[convolution], fuse_conv_bn_eval(convolution, normalisation))
            folded.set_submodule(names[normalisation], _rest_of(normalisation))
    with torch.inference_mode():
        difference = (folded(sample) - expected).abs().max()
    return folded if difference <= TOLERANCE * max(1.0, float(expected.abs().max())) else network
