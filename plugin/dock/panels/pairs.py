"""A layout of two even columns, or three, that becomes fewer where they do not fit."""

from __future__ import annotations

from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtWidgets import QLayout, QLayoutItem, QWidget

_SPACING = 4


class Pairs(QLayout):
    """Buttons side by side; large fonts in a narrow dock put them below each other, uncut."""

    def __init__(self, widget: QWidget | None = None, columns: int = 2) -> None:
        self._most = columns
        if widget is None:
            super().__init__()
        else:
            super().__init__(widget)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's hook."""
        self._items.append(item)

    def count(self) -> int:
        """Qt's hook."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Qt's hook."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Qt's hook."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Qt's hook."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Qt's hook."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt's hook."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Qt's hook."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Qt's hook: all columns, if it may."""
        width = self._width_of(self._most)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """Qt's hook: one column, and the height that all have, for the rest is asked for by width."""
        return QSize(self._least(), self.heightForWidth(self._width_of(self._most)))

    def _width_of(self, columns: int) -> int:
        return columns * self._least() + (columns - 1) * _SPACING

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _least(self) -> int:
        return max((item.minimumSize().width() for item in self._shown()), default=0)

    def _place(self, rect: QRect, move: bool) -> int:
        """Lay the items out in a rectangle and return the height they take."""
        items = self._shown()
        fitting = (count for count in range(self._most, 1, -1) if rect.width() >= self._width_of(count))
        columns = next(fitting, 1)
        width = (rect.width() - _SPACING * (columns - 1)) // columns
        top = rect.top()
        for start in range(0, len(items), columns):
            row = items[start : start + columns]
            height = max(_height(item, width) for item in row)
            for place, item in enumerate(row):
                if move:
                    item.setGeometry(QRect(rect.left() + place * (width + _SPACING), top, width, height))
            top += height + _SPACING
        return max(0, top - _SPACING - rect.top())


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
