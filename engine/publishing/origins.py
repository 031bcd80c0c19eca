"""Of what the inventory was made: its runs, and the cards of the models that found its candidates."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...inventory.model_cards.card_facts import all_cards
from ...inventory.schema import CANDIDATES, RUNS
from ...inventory.secrets import without_private
from ...store.protocol import Store

RUNS_TABLE = "runs.csv"
MODELS = "models"
_PUBLISHED = (
    "RUN_ID",
    "TIME",
    "VERSION",
    "COMMAND",
    "SOURCE",
    "MODEL",
    "MODEL_HASH",
    "TARGET",
    "RESOLUTION",
    "THRESHOLD",
    "MIN_AREA",
    "TOLERANCE",
    "FEATURES",
)
"""Of runs; options, extents and devices are matters of one computer."""


@dataclass
class Origins:
    """Runs as rows by field, cards by name, and models of which there is no card."""

    runs: list[dict[str, Any]] = field(default_factory=list)
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)
    without_card: list[str] = field(default_factory=list)


def origins_of(store: Store, models_folder: Path | None) -> Origins:
    """Look through the runs of an inventory.

    Parameters
    ----------
    store
        The inventory.
    models_folder
        Of the person's own models; the shipped ones are known.
    """
    found = Origins([dict(zip(_PUBLISHED, row[1:], strict=True)) for row in store.rows(RUNS, _PUBLISHED)])
    searched = set(store.values(CANDIDATES, "RUN_ID"))
    used = {(run["MODEL"], run["MODEL_HASH"]) for run in found.runs if run["MODEL"] and run["RUN_ID"] in searched}
    known = _cards(models_folder) if used else {}
    for name, sha256 in sorted(used, key=lambda one: (one[0], one[1] or "")):
        card = known.get(sha256)
        if card is None:
            found.without_card.append(name)
        else:
            found.cards[_free_name(str(card["name"]), found.cards)] = card
    return found


def _cards(folder: Path | None) -> dict[str, dict[str, Any]]:
    """Cards by the SHA-256 of their weights, which says whether it was this model."""
    found: dict[str, dict[str, Any]] = {}
    for facts in (*all_cards(folder), *all_cards(None)):
        content = json.loads(facts.path.read_text("utf-8"))
        found.setdefault(str(content.get("sha256")), {**content, "name": facts.name})
    return found


def _free_name(name: str, taken: Mapping[str, Any]) -> str:
    number = 1
    free = name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def write_origins(folder: Path, origins: Origins) -> dict[str, str]:
    """Write runs and cards; name of a file -> what it is."""
    files = {}
    if origins.runs:
        rows = [[_plain(run[name]) for name in _PUBLISHED] for run in origins.runs]
        write_csv(folder / RUNS_TABLE, _PUBLISHED, rows)
        files[RUNS_TABLE] = "every detection and calculation that made the inventory, with what it was told"
    if origins.cards:
        (folder / MODELS).mkdir()
    for name, card in origins.cards.items():
        text = json.dumps(_cleaned(card), ensure_ascii=False, indent=2) + "\n"
        (folder / MODELS / f"{name}.json").write_bytes(text.encode("utf-8"))
        files[f"{MODELS}/{name}.json"] = f"card of the model '{card['title']}', which found candidates"
    return files


def write_csv(path: Path, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write a table: UTF-8, commas, one header, lines that end alike on every system."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8"))


def _plain(value: Any) -> Any:
    return without_private(value) if isinstance(value, str) else value


def _cleaned(value: Any) -> Any:
    """All texts of a card without folders and keys."""
    if isinstance(value, str):
        return without_private(value)
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, list) else value
