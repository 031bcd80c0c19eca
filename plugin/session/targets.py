"""What a model was trained to find: one that finds something else fills the queue with no rock glaciers."""

from __future__ import annotations

from pathlib import Path

from ...inventory.cards import list_card_titles


class Targets:
    """Targets of the model cards at hand, read once.

    Parameters
    ----------
    models_folder
        The person's own cards, which hide shipped ones of the same name.
    """

    def __init__(self, models_folder: Path | None) -> None:
        self._targets = {card.name: card.target for card in list_card_titles(models_folder)}

    def other(self, model: str) -> str:
        """What a model finds where that is no rock glacier; empty where it is, or where no card tells."""
        target = self._targets.get(model, "")
        return "" if "rock glacier" in target.lower() else target
