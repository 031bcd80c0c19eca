"""What is known of the candidate that is shown, and the warnings about it."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ....inventory import schema
from ....processing_provider.adapters.translation import tr
from ..keys.key_button import KeyButton
from ..pieces import LongText, Name, StripedFrame, Text, flat
from ..texts import state_text
from .shown import Facts, Warning, climate_text, ground_text, network_text, percent_text


class FactsView(QWidget):
    """A title, the ground, the network's word, where it comes from; or a message when there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Name(bold=True)
        self.message = Text()
        self.state = Text()
        self.ground = Text()
        self.climate = Text()
        self.network = Text()
        self.source = Name()
        self.ground.setToolTip(tr("Area on the ellipsoid, mean elevation, mean slope, mean aspect"))
        self.climate.setToolTip(
            tr(
                "Incoming solar radiation, air and ground temperature, precipitation, permafrost zone and index "
                "of the outline"
            )
        )
        self.network.setToolTip(
            tr("Mean probability inside the outline, ± how far several networks disagree, and the highest")
        )
        layout = flat(QVBoxLayout(self), 2)
        for label in (self.title, self.message, self.state, self.ground, self.climate, self.network, self.source):
            layout.addWidget(label)
        self._title_alone = False
        self.show_facts(None, "")

    def show_title_alone(self, alone: bool) -> None:
        """Only the title, while something else needs the room."""
        self._title_alone = alone
        for label in (self.state, self.ground, self.climate, self.network, self.source):
            label.setVisible(not alone and bool(label.text()))

    def show_facts(self, facts: Facts | None, message: str) -> None:
        """Show the facts, or the message where there are none."""
        shown = facts if facts is not None else Facts("")
        self.title.tell(shown.title)
        self.message.tell("" if facts is not None else message)
        self.state.tell(_state_line(shown))
        self.ground.tell(ground_text(shown))
        self.climate.tell(climate_text(shown))
        self.network.tell(_network_line(shown))
        self.source.tell(_source_line(shown))
        self.show_title_alone(self._title_alone)


class WarningsView(QWidget):
    """One striped line each; some offer to mend what they warn of."""

    acted = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self._layout = flat(QVBoxLayout(self), 3)
        self._frames: list[StripedFrame] = []
        self.buttons: list[KeyButton] = []
        self._away = False
        self.setVisible(False)

    def make_room(self, away: bool) -> None:
        """Be away, or back, while something else needs the room."""
        self._away = away
        self.setVisible(bool(self._frames) and not away)

    def show_warnings(self, warnings: list[Warning]) -> None:
        """Show these and no others."""
        for frame in self._frames:
            self._layout.removeWidget(frame)
            frame.setParent(None)
            frame.deleteLater()
        self.buttons = []
        self._frames = [self._frame(warning) for warning in warnings]
        for frame in self._frames:
            self._layout.addWidget(frame)
        self.make_room(self._away)

    def _frame(self, warning: Warning) -> StripedFrame:
        frame = StripedFrame("amber")
        text = LongText()  # beside the button, the identifier of a rock glacier may have to break
        text.tell("⚠ " + warning.text)
        row = QHBoxLayout()
        row.addWidget(text, 1)
        frame.body.addLayout(row)
        if warning.action:
            button = KeyButton(warning.label or warning.action)
            button.setToolTip(warning.label or warning.action)
            button.clicked.connect(lambda: self.acted.emit(warning.action))
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
            self.buttons.append(button)
        return frame


def _source_line(facts: Facts) -> str:
    if facts.model and facts.image:
        return tr("{} on {}").format(facts.model, facts.image)
    return facts.model or facts.image


def _state_line(facts: Facts) -> str:
    text = state_text(facts.state, facts.reason)
    return tr("Decided: {}").format(text) if text and facts.state != schema.UNDECIDED else ""


def _network_line(facts: Facts) -> str:
    parts = [network_text(facts)]
    if facts.glacier_share is not None:
        parts.append(tr("{} inside glacier outlines").format(percent_text(facts.glacier_share)))
    return " · ".join(part for part in parts if part)
