"""Runs inside the real QGIS desktop: decisions, a model that learns from them, and the view searched again with it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QApplication, QCheckBox, QComboBox, QDialogButtonBox
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import in_dialog, press_in, run_in
from in_desktop import (
    FOLDER,
    REPORT,
    SAMPLE,
    controller,
    dock_plugin,
    grab,
    look_at_the_scene,
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
from person import check, choose, choose_in_menu_of, click_at, press_button, set_spin, type_into
from report_tools import report_and_print
from statistics_tools import use_the_tools_of_statistics
from toolbox import field, in_tool, log_of, open_advanced, screen, toolbox

INVENTORY = Path(os.environ["ROCK_GLACIER_DESKTOP_INVENTORY"])
DECIDED = 'SELECT fid, "STATE", "CANDIDATE_ID" FROM candidates WHERE "STATE" <> \'undecided\''
UNDECIDED = 'SELECT "CANDIDATE_ID", "RUN_ID" FROM candidates WHERE "STATE" = \'undecided\''


def line() -> Any:
    return dock_plugin().dock.detect


def open_the_scene() -> None:
    """Before anything is decided there is nothing to learn, and the entry of the menu says so."""
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene"))
    show_the_dock()
    look_at_the_scene()
    REPORT["without"] = [line().improve.isEnabled(), line().improve.toolTip()]
    open_inventory(INVENTORY)
    say_who("Zeynep")
    mine = next(action.text() for action in line()._models.actions() if action.toolTip() == "mine")
    choose_in_menu_of(line().button, mine)
    REPORT["undecided"] = [line().improve.isEnabled(), line().improve.toolTip()]


def decide() -> None:
    """Those with odd numbers are rock glaciers, the others are none; the first two wait.

    The map is so near that ground counts as seen.
    """
    iface.mapCanvas().zoomScale(20_000)
    iface.mapCanvas().setFocus()
    wait(400)
    for _ in range(40):
        if len(rows(UNDECIDED)) == 2:
            break
        fid = shown().fid
        if fid <= 2:
            press(Qt.Key.Key_Period)
        elif fid % 2:
            press(Qt.Key.Key_1)
        else:
            press(Qt.Key.Key_2)
            wait(50)
            press(Qt.Key.Key_T)
        wait(200)
    REPORT["decided"] = rows(DECIDED)
    REPORT["before"] = rows(UNDECIDED)
    REPORT["seen"] = rows("SELECT count(*) FROM reviewed_ground")


def judge() -> None:
    """The tool of accuracy, from the toolbox: the candidates against the rock glaciers that they became."""

    def use(dialog: Any) -> None:
        grab(dialog, "evaluate-dialog")
        for key, layer in (("INPUT", "Candidates"), ("REFERENCE", "Rock glaciers")):
            combo = field(dialog, key, QComboBox)
            [name] = [text for text in _texts(combo) if text.startswith(layer)]
            choose(combo, name)
        type_into(field(dialog, "OUTPUT"), str(FOLDER / "accuracy 冰.json"), Qt.Key.Key_Tab)
        type_into(field(dialog, "TRUST"), str(FOLDER / "trust 冰.gpkg"), Qt.Key.Key_Tab)
        check(field(dialog, "KEEP", QCheckBox))
        grab(dialog, "evaluate-filled")
        ok, results = run_in(dialog)
        grab(dialog, "evaluate-log")
        REPORT["judged"] = {"ok": ok, "results": results, "log": log_of(dialog)}

    toolbox().show()
    wait(300)
    in_tool("Evaluate against reference outlines", use)
    toolbox().close()
    wait(500)
    grab(iface.mainWindow(), "trust-map", 600)
    REPORT["judged"]["layers"] = sorted(one.name() for one in QgsProject.instance().mapLayers().values())


def sample_and_ask_for_agreement() -> None:
    """Four of the five markers, from the toolbox; nobody has judged them, and the tool of agreement says so."""

    def draw(dialog: Any) -> None:
        grab(dialog, "sample-dialog")
        set_spin(field(dialog, "NUMBER", QAbstractSpinBox), 4)
        choose(field(dialog, "BY", QComboBox), "size")
        ok, results = run_in(dialog)
        grab(dialog, "sample-log")
        REPORT["sampled"] = {"ok": ok, "results": results, "log": log_of(dialog)}

    def tell(dialog: Any) -> None:
        type_into(field(dialog, "OUTPUT"), str(FOLDER / "agreement 冰.json"), Qt.Key.Key_Tab)
        grab(dialog, "agreement-dialog")
        ok, results = run_in(dialog)
        grab(dialog, "agreement-log")
        REPORT["agreement"] = {"ok": ok, "results": results, "log": log_of(dialog)}

    toolbox().show()
    wait(300)
    in_tool("Draw a sample for review", draw)
    in_tool("Agreement of reviewers", tell)
    toolbox().close()
    wait(300)


def _texts(combo: QComboBox) -> list[str]:
    return [combo.itemText(row) for row in range(combo.count())]


def see_where_it_can_be_trusted() -> None:
    """On the page of models, which knows it from the tool of accuracy."""

    def look(dialog: Any) -> None:
        view = dialog.view
        [row] = [row for row in range(view.list.count()) if " mine " in view.list.item(row).text()]
        click_at(view.list.viewport(), view.list.visualItemRect(view.list.item(row)).center())
        REPORT["trusted"] = view.text.toPlainText()
        screen("trusted-page")
        press_in(dialog, QDialogButtonBox.StandardButton.Close)

    in_dialog(lambda: choose_in_menu_of(line().button, "Models…"), look)


def improve() -> None:
    """From the menu beside the button: the dialog is filled in, and the dock can be used beside it."""
    choose_in_menu_of(line().button, "Improve the model with this inventory…")
    wait(500)
    [dialog] = [one for one in QApplication.topLevelWidgets() if one.isVisible() and hasattr(one, "runButton")]
    dialog.resize(1000, 720)
    dialog.move(0, 0)
    wait(300)
    grab(dialog, "improve-dialog")
    model = field(dialog, "MODEL", QComboBox).currentData()
    REPORT["dialog"] = {"title": dialog.windowTitle().rpartition(" - ")[2], "model": model, "modal": dialog.isModal()}
    set_spin(field(dialog, "STEPS", QAbstractSpinBox), 5)
    open_advanced(dialog)
    set_spin(field(dialog, "BATCH_SIZE", QAbstractSpinBox), 2)
    ok, results = run_in(dialog, 400)  # a busy machine takes minutes
    grab(dialog, "improve-log")
    screen("improve-curve")
    message = dock_plugin().dock.message
    REPORT["improved"] = {
        "ok": ok,
        "results": results,
        "log": log_of(dialog),
        "curve": dock_plugin().curve.windowTitle(),
        "said": said(),
        "offer": message.offer_button.text() if message.offer_button.isVisible() else "",
        "models": [action.toolTip() for action in line()._models.actions()],
    }
    press_in(dialog, QDialogButtonBox.StandardButton.Close)
    dock_plugin().curve.close()
    wait(300)
    grab(iface.mainWindow(), "improved-dock", 600)


def the_offer_is_read_in_a_narrow_dock_and_at_night() -> None:
    dock = dock_plugin().dock
    iface.mainWindow().resizeDocks([dock], [300], Qt.Orientation.Horizontal)
    wait(300)
    grab(dock, "improved-narrow", 300)
    button = dock.message.offer_button
    right = button.mapTo(dock, QPoint(button.width(), 0)).x()
    REPORT["narrow"] = {"dock": dock.width(), "button ends": right}
    QgsApplication.instance().setUITheme("Night Mapping")
    wait(300)
    grab(dock, "improved-night", 300)


def detect_again() -> None:
    press_button(dock_plugin().dock.message.offer_button)
    wait(100)
    wait_for(lambda: not controller().detection.is_busy, limit_s=90)
    wait(300)
    grab(iface.mainWindow(), "detected-again", 600)
    REPORT["again"] = {
        "told": line().told.whole(),
        "runs": rows('SELECT "RUN_ID", "MODEL", "PARAMETERS" FROM runs WHERE "COMMAND" = \'detect\''),
        "decided": rows(DECIDED),
        "undecided": rows(UNDECIDED),
        "offer": dock_plugin().dock.message.offer_button.isVisible(),
        "checked": line().replaces.isChecked(),
    }


run(
    (
        open_the_scene,
        decide,
        judge,
        use_the_tools_of_statistics,
        sample_and_ask_for_agreement,
        report_and_print,
        see_where_it_can_be_trusted,
        improve,
        the_offer_is_read_in_a_narrow_dock_and_at_night,
        detect_again,
    )
)
