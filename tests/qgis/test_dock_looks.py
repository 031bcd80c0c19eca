"""The dock fits a narrow window with large fonts, says what everything is, and is readable in every theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from person import pause, press_button
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QTextEdit,
    QWidget,
)
from rock_glacier_inventory.gestures.consensus import View
from rock_glacier_inventory.gestures.finishing.open_points import KINDS
from rock_glacier_inventory.gestures.finishing.progress import Part
from rock_glacier_inventory.plugin.dock.colours import COLOURS, contrast, tone
from rock_glacier_inventory.plugin.dock.dock import InventoryDock
from rock_glacier_inventory.plugin.dock.keys.key_button import KeyButton
from rock_glacier_inventory.plugin.dock.panels import shown
from rock_glacier_inventory.plugin.dock.panels.start_card import StartCard
from rock_glacier_inventory.plugin.dock.pieces import Name

WIDTH = 300
CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit)
STATES = (
    "start",
    "empty",
    "deciding",
    "reasons",
    "drawing",
    "locked",
    "by probability",
    "finish",
    "walk",
    "windows",
    "discussion",
    "review",
    "sample",
    "other landform",
)


@pytest.fixture
def large_font(qgis_app) -> Iterator[None]:
    before = QApplication.font()
    font = QApplication.font()
    font.setPointSizeF(13.5)  # 150 % of QGIS's 9 points
    QApplication.setFont(font)
    yield
    QApplication.setFont(before)


@pytest.fixture
def dock(qgis_app) -> Iterator[InventoryDock]:
    window = QMainWindow()
    window.setCentralWidget(QTextEdit())
    dock = InventoryDock(parent=window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.resize(1000, 900)
    window.show()
    dock.header.set_inventory("/home/somebody/inventories/a_rather_long_name_of_an_inventory_2024.gpkg")
    dock.header.set_person("Somebody with a Rather Long Name", [])
    yield dock
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_column_scrolls_only_where_what_is_in_it_does_not_fit(qgis_app) -> None:
    card = StartCard()
    card.show_place("/a")
    card.resize(WIDTH, 800)
    card.show()
    pause(100)
    needed = card.widget().heightForWidth(WIDTH)
    for room, scrolls in ((2, False), (-20, True), (2, False)):
        card.resize(WIDTH, needed + room)
        pause(100)
        assert card.verticalScrollBar().isVisible() is scrolls, room
    card.deleteLater()


def bring_into(dock: InventoryDock, state: str) -> None:
    panel, review = dock.map_panel, dock.review_panel
    for one in (panel.queue.subregion, review.form.subregion):
        one.offer(["Western Kunlun and the mountains that are to the south of it"])
    facts = shown.Facts(
        "Candidate 20240613T101500-3f9a2c-4711",
        0.83,
        0.97,
        142e3,
        4812.0,
        16.0,
        318.0,
        0.61,
        "simulated-alpine",
        "a_mosaic_with_a_long_name_of_2021_quad_0123.tif",
        "remove",
        "debris-covered glacier",
    )
    panel.show_facts(facts)
    panel.queue.progress.show_progress(shown.QueueProgress(31_200, 48_767, 410.0))
    panel.show_warnings([shown.Warning("overlaps RGU281527N0972426E by 12 %", "clip", "Clip")])
    panel.set_undo("Undo: remain", "Redo: remain")
    panel.reasons.set_last_reason("debris-covered glacier")
    panel.drawing.set_operation("refine")
    panel.drawing.set_text("Move the vertices, then press Enter.")
    dock.say("The file /home/somebody/a_long_folder_without_any_spaces_in_it/x.gpkg is read-only.", "error")
    if state == "start":
        dock.show_start(True)
        dock.start.show_place("/home/somebody/a_long_folder_without_any_spaces_in_it/documents/Rock glacier sample")
        dock.start.show_running(0.4, "Placing landforms")
    elif state in ("review", "sample"):
        dock.set_mode("review")
        review.set_samples(["5 % of 48 767 markers, seed 1"], "5 % of 48 767 markers, seed 1")
        review.set_enabled_for_review(True)
        review.show_facts(shown.ReviewFacts("RGU281527N0972426E", 1_200, 2_438, "yes", "", 142e3, 4812.0))
        if state == "sample":
            press_button(review.draw_button)
    elif state in ("windows", "discussion"):
        dock.set_mode("review")
        review.set_samples(["2026-11-30: 120 windows of 2 km, seed 1"], "2026-11-30: 120 windows of 2 km, seed 1")
        review.set_enabled_for_review(True)
        if state == "windows":
            review.set_task("searching")
            review.show_window(shown.WindowFacts("Window 17", 17, 120, 3))
        else:
            review.set_task("agreeing")
            review.bar.show_discussion(1_204, 37)
            review.show_facts(shown.ReviewFacts("RGU281527N0972426E", 12, 37, "", "", 142e3, 4812.0))
            comment = "the front is in shadow, and the furrows end at the moraine"
            review.show_views([View("Somebody with-a-long-name", "yes", comment), View("Sami", "undefined")], "")
    elif state in ("finish", "walk"):
        _finish(dock, state)
    elif state == "other landform":
        panel.set_mode("deciding")
        title = "Debris-covered glacier 4711 of run 3f9a2c"
        panel.show_facts(replace(facts, title=title, state="undecided", expected_reason="debris-covered glacier"))
        panel.queue.show_others(1_204, True)
    elif state == "by probability":
        panel.set_mode("deciding")
        panel.queue.set_filter("probability")
    else:
        panel.set_mode(state)
    dock.resize(WIDTH, 900)
    window = dock.parent()
    window.resizeDocks([dock], [WIDTH], Qt.Orientation.Horizontal)
    for _ in range(3):  # heights follow widths, one round of layouts later
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def _finish(dock: InventoryDock, state: str) -> None:
    """All that may be open is open; or one goes through it."""
    if state == "walk":
        dock.map_panel.set_mode("deciding")
        dock.map_panel.show_facts(shown.Facts("RGU281527N0972426E", area=9_000.0))
        dock.map_panel.show_walk("overlaps", 1_200, 4_900)
        return
    dock.set_mode("finish")
    panel = dock.finish_panel
    for number, kind in enumerate(KINDS):
        panel.show_count(kind, 12_345 * (number % 4 > 0))
    parts = [Part(f"Western Kunlun and all that is south of it {n}", 700 * n, 16_000, n, 40, 3_000) for n in range(12)]
    panel.show_progress(Part("", 31_200, 48_767, 66, 480, 36_000), parts)
    panel.show_looking(True, 12_000, 48_767)
    panel.set_tools({"report": "This tool is not part of this version of the plugin."})


def visible_parts(dock: InventoryDock) -> list[QWidget]:
    """What our own code put there; not the insides of Qt's widgets."""
    return [
        child
        for child in dock.widget().findChildren(QWidget)
        if child.isVisible() and type(child) is not QWidget and not isinstance(child.parent(), CONTROLS)
    ]


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_at_300_pixels_with_large_fonts(large_font: None, dock: InventoryDock, state: str) -> None:
    bring_into(dock, state)
    assert dock.width() == WIDTH
    for panel in (dock.map_panel, dock.review_panel, dock.finish_panel):
        if panel.isVisible():
            assert state != "start"
            assert panel.content.width() <= panel.viewport().width()
            assert panel.content.minimumSizeHint().width() <= panel.viewport().width()
    for part in visible_parts(dock):
        left = part.mapTo(dock, QPoint(0, 0)).x()
        assert left >= 0 and left + part.width() <= WIDTH, part
        if isinstance(part, (QLabel, *CONTROLS)) and not isinstance(part, Name):
            assert part.width() >= part.minimumSizeHint().width(), (part, getattr(part, "text", str)())
        if isinstance(part, (QLabel, KeyButton)) and part.hasHeightForWidth():
            assert part.height() >= part.heightForWidth(part.width()), part.text()


