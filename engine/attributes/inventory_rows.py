"""Read the outlines of an inventory's layer, some thousand at a time, with what is known of them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory import schema
from ...inventory.errors import UserError
from ...store.geopackage import geopackage
from ...store.geopackage.geometry import decode
from ...store.geopackage.sql import column
from ...store.records import SpatialReference
from ..ground.antimeridian import cut_where_broken
from ..ground.geodesy import to_pyproj
from ..ground.vectors import close_at_antimeridian, mend_polygons
from .markers import points_at

LAYERS = (schema.ROCK_GLACIERS, schema.CANDIDATES)
"""Layers with computed fields, in the order in which one is chosen."""

Mask = npt.NDArray[np.bool_]

_FID, _GEOM = schema.FEATURE_ID, schema.GEOMETRY
AMONG = "IN (SELECT value FROM json_each(?))"
"""SQL after a column: it is one of a list that is given as JSON, however long."""


@dataclass(frozen=True)
class Filled:
    """The layer that is filled: `identifier` is the field that names its features."""

    path: Path
    layer: schema.Layer
    reference: SpatialReference

    @property
    def crs(self) -> str:
        """Its coordinate system, as WKT."""
        return self.reference.wkt

    @property
    def is_rock_glaciers(self) -> bool:
        return self.layer is schema.ROCK_GLACIERS

    @property
    def identifier(self) -> str:
        return "ID" if self.is_rock_glaciers else "CANDIDATE_ID"


@dataclass
class Features:
    """Some outlines of a layer as they were read; lists and arrays run over the n features.

    `outlines` are valid polygons in the layer's coordinate system; `labels` name them in messages;
    `points` are the markers the inventory holds (None where it has none); `digests` tell whether someone
    changed an outline since; `stale` is the field; `filled` tells by field which features have a value.
    """

    of: Filled
    outlines: npt.NDArray[Any]
    fids: list[int]
    labels: list[str]
    identifiers: list[str | None]
    points: npt.NDArray[Any]
    digests: list[bytes]
    stale: Mask
    filled: dict[str, Mask]

    def __len__(self) -> int:
        return len(self.fids)


def find_layer(path: Path, name: str | None) -> Filled:
    """The layer of an inventory, or of a file of `inventory_file.write_candidates`, that is to be filled.

    Parameters
    ----------
    path
        The file.
    name
        ``rock_glaciers`` or ``candidates``; None takes the first that the file has.

    Raises
    ------
    UserError
        Not such a file, no such layer, a schema version that is not ours, or a file that is locked or
        read-only: found out here, before hours of work.
    """
    with geopackage.connect(path, write=True) as connection:
        chosen = _choose(connection, path, name)
        reference = geopackage.reference_of(connection, chosen)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    return Filled(path, chosen, reference)


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


def read_features(of: Filled, fids: Sequence[int], fields: Iterable[str], mended: Counter[str]) -> Features:
    """Read some features; what is gone meanwhile, or no polygon, is left out.

    Parameters
    ----------
    of
        The layer.
    fids
        Feature ids.
    fields
        Fields of which `Features.filled` is to tell.
    mended
        Counts what had to be repaired or left out, see `mend_polygons`.
    """
    names = list(fields)
    with geopackage.connect(of.path) as connection:
        rows = select_rows(connection, of, fids, names)
        markers = _read_markers(connection, of, rows)
    blobs = [row[1] for row in rows]
    wkbs = np.array([None if blob is None else decode(blob)[0] for blob in blobs], dtype=object)
    geometries = shapely.force_2d(shapely.from_wkb(wkbs, on_invalid="fix"))
    outlines, keep, counts = mend_polygons(cut_where_broken(np.atleast_1d(geometries), of.crs))
    mended.update(counts)
    if to_pyproj(of.crs).is_geographic:
        outlines = close_at_antimeridian(outlines)
    kept = [row for row, good in zip(rows, keep, strict=True) if good]
    identifiers = [row[2] or None for row in kept]
    return Features(
        of, outlines, [row[0] for row in kept],
        [name or f"feature {row[0]}" for name, row in zip(identifiers, kept, strict=True)],
        identifiers if of.is_rock_glaciers else [None] * len(kept),
        _known_points(kept, markers, of), [digest_of(row[1]) for row in kept],
        _mask(row[5] for row in kept),
        {name: _mask(row[6 + place] for row in kept) for place, name in enumerate(names)},
    )  # fmt: skip


def _mask(values: Iterable[Any]) -> Mask:
    return np.array([bool(value) for value in values], dtype=bool)


def select_rows(
    connection: sqlite3.Connection, of: Filled, fids: Sequence[int], fields: Sequence[str] = ()
) -> list[tuple[Any, ...]]:
    """Feature id, geometry, identifier, latitude, longitude, staleness; then whether fields have a value."""
    stale = '"STALE"' if of.is_rock_glaciers else "0"
    filled = "".join(f", {column(name)} IS NOT NULL" for name in fields)
    query = (
        f'SELECT "{_FID}", "{_GEOM}", {column(of.identifier)}, "LAT", "LON", {stale}{filled} '
        f'FROM {column(of.layer.name)} WHERE "{_FID}" {AMONG}'
    )
    rows = {row[0]: row for row in connection.execute(query, (json.dumps(list(fids)),))}
    return [rows[fid] for fid in fids if fid in rows]


def _read_markers(
    connection: sqlite3.Connection, of: Filled, rows: list[tuple[Any, ...]]
) -> dict[str, bytes | None]:
    """Geometry of the primary markers of some rows, by identifier."""
    if not of.is_rock_glaciers:
        return {}
    query = f'SELECT "ID", "{_GEOM}" FROM "{schema.PRIMARY_MARKERS.name}" WHERE "ID" {AMONG}'
    return dict(connection.execute(query, (as_json(row[2] for row in rows),)).fetchall())


def as_json(identifiers: Iterable[str | None]) -> str:
    """Identifiers as `AMONG` takes them; empty ones left out."""
    return json.dumps([identifier for identifier in identifiers if identifier])


def taken_identifiers(of: Filled) -> set[str]:
    """Identifiers in use anywhere in the inventory."""
    found: set[str] = set()
    with geopackage.connect(of.path) as connection:
        for layer in (schema.ROCK_GLACIERS, schema.PRIMARY_MARKERS):
            query = f'SELECT "ID" FROM "{layer.name}" WHERE "ID" IS NOT NULL AND "ID" <> \'\''
            found.update(row[0] for row in connection.execute(query))
    return found


def _known_points(
    rows: list[tuple[Any, ...]], markers: dict[str, bytes | None], of: Filled
) -> npt.NDArray[Any]:
    """The marker of each row: its own point, else its LAT and LON, else None."""
    points = np.full(len(rows), None, dtype=object)
    if not of.is_rock_glaciers:
        return points
    degrees = {}
    for index, (_, _, identifier, latitude, longitude, *_) in enumerate(rows):
        blob = markers.get(identifier) if identifier else None
        if blob is not None:
            points[index] = shapely.from_wkb(decode(blob)[0])
        elif identifier and latitude is not None and longitude is not None:
            degrees[index] = (latitude, longitude)
    if degrees:
        latitudes, longitudes = zip(*degrees.values(), strict=True)
        points[list(degrees)] = points_at(latitudes, longitudes, of.crs)
    return points


def digest_of(blob: bytes) -> bytes:
    """What a geometry is compared by."""
    return hashlib.blake2b(blob, digest_size=16).digest()
