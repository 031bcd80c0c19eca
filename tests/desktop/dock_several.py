"""Runs inside the real QGIS desktop: several candidates at once, and keys of the map, the queue and the view."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsGeometry, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, QPoint, Qt, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import press_in
from fewer_keys import STEPS as FEWER_KEYS
from in_desktop import (
    REPORT,
    SAMPLE,
    click,
    controller,
    dock_plugin,
    elsewhere,
    grab,
    in_the_options,
    is_in_sight,
    look_at_the_scene,
    module,
    on_map,
    open_inventory,
    pixel,
    press,
    rows,
    run,
    said,
    say_who,
    show_the_dock,
    shown,
    wait,
    wait_for,
)
from person import choose, hold_button, hold_key, press_button, type_into

INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
OPENED: list[str] = []


class Browser(QObject):
    """What QGIS is told to open addresses of https with, as a system's browser would be."""

    @pyqtSlot(QUrl)
    def show(self, url: QUrl) -> None:
        OPENED.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


BROWSER = Browser()


def panel() -> Any:
    return dock_plugin().dock.map_panel


def states() -> dict[int, str]:
    return dict(rows('SELECT fid, "STATE" FROM candidates ORDER BY fid'))


def counted(state: str) -> int:
    return sum(one == state for one in states().values())


def outline(fid: int, layer: str = "CANDIDATES") -> QgsGeometry:
    """On the map."""
    schema = module("inventory.schema")
    row = controller().session.inventory.row(getattr(schema, layer), fid)
    return on_map(controller().session.ground.geometry(row[schema.GEOMETRY]))


def inside(fid: int, layer: str = "CANDIDATES") -> QPoint:
    return pixel(outline(fid, layer).pointOnSurface().asPoint())


def drawn() -> None:
    """The map has come, and nobody moves it."""
    iface.mapCanvas().refresh()
    wait(300)
    wait_for(lambda: not iface.mapCanvas().isDrawing())


def listed() -> None:
    """The candidates of the view are listed, and a person has had a glance at them."""
    wait_for(lambda: "Looking" not in panel().choosing.text.text() and panel().mode() == "choosing")
    wait(600)
    wait_for(lambda: not iface.mapCanvas().isDrawing())


def open_the_dock() -> None:
    scene = QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene")
    QgsProject.instance().addMapLayer(scene)
    iface.mapCanvas().setExtent(scene.extent())
    show_the_dock()
    say_who("Ada Mapper")
    open_inventory(INVENTORY)
    drawn()
    grab(iface.mainWindow(), "several-deciding")


def hide_as_a_switch() -> None:
    canvas = iface.mapCanvas()
    before = len(canvas.layers())
    press(KEY.Key_H)
    drawn()
    REPORT["hidden by a press"] = before - len(canvas.layers())
    REPORT["the button says so"] = panel().hide_button.is_marked()
    grab(iface.mainWindow(), "several-hidden")
    press(KEY.Key_1)
    REPORT["a decision while hidden"] = (counted("remain"), len(canvas.layers()) - before, said())
    press(KEY.Key_H)
    press(KEY.Key_H)
    REPORT["shown by another press"] = len(canvas.layers()) - before
    let_go = hold_key(KEY.Key_H)
    wait(600)
    held = before - len(canvas.layers())
    let_go()
    REPORT["held"] = (held, len(canvas.layers()) - before)
    let_go = hold_button(panel().hide_button)
    wait(600)
    held = before - len(canvas.layers())
    let_go()
    REPORT["held by the mouse"] = (held, len(canvas.layers()) - before)


def arrows() -> None:
    first = shown().fid
    press(KEY.Key_Right)
    second = shown().fid
    press(KEY.Key_Left)
    REPORT["arrows"] = (first != second, shown().fid == first)
    drawn()
    before = iface.mapCanvas().center()
    press(KEY.Key_Right, SHIFT)
    after = iface.mapCanvas().center()
    press(KEY.Key_Down, SHIFT)
    lower = iface.mapCanvas().center()
    REPORT["the map by shift and arrows"] = (
        after.x() > before.x(),
        abs(after.y() - before.y()) < iface.mapCanvas().mapUnitsPerPixel() * 2,
        lower.y() < after.y(),
        shown().fid == first,
    )


