"""Another person was faster: who and what is said, what is there now is shown, and one goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ....inventory.errors import ChangedElsewhere
from ....inventory.schema import EXTERNAL, GESTURES, REDO, UNDO
from ....processing_provider.adapters.translation import tr
from ...dock.texts import operation_text
from ...geometry.features import Shown, read_shown
from ...layers.inventory_layers import EDITED

if TYPE_CHECKING:
    from ...common.guard import Tell
    from ...session.session import Session
    from .map_mode import MapMode
    from .map_way import MapWay


class Others:
    """What becomes of a gesture that was refused because of somebody else's."""

    def __init__(self, mode: MapMode, session: Session, way: MapWay, tell: Tell) -> None:
        self._mode, self._session, self._way, self._tell_person = mode, session, way, tell

    def unless_faster(self, gesture: Callable[..., None]) -> Callable[..., None]:
        """The gesture; where another person has changed what it is about, that is told and shown instead."""

        def call(*values: Any) -> None:
            shown = self._mode.shown
            try:
                gesture(*values)
            except ChangedElsewhere as error:
                self.were_faster(shown, error)

        return call

    def tell(self, shown: Shown, person: str, operation: str, what_now: str = "") -> None:
        """Say who has decided what is shown, by its short name."""
        who = person or (tr("another tool") if operation == EXTERNAL else tr("somebody without a name"))
        text = tr("{} was changed meanwhile by {}: {}.").format(shown.title, who, _what(operation))
        self._tell_person(f"{text} {what_now}".strip(), "warning")

    def were_faster(self, shown: Shown | None, error: ChangedElsewhere) -> None:
        """A gesture was refused. A drawing stays: accepting it once more is to know what it replaces."""
        if shown is None:
            raise error
        if self._session.drawing.is_active:
            self._mode.drawing.look_again()
            what_now = tr("Your outline is still here: accept it once more to have it instead, or give it up.")
            self.tell(shown, error.person, error.operation, what_now)
            return
        self._mode.back_to_deciding()
        self._session.reload(EDITED)
        again = read_shown(self._session.inventory, shown.table, shown.fid)
        if shown.is_candidate and again is not None:
            self._way.refresh_state(shown.fid)
            self._way.go_on(shown)
        elif again is not None:
            self._mode.show(again, move=False)
        else:
            self._session.queue.reload()
            self._way.go_on()
        self.tell(shown, error.person, error.operation)


def _what(operation: str) -> str:
    if operation in GESTURES:
        return operation_text(operation).lower()
    return {UNDO: tr("taken back"), REDO: tr("done again")}.get(operation, tr("edited"))
