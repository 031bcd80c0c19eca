"""What kept probability costs, and how fast its outlines are; what they are worth is told by `levels_worth.py`.

.venv/engine/bin/python benchmarks/outline_levels.py [--folder FOLDER] [--rounds N]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".venv" / "src"))

from levels_scenes import asked, searched, simulated  # noqa: E402
from measure import ENGINE, measure, row  # noqa: E402

WITHOUT = (
    "import sys; sys.path.insert(0, {source!r})\n"
    "from rock_glacier_inventory.engine.jobs import detection_run\n"
    "class Nothing:\n"
    "    def __init__(self, *_): pass\n"
    "    def add_rows(self, _): return []\n"
    "    def flush(self): return []\n"
    "detection_run.Keeper = Nothing\n"
    "from rock_glacier_inventory.engine.command_line import main\n"
    "sys.exit(main(sys.argv[1:]))"
)


# What it costs


def cost_of_keeping(scene: Path, rounds: int) -> None:
    """One detection with and without keeping, in turn."""
    without = [sys.executable, "-c", WITHOUT.format(source=str(ROOT / ".venv" / "src"))]
    times: dict[bool, list[float]] = {True: [], False: []}
    memory: dict[bool, float] = {}
    size: dict[bool, int] = {}
    for _ in range(rounds):
        for keeps, engine in ((True, ENGINE), (False, without)):
            inventory, took = searched(scene, None, engine)
            times[keeps].append(took.cpu_seconds)
            memory[keeps] = max(memory.get(keeps, 0.0), took.peak_mib)
            size[keeps] = inventory.stat().st_size
    slower = statistics.median(times[True]) / statistics.median(times[False]) - 1
    row(
        "detection that keeps its probability, against one that does not: processor time, peak memory",
        "<= +3 %",
        f"{slower:+.1%}, {memory[True]:.0f} and {memory[False]:.0f} MiB",
    )
    inventory, _ = searched(scene, None)
    (count,) = asked(inventory, "SELECT count(*) FROM candidates")[0]
    row(
        f"stored probability per candidate, all of the searched ground ({count} candidates): in the file",
        "<= 4 kB",
        f"{(size[True] - size[False]) / count / 1000:.1f} kB",
    )
    row(
        "the same, median over candidates of the blocks that they lie in",
        "<= 4 kB",
        f"{_median_size(inventory):.1f} kB",
    )


def _median_size(inventory: Path) -> float:
    """Of each candidate its share of the blocks that it lies in, in kB."""
    pairs = asked(
        inventory,
        "SELECT c.id, k.id FROM rtree_candidates_geom c JOIN rtree_kept_probability_geom k "
        "ON c.minx <= k.maxx AND c.maxx >= k.minx AND c.miny <= k.maxy AND c.maxy >= k.miny",
    )
    sizes = dict(asked(inventory, "SELECT fid, length(LEVELS) FROM kept_probability"))
    shared = {block: sum(other == block for _, other in pairs) for _, block in pairs}
    of_one: dict[int, float] = {}
    for candidate, block in pairs:
        of_one[candidate] = of_one.get(candidate, 0.0) + sizes[block] / shared[block]
    return statistics.median(of_one.values()) / 1000


def speed_of_answer(folder: Path) -> None:
    """All levels of a candidate of one square kilometre, in a process that is warm."""
    import rasterio
    from affine import Affine
    from rock_glacier_inventory.engine.levels.answering import levels_of
    from rock_glacier_inventory.engine.telling.report import SilentReport
    from rock_glacier_inventory.inventory.requests.levels import LevelsRequest

    place, pixel = folder / "kilometre", 4.77
    place.mkdir(exist_ok=True)
    rows, columns = np.mgrid[:512, :512] - 256
    angle, radius = np.arctan2(rows, columns), 1000 / np.sqrt(np.pi) / pixel
    edge = radius * (1 + 0.2 * np.sin(5 * angle) + 0.05 * np.sin(31 * angle))
    values = 1 / (1 + np.exp((np.hypot(rows, columns) - edge) / 8))
    profile = {"driver": "GTiff", "width": 512, "height": 512, "count": 1, "dtype": "uint8", "nodata": 255}
    with rasterio.open(
        place / "p.tif", "w", crs="EPSG:32645", transform=Affine(pixel, 0, 5e5, 0, -pixel, 3.1e6), **profile
    ) as raster:
        raster.write(np.rint(values * 254).astype(np.uint8), 1)
        raster.scales = (1 / 254,)
    inventory = place / "i.gpkg"
    inventory.unlink(missing_ok=True)
    measure([*ENGINE, "create", "--output", inventory])
    measure([*ENGINE, "polygonize", "--input", place / "p.tif", "--inventory", inventory, "--threshold", 0.5])
    ((identifier, area),) = asked(inventory, "SELECT CANDIDATE_ID, AREA FROM candidates")
    request, times, count = LevelsRequest(inventory=inventory, candidate=identifier), [], 0
    for _ in range(8):
        began = time.process_time()
        count = len(levels_of(request, SilentReport())["levels"])
        times.append((time.process_time() - began) * 1000)
    best = statistics.median(times[1:])
    row(
        f"all {count} levels of a candidate of {area / 1e6:.1f} km², warm engine: processor time in all, a level",
        "<= 50 ms a level",
        f"{best:.0f} ms, {best / count:.1f} ms",
    )


def main() -> None:
    """All rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="scenes are kept there")
    parser.add_argument("--rounds", type=int, default=5)
    options, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        cost_of_keeping(simulated(folder, 2048, 7), options.rounds)
        speed_of_answer(folder)


if __name__ == "__main__":
    main()
