"""The plugin as QGIS loads it: settings, options page, symmetric load and unload, translation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rock_glacier_inventory
from person import press_button, press_tool, type_into
from qgis.core import QgsApplication, QgsSettings
from qgis.gui import QgisInterface, QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QMainWindow, QMenu
from rock_glacier_inventory.inventory.environment import find_engine_interpreter
from rock_glacier_inventory.plugin.common.settings import (
    ENGINE_VARIABLE,
    MODELS_VARIABLE,
    PREFIX,
    Settings,
    current_engine,
)
from rock_glacier_inventory.plugin.dock.dock import InventoryDock
from rock_glacier_inventory.plugin.dock.keys.keys import Keys
from rock_glacier_inventory.plugin.options_page import OptionsPage
from rock_glacier_inventory.processing_provider.adapters.engine import Engine, usual_models_folder

from .setup_worlds import wait_until

TAB = Qt.Key.Key_Tab


@pytest.fixture(autouse=True)
def no_settings(qgis_app: QgsApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(ENGINE_VARIABLE, raising=False)
    monkeypatch.delenv(MODELS_VARIABLE, raising=False)
    QgsSettings().remove(PREFIX)
    yield
    QgsSettings().remove(PREFIX)


def provider_ids() -> list[str]:
    return [provider.id() for provider in QgsApplication.processingRegistry().providers()]


class Interface:
    """The calls of the interface that the plugin makes, on a real window (the stub at hand lacks some)."""

    def __init__(self) -> None:
        self.factories: list[object] = []
        self.icons: list[QAction] = []
        self.entries: list[QAction] = []
        self._window = QMainWindow()
        self._canvas = QgsMapCanvas(self._window)
        self._window.setCentralWidget(self._canvas)
        self._bar = self._window.addToolBar("Plugins")
        self._help = QMenu(self._window)

    def registerOptionsWidgetFactory(self, factory: object) -> None:
        self.factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory: object) -> None:
        self.factories.remove(factory)

    def mainWindow(self) -> QMainWindow:
        return self._window

    def mapCanvas(self) -> QgsMapCanvas:
        return self._canvas

    def addToolBarIcon(self, action: QAction) -> None:
        self.icons.append(action)
        self._bar.addAction(action)

    def removeToolBarIcon(self, action: QAction) -> None:
        self.icons.remove(action)
        self._bar.removeAction(action)

    def addPluginToMenu(self, _name: str, action: QAction) -> None:
        self.entries.append(action)

    def removePluginMenu(self, _name: str, action: QAction) -> None:
        self.entries.remove(action)

    def pluginHelpMenu(self) -> QMenu:
        return self._help

    def addDockWidget(self, area: Qt.DockWidgetArea, dock: QDockWidget) -> None:
        self._window.addDockWidget(area, dock)

    def removeDockWidget(self, dock: QDockWidget) -> None:
        self._window.removeDockWidget(dock)


def test_every_load_has_its_unload(qgis_app: QgsApplication) -> None:
    interface = Interface()
    used = [name for name, kind in vars(Interface).items() if callable(kind) and not name.startswith("_")]
    assert len(used) == 11
    assert all(hasattr(QgisInterface, name) for name in used)
    window, before = interface.mainWindow(), provider_ids()
    for _ in range(2):
        plugin = rock_glacier_inventory.classFactory(interface)
        plugin.initGui()
        assert "rockglacier" in provider_ids()
        assert len(interface.icons) == 1
        names = [entry.text() for entry in interface.entries]
        assert names[:4] == ["Rock glacier inventory", "Finish the inventory", "Tools", "Models…"]
        assert names[4:6] == ["Curves of the training", "Walk through training outlines"]
        assert names[6:] == ["Help", "List of keys", "About…"]
        assert len(interface.pluginHelpMenu().actions()) == 1
        assert all(entry.toolTip() for entry in interface.entries)
        assert len(interface.factories) == 2, "the engine, and the models"
        [dock] = window.findChildren(InventoryDock)
        docks = window.findChildren(QDockWidget)
        assert not any(one.isVisibleTo(window) for one in docks), "they open by button and menu"
        window.resize(1000, 800)
        window.show()
        press_tool(window, interface.icons[0])
        assert dock.isVisible()
        press_tool(window, interface.icons[0])
        assert not dock.isVisible(), "once more closes it"
        plugin.unload()
        QgsApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert provider_ids() == before
        assert interface.factories == interface.icons == interface.entries == []
        assert interface.pluginHelpMenu().actions() == []
        assert window.findChildren(QDockWidget) == []
    window.deleteLater()
    QgsApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_processing_alone_needs_no_interface(qgis_app: QgsApplication) -> None:
    plugin = rock_glacier_inventory.classFactory(None)
    plugin.initProcessing()
    model = QgsApplication.processingRegistry().algorithmById("rockglacier:scenetoinventory")
    assert [parameter.name() for parameter in model.parameterDefinitions()][-1].endswith("Inventory")
    plugin.unload()
    assert "rockglacier" not in provider_ids()


def test_settings_are_kept(qgis_app: QgsApplication) -> None:
    assert (Settings().engine_python, Settings().context_metres) == ("", 750.0)
    one, other = Settings(), Settings()
    one.engine_python, other.models_folder = "/x/python", "/models é"
    assert (other.engine_python, one.models_folder) == ("/x/python", "/models é")
    assert QgsSettings().value(f"{PREFIX}/engine_python") == "/x/python"


def test_names_and_files_are_remembered_by_two_holders(qgis_app: QgsApplication) -> None:
    one, other = Settings(), Settings()
    one.remember_person("Ada")
    other.remember_person("Anna 冰")
    one.remember_recent("/a.gpkg")
    other.remember_recent("/b.gpkg")
    assert one.known_people() == ["Anna 冰", "Ada"]
    assert one.recent_inventories() == ["/b.gpkg", "/a.gpkg"]
    other.forget_person("Anna 冰")
    assert (one.person, one.known_people()) == ("", ["Ada"])
    one.remember_person("")
    assert one.known_people() == ["Ada"]


def test_the_options_page_leaves_what_the_dock_has_set_meanwhile(qgis_app: QgsApplication) -> None:
    """OK in QGIS's options applies every page that was made, also where nothing was changed on it."""
    settings = Settings()
    settings.engine_python = "/old/python"
    page = OptionsPage()
    settings.remember_person("Ada")
    settings.remember_recent("/a.gpkg")
    settings.fixed_scale = 12_000.0
    settings.models_folder = "/set elsewhere"
    page.show()
    wait_until(page.setup.flavours["full"].isEnabled, "nothing moves any more")
    type_into(page.interpreter.lineEdit(), "/new/python", TAB)
    page.apply()
    assert settings.person == "Ada"
    assert settings.recent_inventories() == ["/a.gpkg"]
    assert settings.fixed_scale == 12_000.0
    assert (settings.engine_python, settings.models_folder) == ("/new/python", "/set elsewhere")
    settings.engine_python = "/newer/python"
    page.apply()
    assert settings.engine_python == "/newer/python"


