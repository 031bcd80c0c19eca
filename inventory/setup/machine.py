"""What a computer has that a set-up depends on: system, disk, graphics card. Text in, facts out."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import dataclass
from pathlib import Path

from .flavours import MACOS, platform_here

CARD_QUERY = ("--query-gpu=name,driver_version,compute_cap,memory.total", "--format=csv")
"""Arguments of nvidia-smi."""


@dataclass(frozen=True)
class Card:
    """An NVIDIA card as its driver tells. `capability` is 0 where an old driver does not know the word."""

    name: str
    driver: tuple[int, ...]
    capability: float
    memory: int
    """In MiB."""


@dataclass(frozen=True)
class Machine:
    """What was looked at."""

    platform: str
    free: int
    """Bytes that are free where the environment will lie."""
    card: Card | None = None

    @property
    def apple_silicon(self) -> bool:
        """Whether PyTorch can use Apple's graphics."""
        return self.platform == MACOS


def parse_cards(text: str) -> list[Card]:
    """The cards in the answer of nvidia-smi to `CARD_QUERY`; empty for any other text, such as an error."""
    rows = [row for row in csv.reader(io.StringIO(text), skipinitialspace=True) if row]
    heads = next((number for number, row in enumerate(rows) if row[0].strip() == "name"), None)
    if heads is None:
        return []
    names = [head.split("[")[0].strip() for head in rows[heads]]
    cards = []
    for row in rows[heads + 1 :]:
        facts = dict(zip(names, (value.strip() for value in row)))
        if facts.get("driver_version") and facts["name"]:
            driver = tuple(int(part) for part in facts["driver_version"].split(".") if part.isdigit())
            memory = _number(facts.get("memory.total", "").split(" ")[0])
            cards.append(Card(facts["name"], driver, _number(facts.get("compute_cap", "")), int(memory)))
    return cards


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:  # [N/A], [Not Supported]
        return 0.0


def best_card(cards: list[Card]) -> Card | None:
    """The card that the engine would compute on: the newest kind, of these the largest."""
    return max(cards, key=lambda card: (card.capability, card.memory), default=None)


def free_bytes(folder: Path) -> int:
    """What is free where a folder is, or is to be; 0 where nobody can say."""
    for place in (folder, *folder.parents):
        try:
            return shutil.disk_usage(place).free
        except OSError:
            continue
    return 0


def machine_here(folder: Path, card_text: str) -> Machine:
    """The computer we are on, with what nvidia-smi said (empty where there is none)."""
    return Machine(platform_here(), free_bytes(folder), best_card(parse_cards(card_text)))
