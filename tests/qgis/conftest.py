"""Fixtures of the PyQGIS suite: the provider with the real engine, a simulated scene, an inventory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsSettings,
)
from qgis.PyQt.QtCore import Qt
from rock_glacier_inventory.plugin.common.settings import PREFIX, current_engine
from rock_glacier_inventory.processing_provider.adapters.engine import Engine
from rock_glacier_inventory.processing_provider.provider import RockGlacierProvider

from ..simulated import simulate

# What a person does with widgets is the same here and in the desktop, whose scripts have no package.
sys.path.append(str(Path(__file__).parents[1] / "desktop"))

MODEL = "simulated-alpine"
# Each engine process compiles the loops of the radiation; here, where they are not what is tried, with less care.
os.environ.setdefault("NUMBA_OPT", "1")
# As it is: newer bindings warn once in a process where nobody has said so, the fault of whichever test opens
# a file first. What the plugin does about it is seen in processes of its own (`test_qgis_process.py`).
gdal.DontUseExceptions()


def open_files() -> list[str]:
    """What this process has open; a file that was removed meanwhile has " (deleted)" behind its name."""
    return [os.readlink(link) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]


class Feedback(QgsProcessingFeedback):
    """Keeps what an algorithm says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.warnings: list[str] = []
        self.infos: list[str] = []
        self.steps: list[str] = []
        self.debug: list[str] = []
        self.console: list[str] = []
        self.fractions: list[float] = []
        self.progressChanged.connect(self.fractions.append, Qt.ConnectionType.DirectConnection)

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)

    def pushInfo(self, info: str) -> None:
        self.infos.append(info)

    def pushConsoleInfo(self, info: str) -> None:
        super().pushConsoleInfo(info)
        self.console.append(info)

    def pushDebugInfo(self, info: str) -> None:
        self.debug.append(info)

    def setProgressText(self, text: str) -> None:
        self.steps.append(text)


@dataclass
class Run:
    """The outputs of an algorithm, with the context they live in and what was said."""

    results: dict[str, Any]
    context: QgsProcessingContext | None
    feedback: Feedback


@pytest.fixture(autouse=True)
def _no_settings_of_another_test() -> None:
    """Settings are live and stay: each test begins with none."""
    QgsSettings().remove(PREFIX)


@pytest.fixture(params=[False, True], ids=["errors returned", "exceptions on"])
def exceptions(request: pytest.FixtureRequest) -> Iterator[None]:
    """GDAL's exceptions off and on: another plugin, or the desktop of newer QGIS, may have set either."""
    before = gdal.GetUseExceptions()
    (gdal.UseExceptions if request.param else gdal.DontUseExceptions)()
    yield
    assert bool(gdal.GetUseExceptions()) is request.param
    (gdal.UseExceptions if before else gdal.DontUseExceptions)()


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The real engine, with no models of one's own, which an earlier run may have left in the profile."""
    engine = replace(current_engine(), models_folder=None)
    assert engine.problem() == "", "build the engine's environment first (make test does)"
    return engine


@pytest.fixture(scope="module")
def provider(qgis_app: QgsApplication, engine: Engine) -> Iterator[RockGlacierProvider]:
    provider = RockGlacierProvider(lambda: engine)
    QgsApplication.processingRegistry().addProvider(provider)
    provider.refreshAlgorithms()  # as the plugin does, for the model
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture(scope="session")
def sample(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a small simulated scene."""
    return simulate(engine.prefix, tmp_path_factory.mktemp("sample"), 512, 3)


class RunAlgorithm:
    """Checks the parameters and runs an algorithm of the provider, as the toolbox does."""

    def __init__(self) -> None:
        self.project = QgsProject()
        self.feedback = Feedback()
        """Of the run that is under way, or was the last."""

    def __call__(self, name: str, **parameters: Any) -> Run:
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"rockglacier:{name}")
        context, feedback = QgsProcessingContext(), Feedback()
        self.feedback = feedback
        context.setProject(self.project)
        context.setFeedback(feedback)
        well, problem = algorithm.checkParameterValues(parameters, context)
        if not well:
            raise QgsProcessingException(problem)
        results, _ = algorithm.run(parameters, context, feedback, {}, False)
        return Run(results, context, feedback)


@pytest.fixture
def run(provider: RockGlacierProvider) -> Iterator[RunAlgorithm]:
    run = RunAlgorithm()
    yield run
    run.project.clear()


@pytest.fixture(scope="session")
def new_inventory(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new inventory, to be copied; that QGIS makes one is seen in `test_create`."""
    path = tmp_path_factory.mktemp("new") / "inventory.gpkg"
    subprocess.run([*engine.prefix, "create", "--output", str(path), "--title", "Test"], check=True)
    return path


@pytest.fixture
def inventory(run: RunAlgorithm, new_inventory: Path, tmp_path: Path) -> Path:
    """A new inventory."""
    return Path(shutil.copy(new_inventory, tmp_path))


@pytest.fixture(scope="module")
def detected(provider: RockGlacierProvider, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """One detection into all three outputs; the network runs once for the tests that need its result."""
    folder = tmp_path_factory.mktemp("detected")
    run = RunAlgorithm()
    run("createinventory", OUTPUT=str(folder / "inventory.gpkg"), TITLE="Detected")
    done = run(
        "detect",
        INPUT=str(sample / "scene.tif"),
        MODEL=MODEL,
        INVENTORY=str(folder / "inventory.gpkg"),
        OUTPUT="memory:",
        PROBABILITY=str(folder / "probability.tif"),
    )
    yield done
    # pytest keeps the last test's fixtures until QGIS has ended; its layers must not live so long.
    done.context = None
    run.project.clear()


def children() -> list[int]:
    """Process ids of the children of this process."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue  # it has ended meanwhile
        if parent == os.getpid():
            found.append(int(folder.name))
    return found
