"""A parameter that names a model card: dialogs offer the cards by title and target, scripts give a name or a path."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import QgsProcessingParameterString

from ....inventory.model_cards.cards import CardTitle, in_order
from ..translation import tr
from .proposals import PROPOSALS, propose

_WIDGET = f"{__package__}.model_wrapper.ModelWrapper"
"""By its name: QGIS's dialogs are not there where a process has no screen."""


def model_parameter(
    key: str, label: str, cards: Sequence[CardTitle], *, default: str = "", optional: bool = False
) -> QgsProcessingParameterString:
    """The parameter; `default` is the card that a script gets which names none.

    A dialog proposes the one that the dock searches with, where it is among them.
    """
    parameter = QgsProcessingParameterString(key, label, default or None, optional=optional)
    entries = [[label_of(card), card.name] for card in in_order(cards)]
    # The designer of models has QGIS's own list, of names.
    hints = [*([""] if optional else []), *(name for _label, name in entries)]
    wrapper: dict[str, Any] = {"class": _WIDGET, "entries": entries, "value_hints": hints}
    parameter.setMetadata({"widget_wrapper": wrapper})
    model = PROPOSALS.now().model
    if default and model in (card.name for card in cards):
        propose(parameter, model)
    return parameter


def label_of(card: CardTitle) -> str:
    """What a list says of a model: its title, what it finds, and its name, which may be the only difference."""
    return tr("{} - finds {} ({})").format(card.title, card.target or tr("rock glacier"), card.name)
