"""A training as it goes: the picture of its curves, which grows while the engine draws it anew."""

from __future__ import annotations

import contextlib
from pathlib import Path

from qgis.PyQt.QtCore import QByteArray, QRectF, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QPainter, QPaintEvent
from qgis.PyQt.QtSvg import QSvgRenderer
from qgis.PyQt.QtWidgets import QDialog, QSizePolicy, QVBoxLayout, QWidget

from ....processing_provider.adapters.translation import tr
from ..pieces import LongText, flat

LOOK_EVERY_MS = 1000


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
        self._path, self._seen = Path(), b""
        self.picture = Picture()
        self.picture.setAccessibleName(tr("Curves of loss and IoU"))
        self.picture.setToolTip(tr("Loss and IoU of the patches that are trained on, and of others"))
        self.text = LongText()
        layout = flat(QVBoxLayout(self), 6)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.text)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def follow(self, name: str, path: str) -> None:
        """Show the curves of a training from now on."""
        self.setWindowTitle(tr("Training: {}").format(name))
        self._path, self._seen = Path(path), b""
        self.picture.show_bytes(b"")
        self.text.setText(tr("The curves appear with the first judgement, and are kept in {}.").format(path))
        self.look()
        self._timer.start()
        self.show()

    def look(self) -> None:
        """Read the picture where it is another one now; while it is replaced there is none."""
        content = b""
        with contextlib.suppress(OSError):
            content = self._path.read_bytes()
        if content and content != self._seen:
            self._seen = content
            self.picture.show_bytes(content)
            self.text.setText(str(self._path))

    def hideEvent(self, event: object) -> None:
        """Nobody looks any more."""
        self._timer.stop()
