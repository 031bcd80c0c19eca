"""Runs inside the real QGIS desktop: two people review an inventory without a sample, one after the other.

Everything is done by clicks and keys. What the first has decided must be seen nowhere while the second looks.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.gui import QgsVertexMarker
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from in_desktop import (
    FOLDER,
    REPORT,
    SAMPLE,
    click,
    controller,
    dock_plugin,
    draw_a_sample,
    elsewhere,
    go_to_mode,
    grab,
    module,
    on_map,
    open_inventory,
    parts_in_pixels,
    pixel,
    press,
    rows,
    run,
    said,
    say_who,
    show_the_dock,
    wait,
)
from person import SCROLLED, check, choose, name_of, press_button, set_spin, type_into

LongText = module("plugin.dock.pieces").LongText
INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIRST, SECOND = "Rosa Reviewer", "Sami Second"
REMARK = "front of Rosa in shadow"
MARKERS = 5
DECISIONS = ("yes", "no", "uncertain", "undefined")


def panel() -> Any:
    return dock_plugin().dock.review_panel


def title() -> str:
    return str(panel().title.whole())


def decisions(reviewer: str) -> list[Any]:
    return rows(f'SELECT "ID", "DECISION", "COMMENT" FROM reviews WHERE "REVIEWER" = \'{reviewer}\' ORDER BY fid')


def told() -> list[Any]:
    """What the published table says of the review."""
    return rows('SELECT "ID", "REVIEWER", "ADDI_INF" FROM rock_glaciers ORDER BY fid')


def everything_seen() -> str:
    """All that the dock shows or tells in a tooltip, in one text."""
    parts = [said()]
    for child in dock_plugin().dock.findChildren(QWidget):
        if child.isVisible():
            parts += [child.toolTip(), child.accessibleName()]
            if isinstance(child, (QLabel, QAbstractButton)):
                parts.append(child.text())
    return "\n".join(part for part in parts if part)


def marked() -> list[str]:
    return [name for name in DECISIONS if panel().by_action[name].is_marked()]


def look() -> dict[str, Any]:
    """What a person sees of the marker."""
    return {
        "title": title(),
        "marked": marked(),
        "comment": panel().comment.text(),
        "said": said(),
        "undo": (panel().by_action["undo"].isEnabled(), panel().by_action["undo"].toolTip()),
        "redo": panel().by_action["redo"].isEnabled(),
        "progress": panel().progress.text.text(),
        "position": panel().position.text(),
        "views": [label.toPlainText() for label in panel().views.findChildren(LongText) if label.isVisible()],
        "persons": panel().views.persons.text() if panel().views.isVisible() else "",
        "worth": panel().worth.text(),
        "waiting": panel().bar.waiting.text(),
        "discuss": panel().bar.discuss_button.isVisible(),
    }


# The first person


def the_first_opens_the_inventory() -> None:
    scene = QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene")
    QgsProject.instance().addMapLayer(scene)
    iface.mapCanvas().setExtent(scene.extent())
    show_the_dock()
    say_who(FIRST)
    open_inventory(INVENTORY)
    REPORT["opened"] = controller().session.inventory.path.name
    for _ in range(MARKERS + 1):
        press(KEY.Key_1)
    press_button(dock_plugin().dock.map_panel.image_date.unknown)  # else the question takes room from now on
    REPORT["rock glaciers"] = rows("SELECT count(*) FROM rock_glaciers")[0][0]
    REPORT["markers"] = rows("SELECT count(*) FROM primary_markers")[0][0]
    REPORT["samples at first"] = rows("SELECT count(*) FROM review_samples")[0][0]


def a_sample_is_drawn_where_there_was_none() -> None:
    go_to_mode("review")
    REPORT["before the sample"] = {
        "draw": panel().draw_button.isEnabled(),
        "message": panel().message.text(),
        "decisions": [panel().by_action[name].isEnabled() for name in DECISIONS],
        "first": panel().by_action["first"].isEnabled(),
    }
    grab(iface.mainWindow(), "review-empty")
    press_button(panel().draw_button)
    grab(iface.mainWindow(), "review-form")
    press_button(panel().draw_button)
    assert not panel().form.isVisible(), "a second press closes the form again"
    draw_a_sample(number=MARKERS, seed=7, reviewers=2)
    focus = QApplication.focusWidget()
    heard = focus in (iface.mapCanvas(), panel())
    REPORT["focus after the draw"] = "" if heard else name_of(focus or panel().window())
    REPORT["sample"] = {
        "rows": rows('SELECT "SAMPLE", count(*) FROM review_samples GROUP BY "SAMPLE"'),
        **look(),
        "drawn again": panel().draw_button.isEnabled(),
    }
    grab(iface.mainWindow(), "review-first", 800)


def the_first_decides_by_keys_and_by_a_button() -> None:
    seen = [title()]
    press(KEY.Key_Y)
    seen.append(title())
    press(KEY.Key_N)
    seen.append(title())
    type_into(panel().comment, REMARK)
    press(KEY.Key_U)
    seen.append(title())
    press_button(panel().by_action["undefined"])
    seen.append(title())
    REPORT["first decided"] = {"seen": seen, "kept": decisions(FIRST)}


def the_first_goes_back_and_forth() -> None:
    last = title()
    press_button(panel().by_action["previous"])
    before = look()
    press_button(panel().by_action["next"])
    REPORT["moves"] = {"last": last, "before": before, "back": title()}
    press(KEY.Key_Home)
    REPORT["moves"]["first undecided by key"] = title()
    press(KEY.Key_Comma)
    press_button(panel().by_action["first"])
    REPORT["moves"]["first undecided by button"] = title()


def the_first_takes_back_and_does_again() -> None:
    press(KEY.Key_Z, CTRL)
    undone = {"kept": decisions(FIRST), "title": title(), "said": said()}
    press(KEY.Key_Z, CTRL | SHIFT)
    redone = {"kept": decisions(FIRST)}
    press_button(panel().by_action["undo"])
    by_button = decisions(FIRST)
    press_button(panel().by_action["redo"])
    REPORT["undo"] = {"undone": undone, "redone": redone, "by button": by_button, "again": decisions(FIRST)}


def the_first_ends() -> None:
    press(KEY.Key_Home)
    press(KEY.Key_Y)
    REPORT["first is done"] = {**look(), "kept": decisions(FIRST), "told": told()}
    grab(iface.mainWindow(), "review-first-done")


# The second person


def the_second_sits_down() -> None:
    """Nothing of the first: at the foot, in the comment, on the buttons, in a tooltip, or in the layers."""
    ids = [row[0] for row in decisions(FIRST)]
    say_who(SECOND)
    REPORT["second looks"] = {**look(), "everything": everything_seen(), "told": told(), "ids of the first": ids}
    grab(iface.mainWindow(), "review-second", 800)
    others = []
    for _ in range(MARKERS):
        press(KEY.Key_Period)
        others.append({**look(), "everything": everything_seen()})
    REPORT["second leafs through"] = others


def the_second_judges_the_same_sample() -> None:
    press_button(panel().by_action["first"])
    steps = []
    for turn, key in enumerate((KEY.Key_N, KEY.Key_Y, KEY.Key_U, KEY.Key_Y, KEY.Key_Y)):
        steps.append({"title": title(), "marked": marked(), "comment": panel().comment.text()})
        if turn == 1:
            type_into(panel().comment, "clear to me")
        press(key)
        if turn < MARKERS - 1:
            steps[-1]["told"] = [row for row in told() if row[1]]
    REPORT["second decided"] = {"steps": steps, "kept": decisions(SECOND), "of the first": decisions(FIRST)}
    REPORT["both done"] = {"told": told(), **look()}
    grab(iface.mainWindow(), "review-both-done", 500)


def they_discuss_what_they_see_differently() -> None:
    """Both are done: now, and not before, their views stand side by side; one decision is kept beside them."""
    discuss = panel().bar.discuss_button
    REPORT["discussion"] = {"offered": discuss.text(), "waiting": panel().bar.waiting.isVisible()}
    press(KEY.Key_D)
    REPORT["discussion"]["first"] = {**look(), "everything": everything_seen(), "task": panel().task()}
    grab(iface.mainWindow(), "review-discussion", 800)
    iface.mainWindow().resizeDocks([dock_plugin().dock], [300], Qt.Orientation.Horizontal)
    grab(iface.mainWindow(), "review-discussion-300px", 800)
    type_into(panel().comment, "agreed by telephone")
    press(KEY.Key_N)
    the_other_changes_a_view_meanwhile()
    press_button(panel().by_action["uncertain"])
    REPORT["discussion"]["two"] = {**look(), "offered": discuss.text(), "kept": consensus(), "told": told()}
    press(KEY.Key_Z, CTRL)
    REPORT["discussion"]["undone"] = {**look(), "kept": consensus()}
    press(KEY.Key_Z, CTRL | SHIFT)
    press(KEY.Key_Y)
    REPORT["discussion"]["all"] = {**look(), "offered": discuss.text(), "kept": consensus()}
    REPORT["discussion"]["of the reviewers"] = (decisions(FIRST), decisions(SECOND))
    grab(iface.mainWindow(), "review-discussed", 300)
    press_button(discuss)
    REPORT["discussion"]["back"] = {"task": panel().task(), "views": panel().views.isVisible()}


OF_THE_OTHER = """
from rgi.gestures import reviews
reviews.decide(opened, "", more[0], more[1], more[2], more[3])
"""


def the_other_changes_a_view_meanwhile() -> None:
    """In a QGIS of their own: what is agreed here was agreed on other views. Then it is as it was before."""
    marker = next(row for row in decisions(FIRST) if row[0] == title().split()[0])
    found = REPORT["discussion"]["meanwhile"] = {"before": look()}
    for state, view in (("changed", ("undefined", "the toe of a glacier")), ("back", (marker[1], marker[2] or ""))):
        elsewhere(INVENTORY, OF_THE_OTHER, marker[0], FIRST, *view)
        press_button(panel().by_action["uncertain"])
        found[state] = {**look(), "kept": consensus()}
        grab(iface.mainWindow(), f"review-discussion-{state}", 300)


def consensus() -> list[Any]:
    return rows('SELECT "DECISION", "PERSONS", "COMMENT" FROM consensus ORDER BY fid')


def the_first_comes_back() -> None:
    """Undo is each person's own."""
    say_who(FIRST)
    REPORT["first is back"] = {**look(), "everything": everything_seen()}
    go_to_mode("map")
    REPORT["back in map mode"] = {"said": said()}
    go_to_mode("review")
    REPORT["back in review mode"] = {"said": said()}


