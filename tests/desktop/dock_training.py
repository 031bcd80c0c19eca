"""Runs inside the real QGIS desktop: from outlines and a scene to a model of one's own, and candidates found by it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, QRect, Qt
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QDialogButtonBox, QListView, QToolButton
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import in_dialog, press_in, run_in
from help_windows import F1, told
from in_desktop import (
    FOLDER,
    REPORT,
    SAMPLE,
    controller,
    dock_plugin,
    grab,
    look_at_the_scene,
    open_inventory,
    rows,
    run,
    say_who,
    show_the_dock,
    wait,
    wait_for,
)
from person import (
    choose,
    choose_in_menu_of,
    choose_in_submenu,
    click_at,
    make_active,
    press_button,
    press_key,
    set_spin,
    type_into,
)
from toolbox import field, in_tool, log_of, open_advanced, screen, toolbox

INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
DATA = FOLDER / "data 冰"
ENCODER = "tu-mobilenetv3_small_100"


def open_the_scene() -> None:
    project = QgsProject.instance()
    project.addMapLayer(QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene"))
    project.addMapLayer(QgsVectorLayer(str(SAMPLE / "rock_glaciers.gpkg"), "Outlines", "ogr"))
    look_at_the_scene()
    toolbox().show()
    wait(300)


def choose_layer(dialog: Any, key: str, name: str) -> None:
    """Press the button of a list of layers, check one of them, and press OK."""
    press_button(field(dialog, key, QToolButton))
    wait(300)
    view = next(one for one in dialog.findChildren(QListView) if one.isVisible())
    rows_ = [view.model().index(row, 0) for row in range(view.model().rowCount())]
    index = next(one for one in rows_ if str(one.data()).startswith(name))
    place = view.visualRect(index)
    click_at(view.viewport(), QPoint(place.left() + 10, place.center().y()))
    boxes = [one for one in dialog.findChildren(QDialogButtonBox) if view.parent().isAncestorOf(one)]
    press_button(boxes[0].button(QDialogButtonBox.StandardButton.Ok))
    wait(200)


def make_training_data() -> None:
    def use(dialog: Any) -> None:
        grab(dialog, "training-data-dialog")
        choose_layer(dialog, "INVENTORY", "Outlines")
        choose_layer(dialog, "IMAGE", "Scene")
        open_advanced(dialog)
        for key, number in (("BUFFER", 100), ("PATCH", 128), ("OVERLAP", 32), ("MINIMUM_AREA", 0), ("FOLDS", 2)):
            set_spin(field(dialog, key, QAbstractSpinBox), number)
        type_into(field(dialog, "OUTPUT"), str(DATA), Qt.Key.Key_Tab)
        grab(dialog, "training-data-filled")
        ok, results = run_in(dialog)
        grab(dialog, "training-data-log")
        REPORT["data"] = {"ok": ok, "patches": results.get("COUNT"), "targets": results.get("TARGETS")}

    in_tool("Make training data", use)
    wait(500)
    REPORT["layers"] = sorted(one.name() for one in QgsProject.instance().mapLayers().values())
    grab(iface.mainWindow(), "training-data-map", 600)


def walk_through_outlines() -> None:
    """The menu of the plugin opens a dock that shows what was left out, one after the other."""
    open_with_faults()
    choose_in_plugin_menu(dock_plugin().walk_action)
    wait(300)
    walk, canvas = dock_plugin().walk, iface.mapCanvas()
    said = [(walk.count.text(), walk.title.whole(), walk.note.toPlainText(), canvas.extent().toString(0))]
    REPORT["walk kinds"] = [walk.kind.itemText(row) for row in range(walk.kind.count())]
    press_button(walk.next)
    wait(300)
    said.append((walk.count.text(), walk.title.whole(), walk.note.toPlainText(), canvas.extent().toString(0)))
    grab(iface.mainWindow(), "training-walk", 600)
    press_button(walk.previous)
    wait(100)
    said.append((walk.count.text(), walk.title.whole(), walk.note.toPlainText(), canvas.extent().toString(0)))
    REPORT["walk"] = said
    walk.close()
    QgsProject.instance().removeMapLayer(QgsProject.instance().mapLayersByName("With faults")[0].id())


def open_with_faults() -> None:
    """The outlines as they are where two of them have a fault."""
    path = FOLDER / "faults 冰.gpkg"
    shutil.copy(DATA / "polygons.gpkg", path)
    layer = QgsVectorLayer(str(path), "With faults", "ogr")
    fault, note = (layer.fields().lookupField(name) for name in ("FAULT", "NOTE"))
    values = {2: {fault: "too small", note: "It has 9 000 m2."}, 3: {fault: "doubled", note: "It is 'a' once more."}}
    assert layer.dataProvider().changeAttributeValues(values)
    QgsProject.instance().addMapLayer(layer)
    iface.setActiveLayer(layer)


def choose_in_plugin_menu(action: Any) -> None:
    menus = [one.menu() for one in iface.pluginMenu().actions() if one.menu() is not None]
    [menu] = [one for one in menus if one.title() == "Rock glacier inventory"]
    choose_in_submenu(iface.mainWindow().menuBar(), iface.pluginMenu(), menu, action)


def curve() -> Any:
    return dock_plugin().curve


def fill(dialog: Any, name: str, steps: int, plan: Path | None = None) -> None:
    """What a person with little time and no graphics card chooses; a plan knows the network."""
    type_into(field(dialog, "DATA"), str(DATA), Qt.Key.Key_Tab)
    type_into(field(dialog, "NAME"), name, Qt.Key.Key_Tab)
    set_spin(field(dialog, "STEPS", QAbstractSpinBox), steps)
    open_advanced(dialog)
    set_spin(field(dialog, "BATCH_SIZE", QAbstractSpinBox), 2)
    if plan is None:
        choose(field(dialog, "ENCODER", QComboBox), ENCODER)
    else:
        type_into(field(dialog, "PLAN"), str(plan), Qt.Key.Key_Tab)


def smaller_plan() -> Path:
    """The plan of the training before, changed by a person who has less time and looks at the curve more often."""
    content = json.loads((run_folder("mine") / "plan.json").read_text("utf-8"))
    content["network"] |= {"encoder": "tu-test_efficientnet", "decoder_channels": 16}
    content["steps"] |= {"crop": 64, "judged": 4, "validate_every": 5, "checkpoint_every": 5, "patience": 1000}
    plan = FOLDER / "plan 冰.json"
    plan.write_text(json.dumps(content), "utf-8")
    return plan


def train_and_cancel() -> None:
    """A curve grows beside the dialog, which is used all the while; cancel keeps what there is."""

    def use(dialog: Any) -> None:
        grab(dialog, "train-dialog")
        fill(dialog, "first", 5000, smaller_plan())
        grab(dialog, "train-filled")
        press_button(dialog.runButton())
        wait_for(lambda: curve().isVisible(), limit_s=10)
        REPORT["focus stays"] = QApplication.activeWindow() is dialog
        pictures: list[bytes] = []
        log = run_folder("first") / "curves.svg"

        def grew() -> bool:
            content = log.read_bytes() if log.is_file() else b""
            if content and content not in pictures and curve().picture.is_shown:
                pictures.append(content)
            return len(pictures) > 1

        wait_for(grew, 50, limit_s=300)  # a busy machine draws it after minutes
        wait(300)
        REPORT["curve"] = {"title": curve().windowTitle(), "shown": curve().picture.is_shown}
        screen("train-curve")
        REPORT["curve"]["covers"] = [
            button.text() for button in (dialog.cancelButton(), dialog.runButton()) if not is_uncovered(button)
        ]
        press_button(dialog.cancelButton())
        wait_for(lambda: dialog.runButton().isEnabled())
        REPORT["cancelled"] = log_of(dialog)
        grab(dialog, "train-cancelled")

    in_tool("Train model", use)
    curve().close()  # it lies where the dialog left room, on the toolbox


def is_uncovered(widget: Any) -> bool:
    """Whether the window of the curves leaves a widget free."""
    place = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
    return not curve().frameGeometry().intersects(place)


def run_folder(name: str) -> Path:
    return Path(QgsApplication.qgisSettingsDirPath()) / "rock_glacier_inventory" / "models" / f"{name}.training"


def train_to_the_end() -> None:
    def use(dialog: Any) -> None:
        fill(dialog, "mine", 6)
        ok, results = run_in(dialog)
        grab(dialog, "train-log")
        REPORT["trained"] = {"ok": ok, "results": results, "log": log_of(dialog), "curve": curve().isVisible()}

    in_tool("Train model", use)
    curve().close()


def see_it_among_the_models() -> None:
    """The page of models in the dock's menu, where the new one has its figures; then it is chosen."""
    show_the_dock()
    open_inventory(INVENTORY)
    say_who("Zeynep")

    def look(dialog: Any) -> None:
        view = dialog.view
        names = [view.list.item(row).text() for row in range(view.list.count())]
        [row] = [row for row, name in enumerate(names) if " mine " in name]
        click_at(view.list.viewport(), view.list.visualItemRect(view.list.item(row)).center())
        REPORT["models"] = {"names": names, "card": view.text.toPlainText(), "delete": view.delete_button.isEnabled()}
        screen("models-page")
        press_in(dialog, QDialogButtonBox.StandardButton.Close)

    line = dock_plugin().dock.detect
    in_dialog(lambda: choose_in_menu_of(line.button, "Models…"), look)
    choose_in_menu_of(line.button, next(one.text() for one in line._models.actions() if one.toolTip() == "mine"))
    wait(200)


