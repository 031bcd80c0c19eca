"""Scores by block of ground: what is chosen on some ground and judged on other."""

from __future__ import annotations

import numpy as np
import pytest
from rock_glacier_inventory.models.training.samples import IGNORED
from rock_glacier_inventory.models.training.scores import (
    Calibration,
    Scores,
    best_calibration,
    best_logit,
    bins_of,
    calibration_error,
    cross_judged,
    error_interval,
    figures_of,
    intervals_of,
    judged,
    pooled,
    reliability,
)
from rock_glacier_inventory.models.training.validation import counts


def ground(seed: int, overconfident: float = 1.0, shift: float = 0.0, size: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """Logits and labels whose probabilities are right when they are divided by `overconfident`."""
    random = np.random.default_rng(seed)
    logits = random.normal(-1, 2, (size, size))
    label = (random.random((size, size)) < 1 / (1 + np.exp(-logits))).astype(np.uint8)
    label[:3] = IGNORED
    return ((logits + shift) * overconfident).astype(np.float32), label


def scores_of(*seeds: int, **how: float) -> Scores:
    scores = Scores()
    for seed in seeds:
        scores.add(seed, *ground(seed, **how))
    return scores


def test_counts_are_those_of_the_pixels() -> None:
    scores, logits, label = Scores(), *ground(1)
    for rows in (slice(0, 90), slice(90, 200)):  # a block may come in several patches
        scores.add(7, logits[rows], label[rows])
    scores.add(8, *ground(2))
    hit, false, missed = scores.counts(0.5)[0]
    found = counts(1 / (1 + np.exp(-logits)), label, 1 / (1 + np.exp(-0.5)))
    assert (hit, false, missed) == found
    assert scores.total.sum() == 2 * 197 * 200
    assert scores.counts(-99)[0][2] == 0
    assert scores.counts(99)[0][:2].sum() == 0


def test_the_best_threshold_has_the_best_iou() -> None:
    scores = scores_of(1, 2)
    best = best_logit(scores)
    ious = {logit: figures_of(scores.counts(logit))["iou"] for logit in np.arange(-3, 3, 0.25)}
    assert figures_of(scores.counts(best))["iou"] >= max(ious.values())
    assert -2 < best < 0.5


@pytest.mark.parametrize(("overconfident", "shift"), [(0.4, 0.0), (1.0, 0.0), (3.0, 0.0), (1.0, 1.5), (2.0, -1.0)])
def test_probabilities_are_made_right(overconfident: float, shift: float) -> None:
    scores = scores_of(1, 2, 3, overconfident=overconfident, shift=shift)
    found = best_calibration(scores)
    assert found.temperature == pytest.approx(overconfident, rel=0.05)
    assert found.shift == pytest.approx(shift * overconfident, abs=0.1)
    assert calibration_error(reliability(scores, found)) < 0.01
    if (overconfident, shift) != (1, 0):
        assert calibration_error(reliability(scores)) > 0.05


def test_where_all_is_background_nothing_is_calibrated() -> None:
    scores = Scores()
    scores.add(1, ground(1)[0], np.zeros((200, 200), np.uint8))
    assert best_calibration(scores) == Calibration()


def test_reliability_is_that_of_the_pixels() -> None:
    logits, label = ground(4)
    bins = bins_of(reliability(scores_of(4)))
    known = label != IGNORED
    probability = 1 / (1 + np.exp(-logits[known].astype(float)))
    place = np.minimum((probability * 15).astype(int), 14)
    assert bins[:, 2].sum() == known.sum()
    np.testing.assert_allclose(bins[5, 0], probability[place == 5].mean(), atol=0.005)
    np.testing.assert_allclose(bins[5, 1], (label[known][place == 5] == 1).mean(), atol=0.02)


def test_the_calibration_error_is_that_of_the_pixels() -> None:
    """The definition, pixel by pixel: bins of the target's probability, weighed by pixels; unknown ones nowhere."""
    folds = [ground(5, shift=1.0), ground(6, overconfident=2.0)]
    probability = np.concatenate([1 / (1 + np.exp(-logits[label != IGNORED].astype(float))) for logits, label in folds])
    truth = np.concatenate([label[label != IGNORED] for _, label in folds])
    expected = 0.0
    for low in np.arange(15) / 15:
        inside = (probability >= low) & (probability < low + 1 / 15)
        expected += abs(probability[inside].mean() - truth[inside].mean()) * inside.mean()
    scores = Scores()
    for block, (logits, label) in enumerate(folds):
        scores.add(block, logits, label)
    assert calibration_error(reliability(scores)) == pytest.approx(expected, abs=0.002)
    assert expected > 0.05


def test_what_is_too_much_here_and_too_little_there_is_told_of_each_fold() -> None:
    folds = [scores_of(1, 2, shift=1.0), scores_of(3, 4, shift=-1.0)]
    verdict = cross_judged(folds)
    # Each is calibrated by the other: too high by two logits in one, too low in the other.
    assert min(verdict.errors) > 0.2
    together = calibration_error(np.concatenate([reliability(fold) for fold in folds]))
    assert together < 0.06 < 0.1 < min(calibration_error(reliability(fold)) for fold in folds)


def test_the_interval_of_the_calibration_error_is_by_blocks() -> None:
    def ends(*shifts: float) -> tuple[float, float, float]:
        each = [scores_of(seed, shift=shift) for seed, shift in enumerate(shifts)]
        tables = reliability(pooled(each))
        low, high = error_interval(tables)
        return low, calibration_error(tables), high

    low, error, high = ends(*[0.8] * 6)
    assert low <= error <= high < error + 0.02
    low, error, high = ends(0.0, 1.6, 0.2, 1.4, 0.4, 1.2)
    assert low <= error <= high
    assert high > error + 0.04
    assert error_interval(reliability(scores_of(1))) is None
    assert error_interval(np.concatenate([reliability(scores_of(1)), np.zeros((3, 15, 3))])) is None


def test_what_is_judged_is_chosen_elsewhere() -> None:
    """A fold whose logits are shifted is judged at the threshold of the others, not at its own."""
    folds = [scores_of(1), scores_of(2), scores_of(3, shift=4.0)]
    verdict = cross_judged(folds)
    own = figures_of(folds[2].counts(best_logit(folds[2])))["iou"]
    others = figures_of(folds[2].counts(best_logit(pooled(folds[:2]))))["iou"]
    assert verdict.ious[2] == pytest.approx(others)
    assert others < own - 0.02
    assert len(verdict.counts) == 3
    assert verdict.error > calibration_error(_own(folds))
    one = judged([folds[0]], [folds[1]])
    assert one.ious == (figures_of(folds[0].counts(best_logit(folds[1])))["iou"],)


def _own(folds: list[Scores]) -> np.ndarray:
    return reliability(folds[0], best_calibration(folds[0]))


def test_intervals_are_of_blocks() -> None:
    alike = np.array([[80, 10, 10]] * 20)
    unlike = np.array([[8, 1, 1]] * 10 + [[0, 60, 60]] * 10) * 8
    for counts_, width in ((alike, 0.0), (unlike, 0.1)):
        low, high = intervals_of(counts_)["iou"]
        assert low <= figures_of(counts_)["iou"] <= high
        assert high - low < 1e-12 if width == 0 else high - low > width
    assert intervals_of(alike[:1]) == {}
