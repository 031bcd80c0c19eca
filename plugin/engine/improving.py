"""Improve the model with this inventory: the toolbox's dialog with all that is known, and the offer afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsProject
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject

from ...inventory.errors import UserError
from ...inventory.model_cards.targets import finds_rock_glaciers
from ...inventory.naming.source_names import names_in
from ...inventory.requests.detection import DetectionRequest
from ...inventory.schema import CANDIDATES, REFINE, REMAIN, REMOVE, ROCK_GLACIERS, RUNS
from ...processing_provider.adapters.layers import gdal_name_of, is_raster_file
from ...processing_provider.adapters.training import TRAININGS
from ...processing_provider.adapters.translation import tr
from ...store.records import Wanted
from ..common.guard import Tell, Wires
from ..map.basemap import view_of

if TYPE_CHECKING:
    from ..dock.dock import InventoryDock
    from ..session.session import Session
    from .view_detection import ViewDetection

ALGORITHM = "rockglacier:improve"


class Improving(QObject):
    """Opens the dialog, and tells what came of it.

    Parameters
    ----------
    iface
        QGIS's interface.
    dock
        Has the entry, and shows the offer.
    detection
        Knows the model, and searches again with the new one.
    tell
        Shows a sentence.
    """

    def __init__(self, iface: QgisInterface, dock: InventoryDock, detection: ViewDetection, tell: Tell) -> None:
        super().__init__()
        self._iface, self._dock, self._detection = iface, dock, detection
        self._session: Session | None = None
        self._offered = ""
        self._wires = Wires(tell)
        for signal, slot in (
            (dock.detect.menu_opens, self._show_possible),
            (dock.detect.improve_requested, self.begin),
            (dock.message.offered, self._detect_again),
            (TRAININGS.improved, self._improved),
        ):
            self._wires.connect(signal, slot)
        self._show_possible()

    def open(self, session: Session) -> None:
        """Learn from another inventory from now on."""
        self._session = session
        self._show_possible()

    def close(self) -> None:
        """There is no inventory."""
        self._session = None
        self._show_possible()

    def stop(self) -> None:
        """Let go of everything."""
        self._session = None
        self._wires.cut()

    def _show_possible(self) -> None:
        self._dock.detect.set_improvable(self._why_not())

    def _why_not(self) -> str:
        """Why nothing can be learnt now; empty where it can."""
        card, session = self._detection.model(), self._session
        if session is None:
            return tr("Open an inventory first: the model learns from what was decided in it.")
        if card is None:
            return tr("There is no model card; set the folder of your models in QGIS's options.")
        if not finds_rock_glaciers(card.target):
            return tr("The model {} finds {}, and an inventory tells of rock glaciers; choose another.").format(
                card.name, card.target
            )
        decided = Wanted(having={"STATE": (REMAIN, REFINE, REMOVE)})
        if not session.inventory.count(CANDIDATES, decided) and not session.inventory.count(ROCK_GLACIERS):
            return tr("Nobody has decided on a candidate here yet, so there is nothing to learn from.")
        return ""

    def begin(self) -> None:
        """Open the toolbox's dialog, filled in; the map and the dock can be used beside it.

        Raises
        ------
        UserError
            Nothing can be learnt.
        """
        import processing  # only there when QGIS has loaded its core plugins

        why_not, card, session = self._why_not(), self._detection.model(), self._session
        if why_not or card is None or session is None:
            raise UserError(why_not)
        values = {"INVENTORY": [str(session.inventory.path)], "MODEL": card.name, "IMAGE": self._images(session)}
        if card.reads_dem and session.sources().dem:
            values["DEM"] = session.sources().dem
        dialog = processing.createAlgorithmDialog(ALGORITHM, {key: value for key, value in values.items() if value})
        dialog.show()

    def _images(self, session: Session) -> list[str]:
        """What the map shows, where an image of the detections is gone or was a basemap; else nothing."""
        sources = [
            name
            for _, source, command in session.inventory.rows(RUNS, ["SOURCE", "COMMAND"])
            if source and command == DetectionRequest.COMMAND
            for name in names_in(str(source))
        ]
        folder = session.inventory.path.parent
        if sources and all(Path(name).exists() or (folder / name).exists() for name in sources):
            return []
        try:
            layers = view_of(self._iface.mapCanvas(), QgsProject.instance()).layers
        except UserError:
            return []
        return [gdal_name_of(layer) if is_raster_file(layer) else layer.id() for layer in layers]

    def _improved(self, in_use: str, sentence: str, better: bool) -> None:
        """A model has learnt, here or in the toolbox: say both figures, and offer the better one."""
        self._detection.models_changed()
        self._offered = in_use if better else ""
        offer = tr("Detect again with {}").format(in_use) if better and self._session is not None else ""
        help_text = tr(
            "Searches what the map shows; candidates that nobody has decided on are replaced, and nothing decided is "
            "touched"
        )
        # What is not better asks for nothing, and stays to be read.
        self._dock.say(sentence, "info" if better else "warning", offer, help_text)

    def _detect_again(self) -> None:
        if self._offered:
            self._detection.begin_with(self._offered)
