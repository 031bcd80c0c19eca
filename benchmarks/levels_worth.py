"""What outlines at other levels are worth on simulated scenes nobody has seen: to a mapper, by a key, by a click.

Found is what the run's threshold gave, best the level with the highest intersection over union of some twenty. Between
them lie the scripted mapper (`scripted_mapper.py`), who sees the image, or the image and a DEM, and never the truth;
the key to the sharpest edge; and somebody who knows the truth, but draws no better than people do.

    .venv/engine/bin/python benchmarks/levels_worth.py [--folder FOLDER] [--scenes N] [--size PIXELS]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from levels_scenes import asked, searched, simulated
from measure import row
from scripted_mapper import Mapper, coarser, learnt

FIRST_SEED = 301
STARTS = (None, 0.2, 0.9)
"""Thresholds of the runs: the model's own, and two that do not fit."""
ERRORS = (5, 10, 20)
"""Metres; a pixel is 4.77."""
SEEN = ("no DEM", "one of 10 m", "one of 30 m")
_LINES = 4
"""Drawn with each error."""
_MARGIN = 100
"""Metres from the edge of the scene within which nobody clicks: bodies are cut there."""


@dataclass(frozen=True)
class Outlines:
    """Of one candidate, or one place: its outlines at all levels and the truth, the level that is found, and the one at
    the sharpest edge by the probability alone, with a DEM of 10 m, and of 30 m.
    """

    shapes: np.ndarray
    true: Any
    found: int
    sharpest: tuple[int, ...]

    @property
    def scores(self) -> np.ndarray:
        """Intersection over union of each with the truth."""
        return alike(self.shapes, self.true)


def alike(shapes: np.ndarray, other: Any) -> np.ndarray:
    """Intersection over union of each with another."""
    import shapely

    return np.asarray(shapely.area(shapely.intersection(shapes, other)) / shapely.area(shapely.union(shapes, other)))


def _outlines(inventory: Path, dems: Sequence[Path | None], **whose: str) -> tuple[np.ndarray, int, tuple[int, ...]]:
    """Of a candidate or a place; none where the inventory says why not."""
    import shapely
    from rock_glacier_inventory.engine.levels.answering import levels_of
    from rock_glacier_inventory.engine.telling.report import SilentReport
    from rock_glacier_inventory.inventory.errors import UserError
    from rock_glacier_inventory.inventory.requests.levels import LevelsRequest

    try:
        requests = [LevelsRequest(inventory=inventory, dem=None if dem is None else str(dem), **whose) for dem in dems]
        answers = [levels_of(request, SilentReport()) for request in requests]
    except UserError:
        return np.array([], object), -1, ()
    shapes = np.array([shapely.from_wkt(one["outline"]) for one in answers[0]["levels"]], object)
    return shapes, answers[0]["found"], tuple(one["steepest"] for one in answers)


def truth_of(scene: Path) -> np.ndarray:
    """The true outlines of a scene."""
    import pyogrio
    import shapely

    return np.asarray(shapely.from_wkb(pyogrio.raw.read(scene / "rock_glaciers.gpkg")[2]))


def candidates(scene: Path, inventory: Path, dems: Sequence[Path | None]) -> Iterator[Outlines]:
    """Those that meet a true outline."""
    import shapely

    truth = truth_of(scene)
    for (identifier,) in asked(inventory, "SELECT CANDIDATE_ID FROM candidates"):
        shapes, found, sharpest = _outlines(inventory, dems, candidate=identifier)
        shared = shapely.area(shapely.intersection(shapes[found], truth))
        if shared.max() > 0:
            yield Outlines(shapes, truth[shared.argmax()], found, sharpest)


def clicks(scene: Path, inventory: Path, dems: Sequence[Path | None]) -> Iterator[Outlines | None]:
    """One into the middle of each true outline that is whole; None where nothing is proposed."""
    import pyogrio
    import pyproj
    import shapely

    west, south, east, north = pyogrio.read_info(scene / "subregions.gpkg")["total_bounds"]
    inner = shapely.box(west, south, east, north).buffer(-_MARGIN)
    to_degrees = pyproj.Transformer.from_crs("EPSG:32645", "EPSG:4326", always_xy=True)
    for true in truth_of(scene):
        if not inner.contains(true):
            continue
        middle = shapely.maximum_inscribed_circle(true).coords[0]
        place = ",".join(f"{value:.9f}" for value in to_degrees.transform(*middle))
        shapes, found, sharpest = _outlines(inventory, dems, at=place)
        yield Outlines(shapes, true, found, sharpest) if len(shapes) else None


