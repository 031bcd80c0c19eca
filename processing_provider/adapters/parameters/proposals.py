"""What the dialogs of tools propose: the inventory that is open in the dock, its layers, its sources, its model.

A proposal stands in a dialog and nowhere else: scripts, models and `qgis_process` get no value that they did not give.
It is asked for when a dialog is made, so that what a person has chosen in one that is open stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Callable

from qgis.core import QgsApplication, QgsProcessingParameterDefinition, QgsProject
from qgis.PyQt.QtCore import QThread
from qgis.PyQt.QtWidgets import QApplication

from .in_project import elevations_in


@dataclass(frozen=True)
class Proposal:
    """Each is empty where nothing is known. Layers are ids of the project's, files are paths.

    `dem` holds the elevations that the inventory remembers, else those in the project; `dem_of_project` the latter,
    where the inventory remembers none: a tool that takes what it remembers is told of no other. `other_outlines` is a
    layer of polygons that is none of the inventory's.
    """

    inventory: str = ""
    dem: str = ""
    model: str = ""
    candidates: str = ""
    rock_glaciers: str = ""
    other_outlines: str = ""
    dem_of_project: str = ""


class Proposals:
    """Asked whenever a dialog is made; whoever knows answers."""

    def __init__(self) -> None:
        self._answers: Callable[[], Proposal] | None = None

    def come_from(self, answers: Callable[[], Proposal] | None) -> None:
        """Who answers from now on; None for nobody."""
        self._answers = answers

    def now(self) -> Proposal:
        """What is known now."""
        # Steps of a model are made in other threads, where neither project nor inventory may be touched.
        if QThread.currentThread() != QgsApplication.instance().thread() or _is_designing():
            return Proposal()
        known = Proposal() if self._answers is None else self._answers()
        if known.dem:
            return known
        dem = elevations_in(QgsProject.instance())
        return replace(known, dem=dem, dem_of_project=dem)


def _is_designing() -> bool:
    """Whether a designer of models is there: what its dialogs propose would be kept in the model."""
    return any(window.inherits("QgsModelDesignerDialog") for window in QApplication.topLevelWidgets())


PROPOSALS = Proposals()


def propose(parameter: QgsProcessingParameterDefinition, value: str | Sequence[str]) -> None:
    """Have a dialog begin with a value, or with several; nothing where it is empty."""
    if value:
        parameter.setGuiDefaultValueOverride(value)
