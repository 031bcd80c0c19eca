"""What a training starts from: the weights of a card, or of a local file, as far as they fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn

from ..cards.card import ModelCard
from ..errors import ModelError
from .weights import read_tensors, read_weights

PREFIXES = ("module.", "model.", "encoder.", "backbone.", "members.0.", "averaged.", "network.")
"""What others write before the names of tensors."""

WHOLE, ENCODER = "the whole network", "the encoder"
LARGEST_BYTES = 8_000_000_000


@dataclass(frozen=True)
class Started:
    """What was taken: `part` is `WHOLE` or `ENCODER`; `bands` says so where the first layer had others."""

    part: str
    bands: str = ""


def read_start(path: Path) -> dict[str, Tensor]:
    """The tensors of a file: safetensors, or a `state_dict` of PyTorch.

    The latter is read by PyTorch's reader that knows tensors and plain values alone and runs nothing.

    Raises
    ------
    ModelError
        Where the file cannot be read, or holds anything else.
    """
    if path.suffix.lower() == ".safetensors":
        return read_tensors(path)
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ModelError(f"The file {path} is larger than any weights of a network; choose another.")
        content = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise ModelError(f"The file {path} cannot be read ({error.strerror}); check the path.") from error
    except Exception as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(
            f"The file {path} is no safetensors file and no plain state_dict of PyTorch; it may hold a program, so it "
            "was not opened. Save the state_dict alone, best as safetensors."
        ) from error
    for key in ("state_dict", "model", "model_state_dict"):
        if isinstance(content, Mapping) and isinstance(content.get(key), Mapping):
            content = content[key]
    tensors = (
        {str(name): value for name, value in content.items() if isinstance(value, Tensor)}
        if isinstance(content, Mapping)
        else {}
    )
    if not tensors:
        raise ModelError(f"The file {path} holds no tensors by name (a state_dict); choose another.")
    return tensors


def _bare(name: str) -> str:
    while (prefix := next((prefix for prefix in PREFIXES if name.startswith(prefix)), None)) is not None:
        name = name[len(prefix) :]
    return name


def _same_but_bands(one: Tensor, other: Tensor) -> bool:
    return one.ndim == other.ndim == 4 and one.shape[:1] + one.shape[2:] == other.shape[:1] + other.shape[2:]


def _pairs(wanted: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> dict[str, Tensor] | None:
    """Tensors for all that is wanted, by name or else by order; None where they do not fit.

    The first filter may read other bands.
    """
    names = {_bare(name): tensor for name, tensor in given.items()}
    counters = [name for name in wanted if name.endswith("num_batches_tracked")]
    needed = [name for name in wanted if name not in counters]
    by_name = {name: names[_bare(name)] for name in needed if _bare(name) in names}
    # Converted weights often keep the order and lose the names; some have the counters among them, some not.
    all_in_order = dict(zip(wanted, given.values(), strict=False))
    values_in_order = dict(zip(needed, (value for value in given.values() if value.ndim), strict=False))
    for found in (by_name, all_in_order, values_in_order):
        if not set(needed) <= set(found):
            continue
        odd = [name for name in needed if found[name].shape != wanted[name].shape]
        if not odd or (odd == needed[:1] and _same_but_bands(found[odd[0]], wanted[odd[0]])):
            return {**{name: found[name] for name in needed}, **{name: wanted[name] for name in counters}}
    return None


def _for_bands(given: Tensor, bands: int) -> Tensor:
    """A first filter (filters, bands, h, w) for another number of bands.

    New bands start with zeros, so that the network sees at first what it saw before; where there are fewer, each
    gets an equal share of all.
    """
    had = given.shape[1]
    if bands >= had:
        return torch.cat([given, given.new_zeros(given.shape[0], bands - had, *given.shape[2:])], dim=1)
    return given.sum(1, keepdim=True).repeat(1, bands, 1, 1) / bands


def _take(part: nn.Module, given: Mapping[str, Tensor]) -> Started | None:
    wanted = part.state_dict()
    pairs = _pairs(wanted, given)
    if pairs is None:
        return None
    words = ""
    first = next(iter(wanted))
    if pairs[first].shape != wanted[first].shape:
        had, has = pairs[first].shape[1], wanted[first].shape[1]
        words = f"they read {had} bands and now {has}"
        pairs[first] = _for_bands(pairs[first], has)
    part.load_state_dict({name: value.to(wanted[name].dtype) for name, value in pairs.items()})
    return Started("", words)


def start_from_tensors(network: nn.Module, given: Mapping[str, Tensor], source: str) -> Started:
    """Give a network start weights: all of them, or those of its encoder.

    Raises
    ------
    ModelError
        Where they are those of another network.
    """
    encoder = cast(nn.Module, network.encoder)
    inner = getattr(encoder, "model", None)
    for words, part in ((WHOLE, network), (ENCODER, encoder), (ENCODER, inner)):
        started = _take(part, given) if isinstance(part, nn.Module) else None
        if started is not None:
            return Started(words, started.bands)
    raise ModelError(
        f"The weights of {source} are those of another network than the one to be trained; choose the architecture and "
        "encoder that they are for, or other weights."
    )


def start_from_card(network: nn.Module, card: ModelCard) -> Started:
    """Give a network the weights of a card; of several members, those of the first.

    Raises
    ------
    ModelError
        Where the card's weights cannot be used, or are those of another network.
    """
    given = read_weights(card)
    if card.members > 1:
        given = {name: value for name, value in given.items() if name.startswith("members.0.")}
    return start_from_tensors(network, given, f"the model {card.name}")
