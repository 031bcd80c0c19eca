"""What the dialogs of tools propose: the inventory that is open in the dock, its sources, its model.

A proposal stands in a dialog and nowhere else: scripts, models and `qgis_process` get no value that they did not give.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from qgis.core import QgsProcessingParameterDefinition


@dataclass(frozen=True)
class Proposal:
    """Each is empty where nothing is known."""

    inventory: str = ""
    dem: str = ""
    model: str = ""


class Proposals:
    """Asked whenever a dialog is made; whoever knows answers."""

    def __init__(self) -> None:
        self._answers: Callable[[], Proposal] | None = None

    def come_from(self, answers: Callable[[], Proposal] | None) -> None:
        """Who answers from now on; None for nobody."""
        self._answers = answers

    def now(self) -> Proposal:
        """What is known now."""
        return Proposal() if self._answers is None else self._answers()


PROPOSALS = Proposals()


def propose(parameter: QgsProcessingParameterDefinition, value: str) -> None:
    """Have a dialog begin with a value; nothing where it is empty."""
    if value:
        parameter.setGuiDefaultValueOverride(value)
