"""Who is at work on the open inventory, and in which mode of the dock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..processing_provider.adapters.translation import tr
from .common.guard import Tell, Wires, attempt
from .dock.dock import FINISH, REVIEW
from .modes.map.map_mode import MapMode
from .modes.review.review_mode import ReviewMode

if TYPE_CHECKING:
    from .common.settings import Settings
    from .dock.dock import InventoryDock
    from .dock.keys.key_filter import KeyFilter
    from .engine.level_asker import LevelAsker
    from .finishing import Finishing
    from .news import Mode
    from .session.session import Session


class AtWork:
    """Begins the mode that the dock shows, for the person who is named there, and ends it.

    Parameters
    ----------
    dock, settings
        Show and remember both.
    keys
        Listens for the keys of the mode.
    finishing
        Begins Finish mode.
    people_changed
        Called when the list of people is another one.
    levels
        Knows the outlines of candidates at other thresholds.
    tell
        Shows a sentence.
    """

    def __init__(
        self,
        dock: InventoryDock,
        settings: Settings,
        keys: KeyFilter,
        finishing: Finishing,
        people_changed: Callable[[], None],
        levels: LevelAsker,
        tell: Tell,
    ) -> None:
        self._dock, self._settings, self._keys, self._finishing = dock, settings, keys, finishing
        self._people_changed, self._levels, self._tell = people_changed, levels, tell
        self._session: Session | None = None
        self._wires = Wires(tell)
        self.mode: Mode | None = None

    def open(self, session: Session) -> None:
        """Work on an inventory from now on."""
        self._session = session
        self.begin()

    def close(self) -> None:
        """Work on none."""
        self._end()
        self._session = None
        self._dock.header.need_name(False)

    def set_person(self, name: str) -> None:
        """Somebody else sits here now: undo and review follow."""
        self._settings.remember_person(name.strip())
        self._people_changed()
        self._person_is(name.strip())

    def forget_person(self, name: str) -> None:
        """Take a name off the list, also that of who is here: then nobody is."""
        self._settings.forget_person(name)
        self._people_changed()
        self._dock.message.close_message()
        self._person_is(self._settings.person)

    def _person_is(self, name: str) -> None:
        if self._session is not None:
            self._session.person = name
            self.begin()

    def set_mode(self, mode: str) -> None:
        """Map, review or finish; the last is no mode to begin with."""
        if mode != FINISH:
            self._settings.mode = mode
        self.begin()

    def begin(self) -> None:
        """Begin in the mode that the dock shows, or begin anew."""
        self._end()
        session = self._session
        if session is None:
            return
        if self._dock.mode() == REVIEW:
            self.mode = ReviewMode(session, self._dock.review_panel, self._tell)
            self._wires.connect(self.mode.scope_changed, self._keys.set_scope)
            self._keys.set_scope("review")
        elif self._dock.mode() == FINISH:
            self.mode = self._finishing.mode(session, self._wires)
            self._keys.set_scope("finish")
        else:
            self.mode = MapMode(session, self._dock.map_panel, self._settings, self._levels, self._tell)
            self._wires.connect(self.mode.scope_changed, self._keys.set_scope)
        self._dock.header.need_name(not session.person)
        if not session.person:
            self._tell(tr("Say who you are at the top: every decision is kept with a name."), "warning")
        if attempt(self._tell, self.mode.begin) and isinstance(self.mode, MapMode) and not session.read_only:
            attempt(self._tell, self.mode.drawing.take_up_draft)

    def _end(self) -> None:
        self._wires.cut()
        mode, self.mode = self.mode, None
        if mode is not None:
            attempt(self._tell, mode.stop)  # whatever goes wrong there, the rest must be closed too
