"""An open inventory in QGIS: the file, its queue, its layers, the map, and who is at work."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface, QgsMapToolPan

from ...gestures.finishing.image_dates import date_of, not_asked_yet, read_dates
from ...gestures.finishing.walk import Walk
from ...gestures.operations import By, rock_glacier_of
from ...gestures.queue.candidates import CandidateQueue
from ...gestures.sampling import CLAIMED
from ...inventory.imagery import join_names, names_in
from ...inventory.naming.long_names import shortened
from ...inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS
from ...inventory.secrets import scrub
from ...processing_provider.adapters.boxes import transformed
from ...processing_provider.adapters.translation import tr
from ...processing_provider.algorithms.inventory.createinventory import is_temporary
from ...store.protocol import Store
from ...store.records import Row, Wanted
from ...store.sources import Sources, sources_of, write_sources
from ..common.network_path import is_network_path, network_advice
from ..common.settings import Settings
from ..dock.texts import undo_texts
from ..geometry.features import Shown, other_target
from ..geometry.ground import WGS84, Ground
from ..layers.inventory_layers import InventoryLayers
from ..layers.project_start import make_metric, show_layers_now
from ..map.drawing import Drawing
from ..map.map_view import MapView
from ..map.seeing.hiding import Hiding
from .asking import AskForUnits
from .elsewhere import Elsewhere
from .file_notices import as_one, made_ready

SOURCE_KEY, DATE_KEY, GLACIERS_KEY = "source_data", "map_date", "glacier_layer"
"""Facts of the inventory: the imagery that is mapped on, its date, and the layer of glacier outlines."""


class Session:
    """Made by `open`; `close` lets go of everything, and the layers stay in the project."""

    def __init__(self, iface: QgisInterface, inventory: Store, settings: Settings) -> None:
        self.inventory, self.person, self._settings = inventory, settings.person, settings
        self._iface, self._canvas = iface, iface.mapCanvas()
        self._project = QgsProject.instance()
        self._notices: list[tuple[str, str]] = []
        self.read_only = inventory.read_only
        was_empty = not any(layer.isSpatial() for layer in self._project.mapLayers().values())
        self.layers = InventoryLayers(self._project, inventory.path, self._canvas)
        show_layers_now(iface)
        if was_empty or (not self._project.fileName() and self.layers.are_alone()):
            make_metric(self._project, self.layers.outlines())
        layer = self.layers.rock_glaciers
        self.crs = layer.crs() if layer is not None else QgsCoordinateReferenceSystem(WGS84)
        self.ground = Ground(self.crs, self._project)
        self.queue = CandidateQueue(
            inventory, self.crs.isGeographic(), lambda run_id: bool(other_target(inventory, run_id))
        )
        self.walk: Walk | None = None
        self.view = MapView(self._canvas, self.crs)
        self.hiding = Hiding(self.layers, self.view)
        self.drawing = Drawing(iface, draft_path(inventory.path))
        self.drawing.active_changed.connect(self.hiding.show)
        self.drawing.active_changed.connect(self.layers.set_drawing)
        self.drawing.active_changed.connect(self.view.set_drawing)
        self.elsewhere = Elsewhere(inventory)
        self.ask_for_units: AskForUnits | None = None  # the controller has the engine
        self._set_glacier_layer_of_the_project()

    @classmethod
    def open(cls, iface: QgisInterface, path: Path, settings: Settings) -> Session:
        """Open an inventory, and bring an older one up to date with a copy beside it.

        Raises
        ------
        UserError
            Not an inventory, a newer one, damaged, or locked.
        """
        inventory, notices = made_ready(path)
        try:
            session = cls(iface, inventory, settings)
        except BaseException:
            inventory.close()
            raise
        session._notices = notices
        return session

    def close(self) -> None:
        """Let go of everything; a drawing is kept as a draft."""
        self.drawing.stop()
        self.hiding.show()
        self.view.stop()
        self.layers.stop()
        self.inventory.close()

    def notices(self) -> list[tuple[str, str]]:
        """What a person should know of this file before beginning: text and level."""
        found = list(self._notices)
        if is_network_path(self.inventory.path):
            found.append((network_advice(self.inventory.path), "warning"))
        if is_temporary(self.inventory.path):
            text = tr("{} is a temporary file and gone when QGIS closes: save a copy of it and open that.")
            found.append((text.format(self.inventory.path.name), "warning"))
        if self.read_only:
            text = tr("{} is read-only: you can look at everything and change nothing.")
            found.append((text.format(self.inventory.path.name), "warning"))
        if self.layers.twins:
            text = tr("{} layers that were in this project twice were taken out; save the project to keep it so.")
            found.append((text.format(self.layers.twins), "info"))
        return as_one(found)

    # Who, and on what

    def by(self, source: str | None = None, comment: str = "") -> By:
        """Who does the coming gesture, and on which imagery, with its date.

        `source` names the image that the outline rests on (and a second one that filled ground under it), or
        is empty where that is not known; what was set for the whole inventory stands in place of the first.
        None says nothing of the imagery: it stays as it is.
        """
        if source is None:
            return By(self.person, comment=comment)
        names, dates = self._imagery(source)
        return By(self.person, names, date_of(names, dates), comment)

    def _imagery(self, source: str) -> tuple[str, dict[str, str]]:
        """Names of the images of an outline, as they are written, and the dates that are known."""
        facts = self.inventory.facts()
        own, date = facts.get(SOURCE_KEY, ""), facts.get(DATE_KEY, "")
        first, *others = names_in(source) or [""]
        first = own or first
        dates = {**read_dates(facts), **({first: date} if date else {})}
        return join_names([first, *others], ROCK_GLACIERS.field("SOUR_DATA").length), dates

    def image_to_ask_for(self, source: str) -> str:
        """The image whose date nobody was asked for yet, among those of an outline; empty where none."""
        names, dates = self._imagery(source)
        return next(iter(not_asked_yet(names, dates)), "")

    def images_without_date(self, source: str) -> list[str]:
        """Images of an outline of which no date is known, whether or not somebody was asked."""
        names, dates = self._imagery(source)
        return [name for name in names_in(names) if not dates.get(name)]

    def source(self) -> tuple[str, str]:
        """The imagery that is mapped on, and its date, as set for this inventory."""
        facts = self.inventory.facts()
        return facts.get(SOURCE_KEY, ""), facts.get(DATE_KEY, "")

    def set_source(self, source: str | None, date: str | None) -> None:
        """Keep the imagery and its date in the file; None leaves what is there."""
        told = {SOURCE_KEY: source, DATE_KEY: date}
        facts = {key: scrub(value) for key, value in told.items() if value is not None}
        if facts:
            self.inventory.remember(facts)

    def sources(self) -> Sources:
        """The files that attributes come from, as set for this inventory."""
        return sources_of(self.inventory.facts(), self.inventory.path)

    def set_sources(self, sources: Sources) -> None:
        """Keep them in the file.

        Raises
        ------
        UserError
            Where one of them holds a key or password, or the file cannot be written.
        """
        if sources != self.sources():
            write_sources(self.inventory, sources)

    def undo_texts(self) -> tuple[str, str]:
        """What an undo and a redo of this person would do, for the buttons; empty where nothing."""
        done, undone = self.inventory.undoable(self.person)
        undo, redo = undo_texts(done.operation if done else "", undone.operation if undone else "")
        return (tr("Bring back the outline you gave up") if self.drawing.has_given_up else undo), redo

    # The map

    def show(self, geometry: QgsGeometry, move: bool, marker: Row | None = None, can_move: bool = True) -> None:
        """Highlight a polygon, with its marker where it has one, and go there."""
        if move:
            fixed = self._settings.fixed_scale or None
            self.view.show(geometry, self.crs, self._settings.context_metres, fixed)
        self.view.highlight(geometry, self.crs)
        self._show_marker(geometry, marker, can_move and not self.read_only)

    def _show_marker(self, geometry: QgsGeometry, row: Row | None, can_move: bool) -> None:
        if row is None or row["LAT"] is None or row["LON"] is None:
            self.view.show_marker(None, self.crs)
            return
        place = self.ground.point_at(row["LAT"], row["LON"])
        self.view.show_marker(place, self.crs, geometry if can_move else None)

    def show_alone(self, point: QgsGeometry) -> None:
        """Show a primary marker that has no outline, and go there."""
        self.view.clear()
        self.view.show(point, self.crs, self._settings.context_metres, self._settings.fixed_scale or None)
        self.view.show_marker(point.asPoint(), self.crs)

    def bring_back(self, geometry: QgsGeometry) -> str:
        """Bring an outline that is to be decided on into sight; what was done, empty where nothing."""
        if not self.view.is_looked_at():
            self.take_the_mouse()
            return tr("Another tool was in hand, and the key was not taken for a decision: press it once more.")
        if self.view.is_in_sight(geometry):
            return self.hiding.bring_back()
        self.show(geometry, move=True)
        return tr("The outline was out of view and is back: press the key once more to decide.")

    def take_the_mouse(self) -> None:
        """QGIS's pan tool, with which a click picks, unless it is the tool already."""
        if not isinstance(self._canvas.mapTool(), QgsMapToolPan):
            self._iface.actionPan().trigger()

    def middle_of_the_map(self) -> tuple[float, float] | None:
        """x, y in the inventory's system."""
        with suppress(QgsCsException):
            point = self._to_here().transform(self._canvas.center())
            return point.x(), point.y()
        return None

    def view_box(self) -> tuple[float, float, float, float] | None:
        """What the map shows, in the inventory's system; None where that cannot be said."""
        with suppress(QgsCsException):
            box = transformed(self._to_here(), self._canvas.extent(), handle180Crossover=True)
            return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
        return None

    def _to_here(self) -> QgsCoordinateTransform:
        system = self._canvas.mapSettings().destinationCrs()
        return QgsCoordinateTransform(system, self.crs, self._project.transformContext())

    # Layers

    def reload(self, names: tuple[str, ...], with_same_rows: tuple[str, ...] = ()) -> None:
        """Show what was written to these layers, and to some of which only values have changed."""
        self.layers.reload(names, with_same_rows)

    def selected_rock_glaciers(self) -> list[int]:
        """Feature ids that are selected in QGIS."""
        layer = self.layers.rock_glaciers
        return [] if layer is None else sorted(layer.selectedFeatureIds())

    def clear_selection(self) -> None:
        """Select no rock glacier."""
        layer = self.layers.rock_glaciers
        if layer is not None:
            layer.removeSelection()

    def set_glacier_layer(self, layer: QgsVectorLayer | None) -> None:
        """Use a layer of the project for glacier outlines, from now on and when the project opens again."""
        self.layers.set_glacier_layer(layer)
        self._project.writeEntry("rock_glacier_inventory", GLACIERS_KEY, "" if layer is None else layer.id())

    def _set_glacier_layer_of_the_project(self) -> None:
        known, _ = self._project.readEntry("rock_glacier_inventory", GLACIERS_KEY, "")
        layer = self._project.mapLayer(known) if known else None
        if layer is not None:
            self.layers.set_glacier_layer(layer)

    # The file

    def own_rock_glacier(self, shown: Shown) -> int | None:
        """Feature id of the rock glacier that is shown, or that came of the candidate that is shown."""
        if not shown.is_candidate:
            return shown.fid
        return rock_glacier_of(self.inventory, shown.row["CANDIDATE_ID"])

    def candidate_id(self, fid: int) -> str:
        """The identifier of a candidate; empty where it is gone."""
        found = self.inventory.rows(CANDIDATES, ("CANDIDATE_ID",), Wanted(fids=[fid]))
        return str(found[0][1] or "") if found else ""

    def candidates_of(self, candidate_id: str | None) -> list[int]:
        """Feature ids of the candidates with an identifier."""
        if not candidate_id:
            return []
        wanted = Wanted(having={"CANDIDATE_ID": candidate_id})
        return [int(row[0]) for row in self.inventory.rows(CANDIDATES, (), wanted)]

    def markers_by_subregion(self) -> dict[str, int]:
        """How many primary markers each subregion has that a sample may draw; those in none under an empty name."""
        names = [*self.inventory.values(PRIMARY_MARKERS, "SUBREGION", Wanted(having=CLAIMED)), ""]
        wanted = {name: Wanted(having={**CLAIMED, "SUBREGION": name or None}) for name in names}
        return {name: self.inventory.count(PRIMARY_MARKERS, where) for name, where in wanted.items()}


def draft_path(inventory: Path) -> Path:
    """Where an outline that is being drawn is kept: in the profile, since the inventory may be read-only."""
    folder = Path(QgsApplication.qgisSettingsDirPath()) / "rock_glacier_inventory" / "drafts"
    name = "".join(letter if letter.isalnum() else "_" for letter in str(inventory.resolve()))
    return folder / f"{shortened(name, 120)}.json"  # which a disk takes in every script
