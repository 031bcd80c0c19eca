"""The page under Settings, Options: the engine's set-up, paths of one's own, and whether it works."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsProcessingException, QgsProcessingFeedback
from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ..inventory.cards import list_card_titles
from ..inventory.requests.small import ModelsRequest
from ..processing_provider.adapters.engine import Engine, usual_models_folder
from ..processing_provider.adapters.engine_process import run_engine
from ..processing_provider.adapters.results import RESOURCES
from ..processing_provider.adapters.translation import tr
from .common.helping import help_button
from .common.settings import Settings, engine_of
from .dock.dialogs.models_view import Box, ModelsView
from .setup.need import PAGE

ICON = str(RESOURCES / "icon.svg")


class OptionsFactory(QgsOptionsWidgetFactory):
    """Tells QGIS of the page."""

    def __init__(self) -> None:
        super().__init__(tr("Rock glacier inventory"), QIcon(ICON))

    def icon(self) -> QIcon:
        return QIcon(ICON)

    def createWidget(self, parent: QWidget) -> QgsOptionsPageWidget:
        return OptionsPage(parent)


class ModelsFactory(QgsOptionsWidgetFactory):
    """Tells QGIS of the page of models.

    Parameters
    ----------
    show_areas
        Draws boxes on the map: name of the model, and west, south, east, north of each.
    """

    def __init__(self, show_areas: Callable[[str, list[Box]], None]) -> None:
        super().__init__(tr("Rock glacier models"), QIcon(ICON))
        self._show_areas = show_areas

    def icon(self) -> QIcon:
        return QIcon(ICON)

    def createWidget(self, parent: QWidget) -> QgsOptionsPageWidget:
        return ModelsPage(self._show_areas, parent)


class ModelsPage(QgsOptionsPageWidget):
    """The models that are there; what is done here is done at once."""

    def __init__(self, show_areas: Callable[[str, list[Box]], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = ModelsView()
        self.view.areas_requested.connect(show_areas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        layout.addWidget(help_button(self, "models"))

    def apply(self) -> None:
        """Called by QGIS on OK: nothing is left to do."""


class OptionsPage(QgsOptionsPageWidget):
    """The engine's set-up; below it two paths, and one button that tries them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        from .setup.page_mode import PageMode  # not at QGIS's start
        from .setup.panel import SetupPanel

        super().__init__(parent)
        self.setObjectName(PAGE)
        self.setup = SetupPanel()
        self._setup_mode = PageMode(self.setup)
        self.interpreter = _path_widget(QgsFileWidget.StorageMode.GetFile)
        self.models = _path_widget(QgsFileWidget.StorageMode.GetDirectory)
        self.check_button = QPushButton(tr("Check"))
        self.answer = _text("")
        self._fill()
        self._lay_out()
        self.check_button.clicked.connect(self.check)

    def _fill(self) -> None:
        settings = Settings()
        self._shown = {"engine_python": settings.engine_python, "models_folder": settings.models_folder}
        self.interpreter.setFilePath(self._shown["engine_python"])
        self.models.setFilePath(self._shown["models_folder"])
        self.models.lineEdit().setPlaceholderText(str(usual_models_folder()))
        found = engine_of("", settings.models_folder).interpreter
        if found is not None:
            self.interpreter.lineEdit().setPlaceholderText(str(found))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(tr("Another Python"), self.interpreter)
        form.addRow(tr("Folder of your own models"), self.models)
        self.interpreter.setToolTip(tr("A Python that has the engine's packages already, in place of the one above"))
        button = QHBoxLayout()
        button.addWidget(self.check_button)
        button.addWidget(help_button(self, "install"))
        button.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        layout.addWidget(self.setup)
        layout.addWidget(line)
        layout.addLayout(form)
        layout.addLayout(button)
        layout.addWidget(self.answer)
        layout.addStretch()

    def _engine(self) -> Engine:
        return engine_of(self.interpreter.filePath().strip(), self.models.filePath().strip())

    def apply(self) -> None:
        """Called by QGIS on OK, whichever page was looked at: only what was changed here is written."""
        settings = Settings()
        for name, field in (("engine_python", self.interpreter), ("models_folder", self.models)):
            wanted = field.filePath().strip()
            if wanted != self._shown[name]:
                setattr(settings, name, wanted)
                self._shown[name] = wanted

    def check(self) -> None:
        """Start the engine with the paths as they stand here, and say what came of it."""
        engine = self._engine()
        problem = engine.problem()
        if not problem:
            self.answer.setText(tr("Checking ..."))
            self.answer.repaint()
            try:
                request = ModelsRequest(folder=engine.models_folder, check=True)
                run_engine(engine.prefix, request, QgsProcessingFeedback(False))
            except QgsProcessingException as error:
                problem = str(error)
        self.answer.setText(problem or self._all_well())

    def _all_well(self) -> str:
        engine = self._engine()
        names = ", ".join(card.name for card in list_card_titles(engine.models_folder))
        return tr("The engine works: {}\nModels: {}").format(engine.interpreter, names)


def _path_widget(mode: QgsFileWidget.StorageMode) -> QgsFileWidget:
    widget = QgsFileWidget()
    widget.setStorageMode(mode)
    return widget


def _text(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
