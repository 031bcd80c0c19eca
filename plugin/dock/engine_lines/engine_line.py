"""The foot of the dock: whether the engine is there, and what it found last."""

from __future__ import annotations

from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent, QPen
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QWidget

from ....processing_provider.adapters.translation import tr
from ..colours import tone
from ..pieces import Name

OFF, STARTING, READY, BUSY, FAILED, MISSING = "off", "starting", "ready", "busy", "failed", "missing"
"""What the engine can be."""

_COLOURS = {OFF: "grey", STARTING: "amber", READY: "green", BUSY: "blue", FAILED: "red", MISSING: "grey"}
_HOLLOW = (OFF, MISSING)
"""Not there: a ring and no disc, which also tells it to those who see no colours."""


class Dot(QWidget):
    """A disc or a ring, as high as a small letter."""

    def __init__(self) -> None:
        super().__init__()
        self.state = OFF
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Qt's hook."""
        side = max(9, self.fontMetrics().xHeight() + 3)
        return QSize(side, side)

    def set_state(self, state: str) -> None:
        """Show a state."""
        self.state = state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tone(_COLOURS[self.state], self.palette())
        painter.setPen(QPen(colour, 1.5))
        if self.state not in _HOLLOW:
            painter.setBrush(colour)
        painter.drawEllipse(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()


class EngineLine(QWidget):
    """One line: on the left what was found last, on the right the engine's state."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Name(cut=Qt.TextElideMode.ElideRight)
        self.dot = Dot()
        self.label = QLabel(tr("Engine"))
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(4)
        row.addWidget(self.found, 1)
        row.addStretch()
        row.addWidget(self.dot)
        row.addWidget(self.label)
        self.show_found("", "")
        self.show_state(OFF, "")

    def show_state(self, state: str, told: str) -> None:
        """Show a state, and what is to be known of it."""
        self.dot.set_state(state)
        text = _state_text(state)
        if told:
            text = f"{text}: {told}"
        for widget in (self, self.dot, self.label):
            widget.setToolTip(text)
        self.dot.setAccessibleName(text)

    def show_found(self, title: str, text: str) -> None:
        """Show what was found last; the line shortens it, the tooltip has it whole, and of what it is."""
        self.found.tell(text)
        self.found.setToolTip(f"{title}: {text}" if title else text)


def _state_text(state: str) -> str:
    return {
        OFF: tr("The engine is off; it starts when attributes are to be filled"),
        STARTING: tr("The engine is starting"),
        READY: tr("The engine is ready: attributes are filled as you map"),
        BUSY: tr("The engine is at work"),
        FAILED: tr("The engine failed"),
        MISSING: tr("The engine is missing"),
    }[state]
