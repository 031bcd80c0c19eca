"""Imports run one way, from room to room, and importing the package pulls in nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
import tomllib

ROOT = Path(__file__).resolve().parents[2]
QGIS = frozenset({"qgis", "osgeo", "processing"})
NEITHER_QGIS_NOR_QT = QGIS | {"PyQt5", "PyQt6", "sip"}
STANDARD_LIBRARY: frozenset[str] = frozenset()

# folder -> what may be imported beside the standard library and ourselves; None: anything but QGIS
FOREIGN: dict[str, frozenset[str] | None] = {
    "inventory": STANDARD_LIBRARY,
    "store": STANDARD_LIBRARY,
    "gestures": STANDARD_LIBRARY,
    "models": None,
    "engine": None,
    "processing_provider": QGIS,
    "plugin": QGIS,
}

# file -> what it alone may import besides
EXCEPTIONS = {"store/geopackage/gdal_connection.py": frozenset({"osgeo"})}
"""GDAL's SQLite is the one that QGIS uses, so the store's other connection goes through it."""

# The rooms, from the ground up, and for each the rooms that it may import. A room stands below all that
# import it, so an arrow that runs up, or a circle, cannot be written down here.
ROOMS: dict[str, frozenset[str]] = {
    "inventory": frozenset(),
    "store": frozenset({"inventory"}),
    "gestures": frozenset({"inventory", "store"}),
    "models": frozenset(),
    "models/cards": frozenset({"models"}),
    "models/networks": frozenset({"models", "models/cards"}),
    "models/prediction": frozenset({"models", "models/cards", "models/networks"}),
    "models/training": frozenset({"models", "models/cards", "models/networks", "models/prediction"}),
    "engine/telling": frozenset({"inventory"}),
    "engine": frozenset({"engine/telling", "inventory", "store"}),
    "engine/ground": frozenset({"engine/telling", "inventory"}),
    "engine/gathering": frozenset({"engine/ground", "engine/telling", "inventory"}),
    "engine/matching": frozenset({"engine/ground"}),
    "engine/statistics": frozenset({"engine/ground", "engine/matching", "engine/telling", "inventory"}),
    "engine/outlines": frozenset({"engine/ground", "engine/telling", "inventory"}),
    "engine/kept": frozenset({"engine/outlines"}),
    "engine/runs": frozenset({"engine/ground", "inventory", "store"}),
    "engine/simulation": frozenset({"engine/ground", "engine/telling", "inventory"}),
    "engine/terrain": frozenset({"engine/gathering", "engine/ground", "engine/telling", "inventory"}),
    "engine/climate": frozenset({"engine/ground", "engine/telling", "engine/terrain", "inventory"}),
    "engine/climate/series": frozenset(
        {"engine/climate", "engine/gathering", "engine/ground", "engine/telling", "inventory"}
    ),
    "engine/products": frozenset(
        {"engine/climate", "engine/gathering", "engine/ground", "engine/telling", "inventory"}
    ),
    "engine/zones": frozenset({"engine/climate", "engine/gathering", "engine/ground", "engine/telling", "inventory"}),
    "engine/scene": frozenset(
        {"engine/gathering", "engine/ground", "engine/telling", "inventory", "models/cards", "models/prediction"}
    ),
    "engine/terrain_bands": frozenset(
        {
            "engine/climate",
            "engine/ground",
            "engine/products",
            "engine/scene",
            "engine/telling",
            "engine/terrain",
            "inventory",
            "models/cards",
            "models/prediction",
        }
    ),
    "engine/solar": frozenset({"engine/ground", "engine/telling", "engine/terrain", "inventory"}),
    "engine/attributes": frozenset(
        {
            "engine/climate",
            "engine/climate/series",
            "engine/gathering",
            "engine/ground",
            "engine/products",
            "engine/runs",
            "engine/solar",
            "engine/telling",
            "engine/terrain",
            "engine/zones",
            "inventory",
            "store",
        }
    ),
    "engine/sources": frozenset(
        {
            "engine/attributes",
            "engine/climate",
            "engine/climate/series",
            "engine/gathering",
            "engine/ground",
            "engine/products",
            "engine/runs",
            "engine/telling",
            "engine/terrain",
            "engine/zones",
            "inventory",
        }
    ),
    "engine/second_image": frozenset(
        {"engine/ground", "engine/outlines", "engine/scene", "engine/telling", "inventory", "models/cards"}
    ),
    "engine/detection": frozenset(
        {"engine/outlines", "engine/scene", "engine/second_image", "engine/telling", "inventory"}
    ),
    "engine/filling": frozenset(
        {
            "engine/attributes",
            "engine/gathering",
            "engine/ground",
            "engine/products",
            "engine/runs",
            "engine/telling",
            "inventory",
            "store",
        }
    ),
    "engine/intake": frozenset(
        {
            "engine/ground",
            "engine/kept",
            "engine/matching",
            "engine/outlines",
            "engine/runs",
            "engine/scene",
            "engine/telling",
            "inventory",
            "store",
        }
    ),
    "engine/levels": frozenset(
        {
            "engine/ground",
            "engine/intake",
            "engine/kept",
            "engine/outlines",
            "engine/runs",
            "engine/telling",
            "engine/terrain",
            "inventory",
            "store",
        }
    ),
    "engine/importing": frozenset(
        {
            "engine/attributes",
            "engine/gathering",
            "engine/ground",
            "engine/intake",
            "engine/matching",
            "engine/runs",
            "engine/telling",
            "inventory",
            "store",
        }
    ),
    "engine/agreement": frozenset(
        {"engine/ground", "engine/matching", "engine/runs", "engine/telling", "gestures", "inventory", "store"}
    ),
    "engine/exporting": frozenset({"engine/ground", "engine/runs", "engine/telling", "gestures", "inventory", "store"}),
    "engine/checks": frozenset(
        {
            "engine/gathering",
            "engine/ground",
            "engine/importing",
            "engine/matching",
            "engine/telling",
            "inventory",
            "store",
        }
    ),
    "engine/publishing": frozenset(
        {
            "engine",
            "engine/exporting",
            "engine/ground",
            "engine/importing",
            "engine/runs",
            "engine/telling",
            "gestures",
            "inventory",
            "store",
        }
    ),
    "engine/blocks": frozenset(
        {"engine/detection", "engine/outlines", "engine/scene", "engine/second_image", "engine/telling", "inventory"}
    ),
    "engine/cluster": frozenset(
        {
            "engine/blocks",
            "engine/detection",
            "engine/scene",
            "engine/second_image",
            "engine/telling",
            "engine/terrain_bands",
            "inventory",
            "models/cards",
            "models/networks",
            "models/prediction",
        }
    ),
    "engine/limits": frozenset(
        {"engine/climate", "engine/ground", "engine/scene", "engine/telling", "engine/terrain", "inventory"}
    ),
    "engine/training_data": frozenset(
        {
            "engine/gathering",
            "engine/ground",
            "engine/matching",
            "engine/scene",
            "engine/second_image",
            "engine/telling",
            "engine/terrain",
            "engine/terrain_bands",
            "inventory",
            "models/cards",
            "models/networks",
            "models/prediction",
        }
    ),
    "engine/accuracy": frozenset(
        {
            "engine/gathering",
            "engine/ground",
            "engine/matching",
            "engine/outlines",
            "engine/telling",
            "engine/training_data",
            "inventory",
            "models/training",
        }
    ),
    "engine/comparison": frozenset(
        {"engine/accuracy", "engine/ground", "engine/matching", "engine/telling", "engine/training_data", "inventory"}
    ),
    "engine/training": frozenset(
        {
            "engine/ground",
            "engine/telling",
            "engine/training_data",
            "inventory",
            "models",
            "models/cards",
            "models/networks",
            "models/prediction",
            "models/training",
        }
    ),
    "engine/improving": frozenset(
        {
            "engine/ground",
            "engine/runs",
            "engine/telling",
            "engine/training",
            "engine/training_data",
            "inventory",
            "models/cards",
            "models/networks",
            "models/training",
            "store",
        }
    ),
    "engine/report": frozenset(
        {
            "engine/accuracy",
            "engine/agreement",
            "engine/comparison",
            "engine/gathering",
            "engine/ground",
            "engine/matching",
            "engine/runs",
            "engine/scene",
            "engine/statistics",
            "engine/telling",
            "inventory",
            "store",
        }
    ),
    "engine/units": frozenset(
        {
            "engine/attributes",
            "engine/climate",
            "engine/ground",
            "engine/runs",
            "engine/telling",
            "engine/terrain",
            "inventory",
            "store",
        }
    ),
    "engine/jobs": frozenset(
        {
            "engine/blocks",
            "engine/cluster",
            "engine/detection",
            "engine/ground",
            "engine/intake",
            "engine/kept",
            "engine/limits",
            "engine/outlines",
            "engine/runs",
            "engine/scene",
            "engine/second_image",
            "engine/telling",
            "engine/terrain_bands",
            "inventory",
            "models/cards",
            "models/networks",
            "models/prediction",
        }
    ),
    "engine/commands": frozenset(
        {
            "engine",
            "engine/accuracy",
            "engine/comparison",
            "engine/agreement",
            "engine/checks",
            "engine/detection",
            "engine/exporting",
            "engine/filling",
            "engine/importing",
            "engine/improving",
            "engine/intake",
            "engine/jobs",
            "engine/levels",
            "engine/report",
            "engine/publishing",
            "engine/simulation",
            "engine/solar",
            "engine/sources",
            "engine/statistics",
            "engine/telling",
            "engine/training",
            "engine/training_data",
            "engine/units",
            "inventory",
            "models/cards",
            "models/networks",
            "models/prediction",
            "store",
        }
    ),
    "processing_provider/adapters": frozenset({"inventory"}),
    "processing_provider/capture": frozenset({"inventory", "processing_provider/adapters"}),
    "processing_provider/passports": frozenset({"inventory", "processing_provider/adapters", "store"}),
    "processing_provider/algorithms": frozenset(
        {
            "inventory",
            "processing_provider/adapters",
            "processing_provider/capture",
            "processing_provider/passports",
            "store",
        }
    ),
    "processing_provider": frozenset({"inventory", "processing_provider/adapters", "processing_provider/algorithms"}),
    "plugin/common": frozenset({"inventory", "processing_provider/adapters"}),
    "plugin/help": frozenset({"inventory", "processing_provider/adapters"}),
    "plugin/dock": frozenset({"gestures", "inventory", "plugin/common", "processing_provider/adapters", "store"}),
    "plugin/setup": frozenset({"inventory", "plugin/common", "plugin/dock", "processing_provider/adapters"}),
    "plugin/geometry": frozenset(
        {"inventory", "plugin/common", "plugin/dock", "processing_provider/adapters", "store"}
    ),
    "plugin/layers": frozenset(
        {"inventory", "plugin/geometry", "processing_provider/adapters", "processing_provider/capture"}
    ),
    "plugin/map": frozenset(
        {"inventory", "plugin/geometry", "plugin/layers", "processing_provider/adapters", "processing_provider/capture"}
    ),
    "plugin/session": frozenset(
        {
            "gestures",
            "inventory",
            "plugin/common",
            "plugin/dock",
            "plugin/geometry",
            "plugin/layers",
            "plugin/map",
            "processing_provider/adapters",
            "processing_provider/algorithms",
            "store",
        }
    ),
    "plugin/engine": frozenset(
        {
            "inventory",
            "plugin/common",
            "plugin/dock",
            "plugin/geometry",
            "plugin/map",
            "plugin/session",
            "processing_provider/adapters",
            "processing_provider/capture",
            "store",
        }
    ),
    "plugin/modes/map": frozenset(
        {
            "gestures",
            "inventory",
            "plugin/common",
            "plugin/dock",
            "plugin/engine",
            "plugin/geometry",
            "plugin/layers",
            "plugin/map",
            "plugin/session",
            "processing_provider/adapters",
            "store",
        }
    ),
    "plugin/modes/review": frozenset(
        {
            "gestures",
            "inventory",
            "plugin/common",
            "plugin/dock",
            "plugin/geometry",
            "plugin/map",
            "plugin/session",
            "processing_provider/adapters",
        }
    ),
    "plugin/modes/finish": frozenset(
        {"gestures", "inventory", "plugin/common", "plugin/dock", "plugin/session", "store"}
    ),
    "plugin": frozenset(
        {
            "gestures",
            "inventory",
            "plugin/common",
            "plugin/dock",
            "plugin/engine",
            "plugin/help",
            "plugin/layers",
            "plugin/map",
            "plugin/modes/finish",
            "plugin/modes/map",
            "plugin/modes/review",
            "plugin/session",
            "plugin/setup",
            "processing_provider",
            "processing_provider/adapters",
        }
    ),
}

CIRCLES: frozenset[tuple[str, str]] = frozenset()
"""Pairs of rooms that import each other all the same. It may only shrink, and it is empty."""


def room_of(path: Path) -> str:
    """The innermost room that holds a file (`path` is below the root)."""
    parents = [parent.as_posix() for parent in path.parents]
    return next(parent for parent in parents if parent in ROOMS)


@cache
def imports_of(source: str) -> list[tuple[int, str, str]]:
    """Level (number of leading dots), module and name of each import, those inside functions included."""
    return list(_imports_of(source))


def _imports_of(source: str) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.level, node.module or "", alias.name) for alias in node.names)


def target_of(path: Path, level: int, module: str, name: str) -> Path:
    """The file or folder, below the root, that a relative import means."""
    folder = path.parents[level - 1]
    there = folder.joinpath(*module.split(".")) if module else folder
    within = there / name  # from .. import inventory; from ..inventory import schema
    return within if _is_ours(within) else there


def _is_ours(place: Path) -> bool:
    return (ROOT / place).is_dir() or (ROOT / place).with_suffix(".py").is_file()


def violations(path: Path, source: str) -> list[str]:
    """What in a file (`path` is below the root) goes against the rules."""
    room, found = room_of(path), []
    foreign = FOREIGN[path.parts[0]]
    if foreign is not None:
        foreign = foreign | EXCEPTIONS.get(path.as_posix(), frozenset())
    for level, module, name in imports_of(source):
        top = module.split(".")[0]
        if level >= len(path.parts) + 1:
            found.append(f"{path}: goes above the package")
        elif level:
            other = room_of(target_of(path, level, module, name) / "x")
            if other != room and other not in ROOMS[room] and (room, other) not in CIRCLES:
                found.append(f"{path}: {room} must not import {other}")
        elif top not in sys.stdlib_module_names:
            if top == "rock_glacier_inventory" or top in FOREIGN:
                found.append(f"{path}: relative imports only, not {module}")
            elif top in NEITHER_QGIS_NOR_QT if foreign is None else top not in foreign:
                found.append(f"{path}: {path.parts[0]} must not import {top}")
    return found


def files_of(folder: str) -> list[Path]:
    return sorted(path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py"))


@cache
def arrows() -> set[tuple[str, str]]:
    """All pairs of rooms of which the first imports the second."""
    found = set()
    for path in (path for folder in FOREIGN for path in files_of(folder)):
        for level, module, name in imports_of((ROOT / path).read_text("utf-8")):
            if level:
                found.add((room_of(path), room_of(target_of(path, level, module, name) / "x")))
    return {(one, other) for one, other in found if one != other}


@pytest.mark.parametrize("folder", FOREIGN)
def test_imports_run_one_way(folder: str) -> None:
    files = files_of(folder)
    assert files
    found = [line for path in files for line in violations(path, (ROOT / path).read_text("utf-8"))]
    assert found == []


def test_one_place_imports_pyogrio() -> None:
    """Who imports it elsewhere first loads pandas with it, and takes names of files for addresses."""
    found = [
        path.as_posix()
        for path in files_of("engine")
        if any(module.split(".")[0] == "pyogrio" for _, module, _ in imports_of((ROOT / path).read_text("utf-8")))
    ]
    assert found == ["engine/ground/files/vector_names.py"]


def upwards(rooms: dict[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Arrows to a room that stands higher in the table, or is in no table."""
    below: set[str] = set()
    found = []
    for room, allowed in rooms.items():
        found += [(room, other) for other in allowed if other not in below]
        below.add(room)
    return found


