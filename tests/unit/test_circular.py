"""Directions: against astropy and pingouin, and at the ends of the circle."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from rock_glacier_inventory.engine.statistics.circular import SECTORS, directions, mean_direction, rayleigh, sector_of

VECTORS = json.loads(Path(__file__).with_name("circular_vectors.json").read_text("utf-8"))["samples"]


@pytest.mark.parametrize("sample", VECTORS, ids=[sample["name"] for sample in VECTORS])
def test_they_equal_an_independent_programs(sample) -> None:
    """Made by recipes/circular_vectors.py: astropy 8.0.2 and pingouin 0.7.0."""
    found = directions(np.array(sample["degrees"], dtype=np.float64))
    assert found.number == len(sample["degrees"])
    assert found.mean == pytest.approx(sample["mean"], abs=1e-6)
    assert found.resultant == pytest.approx(sample["resultant"], abs=1e-9)
    assert found.p == pytest.approx(sample["p"], rel=1e-6)


def test_the_published_example() -> None:
    """Zar (1999), examples 26.5 and 27.1: mean 99 degrees, r 0.82522, z 5.448, p between 0.001 and 0.002."""
    found = directions(np.array([45, 55, 81, 96, 110, 117, 132, 154], dtype=np.float64))
    assert found.mean == pytest.approx(99, abs=0.5)
    assert found.resultant == pytest.approx(0.82522, abs=5e-6)
    assert found.number * found.resultant**2 == pytest.approx(5.448, abs=5e-4)
    assert 0.001 < found.p < 0.002


def test_sectors_lie_around_their_direction() -> None:
    degrees = np.array([337.5, 359.9, 0.0, 22.4, 22.5, 90.0, 180.0, 270.0, 315.0, 337.4, 360.0])
    assert [SECTORS[index] for index in sector_of(degrees)] == [*"NNNN", "NE", "E", "S", "W", "NW", "NW", "N"]
    assert directions(degrees).sectors == (5, 1, 1, 0, 1, 0, 1, 2)


def test_missing_ones_are_left_out_and_none_is_told() -> None:
    some = directions(np.array([np.nan, 350.0, 10.0, np.nan]))
    assert (some.number, some.mean) == (2, pytest.approx(0.0, abs=1e-9))
    assert directions(np.array([np.nan])) == directions(np.zeros(0))
    assert directions(np.zeros(0)).mean is directions(np.zeros(0)).p is None
    assert directions(np.array([30.0])).p == 1.0, "one direction prefers nothing"


def test_what_cancels_out_has_no_mean() -> None:
    found = directions(np.array([0.0, 90.0, 180.0, 270.0]))
    assert found.mean is None
    assert found.resultant == pytest.approx(0, abs=1e-12)
    assert found.p == pytest.approx(1.0)


def test_groups_are_as_each_alone() -> None:
    random = np.random.default_rng(3)
    degrees, group = random.uniform(0, 360, 60), random.integers(0, 3, 60)
    mean, length = mean_direction(group, degrees, 4)
    for index in range(3):
        alone = directions(degrees[group == index])
        assert (mean[index], length[index]) == pytest.approx((alone.mean, alone.resultant))
    assert np.isnan(mean[3]) and np.isnan(length[3])


def test_rayleigh_keeps_its_digits_where_there_are_many() -> None:
    assert rayleigh(np.array([0.01]), np.array([50_000]))[0] == pytest.approx(np.exp(-50_000 * 0.01**2), rel=1e-3)
