"""Scenes for the benchmarks: simulated ones, mirrored into any size, so that making them costs little."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from measure import ENGINE, measure

SEED = 4242
PIECE = 1024


def simulated(folder: Path, size: int, seed: int) -> Path:
    """Folder of a simulated scene; made once."""
    output = folder / f"simulated-{size}-{seed}"
    if not output.exists():
        measure([*ENGINE, "simulate", "--output", output, "--size", size, "--seed", seed])
    return output


def large_scene(folder: Path, rows: int, columns: int) -> Path:
    """An image of any size: one simulated scene, mirrored again and again; written block row by block row."""
    path = folder / f"scene-{rows}x{columns}.tif"
    if path.exists():
        return path
    with rasterio.open(simulated(folder, PIECE, SEED) / "scene.tif") as source:
        piece = source.read()
        profile = {**source.profile, "height": rows, "width": columns, "bigtiff": "if_safer"}
    profile |= {"tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "deflate", "zlevel": 1}
    across = np.concatenate([piece, piece[:, :, ::-1]], axis=2)
    band = np.tile(across, (1, 1, columns // across.shape[2] + 1))[:, :, :columns]
    with rasterio.open(path, "w", **profile) as target:
        for index, row in enumerate(range(0, rows, PIECE)):
            count = min(PIECE, rows - row)
            part = band if index % 2 == 0 else band[:, ::-1]
            target.write(part[:, :count], window=rasterio.windows.Window(0, row, columns, count))
    return path
