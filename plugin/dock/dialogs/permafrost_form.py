"""Forms for the files of permafrost, and for the correction of air temperature: a file, and a few lines beside it."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QRegularExpression
from qgis.PyQt.QtGui import QRegularExpressionValidator
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ....processing_provider.adapters.source_field import SourceField, outline_filter, raster_filter
from ....processing_provider.adapters.translation import tr
from ....store.sources import Sources
from ..pieces import flat

_RATE = QRegularExpression(r"-?\d{1,2}([.,]\d{1,3})?")

Line = tuple[str, str, str, str]
"""Of a line beside a file: the field of `Sources`, its label, what it is for, and an example."""


class FileWithLines(QWidget):
    """A file, and lines that are shown where there is one.

    `key` is the field of `Sources` with the file; `lines` are kept in fields of their own, and are empty where there
    is no file.
    """

    def __init__(self, key: str, name: str, help_text: str, kinds: str, lines: Sequence[Line]) -> None:
        super().__init__()
        self.name, self._key = name, key
        self.file = SourceField(name, kinds)
        tip = tr("{}. Also many files: chosen together, a folder, a pattern, or names with ; between").format(help_text)
        self.file.setToolTip(tip)
        self.file.lineEdit().setToolTip(tip)
        self.lines: dict[str, QLineEdit] = {}
        self._details = QWidget()
        grid = QGridLayout(self._details)
        grid.setContentsMargins(12, 0, 0, 0)
        grid.setVerticalSpacing(2)
        for row, (field, label_text, line_help, example) in enumerate(lines):
            label, line = QLabel(label_text), QLineEdit()
            label.setBuddy(line)
            line.setPlaceholderText(example)
            line.setToolTip(line_help)
            line.setAccessibleName(f"{name}: {label_text}")
            grid.addWidget(label, row, 0)
            grid.addWidget(line, row, 1)
            self.lines[field] = line
        layout = flat(QVBoxLayout(self), 2)
        layout.addWidget(self.file)
        layout.addWidget(self._details)
        self.file.fileChanged.connect(lambda _path: self._show_details())
        self._show_details()

    def _show_details(self) -> None:
        self._details.setVisible(bool(self.file.source()))

    def show_sources(self, sources: Sources) -> None:
        """Show what is kept."""
        self.file.setFilePath(getattr(sources, self._key) or "")
        for field, line in self.lines.items():
            line.setText(getattr(sources, field) or "")
        self._show_details()

    def values(self) -> dict[str, str | None]:
        """Fields of `Sources`, as they are written here."""
        path = self.file.source()
        written = {field: line.text().strip() for field, line in self.lines.items()}
        return {self._key: path or None, **{field: (text or None) if path else None for field, text in written.items()}}


def zones_form() -> FileWithLines:
    """The permafrost zones, with what their codes mean."""
    return FileWithLines(
        "permafrost",
        tr("Permafrost zones"),
        tr("Zones as a raster of classes or of a probability, or as polygons with a field EXTENT"),
        f"{raster_filter().partition(';;')[0]};;{outline_filter()}",
        (
            (
                "permafrost_classes",
                tr("Classes"),
                tr(
                    "What the codes of a raster mean, where it does not say so itself: continuous, discontinuous, "
                    "sporadic, isolated, none; for polygons also outside=none"
                ),
                "1=continuous,2=discontinuous,0=none",
            ),
            (
                "permafrost_variable",
                tr("Variable"),
                tr("Which band, variable or layer of the file; may be left empty where it has only one"),
                "",
            ),
        ),
    )


def index_form() -> FileWithLines:
    """The permafrost zonation index."""
    return FileWithLines(
        "pzi",
        tr("Permafrost zonation index"),
        tr("The index of Gruber (2012), from 0 to 1, as a raster"),
        raster_filter(),
        (
            (
                "pzi_variable",
                tr("Variable"),
                tr("Which band or variable of the file; may be left empty where it has only one"),
                "",
            ),
        ),
    )


class LapseRateForm(QWidget):
    """The lapse rate by which air temperature is corrected, and the file that it starts from."""

    def __init__(self) -> None:
        super().__init__()
        self.name = tr("Lapse rate (K per km)")
        self.rate = QLineEdit()
        self.rate.setValidator(QRegularExpressionValidator(_RATE, self))
        self.rate.setPlaceholderText(tr("no correction"))
        self.rate.setToolTip(
            tr(
                "Corrects air temperature from the elevation of the climate model's cell to the landform's own mean "
                "elevation. Positive: colder upwards, such as 6.5. Empty or 0: no correction"
            )
        )
        self.rate.setAccessibleName(self.name)
        name = tr("Elevation of the climate model")
        self.model = FileWithLines(
            "maat_elevation",
            name,
            tr("The climate model's own elevation or geopotential; empty where the file of air temperature has it"),
            raster_filter(),
            (
                (
                    "maat_elevation_variable",
                    tr("Variable"),
                    tr("Which band or variable of the file; may be left empty where it has only one"),
                    "",
                ),
            ),
        )
        layout = flat(QVBoxLayout(self), 2)
        layout.addWidget(self.rate)
        self._label = QLabel(name)
        layout.addWidget(self._label)
        layout.addWidget(self.model)
        self.rate.textChanged.connect(lambda _text: self._show_model())
        self._show_model()

    def _show_model(self) -> None:
        for widget in (self._label, self.model):
            widget.setVisible(self._rate() is not None)

    def _rate(self) -> str | None:
        text = self.rate.text().strip()
        if not text or not self.rate.hasAcceptableInput():
            return None
        return text.replace(",", ".")

    def show_sources(self, sources: Sources) -> None:
        """Show what is kept."""
        self.rate.setText(sources.lapse_rate or "")
        self.model.show_sources(sources)
        self._show_model()

    def values(self) -> dict[str, str | None]:
        """Fields of `Sources`, as they are written here; without a rate its file is forgotten, too."""
        rate = self._rate()
        model = self.model.values()
        return {"lapse_rate": rate, **(model if rate is not None else dict.fromkeys(model))}
