"""The four operations of Map mode on what is shown, and what is written beside it: comments and dates of images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....gestures import operations
from ....gestures.finishing.image_dates import remember_date
from ....inventory.schema import GEOMETRY, REFINE, REMAIN, REMOVE, RETRIEVE, ROCK_GLACIERS
from ....processing_provider.adapters.translation import tr
from ....store.edit import check_person
from ...common.guard import Tell
from ...geometry.features import Shown, read_shown, source_of
from .map_screen import MapScreen

if TYPE_CHECKING:
    from ...common.settings import Settings
    from ...dock.panels.map_panel import MapPanel
    from ...session.session import Session
    from .map_mode import MapMode


class Deciding:
    """What the keys of a decision do; what was written goes to `MapMode.decided`."""

    def __init__(
        self, mode: MapMode, session: Session, panel: MapPanel, settings: Settings, screen: MapScreen, tell: Tell
    ) -> None:
        self._mode, self._session, self._panel, self._settings = mode, session, panel, settings
        self._screen, self._tell, self._inventory = screen, tell, session.inventory

    def _sees(self, shown: Shown) -> bool:
        """Whether the person sees what is to be decided; else it is brought back, and that is said."""
        told = self._session.bring_back(self._session.ground.geometry(shown.row[GEOMETRY]))
        if told:
            self._tell(told, "warning")
        return not told

    def operate(self, operation: str) -> None:
        """One of the four keys."""
        shown = self._mode.shown
        if shown is not None and operation != RETRIEVE and not self._sees(shown):
            return
        if operation == REMAIN and shown is not None:
            self._remain(shown)
        elif operation == REMOVE and shown is not None:
            if shown.expected_reason and self._screen.was_looked_at():
                self.remove(shown.expected_reason)
            else:
                self.ask_for_reason()
        else:
            self._mode.drawing.begin(operation, shown if operation == REFINE else None)

    def ask_for_reason(self) -> None:
        """What is shown is to be removed: one more key says why."""
        check_person(self._session.person)
        self._panel.set_mode("reasons")
        self._mode.scope_changed.emit("reasons")

    def _remain(self, shown: Shown) -> None:
        if not shown.is_candidate:
            self._tell(tr("{} is in the inventory already.").format(shown.title), "info")
            return
        if self._screen.asks_about_target(shown):
            return
        outline = self._session.ground.outline(self._session.ground.geometry(shown.row[GEOMETRY]), self._session.crs)
        by = self._mode.by(source_of(self._inventory, shown))
        operations.remain(self._inventory, shown.fid, outline, by, shown.row)
        self._mode.decided(shown, REMAIN)

    def remove(self, reason: str) -> None:
        """The reason is known: the candidate, or the rock glacier that is shown, is removed."""
        shown = self._mode.shown
        if shown is not None and not self._sees(shown):
            return
        self._mode.back_to_deciding()
        if shown is None:
            return
        change = operations.remove if shown.is_candidate else operations.remove_rock_glacier
        change(self._inventory, shown.fid, reason, self._mode.by(), shown.row)
        if reason not in (self._settings.last_reason, shown.expected_reason):
            self._settings.last_reason = reason
            self._panel.set_last_reason(reason)
        self._mode.decided(shown, REMOVE)

    def ask_for_note(self) -> None:
        """One of the comments that were written last comes to what is shown: one more key says which."""
        check_person(self._session.person)
        self._panel.set_mode("notes")
        self._mode.scope_changed.emit("notes")

    def add_note(self, text: str) -> None:
        """A comment that was written before comes after what is written there."""
        shown = self._mode.shown
        self._mode.back_to_deciding()
        if shown is None:
            return
        before = shown.row["COMMENT"] or ""
        self._write_comment(f"{before}; {text}" if before else text)
        if self._mode.shown is not None:
            self._panel.comment.show_comment(self._mode.shown.row["COMMENT"] or "", self._mode.shown.title)
        self._remember_comment(text)

    def set_comment(self, text: str) -> None:
        """Keep a comment, at once; one that another person wrote meanwhile stays before it."""
        self._write_comment(text)
        if text:
            self._remember_comment(text)

    def _remember_comment(self, text: str) -> None:
        self._settings.remember_comment(text)
        self._panel.offer_notes(self._settings.recent_comments())

    def _write_comment(self, text: str) -> None:
        shown = self._mode.shown
        if shown is None or text == (shown.row["COMMENT"] or ""):
            return
        now = self._mode.as_it_is()
        theirs = (now.row["COMMENT"] or "") if now is not None else ""
        if now is not None and theirs != (shown.row["COMMENT"] or "") and theirs != text:
            shown, text = now, f"{theirs}; {text}"
        self._session.drawing.take_given_up()  # an undo takes back the comment
        operations.comment(self._inventory, shown.table, shown.fid, text, self._mode.by(), shown.row)
        self._mode.comment = text
        self._session.reload((shown.table.name,))
        self._mode.shown = read_shown(self._inventory, shown.table, shown.fid)
        self._screen.show_progress()

    def keep_date(self, image: str, date: str) -> None:
        """The person has told when an image was taken, or that it is not known."""
        filled = remember_date(self._inventory, image, date)
        if filled:
            self._session.reload((ROCK_GLACIERS.name,))
            again = self._mode.as_it_is()
            self._mode.shown = again or self._mode.shown
        self._screen.ask_for_date()
        if date:
            self._tell(tr("{}: {}, saved.").format(image, date), "info")
