"""The scripted mapper learns: on scenes of its own seeds, of which none is scored, some twenty minutes on two cores.

One network learns to see the image alone. The other sees a DEM, too: of each patch one of 10 m, or one of 30 m and
noise, so that it knows both.

    .venv/engine/bin/python benchmarks/mapper_learning.py --folder FOLDER [--output FILE] [--steps N]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from levels_scenes import searched, simulated
from scripted_mapper import EYES, WEIGHTS, Numbers, coarser, image_and_probability, network, relief

SIZE = 1536
SEEDS = (*range(201, 226), *range(232, 301))
"""Of the scenes to learn on; with 226 to 231 the method was settled, and those from 301 on are scored."""
_SIDE, _AT_A_TIME = 160, 8
_SEEN, _NEAR = 0.08, 15
"""Ground is learnt near where the probability is so high, pixels; the rest counts a tenth."""
_OF_BODIES, _BESIDE = 0.75, 40
"""Share of the patches that lie on a body, each body as often, and how far beside a place of it, pixels."""
_COARSE = 0.65
"""Of the patches with a DEM, from this draw on one is of 30 m."""
_WINDOWS = (16, 48)
"""Pixels along which the rim's offset is learnt, beside each pixel: what a level changes is the offset."""
_OFFSET = 0.3
"""Its weight."""


@dataclass
class Pace:
    """How many steps, and how fast: warm after some, then the same, and over the last part ever slower."""

    steps: int
    speed: float = 3e-3
    last: float = 0.4

    def at(self, step: int) -> float:
        """Of a step."""
        left = (self.steps - step) / self.steps / self.last
        return self.speed * min(1, (step + 1) / 100, max(left, 0.005))


PACES = {"image": Pace(11300), "relief": Pace(10700)}


@dataclass(frozen=True)
class Lesson:
    """A scene with its truth, and where there is something to learn.

    What is `seen` of the image and of DEMs of 10 m and of 30 m, or of none; `body`, what is `near`, its places, and
    the places of each body.
    """

    seen: Numbers
    reliefs: tuple[Numbers, ...]
    body: Numbers
    near: Numbers
    places: Numbers
    bodies: tuple[Numbers, ...]


def _found(folder: Path, seed: int) -> tuple[Path, Path]:
    """The scene of a seed and its inventory, made where they are not there."""
    scene = simulated(folder, SIZE, seed)
    inventory = scene / "i.gpkg"
    return scene, inventory if inventory.exists() else searched(scene, None)[0]


def lesson(folder: Path, seed: int, eye: str) -> Lesson:
    """Of the scene of a seed."""
    import pyogrio
    import rasterio
    import shapely
    from rasterio.features import rasterize
    from scipy import ndimage
    from scripted_mapper import kept_probability

    scene, inventory = _found(folder, seed)
    image, dem = scene / "scene.tif", scene / "dem.tif"
    with rasterio.open(image) as dataset:
        place, shape = dataset.transform, dataset.shape
    truth = shapely.from_wkb(pyogrio.raw.read(scene / "rock_glaciers.gpkg")[2])
    body = rasterize([(one, number + 1) for number, one in enumerate(truth)], shape, transform=place, dtype="uint16")
    kept = kept_probability(inventory, place, shape).astype(np.float16).astype(np.float32)
    near = ndimage.maximum_filter(kept > _SEEN, size=_NEAR)
    seen = image_and_probability(image, inventory)
    reliefs = (relief(dem, image), relief(coarser(dem, seed), image)) if eye == "relief" else ()
    places = np.argwhere(near).astype(np.int16)
    return Lesson(seen, reliefs, body > 0, near, places, _of_each(np.where(near, body, 0)))


def _of_each(body: Numbers) -> tuple[Numbers, ...]:
    """The places of each body that is not too small to be found."""
    each = (np.argwhere(body == number).astype(np.int16) for number in range(1, int(body.max()) + 1))
    return tuple(places for places in each if len(places) > 30)


