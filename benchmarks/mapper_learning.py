"""The scripted mapper learns: on scenes of its own seeds, of which none is scored, for some minutes on one core.

Each patch is shown with the image alone, or with a DEM of 10 m, or with one of 30 m and noise, so that one network is a
mapper with each of them.

    .venv/engine/bin/python benchmarks/mapper_learning.py --folder FOLDER [--output FILE] [--steps-of-all N]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from levels_scenes import searched, simulated
from scripted_mapper import RELIEF, WEIGHTS, Numbers, coarser, image_and_probability, network, relief

SIZE = 1536
_SIDE, _AT_A_TIME = 128, 12
_SEEN, _NEAR = 0.08, 15
"""Ground is learnt near where the probability is so high, pixels; the rest counts a tenth."""


@dataclass(frozen=True)
class Round:
    """Scenes, and how long they are looked at; each round begins fast and ends slowly."""

    seeds: range
    steps: int
    speed: float
    blind: float
    """Share of the patches without a DEM; from 0.8 on one is of 30 m."""


ROUNDS = (Round(range(201, 221), 1600, 3e-3, 0.35), Round(range(201, 226), 2000, 2e-3, 0.3))


@dataclass(frozen=True)
class Lesson:
    """A scene with its truth, and where there is something to learn."""

    seen: Numbers
    reliefs: tuple[Numbers, Numbers]
    body: Numbers
    near: Numbers
    corners: Numbers


def lesson(folder: Path, seed: int) -> Lesson:
    """A scene of a seed, made where it is not there."""
    import pyogrio
    import rasterio
    import shapely
    from rasterio.features import rasterize
    from scipy import ndimage
    from scripted_mapper import kept_probability

    scene = simulated(folder, SIZE, seed)
    inventory, image, dem = searched(scene, None)[0], scene / "scene.tif", scene / "dem.tif"
    with rasterio.open(image) as dataset:
        place, shape = dataset.transform, dataset.shape
    truth = shapely.from_wkb(pyogrio.raw.read(scene / "rock_glaciers.gpkg")[2])
    body = rasterize(list(truth), shape, transform=place) > 0
    kept = kept_probability(inventory, place, shape).astype(np.float16).astype(np.float32)
    near = ndimage.maximum_filter(kept > _SEEN, size=_NEAR)
    half = _SIDE // 2
    corners = np.argwhere(near[half:-half, half:-half]).astype(np.int16)
    reliefs = relief(dem, image), relief(coarser(dem, seed), image)
    return Lesson(image_and_probability(image, inventory), reliefs, body, near, corners)


def _patch(lessons: Sequence[Lesson], blind: float, chance: np.random.Generator) -> tuple[Numbers, Numbers, Numbers]:
    """What is seen, what is body and what counts; bright and dark, a DEM or none, the sun's side kept."""
    one = lessons[chance.integers(len(lessons))]
    row, column = map(int, one.corners[chance.integers(len(one.corners))])
    part = (slice(row, row + _SIDE), slice(column, column + _SIDE))
    seen = one.seen[(slice(None), *part)].astype(np.float32)
    which = chance.random()
    ground = np.zeros((RELIEF, _SIDE, _SIDE), np.float32)
    if which >= blind:
        ground = one.reliefs[0 if which < 0.8 else 1][(slice(None), *part)].astype(np.float32)
    seen[:3] = seen[:3] * chance.uniform(0.85, 1.15) + chance.uniform(-0.2, 0.2)
    if chance.random() < 0.3:
        seen[3] = seen[3] + chance.normal(0, 0.3)  # a threshold or a network that does not fit
    seen, body, near = np.concatenate([seen, ground]), one.body[part], one.near[part]
    if chance.random() < 0.5:
        seen, body, near = seen.transpose(0, 2, 1), body.T, near.T
    return seen, body, near


def _learn(there: Any, lessons: Sequence[Lesson], how: Round, chance: np.random.Generator) -> None:
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    steps = torch.optim.AdamW(there.parameters(), how.speed, weight_decay=1e-3)
    seldom = 0.0
    for step in range(how.steps):
        slower = 0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * step / how.steps))
        for group in steps.param_groups:
            group["lr"] = how.speed * min(1, (step + 1) / 50) * slower
        patches = zip(*(_patch(lessons, how.blind, chance) for _ in range(_AT_A_TIME)), strict=True)
        seen, body, near = (torch.tensor(np.ascontiguousarray(np.array(part))).float() for part in patches)
        with torch.autocast("cpu", torch.bfloat16):
            told = there(seen.contiguous(memory_format=torch.channels_last))
        told, body, near = told.float(), body[:, None], near[:, None]
        each = binary_cross_entropy_with_logits(told, body, reduction="none")
        surprise = (each * (near + 0.1)).sum() / (near + 0.1).sum()
        chances = torch.sigmoid(told) * near
        shared, whole = (chances * body).sum((1, 2, 3)), (chances + body * near - chances * body).sum((1, 2, 3))
        loss = surprise + 0.5 * (1 - (shared + 1) / (whole + 1)).mean()
        steps.zero_grad()
        loss.backward()
        steps.step()
        seldom = surprise.item() if step == 0 else 0.98 * seldom + 0.02 * surprise.item()
        if (step + 1) % 100 == 0:
            print(f"{step + 1} of {how.steps}: {seldom:.4f}", flush=True)


def main() -> None:
    """Learn, and keep it."""
    import torch
    from safetensors.torch import save_file

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="scenes are kept there")
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    parser.add_argument("--steps-of-all", type=int, help="only so many in each round, to try it")
    options = parser.parse_args()
    torch.set_num_threads(1)
    there = None
    for number, how in enumerate(ROUNDS):
        torch.manual_seed(number)
        there = network() if there is None else there
        how = Round(how.seeds, options.steps_of_all or how.steps, how.speed, how.blind)
        lessons = [lesson(options.folder, seed) for seed in how.seeds]
        _learn(there.train(), lessons, how, np.random.default_rng(number))
    kept = {name: value.to(torch.float16) for name, value in there.state_dict().items() if value.is_floating_point()}
    save_file({name: value.contiguous() for name, value in kept.items()}, options.output)


if __name__ == "__main__":
    main()
