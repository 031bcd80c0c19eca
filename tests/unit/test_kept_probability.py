"""What a detection keeps of its probabilities: the same whatever the strips, and never more than it says."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from probabilities import TEN_METRES, examples
from rock_glacier_inventory.engine.kept.blocks import Damaged, pack, unpack
from rock_glacier_inventory.engine.kept.keeper import HEIGHT, WIDTH, Keeper
from rock_glacier_inventory.engine.kept.steps import LOWEST, steps_for
from rock_glacier_inventory.engine.outlines.probability import NODATA, lowest_byte_above

BYTES = np.arange(256, dtype=np.uint8)


@examples(200)
@given(st.floats(0, 1))
def test_the_threshold_of_a_run_is_a_limit_to_the_last_pixel(threshold):
    steps = steps_for(threshold)
    assert steps.limits[steps.threshold] == threshold
    assert list(steps.limits) == sorted(set(steps.limits))
    assert steps.limits[steps.lowest] <= max(LOWEST, threshold)
    found = (lowest_byte_above(threshold) <= BYTES) & (BYTES != NODATA)
    assert ((steps.of(BYTES) > steps.threshold) == found).all()
    for kind in (np.float32, np.float64):
        values = np.append(np.linspace(0, 1, 777), [threshold, np.nan]).astype(kind)
        assert ((steps.of(values) > steps.threshold) == (values >= threshold)).all()


def test_steps_are_twentieths_and_one_near_the_threshold_gives_way():
    assert steps_for(0.5).limits == (0.05, *(n / 20 for n in range(2, 20)), 0.98)
    assert steps_for(0.37).limits[5:9] == (0.3, 0.37, 0.4, 0.45)
    assert steps_for(0.01).limits[:3] == (0.01, 0.1, 0.15)
    assert steps_for(0.01).lowest == 0


@st.composite
def rows(draw):
    height, width = draw(st.integers(1, 3 * HEIGHT)), draw(st.integers(1, 2 * WIDTH + 9))
    random = np.random.default_rng(draw(st.integers(0, 99)))
    values = np.zeros((height, width), np.uint8)
    for _ in range(draw(st.integers(0, 6))):
        row, column = random.integers(0, height), random.integers(0, width)
        values[row : row + 40, column : column + 40] = random.integers(0, 256)
    return values


@examples(40)
@given(rows(), st.lists(st.integers(1, 200), min_size=1, max_size=9))
def test_blocks_are_the_same_whatever_the_strips(values, heights):
    def kept(strips):
        keeper, found, row = Keeper(TEN_METRES, values.shape[1], 0.5), [], 0
        while row < len(values):
            height = strips[len(found) % len(strips)]
            found += keeper.add_rows(values[row : row + height])
            row += height
        return [(block.transform, block.row("r")) for block in found + keeper.flush()]

    assert kept(heights) == kept([len(values)])


@examples(40)
@given(rows(), st.sampled_from([0.03, 0.5, 0.83]))
def test_what_is_in_no_block_is_below_all_that_is_drawn(values, threshold):
    keeper = Keeper(TEN_METRES, values.shape[1], threshold)
    steps, there = keeper.steps, np.zeros(values.shape, np.uint8)
    for block in keeper.add_rows(values) + keeper.flush():
        column, row = (round(number) for number in ~TEN_METRES @ (block.transform.c, block.transform.f))
        height, width = block.pixels.shape
        again = unpack(*block.row("r")[1:])
        np.testing.assert_array_equal(again.pixels, block.pixels)
        assert again.transform == block.transform
        there[row : row + height, column : column + width] = again.pixels
    expected = steps.of(values)
    drawn = expected > steps.lowest
    np.testing.assert_array_equal(there[drawn], expected[drawn])
    assert (there[~drawn] <= steps.lowest).all()


@pytest.mark.parametrize("threshold", [0.05, 0.5])
def test_a_block_is_kept_from_the_lowest_level_on(threshold):
    lowest = lowest_byte_above(min(LOWEST, threshold))
    for value, kept in ((0, 0), (lowest - 1, 0), (lowest, 1), (254, 1), (NODATA, 0)):
        keeper = Keeper(TEN_METRES, WIDTH, threshold)
        one = np.full((HEIGHT, WIDTH), NODATA, np.uint8)
        one[5, 7] = value
        assert len(keeper.add_rows(one)) == kept, value


def test_probability_in_floating_point_is_kept_alike():
    values = np.random.default_rng(3).random((300, 300)).astype(np.float32)
    values[:200, :260] = 0.05
    values[250:] = np.nan
    keeper = Keeper(TEN_METRES, 300, 0.7)
    blocks = keeper.add_rows(values) + keeper.flush()
    assert len(blocks) == 3  # not where it is low, at the upper left, or unknown, below
    np.testing.assert_array_equal(blocks[-1].pixels, keeper.steps.of(values[128:256, 256:]))


def test_a_block_is_small():
    noise = np.random.default_rng(1).integers(0, 20, (HEIGHT, WIDTH)).astype(np.uint8)
    steps = steps_for(0.5)
    assert len(pack(np.zeros((HEIGHT, WIDTH), np.uint8), steps)) < 120
    assert len(pack(noise, steps)) < 0.7 * noise.size


GOOD = pack(np.full((4, 5), 3, np.uint8), steps_for(0.5))
GRID = "10.0 0.0 500000.0 0.0 -10.0 3100000.0"
HEAD = 4 + 2 * len(steps_for(0.5).limits)


def with_content(differences):
    return GOOD[:HEAD] + zlib.compress(differences)


@pytest.mark.parametrize(
    ("grid", "width", "height", "content"),
    [
        (None, 5, 4, GOOD),
        ("10 0 0", 5, 4, GOOD),
        ("0 0 0 0 0 0", 5, 4, GOOD),
        ("nan 0 5 0 -10 3", 5, 4, GOOD),
        (GRID, None, 4, GOOD),
        (GRID, 0, 4, GOOD),
        (GRID, -5, -4, GOOD),
        (GRID, 5, 5, GOOD),
        (GRID, 5, 3, GOOD),
        (GRID, 10**9, 10**9, GOOD),
        (GRID, "wide", 4, GOOD),
        (GRID, 5, 4, None),
        (GRID, 5, 4, b""),
        (GRID, 5, 4, "text"),
        (GRID, 5, 4, b"\x02" + GOOD[1:]),
        (GRID, 5, 4, GOOD[:-3]),
        (GRID, 5, 4, GOOD[:HEAD] + b"\x80\x04\x95cposix\nsystem\n"),
        (GRID, 5, 4, GOOD[:2] + b"\xff\xff" + GOOD[4:]),
        (GRID, 5, 4, GOOD[:4] + struct.pack("<H", 9999) + GOOD[6:]),
        (GRID, 5, 4, with_content(b"\x63" * 20)),
        (GRID, 5, 4, with_content(b"\x00" * 10**7)),
    ],
)
def test_what_is_damaged_is_refused(grid, width, height, content):
    with pytest.raises(Damaged):
        unpack(grid, width, height, content)


@examples(300)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_byte_that_was_flipped_is_refused_or_makes_no_other_pixels(place, change):
    damaged = bytearray(GOOD)
    damaged[place] ^= change
    try:
        block = unpack(GRID, 5, 4, bytes(damaged))
    except Damaged:
        return
    assert (block.pixels == 3).all()
