"""What an inventory already knows of the ground that a run searches, so that nothing is added twice.

A new outline is known where at least half of it is covered by all that stays together: decided candidates
and rock glaciers. So a system that was split does not come back, and a speck that was removed hides nothing
larger than twice itself. An undecided outline of an earlier run gives way to a new one where they share at
least half of the smaller of the two: what the same model says now counts, whichever is larger.

Areas are planar, in the inventory's coordinate system: only their ratio counts, and over one landform the
scale does not change.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory import schema
from ...inventory.secrets import scrub
from ...store.geopackage.geometry import decode, envelope_of
from ..attributes.inventory_rows import AMONG
from ..runs.run_record import Run

COVERED = 0.5
"""Share of a new outline that is covered by what stays, from which it is known."""
SAME = 0.5
"""Share of the smaller outline that an undecided one and its successor have in common, at least."""
TOUCHES = 0.01
"""Less of the smaller outline is a border that two share and that does not quite meet."""
BATCH = 200

_CANDIDATES, _FID, _GEOM = schema.CANDIDATES.name, schema.FEATURE_ID, schema.GEOMETRY
IS_OPEN = f"""coalesce(c."STATE", '{schema.UNDECIDED}') = '{schema.UNDECIDED}'"""
NOT_COMMENTED = "coalesce(c.\"COMMENT\", '') = ''"
"""A comment is a person's work, so what has one is not replaced."""
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


def same_model(run: Run) -> tuple[str, tuple[str, ...]]:
    """SQL for runs ``u`` of the same model but not this one, and its values.

    Where no weights are known (a probability raster of elsewhere), the same source stands for the model.
    """
    other = 'u."RUN_ID" <> ?'
    if run.model_sha256:
        return f'({other} AND u."MODEL_HASH" = ?)', (run.run_id, run.model_sha256)
    told = """coalesce(u."MODEL_HASH", '') = '' AND u."MODEL" = ? AND u."SOURCE" = ? AND u."COMMAND" = ?"""
    return f"({other} AND {told})", (run.run_id, run.model, scrub(run.source), run.command)


def shapes_of(blobs: Sequence[bytes | None]) -> npt.NDArray[Any]:
    """Valid shapes of GeoPackage binaries, shape (n,); empty where there is none."""
    wkbs = [None if blob is None else decode(blob)[0] for blob in blobs]
    shapes = np.asarray(shapely.from_wkb(wkbs), dtype=object)
    shapes[shapely.is_missing(shapes)] = shapely.Polygon()
    invalid = ~shapely.is_valid(shapes)
    if invalid.any():  # drawn by hand, or by another tool
        shapes[invalid] = shapely.make_valid(shapes[invalid])
    return shapes


@dataclass(frozen=True)
class _Pairs:
    """New outlines, each with one near it that is there; all arrays have shape (n,).

    `new` is the number of the new one, `common` their shapes' intersection, `area` that of the new one,
    `smaller` that of the smaller of the two, `shared_area` that of what they share.
    """

    new: npt.NDArray[np.intp]
    fids: list[int]
    may_go: npt.NDArray[np.bool_]
    is_rock_glacier: npt.NDArray[np.bool_]
    common: npt.NDArray[Any]
    shared_area: npt.NDArray[np.float64]
    area: npt.NDArray[np.float64]
    smaller: npt.NDArray[np.float64]

    @staticmethod
    def of(shapes: npt.NDArray[Any], near: Sequence[Any]) -> _Pairs:
        """Of new shapes and the rows near them: number, feature id, kind, outline."""
        new, kinds = np.array([row[0] for row in near], np.intp), np.array([row[2] for row in near])
        theirs = shapes_of([row[3] for row in near])
        common, area = shapely.intersection(shapes[new], theirs), shapely.area(shapes)[new]
        return _Pairs(
            new, [row[1] for row in near], kinds == _MAY_GO, kinds == _ROCK_GLACIER, common,
            shapely.area(common), area, np.minimum(area, shapely.area(theirs)),
        )  # fmt: skip

    def shared(self, share: float) -> npt.NDArray[np.bool_]:
        """Which pairs have so much of the smaller one in common, at least."""
        return (self.smaller > 0) & (self.shared_area >= share * self.smaller)

    def covered(self, by: npt.NDArray[np.bool_], count: int) -> npt.NDArray[np.bool_]:
        """Which of `count` new ones the others in the pairs `by` cover by half or more, all together.

        What several cover is united only where one alone does not suffice and their sum might.
        """
        chosen = by & (self.shared_area > 0)
        new, share = self.new[chosen], self.shared_area[chosen] / self.area[chosen]
        found = np.zeros(count, np.bool_)
        found[new[share >= COVERED]] = True
        for number in np.flatnonzero((np.bincount(new, share, count) >= COVERED) & ~found).tolist():
            pairs = np.flatnonzero(chosen & (self.new == number))
            united = shapely.area(shapely.union_all(self.common[pairs]))
            found[number] = united >= COVERED * self.area[pairs[0]]
        return found


