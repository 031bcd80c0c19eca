"""A form for the files that an inventory's attributes come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from qgis.PyQt.QtCore import QRegularExpression
from qgis.PyQt.QtGui import QRegularExpressionValidator
from qgis.PyQt.QtWidgets import QFormLayout, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ....inventory.naming.source_names import is_pattern, names_in
from ....processing_provider.adapters.source_field import SourceField, raster_filter
from ....processing_provider.adapters.translation import tr
from ....store.sources import Sources
from ..inputs import Choice
from ..pieces import Text, flat
from .permafrost_form import FileWithLines, LapseRateForm, index_form, zones_form
from .source_line import Ask, Question, SourceLine

Variables = Callable[[str], "list[str]"]
"""Path of a file -> names of its variables; none where it is no file of several variables."""

_TEMPERATURES = ("°C", "K", "0.1 °C", "0.1 K")
_PRECIPITATIONS = ("mm/a", "mm/month", "mm/day", "m/day", "kg m-2 s-1")
_YEARS = QRegularExpression(r"\d{4}(\s*-\s*\d{4})?")


class ClimateFileForm(QWidget):
    """A file, and where it is one of several variables, which of them; its years and unit.

    `key` is the field of `Sources` that it is kept in.
    """

    def __init__(self, key: str, name: str, help_text: str, units: tuple[str, ...], variables: Variables) -> None:
        super().__init__()
        self.name, self._key, self._variables_of = name, key, variables
        self.file = file_widget(name, help_text)
        self.variable, self.unit = _editable(), _editable()
        self.unit.addItems(["", *units])
        self.years = QLineEdit()
        self.years.setValidator(QRegularExpressionValidator(_YEARS, self))
        self.years.setPlaceholderText(tr("all years"))
        self._details = QWidget()
        self._labels = [QLabel(tr("Variable")), QLabel(tr("Years")), QLabel(tr("Unit"))]
        self._describe()
        self._lay_out()
        self.file.fileChanged.connect(lambda _path: self._show_details())
        self._show_details()

    def _describe(self) -> None:
        self.unit.lineEdit().setPlaceholderText(tr("as the file says"))
        for label, field, help_text in zip(
            self._labels,
            (self.variable, self.years, self.unit),
            (
                tr("Which variable of the file; may be left empty where it has only one"),
                tr("First and last year of the mean, such as 1981-2010; empty takes all years of the file"),
                tr("Unit of the values, only where the file names none or a wrong one"),
            ),
        ):
            label.setBuddy(field)
            field.setToolTip(help_text)
            field.setAccessibleName(f"{self.name}: {label.text()}")

    def _lay_out(self) -> None:
        grid = QGridLayout(self._details)
        grid.setContentsMargins(12, 0, 0, 0)
        grid.setVerticalSpacing(2)
        for row, (label, field) in enumerate(zip(self._labels, (self.variable, self.years, self.unit))):
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        layout = flat(QVBoxLayout(self), 2)
        layout.addWidget(self.file)
        layout.addWidget(self._details)

    def _show_details(self) -> None:
        """What must be known of this file, and nothing of a file that is not there."""
        path = self.file.source()
        names, written = self._variables_of(path), self.variable.currentText()
        self.variable.clear()
        self.variable.addItems(["", *names])
        self.variable.setEditText(written)
        self._details.setVisible(bool(path))
        for widget in (self._labels[0], self.variable, self._labels[1], self.years):
            widget.setVisible(may_be_series(path))

    def show_sources(self, sources: Sources) -> None:
        """Show what is kept."""
        kept = {part: getattr(sources, f"{self._key}{part}") or "" for part in ("", *_PARTS)}
        self.file.setFilePath(kept[""])
        self._show_details()
        self.variable.setEditText(kept["_variable"])
        self.years.setText(kept["_years"])
        self.unit.setEditText(kept["_unit"])

    def values(self) -> dict[str, str | None]:
        """Fields of `Sources`, as they are written here."""
        path = self.file.source()
        written = (self.variable.currentText(), self.years.text().replace(" ", ""), self.unit.currentText())
        kept = dict(zip(_PARTS, written))
        if self.variable.isHidden():  # another kind of file was chosen since
            kept["_variable"] = kept["_years"] = ""
        if not self.years.hasAcceptableInput():
            kept["_years"] = ""
        return {
            self._key: path or None,
            **{f"{self._key}{part}": (text.strip() or None) if path else None for part, text in kept.items()},
        }


_PARTS = ("_variable", "_years", "_unit")


def may_be_series(source: str) -> bool:
    """Whether a source may hold several variables and years: NetCDF, as its name says, or many files."""
    names = names_in(source)
    return len(names) > 1 or any(
        name.lower().endswith(_SERIES) or is_pattern(name) or Path(name).is_dir() for name in names
    )


_SERIES = (".nc", ".nc4", ".cdf", ".netcdf", ".h5", ".hdf5", ".nc.gz", ".zip", ".tar", ".tgz", ".tar.gz")


class SourcesForm(QWidget):
    """The elevation model, the climate files and those of permafrost; each may be left empty."""

    def __init__(self, variables: Variables = lambda _path: [], ask: Ask | None = None) -> None:
        super().__init__()
        self._kept = Sources()
        self.dem = file_widget(
            tr("Elevation model"),
            tr("Elevations in metres: elevation, slope, aspect and potential incoming solar radiation"),
        )
        air, ground, water = tr("Air temperature"), tr("Ground temperature"), tr("Precipitation")
        self.climate = {
            "maat": ClimateFileForm(
                "maat", air, tr("Mean annual air temperature, or a series of months"), _TEMPERATURES, variables
            ),
            "magt": ClimateFileForm(
                "magt", ground, tr("Mean annual ground temperature, or a series of months"), _TEMPERATURES, variables
            ),
            "precipitation": ClimateFileForm(
                "precipitation", water, tr("Annual precipitation, or a series of months"), _PRECIPITATIONS, variables
            ),
        }
        self.lapse_rate, self.zones, self.index = LapseRateForm(), zones_form(), index_form()
        self.note = Text(
            tr(
                "From these files the dock fills the attributes of what you refine, retrieve, split or "
                "merge. What is left empty is not filled."
            )
        )
        self._lay_out()
        self.lines = {"dem": self._with_line("dem", self.dem, ask)}
        for purpose, row in {**self.climate, "permafrost": self.zones, "pzi": self.index}.items():
            self.lines[purpose] = self._with_line(purpose, row, ask)

    def _with_line(self, purpose: str, row: QWidget, ask: Ask | None) -> SourceLine:
        """A line below a source, which is asked about whenever something is written there."""
        line = SourceLine(lambda: self._question(purpose), ask)
        above = row.parentWidget().layout() if row is self.dem else row.layout()
        above.addWidget(line)
        for field in row.findChildren(QLineEdit):
            field.textChanged.connect(line.look)
        return line

    def _question(self, purpose: str) -> Question:
        written = {key: value or "" for key, value in asdict(self.sources()).items()}
        classes = written["permafrost_classes"] if purpose == "permafrost" else ""
        return Question(
            purpose,
            written[purpose],
            written.get(f"{purpose}_variable", ""),
            written.get(f"{purpose}_unit", ""),
            classes,
        )

    def let_go(self) -> None:
        """Take back what was asked of the engine: nobody looks at the lines any more."""
        for line in self.lines.values():
            line.let_go()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(self.note)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)  # paths are long
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        elevations = QWidget()
        flat(QVBoxLayout(elevations), 2).addWidget(self.dem)
        form.addRow(tr("Elevation model"), elevations)
        for row in self._rows():
            form.addRow(row.name, row)
        layout.addLayout(form)
        layout.addStretch(1)

    def _rows(self) -> tuple[ClimateFileForm | LapseRateForm | FileWithLines, ...]:
        air, *others = self.climate.values()
        return air, self.lapse_rate, *others, self.zones, self.index

    def show_sources(self, sources: Sources) -> None:
        """Show what is kept."""
        self._kept = sources
        self.dem.setFilePath(sources.dem or "")
        for row in self._rows():
            row.show_sources(sources)

    def sources(self) -> Sources:
        """What is written here, and what was kept and is not shown here."""
        written: dict[str, str | None] = {"dem": self.dem.source() or None}
        for row in self._rows():
            written.update(row.values())
        return replace(self._kept, **written)


def file_widget(name: str, help_text: str) -> SourceField:
    """A field for a raster, or for many files that are one."""
    widget = SourceField(name, raster_filter())
    tip = tr("{}. Also many files: chosen together, a folder, a pattern, or names with ; between").format(help_text)
    widget.setToolTip(tip)
    widget.lineEdit().setToolTip(tip)
    return widget


def _editable() -> Choice:
    choice = Choice()
    choice.setEditable(True)
    return choice
