"""The model card: all that is needed to run a network, and to judge whether it should be run."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import ModelError

ARCHITECTURES = ("DeepLabV3Plus",)
SCALED_TYPES = ("uint8", "uint16", "float")
"""Kinds of pixel values that a card can give a scaling for. Signed and longer integers count as uint16."""

STRIDE = 32
"""Heights and widths that the networks read are multiples of this."""

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")
FILE_NAME = re.compile(r"[A-Za-z0-9_.-]+\.safetensors")
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class BandRange:
    """Pixel values that become 0 and 1, one per band; what lies outside is clipped."""

    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Scaling:
    """From pixel values to what the network reads: ``(clip((x - low) / (high - low), 0, 1) - mean) / std``.

    Parameters
    ----------
    ranges
        ``low`` and ``high`` by kind of pixel value (`SCALED_TYPES`).
    mean, std
        One per band, in the units of the 0..1 range.
    """

    ranges: Mapping[str, BandRange]
    mean: tuple[float, ...]
    std: tuple[float, ...]


@dataclass(frozen=True)
class ModelCard:
    """The record beside a weights file.

    Lengths are in metres on the ground, sizes in pixels of `ground_resolution_m`. `decoder_channels`
    is the width of the decoder, `encoder_depth` the number of the encoder's stages that are used;
    `bands` are names in the order the network reads them; `metrics` are figures by name, with the
    words that they need. `path` is the card's own file (None before it is saved).
    """

    name: str
    title: str
    description: str
    target: str
    architecture: str
    encoder: str
    decoder_channels: int
    bands: tuple[str, ...]
    scaling: Scaling
    ground_resolution_m: float
    tile_size: int
    overlap: int
    threshold: float
    training_data: str
    metrics: Mapping[str, Any]
    licence: str
    citation: str
    not_for: str
    created: str
    weights: str = ""
    sha256: str = ""
    parameters: int = 0
    encoder_depth: int = 5
    path: Path | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        _check(self)

    @property
    def weights_path(self) -> Path:
        """The weights file: beside the card.

        Raises
        ------
        ModelError
            Where the card was never saved.
        """
        if self.path is None or not self.weights:
            raise ModelError(f"The model {self.name} has no weights yet; train it and save it first.")
        return self.path.with_name(self.weights)

    def to_json(self) -> str:
        """The card's text, as it is stored."""
        content = dataclasses.asdict(self)
        del content["path"]
        scaling = content.pop("scaling")
        content["scaling"] = {**scaling["ranges"], "mean": scaling["mean"], "std": scaling["std"]}
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _fail(card: ModelCard, problem: str) -> None:
    where = f"The model card {card.path}" if card.path else f"The model card '{card.name}'"
    raise ModelError(f"{where} cannot be used: {problem}; correct the card or get the model again.")


def _check(card: ModelCard) -> None:
    """Raise `ModelError` for the first thing in the card that cannot be right."""
    _check_texts(card)
    if card.architecture not in ARCHITECTURES:
        _fail(card, f"'architecture' is {card.architecture}, and only {', '.join(ARCHITECTURES)} is known")
    if not card.bands or len(set(card.bands)) != len(card.bands):
        _fail(card, "'bands' must name each band once, and at least one")
    if not math.isfinite(card.ground_resolution_m) or card.ground_resolution_m <= 0:
        _fail(card, f"'ground_resolution_m' is {card.ground_resolution_m} and must be above 0")
    if card.tile_size < 64 or card.tile_size % 16:
        _fail(card, f"'tile_size' is {card.tile_size} and must be a multiple of 16, at least 64")
    if not 0 <= card.overlap <= card.tile_size // 2:
        _fail(card, f"'overlap' is {card.overlap} and must lie between 0 and half the tile size")
    if not 0 < card.threshold < 1:
        _fail(card, f"'threshold' is {card.threshold} and must lie between 0 and 1")
    if card.decoder_channels < 1 or card.parameters < 0:
        _fail(card, "'decoder_channels' must be at least 1 and 'parameters' not negative")
    if card.encoder_depth not in (3, 4, 5):
        _fail(card, f"'encoder_depth' is {card.encoder_depth} and must be 3, 4 or 5")
    _check_scaling(card)


def _check_texts(card: ModelCard) -> None:
    if not NAME.fullmatch(card.name):
        _fail(card, f"'name' is '{card.name}', where only a-z, 0-9, '-', '_' and '.' may stand")
    for name in ("title", "target", "encoder", "training_data", "licence", "not_for", "created"):
        if not getattr(card, name).strip():
            _fail(card, f"'{name}' is empty")
    if card.weights and not FILE_NAME.fullmatch(card.weights):
        _fail(card, f"'weights' is '{card.weights}' and must be a plain file name ending in .safetensors")
    if bool(card.weights) != bool(card.sha256) or (card.sha256 and not SHA256.fullmatch(card.sha256)):
        _fail(card, "'sha256' must be the 64 lower-case hexadecimal digits of the weights file's SHA-256")


