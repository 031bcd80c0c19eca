"""Inventories whose samples were judged, for the tests of agreement."""

from __future__ import annotations

import random
from contextlib import closing, contextmanager

from mapping import ME, candidate_outline, candidate_squares, make_inventory, open_inventory
from rock_glacier_inventory.gestures import operations
from rock_glacier_inventory.gestures.reviews import decide
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample
from rock_glacier_inventory.inventory.schema import REVIEW_SAMPLES
from rock_glacier_inventory.store.records import Wanted

ANN, BEN = "Ann", "Ben 冰"
NORTH, SOUTH = "Nyainqêntanglha 念青", "South"


def mapped(path, count=60, south=10):
    """An inventory with so many rock glaciers, the last of them in the south."""
    regions = [NORTH] * (count - south) + [SOUTH] * south
    make_inventory(path, candidate_squares(count), SUBREGION=regions, PROB_MEAN=[n / count for n in range(count)])
    with opened(path) as inventory:
        for fid in range(1, count + 1):
            operations.remain(inventory, fid, candidate_outline(inventory, fid), ME)
    return path


@contextmanager
def opened(path):
    with closing(open_inventory(path)) as inventory:
        inventory.connection.execute("PRAGMA synchronous = OFF")
        yield inventory


def drawn(path, **how):
    with opened(path) as inventory:
        return draw_sample(inventory, Draw(**how))


def markers_of(inventory, sample):
    rows = inventory.rows(REVIEW_SAMPLES, ("PLACE", "ID"), Wanted(having={"SAMPLE": sample}))
    return [marker for _, _, marker in sorted(rows, key=lambda row: row[1])]


def judged(path, sample, views, only=None):
    """Reviewer -> decisions in the order of the sample, or a function of the place."""
    with opened(path) as inventory:
        markers = markers_of(inventory, sample)[:only]
        for reviewer, said in views.items():
            for place, marker in enumerate(markers):
                decide(inventory, sample, marker, reviewer, said(place) if callable(said) else said[place])


def mostly_yes(seed, yes=0.87):
    """Decisions as they are in practice."""
    chance = random.Random(seed)
    rest = 1 - yes
    return lambda place: chance.choices(("yes", "no", "uncertain", "undefined"), (yes, rest / 2, rest / 3, rest / 6))[0]
