"""A model card's JSON file, read and checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import ModelError
from .card import OPTIONAL, BandRange, ModelCard, Scaling

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
    "start_weights",
    "imagery_terms",
)
_WHOLE = (
    "decoder_channels",
    "encoder_depth",
    "tile_size",
    "overlap",
    "parameters",
    "detection_tile",
    "mirrored_tile",
    "members",
)
_NUMBERS = ("ground_resolution_m", "threshold", "temperature", "shift")
_KEYS = {*_TEXTS, *_WHOLE, *_NUMBERS, "bands", "scaling", "metrics"} - set(OPTIONAL)


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
    terrain = ranges.pop("terrain", None)
    return Scaling(ranges, _numbers(content.get("mean")), _numbers(content.get("std")), terrain)


def _bands(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(band, str) for band in value):
        raise TypeError("a list of names")
    return tuple(value)


def _boxes(value: Any) -> tuple[tuple[float, ...], ...]:
    if not isinstance(value, list):
        raise TypeError("a list of boxes")
    return tuple(map(_numbers, value))


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false")
    return value


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise TypeError("a table of texts")
    return value


_READERS: dict[str, Callable[[Any], Any]] = {
    "scaling": _read_scaling,
    "bands": _bands,
    "training_areas": _boxes,
    "mirrored": _yes_or_no,
    "software": _texts,
    "openvino": _texts,
}


def _read_value(key: str, value: Any) -> Any:
    """One value of the JSON in the type of its field; `TypeError` says which type that is."""
    if key in _READERS:
        return _READERS[key](value)
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
    if keys - set(OPTIONAL) != _KEYS:
        missing, strange = ", ".join(sorted(_KEYS - keys)), ", ".join(sorted(keys - _KEYS - set(OPTIONAL)))
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
