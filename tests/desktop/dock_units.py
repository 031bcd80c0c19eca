"""Runs inside the real QGIS desktop: units are proposed, fewer of them taken, given up, or drawn instead."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsHillshadeRenderer, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from in_desktop import (
    REPORT,
    click_on_rock_glacier,
    dock_plugin,
    elsewhere,
    grab,
    is_in_sight,
    open_inventory,
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
from person import press_button

FOLDER = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"]).parent
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def panel() -> Any:
    return dock_plugin().dock.map_panel


def bar() -> Any:
    return panel().cutting


def state() -> tuple[int, int, int]:
    """Rock glaciers, undecided candidates, rows of the journal."""
    counts = ("SELECT count(*) FROM rock_glaciers", "SELECT count(*) FROM candidates WHERE STATE='undecided'")
    return tuple(rows(sql)[0][0] for sql in (*counts, "SELECT count(*) FROM journal"))  # type: ignore[return-value]


def cuts_listed() -> list[str]:
    return bar().list.text().splitlines()


def propose(by_key: bool = True) -> None:
    """Ask, and wait until cuts are shown."""
    if by_key:
        press(KEY.Key_P)
    else:
        press_button(panel().units)
    wait_for(lambda: panel().mode() != "cutting" or cuts_listed())
    wait(200)


def open_the_dock() -> None:
    ground = QgsRasterLayer(str(FOLDER / "dem.tif"), "Ground")
    ground.setRenderer(QgsHillshadeRenderer(ground.dataProvider(), 1, 315, 45))
    QgsProject.instance().addMapLayer(ground)
    iface.mapCanvas().setExtent(ground.extent())
    show_the_dock()
    say_who("Ada Mapper")
    open_inventory(FOLDER / "units.gpkg")
    wait(300)
    REPORT["before"] = state()
    grab(iface.mainWindow(), "units-deciding")


def a_candidate_is_parted_and_given_up() -> None:
    REPORT["can be asked"] = [panel().units.isEnabled(), is_in_sight(panel().units), panel().units.toolTip()]
    propose()
    REPORT["proposed"] = {
        "mode": panel().mode(),
        "text": bar().text.text(),
        "cuts": cuts_listed(),
        "seen": [is_in_sight(button) for button in (bar().accept, bar().drop, bar().give_up, bar().draw)],
    }
    grab(iface.mainWindow(), "units-proposed", 600)
    press(KEY.Key_Backspace)
    REPORT["one dropped"] = cuts_listed()
    press(KEY.Key_Escape)
    REPORT["given up"] = (panel().mode(), state())


def all_are_dropped() -> None:
    propose(by_key=False)
    for _ in range(len(cuts_listed())):
        press(KEY.Key_Backspace)
    REPORT["all dropped"] = (panel().mode(), state())


def fewer_are_taken() -> None:
    propose()
    press(KEY.Key_Backspace)
    taken = len(cuts_listed())
    press(KEY.Key_Return)
    wait(300)
    sql = "SELECT OPERATION, PARAMETERS FROM journal ORDER BY fid DESC LIMIT 1"
    operation, parameters = rows(sql)[0]
    REPORT["taken"] = {
        "cuts": taken,
        "state": state(),
        "units": rows("SELECT ID, RGS_ID, OPERATION, CANDIDATE FROM rock_glaciers WHERE CANDIDATE='sim-1'"),
        "operation": operation,
        "parameters": json.loads(parameters),
        "said": said(),
    }
    grab(iface.mainWindow(), "units-taken", 600)
    press(KEY.Key_Z, CTRL)
    wait(300)
    REPORT["undone"] = state()


def one_body_is_one_unit() -> None:
    wait_for(lambda: shown() is not None)
    for _ in range(2):
        if shown().title != "Candidate 2 of run sim":
            press(KEY.Key_Period)
            wait(200)
    propose()
    REPORT["one unit"] = (panel().mode(), said(), shown().title)


def a_rock_glacier_is_parted_by_hand_instead() -> None:
    click_on_rock_glacier(1)
    wait(300)
    propose()
    REPORT["rock glacier"] = (panel().mode(), len(cuts_listed()))
    press(KEY.Key_S)
    wait(300)
    REPORT["by hand"] = (panel().mode(), panel().drawing.heading.text())
    press(KEY.Key_Escape)
    wait(300)
    propose()
    press(KEY.Key_Return)
    wait(300)
    REPORT["parted"] = rows("SELECT ID, RGS_ID FROM rock_glaciers ORDER BY fid")
    press(KEY.Key_Z, CTRL)
    wait(300)


def another_is_shown_meanwhile() -> None:
    click_on_rock_glacier(1)
    wait(200)
    press(KEY.Key_P)
    press(KEY.Key_Escape)  # before the engine has answered
    wait(1500)
    REPORT["asked and left"] = (panel().mode(), state())


def other_sizes() -> None:
    window, dock = iface.mainWindow(), dock_plugin().dock
    open_inventory(FOLDER / "units.gpkg")
    click_on_rock_glacier(1)
    wait(300)
    window.resize(1366, 768)
    propose()
    grab(window, "units-1366", 500)
    REPORT["seen at 1366 x 768"] = [is_in_sight(button) for button in (bar().accept, bar().give_up, bar().drop)]
    press(KEY.Key_Escape)
    window.resize(1600, 900)
    dock.setFloating(True)
    dock.resize(300, 860)
    wait(400)
    grab(dock, "units-narrow")
    QApplication.setActiveWindow(window)
    iface.mapCanvas().setFocus()
    propose()
    grab(dock, "units-narrow-cuts")
    press(KEY.Key_Escape)
    dock.setFloating(False)
    QgsApplication.setUITheme("Night Mapping")
    wait(800)
    propose()
    grab(window, "units-night", 500)
    press(KEY.Key_Escape)


def without_a_dem() -> None:
    open_inventory(FOLDER / "no dem.gpkg")
    wait(300)
    press(KEY.Key_P)
    wait(200)
    REPORT["no dem"] = (panel().mode(), said())


SOMEBODY_ELSE = """
from rgi.gestures.operations import By, remove
remove(opened, int(more[0]), "talus", By("Bob Mapper"))
"""


def another_person_is_faster() -> None:
    """Two look at the cuts of one system; the other removes it before Enter."""
    wait_for(lambda: shown() is not None)
    for _ in range(2):
        if shown().title != "Candidate 1 of run sim":
            press(KEY.Key_Period)
            wait(200)
    propose()
    before = state()
    [[fid]] = rows("SELECT fid FROM candidates WHERE CANDIDATE_ID='sim-1'")
    elsewhere(FOLDER / "units.gpkg", SOMEBODY_ELSE, fid)
    shown_cuts = len(cuts_listed())
    press(KEY.Key_Return)
    wait(300)
    REPORT["faster"] = {
        "cuts": shown_cuts,
        "said": said(),
        "rock glaciers": state()[0] - before[0],
        "candidate": rows(f"SELECT STATE FROM candidates WHERE fid={fid}"),
        "mode": panel().mode(),
    }


def at_the_edge_of_the_map() -> None:
    """A system across 180 degrees, and one that the DEM covers by half."""
    open_inventory(FOLDER / "edge é.gpkg")
    wait_for(lambda: shown() is not None)
    for _ in range(2):
        if shown().title != "Candidate 1 of run edge":
            press(KEY.Key_Period)
            wait(200)
    propose()
    cuts = len(cuts_listed())
    grab(iface.mainWindow(), "units-across-180", 500)
    press(KEY.Key_Return)
    wait(300)
    areas = rows("SELECT AREA FROM rock_glaciers WHERE CANDIDATE='edge-1'")
    [[whole]] = rows("SELECT AREA FROM candidates WHERE CANDIDATE_ID='edge-1'")
    REPORT["across 180"] = {"cuts": cuts, "areas": [area for (area,) in areas], "whole": whole, "said": said()}
    wait_for(lambda: shown() is not None and shown().title == "Candidate 2 of run edge")
    before = state()
    propose()
    REPORT["half a dem"] = {"mode": panel().mode(), "said": said(), "written": state() != before}
    grab(dock_plugin().dock, "units-half-a-dem")


run(
    (
        open_the_dock,
        a_candidate_is_parted_and_given_up,
        all_are_dropped,
        fewer_are_taken,
        one_body_is_one_unit,
        a_rock_glacier_is_parted_by_hand_instead,
        another_is_shown_meanwhile,
        another_person_is_faster,
        at_the_edge_of_the_map,
        without_a_dem,
        other_sizes,
    )
)
