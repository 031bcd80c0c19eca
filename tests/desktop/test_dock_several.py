"""In the real QGIS: all that are shown remain, merge by clicks, a candidate is split, and keys for the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .beginnings import engine_python
from .desk import Session, check_went_well, make_desk, number_of_colours


@pytest.fixture(scope="module")
def session(large_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "several é 冰")
    inventory = desk.copy("dozen.gpkg", "several.gpkg")
    return desk.run("dock_several.py", large_sample, inventory, ROCK_GLACIER_ENGINE_PYTHON=engine_python())


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session)
    assert "abc123secret" not in session.errors + str(session.report["messages"])


def test_a_short_press_hides_until_the_next_one(session: Session) -> None:
    report = session.report
    assert report["hidden by a press"] >= 3
    assert report["the button says so"] is True
    remained, missing, said = report["a decision while hidden"]
    assert (remained, missing) == (0, 0), "nothing is decided unseen; they are back"
    assert "were hidden and are back" in said
    assert report["shown by another press"] == 0


def test_outlines_are_hidden_as_long_as_the_key_or_the_button_is_held(session: Session) -> None:
    for way in ("held", "held by the mouse"):
        hidden, back = session.report[way]
        assert hidden >= 3, way
        assert back == 0, way


def test_arrows_move_the_queue_and_with_shift_the_map(session: Session) -> None:
    assert session.report["arrows"] == [True, True]
    assert session.report["the map by shift and arrows"] == [True] * 4


def test_a_place_is_opened_in_another_viewer(session: Session) -> None:
    [address], (latitude, longitude) = session.report["opened"]
    told = re.fullmatch(r"https://earth\.google\.com/web/@([\d.]+),([\d.]+),0a,\d+d,35y,0h,0t,0r", address)
    assert told is not None, address
    assert float(told[1]) == pytest.approx(latitude, abs=0.005)
    assert float(told[2]) == pytest.approx(longitude, abs=0.005)
    assert "must begin with https://" in session.report["told of a pattern"], "while it is written"
    opened, said = session.report["a bad pattern"]
    assert opened == []
    assert "must begin with https://" in said and "abc123secret" not in said
    [own] = session.report["own pattern"]
    assert own.startswith("https://view.example/?q=30.") and own.endswith("&key=abc123secret")


def test_all_that_are_shown_are_listed_and_remain_by_one_key(session: Session) -> None:
    listed, done = session.report["listed"], session.report["all remain"]
    assert listed["seen"] == [True, True]
    assert len(listed["members"]) >= 8
    assert listed["text"].startswith(f"{len(listed['members'])} candidates remain")
    left_out = sum(int(count) for count in re.findall(r"• (\d+):", listed["lines"]))
    assert len(listed["members"]) + left_out == listed["undecided"], "each is in the list or told of"
    remained, said = session.report["nothing remains unseen"]
    assert remained == 0 and "were hidden and are back" in said
    assert "1: left out by you" in session.report["one left out"]
    assert session.report["given up"] == ["deciding", 0]
    assert done["states"] == listed["members"]
    assert done["journal"] == 1, "one gesture"
    assert done["sources"] == [["scene.tif", "Ada Mapper"]]
    assert done["ground"] == 1, "what was seen meanwhile is kept, as with each decision"
    assert f"Remain: {len(done['states'])} candidates, saved" in done["said"]
    count = len(done["states"])
    assert session.report["undone"] == [0, 0, f"Taken back: Remain, {count} candidates."]
    assert session.report["done again"] == len(done["states"])


def test_the_list_follows_the_map_and_what_others_do(session: Session) -> None:
    before, after = session.report["after a move"]
    assert 0 < after < before
    remained, mode, said = session.report["another was faster"]
    assert (remained, mode) == (0, "choosing")
    assert "changed meanwhile by Rosa; nothing was written" in said
    assert session.report["listed anew"] == after - 1


def test_a_candidate_is_kept_and_split_in_one_gesture(session: Session) -> None:
    split = session.report["split"]
    systems = {system for system, _ in split["units"]}
    assert len(split["units"]) == 2 and len(systems) == 1 and next(iter(systems)).startswith("RGS")
    assert {source for _, source in split["units"]} == {"scene.tif"}
    assert (split["state"], split["journal"], split["on"]) == ("refine", [["split"]], True)


def test_candidates_are_merged_by_clicks(session: Session) -> None:
    count, told = session.report["chosen"]
    assert count == 3
    assert "will have 3 parts" in told, "they do not touch"
    assert session.report["chosen no more"] == 2
    merged = session.report["merged"]
    assert merged["states"] == ["refine", "refine", "undecided"]
    assert merged["journal"] == [["merge", "Ada Mapper"]]
    assert merged["a candidate is shown"] is False
    assert session.report["merge undone"] == ["undecided"] * 3


@pytest.mark.parametrize(("gesture", "state"), [("refine", "refine"), ("split", "refine")])
def test_a_key_that_stays_down_takes_what_was_drawn_when_it_is_let_go(
    session: Session, gesture: str, state: str
) -> None:
    held = session.report[f"held {gesture}"]
    assert (held["state"], held["journal"], held["mode"], held["on"]) == (state, [[gesture]], "deciding", True)
    assert (held["undone"], held["is back"]) == ("undecided", True), "by one key"
    anew = session.report["held and a tool"]
    assert (anew["state"], anew["journal"], anew["mode"]) == ("refine", [["refine"]], "deciding")


def test_a_key_that_is_let_go_before_the_mouse_counts_at_the_end_of_the_stroke(session: Session) -> None:
    found = session.report["before the mouse"]
    assert found["journal before"] == 0
    assert (found["state"], found["journal"], found["mode"]) == ("refine", [["refine"]], "deciding")


def test_a_short_press_accepts_nothing(session: Session) -> None:
    short = session.report["short"]
    for case in ("tapped", "nothing", "far", "given up"):
        assert short[case] == ["drawing", 0], case
    assert short["state"] == "undecided"


def test_a_merge_by_one_key_and_a_click(session: Session) -> None:
    held = session.report["held merge"]
    assert (held["state"], held["other"], held["journal"]) == ("refine", "refine", [["merge"]])
    assert held["nothing chosen"] == "choosing", "it is still to be chosen"
    assert held["undone"] == ["undecided", "undecided"]


def test_a_removal_with_its_reason_by_one_key(session: Session) -> None:
    for case, reason in (("reason at once", "talus"), ("same reason", "talus"), ("reason from the list", "moraine")):
        found = session.report[case]
        assert (found["state"], found["reason"], found["journal"]) == ("remove", reason, [["remove"]]), case
        assert (found["mode"], found["on"]) == ("deciding", True), case
    assert (session.report["same reason"]["button"], session.report["same reason"]["seen"]) == ("Remove: talus", True)
    assert session.report["same reason"]["hidden at 1366 x 768"] == []
    assert session.report["reasons undone"] == ["undecided"] * 3


def test_a_wrong_key_is_mended_by_two(session: Session) -> None:
    found = session.report["wrong key"]
    assert (found["state"], found["reason"]) == ("remove", "debris-covered glacier")
    assert found["journal"] == [["remain"], ["undo"], ["remove"]]


def test_an_image_is_stretched_by_a_key(session: Session) -> None:
    assert "has 8 bits" in session.report["stretched"], "this one needs it not"


def test_a_comment_again(session: Session) -> None:
    found = session.report["comments"]
    snow, lake = "snow in the upper part", "lake in front of it"
    assert found["offered"] == [lake, snow]
    assert (found["button"], found["seen"]) == (True, [True, True])
    assert (found["chosen"], found["field"], found["mode"]) == (snow, snow, "deciding")
    assert found["both"] == [f"{snow}; {lake}"] * 2
    assert found["left"] == ["deciding", f"{snow}; {lake}"]
    assert found["journal"] == [["comment"], ["comment"]], "one gesture each"
    assert (found["undone"], found["twice"]) == (snow, lake)


def test_orders_can_be_chosen(session: Session) -> None:
    assert [session.report[order] for order in ("most useful", "clear", "neighbours")] == [True] * 3


def test_previous_leads_to_what_was_decided_before_the_inventory_was_opened_again(session: Session) -> None:
    assert session.report["previous after opening again"] == [True, "remain", "deciding"]
    assert session.report["and before"] == [True, "refine"]
    assert session.report["and forth and back"] is True


def test_the_list_has_its_buttons_in_sight_on_a_small_screen(session: Session) -> None:
    assert session.report["seen at 1366 x 768"] == [True, True]


@pytest.mark.parametrize("name", ["remain-all", "remain-all-hidden", "merge", "split", "1366", "narrow-list", "night"])
def test_screenshots_show_something(session: Session, name: str) -> None:
    assert number_of_colours(session.folder / f"several-{name}.png") > 20
