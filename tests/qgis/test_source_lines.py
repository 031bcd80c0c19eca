"""The line beside each source in the settings: what the real, warm engine says of the files that are written there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dialogs import press_in
from person import open_tab, pause, type_into
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox
from rock_glacier_inventory.plugin.common.settings import Settings
from rock_glacier_inventory.plugin.dock.dialogs.settings_dialog import SettingsDialog
from rock_glacier_inventory.plugin.dock.dialogs.source_line import GOOD, WRONG
from rock_glacier_inventory.plugin.dock.keys.keys import Keys
from rock_glacier_inventory.plugin.engine.source_checker import SourceChecker
from rock_glacier_inventory.plugin.engine.warm_engine import WarmEngine
from rock_glacier_inventory.plugin.session.inventory_settings import facts_for_dialog
from rock_glacier_inventory.processing_provider.adapters.engine import Engine

from .test_settings_dialog import _closed

SECONDS = 60
TAB = Qt.Key.Key_Tab
__all__ = ["_closed"]


@pytest.fixture(scope="module")
def warm(qgis_app: QgsApplication, engine: Engine) -> Iterator[WarmEngine]:
    warm = WarmEngine(lambda: engine, warm=())
    yield warm
    warm.end()


def dialog(warm: WarmEngine, inventory: Path | None = None) -> SettingsDialog:
    facts = {**facts_for_dialog(None, SourceChecker(warm, inventory).ask), "open": True}
    shown = SettingsDialog(Settings(), Keys(), facts, None)
    shown.resize(700, 900)
    shown.show()
    open_tab(shown.tabs, "Attributes")
    pause()
    return shown


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < until, "it never came"
        pause(20)


def answer(shown: SettingsDialog, purpose: str) -> str:
    line = shown.sources_form.lines[purpose]
    wait_for(lambda: line.toPlainText()[:1] in (GOOD, WRONG))
    assert line.isVisible()
    return line.toPlainText()


def test_a_good_source_and_wrong_ones(warm: WarmEngine, sample: Path, inventory: Path, tmp_path: Path) -> None:
    shown = dialog(warm, inventory)
    form = shown.sources_form
    assert not any(line.isVisible() for line in form.lines.values())
    type_into(form.dem.lineEdit(), str(sample / "dem.tif"), TAB)
    assert answer(shown, "dem").startswith(f"{GOOD} rasters of ")
    type_into(form.dem.lineEdit(), str(tmp_path / "冰.tif"), TAB)
    wait_for(lambda: form.lines["dem"].toPlainText().startswith(WRONG))
    assert "There is no file" in form.lines["dem"].toPlainText()
    type_into(form.dem.lineEdit(), "", TAB)
    wait_for(lambda: not form.lines["dem"].isVisible())
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"II*\0")
    type_into(form.climate["maat"].file.lineEdit(), str(broken), TAB)
    assert answer(shown, "maat").startswith(f"{WRONG} ")
    press_in(shown, QDialogButtonBox.StandardButton.Cancel)


def test_only_the_last_that_was_written_is_answered_and_closing_takes_it_back(
    warm: WarmEngine, sample: Path, tmp_path: Path
) -> None:
    shown = dialog(warm)
    form = shown.sources_form
    for name in ("a.tif", "b.tif", "dem.tif"):
        type_into(form.dem.lineEdit(), str(sample / name), TAB)
    assert answer(shown, "dem").startswith(GOOD)
    asked = warm._number
    type_into(form.dem.lineEdit(), str(tmp_path / "none.tif"), TAB)
    press_in(shown, QDialogButtonBox.StandardButton.Cancel)
    pause(1000)
    assert warm._number == asked, "nobody looks any more"


def test_without_anybody_to_ask_there_is_no_line(qgis_app: QgsApplication, sample: Path) -> None:
    facts = {**facts_for_dialog(None, None), "open": True}
    shown = SettingsDialog(Settings(), Keys(), facts, None)
    shown.show()
    open_tab(shown.tabs, "Attributes")
    type_into(shown.sources_form.dem.lineEdit(), str(sample / "dem.tif"), TAB)
    pause(50)
    assert not shown.sources_form.lines["dem"].isVisible()
    press_in(shown, QDialogButtonBox.StandardButton.Cancel)