def test_no_arrow_runs_up() -> None:
    assert upwards(ROOMS) == []
    assert upwards({"a": {"b"}, "b": {"a"}}) == [("a", "b")]


def test_no_rule_and_no_circle_outlives_its_use() -> None:
    """What nobody imports any more is not allowed any more."""
    allowed = {(room, other) for room, others in ROOMS.items() for other in others}
    assert allowed - arrows() == set()
    assert set(CIRCLES) - arrows() == set()


LARGE_ROOMS = ("engine/jobs", "processing_provider/algorithms")


def test_no_folder_is_crowded() -> None:
    folders = [path for folder in FOREIGN for path in (ROOT / folder).rglob("*") if path.is_dir()]
    crowded = {
        folder.relative_to(ROOT).as_posix(): count
        for folder in folders
        if (count := sum(path.stem != "__init__" for path in folder.glob("*.py"))) > 15
        and folder.relative_to(ROOT).as_posix() not in LARGE_ROOMS
    }
    assert crowded == {}


def test_no_room_of_the_engine_holds_more_than_a_seventh_of_it() -> None:
    lines: dict[str, int] = {}
    for path in files_of("engine"):
        count = len((ROOT / path).read_text("utf-8").splitlines())
        lines[room_of(path)] = lines.get(room_of(path), 0) + count
    largest = max(lines, key=lambda room: lines[room])
    assert lines[largest] <= 0.15 * sum(lines.values()), largest


