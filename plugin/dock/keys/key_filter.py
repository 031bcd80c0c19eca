"""Keys while the map or the dock has the focus: an event filter that turns them into actions."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import QEvent, QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from ..inputs import CommentField
from .actions import DECIDING, HELD, OFF, OPEN_HELP, REPEATED, RESTING, SCOPES
from .keys import Keys, pressed

_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_AWAY = (QEvent.Type.FocusOut, QEvent.Type.WindowDeactivate)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_LEAVING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class KeyFilter(QObject):
    """Watches the map canvas and the dock.

    It takes our keys before QGIS's own shortcuts can (by accepting their ShortcutOverride), but never
    from a person who writes text. Return and Escape in a text field give the focus back (`left_text`).
    While `live` says no (the dock is closed, or behind another one), no key is ours.
    """

    triggered = pyqtSignal(str)
    held = pyqtSignal(str, bool)
    let_go = pyqtSignal(str)
    """One of `RESTING` was begun by a key that was down until now."""
    lost = pyqtSignal()
    """What was held has ended without its key: the focus has gone, or keys are off."""
    left_text = pyqtSignal()

    def __init__(self, keys: Keys, parent: QObject | None = None, live: Callable[[], bool] = lambda: True) -> None:
        super().__init__(parent)
        self._keys, self._live = keys, live
        self._scope = OFF
        self._held = self._resting = ""
        self._resting_key = 0
        self._held_key = self._picking = 0
        self._watched: list[QWidget] = []

    def set_keys(self, keys: Keys) -> None:
        """Other keys from now on."""
        self._lose()
        self._keys = keys

    def set_scope(self, scope: str) -> None:
        """Say what the person is at: one of `actions.SCOPES`."""
        if scope not in SCOPES:
            raise ValueError(f"no scope of keys is called {scope}")
        if scope == OFF:
            self._resting = ""
            self._lose()
        self._scope = scope

    @property
    def scope(self) -> str:
        """What the person is at."""
        return self._scope

    def watch(self, widget: QWidget) -> None:
        """Listen at a widget and all that is in it now (a combo box would take letters for itself)."""
        for child in (widget, *widget.findChildren(QWidget)):
            lists = [child.view()] if isinstance(child, QComboBox) else []
            for one in (child, *lists):
                one.installEventFilter(self)
                self._watched.append(one)

    def _picked(self) -> None:
        self._picking = 0

    def stop(self) -> None:
        """Listen no more."""
        self._lose()
        for widget in self._watched:
            try:
                widget.removeEventFilter(self)
            except RuntimeError:
                continue  # Qt has deleted it already
        self._watched.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: True keeps the event from the widget."""
        kind = event.type()
        if kind in _AWAY:
            if kind == QEvent.Type.WindowDeactivate:
                self._resting = ""
            self._lose()
            return False
        if kind not in _KEYS:
            return False
        if QApplication.activePopupWidget() is not None:  # the list of a combo box, a menu
            self._picking = event.key()
            QTimer.singleShot(0, self._picked)
            return False
        if event.key() == self._picking:
            return False  # the list closed while this very press was on its way through it
        if not self._live():
            self._lose()
            return False
        writing = _text_input(QApplication.focusWidget()) or _text_input(watched)
        if writing is not None:
            return self._written(writing, kind, event)
        return self._pressed(watched, kind, event)

    def _written(self, field: QWidget, kind: QEvent.Type, event: QKeyEvent) -> bool:
        if field not in self._watched:
            return False  # one of QGIS's own, such as advanced digitising shows on the map
        if Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35 and self._action(event) == OPEN_HELP:  # it writes nothing
            return self._pressed(field, kind, event)
        if event.key() not in _LEAVING or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
        elif kind == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and isinstance(field, CommentField):
                field.restore()
            field.clearFocus()  # the field says what was written as it loses the focus
            self.left_text.emit()
        return True

    def _pressed(self, watched: QObject, kind: QEvent.Type, event: QKeyEvent) -> bool:
        if kind == QEvent.Type.KeyRelease:
            return self._released(event)
        if self._resting and event.key() == self._resting_key:
            if event.isAutoRepeat():
                event.accept()  # what it began has keys of its own, and QGIS has others
                return True
            self._resting = ""  # its release went elsewhere
        action = self._action(event)
        if not action or _is_its_own(watched, event):
            return False
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
        elif action in REPEATED or not event.isAutoRepeat():
            # A key that rests on the board must not decide for thirty candidates; the map and an outline it may change.
            self._do(action, event.key())
        return True

    def _released(self, event: QKeyEvent) -> bool:
        if self._held and event.key() == self._held_key:
            if not event.isAutoRepeat():
                self._let_go()
            return True
        if self._resting and event.key() == self._resting_key:
            if not event.isAutoRepeat():
                action, self._resting = self._resting, ""
                self.let_go.emit(action)
            return True
        return False

    def _action(self, event: QKeyEvent) -> str:
        action = self._keys.action(self._scope, pressed(event))
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
        if action or letter or not shift or event.key() in _ARROWS:
            return action
        # Some keyboards have the digits or the full stop on Shift.
        plain = QKeyEvent(event.type(), event.key(), event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier)
        return self._keys.action(self._scope, pressed(plain))

    def _do(self, action: str, key: int) -> None:
        if action in RESTING and self._scope == DECIDING:
            self._resting, self._resting_key = action, key
        if action in HELD:
            self._held, self._held_key = action, key
            self.held.emit(action, True)
        else:
            self.triggered.emit(action)

    def _lose(self) -> None:
        """End what is held when its release will never reach us: outlines must not stay hidden."""
        if self._held:
            self._let_go()
            self.lost.emit()

    def _let_go(self) -> None:
        if self._held:
            action, self._held = self._held, ""
            self.held.emit(action, False)


def _text_input(widget: QObject | None) -> QWidget | None:
    """The widget when a person can write in it."""
    if isinstance(widget, (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)):
        return None if widget.isReadOnly() else widget
    if isinstance(widget, QComboBox) and widget.isEditable():
        return widget
    return None


def _is_its_own(watched: QObject, event: QKeyEvent) -> bool:
    """Space on a button or combo box that was reached by the Tab key presses it, and arrows choose, as everywhere."""
    focused = QApplication.focusWidget()
    if event.key() in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        # Also at the end of a list, which passes them on to what it lies in.
        grouped = isinstance(focused, QAbstractButton) and focused.group() is not None
        return grouped or isinstance(focused, (QComboBox, QAbstractItemView, QAbstractSlider))
    reached = watched is focused and isinstance(watched, (QAbstractButton, QComboBox))
    return reached and event.key() == Qt.Key.Key_Space and not event.modifiers()
