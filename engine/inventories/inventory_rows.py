"""Read the outlines of an inventory's layer, and write computed fields back in one transaction."""

from __future__ import annotations

import hashlib
import math
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory import geopackage, schema
from ...inventory.errors import UserError
from ...inventory.geometry import decode, encode
from ...inventory.geopackage_layout import SpatialReference
from ..ground.geodesy import to_pyproj
from ..ground.vectors import clean_polygons, close_at_antimeridian
from ..report import Report
from ..run_record import Run
from .markers import Markers, points_at

LAYERS = (schema.ROCK_GLACIERS, schema.CANDIDATES)
"""Layers with computed fields, in the order in which one is chosen."""

_FID, _GEOM = schema.FEATURE_ID, schema.GEOMETRY


@dataclass
class Features:
    """Outlines of a layer as they were read; lists and arrays run over the n features.

    `outlines` are valid polygons in `reference`; `labels` name them in messages; `points` are the
    markers the inventory holds (None where it has none); `digests` tell whether someone changed an
    outline since; `taken` are the identifiers in use anywhere in the inventory.
    """

    path: Path
    layer: schema.Layer
    reference: SpatialReference
    outlines: npt.NDArray[Any]
    fids: list[int]
    labels: list[str]
    identifiers: list[str | None]
    points: npt.NDArray[Any]
    digests: list[bytes]
    taken: set[str]

    def __len__(self) -> int:
        return len(self.fids)


def read_features(path: Path, layer: str | None, report: Report) -> Features:
    """Read a layer of an inventory, or of a file of `inventory_file.write_candidates`.

    Parameters
    ----------
    path
        The file.
    layer
        ``rock_glaciers`` or ``candidates``; None takes the first that the file has.
    report
        Gets warnings about outlines that had to be repaired or left out.

    Raises
    ------
    UserError
        Not such a file, no such layer, or a schema version that is not ours.
    """
    with geopackage.connect(path) as connection:
        chosen = _choose(connection, path, layer)
        reference = geopackage.reference_of(connection, chosen)
        rows = _select(connection, chosen)
        markers = _read_markers(connection, chosen)
    wkbs = [None if row[1] is None else decode(row[1])[0] for row in rows]
    geometries = shapely.force_2d(shapely.from_wkb(np.array(wkbs, dtype=object), on_invalid="fix"))
    outlines, keep = clean_polygons(np.atleast_1d(geometries), f"'{chosen.name}' of {path}", report)
    kept = [row for row, good in zip(rows, keep, strict=True) if good]
    if to_pyproj(reference.wkt).is_geographic:
        outlines = close_at_antimeridian(outlines)
    identifiers = [row[2] or None for row in kept]
    is_glaciers = chosen is schema.ROCK_GLACIERS
    return Features(
        path, chosen, reference, outlines, [row[0] for row in kept],
        [name or f"feature {row[0]}" for name, row in zip(identifiers, kept, strict=True)],
        identifiers if is_glaciers else [None] * len(kept),
        _known_points(kept, markers, reference) if is_glaciers else np.full(len(kept), None, dtype=object),
        [_digest(row[1]) for row in kept],
        {row[2] for row in rows if row[2]} | set(markers) if is_glaciers else set(),
    )  # fmt: skip


def _choose(connection: sqlite3.Connection, path: Path, layer: str | None) -> schema.Layer:
    present = geopackage.layer_names(connection)
    if schema.INVENTORY_INFO.name in present:
        geopackage.check_inventory(connection, path)
    for candidate in LAYERS:
        if layer == candidate.name or (layer is None and candidate.name in present):
            geopackage.check_layers(connection, path, (candidate, schema.RUNS))
            return candidate
    if layer is None:
        raise UserError(f"{path} has neither rock glaciers nor candidates; give an inventory.", "inventory")
    raise UserError(f"Attributes are computed for rock_glaciers or candidates, not for '{layer}'.")


def _select(connection: sqlite3.Connection, layer: schema.Layer) -> list[tuple[Any, ...]]:
    """Feature id, geometry, identifier, latitude, longitude of every row."""
    name = "ID" if layer is schema.ROCK_GLACIERS else "CANDIDATE_ID"
    query = f'SELECT "{_FID}", "{_GEOM}", "{name}", "LAT", "LON" FROM "{layer.name}" ORDER BY "{_FID}"'
    return connection.execute(query).fetchall()


