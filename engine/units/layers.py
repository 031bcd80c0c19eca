"""Proposed units and cuts as layers of a GeoPackage, in the inventory's coordinate system."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ...inventory.errors import UserError
from ..attributes.inventory_rows import Filled
from ..ground.files.vector_names import pyogrio
from ..ground.geodesy import to_pyproj

if TYPE_CHECKING:
    from .suggesting import Suggested

UNITS, CUTS = "units", "cuts"


def write_layers(path: Path, found: Sequence[Suggested], of: Filled) -> None:
    """Write the layers `UNITS` and `CUTS`, each row with its system and the method.

    Raises
    ------
    UserError
        They cannot be written.
    """
    units, cuts = [], []
    for one in found:
        told, method = one.proposal, json.dumps(one.method)
        areas = told.areas(of.crs)
        for index, unit in enumerate(told.units):
            cut = told.cuts[index - 1] if index else None
            strength = cut.strength if cut else np.nan
            parent = cut.parent if cut else 0
            row = (one.label, one.fid, index + 1, len(told.units), parent, strength, areas[index], method)
            units.append((_multi(rolled(unit, of.crs)), *row))
        for cut in told.cuts:
            line = shapely.multilinestrings(shapely.get_parts(rolled(cut.line, of.crs)))
            cuts.append((line, one.label, one.fid, cut.number, cut.strength, method))
    fields = ("SYSTEM", "FEATURE", "UNIT", "UNITS", "PARENT", "STRENGTH", "AREA", "METHOD")
    try:
        _write(path, UNITS, "MultiPolygon", units, fields, of)
        _write(path, CUTS, "MultiLineString", cuts, ("SYSTEM", "FEATURE", "CUT", "STRENGTH", "METHOD"), of, more=True)
    except (RuntimeError, OSError, ValueError) as error:
        raise UserError(f"The file {path} cannot be written; free some space or choose another.") from error


def _write(
    path: Path,
    layer: str,
    kind: str,
    rows: Sequence[tuple[Any, ...]],
    fields: Sequence[str],
    of: Filled,
    more: bool = False,
) -> None:
    columns = [
        np.array([row[place] for row in rows], dtype=object if name in ("SYSTEM", "METHOD") else np.float64)
        for place, name in enumerate(fields, 1)
    ]
    whole = ("FEATURE", "UNIT", "UNITS", "PARENT", "CUT")
    columns = [
        values.astype(np.int64) if name in whole else values for name, values in zip(fields, columns, strict=True)
    ]
    pyogrio.raw.write(
        path,
        np.array([shapely.to_wkb(row[0]) for row in rows], dtype=object),
        columns,
        list(fields),
        layer=layer,
        driver="GPKG",
        geometry_type=kind,
        crs=of.crs,
        append=more,
        dataset_options={} if more else {"VERSION": "1.2"},  # of a newer one old GDAL warns
    )


def _multi(shape: Any) -> Any:
    return shapely.multipolygons([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


def rolled(shape: Any, crs: Any) -> Any:
    """A shape as others want it: cut at 180 degrees, longitudes from -180 to 180."""
    system = to_pyproj(crs)
    if not system.is_geographic:
        return shape
    half = np.pi / system.axis_info[0].unit_conversion_factor
    west, _, east, _ = shape.bounds
    if -half <= west and east <= half:
        return shape
    parts = []
    for turn in (-1, 0, 1):
        box = shapely.box((2 * turn - 1) * half, -half, (2 * turn + 1) * half, half)
        piece = shapely.intersection(shape, box)
        parts += list(shapely.get_parts(shapely.transform(piece, partial(np.add, [-2 * turn * half, 0.0]))))
    kept = [part for part in parts if part.geom_type == shapely.get_parts(shape)[0].geom_type and not part.is_empty]
    build = shapely.multipolygons if kept[0].geom_type == "Polygon" else shapely.multilinestrings
    return kept[0] if len(kept) == 1 else build(kept)
