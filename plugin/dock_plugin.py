"""The dock in QGIS's window: its button, its menu entry, and its life from load to unload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from ..processing_provider.adapters.results import RESOURCES
from ..processing_provider.adapters.training import TRAININGS
from ..processing_provider.adapters.translation import tr
from ..processing_provider.provider import RockGlacierProvider
from .common.guard import attempt
from .dock.dialogs.outline_walk import OutlineWalk
from .dock.dialogs.training_curve import TrainingCurve
from .dock.dock import FINISH, InventoryDock
from .help.desk import HelpDesk
from .menu import PluginMenu
from .setup.need import Links

if TYPE_CHECKING:
    from .controller import Controller
    from .setup.in_dock import SetupInDock

ACTION = "RockGlacierInventoryAction"


class DockPlugin:
    """Adds the dock to the right of the map; it opens by its button, and QGIS remembers where it was."""

    def __init__(self, iface: QgisInterface) -> None:
        self._iface = iface
        self.dock = InventoryDock(parent=iface.mainWindow())
        self._controller: Controller | None = None
        self.setup: SetupInDock | None = None
        self.action = QAction(QIcon(str(RESOURCES / "icon.svg")), tr("Rock glacier inventory"), iface.mainWindow())
        self.action.setObjectName(ACTION)
        self.action.setToolTip(tr("Map and review rock glaciers, straight into the inventory"))
        self.action.setCheckable(True)
        self.action.triggered.connect(self._show)
        self.dock.visibilityChanged.connect(self._visibility)
        iface.addToolBarIcon(self.action)
        self.menu = PluginMenu(iface, lambda: attempt(self.controller.tell, self.controller.show_models))
        self.menu.add(self.action)
        self.menu.add_finish(self._finish)
        self.menu.add_tools()
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.hide()
        self.curve = TrainingCurve(iface.mainWindow())
        TRAININGS.began.connect(self.curve.follow)
        self.curve_action = QAction(tr("Curves of the training"), iface.mainWindow())
        self.curve_action.setEnabled(False)
        self.curve_action.triggered.connect(self.curve.show_again)
        TRAININGS.began.connect(self._can_show_curves)
        self.menu.add(self.curve_action)
        self.walk = OutlineWalk(iface.mapCanvas(), iface.mainWindow())
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.walk)
        self.walk.hide()
        self.walk_action = QAction(tr("Walk through training outlines"), iface.mainWindow())
        self.walk_action.setToolTip(tr("Shows the outlines of training data that were left out, one after the other"))
        self.walk_action.triggered.connect(self.walk.begin)
        self.menu.add(self.walk_action)
        self.menu.add_help()
        self.help = HelpDesk(iface.mainWindow(), RockGlacierProvider.ID)
        self._links = Links()
        self._links.install()

    @property
    def controller(self) -> Controller:
        """Made when the dock is seen first: to load its rooms takes as long as all else at QGIS's start."""
        if self._controller is None:
            from .controller import Controller
            from .setup.in_dock import SetupInDock

            made = self._controller = Controller(self._iface, self.dock)
            self.setup = SetupInDock(self.dock.engine_card, made.let_engine_go, made.tell)
        return self._controller

    def _show(self, shown: bool) -> None:
        self.dock.setVisible(shown)
        if shown:
            self.dock.raise_()  # it may lie behind another dock

    def _finish(self) -> None:
        """What is still open of the inventory, whatever the dock shows."""
        self._show(True)
        self.dock.set_mode(FINISH)

    def _can_show_curves(self, name: str) -> None:
        """A training has begun: its window can be opened again."""
        self.curve_action.setText(tr("Curves of the training {}").format(name))
        self.curve_action.setEnabled(True)

    def _visibility(self, visible: bool) -> None:
        self.action.setChecked(visible)
        if visible:
            controller = self.controller
            if self.setup is not None:
                self.setup.look()
            controller.find()

    def unload(self) -> None:
        """Take the dock away; every gesture is on disk, and a drawing is kept as a draft."""
        if self.setup is not None:
            self.setup.stop()
        if self._controller is not None:
            self._controller.stop()
        TRAININGS.began.disconnect(self.curve.follow)
        TRAININGS.began.disconnect(self._can_show_curves)
        self.help.close()
        self._links.remove()
        self._iface.removeToolBarIcon(self.action)
        self.menu.unload()
        self._iface.removeDockWidget(self.walk)
        self.walk.deleteLater()
        self.curve.deleteLater()
        self.dock.visibilityChanged.disconnect(self._visibility)
        self._iface.removeDockWidget(self.dock)
        self.dock.deleteLater()
