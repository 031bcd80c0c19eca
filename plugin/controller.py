"""The dock's controller: opens inventories, puts together what works on one, tells what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsProject
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject, QTimer

from ..processing_provider.adapters.parameters.proposals import PROPOSALS
from ..processing_provider.adapters.translation import tr
from .at_work import AtWork
from .checking import Checking
from .common.guard import Wires, attempt
from .common.settings import Settings, current_engine
from .dock.dialogs.models_view import ModelsDialog
from .dock.dialogs.settings_dialog import SettingsDialog
from .dock.dock import MAP, REVIEW, InventoryDock
from .dock.keys.actions import MAP_MOVES
from .dock.keys.key_filter import KeyFilter
from .dock.keys.keys import Keys
from .engine.attribute_filler import AttributeFiller
from .engine.improving import Improving
from .engine.level_asker import LevelAsker
from .engine.source_checker import SourceChecker
from .engine.unit_asker import UnitAsker
from .engine.view_detection import ViewDetection
from .engine.warm_engine import WarmEngine
from .finishing import Finishing
from .first_steps import FirstSteps
from .layers.layer_sources import find_inventories
from .layers.project_reading import Arrivals, is_being_read
from .map.areas import show_areas
from .map.previews import Previews
from .map.seeing.moving import move_map
from .map.stretching import stretch_to_view
from .news import Mode, News
from .proposing import proposal_of
from .session.inventory_settings import facts_for_dialog, keep_settings, missing_files
from .session.new_inventory import ask_where, ask_which, make_inventory
from .session.other_viewer import open_place
from .session.session import Session
from .setup.need import ask_for_engine

LOOK_EVERY_MS = 3000
"""How often we look whether another program has changed the file."""


class Controller(QObject):
    """Wires the dock to one open inventory at a time.

    Parameters
    ----------
    iface
        QGIS's interface.
    dock
        The dock; it belongs to the caller.
    """

    def __init__(self, iface: QgisInterface, dock: InventoryDock) -> None:
        super().__init__()
        self._iface, self._dock = iface, dock
        self.settings = Settings()
        self._previews = Previews(iface.mapCanvas())
        self.session: Session | None = None
        self._opening = False
        self._keys = Keys.load()
        self._filter = KeyFilter(self._keys, self, dock.is_seen)
        self._wires, self._session_wires = Wires(self.tell), Wires(self.tell)
        self._finishing = Finishing(dock, self.tell)
        self._looking = QTimer(self)
        self._arrivals = Arrivals(QgsProject.instance(), self)
        self.engine = WarmEngine(current_engine, parent=self)
        self.levels = LevelAsker(self.engine, self.tell, self)
        self._work = AtWork(
            dock, self.settings, self._filter, self._finishing, self._fill_header, self.levels, self.tell
        )
        self.filler = AttributeFiller(self.engine, dock.engine, self.tell)
        self.detecting = WarmEngine(current_engine, warm=(), parent=self)
        self.detection = ViewDetection(iface, self.detecting, dock.detect, self.settings, self.tell)
        self.improving = Improving(iface, dock, self.detection, self.tell)
        self.news = News(self, (self.filler, self.detection), self.tell)
        self.first_steps = FirstSteps(dock, self.detecting, self.open, self.tell)
        self.checking = Checking(iface, dock, self.detecting, self._finishing, self.tell)
        PROPOSALS.come_from(lambda: proposal_of(self.session, self.detection))
        self._dock.set_keys(self._keys)
        self._dock.set_mode(self.settings.mode if self.settings.mode in (MAP, REVIEW) else MAP)
        self._watch()
        self._connect()
        self._fill_header()
        self.first_steps.show(True)

    @property
    def mode(self) -> Mode | None:
        """What the dock is at; None where no inventory is open."""
        return self._work.mode

    def tell(self, text: str, level: str = "info") -> None:
        """Show a sentence at the foot of the dock."""
        self._dock.say(text, level)

    def _watch(self) -> None:
        self._filter.watch(self._iface.mapCanvas())
        self._filter.watch(self._dock)

    def _connect(self) -> None:
        header, project, panel = self._dock.header, QgsProject.instance(), self._dock.map_panel
        for signal, slot in (
            (header.inventory_chosen, lambda path: self.open(Path(path))),
            (header.new_requested, self.create),
            (header.open_requested, self.choose),
            (self._dock.start.new_requested, self.create),
            (self._dock.start.open_requested, self.choose),
            (header.settings_requested, self.change_settings),
            (header.person_changed, self._work.set_person),
            (header.person_forgotten, self._work.forget_person),
            (header.name_done, self._iface.mapCanvas().setFocus),
            (panel.left, self._iface.mapCanvas().setFocus),
            (self._dock.review_panel.left, self._iface.mapCanvas().setFocus),
            (self._dock.finish_panel.left, self._iface.mapCanvas().setFocus),
            (self._dock.finish_panel.tool_requested, self._finishing.open_tool),
            (self._dock.review_panel.windows_requested, self._finishing.open_windows),
            (self._dock.mode_changed, self._work.set_mode),
            (self._filter.triggered, self._key),
            (self._filter.held, self._dock.hold),
            (self._filter.let_go, panel.let_go.emit),
            (self._filter.lost, self._show_outlines),
            (self._filter.left_text, self._iface.mapCanvas().setFocus),
            (self._arrivals.settled, self._find_in_view),
            (project.cleared, self.close),
            (self._looking.timeout, self.news.look),
            (self.filler.filled, self.news.attributes_came),
            (self.detection.found, self.news.candidates_came),
            (self.detection.ended, self.news.detection_ended),
            (self._dock.detect.models_requested, self.show_models),
            (self._dock.detect.stretch_requested, self._stretch),
            (self.checking.engine_missing, lambda why: ask_for_engine(self._dock, why)),
            (self.detection.engine_missing, lambda why: ask_for_engine(self._dock, why)),
            (panel.removed_shown, self._with_layers("show_removed")),
            (panel.outlines_hidden, self._hide),
            (panel.viewer_requested, self._open_viewer),
            (panel.glaciers_shown, self._with_layers("glaciers_shown")),
        ):
            self._wires.connect(signal, slot)

    def _with_layers(self, name: str) -> Callable[[bool], None]:
        def call(shown: bool) -> None:
            if self.session is not None:
                getattr(self.session.layers, name)(shown)

        return call

    def _hide(self, down: bool) -> None:
        """Only the ground, while the key is held, or until it is pressed again."""
        if self.session is not None:
            self.session.hiding.hold(down)

    def _show_outlines(self) -> None:
        if self.session is not None:
            self.session.hiding.show()

    def _open_viewer(self) -> None:
        if self.session is not None:
            open_place(self.session, self.settings.viewer, self._work.mode)

    def _stretch(self) -> None:
        self.tell(stretch_to_view(self._iface.mapCanvas(), QgsProject.instance()))

    def _key(self, action: str) -> None:
        if action in MAP_MOVES:
            move_map(self._iface.mapCanvas(), action)
        else:
            self._dock.trigger(action)

    def _fill_header(self) -> None:
        header = self._dock.header
        header.set_recent(self.settings.recent_inventories())
        header.set_person(self.settings.person, self.settings.known_people())
        header.set_inventory(str(self.session.inventory.path) if self.session else "")

    def let_engine_go(self) -> None:
        """Nothing of ours runs in the engine's environment any more: it is about to be removed."""
        self.checking.let_go()
        for engine in (self.engine, self.detecting):
            engine.end()

    def stop(self) -> None:
        """Close the inventory and let go of everything; the layers stay in the project."""
        PROPOSALS.come_from(None)
        self._looking.stop()
        self._arrivals.stop()
        self.close()
        self.filler.stop()
        self.levels.stop()
        self.detection.stop()
        self.improving.stop()
        self.checking.stop()
        self.engine.end()
        self.detecting.end()
        self.first_steps.stop()
        self._filter.stop()
        self._wires.cut()

    # Inventories

    def find(self) -> None:
        """Open the inventory whose layers are in the project, unless one is open."""
        project = QgsProject.instance()
        if self.session is None and not is_being_read(project):
            found = find_inventories(project)
            if found:
                self.open(found[0])

    def _find_in_view(self) -> None:
        """Layers came into the project, perhaps those of an inventory."""
        if self._dock.isVisible() and not self._opening:
            self.find()

    def choose(self) -> None:
        """Ask for a file."""
        path = ask_which(self._dock, self.settings.recent_inventories())
        if path is not None:
            self.open(path)

    def create(self) -> None:
        """Ask where a new inventory is to be, make it and open it."""
        path = ask_where(self._dock, self.settings.recent_inventories())
        if path is not None:
            make_inventory(path)
            self.open(path)

    def open(self, path: Path, prepare: Callable[[Session], None] | None = None) -> Session:
        """Open an inventory in place of the one that is open, or the same one again.

        `prepare` is done with its session before the first candidate is shown.

        Raises
        ------
        UserError
            Where it cannot be opened; the one that was open stays.
        """
        self._opening = True
        self._previews.switch_off()
        try:
            session = Session.open(self._iface, path, self.settings)
        except BaseException:
            self._fill_header()  # the name of the one that is still open
            raise
        finally:
            self._opening = False
        self._let_go()
        self.session = session
        session.ask_for_units = UnitAsker(self.engine, self.tell).ask
        self.settings.remember_recent(str(path))
        self._fill_header()
        self._looking.start(LOOK_EVERY_MS)
        self._session_wires.connect(session.layers.layers_gone, self._layers_gone)
        self._session_wires.connect(session.hiding.changed, self._dock.map_panel.hide_button.set_marked)
        self.first_steps.show(False)
        if prepare is not None:
            prepare(session)
        self.levels.open(session.inventory.path)
        self._work.open(session)
        self.filler.open(session)
        self.detection.open(session)
        self.improving.open(session)
        self.checking.open(session)
        for text, level in session.notices():
            self.tell(text, level)
        return session

    def close(self) -> None:
        """Close the inventory; every gesture is on disk already. The engine ends when it is done."""
        self._dock.message.close_message()  # of layers that went with the project: nothing stays open
        self._let_go()
        self._previews.switch_on()
        self.engine.retire()
        self.detecting.retire()

    def _let_go(self) -> None:
        self._looking.stop()
        self.filler.close()
        self.detection.close()
        self.improving.close()
        self.checking.close()
        self._work.close()
        self.levels.close()
        self._session_wires.cut()
        session, self.session = self.session, None
        if session is not None:
            attempt(self.tell, session.close)
        self._filter.set_scope("off")
        self._dock.map_panel.set_mode("empty")
        self._dock.map_panel.show_facts(None, tr("Open an inventory, or make a new one."))
        self.first_steps.show(True)
        self._dock.review_panel.set_enabled_for_review(False)
        self._dock.finish_panel.show_nothing()
        self._dock.header.set_inventory("")

    def _layers_gone(self, names: list[str]) -> None:
        self.tell(
            tr("{} was taken out of the project; the inventory stays open, open it again to show the layer.").format(
                ", ".join(names)
            ),
            "warning",
        )

    # What is asked for

    def show_models(self) -> None:
        """The page of models; what is imported there can be chosen at once."""
        dialog = ModelsDialog(self._dock)
        dialog.view.areas_requested.connect(
            lambda name, boxes: attempt(self.tell, show_areas, self._iface, name, boxes)
        )
        dialog.exec()
        self.detection.models_changed()

    def change_settings(self) -> None:
        """Ask for the settings of the dock; they are live at once."""
        checker = SourceChecker(self.engine, self.session.inventory.path if self.session else None)
        dialog = SettingsDialog(self.settings, self._keys, facts_for_dialog(self.session, checker.ask), self._dock)
        if not dialog.exec():
            return
        dialog.keys.save_over(self._keys)
        self._keys = Keys.load()
        self._filter.set_keys(self._keys)
        self._dock.set_keys(self._keys)
        if self.session is not None:
            keep_settings(self.session, dialog)
            self.filler.sources_changed()
            self.levels.open(self.session.inventory.path)  # edges ask the DEM, which may be another one now
            self._work.begin()
            for file in missing_files(self.session.sources())[:1]:  # a slip of the pen is told at once
                self.tell(tr("There is no file {}; what comes from it is not filled.").format(file), "warning")
