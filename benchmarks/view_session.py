"""Runs inside the real QGIS desktop (``qgis --code``): 'Detect in view' on a basemap, timed.

Writes seconds to times.json in the folder that the environment variable names; `basemaps.py` starts it.
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
from qgis.core import QgsCoordinateTransform, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import choose_file
from person import press_button, press_tool, type_into

PLUGIN = "rock_glacier_inventory"
FOLDER = Path(os.environ["ROCK_GLACIER_BENCH_FOLDER"])
TILES = os.environ["ROCK_GLACIER_BENCH_TILES"]
SCENE = os.environ["ROCK_GLACIER_BENCH_SCENE"]
TIMES: dict[str, Any] = {}
LIMIT_S = 200


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(what: Callable[[], Any]) -> None:
    began = time.perf_counter()
    while not what():
        if time.perf_counter() - began > LIMIT_S:
            raise TimeoutError
        wait(5)


def controller() -> Any:
    return qgis.utils.plugins[PLUGIN]._dock.controller


def show_layer(begin: str) -> None:
    """A layer of the tiles under another address, which no cache knows; and the whole scene in view."""
    QgsProject.instance().removeAllMapLayers()
    layer = QgsRasterLayer(TILES.replace("/view/", f"/{begin}/"), begin, "wms")
    QgsProject.instance().addMapLayer(layer)
    look()


def look() -> None:
    scene, canvas = QgsRasterLayer(SCENE), iface.mapCanvas()
    here, there = scene.crs(), canvas.mapSettings().destinationCrs()
    change = QgsCoordinateTransform(here, there, QgsProject.instance().transformContext())
    canvas.setExtent(change.transformBoundingBox(scene.extent()))
    wait(100)
    view, whole = canvas.extent(), change.transformBoundingBox(scene.extent())
    area = whole.height() ** 2  # the scene is 4096 pixels high
    view.scale((area / (view.width() * view.height())) ** 0.5, whole.center())
    canvas.setExtent(view)
    wait(400)


def search() -> tuple[float, float]:
    """Press the button: seconds until candidates are on the map, and until all is searched."""
    session, detection = controller().session, controller().detection
    last = max(session.queue._fids, default=0)
    began = time.perf_counter()
    press_button(qgis.utils.plugins[PLUGIN]._dock.dock.detect.button)
    assert detection.is_busy
    capture = detection._capture.capture
    TIMES["size"] = f"{capture.grid.width} x {capture.grid.height}"

    def is_on_the_map() -> bool:
        layer = session.layers.candidates
        return any(feature.id() > last for feature in layer.getFeatures(f"fid > {last}"))

    wait_for(lambda: max(session.queue._fids, default=0) > last and is_on_the_map())
    first = time.perf_counter() - began
    wait_for(lambda: not detection.is_busy)
    return first, time.perf_counter() - began


def run() -> None:
    dock = qgis.utils.plugins[PLUGIN]._dock
    press_tool(iface.mainWindow(), dock.action)
    show_layer("cold")
    type_into(dock.dock.header.person, "Bench")
    choose_file(lambda: press_button(dock.dock.header.open_button), FOLDER / "inventory.gpkg")
    wait(1500)
    look()
    TIMES["cold"], _ = search()
    show_layer("warm")
    choose_file(lambda: press_button(dock.dock.header.open_button), FOLDER / "inventory.gpkg")
    wait(1500)
    look()
    TIMES["warm"], TIMES["warm whole"] = search()
    look()
    TIMES["cached"], _ = search()


def main() -> None:
    try:
        run()
    except Exception:
        TIMES["error"] = traceback.format_exc()
    (FOLDER / "times.json").write_text(json.dumps(TIMES), "utf-8")
    QgsProject.instance().clear()
    QgsProject.instance().setDirty(False)
    iface.actionExit().trigger()


QTimer.singleShot(1500, main)
