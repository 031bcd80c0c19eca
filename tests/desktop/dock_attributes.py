"""Runs inside the real QGIS desktop: attributes come while one maps, from the warm engine."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import processing
import qgis.utils
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingFeatureSourceDefinition, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import choose_file, press_in
from in_desktop import (
    FOLDER,
    PLUGIN,
    REPORT,
    SAMPLE,
    at_once,
    click,
    click_on_rock_glacier,
    controller,
    cut_in_tiles,
    dock_plugin,
    grab,
    in_the_settings,
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
from person import open_tab, press_button, press_key, type_into, type_text

INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
AIR = FOLDER / "air temperature é.tif"
ZONES = FOLDER / "zones é.tif"
KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LIMIT_S = 60
OK = QDialogButtonBox.StandardButton.Ok
FILLED = '"ELE_MEAN" IS NOT NULL AND "SLO_MEAN" IS NOT NULL AND "PISR" IS NOT NULL AND "MAAT" IS NOT NULL'


def engine() -> Any:
    return controller().engine


def is_filled(which: str) -> bool:
    """Whether the rock glaciers of a condition have attributes that are as new as their outline."""
    found = rows(f'SELECT "STALE", {FILLED} FROM rock_glaciers WHERE {which}')
    return bool(found) and all(row == [0, 1] for row in found)


def noted_of_others() -> int:
    """Rows of the journal that say that another tool has changed something."""
    return int(rows("SELECT count(*) FROM journal WHERE \"OPERATION\" = 'external'")[0][0])


def at_rest() -> bool:
    return engine().state == "ready" and not controller().filler.is_busy and not controller().filler._waiting


def refine_what_is_shown() -> None:
    """Draw one vertex outwards, up to the Enter that accepts."""
    geometry = on_map(controller().session.ground.geometry(shown().row["geom"]))
    press(KEY.Key_3)
    move_a_vertex(geometry, controller().session.drawing)


def accept_and_time(which: str) -> dict[str, float]:
    """Press Enter: seconds until the dock goes on, and until the attributes are in the file."""
    began = time.monotonic()
    press(KEY.Key_Return)
    gone_on = time.monotonic() - began
    wait_for(lambda: is_filled(which))
    return {"gesture": gone_on, "attributes on disk": time.monotonic() - began}


def open_the_dock() -> None:
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene"))
    options = gdal.TranslateOptions(outputType=gdal.GDT_Float32, scaleParams=[[0, 9000, 20, -40]])
    gdal.Translate(str(AIR), str(SAMPLE / "dem.tif"), options=options)
    codes = gdal.TranslateOptions(outputType=gdal.GDT_Byte, scaleParams=[[0, 9000, 2, 2]])
    gdal.Translate(str(ZONES), str(SAMPLE / "dem.tif"), options=codes)
    iface.mapCanvas().setExtent(QgsProject.instance().mapLayersByName("Scene")[0].extent())
    show_the_dock()
    say_who("Ada Mapper")
    open_inventory(INVENTORY)
    wait(2500)


def nothing_is_asked_without_sources() -> None:
    refine_what_is_shown()
    press(KEY.Key_Return)
    wait(1000)
    REPORT["without sources"] = {
        "engine": engine().state,
        "process": engine().process_id(),
        "said": said(),
        "stale": rows('SELECT "STALE" FROM rock_glaciers'),
    }


def glaciers_in_two() -> list[Path]:
    """The sample's glaciers in two shapefiles."""
    folder = FOLDER / "RGI; 冰"
    folder.mkdir()
    found = [folder / "first.shp", folder / "others.shp"]
    for path, which in zip(found, ("fid = 1", "fid > 1")):
        gdal.VectorTranslate(str(path), str(SAMPLE / "glaciers.gpkg"), options=f'-f "ESRI Shapefile" -where "{which}"')
    return found


