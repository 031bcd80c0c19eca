"""Patches that were read a moment ago stay in memory, few enough of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from rock_glacier_inventory.engine.training.recent import Recent


def reader(asked: list[Path]):
    def read(path: Path):
        asked.append(path)
        return np.full((10, 10), int(path.name), np.uint8)

    return read


def test_the_latest_are_kept_and_no_more_than_fit():
    asked: list[Path] = []
    recent = Recent(reader(asked), most_bytes=250)  # two of them
    one, two, three = Path("1"), Path("2"), Path("3")
    for path in (one, two, one, three, one, two):
        np.testing.assert_array_equal(recent(path), int(path.name))
    assert asked == [one, two, three, two]  # the second went when the third came: the first was used after it
    with pytest.raises(ValueError, match="read-only"):
        recent(one)[0, 0] = 7


def test_one_that_is_larger_than_all_room_is_given_and_not_kept():
    asked: list[Path] = []
    recent = Recent(reader(asked), most_bytes=50)
    assert recent(Path("4"))[0, 0] == recent(Path("4"))[0, 0] == 4
    assert len(asked) == 2


def test_several_threads_at_once():
    asked: list[Path] = []
    recent = Recent(reader(asked), most_bytes=350)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: int(recent(Path(str(number % 5)))[3, 3]), range(400)))
    assert found == [number % 5 for number in range(400)]
    assert sum(values.nbytes for values in recent._kept.values()) == recent._bytes <= 350
