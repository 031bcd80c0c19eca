"""A button that shows its key and its colour, and wraps its text where the dock is narrow."""

from __future__ import annotations

import re

from qgis.PyQt.QtCore import QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from qgis.PyQt.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from ..colours import tone


def _whole(flag: object) -> int:
    """A flag as the number that drawText wants, in PyQt5 and PyQt6."""
    return int(getattr(flag, "value", flag))


_WRAP = _whole(Qt.AlignmentFlag.AlignVCenter) | _whole(Qt.AlignmentFlag.AlignLeft) | _whole(Qt.TextFlag.TextWordWrap)
_CENTRE = _whole(Qt.AlignmentFlag.AlignCenter)
_INSET = 3


class KeyButton(QPushButton):
    """Qt's push button neither wraps nor has room for a key, so this one draws what stands on it.

    Parameters
    ----------
    text
        What it does.
    colour
        One of `colours.COLOURS` for a stripe on the left; empty for none.
    large
        Twice as high as its text: for what is pressed a thousand times a day.
    """

    def __init__(self, text: str, colour: str = "", large: bool = False) -> None:
        super().__init__(text)
        self._colour = colour
        self._large = large
        self._key = ""
        self._marked = False
        self._expected = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        # A click must not take the focus from the map; the Tab key still reaches the button.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_key(self, key: str) -> None:
        """The key to show, as the machine writes it; empty for none.

        One with Ctrl or Shift is left to the tooltip: it would take the room of the text.
        """
        self._key = "" if len(key) > 1 and "+" in key else key
        self.updateGeometry()
        self.update()

    def key(self) -> str:
        """The key that is shown."""
        return self._key

    def set_marked(self, marked: bool) -> None:
        """Mark it as what was decided."""
        self._marked = marked
        self.update()

    def is_marked(self) -> bool:
        """Whether it stands for what was decided."""
        return self._marked

    def set_expected(self, expected: bool) -> None:
        """Mark it as what is mostly pressed here."""
        self._expected = expected
        self.update()

    def is_expected(self) -> bool:
        """Whether it is what is mostly pressed here."""
        return self._expected

    def hasHeightForWidth(self) -> bool:
        """Qt's hook: a narrow button is higher, as its text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt's hook."""
        metrics = self.fontMetrics()
        text = metrics.boundingRect(QRect(0, 0, self._text_width(width), 10_000), _WRAP, self.text())
        least = metrics.height() * (2 if self._large else 1)
        return max(text.height(), least) + 2 * self._margin() + 2

    def sizeHint(self) -> QSize:
        """Qt's hook."""
        width = self._room_beside_text() + self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Qt's hook: the longest word must fit."""
        words = re.split(r"(?<=-)|\s+", self.text())
        longest = max(self.fontMetrics().horizontalAdvance(word) for word in words)
        width = self._room_beside_text() + longest + 2
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook: the style draws the button, we draw what stands on it."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        enabled = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        ink = self.palette().color(enabled, QPalette.ColorRole.ButtonText)
        if self._colour:
            self._draw_stripe(painter)
        left = self._margin() + self._stripe_room()
        painter.setPen(ink)
        left += self._draw_key(painter, left)
        width = self._text_width(self.width())
        painter.drawText(QRect(left, 0, width, self.height()), _WRAP, self.text())
        if self._marked or self._expected:
            self._draw_mark(painter, Qt.PenStyle.SolidLine if self._marked else Qt.PenStyle.DashLine)
        painter.end()

    def _draw_stripe(self, painter: QPainter) -> None:
        colour = tone(self._colour, self.palette())
        if not self.isEnabled():
            colour.setAlphaF(0.35)
        painter.fillRect(_INSET, _INSET, self._stripe(), self.height() - 2 * _INSET, colour)

    def _draw_mark(self, painter: QPainter, line: Qt.PenStyle) -> None:
        """A thick frame, which also a narrow button has room for."""
        painter.save()
        pen = QPen(tone(self._colour, self.palette()) if self._colour else painter.pen().color(), 2)
        pen.setStyle(line)
        painter.setPen(pen)
        painter.drawRect(self.rect().adjusted(_INSET, _INSET, -_INSET, -_INSET))
        painter.restore()

    def _draw_key(self, painter: QPainter, left: int) -> int:
        """Draw the key as a key cap and return the room it takes."""
        if not self._key:
            return 0
        metrics = QFontMetrics(self._key_font())
        height = metrics.height() + 2
        cap = QRectF(left, (self.height() - height) / 2, self._key_width() - self._gap(), height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._key_font())
        painter.drawText(cap, _CENTRE, self._key)
        edge = painter.pen().color()
        edge.setAlphaF(0.45 * edge.alphaF())
        painter.setPen(edge)
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.restore()
        return self._key_width()

    def _key_font(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def _key_width(self) -> int:
        if not self._key:
            return 0
        metrics = QFontMetrics(self._key_font())
        return max(metrics.horizontalAdvance(self._key) + 8, metrics.height()) + self._gap()

    def _margin(self) -> int:
        return max(4, self.fontMetrics().height() // 4)

    def _gap(self) -> int:
        return max(4, self.fontMetrics().height() // 4)

    def _stripe(self) -> int:
        return max(5, self.fontMetrics().height() // 3)

    def _stripe_room(self) -> int:
        return _INSET + self._stripe() if self._colour else 0

    def _room_beside_text(self) -> int:
        return 2 * self._margin() + self._stripe_room() + self._key_width()

    def _text_width(self, width: int) -> int:
        return max(10, width - self._room_beside_text())
