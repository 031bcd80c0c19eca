"""First and second detection in a session of the warm engine: seconds until a tile is predicted."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import time
from pathlib import Path

from measure import ENGINE, measure, row

MODEL = "simulated-alpine"
REACH_S = 0.3
_TILES = re.compile(r"^([0-9]+) of [0-9]+ tiles")


class _Session:
    """A warm engine that is asked for detections."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        command = [*ENGINE, "serve", "--progress", "json"]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
        self._number = 0
        self._line()

    def _line(self) -> dict[str, object]:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def seconds_to_first_tile(self, *arguments: object) -> float:
        """Ask, and wait for the end; seconds from asking to the first predicted tile."""
        assert self._process.stdin is not None
        self._number += 1
        asked = {"id": self._number, "arguments": [str(word) for word in arguments]}
        began, seconds = time.perf_counter(), 0.0
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        while "result" not in (said := self._line()):
            if "error" in said:
                raise SystemExit(f"the engine says {said['error']}")
            tiles = _TILES.match(str(said.get("message", "")))
            if not seconds and tiles and tiles[1] != "0":
                seconds = time.perf_counter() - began
        return seconds

    def end(self) -> None:
        """The end of its input is its end."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def main() -> None:
    """Print one row."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure([*ENGINE, "simulate", "--output", folder / "sample", "--size", 768, "--seed", 31])
        inventory = folder / "inventory.gpkg"
        measure([*ENGINE, "create", "--output", inventory])
        arguments = ("detect", "--input", folder / "sample" / "scene.tif", "--model", MODEL, "--inventory", inventory)
        session = _Session()
        try:
            starts = [session.seconds_to_first_tile(*arguments) for _ in range(6)]
        finally:
            session.end()
    second = sorted(starts[1:])[len(starts[1:]) // 2]
    row(
        "start of a second detection in a session until the first tile is predicted",
        f"<= {REACH_S} s",
        f"{second:.2f} s (first {starts[0]:.2f} s; {MODEL}, median of {len(starts) - 1})",
    )


if __name__ == "__main__":
    main()
