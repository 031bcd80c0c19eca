"""What an inventory keeps of its detections' probabilities, put together for tests."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
from affine import Affine
from rock_glacier_inventory.engine.kept.blocks import unpack

_SQL = "SELECT RUN_ID, GRID, WIDTH, HEIGHT, LEVELS, geom FROM kept_probability ORDER BY fid"


def kept_rows(path: Path, run_id: str) -> list[tuple[object, ...]]:
    """The rows of a run, without its name."""
    with closing(sqlite3.connect(path)) as connection:
        return [tuple(row) for run, *row in connection.execute(_SQL) if run == run_id]


def kept_pixels(path: Path, run_id: str, transform: Affine, height: int, width: int) -> np.ndarray:
    """The step of each pixel of the grid that the run searched, shape (height, width)."""
    pixels = np.zeros((height, width), np.uint8)
    for grid, columns, rows, content, _ in kept_rows(path, run_id):
        block = unpack(grid, columns, rows, content)
        x, y = (round(number) for number in ~transform @ (block.transform.c, block.transform.f))
        pixels[y : y + rows, x : x + columns] = block.pixels
    return pixels
