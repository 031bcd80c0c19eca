"""What hangs together, link by link."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def chained(count: int, one: npt.NDArray[Any], other: npt.NDArray[Any]) -> Ints:
    """Number of the chain that each of `count` things is in, shape (count,), counted in order of their first.

    Parameters
    ----------
    count
        How many things there are.
    one, other
        Numbers of things that are linked, shape (links,) each.
    """
    # Here and not above: to load it takes a fifth of a second, and most commands that may ask have nothing to link.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(one), bool), (one, other)), shape=(count, count))
    _, labels = connected_components(links, directed=False)
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[inverse], dtype=np.int64)
