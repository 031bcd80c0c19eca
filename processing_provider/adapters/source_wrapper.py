"""What QGIS's dialogs show of a source: its layers or a file, and a button for several files or a folder."""

from __future__ import annotations

from typing import Any

from processing.gui.wrappers import WidgetWrapper
from qgis.core import QgsProcessingContext, QgsProcessingParameterDefinition, QgsProcessingParameterFile
from qgis.gui import QgsProcessingMapLayerComboBox, QgsProcessingParameterWidgetContext
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QWidget

from .parameters.in_designer import designers_own
from .source_field import FilesButton, SourceField, outline_filter, raster_filter
from .translation import tr


class SourceWrapper:
    """Makes the wrapper of a source; in the model designer QGIS's own, which has inputs and outputs to choose from."""

    def __new__(cls, parameter: QgsProcessingParameterDefinition, dialog: Any, row: int = 0, column: int = 0) -> Any:
        designers = designers_own(parameter, dialog)
        if designers is not None:
            return designers
        kind = _FileWrapper if isinstance(parameter, QgsProcessingParameterFile) else _LayerWrapper
        wrapper = kind(parameter, dialog, row, column)
        if parameter.defaultValueForGui() != parameter.defaultValue():  # a proposal, which QGIS sets in its own fields
            wrapper.setValue(parameter.defaultValueForGui())
        return wrapper


class _FileWrapper(WidgetWrapper):
    """A line for files, and its button."""

    def createWidget(self) -> QWidget:
        field = SourceField(self.parameterDefinition().description(), raster_filter())
        field.fileChanged.connect(lambda _text: self.widgetValueHasChanged.emit(self))
        return field

    def setValue(self, value: object) -> None:
        self.widget.setFilePath(value if isinstance(value, str) else "")

    def value(self) -> str | None:
        return self.widget.source() or None


class _LayerWrapper(WidgetWrapper):
    """QGIS's own list of layers, in which can be written here, and a button."""

    def createWidget(self) -> QWidget:
        definition = self.parameterDefinition()
        self.layers = QgsProcessingMapLayerComboBox(definition, self.dialogType)
        first = self.layers.currentLayer()
        self.layers.setEditable(True)
        if first is not None:  # chosen by QGIS: its title would count as a text that a person wrote
            self.layers.findChild(QComboBox).setCurrentIndex(-1)
            self.layers.setLayer(first)
        letters = 20 if definition.type() == "raster" else 34  # buttons of layers of outlines included
        self.layers.setMinimumWidth(letters * self.layers.fontMetrics().averageCharWidth())  # narrow in a batch
        self.layers.valueChanged.connect(lambda: self.widgetValueHasChanged.emit(self))
        kinds = raster_filter() if definition.type() == "raster" else outline_filter()
        self.button = FilesButton(definition.description(), kinds, self._written, self.setValue)
        self.button.setText(tr("Many…"))
        self.button.setToolTip(tr("Choose several files that are one source; a folder by the arrow beside"))
        widget = QWidget()
        layout = QHBoxLayout(widget)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.layers, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        return widget

    def setWidgetContext(self, context: QgsProcessingParameterWidgetContext) -> None:
        super().setWidgetContext(context)
        self.layers.setWidgetContext(context)

    def _written(self) -> str:
        value = self.layers.value()
        return value if isinstance(value, str) else ""

    def setValue(self, value: object) -> None:
        self.layers.setValue(value, self._context())

    def value(self) -> Any:
        value = self.layers.value()
        return value.strip() if isinstance(value, str) else value

    @staticmethod
    def _context() -> QgsProcessingContext:
        from processing.tools.dataobjects import createContext

        return createContext()
