"""How sharp the edge of an outline is at each of its levels, as bars: the smallest outline left, the largest right."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ....processing_provider.adapters.translation import tr
from ..colours import tone

_LEAST_SHARE = 0.06
"""Of the height, so that a level without an edge is a level still."""


class LevelsBar(QWidget):
    """A bar for each level; the present one is filled, a ring is as found, a triangle the sharpest edge.

    A click goes to a level, wherever in its column it is: a bar is low where there is no edge. Keys do the same, so
    the focus stays on the map.
    """

    chosen = pyqtSignal(int)
    """Index of the level that was clicked on."""

    def __init__(self) -> None:
        super().__init__()
        self._edges: tuple[float, ...] = ()
        self._now = self._steepest = 0
        self._found: int | None = None
        self._under_mouse: int | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            tr(
                "How sharp the edge is at each level, from the smallest outline to the largest: ○ as found, "
                "▲ sharpest. A click goes to that level"
            )
        )

    def show_levels(self, edges: Sequence[float], now: int, found: int | None, steepest: int) -> None:
        """Show these shares, from the largest outline on, and what is marked of them."""
        self._edges, self._now, self._found, self._steepest = tuple(edges), now, found, steepest
        told = tr("Level {} of {}").format(len(self._edges) - now, len(self._edges))
        self.setAccessibleName(told)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's hook."""
        return QSize(60, 3 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Qt's hook."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        if not self._edges:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, now = tone("grey", self.palette()), tone("blue", self.palette())
        quiet = QColor(ink)
        quiet.setAlphaF(0.5)
        if self._under_mouse is not None and self._under_mouse < len(self._edges):
            column = QColor(ink)
            column.setAlphaF(0.15)
            painter.fillRect(self._column(self._under_mouse), column)
        for place in range(len(self._edges)):
            painter.fillRect(self._bar(place), now if place == self._now else quiet)
        painter.setPen(ink)
        if self._found is not None:
            self._mark(painter, self._found, ink, is_ring=True)
        self._mark(painter, self._steepest, ink, is_ring=False)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's hook: the column that a click would choose is shaded."""
        self._point_at(self._level_at(event.pos().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Qt's hook."""
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's hook."""
        level = self._level_at(event.pos().x())
        if event.button() == Qt.MouseButton.LeftButton and level is not None:
            self.chosen.emit(level)

    def _point_at(self, level: int | None) -> None:
        if level != self._under_mouse:
            self._under_mouse = level
            self.update()

    def _level_at(self, x: int) -> int | None:
        """Of the column at a place; None where there are no levels, or it is beside them."""
        count = len(self._edges)
        if not count or not 0 <= x < self.width():
            return None
        return count - 1 - min(int(x * count / self.width()), count - 1)

    def _size_of_mark(self) -> float:
        return self.fontMetrics().height() * 0.5

    def _bar(self, place: int) -> QRectF:
        """Of a level, from its edge up."""
        column = self._column(place)
        room = self.height() - 2 * self._size_of_mark() - 4
        height = room * max(_LEAST_SHARE, self._edges[place])
        gap = min(2.0, column.width() / 4)
        return QRectF(column.left() + gap / 2, room - height, column.width() - gap, height)

    def _column(self, place: int) -> QRectF:
        """The room of a level; the largest outline, which is the first level, is at the right."""
        step = self.width() / len(self._edges)
        return QRectF(step * (len(self._edges) - 1 - place), 0.0, step, float(self.height()))

    def _mark(self, painter: QPainter, place: int, ink: QColor, is_ring: bool) -> None:
        """Below a bar: the ring first, and the triangle below it, as both may be the same level."""
        size, bar = self._size_of_mark(), self._bar(place)
        middle, top = bar.center().x(), bar.bottom() + 2 + (0 if is_ring else size)
        middle = min(max(middle, size / 2), self.width() - size / 2)
        if is_ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(middle, top + size / 2), size * 0.4, size * 0.4)
            return
        painter.setBrush(ink)
        corners = (QPointF(middle, top), QPointF(middle - size / 2, top + size), QPointF(middle + size / 2, top + size))
        painter.drawPolygon(QPolygonF(corners))
