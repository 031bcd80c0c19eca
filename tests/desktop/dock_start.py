"""Runs inside the real QGIS desktop with a fresh profile: two clicks to the first candidates, and ways beside."""

from __future__ import annotations

import os
import sys
from typing import Any

import processing
import qgis.utils
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import choose_file
from in_desktop import (
    FOLDER,
    PLUGIN,
    REPORT,
    controller,
    dock_plugin,
    grab,
    rows,
    run,
    said,
    show_the_dock,
    wait,
    wait_for,
)
from person import press_button

KEYS = {"detect": ("INVENTORY", "MODEL", "DEM"), "attributes": ("INVENTORY", "DEM"), "solarradiation": ("DEM",)}
PLACE = FOLDER / "place é 冰"


def card() -> Any:
    return dock_plugin().dock.start


def the_dock_shows_first_steps() -> None:
    show_the_dock()
    REPORT["first"] = {
        "card": card().isVisible(),
        "map panel": dock_plugin().dock.map_panel.isVisible(),
        "place": card().place.toPlainText(),
    }
    grab(iface.mainWindow(), "start-first")


def two_clicks_to_the_first_candidates() -> None:
    """The first click opened the dock. A folder of the person's own has the name that a sample would have."""
    press_button(card().sample)
    wait(200)
    REPORT["running"] = {"stop": card().stop.isVisible(), "new": card().new.isEnabled()}
    grab(iface.mainWindow(), "start-running", 700)
    wait_for(lambda: controller().session is not None, limit_s=120)
    wait(1500)
    folder = controller().session.inventory.path.parent
    REPORT["sample"] = {
        "folder": str(folder),
        "files": sorted(path.name for path in folder.iterdir()),
        "mine": sorted(path.name for path in (folder.parent / "Rock glacier sample").iterdir()),
        "candidates": rows("SELECT count(*) FROM candidates")[0][0],
        "source": rows("SELECT source FROM runs"),
        "layers": [layer.name() for layer in iface.mapCanvas().layers()],
        "shown": controller().mode.shown is not None,
        "crs": QgsProject.instance().crs().authid(),
        "card": card().isVisible(),
        "dem": controller().session.sources().dem,
        "said": said(),
    }
    grab(iface.mainWindow(), "start-candidates", 1500)


def dialogs_know_the_inventory() -> None:
    """Those of tools, which are opened by the menu of the plugin while the sample is open."""
    seen = REPORT["dialogs"] = {}
    for name in ("detect", "attributes", "solarradiation"):
        dialog = processing.createAlgorithmDialog(f"rockglacier:{name}", {})
        dialog.show()
        wait(500)
        seen[name] = {key: dialog.mainWidget().wrappers[key].parameterValue() for key in KEYS[name]}
        if name == "detect":
            models = dialog.mainWidget().wrappers["MODEL"].list
            seen["models"] = [models.itemText(row) for row in range(models.count())]
            grab(dialog, "start-dialog")
        dialog.close()


def stop_leaves_nothing() -> None:
    QgsProject.instance().clear()
    wait(300)
    PLACE.mkdir()
    choose_file(lambda: press_button(card().change), PLACE)
    wait(200)
    REPORT["another place"] = card().place.toPlainText()
    press_button(card().sample)
    wait_for(lambda: any(PLACE.iterdir()) and card().told.toPlainText())
    wait(300)
    before = [path.name for path in PLACE.iterdir()]
    press_button(card().stop)
    wait_for(lambda: card().sample.isEnabled())
    REPORT["stopped"] = {"before": before, "after": [path.name for path in PLACE.iterdir()], "said": said()}
    grab(iface.mainWindow(), "start-stopped")


def a_reload_in_the_middle_leaves_nothing() -> None:
    (PLACE / "Rock glacier sample").mkdir()
    press_button(card().sample)
    wait_for(lambda: (PLACE / "Rock glacier sample 2").exists() and card().told.toPlainText())
    wait(300)
    qgis.utils.reloadPlugin(PLUGIN)
    wait(1000)
    REPORT["reloaded"] = sorted(path.name for path in PLACE.iterdir())
    show_the_dock()


def narrow_and_at_night() -> None:
    window, dock = iface.mainWindow(), dock_plugin().dock
    window.resize(1366, 768)
    window.resizeDocks([dock], [300], Qt.Orientation.Horizontal)
    grab(window, "start-narrow", 600)
    QgsApplication.setUITheme("Night Mapping")
    grab(window, "start-narrow-night", 800)


run(
    (
        the_dock_shows_first_steps,
        two_clicks_to_the_first_candidates,
        dialogs_know_the_inventory,
        stop_leaves_nothing,
        a_reload_in_the_middle_leaves_nothing,
        narrow_and_at_night,
    )
)
