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
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..networks.folding import is_watched

SMALL_FILTER = 64
"""Weights of a filter up to which the errors are carried on; sums of longer ones average out anyway."""

FIRST_IN_FLOAT32 = 4
"""Convolutions, in the order of a pass, that stay in float32."""

LEAST_DILATION = 6
"""Width of the holes from which a sum of shifted images is faster than the library."""

ACTIVATIONS: dict[type[nn.Module], tuple[str, list[float]]] = {
    nn.ReLU: ("relu", []),
    nn.ReLU6: ("hardtanh", [0.0, 6.0]),
    nn.Hardswish: ("hardswish", []),
}
"""Activations that the library does in the same pass as a convolution: its names and numbers for them."""


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
    """A convolution in bfloat16 whose weights lie ready and whose bias stays in float32.

    `activation`, where one follows in place, is done in the same pass.
    """

    def __init__(self, convolution: nn.Conv2d, shape: list[int], activation: nn.Module | None) -> None:
        super().__init__()
        self._where = convolution.padding, convolution.stride, convolution.dilation, convolution.groups
        self._bias = None if convolution.bias is None else convolution.bias.detach()
        self._then = ACTIVATIONS[type(activation)] if activation is not None else ("none", [])
        weight = round_filters(convolution.weight).contiguous(memory_format=torch.channels_last)
        self._weight = torch.ops.mkldnn._reorder_convolution_weight(
            weight, *map(list, self._where[:3]), convolution.groups, shape
        )

    def forward(self, values: Tensor) -> Tensor:
        result: Tensor = torch.ops.mkldnn._convolution_pointwise(
            values.bfloat16(), self._weight, self._bias, *self._where, *self._then, ""
        )
        return result


class DilatedConvolution(nn.Module):
    """A convolution per band with holes in its filter, as a sum of shifted images, in float32.

    The library is slow at these: the three of DeepLabv3+'s pyramid take an eighth of the time of an
    Xception71. Here each tap touches only the pixels that it reaches, few where the holes are wide.
    """

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self._weight = convolution.weight.detach()[:, 0, :, :, None, None]
        self._bias = None if convolution.bias is None else convolution.bias.detach()[:, None, None]
        self._dilation = convolution.dilation

    def forward(self, values: Tensor) -> Tensor:
        values = values.float()
        size = values.shape[2:]
        result = values * self._weight[:, 1, 1]
        for row in (-1, 0, 1):
            for column in (-1, 0, 1):
                down, right = row * self._dilation[0], column * self._dilation[1]
                if (row or column) and abs(down) < size[0] and abs(right) < size[1]:
                    to = _reached(size[0], -down), _reached(size[1], -right)
                    source = _reached(size[0], down), _reached(size[1], right)
                    result[:, :, to[0], to[1]].addcmul_(
                        values[:, :, source[0], source[1]], self._weight[:, 1 + row, 1 + column]
                    )
        return result if self._bias is None else result.add_(self._bias)


def _reached(length: int, shift: int) -> slice:
    """Pixels of a row that are still in it after a shift."""
    return slice(max(0, shift), length + min(0, shift))


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


@dataclass
class _Use:
    """What was seen of a convolution in a pass: the shape of its input, and what follows it in place."""

    shape: list[int]
    activation: str = ""


def _watch(network: nn.Module, sample: Tensor) -> dict[str, _Use]:
    """Each convolution's use, by its name and in the order of a pass."""
    uses: dict[str, _Use] = {}
    made: dict[int, tuple[str, Tensor]] = {}  # the tensor is kept so that its id stays its own
    names = {module: name for name, module in network.named_modules()}

    def after_convolution(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        uses[names[module]] = _Use(list(inputs[0].shape))
        made[id(output)] = names[module], output

    def before_activation(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        if id(inputs[0]) in made:
            uses[made[id(inputs[0])][0]].activation = names[module]

    handles = []
    for module in names:
        if isinstance(module, nn.Conv2d):
            handles.append(module.register_forward_hook(after_convolution))
        elif type(module) in ACTIVATIONS and getattr(module, "inplace", False):
            handles.append(module.register_forward_pre_hook(before_activation))
    try:
        network(sample)
    finally:
        for handle in handles:
            handle.remove()
    return uses


def _is_dilated(convolution: nn.Conv2d) -> bool:
    """Whether `DilatedConvolution` can stand for a convolution, and is faster."""
    return (
        _can_be_packed(convolution)
        and convolution.groups == convolution.in_channels == convolution.out_channels
        and convolution.kernel_size == (3, 3)
        and convolution.stride == (1, 1)
        and convolution.padding == convolution.dilation
        and min(convolution.dilation) >= LEAST_DILATION
    )


def _can_be_packed(convolution: nn.Module) -> bool:
    """Subclasses (timm's pad by themselves, for example) and other paddings do more than the operator."""
    return (
        type(convolution) is nn.Conv2d
        and convolution.padding_mode == "zeros"
        and not isinstance(convolution.padding, str)
    )


def _replace_convolutions(network: nn.Module, uses: dict[str, _Use]) -> None:
    """Replace each convolution, in place, by what suits it."""
    convolutions = dict(network.named_modules())
    for number, (name, use) in enumerate(uses.items()):
        convolution = convolutions[name]
        assert isinstance(convolution, nn.Conv2d)
        if _is_dilated(convolution):
            network.set_submodule(name, DilatedConvolution(convolution))
        elif is_watched(convolution):
            continue
        elif number < FIRST_IN_FLOAT32 or not _can_be_packed(convolution):
            network.set_submodule(name, Float32Convolution(convolution))
        else:
            activation = convolutions[use.activation] if use.activation else None
            if activation is not None and is_watched(activation):
                activation = None
            network.set_submodule(name, PackedConvolution(convolution, use.shape, activation))
            if activation is not None:
                network.set_submodule(use.activation, nn.Identity())


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
            _replace_convolutions(packed, _watch(packed, sample))
            expected = network(small)
            difference = (packed(small) - expected).abs().max()
    except Exception:  # private operators and unknown encoders: whatever goes wrong, there is the plain way
        return _AllBfloat16(network)
    same = difference <= 0.1 * expected.abs().max().clamp(min=1)
    return packed if same else _AllBfloat16(network)
