"""QGIS's side runs on Python 3.9 (QGIS 3.22 on Windows and macOS): what its text uses, and what a real one says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .names import ROOT

FOLDERS = ("__init__.py", "plugin", "processing_provider", "inventory", "store", "gestures")
VERMIN = (
    Path(sys.executable).with_name("vermin"),
    "--target=3.9-",
    "--processes=1",  # more of them ask for more work in all
    "--no-tips",
    "--no-eval-annotations",
    "--no-parse-comments",  # in which one could ask for exceptions
    "--violations",
)
_MAP = """
import importlib, sys, warnings
from pathlib import Path
warnings.simplefilter("error")
sys.path.insert(0, sys.argv[1])
import rock_glacier_inventory as ours
root = Path(ours.__file__).resolve().parent
for path in sorted(path for folder in sys.argv[3:] for path in (root / folder).rglob("*.py")):
    compile(path.read_text("utf-8"), str(path), "exec")
    name = ".".join(path.relative_to(root).with_suffix("").parts)
    if not name.startswith(("plugin", "processing_provider")) and "gdal_connection" not in name:
        importlib.import_module("rock_glacier_inventory." + name)
import struct
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.outline import Outline
from rock_glacier_inventory.store.geopackage.layout import WGS84
from rock_glacier_inventory.store.opening import create_store, open_store
corners = [(97.2, 28.1), (97.21, 28.1), (97.21, 28.11), (97.2, 28.1)]
square = struct.pack("<BIIBIII", 1, 6, 1, 1, 3, 1, len(corners)) + b"".join(struct.pack("<dd", *at) for at in corners)
point = struct.pack("<BIdd", 1, 1, 97.207, 28.103)
facts = {schema.INFO_VERSION: str(schema.SCHEMA_VERSION), schema.INFO_TITLE: "3.9", schema.INFO_CRS: "EPSG:4326"}
path = Path(sys.argv[2])
create_store(path, schema.LAYERS, WGS84, {**facts, schema.INFO_CREATED: "2026-11-30T00:00:00Z"})
store = open_store(path)
operations.retrieve(store, Outline(square, 1e6, 28.103, 97.207, lambda lat, lon: point), operations.By("Ann", "x", "y"))
print(store.count(schema.ROCK_GLACIERS), undoing.undo(store, "Ann") is not None, store.count(schema.ROCK_GLACIERS))
store.close()
"""


def old_python() -> str | None:
    """A Python 3.9 that starts; the one named first in PATH may be a shim of pyenv's that does not."""
    places = [shutil.which("python3.9"), *sorted(Path.home().glob(".pyenv/versions/3.9.*/bin/python3.9"))]
    for place in filter(None, places):
        if not subprocess.run([place, "-c", "import sqlite3"], capture_output=True).returncode:
            return str(place)
    return None


def test_nothing_is_newer_than_python_39() -> None:
    done = subprocess.run([*VERMIN, *FOLDERS], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_what_is_newer_is_found(tmp_path: Path) -> None:
    newer = tmp_path / "newer.py"
    newer.write_text("list(zip([1], [2], strict=True))")
    assert subprocess.run([*VERMIN, newer], capture_output=True).returncode != 0


def test_a_real_one_reads_all_and_maps(tmp_path: Path) -> None:
    python = old_python()
    source = ROOT / ".venv" / "src"
    if python is None or not source.exists():
        pytest.skip("there is no Python 3.9 here, or setup.sh was not run")
    words = [python, "-c", _MAP, str(source), str(tmp_path / "a.gpkg"), *FOLDERS[1:]]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.stdout.split(), done.stderr) == (["1", "True", "0"], "")
