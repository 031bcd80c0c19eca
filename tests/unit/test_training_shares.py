"""Pixels that several patches show are counted once, and none is forgotten."""

from __future__ import annotations

import numpy as np
import pytest
from rock_glacier_inventory.engine.training.shares import own_parts
from rock_glacier_inventory.engine.training_data.layout import patch_name, place_in_image

SIDE = 480


@pytest.mark.parametrize(
    "firsts",
    [
        ((0, 20), (0, 20)),  # a scene a little larger than a patch: nearly all is shared
        ((0, 320, 640, 700), (0, 320)),  # the last one is pushed back to the edge
        ((0, 320), (0, 960)),  # a gap in between
        ((5,), (7,)),
        (tuple(range(0, 700, 7)), (0, 1)),  # a pixel has many neighbours
    ],
)
def test_each_pixel_that_is_shown_is_one_patch_s_own(firsts) -> None:
    grid = [(row, column) for row in firsts[0] for column in firsts[1]]
    seen, counted = np.zeros((2, 2000, 2000), int)
    names = [patch_name(3, 0, *place) for place in grid]
    for (row, column), part in zip(grid, own_parts(names, SIDE), strict=True):
        seen[row : row + SIDE, column : column + SIDE] += 1
        counted[row : row + SIDE, column : column + SIDE][part] += 1
    np.testing.assert_array_equal(counted, seen > 0)


def test_patches_of_another_block_or_image_and_chips_take_nothing() -> None:
    names = [patch_name(0, 0, 0, 0), patch_name(0, 1, 0, 20), patch_name(1, 0, 0, 20), "chip 冰_r1_c2"]
    assert own_parts(names, SIDE) == [(slice(0, SIDE), slice(0, SIDE))] * 4


def test_a_name_tells_its_place() -> None:
    assert place_in_image(patch_name(12, 3, 40, 1_234_567)) == (12, 3, 40, 1_234_567)
    assert place_in_image("0001") is None
