"""The main job as one algorithm: a processing model, which a person can open, copy and change."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingModelAlgorithm

from ....inventory.model_cards.cards import list_card_titles
from ...adapters.algorithm import ToolboxEntry
from ...adapters.parameters.model_choice import model_parameter
from ...adapters.parameters.proposals import PROPOSALS, propose
from ...adapters.results import RESOURCES
from ...adapters.translation import tr_noop

MODEL, DEM = "MODEL", "DEM"
MODEL_FILE = RESOURCES / "models" / "scene_to_inventory.model3"


class SceneToInventory(ToolboxEntry, QgsProcessingModelAlgorithm):
    """The shipped model under a fixed name."""

    NAME = "scenetoinventory"
    HELP = "first-inventory#many-images-or-no-desktop"
    GROUP = "detection"
    TITLE = tr_noop("Scene to inventory")

    def __init__(self) -> None:
        super().__init__()
        self.fromFile(str(MODEL_FILE))

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        super().initAlgorithm(configuration)
        known = PROPOSALS.now()
        for definition in self.parameterDefinitions():
            if definition.name() == MODEL:
                cards = list_card_titles(self.provider().engine().models_folder if self.provider() else None)
                definition.setMetadata(model_parameter(MODEL, definition.description(), cards).metadata())
                if known.model in (card.name for card in cards):
                    propose(definition, known.model)
            elif definition.name() == DEM:
                propose(definition, known.dem)

    def canExecute(self) -> tuple[bool, str]:
        """QGIS's hook: its first step needs no engine, so a model would find out that there is none in the middle."""
        problem = self.provider().engine().problem() if self.provider() else ""
        return (False, problem) if problem else super().canExecute()
