"""The toolbox entry 'Rock glacier inventory'."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..inventory.version import VERSION
from .adapters.engine import Engine
from .adapters.results import RESOURCES
from .adapters.translation import tr
from .algorithms.detection.capturebasemap import CaptureBasemap
from .algorithms.detection.detect import Detect
from .algorithms.detection.polygonize import Polygonize
from .algorithms.detection.scenetoinventory import SceneToInventory
from .algorithms.inventory.attributes import Attributes
from .algorithms.inventory.checkinventory import CheckInventory
from .algorithms.inventory.createinventory import CreateInventory
from .algorithms.inventory.exportinventory import ExportInventory
from .algorithms.inventory.flagglaciers import FlagGlaciers
from .algorithms.inventory.importinventory import ImportInventory
from .algorithms.inventory.publishinventory import PublishInventory
from .algorithms.inventory.sources import Sources
from .algorithms.inventory.units import Units
from .algorithms.terrain.solarradiation import SolarRadiation
from .algorithms.training.improve import Improve
from .algorithms.training.plan import PlanTraining
from .algorithms.training.train import Train
from .algorithms.training.trainingdata import TrainingData
from .algorithms.validation.agreement import Agreement
from .algorithms.validation.compareinventories import CompareInventories
from .algorithms.validation.evaluate import Evaluate
from .algorithms.validation.gridstatistics import GridStatistics
from .algorithms.validation.passports import Passports
from .algorithms.validation.report import Report
from .algorithms.validation.samplemarkers import SampleMarkers
from .algorithms.validation.summarise import Summarise

ALGORITHMS = (
    CreateInventory,
    ImportInventory,
    ExportInventory,
    CheckInventory,
    PublishInventory,
    CaptureBasemap,
    Detect,
    Polygonize,
    TrainingData,
    PlanTraining,
    Train,
    Improve,
    Sources,
    Attributes,
    FlagGlaciers,
    SolarRadiation,
    Units,
    Evaluate,
    GridStatistics,
    Summarise,
    CompareInventories,
    SampleMarkers,
    Agreement,
    Report,
    Passports,
)
MODELS = (SceneToInventory,)


class RockGlacierProvider(QgsProcessingProvider):
    """Lists the algorithms. `engine` is asked anew at every run, so that settings take effect at once."""

    ID = "rockglacier"

    def __init__(self, engine: Callable[[], Engine]) -> None:
        super().__init__()
        self.engine = engine

    def id(self) -> str:
        return self.ID

    def name(self) -> str:
        return tr("Rock glacier inventory")

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icon.svg"))

    def svgIconPath(self) -> str:
        return str(RESOURCES / "icon.svg")

    def versionInfo(self) -> str:
        return VERSION

    def loadAlgorithms(self) -> None:
        for algorithm in (*ALGORITHMS, *MODELS):  # a model finds its parts among those that are there
            self.addAlgorithm(algorithm())