def a_second_sample_stands_beside_the_first() -> None:
    """All markers this time; the list goes back to the first sample, where all is judged."""
    draw_a_sample(share=100.0, seed=8, reviewers=2)
    count, first = rows("SELECT count(*) FROM primary_markers")[0][0], panel().sample.itemData(1)
    REPORT["second sample"] = {"count": count, **look(), "known": decisions(FIRST)}
    choose(panel().sample, first)
    wait(300)
    REPORT["first sample again"] = {**look(), "of": panel().sample.currentText()}


# What it looks like


def show_what_has_warnings() -> None:
    """A candidate of which much is to be said, and a message at the foot: then there is least room."""
    press(KEY.Key_1)
    press(KEY.Key_Z, CTRL)
    for _ in range(20):
        if dock_plugin().dock.map_panel.warnings.isVisible():
            break
        press(KEY.Key_Period)
    REPORT.setdefault("with warnings", []).append(dock_plugin().dock.map_panel.warnings.isVisible())
    REPORT.setdefault("with a message", []).append(said())


def pictures_of(name: str) -> None:
    """The dock in each of its states, by keys; ends where it began, with nothing decided."""
    REPORT.setdefault("pixels", {})[f"review {name}"] = parts_in_pixels()
    grab(iface.mainWindow(), f"review-{name}", 800)
    go_to_mode("map")
    show_what_has_warnings()
    for state, key in (("deciding", None), ("reasons", KEY.Key_2), ("drawing", KEY.Key_4)):
        if key is not None:
            press(key)
            wait(500)
        assert dock_plugin().dock.map_panel.mode() == state
        REPORT["pixels"][f"{state} {name}"] = parts_in_pixels()
        grab(iface.mainWindow(), f"{state}-{name}", 500)
        if key is not None:
            press(KEY.Key_Escape)
            wait(300)
    go_to_mode("review")


