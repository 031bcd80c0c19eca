"""From what is open to where it is: Finish mode asks, and the dock goes to Map mode, Review mode or a tool."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..gestures.finishing.walk import Walk
from ..gestures.queue.filters import Filter
from ..inventory.schema import ROCK_GLACIERS
from ..processing_provider.adapters.translation import tr
from .dock.dock import MAP, REVIEW
from .dock.panels.finish_panel import ATTRIBUTES, FOR_OTHERS, GRID
from .dock.panels.queue_bar import WHOLE
from .modes.finish.finish_mode import FinishMode
from .tools import open_tool

if TYPE_CHECKING:
    from .common.guard import Tell, Wires
    from .dock.dock import InventoryDock
    from .session.session import Session


class Finishing(QObject):
    """Begins Finish mode, and leads from it.

    Parameters
    ----------
    dock
        Its mode changes; whoever listens begins that mode.
    tell
        Shows a sentence.
    """

    looking = pyqtSignal()
    """It is counted anew what is open."""

    def __init__(self, dock: InventoryDock, tell: Tell) -> None:
        super().__init__()
        self._dock, self._tell = dock, tell
        self._session: Session | None = None

    def mode(self, session: Session, wires: Wires) -> FinishMode:
        """Finish mode of an inventory; `wires` are cut when it ends."""
        self._session = session
        mode = FinishMode(session, self._dock.finish_panel, self._tell)
        wires.connect(mode.candidates_wanted, partial(self._to_candidates, session))
        wires.connect(mode.walk_wanted, partial(self.walk, session))
        wires.connect(mode.looking, self.looking.emit)
        wires.connect(mode.review_wanted, self._review)
        return mode

    def _to_candidates(self, session: Session) -> None:
        """To all that are undecided, whatever was filtered before."""
        session.queue.set_filter(Filter())
        self._dock.map_panel.queue.set_filter(WHOLE)
        self._dock.set_mode(MAP)

    def walk(self, session: Session, walk: Walk) -> None:
        """Go through something in Map mode."""
        session.walk = walk
        self._dock.set_mode(MAP)

    def _review(self, sample: str) -> None:
        self._dock.set_mode(REVIEW)
        self._dock.review_panel.go_to(sample)

    def open_tool(self, name: str) -> None:
        """Open a tool's dialog; the open inventory is proposed there."""
        outlines = self._session.layers.rock_glaciers if self._session is not None else None
        parameters = {}
        if name == ATTRIBUTES:
            parameters["LAYER"] = ROCK_GLACIERS.name
        elif name == GRID and outlines is not None:  # which takes any layer
            parameters["INPUT"] = outlines.id()
        elif name in FOR_OTHERS and self._session is not None:  # no temporary folder, which is gone with QGIS
            what = tr("export") if name == FOR_OTHERS[0] else tr("publication")
            parameters["OUTPUT"] = str(_new_folder(self._session.inventory.path, what))
        open_tool(self._dock.window(), name, parameters)

    def open_windows(self) -> None:
        """Open the dialog of the tool that draws windows of ground."""
        open_tool(self._dock.window(), "samplemarkers", {"GROUND": True})


def _new_folder(inventory: Path, what: str) -> Path:
    """A folder beside the inventory that is not there yet, called after what it holds."""
    names = (f"{inventory.stem} {what}{f' {number}' if number > 1 else ''}" for number in count(1))
    return next(folder for name in names if not (folder := inventory.with_name(name)).exists())
