"""Units are proposed: how many cuts, how sure they are, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import pyqtSignal

from ....processing_provider.adapters.translation import tr
from ..hints import Hints
from ..keys.actions import DROP_CUT
from ..keys.key_button import KeyButton
from ..panels.pairs import Pairs
from ..pieces import StripedFrame, Text


class CuttingBar(StripedFrame):
    """Takes the place of the operations while cuts are looked for, and while they are shown."""

    accepted = pyqtSignal()
    dropped = pyqtSignal()
    drawn = pyqtSignal()
    given_up = pyqtSignal()

    def __init__(self, hints: Hints) -> None:
        super().__init__("blue")
        self.heading, self.text, self.list = Text(tr("Propose units"), bold=True), Text(), Text()
        self.accept = KeyButton(tr("Cut"), "green", large=True)
        self.give_up = KeyButton(tr("Give up"), "grey", large=True)
        self.drop = KeyButton(tr("Fewer"))
        self.draw = KeyButton(tr("Draw by hand"))
        for button, text, action, signal in (
            (
                self.accept,
                tr("Make units of it along these lines; one Undo brings it back whole"),
                "accept",
                "accepted",
            ),
            (self.give_up, tr("Back to the candidate, nothing is changed"), "give_up", "given_up"),
            (self.drop, tr("Leave out the cut with the highest number: it is the least sure"), DROP_CUT, "dropped"),
            (self.draw, tr("Forget these cuts and draw a line yourself"), "split", "drawn"),
        ):
            hints.add(button, text, action)
            button.clicked.connect(lambda _checked=False, signal=signal: getattr(self, signal).emit())
        grid = Pairs()
        for button in (self.accept, self.give_up, self.drop, self.draw):
            grid.addWidget(button)
        for part in (self.heading, self.text, self.list):
            self.body.addWidget(part)
        self.body.addLayout(grid)
        self.wait()

    def wait(self) -> None:
        """The engine is asked."""
        self.text.tell(tr("Looking for furrows between units …"))
        self.list.tell("")
        self._enable(False)

    def show_cuts(self, strengths: Sequence[float], warning: str = "") -> None:
        """These cuts are on the map, of each how sure it is (0 to 1); `warning` is of the elevation model."""
        units = tr("{} units are proposed; you decide.").format(len(strengths) + 1)
        self.text.tell(f"{units} {warning}".strip())
        lines = (tr("cut {}: strength {:.2f}").format(number, sure) for number, sure in enumerate(strengths, 1))
        self.list.tell("\n".join(f"• {line}" for line in lines))
        self._enable(True)

    def _enable(self, there: bool) -> None:
        for button in (self.accept, self.drop):
            button.setEnabled(there)
