"""The dock in the real QGIS desktop: all operations by key and mouse, both modes, over a restart."""

from __future__ import annotations

import sqlite3

import pytest

from .conftest import DockSessions
from .desk import number_of_colours


def test_nothing_went_wrong(dock_sessions: DockSessions) -> None:
    for session in (dock_sessions.first, dock_sessions.second):
        assert "error" not in session.report, session.report["error"]
        assert "Traceback" not in session.errors
        assert "died on signal" not in session.errors, "also not while it closes"
        assert session.report["log"] == [], "what the plugin told the log"


def test_the_inventory_opens_grouped_and_styled(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    assert report["dock is shown"] is True
    assert {"Rock glaciers", "Candidates", "Primary markers", "Subregions"} <= set(report["layers"])
    assert report["undecided at first"] >= 5


def test_remain(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    before, after = report["table before remain"], report["table after remain"]
    assert "remain" not in before and after.count("remain") == 1 and len(after) == len(before)
    assert report["after remain"] == [[report["remain"], "remain", "Ada Mapper", "scene.tif"]]


def test_remove_asks_for_its_reason(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    assert report["after remove"] == [[report["remove"], "debris-covered glacier"]]


def test_refine_in_the_vertex_tool(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    assert report["after refine"] == [[report["refine"], 1, 1]], "a larger outline, its attributes stale"
    assert not [name for name in report["layers after refine"] if "drawn" in name]


def test_a_refine_is_a_key_a_stroke_and_enter(dock_sessions: DockSessions) -> None:
    seen = dock_sessions.first.report["reshape"]
    assert seen["at first"]["marked"] == ["reshape"] and "one stroke" in seen["at first"]["text"]
    assert seen["grown"] > 1.02 and seen["valid"] is True
    assert seen["taken back"] is True, "by QGIS's Ctrl+Z"
    assert "changes nothing" in seen["of nothing"] and seen["still"] is True
    assert seen["written"] == [[seen["candidate"], "refine"]]
    assert seen["shown again"] == seen["candidate"]


def test_vertices_freehand_and_smoothing(dock_sessions: DockSessions) -> None:
    seen = dock_sessions.first.report["tools"]
    assert (seen["vertices"]["marked"], seen["dots"]) == (["vertices"], 2)
    assert (seen["freehand"]["marked"], seen["no dots"]) == (["freehand"], 1)
    assert seen["after Esc"] is True, "Esc gave up the stroke alone"
    assert seen["anew"] == ["reshape"] and seen["of what was drawn"] == pytest.approx(1, abs=0.06)
    assert seen["smoothed"] == [True, True]
    assert seen["area kept"] == pytest.approx([1, 1, 1], abs=0.005)
    assert seen["smoothing taken back"] is True
    assert seen["given up"] is False


def test_clicks_do_what_strokes_do(dock_sessions: DockSessions) -> None:
    seen = dock_sessions.first.report["clicks"]
    assert seen["reshaped"] == [[1]], "Enter ends what was clicked"
    assert seen["at the mouse"] == pytest.approx(80 * 80, rel=0.1), "it stands in place of the outline"
    area, parts, marked = seen["ended by another tool"]
    assert (area, parts, marked) == (pytest.approx(40 * 40, rel=0.1), 1, ["reshape"])
    area, parts, marked = seen["ended by a right-click"]
    assert (area, parts, marked) == (pytest.approx(80 * 80, rel=0.1), 1, ["reshape"])
    assert seen["by QGIS's button"] == ["freehand"]
    assert seen["another tool"]["marked"] == [] and "Another tool" in seen["another tool"]["text"]


def test_retrieve_and_split_take_one_stroke_each(dock_sessions: DockSessions) -> None:
    seen = dock_sessions.first.report["by strokes"]
    assert seen["then"] == ["reshape"], "a stroke afterwards mends what was drawn"
    assert (seen["retrieved"], seen["split"], seen["taken back"]) == (1, 2, 0)
    assert seen["tools of a split"] is False


def test_retrieve_is_drawn_and_escape_leaves_no_trace(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    assert report["given up"] == 0
    assert report["after retrieve"] == [[None, 1, "scene.tif"]], "the file of the image, as for a candidate"


def test_split_makes_units_of_one_system_and_merge_one_again(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    units = report["after split"]
    assert len(units) == 2
    assert report["was split"] in [identifier for identifier, _ in units]
    assert {system for _, system in units} == {"RGS" + report["was split"][3:]}
    assert report["after merge"] in [[[identifier]] for identifier, _ in units]


def test_undo_and_redo(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    assert report["after three undos"] == [[0]]
    assert report["redone equals before"] is True


def test_outlines_hide_while_the_key_is_held(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    assert report["hidden while held"] >= 3
    assert report["back when let go"] == 0


def test_a_click_jumps(dock_sessions: DockSessions) -> None:
    shown, wanted = dock_sessions.first.report["jumped"]
    assert shown == wanted


def test_a_marker_is_dragged_inside_its_outline_only(dock_sessions: DockSessions) -> None:
    dragged = dock_sessions.first.report["marker dragged"]
    assert (dragged["same ID"], dragged["moved"], dragged["markers"]) == (True, True, [[1, 1]])
    refused = dock_sessions.first.report["marker refused"]
    assert (refused["same ID"], refused["moved"], refused["markers"]) == (True, False, [[1, 1]])
    assert "inside its outline" in refused["said"]


def test_a_comment_is_written_and_its_digits_decide_nothing(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    assert report["comment"] == ["1 of 2, front in shadow", "undecided"]
    assert report["focus is back"] is True


def test_a_warning_offers_to_clip(dock_sessions: DockSessions) -> None:
    assert dock_sessions.first.report["clipped"] == [["refine", 1]]


def test_a_filter_can_leave_nothing(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    assert report["nothing in the filter"] is True
    assert report["all in the filter"] is True


def test_review(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    decisions = ["no", "yes", "uncertain"]
    assert report["reviews"] == [["Rosa Reviewer", said] for said in decisions]
    notes = ["false identification (1 of 1 reviewer)", None, "uncertain (1 of 1 reviewer)"]
    assert len(report["told"]) == 3
    assert all(["Rosa Reviewer", note] in report["told"] for note in notes)
    assert report["reviews after undo"] == 2


def test_what_other_tools_change_is_noticed(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    assert report["saved in the table"] is True
    assert report["external"] == 1
    assert "journal" in report["said of it"]
    assert report["remain after an edit"] == 1


def test_a_removed_layer_stops_nobody(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    assert "candidates" in report["said of the layer"]
    assert report["a gesture without the layer"] == 1


def test_another_mode_puts_a_drawing_aside(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    assert (report["put aside"], report["back from review"], report["after escape"]) == (False, True, False)


def test_a_reload_in_the_middle_of_a_drawing_keeps_it(dock_sessions: DockSessions) -> None:
    report = dock_sessions.first.report
    assert report["scratch layers after unload"] == []
    assert report["draft is back"] is True
    assert report["draft accepted"] == 1


def test_options_and_dock_leave_each_others_settings(dock_sessions: DockSessions) -> None:
    kept = dock_sessions.second.report["both kept"]
    assert kept["person after the options"] == kept["person"] == kept["session"] == "Ada Mapper"
    assert kept["models"] == str(dock_sessions.second.folder)
    assert kept["context"] == 550
    assert {"Ada Mapper", "Rosa Reviewer", "Somebody Else"} <= set(kept["names"])
    assert kept["recent"] == [dock_sessions.inventory.name]


def test_undo_reaches_back_over_a_restart(dock_sessions: DockSessions) -> None:
    first, second = dock_sessions.first.report, dock_sessions.second.report
    assert second["detected"] == dock_sessions.inventory.name
    assert second["person"] == "Ada Mapper"
    assert second["shown"] is True
    assert second["at first"] == first["at the end"]
    assert second["undone"] >= 3
    assert len(second["left"]) < len(second["at first"])


def test_the_file_is_whole_afterwards(dock_sessions: DockSessions) -> None:
    connection = sqlite3.connect(dock_sessions.inventory)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM inventory_info WHERE KEY = 'writing'").fetchone() == (0,)
    connection.close()
    beside = sorted(path.name for path in dock_sessions.inventory.parent.glob("*.gpkg-*"))
    assert beside == [], "no journal stays beside it"


@pytest.mark.parametrize("name", ["map", "remove", "refine", "retrieve", "review", "narrow", "night", "restart"])
def test_screenshots_show_something(dock_sessions: DockSessions, name: str) -> None:
    assert number_of_colours(dock_sessions.first.folder / f"dock-{name}.png") > 10


def test_the_dock_can_be_narrow(dock_sessions: DockSessions) -> None:
    assert dock_sessions.first.report["narrow width"] <= 310
