"""Runs inside the real QGIS desktop: what the map shows is searched while its tiles still arrive."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import qgis.utils
from qgis.core import QgsApplication, QgsProcessingUtils, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from in_desktop import (
    FOLDER,
    PLUGIN,
    REPORT,
    SAMPLE,
    controller,
    dock_plugin,
    grab,
    look_at_the_scene,
    move_a_vertex,
    on_map,
    open_inventory,
    press,
    rows,
    run,
    said,
    say_who,
    show_the_dock,
    shown,
    wait,
    wait_for,
)
from person import press_button

INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
TILES = os.environ["ROCK_GLACIER_DESKTOP_TILES"]
SLOW, MISSING = FOLDER / "slow", FOLDER / "missing"
"""While these files are there, the server holds what lies below back, or has no picture of one tile."""
KEY = Qt.Key
LIMIT_S = 120


def detection() -> Any:
    return controller().detection


def line() -> Any:
    return dock_plugin().dock.detect


def number(sql: str) -> int:
    return int(rows(sql)[0][0])


def undecided() -> int:
    return number("SELECT count(*) FROM candidates WHERE \"STATE\" = 'undecided'")


def begin(farther: float = 1) -> None:
    """Press the button, as a person does, with the scene in view and some of what lies around it."""
    look_at_the_scene()
    iface.mapCanvas().zoomByFactor(farther)
    press_button(line().button)
    wait(20)


def search_to_the_end(farther: float = 1) -> str:
    begin(farther)
    assert detection().is_busy, said()
    wait_for(lambda: not detection().is_busy, limit_s=LIMIT_S)
    return str(line().told.whole())


def open_the_dock() -> None:
    QgsProject.instance().addMapLayer(QgsRasterLayer(TILES, "Served scene", "wms"))
    show_the_dock()
    REPORT["without an inventory"] = (line().button.isEnabled(), line().button.toolTip())
    say_who("Ada Mapper")
    open_inventory(INVENTORY)
    wait(500)
    look_at_the_scene()
    REPORT["can begin"] = (line().button.isEnabled(), line().button.toolTip())
    grab(iface.mainWindow(), "detect-before", 2000)


def candidates_appear_while_tiles_arrive() -> None:
    """And they are reviewed at once; the layer is removed from the project meanwhile."""
    SLOW.touch()
    began = time.monotonic()
    begin()
    grab(iface.mainWindow(), "detect-waiting", 200)
    wait_for(lambda: len(controller().session.queue) > 0, limit_s=LIMIT_S)
    arriving = detection()._capture is not None and detection()._capture.is_running
    REPORT["first"] = {
        "seconds": time.monotonic() - began,
        "still arriving": arriving,
        "shown": shown() is not None,
        "in the file": undecided(),
    }
    first = shown().identifier
    grab(iface.mainWindow(), "detect-first", 300)
    press(KEY.Key_1)
    REPORT["decided meanwhile"] = {
        "busy": detection().is_busy,
        "state": rows(f'SELECT "STATE" FROM candidates WHERE "CANDIDATE_ID" = \'{first}\''),
    }
    QgsProject.instance().removeMapLayer(QgsProject.instance().mapLayersByName("Served scene")[0])
    SLOW.unlink()
    wait_for(lambda: not detection().is_busy, limit_s=LIMIT_S)
    wait(100)
    REPORT["whole"] = {
        "told": line().told.whole(),
        "said": said(),
        "queue": len(controller().session.queue),
        "in the file": number("SELECT count(*) FROM candidates"),
        "runs": rows('SELECT "COMMAND", "MODEL", "SOURCE" FROM runs'),
        "on the map": controller().session.layers.candidates.featureCount(),
    }
    QgsProject.instance().addMapLayer(QgsRasterLayer(TILES, "Served scene", "wms"))
    grab(iface.mainWindow(), "detect-after", 1500)


def a_second_search_adds_nothing_twice() -> None:
    before, decided = (
        number("SELECT count(*) FROM candidates"),
        rows('SELECT "CANDIDATE_ID", "STATE", hex("geom") FROM candidates WHERE "STATE" <> \'undecided\''),
    )
    began = time.monotonic()
    told = search_to_the_end()
    REPORT["again"] = {
        "told": told,
        "seconds": time.monotonic() - began,
        "before": before,
        "after": number("SELECT count(*) FROM candidates"),
        "decided as before": decided
        == rows('SELECT "CANDIDATE_ID", "STATE", hex("geom") FROM candidates WHERE "STATE" <> \'undecided\''),
        "runs": number("SELECT count(*) FROM runs"),
        "queue": len(controller().session.queue),
        "shown is there": shown() is None or [shown().fid] in rows("SELECT fid FROM candidates"),
        "external": number("SELECT count(*) FROM journal WHERE \"OPERATION\" = 'external'"),
    }


def an_outline_outlives_its_candidate() -> None:
    """A candidate is refined while a search replaces it: the outline is accepted all the same."""
    press(KEY.Key_Period)
    fid = shown().fid
    geometry = on_map(controller().session.ground.geometry(shown().row["geom"]))
    press(KEY.Key_3)
    move_a_vertex(geometry, controller().session.drawing)
    units = number("SELECT count(*) FROM rock_glaciers")
    search_to_the_end()
    is_there = number(f"SELECT count(*) FROM candidates WHERE fid = {fid}")
    still_drawing = controller().session.drawing.is_active
    press(KEY.Key_Return)
    wait(200)
    REPORT["outlived"] = {
        "candidate": is_there,
        "drawing": still_drawing,
        "said": said(),
        "units": number("SELECT count(*) FROM rock_glaciers") - units,
        "operation": rows('SELECT "OPERATION" FROM rock_glaciers ORDER BY fid DESC LIMIT 1'),
    }


def show_tiles_of(name: str, key: str) -> None:
    """The same tiles as another layer, of which no cache holds any."""
    for layer in QgsProject.instance().mapLayersByName("Served scene"):
        QgsProject.instance().removeMapLayer(layer)
    QgsProject.instance().addMapLayer(QgsRasterLayer(TILES.replace("api_key", key), name, "wms"))


def a_stop_keeps_what_was_found() -> None:
    show_tiles_of("Served scene", "stop_key")
    SLOW.touch()
    begin()
    wait(1500)
    stop = line().stop
    REPORT["while it runs"] = {"stop": stop.isVisible(), "button": line().button.isVisible()}
    grab(dock_plugin().dock, "detect-running")
    began = time.monotonic()
    press_button(stop)
    wait_for(lambda: not detection().is_busy, limit_s=LIMIT_S)
    SLOW.unlink()
    REPORT["stopped"] = {
        "seconds": time.monotonic() - began,
        "told": line().told.whole(),
        "said": said(),
        "button": line().button.isVisible(),
        "temporary": list(map(str, _arriving())),
    }


def _arriving() -> list[Path]:
    """Images that arrive, which nobody needs after the search."""
    return list(Path(QgsProcessingUtils.tempFolder()).glob("*/arriving/*"))


def a_gap_is_told_and_shown() -> None:
    MISSING.touch()
    show_tiles_of("Served with a gap", "other_key")
    search_to_the_end(farther=1.5)
    wait(200)
    layers = QgsProject.instance().mapLayersByName("Gaps of Served with a gap")
    REPORT["gap"] = {
        "said": said(),
        "layers": len(layers),
        "reasons": [feature["REASON"] for layer in layers for feature in layer.getFeatures()],
    }
    grab(iface.mainWindow(), "detect-gap", 500)
    MISSING.unlink()


def nothing_to_search_is_a_sentence() -> None:
    for layer in QgsProject.instance().mapLayersByName("Served with a gap"):
        QgsProject.instance().layerTreeRoot().findLayer(layer.id()).setItemVisibilityChecked(False)
    wait(300)
    begin()
    REPORT["no image"] = (detection().is_busy, said())
    for layer in QgsProject.instance().mapLayersByName("Served with a gap"):
        QgsProject.instance().layerTreeRoot().findLayer(layer.id()).setItemVisibilityChecked(True)
    wait(300)
    canvas = iface.mapCanvas()
    canvas.zoomToFullExtent()
    canvas.zoomScale(30_000_000)
    wait(300)
    press_button(line().button)
    wait(50)
    REPORT["too large"] = (detection().is_busy, said())


def a_file_is_searched_as_it_is() -> None:
    """An image on disk needs no capture."""
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene"))
    wait(200)
    begin()
    REPORT["file"] = {"capture": detection()._capture is not None}
    wait_for(lambda: not detection().is_busy, limit_s=LIMIT_S)
    REPORT["file"]["told"] = line().told.whole()
    REPORT["file"]["source"] = rows('SELECT "SOURCE" FROM runs ORDER BY fid DESC LIMIT 1')


def narrow_and_at_night() -> None:
    dock = dock_plugin().dock
    SLOW.touch()
    begin()
    dock.setFloating(True)
    dock.resize(300, 700)
    wait(1500)
    grab(dock, "detect-narrow")
    REPORT["narrow"] = dock.width()
    QgsApplication.instance().setUITheme("Night Mapping")
    grab(dock, "detect-narrow-night", 600)
    dock.setFloating(False)
    SLOW.unlink()


def the_plugin_is_reloaded_in_the_middle() -> None:
    SLOW.touch()
    if not detection().is_busy:
        begin()
    wait_for(lambda: controller().detecting.process_id(), limit_s=LIMIT_S)
    pid = controller().detecting.process_id()
    qgis.utils.reloadPlugin(PLUGIN)
    wait(1500)
    SLOW.unlink()
    REPORT["reloaded"] = {"pid": pid, "gone": not os.path.exists(f"/proc/{pid}")}


run(
    (
        open_the_dock,
        candidates_appear_while_tiles_arrive,
        a_second_search_adds_nothing_twice,
        an_outline_outlives_its_candidate,
        a_stop_keeps_what_was_found,
        a_gap_is_told_and_shown,
        nothing_to_search_is_a_sentence,
        a_file_is_searched_as_it_is,
        narrow_and_at_night,
        the_plugin_is_reloaded_in_the_middle,
    )
)
