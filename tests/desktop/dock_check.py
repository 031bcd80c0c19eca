"""Runs inside the real QGIS desktop: an inventory that breaks rules is checked, and gone through by clicks and keys."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import in_dialog, press_in
from in_desktop import (
    FOLDER,
    REPORT,
    SAMPLE,
    dock_plugin,
    go_to_mode,
    grab,
    is_in_sight,
    open_inventory,
    press,
    run,
    say_who,
    show_the_dock,
    wait,
    wait_for,
)
from person import press_button, type_into

INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
KEY = Qt.Key
SYSTEM = "RGS306002N0861073E"


def view() -> Any:
    return dock_plugin().dock.finish_panel.check


def walk_bar() -> Any:
    return dock_plugin().dock.map_panel.walk


def bring_into_sight(widget: Any) -> Any:
    """As a person scrolls the panel."""
    dock_plugin().dock.finish_panel.ensureWidgetVisible(widget)
    wait(200)
    return widget


def is_checked() -> bool:
    return "faults" in view().status.text() or "Nothing was found" in view().status.text()


def listed() -> dict[str, Any]:
    """What the list says."""
    buttons = {name: button for name, button in view().rules.items() if button.isVisible()}
    return {
        "status": view().status.text(),
        "old": view().old.text(),
        "rules": {name: (button.text(), button.isEnabled()) for name, button in buttons.items()},
    }


def walked() -> dict[str, Any]:
    return {
        "walk": walk_bar().text.text(),
        "told": walk_bar().told.text(),
        "advice": walk_bar().advice.text(),
        "remedy": walk_bar().remedy.text() if walk_bar().remedy.isVisible() else "",
        "offered": [button.text() for button in dock_plugin().dock.map_panel.warnings.buttons],
    }


def check() -> None:
    press_button(bring_into_sight(view().begin))
    wait_for(is_checked)


def everything_is_checked() -> None:
    scene = QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene")
    QgsProject.instance().addMapLayer(scene)
    iface.mapCanvas().setExtent(scene.extent())
    show_the_dock()
    say_who("Conny Check")
    open_inventory(INVENTORY)
    go_to_mode("finish")
    bring_into_sight(view().begin)
    REPORT["before"] = (view().begin.text(), view().begin.isEnabled(), view().status.text())
    check()
    REPORT["checked"] = listed()
    bring_into_sight(view().on_map)
    grab(iface.mainWindow(), "check-list", 800)


def problems_are_shown_on_the_map() -> None:
    press_button(bring_into_sight(view().on_map))
    wait(800)
    layers = [layer for layer in QgsProject.instance().mapLayers().values() if "roblems" in layer.name()]
    REPORT["on the map"] = sorted((layer.name(), layer.isValid(), layer.featureCount() > 0) for layer in layers)
    grab(iface.mainWindow(), "check-map", 800)


def an_overlap_is_clipped() -> None:
    press_button(bring_into_sight(view().rules["overlap"]))
    wait(400)
    REPORT["overlap"] = walked()
    grab(iface.mainWindow(), "check-overlap", 800)
    [clip] = [button for button in dock_plugin().dock.map_panel.warnings.buttons if button.text() == "Clip"]
    press_button(clip)
    wait(400)
    press(KEY.Key_F)
    bring_into_sight(view().begin)
    REPORT["old"] = listed()
    grab(iface.mainWindow(), "check-old", 500)


def a_marker_is_put_inside() -> None:
    press_button(bring_into_sight(view().rules["marker_outside"]))
    wait(400)
    REPORT["marker"] = walked()
    [put] = [button for button in dock_plugin().dock.map_panel.warnings.buttons if button.text() == "Put it inside"]
    press_button(put)
    wait(300)
    press(KEY.Key_F)


def _through(rule: str, words: str) -> dict[str, Any]:
    """Go to a rule's first place, press what the warning there offers, and come back."""
    press_button(bring_into_sight(view().rules[rule]))
    wait(400)
    told = walked()
    grab(iface.mainWindow(), f"check-{rule}", 300)
    press_button(next(one for one in dock_plugin().dock.map_panel.warnings.buttons if one.text() == words))
    wait(400)
    told["offered then"] = walked()["offered"]
    press(KEY.Key_F)
    return told


def an_outline_is_mended_and_twins_are_parted() -> None:
    REPORT["invalid"] = _through("invalid", "Mend")
    REPORT["double"] = _through("id_double", "Keep both")


