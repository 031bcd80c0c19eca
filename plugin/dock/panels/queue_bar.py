"""The queue's head: how far the work is, in which order, and which part of the inventory."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from ....gestures.queue import names
from ....processing_provider.adapters.translation import tr
from ..inputs import Choice
from ..pieces import Text, flat
from .shown import QueueProgress, number, progress_text

WHOLE, VIEW, SUBREGION, PROBABILITY = "whole", "view", "subregion", "probability"


class ProgressView(QWidget):
    """A bar, and under it the same in words."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(max(8, self.fontMetrics().height() // 2))
        self.bar.setToolTip(tr("How much of this part of the inventory is decided"))
        self.text = Text()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(2)
        layout.addWidget(self.bar, 0, 0)
        layout.addWidget(self.text, 1, 0)

    def show_progress(self, progress: QueueProgress) -> None:
        """Show how far the work is."""
        self.bar.setRange(0, max(progress.total, 1))
        self.bar.setValue(min(progress.done, max(progress.total, 1)))
        self.text.setText(progress_text(progress))
        self.bar.setAccessibleName(self.text.text())


class QueueBar(QWidget):
    """Progress, order and filter."""

    order_changed = pyqtSignal(str)
    filter_changed = pyqtSignal(str, str, float, float)
    others_left_out = pyqtSignal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.progress = ProgressView()
        self.order = Choice()
        self.filter = Choice()
        self.subregion = Choice()
        self.lowest, self.highest = _share(0.0), _share(1.0)
        self.others = QCheckBox(tr("Rock glaciers only"))
        self.others.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus on the map
        self.choices, self.range = QWidget(), QWidget()
        self._fill()
        self._describe()
        self._lay_out()
        self._connect()
        self._show_parts()
        self.show_others(0, False)

    def _fill(self) -> None:
        self.order.addItem(tr("nearest next"), names.NEAREST)
        self.order.addItem(tr("most useful first"), names.MOST_USEFUL)
        self.order.addItem(tr("clear ones first"), names.CLEAR)
        self.order.addItem(tr("neighbours together"), names.NEIGHBOURS)
        self.order.addItem(tr("most uncertain first"), names.MOST_UNCERTAIN)
        self.order.addItem(tr("most disputed first"), names.MOST_DISPUTED)
        self.order.addItem(tr("largest first"), names.LARGEST)
        self.order.addItem(tr("by row of the map"), names.BY_ROW)
        self.filter.addItem(tr("whole inventory"), WHOLE)
        self.filter.addItem(tr("in this view"), VIEW)
        self.filter.addItem(tr("in a subregion"), SUBREGION)
        self.filter.addItem(tr("by probability"), PROBABILITY)

    def _describe(self) -> None:
        for widget, name, help_text in (
            (
                self.order,
                tr("Order"),
                tr(
                    "Which candidate comes next. Disputed: where several networks disagree. Useful: doubtful, "
                    "disputed, or unlike what is decided"
                ),
            ),
            (self.filter, tr("Filter"), tr("Which candidates come at all")),
            (self.subregion, tr("Subregion"), tr("Only candidates in this subregion come")),
            (self.lowest, tr("Lowest probability"), tr("No candidate of less mean probability comes")),
            (self.highest, tr("Highest probability"), tr("No candidate of more mean probability comes")),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(help_text)

    def _lay_out(self) -> None:
        between = QHBoxLayout(self.range)
        between.setContentsMargins(0, 0, 0, 0)
        between.addWidget(self.lowest, 1)
        between.addWidget(QLabel(tr("to")))
        between.addWidget(self.highest, 1)
        grid = QGridLayout(self.choices)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.addWidget(QLabel(tr("Order")), 0, 0)
        grid.addWidget(self.order, 0, 1)
        grid.addWidget(QLabel(tr("Filter")), 1, 0)
        grid.addWidget(self.filter, 1, 1)
        grid.addWidget(self.subregion, 2, 0, 1, 2)
        grid.addWidget(self.range, 3, 0, 1, 2)
        grid.addWidget(self.others, 4, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        layout = flat(QVBoxLayout(self), 4)
        layout.addWidget(self.progress)
        layout.addWidget(self.choices)

    def _connect(self) -> None:
        self.order.activated.connect(lambda _index: self.order_changed.emit(self.order.currentData()))
        self.filter.activated.connect(lambda _index: self._choose_filter())
        self.subregion.activated.connect(lambda _index: self._say_filter())
        self.lowest.valueChanged.connect(lambda value: self._push(self.highest, value, max))
        self.others.toggled.connect(self.others_left_out)
        self.highest.valueChanged.connect(lambda value: self._push(self.lowest, value, min))

    def set_order(self, order: str) -> None:
        """Show an order (one of `gestures.queue.names`) without a signal."""
        self.order.choose(order)

    def set_filter(self, kind: str, subregion: str = "", lowest: float = 0.0, highest: float = 1.0) -> None:
        """Show a filter without a signal."""
        self.filter.choose(kind)
        if subregion:
            self.subregion.choose(subregion)
        for field, value in ((self.lowest, lowest), (self.highest, highest)):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self._show_parts()

    def show_others(self, count: int, left_out: bool) -> None:
        """So many candidates were found as other landforms, and are left out or not; without a signal."""
        self.others.blockSignals(True)
        self.others.setChecked(left_out)
        self.others.blockSignals(False)
        text = tr("Leave out what models for other landforms have found: {}")
        self.others.setToolTip(text.format(number(count)))
        self.others.setVisible(count > 0)

    def _choose_filter(self) -> None:
        self._show_parts()
        self._say_filter()

    def _show_parts(self) -> None:
        kind = self.filter.currentData()
        self.subregion.setVisible(kind == SUBREGION)
        self.range.setVisible(kind == PROBABILITY)

    def _push(self, other: QDoubleSpinBox, value: float, limit: Callable[[float, float], float]) -> None:
        """The lowest is never above the highest."""
        other.blockSignals(True)
        other.setValue(limit(value, other.value()))
        other.blockSignals(False)
        self._say_filter()

    def _say_filter(self) -> None:
        kind = self.filter.currentData()
        subregion = (self.subregion.currentData() or "") if kind == SUBREGION else ""
        limits = (self.lowest.value(), self.highest.value()) if kind == PROBABILITY else (0.0, 1.0)
        self.filter_changed.emit(kind, subregion, *limits)


def _share(value: float) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(0.0, 1.0)
    field.setDecimals(2)
    field.setSingleStep(0.05)
    field.setValue(value)
    field.setKeyboardTracking(False)
    return field
