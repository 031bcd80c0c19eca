"""Names and titles of the model cards at hand, for menus. The engine reads the cards themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..environment import PLUGIN_FOLDER
from .targets import finds_rock_glaciers

SHIPPED_CARDS = PLUGIN_FOLDER / "models" / "cards"

DEMONSTRATION = "simulated-alpine"
"""The shipped model of the sample; of no use on real ground, so it is offered last."""


@dataclass(frozen=True)
class CardTitle:
    """A model as a menu shows it; `target` is the landform that it finds.

    `reads_dem` says that it reads the ground beside the image, so that a DEM must be given.
    """

    name: str
    title: str
    target: str
    ground_resolution_m: float | None = None
    reads_dem: bool = False


def list_card_titles(own_folder: Path | None = None) -> list[CardTitle]:
    """All model cards by name; one in the person's own folder hides a shipped one of the same name.

    A file that is no card is left out: the engine says what is wrong with it when it is asked for.
    """
    cards: dict[str, CardTitle] = {}
    for folder in (own_folder, SHIPPED_CARDS):
        if folder is None or not folder.is_dir():
            continue
        for path in sorted(folder.glob("*.json")):
            card = _read(path)
            if card is not None:
                cards.setdefault(card.name, card)
    return [cards[name] for name in sorted(cards)]


def in_order(cards: Sequence[CardTitle]) -> list[CardTitle]:
    """As a list offers them: what finds rock glaciers, then what finds another landform; the demonstration last."""

    def place(card: CardTitle) -> tuple[bool, bool, str]:
        return card.name == DEMONSTRATION, not finds_rock_glaciers(card.target), card.title

    return sorted(cards, key=place)


def default_card(cards: Sequence[CardTitle]) -> str:
    """Name of the model to offer first: one that finds rock glaciers; empty where there is no model."""
    ordered = in_order(cards)
    names = [card.name for card in ordered if card.target and finds_rock_glaciers(card.target)]
    return (names or [card.name for card in ordered] or [""])[0]


def card_resolution(model: str, own_folder: Path | None = None) -> float | None:
    """Metres on the ground per pixel that a model works at, by its name or its card's path, if known."""
    card = find_card(model, own_folder)
    return card.ground_resolution_m if card else None


def find_card(model: str, own_folder: Path | None = None) -> CardTitle | None:
    """A model by its name or its card's path; None where there is none."""
    if model.lower().endswith(".json"):
        return _read(Path(model))
    return next((card for card in list_card_titles(own_folder) if card.name == model), None)


def _read(path: Path) -> CardTitle | None:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or not isinstance(content.get("title"), str):
        return None
    metres = content.get("ground_resolution_m")
    resolution = float(metres) if isinstance(metres, (int, float)) and metres > 0 else None
    scaling = content.get("scaling")
    reads_dem = isinstance(scaling, dict) and "terrain" in scaling
    return CardTitle(path.stem, content["title"], str(content.get("target", "")), resolution, reads_dem)
