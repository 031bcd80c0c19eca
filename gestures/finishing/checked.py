"""What a check of an inventory has found, as it is gone through: rule by rule, place by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS
from .open_points import Target
from .walk import Walk

_CHECKED = "check:"
_SHOWN = {layer.name: layer for layer in (ROCK_GLACIERS, CANDIDATES, PRIMARY_MARKERS)}
"""Layers of what can be shown one by one."""


@dataclass(frozen=True)
class Broken:
    """A rule that is broken.

    `count` is how often, `first` the first sentence; `places` are those that can be gone through, each with its
    sentence: what is of the file as a whole is none.
    """

    rule: str
    count: int
    first: str
    places: tuple[tuple[Target, str], ...]

    def walk(self) -> Walk:
        """The way through its places."""
        told: dict[Target, str] = {}
        for target, sentence in self.places:
            told[target] = f"{told[target]} {sentence}" if target in told else sentence
        return Walk(_CHECKED + self.rule, list(told), told)


def broken_rules(values: Mapping[str, Any]) -> list[Broken]:
    """The rules that are broken, of the result of the engine's command `check`."""
    places: dict[str, list[tuple[Target, str]]] = {}
    for rule, layer, fid, _, sentence in values["listed"]:
        if layer in _SHOWN and fid is not None:
            places.setdefault(rule, []).append(((_SHOWN[layer], int(fid)), str(sentence)))
    return [
        Broken(told["rule"], int(told["count"]), str(told["first"]), tuple(places.get(told["rule"], ())))
        for told in values["rules"]
    ]


def rule_in(kind: str) -> str:
    """The rule of a way through what a check has found; empty where it is another way."""
    return kind[len(_CHECKED) :] if kind.startswith(_CHECKED) else ""
