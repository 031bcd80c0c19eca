"""Steps of `dock_layers.py`, in its session: dialogs of tools propose what is open now, and what is chosen stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import processing
from dialogs import press_in
from in_desktop import FOLDER, REPORT, SAMPLE, controller, dock_plugin, grab, open_inventory, wait, wait_for
from person import choose_in_menu, choose_in_menus, make_active, type_into
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QMenu
from qgis.utils import iface
from toolbox import field

KEYS = {
    "detect": ("INVENTORY", "DEM"),
    "polygonize": ("INVENTORY",),
    "attributes": ("INVENTORY", "DEM"),
    "flagglaciers": ("INVENTORY",),
    "sources": ("INVENTORY",),
    "importinventory": ("INPUT", "INVENTORY"),
    "evaluate": ("INPUT", "REFERENCE"),
    "improve": ("INVENTORY",),
    "trainingdata": ("INVENTORY",),
    "solarradiation": ("DEM",),
    "scenetoinventory": ("DEM",),
}
"""What an inventory, its layers or elevations can be proposed for."""
CHOSEN = FOLDER / "chosen é.gpkg"


def value_of(dialog: Any, key: str) -> str:
    """What stands in a field; of a layer the end of its source."""
    value = dialog.mainWidget().wrappers[key].parameterValue()
    layers = value if isinstance(value, list) else [value]
    named = [QgsProject.instance().mapLayer(one) if isinstance(one, str) else None for one in layers]
    texts = [Path(one.source()).name if one else str(text or "") for one, text in zip(named, layers)]
    return " + ".join(text.replace(str(FOLDER), "").replace(str(SAMPLE), "").lstrip("/") for text in texts)


def proposed() -> dict[str, str]:
    """What new dialogs of all these tools begin with."""
    found = {}
    for tool, keys in KEYS.items():
        dialog = processing.createAlgorithmDialog(f"rockglacier:{tool}", {})
        dialog.show()
        wait(100)
        found |= {f"{tool} {key}": value_of(dialog, key) for key in keys}
        dialog.close()
        dialog.deleteLater()
    return found


def open_tool(title: str) -> Any:
    """By the menu of the plugin; the dialog."""
    menus = [one.menu() for one in iface.pluginMenu().actions() if one.menu() is not None]
    [ours] = [one for one in menus if one.title() == "Rock glacier inventory"]
    make_active(iface.mainWindow())
    choose_in_menus(iface.mainWindow().menuBar(), (iface.pluginMenu(), ours, dock_plugin().menu.tools), title)
    wait(800)
    [dialog] = [one for one in QApplication.topLevelWidgets() if hasattr(one, "algorithm") and one.isVisible()]
    make_active(dialog)
    return dialog


def beside_a_designer() -> dict[str, str]:
    """What tools begin with while a model is designed, of which its steps are made; the designer is closed again."""
    make_active(iface.mainWindow())
    [processing_menu] = [one for one in iface.mainWindow().findChildren(QMenu) if one.objectName() == "processing"]
    [action] = [one for one in processing_menu.actions() if one.objectName() == "modelerAction"]
    choose_in_menu(iface.mainWindow().menuBar(), processing_menu, action)
    wait(800)
    [designer] = [one for one in QApplication.topLevelWidgets() if one.inherits("QgsModelDesignerDialog")]
    found = proposed()
    designer.close()
    wait(300)
    return found


def dialogs_follow_the_open_inventory() -> None:
    """One inventory, another, none; a dialog that stays open meanwhile, and a model that is designed."""
    seen = REPORT["proposed"] = {}
    assert iface.addRasterLayer(str(SAMPLE / "dem.tif"), "Heights").isValid()
    QgsProject.instance().addMapLayer(QgsVectorLayer(str(SAMPLE / "rock_glaciers.gpkg"), "Of another mapper", "ogr"))
    wait(500)
    seen["first"] = proposed()
    dialog = open_tool("Import inventory…")
    type_into(field(dialog, "INVENTORY"), str(CHOSEN), Qt.Key.Key_Tab)
    grab(dialog, "proposals-import")
    make_active(iface.mainWindow())
    open_inventory(FOLDER / "tibet.gpkg")
    seen["second"] = proposed()
    seen["in the dialog that stayed open"] = {key: value_of(dialog, key) for key in KEYS["importinventory"]}
    make_active(dialog)
    press_in(dialog, QDialogButtonBox.StandardButton.Close)
    seen["beside a designer"] = beside_a_designer()
    assert proposed() == seen["second"], "the designer is closed"
    iface.newProject()
    wait_for(lambda: controller().session is None)
    seen["none"] = proposed()
    assert iface.addRasterLayer(str(SAMPLE / "scene.tif"), "Image").isValid()
    QgsProject.instance().addMapLayer(QgsVectorLayer(str(SAMPLE / "rock_glaciers.gpkg"), "Of another mapper", "ogr"))
    wait(500)
    of_qgis = proposed()
    seen["QGIS's own"] = {key: of_qgis[key] for key in ("solarradiation DEM", "importinventory INPUT", "detect DEM")}