def _patch(lessons: Sequence[Lesson], chance: np.random.Generator) -> tuple[Numbers, Numbers, Numbers]:
    """What is seen, what is body and what counts; bright and dark, the sun's side kept."""
    one = lessons[chance.integers(len(lessons))]
    whole = chance.random() >= _OF_BODIES
    places = one.places if whole else one.bodies[chance.integers(len(one.bodies))]
    middle = places[chance.integers(len(places))] + chance.integers(-_BESIDE, _BESIDE + 1, 2)
    row, column = np.clip(middle - _SIDE // 2, 0, SIZE - _SIDE)
    part = (slice(row, row + _SIDE), slice(column, column + _SIDE))
    told, which = (slice(None), *part), int(chance.random() >= _COARSE)
    seen = np.concatenate([one.seen[told], *(ground[told] for ground in one.reliefs[which : which + 1])])
    seen = seen.astype(np.float32)
    body, near = one.body[part], one.near[part]
    seen[:3] = seen[:3] * chance.uniform(0.85, 1.15) + chance.uniform(-0.2, 0.2)
    if chance.random() < 0.3:
        seen[3] = seen[3] + chance.normal(0, 0.3)  # a threshold or a network that does not fit
    if chance.random() < 0.5:
        seen, body, near = seen.transpose(0, 2, 1), body.T, near.T
    return seen, body, near


def _wrong(told: Any, body: Any, near: Any) -> Any:
    """How wrong it is: pixel by pixel, in what is shared, and in the offset of the rim, pixels."""
    import torch
    from torch.nn.functional import avg_pool2d, binary_cross_entropy_with_logits

    each = binary_cross_entropy_with_logits(told, body, reduction="none")
    wrong = (each * (near + 0.1)).sum() / (near + 0.1).sum()
    chances, body = torch.sigmoid(told) * near, body * near
    shared, whole = (chances * body).sum((1, 2, 3)), (chances + body - chances * body).sum((1, 2, 3))
    wrong = wrong + 0.5 * (1 - (shared + 1) / (whole + 1)).mean()
    for side in _WINDOWS:
        inside = avg_pool2d(body, side, side // 4)
        offset = avg_pool2d(chances - body, side, side // 4) * side
        rim = inside * (1 - inside)
        wrong = wrong + _OFFSET * ((torch.sqrt(1 + offset**2) - 1) * rim).sum() / (rim.sum() + 1)
    return wrong


def learn(eye: str, lessons: Sequence[Lesson], pace: Pace) -> dict[str, Numbers]:
    """What an eye has learnt of lessons, in half the precision."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    chance = np.random.default_rng(0)
    there = network(EYES[eye]).train()
    steps = torch.optim.AdamW(there.parameters(), pace.speed, weight_decay=1e-2)
    step, mean = 0, 0.0
    while step < pace.steps:
        for group in steps.param_groups:
            group["lr"] = pace.at(step)
        patches = zip(*(_patch(lessons, chance) for _ in range(_AT_A_TIME)), strict=True)
        seen, body, near = (torch.tensor(np.ascontiguousarray(np.array(part))).float() for part in patches)
        with torch.autocast("cpu", torch.bfloat16):
            told = there(seen.contiguous(memory_format=torch.channels_last))
        loss = _wrong(told.float(), body[:, None], near[:, None])
        steps.zero_grad()
        loss.backward()
        steps.step()
        step += 1
        mean += (loss.item() - mean) / min(step, 100)
        if step % 100 == 0:
            print(f"{eye}, {step} of {pace.steps}: {mean:.4f}", flush=True)
    return {name: value.half().numpy() for name, value in there.state_dict().items() if value.is_floating_point()}


def _learnt(eye: str, folder: Path, pace: Pace) -> dict[str, Numbers]:
    told = learn(eye, [lesson(folder, seed, eye) for seed in SEEDS], pace)
    return {f"{eye}.{name}": value for name, value in told.items()}


def keep(told: Iterable[dict[str, Numbers]], output: Path) -> None:
    """Of all eyes."""
    from safetensors.numpy import save_file

    save_file({name: np.ascontiguousarray(value) for one in told for name, value in one.items()}, output)


def main() -> None:
    """Learn, and keep it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="scenes are kept there")
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    parser.add_argument("--steps", type=int, help="only so many, to try it")
    options = parser.parse_args()
    for seed in SEEDS:  # before two ask for the same
        _found(options.folder, seed)
    paces = [Pace(options.steps) if options.steps else PACES[eye] for eye in EYES]
    with ProcessPoolExecutor(len(EYES)) as pool:
        keep(pool.map(_learnt, EYES, [options.folder] * len(EYES), paces), options.output)


if __name__ == "__main__":
    main()
