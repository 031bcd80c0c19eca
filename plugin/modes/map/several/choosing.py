"""Several outlines at once: what is merged, and all that are shown and remain. One choice at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsPointXY

from .....inventory.errors import ChangedElsewhere
from .....processing_provider.adapters.translation import tr
from .....store.edit import check_person
from .merging import Merging
from .remain_all import RemainAll

if TYPE_CHECKING:
    from ....common.guard import Tell
    from ....dock.panels.map_panel import MapPanel
    from ....session.session import Session
    from ..looking import Looking
    from ..map_mode import MapMode
    from ..map_screen import MapScreen
    from ..map_way import MapWay


class Choosing:
    """Begins a choice, passes clicks and Enter on to it, and ends it; `now` is the one that is made."""

    def __init__(
        self, mode: MapMode, session: Session, panel: MapPanel, parts: tuple[MapWay, MapScreen, Looking], tell: Tell
    ) -> None:
        self._mode, self._session, self._panel, self._tell = mode, session, panel, tell
        self._way, self._screen, self._looking = parts
        self.now: Merging | RemainAll | None = None

    def merge(self) -> None:
        """Choose by clicks what becomes one with what is shown; what is selected in QGIS is merged at once."""
        check_person(self._session.person)
        merging = Merging(self._mode, self._session, self._panel.choosing, self._way, self._tell)
        if merging.take_selection() > 1 and not merging.unseen():
            try:
                merging.accept()
            finally:
                merging.stop()
            return
        self._begin(merging, tr("Merge"), tr("Merge"), tr("Make one rock glacier of what is chosen"))

    def remain_all(self) -> None:
        """List all candidates that are shown, to take them in at once."""
        check_person(self._session.person)
        parts = self._way, self._screen, self._looking
        batch = RemainAll(self._mode, self._session, self._panel.choosing, parts, self._tell)
        help_text = tr("Take all that are listed into the inventory as they are; one Undo brings all back")
        self._begin(batch, tr("Remain: all that are shown"), tr("All remain"), help_text)

    def _begin(self, choice: Merging | RemainAll, heading: str, accept: str, help_text: str) -> None:
        self.now = choice
        self._session.take_the_mouse()
        self._session.hiding.show()
        self._session.view.set_drawing(True)  # what is shown is dashed, what is chosen is not
        self._panel.choosing.ask(heading, accept, help_text)
        self._panel.set_mode("choosing")
        self._mode.scope_changed.emit("choosing")
        choice.begin()

    @property
    def is_chosen_by_clicks(self) -> bool:
        """Whether something is to be merged, and all but what was shown was clicked on."""
        return isinstance(self.now, Merging) and self.now.is_clicked

    def click(self, point: QgsPointXY) -> None:
        """A click on the map (inventory's coordinates): choose, or go there."""
        if self.now is not None:
            self.now.click(point)
        else:
            self._way.jump(point)

    def accept(self) -> None:
        """Do with all that are chosen what they were chosen for.

        Raises
        ------
        UserError
            It cannot be written; the choice stays.
        """
        choice = self.now
        if choice is None:
            return
        try:
            choice.accept()
        except ChangedElsewhere as error:
            text = tr("One of them was changed meanwhile by {}; nothing was written, look at what is there now.")
            self._tell(text.format(error.person or tr("somebody without a name")), "warning")
            choice.look_again()

    def end(self) -> None:
        """Choose nothing any more."""
        choice, self.now = self.now, None
        if choice is not None:
            choice.stop()
            self._session.view.set_drawing(False)
