"""Where model cards are found: those that ship, and a folder of the user's own. Needs no torch."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..cards.card import ModelCard
from ..cards.card_file import read_card
from ..cards.weights_file import write_atomically
from ..errors import ModelError

if TYPE_CHECKING:
    from torch import nn

SHIPPED = Path(__file__).resolve().parents[1] / "cards"
FOLDER_VARIABLE = "ROCK_GLACIER_MODELS"
"""Environment variable with the folder of the user's own models."""


def _folders(folder: Path | None) -> list[Path]:
    """Folders to search, the user's own first."""
    chosen = folder or (Path(os.environ[FOLDER_VARIABLE]) if os.environ.get(FOLDER_VARIABLE) else None)
    if chosen is None:
        return [SHIPPED]
    if not chosen.is_dir():
        raise ModelError(f"The folder of models {chosen} does not exist; create it or choose another.")
    return [chosen, SHIPPED]


def _card_files(folder: Path | None) -> dict[str, Path]:
    """Card files by name (their file name without .json); the user's own hides a shipped one."""
    files: dict[str, Path] = {}
    for place in _folders(folder):
        for path in sorted(place.glob("*.json")):
            files.setdefault(path.stem, path)
    return dict(sorted(files.items()))


def _read(path: Path) -> ModelCard:
    card = read_card(path)
    if card.name != path.stem:
        raise ModelError(f"The model card {path} says that its name is '{card.name}'; rename the file.")
    return card


def list_cards(folder: Path | None = None, problems: list[str] | None = None) -> list[ModelCard]:
    """All cards that can be read, by name.

    Parameters
    ----------
    folder
        Folder of the user's own models; by default the one that `ROCK_GLACIER_MODELS` names, if any.
    problems
        Gets one sentence for each card that cannot be used. A damaged card does not hide the others.

    Raises
    ------
    ModelError
        Where the folder does not exist.
    """
    cards = []
    for path in _card_files(folder).values():
        try:
            cards.append(_read(path))
        except ModelError as error:
            if problems is not None:
                problems.append(str(error))
    return cards


def load_card(name_or_path: str, folder: Path | None = None) -> ModelCard:
    """One card, by its name or by the path of its JSON file.

    Raises
    ------
    ModelError
        Where there is no such model (the known ones are named) or its card cannot be used.
    """
    if name_or_path.endswith(".json"):
        return read_card(Path(name_or_path))
    files = _card_files(folder)
    if name_or_path not in files:
        raise ModelError(
            f"There is no model '{name_or_path}'; known are {', '.join(files) or 'none'}, "
            "or give the path of a model card (.json)."
        )
    return _read(files[name_or_path])


def save_model(folder: Path, card: ModelCard, network: nn.Module, half: bool = True) -> ModelCard:
    """Write a network's weights and its card beside each other.

    The weights come first, the card that vouches for them last; a stop in between leaves an old card
    whose SHA-256 no longer fits, which is refused, never a wrong pair.

    Parameters
    ----------
    folder
        Folder to write in; it must exist.
    card
        What to say about the network; file name, SHA-256 and number of parameters are filled in here.
    network
        Built as the card says (`network.build_network`).
    half
        Store 16-bit floats: half the size, and no measurable change of a mask.

    Returns
    -------
    ModelCard
        The card as it was written.

    Raises
    ------
    ModelError
        Where the folder cannot be written or a weight is not a finite number.
    """
    from .weights import write_weights

    weights = f"{card.name}.safetensors"
    path = folder / f"{card.name}.json"
    sha256 = write_weights(folder / weights, network.state_dict(), half=half)
    parameters = sum(parameter.numel() for parameter in network.parameters())
    return save_card(dataclasses.replace(card, weights=weights, sha256=sha256, parameters=parameters, path=path))


def save_card(card: ModelCard) -> ModelCard:
    """Write a card whose files are there. Raises `ModelError` where it cannot be written."""
    if card.path is None:
        raise ModelError(f"The model {card.name} has no place yet; save it with its weights first.")
    write_atomically(card.path, card.to_json().encode("utf-8"))
    return card
