"""Runs inside the real QGIS desktop: what is still open is gone through, by clicks and keys, until nothing is.

The inventory was made with two overlapping rock glaciers, a marker outside, one without a date and a small one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QPushButton
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import press_in, run_in
from in_desktop import (
    FOLDER,
    REPORT,
    SAMPLE,
    dock_plugin,
    elsewhere,
    go_to_mode,
    grab,
    is_in_sight,
    open_inventory,
    press,
    run,
    said,
    say_who,
    show_the_dock,
    wait,
    wait_for,
)
from person import choose, choose_in_menus, make_active, press_button, type_into
from toolbox import field, log_of

INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
KEY = Qt.Key
FOR_OTHERS = ("exportinventory", "publishinventory")


def panel() -> Any:
    return dock_plugin().dock.finish_panel


def map_panel() -> Any:
    return dock_plugin().dock.map_panel


def is_counted() -> bool:
    return all("…" not in button.text() for button in panel().kinds.values())


def _button(button: Any) -> tuple[str, bool, bool]:
    """What is on it, whether it can be pressed, and whether it is there."""
    return button.text().replace("\u202f", " "), button.isEnabled(), button.isVisible()


def counted() -> dict[str, Any]:
    """What the panel says, when it has counted all."""
    wait_for(is_counted)
    return {
        "kinds": {kind: _button(button) for kind, button in panel().kinds.items()},
        "title": panel().title.text(),
        "done": panel().done.text(),
        "status": panel().status.text(),
        "progress": panel().progress.text.text(),
        "reviewed": panel().reviewed.text(),
        "parts": [
            [panel().parts.topLevelItem(row).text(column) for column in range(3)]
            for row in range(panel().parts.topLevelItemCount())
        ],
        "fill": panel().fill_button.isVisible(),
        "tools": {name: (button.isEnabled(), button.toolTip()) for name, button in panel().tools.items()},
        "going out": panel().going_out.text(),
    }


def walked() -> dict[str, Any]:
    """What Map mode says while one goes through a kind."""
    return {
        "walk": map_panel().walk.text.text() if map_panel().walk.isVisible() else "",
        "advice": map_panel().walk.advice.text(),
        "told": map_panel().walk.told.text(),
        "queue": map_panel().queue.isVisible(),
        "title": map_panel().facts.title.whole(),
        "message": map_panel().facts.message.text(),
        "finish": map_panel().finish_button.isVisible(),
    }


# From the last candidate to Finish


def all_candidates_are_decided() -> None:
    scene = QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene")
    QgsProject.instance().addMapLayer(scene)
    iface.mapCanvas().setExtent(scene.extent())
    show_the_dock()
    say_who("Fiona Finish")
    open_inventory(INVENTORY)
    go_to_mode("finish")
    REPORT["at first"] = counted()
    grab(iface.mainWindow(), "finish-first", 800)
    press(KEY.Key_1)
    REPORT["to candidates"] = {**walked(), "mode": dock_plugin().dock.mode()}
    press(KEY.Key_2)  # removed, for the reason that comes next
    press(KEY.Key_T)
    REPORT["all decided"] = walked()
    grab(iface.mainWindow(), "finish-all-decided", 500)
    press_button(map_panel().finish_button)
    REPORT["finish"] = counted()
    grab(iface.mainWindow(), "finish-panel", 800)


# Through the kinds


def overlaps_are_clipped() -> None:
    press_button(panel().kinds["overlaps"])
    wait(300)
    REPORT["overlap"] = walked()
    grab(iface.mainWindow(), "finish-overlap", 800)
    [clip] = [button for button in map_panel().warnings.buttons if button.text() == "Clip"]
    press_button(clip)
    wait(300)
    REPORT["overlap"]["said"] = said()
    press(KEY.Key_Period)
    REPORT["overlap"]["then"] = walked()
    press(KEY.Key_Comma)
    REPORT["overlap"]["back again"] = walked()
    press(KEY.Key_F)
    REPORT["clipped"] = counted()


def a_marker_is_put_inside() -> None:
    press(KEY.Key_4)
    wait(500)
    REPORT["marker"] = walked()
    grab(iface.mainWindow(), "finish-marker", 500)
    [put] = [button for button in map_panel().warnings.buttons if button.text() == "Put it inside"]
    press_button(put)
    wait(300)
    REPORT["marker"]["offered again"] = [button.text() for button in map_panel().warnings.buttons]
    press_button(map_panel().walk.back)
    REPORT["marker inside"] = counted()


def a_date_is_written() -> None:
    press(KEY.Key_8)
    wait(300)
    REPORT["date"] = {**walked(), "asked": map_panel().image_date.question.toPlainText()}
    grab(iface.mainWindow(), "finish-date", 500)
    type_into(map_panel().image_date.field, "2021-08")
    press(KEY.Key_F)
    REPORT["dated"] = counted()


def reviews_are_led_to() -> None:
    press(KEY.Key_0)
    REPORT["review"] = {"mode": dock_plugin().dock.mode(), "form": dock_plugin().dock.review_panel.form.isVisible()}
    go_to_mode("finish")


SOMEBODY_ELSE = """
from rgi.gestures import operations
from rgi.inventory.schema import ROCK_GLACIERS, CANDIDATES
fid = opened.rows(CANDIDATES, ())[0][0]
operations.remove(opened, fid, "talus", operations.By("Bob 冰"))
"""


def _opened_by(button: Any) -> Any:
    """The dialog of a tool that a button opens."""
    panel().ensureWidgetVisible(button)
    wait(200)
    return _opened(lambda: press_button(button))


def _opened(press_it: Callable[[], None]) -> Any:
    press_it()
    wait(800)
    [dialog] = [one for one in QApplication.topLevelWidgets() if hasattr(one, "runButton") and one.isVisible()]
    make_active(dialog)
    dialog.resize(1000, 720)
    dialog.move(0, 0)
    wait(200)
    return dialog


def statistics_and_report_are_opened() -> None:
    """Each of the tools knows the inventory, or the layer of its rock glaciers."""
    opened = {}
    for name, button in panel().tools.items():
        dialog = _opened_by(button)
        grid = name == "gridstatistics"
        known = field(dialog, "INPUT", QComboBox).currentText() if grid else field(dialog, "INVENTORY").text()
        opened[name] = (dialog.windowTitle(), known)
        press_in(dialog, QDialogButtonBox.StandardButton.Close)
        make_active(iface.mainWindow())
    REPORT["opened"] = opened


def attributes_are_filled_by_the_tool() -> None:
    """Its dialog knows the inventory; what it has filled is counted by itself."""
    dialog = _opened_by(panel().fill_button)
    REPORT["tool"] = {"title": dialog.windowTitle(), "layer": field(dialog, "LAYER", QComboBox).currentText()}
    REPORT["tool"]["inventory"] = field(dialog, "INVENTORY").text()
    type_into(field(dialog, "DEM"), str(SAMPLE / "dem.tif"), KEY.Key_Tab)
    REPORT["tool"]["ran"] = run_in(dialog)[0]
    press_in(dialog, QDialogButtonBox.StandardButton.Close)
    make_active(iface.mainWindow())
    wait(3500)
    REPORT["filled"] = counted()


def it_goes_out() -> None:
    """What is open is told in the panel and gone through; the tools ask about it, and then write on the disk."""
    panel().ensureWidgetVisible(panel().tools["publishinventory"])
    grab(iface.mainWindow(), "finish-going-out", 500)
    press_button(panel().open_ones)
    wait(300)
    REPORT["open one"] = walked()
    grab(iface.mainWindow(), "finish-open-one", 300)
    press(KEY.Key_F)
    wait_for(is_counted)
    REPORT["exported"] = _goes_out("exportinventory", KEY.Key_E, {}, "leave-out")
    REPORT["published"] = _goes_out("publishinventory", KEY.Key_P, {"VERSION": "1.0"}, "include")
    make_active(iface.mainWindow())


def _goes_out(name: str, key: Any, texts: dict[str, str], open_: str) -> dict[str, Any]:
    """Press a tool's key; it refuses what is open, and writes when a person has said what becomes of it."""
    dialog = _opened(lambda: press(key))
    grab(dialog, f"finish-{name}", 200)
    told = {"inventory": field(dialog, "INVENTORY").text(), "folder": field(dialog, "OUTPUT").text()}
    for parameter, text in texts.items():
        type_into(field(dialog, parameter), text, KEY.Key_Tab)
    told["refused"] = not run_in(dialog)[0]
    told["log"] = log_of(dialog)
    told["nothing there"] = not Path(told["folder"]).exists()
    grab(dialog, f"finish-{name}-refused", 200)
    press_button(next(one for one in dialog.findChildren(QPushButton) if one.text() == "Change Parameters"))
    wait(200)
    choose(field(dialog, "OPEN", QComboBox), open_)
    told["ran"], results = run_in(dialog)
    grab(dialog, f"finish-{name}-log", 200)
    told["results"], told["log then"] = results, log_of(dialog)
    told["files"] = sorted(str(path.relative_to(told["folder"])) for path in Path(told["folder"]).rglob("*.*"))
    shapes = sorted(Path(told["folder"]).rglob("*.shp"))
    told["shapefiles"] = {one.name: QgsVectorLayer(str(one), "out", "ogr").featureCount() for one in shapes}
    press_in(dialog, QDialogButtonBox.StandardButton.Close)
    make_active(iface.mainWindow())
    return told


