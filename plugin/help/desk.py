"""Who answers when help is asked for, in the dock or by the Help button of a tool of QGIS's toolbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, Qt, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices, QKeySequence, QWindow
from qgis.PyQt.QtWidgets import QApplication, QShortcut, QWidget

from ...inventory.help_pages import SCHEME

if TYPE_CHECKING:
    from .window import HelpWindow

_HAS_F1 = "rock_glacier_help"


class HelpDesk(QObject):
    """Hears of addresses of help, and gives the dialogs of our tools F1, which QGIS's do not have.

    Parameters
    ----------
    parent
        QGIS's window.
    provider
        Id of the toolbox's provider whose dialogs are ours.
    """

    def __init__(self, parent: QWidget, provider: str) -> None:
        super().__init__()
        self._parent, self._provider = parent, provider
        self._window: HelpWindow | None = None
        QDesktopServices.setUrlHandler(SCHEME, self.show)
        QgsApplication.instance().focusWindowChanged.connect(self._look)

    @pyqtSlot(QUrl)  # Qt calls it by its name
    def show(self, asked: QUrl) -> None:
        """Show the page of an address."""
        window = self._window_now()
        window.open(asked.path() + (f"#{asked.fragment()}" if asked.hasFragment() else ""))
        window.show()
        window.raise_()
        window.activateWindow()

    def _window_now(self) -> HelpWindow:
        """The window of help; beside a modal dialog one of its own, which that does not keep from clicks."""
        from .window import HelpWindow  # most days nobody asks for help

        modal = QApplication.activeModalWidget()
        if isinstance(modal, HelpWindow):
            return modal
        if modal is not None:
            return next(iter(modal.findChildren(HelpWindow)), None) or HelpWindow(modal)
        if self._window is None:
            self._window = HelpWindow(self._parent)
        return self._window

    def _look(self, window: QWindow | None) -> None:
        """A window has the keyboard: is it the dialog of a tool of ours, for the first time?"""
        dialog = QApplication.activeWindow()
        if window is None or dialog is None or dialog.property(_HAS_F1) or not hasattr(dialog, "algorithm"):
            return
        algorithm = dialog.algorithm()
        if algorithm is None or algorithm.provider() is None or algorithm.provider().id() != self._provider:
            return
        dialog.setProperty(_HAS_F1, True)
        page = QUrl(algorithm.helpUrl())
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_F1), dialog)
        shortcut.activated.connect(lambda: QDesktopServices.openUrl(page))

    def close(self) -> None:
        """Answer no more."""
        QDesktopServices.unsetUrlHandler(SCHEME)
        QgsApplication.instance().focusWindowChanged.disconnect(self._look)
        if self._window is not None:
            self._window.deleteLater()
            self._window = None
