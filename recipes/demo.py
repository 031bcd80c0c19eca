"""The main job on the embedded sample, through QGIS: simulate, create, detect, attributes, evaluate.

Everything after the simulation runs as `qgis_process run rockglacier:...`, so what is shown is what a person
gets from QGIS's Processing toolbox.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from qgis_profile import make_profile  # noqa: E402 (it stands with the tests that use it too)

ENGINES = {"": "engine", "light": "light"}
"""What `ENGINE_FLAVOUR` may be -> folder in .venv; without it the demo runs on the developers' engine."""
MODEL = "simulated-alpine"


def qgis_process() -> str:
    """The program; Debian 12's wrapper of that name passes an option that the program does not know."""
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    if program is None:
        raise SystemExit("qgis_process is not installed; install QGIS (Debian: apt-get install qgis).")
    return program


def engine_python() -> Path:
    """The Python of the engine that the demo runs on, in QGIS too."""
    flavour = os.environ.get("ENGINE_FLAVOUR", "")
    if flavour not in ENGINES:
        raise SystemExit(f"ENGINE_FLAVOUR is '{flavour}'; only light can be chosen, the other engine is the usual one.")
    python = ROOT / ".venv" / ENGINES[flavour] / "bin" / "python"
    if not python.exists():
        raise SystemExit(f"{python} is not there; 'make setup' builds it where the packages can be fetched.")
    return python


class Demo:
    """Runs the steps one after the other and says how long each took."""

    def __init__(self, output: Path, profile_folder: Path) -> None:
        self.output = output
        python = engine_python()
        self._engine = [str(python), str(ROOT)]
        self._environment = {**make_profile(profile_folder).environment, "ROCK_GLACIER_ENGINE_PYTHON": str(python)}

    def engine(self, what: str, *arguments: object) -> None:
        """One engine command."""
        self._run(what, [*self._engine, *map(str, arguments)])

    def algorithm(self, name: str, **parameters: object) -> dict[str, Any]:
        """One algorithm through qgis_process; returns its results."""
        words = [f"--{key}={value}" for key, value in parameters.items()]
        text = self._run(f"rockglacier:{name}", [qgis_process(), "--json", "run", f"rockglacier:{name}", *words])
        results: dict[str, Any] = json.loads(text[text.index("{") :])["results"]
        return results

    def _run(self, what: str, command: list[str]) -> str:
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, env=self._environment)
        if done.returncode:
            raise SystemExit(f"{what} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        print(f"  {what:<28}{time.perf_counter() - started:6.1f} s", flush=True)
        return done.stdout


def run(output: Path, size: int, seed: int) -> None:
    """The whole demo; leaves its files in `output`."""
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    sample, inventory, accuracy = output / "sample", output / "inventory.gpkg", output / "accuracy.json"
    scene, truth = sample / "scene.tif", sample / "rock_glaciers.gpkg"
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as profile:
        demo = Demo(output, Path(profile))
        demo.engine("simulate", "simulate", "--output", sample, "--size", size, "--seed", seed)
        demo.algorithm("createinventory", OUTPUT=inventory, TITLE="Demonstration")
        demo.algorithm("detect", INPUT=scene, MODEL=MODEL, INVENTORY=inventory, PROBABILITY=output / "probability.tif")
        demo.algorithm(
            "attributes",
            INVENTORY=inventory,
            DEM=sample / "dem.tif",
            SUBREGIONS=sample / "subregions.gpkg",
            LAYER="candidates",
        )
        demo.algorithm(
            "evaluate",
            INPUT=f"{inventory}|layername=candidates",
            REFERENCE=truth,
            SUBREGIONS=sample / "subregions.gpkg",
            OUTPUT=accuracy,
        )
        picture = output / "overview.png"
        demo.engine(
            "overview",
            "overview",
            "--input",
            scene,
            "--candidates",
            inventory,
            "--reference",
            truth,
            "--glaciers",
            sample / "glaciers.gpkg",
            "--output",
            picture,
        )
    print(f"\n{accuracy.with_suffix('.txt').read_text('utf-8')}")
    print(f"done in {time.perf_counter() - started:.0f} s. The files:")
    for path, what in (
        (inventory, "the inventory: open it in QGIS"),
        (scene, "the simulated scene"),
        (output / "probability.tif", "the network's probabilities"),
        (accuracy, "the accuracy record"),
        (picture, "scene, candidates (yellow), truth (green), glaciers (light blue)"),
    ):
        print(f"  {os.path.relpath(path)}  {what}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "demo")
    parser.add_argument("--size", type=int, default=1024)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    run(options.output.resolve(), options.size, options.seed)
