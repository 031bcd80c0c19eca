"""Load the plugin once as QGIS does at its start; runs in QGIS's Python, and tells what that took as JSON.

QGIS and its Processing are there before, as they are when QGIS comes to plugins.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / ".venv" / "src"))
sys.path.append("/usr/share/qgis/python/plugins")

import processing
import qgis.utils
from processing.core.Processing import Processing
from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.gui import QgsMapCanvas
from qgis.PyQt import QtNetwork
from qgis.PyQt.QtWidgets import QMainWindow, QMenu

QGIS = (processing, qgis.utils, Processing, QtNetwork)
"""Loaded before us."""


class Interface(SimpleNamespace):
    """QGIS's interface; what is added to it goes nowhere."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_values: None


def main() -> None:
    """Load, and print seconds, processor seconds, modules and requests."""
    app = QgsApplication([], True)
    app.initQgis()
    window, menu = QMainWindow(), QMenu()
    canvas = QgsMapCanvas(window)
    asked: list[str] = []
    QgsNetworkAccessManager.instance().requestAboutToBeCreated.connect(
        lambda request: asked.append(request.request().url().toString())
    )
    interface = Interface(mainWindow=lambda: window, mapCanvas=lambda: canvas, pluginHelpMenu=lambda: menu)
    before, began, worked = set(sys.modules), time.perf_counter(), time.process_time()
    import rock_glacier_inventory

    plugin = rock_glacier_inventory.classFactory(interface)
    plugin.initGui()
    took = {"seconds": time.perf_counter() - began, "processor": time.process_time() - worked}
    QgsApplication.processEvents()
    told = {**took, "modules": sorted(set(sys.modules) - before), "requests": asked}
    print(json.dumps(told), flush=True)
    os._exit(0)  # the end of QGIS without a desktop is none of our matters


if __name__ == "__main__":
    main()
