"""Two people review an inventory without a sample, by clicks and keys, and see nothing of each other."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from .beginnings import engine_python
from .desk import Session, check_went_well, make_desk, number_of_colours

FIRST, SECOND = "Rosa Reviewer", "Sami Second"
REMARK = "front of Rosa in shadow"
STATES = ("deciding", "reasons", "drawing", "review")
SIZES = ("1600x900", "1366x768", "300px", "300px-night")


@pytest.fixture(scope="module")
def session(large_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "review é 冰")
    inventory = desk.copy("flagged.gpkg", "inventory without a sample.gpkg")
    return desk.run("dock_review.py", large_sample, inventory, ROCK_GLACIER_ENGINE_PYTHON=engine_python())


def nothing_of(person: str, seen: dict[str, Any]) -> None:
    """What somebody sees of a marker tells nothing of another person's decision."""
    assert (seen["marked"], seen["comment"]) == ([], "")
    assert "saved" not in seen["said"] and "have judged" not in seen["said"]
    everything = seen["everything"]
    for word in (person, person.split()[0], REMARK, "saved", "have judged", "Undo: ", "Redo: "):
        assert word not in everything, f"{word} is in sight"


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session)


def test_a_sample_can_be_drawn_where_there_is_none(session: Session) -> None:
    report = session.report
    assert report["samples at first"] == 0 and report["markers"] == report["rock glaciers"] >= 5
    before = report["before the sample"]
    assert before["draw"] is True
    assert "Draw a sample" in before["message"]
    assert (before["decisions"], before["first"]) == ([False] * 4, False), "nothing is there to be judged"
    [(name, count)] = report["sample"]["rows"]
    assert "seed 7" in name and count == 5
    assert report["sample"]["position"] == "marker 1 of 5"
    assert report["sample"]["drawn again"] is True


def test_the_focus_is_where_keys_are_heard_when_the_form_is_gone(session: Session) -> None:
    """Qt would give it to the button below, 'Detect in view', which the space bar then presses."""
    assert session.report["focus after the draw"] == "", "on the map, or on the panel as a whole"


def test_the_first_decides_by_keys_and_by_a_button(session: Session) -> None:
    seen, kept = session.report["first decided"]["seen"], session.report["first decided"]["kept"]
    assert len(set(seen)) == 5, "each decision goes on to another marker"
    decided = ["yes", "no", "uncertain", "undefined"]
    assert kept == [[name, said, REMARK if said == "uncertain" else None] for name, said in zip(seen, decided)]


def test_the_way_back_and_forth(session: Session) -> None:
    moves, seen = session.report["moves"], session.report["first decided"]["seen"]
    assert (moves["last"], moves["back"]) == (seen[4], seen[4])
    assert (moves["before"]["title"], moves["before"]["marked"]) == (seen[3], ["undefined"])
    assert moves["first undecided by key"] == moves["first undecided by button"] == seen[4]


def test_undo_and_redo_by_key_and_by_button(session: Session) -> None:
    undo, kept = session.report["undo"], session.report["first decided"]["kept"]
    assert undo["undone"]["kept"] == undo["by button"] == kept[:3]
    assert undo["redone"]["kept"] == undo["again"] == kept


def test_undo_goes_to_the_marker_whose_decision_it_was_and_says_so(session: Session) -> None:
    undone = session.report["undo"]["undone"]
    assert undone["title"] == session.report["first decided"]["kept"][3][0]
    assert "saved" not in undone["said"], "that is no longer true"
    assert "Taken back" in undone["said"]


def test_a_single_reviewer_of_two_is_told_nowhere(session: Session) -> None:
    done = session.report["first is done"]
    assert len(done["kept"]) == 5
    assert [row[1:] for row in done["told"]] == [[None, None]] * len(done["told"])


def test_the_second_sees_nothing_of_the_first(session: Session) -> None:
    second = session.report["second looks"]
    nothing_of(FIRST, second)
    assert second["undo"][0] is False and second["redo"] is False
    assert second["position"] == "marker 1 of 5" and second["progress"].startswith("0 of 5")
    assert [row[1:] for row in second["told"]] == [[None, None]] * len(second["told"])
    leafed = session.report["second leafs through"]
    for seen in leafed:
        nothing_of(FIRST, seen)
    assert {seen["title"] for seen in leafed} == set(second["ids of the first"]), "the same sample"


