"""Outlines that grow and shrink, in the real desktop with the real engine: by keys, wheel and a click."""

from __future__ import annotations

from pathlib import Path

import pytest

from .beginnings import engine_python
from .desk import Session, check_went_well, make_desk, number_of_colours

SHOTS = (
    "breathing-before",
    "breathing-grown",
    "breathing-steepest",
    "breathing-largest",
    "breathing-followed",
    "breathing-joined",
    "breathing-retrieve",
    "breathing-at-the-mouse",
    "breathing-outside",
    "breathing-1366x768",
    "breathing-narrow",
    "breathing-narrow-night",
    "breathing-night",
)


@pytest.fixture(scope="module")
def session(large_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "breathing é 冰")
    inventory = desk.copy("half.gpkg", "inventory.gpkg")
    return desk.run("dock_breathing.py", large_sample, inventory, ROCK_GLACIER_ENGINE_PYTHON=engine_python())


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session)


def test_a_key_that_waits_for_a_cold_engine_is_told_and_does_not_come_in_between(session: Session) -> None:
    cold = session.report["cold"]
    assert (cold["engine"], cold["sight"]) == ("off", True)
    assert "Candidate" in cold["word"] and "your key is done" in cold["word"]
    assert (cold["mode"], cold["grows"]) == ("reasons", False)


def test_a_key_is_remembered_until_the_engine_has_answered(session: Session) -> None:
    first = session.report["first"]
    assert (first["known"], first["mode at once"]) == (False, "deciding")
    assert (first["mode"], first["step"], first["larger"]) == ("breathing", 1, True)
    assert first["drawn"] == pytest.approx(first["area"], rel=0.01), "the map shows what the panel tells"
    assert first["dashed"] is True
    assert first["pixels"] == []


def test_keys_go_through_the_levels_and_to_the_sharpest_edge(session: Session) -> None:
    keys = session.report["keys"]
    assert keys["areas"] == sorted(keys["areas"], reverse=True) and len(set(keys["areas"])) == 3
    assert (keys["steepest"], keys["edge"]) == (True, "sharp")


def test_the_wheel_with_ctrl_steps_and_the_map_stays(session: Session) -> None:
    assert session.report["wheel"] == {"up": 2, "down": 1, "scale": True, "button": True}


def test_a_click_on_a_bar_goes_to_its_level(session: Session) -> None:
    assert session.report["bars"] == [[True, pytest.approx(1.0, rel=0.01)]] * 3


def test_the_map_follows_what_outgrows_it_and_leaves_a_view_of_ones_own(session: Session) -> None:
    assert session.report["follows"] == {"outgrew": True, "whole": True, "a view of my own stays": True}


def test_the_last_outlines_are_said_to_be_the_last(session: Session) -> None:
    assert session.report["end"]["now"] == 0 and "grows no further" in session.report["end"]["said"]
    assert session.report["other end"]["last"] is True and "shrinks no further" in session.report["other end"]["said"]


def test_escape_leaves_no_trace(session: Session) -> None:
    assert session.report["escape"] == {
        "mode": "deciding",
        "same": True,
        "journal": 0,
        "on the map": True,
        "dashed": False,
    }


def test_enter_takes_it_as_a_refine_with_its_level(session: Session) -> None:
    taken = session.report["taken"]
    [[operation, mapper, source, stale, area]] = taken["row"]
    assert (operation, mapper, source, stale) == ("refine", "Ada Mapper", "scene.tif", 1)
    assert area == pytest.approx(taken["area"], rel=0.01)
    assert taken["level"][0] == pytest.approx(taken["level"][1], abs=1e-4) and taken["level"][0] > 0
    assert taken["state"] == [["refine"]]
    assert (taken["went on"], taken["mode"], taken["on the map"]) == (True, "deciding", True)
    assert "saved" in taken["said"]
    assert taken["undone"] == [["undecided"]], "one undo"


def test_taken_as_it_was_found_it_remains(session: Session) -> None:
    assert session.report["as found"] == [["remain"]]


