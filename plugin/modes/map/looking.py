"""Keeps which ground was shown while somebody decided: after the decision, and never in its way."""

from __future__ import annotations

import time
import traceback
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import QObject, QTimer

from ....gestures.reviewed_ground import keep
from ....inventory.errors import UserError
from ....inventory.schema import OPERATIONS, REVIEWED_GROUND
from ....inventory.secrets import scrub
from ....inventory.seen_ground import SeenGround
from ....processing_provider.adapters.translation import tr
from ...common.guard import LOG, Tell
from ...map.seen import seen_ground

if TYPE_CHECKING:
    from ...geometry.features import Shown
    from ...session.session import Session


A_MOMENT_MS = 300
"""After the last decision it is written: the next candidate is there, and quick keys do not wait for it."""
AT_LAST_S = 2.0
"""After the first decision it is written, however quickly others follow."""


class Looking(QObject):
    """Notes at once what the map shows, and writes it a moment later, when the next candidate is there.

    Whatever goes wrong here is told once and logged; the decision is on disk already. What was skipped was
    left for later, perhaps because nothing could be seen, so only the four operations count.
    """

    def __init__(self, session: Session, tell: Tell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tell = session, tell
        self._seen: list[SeenGround] = []
        self._since = 0.0
        self._is_told = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.write)

    def note(self, operation: str, shown: Shown | None) -> None:
        """A decision was made on what the map shows now."""
        session = self._session
        if operation not in OPERATIONS or session.read_only:
            return
        run_id = (shown.row["RUN_ID"] or "") if shown is not None and shown.is_candidate else ""
        try:
            seen = seen_ground(session.view.canvas, session.crs, session.person, operation, run_id)
        except Exception as error:
            self._failed(error)
            return
        if seen is not None:
            if not self._seen:
                self._since = time.monotonic()
            self._seen.append(seen)
            if time.monotonic() - self._since < AT_LAST_S or not self._later.isActive():
                self._later.start(A_MOMENT_MS)

    def write(self) -> None:
        """Write what was noted, before anything else happens to the file."""
        self._later.stop()
        seen, self._seen = self._seen, []
        try:
            if keep(self._session.inventory, *seen):
                self._session.reload((REVIEWED_GROUND.name,))
        except Exception as error:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        QgsMessageLog.logMessage(scrub(traceback.format_exc()), LOG, Qgis.MessageLevel.Warning)
        if not self._is_told:
            self._is_told = True
            why = str(error) if isinstance(error, UserError) else type(error).__name__
            text = tr("Your decision is saved; which ground you looked at could not be kept: {}")
            self._tell(text.format(why), "warning")
