"""The dock's widgets: what they say when they are used, and what they show when they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from person import check, choose, hold_button, parts_of, pause, press_button, press_key, set_spin, type_into
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtTest import QSignalSpy, QTest
from qgis.PyQt.QtWidgets import QApplication, QMainWindow, QWidget
from rock_glacier_inventory.gestures.consensus import View
from rock_glacier_inventory.gestures.finishing.checked import Broken
from rock_glacier_inventory.gestures.finishing.open_points import KINDS
from rock_glacier_inventory.gestures.queue import names as queue
from rock_glacier_inventory.gestures.sampling import Draw
from rock_glacier_inventory.gestures.waiting import Worth
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.checks.rules import RULES
from rock_glacier_inventory.inventory.estimation import number_for
from rock_glacier_inventory.plugin.dock.check_texts import rule_title
from rock_glacier_inventory.plugin.dock.dock import InventoryDock
from rock_glacier_inventory.plugin.dock.keys.actions import (
    ACTIONS,
    DECIDING,
    DRAWING,
    OFF,
    REASON_ACTIONS,
    REASONS,
    REVIEW,
    default_keys,
    scopes_of,
)
from rock_glacier_inventory.plugin.dock.keys.key_filter import KeyFilter
from rock_glacier_inventory.plugin.dock.keys.keys import Keys
from rock_glacier_inventory.plugin.dock.panels import shown
from rock_glacier_inventory.plugin.dock.panels.map_panel import EMPTY, LOCKED, MapPanel
from rock_glacier_inventory.plugin.dock.panels.review_panel import ReviewPanel
from rock_glacier_inventory.plugin.dock.panels.sample_bar import worth_text

Key = Callable[[str], bool]
FACTS = shown.Facts(
    "Candidate 7-12", 0.83, 0.97, 142_000.0, 4812.4, 16.2, 318.0, 0.61, "alpine", "scene.tif", "undecided"
)
MARKER = shown.ReviewFacts("RGU281527N0972426E", 12, 48, "uncertain", "snow", 9_500.0, 5012.0, 22.0, 12.0)


@pytest.fixture
def dock(qgis_app) -> Iterator[InventoryDock]:
    window = QMainWindow()
    window.setCentralWidget(ground := QWidget())  # in the map's stead
    ground.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    dock = InventoryDock(parent=window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.resize(1000, 900)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    ground.setFocus()
    yield dock
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def panel(dock: InventoryDock) -> MapPanel:
    dock.map_panel.show_facts(FACTS)
    dock.map_panel.set_mode(DECIDING)
    return dock.map_panel


@pytest.fixture
def review(dock: InventoryDock) -> ReviewPanel:
    dock.set_mode("review")
    dock.review_panel.set_samples(["5 %", "all"], "5 %")
    dock.review_panel.set_enabled_for_review(True)
    dock.review_panel.show_facts(MARKER)
    return dock.review_panel


@pytest.fixture
def key(dock: InventoryDock) -> Iterator[Key]:
    """Press the key of an action, on the map or in the dock as in QGIS; whether something was done."""
    done: list[bool] = []
    keys = KeyFilter(Keys(), dock)
    keys.watch(dock.window().centralWidget())
    keys.watch(dock)
    keys.triggered.connect(lambda action: done.append(dock.trigger(action)))
    keys.held.connect(dock.hold)

    def press(action: str) -> bool:
        done.clear()
        mode = dock.map_panel.mode()
        keys.set_scope(REVIEW if dock.mode() == "review" else {EMPTY: OFF, LOCKED: DECIDING}.get(mode, mode))
        press_key(*parts_of(QKeySequence(default_keys(action)[0])))
        return any(done)

    yield press
    keys.stop()


def said(spy: QSignalSpy) -> list[list[object]]:
    return [list(spy[row]) for row in range(len(spy))]


def test_the_facts_are_written_for_people(panel: MapPanel) -> None:
    facts = panel.facts
    assert facts.title.whole() == "Candidate 7-12"
    ground = facts.ground.text().replace("\u00a0", " ").replace("\u202f", " ")
    assert ground == "0.142 km² · 4 812 m · slope 16° · faces NW"
    network = facts.network.text().replace("\u00a0", " ")
    assert network == "p = 0.83, at most 0.97 · 61 % inside glacier outlines"
    assert facts.source.whole() == "alpine on scene.tif"
    assert not facts.state.isVisible()
    assert not facts.message.isVisible()


def test_what_was_found_as_another_landform_is_expected_to_be_removed_for_that(panel: MapPanel, key: Key) -> None:
    remove, another = panel.operations.buttons["remove"], panel.operations.another
    assert (remove.text(), remove.is_expected(), another.isVisible()) == ("Remove", False, False)
    panel.show_facts(replace(FACTS, expected_reason="debris-covered glacier"))
    assert (remove.text(), remove.is_expected()) == ("Remove: debris-covered glacier", True)
    assert "removed at once" in remove.toolTip() and remove.key() == "2"
    asked, operations = QSignalSpy(panel.other_reason_requested), QSignalSpy(panel.operation_requested)
    pause()  # the layout is to know of the fifth button
    press_button(another)
    assert key("remove")
    assert (len(asked), said(operations)) == (1, [["remove"]])
    panel.set_mode(LOCKED)
    assert not another.isEnabled() and not remove.isEnabled()
    panel.show_facts(FACTS)
    assert (remove.text(), remove.is_expected(), another.isVisible()) == ("Remove", False, False)


def test_what_was_found_as_another_landform_can_be_left_out(panel: MapPanel) -> None:
    assert not panel.queue.others.isVisible()
    told = QSignalSpy(panel.others_left_out)
    panel.queue.show_others(37, False)
    assert panel.queue.others.toolTip().endswith(": 37")
    check(panel.queue.others)
    check(panel.queue.others, False)
    assert said(told) == [[True], [False]]
    panel.queue.show_others(37, True)
    assert panel.queue.others.isChecked() and len(told) == 2


def test_what_is_not_known_takes_no_room(panel: MapPanel) -> None:
    panel.show_facts(shown.Facts("RGU281527N0972426E", slope=3.0))
    assert panel.facts.ground.text() == "slope\u00a03°"
    assert not panel.facts.network.isVisible()
    assert not panel.facts.source.isVisible()


def test_without_a_candidate_the_message_is_shown_and_only_retrieve_is_left(panel: MapPanel) -> None:
    panel.show_facts(None, "Every candidate is decided.")
    assert panel.facts.message.text() == "Every candidate is decided."
    assert not panel.facts.title.isVisible()
    enabled = [name for name, button in panel.operations.buttons.items() if button.isEnabled()]
    assert enabled == [schema.RETRIEVE]
    assert not panel.comment.isEnabled()


def test_what_was_decided_is_marked(panel: MapPanel) -> None:
    panel.show_facts(shown.Facts("Candidate 7-12", state="remove", reason="moraine"))
    marked = [name for name, button in panel.operations.buttons.items() if button.is_marked()]
    assert marked == [schema.REMOVE]
    assert "moraine" in panel.facts.state.text()
    panel.show_facts(shown.Facts("RGU281527N0972426E"))  # in the inventory: it cannot remain once more
    assert not panel.operations.buttons[schema.REMAIN].isEnabled()
    assert not any(button.is_marked() for button in panel.operations.buttons.values())


@pytest.mark.parametrize("operation", schema.OPERATIONS)
def test_operations_by_mouse_and_by_key(dock: InventoryDock, panel: MapPanel, operation: str, key: Key) -> None:
    spy = QSignalSpy(panel.operation_requested)
    press_button(panel.operations.buttons[operation])
    assert key(operation)
    assert said(spy) == [[operation], [operation]]


def test_a_click_leaves_the_focus_on_the_map(panel: MapPanel) -> None:
    map_canvas = panel.window().centralWidget()
    map_canvas.setFocus()
    press_button(panel.operations.buttons[schema.REMAIN])
    press_button(panel.removed)
    press_button(panel.by_action["next"])
    assert map_canvas.hasFocus()


def test_reasons_by_mouse_by_key_and_again(dock: InventoryDock, panel: MapPanel, key: Key) -> None:
    panel.set_mode(REASONS)
    assert not panel.operations.isVisible()
    spy, cancelled = QSignalSpy(panel.reason_chosen), QSignalSpy(panel.reason_cancelled)
    for action in REASON_ACTIONS:
        press_button(panel.reasons.buttons[action])
    assert said(spy) == [[reason] for reason in schema.REMOVAL_REASONS]
    assert panel.reasons.buttons["reason-moraine"].key() == "M"
    assert key("reason-water")
    assert said(spy)[-1] == ["water"]
    assert not key(schema.REMOVE)  # there is no last reason yet
    panel.reasons.set_last_reason("moraine")
    assert panel.reasons.again.text() == "same as last: moraine"
    assert key(schema.REMOVE)
    assert said(spy)[-1] == ["moraine"]
    assert key("give_up")
    press_button(panel.reasons.cancel)
    assert len(cancelled) == 2
    assert not key(schema.REMAIN)


def test_drawing_is_accepted_or_given_up(dock: InventoryDock, panel: MapPanel, key: Key) -> None:
    panel.drawing.set_operation(schema.REFINE)
    panel.drawing.set_text("Move the vertices.")
    panel.set_mode(DRAWING)
    assert [panel.drawing.heading.text(), panel.drawing.text.text()] == ["Refine", "Move the vertices."]
    accepted, given_up = QSignalSpy(panel.accept_requested), QSignalSpy(panel.give_up_requested)
    press_button(panel.drawing.accept)
    assert key("accept")
    press_button(panel.drawing.give_up)
    assert key("give_up")
    assert (len(accepted), len(given_up)) == (2, 2)
    assert not any(key(action) for action in ("undo", "next", "split", schema.RETRIEVE, "reason-water"))


def test_moves_and_undo(dock: InventoryDock, panel: MapPanel, key: Key) -> None:
    spies = {
        action: QSignalSpy(getattr(panel, f"{action}_requested"))
        for action in ("previous", "next", "undo", "redo", "split", "merge")
    }
    assert not key("undo")
    panel.set_undo("Undo: remain of c-12", "")
    for action in spies:
        key(action)
    assert {action: len(spy) for action, spy in spies.items()} == {
        "previous": 1,
        "next": 1,
        "undo": 1,
        "redo": 0,
        "split": 1,
        "merge": 1,
    }
    assert key("skip")
    assert len(spies["next"]) == 2
    tip = panel.by_action["undo"].toolTip()
    assert "remain of c-12" in tip and "Ctrl+Z" in tip


def test_a_comment_is_said_before_the_gesture_that_follows_it(panel: MapPanel) -> None:
    order: list[str] = []
    panel.comment_edited.connect(order.append)
    panel.operation_requested.connect(order.append)
    type_into(panel.comment, "steep", None)
    press_button(panel.operations.buttons[schema.REMAIN])
    panel.comment.clearFocus()
    assert order == ["steep", "remain"]


def test_a_comment_being_written_outlives_a_refresh_of_its_candidate(panel: MapPanel) -> None:
    spy = QSignalSpy(panel.comment_edited)
    type_into(panel.comment, "steep", None)
    panel.show_facts(FACTS)
    assert panel.comment.text() == "steep"
    assert said(spy) == []
    panel.show_facts(shown.Facts("Candidate 7-13", comment="flat"))
    assert panel.comment.text() == "flat"
    assert said(spy) == [["steep"]]


def test_the_comment_key_goes_to_the_comment(dock: InventoryDock, panel: MapPanel, key: Key) -> None:
    assert key("comment")
    assert panel.comment.hasFocus()
    panel.set_mode(LOCKED)
    assert not key("comment")


def test_locked_is_for_looking_only(dock: InventoryDock, panel: MapPanel, key: Key) -> None:
    panel.set_undo("Undo: x", "Redo: y")
    panel.set_mode(LOCKED)
    live = [action for action in ACTIONS if DECIDING in scopes_of(action) or OFF in scopes_of(action)]
    done = [action for action in live if action != "comment" and key(action)]
    assert done == ["previous", "next", "skip", "glaciers", "stretch", "viewer", "finish", "help"]
    dock.set_mode("map")
    panel.set_mode(EMPTY)
    assert [action for action in ACTIONS if key(action)] == ["help"]
    with pytest.raises(ValueError, match="nowhere"):
        panel.set_mode("nowhere")


def test_order_and_filter(panel: MapPanel) -> None:
    panel.queue.subregion.offer(["Kunlun", "Tanggula"])
    orders, filters = QSignalSpy(panel.order_changed), QSignalSpy(panel.filter_changed)
    choose(panel.queue.order, queue.LARGEST)
    assert said(orders)[-1] == [queue.LARGEST]
    assert {panel.queue.order.itemData(row) for row in range(panel.queue.order.count())} == set(queue.ORDERS)
    choose(panel.queue.filter, "view")
    assert said(filters)[-1] == ["view", "", 0.0, 1.0]
    choose(panel.queue.filter, "subregion")
    assert said(filters)[-1] == ["subregion", "Kunlun", 0.0, 1.0]
    choose(panel.queue.subregion, "Tanggula")
    assert said(filters)[-1] == ["subregion", "Tanggula", 0.0, 1.0]
    assert not panel.queue.range.isVisible()
    choose(panel.queue.filter, "probability")
    assert panel.queue.range.isVisible() and not panel.queue.subregion.isVisible()
    set_spin(panel.queue.highest, 0.7)
    set_spin(panel.queue.lowest, 0.8)
    assert said(filters)[-1] == ["probability", "", 0.8, 0.8]
    set_spin(panel.queue.highest, 0.5)
    assert said(filters)[-1] == ["probability", "", 0.5, 0.5]
    before = len(filters)
    panel.queue.set_filter("subregion", "Kunlun")
    panel.queue.set_order(queue.NEAREST)
    assert (len(filters), panel.queue.subregion.currentText()) == (before, "Kunlun")


def test_keys_are_heard_after_a_choice_in_a_list(panel: MapPanel, key: Key) -> None:
    """The list has the focus, and is hidden while reasons are asked for; their keys are heard."""
    panel.operation_requested.connect(lambda _operation: panel.set_mode(REASONS))
    panel.reason_cancelled.connect(lambda: panel.set_mode(DECIDING))
    reasons, cancelled = QSignalSpy(panel.reason_chosen), QSignalSpy(panel.reason_cancelled)
    choose(panel.queue.order, queue.LARGEST)
    assert key(schema.REMOVE)
    assert key("reason-water")
    assert said(reasons) == [["water"]]
    assert key("give_up")
    assert len(cancelled) == 1


def test_warnings_offer_to_mend(panel: MapPanel) -> None:
    spy = QSignalSpy(panel.warning_action)
    panel.show_warnings([shown.Warning("small"), shown.Warning("overlaps", "clip", "Clip")])
    assert [button.text() for button in panel.warnings.buttons] == ["Clip"]
    press_button(panel.warnings.buttons[0])
    assert said(spy) == [["clip"]]
    panel.show_warnings([])
    assert not panel.warnings.isVisible()


def test_switches_of_the_view(dock: InventoryDock, panel: MapPanel, key: Key) -> None:
    removed, glaciers, hidden = (
        QSignalSpy(signal) for signal in (panel.removed_shown, panel.glaciers_shown, panel.outlines_hidden)
    )
    press_button(panel.removed)
    assert key("glaciers")
    let_go = hold_button(panel.hide_button)
    assert said(hidden) == [[True]]
    let_go()
    dock.set_mode("review")
    key("hide")
    assert key("glaciers")
    assert said(removed) == [[True]]
    assert said(glaciers) == [[False], [True]]
    assert said(hidden) == [[True], [False], [True], [False]]


def test_a_review(dock: InventoryDock, review: ReviewPanel, key: Key) -> None:
    assert review.title.whole() == "RGU281527N0972426E"
    assert review.position.text() == "marker 12 of 48"
    assert review.ground.text().startswith("9\u202f500\u00a0m²")
    assert [d for d in schema.DECISIONS if review.by_action[d].is_marked()] == ["uncertain"]
    spy = QSignalSpy(review.decision_made)
    for decision in schema.DECISIONS:
        press_button(review.by_action[decision])
        assert key(decision)
    assert said(spy) == [[decision] for decision in schema.DECISIONS for _ in range(2)]
    moves = [QSignalSpy(getattr(review, f"{name}_requested")) for name in ("previous", "next", "first", "undo")]
    review.set_undo("Undo: yes", "")
    for action in ("previous", "next", "first", "undo"):
        assert key(action)
    assert [len(move) for move in moves] == [1, 1, 1, 1]
    comments = QSignalSpy(review.comment_edited)
    type_into(review.comment, "rock", None)
    press_button(review.by_action["next"])
    assert said(comments) == [["rock"]]


def test_a_reviewer_who_cannot_write_looks_only(dock: InventoryDock, review: ReviewPanel, key: Key) -> None:
    review.set_undo("Undo: yes", "")
    review.set_enabled_for_review(False)
    assert not any(key(action) for action in (*schema.DECISIONS, "undo", "comment"))
    assert key("next")
    assert not review.draw_button.isEnabled()
    review.show_facts(None, "The sample is done.")
    assert review.message.text() == "The sample is done."
    assert not key("next")


def test_a_sample_is_drawn_in_the_panel(review: ReviewPanel) -> None:
    spy, chosen = QSignalSpy(review.sample_requested), QSignalSpy(review.sample_chosen)
    review.form.set_subregions(["Kunlun"])
    assert not review.form.isVisible()
    press_button(review.draw_button)
    assert review.form.isVisible()
    press_button(review.form.draw)
    assert said(spy) == [[Draw(0.05)]]
    assert not review.form.isVisible()
    press_button(review.draw_button)
    check(review.form.by_number)
    set_spin(review.form.number, 40)
    set_spin(review.form.seed, 9)
    set_spin(review.form.reviewers, 3)
    choose(review.form.subregion, "Kunlun")
    press_button(review.form.draw)
    assert said(spy)[-1] == [Draw(0.0, 40, 9, "Kunlun", 3)]
    choose(review.sample, "all")
    assert said(chosen) == [["all"]]


def test_how_many_markers_a_half_width_takes_is_said_at_once(review: ReviewPanel) -> None:
    spy = QSignalSpy(review.sample_requested)
    review.form.set_markers({"Kunlun": 400, "Pamir": 4_000, "": 600})
    press_button(review.draw_button)
    assert review.form.told.text() == "250 of 5\u202f000 markers"
    check(review.form.by_half_width)
    assert review.form.told.text() == f"{number_for(0.03, population=5000):,} of 5,000 markers".replace(",", "\u202f")
    set_spin(review.form.half_width, 5.0)
    choose(review.form.subregion, "Kunlun")
    assert review.form.told.text() == f"{number_for(0.05, population=400)} of 400 markers"
    choose(review.form.design, "by size")
    press_button(review.form.draw)
    assert said(spy) == [[Draw(0.0, subregion="Kunlun", strata="size", half_width=0.05)]]
    press_button(review.draw_button)
    choose(review.form.design, "systematic on a grid")
    check(review.form.by_number)
    set_spin(review.form.number, 900)
    assert review.form.told.text() == "400 of 400 markers"
    press_button(review.form.draw)
    assert said(spy)[-1] == [Draw(0.0, 900, subregion="Kunlun", systematic=True)]


def test_a_sample_is_extended_in_the_panel(review: ReviewPanel) -> None:
    spy = QSignalSpy(review.extension_requested)
    review.bar.set_extendable(7, "", review.hints)
    press_button(review.draw_button)
    press_button(review.bar.extend_button)
    assert not review.form.isVisible(), "one form at a time"
    press_button(review.bar.extend_form.draw)
    assert said(spy) == [[7]] and not review.bar.extend_form.isVisible()
    review.bar.set_extendable(7, "It holds all.", review.hints)
    assert not review.bar.extend_button.isEnabled() and review.bar.extend_button.toolTip() == "It holds all."


def test_what_own_decisions_are_worth_is_said_in_one_line() -> None:
    assert worth_text(None) == ""
    assert worth_text(Worth(0.03, 60, 100)) == "60 more decisions of yours give ±3 %."
    assert worth_text(Worth(0.03, 60, 40)) == "60 more decisions of yours give ±3 %; this sample has 40 left."
    assert worth_text(Worth(0.1, 1, 0)) == "One more decision of yours gives ±10 %: extend the sample."


def test_a_window_is_searched_in_the_panel(dock: InventoryDock, review: ReviewPanel) -> None:
    spy = QSignalSpy(review.none_missed)
    review.set_task("searching")
    review.show_window(shown.WindowFacts("Window 3", 3, 20, None))
    assert (review.position.text(), review.ground.text()) == ("window 3 of 20", "not searched yet")
    assert not review.by_action["yes"].isVisible() and not review.by_action["none"].is_marked()
    press_button(review.by_action["none"])
    assert len(spy) == 1
    review.show_window(shown.WindowFacts("Window 3", 3, 20, 0))
    assert review.by_action["none"].is_marked()
    with pytest.raises(ValueError, match="dreaming"):
        review.set_task("dreaming")


def test_views_are_shown_side_by_side_and_gone_with_the_task(review: ReviewPanel) -> None:
    review.set_task("agreeing")
    review.show_views([View("Rosa", "yes"), View("Sami 冰", "no", "a moraine")], "")
    pause(200)
    assert review.views.isVisible() and review.views.persons.text().startswith("Not decided together")
    review.show_views([View("Rosa", "yes"), View("Sami 冰", "no")], "Rosa; Sami 冰")
    assert review.views.persons.text() == "Decided together by Rosa; Sami 冰"
    review.set_task("judging")
    assert not review.views.isVisible()


def test_what_is_open_is_counted_and_pressed(dock: InventoryDock) -> None:
    dock.set_mode("finish")
    panel = dock.finish_panel
    opened, tools = QSignalSpy(panel.open_requested), QSignalSpy(panel.tool_requested)
    assert panel.kinds["overlaps"].text() == "Overlaps: …" and not panel.kinds["overlaps"].isEnabled()
    for kind in KINDS:
        panel.show_count(kind, 0)
    assert panel.title.text() == "Nothing is open." and not panel.kinds["overlaps"].isVisible()
    panel.show_count("overlaps", 12_000)
    assert (panel.title.text(), panel.kinds["overlaps"].text()) == ("What is still open", "Overlaps: 12\u202f000")
    press_button(panel.kinds["overlaps"])
    assert said(opened) == [["overlaps"]] and not panel.fill_button.isVisible()
    panel.show_count("stale", 3)
    pause(200)
    press_button(panel.fill_button)
    panel.set_tools({"report": "not here"})
    press_button(panel.tools["summarise"])
    assert said(tools) == [["attributes"], ["summarise"]]
    assert not panel.tools["report"].isEnabled() and panel.tools["report"].toolTip() == "not here (R)"


def test_looking_is_stopped_and_begun_again(dock: InventoryDock) -> None:
    dock.set_mode("finish")
    panel = dock.finish_panel
    stop, look = QSignalSpy(panel.stop_requested), QSignalSpy(panel.look_requested)
    panel.show_looking(True, 300, 5_000)
    assert panel.status.text() == "Outlines compared: 300 of 5\u202f000"
    press_button(panel.look)
    assert (len(stop), len(look)) == (1, 0)
    panel.show_stopped()
    assert panel.status.text().startswith("Stopped")
    press_button(panel.look)
    assert (len(stop), len(look)) == (1, 1)


def test_a_check_is_begun_stopped_listed_and_old(dock: InventoryDock) -> None:
    dock.set_mode("finish")
    view = dock.finish_panel.check
    begun, stopped, wanted = (
        QSignalSpy(signal) for signal in (view.check_requested, view.stop_requested, view.rule_requested)
    )
    press_button(view.begin)
    view.show_running(0.25)
    assert (view.begin.text(), view.status.text()) == ("Stop", "Checking… 25%")
    press_button(view.begin)
    assert (len(begun), len(stopped)) == (1, 1)
    alone = Broken("without_outline", 2, "The marker A has no outline.", ())
    overlap = Broken(
        "overlap", 12_000, "A and B overlap by 60 m².", (((schema.ROCK_GLACIERS, 1), "A and B overlap by 60 m²."),)
    )
    view.show_broken([overlap, alone], is_old=False)
    pause(200)
    assert view.status.text() == "12000 faults, 2 doubts, 0 hints" and not view.old.isVisible()
    assert [name for name, button in view.rules.items() if button.isVisible()] == ["overlap", "without_outline"]
    assert not view.rules["without_outline"].isEnabled(), "a marker alone is seen on the map only"
    assert "By OGC Simple Features" in view.rules["overlap"].toolTip()
    press_button(view.rules["overlap"])
    assert said(wanted) == [["overlap"]]
    view.show_broken([], is_old=True)
    assert view.status.text().startswith("Nothing was found") and view.old.text().startswith(
        "The inventory has changed"
    )
    assert not view.on_map.isVisible()


def test_every_rule_has_its_title_for_translators() -> None:
    assert {rule.name: rule.title for rule in RULES} == {rule.name: rule_title(rule.name) for rule in RULES}


def test_the_header_says_which_inventory_and_who(dock: InventoryDock) -> None:
    header = dock.header
    chosen, person = QSignalSpy(header.inventory_chosen), QSignalSpy(header.person_changed)
    assert header.inventory.currentData() == ""
    header.set_recent(["/a/one.gpkg", "/b/two.gpkg", "/c/two.gpkg"])
    header.set_inventory("/a/one.gpkg")
    assert [header.inventory.itemText(row) for row in range(header.inventory.count())] == [
        "one.gpkg",
        "two.gpkg (b)",
        "two.gpkg (c)",
    ]
    assert header.inventory.toolTip() == "/a/one.gpkg"
    choose(header.inventory, "/b/two.gpkg")
    assert said(chosen) == [["/b/two.gpkg"]]
    assert header.inventory.currentData() == "/a/one.gpkg"  # until the other one is open
    header.set_person("Ann", ["Ann", "Ben"])
    type_into(header.person, "  Yan   Hu ")
    assert said(person) == [["Yan Hu"]]
    for button, signal in (
        (header.new_button, header.new_requested),
        (header.open_button, header.open_requested),
        (header.settings_button, header.settings_requested),
    ):
        spy = QSignalSpy(signal)
        press_button(button)
        assert len(spy) == 1


def test_modes(dock: InventoryDock) -> None:
    spy = QSignalSpy(dock.mode_changed)
    assert (dock.mode(), dock.header.role.text()) == ("map", "Mapper")
    press_button(dock.mode_buttons["review"])
    assert dock.review_panel.isVisible() and not dock.map_panel.isVisible()
    assert dock.header.role.text() == "Reviewer"
    dock.set_mode("review")
    dock.set_mode("map")
    assert said(spy) == [["review"], ["map"]]


def test_an_error_stays_until_the_next_gesture(dock: InventoryDock, panel: MapPanel, key: Key) -> None:
    dock.say("The file is locked.", "error")
    assert dock.message.isVisible() and not dock.message.timer.isActive()
    panel.operation_requested.connect(lambda _operation: dock.say("It is still locked.", "error"))
    key(schema.REMAIN)
    assert dock.message.text.toPlainText() == "It is still locked."
    key("next")
    assert not dock.message.isVisible()


def test_an_info_goes_by_itself(dock: InventoryDock) -> None:
    dock.say("Merged 2 rock glaciers.")
    assert dock.message.isVisible() and dock.message.timer.isActive()
    dock.message.timer.start(1)  # as if its time had passed
    pause()
    assert not dock.message.isVisible()
    dock.say("x", "warning")
    press_button(dock.message.close_button)
    assert not dock.message.isVisible()
    with pytest.raises(ValueError, match="shout"):
        dock.say("x", "shout")


def test_other_keys_stand_on_the_buttons(dock: InventoryDock, panel: MapPanel, key: Key) -> None:
    keys = Keys()
    keys.set("remain", ("Q",))
    dock.set_keys(keys)
    assert panel.operations.buttons["remain"].key() == "Q"
    assert "(Q)" in panel.operations.buttons["remain"].toolTip()
    assert panel.by_action["redo"].key() == ""  # too wide for a button
    assert "Ctrl+Shift+Z" in panel.by_action["redo"].toolTip()
    assert dock.review_panel.by_action["yes"].key() == "Y"


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (shown.QueueProgress(312, 1204, 41.0), "312 of 1 204, 26 %, about 41 min left at your pace"),
        (shown.QueueProgress(0, 10), "0 of 10, 0 %"),
        (shown.QueueProgress(1, 50_000, 6000.0), "1 of 50 000, 1 %, about 100 h left at your pace"),
        (shown.QueueProgress(49_999, 50_000, 0.1), "49 999 of 50 000, 99 %, less than a minute left at your pace"),
        (shown.QueueProgress(5, 10, 150.0), "5 of 10, 50 %, about 2.5 h left at your pace"),
        (shown.QueueProgress(10, 10, 0.0), "10 of 10, 100 %"),
        (shown.QueueProgress(0, 0), "nothing to do"),
    ],
)
def test_progress_in_words(progress: shown.QueueProgress, text: str) -> None:
    assert shown.progress_text(progress).replace("\u00a0", " ").replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("degrees", "sector"), [(0, "N"), (22.4, "N"), (22.6, "NE"), (180, "S"), (318, "NW"), (337.6, "N"), (360, "N")]
)
def test_compass_sectors(degrees: float, sector: str) -> None:
    assert shown.aspect_text(degrees) == sector


def test_areas() -> None:
    assert shown.area_text(9_999.0) == "9\u202f999\u00a0m²"
    assert shown.area_text(10_000.0) == "0.010\u00a0km²"
    assert shown.area_text(1_234_567.0) == "1.235\u00a0km²"


def test_permafrost_stands_beside_the_climate(qgis_app) -> None:
    climate = (("MAGT", -1.25, "°C"),)
    told = shown.climate_text(shown.Facts("RGU", climate=climate, zone="sporadic", index=0.351))
    assert told.replace("\u00a0", " ") == "MAGT −1.2 °C · sporadic permafrost · PZI 0.35"
    assert (
        shown.climate_text(shown.Facts("RGU", zone="none", index=0.0)).replace("\u00a0", " ")
        == "no permafrost · PZI 0.00"
    )
    assert shown.climate_text(shown.Facts("RGU")) == ""
