"""What the tests of the set-up page share: a world without an engine, the page in it, and waiting."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from person import pause, press_button
from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QWidget
from rock_glacier_inventory.inventory.environment import CACHE_VARIABLE
from rock_glacier_inventory.inventory.setup.pins import UV_VERSION
from rock_glacier_inventory.inventory.setup.sources import VARIABLE
from rock_glacier_inventory.inventory.setup.state import WORK_FOLDER
from rock_glacier_inventory.plugin.options_page import OptionsPage
from rock_glacier_inventory.plugin.setup import page_mode
from rock_glacier_inventory.plugin.setup.panel import SetupPanel
from rock_glacier_inventory.plugin.setup.work import WORK

from ..setting_up.wheels import UV
from ..setting_up.world import World, make_world

SECONDS = 60


def wait_until(is_so: Callable[[], bool], what: str = "") -> None:
    for _ in range(SECONDS * 20):
        if is_so():
            return
        pause(50)
    raise AssertionError(f"it did not come to it: {what}")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For the wheel of uv."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def world(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """No engine anywhere, and sources on loopback."""
    world = make_world(tmp_path / "Ground é 冰", kept)
    monkeypatch.setenv(CACHE_VARIABLE, str(world.cache))
    monkeypatch.setenv(VARIABLE, str(world.sources()))
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    monkeypatch.setenv("PATH", os.pathsep.join((_first_in_path(world), str(Path(sys.base_prefix) / "bin"), os.defpath)))
    monkeypatch.setattr(page_mode, "PLUGIN_FOLDER", world.engine)
    monkeypatch.setattr(page_mode, "network_variables", lambda *_: {"UV_HTTP_RETRIES": "0"})
    WORK.fault = None
    yield world
    WORK.cancel()
    world.index.stop()


def _first_in_path(world: World) -> str:
    """A folder with a Python that does not start: managers of versions have such, and theirs are slow to say so."""
    shim = world.folder / "shims" / "python3.12"
    shim.parent.mkdir()
    shim.write_text("#!/bin/sh\necho 'python3.12: command not found'\nexit 127\n", "utf-8")
    shim.chmod(0o755)
    return str(shim.parent)


@pytest.fixture
def uv_there(world: World, kept: Path) -> None:
    """The installer is there from an earlier set-up: it need not be downloaded."""
    program = world.cache / WORK_FOLDER / f"uv-{UV_VERSION}" / UV.name
    program.parent.mkdir(parents=True)
    if not (kept / UV.name).is_file():
        shutil.copy(UV, kept)
    os.link(kept / UV.name, program)


@pytest.fixture
def panel(qgis_app: QgsApplication, world: World) -> Iterator[SetupPanel]:
    page = OptionsPage()
    page.resize(900, 700)
    page.show()
    wait_until(page.setup.set_up_button.isEnabled, "the computer is known")
    yield page.setup
    look(page, os.environ.get("PYTEST_CURRENT_TEST", "").rpartition("::")[2].partition(" ")[0])
    page.close()


def look(page: QWidget, name: str) -> None:
    if folder := os.environ.get("ROCK_GLACIER_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.grab().save(str(Path(folder) / f"setup-{name}.png"))


def set_up(panel: SetupPanel) -> None:
    press_button(panel.set_up_button)
    wait_until(lambda: not WORK.is_running, panel.step.text())
