"""The set-up page: a person presses, a real uv builds from a real index on loopback, and faults are sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from dialogs import choose_file, in_dialog, press_in
from person import check, pause, press_button
from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QDialogButtonBox, QMessageBox
from rock_glacier_inventory.inventory.setup.state import SetupLock, environments
from rock_glacier_inventory.plugin.common.settings import Settings
from rock_glacier_inventory.plugin.options_page import OptionsPage
from rock_glacier_inventory.plugin.setup import page_mode
from rock_glacier_inventory.plugin.setup.news import NEWS
from rock_glacier_inventory.plugin.setup.panel import SetupPanel
from rock_glacier_inventory.plugin.setup.work import WORK

from ..setting_up.world import World
from .setup_worlds import kept, panel, set_up, uv_there, wait_until, world

__all__ = ["kept", "panel", "uv_there", "world"]
YES = QDialogButtonBox.StandardButton.Yes


def test_one_click_sets_it_up(panel: SetupPanel, world: World) -> None:
    assert "not set up yet" in panel.there.text()
    assert not panel.repair_button.isVisible() and not panel.remove_button.isVisible()
    set_up(panel)
    assert WORK.fault is None, WORK.fault.detail
    assert panel.there.text().startswith("Light is set up: Python")
    assert not panel.fault.isVisible()
    assert panel.repair_button.isVisible()
    assert not panel.set_up_button.isEnabled(), "it is there"
    check(panel.flavours["full"])
    assert panel.set_up_button.isEnabled()
    [made] = environments(world.cache)
    assert made.whole
    log = (world.cache / "setup" / "setup.log").read_text("utf-8")
    assert "shims/python3.12 -I" in log and "command not found" in log, "a Python that does not start is passed over"


@pytest.mark.usefixtures("uv_there")
def test_what_failed_is_a_sentence_and_the_button_mends_it(panel: SetupPanel, world: World) -> None:
    world.index.ways.share, world.index.ways.only = 0.5, "tinytwo"
    set_up(panel)
    assert panel.fault.text().startswith("The connection broke off")
    assert panel.remedy_button.text() == "Try again"
    world.index.ways.share = 1.0
    press_button(panel.remedy_button)
    wait_until(lambda: not WORK.is_running)
    assert panel.there.text().startswith("Light is set up")
    assert not panel.fault.isVisible() and not panel.remedy_button.isVisible()


def test_the_installer_comes_on_from_where_it_was_cut_however_often(panel: SetupPanel, world: World) -> None:
    part, have = world.cache / "setup" / f"{world.uv.name}.part", 0
    world.index.ways.only = "uv-"
    for button, share in ((panel.set_up_button, 0.1), (panel.remedy_button, 0.5), (panel.remedy_button, 0.9)):
        world.index.ways.share = share
        press_button(button)
        wait_until(lambda: not WORK.is_running)
        assert panel.fault.text().startswith("The connection broke off")
        assert world.index.sent[-1] == (world.uv.name, have), "it was asked for from there on"
        assert have < part.stat().st_size < world.uv.size
        have = part.stat().st_size
    world.index.ways.share = 1.0
    before = len(world.index.sent)
    press_button(panel.remedy_button)
    wait_until(lambda: not WORK.is_running)
    assert WORK.fault is None
    assert (world.uv.name, have) in world.index.sent[before:]
    assert not part.exists()


def test_a_server_that_cannot_go_on_is_asked_for_all(panel: SetupPanel, world: World) -> None:
    world.index.ways.share, world.index.ways.only, world.index.ways.ranges = 0.5, "uv-", False
    set_up(panel)
    world.index.ways.share = 1.0
    press_button(panel.remedy_button)
    wait_until(lambda: not WORK.is_running)
    assert WORK.fault is None


def test_an_altered_installer_is_never_used(panel: SetupPanel, world: World) -> None:
    world.index.ways.altered, world.index.ways.only = True, "uv-"
    set_up(panel)
    assert "is not the file that was expected" in panel.fault.text()
    assert not list(world.cache.rglob("uv")) and not list(world.cache.rglob("*.whl"))


def test_half_an_installer_sent_as_all_of_it(panel: SetupPanel, world: World) -> None:
    world.index.ways.half, world.index.ways.only = True, "uv-"
    set_up(panel)
    assert "is not the file that was expected" in panel.fault.text()
    world.index.ways.half = False
    press_button(panel.remedy_button)
    wait_until(lambda: not WORK.is_running)
    assert WORK.fault is None


@pytest.mark.usefixtures("uv_there")
def test_what_went_wrong_while_no_page_was_open_is_on_the_next_one(panel: SetupPanel, world: World) -> None:
    world.index.ways.status, world.index.ways.only = 500, "tinytwo"
    press_button(panel.set_up_button)
    panel.window().hide()
    wait_until(lambda: not WORK.is_running)
    assert NEWS.said.startswith("The connection broke off"), "as the dock says it"
    page = OptionsPage()
    page.show()
    wait_until(page.setup.set_up_button.isEnabled)
    assert page.setup.fault.text() == NEWS.said
    page.hide()


def test_nobody_answers(panel: SetupPanel, world: World) -> None:
    world.index.stop()
    set_up(panel)
    assert panel.fault.text().startswith("There is no way to localhost")
    assert panel.remedy_button.text() == "Network settings…"


@pytest.mark.usefixtures("uv_there")
def test_a_set_up_elsewhere_is_told(panel: SetupPanel, world: World) -> None:
    other = SetupLock(world.cache)
    other.take()
    set_up(panel)
    assert panel.fault.text().startswith("Another QGIS is setting up")
    other.release()
    press_button(panel.remedy_button)
    wait_until(lambda: not WORK.is_running)
    assert panel.there.text().startswith("Light is set up")


@pytest.mark.usefixtures("uv_there")
def test_cancel_stops_at_once_and_nothing_half_built_is_found(panel: SetupPanel, world: World) -> None:
    world.index.ways.hold, world.index.ways.only = True, "tinytwo"
    press_button(panel.set_up_button)
    wait_until(lambda: any("tinytwo" in one for one in world.index.asked), "packages")
    assert panel.cancel_button.isVisible() and not panel.set_up_button.isVisible()
    press_button(panel.cancel_button)
    assert not WORK.is_running
    assert panel.fault.text().startswith("The set-up was stopped")
    assert not any(one.whole for one in environments(world.cache))
    world.index.let_go()
    set_up(panel)
    assert panel.there.text().startswith("Light is set up")


def test_a_disk_that_is_full_at_the_first_file(panel: SetupPanel, world: World) -> None:
    part = world.cache / "setup" / f"{world.uv.name}.part"
    part.parent.mkdir(parents=True)
    part.symlink_to("/dev/full")
    set_up(panel)
    assert panel.fault.text().startswith("The disk is full")
    assert panel.remedy_button.text() == "Another folder…"


def test_a_folder_that_may_not_be_written(panel: SetupPanel, world: World) -> None:
    world.cache.write_bytes(b"a file where the folder should be")
    set_up(panel)
    assert "may not be written to" in panel.fault.text()
    assert panel.remedy_button.text() == "Another folder…"


@pytest.mark.usefixtures("uv_there")
def test_diagnostics_have_what_a_report_needs_and_no_secret(
    panel: SetupPanel, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = {"HTTPS_PROXY": "http://ada:hunter2@proxy:3128", "UV_HTTP_RETRIES": "0"}
    monkeypatch.setattr(page_mode, "network_variables", lambda *_: variables)
    world.index.ways.status, world.index.ways.only = 500, "tinyone"
    set_up(panel)
    press_button(panel.diagnostics_button)
    text = QgsApplication.clipboard().text()
    assert "QGIS: 3." in text and "free disk" in text and "half-built" in text and "--- packages" in text
    assert panel.fault.text() in text
    assert "hunter2" not in text
    assert "hunter2" not in (world.cache / "setup" / "setup.log").read_text("utf-8")


@pytest.mark.usefixtures("uv_there")
def test_an_environment_deleted_meanwhile_is_told_and_built_again(panel: SetupPanel, world: World) -> None:
    set_up(panel)
    [made] = environments(world.cache)
    (made.folder / "bin" / "python").unlink()
    page = panel.window()
    page.hide()
    page.show()
    pause()
    assert panel.fault.text().startswith("The Python under the engine in")
    assert panel.remedy_button.text() == "Repair"
    press_button(panel.remedy_button)
    wait_until(lambda: not WORK.is_running)
    assert panel.there.text().startswith("Light is set up")


@pytest.mark.usefixtures("uv_there")
def test_repair_needs_no_network_where_nothing_is_missing(panel: SetupPanel, world: World) -> None:
    set_up(panel)
    before = len(world.index.asked)
    press_button(panel.repair_button)
    wait_until(lambda: not WORK.is_running)
    assert WORK.fault is None
    assert not [one for one in world.index.asked[before:] if one.endswith(".whl")]
    log = (world.cache / "setup" / "setup.log").read_text("utf-8")
    ours = Path("/proc/self/cmdline").read_bytes().rstrip(b"\0").replace(b"\0", b" ").decode("utf-8")
    assert "ps -A" in log and ours not in log, "it was looked at what runs, and that is nobody's business"


@pytest.mark.usefixtures("uv_there")
def test_remove_takes_away_what_was_made_and_nothing_else(panel: SetupPanel, world: World) -> None:
    set_up(panel)
    kept_file = world.cache / "captured" / "basemap.tif"
    kept_file.parent.mkdir()
    kept_file.write_bytes(b"of another part of the plugin")
    in_dialog(lambda: press_button(panel.remove_button), lambda box: press_in(box, YES), QMessageBox)
    wait_until(panel.set_up_button.isEnabled, "it is removed")
    assert "not set up yet" in panel.there.text()
    left = sorted(path.name for path in world.cache.rglob("*") if path.is_file())
    assert left == ["basemap.tif", "setup.lock", "setup.log"]
    set_up(panel)
    assert WORK.fault is None


def test_a_bundle_of_another_computer_is_used_by_a_button(panel: SetupPanel, world: World) -> None:
    bundle = world.folder / "bundle é 冰"
    (bundle / "wheels").mkdir(parents=True)
    for wheel in world.index.folder.glob("*.whl"):
        wheel.rename((bundle if wheel.name.startswith("uv") else bundle / "wheels") / wheel.name)
    world.index.stop()
    choose_file(lambda: press_button(panel.bundle_button), bundle)
    wait_until(lambda: not WORK.is_running)
    assert WORK.fault is None, WORK.fault
    assert panel.there.text().startswith("Light is set up")
    assert world.index.asked == []


def test_another_folder_is_chosen_by_the_button_and_kept(panel: SetupPanel, world: World) -> None:
    part = world.cache / "setup" / f"{world.uv.name}.part"
    part.parent.mkdir(parents=True)
    part.symlink_to("/dev/full")
    set_up(panel)
    other = world.folder / "disk with room"
    other.mkdir()
    choose_file(lambda: press_button(panel.remedy_button), other)
    wait_until(panel.set_up_button.isEnabled)
    set_up(panel)
    assert WORK.fault is None
    assert [one.whole for one in environments(other / "rock_glacier_inventory")] == [True]
    assert Settings().engine_folder == str(other / "rock_glacier_inventory")
