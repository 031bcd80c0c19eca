"""Imports run one way, and importing the package pulls in nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QGIS = frozenset({"qgis", "osgeo", "processing"})
NEITHER_QGIS_NOR_QT = QGIS | {"PyQt5", "PyQt6", "sip"}

# folder -> (our folders it may import, what else beside the standard library; None: anything but QGIS)
RULES: dict[str, tuple[frozenset[str], frozenset[str] | None]] = {
    "inventory": (frozenset(), frozenset()),
    "models": (frozenset(), None),
    "engine": (frozenset({"inventory", "models"}), None),
    "processing_provider": (frozenset({"inventory"}), QGIS),
    "plugin": (frozenset({"inventory", "processing_provider"}), QGIS),
}


def imports_of(source: str) -> Iterator[tuple[int, str]]:
    """Level (number of leading dots) and name of each import, those inside functions included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module:
                yield node.level, node.module
            else:  # from .. import inventory
                yield from ((node.level, alias.name) for alias in node.names)


def violations(path: Path, source: str) -> list[str]:
    """What in a file (`path` is below the root) goes against the rules."""
    folder, depth = path.parts[0], len(path.parts) - 1
    ours, foreign = RULES[folder]
    found = []
    for level, name in imports_of(source):
        top = name.split(".")[0]
        if level > depth + 1:
            found.append(f"{path}: goes above the package")
        elif level == depth + 1:
            if top != folder and top not in ours:
                found.append(f"{path}: {folder} must not import {top}")
        elif level == 0 and top not in sys.stdlib_module_names:
            if top == "rock_glacier_inventory" or top in RULES:
                found.append(f"{path}: relative imports only, not {name}")
            elif top in NEITHER_QGIS_NOR_QT if foreign is None else top not in foreign:
                found.append(f"{path}: {folder} must not import {top}")
    return found


@pytest.mark.parametrize("folder", RULES)
def test_imports_run_one_way(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    found = [line for path in files for line in violations(path.relative_to(ROOT), path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("path", "source", "allowed"),
    [
        ("inventory/a.py", "import json", True),
        ("inventory/a.py", "import numpy", False),
        ("inventory/a.py", "from .b import c", True),
        ("inventory/a.py", "from ..engine import c", False),
        ("models/a.py", "import torch", True),
        ("models/cards/a.py", "from ..card import c", True),
        ("models/cards/a.py", "from ...inventory import c", False),
        ("models/a.py", "def f():\n    from ..inventory.errors import UserError", False),
        ("engine/commands/a.py", "from ...models.card import c", True),
        ("engine/commands/a.py", "from ... import plugin", False),
        ("engine/a.py", "from qgis.core import QgsProject", False),
        ("engine/a.py", "from rock_glacier_inventory.inventory import c", False),
        ("engine/a.py", "from ...x import c", False),
        ("processing_provider/a.py", "from ..engine.report import c", False),
        ("processing_provider/a.py", "from ..plugin.settings import c", False),
        ("processing_provider/a.py", "import numpy", False),
        ("processing_provider/a.py", "from osgeo import gdal", True),
        ("plugin/a.py", "from PyQt5.QtCore import Qt", False),
        ("plugin/a.py", "from ..processing_provider.engine import Engine", True),
    ],
)
def test_the_rules_see_a_violation(path: str, source: str, allowed: bool) -> None:
    assert (violations(Path(path), source) == []) is allowed


def test_importing_the_package_is_light() -> None:
    """In a clean process of this interpreter, which has torch, rasterio and shapely installed."""
    code = f"""
import importlib, importlib.util, pathlib, sys
root = pathlib.Path({str(ROOT)!r})
start, places = root / "__init__.py", [str(root)]
spec = importlib.util.spec_from_file_location("p", start, submodule_search_locations=places)
sys.modules["p"] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
for path in (root / "inventory").glob("*.py"):
    importlib.import_module(f"p.inventory.{{path.stem}}")
importlib.import_module("p.engine.command_line")
for path in (root / "engine" / "commands").glob("*.py"):
    importlib.import_module(f"p.engine.commands.{{path.stem}}")
print(sorted({{name.split(".")[0] for name in sys.modules}} & {{"torch", "rasterio", "shapely", "numpy"}}))
"""
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