def another_viewer() -> None:
    QDesktopServices.setUrlHandler("https", BROWSER, "show")
    press(KEY.Key_E)
    place = controller().session.ground.marker_place(controller().session.ground.geometry(shown().row["geom"]))
    REPORT["opened"] = (list(OPENED), place)

    def write(pattern: str) -> str:
        told = []

        def fill(dialog: Any, page: Any) -> None:
            type_into(page.viewer, pattern, KEY.Key_Tab)
            told.append(page.viewer_problem.text() if page.viewer_problem.isVisible() else "")
            if pattern:
                grab(dialog, f"several-options-{len(pattern)}")
            press_in(dialog, QDialogButtonBox.StandardButton.Ok)

        in_the_options(fill)
        return told[0]

    REPORT["told of a pattern"] = write("http://tiles.example/{lat}/{lon}?key=abc123secret")
    del OPENED[:]
    press(KEY.Key_E)
    REPORT["a bad pattern"] = (list(OPENED), said())
    write("https://view.example/?q={lat},{lon}&z={zoom}&s={scale}&key=abc123secret")
    press_button(panel().viewer_button)
    REPORT["own pattern"] = list(OPENED)
    write("")
    QDesktopServices.unsetUrlHandler("https")


def all_remain() -> None:
    look_at_the_scene()
    drawn()
    press(KEY.Key_R)
    listed()
    members = [member.shown.fid for member in controller().mode.choosing.now.members()]
    REPORT["listed"] = {
        "undecided": counted("undecided"),
        "members": members,
        "text": panel().choosing.text.text(),
        "lines": panel().choosing.list.text(),
        "seen": [is_in_sight(part) for part in (panel().choosing.accept, panel().choosing.give_up)],
    }
    grab(iface.mainWindow(), "several-remain-all")
    press(KEY.Key_H)
    grab(iface.mainWindow(), "several-remain-all-hidden")
    press(KEY.Key_Return)
    REPORT["nothing remains unseen"] = (counted("remain"), said())
    click(inside(members[0]))
    REPORT["one left out"] = panel().choosing.list.text()
    press(KEY.Key_Escape)
    REPORT["given up"] = (panel().mode(), counted("remain"))
    press(KEY.Key_R)
    listed()
    journal = rows("SELECT count(*) FROM journal")[0][0]
    press(KEY.Key_Return)
    wait_for(lambda: panel().mode() == "deciding")
    wait(600)  # which ground was seen is written a moment later
    REPORT["all remain"] = {
        "states": [fid for fid, state in states().items() if state == "remain"],
        "journal": rows("SELECT count(*) FROM journal")[0][0] - journal,
        "said": said(),
        "sources": rows('SELECT DISTINCT "SOUR_DATA", "MAPPER" FROM rock_glaciers'),
        "ground": rows("SELECT count(*) FROM reviewed_ground")[0][0],
    }
    press(KEY.Key_Z, CTRL)
    REPORT["undone"] = (counted("remain"), rows("SELECT count(*) FROM rock_glaciers")[0][0], said())
    press(KEY.Key_Z, CTRL | SHIFT)
    REPORT["done again"] = counted("remain")
    press(KEY.Key_Z, CTRL)


def the_map_moves_meanwhile() -> None:
    """What is moved out of view is on the list no more; and another was faster with one of them."""
    look_at_the_scene()
    drawn()
    press(KEY.Key_R)
    listed()
    before = len(controller().mode.choosing.now.members())
    press(KEY.Key_Right, SHIFT)
    press(KEY.Key_Right, SHIFT)
    wait(100)
    listed()
    after = [member.shown.fid for member in controller().mode.choosing.now.members()]
    REPORT["after a move"] = (before, len(after))
    elsewhere(
        INVENTORY,
        "from rgi.gestures.operations import By, remove\nremove(opened, int(more[0]), 'talus', By('Rosa'))",
        next(fid for fid in after if fid != shown().fid),
    )
    press(KEY.Key_Return)
    REPORT["another was faster"] = (counted("remain"), panel().mode(), said())
    listed()
    REPORT["listed anew"] = len(controller().mode.choosing.now.members())
    press(KEY.Key_Escape)


def split_a_candidate() -> None:
    press(KEY.Key_Period)
    drawn()
    fid, known = shown().fid, shown().identifier
    box = outline(fid).boundingBox()
    middle, top, bottom = inside(fid), pixel(box.center()).y(), 0
    top = pixel(type(box.center())(box.center().x(), box.yMaximum())).y() - 15
    bottom = pixel(type(box.center())(box.center().x(), box.yMinimum())).y() + 15
    journal = rows("SELECT count(*) FROM journal")[0][0]
    press(KEY.Key_S)
    wait(500)
    click(QPoint(middle.x(), top))
    click(QPoint(middle.x(), bottom))
    grab(iface.mainWindow(), "several-split")
    click(QPoint(middle.x(), bottom + 4), Qt.MouseButton.RightButton)
    wait(300)
    press(KEY.Key_Return)
    wait(300)
    REPORT["split"] = {
        "units": rows(f'SELECT "RGS_ID", "SOUR_DATA" FROM rock_glaciers WHERE "CANDIDATE" = \'{known}\''),
        "state": states()[fid],
        "journal": rows(f'SELECT "OPERATION" FROM journal WHERE fid > {journal}'),
        "on": shown().fid != fid and shown().is_candidate,
        "said": said(),
    }