def somebody_else_changes_the_file() -> None:
    before = counted()["progress"]
    elsewhere(INVENTORY, SOMEBODY_ELSE)
    wait(3500)
    REPORT["elsewhere"] = {"before": before, **counted()}


def the_menu_leads_there() -> None:
    go_to_mode("map")
    menus = [one.menu() for one in iface.pluginMenu().actions() if one.menu() is not None]
    [ours] = [one for one in menus if one.title() == "Rock glacier inventory"]
    choose_in_menus(iface.mainWindow().menuBar(), (iface.pluginMenu(), ours), "Finish the inventory")
    REPORT["by the menu"] = dock_plugin().dock.mode()


def large_and_small_windows() -> None:
    hidden = {}
    for name, (width, height) in (("1600x900", (1600, 900)), ("1366x768", (1366, 768))):
        iface.mainWindow().resize(width, height)
        wait(800)
        hidden[name] = [
            kind for kind, button in panel().kinds.items() if button.isVisible() and not is_in_sight(button)
        ]
        grab(iface.mainWindow(), f"finish-{name}", 500)
    iface.mainWindow().resizeDocks([dock_plugin().dock], [300], Qt.Orientation.Horizontal)
    wait(500)
    REPORT["narrow width"] = dock_plugin().dock.width()
    for name in ("300px", "300px-night"):
        if name.endswith("night"):
            QgsApplication.setUITheme("Night Mapping")
            wait(800)
        hidden[name] = [
            kind for kind, button in panel().kinds.items() if button.isVisible() and not is_in_sight(button)
        ]
        grab(iface.mainWindow(), f"finish-{name}", 500)
        panel().ensureWidgetVisible(panel().tools[FOR_OTHERS[1]])
        wait(200)
        hidden[name] += [tool for tool in FOR_OTHERS if not is_in_sight(panel().tools[tool])]
        grab(iface.mainWindow(), f"finish-foot-{name}", 300)
        panel().ensureWidgetVisible(panel().kinds["small"])
        press(KEY.Key_5)
        grab(iface.mainWindow(), f"finish-walk-{name}", 500)
        press(KEY.Key_F)
        wait_for(is_counted)
    REPORT["hidden"] = hidden


def leave() -> None:
    QgsProject.instance().write(str(FOLDER / "finish.qgz"))


run(
    (
        all_candidates_are_decided,
        overlaps_are_clipped,
        a_marker_is_put_inside,
        a_date_is_written,
        reviews_are_led_to,
        it_goes_out,
        attributes_are_filled_by_the_tool,
        statistics_and_report_are_opened,
        somebody_else_changes_the_file,
        the_menu_leads_there,
        large_and_small_windows,
        leave,
    )
)
