"""Runs inside the real QGIS desktop (``qgis --code``): uses the plugin as a person would.

It writes what it saw to report.json and screenshots beside it, in the folder that the environment
variable names; `test_desktop.py` starts it and judges the report.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import processing
import qgis.utils
from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
from qgis.core import QgsApplication, QgsProcessingModelAlgorithm, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QDockWidget, QToolButton
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from check_dialog import check_in_the_dialog
from dialogs import button_of, choose_file, in_dialog, press_in, run_in
from export_dialog import export_in_the_dialog
from in_desktop import FOLDER, PLUGIN, REPORT, SAMPLE, at_once, cut_in_tiles, grab, in_the_options, run, wait
from person import check, choose, choose_in_menu_of, press_button, type_into
from publishing import look_at_the_dialog_at_night, look_at_the_metadata, publish_in_the_toolbox
from toolbox import field

MODEL = os.environ["ROCK_GLACIER_DESKTOP_MODEL"]


def look_at_the_plugin() -> None:
    REPORT["active"] = PLUGIN in qgis.utils.active_plugins
    heavy = {"torch", "rasterio", "shapely", "pyogrio"}
    REPORT["heavy"] = sorted(heavy & {name.split(".")[0] for name in sys.modules})
    REPORT["algorithms"] = _algorithms()


def _algorithms() -> list[str]:
    provider = QgsApplication.processingRegistry().providerById("rockglacier")
    return sorted(algorithm.name() for algorithm in provider.algorithms()) if provider else []


def look_at_the_toolbox() -> None:
    toolbox = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    toolbox.show()
    type_into(toolbox.searchBox, "rock glacier", None)
    wait(500)
    tree = toolbox.algorithmTree
    tree.expandAll()
    model = tree.model()
    names: list[str] = []

    def collect(parent: Any) -> None:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            names.append(str(index.data()))
            collect(index)

    collect(tree.rootIndex())
    REPORT["toolbox"] = names
    grab(iface.mainWindow(), "toolbox")
    type_into(toolbox.searchBox, "", None)


def look_at_the_dialogs() -> None:
    for name in ("createinventory", "polygonize", "attributes", "evaluate", "samplemarkers", "scenetoinventory"):
        dialog = processing.createAlgorithmDialog(f"rockglacier:{name}")
        dialog.show()
        dialog.resize(1000, 640)
        grab(dialog, f"dialog_{name}")
        dialog.close()


def detect_in_the_dialog() -> None:
    scene = QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene")
    QgsProject.instance().addMapLayer(scene)
    iface.mapCanvas().setExtent(scene.extent())
    dialog = processing.createAlgorithmDialog(
        "rockglacier:detect",
        {"INPUT": scene, "MODEL": MODEL, "PROBABILITY": "TEMPORARY_OUTPUT", "OUTPUT": "TEMPORARY_OUTPUT"},
    )
    dialog.show()
    dialog.resize(1200, 860)
    grab(dialog, "dialog_detect")
    for box in dialog.findChildren(QCheckBox):  # 'open output file after running', off for a skipped output
        if "Open output" in box.text() and box.isVisible() and box.isEnabled():
            check(box)
    ok, results = run_in(dialog)
    grab(dialog, "dialog_detect_log")
    REPORT["detect"] = {"ok": ok, "count": results.get("COUNT")}
    dialog.close()
    REPORT["layers"] = [_describe(layer) for layer in QgsProject.instance().mapLayers().values()]
    root = QgsProject.instance().layerTreeRoot()
    for node in root.findLayers():
        if node.name() == "Probability":
            node.setItemVisibilityChecked(False)
    wait(2000)
    grab(iface.mainWindow(), "candidates")
    for node in root.findLayers():
        node.setItemVisibilityChecked(True)
    wait(2000)
    grab(iface.mainWindow(), "probability")


def _describe(layer: QgsRasterLayer | QgsVectorLayer) -> dict[str, Any]:
    known = {"name": layer.name(), "valid": layer.isValid(), "renderer": layer.renderer().type()}
    if isinstance(layer, QgsVectorLayer):
        known["features"] = layer.featureCount()
        if known["renderer"] == "categorizedSymbol":
            known["attribute"] = layer.renderer().classAttribute()
    return known


def make_training_data_in_the_dialog() -> None:
    """Layers of the project become patches; the outlines with their faults come onto the map."""
    QgsProject.instance().clear()
    scene = QgsRasterLayer(str(SAMPLE / "scene.tif"), "Scene")
    drawn = QgsVectorLayer(str(SAMPLE / "rock_glaciers.gpkg"), "Drawn", "ogr")
    other = QgsVectorLayer(str(SAMPLE / "glaciers.gpkg"), "Glaciers", "ogr")
    QgsProject.instance().addMapLayers([scene, drawn, other])
    iface.mapCanvas().setExtent(scene.extent())
    small = {"PATCH": 160, "OVERLAP": 32, "BUFFER": 200, "SPLIT": "none", "MINIMUM_AREA": 20_000}
    dialog = processing.createAlgorithmDialog(
        "rockglacier:trainingdata",
        {"INVENTORY": [drawn], "NEGATIVES": [other], "IMAGE": [scene], "OUTPUT": str(FOLDER / "training 冰"), **small},
    )
    dialog.show()
    dialog.resize(1200, 860)
    grab(dialog, "dialog_training_data")
    ok, results = run_in(dialog)
    grab(dialog, "dialog_training_data_log")
    dialog.close()
    layers = [_describe(layer) for layer in QgsProject.instance().mapLayers().values()]
    REPORT["training_data"] = {"ok": ok, "results": results, "layers": layers}
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        if node.name() in ("Drawn", "Glaciers"):
            node.setItemVisibilityChecked(False)
    wait(2000)
    grab(iface.mainWindow(), "training_data")


def open_an_inventory() -> None:
    """A second algorithm, whose layers carry their styles in the file."""
    QgsProject.instance().clear()
    path = str(FOLDER / "inventory.gpkg")
    processing.runAndLoadResults("rockglacier:createinventory", {"OUTPUT": path, "TITLE": "Desktop"})
    REPORT["inventory"] = [_describe(layer) for layer in QgsProject.instance().mapLayers().values()]


def import_in_the_dialog() -> None:
    """Outlines of a file become candidates of the open inventory, then rock glaciers of a new one; all by hand."""
    REPORT["imported"] = {}
    for becomes, path in (("candidates", FOLDER / "inventory.gpkg"), ("rock-glaciers", FOLDER / "imported.gpkg")):
        dialog = processing.createAlgorithmDialog("rockglacier:importinventory")
        dialog.show()
        dialog.resize(1000, 640)
        dialog.move(0, 0)
        wait(200)
        wrappers = dialog.mainWidget().wrappers
        choose_file(lambda dialog=dialog: press_button(button_of(dialog, "Outlines")), SAMPLE / "rock_glaciers.gpkg")
        choose(_part(wrappers["AS"], QComboBox), becomes)
        if path.exists():
            type_into(field(dialog, "INVENTORY"), str(path), Qt.Key.Key_Tab)
        else:  # its dialog takes the name of a file that is not there yet
            choose_file(lambda dialog=dialog: press_button(field(dialog, "INVENTORY", QToolButton)), path)
        if becomes == "candidates":
            type_into(field(dialog, "MAP"), "COMMENT=AREA", Qt.Key.Key_Tab)
        else:
            in_dialog(lambda dialog=dialog: press_button(field(dialog, "MAP", QToolButton)), _choose_the_fields)
            REPORT["fields"] = field(dialog, "MAP").text()
        grab(dialog, f"dialog_import_{becomes}")
        ok, results = run_in(dialog)
        grab(dialog, f"dialog_import_{becomes}_log")
        dialog.close()
        layers = [_describe(layer) for layer in QgsProject.instance().mapLayers().values()]
        REPORT["imported"][becomes] = {"ok": ok, "results": results, "layers": layers}


def check_by_hand() -> None:
    """What was exported is checked, as somebody would who has got it."""
    check_in_the_dialog(FOLDER / "exported")


def _choose_the_fields(dialog: Any) -> None:
    """Each field of the inventory has a list of those of the file, with an example."""
    REPORT["lists"] = sorted(dialog.lists)[:3]
    choose(dialog.lists["COMMENT"], "AREA")
    grab(dialog, "dialog_import_fields")
    press_in(dialog, QDialogButtonBox.StandardButton.Ok)


def publish_by_hand() -> None:
    """What was imported is published, from the toolbox; QGIS reads its metadata."""
    publish_in_the_toolbox(FOLDER / "imported.gpkg")
    look_at_the_metadata()


def _part(wrapper: Any, kind: type) -> Any:
    """What a person uses of a parameter's field."""
    widget = wrapper.wrappedWidget()
    return widget if isinstance(widget, kind) else widget.findChild(kind)