def set_sources_in_the_dialog() -> None:
    def fill(dialog: Any) -> None:
        form = dialog.sources_form
        choose_file(lambda: press_button(dialog.open_glaciers), at_once(glaciers_in_two()))
        grab(dialog, "settings-glaciers")
        open_tab(dialog.tabs, "Attributes")
        grab(dialog, "settings-empty")
        tiles = cut_in_tiles(SAMPLE / "dem.tif", FOLDER / "DEM; 3 tiles")
        choose_file(lambda: press_button(form.dem.button), at_once(tiles))
        REPORT["chosen at once"] = form.dem.lineEdit().text() == ";".join(f'"{tile}"' for tile in tiles)
        type_into(form.climate["maat"].file.lineEdit(), str(AIR), KEY.Key_Tab)
        type_into(form.climate["maat"].unit, "°C", KEY.Key_Tab)
        type_into(form.zones.file.lineEdit(), str(ZONES), KEY.Key_Tab)
        type_into(form.zones.lines["permafrost_classes"], "2=sporadic", KEY.Key_Tab)
        grab(dialog, "settings")
        for width, height in ((1366, 768), (1600, 900)):
            dialog.resize(width, height)
            grab(dialog, f"settings-{width}x{height}")
        rain = "/data/era5_land_total_precipitation_monthly.nc"
        type_into(form.climate["precipitation"].file.lineEdit(), rain, KEY.Key_Tab)
        dialog.resize(300, 420)
        grab(dialog, "settings-narrow")
        REPORT["narrow dialog"] = dialog.width()
        for name in ("Inventory", "Attributes", "Keys"):
            open_tab(dialog.tabs, name)
            grab(dialog, f"settings-{name.lower()}-narrow")
        press_in(dialog, OK)

    in_the_settings(fill)
    REPORT["said of a slip"] = said()

    def mend(dialog: Any) -> None:
        open_tab(dialog.tabs, "Attributes")
        type_into(dialog.sources_form.climate["precipitation"].file.lineEdit(), "", KEY.Key_Tab)
        press_in(dialog, OK)

    in_the_settings(mend)
    REPORT["sources"] = dict(rows('SELECT "KEY", "VALUE" FROM inventory_info WHERE "KEY" LIKE \'source_%\''))
    layer = controller().session.layers.glaciers
    whole = QgsVectorLayer(str(SAMPLE / "glaciers.gpkg"), "whole", "ogr")
    REPORT["glaciers"] = [layer.featureCount(), whole.featureCount(), layer.source()]
    REPORT["seconds to be ready"] = wait_for(lambda: engine().state == "ready")
    REPORT["dot"] = dock_plugin().dock.engine.toolTip()
    REPORT["external after the dialog"] = noted_of_others()