def merge_by_clicks() -> None:
    look_at_the_scene()
    drawn()
    press(KEY.Key_Period)  # to a candidate
    look_at_the_scene()
    drawn()
    first = shown().fid
    nearby = iface.mapCanvas().rect().adjusted(10, 10, -10, -10)
    covered = [outline(fid, "ROCK_GLACIERS") for (fid,) in rows("SELECT fid FROM rock_glaciers")]
    free = [
        fid
        for fid, state in states().items()
        if state == "undecided"
        and fid != first
        and nearby.contains(inside(fid))
        and not any(one.intersects(outline(fid)) for one in covered)
    ]
    second, third = free[:2]
    press(KEY.Key_M)
    drawn()
    click(inside(second))
    click(inside(third))
    REPORT["chosen"] = (panel().choosing.list.text().count("Candidate"), panel().choosing.text.text())
    grab(iface.mainWindow(), "several-merge")
    click(inside(third))  # once more: not that one
    REPORT["chosen no more"] = panel().choosing.list.text().count("Candidate")
    press(KEY.Key_Return)
    wait(300)
    REPORT["merged"] = {
        "states": [states()[fid] for fid in (first, second, third)],
        "journal": rows('SELECT "OPERATION", "PERSON" FROM journal ORDER BY fid DESC LIMIT 1'),
        "a candidate is shown": shown().is_candidate,
        "said": said(),
    }
    press(KEY.Key_Z, CTRL)
    REPORT["merge undone"] = [states()[fid] for fid in (first, second, third)]
    press(KEY.Key_Z, CTRL | SHIFT)


def orders() -> None:
    for order in ("most useful", "clear", "neighbours"):
        choose(panel().queue.order, order)
        press(KEY.Key_Right)
        REPORT[order] = shown().is_open
    grab(panel(), "several-orders")
    choose(panel().queue.order, "nearest")


def previous_after_opening_again() -> None:
    press(KEY.Key_Period)
    decided = shown().fid
    drawn()
    press(KEY.Key_1)
    open_inventory(INVENTORY)
    drawn()
    press(KEY.Key_Left)
    REPORT["previous after opening again"] = (shown().fid == decided, states()[decided], panel().mode())
    wait(300)
    press(KEY.Key_Left)
    REPORT["and before"] = (shown().is_candidate, shown().row.get("STATE") or "rock glacier")
    press(KEY.Key_Right)
    press(KEY.Key_Left)
    REPORT["and forth and back"] = shown().is_candidate


def other_sizes() -> None:
    window, dock = iface.mainWindow(), dock_plugin().dock
    window.resize(1366, 768)
    press(KEY.Key_Right)
    look_at_the_scene()
    press(KEY.Key_R)
    listed()
    grab(window, "several-1366", 500)
    REPORT["seen at 1366 x 768"] = [is_in_sight(part) for part in (panel().choosing.accept, panel().choosing.give_up)]
    press(KEY.Key_Escape)
    window.resize(1600, 900)
    dock.setFloating(True)
    dock.resize(300, 860)
    wait(400)
    grab(dock, "several-narrow")
    QApplication.setActiveWindow(window)
    iface.mapCanvas().setFocus()
    press(KEY.Key_R)
    listed()
    grab(dock, "several-narrow-list")
    press(KEY.Key_Escape)
    press(KEY.Key_M)
    wait(300)
    grab(dock, "several-narrow-merge")
    press(KEY.Key_Escape)
    dock.setFloating(False)
    QgsApplication.setUITheme("Night Mapping")
    wait(800)
    press(KEY.Key_R)
    listed()
    grab(window, "several-night", 500)
    press(KEY.Key_Escape)


run(
    (
        open_the_dock,
        hide_as_a_switch,
        arrows,
        another_viewer,
        all_remain,
        the_map_moves_meanwhile,
        split_a_candidate,
        merge_by_clicks,
        orders,
        previous_after_opening_again,
        *FEWER_KEYS,
        other_sizes,
    )
)
