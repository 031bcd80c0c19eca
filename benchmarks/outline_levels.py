"""What kept probability costs, how fast its outlines are, and what they are worth on simulated scenes nobody has seen.

The scripted mapper (`scripted_mapper.py`) reads the image and what the dock shows, never the truth. Found is what the
run's threshold gave, best the level with the highest intersection over union of some twenty. How much of that lead
nobody can reach is told by somebody who knows the truth, but draws no better than people do.

    .venv/engine/bin/python benchmarks/outline_levels.py [--folder FOLDER] [--scenes N] [--size PIXELS]
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".venv" / "src"))

from measure import ENGINE, measure, row  # noqa: E402
from scripted_mapper import Eye  # noqa: E402

FIRST_SEED = 301
MODEL = "simulated-alpine"
STARTS = (None, 0.2, 0.9)
"""Thresholds of the runs: the model's own, and two that do not fit."""
ERRORS = (5, 10, 20)
"""Metres; a pixel is 4.77."""
_LINES = 4
"""Drawn with each error."""
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


def simulated(folder: Path, size: int, seed: int) -> Path:
    """A scene with its truth, made once."""
    scene = folder / f"{seed}-{size}"
    if not (scene / "scene.tif").exists():
        measure([*ENGINE, "simulate", "--output", scene, "--size", size, "--seed", seed])
    return scene


def searched(scene: Path, threshold: float | None, engine: Sequence[object] = ENGINE) -> tuple[Path, Any]:
    """A new inventory with what a detection finds, and how long that took."""
    inventory = scene / "i.gpkg"
    inventory.unlink(missing_ok=True)
    measure([*ENGINE, "create", "--output", inventory, "--crs", "EPSG:32645"])
    how = ("--threshold", threshold) if threshold else ()
    return inventory, measure(
        [*engine, "detect", "--input", scene / "scene.tif", "--model", MODEL, "--inventory", inventory, *how]
    )


def asked(inventory: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(inventory)) as connection:
        return connection.execute(sql).fetchall()


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


# What it is worth


def worth(scenes: Sequence[Path], threshold: float | None) -> None:
    """Mean intersection over union with the truth of all candidates that meet a true outline."""
    told = np.array(_judged(scenes, threshold))
    found, best, chosen, *lined = told.mean(axis=0)
    which = "the model's threshold" if threshold is None else f"a threshold of {threshold:g}"
    row(
        f"{len(told)} candidates of {len(scenes)} unseen scenes, {which}: mean IoU as found, at the best level, by a "
        "scripted mapper; share of the gain, and from where to where it is in 95 of 100 draws of these candidates",
        ">= 90 %",
        f"{found:.3f}, {best:.3f}, {chosen:.3f}; {(chosen - found) / (best - found):.0%} ({_drawn_again(told)})",
    )
    row(
        "share of the gain by one who knows the truth, but draws it with an error of "
        + ", ".join(f"{metres} m" for metres in ERRORS),
        "report",
        ", ".join(f"{(reached - found) / (best - found):.0%}" for reached in lined),
    )


def _drawn_again(told: np.ndarray) -> str:
    chance = np.random.default_rng(0)
    means = [told[chance.integers(0, len(told), len(told))].mean(axis=0) for _ in range(1000)]
    low, high = np.percentile([(chosen - found) / (best - found) for found, best, chosen, *_ in means], (2.5, 97.5))
    return f"{low:.0%} to {high:.0%}"


def _judged(scenes: Sequence[Path], threshold: float | None) -> list[tuple[float, ...]]:
    judged, chance = [], np.random.default_rng(1)
    for scene in scenes:
        eye = Eye(scene / "scene.tif")
        for shapes, levels, found, true in candidates_with_truth(scene, threshold):
            scores = _alike(shapes, true)
            lined = [
                np.mean([scores[_alike(shapes, with_error(true, metres, chance)).argmax()] for _ in range(_LINES)])
                for metres in ERRORS
            ]
            judged.append((scores[found], scores.max(), scores[eye.choice(shapes, levels, found)], *lined))
    return judged


def candidates_with_truth(
    scene: Path, threshold: float | None
) -> Iterator[tuple[np.ndarray, Sequence[float], int, Any]]:
    """Of each candidate that meets a true outline its own at all levels, these, which is as found, and the true one."""
    import pyogrio
    import shapely
    from rock_glacier_inventory.engine.levels.answering import levels_of
    from rock_glacier_inventory.engine.telling.report import SilentReport
    from rock_glacier_inventory.inventory.requests.levels import LevelsRequest

    inventory, _ = searched(scene, threshold)
    truth = shapely.from_wkb(pyogrio.raw.read(scene / "rock_glaciers.gpkg")[2])
    for (identifier,) in asked(inventory, "SELECT CANDIDATE_ID FROM candidates"):
        answer = levels_of(LevelsRequest(inventory=inventory, candidate=identifier), SilentReport())
        shapes = np.array([shapely.from_wkt(one["outline"]) for one in answer["levels"]], object)
        shared = shapely.area(shapely.intersection(shapes[answer["found"]], truth))
        if shared.max() > 0:
            yield shapes, [one["level"] for one in answer["levels"]], answer["found"], truth[shared.argmax()]


def _alike(shapes: np.ndarray, other: Any) -> np.ndarray:
    """Intersection over union of each with another."""
    import shapely

    return shapely.area(shapely.intersection(shapes, other)) / shapely.area(shapely.union(shapes, other))


def with_error(true: Any, metres: float, chance: np.random.Generator) -> Any:
    """An outline as somebody draws it who is off by so much (standard deviation), in swings of some 120 m and more."""
    import shapely

    line = max(shapely.get_parts(true), key=shapely.area).exterior
    count = max(int(line.length / 10), 24)
    along = np.linspace(0, line.length, count, endpoint=False)
    places, ahead = (
        shapely.get_coordinates(shapely.line_interpolate_point(line, at)) for at in (along, (along + 5) % line.length)
    )
    way = (ahead - places) / np.hypot(*(ahead - places).T)[:, None]
    swings = np.arange(max(int(line.length / 120), 2) + 1)[:, None] * 2 * np.pi * np.arange(count) / count
    heights = chance.normal(size=(2, len(swings), 1))
    off = (heights[0] * np.cos(swings) + heights[1] * np.sin(swings)).sum(axis=0) * metres / np.sqrt(len(swings))
    return shapely.make_valid(shapely.Polygon(places + np.column_stack([-way[:, 1], way[:, 0]]) * off[:, None]))


def main() -> None:
    """All rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="scenes are kept there")
    parser.add_argument("--scenes", type=int, default=12)
    parser.add_argument("--size", type=int, default=1536)
    parser.add_argument("--rounds", type=int, default=5)
    options, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        scenes = [simulated(folder, options.size, FIRST_SEED + number) for number in range(options.scenes)]
        cost_of_keeping(simulated(folder, 2048, 7), options.rounds)
        speed_of_answer(folder)
        for threshold in STARTS:
            worth(scenes, threshold)


if __name__ == "__main__":
    main()
