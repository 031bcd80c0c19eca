"""Of `qgis.gui` what the dock's widgets and their tests ask for."""

from __future__ import annotations

from enum import Enum

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from . import anything


class QgsMapCanvas(QWidget):
    """A place that takes keys and clicks, as the map does."""


class QgsFilterLineEdit(QLineEdit):
    """The line of a file widget."""


class QgsFileWidget(QWidget):
    """A line with a button."""

    fileChanged = pyqtSignal(str)

    class StorageMode(Enum):
        """What may be chosen."""

        GetFile = 0
        GetDirectory = 1
        GetMultipleFiles = 2
        SaveFile = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line, self._button = QgsFilterLineEdit(), QToolButton()
        self._button.setText("…")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._line)
        layout.addWidget(self._button)
        self._line.textChanged.connect(self.fileChanged)

    def lineEdit(self) -> QLineEdit:
        return self._line

    def filePath(self) -> str:
        return self._line.text()

    def setFilePath(self, path: str) -> None:
        self._line.setText(path)

    def setStorageMode(self, mode: StorageMode) -> None:
        assert isinstance(mode, self.StorageMode)

    def setFilter(self, text: str) -> None:
        assert isinstance(text, str)

    def setFileWidgetButtonVisible(self, visible: bool) -> None:
        self._button.setVisible(visible)

    def setDialogTitle(self, text: str) -> None:
        assert isinstance(text, str)


class QgsMapLayerComboBox(QComboBox):
    """A list without layers."""

    def setFilters(self, filters: object) -> None:
        assert isinstance(filters, Enum)

    def setAllowEmptyLayer(self, allowed: bool) -> None:
        assert isinstance(allowed, bool)

    def setLayer(self, layer: object) -> None:
        assert layer is None

    def currentLayer(self) -> None:
        return None


class QgsOptionsPageWidget(QWidget):
    """A page of the options."""


class QgsOptionsWidgetFactory:
    """What makes one."""


def __getattr__(name: str) -> type:
    """Any other class can be imported, and does nothing."""
    globals()[name] = anything.named(name, "qgis.gui")
    return globals()[name]