def large_and_small_windows() -> None:
    decided = 'SELECT "CANDIDATE_ID", "STATE" FROM candidates ORDER BY fid'
    before = rows(decided)
    for width, height in ((1600, 900), (1366, 768)):
        iface.mainWindow().resize(width, height)
        wait(800)
        pictures_of(f"{width}x{height}")
    iface.mainWindow().resizeDocks([dock_plugin().dock], [300], Qt.Orientation.Horizontal)
    wait(500)
    REPORT["narrow width"] = dock_plugin().dock.width()
    pictures_of("300px")
    QgsApplication.setUITheme("Night Mapping")
    wait(800)
    pictures_of("300px-night")
    choose(panel().sample, next(name for name in panel().bar.names() if "windows" in name))
    grab(iface.mainWindow(), "review-windows-300px-night", 800)
    choose(panel().sample, panel().bar.names()[0])
    wait(300)
    REPORT["decided by looking"] = [row for row in rows(decided) if row not in before]
    REPORT["scrolled to"] = SCROLLED


ANOTHER_WINDOW = """
from rgi.gestures import reviews
reviews.decide(opened, "", more[0], more[1], "undefined", "seen in the other window")
"""


def one_reviewer_in_two_windows() -> None:
    """What was decided under the same name elsewhere is not overwritten unseen."""
    marker = title()
    elsewhere(INVENTORY, ANOTHER_WINDOW, marker, FIRST)
    press(KEY.Key_Y)
    kept = [row for row in decisions(FIRST) if row[0] == marker]
    REPORT["two windows"] = {"kept": kept, "same marker": title() == marker, **look()}
    press(KEY.Key_Y)
    REPORT["two windows"]["then"] = [row[1] for row in decisions(FIRST) if row[0] == marker]


