"""What limits a calibration error: the share of target of folds, which nobody knows before."""

from __future__ import annotations

import importlib

import numpy as np
import pytest
from engine_process import ROOT
from rock_glacier_inventory.models.training.scores import LOGITS, best_calibration
from test_scores import ground, scores_of


@pytest.fixture
def recipe(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "recipes"))
    return importlib.import_module("_calibration_limits")


def test_what_a_share_of_target_that_nobody_knows_costs(recipe):
    # The logits say too much in one fold and too little in the other; the share that is target mends both.
    none, judged, told, own = recipe.limits([scores_of(1, 2, shift=1.5), scores_of(3, 4, shift=-1.5)]).values()
    assert judged > 0.2
    assert told < 0.02
    assert judged > own
    assert none < 0.02  # both have as much target


def test_without_a_network_the_error_is_the_difference_of_the_shares(recipe):
    rare = scores_of(1)
    rare.add(9, ground(2)[0], np.zeros((200, 200), np.uint8))
    often = scores_of(3)
    none = next(iter(recipe.limits([rare, often]).values()))
    shares = [scores.total[1].sum() / scores.total.sum() for scores in (rare, often)]
    assert none == pytest.approx(shares[1] - shares[0], abs=0.001)
    assert none > 0.1


def test_folds_that_are_alike_have_no_such_limit(recipe):
    errors = recipe.limits([scores_of(1, 2), scores_of(3, 4)])
    assert max(errors.values()) < 0.02


def test_the_mean_probability_becomes_the_share(recipe):
    scores = scores_of(1, shift=2.0)
    calibration = recipe.with_share(best_calibration(scores_of(2)), scores)
    pixels = scores.total.sum(axis=0)
    mean = (pixels * calibration.probability(LOGITS)).sum() / pixels.sum()
    assert mean == pytest.approx(scores.total[1].sum() / pixels.sum(), abs=1e-6)
