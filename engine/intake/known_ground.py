"""What an inventory already knows of the ground that a run searches, so that nothing is added twice.

A new outline is known where at least half of it is covered by all that stays together: decided candidates
and rock glaciers. So a system that was split does not come back, and a speck that was removed hides nothing
larger than twice itself. An undecided outline of an earlier run gives way to a new one where they share at
least half of the smaller of the two (`matching.SAME`): what the same model says now counts, whichever is larger.
So do those of other models where the run says that it replaces them.

Areas are planar, in the inventory's coordinate system: only their ratio counts, and over one landform the
scale does not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.model_cards.targets import finds_rock_glaciers
from ...inventory.schema import CANDIDATES, ROCK_GLACIERS, RUNS, UNDECIDED, Layer
from ...inventory.secrets import scrub
from ...store.protocol import Store
from ...store.records import Wanted
from ..matching.pairs import paired
from ..runs.run_record import Run
from .candidate_rows import BATCH

COVERED = 0.5
"""Share of a new outline that is covered by what stays, from which it is known."""
TOUCHES = 0.01
"""Less of the smaller outline is a border that two share and that does not quite meet."""

UNTOUCHED = {"STATE": (None, UNDECIDED), "COMMENT": None}
"""Of candidates that may be replaced. A comment is a person's work, so what has one is not."""
_FINDING = ("detect", "polygonize")
"""Commands whose candidates a model has found."""
_STAYS, _MAY_GO, _ROCK_GLACIER = 0, 1, 2
"""Kinds of outlines that are there: decided or commented candidates, undecided ones, and rock glaciers."""


class Ground(Protocol):
    """What a run has searched (`SearchedGround`)."""

    def is_inside(self, fid: int) -> bool | None:
        """Whether a candidate of an earlier run lies wholly inside; None where that is not known yet."""

    def all_inside(self) -> Iterator[int]:
        """All of them that do; when everything was searched."""


@dataclass
class Verdict:
    """What becomes of a new candidate: known already, not to be told yet, or new in the place of others.

    `overlaps`: it is new, although a rock glacier of the inventory covers a part of it.
    """

    known: bool = False
    waits: bool = False
    overlaps: bool = False
    replaces: list[int] = field(default_factory=list)


def replaceable_runs(store: Store, run: Run) -> list[str]:
    """Identifiers of runs whose undecided candidates may give way to a run: those of the same model, but not this one.

    Where no weights are known (a probability raster of elsewhere), the same source stands for the model. A run that
    replaces other models does so with all that look for the same landform; what a person imported stays.
    """
    known = store.rows(RUNS, ["RUN_ID", "MODEL_HASH", "MODEL", "SOURCE", "COMMAND", "TARGET"])
    told, rock_glaciers = (run.model, scrub(run.source), run.command), finds_rock_glaciers(run.target)
    return [
        run_id
        for _, run_id, model_hash, *others, target in known
        if run_id and run_id != run.run_id
        if (model_hash == run.model_sha256 if run.model_sha256 else not model_hash and (*others,) == told)
        or (
            run.replaces_other_models
            and others[-1] in _FINDING
            and (finds_rock_glaciers(target) if rock_glaciers else target == run.target)
        )
    ]


def shapes_of(outlines: Sequence[bytes | None]) -> npt.NDArray[Any]:
    """Valid shapes of WKB, shape (n,); empty where there is none."""
    shapes = np.asarray(shapely.from_wkb(outlines), dtype=object)
    shapes[shapely.is_missing(shapes)] = shapely.Polygon()
    invalid = ~shapely.is_valid(shapes)
    if invalid.any():  # drawn by hand, or by another tool
        shapes[invalid] = shapely.make_valid(shapes[invalid])
    return shapes


_Near = tuple[int, int, int, Any]
"""Number of a new outline, feature id of one near it, of what kind that is, and its WKB."""


