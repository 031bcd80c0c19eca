"""The ten sample scenes of SGDNet, as training samples: image, truth, terrain, and which are neighbours."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from rock_glacier_inventory.models.training.samples import Sample

NEIGHBOURS_M = 15_000
"""Scenes with a gap below this are one group: they show the same valleys, rocks and snow line."""
ELEVATION_BAND, CELLS = 5, 3
"""The band of the elevations, and how many of their cells become one: they are a wider DEM whose nearest cell was
taken for each pixel, so slopes of single cells show its steps. Of 30 m are the DEMs that anybody has."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Scene:
    """A scene, its bounds in metres (shifted by zone, so that zones lie far apart)."""

    sample: Sample
    bounds: Box


def read_scenes(folder: Path, terrain: bool, work: Path) -> list[Scene]:
    """The scenes in red, green and blue; with `terrain` also what networks read of a DEM (files of it in `work`)."""
    import rasterio
    from rock_glacier_inventory.models.training.samples import Sample

    scenes = []
    for path in sorted(folder.glob("image*.tif")):
        with rasterio.open(path) as image, rasterio.open(path.with_name(path.name.replace("image", "label"))) as mask:
            shift = 1e7 * (image.crs.to_epsg() % 100)
            left, bottom, right, top = image.bounds
            ground = _terrain(image, work / f"dem of {path.stem}.tif") if terrain else None
            sample = Sample(image.read((1, 2, 3)), mask.read(1), path.stem, ground)
            scenes.append(Scene(sample, (left + shift, bottom, right + shift, top)))
    if not scenes:
        raise SystemExit(f"There are no scenes in {folder}; give their folder with --data.")
    return scenes


def _terrain(image: object, path: Path) -> NDArray[np.float32]:
    """The components of a scene's elevations on its pixels, by what reads a DEM in detections."""
    import rasterio
    from affine import Affine
    from rock_glacier_inventory.engine.scene.grid import Grid
    from rock_glacier_inventory.engine.telling.report import SilentReport
    from rock_glacier_inventory.engine.terrain.dem import open_dem
    from rock_glacier_inventory.engine.terrain_bands.on_grid import components_on

    elevations = image.read(ELEVATION_BAND).astype("float32")  # type: ignore[attr-defined]
    height, width = (length // CELLS * CELLS for length in elevations.shape)
    wide = elevations[:height, :width].reshape(height // CELLS, CELLS, width // CELLS, CELLS).mean(axis=(1, 3))
    profile = {"driver": "GTiff", "count": 1, "dtype": "float32", "crs": image.crs}  # type: ignore[attr-defined]
    transform = image.transform @ Affine.scale(CELLS)  # type: ignore[attr-defined]
    with rasterio.open(path, "w", height=wide.shape[0], width=wide.shape[1], transform=transform, **profile) as dem:
        dem.write(wide, 1)
    grid = Grid(image.transform, image.width, image.height, image.crs)  # type: ignore[attr-defined]
    with open_dem(path, SilentReport()) as dem:
        return components_on(dem, grid)


def _gap(a: Box, b: Box) -> float:
    """Distance between two boxes in metres; 0 where they touch."""
    x = max(0.0, a[0] - b[2], b[0] - a[2])
    y = max(0.0, a[1] - b[3], b[1] - a[3])
    return float((x * x + y * y) ** 0.5)


def groups_of(scenes: list[Scene]) -> list[list[int]]:
    """Numbers of scenes that are neighbours of each other, over others too; the larger groups first."""
    groups: list[list[int]] = []
    for number, scene in enumerate(scenes):
        near = [group for group in groups if any(_gap(scene.bounds, scenes[i].bounds) < NEIGHBOURS_M for i in group)]
        groups = [group for group in groups if group not in near] + [sorted([number, *itertools.chain(*near)])]
    return sorted(groups, key=lambda group: (-len(group), group))


def folds_of(groups: list[list[int]], folds: int) -> list[list[int]]:
    """Groups into folds, each into the one that has fewest scenes so far."""
    found: list[list[int]] = [[] for _ in range(folds)]
    for group in groups:
        min(found, key=len).extend(group)
    return [sorted(fold) for fold in found]