def run_the_model() -> None:
    """Its parts end in the model's thread; the layers are opened all the same."""
    QgsProject.instance().clear()
    model = QgsApplication.processingRegistry().algorithmById("rockglacier:scenetoinventory")
    destination = [parameter.name() for parameter in model.parameterDefinitions() if parameter.isDestination()]
    parameters = {
        "INPUT": str(SAMPLE / "scene.tif"),
        "DEM": str(SAMPLE / "dem.tif"),
        "MODEL": MODEL,
        destination[0]: str(FOLDER / "model.gpkg"),
    }
    dialog = processing.createAlgorithmDialog("rockglacier:scenetoinventory", parameters)
    dialog.show()
    REPORT["model"] = run_in(dialog)[0]
    dialog.close()
    REPORT["model layers"] = [_describe(layer) for layer in QgsProject.instance().mapLayers().values()]
    wait(1500)
    grab(iface.mainWindow(), "model")


def many_files_in_the_dialogs() -> None:
    """Tiles of a DEM, chosen at once, give what the whole one gave; a folder in a batch, an input in a model."""
    path, tiles = FOLDER / "model.gpkg", cut_in_tiles(SAMPLE / "dem.tif", FOLDER / "tiles; of a DEM")
    REPORT["of the whole"] = elevations(path)
    given = {"INVENTORY": str(path), "LAYER": "candidates", "GROUPS": ["terrain"], "ONLY_DUE": False}
    dialog = processing.createAlgorithmDialog("rockglacier:attributes", given)
    dialog.show()
    dialog.resize(1000, 640)
    choose_file(lambda: press_button(button_of(dialog, "Elevation model")), at_once(tiles))
    choose_file(lambda: press_button(button_of(dialog, "Air temperature")), at_once(tiles[:2]))
    for width, height in ((1366, 768), (1600, 900), (1000, 640)):
        dialog.resize(width, height)
        grab(dialog, f"dialog_many_files-{width}x{height}")
    shown = dialog.createProcessingParameters()
    REPORT["chosen"] = {key: shown[key] for key in ("DEM", "MAAT", "GLACIERS")}
    REPORT["chosen at once"] = ";".join(f'"{tile}"' for tile in tiles)
    ok, _ = run_in(dialog)
    dialog.close()
    REPORT["of tiles"] = {"ok": ok, "values": elevations(path)}

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("rockglacier:attributes")
    batch = BatchAlgorithmDialog(algorithm)
    batch.show()
    batch.resize(1366, 700)
    batch.move(0, 0)
    wait(200)
    choose_file(lambda: choose_in_menu_of(button_of(batch, "Elevation model"), "Folder…"), tiles[0].parent)
    grab(batch, "dialog_batch")
    panel = batch.mainWidget()
    REPORT["in a batch"] = panel.wrappers[0][panel.parameter_to_column["DEM"]].parameterValue()
    batch.close()

    designer = ModelerParametersDialog(algorithm, QgsProcessingModelAlgorithm())
    designer.show()
    designer.resize(800, 700)
    grab(designer, "dialog_designer")
    wrappers = designer.widget.widget.wrappers
    REPORT["in a model"] = {key: type(wrappers[key]).__name__ for key in ("DEM", "GLACIERS", "MAAT")}
    designer.close()


