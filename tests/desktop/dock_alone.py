"""Runs inside the real QGIS desktop where there is no engine: an inventory is made, mapped by hand and reviewed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox, QWidget
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
    draw_a_sample,
    go_to_mode,
    grab,
    look_at_the_scene,
    press,
    rows,
    run,
    said,
    say_who,
    show_the_dock,
    wait,
)
from person import press_button

KEY = Qt.Key
INVENTORY = FOLDER / "made by hand.gpkg"


def dock() -> Any:
    return dock_plugin().dock


def the_sample_leads_to_the_set_up() -> None:
    show_the_dock()

    def look(dialog: Any) -> None:
        pages = [part for part in dialog.findChildren(QWidget) if type(part).__name__ == "OptionsPage"]
        REPORT["set-up"] = [page.isVisible() for page in pages]
        grab(dialog, "alone-set-up")
        press_in(dialog, QDialogButtonBox.StandardButton.Cancel)

    in_dialog(lambda: press_button(dock().start.sample), look)
    REPORT["nothing was made"] = not list(Path.home().glob("Rock glacier*"))


def an_inventory_from_nothing() -> None:
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene"))
    wait(300)
    choose_file(lambda: press_button(dock().start.new), INVENTORY)
    wait(800)
    REPORT["made"] = {"open": str(controller().session.inventory.path), "card": dock().start.isVisible()}
    say_who("Ada Mapper")


def an_outline_is_drawn() -> None:
    look_at_the_scene()
    wait(500)
    middle = iface.mapCanvas().rect().center()
    press(KEY.Key_4)
    wait(500)
    corners = [middle + QPoint(*at) for at in ((-120, -90), (120, -85), (115, 90), (-120, 95))]
    for place in corners:
        click(place)
    click(corners[-1] + QPoint(0, 4), Qt.MouseButton.RightButton)
    wait(300)
    press(KEY.Key_Return)
    wait(500)
    REPORT["drawn"] = rows('SELECT "OPERATION", "MAPPER", "SOUR_DATA", "AREA" > 1000 FROM rock_glaciers')
    REPORT["marker"] = rows("SELECT count(*) FROM primary_markers")[0][0]
    REPORT["said"] = said()
    grab(iface.mainWindow(), "alone-drawn", 600)


def it_is_reviewed() -> None:
    say_who("Rita Reviewer")
    go_to_mode("review")
    draw_a_sample(share=100)
    press_button(dock().review_panel.by_action["yes"])
    wait(400)
    REPORT["review"] = rows('SELECT "REVIEWER", "DECISION" FROM reviews')
    grab(iface.mainWindow(), "alone-reviewed", 400)


def what_needs_the_engine_says_so() -> None:
    go_to_mode("map")
    look_at_the_scene()

    def look(dialog: Any) -> None:
        REPORT["detect leads to the set-up"] = dialog.windowTitle()
        press_in(dialog, QDialogButtonBox.StandardButton.Cancel)

    in_dialog(lambda: press_button(dock().detect.button), look)
    told = {}
    provider = QgsApplication.processingRegistry().providerById("rockglacier")
    for algorithm in provider.algorithms():
        can, why = algorithm.canExecute()
        told[algorithm.name()] = (can, why)
    REPORT["tools"] = told


run(
    (
        the_sample_leads_to_the_set_up,
        an_inventory_from_nothing,
        an_outline_is_drawn,
        it_is_reviewed,
        what_needs_the_engine_says_so,
    )
)