def _read_markers(connection: sqlite3.Connection, layer: schema.Layer) -> dict[str, bytes | None]:
    """Geometry of each primary marker by its identifier."""
    if layer is not schema.ROCK_GLACIERS:
        return {}
    query = f'SELECT "ID", "{_GEOM}" FROM "{schema.PRIMARY_MARKERS.name}" WHERE "ID" IS NOT NULL'
    return dict(connection.execute(query).fetchall())


def _known_points(
    rows: list[tuple[Any, ...]], markers: dict[str, bytes | None], reference: SpatialReference
) -> npt.NDArray[Any]:
    """The marker of each row: its own point, else its LAT and LON, else None."""
    points = np.full(len(rows), None, dtype=object)
    degrees = {}
    for index, (_, _, identifier, latitude, longitude) in enumerate(rows):
        blob = markers.get(identifier) if identifier else None
        if blob is not None:
            points[index] = shapely.from_wkb(decode(blob)[0])
        elif identifier and latitude is not None and longitude is not None:
            degrees[index] = (latitude, longitude)
    if degrees:
        latitudes, longitudes = zip(*degrees.values(), strict=True)
        points[list(degrees)] = points_at(latitudes, longitudes, reference.wkt)
    return points


def _digest(blob: bytes) -> bytes:
    return hashlib.blake2b(blob, digest_size=16).digest()


def write_features(
    features: Features, columns: dict[str, Any], markers: Markers, kept: set[str],
    known: npt.NDArray[np.bool_], run: Run,
) -> int:  # fmt: skip
    """Write computed fields, markers and the run's row in one transaction.

    Parameters
    ----------
    features
        As read. Rows whose outline or identifier someone changed since are left as they are.
    columns
        Field -> values, shape (n,).
    markers
        Of the features.
    kept, known
        The fields `kept` are written only where `known`, shape (n,): a DEM that does not reach a
        polygon does not wipe out what another one told.
    run
        What computed them.

    Returns
    -------
    int
        Number of rows written.
    """
    layer = features.layer
    plain = {name: _plain(values) for name, values in columns.items()}
    if layer is schema.ROCK_GLACIERS:
        plain["ID"] = list(features.identifiers)
    with geopackage.connect(features.path, write=True) as connection, geopackage.own_transaction(connection):
        same = _unchanged(connection, features)
        for has_terrain in (True, False):
            names = [name for name in plain if has_terrain or name not in kept]
            chosen = [index for index in same if bool(known[index]) == has_terrain]
            rows = [[*(plain[name][index] for name in names), features.fids[index]] for index in chosen]
            geopackage.update_rows(connection, layer, names, rows)
            if layer is schema.ROCK_GLACIERS and has_terrain:
                fids = [(0, features.fids[index]) for index in chosen]
                geopackage.update_rows(connection, layer, ["STALE"], fids)
        if layer is schema.ROCK_GLACIERS:
            _write_markers(connection, features, markers, plain, same)
        geopackage.insert_rows(connection, schema.RUNS, [run.row(len(same))])
    return len(same)


def _plain(values: Any) -> list[Any]:
    """Python's own numbers, and None for not-a-number."""
    listed = values.tolist() if isinstance(values, np.ndarray) else list(values)
    return [None if isinstance(value, float) and not math.isfinite(value) else value for value in listed]


def _unchanged(connection: sqlite3.Connection, features: Features) -> list[int]:
    """Indices of the features that are in the file as they were read."""
    now = {row[0]: row for row in _select(connection, features.layer)}
    same = []
    for index, (fid, digest) in enumerate(zip(features.fids, features.digests, strict=True)):
        row = now.get(fid)
        if row is None or row[1] is None or _digest(row[1]) != digest:
            continue
        if features.layer is schema.ROCK_GLACIERS and row[2] and row[2] != features.identifiers[index]:
            continue
        same.append(index)
    return same


def _write_markers(
    connection: sqlite3.Connection, features: Features, markers: Markers, plain: dict[str, list[Any]],
    indices: list[int],
) -> None:  # fmt: skip
    """Keep a row of `primary_markers` in step with each rock glacier that has an identifier."""
    layer, srs_id = schema.PRIMARY_MARKERS, features.reference.srs_id
    present = dict(connection.execute(f'SELECT "ID", "{_FID}" FROM "{layer.name}"').fetchall())
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