def detect_with_it() -> None:
    look_at_the_scene()
    press_button(dock_plugin().dock.detect.button)
    wait(100)
    wait_for(lambda: not controller().detection.is_busy, limit_s=90)
    wait(300)
    grab(iface.mainWindow(), "detected-with-own", 600)
    REPORT["detected"] = {
        "told": dock_plugin().dock.detect.told.whole(),
        "runs": rows('SELECT "COMMAND", "MODEL" FROM runs'),
    }


def the_curves_come_again_at_night() -> None:
    """The window was closed; the menu of the plugin opens it."""
    curve().close()
    QgsApplication.instance().setUITheme("Night Mapping")
    wait(300)
    REPORT["again"] = [dock_plugin().curve_action.text()]
    choose_in_plugin_menu(dock_plugin().curve_action)
    wait(300)
    REPORT["again"].append(curve().isVisible() and curve().picture.is_shown)
    screen("curve-night")
    make_active(curve())
    press_button(curve().help)
    REPORT["help of the curves"] = [told()]
    make_active(curve())
    press_key(F1)
    REPORT["help of the curves"].append(told())


STEPS = (
    open_the_scene,
    make_training_data,
    walk_through_outlines,
    train_to_the_end,
    train_and_cancel,
    see_it_among_the_models,
    detect_with_it,
    the_curves_come_again_at_night,
)
run(STEPS)
