"""Runs inside the real QGIS desktop: files and projects that are not as they should be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsProject
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from in_desktop import (
    FOLDER,
    REPORT,
    click,
    controller,
    dock_plugin,
    grab,
    open_inventory,
    press,
    rows,
    run,
    said,
    say_who,
    show_the_dock,
    wait,
)
from person import choose

HOLD_THE_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


def open_file(name: str) -> None:
    open_inventory(FOLDER / name)


def hold_the_lock(name: str) -> subprocess.Popen[str]:
    """Another program that is writing, until it is told to end."""
    command = [sys.executable if "python" in Path(sys.executable).name else "python3", "-c", HOLD_THE_LOCK]
    holder = subprocess.Popen([*command, str(FOLDER / name)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    holder.stdout.readline()
    return holder


def decided() -> int:
    return int(rows("SELECT count(*) FROM candidates WHERE \"STATE\" <> 'undecided'")[0][0])


def begin() -> None:
    show_the_dock()
    say_who("Ada Mapper")


def files_that_cannot_be_opened() -> None:
    open_file("good.gpkg")
    REPORT["good"] = controller().session.inventory.path.name
    REPORT["refused"] = {}
    for path in sorted(FOLDER.glob("bad-*")):
        open_file(path.name)
        REPORT["refused"][path.name] = said()
    shutil.copy(FOLDER / "good.gpkg", FOLDER / "no-such-file.gpkg")
    open_file("no-such-file.gpkg")
    open_file("good.gpkg")
    (FOLDER / "no-such-file.gpkg").unlink()  # it is in the list of recent ones still
    choose(dock_plugin().dock.header.inventory, str(FOLDER / "no-such-file.gpkg"))
    wait(300)
    REPORT["refused"]["no-such-file.gpkg"] = said()
    REPORT["still open"] = controller().session.inventory.path.name
    REPORT["header"] = Path(dock_plugin().dock.header.inventory.currentData() or "").name
    grab(iface.mainWindow(), "dock-refused")


def an_older_one() -> None:
    open_file("older.gpkg")
    REPORT["older"] = {
        "said": said(),
        "version": rows('SELECT "VALUE" FROM inventory_info WHERE "KEY" = \'schema_version\''),
        "copies": sorted(path.name for path in FOLDER.glob("older.schema1*")),
    }


def locked_by_another_program() -> None:
    open_file("locked.gpkg")
    holder = hold_the_lock("locked.gpkg")
    press(Qt.Key.Key_1)
    REPORT["locked"] = {"said": said(), "decided": decided(), "shown": bool(controller().mode.shown)}
    grab(iface.mainWindow(), "dock-locked")
    holder.communicate("\n")
    press(Qt.Key.Key_1)
    REPORT["locked"]["decided afterwards"] = decided()


def locked_while_an_outline_is_drawn() -> None:
    """Accepting fails, the outline stays on the map, and is written when the lock is gone."""
    press(Qt.Key.Key_4)
    wait(500)
    for place in (QPoint(300, 300), QPoint(420, 310), QPoint(400, 420)):
        click(place)
    count = rows("SELECT count(*) FROM rock_glaciers")[0][0]
    holder = hold_the_lock("locked.gpkg")
    press(Qt.Key.Key_Return)
    REPORT["locked drawing"] = {"said": said(), "is kept": controller().session.drawing.is_active}
    holder.communicate("\n")
    press(Qt.Key.Key_Return)
    REPORT["locked drawing"]["written"] = rows("SELECT count(*) FROM rock_glaciers")[0][0] - count
    REPORT["locked drawing"]["is over"] = not controller().session.drawing.is_active


def moved_underneath() -> None:
    open_file("moved.gpkg")
    path = FOLDER / "moved.gpkg"
    path.rename(FOLDER / "elsewhere.gpkg")
    press(Qt.Key.Key_1)
    REPORT["moved"] = {"said": said()}
    (FOLDER / "elsewhere.gpkg").rename(path)
    press(Qt.Key.Key_1)
    REPORT["moved"]["decided when back"] = decided()


def nothing_to_decide() -> None:
    open_file("empty.gpkg")
    REPORT["empty"] = dock_plugin().dock.map_panel.facts.message.text()
    open_file("no-geometry.gpkg")
    REPORT["without geometry"] = {
        "in the file": rows("SELECT count(*) FROM candidates")[0][0],
        "in the queue": len(controller().session.queue),
        "shown": bool(controller().mode.shown),
    }


def read_only() -> None:
    folder = FOLDER / "read-only"
    if not folder.exists():
        REPORT["read-only"] = None
        return
    open_file("read-only/good.gpkg")
    REPORT["read-only"] = {"said": said(), "shown": bool(controller().mode.shown)}
    press(Qt.Key.Key_1)
    REPORT["read-only"]["decided"] = decided()
    grab(iface.mainWindow(), "dock-read-only")
    open_file("good.gpkg")


def in_another_system_and_without_a_basemap() -> None:
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    open_file("other-crs.gpkg")
    wait(500)
    press(Qt.Key.Key_1)
    REPORT["in Web Mercator"] = rows(
        'SELECT r."AREA" / c."AREA", abs(r."LAT" - c."LAT") < 0.01 FROM rock_glaciers r '
        'JOIN candidates c ON c."CANDIDATE_ID" = r."CANDIDATE"'
    )
    REPORT["images"] = len([layer for layer in iface.mapCanvas().layers() if layer.type() == 1])


def nobody_has_a_name() -> None:
    say_who("")
    REPORT["no name"] = said()


def the_project_is_closed() -> None:
    QgsProject.instance().clear()
    wait(300)
    REPORT["closed"] = controller().session is None
    press(Qt.Key.Key_1)  # nothing is open: nothing happens


run(
    (
        begin,
        files_that_cannot_be_opened,
        an_older_one,
        locked_by_another_program,
        locked_while_an_outline_is_drawn,
        moved_underneath,
        nothing_to_decide,
        read_only,
        in_another_system_and_without_a_basemap,
        nobody_has_a_name,
        the_project_is_closed,
    )
)
