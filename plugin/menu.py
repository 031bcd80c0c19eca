"""The plugin's menu in QGIS: dock, tools, models, training, help, keys, about, each by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qgis.core import QgsApplication
from qgis.gui import QgisInterface
from qgis.PyQt.QtWidgets import QAction, QMenu

from ..inventory.help_pages import FIRST_STEPS, KEYS
from ..processing_provider.adapters.translation import tr
from ..processing_provider.provider import RockGlacierProvider
from .common.helping import open_help
from .tools import open_tool


def menu_name() -> str:
    """Of the menu of ours in QGIS's menu of plugins."""
    return tr("Rock glacier inventory")


class PluginMenu:
    """Adds entries in the order in which they are given; `unload` takes all of them away.

    Parameters
    ----------
    iface
        QGIS's interface.
    show_models
        Opens the page of models.
    """

    def __init__(self, iface: QgisInterface, show_models: Callable[[], None]) -> None:
        self._iface, self._show_models = iface, show_models
        self._entries: list[QAction] = []
        self.tools = QMenu(iface.mainWindow())
        self.tools.setToolTipsVisible(True)
        self.tools.aboutToShow.connect(self._list_tools)  # the toolbox may have come later than we
        self.in_help_menu: QAction | None = None

    def add(self, action: QAction) -> QAction:
        """Add an entry below those that are there."""
        self._iface.addPluginToMenu(menu_name(), action)
        self._entries.append(action)
        return action

    def add_finish(self, slot: Callable[[], object]) -> None:
        """Add the way to what is still open in the dock."""
        self.add(self._action(tr("Finish the inventory"), tr("What is still open, statistics and report"), slot))

    def add_tools(self) -> None:
        """Add the tools of the toolbox, and the models."""
        tools = self._action(tr("Tools"), tr("The tools of the toolbox"))
        tools.setMenu(self.tools)
        self.add(tools)
        self.add(self._action(tr("Models…"), tr("What each model finds, how well; import, export"), self._show_models))

    def add_help(self) -> None:
        """Add help, the list of keys and what this is."""
        open_first, open_keys = partial(open_help, FIRST_STEPS), partial(open_help, KEYS)
        self.add(self._action(tr("Help"), tr("The pages of help, beginning with the first steps"), open_first))
        self.add(self._action(tr("List of keys"), tr("Which key does what in the dock"), open_keys))
        self.add(self._action(tr("About…"), tr("Version, licences, how to cite, and the engine"), self._about))
        self.in_help_menu = self._action(tr("Rock glacier inventory"), tr("The pages of help"), open_first)
        self._iface.pluginHelpMenu().addAction(self.in_help_menu)

    def _action(self, text: str, help_text: str, slot: Callable[[], object] | None = None) -> QAction:
        action = QAction(text, self._iface.mainWindow())
        action.setToolTip(help_text)
        action.setStatusTip(help_text)
        if slot is not None:
            action.triggered.connect(lambda _checked=False: slot())
        return action

    def _list_tools(self) -> None:
        """The tools by group, as the toolbox has them."""
        self.tools.clear()
        provider = QgsApplication.processingRegistry().providerById(RockGlacierProvider.ID)
        group = ""
        for tool in sorted(provider.algorithms() if provider else (), key=lambda one: (one.group(), one.displayName())):
            if tool.group() != group:
                group = tool.group()
                self.tools.addSection(group)
            action = self.tools.addAction(f"{tool.displayName()}…")
            action.setToolTip(tool.shortDescription())
            action.triggered.connect(partial(self._open, tool.name()))

    def _open(self, name: str, _checked: bool = False) -> None:
        open_tool(self._iface.mainWindow(), name)

    def _about(self) -> None:
        from .dock.dialogs.about import About  # most days nobody asks

        About(self._iface.mainWindow()).exec()

    def unload(self) -> None:
        """Take everything away again."""
        if self.in_help_menu is not None:
            self._iface.pluginHelpMenu().removeAction(self.in_help_menu)
            self.in_help_menu.deleteLater()
            self.in_help_menu = None
        while self._entries:
            action = self._entries.pop()
            self._iface.removePluginMenu(menu_name(), action)
            action.deleteLater()
        self.tools.deleteLater()
