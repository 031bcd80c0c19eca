"""The page under Settings, Options: the engine's set-up, paths of one's own, and whether it works."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsProcessingException, QgsProcessingFeedback
from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ..inventory.model_cards.cards import list_card_titles
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
        from .map.seeing import viewer  # not at QGIS's start
        from .setup.page_mode import PageMode
        from .setup.panel import SetupPanel

        super().__init__(parent)
        self.setObjectName(PAGE)
        self.setup = SetupPanel()
        self._setup_mode = PageMode(self.setup)
        self.interpreter = _path_widget(QgsFileWidget.StorageMode.GetFile)
        self.models = _path_widget(QgsFileWidget.StorageMode.GetDirectory)
        self._patterns = viewer
        self.viewer, self.viewer_problem = QLineEdit(), _text("")
        self.check_button = QPushButton(tr("Check"))
        self.answer = _text("")
        self._fill()
        self._lay_out()
        self.check_button.clicked.connect(self.check)
        self.viewer.textChanged.connect(lambda _text: self._judge_viewer())
        self._judge_viewer()

    def _fill(self) -> None:
        settings = Settings()
        self._shown = {name: getattr(settings, name) for name in ("engine_python", "models_folder", "viewer")}
        self.viewer.setText(self._shown["viewer"])
        self.viewer.setPlaceholderText(self._patterns.GOOGLE_EARTH)
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
        form.addRow(tr("Another viewer"), self.viewer)
        form.addRow("", self.viewer_problem)
        help_text = tr("The address that the key E opens, with {} in it; empty for Google Earth")
        self.viewer.setToolTip(help_text.format(", ".join(f"{{{name}}}" for name in self._patterns.NAMES)))
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
        for name, wanted in (
            ("engine_python", self.interpreter.filePath().strip()),
            ("models_folder", self.models.filePath().strip()),
            ("viewer", self.viewer.text().strip()),
        ):
            if wanted != self._shown[name]:
                setattr(settings, name, wanted)
                self._shown[name] = wanted

    def _judge_viewer(self) -> None:
        """Say what is wrong with the address while it is written."""
        wanted = self.viewer.text().strip()
        problem = self._patterns.problem_of(wanted) if wanted else ""
        self.viewer_problem.setText(problem)
        self.viewer_problem.setVisible(bool(problem))

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
