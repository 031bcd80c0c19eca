"""Inputs of the dock that stay calm: a comment that is said once, a list that the wheel does not turn."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QMouseEvent, QPaintEvent, QWheelEvent
from qgis.PyQt.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter

from ...inventory import schema


class CommentField(QLineEdit):
    """One comment. It says what was written when it is left; Escape brings the old one back."""

    edited = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self._old = ""
        self._of = ""
        self.setMaxLength(schema.ROCK_GLACIERS.field("COMMENT").length or 254)
        self.editingFinished.connect(self.finish)

    def show_comment(self, comment: str, of: str) -> None:
        """Show the comment of what is shown (`of` is its title).

        When the same is shown anew, what is being written stays; when it is another, what was written
        is said first.
        """
        writing = self.text().strip() != self._old
        if writing and of == self._of:
            self._old = comment
            return
        self.finish()
        self._old, self._of = comment, of
        self.setText(comment)
        self.setCursorPosition(0)

    def finish(self) -> None:
        """Say what was written, once."""
        text = self.text().strip()
        if text != self._old:
            self._old = text
            self.edited.emit(text)

    def restore(self) -> None:
        """What was there before."""
        self.setText(self._old)


class Choice(QComboBox):
    """A combo box that a turn of the wheel cannot change by mistake and that no long entry widens."""

    left = pyqtSignal()
    """The list that the mouse has opened is closed: who works on the map wants the keys back, arrows too."""

    def __init__(self) -> None:
        super().__init__()
        self._by_mouse = False
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook: an entry that is too long ends in three dots."""
        if self.isEditable():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        elide = Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(option.currentText, elide, room - 6)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's hook."""
        self._by_mouse = True
        super().mousePressEvent(event)

    def hidePopup(self) -> None:
        """Qt's hook."""
        super().hidePopup()
        if self._by_mouse:
            self._by_mouse = False
            QTimer.singleShot(0, self._leave)

    def _leave(self) -> None:
        self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt's hook: the panel scrolls, the choice stays."""
        event.ignore()

    def choose(self, data: str) -> None:
        """Show the entry with that data, without a signal to the controller."""
        self.setCurrentIndex(self.findData(data))

    def offer(self, names: Sequence[str], none: str = "") -> None:
        """Offer these names, and before them `none` for an empty one; what was chosen stays if it is there."""
        chosen = self.currentData()
        self.clear()
        if none:
            self.addItem(none, "")
        for name in names:
            self.addItem(name, name)
        self.setCurrentIndex(max(0, self.findData(chosen)))
