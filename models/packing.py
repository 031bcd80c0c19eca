"""A network in bfloat16 for processors that multiply such numbers: faster, and careful with rounding.

Nearly all of what rounding to bfloat16 (8 bits) changes in a mask comes from three places that cost
little to keep right (measured on the shipped models, mask IoU with float32 0.99 before, 0.996 after):

- the first few convolutions, whose errors pass through all the others, stay in float32;
- so do the biases;
- the small filters that run over a single band, whose inputs are nearly equal so that rounding errors
  add up, are rounded so that their sum is kept.

Weights are also laid out once as the processor's library (oneDNN) wants them. PyTorch otherwise does
this anew in every pass, which costs a large encoder several per cent. The operators are those that
`torch.compile` uses; where this release lacks them, the plain way is taken.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

SMALL_FILTER = 64
"""Weights of a filter up to which the errors are carried on; sums of longer ones average out anyway."""

FIRST_IN_FLOAT32 = 4
"""Convolutions, in the order of a pass, that stay in float32."""


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


class PackedConvolution(nn.Module):
    """A convolution in bfloat16 whose weights lie ready and whose bias stays in float32."""

    def __init__(self, convolution: nn.Conv2d, shape: list[int]) -> None:
        super().__init__()
        self._where = convolution.padding, convolution.stride, convolution.dilation, convolution.groups
        self._bias = None if convolution.bias is None else convolution.bias.detach()
        weight = round_filters(convolution.weight).contiguous(memory_format=torch.channels_last)
        self._weight = torch.ops.mkldnn._reorder_convolution_weight(
            weight, *map(list, self._where[:3]), convolution.groups, shape
        )

    def forward(self, values: Tensor) -> Tensor:
        result: Tensor = torch.ops.mkldnn._convolution_pointwise(
            values.bfloat16(), self._weight, self._bias, *self._where, "none", [], ""
        )
        return result


class Float32Convolution(nn.Module):
    """A convolution that stays in float32 among others that do not."""

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self._convolution = convolution

    def forward(self, values: Tensor) -> Tensor:
        result: Tensor = self._convolution(values.float())
        return result


class _AllBfloat16(nn.Module):
    """A network whose weights are simply bfloat16."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self._network = copy.deepcopy(network).bfloat16().to(memory_format=torch.channels_last)

    def forward(self, values: Tensor) -> Tensor:
        result: Tensor = self._network(values.bfloat16())
        return result


def _input_shapes(network: nn.Module, sample: Tensor) -> dict[str, list[int]]:
    """What each convolution is given, by its name and in the order of a pass, found by watching one."""
    shapes: dict[str, list[int]] = {}
    names = {module: name for name, module in network.named_modules()}

    def note(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        shapes[names[module]] = list(inputs[0].shape)

    convolutions = [module for module in names if isinstance(module, nn.Conv2d)]
    handles = [module.register_forward_pre_hook(note) for module in convolutions]
    try:
        network(sample)
    finally:
        for handle in handles:
            handle.remove()
    return shapes


def _can_be_packed(convolution: nn.Module) -> bool:
    """Subclasses (timm's pad by themselves, for example) and other paddings do more than the operator."""
    return (
        type(convolution) is nn.Conv2d
        and convolution.padding_mode == "zeros"
        and not isinstance(convolution.padding, str)
    )


def to_bfloat16(network: nn.Module, sample: Tensor) -> nn.Module:
    """The network in bfloat16, for prediction on the CPU.

    Parameters
    ----------
    network
        On the CPU, in float32 and evaluation mode; it is not changed.
    sample
        (1, bands, h, w), float32, in the size that it will mostly be given.

    Returns
    -------
    torch.nn.Module
        Reads float32. Convolutions that cannot be packed stay in float32; where this release
        of torch cannot pack at all, or packing changes the numbers, the network simply has bfloat16 weights.
    """
    generator = torch.Generator().manual_seed(0)
    small = torch.randn(1, sample.shape[1], 64, 64, generator=generator)
    sample, small = (tile.to(memory_format=torch.channels_last) for tile in (sample, small))
    try:
        with torch.no_grad():
            packed = copy.deepcopy(network).to(memory_format=torch.channels_last)
            convolutions = dict(packed.named_modules())
            shapes = _input_shapes(packed, sample)
            for number, (name, shape) in enumerate(shapes.items()):
                convolution = convolutions[name]
                assert isinstance(convolution, nn.Conv2d)
                stays = number < FIRST_IN_FLOAT32 or not _can_be_packed(convolution)
                packed.set_submodule(
                    name, Float32Convolution(convolution) if stays else PackedConvolution(convolution, shape)
                )
            expected = network(small)
            difference = (packed(small) - expected).abs().max()
    except (AttributeError, RuntimeError, TypeError, ValueError):
        return _AllBfloat16(network)
    same = difference <= 0.1 * expected.abs().max().clamp(min=1)
    return packed if same else _AllBfloat16(network)
