"""What is still open is gone through in the real QGIS, by clicks and keys, until it is not open any more."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from ..qgis_profile import ROOT
from .beginnings import engine_python
from .desk import Session, check_went_well, make_desk, number_of_colours


@pytest.fixture(scope="module")
def session(large_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "finish é 冰")
    inventory = desk.copy("flagged.gpkg", "nearly finished.gpkg")
    script = Path(__file__).with_name("unfinished.py")
    subprocess.run([engine_python(), str(script), str(ROOT / "tests" / "unit"), str(inventory)], check=True)
    return desk.run("dock_finish.py", large_sample, inventory, ROCK_GLACIER_ENGINE_PYTHON=engine_python())


def kinds(counted: dict[str, Any]) -> dict[str, str]:
    return {kind: text.partition(": ")[2] for kind, (text, *_) in counted["kinds"].items()}


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session)


def test_what_is_open_is_counted(session: Session) -> None:
    first = session.report["at first"]
    assert kinds(first) == {
        "undecided": "1",
        "contradictions": "0",
        "overlaps": "1",
        "markers": "1",
        "small": "4",
        "stale": "2",
        "missing": "0",
        "dates": "1",
        "samples": "0",
        "reviewed": "1",
    }
    assert first["title"] == "What is still open" and first["fill"] is True
    assert first["progress"].startswith("15 of 16, 94")
    assert first["reviewed"] == "Reviewed: no marker was drawn yet; 17 in all"
    assert ["Eastern Range", "8 of 9", "–"] in first["parts"] and len(first["parts"]) == 3
    assert first["done"].startswith("✓ None: Contradictions, ")
    enabled = {kind: (on, seen) for kind, (_, on, seen) in first["kinds"].items()}
    assert all(on == seen == (kinds(first)[kind] != "0") for kind, (on, seen) in enabled.items())


def test_the_last_candidate_leads_to_finish(session: Session) -> None:
    began, ended = session.report["to candidates"], session.report["all decided"]
    assert (began["mode"], began["finish"]) == ("map", False) and began["title"].startswith("Candidate")
    assert ended["message"].startswith("Every candidate is decided.") and ended["finish"] is True
    assert kinds(session.report["finish"])["undecided"] == "0"
    assert session.report["finish"]["progress"].startswith("16 of 16")


def test_an_overlap_is_shown_and_clipped(session: Session) -> None:
    overlap = session.report["overlap"]
    assert (overlap["walk"], overlap["queue"]) == ("Overlaps: 1 of 1", False)
    assert "Clip" in overlap["advice"] and overlap["said"].startswith("Refine: ")
    then = overlap["then"]
    assert (then["title"], then["message"], then["finish"]) == ("", "That was the last of them.", True)
    assert overlap["back again"]["title"] == overlap["title"]
    assert kinds(session.report["clipped"])["overlaps"] == "0"


def test_a_marker_is_put_inside(session: Session) -> None:
    assert session.report["marker"]["walk"] == "Markers outside: 1 of 1"
    assert "Put it inside" not in session.report["marker"]["offered again"]
    assert kinds(session.report["marker inside"])["markers"] == "0"


def test_a_date_is_asked_for_and_kept(session: Session) -> None:
    assert session.report["date"]["walk"] == "Missing dates: 1 of 1"
    assert session.report["date"]["asked"] == "When was other image.tif taken?"
    assert kinds(session.report["dated"])["dates"] == "0"


def test_too_few_reviewed_leads_to_the_form_of_a_sample(session: Session) -> None:
    assert session.report["review"] == {"mode": "review", "form": True}


def test_attributes_are_filled_by_the_tool_that_knows_the_inventory(session: Session) -> None:
    tool = session.report["tool"]
    assert "Fill attributes" in tool["title"] and tool["inventory"].endswith("nearly finished.gpkg")
    assert (tool["layer"], tool["ran"]) == ("rock_glaciers", True)
    assert kinds(session.report["dated"])["stale"] == "3", "the clipped one, too"
    filled = session.report["filled"]
    assert kinds(filled)["stale"] == "0" and filled["fill"] == (kinds(filled)["missing"] != "0")


def test_statistics_and_report_are_opened_with_the_inventory(session: Session) -> None:
    assert all(on for on, _ in session.report["at first"]["tools"].values())
    opened = session.report["opened"]
    assert set(opened) == {"summarise", "gridstatistics", "agreement", "report", "exportinventory", "publishinventory"}
    assert "Rock glaciers" in opened.pop("gridstatistics")[1]
    for name, (title, inventory) in opened.items():
        assert inventory.endswith("nearly finished.gpkg"), (name, title)


def test_what_is_open_for_others_is_told_and_gone_through(session: Session) -> None:
    first = session.report["at first"]["going out"]
    assert first.startswith("Asked about before they go out: ") and first.endswith("which never go out: 1.")
    one = session.report["open one"]
    assert one["walk"] == "Open for export: 1 of 3" and one["told"].startswith("Its attributes are older")
    assert session.report["filled"]["going out"] == "All 17 rock glaciers are decided."


@pytest.mark.parametrize("done", ["exported", "published"])
def test_the_inventory_goes_out_when_a_person_has_said_what_becomes_of_what_is_open(
    session: Session, done: str
) -> None:
    told = session.report[done]
    assert told["inventory"].endswith("nearly finished.gpkg")
    assert told["folder"].startswith(str(session.folder)), "no temporary one, which is gone with QGIS"
    assert told["refused"] and told["nothing there"] and "'What is open'" in told["log"]
    assert told["ran"], told["log then"]
    prefix = "" if done == "exported" else "data/tprogi/"
    for file in ("Extended_Footprint.shp", "Extended_Footprint.cpg", "Primary_Marker.shp"):
        assert f"{prefix}nearly finished_{file}" in told["files"]


def test_a_publication_lies_on_the_disk(session: Session) -> None:
    files = session.report["published"]["files"]
    assert {"README.md", "CITATION.cff", "datacite.json", "iso19139.xml", "ro-crate-metadata.json"} <= set(files)
    exported, published = (session.report[done]["shapefiles"] for done in ("exported", "published"))
    outlines = "nearly finished_Extended_Footprint.shp"
    assert (exported[outlines], published[outlines]) == (14, 17), "three are left out, and published all the same"


def test_what_others_write_is_counted(session: Session) -> None:
    before, now = session.report["dated"]["reviewed"], session.report["elsewhere"]["reviewed"]
    assert before.endswith("17 in all") and now.endswith("16 in all")


def test_the_menu_of_plugins_leads_there(session: Session) -> None:
    assert session.report["by the menu"] == "finish"


def test_all_that_is_open_is_in_sight(session: Session) -> None:
    assert session.report["narrow width"] <= 310
    assert session.report["hidden"] == {"1600x900": [], "1366x768": [], "300px": [], "300px-night": []}
    for name in ("1600x900", "1366x768", "300px", "300px-night", "walk-300px", "walk-300px-night"):
        assert number_of_colours(session.folder / f"finish-{name}.png") > 500
