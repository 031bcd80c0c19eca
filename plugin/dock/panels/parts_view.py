"""The subregions of an inventory and how far each is: a table of three columns, with a bar behind each number."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QEvent, QModelIndex, Qt, QTimer
from qgis.PyQt.QtGui import QPainter
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from ....gestures.finishing.progress import Part
from ....processing_provider.adapters.translation import tr
from ..colours import tone
from .shown import number

_SHARE = Qt.ItemDataRole.UserRole
_ROWS_AT_ONCE = 8


class PartsView(QTreeWidget):
    """One row for each subregion. The numbers tell all; the bars only make it quicker to see."""

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(3)
        self.setHeaderLabels([tr("Subregion"), tr("Decided"), tr("Reviewed")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAccessibleName(tr("Progress by subregion"))
        self.setToolTip(
            tr("Decided candidates of all, and reviewed markers of those that were drawn for review, by subregion")
        )
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setItemDelegate(_Bars(self))
        self.show_parts([])

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show these; nothing at all where there is none."""
        self.clear()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for part in parts:
            name = part.name or tr("in no subregion")
            item = QTreeWidgetItem([name, *(_of(*pair) for pair in _pairs(part))])
            item.setToolTip(0, name)
            for column, (done, total) in enumerate(_pairs(part), 1):
                item.setTextAlignment(column, right)
                item.setData(column, _SHARE, done / total if total else 0.0)
            self.addTopLevelItem(item)
        self._fit()
        self.setVisible(bool(parts))

    def _fit(self) -> None:
        """As high as its rows, or as eight of them: then it scrolls."""
        shown = min(self.topLevelItemCount(), _ROWS_AT_ONCE)
        row = max(self.sizeHintForRow(0), 0)
        self.setFixedHeight(self.header().sizeHint().height() + shown * row + 2 * self.frameWidth())

    def changeEvent(self, event: QEvent) -> None:
        """Qt's hook: another theme or font, other heights."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            QTimer.singleShot(0, self._fit)  # when the header has the style, too


def _pairs(part: Part) -> tuple[tuple[int, int], tuple[int, int]]:
    return (part.decided, part.candidates), (part.reviewed, part.drawn)


def _of(done: int, total: int) -> str:
    return tr("{} of {}").format(number(done), number(total)) if total else "–"


class _Bars(QStyledItemDelegate):
    """Fills as much of a cell as its share, thinly enough for the number to stay readable in every theme."""

    def __init__(self, view: QTreeWidget) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Qt's hook."""
        share = index.data(_SHARE)
        if share:
            colour = tone("blue", self._view.palette())
            colour.setAlphaF(0.25)
            place = self._view.visualRect(index).adjusted(1, 2, -1, -2)
            place.setWidth(round(share * place.width()))
            painter.fillRect(place, colour)
        super().paint(painter, option, index)
