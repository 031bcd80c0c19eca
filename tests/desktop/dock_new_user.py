"""Runs inside the real QGIS desktop: the first hour of somebody new, with all that goes wrong in it."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsRasterLayer
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import choose_file
from in_desktop import (
    FOLDER,
    REPORT,
    SAMPLE,
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
    shown,
    wait,
)
from person import press_button, type_into, writing_line

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def open_now() -> str:
    session = controller().session
    return session.inventory.path.name if session else ""


def decided() -> int:
    return int(rows("SELECT count(*) FROM candidates WHERE \"STATE\" <> 'undecided'")[0][0])


def names() -> list[str]:
    person = dock_plugin().dock.header.person
    return [person.itemText(row) for row in range(person.count())]


def make_new(path: Path) -> dict[str, Any]:
    """Press New and write where it is to be."""
    choose_file(lambda: press_button(dock_plugin().dock.header.new_button), path)
    wait(500)
    return {"said": said(), "open": open_now(), "exists": path.exists()}


def new_inventories() -> None:
    show_the_dock()
    grab(iface.mainWindow(), "new-user-empty")
    lost = Path(tempfile.gettempdir()) / "gone with QGIS.gpkg"
    full = FOLDER / "full.gpkg"
    before = full.read_bytes()
    REPORT["new"] = {
        "temporary": make_new(lost),
        "there already": make_new(full),
        "left as it was": full.read_bytes() == before,
        "made": make_new(FOLDER / "brand new é"),
    }
    REPORT["new"]["layers"] = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())
    grab(iface.mainWindow(), "new-user-made")


def nothing_is_decided_without_a_name() -> None:
    scene = QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene")
    QgsProject.instance().addMapLayer(scene)
    open_inventory(FOLDER / "full.gpkg")
    wait(500)
    iface.mapCanvas().setFocus()
    first = shown().fid
    for key in (KEY.Key_1, KEY.Key_2, KEY.Key_D, KEY.Key_Escape):
        press(key)
        REPORT.setdefault("without a name", []).append([decided(), said()])
    press(KEY.Key_4)
    REPORT["drawing without a name"] = controller().session.drawing.is_active
    REPORT["the same is shown"] = shown().fid == first
    REPORT["journal without a name"] = rows("SELECT count(*) FROM journal")[0][0]
    grab(iface.mainWindow(), "new-user-nameless")


def a_name_is_what_was_written() -> None:
    found = REPORT["names"] = {}
    say_who("Ada Mapper-Longname")
    say_who("Ada Mapper")  # how the longer one begins
    found["shorter"] = controller().session.person
    say_who("Ada")
    found["shortest"] = controller().session.person
    found["list"] = names()
    press_button(dock_plugin().dock.header.forget_button)
    wait(200)
    found["forgotten"] = {"list": names(), "who": controller().session.person, "field": written()}
    say_who("Ada Mapper")
    found["in the end"] = controller().session.person


def written() -> str:
    return writing_line(dock_plugin().dock.header.person).text()


def keys_do_nothing_unseen() -> None:
    found = REPORT["unseen"] = {}

    def twice(name: str) -> None:
        """The first press only brings back what is needed to decide; the second decides."""
        before, fid = decided(), shown().fid
        press(KEY.Key_1)
        wait(200)
        first = {"decided": decided() - before, "said": said(), "same": shown().fid == fid}
        grab(iface.mainWindow(), f"new-user-{name}", 300)
        press(KEY.Key_1)
        found[name] = {**first, "then": decided() - before}

    before = decided()
    show_the_dock(False)
    press(KEY.Key_1)
    found["dock is closed"] = decided() - before
    show_the_dock()
    press(KEY.Key_M, CTRL | SHIFT)
    found["a tool in hand"] = not isinstance(iface.mapCanvas().mapTool(), QgsMapToolPan)
    twice("measuring")
    found["pan again"] = isinstance(iface.mapCanvas().mapTool(), QgsMapToolPan)
    for _ in range(12):
        press(KEY.Key_Right)
    wait(300)
    twice("elsewhere")
    iface.mapCanvas().zoomScale(7_600_000)
    wait(300)
    twice("a dot")


def an_outline_that_was_given_up_comes_back() -> None:
    count, journal = "SELECT count(*) FROM rock_glaciers", "SELECT count(*) FROM journal"
    before = rows(count), rows(journal)
    press(KEY.Key_4)
    wait(500)
    for place in (QPoint(300, 300), QPoint(420, 310), QPoint(400, 420)):
        click(place)
    click(QPoint(400, 424), Qt.MouseButton.RightButton)
    wait(300)
    press(KEY.Key_Escape)
    wait(200)
    gone = controller().session.drawing.is_active
    press(KEY.Key_Z, CTRL)
    wait(200)
    REPORT["given up"] = {
        "gone": gone, "back": controller().session.drawing.is_active, "said": said(),
        "as before": (rows(count), rows(journal)) == before,
    }  # fmt: skip
    press(KEY.Key_Return)
    wait(300)
    REPORT["given up"]["accepted"] = rows(count)[0][0] - before[0][0][0]


def the_date_of_an_image_is_asked_once() -> None:
    date = dock_plugin().dock.map_panel.image_date
    found = REPORT["date"] = {"asked": date.isVisible(), "question": date.question.toPlainText()}
    grab(dock_plugin().dock, "new-user-date")
    if date.isVisible():
        type_into(date.field, "2021-08")
        wait(200)
    found["asked again"] = date.isVisible()
    found["kept"] = rows('SELECT DISTINCT "MAP_DATE" FROM rock_glaciers')
    before = decided()
    press(KEY.Key_1)
    found["the next"] = rows('SELECT "MAP_DATE" FROM rock_glaciers ORDER BY fid DESC LIMIT 1')
    found["decided"] = decided() - before


run((
    new_inventories, nothing_is_decided_without_a_name, a_name_is_what_was_written, keys_do_nothing_unseen,
    an_outline_that_was_given_up_comes_back, the_date_of_an_image_is_asked_once,
))  # fmt: skip