def mean_inside(raster: Path, candidate: str) -> float:
    """QGIS's own mean of the cells of a raster that a candidate's rock glacier covers."""
    layer = QgsRasterLayer(str(raster))
    found = processing.run(
        "native:zonalstatisticsfb",
        {
            "INPUT": QgsProcessingFeatureSourceDefinition(controller().session.layers.rock_glaciers.id()),
            "INPUT_RASTER": layer,
            "RASTER_BAND": 1,
            "STATISTICS": [2],
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
    )["OUTPUT"]
    return next(float(one["_mean"]) for one in found.getFeatures() if one["CANDIDATE"] == candidate)


def refine() -> None:
    """The candidate is decided, the dock goes on to the next, and the attributes come."""
    REPORT["refined"] = []
    for _ in range(2):
        candidate, fid = shown().identifier, shown().fid
        refine_what_is_shown()
        took = accept_and_time(f"\"CANDIDATE\" = '{candidate}'")
        next_one = shown().fid
        wait_for(at_rest)
        wait(100)
        REPORT["refined"].append(
            {
                **took,
                "went on": next_one != fid,
                "stayed": shown().fid == next_one,
                "line": dock_plugin().dock.engine.found.toolTip(),
                "row": rows(
                    'SELECT "ID", "ELE_MEAN", "SLO_MEAN", "PISR", "MAAT", "STALE" FROM rock_glaciers '
                    f"WHERE \"CANDIDATE\" = '{candidate}'"
                )[0],
                "elevation in the whole raster": mean_inside(SAMPLE / "dem.tif", candidate),
            }
        )
    grab(iface.mainWindow(), "attributes-refined", 800)


def square(size: int = 200) -> list[QPoint]:
    canvas = iface.mapCanvas().size()
    left, top = canvas.width() // 2 - 120, canvas.height() // 2 - 100
    return [QPoint(left + x, top + y) for x, y in ((0, 0), (size + 40, 5), (size + 35, size), (0, size - 5))]


def retrieve_and_see_it_in_the_panel() -> None:
    press(KEY.Key_4)
    wait(500)
    for place in square():
        click(place)
    click(square()[-1] + QPoint(0, 4), Qt.MouseButton.RightButton)
    wait(300)
    took = accept_and_time("\"OPERATION\" = 'retrieve'")
    wait_for(at_rest)
    wait(100)
    facts = dock_plugin().dock.map_panel.facts
    layer = controller().session.layers.rock_glaciers
    feature = next(layer.getFeatures("\"OPERATION\" = 'retrieve'"))
    REPORT["retrieved"] = {
        **took,
        "ground": facts.ground.text(),
        "climate": facts.climate.text(),
        "layer shows": [feature["ELE_MEAN"] is not None, float(feature["ELE_MEAN"] or 0)],
        "row": rows('SELECT "ELE_MEAN" FROM rock_glaciers WHERE "OPERATION" = \'retrieve\'')[0],
    }
    grab(iface.mainWindow(), "attributes-retrieved", 800)


def split_and_merge() -> None:
    press(KEY.Key_S)
    wait(500)
    middle = (square()[0] + square()[1]) / 2
    click(middle - QPoint(0, 40))
    click(middle + QPoint(0, 250))
    click(middle + QPoint(0, 254), Qt.MouseButton.RightButton)
    wait(300)
    REPORT["split"] = accept_and_time("\"OPERATION\" = 'retrieve'")
    REPORT["split"]["units"] = rows(
        'SELECT count(*), count(DISTINCT "ELE_MEAN") FROM rock_glaciers WHERE "OPERATION" = \'retrieve\''
    )[0]
    wait_for(at_rest)
    controller().session.layers.rock_glaciers.selectByExpression("\"OPERATION\" = 'retrieve'")
    press(KEY.Key_M)
    wait_for(lambda: is_filled("\"OPERATION\" = 'retrieve'"))
    wait_for(at_rest)
    REPORT["merged"] = rows("SELECT count(*) FROM rock_glaciers WHERE \"OPERATION\" = 'retrieve'")[0][0]


STATE = 'SELECT "ID", "OPERATION", "CANDIDATE", "AREA" > 0, hex("geom") FROM rock_glaciers ORDER BY fid'
VALUES = 'SELECT "ID", "ELE_MEAN", "SLO_MEAN", "PISR", "MAAT", "STALE" FROM rock_glaciers ORDER BY fid'


def undo_and_redo_over_filled_attributes() -> None:
    before = rows(STATE)
    said_of_it = []
    for _ in range(5):  # merge, split, retrieve, two refines
        press(KEY.Key_Z, CTRL)
        said_of_it.append(said())
        wait(30)
    REPORT["after undo"] = {"said": list(said_of_it), "left": rows(VALUES)}
    wait_for(at_rest)
    for _ in range(5):
        press(KEY.Key_Z, CTRL | SHIFT)
        said_of_it.append(said())
    REPORT["after redo"] = {"said": said_of_it[5:], "equal": rows(STATE) == before}
    wait_for(lambda: is_filled("fid > (SELECT min(fid) FROM rock_glaciers)"))
    wait_for(at_rest)
    REPORT["after redo"]["noted"] = noted_of_others()
    REPORT["log of the undo"], REPORT["log"] = REPORT["log"], []


def what_is_written_is_not_lost() -> None:
    """A comment that is being written while attributes come, and one that was written before."""
    press(KEY.Key_Period)
    candidate = shown().identifier
    refine_what_is_shown()
    press(KEY.Key_Return)  # the engine is asked now, and the dock has gone on to the next
    REPORT["comment of"] = shown().is_candidate and shown().identifier != candidate
    press(KEY.Key_C)
    field = dock_plugin().dock.map_panel.comment
    type_text("front in shadow")
    wait_for(lambda: is_filled(f"\"CANDIDATE\" = '{candidate}'"))
    wait_for(at_rest)
    REPORT["comment being written"] = field.text()
    press(KEY.Key_Return)
    REPORT["comment written"] = rows(f'SELECT "COMMENT" FROM candidates WHERE fid = {shown().fid}')


def show_what_was_retrieved() -> str:
    """Bring it into the panel; the SQL condition that names it."""
    fid = rows("SELECT fid FROM rock_glaciers WHERE \"OPERATION\" = 'retrieve'")[0][0]
    click_on_rock_glacier(fid)
    assert (shown().is_candidate, shown().fid) == (False, fid), said()
    wait(300)
    return f"fid = {fid}"


def the_engine_is_killed() -> None:
    pid = engine().process_id()
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: engine().process_id() != pid)
    which = show_what_was_retrieved()
    refine_what_is_shown()
    accept_and_time(which)
    wait_for(at_rest)
    REPORT["killed"] = {"again": engine().process_id() not in (0, pid), "said": said()}
    REPORT["log of the kill"], REPORT["log"] = REPORT["log"], []


