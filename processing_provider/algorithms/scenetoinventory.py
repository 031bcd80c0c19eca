"""The main job as one algorithm: a processing model, which a person can open, copy and change."""

from __future__ import annotations

from qgis.core import QgsProcessingModelAlgorithm
from qgis.PyQt.QtGui import QIcon

from ..adapters.results import RESOURCES
from ..adapters.translation import tr

MODEL_FILE = RESOURCES / "models" / "scene_to_inventory.model3"


class SceneToInventory(QgsProcessingModelAlgorithm):
    """The shipped model under a fixed name."""

    def __init__(self) -> None:
        super().__init__()
        self.fromFile(str(MODEL_FILE))

    def createInstance(self) -> QgsProcessingModelAlgorithm:
        return type(self)()

    def name(self) -> str:
        return "scenetoinventory"

    def displayName(self) -> str:
        return tr("Scene to inventory")

    def group(self) -> str:
        return tr("Detection")

    def groupId(self) -> str:
        return "detection"

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icon.svg"))
