"""What both panels have: a column that scrolls but never sideways, a comment, a way there and back."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QEvent, QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ...processing_provider.adapters.translation import tr
from .hints import Hints
from .inputs import CommentField
from .keys.key_button import KeyButton
from .keys.keys import Keys
from .panels.pairs import Pairs
from .pieces import Column, flat

_MOST_KEPT = 260
"""Pixels that a panel asks for at least; what is higher scrolls."""


class Panel(Column):
    """A column of widgets, as wide as the dock.

    `by_action` has the button that does the same as a key, so that a key does nothing when its button
    is hidden or greyed.
    """

    left = pyqtSignal()
    """What had the focus in it is gone: the map may have it."""

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
        self._in_sight: tuple[QWidget, QWidget] | None = None
        self._left_at = 0
        self._undo = {"undo": "", "redo": ""}

    def fill(self, parts: list[QWidget]) -> None:
        """Put the parts below each other."""
        for part in parts:
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.hold(self.content)

    def keep_in_sight(self, part: QWidget, rest: QWidget) -> None:
        """What is needed now: however little room there is, `part` is seen, and on to `rest` if it can be."""
        self._in_sight = part, rest
        QTimer.singleShot(0, self._bring_into_sight)  # when the layout knows where everything is

    def _follow(self) -> None:
        """The layout has changed: what was in sight stays so, unless the person has scrolled elsewhere."""
        if self.verticalScrollBar().value() == self._left_at:
            self._bring_into_sight()

    def _bring_into_sight(self) -> None:
        if self._in_sight is None or not self._in_sight[0].isVisibleTo(self):
            return
        part, rest = self._in_sight
        self.setMinimumHeight(min(part.height(), _MOST_KEPT) + 2 * self.column.spacing())
        room, bar = self.viewport().height(), self.verticalScrollBar()
        top, bottom = part.y(), rest.geometry().bottom() if rest.isVisibleTo(self) else 0
        if bottom - top > room:
            bottom = part.geometry().bottom()
        if not (bar.value() <= top and bottom <= bar.value() + room):
            bar.setValue(min(top, max(0, bottom + self.column.spacing() // 2 - room)))
        self._left_at = bar.value()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's hook: another dock has taken a part of the room, or a message has."""
        super().resizeEvent(event)
        if event.size().height() < event.oldSize().height():
            QTimer.singleShot(0, self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: what is above the buttons has another height, as another candidate has more warnings."""
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self._follow)
        return super().eventFilter(watched, event)

    def keep_focus(self, before: QWidget | None) -> None:
        """What had the focus was hidden: Qt gives it to what comes next, where keys may not be heard."""
        if before is not None and self.isAncestorOf(before) and not before.isVisibleTo(self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.left.emit()

    def add_comment(self) -> QWidget:
        """The comment with its label."""
        row = QWidget()
        layout = flat(QHBoxLayout(row), 6)
        layout.addWidget(self.comment_label)
        layout.addWidget(self.comment, 1)
        self.comment_label.setBuddy(self.comment)
        self.comment.setAccessibleName(tr("Comment"))
        self.hints.add(self.comment, tr("A remark that is kept with it; Enter ends it"), "comment")
        return row

    def grid_of(self, *buttons: tuple[Any, ...], columns: int = 2) -> QWidget:
        """Columns of buttons, each (action, text, tooltip, signal), and its colour where it has one."""
        box = QWidget()
        layout = Pairs(box, columns)
        for action, text, help_text, signal, *colour in buttons:
            button = KeyButton(text, *colour)
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
        self._undo = {"undo": undo, "redo": redo}
        self._enable_gestures()

    def show_undo(self, possible: bool) -> None:
        """Show that, or that nothing can be undone now."""
        for action, plain in (("undo", tr("Nothing to undo")), ("redo", tr("Nothing to redo"))):
            text = self._undo[action] if possible else ""
            self.hints.add(self.by_action[action], text or plain, action)
            self.by_action[action].setEnabled(bool(text))

    def _enable_gestures(self) -> None:
        """Enable what can be done with what is shown."""
        raise NotImplementedError

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
