"""The models that are there: what each finds, how well and under which licence; import, export, delete."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....inventory.errors import UserError
from ....inventory.model_cards import model_files
from ....inventory.model_cards.card_facts import CardFacts, all_cards
from ....inventory.model_cards.trust_facts import read_trust
from ....processing_provider.adapters.engine import usual_models_folder
from ....processing_provider.adapters.translation import tr
from ...common.helping import add_help, ask
from ...common.settings import current_engine
from ..panels.pairs import Pairs
from ..pieces import LongText, flat
from .card_texts import card_html

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


class ModelsView(QWidget):
    """A list of cards, what the chosen one says, and four buttons. All is done at once and told below."""

    areas_requested = pyqtSignal(str, list)
    """Where a model was trained: its name, and its boxes."""

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Models"))
        self.list.setToolTip(tr("Models that ship with the plugin, and those in the folder of your own models"))
        self.text = QTextBrowser()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setAccessibleName(tr("What the model card says"))
        self.text.setToolTip(tr("What the model card says"))
        self.answer = LongText()
        self.import_button = QPushButton(tr("Import…"))
        self.export_button = QToolButton()
        self.delete_button = QPushButton(tr("Delete…"))
        self.areas_button = QPushButton(tr("Show on the map"))
        self._cards: list[CardFacts] = []
        self._describe()
        self._lay_out()
        self._connect()
        self.reload()

    def _describe(self) -> None:
        self.export_button.setText(tr("Export"))
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.export_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self.export_button)
        self.as_zip = self._menu.addAction(tr("As one .zip…"))
        self.as_folder = self._menu.addAction(tr("Into a folder…"))
        self.export_button.setMenu(self._menu)
        self.import_button.setToolTip(
            tr("Copy a model into your own folder: its card (.json) with the files beside it, or a .zip of them")
        )
        self.export_button.setToolTip(tr("Copy card and weights to give the model away"))

    def _lay_out(self) -> None:
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.list)
        parts.addWidget(self.text)
        parts.setStretchFactor(1, 1)
        parts.setChildrenCollapsible(False)
        lines = self.fontMetrics().height()
        parts.setSizes([5 * lines, 18 * lines])
        buttons = Pairs(columns=4)
        for button in (self.import_button, self.export_button, self.delete_button, self.areas_button):
            button.setMinimumHeight(button.sizeHint().height())
            buttons.addWidget(button)
        layout = flat(QVBoxLayout(self), 6)
        layout.addWidget(parts, 1)
        layout.addLayout(buttons)
        layout.addWidget(self.answer)
        self._tell("")

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda _row: self._show_card())
        self.import_button.clicked.connect(lambda: self._attempt(self.take_in))
        self.as_zip.triggered.connect(lambda: self._attempt(lambda: self.give(as_zip=True)))
        self.as_folder.triggered.connect(lambda: self._attempt(lambda: self.give(as_zip=False)))
        self.delete_button.clicked.connect(lambda: self._attempt(self.delete))
        self.areas_button.clicked.connect(self._show_areas)

    def card(self) -> CardFacts | None:
        """The card that is shown."""
        row = self.list.currentRow()
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def reload(self, name: str = "") -> None:
        """Read the cards that are there now, and show one of them."""
        self._cards = all_cards(current_engine().models_folder)
        self.list.clear()
        for card in self._cards:
            kind = tr("your own") if card.own else tr("ships with the plugin")
            item = QListWidgetItem(f"{card.title} — {card.name} ({kind})")
            item.setToolTip(str(card.path))
            self.list.addItem(item)
        names = [card.name for card in self._cards]
        self.list.setCurrentRow(names.index(name) if name in names else 0)
        self._show_card()

    def _show_card(self) -> None:
        card = self.card()
        trust = read_trust(current_engine().models_folder, card.name) if card else None
        self.text.setHtml(card_html(card, trust) if card else "")
        self.export_button.setEnabled(card is not None)
        self.delete_button.setEnabled(card is not None and card.own)
        self.areas_button.setEnabled(card is not None and bool(card.areas))
        own = card is not None and card.own
        self.delete_button.setToolTip(
            tr("Delete this model of yours") if own else tr("Only your own models can be deleted")
        )
        known = card is not None and card.areas
        self.areas_button.setToolTip(
            tr("Draw where it was trained on the map") if known else tr("The card does not say where it was trained")
        )

    def _tell(self, text: str) -> None:
        self.answer.tell(text)
        self.answer.setVisible(bool(text))

    def _attempt(self, action: Callable[[], str]) -> None:
        try:
            self._tell(action())
        except UserError as error:
            self._tell(f"⚠ {error}")

    def take_in(self) -> str:
        """Ask for a model and copy it into the person's own folder; what came of it."""
        kinds = tr("Models (*.json *.zip)")
        path, _ = QFileDialog.getOpenFileName(self.window(), tr("Import a model"), str(Path.home()), kinds)
        if not path:
            return ""
        folder = current_engine().models_folder or usual_models_folder()
        name = model_files.take_in(Path(path), folder)
        self.reload(name)
        return tr("The model {} was checked and copied into {}.").format(name, folder)

    def give(self, as_zip: bool) -> str:
        """Ask where, and copy the model there; what came of it."""
        card = self.card()
        if card is None:
            return ""
        title, start = tr("Export {}").format(card.name), Path.home()
        if as_zip:
            path, _ = QFileDialog.getSaveFileName(
                self.window(), title, str(start / f"{card.name}.zip"), tr("Archives (*.zip)")
            )
            path = path if not path or path.lower().endswith(".zip") else f"{path}.zip"
        else:
            path = QFileDialog.getExistingDirectory(self.window(), title, str(start))
        if not path:
            return ""
        written = model_files.give(card.path, Path(path))
        return tr("The model {} was copied: {}.").format(card.name, ", ".join(file.name for file in written))

    def delete(self) -> str:
        """Ask, and delete a model of the person's own; what came of it."""
        card = self.card()
        if card is None or not card.own:
            return ""
        question = tr(
            "Delete the model {} with its weights from {}? This cannot be undone; export it first to keep it."
        )
        text = question.format(card.name, card.path.parent)
        if not ask(self.window(), tr("Delete a model"), text, "models"):
            return ""
        gone = model_files.delete(card.path)
        self.reload()
        return tr("Deleted: {}.").format(", ".join(file.name for file in gone))

    def _show_areas(self) -> None:
        card = self.card()
        if card is not None and card.areas:
            self.areas_requested.emit(card.name, list(card.areas))
            self._tell(tr("The layer 'Where {} was trained' is on the map.").format(card.name))


class ModelsDialog(QDialog):
    """The same as a dialog of the dock; it gives way to the map that shows where a model was trained."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Models"))
        self.view = ModelsView()
        self.view.areas_requested.connect(lambda _name, _boxes: self.accept())
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        add_help(self, close, "models")
        layout = QVBoxLayout(self)
        layout.addWidget(self.view, 1)
        layout.addWidget(close)
        width = self.fontMetrics().averageCharWidth()
        self.resize(80 * width, 80 * width)
