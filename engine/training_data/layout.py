"""How a folder of training data is laid out."""

from __future__ import annotations

import re
from typing import NamedTuple

FORMAT = 1
"""Of `DATA`, for whoever reads it."""
DATA, PATCHES, POLYGONS = "data.json", "patches.gpkg", "polygons.gpkg"
GROUND = "ground.gpkg"
"""The ground of each block, with its fold and side, for whatever is added later."""
IMAGES, LABELS, TERRAIN = "images", "labels", "terrain"
PATCHES_LAYER = "patches"
TRAINING, VALIDATION = "training", "validation"
"""The two sides."""


CHOOSING, TRAINED_BEFORE = "choosing_fold", "folds_trained_before"
"""In `DATA`, part ``split``, of data that were added to: the fold that chooses as before, and those that never may."""


_NAME = re.compile(r"b(\d+)_i(\d+)_r(\d+)_c(\d+)")


class PatchPlace(NamedTuple):
    """Where a patch lies: its block of ground, the image that shows it, and where it begins in there (pixels)."""

    block: int
    image: int
    row: int
    column: int


def patch_name(block: int, image: int, row: int, column: int) -> str:
    """Of a patch, so that it tells its place."""
    return f"b{block:05d}_i{image}_r{row:06d}_c{column:06d}"


def place_in_image(name: str) -> PatchPlace | None:
    """The place of a patch, by its name; None for a chip, which lies nowhere."""
    found = _NAME.fullmatch(name)
    return PatchPlace(*map(int, found.groups())) if found else None


def image_number(name: str) -> int:
    """Of a patch by its name: the number of the image that shows it; -1 for a chip."""
    place = place_in_image(name)
    return -1 if place is None else place.image