# Windows of ground, and more markers

WINDOWS = """
import struct
from rgi.gestures.windows import GroundDraw, Window, keep_windows
def square(x, y, side):
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    ring = struct.pack("<I", 5) + b"".join(struct.pack("<2d", *corner) for corner in corners)
    return struct.pack("<BII", 1, 6, 1) + struct.pack("<BII", 1, 3, 1) + ring
west, south = float(more[0]), float(more[1])
windows = [Window(square(west + 0.012 * place, south, 0.01), "", 1e6) for place in range(3)]
keep_windows(opened, windows, {"": 40.0}, GroundDraw(reviewers=2, person="Elsewhere"))
"""


def points() -> list[Any]:
    return rows('SELECT "PLACE", "REVIEWER" FROM missed_points ORDER BY fid')


def searched() -> list[Any]:
    return rows('SELECT "PLACE", "REVIEWER", "MISSED" FROM window_reviews ORDER BY fid')


def windows_are_searched_by_clicks() -> None:
    box = rows("SELECT min(minx), min(miny) FROM rtree_candidates_geom")[0]
    elsewhere(INVENTORY, WINDOWS, *box)
    wait(3500)  # the sample arrives in the list by itself
    choose(panel().sample, next(name for name in panel().bar.names() if "windows" in name))
    wait(500)
    REPORT["windows"] = {"first": look(), "task": panel().task(), "extend": panel().bar.extend_button.isEnabled()}
    middle = pixel(on_map(controller().mode._task.outline()).centroid().asPoint())
    click(middle)
    click(middle + QPoint(60, 40))
    REPORT["windows"]["two points"] = {**look(), "crosses": crosses(), "points": points(), "searched": searched()}
    grab(iface.mainWindow(), "review-windows", 800)
    click(middle)
    REPORT["windows"]["taken back"] = {"points": points(), "ground": panel().ground.text()}
    click(iface.mapCanvas().rect().topRight() + QPoint(-20, 20))
    REPORT["windows"]["outside"] = {"points": points(), "said": said()}
    press(KEY.Key_Z, CTRL)
    REPORT["windows"]["undone"] = {"points": points(), "title": title()}
    press(KEY.Key_Period)
    press(KEY.Key_N)
    press_button(panel().by_action["none"])
    REPORT["windows"]["all"] = {**look(), "searched": searched(), "waiting": panel().bar.waiting.text()}
    grab(iface.mainWindow(), "review-windows-done", 300)


def another_searches_them() -> None:
    say_who("Third Searcher")
    choose(panel().sample, next(name for name in panel().bar.names() if "windows" in name))
    wait(300)
    REPORT["another searches"] = {**look(), "everything": everything_seen(), "crosses": crosses()}
    say_who(FIRST)


def crosses() -> int:
    """Marks on the map: in a search there is no primary marker, so each is a point that somebody set."""
    return sum(isinstance(item, QgsVertexMarker) and item.isVisible() for item in iface.mapCanvas().scene().items())


def a_sample_is_extended_and_another_drawn_by_what_it_is_to_tell() -> None:
    choose(panel().sample, next(name for name in panel().bar.names() if "seed 7" in name))
    wait(300)
    press_button(panel().bar.extend_button)
    set_spin(panel().bar.extend_form.number, 1)
    grab(iface.mainWindow(), "review-extend", 300)
    press_button(panel().bar.extend_form.draw)
    wait(300)
    REPORT["extended"] = {**look(), "again": panel().bar.extend_button.isEnabled(), "worth": panel().worth.text()}
    press_button(panel().draw_button)
    check(panel().form.by_half_width)
    choose(panel().form.design, "by subregion")
    REPORT["how many"] = panel().form.told.text()
    press_button(panel().form.draw)
    wait(300)
    REPORT["by subregion"] = rows(
        'SELECT "SAMPLE", "DESIGN", "STRATA", "PERSON" FROM samples ORDER BY fid DESC LIMIT 1'
    )


def leave() -> None:
    QgsProject.instance().write(str(FOLDER / "review.qgz"))


run(
    (
        the_first_opens_the_inventory,
        a_sample_is_drawn_where_there_was_none,
        the_first_decides_by_keys_and_by_a_button,
        the_first_goes_back_and_forth,
        the_first_takes_back_and_does_again,
        the_first_ends,
        the_second_sits_down,
        the_second_judges_the_same_sample,
        they_discuss_what_they_see_differently,
        the_first_comes_back,
        a_second_sample_stands_beside_the_first,
        windows_are_searched_by_clicks,
        another_searches_them,
        a_sample_is_extended_and_another_drawn_by_what_it_is_to_tell,
        large_and_small_windows,
        one_reviewer_in_two_windows,
        leave,
    )
)
