"""Runs inside the real QGIS desktop (``qgis --code``): all candidates of a scene, and what was missed, by one hand.

`mapping_minutes.py` starts it and says by what the hand draws.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from qgis.core import QgsCoordinateTransform, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])
sys.path.insert(0, str(Path(os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"]).parents[1] / "benchmarks"))

from in_desktop import (
    FOLDER,
    REPORT,
    controller,
    dock_plugin,
    grab,
    module,
    on_map,
    open_inventory,
    rows,
    run,
    said,
    say_who,
    show_the_dock,
    shown,
    wait,
)
from mapping_minutes_hand import HAND, decide, retrieve
from person import choose_in_menu_of
from ten_tasks_drawn import iou, outline_shown

IMAGE = Path(os.environ["ROCK_GLACIER_MAPPED_IMAGE"])
WAY = os.environ["ROCK_GLACIER_MAPPED_BY"]
LEAST_AREA = 10_000
MOST = 60


def truth() -> list[QgsGeometry]:
    """Rock glaciers as they are, in the map's coordinates."""
    layer = QgsVectorLayer(os.environ["ROCK_GLACIER_MAPPED_TRUTH"], "truth", "ogr")
    there, project = iface.mapCanvas().mapSettings().destinationCrs(), QgsProject.instance()
    found = []
    for feature in layer.getFeatures():
        outline = feature.geometry()
        outline.transform(QgsCoordinateTransform(layer.crs(), there, project))
        if outline.area() >= LEAST_AREA:
            found.append(outline)
    return found


def inventory() -> list[QgsGeometry]:
    return [on_map(feature.geometry()) for feature in controller().session.layers.rock_glaciers.getFeatures()]


def begin() -> None:
    scene = iface.addRasterLayer(str(IMAGE), "Scene")  # stretched, as a person has it
    QgsProject.instance().setCrs(scene.crs())
    show_the_dock()
    say_who("Ada Mapper")
    open_inventory(Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"]))
    iface.advancedDigitizeToolBar().show()
    wait(4000)  # the engine is there when somebody begins his day
    detect = dock_plugin().dock.detect  # a dark image is stretched once, by the menu that each of them has: not counted
    choose_in_menu_of(detect.button, detect.stretch.text())
    REPORT["has strokes"] = "remove_again" in module("plugin.dock.keys.actions").ACTIONS


def is_wanted() -> bool:
    return WAY != "strokes" or REPORT["has strokes"]


def candidates() -> None:
    """One after the other, as the queue shows them."""
    true = truth()
    for number in range(MOST if is_wanted() else 0):
        wait(700)
        if shown() is None or not shown().is_candidate or not shown().is_open:
            return
        outline, fid = outline_shown(), shown().fid
        like = max(true, key=lambda one: iou(one, outline), default=None)
        decide(WAY, outline, None if like is None or iou(like, outline) < 0.15 else like)
        HAND.count.decisions += 1
        if number in (2, 6):
            grab(iface.mainWindow(), f"mapping-{WAY}-{number}")
        if shown() is not None and shown().fid == fid and shown().is_open:
            raise AssertionError(f"candidate {fid} is not decided; said: {said()}")


def missed() -> None:
    """What is in no outline of the inventory, where the map is brought by a drag and the wheel."""
    if not is_wanted():
        return
    for outline in truth():
        if max((iou(outline, one) for one in inventory()), default=0.0) < 0.3:
            box = outline.boundingBox()
            box.scale(2.2)
            HAND.machine(lambda box=box: (iface.mapCanvas().setExtent(box), iface.mapCanvas().refresh()))
            HAND.count.clicks += 2
            wait(900)
            retrieve(WAY, outline)
            HAND.count.decisions += 1


def write() -> None:
    wait(500)
    made, true = inventory(), truth()
    best = [max((iou(one, other) for other in made), default=0.0) for one in true]
    done = dict(rows('SELECT "OPERATION", count(*) FROM journal GROUP BY "OPERATION"')) if is_wanted() else {}
    done = {name: count for name, count in done.items() if name in ("remain", "remove", "refine", "retrieve")}
    seen = {**asdict(HAND.count), "done": done, "iou": sum(best) / max(len(best), 1), "report": REPORT}
    grab(iface.mainWindow(), f"mapping-{WAY}-end")
    (FOLDER / "times.json").write_text(json.dumps(seen, default=str), "utf-8")


run((begin, candidates, missed, write))
