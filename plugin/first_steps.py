"""From an empty dock to the first candidates: the card of first steps, the sample, and where it is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, QStandardPaths
from qgis.PyQt.QtWidgets import QFileDialog

from ..processing_provider.adapters.translation import tr
from .common.guard import Tell, Wires
from .common.settings import Settings, current_engine
from .engine.sample_maker import SampleMaker, next_folder
from .session.sample import show_sample
from .setup.need import ask_for_engine

if TYPE_CHECKING:
    from .dock.dock import InventoryDock
    from .engine.warm_engine import WarmEngine
    from .session.session import Session


Prepare = Callable[["Session"], None]


class FirstSteps(QObject):
    """Listens to the card of first steps.

    Parameters
    ----------
    dock
        Has the card.
    engine
        Makes the sample.
    opens
        Opens an inventory, after what is to be done with its session first.
    tell
        Shows a sentence.
    """

    def __init__(
        self, dock: InventoryDock, engine: WarmEngine, opens: Callable[[Path, Prepare], Session], tell: Tell
    ) -> None:
        super().__init__()
        self._dock, self._card, self._opens, self._tell = dock, dock.start, opens, tell
        self._maker = SampleMaker(engine, tell)
        self._wires = Wires(tell)
        for signal, slot in (
            (self._card.sample_requested, self._begin),
            (self._card.stop_requested, self._maker.cancel),
            (self._card.place_requested, self._choose_place),
            (self._maker.progress, self._card.show_running),
            (self._maker.made, self._made),
            (self._maker.ended, self._ended),
        ):
            self._wires.connect(signal, slot)
        self._show_place()

    def show(self, shown: bool) -> None:
        """No inventory is open, or one is."""
        if shown:
            self._show_place()
        self._dock.show_start(shown)

    def stop(self) -> None:
        """Let go of everything, after the engine has ended."""
        self._wires.cut()
        self._maker.stop()

    def _show_place(self) -> None:
        self._card.show_place(str(next_folder(_place())))

    def _begin(self) -> None:
        if current_engine().problem():
            ask_for_engine(
                self._dock, tr("The sample is simulated and searched by the engine, which is not there yet.")
            )
            return
        self._maker.begin(_place())

    def _choose_place(self) -> None:
        title = tr("The folder that the sample is made in")
        folder = QFileDialog.getExistingDirectory(self._dock, title, str(_place()))
        if folder:
            Settings().sample_place = folder
            self._show_place()

    def _made(self, inventory: str) -> None:
        self._card.show_idle()
        session = self._opens(Path(inventory), show_sample)
        if session.person:  # else what was said while it opened, that a name is wanted, is worth more
            self._tell(tr("The sample is in {}").format(session.inventory.path.parent), "info")

    def _ended(self, sentence: str) -> None:
        self._card.show_idle()
        self._show_place()
        if sentence:
            self._tell(sentence, "error")


def _place() -> Path:
    """The folder that a sample is made in: the person's choice, else documents, else home."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    for folder in (Settings().sample_place, documents):
        if folder and Path(folder).is_dir():
            return Path(folder)
    return Path.home()
