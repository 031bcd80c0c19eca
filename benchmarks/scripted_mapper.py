"""A scripted mapper: which level of an outline would a person choose who sees the image, and perhaps shaded relief?

Two small networks have learnt where bodies end (`mapper_learning.py`): of each pixel they say how likely it is body.
One sees the image and the probability that the run kept (a mapper sees every outline); the other a DEM's bends, slopes
and heights, too, and is asked where a DEM is given. Of the outlines that + and - lead through, the mapper takes the one
with the highest intersection over union that follows from these chances. The truth of a scene that is scored is never
seen.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".venv" / "src"))

WEIGHTS = ROOT / "benchmarks" / "scripted_mapper.safetensors"
RELIEF = 5
"""Channels of a DEM."""
_WIDTHS = (24, 36, 52, 64)
_SUN = (140, 47)
"""Degrees clockwise from north, and above the horizon, as he supposes from where shadows fall: a late morning."""
_TILE, _STEP = 384, 256
_NOTHING = 0.06
"""Where the probability is nowhere higher in a tile, nobody looks."""
_AROUND = 24
"""Pixels around the largest outline that are looked at."""
_BEYOND = 12
"""Pixels beyond a body up to which what may be body counts as its own."""
EYES = {"image": 4, "relief": 4 + RELIEF}
"""Networks, and how many channels each sees."""

Numbers = npt.NDArray[Any]


# What is seen


def image_and_probability(image: Path, inventory: Path) -> Numbers:
    """Three colours and the kept probability, as a network wants them: shape (4, height, width)."""
    import rasterio

    with rasterio.open(image) as dataset:
        colours, place = dataset.read().astype(np.float32), dataset.transform
    colours = (colours - colours.mean(axis=(1, 2), keepdims=True)) / 50
    kept = kept_probability(inventory, place, colours.shape[1:]).astype(np.float16).astype(np.float32)
    told = np.clip(np.log((kept + 0.02) / (1.02 - kept)), -4, 4) / 2
    return np.concatenate([colours, told[np.newaxis]]).astype(np.float16)


def kept_probability(inventory: Path, place: Any, shape: tuple[int, ...]) -> Numbers:
    """What the only run of an inventory has kept, on the grid of its image."""
    import shapely
    from rock_glacier_inventory.engine.levels.kept_ground import KeptBlocks, run_of
    from rock_glacier_inventory.engine.runs.inventories import open_inventory

    with closing(sqlite3.connect(inventory)) as connection:
        ((run_id,),) = connection.execute("SELECT RUN_ID FROM runs").fetchall()
    with closing(open_inventory(inventory, write=False)) as store:
        blocks = KeptBlocks(store, run_of(store, run_id), [(-1e12, -1e12, 1e12, 1e12)])
        corner = blocks.pixels_of(shapely.Point(place.c, place.f))
        left, top = round(corner.x), round(corner.y)
        ground = blocks.around(left, top, left + shape[1], top + shape[0])
    return np.asarray(ground.steps.middles()[ground.pixels])


def relief(dem: Path, image: Path) -> Numbers:
    """How a DEM bends (finely, broadly), how steep it is, how high over its surroundings and how lit, on the image's
    grid.
    """
    import rasterio
    from scipy import ndimage

    with rasterio.open(dem) as dataset:
        z, of_dem = dataset.read(1), dataset.transform
    cell = abs(of_dem.a)
    seen = []
    for blur, strength in ((0.7, 1), (2.0, 3)):
        bend = ndimage.laplace(ndimage.gaussian_filter(z, blur)) / cell / cell * 100 * strength
        seen.append(np.clip(bend, -6, 6))
    down, across = np.gradient(ndimage.gaussian_filter(z, 0.5), cell)
    seen.append(np.hypot(across, down) * 2)
    seen.append(np.clip((z - ndimage.gaussian_filter(z, 12 * 9.54 / cell)) / 15, -4, 4))
    azimuth, elevation = np.radians(_SUN)
    towards = (down * np.cos(azimuth) - across * np.sin(azimuth)) * np.cos(elevation) + np.sin(elevation)
    seen.append((towards / np.sqrt(1 + down**2 + across**2) - np.sin(elevation)) * 3)
    with rasterio.open(image) as dataset:
        rows, columns = np.mgrid[: dataset.height, : dataset.width]
        x, y = dataset.transform @ (columns + 0.5, rows + 0.5)
    columns, rows = ~of_dem @ (x, y)
    places = [rows - 0.5, columns - 0.5]
    told = [ndimage.map_coordinates(one.astype(np.float32), places, order=1, mode="nearest") for one in seen]
    return np.stack(told).astype(np.float16) * np.float16(0.7)


def coarser(dem: Path, seed: int) -> Path:
    """The same ground as one gets it for free: cells of 30 m, with noise of 0.5 m; made once beside it."""
    import rasterio
    from affine import Affine

    path = dem.with_name("dem30.tif")
    if not path.exists():
        with rasterio.open(dem) as dataset:
            z, profile = dataset.read(1), dataset.profile
        height, width = z.shape[0] // 3, z.shape[1] // 3
        z = z[: height * 3, : width * 3].reshape(height, 3, width, 3).mean(axis=(1, 3))
        z = (z + np.random.default_rng(seed).normal(0, 0.5, z.shape)).astype(np.float32)
        profile |= {"height": height, "width": width, "transform": profile["transform"] @ Affine.scale(3)}
        with rasterio.open(path, "w", **profile) as dataset:
            dataset.write(z, 1)
    return path


# Who sees it


def network(channels: int) -> Any:
    """A U-Net on pairs of pixels, with a chance for each pixel."""
    import torch
    from torch import nn

    def twice(into: int, out: int, times: int) -> nn.Sequential:
        layers: list[nn.Module] = []
        for _ in range(times):
            conv = nn.Conv2d(into, out, 3, padding=1, bias=False)
            layers.append(nn.Sequential(conv, nn.BatchNorm2d(out), nn.ReLU(True)))
            into = out
        return nn.Sequential(*layers)

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            into = [4 * channels, *_WIDTHS[:-1]]
            self.d = nn.ModuleList(twice(one, other, 2) for one, other in zip(into, _WIDTHS, strict=True))
            pairs = list(zip(_WIDTHS[::-1], _WIDTHS[-2::-1], strict=False))
            self.u = nn.ModuleList(twice(below + beside, beside, 1) for below, beside in pairs)
            self.h = nn.Conv2d(_WIDTHS[0], 4, 1)

        def forward(self, seen: torch.Tensor) -> torch.Tensor:
            x, beside = nn.functional.pixel_unshuffle(seen, 2), []
            for place, down in enumerate(self.d):
                x = down(nn.functional.max_pool2d(x, 2) if place else x)
                beside.append(x)
            for place, up in enumerate(self.u):
                larger = nn.functional.interpolate(x, scale_factor=2, mode="bilinear")
                x = up(torch.cat([larger, beside[-2 - place]], 1))
            return nn.functional.pixel_shuffle(self.h(x), 2)

    return Network().to(memory_format=torch.channels_last)


def learnt(path: Path = WEIGHTS) -> dict[str, Any]:
    """The networks with what they have learnt, by their names in `EYES`."""
    import torch
    from safetensors.torch import load_file

    told, networks = load_file(path), {}
    for eye, channels in EYES.items():
        own = {name.removeprefix(f"{eye}."): value for name, value in told.items() if name.startswith(f"{eye}.")}
        networks[eye] = network(channels)
        networks[eye].load_state_dict({name: value.to(torch.float32) for name, value in own.items()}, strict=False)
        networks[eye].eval()
    return networks


class Mapper:
    """In front of a scene.

    Parameters
    ----------
    networks
        Of `learnt`.
    image
        Path of the scene.
    inventory
        With one run of it.
    dem
        Path of a DEM; None where the mapper sees the image alone.
    """

    def __init__(self, networks: Mapping[str, Any], image: Path, inventory: Path, dem: Path | None = None) -> None:
        import rasterio

        seen = image_and_probability(image, inventory)
        if dem is not None:
            seen = np.concatenate([seen, relief(dem, image)])
        self._chance = chances(networks["image" if dem is None else "relief"], seen)
        with rasterio.open(image) as dataset:
            self._transform = dataset.transform

    def choice(self, shapes: Sequence[Any], shown: int) -> int:
        """Where + and - lead.

        Parameters
        ----------
        shapes
            Outlines at the levels, from the lowest on.
        shown
            Which of them is shown first; it stays where nothing below it looks like a body.
        """
        from scipy import ndimage

        masks, chance = self._around(shapes)
        bodies, count = ndimage.label(chance > 0.5)
        there = np.bincount(bodies[masks[shown]], minlength=count + 1)
        there[0] = 0
        if not there.any():
            return shown
        own = bodies == there.argmax()
        rows, columns = ndimage.distance_transform_edt(bodies == 0, return_distances=False, return_indices=True)
        own = own[rows, columns] & (ndimage.distance_transform_edt(~own) < _BEYOND)
        chance = np.where(own, chance, 0)
        held = np.array([chance[mask].sum() for mask in masks])
        return int((held / (masks.sum(axis=(1, 2)) + chance.sum() - held)).argmax())

    def _around(self, shapes: Sequence[Any]) -> tuple[npt.NDArray[np.bool_], Numbers]:
        """Masks of the outlines, and the chances around the largest."""
        import shapely
        from affine import Affine
        from rasterio.features import rasterize

        west, south, east, north = shapely.total_bounds(shapes)
        (left, top), (right, bottom) = ~self._transform @ (west, north), ~self._transform @ (east, south)
        height, width = self._chance.shape
        rows = slice(max(int(top) - _AROUND, 0), min(int(bottom) + _AROUND, height))
        columns = slice(max(int(left) - _AROUND, 0), min(int(right) + _AROUND, width))
        shape = (rows.stop - rows.start, columns.stop - columns.start)
        place = self._transform @ Affine.translation(columns.start, rows.start)
        masks = np.array([rasterize([one], shape, transform=place) for one in shapes]) > 0
        return masks, self._chance[rows, columns]


def chances(network: Any, seen: Numbers) -> Numbers:
    """Of each pixel how likely it is body; looked at as it is, and mirrored across the line from the sun."""
    import torch

    _, height, width = seen.shape
    told = np.zeros((height, width), np.float32)
    least = np.log((_NOTHING + 0.02) / (1.02 - _NOTHING)) / 2
    for row in range(0, height, _STEP):
        for column in range(0, width, _STEP):
            if seen[3, row : row + _STEP, column : column + _STEP].max() <= least:
                continue
            before = (_TILE - _STEP) // 2
            top, left = (max(min(at - before, side - _TILE), 0) for at, side in ((row, height), (column, width)))
            tile = torch.tensor(seen[:, top : top + _TILE, left : left + _TILE].astype(np.float32))[None]
            both = torch.cat([tile, tile.transpose(2, 3)]).contiguous(memory_format=torch.channels_last)
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
                plain, mirrored = torch.sigmoid(network(both).float())[:, 0]
            mean = ((plain + mirrored.T) / 2).numpy()[row - top :, column - left :]
            part = told[row : row + _STEP, column : column + _STEP]
            part[:] = mean[: part.shape[0], : part.shape[1]]
    return told