def test_keys_set_in_two_windows_are_both_kept(qgis_app: QgsApplication) -> None:
    shown = Keys.load()
    one, other = shown.copy(), shown.copy()
    one.set("remain", ("Q",))
    other.set("merge", ("J",))
    one.save_over(shown)
    other.save_over(shown)
    kept = Keys.load()
    assert (kept.keys("remain"), kept.keys("merge")) == (("Q",), ("J",))
    kept_before = kept.copy()
    kept.reset()
    kept.save_over(kept_before)
    assert Keys.load().keys("remain") == ("1",)


def test_which_engine(qgis_app: QgsApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = usual_models_folder()  # which another test of this profile may have made
    assert current_engine() == Engine(find_engine_interpreter(), usual if usual.is_dir() else None)
    monkeypatch.setenv(ENGINE_VARIABLE, "/by/variable")
    monkeypatch.setenv(MODELS_VARIABLE, "/models")
    assert current_engine() == Engine(Path("/by/variable"), Path("/models"))
    Settings().engine_python = "/chosen"
    assert current_engine().interpreter == Path("/chosen")


def test_the_options_page(qgis_app: QgsApplication, engine: Engine, tmp_path: Path) -> None:
    Settings().engine_python = str(engine.interpreter)
    page = OptionsPage()
    page.resize(800, 600)
    page.show()
    wait_until(page.setup.flavours["full"].isEnabled, "nothing moves any more")
    press_button(page.check_button)
    assert "The engine works" in page.answer.text()
    assert "simulated-alpine" in page.answer.text()
    type_into(page.interpreter.lineEdit(), str(tmp_path / "python"), TAB)
    press_button(page.check_button)
    assert str(tmp_path / "python") in page.answer.text()
    page.apply()
    assert Settings().engine_python == str(tmp_path / "python")
    assert OptionsPage().interpreter.filePath() == str(tmp_path / "python")
