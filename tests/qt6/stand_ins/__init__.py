"""QGIS 4's Python package, of which no build can be had here: PyQt6, and stand-ins for what the dock asks of QGIS."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

from . import anything

MODULES = ("QtCore", "QtGui", "QtNetwork", "QtSvg", "QtTest", "QtWidgets", "QtXml", "sip")
MOVED = ("QAction", "QActionGroup", "QShortcut")
"""Qt 6 has them in QtGui; `qgis.PyQt` has them at their old place, too."""

OTHERS = {
    "osgeo": ("gdal", "ogr", "osr"),
    "processing": (),
    "processing.gui": (),
    "processing.gui.wrappers": ("DIALOG_MODELER", "WidgetWrapper"),
}
"""What else is imported beside QGIS, and members of it."""


def install() -> None:
    """Let `import qgis` find them. It forgives less than QGIS 4, which gives back some more names of Qt 5."""
    for name in ("qgis", "qgis.PyQt"):
        sys.modules[name] = ModuleType(name)
        sys.modules[name].__path__ = []
    for name in MODULES:
        qt = importlib.import_module(f"PyQt6.{name}")
        ours = ModuleType(f"qgis.PyQt.{name}")
        ours.__dict__.update({key: value for key, value in vars(qt).items() if not key.startswith("__")})
        _put(ours)
    core, widgets = sys.modules["qgis.PyQt.QtCore"], sys.modules["qgis.PyQt.QtWidgets"]
    core.NULL = None  # PyQt6 knows no null beside it
    widgets.__dict__.update({name: getattr(sys.modules["qgis.PyQt.QtGui"], name) for name in MOVED})
    _put(anything.module("qgis.utils", "iface", "plugins"))
    for name, members in OTHERS.items():
        sys.modules[name] = anything.module(name, *members)
        sys.modules[name].__path__ = []
    for name in ("core", "gui"):
        found = importlib.import_module(f".{name}", __name__)
        found.__name__ = f"qgis.{name}"
        _put(found)


def _put(module: ModuleType) -> None:
    package, _, name = module.__name__.rpartition(".")
    sys.modules[module.__name__] = module
    setattr(sys.modules[package], name, module)
