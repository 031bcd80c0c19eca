"""Asks the warm engine which outlines a candidate, or the ground at a place, has at other thresholds."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...inventory.levels import Levels, read_levels
from ...inventory.messages import CANCELLED, FAULT, USAGE
from ...inventory.requests.levels import LevelsRequest
from ...inventory.requests.option import to_arguments
from ..common.guard import Tell, Wires
from ..dock.engine_lines.engine_line import BUSY, OFF, READY
from .warm_engine import CRASHED, NO_ENGINE

if TYPE_CHECKING:
    from .warm_engine import EngineRequest, WarmEngine

Answer = Union[Levels, str]
"""The levels, or the sentence that says why there are none."""
Place = Union[str, tuple[float, float]]
"""A candidate's identifier; or longitude and latitude."""

_KEPT = 64
_MS_OF_A_GLANCE = 150
"""What is passed by faster is not asked for."""
_MS_AFTER_OPENING = 1500
"""The engine starts when the inventory is on the screen: the two would only slow each other."""
_OF_THE_MOMENT = (CANCELLED, FAULT, USAGE, CRASHED, NO_ENGINE)
"""Kinds of a failure after which the same question may have an answer."""


class LevelAsker(QObject):
    """Keeps the last answers, so that the first key at a candidate has one.

    Parameters
    ----------
    engine
        It is shared with the filling of attributes; what is asked here goes before what waits there.
    tell
        Shows a sentence where a slot of ours has failed.
    """

    answered = pyqtSignal(object, object)
    """A place and its `Answer`; also that of what was asked quietly."""

    def __init__(self, engine: WarmEngine, tell: Tell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._inventory: Path | None = None
        self._answers: OrderedDict[Place, Answer] = OrderedDict()
        self._asked: dict[Place, tuple[EngineRequest, Wires]] = {}
        self._quiet: Place | None = None
        self._tell, self._wires = tell, Wires(tell)
        self._glance, self._start = QTimer(self), QTimer(self)
        for timer, milliseconds, slot in (
            (self._glance, _MS_OF_A_GLANCE, self._ask_what_is_looked_at),
            (self._start, _MS_AFTER_OPENING, engine.start),
        ):
            timer.setSingleShot(True)
            timer.setInterval(milliseconds)
            self._wires.connect(timer.timeout, slot)
        self._wires.connect(engine.state_changed, self._engine_changed)

    def open(self, inventory: Path) -> None:
        """Ask about this file from now on."""
        self.close()
        self._inventory = inventory

    def close(self) -> None:
        """Ask about none; what is on its way is not wanted any more."""
        self._glance.stop()
        self._start.stop()
        for place in list(self._asked):
            request = self._let_go(place)
            self._engine.stop(request)
        self._answers.clear()
        self._inventory = None

    def stop(self) -> None:
        """Let go of everything."""
        self.close()
        self._wires.cut()

    def be_ready(self) -> None:
        """Somebody who has used this is here again: have the engine warm for the first key."""
        self._start.start()

    def _engine_changed(self, state: str, _told: str) -> None:
        if state == OFF:  # it was ended, and has forgotten what was asked
            for place in list(self._asked):
                self._let_go(place)

    def _let_go(self, place: Place) -> EngineRequest:
        """Hear no more of a request, while it lives: the engine deletes it when it has answered."""
        request, wires = self._asked.pop(place)
        wires.cut()
        return request

    def known(self, place: Place) -> Answer | None:
        """The answer of a candidate, where there is one already."""
        return self._answers.get(place)

    def look_at(self, place: Place) -> None:
        """Somebody may soon want this one: asked for where the engine is warm and it is not passed by."""
        self._quiet = place
        self._glance.start()

    def _ask_what_is_looked_at(self) -> None:
        if self._quiet is not None and self._engine.state in (READY, BUSY):
            self.ask(self._quiet)

    def ask(self, place: Place) -> None:
        """Ask for it, before all else that waits; `answered` comes later, and at once where it is known."""
        if place in self._answers:
            self.answered.emit(place, self._answers[place])
            return
        if self._inventory is None or place in self._asked:
            return
        if isinstance(place, str):
            asked = LevelsRequest(inventory=self._inventory, candidate=place)
        else:
            asked = LevelsRequest(inventory=self._inventory, at="{:.9f},{:.9f}".format(*place))
        request, wires = self._engine.ask(to_arguments(asked), first=True), Wires(self._tell)
        self._asked[place] = request, wires
        wires.connect(request.finished, lambda values: self._came(place, values))
        wires.connect(request.failed, lambda kind, sentence: self._failed(place, kind, sentence))

    def _came(self, place: Place, values: dict[str, Any]) -> None:
        self._let_go(place)
        self._note(place, read_levels(values))

    def _failed(self, place: Place, kind: str, sentence: str) -> None:
        self._let_go(place)
        if kind in _OF_THE_MOMENT:
            self.answered.emit(place, sentence)
        else:
            self._note(place, sentence)

    def _note(self, place: Place, answer: Answer) -> None:
        if isinstance(place, str):  # what lies at a place is another thing after the next detection
            self._answers[place] = answer
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
        self.answered.emit(place, answer)