def test_a_rock_glacier_grows_and_keeps_its_name(session: Session) -> None:
    found = session.report["rock glacier"]
    assert (found["same"], found["operation"]) == (True, ["remain", "refine"])
    before, after, shown = found["areas"]
    assert after > before and after == pytest.approx(shown, rel=0.01)
    assert found["level"][0] == pytest.approx(found["level"][1], abs=1e-4)


def test_one_draws_on_from_what_has_grown(session: Session) -> None:
    found = session.report["draw on"]
    assert found["same"] == pytest.approx(0.0, abs=1e-6)
    assert (found["mode"], found["on the map"], found["after"]) == ("drawing", True, "deciding")


def test_a_candidate_that_is_taken_in_is_said_and_stays_to_be_decided(session: Session) -> None:
    joined = session.report["joined"]
    assert "takes in the ground of Candidate" in joined["told"] and joined["sight"] is True
    assert joined["other"] == [["undecided"]]
    assert "saved" in joined["said"] and "to be decided" in joined["said"]


def test_a_click_retrieves(session: Session) -> None:
    found = session.report["retrieve"]
    assert "outline is proposed" in found["asks"]
    assert (found["steepest"], found["mode"], found["grown"], found["count"]) == (True, "drawing", True, 1)
    operation, candidate, source, area = found["row"]
    assert (operation, candidate, source) == ("retrieve", None, "scene.tif") and area > 0
    assert found["level"][0] == pytest.approx(found["level"][1], abs=1e-4)
    assert (found["drawing"], found["on the map"]) == (False, True)


def test_ground_below_the_mouse_is_proposed_without_a_click(session: Session) -> None:
    found = session.report["at the mouse"]
    assert found["outlined already"] is True, "there is a candidate"
    assert "outline is proposed" in found["asks"]
    assert "where your mouse is" in found["text"] and found["steepest"] is True
    assert (found["made"], found["journal"], found["mode"]) == (1, [["retrieve"]], "deciding")
    assert found["undone"] == 0
    assert "where your mouse is" not in found["clicked elsewhere"]
    assert (found["drawn"], found["parameters"]) == ([["retrieve"]], {}), "a stroke, and no level"
    assert found["nothing is left"] == ["deciding", True]


def test_who_goes_on_clicking_draws(session: Session) -> None:
    found = session.report["drawn on"]
    assert (found["on the map"], found["mode"]) == (True, "drawing")
    assert "point by point" in found["text"]
    assert found["corners"] == 4, "a triangle: three clicks, the first of them was no lost one"
    assert found["parameters"] == {}
    assert "drawn by hand" in found["said"] and found["grows"] is False


def test_what_is_proposed_can_be_mended_by_hand(session: Session) -> None:
    assert session.report["mended"]["same"] == pytest.approx(0.0, abs=1e-6)
    assert session.report["mended"]["shown"] is True


def test_where_nobody_searched_it_is_said_and_one_draws(session: Session) -> None:
    found = session.report["outside"]
    assert "draw" in found["text"].lower() and found["shown"] is True


def test_another_person_was_faster(session: Session) -> None:
    found = session.report["faster"]
    assert any("was changed meanwhile by Bob Mapper" in said for said in found["said"])
    assert (found["written"], found["state"], found["mode"]) == (0, [["remove"]], "deciding")


def test_all_is_in_sight_on_a_small_screen_and_in_a_narrow_dock(session: Session) -> None:
    assert session.report["hidden at 1366"] == []
    assert session.report["narrow"]["width"] <= 310 and session.report["narrow"]["hidden"] == []


def test_without_a_probability_it_is_one_sentence_and_the_wheel_is_free(session: Session) -> None:
    found = session.report["without"]
    assert "probability" in found["said"].lower() and found["mode"] == "deciding"
    assert found["QGIS zooms"] is True


@pytest.mark.parametrize("name", SHOTS)
def test_screenshots_show_something(session: Session, name: str) -> None:
    assert number_of_colours(session.folder / f"{name}.png") > 5
