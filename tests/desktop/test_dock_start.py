"""The first steps in the real desktop: from a fresh profile to the first candidates, and without an engine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ..qgis_profile import PACKAGE, ROOT
from .desk import Session, check_went_well, make_desk, number_of_colours


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "start", seen="seen é 冰")  # xvfb-run wants a plain name for what is thrown away
    temporary = desk.base / "thrown-away"
    temporary.mkdir()  # elsewhere than home, as it is on people's computers
    mine = desk.base / "home" / "Rock glacier sample"  # where a sample would be made
    mine.mkdir()
    (mine / "of mine.txt").write_text("é", "utf-8")
    return desk.run("dock_start.py", desk.base, TMPDIR=str(temporary))


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session)


def test_two_clicks_lead_to_the_first_candidates(session: Session) -> None:
    """The button of the dock, and that of the sample; nobody is asked for anything."""
    first, sample = session.report["first"], session.report["sample"]
    assert (first["card"], first["map panel"]) == (True, False)
    assert first["place"].endswith("Rock glacier sample 2"), "told before it is made"
    assert sample["folder"] in first["place"]
    assert sample["candidates"] > 5
    assert sample["shown"] is True
    assert sample["card"] is False
    assert sample["files"] == [
        "dem.tif",
        "glaciers.gpkg",
        "inventory of the sample.gpkg",
        "maat.tif",
        "magt.tif",
        "precipitation.tif",
        "rock_glaciers.gpkg",
        "scene.tif",
        "subregions.gpkg",
    ]
    assert sample["source"] == [[f"{sample['folder']}/scene.tif"]], "where it still is"
    assert sample["layers"][-1] == "Image of the sample", "below the outlines"
    assert sample["crs"] == "EPSG:32645", "in metres"
    assert sample["dem"] == f"{sample['folder']}/dem.tif"
    assert session.report["running"] == {"stop": True, "new": False}


def test_dialogs_of_tools_know_the_open_inventory(session: Session) -> None:
    dialogs, folder = session.report["dialogs"], session.report["sample"]["folder"]
    inventory = f"{folder}/inventory of the sample.gpkg"
    assert dialogs["detect"] == {"INVENTORY": inventory, "MODEL": "simulated-alpine", "DEM": f"{folder}/dem.tif"}
    assert dialogs["attributes"] == {"INVENTORY": inventory, "DEM": None}, "those that the inventory remembers"
    assert dialogs["solarradiation"] == {"DEM": f"{folder}/dem.tif"}
    first, last = dialogs["models"]
    assert first == "Debris-covered glacier, Sentinel-2 - finds debris-covered glacier (debris-cover-s2)"
    assert "(demonstration)" in last and last.endswith("(simulated-alpine)"), "the demonstration comes last"


def test_a_stop_leaves_nothing(session: Session) -> None:
    stopped = session.report["stopped"]
    assert stopped["before"] == ["Rock glacier sample"], "it had begun"
    assert stopped["after"] == []
    assert "place é 冰" in session.report["another place"]


def test_a_reload_of_the_plugin_in_the_middle_leaves_nothing(session: Session) -> None:
    assert session.report["reloaded"] == ["Rock glacier sample"]


def test_what_is_there_is_not_touched(session: Session) -> None:
    sample = session.report["sample"]
    assert (Path(sample["folder"]).name, sample["mine"]) == ("Rock glacier sample 2", ["of mine.txt"])


@pytest.fixture(scope="module")
def alone(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Without any engine: a copy of the plugin, and neither a cache nor a variable that leads to one."""
    desk = make_desk(tmp_path_factory, "alone", seen="seen é 冰")
    temporary = desk.base / "thrown-away"
    temporary.mkdir()
    plugin = desk.profile.folder / "python" / "plugins" / PACKAGE
    plugin.unlink()
    asked = ["git", "ls-files", "-zco", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (plugin / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, plugin / name)
    desk.profile.environment.pop("ROCK_GLACIER_ENGINE_PYTHON", None)
    variables = {"ROCK_GLACIER_CACHE": str(desk.base / "cache"), "TMPDIR": str(temporary)}
    return desk.run("dock_alone.py", sample, **variables)


def test_nothing_went_wrong_without_an_engine(alone: Session) -> None:
    check_went_well(alone)
    assert not (alone.folder.parent / "cache").exists()


def test_without_an_engine_the_sample_leads_to_the_set_up(alone: Session) -> None:
    assert alone.report["set-up"] == [True]
    assert alone.report["nothing was made"] is True


def test_without_an_engine_an_inventory_is_made_mapped_and_reviewed(alone: Session) -> None:
    report = alone.report
    assert report["made"] == {"open": str(alone.folder / "made by hand.gpkg"), "card": False}
    assert report["drawn"] == [["retrieve", "Ada Mapper", "scene.tif", 1]]
    assert report["marker"] == 1
    assert report["review"] == [["Rita Reviewer", "yes"]]


def test_what_needs_the_engine_says_what_to_do(alone: Session) -> None:
    assert alone.report["detect leads to the set-up"].startswith("Options")
    tools = alone.report["tools"]
    without = {name for name, (can, _why) in tools.items() if can}
    assert without == {"createinventory", "capturebasemap", "passports"}
    for name, (can, why) in tools.items():
        assert can or "Rock glacier inventory" in why, f"{name}: {why}"


SHOTS = ("first", "running", "candidates", "dialog", "stopped", "narrow", "narrow-night")


@pytest.mark.parametrize("name", SHOTS)
def test_screenshots_show_something(session: Session, name: str) -> None:
    assert number_of_colours(Path(session.folder) / f"start-{name}.png") > 10
