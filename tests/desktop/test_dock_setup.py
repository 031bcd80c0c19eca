"""From the zip to an engine in the real desktop, by clicks: no terminal, an empty home, a fresh profile.

With ROCK_GLACIER_TEST_REAL_SETUP=1 the real packages come from the real index (some minutes and 300 MB).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..qgis_profile import PACKAGE, ROOT
from ..setting_up.world import make_world
from .desk import Session, check_went_well, make_desk

REAL = os.environ.get("ROCK_GLACIER_TEST_REAL_SETUP") == "1"


def packed(folder: Path) -> Path:
    """The plugin's zip."""
    spec = importlib.util.spec_from_file_location("package_recipe", ROOT / "recipes" / "package.py")
    recipe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recipe)
    return recipe.build(folder / "plugin.zip")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    desk = make_desk(tmp_path_factory, "set up é")
    plugins = desk.profile.folder / "python" / "plugins"
    (plugins / PACKAGE).unlink()
    with zipfile.ZipFile(packed(desk.base)) as archive:
        archive.extractall(plugins)
    world = make_world(desk.base / "world", desk.base, works=True)
    given = {} if REAL else {"ROCK_GLACIER_SETUP_SOURCES": str(world.sources())}
    given["ROCK_GLACIER_DESKTOP_LOOK_AFTER"] = "8000" if REAL else "100"
    world.index.ways.delay, world.index.ways.only = 3.0, "tinytwo"  # so that a person sees it run
    yield desk.run("dock_setup.py", desk.folder, ROCK_GLACIER_CACHE=str(desk.base / "cache"), **given)
    world.index.stop()
    if keep := os.environ.get("ROCK_GLACIER_KEEP_ENGINE"):
        shutil.copytree(desk.base / "cache", keep, symlinks=True)


def test_two_clicks_from_the_dock_set_the_engine_up(session: Session) -> None:
    check_went_well(session, is_log_empty=False)
    seen, text = session.report["card"]
    assert seen and "without the engine" in text
    there, flavour, _ = session.report["proposed"]
    assert "not set up yet" in there and flavour == "light"
    assert session.report["running"][1] is True
    assert session.report["fault"] == ""
    assert session.report["facts"]["flavour"] == "light"
    assert session.report["there"].startswith("Light is set up")


def test_a_tool_that_needs_it_leads_there_too(session: Session) -> None:
    assert "The engine is not set up yet" in session.report["tool says"]
    assert "not set up yet" in session.report["tool leads to"]


def test_what_does_a_set_up_is_not_read_at_the_start(session: Session) -> None:
    read = {name.partition(".")[2] for name in session.report["read at start"]}
    assert read <= {
        "inventory.setup",
        "inventory.setup.flavours",
        "plugin.setup",
        "plugin.setup.in_dock",
        "plugin.setup.need",
        "plugin.setup.news",
        "plugin.setup.place",
    }


def test_it_goes_on_while_the_options_are_closed(session: Session) -> None:
    still, text = session.report["goes on"]
    assert still and "being set up" in text


def test_the_card_is_gone_when_the_engine_is_there(session: Session) -> None:
    assert session.report["card afterwards"] is False


def test_a_report_of_a_fault_has_all_of_it(session: Session) -> None:
    assert "Light is set up" in session.report["diagnostics"]
    assert "--- finished" in session.report["diagnostics"]
