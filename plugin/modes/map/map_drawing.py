"""What is drawn in Map mode, from its beginning to Accept or Give up, and how it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....inventory.schema import SPLIT
from ....processing_provider.adapters.translation import tr
from ....store.edit import check_person
from ...geometry.features import Shown
from .shaping import what_to_do

if TYPE_CHECKING:
    from ...common.guard import Tell
    from ...dock.panels.map_panel import MapPanel
    from ...map.draft import Draft
    from ...session.session import Session
    from .map_mode import MapMode
    from .shaping import Shaping


class MapDrawing:
    """One outline or line at a time, for what `mode` shows."""

    def __init__(self, mode: MapMode, session: Session, panel: MapPanel, shaping: Shaping, tell: Tell) -> None:
        self._mode, self._session, self._panel, self._shaping = mode, session, panel, shaping
        self._tell = tell

    def begin(self, operation: str, shown: Shown | None) -> None:
        """Have something drawn: an outline, or the line of a cut.

        Raises
        ------
        UserError
            Nobody has said who is here: better said now than when the outline is done.
        """
        check_person(self._session.person)
        self._shaping.begin(operation, shown)
        self._show(operation)

    def _show(self, operation: str) -> None:
        self._panel.drawing.set_text(what_to_do(operation))
        self._panel.drawing.set_operation(operation)
        self._panel.set_mode("drawing")
        self._mode.scope_changed.emit("drawing")

    def accept(self) -> None:
        """The outline is as it should be."""
        by = self._mode.by(None if self._shaping.operation == SPLIT else self._shaping.image())
        shown = self._shaping.accept(by)
        self._mode.back_to_deciding()
        self._mode.decided(shown, self._shaping.operation)

    def give_up(self) -> None:
        """Back, without a trace in the file; one undo brings the outline back."""
        self._session.drawing.give_up()  # says `given_up`, and so the mode goes back

    def take_up_draft(self) -> None:
        """Go on with an outline that was being drawn when QGIS, or this mode, ended."""
        if self._take_up(self._session.drawing.read_draft()):
            text = tr("The outline you were drawing is back; accept it or give it up.")
            self._tell(text, "warning")

    def bring_back(self) -> bool:
        """Go on with the outline that was given up last; whether there is one."""
        back = self._take_up(self._session.drawing.take_given_up())
        if back:
            self._tell(tr("The outline you gave up is back."), "info")
        return back

    def _take_up(self, draft: Draft | None) -> bool:
        operation = self._shaping.take_up(draft)
        if operation:
            self._show(operation)
        return bool(operation)
