"""An outline that grows and shrinks: the buttons for it, and where one is among its levels."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ....inventory.levels import GROW, SHRINK, STEEPEST
from ....inventory.schema import REFINE
from ....processing_provider.adapters.translation import tr
from ..hints import Hints
from ..keys.key_button import KeyButton
from ..panels.pairs import Pairs
from ..panels.shown import area_text, percent_text
from ..pieces import LongText, Text, flat
from ..texts import edge_text
from .levels_bar import LevelsBar


@dataclass(frozen=True)
class LevelFacts:
    """One level of an outline among the others."""

    level: float
    area: float
    found_area: float | None
    """Of the outline as it was found; None where nothing was found there."""
    edge: str
    """One of the words of `inventory.levels`."""
    edges: tuple[float, ...]
    """How sharp the edge is at each level, as a share of the sharpest one; from the largest outline on."""
    now: int
    found: int | None
    steepest: int
    told: str = ""
    """What else is to be known of this level: others that it takes in, parts that it has lost."""


class LevelsView(QWidget):
    """Three buttons; and while an outline grows and shrinks what it is now."""

    stepped = pyqtSignal(object)
    """An `inventory.levels.Step`."""
    draw_on = pyqtSignal()

    def __init__(self, hints: Hints) -> None:
        super().__init__()
        self.facts: LevelFacts | None = None
        self.heading, self.text = Text(bold=True), Text()
        self.bar, self.told = LevelsBar(), LongText()
        self.buttons: dict[str, KeyButton] = {}
        steps = Pairs(columns=3)
        for step, text, help_text in (
            (SHRINK, tr("Shrink"), tr("Let the outline shrink to a higher probability; also Ctrl and the wheel")),
            (
                STEEPEST,
                tr("Edge"),
                tr("The outline where the probability falls most steeply and, where a DEM is known, the ground bends"),
            ),
            (GROW, tr("Grow"), tr("Let the outline grow to a lower probability; also Ctrl and the wheel")),
        ):
            button = KeyButton(text)
            button.clicked.connect(lambda _checked=False, step=step: self.stepped.emit(step))
            hints.add(button, help_text, step)
            steps.addWidget(button)
            self.buttons[step] = button
        self.draw_button = KeyButton(tr("Draw on from here"))
        hints.add(self.draw_button, tr("Mend this outline with QGIS's vertex tool"), REFINE)
        self.draw_button.clicked.connect(lambda: self.draw_on.emit())
        self.bar.chosen.connect(self.stepped.emit)
        layout = flat(QVBoxLayout(self), 4)
        for part in (self.heading, self.text, self.bar, self.told):
            layout.addWidget(part)
        layout.addLayout(steps)
        layout.addWidget(self.draw_button)
        self.show_level(None)

    def show_level(self, facts: LevelFacts | None) -> None:
        """Show what the outline is now; None where it is as it was found, and nothing is under way."""
        self.facts = facts
        self.bar.setVisible(facts is not None)
        self.draw_button.setVisible(facts is not None)
        self.heading.tell("" if facts is None else _heading(facts))
        self.text.tell("" if facts is None else _change(facts))
        self.told.tell("" if facts is None or not facts.told else "⚠ " + facts.told)
        self.told.setVisible(facts is not None and bool(facts.told))
        if facts is not None:
            self.bar.show_levels(facts.edges, facts.now, facts.found, facts.steepest)

    def enable_steps(self, possible: bool) -> None:
        """Whether there is an outline that could grow or shrink."""
        for button in self.buttons.values():
            button.setEnabled(possible)


def _heading(facts: LevelFacts) -> str:
    return tr("Level {} · {}").format(f"{facts.level:.2f}", area_text(facts.area))


def _change(facts: LevelFacts) -> str:
    """The change of the area, and the edge."""
    edge = edge_text(facts.edge)
    if not facts.found_area:
        return edge
    if facts.now == facts.found:
        return tr("as it was found · {}").format(edge)
    change = facts.area - facts.found_area
    sign = "+" if change >= 0.0 else "\u2212"
    area, share = area_text(abs(change)), percent_text(abs(change) / facts.found_area)
    return tr("{} ({}) against as found · {}").format(f"{sign}{area}", f"{sign}{share}", edge)
