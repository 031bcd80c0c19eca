"""Attributes while one maps: what a gesture leaves stale goes to the warm engine, and the dock goes on."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...inventory.messages import CANCELLED
from ...inventory.requests.attributes import AttributesRequest
from ...inventory.requests.option import to_arguments
from ...inventory.schema import ATTRIBUTE_GROUPS, PRIMARY_MARKERS, ROCK_GLACIERS
from ...processing_provider.adapters.engine_process import LOG_TAG
from ...processing_provider.adapters.translation import tr
from ...store.records import Wanted
from ...store.sources import groups_of
from ..common.guard import Tell, Wires
from ..dock.panels.shown import climate_text, ground_text
from ..geometry.features import facts_of, read_shown

if TYPE_CHECKING:
    from ..dock.engine_lines.engine_line import EngineLine
    from ..session.session import Session
    from .warm_engine import EngineRequest, WarmEngine

_MS_AFTER_OPENING = 1500
"""The engine starts when the inventory is on the screen: the two would only slow each other."""
_AT_ONCE = 10
"""So many outlines in one request: between two of them the engine answers what a person waits for."""


class AttributeFiller(QObject):
    """Listens to the gestures of an open inventory and asks for the attributes of what they touched.

    Parameters
    ----------
    engine
        Asked for one request at a time; what comes up meanwhile goes into the next.
    line
        Shows the engine's state and what was found.
    tell
        Shows a sentence where it failed.
    """

    filled = pyqtSignal(list)
    """Feature ids of rock glaciers whose attributes the engine has written."""

    def __init__(self, engine: WarmEngine, line: EngineLine, tell: Tell) -> None:
        super().__init__()
        self._engine, self._line, self._tell = engine, line, tell
        self._session: Session | None = None
        self._waiting: dict[int, None] = {}  # an ordered set
        self._request: EngineRequest | None = None
        self._told = ""
        self._wires, self._request_wires = Wires(tell), Wires(tell)
        self._timer, self._start = QTimer(self), QTimer(self)
        for timer, slot in ((self._timer, self._ask), (self._start, self._have_engine)):
            timer.setSingleShot(True)
            self._wires.connect(timer.timeout, slot)
        self._wires.connect(engine.state_changed, line.show_state)

    @property
    def is_busy(self) -> bool:
        """Whether the engine may be writing for us just now."""
        return self._request is not None

    def open(self, session: Session) -> None:
        """Listen to an inventory, and have the engine warm where there is something to fill from."""
        self.close()
        self._session = session
        session.inventory.listeners.append(self._heard)
        self.sources_changed()

    def sources_changed(self) -> None:
        """The inventory has other sources now, perhaps its first."""
        self._told = ""
        self._start.start(_MS_AFTER_OPENING)

    def close(self) -> None:
        """Listen no more. What was asked for is still written, into the file that it belongs to."""
        self._timer.stop()
        self._start.stop()
        self._waiting.clear()
        self._request_wires.cut()
        if self._session is not None:
            self._session.inventory.listeners.remove(self._heard)
        self._session = self._request = None
        self._line.show_found("", "")

    def stop(self) -> None:
        """Let go of everything."""
        self.close()
        self._wires.cut()

    def _have_engine(self) -> None:
        session = self._session
        if session is not None and not session.read_only and groups_of(session.sources()):
            self._engine.start()

    def _heard(self, touched: dict[str, list[int]]) -> None:
        """A gesture was written. It must not wait for us: nothing is read before the dock has gone on."""
        self._waiting.update(dict.fromkeys(touched.get(ROCK_GLACIERS.name, [])))
        if self._waiting:
            self._timer.start(0)

    def _ask(self) -> None:
        """Ask for what waits, as far as there is something to fill it from."""
        session = self._session
        if session is None or self._request is not None or not self._waiting:
            return
        groups = groups_of(session.sources())
        if not groups:
            self._waiting.clear()
            return
        fids = list(islice(self._waiting, _AT_ONCE))
        for fid in fids:
            del self._waiting[fid]
        wanted = _unfilled(session, fids, groups)
        if not wanted:
            self._over()
            return
        asked = AttributesRequest(
            inventory=session.inventory.path,
            layer=ROCK_GLACIERS.name,
            groups=",".join(groups),
            features=",".join(map(str, wanted)),
        )
        request = self._request = self._engine.ask(to_arguments(asked))
        for signal, slot in (
            (request.finished, lambda values: self._done(wanted, values)),
            (request.failed, self._failed),
            (request.warned, lambda text: _note(text, Qgis.MessageLevel.Info)),
        ):
            self._request_wires.connect(signal, slot)

    def _done(self, fids: list[int], values: dict[str, Any]) -> None:
        session = self._session
        if session is None:
            return
        self._over()
        self._told = ""
        session.elsewhere.expect_run()
        session.reload((ROCK_GLACIERS.name, PRIMARY_MARKERS.name))
        self._show_found(session, fids)
        self.filled.emit(fids)

    def _over(self) -> None:
        self._request_wires.cut()
        self._request = None
        if self._waiting:
            self._timer.start(0)

    def _show_found(self, session: Session, fids: list[int]) -> None:
        shown = read_shown(session.inventory, ROCK_GLACIERS, fids[-1])
        if shown is None:
            return
        facts = replace(facts_of(session.inventory, shown, None), area=None)  # which was known before
        found = " · ".join(text for text in (ground_text(facts), climate_text(facts)) if text)
        self._line.show_found(facts.title, found)

    def _failed(self, kind: str, sentence: str) -> None:
        """Say it once, and not after every gesture: the features stay marked as stale."""
        self._over()
        if kind == CANCELLED:
            return
        _note(sentence, Qgis.MessageLevel.Warning)
        if sentence != self._told:
            self._told = sentence
            self._tell(tr("Attributes were not filled: {}").format(sentence), "warning")


def _unfilled(session: Session, fids: list[int], groups: list[str]) -> list[int]:
    """Those that are there, and whose attributes are older than their outline or were never filled."""
    wanted = Wanted(fids=fids, due=[ATTRIBUTE_GROUPS[group][0] for group in groups])
    found = {int(row[0]) for row in session.inventory.rows(ROCK_GLACIERS, (), wanted)}
    return [fid for fid in fids if fid in found]


def _note(text: str, level: Qgis.MessageLevel) -> None:
    QgsMessageLog.logMessage(text, LOG_TAG, level)
