"""The image that fills another: opened on its grid, and compared with it before the run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError
from ...inventory.naming.source_names import called
from ...models.cards.card import BandRange
from ..ground.boxes import part_in_box
from ..scene.grid import Grid, ground_resolution
from ..scene.imagery import ImageScene, Scene
from ..scene.images import WantedBands, open_image
from ..scene.resampled import Resampled
from ..telling.report import Report
from .colours import Colours, Places, match
from .faults import Looks, looks_of
from .filled_scene import FilledScene, Recipe

_SPACING, _MOST = 512, 32
"""Pixels between two samples, and samples along an axis at most: large scenes take no longer to compare."""
_WINDOW = 64
"""Side of a sample in pixels."""

Samples = list[list[tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]]]


@contextmanager
def filled_scene(
    first: Scene,
    source: str,
    bands: Sequence[str],
    report: Report,
    recipe: Recipe | None = None,
    ranges: Mapping[str, BandRange] | None = None,
) -> Iterator[FilledScene]:
    """A scene whose faults another image fills.

    Parameters
    ----------
    first
        Already limited to what is searched.
    source
        The other image: all that `open_scene` takes, in any coordinate system and resolution.
    bands
        What the network wants.
    report
        Gets warnings.
    recipe
        Where it was measured elsewhere.
    ranges
        As `open_scene`.

    Raises
    ------
    UserError
        As `open_scene`; the two do not overlap, or cannot be compared.
    """
    name = called(source)
    with open_image(source, WantedBands(tuple(bands), ranges), report) as image:
        _check_overlap(image.grid, first, name)
        own = ground_resolution(image.grid.crs, image.grid.transform, image.grid.width, image.grid.height)
        across, along = (size / wanted for size, wanted in zip(own, first.ground_resolution_m, strict=True))
        second = ImageScene(Resampled(image, first.whole, across, along), name)
        second.limit_to_window(*first.window)
        yield FilledScene(first, second, recipe or measure(first, second, report))


def measure(first: Scene, second: Scene, report: Report) -> Recipe:
    """Compare two images of the same grid by samples that are spread over it.

    Raises
    ------
    UserError
        Where they share too few pixels and have other data types, so that nothing can be said of the colours.
    """
    grid = first.grid
    rows, columns = (min(math.ceil(size / _SPACING), _MOST) for size in (grid.height, grid.width))
    places = Places(grid.height, grid.width, rows, columns)
    one, other = _samples(first, places, report), _samples(second, places, report)
    looks = _looks_of(one), _looks_of(other)
    colours = match(places, *_common(one, other, looks))
    if colours is None:
        if first.dtype != second.dtype:
            raise UserError(
                f"{first.name} ({first.dtype}) and {second.name} ({second.dtype}) share too few pixels to "
                "compare their colours; choose an image that overlaps more."
            )
        report.warning(
            f"{first.name} and {second.name} share too few pixels to compare their colours; those of the "
            "second are taken as they are."
        )
        shape = first.bands, rows, columns
        colours = Colours(places, np.ones(shape), np.zeros(shape))
    return Recipe(*looks, colours)


def _samples(scene: Scene, places: Places, report: Report) -> Samples:
    """Windows around the places: values (bands, h, w), and which are valid (h, w)."""
    step = 1 if places.rows * places.columns <= 64 else 2
    found: Samples = []
    for i in range(places.rows):
        report.progress(0.0, "Comparing the two images")
        row, height = _window(i, places.rows, places.height)
        found.append([])
        for j in range(places.columns):
            column, width = _window(j, places.columns, places.width)
            values, valid = scene.read(row, height, column, width)
            found[-1].append((values[:, ::step, ::step].copy(), valid[::step, ::step].copy()))
    return found


def _window(index: int, number: int, length: int) -> tuple[int, int]:
    """First pixel and length of a sample along an axis."""
    size = min(_WINDOW, length)
    middle = (index + 0.5) * length / number
    return min(max(round(middle - size / 2), 0), length - size), size


def _looks_of(samples: Samples) -> Looks:
    return looks_of(np.concatenate([values[:, valid] for line in samples for values, valid in line], axis=1))


def _common(one: Samples, other: Samples, looks: tuple[Looks, Looks]) -> tuple[list[list[Any]], list[list[Any]]]:
    """Of each sample, the pixels (bands, n) that are good in both images."""
    found: tuple[list[list[Any]], list[list[Any]]] = [], []
    for lines in zip(one, other, strict=True):
        for rows in found:
            rows.append([])
        for (values, valid), (others, its_valid) in zip(*lines, strict=True):
            good = valid & its_valid
            for image, look in ((values, looks[0]), (others, looks[1])):
                brightness = image.mean(axis=0, dtype=np.float64)
                good = good & (brightness <= look.bright) & (brightness >= look.dark)
            found[0][-1].append(values[:, good])
            found[1][-1].append(others[:, good])
    return found


def _check_overlap(grid: Grid, first: Scene, name: str) -> None:
    """Raise `UserError` where an image lies elsewhere than what is searched."""
    if part_in_box(grid.bounds, grid.crs, first.grid.bounds, first.grid.crs) is None:
        raise UserError(
            f"{name} lies elsewhere than what is searched in {first.name}; give an image that overlaps it.",
            kind="extent",
        )
