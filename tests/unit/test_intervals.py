"""Intervals of pooled figures: what they cover, where blocks are few, and differences on the same ground."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from rock_glacier_inventory.models.training.intervals import blocks_that_tell, figure_of, interval, paired_difference

Counts = np.ndarray
PREFERENCE = 0.7


def _ground(random: np.random.Generator, blocks: int) -> Counts:
    """Blocks of very unequal size: some with nothing, many with nothing false."""
    size = 1000 * np.exp(random.normal(size=blocks)) * (random.random(blocks) > 0.2)
    found = size / (1 + np.exp(-PREFERENCE - random.normal(size=blocks)))
    false = 400 * np.exp(random.normal(size=blocks)) * (random.random(blocks) > 0.2)
    return np.stack([found, false, size - found], axis=1)


def _better(random: np.random.Generator, counts: Counts) -> Counts:
    """The same ground as a better model sees it, which finds much of what was missed and loses a little elsewhere."""
    hit, false, missed = counts.T
    more = missed * np.clip(0.25 * np.exp(0.4 * random.normal(size=len(hit))), 0, 1)
    lost = np.where(random.random(len(hit)) < 0.3, 0.15 * hit, 0)
    less = false * np.exp(-0.1 + 0.4 * random.normal(size=len(hit)))
    return np.stack([hit + more - lost, less, missed - more + lost], axis=1)


def _coverage(holds: Callable[[np.random.Generator], bool]) -> float:
    random = np.random.default_rng(5)
    return float(np.mean([holds(random) for _ in range(500)]))


@pytest.mark.parametrize("figure", ["f1", "precision", "recall", "iou"])
def test_intervals_hold_the_truth_as_often_as_they_say(figure: str) -> None:
    truth = figure_of(_ground(np.random.default_rng(1), 400_000), figure)
    assert truth is not None

    def holds(random: np.random.Generator) -> bool:
        ends = interval(_ground(random, 30), figure)
        assert ends is not None
        return ends[0] <= truth <= ends[1]

    assert 0.93 <= _coverage(holds) <= 0.97


def test_differences_hold_the_truth_as_often_as_they_say() -> None:
    random = np.random.default_rng(2)
    many = _ground(random, 400_000)
    truth = paired_difference(many, _better(random, many), "f1")[0]
    assert 0.01 < truth < 0.2

    def holds(random: np.random.Generator) -> bool:
        old = _ground(random, 30)
        _, low, high = paired_difference(old, _better(random, old), "f1")
        return low <= truth <= high

    assert 0.93 <= _coverage(holds) <= 0.97


def test_what_is_hard_for_both_is_no_difference() -> None:
    random = np.random.default_rng(3)
    old = _ground(random, 40)
    new = old + old[:, 2:] * np.array([0.2, 0.0, -0.2])
    difference, low, high = paired_difference(old, new, "f1")
    assert low > 0
    alone = [interval(counts, "f1") for counts in (old, new)]
    assert low < difference < high
    assert all(ends is not None and high - low < (ends[1] - ends[0]) / 2 for ends in alone)
    assert paired_difference(new, old, "f1") == pytest.approx((-difference, -high, -low))
    assert paired_difference(old, old, "f1") == (0.0, 0.0, 0.0)
    with pytest.raises(ValueError, match="other blocks"):
        paired_difference(old, new[1:], "f1")


def test_few_blocks_widen_it() -> None:
    six = np.array([[80, 10, 10], [60, 30, 10], [70, 10, 30], [90, 5, 5], [50, 40, 20], [75, 10, 10]])
    one_is_large = six * np.array([[40], [1], [1], [1], [1], [1]])
    even, uneven = interval(six, "f1"), interval(one_is_large, "f1")
    assert even is not None
    assert uneven is not None
    assert blocks_that_tell(six, "f1") == pytest.approx(6, abs=0.5)
    assert blocks_that_tell(one_is_large, "f1") < 1.5
    assert even[1] - even[0] < 0.3 < uneven[1] - uneven[0]
    many = interval(np.tile(six, (20, 1)), "f1")
    assert many is not None
    assert many[1] - many[0] < (even[1] - even[0]) / 4


def test_of_one_block_nothing_is_said() -> None:
    one = np.array([[80, 10, 10], [0, 0, 0]])
    assert interval(one, "f1") is None
    assert interval(np.zeros((0, 3)), "f1") is None
    assert figure_of(np.zeros((3, 3)), "f1") is None
    assert blocks_that_tell(np.zeros((3, 3)), "f1") == 0
    assert paired_difference(one, one + np.array([[5, 0, -5], [0, 0, 0]]), "f1")[1:] == (-1.0, 1.0)
    assert interval(np.array([[5, 1, 0], [0, 0, 7], [4, 1, 0]]), "precision") is not None
    assert interval(np.array([[5, 1, 0], [0, 0, 7]]), "precision") is None


def test_without_a_fault_it_is_not_certain() -> None:
    right, wrong = np.array([[10, 0, 0]] * 30), np.array([[0, 10, 10]] * 30)
    assert interval(right, "f1") == (pytest.approx(0.05 ** (1 / 30)), 1.0)
    assert interval(wrong, "f1") == (0.0, pytest.approx(1 - 0.05 ** (1 / 30)))
    nearly = right + np.array([0, 1e-12, 0])
    assert interval(nearly, "f1") == interval(right, "f1")
