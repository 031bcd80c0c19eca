"""Every name of Qt that our code uses is one of Qt 6's, where each enum has its scope and much of Qt 5 is gone."""

from __future__ import annotations

import enum
import importlib
import inspect
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .names import ROOT, Use, names_used, own_names, scripts
from .stand_ins import MODULES as ALL_MODULES

MODULES = tuple(name for name in ALL_MODULES if name != "sip")
_QT_5 = """
import importlib, inspect, json, sys
def names(modules):
    found = set()
    for module in map(importlib.import_module, modules):
        for kind in (value for _, value in inspect.getmembers(module, inspect.isclass)):
            found.update(name for name in vars(kind) if not name.startswith("_"))
    return sorted(found)
print(json.dumps([names(["PyQt5." + name for name in sys.argv[1].split()]), names(["qgis.core", "qgis.gui"])]))
"""


BRANCHES = {"processing_provider/capture/gaps.py": ("QVariant.String", "QVariant.Int")}
"""What is asked for only where QGIS is older than 3.38, which is with Qt 5."""


def value_of(use: Use) -> object:
    """What a chain of names is under Qt 6; it raises AttributeError for what is not there."""
    module, names = use.module, use.chain
    if module == "qgis.PyQt":  # a module of it
        module, names = f"{module}.{names[0]}", names[1:]
    value: object = importlib.import_module(module)
    for name in names:
        if not inspect.ismodule(value) and not inspect.isclass(value):
            return None  # of an object nothing is known
        value = getattr(value, name)
    return value


def is_there(use: Use) -> bool:
    """Whether Qt 6 has it, or a class of ours that derives from Qt's."""
    path = use.where.split(":")[0]
    if ".".join(use.chain) in BRANCHES.get(path, ()) or (use.of_object and use.chain[-1] in own_names()):
        return True
    try:
        value_of(use)
    except ImportError:
        return False
    except AttributeError:
        return use.of_object and any(hasattr(kind, use.chain[-1]) for kind in _kinds_of(use))
    return True


def _kinds_of(use: Use) -> Iterator[type]:
    """The classes that derive from the one whose object it is: which one it is may be asked before."""
    (name,) = use.chain[:-1]
    kinds = [getattr(importlib.import_module(use.module), name)]
    while kinds:
        yield (kind := kinds.pop())
        kinds += kind.__subclasses__()


@pytest.fixture(scope="module")
def uses() -> list[Use]:
    found = [use for path in scripts() for use in names_used(path)]
    assert sum(use.module.startswith("qgis.PyQt") for use in found) > 1000
    return found


@pytest.fixture(scope="module")
def lost() -> set[str]:
    """Names of methods and members that Qt 5 had and Qt 6 has in no class, and that neither QGIS nor we have."""
    python = ROOT / ".venv" / "qgis" / "bin" / "python"
    if not python.exists():
        pytest.skip("there is no QGIS with Qt 5 here, whose names are asked for")
    told = subprocess.run([python, "-c", _QT_5, " ".join(MODULES)], capture_output=True, text=True, check=True).stdout
    qt_5, qgis = map(set, json.loads(told))
    assert "exec_" in qt_5 and "mapLayers" in qgis
    return qt_5 - set(_names_of_qt_6()) - qgis - own_names()


def _classes_of(module: str) -> list[type]:
    return [kind for _, kind in inspect.getmembers(importlib.import_module(module), inspect.isclass)]


def _names_of_qt_6() -> list[str]:
    """All attributes of all classes, enums with their members."""
    names: list[str] = []
    for kind in (kind for module in MODULES for kind in _classes_of(f"PyQt6.{module}")):
        names += dir(kind)
        for _, inner in inspect.getmembers(kind, inspect.isclass):
            names += dir(inner)
    return names


def test_what_is_named_is_there(uses: list[Use]) -> None:
    assert sum(use.of_object for use in uses) > 100
    missing = [str(use) for use in uses if use.module.startswith("qgis.PyQt") and not is_there(use)]
    assert not missing, "\n".join(missing)


def test_nothing_is_asked_for_that_qt_6_has_lost(uses: list[Use], lost: set[str]) -> None:
    assert {"MidButton", "setTabStopWidth"} <= lost
    gone = {*lost, "exec_"}  # of QGIS's own ones
    asked = [str(use) for use in uses if not use.module and use.chain[-1] in gone]
    assert not asked, "\n".join(asked)


def test_no_member_of_an_enum_is_had_from_an_object(uses: list[Use]) -> None:
    """`frame.NoFrame` was one in Qt 5."""
    members, others = set(), {*own_names(), "Create"}  # of GDAL's drivers
    kinds = [kind for module in MODULES for kind in _classes_of(f"PyQt6.{module}")]
    for kind in dict.fromkeys(base for known in kinds for base in known.__mro__):  # what is inherited is seen once
        for name in list(vars(kind)):
            inner = getattr(kind, name, None)
            if inspect.isclass(inner) and issubclass(inner, enum.Enum):
                members.update(inner.__members__)
            else:
                others.add(name)
    assert "NoFrame" in members and "NoFrame" not in others
    ours = [use for use in uses if not use.module and not use.where.startswith("tests/")]
    of_enums = members - others
    had = [str(use) for use in ours if use.chain[-1] in of_enums]
    assert not had, "\n".join(had)


@pytest.mark.parametrize(
    "wrong",
    [
        "from qgis.PyQt.QtCore import QRegExp",
        "from qgis.PyQt.QtWidgets import QDesktopWidget",
        "from qgis.PyQt.QtCore import Qt\na = Qt.Checked",
        "from qgis.PyQt.QtCore import Qt\na = Qt.MouseButton.MidButton",
        "from qgis.PyQt.QtCore import Qt as Q\ndef f(a: Q.Alignment): ...",
        "from qgis.PyQt.QtWidgets import QFrame\nQFrame().setFrameShape(QFrame.HLine)",
        "from qgis.PyQt import QtWidgets\na = QtWidgets.QSizePolicy.Expanding",
        "from qgis.PyQt.QtCore import QVariant\na = QVariant.Type.Int",
        "from qgis.PyQt.QtGui import QMouseEvent\ndef f(event: QMouseEvent):\n    event.globalPos()",
        "from qgis.PyQt.QtGui import QWheelEvent\ndef f(event: QWheelEvent):\n    event.pos()",
        "from qgis.PyQt.QtWidgets import QDialog\nclass Mine(QDialog):\n    def f(self):\n        self.exec_()",
    ],
)
def test_what_is_gone_is_found(wrong: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(wrong)
    assert not all(is_there(use) for use in names_used(script) if use.module)
