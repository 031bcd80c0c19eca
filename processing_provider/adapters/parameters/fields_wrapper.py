"""What QGIS's dialogs show of a mapping of fields: a text, and a button for the dialog in which it is chosen."""

from __future__ import annotations

from typing import Any

from processing.gui.wrappers import WidgetWrapper
from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProcessingParameterDefinition, QgsProject, QgsVectorLayer
from qgis.core import QgsWkbTypes as Wkb
from qgis.PyQt.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QMessageBox, QToolButton, QWidget

from ....inventory.requests.importing import CANDIDATES as AS_CANDIDATES
from ....inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS, Layer, fields_to_fill
from ..translation import tr
from .fields_dialog import FieldsDialog
from .in_designer import designers_own


class FieldsWrapper:
    """Makes the wrapper; in the model designer QGIS's own, which has inputs and outputs to choose from."""

    def __new__(
        cls, parameter: QgsProcessingParameterDefinition, dialog: Any, row: int = 0, column: int = 0, **_more: Any
    ) -> Any:
        return designers_own(parameter, dialog) or _FieldsWrapper(parameter, dialog, row, column)


class _FieldsWrapper(WidgetWrapper):
    """Asks the fields of `INPUT` and `AS` when the button is pressed."""

    def createWidget(self) -> QWidget:
        self._others: dict[str, Any] = {}
        self.line = QLineEdit()
        self.line.setAccessibleName(self.parameterDefinition().description())
        self.line.textChanged.connect(lambda _text: self.widgetValueHasChanged.emit(self))
        button = QToolButton()
        button.setText("…")
        button.setToolTip(tr("Choose for each field of the inventory a field of the outlines"))
        button.setAccessibleName(button.toolTip())
        button.clicked.connect(lambda _checked=False: self._choose())
        widget = QWidget()
        layout = QHBoxLayout(widget)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line, 1)
        layout.addWidget(button)
        return widget

    def postInitialize(self, wrappers: Any) -> None:
        """QGIS's hook: the fields of the other parameters are there."""
        self._others = {one.parameterDefinition().name(): one for one in wrappers}

    def _choose(self) -> None:
        layer = _layer_of(self._value_of("INPUT"))
        if layer is None:
            text = tr(
                "Choose one layer or file of outlines first; for many files write the fields, as ID=Nr;MAPPER=Author."
            )
            QMessageBox.information(self.line.window(), tr("Fields"), text)
            return
        into = _into(layer, self._value_of("AS"))
        dialog = FieldsDialog(layer, fields_to_fill(into), self.line.text(), self.line.window())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.line.setText(dialog.text())

    def _value_of(self, name: str) -> Any:
        return self._others[name].parameterValue() if name in self._others else None

    def setValue(self, value: object) -> None:
        self.line.setText(str(value or ""))

    def value(self) -> str | None:
        return self.line.text().strip() or None


def _layer_of(value: Any) -> QgsVectorLayer | None:
    """The layer that is chosen, in the project or of one file; None where there is none, or are several."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source.staticValue()
    layer = value if isinstance(value, QgsVectorLayer) else QgsProject.instance().mapLayer(str(value or ""))
    if layer is None and value:
        layer = QgsVectorLayer(str(value), str(value).rpartition("/")[2], "ogr")
    return layer if isinstance(layer, QgsVectorLayer) and layer.isValid() else None


def _into(layer: QgsVectorLayer, becomes: Any) -> Layer:
    if layer.geometryType() == Wkb.GeometryType.PointGeometry:
        return PRIMARY_MARKERS
    return CANDIDATES if becomes == AS_CANDIDATES else ROCK_GLACIERS
