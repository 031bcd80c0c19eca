"""Runs inside the real QGIS desktop: the paper's sources as they are downloaded, chosen in dialogs, computed from."""

from __future__ import annotations

import os
import sys
from typing import Any

import processing
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import button_of, choose_file, press_in, run_in
from in_desktop import (
    FOLDER,
    REPORT,
    grab,
    in_the_settings,
    open_inventory,
    rows,
    run,
    say_who,
    show_the_dock,
    wait,
    wait_for,
)
from person import choose_in_menu_of, open_tab, type_into

DATA = FOLDER / "downloads"
INVENTORY = DATA / "inventory.gpkg"


def open_the_inventory() -> None:
    show_the_dock()
    open_inventory(INVENTORY)
    say_who("Zeynep")


def choose_the_sources() -> None:
    """Folders by the menu, single files by the dialog; the lines below say what they are."""

    def fill(dialog: Any) -> None:
        form = dialog.sources_form
        open_tab(dialog.tabs, "Attributes")
        dialog.move(0, 0)
        dialog.resize(900, 880)
        wait(200)
        for field, name in (
            (form.dem, "NASADEM"),
            (form.climate["maat"].file, "FLDAS 冰"),
            (form.climate["precipitation"].file, "IMERG"),
            (form.climate["magt"].file, "Obu"),
        ):
            choose_file(lambda field=field: choose_in_menu_of(field.button, "Folder…"), DATA / name)
            wait(100)
        type_into(form.zones.file.lineEdit(), str(next((DATA / "zones").glob("*.shp"))), Qt.Key.Key_Tab)
        lines = {purpose: form.lines[purpose] for purpose in ("dem", "maat", "magt", "precipitation", "permafrost")}
        wait_for(lambda: all(line.toPlainText()[:1] in "✓✗" and line.toPlainText() for line in lines.values()))
        REPORT["lines"] = {purpose: line.toPlainText() for purpose, line in lines.items()}
        grab(dialog, "downloads-settings")
        for width, height in ((1366, 740), (1600, 860), (330, 600)):
            dialog.resize(width, height)
            grab(dialog, f"downloads-settings-{width}x{height}")
        press_in(dialog, QDialogButtonBox.StandardButton.Ok)

    in_the_settings(fill)
    REPORT["sources"] = dict(rows('SELECT "KEY", "VALUE" FROM inventory_info WHERE "KEY" LIKE \'source_%\''))


def fill_in_the_dialog() -> None:
    """All attributes of the rock glaciers by the toolbox, from what the inventory remembers."""
    dialog = processing.createAlgorithmDialog("rockglacier:attributes", {"INVENTORY": str(INVENTORY)})
    dialog.show()
    dialog.resize(1200, 800)
    ok, results = run_in(dialog)
    grab(dialog, "downloads-log")
    REPORT["filled"] = {"ok": ok, "count": results.get("COUNT")}
    dialog.close()
    names = ["ELE_MEAN", "SLO_MEAN", "ASPECT", "PISR", "MAAT", "MAGT", "AP", "PERMAFROST"]
    fields = ", ".join(f'"{name}"' for name in names)
    REPORT["values"] = [dict(zip(names, row)) for row in rows(f"SELECT {fields} FROM rock_glaciers ORDER BY fid")]
    REPORT["runs"] = rows('SELECT "PARAMETERS" FROM runs ORDER BY fid')[-1][0]


def flag_the_glaciers() -> None:
    """The zips of two regions, chosen at once by the button of the dialog."""
    dialog = processing.createAlgorithmDialog("rockglacier:flagglaciers", {"INVENTORY": str(INVENTORY)})
    dialog.show()
    dialog.resize(1000, 640)
    choose_file(lambda: choose_in_menu_of(button_of(dialog, "Glacier outlines"), "Folder…"), DATA / "RGI")
    grab(dialog, "downloads-glaciers")
    ok, _ = run_in(dialog)
    dialog.close()
    kept = rows('SELECT "PARAMETERS" FROM runs ORDER BY fid')[-1][0]
    REPORT["flagged"] = [ok, rows('SELECT "GLAC_FRAC" FROM candidates'), kept]


def look_at_sources() -> None:
    """The tool that says what a folder is."""
    dialog = processing.createAlgorithmDialog(
        "rockglacier:sources", {"INPUT": str(DATA / "FLDAS 冰"), "INVENTORY": str(INVENTORY)}
    )
    dialog.show()
    dialog.resize(1366, 740)
    ok, results = run_in(dialog)
    grab(dialog, "downloads-looked-at")
    REPORT["looked at"] = [ok, results.get("GOOD")]
    dialog.close()


run((open_the_inventory, choose_the_sources, fill_in_the_dialog, flag_the_glaciers, look_at_sources))
