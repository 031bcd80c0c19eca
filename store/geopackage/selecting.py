"""`Wanted`, and what is asked of which rows, as SQL over one layer, which is called ``t``."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from typing import Any

from ...inventory.schema import GEOMETRY, LAYERS, Layer
from ..records import Box, Wanted
from .layout import rtree_of
from .sql import Sql, compose, joined, name

BLOBS = frozenset({GEOMETRY, *(field.name for layer in LAYERS for field in layer.fields if field.kind == "blob")})
"""Columns that hold bytes, in whatever layer."""


def select(layer: Layer, shown: Sql, where: Wanted) -> Sql:
    """Some columns of the wanted rows, in the order of their feature ids."""
    return compose(
        "SELECT {shown} FROM {source} WHERE {condition} ORDER BY t.{fid}",
        shown=shown,
        source=_source(layer, where),
        condition=condition(layer, where),
    )


@cache  # a key press reads whole rows
def columns(fields: tuple[str, ...], as_blob: bool) -> Sql:
    """Feature id and some fields of the layer; blobs, as the geometry is one, as they are or in hexadecimal digits."""
    blob = Sql("t.{field}" if as_blob else "hex(t.{field})")
    shown = [compose(blob if field in BLOBS else "t.{field}", field=name(field)) for field in fields]
    return joined([compose("t.{fid}"), *shown], ",")


def count(layer: Layer, where: Wanted) -> Sql:
    """How many rows are wanted."""
    return compose(
        "SELECT count(*) FROM {source} WHERE {condition}",
        source=_source(layer, where),
        condition=condition(layer, where),
    )


def _source(layer: Layer, where: Wanted) -> Sql:
    """The layer; where a box is asked for, the index comes first."""
    if where.box is None:
        return compose("{table} t", table=layer)
    return compose("{index} r CROSS JOIN {table} t ON t.{fid} = r.id", index=index_of(layer), table=layer)


def index_of(layer: Layer) -> Sql:
    """The layer's spatial index: a table of ``id, minx, maxx, miny, maxy``."""
    return name(rtree_of(layer))


_T = Sql("t")


def condition(layer: Layer, where: Wanted, of: Sql = _T) -> Sql:
    """What is true of the wanted rows of a table that is called `of`."""
    found = []
    if where.fids is not None:
        found.append(_among(compose("{of}.{fid}", of=of), [int(fid) for fid in where.fids]))
    if where.after is not None:
        found.append(compose("{of}.{fid} > {last}", of=of, last=int(where.after)))
    if where.box is not None:
        found.append(meets(where.box))
    for field, values in where.having.items():
        told = list(values) if isinstance(values, (list, tuple)) else [values]
        found.append(_has_one_of(compose("{of}.{field}", of=of, field=name(field)), told))
    if where.due is not None:
        conditions = [_is_empty(compose("{of}.{field}", of=of, field=name(field))) for field in where.due]
        if "STALE" in layer.field_names:
            conditions.append(compose('coalesce({of}."STALE", 0) <> 0', of=of))
        found.append(compose("({any})", any=joined(conditions, "OR") or Sql("0")))
    return joined(found, "AND") or Sql("1")


def meets(box: Box) -> Sql:
    """What is true of boxes ``r`` of a spatial index that meet a box; a side may be infinite."""
    west, south, east, north = box
    sides = (
        ("r.maxx >= {end}", west),
        ("r.minx <= {end}", east),
        ("r.maxy >= {end}", south),
        ("r.miny <= {end}", north),
    )
    found = [compose(side, end=float(end)) for side, end in sides if math.isfinite(end)]
    return joined(found, "AND") or Sql("1")


def _has_one_of(column: Sql, values: Sequence[Any]) -> Sql:
    told = [value for value in values if value is not None]
    if len(told) == len(values):
        return _among(column, told)
    if not told:
        return _is_empty(column)
    return compose("({told} OR {empty})", told=_among(column, told), empty=_is_empty(column))


def _is_empty(column: Sql) -> Sql:
    return compose("coalesce({column}, '') = ''", column=column)


def _among(column: Sql, values: Sequence[Any]) -> Sql:
    if len(values) == 1:
        return compose("{column} = {value}", column=column, value=values[0])
    # As JSON there may be any number of them.
    told = json.dumps(list(values), ensure_ascii=False)
    return compose("{column} IN (SELECT value FROM json_each({told}))", column=column, told=told)