def judged(scene: Path) -> dict[str, np.ndarray]:
    """Scores in a scene: of the candidates of runs at each threshold, and of clicks.

    A row is a candidate: as found, at the best level, by the mapper with each of `SEEN`, by the key with each, by one
    who draws with each error; or a click: by the key, the mapper, and the best level, NaN where nothing is proposed.
    """
    import torch

    torch.set_num_threads(1)
    networks, dems = learnt(), _dems(scene)
    inventory, told = searched(scene, None)[0], {}
    mappers = [Mapper(networks, scene / "scene.tif", inventory, dem) for dem in dems]
    told["click"] = np.array([_of_click(one, mappers) for one in clicks(scene, inventory, dems)])
    for threshold in STARTS:
        if threshold is not None:
            searched(scene, threshold)
        found, chance = candidates(scene, inventory, dems), np.random.default_rng(1)
        told[str(threshold)] = np.array([_of_candidate(one, mappers, chance) for one in found])
    return told


def _of_candidate(one: Outlines, mappers: Sequence[Mapper], chance: np.random.Generator) -> tuple[float, ...]:
    scores = one.scores
    chosen = [scores[mapper.choice(one.shapes, one.found)] for mapper in mappers]
    lined = [
        np.mean([scores[alike(one.shapes, with_error(one.true, off, chance)).argmax()] for _ in range(_LINES)])
        for off in ERRORS
    ]
    return (scores[one.found], scores.max(), *chosen, *scores[list(one.sharpest)], *lined)


def _of_click(one: Outlines | None, mappers: Sequence[Mapper]) -> tuple[float, ...]:
    if one is None:
        return (np.nan,) * 7
    scores = one.scores
    chosen = [scores[mapper.choice(one.shapes, one.sharpest[0])] for mapper in mappers]
    return (*scores[list(one.sharpest)], *chosen, scores.max())


def say(told: np.ndarray, which: str, count: int) -> None:
    """What the candidates of runs at one threshold are worth."""
    row(
        f"{len(told)} candidates of {count} unseen scenes, {which}: mean IoU as found, at the best level",
        "report",
        "{:.3f}, {:.3f}".format(*told.mean(axis=0)[:2]),
    )
    for who, reach, first in (
        ("a scripted mapper who sees the image and {}", ">= 90 %", 2),
        ("key 0 by the probability and {}", "report", 5),
    ):
        for place, seen in enumerate(SEEN):
            row(f"share of the gain, {who.format(seen)}; mean IoU", reach, _share(told, first + place))
    row(
        "the same by one who knows the truth, but draws it with an error of " + ", ".join(f"{one} m" for one in ERRORS),
        "report",
        "; ".join(_share(told, 8 + place) for place in range(len(ERRORS))),
    )


def _share(told: np.ndarray, column: int) -> str:
    """Of the gain, from where to where it is in 95 of 100 draws of these candidates, and the mean."""
    chance = np.random.default_rng(0)
    draws = [told[chance.integers(0, len(told), len(told))].mean(axis=0) for _ in range(1000)]
    low, high = np.percentile([(one[column] - one[0]) / (one[1] - one[0]) for one in draws], (2.5, 97.5))
    found, best, *_ = means = told.mean(axis=0)
    return f"{(means[column] - found) / (best - found):.0%} ({low:.0%} to {high:.0%}); {means[column]:.3f}"


def say_of_clicks(told: np.ndarray, count: int) -> None:
    """Retrieve by one click: what is proposed, and where a mapper goes from there."""
    proposed = told[np.isfinite(told[:, 0])]
    *means, best = proposed.mean(axis=0)
    row(
        f"a click into each of {len(told)} true outlines of {count} unseen scenes, of which {len(proposed)} get one "
        "proposed: mean IoU of that, by the probability and " + ", ".join(SEEN) + "; at the best level",
        "report",
        ", ".join(f"{value:.3f}" for value in means[:3]) + f"; {best:.3f}",
    )
    row(
        "the same where the mapper who sees the image and " + ", ".join(SEEN) + " goes from there",
        "report",
        ", ".join(f"{value:.3f}" for value in means[3:]),
    )


def _dems(scene: Path) -> tuple[None, Path, Path]:
    fine = scene / "dem.tif"
    return None, fine, coarser(fine, int(scene.name.split("-")[0]))


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
    parser.add_argument("--first", type=int, default=FIRST_SEED)
    parser.add_argument("--size", type=int, default=1536)
    parser.add_argument("--workers", type=int, default=1, help="scenes at a time")
    options, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as temporary, ProcessPoolExecutor(options.workers) as pool:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        scenes = [simulated(folder, options.size, options.first + number) for number in range(options.scenes)]
        told = list(pool.map(judged, scenes))
    for threshold in STARTS:
        which = "the model's threshold" if threshold is None else f"a threshold of {threshold:g}"
        say(np.vstack([one[str(threshold)] for one in told]), which, len(scenes))
    say_of_clicks(np.vstack([one["click"] for one in told]), len(scenes))


if __name__ == "__main__":
    main()
