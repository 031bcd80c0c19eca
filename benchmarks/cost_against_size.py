"""Seconds per megapixel and peak memory of `detect` on scenes of 4 096², 8 192² and 16 384² pixels.

From reading to polygons; the start of the process and the loading of the network are told apart. The network
is the smaller of the shipped ones, which finds on these scenes about what there is. (A network with random
weights may find one landform as large as the scene, and its outline alone grows with that.) The scenes are
one simulated scene of 1 024², mirrored again and again, on disk, compressed in blocks of 256².
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from measure import ENGINE, measure, row
from scenes import large_scene

SMALL, SIDES = 512, (4096, 8192, 16384)
MODEL = "simulated-alpine"


def measured(way: str, folder: Path, scenes: dict[int, Path]) -> None:
    """One row: all sizes, whole or in blocks. A small scene first tells what starting costs the processor."""
    seen, start = [], 0.0
    for side, scene in scenes.items():
        options = [] if way == "whole" else ["--ledger", folder / f"ledger {side}", "--discard-ledger"]
        done = measure(
            [
                *ENGINE,
                "detect",
                "--input",
                scene,
                "--model",
                MODEL,
                "--output",
                folder / "c.gpkg",
                "--progress",
                "json",
                *options,
            ]
        )
        if side == SMALL:
            start = done.cpu_seconds
            continue
        result, megapixels = json.loads(done.output.splitlines()[-1])["result"], side**2 / 1e6
        work = (done.cpu_seconds - start) / megapixels
        seen.append((side, result["seconds"] / megapixels, work, done.peak_mib))
    _, cost, work, memory = seen[0]
    row(
        f"cost against size, {way}, {MODEL} (the process starts in {start:.0f} processor seconds)",
        "flat within 10 %",
        "; ".join(
            f"{side}²: **{per:.4f} s/Mpx** ({per / cost:.2f}), processor {own:.4f} ({own / work:.2f}), "
            f"**{peak:.0f} MiB** ({peak / memory:.2f})"
            for side, per, own, peak in seen
        ),
    )


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scenes = {side: large_scene(folder, side, side) for side in (SMALL, *SIDES)}
        for way in ("whole", "in blocks"):
            measured(way, folder, scenes)


if __name__ == "__main__":
    main()
