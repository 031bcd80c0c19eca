"""A list of the keys in which each can be changed, for the settings."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....inventory.errors import UserError
from ....processing_provider.adapters.translation import tr
from ..pieces import Column, Text
from ..texts import action_text
from .actions import ACTIONS
from .keys import Keys

_PORTABLE = QKeySequence.SequenceFormat.PortableText


class KeyEditor(QWidget):
    """Edits a copy of the keys; whoever shows it takes `keys()` when the person agrees."""

    changed = pyqtSignal()

    def __init__(self, keys: Keys) -> None:
        super().__init__()
        self._keys = keys.copy()
        self.fields: dict[str, QKeySequenceEdit] = {}
        self.also: dict[str, Text] = {}
        self.problem = Text()
        self.reset_button = QPushButton(tr("Reset all keys"))
        self.reset_button.setToolTip(tr("Give every action the key it had at first"))
        self._lay_out()
        self.reset_button.clicked.connect(self.reset)
        self._show()

    def _lay_out(self) -> None:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setColumnStretch(0, 1)
        for row, action in enumerate(ACTIONS):
            words = action_text(action)
            grid.addWidget(Text(words), row, 0)
            grid.addWidget(self._field(action, words), row, 1)
            grid.addWidget(self.also[action], row, 2)
            grid.addWidget(self._clear_button(action, words), row, 3)
        foot = QHBoxLayout()
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.reset_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Column(table), 1)
        layout.addLayout(foot)

    def _field(self, action: str, words: str) -> QKeySequenceEdit:
        field = QKeySequenceEdit()
        field.setToolTip(tr("Press the key for: {}").format(words))
        field.setAccessibleName(words)
        field.editingFinished.connect(lambda: self._edit(action))
        self.fields[action] = field
        self.also[action] = Text()
        self.also[action].setToolTip(tr("These keys do the same"))
        return field

    def _clear_button(self, action: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setText("×")
        button.setAutoRaise(True)
        button.setToolTip(tr("No key for: {}").format(words))
        button.setAccessibleName(button.toolTip())
        button.clicked.connect(lambda: self._set(action, ()))
        return button

    def keys(self) -> Keys:
        """The keys as they stand in the list."""
        return self._keys.copy()

    def reset(self) -> None:
        """Every action has its first key again."""
        self._keys.reset()
        self.problem.tell("")
        self._show()
        self.changed.emit()

    def _edit(self, action: str) -> None:
        # Several keys one after the other are no shortcut here: the first one counts.
        pressed = self.fields[action].keySequence()
        first = "" if pressed.isEmpty() else QKeySequence(pressed[0]).toString(_PORTABLE)
        if first != (self._keys.keys(action) or ("",))[0]:
            self._set(action, (first, *self._keys.keys(action)[1:]) if first else ())
        else:
            self._show()

    def _set(self, action: str, keys: tuple[str, ...]) -> None:
        self.problem.tell("")
        try:
            self._keys.set(action, tuple(dict.fromkeys(keys)))
        except UserError as error:
            self.problem.tell(error.message)
        else:
            self.changed.emit()
        self._show()

    def _show(self) -> None:
        for action, field in self.fields.items():
            keys = self._keys.keys(action)
            field.blockSignals(True)
            field.setKeySequence(QKeySequence(keys[0] if keys else "", _PORTABLE))
            field.blockSignals(False)
            self.also[action].setText(self._keys.also(action))
