"""A step through the levels of a large candidate in the real desktop, from the key to the outline on the screen."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

import rasterio
from desktop import times_of_session
from measure import ENGINE, ROOT, measure, row
from rasterio.enums import Resampling
from scenes import SEED, simulated

sys.path.insert(0, str(ROOT))

from tests.qgis_profile import make_profile

ENLARGED = 2.4
"""So that the largest landform of the sample is about 1 km² large."""
LIMIT_S = 300


def enlarged(folder: Path) -> Path:
    """The sample's scene, drawn larger on pixels of the same size."""
    path = folder / "scene.tif"
    with rasterio.open(simulated(folder, 1024, SEED) / "scene.tif") as source:
        side = round(source.width * ENLARGED)
        pixels = source.read(out_shape=(source.count, side, side), resampling=Resampling.cubic)
        profile = {**source.profile, "width": side, "height": side}
    with rasterio.open(path, "w", **profile) as target:
        target.write(pixels)
    return path


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inventory = folder / "inventory.gpkg"
        measure([*ENGINE, "create", "--output", inventory])
        words = ["--input", enlarged(folder), "--model", "simulated-alpine", "--inventory", inventory]
        measure([*ENGINE, "detect", *words, "--threshold", 0.5])
        profile = make_profile(folder, "[qgis]\ncheckVersion=false\nshowTips=false\n")
        times = times_of_session(profile, "levels_session.py", folder, LIMIT_S)
    steps = times["step"]
    median, slow = statistics.median(steps) * 1000, statistics.quantiles(steps, n=20)[-1] * 1000
    what = f"a level step of a candidate of {times['area'] / 1e6:.2f} km², drawn, median and 95th percentile"
    row(what, "<= 50 ms", f"**{median:.0f} ms, {slow:.0f} ms**")
    row("the first step at a candidate that was looked at", "report", f"{times['first'] * 1000:.0f} ms")
    row("from the candidate on the screen to its levels in the dock", "report", f"{times['looked at'] * 1000:.0f} ms")
    row("the first key of a session: the engine's start and the levels", "report", f"{times['cold']:.1f} s")


if __name__ == "__main__":
    main()