def _check_scaling(card: ModelCard) -> None:
    scaling = card.scaling
    rows: dict[str, tuple[float, ...]] = {"mean": scaling.mean, "std": scaling.std}
    if not scaling.ranges or not set(scaling.ranges) <= set(SCALED_TYPES):
        _fail(card, f"'scaling' must have at least one of {', '.join(SCALED_TYPES)}, and no other")
    for kind, values in scaling.ranges.items():
        rows |= {f"{kind}.low": values.low, f"{kind}.high": values.high}
    for name, row in rows.items():
        if len(row) != len(card.bands):
            _fail(card, f"'scaling.{name}' has {len(row)} values for {len(card.bands)} bands")
        if not all(map(math.isfinite, row)):
            _fail(card, f"'scaling.{name}' has a value that is not a finite number")
    if min(scaling.std) <= 0:
        _fail(card, "'scaling.std' must be above 0")
    for kind, values in scaling.ranges.items():
        if any(low >= high for low, high in zip(values.low, values.high, strict=True)):
            _fail(card, f"'scaling.{kind}.low' must lie below 'scaling.{kind}.high' in every band")


_TEXTS = (
    "name",
    "title",
    "description",
    "target",
    "architecture",
    "encoder",
    "training_data",
    "licence",
    "citation",
    "not_for",
    "created",
    "weights",
    "sha256",
)
_WHOLE = ("decoder_channels", "encoder_depth", "tile_size", "overlap", "parameters")
_NUMBERS = ("ground_resolution_m", "threshold")
_KEYS = {*_TEXTS, *_WHOLE, *_NUMBERS, "bands", "scaling", "metrics"}


def _numbers(values: Any) -> tuple[float, ...]:
    if not isinstance(values, list) or any(
        isinstance(value, bool) or not isinstance(value, (int, float)) for value in values
    ):
        raise TypeError("a list of numbers")
    return tuple(map(float, values))


def _read_scaling(content: Any) -> Scaling:
    if not isinstance(content, dict) or not all(isinstance(value, (dict, list)) for value in content.values()):
        raise TypeError("a table of ranges, mean and std")
    ranges = {
        kind: BandRange(_numbers(values.get("low")), _numbers(values.get("high")))
        for kind, values in content.items()
        if isinstance(values, dict)
    }
    return Scaling(ranges, _numbers(content.get("mean")), _numbers(content.get("std")))


def _read_value(key: str, value: Any) -> Any:
    """One value of the JSON in the type of its field; `TypeError` says which type that is."""
    if key == "scaling":
        return _read_scaling(value)
    if key == "bands":
        if not isinstance(value, list) or not all(isinstance(band, str) for band in value):
            raise TypeError("a list of names")
        return tuple(value)
    if key in _TEXTS:
        wanted: tuple[type, ...] = (str,)
        words = "a text"
    elif key in _WHOLE:
        wanted, words = (int,), "a whole number"
    elif key in _NUMBERS:
        wanted, words = (int, float), "a number"
    else:
        wanted, words = (dict,), "a table"
    if isinstance(value, bool) or not isinstance(value, wanted):
        raise TypeError(words)
    return float(value) if key in _NUMBERS and isinstance(value, int) else value


def read_card(path: Path) -> ModelCard:
    """Read and check a card.

    Parameters
    ----------
    path
        The card's JSON file.

    Returns
    -------
    ModelCard
        With `path` set. Its weights are not touched.

    Raises
    ------
    ModelError
        Where the file is missing, is not JSON, lacks a key or has a value that cannot be right.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ModelError(f"The model card {path} cannot be read ({error.strerror}); check the path.") from error
    except ValueError as error:
        raise ModelError(f"The model card {path} is not JSON ({error}); get the model again.") from error
    keys = set(content) if isinstance(content, dict) else set()
    if keys != _KEYS:
        missing, strange = ", ".join(sorted(_KEYS - keys)), ", ".join(sorted(keys - _KEYS))
        problem = f"lacks {missing}" if missing else f"has keys that are not known ({strange})"
        raise ModelError(f"The model card {path} {problem}; correct the card or get the model again.")
    values = {}
    for key, value in content.items():
        try:
            values[key] = _read_value(key, value)
        except TypeError as error:
            raise ModelError(
                f"The model card {path} cannot be used: '{key}' must be {error}; correct the card."
            ) from error
    return ModelCard(**values, path=path)
