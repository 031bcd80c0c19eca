"""Above the foot of the dock: the button that searches what the map shows, its model, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAction,
    QActionGroup,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.adapters.translation import tr
from ..pieces import Name, flat

_BAR_HEIGHT = 4
_STEPS = 1000


class DetectLine(QWidget):
    """One line, and a thin bar below it while something is searched."""

    requested = pyqtSignal()
    stop_requested = pyqtSignal()
    model_chosen = pyqtSignal(str)
    """Name of a model card."""
    models_requested = pyqtSignal()
    """The page of models is to be shown."""
    improve_requested = pyqtSignal()
    """The model is to learn from the inventory."""
    stretch_requested = pyqtSignal()
    """The image is to be shown from the darkest to the brightest of what is in view."""
    menu_opens = pyqtSignal()
    """Before the menu is shown: what is possible now may be told."""

    def __init__(self) -> None:
        super().__init__()
        self.button = QToolButton()
        self.button.setText(tr("Detect in view"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop = QPushButton(tr("Stop"))
        self.stop.setToolTip(tr("Stop the search; what was found so far stays in the inventory"))
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.told = Name(cut=Qt.TextElideMode.ElideRight)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(_BAR_HEIGHT)
        self.bar.setRange(0, _STEPS)
        self.bar.setToolTip(tr("How much of the view is searched"))
        self._menu = QMenu(self.button)
        self._menu.setToolTipsVisible(True)
        self._models = QActionGroup(self)
        self.improve = QAction(tr("Improve the model with this inventory…"), self)
        self.improve.triggered.connect(lambda _checked=False: self.improve_requested.emit())
        self.stretch = QAction("", self)
        self.show_key("")
        self.stretch.setToolTip(
            tr("For an image of more than 8 bits, which looks black or pale: only its colours on the map change")
        )
        self.stretch.triggered.connect(lambda _checked=False: self.stretch_requested.emit())
        self.replaces = QAction(tr("Replace what nobody has decided on"), self)
        self.replaces.setCheckable(True)
        self.replaces.setToolTip(
            tr(
                "Candidates in the view that nobody has decided on or commented are replaced by what is found, "
                "whichever model they are of; else only those of the same model"
            )
        )
        self._menu.aboutToShow.connect(self.menu_opens.emit)
        self._enabled_tip = ""
        self._lay_out()
        self.button.clicked.connect(lambda _checked=False: self.requested.emit())
        self.stop.clicked.connect(lambda _checked=False: self.stop_requested.emit())
        self.show_models([], "")
        self.show_idle("")
        self.set_possible("")
        self.set_improvable("")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.button)
        row.addWidget(self.stop)
        row.addWidget(self.told, 1)
        row.addStretch()
        layout = flat(QVBoxLayout(self), 2)
        layout.addLayout(row)
        layout.addWidget(self.bar)

    def show_models(self, models: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer models (name, and what the menu says of it) in the button's menu."""
        for action in self._models.actions():
            self._models.removeAction(action)
        self._menu.clear()
        for name, label in models:
            action = QAction(label, self._models)
            action.setCheckable(True)
            action.setChecked(name == chosen)
            action.setToolTip(name)
            action.triggered.connect(lambda _checked=False, name=name: self.model_chosen.emit(name))
            self._menu.addAction(action)
        self._menu.addSeparator()
        self._menu.addAction(self.replaces)
        self._menu.addAction(self.improve)
        self._menu.addAction(self.stretch)
        page = self._menu.addAction(tr("Models…"))
        page.setToolTip(tr("What each model finds, how well and under which licence; import, export, delete"))
        page.triggered.connect(lambda _checked=False: self.models_requested.emit())
        self.button.setMenu(self._menu)
        self._enabled_tip = tr(
            "Search the image that the map shows with the model {}; candidates come into the inventory "
            "while the search goes on. The arrow offers other models."
        ).format(chosen or tr("(none)"))
        self._show_tip("")

    def show_key(self, key: str) -> None:
        """The key that stretches the image, as this machine writes it."""
        text = tr("Stretch the image to what is in view")
        self.stretch.setText(f"{text}\t{key}" if key else text)

    def set_improvable(self, why_not: str) -> None:
        """Whether the model can learn from the inventory; else why not."""
        self.improve.setEnabled(not why_not)
        self.improve.setToolTip(
            why_not
            or tr(
                "The model learns from what was decided here, and is compared with itself as it is now on ground that "
                "neither has seen; the better one is kept"
            )
        )

    def set_possible(self, why_not: str) -> None:
        """Whether a search can begin; else why not."""
        self.button.setEnabled(not why_not)
        self._show_tip(why_not)

    def _show_tip(self, why_not: str) -> None:
        self.button.setToolTip(why_not or self._enabled_tip)

    def show_running(self, share: float | None, text: str) -> None:
        """Show how far it is, 0 to 1, None where that is not known yet."""
        if self.button.hasFocus():
            self.stop.setFocus()
        self.button.setVisible(False)
        self.stop.setVisible(True)
        self.bar.setVisible(True)
        self.bar.setRange(0, 0 if share is None else _STEPS)
        if share is not None:
            self.bar.setValue(round(share * _STEPS))
        self.told.tell(text)

    def show_idle(self, text: str) -> None:
        """Show that nothing is searched, and what came of the last search."""
        if self.stop.hasFocus():
            self.button.setFocus()
        self.stop.setVisible(False)
        self.bar.setVisible(False)
        self.button.setVisible(True)
        self.told.tell(text)
