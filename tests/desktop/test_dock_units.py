"""In the real QGIS: units are proposed by a key, fewer of them taken as one gesture, given up, or drawn by hand."""

from __future__ import annotations

import pytest

from .beginnings import engine_python, systems
from .desk import Session, check_went_well, make_desk


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "units é 冰")
    systems(desk.folder)
    inventory = desk.folder / "units.gpkg"
    return desk.run("dock_units.py", desk.folder, inventory, ROCK_GLACIER_ENGINE_PYTHON=engine_python())


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session, is_log_empty=False)
    # Attributes of what was undone while the engine computed them are not written, and that is told.
    told = [line for line in session.report["log"] if "changed meanwhile were left" not in line]
    assert told == [], "what the plugin told the log"


def test_units_of_a_candidate_are_proposed_by_a_key(session: Session) -> None:
    enabled, seen, tip = session.report["can be asked"]
    assert (enabled, seen) == (True, True)
    assert "(P)" in tip
    proposed = session.report["proposed"]
    assert proposed["mode"] == "cutting"
    assert len(proposed["cuts"]) >= 2
    assert proposed["text"].startswith(f"{len(proposed['cuts']) + 1} units are proposed")
    assert proposed["cuts"][0].startswith("• cut 1: strength 0.9")
    assert proposed["seen"] == [True] * 4


def test_the_last_cut_is_dropped_and_giving_up_leaves_no_trace(session: Session) -> None:
    assert session.report["one dropped"] == session.report["proposed"]["cuts"][:-1]
    assert session.report["given up"] == ["deciding", session.report["before"]]
    assert session.report["all dropped"] == ["deciding", session.report["before"]]


def test_fewer_are_taken_as_units_of_one_system(session: Session) -> None:
    taken, before = session.report["taken"], session.report["before"]
    assert taken["cuts"] == len(session.report["proposed"]["cuts"]) - 1
    assert taken["state"] == [before[0] + taken["cuts"] + 1, before[1] - 1, before[2] + 1]
    identifiers = [row[0] for row in taken["units"]]
    assert len(set(identifiers)) == taken["cuts"] + 1
    assert all(name.startswith("RGU") for name in identifiers)
    [system] = {row[1] for row in taken["units"]}
    assert system.startswith("RGS")
    assert {row[2] for row in taken["units"]} == {"refine"}
    assert taken["said"].startswith("Split")


def test_the_journal_tells_by_which_method(session: Session) -> None:
    taken = session.report["taken"]
    assert taken["operation"] == "split"
    parameters = taken["parameters"]
    assert parameters["method"].startswith("bodies and seams")
    assert parameters["dem"] == "dem.tif"
    assert parameters["cuts_taken"] == taken["cuts"]
    assert len(parameters["strengths"]) == taken["cuts"] + 1


def test_one_undo_brings_it_back_whole(session: Session) -> None:
    before, undone = session.report["before"], session.report["undone"]
    assert undone[:2] == before[:2]


def test_one_body_is_one_unit(session: Session) -> None:
    mode, said, shown = session.report["one unit"]
    assert shown == "Candidate 2 of run sim"
    assert mode == "deciding"
    assert said.startswith("Candidate 2 of run sim: one unit, nothing to cut")


def test_a_line_of_the_persons_own_instead(session: Session) -> None:
    assert session.report["rock glacier"][0] == "cutting"
    assert session.report["rock glacier"][1] == 2
    assert session.report["by hand"] == ["drawing", "Split"]
    parted = session.report["parted"]
    assert len(parted) == 3
    assert len({row[1] for row in parted}) == 1


def test_who_leaves_before_the_answer_hears_nothing_of_it(session: Session) -> None:
    mode, state = session.report["asked and left"]
    assert mode == "deciding"
    assert state[:2] == session.report["before"][:2]


def test_all_of_it_is_seen_on_a_small_screen(session: Session) -> None:
    assert session.report["seen at 1366 x 768"] == [True] * 3


def test_another_person_was_faster_and_nothing_is_lost(session: Session) -> None:
    found = session.report["faster"]
    assert found["cuts"] >= 2
    assert "was changed meanwhile by Bob Mapper" in found["said"]
    assert (found["rock glaciers"], found["candidate"], found["mode"]) == (0, [["remove"]], "deciding")


def test_a_system_across_180_degrees_is_parted(session: Session) -> None:
    found = session.report["across 180"]
    assert found["said"].startswith("Split")
    assert len(found["areas"]) == found["cuts"] + 1 >= 2
    assert sum(found["areas"]) == pytest.approx(found["whole"], rel=1e-4)


def test_a_dem_that_covers_half_is_a_sentence_and_nothing_is_written(session: Session) -> None:
    found = session.report["half a dem"]
    assert (found["mode"], found["written"]) == ("deciding", False)
    assert "edge é.tif tells the elevation of" in found["said"]
    assert "draw the line by hand" in found["said"]


def test_without_an_elevation_model_it_says_so(session: Session) -> None:
    mode, said = session.report["no dem"]
    assert mode == "deciding"
    assert "name an elevation model under Attributes" in said
