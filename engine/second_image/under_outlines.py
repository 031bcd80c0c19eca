"""Which images lie under a candidate: the one that was searched, and the second where it filled ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.imagery import join_names, source_name
from ...inventory.naming.source_names import names_in
from ...inventory.schema import CANDIDATES
from ..outlines.candidates import Candidate
from ..scene.imagery import Scene
from ..scene.mosaic.mosaic import is_mosaic
from .filled_scene import FilledScene

_LENGTH = CANDIDATES.field("SOUR_DATA").length
_TILE, _TILES_KEPT = 256, 128
"""Pixels of a side, and how many at most: 8 MiB."""


def name_of_image(source: str) -> str:
    """What an image is called in an inventory; a folder or a pattern of images by its own name.

    Of names of several images the first one's is taken, and how many more there are.
    """
    first, *more = names_in(source)
    there = is_mosaic(first) or ("://" not in first and Path(first).exists())
    name = source_name(str(Path(first).absolute()) if there else first)
    return f"{name} and {len(more)} more" if more else name


def join_images(*names: str) -> str:
    """The names of several images, as the field of a candidate holds them."""
    return join_names(names, _LENGTH)


class Imagery:
    """Notes in candidates which images they were found on.

    Where ground is filled is decided at fixed places, so the scene can be asked again, of the outlines'
    windows alone, whoever has searched it: this process, another, or a run before this one.

    Parameters
    ----------
    scene
        What is searched.
    name, second
        What it is called, and the image that fills it.
    """

    def __init__(self, scene: Scene, name: str, second: str = "") -> None:
        self._filled = scene if isinstance(scene, FilledScene) else None
        self._to_pixels = ~scene.grid.transform
        self._tiles: dict[tuple[int, int], npt.NDArray[np.bool_]] = {}
        self._alone, self._both = join_images(name), join_images(name, second)

    @property
    def names(self) -> str:
        """Of all images."""
        return self._both if self._filled is not None else self._alone

    def noted(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The same candidates, with the names of their images."""
        return [replace(candidate, imagery=self._under(candidate.geometry)) for candidate in candidates]

    def _under(self, outline: shapely.Polygon) -> str:
        if self._filled is None or not self._holds_filled_ground(self._filled, outline):
            return self._alone
        return self._both

    def _holds_filled_ground(self, scene: FilledScene, outline: shapely.Polygon) -> bool:
        """Whether the centre of a filled pixel lies inside."""
        there = shapely.transform(outline, self._move)
        left, top, right, bottom = there.bounds
        first, end = max(int(left), 0), min(int(right) + 1, scene.grid.width)
        upper, lower = max(int(top), 0), min(int(bottom) + 1, scene.grid.height)
        shapely.prepare(there)
        for row in range(upper // _TILE * _TILE, lower, _TILE):
            for column in range(first // _TILE * _TILE, end, _TILE):
                skipped = max(upper - row, 0), max(first - column, 0)
                filled = self._tile(scene, row, column)[skipped[0] : lower - row, skipped[1] : end - column]
                down, across = np.nonzero(filled)
                x, y = across + column + skipped[1] + 0.5, down + row + skipped[0] + 0.5
                if len(x) and shapely.contains_xy(there, x, y).any():
                    return True
        return False

    def _tile(self, scene: FilledScene, row: int, column: int) -> npt.NDArray[np.bool_]:
        """Where a tile of the scene is filled. The last ones are kept: outlines come together, and a read is slow."""
        if (row, column) not in self._tiles:
            height, width = min(_TILE, scene.grid.height - row), min(_TILE, scene.grid.width - column)
            _, _, origin = scene.read_with_origin(row, height, column, width)
            if len(self._tiles) == _TILES_KEPT:
                del self._tiles[next(iter(self._tiles))]
            self._tiles[row, column] = origin > 0
        return self._tiles[row, column]

    def _move(self, points: npt.NDArray[np.float64]) -> npt.NDArray[Any]:
        return np.column_stack(self._to_pixels @ (points[:, 0], points[:, 1]))
