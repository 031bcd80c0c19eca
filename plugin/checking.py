"""The engine checks the open inventory; what it finds is listed in Finish, gone through, and shown on the map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingUtils, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtXml import QDomDocument

from ..gestures.finishing.checked import Broken, broken_rules
from ..inventory.checks.rules import FILL
from ..inventory.messages import CANCELLED
from ..inventory.requests.checks import CheckRequest
from ..inventory.requests.option import to_arguments
from ..processing_provider.adapters.results import STYLES, layer_uri
from ..processing_provider.adapters.translation import tr
from .common.guard import Tell, Wires
from .dock.panels.finish_panel import ATTRIBUTES
from .engine.warm_engine import NO_ENGINE

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .dock.dock import InventoryDock
    from .engine.warm_engine import EngineRequest, WarmEngine
    from .finishing import Finishing
    from .session.session import Session

_PROBLEMS = "rock_glacier_inventory/problems"
"""Property by which our layers of problems are known in a project."""


class Checking(QObject):
    """One check at a time, of the inventory that is open.

    Parameters
    ----------
    iface
        QGIS's interface.
    dock
        Its Finish panel shows what is found, its Map panel what can be done about one.
    engine
        Asked for the check; the dock goes on meanwhile.
    finishing
        Leads to Map mode and to tools.
    tell
        Shows a sentence.
    """

    engine_missing = pyqtSignal(str)

    def __init__(
        self, iface: QgisInterface, dock: InventoryDock, engine: WarmEngine, finishing: Finishing, tell: Tell
    ) -> None:
        super().__init__()
        self._iface, self._view, self._engine, self._finishing = iface, dock.finish_panel.check, engine, finishing
        self._session: Session | None = None
        self._request: EngineRequest | None = None
        self._broken: list[Broken] | None = None
        self._file = ""
        self._layers: list[str] = []
        self._stamp: tuple[Any, ...] = ()
        self._wires, self._request_wires = Wires(tell), Wires(tell)
        for signal, slot in (
            (self._view.check_requested, self.check),
            (self._view.stop_requested, self.cancel),
            (self._view.rule_requested, self.walk),
            (self._view.map_requested, self.show_on_map),
            (dock.map_panel.walk.remedy_requested, self.mend),
            (finishing.looking, self.show),
        ):
            self._wires.connect(signal, slot)

    def open(self, session: Session) -> None:
        """Another inventory: nothing is known of it."""
        self.close()
        self._session = session

    def close(self) -> None:
        """Forget what was found; a check that runs is stopped."""
        self.let_go()
        self._session = None

    def let_go(self) -> None:
        """Forget what was found, and ask the engine, which may be about to end, for nothing more."""
        self.cancel()
        self._request_wires.cut()
        self._request = self._broken = None
        self._view.show_nothing()

    def stop(self) -> None:
        """Let go of everything."""
        self.close()
        self._wires.cut()

    def check(self) -> None:
        """Check the inventory as it is in the file now."""
        session = self._session
        if session is None or self._request is not None:
            return
        self._file = QgsProcessingUtils.generateTempFilename("problems.gpkg")
        self._stamp = _stamp(session.inventory.path)
        self._view.show_nothing()
        self._view.show_running(None)
        asked = CheckRequest(input=str(session.inventory.path), output=Path(self._file))
        request = self._request = self._engine.ask(to_arguments(asked))
        for signal, slot in (
            (request.progress, lambda fraction, _text: self._view.show_running(fraction)),
            (request.finished, self._done),
            (request.failed, self._failed),
        ):
            self._request_wires.connect(signal, slot)

    def cancel(self) -> None:
        """Check no further."""
        if self._request is not None:
            self._engine.stop(self._request)

    def _done(self, values: dict[str, Any]) -> None:
        self._request_wires.cut()
        self._request = None
        self._broken, self._layers = broken_rules(values), list(values["layers"])
        self.show()

    def _failed(self, kind: str, sentence: str) -> None:
        self._request_wires.cut()
        self._request, self._broken = None, None
        self._view.show_stopped("" if kind == CANCELLED else sentence)
        if kind == NO_ENGINE:
            self.engine_missing.emit(sentence)

    def show(self) -> None:
        """Show what is known, and whether the file has changed since."""
        if self._session is not None and self._broken is not None and self._request is None:
            self._view.show_broken(self._broken, self._stamp != _stamp(self._session.inventory.path))

    def walk(self, rule: str) -> None:
        """Go through the places where a rule is broken."""
        broken = next((one for one in self._broken or () if one.rule == rule), None)
        if broken is not None and self._session is not None:
            self._finishing.walk(self._session, broken.walk())

    def mend(self, remedy: str) -> None:
        """Do what is offered beside the sentence on one that is shown."""
        session = self._session
        if session is None:
            return
        if remedy == FILL:
            self._finishing.open_tool(ATTRIBUTES)
            return
        target = session.walk.current() if session.walk is not None else None
        layer = None if target is None else session.layers.layer(target[0])
        if target is not None and layer is not None:
            open_form(self._iface, layer, target[1])

    def show_on_map(self) -> None:
        """Add the layers of problems, in place of earlier ones, on top."""
        project = QgsProject.instance()
        project.removeMapLayers([key for key, layer in project.mapLayers().items() if layer.customProperty(_PROBLEMS)])
        titles = {"problems": tr("Problems, until QGIS closes"), "problem_outlines": tr("Outlines with problems")}
        for name in reversed(self._layers):
            layer = QgsVectorLayer(layer_uri(self._file, name), titles[name], "ogr")
            style = QDomDocument()
            style.setContent((STYLES / f"{name}.qml").read_text("utf-8"))
            layer.importNamedStyle(style)
            layer.setCustomProperty(_PROBLEMS, 1)
            project.addMapLayer(layer, False)
            project.layerTreeRoot().insertLayer(0, layer)


def open_form(iface: QgisInterface, layer: QgsVectorLayer, fid: int) -> None:
    """Open a feature's form; what is written there is saved when it is closed by OK, and only then."""
    feature = layer.getFeature(fid)
    was_edited = layer.isEditable()
    can_edit = was_edited or layer.startEditing()
    if iface.openFeatureForm(layer, feature) and can_edit and not was_edited:
        layer.commitChanges()
    elif can_edit and not was_edited:
        layer.rollBack()


def _stamp(path: Path) -> tuple[Any, ...]:
    """When the file was written last, with the log of what is not in it yet."""
    found = []
    for name in (path, path.with_name(f"{path.name}-wal")):
        try:
            status = name.stat()
            found.append((status.st_mtime_ns, status.st_size) if status.st_size else ())
        except OSError:
            found.append(())
    return tuple(found)
