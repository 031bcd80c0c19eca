"""The libraries that run a network, side by side: seconds per tile of `tu-xception71`, and of the start.

Weights are random: time does not depend on them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from detect_against_bare_network import tiles_of, xception_card
from measure import ROOT, in_turn, row
from scenes import large_scene

TILES = 8
ROUNDS = 5
WAYS = (("openvino", "bfloat16"), ("openvino", "float32"), ("torch", "float32"))

START = """
import sys, time
started = time.perf_counter()
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import numpy
from rock_glacier_inventory.models.networks import registry
from rock_glacier_inventory.models.prediction import backends
card = registry.load_card(sys.argv[2])
predictor = backends.open_predictor(card, "cpu", backend=sys.argv[3], cache=Path(sys.argv[4]))
opened = time.perf_counter()
predictor.predict(numpy.zeros((1, 3, 480, 480), numpy.uint8))
print([opened - started, time.perf_counter() - started])
"""


def start(card: str, backend: str, cache: Path) -> tuple[float, float]:
    """Seconds from the beginning of a process until a network is ready, and until its first tile is."""
    command = [sys.executable, "-c", START, str(ROOT / ".venv" / "src"), card, backend, str(cache)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    ready, first = json.loads(done.stdout)
    return ready, first


def main() -> None:
    """Print the rows of the table."""
    sys.path.insert(0, str(ROOT / ".venv" / "src"))
    from rock_glacier_inventory.models.networks import registry
    from rock_glacier_inventory.models.prediction import backends

    if not backends.openvino_is_there():
        print("(backends is left out: OpenVINO is not installed)", flush=True)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        card = str(xception_card(folder))
        tiles = tiles_of(large_scene(folder, 1024, 1024))[:TILES]

        def pace(backend: str, precision: str) -> Callable[[], float]:
            predictor: Any = backends.open_predictor(
                registry.load_card(card), "cpu", precision, backend=backend, cache=folder
            )
            predictor.predict(tiles[:2])

            def seconds() -> float:
                began = time.perf_counter()
                predictor.predict(tiles)
                return (time.perf_counter() - began) / len(tiles)

            return seconds

        seconds, _ = in_turn(*(pace(*way) for way in WAYS), rounds=ROUNDS)
        for (backend, precision), one in zip(WAYS, seconds, strict=True):
            row(f"one tile of `tu-xception71`, {backend}, {precision}", "report", f"{one:.3f} s")
        start(card, "openvino", folder)  # bfloat16 or not: now it is converted
        for backend in ("openvino", "torch"):
            ready, first = start(card, backend, folder)
            row(
                f"start of a process until the network is ready, until its first tile, {backend}",
                "report",
                f"{ready:.1f} s, {first:.1f} s",
            )


if __name__ == "__main__":
    main()
