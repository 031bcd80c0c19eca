"""Runs inside the real QGIS desktop: what once spoiled work in silence, walked into by clicks and keys.

Names that nobody wrote, keys that decide what nobody sees, an Esc too many, somebody who was faster, a model
for another landform, images without a date, and new inventories that would be gone with QGIS.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import choose_file, in_dialog, press_in
from in_desktop import (
    FOLDER,
    REPORT,
    SAMPLE,
    click,
    controller,
    dock_plugin,
    elsewhere,
    grab,
    module,
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
)
from person import check, choose_in_menu_of, click_at, press_button, press_tool, type_into, writing_line

INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

SOMEBODY_ELSE = """
from rgi.gestures import operations
operations.remove(opened, int(more[0]), "talus", operations.By("Bob 冰"))
"""


def header() -> Any:
    return dock_plugin().dock.header


def panel() -> Any:
    return dock_plugin().dock.map_panel


def decided() -> int:
    return int(rows("SELECT count(*) FROM candidates WHERE \"STATE\" <> 'undecided'")[0][0])


def rock_glaciers() -> int:
    return int(rows("SELECT count(*) FROM rock_glaciers")[0][0])


def journal() -> int:
    return int(rows("SELECT count(*) FROM journal")[0][0])


def name_in_the_dock() -> str:
    return str(writing_line(header().person).text())


def _warned() -> str:
    if not panel().warnings.isVisible():
        return ""
    texts = (child for frame in panel().warnings.children() for child in frame.children())
    return " ".join(child.toPlainText() for child in texts if hasattr(child, "toPlainText"))


def go_to(another_landform: bool) -> None:
    """On to a candidate of the model for another landform, or of the one for rock glaciers."""
    for _ in range(20):
        if shown() is not None and ("does not find" in _warned()) is another_landform:
            return
        press(KEY.Key_Period)
    raise AssertionError("there is none")


def begin_without_a_name() -> None:
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene"))
    wait(300)
    show_the_dock()
    open_inventory(INVENTORY)
    wait(500)
    before = journal()
    press(KEY.Key_1)
    REPORT["no name"] = {"written": journal() - before, "said": said(), "role": header().role.text()}
    press(KEY.Key_4)
    REPORT["no name"]["drawing"] = controller().session.drawing.is_active
    grab(iface.mainWindow(), "traps-no-name")


def a_name_is_what_was_written() -> None:
    go_to(another_landform=False)
    say_who("Anna Longer-Name")
    type_into(header().person, "An")
    wait(200)
    REPORT["beginning of a name"] = name_in_the_dock()
    press(KEY.Key_1)
    REPORT["mapper"] = rows('SELECT "MAPPER" FROM rock_glaciers')
    press_button(header().forget_button)
    names = [header().person.itemText(row) for row in range(header().person.count())]
    before = journal()
    press(KEY.Key_1)
    REPORT["forgotten"] = {
        "name": name_in_the_dock(),
        "names": names,
        "written": journal() - before,
        "said": said(),
        "button": header().forget_button.isEnabled(),
    }
    say_who("Ada Mapper")


def the_date_of_an_image_is_asked_once() -> None:
    go_to(another_landform=False)
    REPORT["asked"] = (panel().image_date.isVisible(), panel().image_date.question.toPlainText())
    grab(dock_plugin().dock, "traps-date")
    before = rows('SELECT "SOUR_DATA", "MAP_DATE" FROM rock_glaciers')
    type_into(panel().image_date.field, "2021-08")
    wait(100)
    after = rows('SELECT "SOUR_DATA", "MAP_DATE" FROM rock_glaciers')
    press(KEY.Key_1)
    REPORT["dates"] = (before, after, rows('SELECT DISTINCT "SOUR_DATA", "MAP_DATE" FROM rock_glaciers'))
    REPORT["asked again"] = panel().image_date.isVisible()
    press(KEY.Key_Z, CTRL)
    press(KEY.Key_Z, CTRL)  # the other one was decided under another name
    REPORT["undone after the date"] = (rock_glaciers(), panel().by_action["undo"].isEnabled())
    press(KEY.Key_1)


def no_key_acts_while_the_dock_is_closed() -> None:
    before = decided()
    press_tool(iface.mainWindow(), dock_plugin().action)
    wait(200)
    REPORT["closed"] = {"visible": dock_plugin().dock.isVisible()}
    click(QPoint(200, 200))
    for key in (KEY.Key_1, KEY.Key_2, KEY.Key_D):
        press(key)
    REPORT["closed"]["decided"] = decided() - before
    show_the_dock()


def an_outline_out_of_view_is_brought_back_first() -> None:
    go_to(another_landform=False)
    before = decided()
    iface.mapCanvas().setFocus()
    for _ in range(6):
        press(KEY.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    wait(500)
    scale = iface.mapCanvas().scale()
    press(KEY.Key_1)
    geometry = controller().session.ground.geometry(shown().row["geom"])
    REPORT["out of view"] = {
        "decided": decided() - before,
        "said": said(),
        "seen again": controller().session.view.is_in_sight(geometry),
    }
    press(KEY.Key_1)
    REPORT["out of view"] |= {"decided then": decided() - before, "scale": scale}
    before = decided()
    iface.mapCanvas().zoomScale(7_600_000)  # where the map of a new project once stayed
    wait(300)
    press(KEY.Key_1)
    REPORT["a dot"] = {"decided": decided() - before, "said": said(), "scale": iface.mapCanvas().scale()}
    press(KEY.Key_1)
    REPORT["a dot"]["decided then"] = decided() - before


def another_tool_is_in_hand() -> None:
    go_to(another_landform=False)
    before = decided()
    press(KEY.Key_M, CTRL | SHIFT)
    wait(300)
    click(QPoint(iface.mapCanvas().width() - 30, 30))  # beside the window of the measuring tool
    REPORT["tool"] = {"in hand": type(iface.mapCanvas().mapTool()).__name__}
    press(KEY.Key_1)
    REPORT["tool"] |= {"decided": decided() - before, "said": said(), "now": type(iface.mapCanvas().mapTool()).__name__}
    press(KEY.Key_1)
    REPORT["tool"]["decided then"] = decided() - before


def _draw_a_triangle() -> None:
    press(KEY.Key_4)
    wait(500)
    for place in (QPoint(200, 200), QPoint(320, 210), QPoint(300, 320)):
        click(place)
    click(QPoint(298, 322), Qt.MouseButton.RightButton)
    wait(300)


def an_outline_that_was_given_up_comes_back_once() -> None:
    count, before = rock_glaciers(), journal()
    _draw_a_triangle()
    press(KEY.Key_Escape)
    undo = panel().by_action["undo"]
    REPORT["given up"] = {"active": controller().session.drawing.is_active, "undo": undo.toolTip()}
    press(KEY.Key_Z, CTRL)
    wait(300)
    REPORT["given up"] |= {
        "back": controller().session.drawing.is_active,
        "said": said(),
        "taken back": journal() - before,
    }
    grab(iface.mainWindow(), "traps-back")
    press(KEY.Key_Return)
    wait(200)
    REPORT["given up"]["written"] = rock_glaciers() - count
    press(KEY.Key_Period)
    _draw_a_triangle()
    press(KEY.Key_Escape)
    press(KEY.Key_Period)
    go_to(another_landform=False)
    press(KEY.Key_1)  # a decision in between: it is what an undo takes back
    decisions = decided()
    press(KEY.Key_Z, CTRL)
    REPORT["given up"] |= {"after a decision": controller().session.drawing.is_active, "undone": decisions - decided()}


def _somebody_else_decides(fid: int) -> None:
    elsewhere(INVENTORY, SOMEBODY_ELSE, fid)


def another_person_is_faster() -> None:
    go_to(another_landform=False)
    fid, title, before = shown().fid, shown().title, rock_glaciers()
    _somebody_else_decides(fid)
    press(KEY.Key_1)
    REPORT["faster"] = {
        "title": title,
        "said": said(),
        "written": rock_glaciers() - before,
        "went on": shown().fid != fid,
        "state": rows(f'SELECT "STATE", "REASON" FROM candidates WHERE fid = {fid}'),
    }
    grab(iface.mainWindow(), "traps-faster")


def another_person_is_faster_than_a_drawing() -> None:
    fid, before = shown().fid, rock_glaciers()
    outline = on_map(controller().session.ground.geometry(shown().row["geom"]))
    press(KEY.Key_3)
    wait(800)
    move_a_vertex(outline, controller().session.drawing)
    _somebody_else_decides(fid)
    press(KEY.Key_Return)
    wait(200)
    REPORT["faster than a drawing"] = {
        "said": said(),
        "kept": controller().session.drawing.is_active,
        "written": rock_glaciers() - before,
    }
    press(KEY.Key_Return)
    wait(200)
    REPORT["faster than a drawing"] |= {
        "over": not controller().session.drawing.is_active,
        "written then": rock_glaciers() - before,
        "state": rows(f'SELECT "STATE" FROM candidates WHERE fid = {fid}'),
    }


def another_landform_is_asked_about_once() -> None:
    go_to(another_landform=True)
    before, fid = rock_glaciers(), shown().fid
    grab(iface.mainWindow(), "traps-landform")
    warned = _warned()
    press(KEY.Key_1)
    REPORT["landform"] = {
        "warned": warned,
        "said": said(),
        "written": rock_glaciers() - before,
        "same": shown().fid == fid,
    }
    press(KEY.Key_1)
    REPORT["landform"]["written then"] = rock_glaciers() - before


def another_landform_is_removed_for_what_it_is() -> None:
    """Another reason, and Esc; then the key of Remove alone; then left out of the queue, by a click."""
    go_to(another_landform=True)
    wait(600)
    remove, fid = panel().operations.buttons["remove"], shown().fid
    found = REPORT["removed as found"] = {"title": panel().facts.title.whole(), "button": remove.text()}
    grab(iface.mainWindow(), "traps-landform-remove")
    _in_a_narrow_dock("traps-landform-narrow")
    press_button(panel().operations.another)
    found["asked"] = panel().mode()
    press(KEY.Key_Escape)
    press(KEY.Key_2)
    press(KEY.Key_2)  # twice by habit: the next one only asks
    found["next"] = panel().mode()
    press(KEY.Key_Escape)
    found["states"] = rows(f'SELECT "STATE", "REASON" FROM candidates WHERE fid = {fid}')
    found["removed"] = rows("SELECT count(*) FROM candidates WHERE \"STATE\" = 'remove' AND \"RUN_ID\" = 'other'")
    press(KEY.Key_Z, CTRL)
    found["back"] = shown().fid == fid and rows(f'SELECT "STATE" FROM candidates WHERE fid = {fid}')
    check(panel().queue.others)
    wait(100)
    offered = set()
    for _ in range(20):
        offered.add(shown().target if shown() else None)
        press(KEY.Key_Period)
    found["offered"] = sorted(map(str, offered))
    check(panel().queue.others, False)
    wait(100)


def _in_a_narrow_dock(name: str) -> None:
    window, dock, before = iface.mainWindow(), dock_plugin().dock, dock_plugin().dock.width()
    window.resizeDocks([dock], [dock.minimumSizeHint().width()], Qt.Orientation.Horizontal)
    grab(window, name)
    window.resizeDocks([dock], [before], Qt.Orientation.Horizontal)
    wait(600)


def at_night() -> None:
    """Last of all, for QGIS does not come back from it whole."""
    open_inventory(INVENTORY)
    wait(500)
    go_to(another_landform=True)
    QgsApplication.setUITheme("Night Mapping")
    _in_a_narrow_dock("traps-landform-night")

    def look(dialog: Any) -> None:
        grab(dialog, "traps-models-night")
        press_in(dialog, QDialogButtonBox.StandardButton.Close)

    in_dialog(lambda: choose_in_menu_of(dock_plugin().dock.detect.button, "Models…"), look)


def ground_that_was_looked_at_is_kept() -> None:
    wait(1500)  # the map is drawn
    before = rows("SELECT count(*) FROM reviewed_ground")
    go_to(another_landform=False)
    wait(1500)
    person = controller().session.person
    press(KEY.Key_1)
    wait(800)
    REPORT["looked at"] = {
        "before": before,
        "rows": rows('SELECT "PERSON", "OPERATION", "PIXEL", "SOUR_DATA", "RUN_ID" FROM reviewed_ground'),
        "person": person,
    }


def offered_by(menu: Any) -> list[str]:
    """The names of the models, and what the other entries say."""
    actions = [action for action in menu.actions() if action.text()]
    return [action.toolTip() if action.actionGroup() is not None else action.text() for action in actions]


def models_come_and_go() -> None:
    """By the arrow beside Detect in view: import, see where it was trained, find it in the menu, delete it."""
    line = dock_plugin().dock.detect
    source = _model_of_a_colleague()
    found: dict[str, Any] = {}

    def bring_in(dialog: Any) -> None:
        view = dialog.view
        choose_file(lambda: press_button(view.import_button), source)
        found.update(imported=view.answer.toPlainText(), text=view.text.toPlainText())
        grab(dialog, "traps-models")
        press_button(view.areas_button)

    in_dialog(lambda: choose_in_menu_of(line.button, "Models…"), bring_in)
    wait(800)
    (layer,) = QgsProject.instance().mapLayersByName("Where colleague was trained")
    found["on the map"] = layer.featureCount()
    found["in view"] = shown() is not None and iface.mapCanvas().extent().width() > 20_000
    grab(iface.mainWindow(), "traps-models-map")
    QgsProject.instance().removeMapLayer(layer)
    found["offered"] = offered_by(line.button.menu())

    def take_away(dialog: Any) -> None:
        view = dialog.view
        row = next(n for n in range(view.list.count()) if "colleague" in view.list.item(n).text())
        click_at(view.list.viewport(), view.list.visualItemRect(view.list.item(row)).center())
        yes = QDialogButtonBox.StandardButton.Yes
        in_dialog(lambda: press_button(view.delete_button), lambda box: press_in(box, yes))
        found["deleted"] = view.answer.toPlainText()
        press_in(dialog, QDialogButtonBox.StandardButton.Close)

    in_dialog(lambda: choose_in_menu_of(line.button, "Models…"), take_away)
    found["offered then"] = offered_by(line.button.menu())
    REPORT["models"] = found


def _model_of_a_colleague() -> Path:
    """The shipped demonstration under another name, with the area where it is said to have been trained."""
    shipped = Path(module("inventory.model_cards.cards").SHIPPED_CARDS) / "simulated-alpine.json"
    content = json.loads(shipped.read_text("utf-8"))
    folder = FOLDER / "from a colleague 冰"
    folder.mkdir()
    (folder / "colleague.safetensors").write_bytes(shipped.with_name(content["weights"]).read_bytes())
    del content["openvino"]  # whose files lie elsewhere
    content |= {"name": "colleague", "weights": "colleague.safetensors", "training_areas": [[97.0, 28.0, 97.5, 28.4]]}
    (folder / "colleague.json").write_text(json.dumps(content), "utf-8")
    return folder / "colleague.json"


def new_inventories_are_kept() -> None:
    opened = controller().session.inventory.path
    button = header().new_button
    REPORT["new"] = {}
    for name, path in (("temporary", Path(tempfile.gettempdir()) / "lost.gpkg"), ("existing", INVENTORY)):
        choose_file(lambda: press_button(button), path)
        wait(300)
        REPORT["new"][name] = {
            "said": said(),
            "path": str(path),
            "is there": path.exists(),
            "still open": controller().session.inventory.path == opened,
        }
    path = FOLDER / "new one 冰.gpkg"
    choose_file(lambda: press_button(button), path)
    wait(800)
    REPORT["new"]["good"] = {
        "open": controller().session.inventory.path == path,
        "candidates": len(controller().session.queue),
        "title": rows('SELECT "VALUE" FROM inventory_info WHERE "KEY" = \'title\''),
        "said": said(),
    }
    grab(iface.mainWindow(), "traps-new")


run(
    (
        begin_without_a_name,
        a_name_is_what_was_written,
        the_date_of_an_image_is_asked_once,
        no_key_acts_while_the_dock_is_closed,
        an_outline_out_of_view_is_brought_back_first,
        another_tool_is_in_hand,
        an_outline_that_was_given_up_comes_back_once,
        another_person_is_faster,
        another_person_is_faster_than_a_drawing,
        another_landform_is_asked_about_once,
        another_landform_is_removed_for_what_it_is,
        ground_that_was_looked_at_is_kept,
        models_come_and_go,
        new_inventories_are_kept,
        at_night,
    )
)