def markers_alone_are_gone_through() -> None:
    """One by one, there and back; an outline can be drawn there, and nothing else be done."""
    press_button(bring_into_sight(view().rules["without_outline"]))
    seen = []
    for key in (None, KEY.Key_Period, KEY.Key_Comma, KEY.Key_Period, KEY.Key_Period):
        if key is not None:
            press(key)
        wait(400)
        operations = dock_plugin().dock.map_panel.operations.buttons
        can = [name for name, button in operations.items() if button.isEnabled()]
        message = dock_plugin().dock.map_panel.facts.message.text()
        seen.append({**walked(), "can": can, "message": message, "map": _degrees_on_the_map()})
        if key in (None, KEY.Key_Period):
            grab(iface.mainWindow(), f"check-alone-{len(seen)}", 500)
    REPORT["alone"] = seen
    press(KEY.Key_F)


def _degrees_on_the_map() -> list[float]:
    """West, south, east and north of what is seen."""
    canvas, degrees = iface.mapCanvas(), QgsCoordinateReferenceSystem("EPSG:4326")
    to_degrees = QgsCoordinateTransform(canvas.mapSettings().destinationCrs(), degrees, QgsProject.instance())
    box = to_degrees.transformBoundingBox(canvas.extent())
    return [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]


def a_form_is_opened_and_written() -> None:
    press_button(bring_into_sight(view().rules["system_form"]))
    wait(400)
    REPORT["system"] = walked()
    grab(iface.mainWindow(), "check-system", 500)
    in_dialog(lambda: press_button(walk_bar().remedy), fill_the_form)
    wait(500)
    press(KEY.Key_F)


def fill_the_form(dialog: Any) -> None:
    """What a person does in the form of a feature."""
    [field] = [field for field in dialog.findChildren(QLineEdit) if field.text() == "group 7"]
    REPORT["form field"] = (field.isEnabled(), field.isVisible())
    grab(dialog, "check-form", 300)
    type_into(field, SYSTEM, KEY.Key_Tab)
    press_in(dialog, QDialogButtonBox.StandardButton.Ok)


def attributes_are_filled() -> None:
    press_button(bring_into_sight(view().rules["range"]))
    wait(400)
    REPORT["range"] = walked()
    press_button(walk_bar().remedy)
    wait(1000)
    dialogs = [one for one in QApplication.topLevelWidgets() if one.isVisible() and "ttributes" in one.windowTitle()]
    REPORT["tool"] = [one.windowTitle() for one in dialogs]
    for one in dialogs:
        one.close()
    press(KEY.Key_F)


def it_is_checked_again() -> None:
    check()
    REPORT["again"] = listed()


def large_and_small_windows() -> None:
    hidden = {}
    for name, size in (("1600x900", (1600, 900)), ("1366x768", (1366, 768))):
        iface.mainWindow().resize(*size)
        wait(800)
        bring_into_sight(view().on_map)
        grab(iface.mainWindow(), f"check-{name}", 500)
    iface.mainWindow().resizeDocks([dock_plugin().dock], [300], Qt.Orientation.Horizontal)
    wait(500)
    for name in ("300px", "300px-night"):
        if name.endswith("night"):
            QgsApplication.setUITheme("Night Mapping")
            wait(800)
        bring_into_sight(view().on_map)
        hidden[name] = [rule for rule, one in view().rules.items() if one.isVisible() and one.width() > 300]
        grab(iface.mainWindow(), f"check-{name}", 500)
        rule = next(one for one in view().rules.values() if one.isVisible() and one.isEnabled())
        press_button(bring_into_sight(rule))
        wait(300)
        REPORT[f"in sight {name}"] = is_in_sight(walk_bar().told)
        grab(iface.mainWindow(), f"check-walk-{name}", 500)
        press(KEY.Key_F)
        wait(500)
    REPORT["wide"] = hidden


def leave() -> None:
    QgsProject.instance().write(str(FOLDER / "check.qgz"))


run(
    (
        everything_is_checked,
        problems_are_shown_on_the_map,
        an_overlap_is_clipped,
        a_marker_is_put_inside,
        an_outline_is_mended_and_twins_are_parted,
        markers_alone_are_gone_through,
        a_form_is_opened_and_written,
        attributes_are_filled,
        it_is_checked_again,
        large_and_small_windows,
        leave,
    )
)
