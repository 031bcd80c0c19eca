"""A card in the dock while the engine is missing: what goes without it, and one click to its set-up."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton

from ....processing_provider.adapters.translation import tr
from ..colours import LEVEL_COLOURS
from ..message import INFO
from ..pieces import LongText, StripedFrame, closable


class EngineCard(StripedFrame):
    """A sentence and a button. Closed, it stays away until the next start of QGIS."""

    wanted = pyqtSignal()

    def __init__(self) -> None:
        super().__init__(LEVEL_COLOURS[INFO])
        self._closed = False
        self.text = LongText()
        self.button = QPushButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setToolTip(tr("Opens the page where the engine is set up, in a few minutes"))
        row, self.close_button = closable(self.text, tr("Close this card"))
        self.body.addLayout(row)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.clicked.connect(lambda: self.wanted.emit())
        self.close_button.clicked.connect(self._close)
        self.setVisible(False)

    def show_need(self, missing: bool, running: bool) -> None:
        """Show that the engine is missing, or that it is being set up; nothing where it is there."""
        self.text.tell(
            tr("The engine is being set up.")
            if running
            else tr("Mapping and reviewing go without the engine; detection and attributes need it.")
        )
        self.button.setText(tr("How far it is…") if running else tr("Set up the engine…"))
        self.setVisible((missing or running) and not self._closed)
        self.text.updateGeometry()

    def _close(self) -> None:
        self._closed = True
        self.setVisible(False)