class KnownGround:
    """Compares new candidates with what is in an inventory.

    Parameters
    ----------
    run
        What makes them.
    ground
        What the run has searched; None where that is not known: then nothing is replaced.
    """

    def __init__(self, run: Run, ground: Ground | None) -> None:
        self._run, self._ground = run, ground

    def judge(self, connection: sqlite3.Connection, blobs: Sequence[bytes]) -> list[Verdict]:
        """A verdict on each of some new candidates (GeoPackage binaries in the inventory's system)."""
        boxes = json.dumps([envelope_of(blob) or (1, 1, 0, 0) for blob in blobs])
        near = [*self._candidates_near(connection, boxes), *self._rock_glaciers_near(connection, boxes)]
        if not near:
            return [Verdict() for _ in blobs]
        pairs = _Pairs.of(shapes_of(blobs), near)
        stays, unknown = np.ones(len(pairs.new), np.bool_), np.zeros(len(pairs.new), np.bool_)
        for index in np.flatnonzero(pairs.may_go).tolist():
            inside = self._ground.is_inside(pairs.fids[index]) if self._ground is not None else False
            stays[index], unknown[index] = inside is False, inside is None
        known, same = pairs.covered(stays, len(blobs)), pairs.shared(SAME)
        waits = np.zeros(len(blobs), np.bool_)
        if unknown.any():
            waits = pairs.covered(stays | unknown, len(blobs))
            waits[pairs.new[unknown & same]] = True
        overlaps = np.zeros(len(blobs), np.bool_)
        overlaps[pairs.new[pairs.is_rock_glacier & pairs.shared(TOUCHES)]] = True
        verdicts = [
            Verdict(known=bool(yes), waits=bool(later and not yes), overlaps=bool(over and not yes))
            for yes, later, over in zip(known, waits, overlaps, strict=True)
        ]
        for index in np.flatnonzero(same & ~stays & ~unknown).tolist():
            verdicts[pairs.new[index]].replaces.append(pairs.fids[index])
        return verdicts

    def _candidates_near(self, connection: sqlite3.Connection, boxes: str) -> list[Any]:
        """Number of the new one, feature id, what kind the other is, outline."""
        model, values = same_model(self._run)
        sql = (
            f"SELECT n.key, c.{_FID}, "
            f'CASE WHEN {IS_OPEN} AND {NOT_COMMENTED} THEN {_MAY_GO} ELSE {_STAYS} END, c."{_GEOM}" '
            f'{_near(_CANDIDATES)} LEFT JOIN "{schema.RUNS.name}" u ON u."RUN_ID" = c."RUN_ID" '
            f"WHERE coalesce(c.\"RUN_ID\", '') <> ? AND (NOT {IS_OPEN} OR {model})"
        )
        return connection.execute(sql, (boxes, self._run.run_id, *values)).fetchall()

    def _rock_glaciers_near(self, connection: sqlite3.Connection, boxes: str) -> list[Any]:
        sql = f'SELECT n.key, c.{_FID}, {_ROCK_GLACIER}, c."{_GEOM}" {_near(schema.ROCK_GLACIERS.name)}'
        return connection.execute(sql, (boxes,)).fetchall()

    def left_over(self, connection: sqlite3.Connection) -> Iterator[list[int]]:
        """Undecided candidates of earlier runs that this run, which is complete, has not found again."""
        if self._ground is None:
            return
        sql = (
            f'SELECT c.{_FID} FROM "{_CANDIDATES}" c WHERE c.{_FID} {AMONG} AND {IS_OPEN} AND {NOT_COMMENTED}'
        )
        fids = list(self._ground.all_inside())
        for start in range(0, len(fids), BATCH):
            among = json.dumps(fids[start : start + BATCH])
            yield [row[0] for row in connection.execute(sql, (among,)).fetchall()]


def _near(table: str) -> str:
    """SQL for the features ``c`` whose boxes touch those of the new ones ``n``, by the spatial index."""
    corner = "json_extract(n.value, '$[{}]')".format
    return (
        f'FROM json_each(?) n CROSS JOIN "rtree_{table}_{_GEOM}" r '
        f"ON r.minx <= {corner(2)} AND r.maxx >= {corner(0)} "
        f"AND r.miny <= {corner(3)} AND r.maxy >= {corner(1)} "
        f'CROSS JOIN "{table}" c ON c.{_FID} = r.id'
    )
