"""Draw a sample: which design, how many markers, from where, for how many reviewers. A form in the panel, no dialog."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QRadioButton, QSizePolicy, QSpinBox, QWidget

from ....gestures.sampling import DEFAULT_REVIEWERS, DEFAULT_SHARE, Draw
from ....inventory.estimation import number_for
from ....inventory.schema import BY_PROBABILITY, BY_SIZE, BY_SUBREGION, RANDOM, SYSTEMATIC
from ....processing_provider.adapters.translation import tr
from ..inputs import Choice
from ..keys.key_button import KeyButton
from ..panels.shown import number
from ..pieces import StripedFrame, Text

_DEFAULT_NUMBER, _DEFAULT_SEED, _DEFAULT_HALF_WIDTH = 100, 1, 3.0


class SampleForm(StripedFrame):
    """Emits the `Draw` that is wanted, without who wants it."""

    drawn = pyqtSignal(object)
    windows_requested = pyqtSignal()
    """Windows of ground are wanted instead, which a tool of the toolbox draws."""

    def __init__(self) -> None:
        super().__init__("blue")
        self._markers: Mapping[str, int] = {}
        self.design, self.subregion = Choice(), Choice()
        self.by_share, self.by_number = QRadioButton(tr("Share")), QRadioButton(tr("Number"))
        self.by_half_width = QRadioButton(tr("How many?"))
        self.share, self.half_width = QDoubleSpinBox(), QDoubleSpinBox()
        self.number, self.seed, self.reviewers = QSpinBox(), QSpinBox(), QSpinBox()
        self.told = Text()
        self.draw = KeyButton(tr("Draw"), "blue")
        self.windows = KeyButton(tr("Windows of ground…"))
        self._fill()
        self._describe()
        self._lay_out()
        self._connect()
        self._show()

    def _fill(self) -> None:
        for name, text in (
            (RANDOM, tr("at random")),
            (BY_SUBREGION, tr("by subregion")),
            (BY_SIZE, tr("by size")),
            (BY_PROBABILITY, tr("by probability")),
            (SYSTEMATIC, tr("systematic on a grid")),
        ):
            self.design.addItem(text, name)
        self.by_share.setChecked(True)
        _set(self.share, 0.1, 100.0, 100.0 * DEFAULT_SHARE)
        _set(self.half_width, 0.1, 49.0, _DEFAULT_HALF_WIDTH)
        self.half_width.setPrefix("± ")
        _set(self.number, 1, 999_999, _DEFAULT_NUMBER)
        _set(self.seed, 0, 999_999, _DEFAULT_SEED)
        _set(self.reviewers, 1, 20, DEFAULT_REVIEWERS)
        for spin in (self.share, self.half_width):
            spin.setDecimals(1)
            spin.setSuffix(" %")
        self.set_subregions([])

    def _describe(self) -> None:
        width = tr("As many as it takes to know a share so well, in 19 of 20 samples, whatever is found")
        for widget, name, help_text in (
            (
                self.design,
                tr("Design"),
                tr("Random, so many from each stratum as it has of the whole, or evenly spread"),
            ),
            (self.by_share, tr("Share"), tr("Take a share of all primary markers")),
            (self.by_number, tr("Number"), tr("Take a number of primary markers")),
            (self.by_half_width, tr("How many?"), width),
            (self.share, tr("Share in percent"), tr("Share of the primary markers to review")),
            (self.number, tr("Number of markers"), tr("Number of primary markers to review")),
            (self.half_width, tr("Half-width in percent"), width),
            (self.seed, tr("Seed"), tr("The same seed draws the same sample again")),
            (self.subregion, tr("Subregion"), tr("Draw from the whole inventory, or from one subregion")),
            (self.reviewers, tr("Reviewers"), tr("How many persons are to look at each marker")),
            (self.draw, tr("Draw"), tr("Draw the sample and begin with it")),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(help_text)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(4)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[QWidget, QWidget], ...] = (
            (QLabel(tr("Design")), self.design),
            (self.by_share, self.share),
            (self.by_number, self.number),
            (self.by_half_width, self.half_width),
            (QLabel(tr("From")), self.subregion),
            (QLabel(tr("Seed")), self.seed),
            (QLabel(tr("Reviewers")), self.reviewers),
        )
        for row, (label, field) in enumerate(rows):
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        self.body.addWidget(Text(tr("A sample of the primary markers"), bold=True))
        self.body.addLayout(grid)
        self.body.addWidget(self.told)
        self.body.addWidget(self.draw)
        self.body.addWidget(self.windows)
        self.set_windows("")

    def _connect(self) -> None:
        for button in (self.by_share, self.by_number, self.by_half_width):
            button.toggled.connect(self._show)
        for spin in (self.share, self.number, self.half_width):
            spin.valueChanged.connect(self._show)
        self.subregion.currentIndexChanged.connect(self._show)
        self.draw.clicked.connect(lambda: self.drawn.emit(self.wanted()))
        self.windows.clicked.connect(lambda: self.windows_requested.emit())

    def set_windows(self, why_not: str) -> None:
        """Whether windows of ground can be drawn: why not, empty where they can."""
        self.windows.setEnabled(not why_not)
        told = tr("How many were missed altogether? Windows over the study area, in which reviewers look for them")
        self.windows.setToolTip(why_not or told)

    def set_subregions(self, names: list[str]) -> None:
        """The subregions to choose from, beside the whole inventory."""
        self.subregion.offer(names, tr("the whole inventory"))

    def set_markers(self, markers: Mapping[str, int]) -> None:
        """How many primary markers each subregion has; what lies in none has an empty name."""
        self._markers = markers
        self.set_subregions(sorted(name for name in markers if name))
        self._show()

    def _show(self, *_values: object) -> None:
        """Enable what is chosen, and say at once how many markers that is."""
        for button, field in (
            (self.by_share, self.share),
            (self.by_number, self.number),
            (self.by_half_width, self.half_width),
        ):
            field.setEnabled(button.isChecked())
        place = self.subregion.currentData()
        there = self._markers.get(place, 0) if place else sum(self._markers.values())
        self.told.tell(tr("{} of {} markers").format(number(self._count(there)), number(there)) if there else "")

    def _count(self, there: int) -> int:
        if self.by_half_width.isChecked():
            return number_for(self.half_width.value() / 100.0, population=there)
        if self.by_number.isChecked():
            return min(self.number.value(), there)
        return max(1, round(self.share.value() / 100.0 * there))

    def wanted(self) -> Draw:
        """What is asked for."""
        design = self.design.currentData()
        return Draw(
            self.share.value() / 100.0 if self.by_share.isChecked() else 0.0,
            self.number.value() if self.by_number.isChecked() else 0,
            self.seed.value(),
            self.subregion.currentData(),
            self.reviewers.value(),
            strata=design if design in (BY_SUBREGION, BY_SIZE, BY_PROBABILITY) else "",
            systematic=design == SYSTEMATIC,
            half_width=self.half_width.value() / 100.0 if self.by_half_width.isChecked() else 0.0,
        )


class ExtendForm(StripedFrame):
    """Emits how many markers are to be drawn into the sample that is open."""

    extended = pyqtSignal(int)

    def __init__(self) -> None:
        super().__init__("blue")
        self.number = QSpinBox()
        _set(self.number, 1, 999_999, _DEFAULT_NUMBER)
        self.number.setAccessibleName(tr("Number of more markers"))
        self.number.setToolTip(tr("How many markers are drawn beside those that the sample has; none is judged twice"))
        self.number.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.draw = KeyButton(tr("Draw more"), "blue")
        self.draw.setToolTip(tr("Draw them into this sample, by the same design and seed"))
        self.body.addWidget(Text(tr("More markers for this sample"), bold=True))
        self.body.addWidget(self.number)
        self.body.addWidget(self.draw)
        self.draw.clicked.connect(lambda: self.extended.emit(self.number.value()))

    def propose(self, count: int) -> None:
        """Begin with a number of more markers."""
        self.number.setValue(max(1, count))


def _set(spin: QSpinBox | QDoubleSpinBox, least: float, most: float, value: float) -> None:
    spin.setRange(least, most)
    spin.setValue(value)
