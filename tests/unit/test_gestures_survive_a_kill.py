"""Kills at random moments of a mapper's work: what was acknowledged is there, whole, and can be undone.

2 000 gestures and 50 kills where everything is tried, else 700 and 25.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
import whole
from mapping import FACTS, ME, assert_whole, candidate_squares, journal, make_inventory, open_inventory, snapshot
from nursery import Nursery
from rock_glacier_inventory.gestures import undoing
from rock_glacier_inventory.inventory.schema import GEOMETRY
from scripted_gestures import CANDIDATE_COUNT

SCRIPT = Path(__file__).parent / "scripted_gestures.py"
GESTURE_COUNT, KILLS = (2000, 50) if whole.ALL else (700, 25)


class Mapper:
    """The process that works on the inventory, and what it has told."""

    def __init__(self, path, nursery):
        self.path = path
        self._nursery = nursery
        self.told = []
        """Number, journal row and operation of each acknowledged gesture."""
        self.in_a_transaction = 0

    @property
    def next(self):
        return self.told[-1][0] + 1 if self.told else 0

    def work(self, until, delay=None):
        """Go on to a gesture; then, where there is a delay, wait so long and kill."""
        last = GESTURE_COUNT if delay is not None else until
        child = self._nursery.start(self.path, self.next, last)
        lines = []
        while self.next + len(lines) < until and (line := child.stdout.readline()):
            lines.append(line)
        if delay is not None:
            time.sleep(delay)
            child.kill()
        lines += child.stdout.readlines()  # what it said before it died
        code = self._nursery.wait(child)
        assert code == (0 if delay is None else -9) or self.next + len(lines) == GESTURE_COUNT, code
        # A kill can tear the last line, which then acknowledges nothing.
        for line in (line for line in lines if line.endswith("\n")):
            number, fid, operation = line.split()
            self.told.append((int(number), int(fid), operation))
        self.in_a_transaction += self.path.with_name(self.path.name + "-journal").exists()


def apply(state, row):
    """Do to the tables what a journal row tells; its 'before' must be what was there."""
    for layer, fids in row["TOUCHED"].items():
        for fid in fids:
            before, after = (side_of(row, side, layer, fid) for side in ("BEFORE", "AFTER"))
            there = state[layer].get(fid)
            if before is None:
                assert there is None
                state[layer][fid] = after
            else:
                assert {name: there[name] for name in before} == before
                state[layer][fid] = None if after is None else {**there, **after}
            if state[layer][fid] is None:
                del state[layer][fid]


def side_of(row, side, layer, fid):
    """The values of one row, geometry included, as the journal tells them; None where there was none."""
    values = row[f"ATT_{side}"].get(layer, {}).get(str(fid))
    drawn = row[f"GEO_{side}"].get(layer, {}).get(str(fid))
    if values is None and drawn is None:
        return None
    return {**(values or {}), **({GEOMETRY: bytes.fromhex(drawn)} if drawn else {})}


class Check:
    """Compares the file with its journal, from where the last check was."""

    def __init__(self, path):
        self.path = path
        self.state = snapshot(path)
        self.rows = 0

    def __call__(self, told):
        assert_whole(self.path)
        noted = journal(self.path, self.rows)
        known = {(row["fid"], row["OPERATION"]) for row in noted}
        assert {(fid, operation) for _, fid, operation in told} <= known, "what was acknowledged is there"
        for row in noted[self.rows :]:
            apply(self.state, row)
        self.rows = len(noted)
        now = snapshot(self.path)
        assert now == self.state, "each gesture of the journal is in the tables, whole, and nothing else"
        assert_each_has_its_own(now)


def assert_each_has_its_own(now):
    """One marker for each rock glacier, one rock glacier for each candidate that was kept."""
    glaciers = now["rock_glaciers"].values()
    identifiers = Counter(row["ID"] for row in glaciers)
    assert identifiers == Counter(row["ID"] for row in now["primary_markers"].values())
    assert set(identifiers.values()) <= {1}
    kept = Counter(row["CANDIDATE"] for row in glaciers if row["CANDIDATE"])
    for row in now["candidates"].values():
        assert kept[row["CANDIDATE_ID"]] == (1 if row["STATE"] in ("remain", "refine") else 0)


@pytest.fixture
def nursery():
    nursery = Nursery(SCRIPT)
    yield nursery
    nursery.end()


@pytest.mark.slow
def test_many_gestures_and_kills(tmp_path, nursery):
    path = make_inventory(tmp_path / "inventory é 冰.gpkg", candidate_squares(CANDIDATE_COUNT))
    first, check, mapper = snapshot(path), Check(path), Mapper(path, nursery)
    chance = random.Random(3)
    for until in sorted(chance.sample(range(1, GESTURE_COUNT - 20), KILLS)):
        mapper.work(until, delay=chance.uniform(0, 0.01))
        check(mapper.told)
    mapper.work(GESTURE_COUNT)
    check(mapper.told)
    assert [number for number, _, _ in mapper.told] == list(range(GESTURE_COUNT))
    assert len({fid for _, fid, _ in mapper.told}) == GESTURE_COUNT
    done = Counter(operation for _, _, operation in mapper.told)
    for operation in ("remain", "remove", "refine", "retrieve", "split", "merge", "undo", "redo"):
        assert done[operation] > GESTURE_COUNT // 100
    assert mapper.in_a_transaction > 0, "some kills came in the middle of a gesture"
    unheard = check.rows - GESTURE_COUNT
    assert 0 <= unheard <= KILLS, "a kill can swallow one acknowledgement"
    with closing(open_inventory(path)) as inventory:
        inventory.connection.execute("PRAGMA synchronous = OFF")
        while undoing.undo(inventory, ME.person) is not None:
            pass
    assert snapshot(path) == first, f"all {[layer.name for layer in FACTS]} are as they were at first"
    check(mapper.told)
