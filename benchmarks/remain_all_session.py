"""Runs inside the real QGIS desktop (``qgis --code``): 2 000 candidates remain at once, timed.

Writes seconds to times.json in the folder that the environment variable names; `remain_all.py` starts it.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import qgis.utils
from qgis.core import QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from person import pause, press_key, press_tool, type_into

FOLDER = Path(os.environ["ROCK_GLACIER_BENCH_FOLDER"])
TIMES: dict[str, Any] = {}


def seconds(action: Callable[[], Any]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def until(done: Callable[[], bool]) -> tuple[float, float]:
    """How long it takes until something is so, and the longest time in which Qt handled one round of events."""
    started, longest = time.perf_counter(), 0.0
    while not done():
        if time.perf_counter() - started > 120:
            panel = qgis.utils.plugins["rock_glacier_inventory"]._dock.dock.map_panel
            raise AssertionError(f"it never came: {panel.choosing.text.text()} {panel.choosing.list.text()}")
        longest = max(longest, seconds(QCoreApplication.processEvents))
    return time.perf_counter() - started, longest


def run() -> None:
    dock = qgis.utils.plugins["rock_glacier_inventory"]._dock
    controller, panel = dock.controller, dock.dock.map_panel
    press_tool(iface.mainWindow(), dock.action)
    type_into(dock.dock.header.person, "Bench")
    for other in iface.mainWindow().findChildren(QDockWidget):
        if other is not dock.dock:
            other.hide()
    session = controller.open(FOLDER / "inventory.gpkg")
    iface.mapCanvas().setExtent(session.layers.candidates.extent())
    if session.crs != iface.mapCanvas().mapSettings().destinationCrs():
        iface.mapCanvas().setDestinationCrs(session.crs)
        iface.mapCanvas().setExtent(QgsRectangle(session.layers.candidates.extent()).scaled(1.02))
    iface.mapCanvas().refresh()
    pause(3000)
    iface.mapCanvas().setFocus()
    press_key(Qt.Key.Key_R)
    TIMES["listed"], TIMES["longest"] = until(panel.choosing.accept.isEnabled)
    pause(1500)
    TIMES["told"] = [panel.choosing.text.text(), panel.choosing.list.text()]
    TIMES["on disk"] = seconds(lambda: press_key(Qt.Key.Key_Return))
    TIMES["remained"] = session.queue.count().decided
    TIMES["undo"] = seconds(lambda: press_key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier))
    TIMES["undone"] = session.queue.count().decided


def main() -> None:
    try:
        run()
    except Exception:
        TIMES["error"] = traceback.format_exc()
    (FOLDER / "times.json").write_text(json.dumps(TIMES), "utf-8")
    QgsProject.instance().clear()
    QgsProject.instance().setDirty(False)
    QCoreApplication.processEvents()
    iface.actionExit().trigger()


QTimer.singleShot(1500, main)
