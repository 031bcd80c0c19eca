"""Everything is checked in the real QGIS, and what is found is gone through by clicks and mended."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ..qgis_profile import ROOT
from .beginnings import engine_python
from .desk import Session, check_went_well, make_desk, number_of_colours


@pytest.fixture(scope="module")
def session(large_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "check é 冰")
    inventory = desk.copy("flagged.gpkg", "to check.gpkg")
    script = Path(__file__).with_name("broken.py")
    subprocess.run([engine_python(), str(script), str(ROOT / "tests" / "unit"), str(inventory)], check=True)
    return desk.run("dock_check.py", large_sample, inventory, ROCK_GLACIER_ENGINE_PYTHON=engine_python())


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session)


def test_everything_is_checked_by_one_click(session: Session) -> None:
    assert session.report["before"] == ["Check everything…", True, ""]
    checked = session.report["checked"]
    assert checked["old"] == "" and " faults, " in checked["status"]
    for rule, text in (
        ("overlap", "Overlaps: 1"),
        ("marker_outside", "Markers outside their outline: 1"),
        ("range", "Values that cannot be: 1"),
        ("system_form", "Systems of another form: 1"),
    ):
        assert checked["rules"][rule] == [text, True]


def test_the_problems_are_layers_of_the_map(session: Session) -> None:
    assert session.report["on the map"] == [
        ["Outlines with problems", True, True],
        ["Problems, until QGIS closes", True, True],
    ]


def test_an_overlap_is_told_and_clipped_and_the_list_is_old_then(session: Session) -> None:
    overlap = session.report["overlap"]
    assert overlap["walk"] == "Overlaps: 1 of 1" and overlap["told"].endswith(" m².")
    assert "“Clip”" in overlap["advice"] and "Clip" in overlap["offered"] and overlap["remedy"] == ""
    assert session.report["old"]["old"] == "The inventory has changed since it was checked: check it again."


def test_a_marker_is_put_inside(session: Session) -> None:
    marker = session.report["marker"]
    assert "m outside its outline." in marker["told"] and "Put it inside" in marker["offered"]


def test_an_outline_is_mended_and_one_of_two_gets_an_identifier_of_its_own(session: Session) -> None:
    invalid, double = session.report["invalid"], session.report["double"]
    assert invalid["walk"].startswith("Invalid outlines: 1 of 1") and "Mend" not in invalid["offered then"]
    assert double["walk"] == "Identifiers given twice: 1 of 2" and "Keep both" not in double["offered then"]


def test_markers_without_an_outline_are_gone_through_one_by_one(session: Session) -> None:
    first, second, back, again, end = session.report["alone"]
    assert first["walk"] == "Markers without outline: 1 of 2" and "Retrieve" in first["advice"]
    assert first["told"].endswith("has no outline.") and first["message"].startswith("Primary marker RGU")
    assert (second["walk"], second["message"] != first["message"]) == ("Markers without outline: 2 of 2", True)
    assert back == first and again == second, "there and back"
    for one in (first, second):
        west, south, east, north = one["map"]
        name = one["message"].split("RGU")[1]
        assert west < int(name[7:14]) / 1e4 < east and south < int(name[:6]) / 1e4 < north, "the map goes along"
    assert all(one["can"] == ["retrieve"] for one in (first, second)), "no key can touch another one"
    assert end["message"] == "That was the last of them."


def test_a_form_is_opened_beside_the_sentence_and_what_is_written_is_saved(session: Session) -> None:
    assert session.report["system"]["remedy"] == "Open its form…"
    assert "group 7" in session.report["system"]["told"]
    assert session.report["form field"] == [True, True]


def test_attributes_lead_to_their_tool(session: Session) -> None:
    assert session.report["range"]["remedy"] == "Fill attributes…"
    assert len(session.report["tool"]) == 1


def test_what_was_mended_is_not_found_again(session: Session) -> None:
    again = session.report["again"]
    assert again["old"] == ""
    mended = {"overlap", "marker_outside", "system_form", "invalid", "id_double"}
    assert not mended & set(again["rules"]), again
    assert again["rules"]["without_outline"] == ["Markers without outline: 2", True], "looking writes nothing"
    assert {"range", "system_of_one"} <= set(again["rules"]), "kelvin stay, and the system has one unit"


def test_it_fits_a_narrow_dock_in_both_themes(session: Session) -> None:
    assert session.report["wide"] == {"300px": [], "300px-night": []}
    assert session.report["in sight 300px"] is True and session.report["in sight 300px-night"] is True
    for name in ("list", "map", "overlap", "1600x900", "1366x768", "300px", "300px-night", "walk-300px-night"):
        assert number_of_colours(session.folder / f"check-{name}.png") > 500
