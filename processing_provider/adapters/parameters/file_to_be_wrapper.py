"""What QGIS's dialogs show of a file that may be there or not yet: QGIS's own field only opens what is there."""

from __future__ import annotations

from typing import Any

from processing.gui.wrappers import WidgetWrapper
from qgis.core import QgsProcessingParameterDefinition
from qgis.gui import QgsFileWidget

from ..translation import tr
from .in_designer import designers_own


class FileToBeWrapper:
    """Makes the wrapper; in the model designer QGIS's own, which has inputs and outputs to choose from."""

    def __new__(
        cls, parameter: QgsProcessingParameterDefinition, dialog: Any, row: int = 0, column: int = 0, **_more: Any
    ) -> Any:
        own = designers_own(parameter, dialog)
        if own is not None:
            return own
        wrapper = _FileToBeWrapper(parameter, dialog, row, column)
        if proposed := parameter.defaultValueForGui():  # QGIS sets a proposal in its own fields alone
            wrapper.setValue(proposed)
        return wrapper


class _FileToBeWrapper(WidgetWrapper):
    """A field with the dialog in which a name can be written; a file that is there is added to, not replaced."""

    def createWidget(self) -> QgsFileWidget:
        field = QgsFileWidget()
        field.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        field.setConfirmOverwrite(False)
        field.setFilter("GeoPackage (*.gpkg)")
        field.setDialogTitle(self.parameterDefinition().description())
        field.lineEdit().setPlaceholderText(tr("A file that is there, or the name of a new one"))
        field.fileChanged.connect(lambda _path: self.widgetValueHasChanged.emit(self))
        return field

    def setValue(self, value: object) -> None:
        self.widget.setFilePath(str(value or ""))

    def value(self) -> str | None:
        return self.widget.filePath().strip() or None
