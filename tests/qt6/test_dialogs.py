"""The dialogs under Qt 6, shown and used; and the pictures that the dock and they make, by day and by night."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from person import check, click_at, open_tab, pause, press_button, press_key, set_spin, type_into
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QMainWindow, QTextEdit, QWidget
from rock_glacier_inventory.plugin.common.settings import Settings
from rock_glacier_inventory.plugin.dock.dialogs.models_view import ModelsDialog
from rock_glacier_inventory.plugin.dock.dialogs.settings_dialog import SettingsDialog
from rock_glacier_inventory.plugin.dock.dialogs.training_curve import TrainingCurve
from rock_glacier_inventory.plugin.dock.dock import InventoryDock
from rock_glacier_inventory.plugin.dock.keys.keys import Keys
from rock_glacier_inventory.plugin.dock.panels import shown
from rock_glacier_inventory.store.sources import Sources

CURVES = '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="270"><rect width="760" height="270"/></svg>'
FACTS = shown.Facts("Candidate 7-12", 0.83, 0.97, 142e3, 4812.4, 16.2, 318.0, 0.61, "alpine", "scene.tif", "undecided")


@pytest.fixture(params=["light", "night"])
def theme(qgis_app: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    before = QApplication.palette()
    if request.param == "night":
        QApplication.setPalette(night())
    yield request.param
    QApplication.setPalette(before)


def night() -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role in (roles.Window, roles.Base, roles.Button, roles.AlternateBase, roles.ToolTipBase):
        palette.setColor(role, QColor(45, 45, 48))
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.ToolTipText, roles.PlaceholderText):
        palette.setColor(role, QColor(220, 220, 220))
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(120, 120, 120))
    palette.setColor(roles.PlaceholderText, QColor(150, 150, 150))
    return palette


@pytest.fixture
def taken(qgis_app: QApplication) -> Iterator[list[QWidget]]:
    """Windows that are closed afterwards."""
    windows: list[QWidget] = []
    yield windows
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def photograph(window: QWidget, name: str) -> None:
    """A picture for whoever looks, where one is wanted; it is more than one colour."""
    pause()
    picture = window.grab().toImage()
    assert len({picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}) > 4
    folder = os.environ.get("ROCK_GLACIER_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        assert picture.save(str(Path(folder, f"qt6-{name}.png")))


@pytest.mark.parametrize("size", [(1600, 900), (1366, 768), (760, 600)], ids=str)
def test_the_dock_in_a_window(theme: str, size: tuple[int, int], taken: list[QWidget]) -> None:
    window = QMainWindow()
    taken.append(window)
    window.setCentralWidget(QTextEdit())
    dock = InventoryDock(parent=window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.resize(*size)
    window.show()
    window.resizeDocks([dock], [300 if size[0] < 1000 else 360], Qt.Orientation.Horizontal)
    dock.header.set_inventory("/home/somebody/inventories/kunlun.gpkg")
    dock.header.set_person("Somebody", [])
    dock.map_panel.show_facts(FACTS)
    dock.map_panel.set_mode("deciding")
    photograph(window, f"dock-{theme}-{size[0]}")
    press_button(dock.mode_buttons["review"])
    assert dock.mode() == "review"
    photograph(window, f"review-{theme}-{size[0]}")


def settings_dialog(taken: list[QWidget]) -> SettingsDialog:
    facts = {
        "source": "PlanetScope",
        "date": "Q3/Q4 2021",
        "glaciers": None,
        "open": True,
        "sources": Sources(),
        "variables": lambda _path: [],
        "ask": None,
    }
    dialog = SettingsDialog(Settings(), Keys(), facts, None)
    taken.append(dialog)
    dialog.resize(700, 900)
    dialog.show()
    return dialog


def test_the_settings(theme: str, taken: list[QWidget]) -> None:
    dialog = settings_dialog(taken)
    for tab in ("Inventory", "Attributes", "Keys"):
        open_tab(dialog.tabs, tab)
        photograph(dialog, f"settings-{tab.lower()}-{theme}")
    open_tab(dialog.tabs, "Inventory")
    set_spin(dialog.context, 620)
    check(dialog.fixed)
    set_spin(dialog.scale, 12_000)
    type_into(dialog.source_field, "Sentinel-2", Qt.Key.Key_Tab)
    buttons = dialog.findChild(QDialogButtonBox)
    press_button(buttons.button(QDialogButtonBox.StandardButton.Ok))
    assert not dialog.isVisible()
    assert dialog.source() == ("Sentinel-2", "Q3/Q4 2021")
    settings = Settings()
    assert (settings.context_metres, settings.fixed_scale) == (620.0, 12_000.0)


def test_the_models(theme: str, taken: list[QWidget], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROCK_GLACIER_MODELS", str(tmp_path))
    dialog = ModelsDialog()
    taken.append(dialog)
    dialog.show()
    assert dialog.view.list.count() == 2
    shown_in = dialog.view.list
    click_at(shown_in.viewport(), shown_in.visualItemRect(shown_in.item(1)).center())
    press_key(Qt.Key.Key_Up)
    assert shown_in.currentRow() == 0
    assert "GPL-2.0-or-later" in dialog.view.text.toPlainText()
    photograph(dialog, f"models-{theme}")


def test_the_curves_of_a_training(taken: list[QWidget], tmp_path: Path) -> None:
    window = QMainWindow()
    taken.append(window)
    window.resize(1000, 700)
    window.show()
    file = tmp_path / "curves 冰.svg"
    file.write_text(CURVES, "utf-8")
    curve = TrainingCurve(window)
    taken.append(curve)
    curve.follow("mine", str(file))
    pause(1200)
    assert curve.isVisible() and curve.picture.is_shown
    photograph(curve, "curves")
