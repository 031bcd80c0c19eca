"""A scripted mapper: which level of an outline would a person choose who sees the image?

Between two neighbouring outlines lies a strip of ground. The mapper asks of each strip how likely it is body: by its
level, by how large the body is, by whether it is as rough as the core of the body or as the ground around, and by which
of its two rims is the better edge in the image (gradient; roughness inside against outside). The level with the highest
intersection over union that follows from these chances is chosen. The truth of a scene is never seen; the few weights
were learnt on scenes of other seeds, as a mapper has learnt before.

    .venv/engine/bin/python benchmarks/scripted_mapper.py --folder FOLDER [--size PIXELS]

learns them anew, prints them, and what a mapper reaches on each of these scenes with the weights of the others.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

SEEDS = range(201, 221)
"""Of the scenes that the weights were learnt on; none of them is scored."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """What a mapper has learnt.

    Attributes
    ----------
    signs
        Of each sign that `Eye.signs` tells, towards body.
    core
        Share of the outline at the highest level that is body.
    beyond
        Body beyond the outline at the lowest level, as a share of that outline.
    """

    signs: tuple[float, ...]
    core: float
    beyond: float


LEARNT = Weights((0.038, 0.591, -0.258, 0.291, -1.738, 4.47), core=0.985, beyond=0.016)

_BAND, _RIM = 4, 1.5
"""Pixels at each side of an outline that are compared; that are its edge."""
_NEAR, _FAR = 3, 30
"""Pixels beyond the lowest outline: the ground around."""
_ERODED, _LEAST = 4, 60
"""Pixels by which the core is smaller than the outline; of how many it consists at least."""
_USUAL_AREA = 3e4
_LEAST_STRIP = 1.0
"""Square metres: strips between equal outlines have no ground."""


class Eye:
    """A mapper in front of a scene.

    Parameters
    ----------
    image
        Path of the scene.
    """

    def __init__(self, image: Path) -> None:
        import rasterio
        from scipy import ndimage

        with rasterio.open(image) as dataset:
            grey = dataset.read().astype(np.float32).mean(axis=0)
            self._transform = dataset.transform
        rough = []
        for sigma in (2, 4):
            mean = ndimage.gaussian_filter(grey, sigma)
            variance = ndimage.gaussian_filter(grey * grey, sigma) - mean * mean
            rough.append(np.log1p(np.sqrt(np.maximum(variance, 0))))
        self._rough = np.stack(rough)
        self._gradient = np.log1p(ndimage.gaussian_gradient_magnitude(grey, 1))

    def choice(self, shapes: Sequence[Any], levels: Sequence[float], found: int, weights: Weights = LEARNT) -> int:
        """Where + and - lead.

        Parameters
        ----------
        shapes
            Outlines at the levels, from the lowest on.
        levels
            The levels.
        found
            Which of them is the candidate.
        weights
            What the mapper has learnt.
        """
        import shapely

        chance = 1 / (1 + np.exp(-self.signs(shapes, levels, found) @ np.array(weights.signs)))
        return int(expected(shapely.area(np.array(shapes, object)), chance, weights).argmax())

    def signs(self, shapes: Sequence[Any], levels: Sequence[float], found: int) -> Numbers:
        """A row for each strip between an outline and the next smaller one."""
        import shapely

        masks, rough, gradient = self._around(shapes)
        areas, counts = shapely.area(np.array(shapes, object)), masks.sum(axis=(1, 2))
        likeness, spread = _likeness(rough, masks, found)
        sums = np.array([likeness[mask].sum() for mask in masks])
        strip = np.maximum(areas[:-1] - areas[1:], _LEAST_STRIP) / areas[found] * counts[found]
        edges = np.array([_edge(mask, rough[0] / spread, gradient) for mask in masks])
        middle = np.log(np.array(levels) / (1 - np.array(levels)))
        rows = [
            np.ones(len(strip)),
            (middle[:-1] + middle[1:]) / 2,
            np.full(len(strip), np.log(areas[found] / _USUAL_AREA)),
            np.clip((sums[:-1] - sums[1:]) / strip, -1, 1),
            edges[:-1, 0] - edges[1:, 0],
            edges[:-1, 1] - edges[1:, 1],
        ]
        return np.column_stack(rows)

    def _around(self, shapes: Sequence[Any]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[Any], npt.NDArray[Any]]:
        """Masks of the outlines, and the image around the largest."""
        from affine import Affine
        from rasterio.features import rasterize

        west, south, east, north = shapes[0].bounds
        (left, top), (right, bottom) = ~self._transform @ (west, north), ~self._transform @ (east, south)
        height, width = self._gradient.shape
        room = _FAR + 2 * _BAND
        rows = slice(max(int(top) - room, 0), min(int(bottom) + room, height))
        columns = slice(max(int(left) - room, 0), min(int(right) + room, width))
        shape = (rows.stop - rows.start, columns.stop - columns.start)
        place = self._transform @ Affine.translation(columns.start, rows.start)
        masks = np.array([rasterize([one], shape, transform=place) for one in shapes]) > 0
        return masks, self._rough[:, rows, columns], self._gradient[rows, columns]


def _likeness(rough: npt.NDArray[Any], masks: npt.NDArray[np.bool_], found: int) -> tuple[Numbers, float]:
    """From -1, as the ground around, to 1, as the core of the body; and how much the finer roughness varies."""
    from scipy import ndimage

    core = ndimage.binary_erosion(masks[found], iterations=_ERODED)
    core = core if core.sum() >= _LEAST else masks[found]
    away = ndimage.distance_transform_edt(~masks[0])
    around = (away > _NEAR) & (away < _FAR)
    inside, outside = rough[:, core], rough[:, around]
    body, ground = inside.mean(axis=1), outside.mean(axis=1)
    spread = np.sqrt((inside.var(axis=1) + outside.var(axis=1)) / 2) + 1e-3
    told = (rough - ((body + ground) / 2)[:, None, None]) * ((body - ground) / spread**2)[:, None, None]
    return np.tanh(told.sum(axis=0)), float(spread[0])


def _edge(mask: npt.NDArray[np.bool_], rough: npt.NDArray[Any], gradient: npt.NDArray[Any]) -> tuple[float, float]:
    """Along an outline: how much roughness differs across it, and how steep the image is."""
    from scipy import ndimage

    inner, outer = ndimage.distance_transform_edt(mask), ndimage.distance_transform_edt(~mask)
    inside, outside = mask & (inner <= _BAND), ~mask & (outer <= _BAND)
    rim = mask & (inner <= _RIM)
    return abs(float(rough[inside].mean() - rough[outside].mean())), float(gradient[rim].mean())


def expected(areas: Numbers, chance: Numbers, weights: Weights) -> Numbers:
    """Of each level the intersection over union with a body that holds of each strip what its chance says."""
    strips = (areas[:-1] - areas[1:]) * chance
    held = np.append(np.cumsum(strips[::-1])[::-1], 0) + weights.core * areas[-1]
    whole = held[0] + weights.beyond * areas[0]
    return np.asarray(held / (areas + whole - held))


# Learning


@dataclass(frozen=True)
class Lesson:
    """A candidate and its truth: areas of its outlines, what of them is body, and of the whole body."""

    signs: Numbers
    areas: Numbers
    held: Numbers
    whole: float
    found: int

    @property
    def scores(self) -> Numbers:
        """Intersection over union of each level."""
        return np.asarray(self.held / (self.areas + self.whole - self.held))


def learn(lessons: Sequence[Lesson], stiffness: float = 10.0) -> Weights:
    """Weights by logistic regression on the share of each strip that is body, large strips first."""
    signs = np.vstack([one.signs for one in lessons])
    strips = np.concatenate([one.areas[:-1] - one.areas[1:] for one in lessons]).clip(_LEAST_STRIP)
    share = (np.concatenate([one.held[:-1] - one.held[1:] for one in lessons]) / strips).clip(0, 1)
    sizes = np.concatenate([np.full(len(one.signs), one.areas[one.found]) for one in lessons])
    weight = np.sqrt(strips / sizes)
    weight /= weight.mean()
    scale = np.maximum(signs.std(axis=0), 1e-9)
    scale[0] = 1
    told, found = signs / scale, np.zeros(signs.shape[1])
    for _ in range(20):
        chance = 1 / (1 + np.exp(-told @ found))
        steep = (told * (weight * chance * (1 - chance))[:, None]).T @ told + stiffness * np.eye(len(found))
        found += np.linalg.solve(steep, told.T @ (weight * (share - chance)) - stiffness * found)
    core = float(np.mean([one.held[-1] / one.areas[-1] for one in lessons]))
    beyond = float(np.median([(one.whole - one.held[0]) / one.areas[0] for one in lessons]))
    return Weights(tuple(round(float(value), 3) for value in found / scale), round(core, 3), round(beyond, 3))


def share_of_gain(lessons: Sequence[Lesson], weights: Weights) -> Numbers:
    """Of each candidate intersection over union as found, at the best level, and at the mapper's."""
    told = []
    for one in lessons:
        chance = 1 / (1 + np.exp(-one.signs @ np.array(weights.signs)))
        chosen = int(expected(one.areas, chance, weights).argmax())
        told.append((one.scores[one.found], one.scores.max(), one.scores[chosen]))
    return np.array(told)


def main() -> None:
    """Learn, and say what came of it."""
    from outline_levels import candidates_with_truth, simulated

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="scenes are kept there")
    parser.add_argument("--size", type=int, default=1536)
    options = parser.parse_args()
    import shapely

    lessons: dict[int, list[Lesson]] = {}
    for seed in SEEDS:
        scene = simulated(options.folder, options.size, seed)
        eye = Eye(scene / "scene.tif")
        for shapes, levels, found, true in candidates_with_truth(scene, None):
            held = shapely.area(shapely.intersection(shapes, true))
            lesson = Lesson(eye.signs(shapes, levels, found), shapely.area(shapes), held, true.area, found)
            lessons.setdefault(seed, []).append(lesson)
    seen = []
    for seed, own in lessons.items():
        others = learn([one for other, many in lessons.items() if other != seed for one in many])
        seen.append(share_of_gain(own, others))
    found, best, chosen = np.vstack(seen).mean(axis=0)
    print(f"each scene by the others: {found:.3f}, {best:.3f}, {chosen:.3f}; {(chosen - found) / (best - found):.0%}")
    print(learn([one for many in lessons.values() for one in many]))


if __name__ == "__main__":
    main()