def test_large_fonts_put_wide_buttons_below_each_other(dock: InventoryDock) -> None:
    bring_into(dock, "reasons")
    one, other = list(dock.map_panel.reasons.buttons.values())[:2]
    assert one.y() == other.y() and one.x() < other.x()
    font = dock.font()
    font.setPointSizeF(font.pointSizeF() * 2.2)
    dock.setFont(font)
    for button in dock.map_panel.reasons.buttons.values():
        button.setFont(font)
    bring_into(dock, "reasons")
    assert one.x() == other.x() and one.y() < other.y()


@pytest.mark.parametrize("state", STATES)
def test_every_control_says_what_it_does(dock: InventoryDock, state: str) -> None:
    bring_into(dock, state)
    controls = [part for part in visible_parts(dock) if isinstance(part, CONTROLS)]
    assert len(controls) > 8
    for control in controls:
        assert control.toolTip(), control
        assert control.accessibleName() or (isinstance(control, QAbstractButton) and control.text()), control


@pytest.mark.parametrize("state", STATES)
def test_the_tab_key_goes_from_top_to_bottom(dock: InventoryDock, state: str) -> None:
    dock.window().resize(1000, 1800)  # so high that nothing scrolls below the message
    bring_into(dock, state)
    reached, widget = [], dock.header.inventory
    while widget not in reached:
        reached.append(widget)
        widget = _next_by_tab(widget, dock)
    places = [(part.mapTo(dock, QPoint(0, part.height() // 2)), part.x()) for part in reached]
    rows = [(place.y() // 14, place.x()) for place, _ in places]
    assert len(reached) > 5
    assert rows == sorted(rows), [(type(part).__name__, place) for part, (place, _) in zip(reached, places)]


def _next_by_tab(widget: QWidget, dock: InventoryDock) -> QWidget:
    """Where the Tab key goes from a widget, within the dock."""
    candidate = widget.nextInFocusChain()
    while not (
        candidate.focusPolicy() & Qt.FocusPolicy.TabFocus
        and candidate.isVisible()
        and candidate.isEnabled()
        and dock.isAncestorOf(candidate)
        and isinstance(candidate, CONTROLS)
        and candidate.focusProxy() is None
    ):
        candidate = candidate.nextInFocusChain()
    return candidate


@pytest.mark.parametrize(
    ("ground", "button"),
    [("#efefef", "#fbfbfb"), ("#ffffff", "#e1e1e1"), ("#323232", "#323232"), ("#1e1e1e", "#535353")],
)
def test_colours_stand_out_in_light_and_dark_themes(ground: str, button: str) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor(ground))
    for name in COLOURS:
        assert contrast(tone(name, palette), QColor(ground)) >= 3.0
        assert contrast(tone(name, palette), QColor(button)) >= 3.0
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21.0)


def test_the_stripe_is_drawn_in_the_colour_of_the_operation(dock: InventoryDock) -> None:
    bring_into(dock, "deciding")
    remain = dock.map_panel.operations.buttons["remain"]
    QTest.qWait(0)
    seen = remain.grab().toImage().pixelColor(5, remain.height() // 2)
    assert seen == tone("green", remain.palette())
