"""What an inventory already knows of the ground that a run searches, so that nothing is added twice.

Two outlines are of the same landform where they share at least half of the smaller one. Areas are planar, in
the inventory's coordinate system: only their ratio counts, and over one landform the scale does not change.
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
from ...inventory.geometry import decode, envelope_of
from ...inventory.secrets import scrub
from ..run_record import Run
from .inventory_rows import AMONG

SAME = 0.5
"""Share of the smaller outline that two of the same landform have in common, at least."""
BATCH = 200

_CANDIDATES, _FID, _GEOM = schema.CANDIDATES.name, schema.FEATURE_ID, schema.GEOMETRY
IS_OPEN = f"""coalesce(c."STATE", '{schema.UNDECIDED}') = '{schema.UNDECIDED}'"""
NOT_COMMENTED = "coalesce(c.\"COMMENT\", '') = ''"
"""A comment is a person's work, so what has one is not replaced."""


class Ground(Protocol):
    """What a run has searched (`SearchedGround`)."""

    def is_inside(self, fid: int) -> bool | None:
        """Whether a candidate of an earlier run lies wholly inside; None where that is not known yet."""

    def all_inside(self) -> Iterator[int]:
        """All of them that do; when everything was searched."""


@dataclass
class Verdict:
    """What becomes of a new candidate: known already, not to be told yet, or new in the place of others."""

    known: bool = False
    waits: bool = False
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
        verdicts = [Verdict() for _ in blobs]
        boxes = json.dumps([envelope_of(blob) or (1, 1, 0, 0) for blob in blobs])
        near = [*self._candidates_near(connection, boxes), *self._rock_glaciers_near(connection, boxes)]
        if not near:
            return verdicts
        ours = shapes_of(blobs)[[row[0] for row in near]]
        theirs = shapes_of([row[3] for row in near])
        smaller = np.minimum(shapely.area(ours), shapely.area(theirs))
        common = shapely.area(shapely.intersection(ours, theirs))
        for index in np.flatnonzero((common >= SAME * smaller) & (smaller > 0)).tolist():
            number, fid, may_go, _ = near[index]
            self._note(verdicts[number], fid, bool(may_go))
        return verdicts

    def _note(self, verdict: Verdict, fid: int, may_go: bool) -> None:
        """One outline of the same landform is there."""
        inside = self._ground.is_inside(fid) if may_go and self._ground is not None else False
        if inside is None:
            verdict.waits = True
        elif inside:
            verdict.replaces.append(fid)
        else:
            verdict.known = True

    def _candidates_near(self, connection: sqlite3.Connection, boxes: str) -> list[Any]:
        """Number of the new one, feature id, whether it may be replaced, outline."""
        model, values = same_model(self._run)
        sql = (
            f'SELECT n.key, c.{_FID}, {IS_OPEN} AND {NOT_COMMENTED}, c."{_GEOM}" '
            f'{_near(_CANDIDATES)} LEFT JOIN "{schema.RUNS.name}" u ON u."RUN_ID" = c."RUN_ID" '
            f"WHERE coalesce(c.\"RUN_ID\", '') <> ? AND (NOT {IS_OPEN} OR {model})"
        )
        return connection.execute(sql, (boxes, self._run.run_id, *values)).fetchall()

    def _rock_glaciers_near(self, connection: sqlite3.Connection, boxes: str) -> list[Any]:
        sql = f'SELECT n.key, c.{_FID}, 0, c."{_GEOM}" {_near(schema.ROCK_GLACIERS.name)}'
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
