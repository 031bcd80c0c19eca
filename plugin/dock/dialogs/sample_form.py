"""Draw a sample: how many markers, from where, for how many reviewers. A form in the panel, no dialog."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QRadioButton, QSizePolicy, QSpinBox

from ....processing_provider.adapters.translation import tr
from ..keys.key_button import KeyButton
from ..pieces import Choice, StripedFrame, Text

_DEFAULT_PERCENT, _DEFAULT_NUMBER, _DEFAULT_SEED, _DEFAULT_REVIEWERS = 5.0, 100, 1, 2


class SampleForm(StripedFrame):
    """Emits what is wanted: (share, number, seed, subregion, reviewers), of share and number one is 0."""

    drawn = pyqtSignal(float, int, int, str, int)

    def __init__(self) -> None:
        super().__init__("blue")
        self.by_share = QRadioButton(tr("Share"))
        self.by_number = QRadioButton(tr("Number"))
        self.share = QDoubleSpinBox()
        self.number = QSpinBox()
        self.seed = QSpinBox()
        self.subregion = Choice()
        self.reviewers = QSpinBox()
        self.draw = KeyButton(tr("Draw"), "blue")
        self._fill()
        self._describe()
        self._lay_out()
        self.by_share.toggled.connect(self._enable)
        self.draw.clicked.connect(self._say)
        self._enable()

    def _fill(self) -> None:
        self.by_share.setChecked(True)
        self.share.setRange(0.1, 100.0)
        self.share.setDecimals(1)
        self.share.setSuffix(" %")
        self.share.setValue(_DEFAULT_PERCENT)
        self.number.setRange(1, 999_999)
        self.number.setValue(_DEFAULT_NUMBER)
        self.seed.setRange(0, 999_999)
        self.seed.setValue(_DEFAULT_SEED)
        self.reviewers.setRange(1, 20)
        self.reviewers.setValue(_DEFAULT_REVIEWERS)
        self.set_subregions([])

    def _describe(self) -> None:
        for widget, name, help_text in (
            (self.by_share, tr("Share"), tr("Take a share of all primary markers")),
            (self.by_number, tr("Number"), tr("Take a number of primary markers")),
            (self.share, tr("Share in percent"), tr("Share of the primary markers to review")),
            (self.number, tr("Number of markers"), tr("Number of primary markers to review")),
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
        rows = (
            (self.by_share, self.share),
            (self.by_number, self.number),
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
        self.body.addWidget(self.draw)

    def set_subregions(self, names: list[str]) -> None:
        """The subregions to choose from, beside the whole inventory."""
        self.subregion.offer(names, tr("the whole inventory"))

    def _enable(self) -> None:
        self.share.setEnabled(self.by_share.isChecked())
        self.number.setEnabled(self.by_number.isChecked())

    def _say(self) -> None:
        by_share = self.by_share.isChecked()
        self.drawn.emit(
            self.share.value() / 100.0 if by_share else 0.0,
            0 if by_share else self.number.value(),
            self.seed.value(),
            self.subregion.currentData(),
            self.reviewers.value(),
        )