@pytest.mark.parametrize(
    ("path", "source", "allowed"),
    [
        ("inventory/a.py", "import json", True),
        ("inventory/a.py", "import numpy", False),
        ("inventory/a.py", "from .errors import c", True),
        ("inventory/a.py", "from ..engine import c", False),
        ("inventory/a.py", "from ..store.edit import c", False),
        ("inventory/naming/a.py", "from ..errors import c", True),
        ("store/geopackage/a.py", "from ...inventory import schema", True),
        ("store/a.py", "from ..gestures.rows import By", False),
        ("store/a.py", "import numpy", False),
        ("store/geopackage/connection.py", "from osgeo import gdal", False),
        ("store/geopackage/gdal_connection.py", "from osgeo import gdal", True),
        ("store/geopackage/gdal_connection.py", "from qgis.core import QgsProject", False),
        ("models/cards/a.py", "import torch", True),
        ("models/cards/a.py", "from ..networks.weights import c", False),
        ("models/cards/a.py", "from ...inventory import c", False),
        ("models/cards/a.py", "def f():\n    from ...inventory.errors import UserError", False),
        ("engine/commands/a.py", "from ...models.cards.card import c", True),
        ("engine/commands/a.py", "from ... import plugin", False),
        ("engine/scene/a.py", "from ..detection.detection import c", False),
        ("engine/scene/a.py", "from ..detection import detection", False),
        ("engine/scene/a.py", "from .. import detection", False),
        ("engine/detection/a.py", "from ..scene import tiling", True),
        ("engine/scene/mosaic/a.py", "from ..grid import c", True),
        ("engine/ground/a.py", "from qgis.core import QgsProject", False),
        ("engine/ground/a.py", "from rock_glacier_inventory.inventory import c", False),
        ("engine/a.py", "from ...x import c", False),
        ("processing_provider/algorithms/training/a.py", "from ....engine.command_line import c", False),
        ("processing_provider/algorithms/training/a.py", "from ....plugin.common.settings import c", False),
        ("processing_provider/adapters/a.py", "from ..algorithms.detection.detect import c", False),
        ("processing_provider/algorithms/training/a.py", "import numpy", False),
        ("processing_provider/algorithms/training/a.py", "from osgeo import gdal", True),
        ("plugin/a.py", "from PyQt5.QtCore import Qt", False),
        ("plugin/dock/keys/a.py", "from ...common.settings import c", True),
        ("plugin/dock/a.py", "from ..session.session import c", False),
        ("plugin/a.py", "from ..processing_provider.adapters.engine import Engine", True),
    ],
)
def test_the_rules_see_a_violation(path: str, source: str, allowed: bool) -> None:
    assert (violations(Path(path), source) == []) is allowed


