"""The toolbox entry 'Rock glacier inventory'."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..inventory.version import VERSION
from .adapters.engine import Engine
from .adapters.results import RESOURCES
from .adapters.translation import tr
from .algorithms.agreement import Agreement
from .algorithms.attributes import Attributes
from .algorithms.capturebasemap import CaptureBasemap
from .algorithms.checkinventory import CheckInventory
from .algorithms.compareinventories import CompareInventories
from .algorithms.createinventory import CreateInventory
from .algorithms.detect import Detect
from .algorithms.evaluate import Evaluate
from .algorithms.exportinventory import ExportInventory
from .algorithms.flagglaciers import FlagGlaciers
from .algorithms.gridstatistics import GridStatistics
from .algorithms.importinventory import ImportInventory
from .algorithms.improve import Improve
from .algorithms.passports import Passports
from .algorithms.plan import PlanTraining
from .algorithms.polygonize import Polygonize
from .algorithms.publishinventory import PublishInventory
from .algorithms.report import Report
from .algorithms.samplemarkers import SampleMarkers
from .algorithms.scenetoinventory import SceneToInventory
from .algorithms.solarradiation import SolarRadiation
from .algorithms.sources import Sources
from .algorithms.summarise import Summarise
from .algorithms.train import Train
from .algorithms.trainingdata import TrainingData
from .algorithms.units import Units

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
