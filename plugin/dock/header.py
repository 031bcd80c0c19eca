"""The dock's head: which inventory, and who works on it."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QCompleter, QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from ...processing_provider.adapters.translation import tr
from .inputs import Choice

MAPPER, REVIEWER = "mapper", "reviewer"


class Header(QWidget):
    """The inventory (recent, new, open), the settings, the person's name."""

    inventory_chosen = pyqtSignal(str)
    new_requested = pyqtSignal()
    open_requested = pyqtSignal()
    settings_requested = pyqtSignal()
    help_requested = pyqtSignal()
    person_changed = pyqtSignal(str)
    person_forgotten = pyqtSignal(str)
    name_done = pyqtSignal()
    """Enter was pressed in the name while its list was open, which keeps the key from all others."""

    def __init__(self) -> None:
        super().__init__()
        self._path = ""
        self._person, self._role, self._needs_name = "", MAPPER, False
        self.inventory = Choice()
        self.new_button = _tool("/mActionFileNew.svg", tr("New"), tr("Make a new inventory"))
        self.open_button = _tool("/mActionFileOpen.svg", tr("Open…"), tr("Open an inventory"))
        self.settings_button = _tool("/mActionOptions.svg", tr("Settings"), tr("Keys, zoom and the engine"))
        self.help_button = _tool("/mActionHelpContents.svg", tr("Help"), tr("Open the page of help (F1)"))
        self.role = QLabel()
        self.person = Choice()
        self.person.setEditable(True)
        # A name is what was written: the list helps while one writes, and puts no longer one in its place.
        self.person.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.person.completer().setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.person.completer().setCaseSensitivity(Qt.CaseSensitivity.CaseSensitive)
        self.person.lineEdit().setMaxLength(80)
        self.person.lineEdit().setPlaceholderText(tr("your name"))
        self.role.setBuddy(self.person)
        self.forget_button = _tool("/mIconClearText.svg", tr("Forget this name"), "")
        self._describe()
        self._lay_out()
        self._connect()
        self.set_recent([])
        self.set_role(MAPPER)

    def _describe(self) -> None:
        self.inventory.setAccessibleName(tr("Inventory"))
        self.inventory.setToolTip(tr("The inventory you work on; the list has the recent ones"))
        self.person.setAccessibleName(tr("Your name"))
        self.person.setToolTip(tr("Your name, as it is written beside what you decide"))

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.inventory, 1)
        for button in (self.new_button, self.open_button, self.settings_button, self.help_button):
            first.addWidget(button)
        first.setSpacing(2)
        second.setSpacing(6)
        second.addWidget(self.role)
        second.addWidget(self.person, 1)
        second.addWidget(self.forget_button)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(4)
        layout.addLayout(first, 0, 0)
        layout.addLayout(second, 1, 0)

    def _connect(self) -> None:
        self.inventory.activated.connect(lambda _index: self._choose_inventory())
        self.new_button.clicked.connect(lambda: self.new_requested.emit())
        self.open_button.clicked.connect(lambda: self.open_requested.emit())
        self.settings_button.clicked.connect(lambda: self.settings_requested.emit())
        self.help_button.clicked.connect(lambda: self.help_requested.emit())
        self.person.lineEdit().editingFinished.connect(self._name_person)
        self.person.activated.connect(lambda _index: self._name_person())
        self.person.lineEdit().returnPressed.connect(self._end_name)
        self.person.editTextChanged.connect(lambda _text: self._show_forgettable())
        self.forget_button.clicked.connect(self._forget)

    def set_recent(self, paths: list[str]) -> None:
        """The inventories of the list; the one that is open is always in it."""
        known = list(dict.fromkeys(path for path in [self._path, *paths] if path))
        self.inventory.clear()
        if not self._path:
            self.inventory.addItem(tr("no inventory is open"), "")
        for path in known:
            self.inventory.addItem(_short(path, known), path)
            self.inventory.setItemData(self.inventory.count() - 1, path, Qt.ItemDataRole.ToolTipRole)
        self.inventory.choose(self._path)

    def set_inventory(self, path: str) -> None:
        """The inventory that is open; empty for none."""
        recent = [self.inventory.itemData(row) for row in range(self.inventory.count())]
        self._path = path
        self.set_recent([known for known in recent if known])
        self.inventory.setToolTip(path or tr("The inventory you work on; the list has the recent ones"))

    def set_person(self, name: str, known: list[str]) -> None:
        """The person who works, and the names to choose from."""
        self._person = name
        self.person.clear()
        self.person.addItems(list(dict.fromkeys(person for person in [name, *known] if person)))
        self.person.setEditText(name)
        self.person.lineEdit().setCursorPosition(0)  # a narrow field shows how the name begins
        self._show_forgettable()

    def need_name(self, needed: bool) -> None:
        """Show, or no longer, that nothing can be decided before there is a name."""
        self._needs_name = needed
        self._show_role()

    def set_role(self, role: str) -> None:
        """What the person is here: 'mapper' or 'reviewer'."""
        self._role = role
        self._show_role()

    def _show_role(self) -> None:
        role = tr("Reviewer") if self._role == REVIEWER else tr("Mapper")
        self.role.setText(f"⚠ {role}" if self._needs_name else role)

    def _choose_inventory(self) -> None:
        path = self.inventory.currentData()
        if path and path != self._path:
            # The list shows what is open, not what was asked for: opening may fail.
            self.inventory.choose(self._path)
            self.inventory_chosen.emit(path)

    def _show_forgettable(self) -> None:
        """Only a name of the list can be taken off it."""
        name = self._written_name()
        known = bool(name) and self.person.findText(name, Qt.MatchFlag.MatchExactly) >= 0
        self.forget_button.setEnabled(known)
        told = tr("Take {} off the list of names; what was decided under it keeps it").format(name)
        self.forget_button.setToolTip(told if known else tr("Take the name off the list of names"))

    def _end_name(self) -> None:
        self.person.completer().popup().hide()
        self.person.lineEdit().clearFocus()
        self.name_done.emit()

    def _forget(self) -> None:
        self.person_forgotten.emit(self._written_name())

    def _written_name(self) -> str:
        return " ".join(self.person.currentText().split())

    def _name_person(self) -> None:
        name = self._written_name()
        if name != self._person:
            self._person = name
            self.person_changed.emit(name)


def _tool(icon: str, name: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(QgsApplication.getThemeIcon(icon))
    side = button.fontMetrics().height() + 2
    button.setIconSize(QSize(side, side))
    button.setAutoRaise(True)
    button.setText(name)
    button.setAccessibleName(name)
    button.setToolTip(help_text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _short(path: str, among: list[str]) -> str:
    """The file's name, with its folder where another one has the same name."""
    name = Path(path).name
    if sum(Path(other).name == name for other in among) > 1:
        return f"{name} ({Path(path).parent.name})"
    return name
