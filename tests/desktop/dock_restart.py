"""Runs inside the real QGIS desktop, after `dock_session.py` was closed: undo goes on where it was."""

from __future__ import annotations

import os
import sys

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from in_desktop import FOLDER, REPORT, dock_plugin, grab, press, rows, run, said, show_the_dock, wait


def open_yesterdays_project() -> None:
    show_the_dock()
    QgsProject.instance().read(str(FOLDER / "day.qgz"))
    wait(2000)
    session = dock_plugin().controller.session
    REPORT["detected"] = session.inventory.path.name if session else ""
    REPORT["person"] = session.person if session else ""
    REPORT["shown"] = bool(dock_plugin().controller.mode.shown)
    grab(iface.mainWindow(), "dock-restart", 800)


def undo_reaches_back() -> None:
    REPORT["at first"] = rows('SELECT "ID", "OPERATION" FROM rock_glaciers ORDER BY fid')
    undone = 0
    while dock_plugin().controller.session.inventory.history.last_done("Ada Mapper") and undone < 50:
        before = rows("SELECT count(*) FROM journal")
        press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        if rows("SELECT count(*) FROM journal") == before:
            REPORT["refused"] = said()
            break
        undone += 1
    REPORT["undone"] = undone
    REPORT["left"] = rows('SELECT "ID", "OPERATION", "COMMENT" FROM rock_glaciers ORDER BY fid')
    wait(500)


run((open_yesterdays_project, undo_reaches_back))
