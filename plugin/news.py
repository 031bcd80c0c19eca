"""What was written into the open inventory, and not by a gesture here: it is shown, and one goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, Union

from ..inventory.schema import CANDIDATES
from ..processing_provider.adapters.translation import tr
from .common.guard import Tell
from .layers.inventory_layers import EDITED
from .modes.finish.finish_mode import FinishMode
from .modes.map.map_mode import MapMode
from .session.elsewhere import Changes
from .session.file_notices import made_complete

if TYPE_CHECKING:
    from .modes.review.review_mode import ReviewMode
    from .session.session import Session


Mode = Union[MapMode, "ReviewMode", FinishMode]
"""What one is at."""


class Place(Protocol):
    """Where one is: the controller knows."""

    session: Session | None
    mode: Mode | None


class Writer(Protocol):
    """Somebody of ours who has the engine write."""

    @property
    def is_busy(self) -> bool: ...


class News:
    """Shows what other programs, a detection or the filling of attributes have written.

    Parameters
    ----------
    place
        What is open.
    writers
        While one of them is busy, a change of the file tells nothing of others.
    tell
        Shows a sentence.
    """

    def __init__(self, place: Place, writers: Sequence[Writer], tell: Tell) -> None:
        self._place, self._writers, self._tell = place, writers, tell

    def look(self) -> None:
        """Has another program changed the file? Then what is shown is read again."""
        session, mode = self._place.session, self._place.mode
        if session is None or session.drawing.is_active or any(one.is_busy for one in self._writers):
            return
        changes = session.elsewhere.look()
        if changes is None or not changes.by_others:
            return
        session.queue.reload()
        session.reload(EDITED)
        self._tell_of_others(changes)
        if isinstance(mode, (MapMode, FinishMode)):
            mode.read_again()
        elif mode is not None:
            mode.others_wrote()
        for text, level in made_complete(session.inventory):  # a layer may have been overwritten
            self._tell(text, level)

    def attributes_came(self, fids: list[int]) -> None:
        """The engine has filled attributes: they are shown, and the queue stays where it is."""
        if isinstance(self._place.mode, MapMode):
            self._place.mode.attributes_came(fids)
        self.look()

    def candidates_came(self, others_went: bool) -> None:
        """A detection has written candidates: they are on the map and in the queue."""
        session = self._place.session
        if session is None:
            return
        if others_went:
            session.queue.reload()
        else:
            session.queue.read_new()
        session.reload((CANDIDATES.name,))
        self._go_on(session)

    def detection_ended(self) -> None:
        """It wrote many times, and others may have in between: all is read again."""
        session = self._place.session
        if session is None:
            return
        self._tell_of_others(session.elsewhere.look())
        session.queue.reload()
        session.reload(EDITED)
        self._go_on(session)

    def _go_on(self, session: Session) -> None:
        mode = self._place.mode
        if isinstance(mode, MapMode) and not session.drawing.is_active:
            mode.candidates_came()

    def _tell_of_others(self, changes: Changes | None) -> None:
        if changes is not None and changes.noted:
            text = tr("{} changes by another tool were noted in the journal.")
            self._tell(text.format(changes.noted), "warning")
