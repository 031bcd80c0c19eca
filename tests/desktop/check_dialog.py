"""An inventory is checked by hand: layers are chosen in the tool, what is found is told and comes onto the map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dialogs import run_in
from in_desktop import FOLDER, REPORT, grab, wait
from person import click_at, press_button, type_into
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox, QListView, QToolButton, QTreeView
from qgis.utils import iface
from toolbox import field, in_tool, log_of, toolbox


def check_in_the_dialog(folder: Path) -> None:
    """The two shapefiles of an export, as somebody has got them."""
    QgsProject.instance().clear()
    for path in sorted(folder.glob("*.shp")):
        iface.addVectorLayer(str(path), path.stem, "ogr")
    toolbox().show()
    wait(300)
    in_tool("Check inventory", _check)
    toolbox().close()
    layers = [layer for layer in QgsProject.instance().mapLayers().values() if "roblems" in layer.name()]
    REPORT["checked by hand"]["layers"] = sorted((one.name(), one.isValid(), one.featureCount() > 0) for one in layers)
    wait(800)
    grab(iface.mainWindow(), "check-tool-map")


def _check(dialog: Any) -> None:
    press_button(field(dialog, "INPUT", QToolButton))  # the list of layers lies over the dialog's own page
    wait(400)
    views = [one for kind in (QListView, QTreeView) for one in dialog.findChildren(kind) if one.isVisible()]
    view = next(one for one in views if one.model() is not None and one.model().rowCount())
    for row in range(view.model().rowCount()):
        place = view.visualRect(view.model().index(row, 0))
        click_at(view.viewport(), QPoint(place.left() + 8, place.center().y()))
    grab(dialog, "check-tool-layers")
    box = next(one for one in dialog.findChildren(QDialogButtonBox) if one.isVisible() and one.button(_OK) is not None)
    press_button(box.button(_OK))
    wait(300)
    type_into(field(dialog, "OUTPUT"), str(FOLDER / "problems 冰.gpkg"), Qt.Key.Key_Tab)
    grab(dialog, "check-tool")
    ok, results = run_in(dialog)
    grab(dialog, "check-tool-log")
    REPORT["checked by hand"] = {"ok": ok, "results": results, "log": log_of(dialog).replace("\u00a0", " ")}


_OK = QDialogButtonBox.StandardButton.Ok
