"""How a folder of training data is laid out."""

from __future__ import annotations

import re

FORMAT = 1
"""Of `DATA`, for whoever reads it."""
DATA, PATCHES, POLYGONS = "data.json", "patches.gpkg", "polygons.gpkg"
IMAGES, LABELS, TERRAIN = "images", "labels", "terrain"
PATCHES_LAYER = "patches"
TRAINING, VALIDATION = "training", "validation"
"""The two sides."""


_NAME = re.compile(r"(b\d+_i\d+)_r(\d+)_c(\d+)")


def patch_name(block: int, image: int, row: int, column: int) -> str:
    """Of a patch: its block of ground, which image shows it, and where it begins in there (pixels)."""
    return f"b{block:05d}_i{image}_r{row:06d}_c{column:06d}"


def place_in_image(name: str) -> tuple[str, int, int] | None:
    """Of a patch by its name: what is the same for all of its block and image, row and column; None for a chip."""
    found = _NAME.fullmatch(name)
    return (found[1], int(found[2]), int(found[3])) if found else None
