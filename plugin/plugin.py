"""What QGIS loads. It only wires: the provider, the options page, the translation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from ..inventory.environment import PLUGIN_FOLDER
from ..processing_provider.provider import RockGlacierProvider
from .common.settings import current_engine

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .dock_plugin import DockPlugin
    from .options_page import ModelsFactory, OptionsFactory


class RockGlacierInventoryPlugin:
    """Every load has its unload. `iface` is None in qgis_process, which calls `initProcessing` alone."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self._iface = iface
        self._provider: RockGlacierProvider | None = None
        self._options: list[OptionsFactory | ModelsFactory] = []
        self._dock: DockPlugin | None = None
        self._translator = _install_translator()

    def initProcessing(self) -> None:
        """Add the provider to the toolbox."""
        self._provider = RockGlacierProvider(current_engine)
        QgsApplication.processingRegistry().addProvider(self._provider)
        # Once more: a model knows its outputs only when the algorithms it is made of are registered.
        self._provider.refreshAlgorithms()

    def initGui(self) -> None:
        """Add all that a desktop shows."""
        from .dock_plugin import DockPlugin  # qgis_process has no use for widgets
        from .map.areas import show_areas
        from .options_page import ModelsFactory, OptionsFactory
        from .setup.place import use_chosen_place

        use_chosen_place()
        self.initProcessing()
        self._options = [OptionsFactory(), ModelsFactory(partial(show_areas, self._iface))]
        for factory in self._options:
            self._iface.registerOptionsWidgetFactory(factory)
        self._dock = DockPlugin(self._iface)

    def unload(self) -> None:
        """Take everything away again."""
        if self._dock is not None:
            self._dock.unload()
            self._dock = None
        while self._options:
            self._iface.unregisterOptionsWidgetFactory(self._options.pop())
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None


def _install_translator() -> QTranslator | None:
    """Translate to the language of QGIS where we have it; English otherwise."""
    language = QgsSettings().value("locale/userLocale", "", type=str) or QLocale.system().name()
    translator = QTranslator()
    if not translator.load(f"rock_glacier_inventory_{language[:2]}", str(PLUGIN_FOLDER / "i18n")):
        return None
    QCoreApplication.installTranslator(translator)
    return translator
