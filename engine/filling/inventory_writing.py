"""Write computed fields of some thousand features, their markers and the run's row, in one transaction."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from ...inventory.schema import GEOMETRY, PRIMARY_MARKERS, Layer
from ...store.protocol import Filling, Store
from ...store.records import Wanted
from ..attributes.inventory_rows import Features, Mask, digest_of
from ..attributes.markers import Markers
from ..runs.inventories import open_layers


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


def write_features(features: Features, computed: Computed, run_row: Callable[[int], Sequence[Any]]) -> Mask:
    """Write computed fields, markers and the run's row in one transaction.

    Parameters
    ----------
    features
        As read. Rows whose outline or identifier someone changed since are left as they are.
    computed
        Of these features.
    run_row
        Gives the row of the run that computed them, from the number of features that are written now; it is
        added, or brought up to date where it is there.

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
    groups = [({name: _plain(values) for name, values in group.items()}, known) for group, known in computed.groups]
    with closing(open_layers(of.path)) as store, store.fill(of.layer) as inventory:
        same = _unchanged(store, features)
        for told, chosen in _alike(groups, same):
            values = {**plain, **{name: told[name] for name in told}}
            rows = [[*(values[name][index] for name in values), features.fids[index]] for index in chosen]
            inventory.update_many(of.layer, list(values), rows)
        if of.is_rock_glaciers:
            present = _by_identifier(store, PRIMARY_MARKERS, features)
            indices = np.flatnonzero(same).tolist()
            _write_markers(inventory, present, features, computed.markers, plain, indices)
        inventory.run(run_row(int(same.sum())))
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


def _unchanged(store: Store, features: Features) -> Mask:
    """Which features are in the file as they were read, with identifiers that nobody else has taken."""
    of = features.of
    wanted = Wanted(fids=features.fids)
    now = {fid: told for fid, *told in store.rows(of.layer, [GEOMETRY, of.identifier], wanted)}
    others = _by_identifier(store, of.layer, features) if of.is_rock_glaciers else {}
    same = np.zeros(len(features), dtype=bool)
    for index, (fid, digest) in enumerate(zip(features.fids, features.digests, strict=True)):
        outline, name = now.get(fid, (None, None))
        if outline is None or digest_of(outline) != digest:
            continue
        if of.is_rock_glaciers:
            identifier = features.identifiers[index]
            if (name or identifier) != identifier:
                continue
            if not name and identifier and others.get(identifier, fid) != fid:
                continue
        same[index] = True
    return same


def _by_identifier(store: Store, layer: Layer, features: Features) -> dict[str, int]:
    """Identifier -> feature id of a row that has it."""
    named = [identifier for identifier in features.identifiers if identifier]
    return {name: fid for fid, name in store.rows(layer, ["ID"], Wanted(having={"ID": named}))} if named else {}


def _write_markers(
    inventory: Filling,
    present: dict[str, int],
    features: Features,
    markers: Markers,
    plain: dict[str, list[Any]],
    indices: list[int],
) -> None:
    """Keep a row of `primary_markers` in step with each rock glacier that has an identifier."""
    layer = PRIMARY_MARKERS
    wkbs = shapely.to_wkb(markers.points)
    new, moved, named = [], [], []
    for index in indices:
        identifier = features.identifiers[index]
        if not identifier:
            continue
        point = wkbs[index]
        latitude, longitude = plain["LAT"][index], plain["LON"][index]
        region = plain["SUBREGION"][index] if "SUBREGION" in plain else None
        if identifier not in present:
            told = {"ID": identifier, "SUBREGION": region, "LAT": latitude, "LON": longitude}
            new.append((point, *map(told.get, layer.field_names)))
            continue
        moved.append((point, latitude, longitude, present[identifier]))
        if "SUBREGION" in plain:
            named.append((region, present[identifier]))
    inventory.insert_many(layer, new)
    inventory.update_many(layer, [GEOMETRY, "LAT", "LON"], moved)
    inventory.update_many(layer, ["SUBREGION"], named)