def elevations(path: Any) -> list[list[Any]]:
    layer = QgsVectorLayer(f"{path}|layername=candidates", "candidates", "ogr")
    return sorted([one.id(), one["ELE_MEAN"], one["SLO_MEAN"]] for one in layer.getFeatures())


def look_at_the_options_page() -> None:
    def check_the_engine(dialog: Any, page: Any) -> None:
        press_button(page.check_button)
        REPORT["check"] = page.answer.text()
        grab(dialog, "options")
        press_in(dialog, QDialogButtonBox.StandardButton.Cancel)

    in_the_options(check_the_engine)


def unload_and_load() -> None:
    qgis.utils.unloadPlugin(PLUGIN)
    REPORT["after unload"] = QgsApplication.processingRegistry().providerById("rockglacier") is None
    qgis.utils.loadPlugin(PLUGIN)
    qgis.utils.startPlugin(PLUGIN)
    REPORT["after load"] = _algorithms()


STEPS: tuple[Callable[[], None], ...] = (
    look_at_the_plugin,
    look_at_the_toolbox,
    look_at_the_dialogs,
    detect_in_the_dialog,
    make_training_data_in_the_dialog,
    open_an_inventory,
    import_in_the_dialog,
    export_in_the_dialog,
    check_by_hand,
    publish_by_hand,
    run_the_model,
    many_files_in_the_dialogs,
    look_at_the_options_page,
    unload_and_load,
    look_at_the_dialog_at_night,
)

run(STEPS)
