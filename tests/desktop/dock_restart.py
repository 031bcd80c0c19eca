"""Runs inside the real QGIS desktop, after `dock_session.py` was closed: undo goes on where it was."""

from __future__ import annotations

import os
import sys
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import press_in
from in_desktop import (
    FOLDER,
    REPORT,
    dock_plugin,
    grab,
    in_the_options,
    in_the_settings,
    press,
    rows,
    run,
    said,
    say_who,
    show_the_dock,
    wait,
)
from person import set_spin, type_into, writing_line

OK = QDialogButtonBox.StandardButton.Ok


def open_yesterdays_project() -> None:
    show_the_dock()
    QgsProject.instance().read(str(FOLDER / "day.qgz"))
    wait(2000)
    session = dock_plugin().controller.session
    REPORT["detected"] = session.inventory.path.name if session else ""
    REPORT["person"] = session.person if session else ""
    REPORT["shown"] = bool(dock_plugin().controller.mode.shown)
    grab(iface.mainWindow(), "dock-restart", 800)


def options_and_dock_leave_each_others_settings() -> None:
    """Two dialogs with settings, one after the other and back: neither takes from the other what it keeps."""
    kept: dict[str, object] = {}

    def name_a_folder(dialog: Any, page: Any) -> None:
        type_into(page.models.lineEdit(), str(FOLDER), Qt.Key.Key_Tab)
        press_in(dialog, OK)

    def zoom_out(dialog: Any) -> None:
        set_spin(dialog.context, 550)
        press_in(dialog, OK)

    def read_and_clear(dialog: Any, page: Any) -> None:
        kept["models"] = page.models.filePath()
        type_into(page.models.lineEdit(), "", Qt.Key.Key_Tab)
        press_in(dialog, OK)

    def read(dialog: Any) -> None:
        kept["context"] = dialog.context.value()
        press_in(dialog, QDialogButtonBox.StandardButton.Cancel)

    in_the_options(name_a_folder)
    kept["person after the options"] = who_is_there()
    in_the_settings(zoom_out)
    in_the_options(read_and_clear)
    in_the_settings(read)
    kept["person"], kept["session"] = who_is_there(), dock_plugin().controller.session.person
    say_who("Somebody Else")
    say_who("Ada Mapper")
    header = dock_plugin().dock.header
    kept["names"] = [header.person.itemText(row) for row in range(header.person.count())]
    kept["recent"] = [header.inventory.itemText(row) for row in range(header.inventory.count())]
    REPORT["both kept"] = kept


def who_is_there() -> str:
    return writing_line(dock_plugin().dock.header.person).text()


def undo_reaches_back() -> None:
    REPORT["at first"] = rows('SELECT "ID", "OPERATION" FROM rock_glaciers ORDER BY fid')
    undone = 0
    while dock_plugin().controller.session.inventory.undoable("Ada Mapper")[0] and undone < 50:
        before = rows("SELECT count(*) FROM journal")
        press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        if rows("SELECT count(*) FROM journal") == before:
            REPORT["refused"] = said()
            break
        undone += 1
    REPORT["undone"] = undone
    REPORT["left"] = rows('SELECT "ID", "OPERATION", "COMMENT" FROM rock_glaciers ORDER BY fid')
    wait(500)


run((open_yesterdays_project, options_and_dock_leave_each_others_settings, undo_reaches_back))
