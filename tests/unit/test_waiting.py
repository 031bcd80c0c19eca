"""For whom a review waits, and what one reviewer's own decisions are worth; nobody's view is told."""

from contextlib import closing

import pytest
import shapely
from mapping import ME, candidate_outline, candidate_squares, make_inventory, open_inventory, square
from rock_glacier_inventory.gestures import operations
from rock_glacier_inventory.gestures.finishing.progress import sample_states
from rock_glacier_inventory.gestures.reviews import decide
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample
from rock_glacier_inventory.gestures.waiting import Waiting, Worth, waiting_for, worth_of
from rock_glacier_inventory.gestures.windows import GroundDraw, Window, judge_window, keep_windows
from rock_glacier_inventory.inventory.estimation import wilson
from rock_glacier_inventory.inventory.schema import GROUND, SAMPLES

ANN, BEN, EVE = "Ann", "Ben Überall", "Eve"


@pytest.fixture
def inventory(tmp_path):
    with closing(open_inventory(make_inventory(tmp_path / "a 冰.gpkg", candidate_squares(4)))) as opened:
        for fid in range(1, 5):
            operations.remain(opened, fid, candidate_outline(opened, fid), ME)
        yield opened


def identifiers(inventory):
    return [row[1] for row in inventory.rows(operations.ROCK_GLACIERS, ("ID",))]


def test_those_who_have_begun_are_named_and_the_rest_counted(inventory):
    sample, names = draw_sample(inventory, Draw(share=1.0, reviewers=3)), identifiers(inventory)
    assert waiting_for(inventory, sample) == Waiting((), 3)
    for identifier in names:
        decide(inventory, sample, identifier, ANN, "no")
    decide(inventory, sample, names[0], BEN, "yes")
    assert waiting_for(inventory, sample) == Waiting((BEN,), 1)
    for identifier in names:
        decide(inventory, sample, identifier, BEN, "yes")
        decide(inventory, sample, identifier, EVE, "yes")
    assert not waiting_for(inventory, sample)


def test_a_marker_that_is_gone_is_not_waited_for(inventory):
    sample, names = draw_sample(inventory, Draw(share=1.0, reviewers=1)), identifiers(inventory)
    for identifier in names[1:]:
        decide(inventory, sample, identifier, ANN, "no")
    assert waiting_for(inventory, sample) == Waiting((ANN,), 0)
    operations.remove_rock_glacier(inventory, 1, "talus", ME)
    assert not waiting_for(inventory, sample)


def test_windows_are_waited_for_too_and_count_as_samples(inventory):
    outline = shapely.to_wkb(shapely.MultiPolygon([square(97, 28)]))
    windows = [Window(outline, "", 1e6), Window(outline, "", 1e6)]
    sample = keep_windows(inventory, windows, {"": 9.0}, GroundDraw(reviewers=2))
    assert waiting_for(inventory, sample) == Waiting((), 2)
    judge_window(inventory, sample, 1, ANN, [])
    assert waiting_for(inventory, sample) == Waiting((ANN,), 1)
    [state] = sample_states(inventory, ANN)
    assert (state.kind, state.markers, state.own, state.reviewed, state.is_open) == (GROUND, 2, 1, 0, True)
    judge_window(inventory, sample, 2, ANN, [])
    for place in (1, 2):
        judge_window(inventory, sample, place, BEN, [shapely.to_wkb(shapely.Point(97.001, 28.001))])
    assert not waiting_for(inventory, sample)
    [state] = sample_states(inventory, BEN)
    assert not state.is_open


@pytest.mark.parametrize(
    ("yes", "judged", "population"), [(0, 0, None), (9, 10, None), (80, 100, 5_000), (40, 40, 900)]
)
def test_so_many_more_decisions_give_the_next_half_width(yes, judged, population):
    found = worth_of(yes, judged, 60, population)
    assert found is not None and found.left == 60
    now = wilson(yes, judged, population)
    assert now is None or now.half_width > found.half_width
    share = 0.5 if now is None else (now.low + now.high) / 2
    total = judged + found.more
    then = wilson(share * total, total, population)
    assert then.half_width <= found.half_width
    before = wilson(share * (total - 1), total - 1, population)
    assert total - 1 == judged or before.half_width > found.half_width, "not one more than it takes"


def test_nothing_is_left_to_gain_where_all_are_judged():
    assert worth_of(30, 40, 0, 40) is None
    assert worth_of(9_900, 10_000, 0, None) is None
    assert worth_of(0, 0, 5, None) == Worth(0.1, 93, 5)


def test_a_sample_of_an_older_version_is_waited_for_too(inventory):
    """It has no row that tells how it was drawn."""
    sample, names = draw_sample(inventory, Draw(share=1.0, reviewers=2)), identifiers(inventory)
    with inventory.change() as tables:
        tables.delete(SAMPLES, 1)
    for identifier in names:
        decide(inventory, sample, identifier, ANN, "no")
    assert waiting_for(inventory, sample) == Waiting((), 1)
    [state] = sample_states(inventory, ANN)
    assert (state.markers, state.own, state.reviewed, state.reviewers) == (4, 4, 0, 2)
