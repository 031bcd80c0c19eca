"""The check of everything in Finish: begins it, tells how far it is, and lists the rules that are broken."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ....gestures.finishing.checked import Broken
from ....inventory.checks.rules import DOUBT, FAULT, HINT, RULES, rule_of
from ....processing_provider.adapters.translation import tr
from ..check_texts import COLOURS, rule_title, severity_counts
from ..hints import Hints
from ..keys.key_button import KeyButton
from ..pieces import Text, flat
from .pairs import Pairs
from .shown import number


class CheckView(QWidget):
    """Shows what a check has found. It knows of no file: whoever listens checks."""

    check_requested = pyqtSignal()
    stop_requested = pyqtSignal()
    rule_requested = pyqtSignal(str)
    map_requested = pyqtSignal()

    def __init__(self, hints: Hints) -> None:
        super().__init__()
        self._hints, self._running = hints, False
        self.begin = KeyButton("")
        self.status, self.old = Text(), Text(bold=True)
        self.on_map = KeyButton(tr("Show on the map"))
        self.rules = {rule.name: KeyButton("", COLOURS[rule.severity]) for rule in RULES}
        box = QWidget()
        columns = Pairs(box)
        for button in self.rules.values():
            columns.addWidget(button)
        layout = flat(QVBoxLayout(self), 6)
        for part in (Text(tr("Check"), bold=True), self.begin, self.status, self.old, box, self.on_map):
            layout.addWidget(part)
        hints.add(self.on_map, tr("A layer with a point and an outline for each thing that was found"))
        self._connect()
        self.show_nothing()

    def _connect(self) -> None:
        self.begin.clicked.connect(lambda: (self.stop_requested if self._running else self.check_requested).emit())
        self.on_map.clicked.connect(lambda: self.map_requested.emit())
        for name, button in self.rules.items():
            button.clicked.connect(lambda _checked=False, name=name: self.rule_requested.emit(name))

    def show_nothing(self) -> None:
        """Nothing was checked yet."""
        self._show_running(False)
        self.status.tell("")
        self._show_rules(())
        self.old.tell("")
        self.on_map.setVisible(False)

    def show_running(self, fraction: float | None) -> None:
        """It is being checked; how far that is."""
        self._show_running(True)
        share = "" if fraction is None else f" {fraction:.0%}"
        self.status.tell(tr("Checking…{}").format(share))

    def show_stopped(self, why: str) -> None:
        """It was stopped, or could not be checked; empty where a person stopped it."""
        self.show_nothing()
        self.status.tell(why or tr("Stopped: nothing was checked to its end."))

    def show_broken(self, broken: Sequence[Broken], is_old: bool) -> None:
        """What was found, and whether the inventory has changed since."""
        self._show_running(False)
        self.status.tell(severity_counts(*(_sum(broken, severity) for severity in (FAULT, DOUBT, HINT))))
        self._show_rules(broken)
        self.old.tell(tr("The inventory has changed since it was checked: check it again.") if is_old else "")
        self.on_map.setVisible(bool(broken))

    def _show_rules(self, broken: Sequence[Broken]) -> None:
        of_rule = {one.rule: one for one in broken}
        for name, button in self.rules.items():
            one = of_rule.get(name)
            button.setVisible(one is not None)
            if one is None:
                continue
            button.setText(tr("{kind}: {count}").format(kind=rule_title(name), count=number(one.count)))
            button.setAccessibleName(button.text())
            button.setEnabled(bool(one.places))
            source = tr("By {}").format(rule_of(name).source)
            self._hints.add(button, f"{one.first} {source}")

    def _show_running(self, running: bool) -> None:
        self._running = running
        self.begin.setText(tr("Stop") if running else tr("Check everything…"))
        told = tr("Identifiers, geometry, sizes, overlaps, markers, values, texts and systems; nothing is changed")
        self._hints.add(self.begin, tr("Check no further") if running else told)


def _sum(broken: Sequence[Broken], severity: str) -> int:
    return sum(one.count for one in broken if rule_of(one.rule).severity == severity)
