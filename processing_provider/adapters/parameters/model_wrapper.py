"""What QGIS's dialogs show of a model: a list of titles, and a button for a card that is elsewhere."""

from __future__ import annotations

from typing import Any

from processing.gui.wrappers import DIALOG_MODELER, WidgetWrapper
from qgis.core import QgsProcessingParameterDefinition
from qgis.PyQt.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QToolButton, QWidget

from ..translation import tr
from .in_designer import designers_own


class ModelWrapper:
    """Makes the wrapper of a model; in the model designer QGIS's own, which has inputs and outputs to choose from."""

    def __new__(
        cls,
        parameter: QgsProcessingParameterDefinition,
        dialog: Any,
        row: int = 0,
        column: int = 0,
        entries: Any = (),
        value_hints: Any = (),
    ) -> Any:
        return designers_own(parameter, dialog) or _ListWrapper(parameter, dialog, row, column, entries=entries)


class _ListWrapper(WidgetWrapper):
    """A list of cards; the path of another becomes an entry of it."""

    def createWidget(self, entries: Any = ()) -> QWidget:
        definition = self.parameterDefinition()
        self.list = QComboBox()
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.list.setMinimumContentsLength(24)
        self.list.setAccessibleName(definition.description())
        if definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional:
            self.list.addItem(tr("none"), "")
        for label, name in entries:
            self.list.addItem(label, name)
        self.list.currentIndexChanged.connect(lambda _row: self.widgetValueHasChanged.emit(self))
        button = QToolButton()
        button.setText("…")
        button.setToolTip(tr("Choose the card (.json) of a model that is elsewhere"))
        button.setAccessibleName(button.toolTip())
        button.clicked.connect(lambda _checked=False: self._choose_file())
        widget = QWidget()
        layout = QHBoxLayout(widget)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list, 1)
        layout.addWidget(button)
        proposed = definition.defaultValueForGui()
        if proposed and self.dialogType != DIALOG_MODELER:
            self.setValue(proposed)
        return widget

    def postInitialize(self, wrappers: Any) -> None:
        """QGIS's hook: it has set the default of scripts meanwhile."""
        proposed = self.parameterDefinition().defaultValueForGui()
        if proposed and self.value() == self.parameterDefinition().defaultValue():
            self.setValue(proposed)

    def _choose_file(self) -> None:
        kinds = tr("Model cards (*.json)")
        path, _ = QFileDialog.getOpenFileName(self.list.window(), tr("Choose a model card"), "", kinds)
        if path:
            self.setValue(path)

    def setValue(self, value: object) -> None:
        name = str(value or "")
        row = self.list.findData(name)
        if row < 0 and name:
            self.list.addItem(name, name)
            row = self.list.count() - 1
        self.list.setCurrentIndex(max(0, row))

    def value(self) -> str | None:
        return self.list.currentData() or None
