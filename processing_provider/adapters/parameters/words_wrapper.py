"""What QGIS's dialogs show of a text for which some words are usual: a list of them, in which others can be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from processing.gui.wrappers import WidgetWrapper
from qgis.core import QgsProcessingParameterDefinition
from qgis.PyQt.QtWidgets import QComboBox

from .in_designer import designers_own


class WordsWrapper:
    """Makes the wrapper; in the model designer QGIS's own, which has inputs and outputs to choose from."""

    def __new__(
        cls,
        parameter: QgsProcessingParameterDefinition,
        dialog: Any,
        row: int = 0,
        column: int = 0,
        words: Sequence[str] = (),
    ) -> Any:
        return designers_own(parameter, dialog) or _WordsWrapper(parameter, dialog, row, column, words=words)


class _WordsWrapper(WidgetWrapper):
    """A list that can be written into."""

    def createWidget(self, words: Sequence[str] = ()) -> QComboBox:
        field = QComboBox()
        field.setEditable(True)
        field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(12)
        field.addItems(["", *words])
        field.setAccessibleName(self.parameterDefinition().description())
        field.currentTextChanged.connect(lambda _text: self.widgetValueHasChanged.emit(self))
        return field

    def setValue(self, value: object) -> None:
        self.widget.setEditText(str(value or ""))

    def value(self) -> str | None:
        return self.widget.currentText().strip() or None
