"""Inventories that sessions begin with: made once for all of them by the real engine, in one process.

They lie in build/ until the engine's code changes, or what is asked of it here, or a model. A session works on a copy.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from ..qgis_profile import ROOT
from ..simulated import made_once, simulated

MODEL = "simulated-alpine"
Commands = Sequence[Sequence[object]]
_OF_MODELS = (".json", ".py", ".safetensors", ".xml")


def engine_python() -> str:
    """The engine's Python."""
    found = os.environ.get("ROCK_GLACIER_ENGINE_PYTHON") or ROOT / ".venv" / "engine" / "bin" / "python"
    return str(found)


ENGINE = (engine_python(), "-I", str(ROOT))


def run_engine(*commands: Sequence[object]) -> None:
    """Commands of the real engine, one after the other in one process."""
    asked = [json.dumps({"id": number, "arguments": [*map(str, words)]}) for number, words in enumerate(commands)]
    words, lines = [*ENGINE, "serve", "--progress=json"], "\n".join([*asked, ""])
    done = subprocess.run(words, input=lines, check=False, capture_output=True, text=True)
    results = [line for line in map(json.loads, done.stdout.splitlines()) if "result" in line]
    assert (done.returncode, len(results)) == (0, len(commands)), done.stdout + done.stderr


def detection(scene: Path, inventory: Path, threshold: float, model: object = MODEL) -> Commands:
    """A new inventory with the candidates of a scene."""
    return (("create", "--output", inventory), detect(scene, inventory, threshold, model))


def detect(scene: Path, inventory: Path, threshold: float, model: object = MODEL) -> Sequence[object]:
    """A detection into an inventory that is there."""
    words = ("detect", "--input", scene / "scene.tif", "--model", model, "--inventory", inventory)
    return (*words, "--threshold", threshold, "--minimum-area", 1000)


def attributes(scene: Path, inventory: Path, *more: object) -> Sequence[object]:
    """Attributes of all candidates."""
    words = ("attributes", "--inventory", inventory, "--dem", scene / "dem.tif", "--layer", "candidates")
    return (*words, *more)


def _small(scene: Path, folder: Path) -> Commands:
    """Inventories of a scene with a few candidates."""
    subregions = ("--subregions", scene / "subregions.gpkg")
    return (
        *detection(scene, folder / "many.gpkg", 0.02),
        *detection(scene, folder / "few.gpkg", 0.1),
        attributes(scene, folder / "few.gpkg"),
        # A second look at the same place, by another model: its candidates overlap the first ones.
        *detection(scene, folder / "by two models.gpkg", 0.1),
        detect(scene, folder / "by two models.gpkg", 0.6, _twin_model(folder)),
        attributes(scene, folder / "by two models.gpkg", *subregions),
    )


def _large(scene: Path, folder: Path) -> Commands:
    """Inventories of a scene with a dozen candidates and more, and an empty one."""
    flagged = folder / "flagged.gpkg"
    return (
        *detection(scene, folder / "dozen.gpkg", 0.1),
        *detection(scene, folder / "half.gpkg", 0.5),  # whose candidates can grow, and two of them into one
        *detection(scene, flagged, 0.1),
        attributes(scene, flagged, "--subregions", scene / "subregions.gpkg"),
        ("flag-glaciers", "--inventory", flagged, "--glaciers", scene / "glaciers.gpkg"),
        ("detect", "--input", scene / "scene.tif", "--model", MODEL, "--output", folder / "as a file.gpkg"),
        ("create", "--output", folder / "empty.gpkg"),
    )


def _twin_model(folder: Path) -> Path:
    """A model with the numbers of the shipped one and another hash: a few spaces more in its header."""
    shipped = ROOT / "models" / "cards" / f"{MODEL}.json"
    content = shipped.with_suffix(".safetensors").read_bytes()
    length = int.from_bytes(content[:8], "little")
    twin = (length + 8).to_bytes(8, "little") + content[8 : 8 + length] + b" " * 8 + content[8 + length :]
    card = json.loads(shipped.read_text("utf-8"))
    del card["openvino"]  # of other weights
    card |= {"weights": "twin.safetensors", "sha256": hashlib.sha256(twin).hexdigest()}
    (folder / "twin.safetensors").write_bytes(twin)
    (folder / "twin.json").write_text(json.dumps(card), "utf-8")
    return folder / "twin.json"


def made(name: str) -> Path:
    """One of the files above; the first who asks has all of them made."""

    def make(folder: Path) -> None:
        folder.mkdir()
        small, large = simulated(ENGINE, 512, 3), simulated(ENGINE, 1024, 3)
        run_engine(*_small(small, folder), *_large(large, folder))

    return made_once("beginnings", make, Path(__file__), *_models()) / name


def ground_to_improve_on() -> Path:
    """Image, training data, a model of them and an inventory to decide in, by a program of the engine's tests."""

    def make(folder: Path) -> None:
        folder.mkdir()
        subprocess.run([engine_python(), str(programs[0]), str(folder)], check=True, capture_output=True)
        there = folder.with_suffix("").name  # the name that it gets when it is whole
        known = folder / "models 冰" / "mine.training" / "trained-on.json"
        known.write_text(known.read_text("utf-8").replace(folder.name, there), "utf-8")
        with closing(sqlite3.connect(folder / "inventory.gpkg")) as inventory, inventory:
            inventory.execute('UPDATE runs SET "SOURCE" = replace("SOURCE", ?, ?)', (folder.name, there))

    names = ("improving_ground", "training_ground", "test_training_inventories", "mapping", "engine_here")
    programs = [ROOT / "tests" / "unit" / f"{name}.py" for name in names]
    return made_once("improving", make, Path(__file__), *programs, *_models())


def _models() -> list[Path]:
    """The shipped models, and the code that reads them."""
    return [path for path in sorted((ROOT / "models").rglob("*.*")) if path.suffix in _OF_MODELS]


def systems(folder: Path) -> None:
    """Copies of what `make_units.py` makes: systems of units, and the DEM of their ground."""
    script, beside = Path(__file__).with_name("make_units.py"), ROOT / "tests" / "unit"
    names = ("delivering", "filling_inventories", "plain_geopackage", "rasters", "simulated_systems")

    def make(made: Path) -> None:
        made.mkdir()
        paths = os.pathsep.join(map(str, (ROOT / ".venv" / "src", beside)))
        words = [engine_python(), str(script), str(made)]
        subprocess.run(words, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": paths})

    programs = (beside / f"{name}.py" for name in names)
    shutil.copytree(made_once("systems", make, Path(__file__), script, *programs), folder, dirs_exist_ok=True)
