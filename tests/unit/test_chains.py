"""What hangs together has one number, in the order of the first of each chain."""

from __future__ import annotations

import numpy as np
import pytest
from rock_glacier_inventory.engine.matching.chains import chained


@pytest.mark.parametrize(
    ("count", "links", "chains"),
    [
        (0, [], []),
        (3, [], [0, 1, 2]),
        (4, [(3, 1)], [0, 1, 2, 1]),
        (6, [(5, 0), (4, 3), (0, 4)], [0, 1, 2, 0, 0, 0]),
        (5, [(2, 2), (4, 1), (1, 4)], [0, 1, 2, 3, 1]),
    ],
)
def test_chains_are_counted_in_the_order_of_their_first(
    count: int, links: list[tuple[int, int]], chains: list[int]
) -> None:
    one, other = np.array(links, int).reshape(-1, 2).T
    assert chained(count, one, other).tolist() == chains


@pytest.mark.parametrize("order", ["first to last", "last to first", "by chance"])
def test_one_long_chain_is_one(order: str) -> None:
    things = np.arange(20_000)
    things = {"last to first": things[::-1], "by chance": np.random.default_rng(7).permutation(things)}.get(
        order, things
    )
    assert not chained(len(things) + 1, things[:-1], things[1:])[:-1].any()
    assert chained(len(things) + 1, things[:-1], things[1:])[-1] == 1
