"""Runs inside the real QGIS desktop (``qgis --code``): the outline of the largest candidate grows and shrinks, timed.

Writes seconds to times.json in the folder that the environment variable names; `levels_drawn.py` starts it.
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
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import choose_file
from person import choose, press_button, press_key, press_tool, type_into

PLUGIN = "rock_glacier_inventory"
FOLDER = Path(os.environ["ROCK_GLACIER_BENCH_FOLDER"])
LIMIT_S = 120
TIMES: dict[str, Any] = {}
KEY = Qt.Key


def wait_for(what: Callable[[], Any]) -> float:
    began = time.perf_counter()
    while not what():
        if time.perf_counter() - began > LIMIT_S:
            raise TimeoutError
        loop = QEventLoop()
        QTimer.singleShot(5, loop.quit)
        loop.exec()
    return time.perf_counter() - began


def step(panel: Any, key: Qt.Key) -> float:
    """From the key to the outline on the screen: canvas and panel are painted before it ends."""
    began = time.perf_counter()
    QTest.keyClick(iface.mapCanvas(), key)
    QCoreApplication.processEvents()
    iface.mapCanvas().viewport().repaint()
    panel.repaint()
    return time.perf_counter() - began


def run() -> None:
    plugin = qgis.utils.plugins[PLUGIN]._dock
    controller = plugin.controller
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(FOLDER / "scene.tif"), "scene"))
    press_tool(iface.mainWindow(), plugin.action)
    type_into(plugin.dock.header.person, "Bench")
    choose_file(lambda: press_button(plugin.dock.header.open_button), FOLDER / "inventory.gpkg")
    panel = plugin.dock.map_panel
    wait_for(lambda: controller.session is not None)
    choose(panel.queue.order, "largest")
    schema = sys.modules[f"{PLUGIN}.inventory.schema"]
    largest = max(row[1] for row in controller.session.inventory.rows(schema.CANDIDATES, ("AREA",)))
    while controller.mode.shown.row["AREA"] < largest:
        press_key(KEY.Key_Period)
    began = time.perf_counter()
    press_key(KEY.Key_Plus)
    wait_for(lambda: panel.levels.facts is not None)
    TIMES["cold"] = time.perf_counter() - began
    TIMES["area"] = panel.levels.facts.area
    wait_for(lambda: not iface.mapCanvas().isDrawing())
    keys = (KEY.Key_Minus, KEY.Key_Minus, KEY.Key_Plus, KEY.Key_Plus)
    TIMES["step"] = [step(panel, keys[number % 4]) for number in range(200)]
    press_key(KEY.Key_Escape)
    press_key(KEY.Key_Period)
    TIMES["looked at"] = wait_for(lambda: controller.levels.known(controller.mode.shown.identifier) is not None)
    TIMES["first"] = step(panel, KEY.Key_Plus)
    assert panel.levels.facts is not None, "the first key had no answer"


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
