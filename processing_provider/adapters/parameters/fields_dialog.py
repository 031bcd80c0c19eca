"""Which field of an inventory is taken from which field of a layer: a list for each, in place of a text to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QKeySequence, QWheelEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QScrollArea,
    QShortcut,
    QVBoxLayout,
    QWidget,
)

from ....inventory.help_pages import address
from ....inventory.naming.source_names import texts_in
from ....inventory.schema import Field
from ..translation import tr

BY_ITSELF, NOTHING = None, ""
"""Of a list: the field is found as without being told, or taken from none."""


class FieldsDialog(QDialog):
    """Begins with a mapping, and has another when it is accepted.

    Parameters
    ----------
    layer
        Of which the fields are taken.
    fields
        Of the inventory, that can be filled.
    text
        The mapping as it is written.
    parent
        The window over which it lies.
    """

    def __init__(self, layer: QgsVectorLayer, fields: Sequence[Field], text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Fields of {}").format(layer.name()))
        told, examples = pairs_in(text), _examples(layer)
        self.lists = {one.name: _list(examples, told.get(one.name, BY_ITSELF)) for one in fields}
        rows = QWidget()
        form = QFormLayout(rows)
        for one in fields:
            unit = f" ({one.unit})" if one.unit else ""
            label = QLabel(f"{one.name}{unit}")
            for part in (label, self.lists[one.name]):
                part.setToolTip(one.description)
            self.lists[one.name].setAccessibleName(one.name)
            form.addRow(label, self.lists[one.name])
        column = QScrollArea()
        column.setWidgetResizable(True)
        column.setWidget(rows)
        words = QLabel(tr("Each field of the inventory, and the field of the layer that it is taken from:"))
        words.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        add_help(self, buttons, "import#which-field-becomes-which")
        layout = QVBoxLayout(self)
        for part in (words, column, buttons):
            layout.addWidget(part)
        self.resize(520, 560)

    def text(self) -> str:
        """The mapping as it is written, without what is found by itself."""
        chosen = {name: one.currentData() for name, one in self.lists.items()}
        return ";".join(f"{name}={theirs}" for name, theirs in chosen.items() if theirs is not BY_ITSELF)


def add_help(dialog: QDialog, buttons: QDialogButtonBox, page: str) -> None:
    """A Help button, and F1; as the plugin's own dialogs have them, which the toolbox knows nothing of."""

    def show() -> None:
        QDesktopServices.openUrl(QUrl(address(page)))

    buttons.addButton(QDialogButtonBox.StandardButton.Help)
    buttons.helpRequested.connect(show)
    QShortcut(QKeySequence(Qt.Key.Key_F1), dialog).activated.connect(show)


def pairs_in(text: str) -> dict[str, str]:
    """The mapping that a text tells; what is none is passed over."""
    pairs = (piece.partition("=") for piece in texts_in(text))
    return {ours.strip().upper(): theirs.strip() for ours, equals, theirs in pairs if equals}


class _List(QComboBox):
    """The wheel scrolls the dialog, and never chooses a field that the mouse happens to lie over."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _list(examples: Mapping[str, str], chosen: str | None) -> QComboBox:
    found = _List()
    found.addItem(tr("as it is found"), BY_ITSELF)
    found.addItem(tr("from no field"), NOTHING)
    for name, example in examples.items():
        found.addItem(f"{name}: {example}" if example else name, name)
    names = [found.itemData(row) for row in range(found.count())]
    if chosen not in names:  # of another layer: what is written is not lost
        found.addItem(chosen, chosen)
        names.append(chosen)
    found.setCurrentIndex(names.index(chosen))
    found.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    found.setMinimumContentsLength(24)
    return found


def _examples(layer: QgsVectorLayer) -> dict[str, str]:
    """Name of each field -> its value in the first feature."""
    first = next(layer.getFeatures(), None)
    values = [None] * len(layer.fields()) if first is None else first.attributes()
    texts = ["" if value is None else str(value)[:40] for value in values]
    return {one.name(): "" if text == "NULL" else text for one, text in zip(layer.fields(), texts)}
