"""A training as it goes: the picture of its curves, which grows while the engine draws it anew."""

from __future__ import annotations

import contextlib
from pathlib import Path

from qgis.PyQt.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QPainter, QPaintEvent
from qgis.PyQt.QtSvg import QSvgRenderer
from qgis.PyQt.QtWidgets import QApplication, QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ....processing_provider.adapters.translation import tr
from ...common.helping import help_button
from ..pieces import LongText, flat

LOOK_EVERY_MS = 1000
_FRAME = QSize(12, 40)
"""What a window manager puts around a window, at the most."""
_FOOT = 130
"""Height of progress bar and buttons at the foot of a dialog of Processing."""


class Picture(QWidget):
    """An SVG file as large as there is room, in its own proportions; nothing while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._renderer = QSvgRenderer()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 100)

    def sizeHint(self) -> QSize:
        return QSize(760, 270)

    @property
    def is_shown(self) -> bool:
        """Whether there is a picture."""
        return self._renderer.isValid()

    def show_bytes(self, content: bytes) -> None:
        """Show an SVG."""
        self._renderer.load(QByteArray(content))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_shown:
            return
        size = self._renderer.defaultSize().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter = QPainter(self)
        self._renderer.render(painter, QRectF(left, top, size.width(), size.height()))
        painter.end()


class TrainingCurve(QDialog):
    """A window beside the map; closing it does not touch the training."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # somebody may be writing elsewhere
        self._path, self._seen = Path(), b""
        self.picture = Picture()
        self.picture.setAccessibleName(tr("Curves of loss and IoU"))
        self.picture.setToolTip(tr("Loss and IoU of the patches that are trained on, and of others"))
        self.text = LongText()
        layout = flat(QVBoxLayout(self), 6)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.picture, 1)
        self.help = help_button(self, "training#train")
        foot = flat(QHBoxLayout(), 6)
        foot.addWidget(self.text, 1)
        foot.addWidget(self.help)
        layout.addLayout(foot)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def follow(self, name: str, path: str) -> None:
        """Show the curves of a training from now on."""
        self.setWindowTitle(tr("Training: {}").format(name))
        self._path, self._seen = Path(path), b""
        self.picture.show_bytes(b"")
        self.text.tell(
            tr("The curves appear when the network is judged for the first time, and are kept in {}.").format(path)
        )
        self.show_again()

    def show_again(self) -> None:
        """Show the window, also after it was closed."""
        self.look()
        self._timer.start()
        if not self.isVisible():
            self._make_room()
        self.show()

    def _make_room(self) -> None:
        """Go beside the window in use, else where its foot with the buttons stays free."""
        window = QApplication.activeWindow()
        if window is None or window is self or window is self.parentWidget():
            return
        free, used = window.screen().availableGeometry(), window.frameGeometry()
        place = place_beside(used, free, self.sizeHint(), self.minimumSizeHint())
        self.resize(place.size())
        self.move(place.topLeft())

    def look(self) -> None:
        """Read the picture where it is another one now; while it is replaced there is none."""
        content = b""
        with contextlib.suppress(OSError):
            content = self._path.read_bytes()
        if content and content != self._seen:
            self._seen = content
            self.picture.show_bytes(content)
            self.text.tell(str(self._path))

    def hideEvent(self, event: object) -> None:
        """Nobody looks any more."""
        self._timer.stop()


def place_beside(used: QRect, free: QRect, wanted: QSize, least: QSize) -> QRect:
    """Where a window of a size fits beside another one on a screen, smaller where it must be.

    Where nothing is free it lies in the upper right corner, above the foot of the other one.
    """
    sides = (
        QRect(QPoint(used.right() + 1, free.top()), free.bottomRight()),
        QRect(free.topLeft(), QPoint(used.left() - 1, free.bottom())),
        QRect(QPoint(free.left(), used.bottom() + 1), free.bottomRight()),
        QRect(free.topLeft(), QPoint(free.right(), used.top() - 1)),
    )
    rooms = [side.size() - _FRAME for side in sides]
    for side, room in zip(sides, rooms):
        if room.width() >= least.width() and room.height() >= least.height():
            return QRect(side.topLeft(), wanted.boundedTo(room))
    above = QSize(free.width(), max(least.height(), used.bottom() - _FOOT - free.top()))
    size = wanted.boundedTo(above - _FRAME)
    return QRect(QPoint(free.right() - _FRAME.width() - size.width(), free.top()), size)
