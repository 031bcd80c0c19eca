"""Which outlines an inventory has already, whatever program wrote them: not to the bit, but to the centimetre."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.schema import Layer
from ...store.protocol import Store
from ...store.records import Wanted
from ..ground.geodesy import to_pyproj
from ..intake.known_ground import shapes_of
from ..matching.pairs import paired

_SAME = 0.9999
"""Share of what two outlines cover together that both cover, from which they are one."""
_CENTIMETRE = {True: 1e-7, False: 0.01}
"""In degrees, and in units of a projected system."""
_OF_BOX = 1e-3
"""Share of its size by which a box may differ: the index keeps short numbers."""


class KnownOutlines:
    """Compares outlines with those of some layers, inside one transaction.

    Parameters
    ----------
    store
        The inventory; what was added in this transaction counts.
    layers
        The layers.
    crs
        Their coordinate system.
    """

    def __init__(self, store: Store, layers: Sequence[Layer], crs: Any) -> None:
        self._store, self._layers = store, layers
        self._tolerance = _CENTIMETRE[bool(to_pyproj(crs).is_geographic)]

    def are_there(self, shapes: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """Which of some valid shapes are there, or came before among them, shape (n,)."""
        tree = shapely.STRtree(shapes)
        first, second = tree.query(shapes)
        earlier = second < first
        found = np.zeros(len(shapes), np.bool_)
        first, second = first[earlier], second[earlier]
        found[first[self._same(shapes[first], shapes[second])]] = True
        boxes = shapely.bounds(shapes).tolist()
        for layer in self._layers:
            pairs = np.array(self._store.near(layer, boxes), dtype=np.int64).reshape(-1, 2)
            fids = np.unique(pairs[:, 1])
            theirs = dict(self._store.outlines(layer, Wanted(fids=fids.tolist())))
            pairs = pairs[np.isin(pairs[:, 1], list(theirs))]
            if len(pairs):
                others = shapes_of([theirs[fid] for fid in pairs[:, 1].tolist()])
                found[pairs[self._same(shapes[pairs[:, 0]], others), 0]] = True
        return found

    def _same(self, one: npt.NDArray[Any], other: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """Which of pairs are one outline."""
        boxes, theirs = shapely.bounds(one), shapely.bounds(other)
        size = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
        near = np.abs(boxes - theirs).max(axis=1, initial=0) <= _OF_BOX * size
        same = np.zeros(len(one), np.bool_)
        chosen = np.flatnonzero(near)
        a, b = shapely.normalize(one[chosen]), shapely.normalize(other[chosen])
        same[chosen] = shapely.equals_exact(a, b, self._tolerance)
        rest = chosen[~same[chosen]]
        places = np.arange(len(rest))
        same[rest] = paired(one[rest], other[rest], places, places).iou >= _SAME
        return same