def test_the_second_judges_alone(session: Session) -> None:
    decided = session.report["second decided"]
    assert [(step["marked"], step["comment"]) for step in decided["steps"]] == [([], "")] * 5
    assert [said for _, said, _ in decided["kept"]] == ["no", "yes", "uncertain", "yes", "yes"]
    assert [comment for *_, comment in decided["kept"]] == [None, "clear to me", None, None, None]
    assert decided["of the first"] == session.report["first is done"]["kept"]


def test_rock_glaciers_learn_of_it_when_both_are_done(session: Session) -> None:
    steps = session.report["second decided"]["steps"]
    assert [len(step["told"]) for step in steps[:4]] == [1, 2, 3, 4], "each when its second decision is there"
    judged = {identifier for identifier, *_ in session.report["second decided"]["kept"]}
    for identifier, reviewer, note in session.report["both done"]["told"]:
        assert reviewer == (f"{FIRST}; {SECOND}" if identifier in judged else None)
        assert note is None or identifier in judged
    notes = [note or "" for _, _, note in session.report["both done"]["told"]]
    assert sum("1 of 2" in note for note in notes) >= 2, notes


def test_each_takes_back_only_what_is_theirs(session: Session) -> None:
    back = session.report["first is back"]
    assert SECOND not in back["everything"] and "clear to me" not in back["everything"]
    assert back["undo"][0] is True
    assert "saved" not in back["said"]
    for place in ("back in map mode", "back in review mode"):
        assert "saved" not in session.report[place]["said"], "what was said in another mode is over"


def test_a_second_sample_stands_beside_the_first(session: Session) -> None:
    second, first = session.report["second sample"], session.report["first sample again"]
    assert second["position"].endswith(f"of {second['count']}")
    assert second["progress"].startswith(f"5 of {second['count']}"), "who has judged a marker has judged it"
    assert second["marked"] == [], "it begins at what is left"
    assert first["progress"].startswith("5 of 5") and "seed 7" in first["of"]
    assert first["marked"] != []


def test_enter_leaves_the_name_also_where_the_list_knows_it(session: Session) -> None:
    """Else the next keys, meant to decide, are written into the name."""
    assert session.report.get("names that took a second Enter", []) == []


def test_one_reviewer_in_two_windows_overwrites_nothing_unseen(session: Session) -> None:
    found = session.report["two windows"]
    assert [row[1:] for row in found["kept"]] == [["undefined", "seen in the other window"]]
    assert (found["same marker"], found["marked"]) == (True, ["undefined"])
    assert "in another window" in found["said"] and "Undefined" in found["said"]
    assert found["then"] == ["yes"], "now it was seen"


def test_looking_decides_nothing(session: Session) -> None:
    assert session.report["decided by looking"] == []
    assert session.report["narrow width"] <= 310


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_what_is_needed_now_is_in_sight(session: Session, state: str, size: str) -> None:
    """At these sizes of a screen no decision, reason or end of a drawing scrolls away."""
    seen = session.report["pixels"][f"{state} {size}"]
    assert seen["hidden"] == [], f"{seen['hidden']} would have to be scrolled to; {seen['pixels']}"


@pytest.mark.parametrize(
    "name",
    ["review-discussion-300px", "review-windows-300px-night"]
    + ["review-empty", "review-form", "review-first", "review-second", "review-both-done"]
    + [f"{state}-{size}" for state in STATES for size in SIZES],
)
def test_screenshots_show_something(session: Session, name: str) -> None:
    assert number_of_colours(session.folder / f"{name}.png") > 10


