"""Runs inside the real QGIS desktop: a mapper and a reviewer at work in the dock, by keys and mouse.

The second session, `dock_restart.py`, goes on with the same inventory after QGIS was closed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import qgis.utils
from qgis.core import QgsApplication, QgsGeometry, QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QDialog, QTableView
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from in_desktop import (
    FOLDER,
    PLUGIN,
    REPORT,
    SAMPLE,
    click,
    click_on_rock_glacier,
    controller,
    dock_plugin,
    draw_a_sample,
    go_to_mode,
    grab,
    module,
    move_a_vertex,
    on_map,
    open_inventory,
    pixel,
    press,
    rows,
    run,
    said,
    say_who,
    show_the_dock,
    shown,
    wait,
)
from person import choose, drag, hold_key, press_button, set_spin, type_text
from strokes import STEPS as STROKES

INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
KEY = Qt.Key


def title() -> str:
    return shown().identifier if shown() else ""


def geometry_shown() -> QgsGeometry:
    schema = module("inventory.schema")
    geometry = controller().session.ground.geometry(shown().row[schema.GEOMETRY])
    return on_map(geometry)


def open_the_dock() -> None:
    scene = QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene")
    QgsProject.instance().addMapLayer(scene)
    iface.mapCanvas().setExtent(scene.extent())
    show_the_dock()
    REPORT["dock is shown"] = dock_plugin().dock.isVisible()
    grab(iface.mainWindow(), "dock-empty")
    say_who("Ada Mapper")
    open_inventory(INVENTORY)
    wait(1000)
    REPORT["layers"] = [layer.name() for layer in QgsProject.instance().mapLayers().values()]
    REPORT["undecided at first"] = len(rows("SELECT 1 FROM candidates WHERE \"STATE\" = 'undecided'"))
    grab(iface.mainWindow(), "dock-map", 1500)


def _states_in(table: QDialog) -> list[str]:
    """What the open attribute table of candidates says of their state."""
    view = next(view for view in table.findChildren(QTableView) if view.isVisible())
    model = view.model()
    columns = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    column = columns.index("STATE")
    return [model.data(model.index(row, column)) for row in range(model.rowCount())]


def remain() -> None:
    REPORT["remain"] = title()
    table = iface.showAttributeTable(controller().session.layers.candidates)
    wait(300)
    REPORT["table before remain"] = _states_in(table)
    press(KEY.Key_1)
    wait(300)
    REPORT["table after remain"] = _states_in(table)
    table.close()
    REPORT["after remain"] = rows('SELECT "CANDIDATE", "OPERATION", "MAPPER", "SOUR_DATA" FROM rock_glaciers')


def remove_with_a_reason() -> None:
    REPORT["remove"] = title()
    press(KEY.Key_2)
    grab(iface.mainWindow(), "dock-remove")
    press(KEY.Key_D)
    REPORT["after remove"] = rows('SELECT "CANDIDATE_ID", "REASON" FROM candidates WHERE "STATE" = \'remove\'')


def refine_with_the_vertex_tool() -> None:
    REPORT["refine"] = title()
    before = geometry_shown()
    press(KEY.Key_3)
    wait(800)
    REPORT["vertex tool"] = type(iface.mapCanvas().mapTool()).__name__
    move_a_vertex(before, controller().session.drawing)  # outwards, so that the outline stays simple
    grab(iface.mainWindow(), "dock-refine", 800)
    press(KEY.Key_Return)
    REPORT["after refine"] = rows(
        'SELECT r."CANDIDATE", r."AREA" > c."AREA", r."STALE" FROM rock_glaciers r '
        'JOIN candidates c ON c."CANDIDATE_ID" = r."CANDIDATE" WHERE r."OPERATION" = \'refine\''
    )
    REPORT["layers after refine"] = [layer.name() for layer in QgsProject.instance().mapLayers().values()]


def _square() -> list[QPoint]:
    size = iface.mapCanvas().size()
    left, top = size.width() // 2 - 120, size.height() // 2 - 100
    return [QPoint(left, top), QPoint(left + 240, top + 5), QPoint(left + 235, top + 200), QPoint(left, top + 195)]


def retrieve_by_drawing() -> None:
    count = rows("SELECT count(*) FROM rock_glaciers")[0][0]
    press(KEY.Key_4)
    wait(500)
    for place in _square()[:3]:
        click(place)
    press(KEY.Key_Escape)  # gives up, without a trace
    wait(300)
    REPORT["given up"] = rows("SELECT count(*) FROM rock_glaciers")[0][0] - count
    press(KEY.Key_4)
    wait(500)
    for place in _square():
        click(place)
    click(_square()[-1] + QPoint(0, 4), Qt.MouseButton.RightButton)
    wait(300)
    grab(iface.mainWindow(), "dock-retrieve")
    press(KEY.Key_Return)
    wait(300)
    REPORT["after retrieve"] = rows(
        'SELECT "CANDIDATE", "AREA" > 1000, "SOUR_DATA" FROM rock_glaciers WHERE "OPERATION" = \'retrieve\''
    )


def split_and_merge() -> None:
    REPORT["retrieved is shown"] = shown().is_candidate is False
    before = title()
    press(KEY.Key_S)
    wait(500)
    corners = _square()
    middle = (corners[0] + corners[1]) / 2
    click(middle - QPoint(0, 40))
    click(middle + QPoint(0, 250))
    click(middle + QPoint(0, 254), Qt.MouseButton.RightButton)
    wait(300)
    press(KEY.Key_Return)
    wait(300)
    REPORT["after split"] = rows(
        'SELECT "ID", "RGS_ID" FROM rock_glaciers WHERE "OPERATION" = \'retrieve\' ORDER BY fid'
    )
    REPORT["was split"] = before
    layer = controller().session.layers.rock_glaciers
    layer.selectByExpression("\"OPERATION\" = 'retrieve'")
    press(KEY.Key_M)
    wait(300)
    REPORT["after merge"] = rows('SELECT "ID" FROM rock_glaciers WHERE "OPERATION" = \'retrieve\'')


def undo_and_redo() -> None:
    state = 'SELECT "ID", "OPERATION" FROM rock_glaciers ORDER BY fid'
    before = rows(state)
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    for _ in range(3):  # merge, split, retrieve
        press(KEY.Key_Z, ctrl)
    REPORT["after three undos"] = rows("SELECT count(*) FROM rock_glaciers WHERE \"OPERATION\" = 'retrieve'")
    for _ in range(3):
        press(KEY.Key_Z, ctrl | shift)
    REPORT["redone equals before"] = rows(state) == before


def hide_and_show() -> None:
    canvas = iface.mapCanvas()
    before = len(canvas.layers())
    let_go = hold_key(KEY.Key_H)
    wait(600)  # whoever lets go sooner has pressed it, and they stay hidden
    REPORT["hidden while held"] = before - len(canvas.layers())
    let_go()
    wait(200)
    REPORT["back when let go"] = len(canvas.layers()) - before


def jump_by_click() -> None:
    rock_glacier = rows("SELECT fid FROM rock_glaciers WHERE \"OPERATION\" = 'remain'")[0][0]
    target = click_on_rock_glacier(rock_glacier)
    REPORT["jumped"] = (title(), target.identifier)


def drag_the_marker() -> None:
    """Of the rock glacier that the click has shown: a little way inside its outline, then far outside."""
    fid = shown().fid
    place = on_map(QgsGeometry.fromPointXY(QgsPointXY(shown().row["LON"], shown().row["LAT"]))).asPoint()
    before = rows(f'SELECT "ID", "LAT", "LON" FROM rock_glaciers WHERE fid = {fid}')[0]
    for far, name in ((QPoint(9, 9), "marker dragged"), (QPoint(400, -300), "marker refused")):
        drag(iface.mapCanvas().viewport(), pixel(place), pixel(place) + far)
        wait(200)
        after = rows(f'SELECT "ID", "LAT", "LON" FROM rock_glaciers WHERE fid = {fid}')[0]
        REPORT[name] = {
            "same ID": after[0] == before[0],
            "moved": after[1:] != before[1:],
            "said": said(),
            "markers": rows(
                f'SELECT abs("LAT" - {after[1]}) < 1e-9, abs("LON" - {after[2]}) < 1e-9 '
                f"FROM primary_markers WHERE \"ID\" = '{after[0]}'"
            ),
        }
        before = after
        place = on_map(QgsGeometry.fromPointXY(QgsPointXY(after[2], after[1]))).asPoint()


def write_a_comment() -> None:
    press(KEY.Key_Period)  # from the rock glacier on to a candidate
    press(KEY.Key_C)
    field = dock_plugin().dock.map_panel.comment
    assert field.hasFocus()
    type_text("1 of 2, front in shadow")  # digits are no decisions here
    press(KEY.Key_Return)
    wait(100)
    REPORT["comment"] = rows(f'SELECT "COMMENT", "STATE" FROM candidates WHERE fid = {shown().fid}')[0]
    REPORT["focus is back"] = iface.mapCanvas().hasFocus() or not field.hasFocus()


def _covered() -> list[str]:
    """What the dock says of others that cover what is shown."""
    geometry = controller().session.ground.geometry(shown().row["geom"])
    warnings = controller().mode._screen.doubts.of(shown(), geometry, None)
    return [warning.text for warning in warnings if warning.action == "clip"]


def _go_on(wanted: Callable[[], bool]) -> None:
    for _ in range(12):
        if shown().is_candidate and wanted():
            return
        press(KEY.Key_Period)
    raise AssertionError("there is no such candidate")


def clip_at_the_neighbour() -> None:
    """Half of a candidate lies in an outline that somebody has drawn."""
    panel = dock_plugin().dock.map_panel
    _go_on(lambda: not _covered())
    wait(500)  # the map goes there
    middle = pixel(geometry_shown().centroid().asPoint())
    size = iface.mapCanvas().size()
    across = 140 if middle.x() < size.width() // 2 else -140
    top, bottom = max(10, middle.y() - 150), min(size.height() - 20, middle.y() + 150)
    beside = middle.x() + across
    corners = [QPoint(middle.x(), top), QPoint(beside, top), QPoint(beside, bottom), QPoint(middle.x(), bottom)]
    press(KEY.Key_4)
    wait(500)
    for place in corners:
        click(place)
    click(corners[-1] + QPoint(0, 4), Qt.MouseButton.RightButton)
    wait(300)
    press(KEY.Key_Return)
    wait(300)
    _go_on(lambda: any("100 %" not in text for text in _covered()))
    grab(iface.mainWindow(), "dock-warning", 800)
    candidate, area = title(), shown().row["AREA"]
    press_button(panel.warnings.buttons[0])
    wait(200)
    REPORT["clipped"] = rows(
        f'SELECT "OPERATION", "AREA" < {area} FROM rock_glaciers WHERE "CANDIDATE" = \'{candidate}\''
    )


def filter_by_probability() -> None:
    queue = dock_plugin().dock.map_panel.queue
    choose(queue.filter, "probability")
    set_spin(queue.highest, 0.01)
    wait(100)
    REPORT["nothing in the filter"] = shown() is None
    choose(queue.filter, "whole")
    wait(100)
    REPORT["all in the filter"] = shown() is not None


def narrow_and_at_night() -> None:
    dock = dock_plugin().dock
    press(KEY.Key_Period)
    dock.setFloating(True)
    dock.resize(300, 860)
    wait(500)
    REPORT["narrow width"] = dock.width()
    grab(dock, "dock-narrow")
    dock.setFloating(False)
    QgsApplication.setUITheme("Night Mapping")
    wait(800)
    grab(iface.mainWindow(), "dock-night", 800)


def review() -> None:
    say_who("Rosa Reviewer")
    go_to_mode("review")
    grab(iface.mainWindow(), "dock-review-empty")
    draw_a_sample(share=100.0)
    wait(300)
    grab(iface.mainWindow(), "dock-review", 1000)
    for key in (KEY.Key_N, KEY.Key_Y, KEY.Key_U):
        press(key)
        wait(100)
    REPORT["reviews"] = rows('SELECT "REVIEWER", "DECISION" FROM reviews ORDER BY fid')
    REPORT["told"] = rows('SELECT "REVIEWER", "ADDI_INF" FROM rock_glaciers WHERE "REVIEWER" IS NOT NULL')
    press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    REPORT["reviews after undo"] = len(rows("SELECT 1 FROM reviews"))
    go_to_mode("map")
    say_who("Ada Mapper")
    wait(300)


def edited_by_another_tool() -> None:
    layer = controller().session.layers.rock_glaciers
    layer.startEditing()
    feature = next(layer.getFeatures())
    layer.changeAttributeValue(feature.id(), layer.fields().indexOf("COMMENT"), "from the attribute table")
    REPORT["saved in the table"] = layer.commitChanges()
    wait(3500)
    REPORT["external"] = rows("SELECT count(*) FROM journal WHERE \"OPERATION\" = 'external'")[0][0]
    REPORT["said of it"] = said()
    count = rows("SELECT count(*) FROM candidates WHERE \"STATE\" = 'remain'")[0][0]
    press(KEY.Key_1)  # goes on after QGIS has edited the file
    REPORT["remain after an edit"] = rows("SELECT count(*) FROM candidates WHERE \"STATE\" = 'remain'")[0][0] - count


def a_layer_is_removed() -> None:
    project = QgsProject.instance()
    project.removeMapLayer(controller().session.layers.candidates.id())
    wait(200)
    REPORT["said of the layer"] = said()
    count = rows("SELECT count(*) FROM journal")[0][0]
    press(KEY.Key_1)
    REPORT["a gesture without the layer"] = rows("SELECT count(*) FROM journal")[0][0] - count


def review_in_the_middle() -> None:
    """Another mode while an outline is being drawn: it is back when the mapper is, and Esc drops it."""
    press(KEY.Key_4)
    wait(500)
    for place in _square()[:3]:
        click(place)
    go_to_mode("review")
    REPORT["put aside"] = controller().session.drawing.is_active
    go_to_mode("map")
    REPORT["back from review"] = controller().session.drawing.is_active
    press(KEY.Key_Escape)
    go_to_mode("review")
    go_to_mode("map")
    REPORT["after escape"] = controller().session.drawing.is_active


def reload_in_the_middle() -> None:
    """The plugin is reloaded while an outline is being drawn: the draft comes back."""
    press(KEY.Key_4)
    wait(500)
    for place in _square():
        click(place)
    click(_square()[-1] + QPoint(0, 4), Qt.MouseButton.RightButton)
    wait(300)
    qgis.utils.unloadPlugin(PLUGIN)
    wait(300)
    REPORT["scratch layers after unload"] = [
        layer.name() for layer in QgsProject.instance().mapLayers().values() if "drawn" in layer.name()
    ]
    qgis.utils.loadPlugin(PLUGIN)
    qgis.utils.startPlugin(PLUGIN)
    wait(300)
    show_the_dock()
    wait(800)
    assert controller().session is None, "one of its layers was taken out, so the project does not tell of it"
    choose(dock_plugin().dock.header.inventory, str(INVENTORY))
    wait(500)
    REPORT["draft is back"] = controller().session.drawing.is_active
    grab(iface.mainWindow(), "dock-draft")
    count = rows("SELECT count(*) FROM rock_glaciers")[0][0]
    press(KEY.Key_Return)
    wait(300)
    REPORT["draft accepted"] = rows("SELECT count(*) FROM rock_glaciers")[0][0] - count


def leave() -> None:
    REPORT["at the end"] = rows('SELECT "ID", "OPERATION" FROM rock_glaciers ORDER BY fid')
    REPORT["journal at the end"] = rows("SELECT count(*) FROM journal")[0][0]
    QgsProject.instance().write(str(FOLDER / "day.qgz"))


run(
    (
        open_the_dock,
        remain,
        remove_with_a_reason,
        *STROKES,
        refine_with_the_vertex_tool,
        retrieve_by_drawing,
        split_and_merge,
        undo_and_redo,
        hide_and_show,
        jump_by_click,
        drag_the_marker,
        write_a_comment,
        clip_at_the_neighbour,
        filter_by_probability,
        review,
        edited_by_another_tool,
        a_layer_is_removed,
        review_in_the_middle,
        reload_in_the_middle,
        narrow_and_at_night,
        leave,
    )
)
