"""Wherever the engine is missing, one way leads to its set-up: the page in QGIS's options."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import QObject, QTimer, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QApplication, QDialog, QWidget

from ...inventory.setup.flavours import LIGHT
from ...processing_provider.adapters.engine import SETUP_SCHEME

PAGE = "rock_glacier_inventory_engine"
"""Object name of the page in QGIS's options."""


@dataclass
class Asked:
    """What somebody wanted the engine for, shown at the top of the page until it is closed."""

    why: str = ""
    flavour: str = ""


ASKED = Asked()


def ask_for_engine(parent: QWidget | None, why: str, flavour: str = LIGHT) -> None:
    """Open the set-up page, which says why, with a flavour chosen. Returns when the options are closed."""
    from qgis.utils import iface  # there is none without a desktop

    ASKED.why, ASKED.flavour = why, flavour
    try:
        iface.showOptionsDialog(parent or iface.mainWindow(), PAGE)
    finally:
        ASKED.why = ASKED.flavour = ""


class Links(QObject):
    """Sentences of tools link to the set-up page by an address of our own, which QGIS's dialogs give to the system."""

    def install(self) -> None:
        """From now on a click on such a link opens the page."""
        QDesktopServices.setUrlHandler(SETUP_SCHEME, self, "open_page")

    def remove(self) -> None:
        """No longer."""
        QDesktopServices.unsetUrlHandler(SETUP_SCHEME)

    @pyqtSlot(QUrl)
    def open_page(self, _url: QUrl) -> None:
        """The dialog with the link is done with; then the page."""
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.reject()
        QTimer.singleShot(0, lambda: ask_for_engine(None, ""))
