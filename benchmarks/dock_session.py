"""Runs inside the real QGIS desktop (``qgis --code``): a mapper's keys on a large inventory, timed.

Writes seconds and bytes to times.json in the folder that the environment variable names; `dock.py` starts
it and prints the table. The map does not draw meanwhile: only our own time counts.
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
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from person import choose, press_tool, type_into

PLUGIN = "rock_glacier_inventory"
FOLDER = Path(os.environ["ROCK_GLACIER_BENCH_FOLDER"])
KEYS_PRESSED = 300
GESTURES = 200
TIMES: dict[str, Any] = {}


def seconds(action: Callable[[], Any]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> float:
    """From the key to the end of all that it made happen; the map is told to draw, and does not."""

    def act() -> None:
        QTest.keyClick(iface.mapCanvas(), key, modifier)
        QCoreApplication.processEvents()

    return seconds(act)


def size_of_the_queue(queue: Any) -> int:
    """Bytes that the queue holds, its containers' contents included."""
    total = 0
    for value in (*vars(queue).values(), *vars(queue._numbers).values()):
        total += sys.getsizeof(value)
        if isinstance(value, dict):
            total += sum(sys.getsizeof(part) for part in (*value.keys(), *value.values()))
    return total


def run() -> None:
    dock = qgis.utils.plugins[PLUGIN]._dock
    controller = dock.controller
    press_tool(iface.mainWindow(), dock.action)
    type_into(dock.dock.header.person, "Bench")
    iface.mapCanvas().setRenderFlag(False)
    _add_an_image()
    TIMES["open"] = seconds(lambda: controller.open(FOLDER / "inventory.gpkg"))
    session = controller.session
    TIMES["candidates"] = len(session.queue)
    TIMES["queue bytes"] = size_of_the_queue(session.queue)
    iface.mapCanvas().setFocus()
    for order in ("nearest", "most uncertain", "largest", "by row", "most useful", "clear", "neighbours"):
        choose(dock.dock.map_panel.queue.order, order)
        press(Qt.Key.Key_Period)
        TIMES[f"remain, {order}"] = [press(Qt.Key.Key_1) for _ in range(KEYS_PRESSED)]
    choose(dock.dock.map_panel.queue.order, "nearest")
    TIMES["remove"] = [_remove() for _ in range(KEYS_PRESSED)]
    TIMES["reviewed ground"] = session.inventory.count(sys.modules[f"{PLUGIN}.inventory.schema"].REVIEWED_GROUND)
    TIMES["undo"] = [press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier) for _ in range(50)]
    TIMES["gesture"] = [_gesture(session, controller) for _ in range(GESTURES)]


def _add_an_image() -> None:
    """An empty image under all candidates, as fine as a basemap: only on one is ground looked at, and kept."""
    path, pixel = FOLDER / "image.tif", 5e-5
    options = ["SPARSE_OK=TRUE", "TILED=YES", "BLOCKXSIZE=4096", "BLOCKYSIZE=4096", "BIGTIFF=YES"]
    made = gdal.GetDriverByName("GTiff").Create(str(path), 640_000, 320_000, 3, gdal.GDT_Byte, options)
    made.SetGeoTransform((74.0, pixel, 0, 42.0, 0, -pixel))
    made.SetProjection("EPSG:4326")
    del made
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(path), "image"))


def _remove() -> float:
    """The key of the reason; the one before it only shows the reasons."""
    TIMES.setdefault("reasons", []).append(press(Qt.Key.Key_2))
    return press(Qt.Key.Key_D)


def _gesture(session: Any, controller: Any) -> float:
    """A remain, written and synchronised, without anything on the screen."""
    operations = sys.modules[f"{PLUGIN}.gestures.operations"]
    schema = sys.modules[f"{PLUGIN}.inventory.schema"]
    fid = session.queue.next(controller.mode.shown.fid)
    row = session.inventory.row(schema.CANDIDATES, fid)
    outline = session.ground.outline(session.ground.geometry(row[schema.GEOMETRY]), session.crs)
    taken = seconds(lambda: operations.remain(session.inventory, fid, outline, session.by()))
    session.queue.set_state(fid, "remain")
    return taken


def main() -> None:
    try:
        run()
        counted = controller_states()
        TIMES["decided"] = counted
    except Exception:
        TIMES["error"] = traceback.format_exc()
    (FOLDER / "times.json").write_text(json.dumps(TIMES), "utf-8")
    QgsProject.instance().clear()
    QgsProject.instance().setDirty(False)
    QCoreApplication.processEvents()
    iface.actionExit().trigger()


def controller_states() -> int:
    """How many candidates are decided in the file: the keys really did something."""
    session = qgis.utils.plugins[PLUGIN]._dock.controller.session
    return int(
        session.inventory.connection.rows("SELECT count(*) FROM candidates WHERE \"STATE\" <> 'undecided'")[0][0]
    )


QTimer.singleShot(1500, main)