class KnownGround:
    """Compares new candidates with what is in an inventory, inside one transaction.

    Parameters
    ----------
    store
        The inventory.
    run
        What makes them.
    ground
        What the run has searched; None where that is not known: then nothing is replaced.
    """

    def __init__(self, store: Store, run: Run, ground: Ground | None) -> None:
        self._store, self._run, self._ground = store, run, ground
        self._replaceable = frozenset(replaceable_runs(store, run))

    def judge(self, outlines: Sequence[bytes]) -> list[Verdict]:
        """A verdict on each of some new candidates, whose outlines (WKB) are in the inventory's system."""
        shapes = shapes_of(outlines)
        boxes = np.where(shapely.is_empty(shapes)[:, None], (1, 1, 0, 0), shapely.bounds(shapes)).tolist()
        near = [*self._candidates_near(boxes), *self._rock_glaciers_near(boxes)]
        if not near:
            return [Verdict() for _ in outlines]
        fids, kinds = [row[1] for row in near], np.array([row[2] for row in near])
        new, theirs = np.array([row[0] for row in near], np.intp), shapes_of([row[3] for row in near])
        pairs, count = paired(shapes, theirs, new, np.arange(len(near))), len(shapes)
        stays, unknown = np.ones(len(near), np.bool_), np.zeros(len(near), np.bool_)
        for index in np.flatnonzero(kinds == _MAY_GO).tolist():
            inside = self._ground.is_inside(fids[index]) if self._ground is not None else False
            stays[index], unknown[index] = inside is False, inside is None
        known, same = pairs.covered(stays, count, COVERED), pairs.shared()
        waits = np.zeros(count, np.bool_)
        if unknown.any():
            waits = pairs.covered(stays | unknown, count, COVERED)
            waits[new[unknown & same]] = True
        overlaps = np.zeros(count, np.bool_)
        overlaps[new[(kinds == _ROCK_GLACIER) & pairs.shared(TOUCHES)]] = True
        verdicts = [
            Verdict(known=bool(yes), waits=bool(later and not yes), overlaps=bool(over and not yes))
            for yes, later, over in zip(known, waits, overlaps, strict=True)
        ]
        for index in np.flatnonzero(same & ~stays & ~unknown).tolist():
            verdicts[new[index]].replaces.append(fids[index])
        return verdicts

    def _candidates_near(self, boxes: list[Any]) -> list[_Near]:
        """Those of other runs, but for undecided ones of models that are not replaced."""
        pairs, kinds = self._store.near(CANDIDATES, boxes), {}
        wanted = Wanted(fids=list({fid for _, fid in pairs}))
        for fid, run_id, state, comment in self._store.rows(CANDIDATES, ["RUN_ID", "STATE", "COMMENT"], wanted):
            is_open = (state or UNDECIDED) == UNDECIDED
            if run_id != self._run.run_id and (not is_open or run_id in self._replaceable):
                kinds[fid] = _MAY_GO if is_open and not comment else _STAYS
        return self._with_outlines(CANDIDATES, pairs, kinds)

    def _rock_glaciers_near(self, boxes: list[Any]) -> list[_Near]:
        pairs = self._store.near(ROCK_GLACIERS, boxes)
        return self._with_outlines(ROCK_GLACIERS, pairs, {fid: _ROCK_GLACIER for _, fid in pairs})

    def _with_outlines(self, layer: Layer, pairs: list[tuple[int, int]], kinds: dict[int, int]) -> list[_Near]:
        """Of pairs of a new one and a feature near it: those whose kind is known."""
        outlines = dict(self._store.outlines(layer, Wanted(fids=list(kinds))))
        return [(new, fid, kinds[fid], outlines[fid]) for new, fid in pairs if fid in outlines]

    def left_over(self) -> Iterator[list[int]]:
        """Undecided candidates of earlier runs that this run, which is complete, has not found again."""
        fids = [] if self._ground is None else list(self._ground.all_inside())
        for start in range(0, len(fids), BATCH):
            wanted = Wanted(fids=fids[start : start + BATCH], having=UNTOUCHED)
            yield [fid for (fid,) in self._store.rows(CANDIDATES, [], wanted)]
