"""Read the outlines of an inventory's layer, some thousand at a time, with what is known of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory import schema
from ...inventory.errors import UserError
from ...inventory.schema import GEOMETRY
from ...store.protocol import Store
from ...store.records import SpatialReference, Wanted
from ..ground.antimeridian import cut_where_broken
from ..ground.geodesy import to_pyproj
from ..ground.vectors import close_at_antimeridian, mend_polygons
from ..runs.inventories import open_layers
from .markers import points_at

LAYERS = (schema.ROCK_GLACIERS, schema.CANDIDATES)
"""Layers with computed fields, in the order in which one is chosen."""

ELEVATION = "ELE_MEAN"
"""The field with a landform's mean elevation."""

Mask = npt.NDArray[np.bool_]


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
    changed an outline since; `stale` is the field; `filled` tells by field which features have a value;
    `elevations` are their mean elevations in metres, NaN where there is none.
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
    elevations: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.fids)


def find_layer(path: Path, name: str | None) -> Filled:
    """The layer of an inventory, or of a detection's own file, that is to be filled.

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
    with closing(open_layers(path)) as store:
        chosen = _choose(store, name)
        store.check_can_fill(chosen)
        return Filled(path, chosen, store.reference(chosen))


def _choose(store: Store, name: str | None) -> schema.Layer:
    for layer in LAYERS:
        if name == layer.name:
            return layer
    if name is not None:
        raise UserError(f"Attributes are computed for rock_glaciers or candidates, not for '{name}'.")
    if store.facts():
        return schema.ROCK_GLACIERS
    for layer in LAYERS:  # a detection's own file, or layers that were copied out of an inventory
        with suppress(UserError):
            store.reference(layer)
            return layer
    raise UserError(f"{store.path} has neither rock glaciers nor candidates; give an inventory.", "inventory")


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
    shown = [GEOMETRY, of.identifier, "LAT", "LON", *(["STALE"] if of.is_rock_glaciers else [])]
    with closing(open_layers(of.path, write=False)) as store:
        found = {row[0]: row for row in store.rows(of.layer, [*shown, *names], Wanted(fids=fids))}
        rows = [found[fid] for fid in fids if fid in found]
        markers = _read_markers(store, of, [row[2] for row in rows])
    geometries = shapely.force_2d(shapely.from_wkb([row[1] for row in rows], on_invalid="fix"))
    outlines, keep, counts = mend_polygons(cut_where_broken(np.atleast_1d(geometries), of.crs))
    mended.update(counts)
    if to_pyproj(of.crs).is_geographic:
        outlines = close_at_antimeridian(outlines)
    kept = [row for row, good in zip(rows, keep, strict=True) if good]
    identifiers = [row[2] or None for row in kept]
    return Features(
        of=of,
        outlines=outlines,
        fids=[row[0] for row in kept],
        labels=[name or f"feature {row[0]}" for name, row in zip(identifiers, kept, strict=True)],
        identifiers=identifiers if of.is_rock_glaciers else [None] * len(kept),
        points=_known_points([row[2:5] for row in kept], markers, of),
        digests=[digest_of(row[1]) for row in kept],
        stale=_mask(of.is_rock_glaciers and row[5] for row in kept),
        filled={
            name: _mask(row[place] is not None for row in kept) for place, name in enumerate(names, 1 + len(shown))
        },
        elevations=_elevations(kept, names, 1 + len(shown)),
    )


def _mask(values: Iterable[Any]) -> Mask:
    return np.array([bool(value) for value in values], dtype=bool)


def _elevations(rows: list[tuple[Any, ...]], names: list[str], first: int) -> npt.NDArray[np.float64]:
    if ELEVATION not in names:
        return np.full(len(rows), np.nan)
    place = first + names.index(ELEVATION)
    return np.array([row[place] for row in rows], dtype=np.float64)  # None becomes not-a-number


def _read_markers(store: Store, of: Filled, identifiers: list[str | None]) -> dict[str, bytes | None]:
    """Geometry of the primary markers of some rock glaciers, by identifier."""
    named = [identifier for identifier in identifiers if identifier]
    if not of.is_rock_glaciers or not named:
        return {}
    rows = store.rows(schema.PRIMARY_MARKERS, ["ID", GEOMETRY], Wanted(having={"ID": named}))
    return {identifier: point for _, identifier, point in rows}


def taken_identifiers(of: Filled) -> set[str]:
    """Identifiers in use anywhere in the inventory."""
    with closing(open_layers(of.path, write=False)) as store:
        layers = (schema.ROCK_GLACIERS, schema.PRIMARY_MARKERS)
        return {name for layer in layers for _, name in store.rows(layer, ["ID"]) if name}


def _known_points(rows: list[tuple[Any, ...]], markers: dict[str, bytes | None], of: Filled) -> npt.NDArray[Any]:
    """Markers of rows (identifier, latitude, longitude): its own point, else its degrees, else None."""
    points = np.full(len(rows), None, dtype=object)
    if not of.is_rock_glaciers:
        return points
    degrees = {}
    for index, (identifier, latitude, longitude) in enumerate(rows):
        point = markers.get(identifier) if identifier else None
        if point is not None:
            points[index] = shapely.from_wkb(point)
        elif identifier and latitude is not None and longitude is not None:
            degrees[index] = (latitude, longitude)
    if degrees:
        latitudes, longitudes = zip(*degrees.values(), strict=True)
        points[list(degrees)] = points_at(latitudes, longitudes, of.crs)
    return points


def digest_of(outline: bytes) -> bytes:
    """What an outline (WKB) is compared by."""
    return hashlib.blake2b(outline, digest_size=16).digest()