def test_the_file_is_whole_afterwards(session: Session) -> None:
    connection = sqlite3.connect(session.folder / "inventory without a sample.gpkg")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_what_is_seen_differently_is_discussed_when_both_are_done(session: Session) -> None:
    for before in ("second looks", "first is done", "sample"):
        assert session.report[before]["discuss"] is False and session.report[before]["views"] == []
    found = session.report["discussion"]
    assert (found["offered"], found["waiting"]) == ("Discuss: 3 of 3 left", False)
    first = found["first"]
    assert (first["task"], first["position"]) == ("agreeing", "marker 1 of 3")
    assert first["views"] == [FIRST, "no comment", SECOND, "no comment"]
    assert first["persons"].startswith("Not decided together yet") and first["marked"] == []
    two = found["two"]
    both = f"{FIRST}; {SECOND}"
    assert two["kept"] == [["no", both, "agreed by telephone"], ["uncertain", both, None]]
    assert two["offered"] == "Discuss: 1 of 3 left" and "decided together" in two["said"]


def test_who_agrees_sees_the_view_that_the_other_has_now(session: Session) -> None:
    found = session.report["discussion"]["meanwhile"]
    before, changed, back = found["before"], found["changed"], found["back"]
    for state in (changed, back):
        assert len(state["kept"]) == 1, "nothing was written on it"
        assert (state["title"], state["marked"]) == (before["title"], [])
        assert "or by one of its reviewers; look at it again" in state["said"]
    assert "the toe of a glacier" in changed["views"] and "the toe of a glacier" not in before["views"]
    assert back["views"] == before["views"]


def test_a_consensus_is_nobodys_decision(session: Session) -> None:
    found = session.report["discussion"]
    kept = session.report["first is done"]["kept"], session.report["second decided"]["kept"]
    assert tuple(found["of the reviewers"]) == kept
    assert found["two"]["told"] == session.report["both done"]["told"], "REVIEWER and ADDI_INF stay"
    assert found["undone"]["kept"] == found["two"]["kept"][:1]
    assert found["undone"]["position"] == "marker 2 of 3", "undo goes to where it was"
    assert [row[0] for row in found["all"]["kept"]] == ["no", "yes"]
    assert found["back"] == {"task": "judging", "views": False}


def test_for_whom_one_waits_is_said_without_their_views(session: Session) -> None:
    done = session.report["first is done"]
    assert done["waiting"] == "You are done. Views are compared when these are, too: one more reviewer."
    assert done["worth"] == "One more decision of yours gives ±10 %: extend the sample."
    assert session.report["extended"]["waiting"] == "", "who is not done waits for nobody"


def test_windows_are_searched_by_clicks(session: Session) -> None:
    found = session.report["windows"]
    assert (found["task"], found["first"]["position"], found["extend"]) == ("searching", "window 1 of 3", False)
    assert found["first"]["marked"] == []
    assert found["two points"]["points"] == [[1, FIRST]] * 2 and found["two points"]["crosses"] == 2
    assert found["two points"]["searched"] == [[1, FIRST, 2]] and "2 missing, saved" in found["two points"]["said"]
    assert (found["taken back"]["points"], found["taken back"]["ground"]) == ([[1, FIRST]], "1 missing")
    assert found["outside"]["points"] == [[1, FIRST]] and "outside the window" in found["outside"]["said"]
    assert (found["undone"]["points"], found["undone"]["title"]) == ([[1, FIRST]] * 2, "Window 1")
    ended = found["all"]
    assert ended["searched"] == [[1, FIRST, 2], [2, FIRST, 0], [3, FIRST, 0]] and ended["progress"].startswith("3 of 3")
    assert "last of this sample" in ended["said"]


def test_another_sees_no_point_of_the_first(session: Session) -> None:
    other = session.report["another searches"]
    assert other["crosses"] == 0 and other["progress"].startswith("0 of 3")
    assert FIRST not in other["everything"] and "2 missing" not in other["everything"]


def test_a_sample_is_extended_and_drawn_by_what_it_is_to_tell(session: Session) -> None:
    extended = session.report["extended"]
    assert extended["position"].endswith("of 6") and extended["again"] is False
    assert session.report["how many"] == "6 of 6 markers"
    [[name, design, strata, person]] = session.report["by subregion"]
    assert "by subregion" in name and (design, strata, person) == ("stratified", "subregion", FIRST)
