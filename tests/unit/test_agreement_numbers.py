"""Coefficients, intervals and estimators of designs, against independent programs and published examples.

`agreement_vectors.json` holds what statsmodels, irrCAC and samplics say (recipes/agreement_vectors.py).
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from rock_glacier_inventory.engine.agreement.coefficients import cohen, fleiss, gwet, standard_error
from rock_glacier_inventory.engine.agreement.designs import random_share, stratified_share
from rock_glacier_inventory.engine.agreement.intervals import interval_of, specific_agreement
from rock_glacier_inventory.engine.agreement.windows import omission
from rock_glacier_inventory.inventory.estimation import wilson

VECTORS = json.loads(Path(__file__).with_name("agreement_vectors.json").read_text("utf-8"))
EQUAL = 1e-6


def views_of(table):
    """A row of two views for each marker of a cross table."""
    return np.array([[row, column] for row in range(4) for column in range(4) for _ in range(table[row][column])])


def value_of(coefficient, views):
    return coefficient(views, np.full(len(views), 1 / len(views)))[0]


@pytest.mark.parametrize("name", VECTORS["tables"])
def test_coefficients_of_two_equal_other_programs(name):
    told = VECTORS["tables"][name]
    views = views_of(told["table"])
    for coefficient in (cohen, fleiss, gwet):
        key = coefficient.__name__
        assert value_of(coefficient, views) == pytest.approx(told[key], abs=EQUAL)
        assert standard_error(coefficient, views) == pytest.approx(told[f"{key}_se"], abs=EQUAL)


def test_coefficients_of_three_of_whom_one_may_be_missing():
    told = VECTORS["several"]
    views = np.array(told["views"])
    assert (views == -1).any()
    for coefficient in (fleiss, gwet):
        key = coefficient.__name__
        assert value_of(coefficient, views) == pytest.approx(told[key], abs=EQUAL)
        assert standard_error(coefficient, views) == pytest.approx(told[f"{key}_se"], abs=EQUAL)


@pytest.mark.parametrize("name", VECTORS["designs"])
def test_shares_of_strata_equal_another_program(name):
    told = VECTORS["designs"][name]
    strata, right, part = np.array(told["strata"]), np.array(told["right"]), np.array(told["part"])
    found = stratified_share(right, strata, told["sizes"], part)
    assert found.interval.value == pytest.approx(told["share"], abs=EQUAL)
    assert found.standard_error == pytest.approx(told["standard_error"], abs=EQUAL)
    assert 0 <= found.interval.low < found.interval.value < found.interval.high <= 1


def test_the_example_that_stehman_published():
    told = VECTORS["designs"]
    assert [round(told[f"Stehman 2014, {name}"]["share"], 3) for name in ("overall", "user's B", "producer's B")] == [
        0.63,
        0.574,
        0.794,
    ]
    assert round(told["Stehman 2014, overall"]["standard_error"], 3) == 0.085


@pytest.mark.parametrize(("yes", "judged", "low", "high"), VECTORS["wilson"])
def test_wilson_equals_another_program(yes, judged, low, high):
    found = wilson(yes, judged)
    assert (found.low, found.high) == pytest.approx((low, high), abs=EQUAL)


def test_where_all_say_yes_kappa_says_nothing_and_the_others_do():
    views = np.zeros((60, 2), int)
    assert interval_of(cohen, views) is None
    assert interval_of(fleiss, views) is None
    found = interval_of(gwet, views)
    assert found.value == found.high == 1
    assert 0.9 < found.low < 1


def test_an_interval_of_few_is_wide_and_holds_the_value():
    for table in VECTORS["tables"].values():
        views = views_of(table["table"])
        for coefficient in (cohen, fleiss, gwet):
            found = interval_of(coefficient, views)
            error = standard_error(coefficient, views)
            assert found.low < found.value < found.high
            assert (found.high - found.low) / (3.92 * error) == pytest.approx(1, abs=0.5)
    wide, narrow = (interval_of(gwet, views_of(VECTORS["tables"][name]["table"])) for name in ("few", "by chance"))
    assert wide.high - wide.low > 3 * (narrow.high - narrow.low)


def test_specific_agreement_is_that_of_the_views():
    found = specific_agreement(80, 15)
    assert found.value == pytest.approx(160 / 175)
    share = wilson(80, 95)
    assert found.low == pytest.approx(2 * share.low / (1 + share.low))
    assert specific_agreement(0, 0) is None
    assert specific_agreement(0, 9).value == 0


def test_one_stratum_is_a_random_sample():
    right = np.arange(200) % 10 > 0
    one = stratified_share(right, np.full(200, ""), {"": 4000})
    plain = random_share(right, 4000)
    assert one.interval.value == plain.interval.value == 0.9
    assert one.standard_error == pytest.approx(plain.standard_error)
    assert one.interval.low == pytest.approx(plain.interval.low, abs=0.002)


def test_where_all_was_judged_nothing_is_left_to_know():
    right = np.arange(40) > 3
    strata = np.repeat(["one", "two"], 20)
    found = stratified_share(right, strata, {"one": 20, "two": 20})
    assert found.interval.low == found.interval.value == found.interval.high == 0.9
    assert random_share(right, 40).interval.high == 0.9


def test_all_right_in_strata_leaves_room_below():
    strata = np.repeat(["冰", "other"], [30, 10])
    found = stratified_share(np.ones(40, bool), strata, {"冰": 5000, "other": 200})
    assert found.interval.value == found.interval.high == 1
    assert 0.8 < found.interval.low < 0.95
    assert found.standard_error == 0


def test_a_stratum_nobody_judged_is_left_out():
    right = np.array([True] * 18 + [False] * 2)
    found = stratified_share(right, np.full(20, "seen"), {"seen": 100, "never": 900})
    assert found.interval.value == 0.9


def test_omission_of_windows_and_how_windows_differ():
    one = np.array([""] * 40)
    missed = np.array([1.0, 0, 0, 1] * 10)
    mapped = np.array([3.0, 4, 2, 1] * 10)
    even = omission(missed, mapped, one, {"": 1000})
    assert even.interval.value == pytest.approx(20 / 120)
    assert even.recall.value == pytest.approx(100 / 120)
    assert (even.recall.low, even.recall.high) == pytest.approx((1 - even.interval.high, 1 - even.interval.low))
    clustered = omission(np.array([20.0] + [0] * 39), mapped, one, {"": 1000})
    assert clustered.interval.high - clustered.interval.low > 2 * (even.interval.high - even.interval.low)


def test_omission_weighs_strata_and_tells_of_none():
    strata = np.array(["a"] * 10 + ["b"] * 10)
    missed = np.array([1.0] * 10 + [0.0] * 10)
    found = omission(missed, np.ones(20), strata, {"a": 10, "b": 90})
    assert found.interval.value == pytest.approx(10 / 110)
    none = omission(np.zeros(20), np.ones(20), strata, {"a": 100, "b": 90})
    assert none.interval.value == none.interval.low == 0 < none.interval.high
    assert omission(np.zeros(20), np.zeros(20), strata, {"a": 10}) is None