def a_source_is_gone() -> None:
    """One quiet sentence, once; the gesture is there, and stale."""
    AIR.rename(AIR.with_name("gone.tif"))
    REPORT["gone"] = []
    which = show_what_was_retrieved()
    refine_what_is_shown()
    press(KEY.Key_Return)
    for turn in range(2):
        wait(100)
        wait_for(lambda: not controller().filler.is_busy and not controller().filler._waiting)
        wait(100)
        REPORT["gone"].append([rows(f'SELECT "STALE" FROM rock_glaciers WHERE {which}'), said()])
        if turn == 0:
            press(KEY.Key_Z, CTRL)
            press(KEY.Key_Z, CTRL | SHIFT)
    REPORT["log of the gone"], REPORT["log"] = REPORT["log"], []
    AIR.with_name("gone.tif").rename(AIR)
    refine_what_is_shown()
    REPORT["back"] = accept_and_time(which)


def narrow_and_at_night() -> None:
    dock = dock_plugin().dock
    show_what_was_retrieved()
    dock.setFloating(True)
    dock.resize(300, 860)
    wait(500)
    grab(dock, "attributes-narrow")
    QgsApplication.setUITheme("Night Mapping")
    wait(800)
    grab(dock, "attributes-narrow-night", 800)

    def look(dialog: Any) -> None:
        open_tab(dialog.tabs, "Attributes")
        grab(dialog, "settings-night", 500)
        press_key(KEY.Key_Escape)

    in_the_settings(look)
    dock.setFloating(False)
    wait(300)


def unload_leaves_no_process() -> None:
    pid = engine().process_id()
    REPORT["at the end"] = {"was there": Path(f"/proc/{pid}").exists()}
    qgis.utils.unloadPlugin(PLUGIN)
    wait(100)
    REPORT["at the end"]["is gone"] = not Path(f"/proc/{pid}").exists()
    qgis.utils.loadPlugin(PLUGIN)
    qgis.utils.startPlugin(PLUGIN)
    wait(300)
    show_the_dock()
    wait_for(lambda: engine().state == "ready")
    REPORT["at the end"]["warm again"] = engine().process_id()
    QgsProject.instance().clear()
    REPORT["at the end"]["off with the project"] = wait_for(lambda: engine().state == "off") < LIMIT_S
    open_inventory(INVENTORY)
    wait_for(lambda: engine().process_id())  # QGIS ends while it gets warm
    REPORT["at the end"]["left to QGIS"] = engine().process_id()


run(
    (
        open_the_dock,
        nothing_is_asked_without_sources,
        set_sources_in_the_dialog,
        refine,
        retrieve_and_see_it_in_the_panel,
        split_and_merge,
        undo_and_redo_over_filled_attributes,
        what_is_written_is_not_lost,
        the_engine_is_killed,
        a_source_is_gone,
        narrow_and_at_night,
        unload_leaves_no_process,
    )
)
