"""Cells, tables and a comparison from the toolbox, as a person makes them, of the inventory that is open."""

from __future__ import annotations

from typing import Any

from dialogs import run_in
from in_desktop import FOLDER, REPORT, grab, wait
from person import choose, set_spin, type_into
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QComboBox
from qgis.utils import iface
from toolbox import field, in_tool, log_of, toolbox

OPENED = ("Cells with rock glaciers", "Differences of outlines")


def _choose_layer(dialog: Any, key: str, begins: str) -> None:
    combo = field(dialog, key, QComboBox)
    [name] = [text for text in map(combo.itemText, range(combo.count())) if text.startswith(begins)]
    choose(combo, name)


def _done(dialog: Any, name: str) -> None:
    grab(dialog, f"{name}-filled")
    ok, results = run_in(dialog)
    grab(dialog, f"{name}-log")
    REPORT[name] = {"ok": ok, "results": results, "log": log_of(dialog).replace("\u00a0", " ")}


def _count(dialog: Any) -> None:
    _choose_layer(dialog, "INPUT", "Rock glaciers")
    set_spin(field(dialog, "CELL_SIZE", QAbstractSpinBox), 0.5)
    choose(field(dialog, "SHAPE", QComboBox), "hexagon")
    type_into(field(dialog, "OUTPUT"), str(FOLDER / "cells 冰.gpkg"), Qt.Key.Key_Tab)
    _done(dialog, "cells")


def _summarise(dialog: Any) -> None:
    REPORT["proposed"] = field(dialog, "INVENTORY").text()
    type_into(field(dialog, "OUTPUT"), str(FOLDER / "tables 冰"), Qt.Key.Key_Tab)
    _done(dialog, "tables")


def _compare(dialog: Any) -> None:
    _choose_layer(dialog, "INPUT", "Rock glaciers")
    _choose_layer(dialog, "REFERENCE", "Candidates")
    type_into(field(dialog, "OUTPUT"), str(FOLDER / "differences 冰.gpkg"), Qt.Key.Key_Tab)
    _done(dialog, "compare")


def use_the_tools_of_statistics() -> None:
    """What they open is looked at, and then taken away: the dock goes on as it was."""
    toolbox().show()
    wait(300)
    for title, use in (
        ("Grid statistics", _count),
        ("Summarise inventory", _summarise),
        ("Compare inventories", _compare),
    ):
        in_tool(title, use)
        wait(300)
        grab(iface.mainWindow(), f"{title.split()[0].lower()}-map", 600)
    toolbox().close()
    project = QgsProject.instance()
    layers = [layer for name in OPENED for layer in project.mapLayersByName(name)]
    REPORT["statistics"] = {layer.name(): [layer.featureCount(), layer.renderer().type()] for layer in layers}
    project.removeMapLayers([layer.id() for layer in layers])
