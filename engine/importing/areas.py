"""Moving areas and areas of interest of files, on their way into an inventory that has no layer for the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.dialects.known import AREAS, MOVING_AREAS, Dialect
from ...inventory.identifiers import read_identifier
from ...inventory.schema import SUBREGIONS
from ..gathering.parts import read_parts
from ..ground.files.vector_files import VectorLayer
from ..ground.geodesy import LONGITUDE_LATITUDE
from ..ground.vectors import close_at_antimeridian, layer_crs, mend_polygons, text_of
from ..intake.candidate_rows import encode_polygons
from ..telling.report import Report
from .joining import Beside, geometry_as_kept
from .kept_rows import kept_rows, named_as_the_table
from .values import Doubts


def _rows(
    of: VectorLayer, dialect: Dialect, role: str, report: Report
) -> Iterator[tuple[npt.NDArray[Any], list[dict[str, Any]], list[str]]]:
    """Valid polygons, their rows as they came in, and their words."""
    names = {name: told for name, (told, _) in named_as_the_table(dialect.tables.get(role), of.fields).items()}
    for fids, wkb, columns in read_parts(of, list(of.fields), report):
        raw = np.atleast_1d(np.asarray(shapely.from_wkb(wkb, on_invalid="fix"), dtype=object))
        shapes, keep, _ = mend_polygons(raw)
        rows = list(kept_rows(columns, names)) or [{} for _ in fids]
        kept = np.flatnonzero(keep).tolist()
        if len(shapes) and layer_crs(of).is_geographic:
            shapes = close_at_antimeridian(shapes)
        yield shapes, [rows[place] for place in kept], [f"feature {fids[place]} of {of.place}" for place in kept]


def read_moving_areas(layers: Sequence[VectorLayer], dialect: Dialect, target: Any, report: Report) -> Iterator[Beside]:
    """Moving areas of some layers."""
    for of in layers:
        for shapes, rows, words in _rows(of, dialect, MOVING_AREAS, report):
            yield from beside(MOVING_AREAS, shapes, rows, words, layer_crs(of), target, dialect)


def beside(
    role: str,
    shapes: npt.NDArray[Any],
    rows: Sequence[dict[str, Any]],
    words: Sequence[str],
    crs: Any,
    target: Any,
    dialect: Dialect,
) -> list[Beside]:
    """Polygons besides the extended outline, with their rows and geometry as they are kept."""
    if not len(shapes):
        return []
    degrees = encode_polygons(shapes, crs, LONGITUDE_LATITUDE)
    moved = shapely.from_wkb(encode_polygons(shapes, crs, target))
    named = dialect.tables[role].of("ID")
    found = []
    for shape, wkb, row, at in zip(moved, degrees, rows, words, strict=True):
        told = dict(row)
        name = text_of(told.pop(named.name, None)) if named is not None else ""
        told.update(geometry_as_kept(wkb))
        found.append(Beside(role, read_identifier(name) or None, shape, told, at))
    return found


def read_areas(
    layers: Sequence[VectorLayer], dialect: Dialect, target: Any, doubts: Doubts, report: Report
) -> Iterator[tuple[bytes, str]]:
    """Areas of interest as subregions: WKB in the inventory's system, and a name."""
    table = dialect.tables.get(AREAS)
    field = None if table is None else table.of("NAME")
    length = SUBREGIONS.field("NAME").length or 0
    for of in layers:
        for shapes, rows, words in _rows(of, dialect, AREAS, report):
            outlines = encode_polygons(shapes, layer_crs(of), target) if len(shapes) else []
            for wkb, row, at in zip(outlines, rows, words, strict=True):
                name = text_of(row.get(field.name)) if field is not None else ""
                if not name:
                    doubts.add("Areas of interest", "those without a name were left out", "", at)
                    continue
                yield wkb, name[:length]
