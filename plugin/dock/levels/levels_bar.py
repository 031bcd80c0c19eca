"""How sharp the edge of an outline is at each of its levels, as bars: the smallest outline left, the largest right."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ....processing_provider.adapters.translation import tr
from ..colours import tone

_LEAST_SHARE = 0.06
"""Of the height, so that a level without an edge is a level still."""


class LevelsBar(QWidget):
    """A bar for each level; the present one is filled, a ring is as found, a triangle the sharpest edge."""

    def __init__(self) -> None:
        super().__init__()
        self._edges: tuple[float, ...] = ()
        self._now = self._steepest = 0
        self._found: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            tr("How sharp the edge is at each level, from the smallest outline to the largest: ○ as found, ▲ sharpest")
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
        for place in range(len(self._edges)):
            painter.fillRect(self._bar(place), now if place == self._now else quiet)
        painter.setPen(ink)
        if self._found is not None:
            self._mark(painter, self._found, ink, is_ring=True)
        self._mark(painter, self._steepest, ink, is_ring=False)
        painter.end()

    def _size_of_mark(self) -> float:
        return self.fontMetrics().height() * 0.5

    def _bar(self, place: int) -> QRectF:
        """Of a level; the largest outline, which is the first level, is at the right."""
        step = self.width() / len(self._edges)
        room = self.height() - 2 * self._size_of_mark() - 4
        height = room * max(_LEAST_SHARE, self._edges[place])
        left = step * (len(self._edges) - 1 - place)
        gap = min(2.0, step / 4)
        return QRectF(left + gap / 2, room - height, step - gap, height)

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
