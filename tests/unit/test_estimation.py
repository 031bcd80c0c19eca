"""Wilson's interval, beside SciPy's, and how many to judge."""

from __future__ import annotations

import pytest
from rock_glacier_inventory.inventory.estimation import more_for, number_for, wilson
from scipy.stats import binomtest


@pytest.mark.parametrize(("yes", "judged"), [(0, 10), (10, 10), (8, 10), (87, 100), (2740, 3015), (1, 44_273)])
@pytest.mark.parametrize("confidence", [0.95, 0.8])
def test_the_interval_is_that_of_another_program(yes, judged, confidence):
    found = wilson(yes, judged, confidence=confidence)
    other = binomtest(yes, judged).proportion_ci(confidence, method="wilson")
    assert (found.low, found.high) == (pytest.approx(other.low, abs=1e-9), pytest.approx(other.high, abs=1e-9))
    assert found.value == yes / judged


def test_the_published_precision_of_the_global_inventory():
    """3 015 judged, 90.9 % right, 89.8 to 91.9 % (FIELD.md, I)."""
    found = wilson(2740, 3015)
    assert [round(value * 100, 1) for value in (found.value, found.low, found.high)] == [90.9, 89.8, 91.9]


def test_of_all_there_is_nothing_is_uncertain():
    assert wilson(3, 5, population=5) == wilson(3, 5, population=4)
    assert wilson(3, 5, population=5).half_width == 0
    assert wilson(3, 5, population=6).half_width < wilson(3, 5, population=1000).half_width < wilson(3, 5).half_width
    assert wilson(0, 0) is None


@pytest.mark.parametrize(("half_width", "expected"), [(0.03, 0.5), (0.03, 0.87), (0.1, 0.99), (0.001, 0.5)])
@pytest.mark.parametrize("population", [None, 44_273, 300, 1])
def test_the_number_is_the_smallest_that_is_enough(half_width, expected, population):
    number = number_for(half_width, expected, population)
    assert wilson(expected * number, number, population).half_width <= half_width
    fewer = wilson(expected * (number - 1), number - 1, population)
    assert fewer is None or fewer.half_width > half_width


def test_how_many_more():
    assert more_for(0.03, 0, 0) == number_for(0.03)
    assert more_for(0.03, 60, 60, 300) == number_for(0.03, sum([wilson(60, 60, 300).low, 1]) / 2, 300) - 60
    assert more_for(0.2, 50, 100) == 0
    for wrong in (0, 0.5, -1):
        with pytest.raises(ValueError, match="half-width"):
            number_for(wrong)