def test_an_installed_engine_has_all_rooms_that_do_not_need_qgis() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    folders = [folder for folder, foreign in FOREIGN.items() if foreign != QGIS]
    rooms = {path.parent.as_posix() for folder in folders for path in files_of(folder) if path.name == "__init__.py"}
    assert sorted(listed) == sorted(
        ["rock_glacier_inventory", *(f"rock_glacier_inventory.{room.replace('/', '.')}" for room in rooms)]
    )


def test_importing_the_package_is_light() -> None:
    """In a clean process of this interpreter, which has torch, rasterio and shapely installed."""
    code = f"""
import importlib, importlib.util, pathlib, sys
root = pathlib.Path({str(ROOT)!r})
start, places = root / "__init__.py", [str(root)]
spec = importlib.util.spec_from_file_location("p", start, submodule_search_locations=places)
sys.modules["p"] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
for folder in ("inventory", "store", "gestures"):
    for path in (root / folder).rglob("*.py"):
        if path.relative_to(root).as_posix() in {sorted(EXCEPTIONS)!r}:
            continue
        importlib.import_module(".".join(["p", *path.relative_to(root).with_suffix("").parts]))
importlib.import_module("p.engine.command_line")
for path in (root / "engine" / "commands").glob("*.py"):
    importlib.import_module(f"p.engine.commands.{{path.stem}}")
print(sorted({{name.split(".")[0] for name in sys.modules}} & {{"torch", "rasterio", "shapely", "numpy"}}))
"""
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
