"""An inventory goes out by hand: a dialog that refuses what is open, and does as one says."""

from __future__ import annotations

import processing
from dialogs import run_in
from in_desktop import FOLDER, REPORT, grab, wait
from person import choose, press_button, type_into
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QPushButton
from toolbox import field, log_of


def export_in_the_dialog() -> None:
    """Outlines without attributes are open in the published form; they go out when a person says so."""
    dialog = processing.createAlgorithmDialog("rockglacier:exportinventory")
    dialog.show()
    dialog.resize(1000, 640)
    dialog.move(0, 0)
    wait(200)
    type_into(field(dialog, "INVENTORY"), str(FOLDER / "imported.gpkg"), Qt.Key.Key_Tab)
    choose(field(dialog, "DIALECT", QComboBox), "tprogi")
    type_into(field(dialog, "NAME"), "Inventar 冰", Qt.Key.Key_Tab)
    type_into(field(dialog, "OUTPUT"), str(FOLDER / "exported"), Qt.Key.Key_Tab)
    grab(dialog, "dialog_export")
    refused, _ = run_in(dialog)
    log = log_of(dialog)
    grab(dialog, "dialog_export_refused")
    press_button(next(one for one in dialog.findChildren(QPushButton) if one.text() == "Change Parameters"))
    wait(200)
    choose(field(dialog, "OPEN", QComboBox), "include")
    ok, results = run_in(dialog)
    grab(dialog, "dialog_export_log")
    dialog.close()
    path = FOLDER / "exported" / "Inventar 冰_Extended_Footprint.shp"
    layer = QgsVectorLayer(str(path), "published", "ogr")
    REPORT["exported"] = {
        "refused": not refused,
        "log": log,
        "ok": ok,
        "results": results,
        "features": layer.featureCount(),
        "fields": [one.name() for one in layer.fields()],
        "crs": layer.crs().authid(),
    }
