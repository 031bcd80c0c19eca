"""What both panels have: a column that scrolls but never sideways, a comment, a way there and back."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractButton, QLabel, QVBoxLayout, QWidget

from ...processing_provider.translation import tr
from .hints import Hints
from .key_button import KeyButton
from .keys import Keys
from .pairs import Pairs
from .pieces import Column, CommentField


class Panel(Column):
    """A column of widgets, as wide as the dock.

    `by_action` has the button that does the same as a key, so that a key does nothing when its button
    is hidden or greyed.
    """

    def __init__(self, keys: Keys) -> None:
        super().__init__()
        self.hints = Hints(keys)
        self.by_action: dict[str, QAbstractButton] = {}
        self.content = QWidget()
        self.column = QVBoxLayout(self.content)
        self.column.setContentsMargins(2, 2, 2, 2)
        self.column.setSpacing(8)
        self.comment = CommentField()
        self.comment_label = QLabel(tr("Comment"))

    def fill(self, parts: list[QWidget]) -> None:
        """Put the parts below each other."""
        for part in parts:
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.hold(self.content)

    def add_comment(self) -> QWidget:
        """The comment with its label."""
        row = QWidget()
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.comment_label)
        layout.addWidget(self.comment)
        self.comment_label.setBuddy(self.comment)
        self.comment.setAccessibleName(tr("Comment"))
        self.hints.add(self.comment, tr("A remark that is kept with it; Enter ends it"), "comment")
        return row

    def grid_of(self, *buttons: tuple[str, str, str, object]) -> QWidget:
        """Two columns of buttons, each (action, text, tooltip, signal)."""
        box = QWidget()
        layout = Pairs(box)
        for action, text, help_text, signal in buttons:
            button = KeyButton(text)
            self.hints.add(button, help_text, *(("next", "skip") if action == "next" else (action,)))
            button.clicked.connect(lambda _checked=False, signal=signal: self.say(signal))
            layout.addWidget(button)
            self.by_action[action] = button
        return box

    def say(self, signal: object, *values: object) -> None:
        """Emit a signal, after the comment that is being written: it belongs to what was shown before."""
        self.comment.finish()
        signal.emit(*values)

    def set_keys(self, keys: Keys) -> None:
        """Show other keys."""
        self.hints.set_keys(keys)

    def set_undo(self, undo: str, redo: str) -> None:
        """What undo and redo would do, such as 'Undo: remain of c-12'; empty greys the button."""
        for action, text, plain in (
            ("undo", undo, tr("Nothing to undo")),
            ("redo", redo, tr("Nothing to redo")),
        ):
            self.hints.add(self.by_action[action], text or plain, action)
            self.by_action[action].setEnabled(bool(text))

    def trigger(self, action: str) -> bool:
        """Do what a key asks for, when its button could be pressed now; returns whether it was done."""
        if action == "comment":
            return self._focus_comment()
        button = self.by_action.get("next" if action == "skip" else action)
        if button is None or not button.isEnabled() or not button.isVisibleTo(self):
            return False
        button.click()
        return True

    def _focus_comment(self) -> bool:
        if not self.comment.isEnabled() or self.comment.isReadOnly():
            return False
        self.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(self.comment)
        return True
