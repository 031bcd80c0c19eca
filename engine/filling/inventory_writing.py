"""Write computed fields of some thousand features, their markers and the run's row, in one transaction."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from ...inventory import schema
from ...store.geopackage import geopackage
from ...store.geopackage.geometry import encode
from ...store.geopackage.sql import column
from ..attributes.inventory_rows import AMONG, Features, Mask, as_json, digest_of, select_rows
from ..attributes.markers import Markers
from ..runs.run_record import Run

_FID, _GEOM = schema.FEATURE_ID, schema.GEOMETRY


@dataclass
class Computed:
    """What was computed for n features.

    `columns` holds the fields that are written of every feature; `groups` pairs of further columns and of
    which features they are written for, shape (n,): a DEM that does not reach a polygon does not wipe out
    what another one told. `stale` is what the field becomes.
    """

    columns: dict[str, Any]
    groups: Sequence[tuple[Mapping[str, Any], Mask]]
    markers: Markers
    stale: Mask


def write_features(features: Features, computed: Computed, run: Run, written_before: int) -> Mask:
    """Write computed fields, markers and the run's row in one transaction.

    Parameters
    ----------
    features
        As read. Rows whose outline or identifier someone changed since are left as they are.
    computed
        Of these features.
    run
        What computed them; its row is added, or brought up to date where it is there.
    written_before
        Features that the run has written already.

    Returns
    -------
    ndarray of bool, shape (n,)
        The features that were written.
    """
    of = features.of
    plain = {name: _plain(values) for name, values in computed.columns.items()}
    if of.is_rock_glaciers:
        plain["ID"] = list(features.identifiers)
        plain["STALE"] = [int(value) for value in computed.stale.tolist()]
    groups = [
        ({name: _plain(values) for name, values in group.items()}, known) for group, known in computed.groups
    ]
    with geopackage.connect(of.path, write=True) as connection, geopackage.own_transaction(connection):
        same = _unchanged(connection, features)
        for told, chosen in _alike(groups, same):
            values = {**plain, **{name: told[name] for name in told}}
            rows = [[*(values[name][index] for name in values), features.fids[index]] for index in chosen]
            geopackage.update_rows(connection, of.layer, list(values), rows)
        if of.is_rock_glaciers:
            _write_markers(connection, features, computed.markers, plain, np.flatnonzero(same).tolist())
        write_run(connection, run, written_before + int(same.sum()))
    return same


def _alike(
    groups: list[tuple[dict[str, list[Any]], Mask]], same: Mask
) -> Iterator[tuple[dict[str, list[Any]], list[int]]]:
    """The columns to write, and the features to write them for: those for which the same groups are known."""
    known = np.ones((len(same), len(groups) + 1), dtype=bool)  # one more, as there may be no group
    for place, (_, mask) in enumerate(groups):
        known[:, place] = mask
    patterns, which = np.unique(known, axis=0, return_inverse=True)
    for place, pattern in enumerate(patterns):
        chosen = np.flatnonzero((which.ravel() == place) & same).tolist()
        told = {
            name: values
            for (fields, _), here in zip(groups, pattern[:-1], strict=True)
            if here
            for name, values in fields.items()
        }
        if chosen:
            yield told, chosen


def _plain(values: Any) -> list[Any]:
    """Python's own numbers, and None for not-a-number."""
    listed = values.tolist() if isinstance(values, np.ndarray) else list(values)
    return [None if isinstance(value, float) and not math.isfinite(value) else value for value in listed]


def _unchanged(connection: sqlite3.Connection, features: Features) -> Mask:
    """Which features are in the file as they were read, with identifiers that nobody else has taken."""
    of = features.of
    now = {row[0]: row for row in select_rows(connection, of, features.fids)}
    others = _holders(connection, features) if of.is_rock_glaciers else {}
    same = np.zeros(len(features), dtype=bool)
    for index, (fid, digest) in enumerate(zip(features.fids, features.digests, strict=True)):
        row = now.get(fid)
        if row is None or row[1] is None or digest_of(row[1]) != digest:
            continue
        if of.is_rock_glaciers:
            identifier = features.identifiers[index]
            if (row[2] or identifier) != identifier:
                continue
            if not row[2] and identifier and others.get(identifier, fid) != fid:
                continue
        same[index] = True
    return same


def _holders(connection: sqlite3.Connection, features: Features) -> dict[str, int]:
    """Identifier -> a rock glacier that has it."""
    query = f'SELECT "ID", "{_FID}" FROM {column(features.of.layer.name)} WHERE "ID" {AMONG}'
    return dict(connection.execute(query, (as_json(features.identifiers),)).fetchall())


def _write_markers(
    connection: sqlite3.Connection, features: Features, markers: Markers, plain: dict[str, list[Any]],
    indices: list[int],
) -> None:  # fmt: skip
    """Keep a row of `primary_markers` in step with each rock glacier that has an identifier."""
    layer, srs_id = schema.PRIMARY_MARKERS, features.of.reference.srs_id
    query = f'SELECT "ID", "{_FID}" FROM "{layer.name}" WHERE "ID" {AMONG}'
    present = dict(connection.execute(query, (as_json(features.identifiers),)).fetchall())
    wkbs = shapely.to_wkb(markers.points)
    new, moved, named = [], [], []
    for index in indices:
        identifier = features.identifiers[index]
        if not identifier:
            continue
        blob = encode(wkbs[index], srs_id)
        latitude, longitude = plain["LAT"][index], plain["LON"][index]
        region = plain["SUBREGION"][index] if "SUBREGION" in plain else None
        if identifier not in present:
            new.append((blob, identifier, region, latitude, longitude))
            continue
        moved.append((blob, latitude, longitude, present[identifier]))
        if "SUBREGION" in plain:
            named.append((region, present[identifier]))
    geopackage.insert_rows(connection, layer, new)
    geopackage.update_rows(connection, layer, [_GEOM, "LAT", "LON"], moved)
    geopackage.update_rows(connection, layer, ["SUBREGION"], named)


def write_run(connection: sqlite3.Connection, run: Run, features: int) -> None:
    """Add the run's row, or bring the one that is there up to date."""
    run.seconds = None  # it goes on until now
    row, layer = run.row(features), schema.RUNS
    found = connection.execute(f'SELECT "{_FID}" FROM "{layer.name}" WHERE "RUN_ID" = ?', (run.run_id,))
    place = found.fetchone()
    if place is None:
        geopackage.insert_rows(connection, layer, [row])
    else:
        geopackage.update_rows(connection, layer, layer.field_names, [(*row, place[0])])
