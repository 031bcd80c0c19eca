"""Runs inside the real QGIS desktop: Detect in view on a WMS in degrees that a real MapServer serves."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from in_desktop import (
    REPORT,
    controller,
    dock_plugin,
    grab,
    look_at_the_scene,
    open_inventory,
    press,
    rows,
    run,
    said,
    say_who,
    show_the_dock,
    wait,
    wait_for,
)
from person import press_button

INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
WMS = os.environ["ROCK_GLACIER_DESKTOP_WMS"]
LIMIT_S = 150


def look_when_drawn(name: str) -> None:
    """A picture of the window when the map has been drawn: the server takes its time."""
    iface.mapCanvas().refresh()
    wait(1000)
    wait_for(lambda: not iface.mapCanvas().isDrawing())
    grab(iface.mainWindow(), name, 1000)


def open_the_map() -> None:
    """The WMS is the first layer of an empty project."""
    layer = QgsRasterLayer(WMS, "MapServer in degrees", "wms")
    QgsProject.instance().addMapLayer(layer)
    show_the_dock()
    say_who("Ada Mapper")
    open_inventory(INVENTORY)
    wait(500)
    look_at_the_scene()
    REPORT["layer"] = (layer.isValid(), layer.crs().authid())
    REPORT["map"] = QgsProject.instance().crs().authid()
    look_when_drawn("wms-before")


def detect_in_view() -> None:
    line = dock_plugin().dock.detect
    assert line.button.isEnabled(), line.button.toolTip()
    press_button(line.button)
    wait(50)
    assert controller().detection.is_busy, said()
    wait_for(lambda: not controller().detection.is_busy, limit_s=LIMIT_S)
    wait(200)
    REPORT["told"], REPORT["said"] = line.told.whole(), said()
    REPORT["runs"] = rows('SELECT "SOURCE", "RESOLUTION" FROM runs')
    look_at_the_scene()
    look_when_drawn("wms-after")


def look_at_one() -> None:
    """The first candidate as the dock goes to it."""
    press(Qt.Key.Key_Period)
    look_when_drawn("wms-candidate")


run((open_the_map, detect_in_view, look_at_one))
