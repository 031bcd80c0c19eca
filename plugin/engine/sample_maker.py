"""The sample by one click: a simulated scene, an inventory, and the candidates that the demonstration model finds."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...inventory.errors import UserError
from ...inventory.messages import CANCELLED
from ...inventory.model_cards.cards import DEMONSTRATION
from ...inventory.requests.detection import DetectionRequest
from ...inventory.requests.option import to_arguments
from ...inventory.requests.small import SimulateRequest
from ...processing_provider.adapters.translation import tr
from ..common.guard import Tell, Wires
from ..session.new_inventory import make_inventory
from ..session.sample import SCENE

if TYPE_CHECKING:
    from .warm_engine import EngineRequest, WarmEngine

_SHARE_OF_THE_SCENE = 0.7
"""Of the time that all takes."""
_MOST = 1000


class SampleMaker(QObject):
    """Makes one sample at a time, in a folder of its own that is gone where it is not finished.

    Parameters
    ----------
    engine
        The process that simulates and detects.
    tell
        Shows a sentence where one of our own steps fails.
    """

    progress = pyqtSignal(object, str)
    """Share that is done (None where that is not known), and a text."""
    made = pyqtSignal(str)
    """The inventory; the scene lies beside it."""
    ended = pyqtSignal(str)
    """It was stopped or failed, and nothing is left of it: why, empty where the person stopped it."""

    def __init__(self, engine: WarmEngine, tell: Tell) -> None:
        super().__init__()
        self._engine, self._wires = engine, Wires(tell)
        self._request: EngineRequest | None = None
        self._folder: Path | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a sample is being made."""
        return self._folder is not None

    def begin(self, place: Path) -> None:
        """Make a sample in a new folder of a folder.

        Raises
        ------
        UserError
            Nothing can be written there.
        """
        if not self.is_busy:
            self._folder = new_folder(place)
            self._ask(
                to_arguments(SimulateRequest(output=self._folder)), 0.0, _SHARE_OF_THE_SCENE, lambda _: self._detect()
            )

    def cancel(self) -> None:
        """Stop; what was made so far is removed."""
        if self._request is not None:
            self._engine.stop(self._request)

    def stop(self) -> None:
        """QGIS or the plugin ends, and the engine has ended: leave nothing half-made."""
        self._wires.cut()
        self._remove()

    def _ask(self, arguments: Sequence[str], begins: float, ends: float, then: Any) -> None:
        self.progress.emit(None, tr("The engine is starting"))
        request = self._request = self._engine.ask(arguments, tries=1)

        def went_on(share: float | None, text: str) -> None:
            self.progress.emit(None if share is None else begins + (ends - begins) * share, text)

        self._wires.cut()
        for signal, slot in ((request.progress, went_on), (request.finished, then), (request.failed, self._failed)):
            self._wires.connect(signal, slot)

    def _detect(self) -> None:
        if self._folder is None:
            return
        inventory = self._folder / tr("inventory of the sample.gpkg")
        try:
            make_inventory(inventory)
        except UserError as error:
            self._failed("", str(error))
            return
        asked = DetectionRequest(input=str(self._folder / SCENE), model=DEMONSTRATION, inventory=inventory)
        self._ask(to_arguments(asked), _SHARE_OF_THE_SCENE, 1.0, lambda _: self._done(inventory))

    def _done(self, inventory: Path) -> None:
        self._request = self._folder = None
        self._wires.cut()
        self.made.emit(str(inventory))

    def _failed(self, kind: str, sentence: str) -> None:
        self._wires.cut()
        self._remove()
        self.ended.emit("" if kind == CANCELLED else sentence)

    def _remove(self) -> None:
        folder, self._folder, self._request = self._folder, None, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def new_folder(place: Path) -> Path:
    """Make the folder of a new sample; what is there is never touched.

    Raises
    ------
    UserError
        Nothing can be written there.
    """
    for folder in _names_in(place):
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        except OSError as error:
            raise UserError(
                tr("The folder {} cannot be made ({}); choose another folder for the sample.").format(
                    folder, error.strerror
                ),
                "output",
            ) from error
        return folder
    raise UserError(tr("{} is full of samples; choose another folder.").format(place), "output")


def next_folder(place: Path) -> Path:
    """The folder that a sample would be made in now."""
    return next((folder for folder in _names_in(place) if not folder.exists()), place)


def _names_in(place: Path) -> list[Path]:
    name = tr("Rock glacier sample")
    return [place / name, *(place / f"{name} {number}" for number in range(2, _MOST))]
