"""Runs inside the real QGIS desktop: outlines grow and shrink by keys and wheel, and are retrieved by a click."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsGeometry, QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from in_desktop import (
    REPORT,
    SAMPLE,
    click,
    click_on_rock_glacier,
    controller,
    dock_plugin,
    elsewhere,
    grab,
    is_in_sight,
    module,
    move,
    on_map,
    open_inventory,
    parts_in_pixels,
    pixel,
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
from person import click_at, hold_key, press_button, stroke, turn_wheel

INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def panel() -> Any:
    return dock_plugin().dock.map_panel


def facts() -> Any:
    """What the panel shows of the outline now; None where nothing grows."""
    return panel().levels.facts


def on_the_map() -> QgsGeometry | None:
    """The outline that grows, as the map shows it."""
    return controller().session.view.growing.shown


def journal() -> int:
    return int(rows("SELECT count(*) FROM journal")[0][0])


def last_parameters() -> dict[str, Any]:
    """How the last outline was made, by the journal."""
    return json.loads(rows('SELECT "PARAMETERS" FROM journal ORDER BY fid DESC LIMIT 1')[0][0] or "{}")


def is_known() -> bool:
    """Whether the first key at what is shown has an answer already."""
    return controller().levels.known(shown().identifier) is not None


def grow() -> None:
    """Press + at a candidate, and wait for what the engine answers."""
    press(KEY.Key_Plus)
    wait_for(lambda: facts() is not None)


def open_the_dock() -> None:
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene"))
    iface.mapCanvas().setExtent(QgsProject.instance().mapLayersByName("Scene")[0].extent())
    show_the_dock()
    say_who("Ada Mapper")
    open_inventory(INVENTORY)
    wait(1000)
    grab(iface.mainWindow(), "breathing-before")


def the_first_key_starts_the_engine() -> None:
    REPORT["cold"] = {"engine": controller().engine.state, "sight": is_in_sight(panel().levels)}
    press(KEY.Key_Plus)
    wait_for(lambda: "looks for" in said())
    REPORT["cold"]["word"] = said()
    press(KEY.Key_2)  # something else is begun: the key that waits must not come in between
    wait_for(is_known)
    REPORT["cold"] |= {"mode": panel().mode(), "grows": facts() is not None}
    press(KEY.Key_Escape)


def a_key_before_the_answer_is_done_when_it_comes() -> None:
    engine = controller().engine._process.processId()
    os.kill(engine, signal.SIGSTOP)  # else it may answer before a hand is off the key
    try:
        press(KEY.Key_Period)
        press(KEY.Key_Period)
        REPORT["first"] = {"known": is_known(), "journal": journal()}
        press(KEY.Key_Plus)
        REPORT["first"]["mode at once"] = panel().mode()
    finally:
        os.kill(engine, signal.SIGCONT)
    wait_for(lambda: facts() is not None)
    now = facts()
    REPORT["first"] |= {
        "mode": panel().mode(),
        "step": now.found - now.now,
        "larger": now.area > now.found_area,
        "drawn": _area_on_the_map(),
        "area": now.area,
        "pixels": parts_in_pixels()["hidden"],
        "dashed": _is_old_outline_dashed(),
    }
    grab(iface.mainWindow(), "breathing-grown", 1000)


def _area_on_the_map() -> float:
    return float(controller().session.ground.area(on_the_map()))


def _is_old_outline_dashed() -> bool:
    layers = module("plugin.map.map_view")
    view = controller().session.view
    return view._line.width() == layers._OLD_LOOKS[1][1]


def keys_and_wheel_step_through_the_levels() -> None:
    areas = [facts().area]
    for _ in range(2):
        press(KEY.Key_Minus)
        areas.append(facts().area)
    press(KEY.Key_0)
    REPORT["keys"] = {"areas": areas, "steepest": facts().now == facts().steepest, "edge": facts().edge}
    grab(dock_plugin().dock, "breathing-steepest")
    scale, before = iface.mapCanvas().scale(), facts().now
    turn_wheel(iface.mapCanvas().viewport(), 2, CTRL)
    up = facts().now
    turn_wheel(iface.mapCanvas().viewport(), -1, CTRL)
    REPORT["wheel"] = {"up": before - up, "down": facts().now - up, "scale": iface.mapCanvas().scale() == scale}
    press_button(panel().levels.buttons["grow"])
    REPORT["wheel"]["button"] = facts().now == up
    bar, count = panel().levels.bar, len(facts().edges)
    for index in (count - 1, 0, facts().steepest):  # the largest outline is at the right
        click_at(bar, QPoint(round(bar.width() * (count - 0.5 - index) / count), 3))
        REPORT.setdefault("bars", []).append((facts().now == index, _area_on_the_map() / facts().area))
    for _ in range(len(facts().edges) + 1):
        press(KEY.Key_Plus)
    REPORT["end"] = {"now": facts().now, "said": said(), "told": facts().told}
    grab(iface.mainWindow(), "breathing-largest")
    for _ in range(len(facts().edges) + 1):
        press(KEY.Key_Minus)
    REPORT["other end"] = {"last": facts().now == len(facts().edges) - 1, "said": said()}


def escape_leaves_no_trace() -> None:
    fid = shown().fid
    press(KEY.Key_Escape)
    REPORT["escape"] = {
        "mode": panel().mode(),
        "same": shown().fid == fid,
        "journal": journal() - REPORT["first"]["journal"],
        "on the map": on_the_map() is None,
        "dashed": _is_old_outline_dashed(),
    }


def the_map_follows_what_outgrows_it() -> None:
    """And leaves a view alone that a person has chosen."""
    canvas = iface.mapCanvas()
    for _ in range(30):
        wait_for(is_known)
        if controller().levels.known(shown().identifier).found > 3:
            break
        press(KEY.Key_Period)
    grow()
    canvas.setExtent(on_map(on_the_map()).boundingBox().scaled(1.06))
    close = canvas.extent()
    grown = close
    while close.contains(grown) and facts().now > 0:
        press(KEY.Key_Plus)
        grown = on_map(on_the_map()).boundingBox()
    REPORT["follows"] = {"outgrew": not close.contains(grown), "whole": canvas.extent().contains(grown)}
    grab(iface.mainWindow(), "breathing-followed", 1000)
    press(KEY.Key_Minus)
    for _ in range(3):
        press(KEY.Key_Right, SHIFT)
    mine = canvas.extent()
    press(KEY.Key_Plus)
    REPORT["follows"]["a view of my own stays"] = canvas.extent() == mine
    press(KEY.Key_Escape)


def enter_takes_it() -> None:
    wait_for(is_known)
    fid, identifier = shown().fid, shown().identifier
    press(KEY.Key_Plus)
    press(KEY.Key_Plus)
    level, area = facts().level, facts().area
    press(KEY.Key_Return)
    row = rows(
        'SELECT "OPERATION", "MAPPER", "SOUR_DATA", "STALE", "AREA" FROM rock_glaciers '
        f"WHERE \"CANDIDATE\" = '{identifier}'"
    )
    REPORT["taken"] = {
        "row": row,
        "area": area,
        "level": (level, last_parameters().get("level")),
        "state": rows(f'SELECT "STATE" FROM candidates WHERE fid = {fid}'),
        "went on": shown().fid != fid,
        "mode": panel().mode(),
        "said": said(),
        "on the map": on_the_map() is None,
    }
    wait_for(is_known)  # quietly, so that its first key is instant
    press(KEY.Key_Z, CTRL)
    REPORT["taken"]["undone"] = rows(f'SELECT "STATE" FROM candidates WHERE fid = {fid}')


def as_found_is_a_remain() -> None:
    identifier = shown().identifier
    wait_for(is_known)
    grow()
    press(KEY.Key_Minus)
    press(KEY.Key_Return)
    REPORT["as found"] = rows(f'SELECT "OPERATION" FROM rock_glaciers WHERE "CANDIDATE" = \'{identifier}\'')


def a_rock_glacier_grows_as_its_candidate_did() -> None:
    asked = 'SELECT fid, "ID", "CANDIDATE", "OPERATION", "AREA" FROM rock_glaciers'
    [before] = rows(asked)
    click_on_rock_glacier(before[0])
    grow()
    press(KEY.Key_Plus)
    level, area = facts().level, facts().area
    press(KEY.Key_Return)
    [after] = rows(asked)
    REPORT["rock glacier"] = {
        "same": after[:3] == before[:3],
        "operation": (before[3], after[3]),
        "areas": (before[4], after[4], area),
        "level": (level, last_parameters().get("level")),
    }
    press(KEY.Key_Z, CTRL)
    press(KEY.Key_Period)


def drawing_goes_on_from_it() -> None:
    wait_for(is_known)
    grow()
    outline = on_the_map()
    press(KEY.Key_3)
    wait(500)
    drawn = controller().session.drawing.current()[0]
    REPORT["draw on"] = {"mode": panel().mode(), "same": drawn.symDifference(outline).area() / outline.area()}
    REPORT["draw on"]["on the map"] = on_the_map() is None
    press(KEY.Key_Escape)
    REPORT["draw on"]["after"] = panel().mode()


def others_that_it_takes_in_are_said() -> None:
    """The first candidate that takes in another one where it grows."""
    for _ in range(30):
        wait_for(is_known)
        answer = controller().levels.known(shown().identifier)
        if any(level.joins for level in answer.levels[: answer.found]):
            break
        press(KEY.Key_Period)
    else:
        raise AssertionError("no candidate takes in another")
    while not facts() or "takes in" not in facts().told:
        grow()
    other = controller().mode.levels.breathing.growth.taken_in()[0]
    REPORT["joined"] = {"told": facts().told, "sight": is_in_sight(panel().levels.told)}
    grab(iface.mainWindow(), "breathing-joined")
    press(KEY.Key_Return)
    state = f'SELECT "STATE" FROM candidates WHERE "CANDIDATE_ID" = \'{other}\''
    REPORT["joined"] |= {"other": rows(state), "said": said()}
    press(KEY.Key_Z, CTRL)


def _place_on(candidate: int) -> QPoint:
    """Where a candidate lies on the canvas, brought into the middle of the map."""
    row = controller().session.inventory.row(module("inventory.schema").CANDIDATES, candidate)
    inside = on_map(controller().session.ground.geometry(row["geom"])).pointOnSurface().asPoint()
    iface.mapCanvas().setCenter(inside)
    iface.mapCanvas().refresh()
    wait(500)
    return pixel(inside)


def a_click_proposes_what_lies_there() -> None:
    before = rows("SELECT count(*) FROM rock_glaciers")[0][0]
    place = _place_on(shown().fid)
    press(KEY.Key_4)
    wait(300)
    REPORT["retrieve"] = {"asks": panel().drawing.text.text()}
    click(place)
    wait_for(lambda: facts() is not None)
    now = facts()
    REPORT["retrieve"] |= {"steepest": now.now == now.steepest, "mode": panel().mode()}
    turn_wheel(iface.mapCanvas().viewport(), 1, CTRL)
    REPORT["retrieve"]["grown"] = facts().area > now.area
    level = facts().level
    grab(iface.mainWindow(), "breathing-retrieve")
    press(KEY.Key_Return)
    [row] = rows('SELECT "OPERATION", "CANDIDATE", "SOUR_DATA", "AREA" FROM rock_glaciers ORDER BY fid DESC LIMIT 1')
    REPORT["retrieve"] |= {
        "count": rows("SELECT count(*) FROM rock_glaciers")[0][0] - before,
        "row": row,
        "level": (level, last_parameters().get("level")),
        "drawing": controller().session.drawing.is_active,
        "on the map": on_the_map() is None,
    }
    press(KEY.Key_Z, CTRL)


def a_second_click_draws() -> None:
    press(KEY.Key_Period)
    place = _place_on(shown().fid)
    press(KEY.Key_4)
    wait(300)
    click(place)
    wait_for(lambda: facts() is not None)
    click(place + QPoint(90, 5))
    wait_for(lambda: facts() is None)
    REPORT["drawn on"] = {"on the map": on_the_map() is None, "mode": panel().mode()}
    REPORT["drawn on"]["text"] = panel().drawing.text.text()
    click(place + QPoint(80, 90))
    press(KEY.Key_Return)
    wait(200)
    corners = shown().row["geom"]
    geometry = controller().session.ground.geometry(corners)
    REPORT["drawn on"] |= {"corners": len(list(geometry.vertices())), "parameters": last_parameters()}
    press(KEY.Key_Plus)
    REPORT["drawn on"] |= {"said": said(), "grows": facts() is not None}
    press(KEY.Key_Z, CTRL)


def what_is_proposed_is_mended_by_hand() -> None:
    """Where it was proposed before."""
    place = _place_on(shown().fid)
    press(KEY.Key_4)
    wait(300)
    click(place)
    wait_for(lambda: facts() is not None)
    outline = on_the_map()
    press(KEY.Key_3)
    wait(300)
    drawn = controller().session.drawing.current()[0]
    REPORT["mended"] = {"same": drawn.symDifference(outline).area() / outline.area(), "shown": facts() is None}
    press(KEY.Key_Escape)


def where_nobody_searched_one_draws() -> None:
    canvas = iface.mapCanvas()
    press(KEY.Key_4)
    wait(300)
    layer = QgsProject.instance().mapLayersByName("Scene")[0]
    box = canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent())
    outside = QgsPointXY(box.xMaximum() + box.width() / 20, box.center().y())
    canvas.setCenter(outside)
    canvas.refresh()
    wait(500)
    click(pixel(outside))
    wait_for(lambda: "No detection" in panel().drawing.text.text())
    REPORT["outside"] = {"text": panel().drawing.text.text(), "shown": facts() is None}
    grab(dock_plugin().dock, "breathing-outside")
    press(KEY.Key_Escape)


SOMEBODY_ELSE = """
from rgi.gestures.operations import By, remove
remove(opened, int(more[0]), "talus", By("Bob Mapper"))
"""


MISSED = """
import sqlite3
opened.close()
other = sqlite3.connect(inventory)
other.execute("DELETE FROM candidates WHERE fid = ?", (int(more[0]),))
other.commit()
other.close()
"""


def the_mouse_proposes_what_lies_below_it() -> None:
    """Ground that a detection saw and nobody has outlined; a key, and another that takes it."""
    press(KEY.Key_Period)
    own = shown().fid
    move(_place_on(own))
    press(KEY.Key_4)
    wait(600)
    REPORT["at the mouse"] = {"outlined already": facts() is None, "asks": panel().drawing.text.text()}
    press(KEY.Key_Escape)
    fids = [fid for (fid,) in rows("SELECT fid FROM candidates WHERE \"STATE\" = 'undecided'") if fid != own]
    place, ground = _place_on(fids[0]), iface.mapCanvas().center()
    elsewhere(INVENTORY, MISSED, fids[0])
    wait(300)
    before, count = journal(), rows("SELECT count(*) FROM rock_glaciers")[0][0]
    move(place)
    press(KEY.Key_4)
    wait_for(lambda: facts() is not None)
    REPORT["at the mouse"] |= {"text": panel().drawing.text.text(), "steepest": facts().now == facts().steepest}
    grab(iface.mainWindow(), "breathing-at-the-mouse")
    press(KEY.Key_Return)
    wait(300)
    REPORT["at the mouse"] |= {
        "made": rows("SELECT count(*) FROM rock_glaciers")[0][0] - count,
        "journal": rows(f'SELECT "OPERATION" FROM journal WHERE fid > {before}'),
        "mode": panel().mode(),
    }
    press(KEY.Key_Backspace)
    REPORT["at the mouse"]["undone"] = rows("SELECT count(*) FROM rock_glaciers")[0][0] - count
    iface.mapCanvas().setCenter(ground)
    wait(300)
    _a_click_elsewhere_and_a_stroke(pixel(ground))


def _a_click_elsewhere_and_a_stroke(place: QPoint) -> None:
    """What is proposed at the mouse goes when one clicks elsewhere, or draws."""
    move(QPoint(10, 10))
    move(place)
    press(KEY.Key_4)
    wait_for(lambda: facts() is not None)
    click(QPoint(25, 30))
    wait(600)
    REPORT["at the mouse"]["clicked elsewhere"] = panel().drawing.text.text()
    press(KEY.Key_Escape)
    move(place)
    before = journal()
    let_go = hold_key(KEY.Key_4)
    wait_for(lambda: facts() is not None)
    stroke(
        iface.mapCanvas().viewport(), [place + QPoint(*at) for at in ((-60, 0), (0, -50), (60, 0), (0, 50), (-58, 4))]
    )
    let_go()
    wait(300)
    REPORT["at the mouse"] |= {
        "drawn": rows(f'SELECT "OPERATION" FROM journal WHERE fid > {before}'),
        "parameters": last_parameters(),
        "nothing is left": (panel().mode(), on_the_map() is None),
    }
    press(KEY.Key_Backspace)


def another_person_is_faster() -> None:
    press(KEY.Key_Period)
    wait_for(is_known)
    fid, before = shown().fid, rows("SELECT count(*) FROM rock_glaciers")[0][0]
    told: list[str] = []  # that the file has changed may be told in the same moment, and stands there then
    note, text = lambda: told.append(said()), dock_plugin().dock.message.text
    text.textChanged.connect(note)
    elsewhere(INVENTORY, SOMEBODY_ELSE, fid)
    press(KEY.Key_Plus)  # on a busy machine the dock may have heard of it before
    wait_for(lambda: facts() is not None or "Bob" in "".join(told))
    if facts() is not None:
        press(KEY.Key_Return)
    text.textChanged.disconnect(note)
    REPORT["faster"] = {
        "said": told,
        "written": rows("SELECT count(*) FROM rock_glaciers")[0][0] - before,
        "state": rows(f'SELECT "STATE" FROM candidates WHERE fid = {fid}'),
        "mode": panel().mode(),
    }


def narrow_and_at_night() -> None:
    wait_for(lambda: shown() is not None and is_known())
    grow()
    window, dock = iface.mainWindow(), dock_plugin().dock
    window.resize(1366, 768)
    wait(500)
    REPORT["hidden at 1366"] = parts_in_pixels()["hidden"]
    grab(window, "breathing-1366x768", 800)
    dock.setFloating(True)
    dock.resize(300, 720)
    wait(500)
    REPORT["narrow"] = {"width": dock.width(), "hidden": parts_in_pixels()["hidden"]}
    grab(dock, "breathing-narrow")
    QgsApplication.setUITheme("Night Mapping")
    wait(800)
    grab(dock, "breathing-narrow-night", 800)
    dock.setFloating(False)
    wait(300)
    window.resize(1600, 900)
    grab(window, "breathing-night", 800)
    press(KEY.Key_Escape)


FORGET = """
import sqlite3
other = sqlite3.connect(inventory)
other.execute("DELETE FROM kept_probability")
other.commit()
other.close()
"""


def without_a_probability_it_is_said() -> None:
    open_inventory(INVENTORY)
    wait_for(lambda: shown() is not None and is_known())
    elsewhere(INVENTORY, FORGET)
    for _ in range(30):
        press(KEY.Key_Period)
        answer = controller().levels.known(shown().identifier)
        if answer is None or isinstance(answer, str):  # nothing was told of it before
            break
    press(KEY.Key_Plus)
    wait_for(lambda: said() and "looks for" not in said())
    REPORT["without"] = {"said": said(), "mode": panel().mode()}
    scale = iface.mapCanvas().scale()
    turn_wheel(iface.mapCanvas().viewport(), 1, CTRL)
    REPORT["without"]["QGIS zooms"] = iface.mapCanvas().scale() < scale


run(
    [
        open_the_dock,
        the_first_key_starts_the_engine,
        a_key_before_the_answer_is_done_when_it_comes,
        keys_and_wheel_step_through_the_levels,
        escape_leaves_no_trace,
        the_map_follows_what_outgrows_it,
        enter_takes_it,
        as_found_is_a_remain,
        a_rock_glacier_grows_as_its_candidate_did,
        drawing_goes_on_from_it,
        others_that_it_takes_in_are_said,
        a_click_proposes_what_lies_there,
        a_second_click_draws,
        what_is_proposed_is_mended_by_hand,
        where_nobody_searched_one_draws,
        the_mouse_proposes_what_lies_below_it,
        another_person_is_faster,
        narrow_and_at_night,
        without_a_probability_it_is_said,
    ]
)
