"""Inventories and layers of outlines as they come, each in its own coordinate system, read to degrees."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ....inventory import schema
from ....inventory.errors import UserError
from ....inventory.imagery import source_name
from ....inventory.naming.source_names import names_in
from ....inventory.secrets import scrub
from ...gathering.parts import read_parts
from ...gathering.vectors import layers_of
from ...ground.antimeridian import cut_where_broken
from ...ground.files.vector_files import VectorLayer, layer_names, look_at
from ...ground.geodesy import LONGITUDE_LATITUDE, check_latitudes, transform_geometries
from ...ground.vectors import WITHOUT_GEOMETRY, close_at_antimeridian, layer_crs, mend_polygons, text_of
from ...telling.report import Report
from ..ground import Shapes
from ..outlines import NEGATIVE, SEARCHED, TARGET, Given, Source
from .extended import OUTLINE_TYPE, extended_only
from .reviewed import reviewed_ground

_BETWEEN = "|"
_ASKED = {
    "layer": ("an inventory, or polygons", "--inventory FILE|LAYER"),
    "negatives": ("polygons that are no targets", "--negatives FILE|LAYER"),
    SEARCHED: ("areas that were searched", "--searched FILE|LAYER"),
}
"""What a layer is asked for as, and by which option, by its kind."""
_QGIS = "layername="


def file_and_layer(text: str) -> tuple[str, str | None]:
    """A file and its layer as ``FILE|LAYER`` or QGIS's ``FILE|layername=LAYER``; None for no layer."""
    if _BETWEEN not in text or Path(text).exists():
        return text, None
    file, _, layer = text.partition(_BETWEEN)
    return file, layer.removeprefix(_QGIS) or None


def short_names(references: Sequence[tuple[str, str | None]]) -> list[str]:
    """Short names of files and their layers, whole ones where two are called the same."""
    layers = ["" if layer is None else f"{_BETWEEN}{layer}" for _, layer in references]
    short = [source_name(file) + layer for (file, _), layer in zip(references, layers, strict=True)]
    whole = [scrub(file) + layer for (file, _), layer in zip(references, layers, strict=True)]
    return [name if short.count(name) == 1 else long for name, long in zip(short, whole, strict=True)]


def sources_of(
    inventories: str | None, negatives: str | None, report: Report, searched: str | None = None
) -> list[Source]:
    """All sources of outlines, in their order.

    Parameters
    ----------
    inventories, negatives, searched
        Names with ``;`` between, each as `file_and_layer` takes it; the last are areas that somebody searched.
    report
        Gets the warnings.

    Raises
    ------
    UserError
        No such file or layer, one that cannot be read, or without a coordinate system.
    """
    found = [_inventory(name, report) for name in names_in(inventories or "")]
    found += [_layer(name, NEGATIVE, "negatives", report) for name in names_in(negatives or "")]
    found += [_searched(name, report) for name in names_in(searched or "")]
    told: dict[str, int] = {}
    for source in found:  # files of one name in several folders
        told[source.name] = told.get(source.name, 0) + 1
        if told[source.name] > 1:
            source.name += f" ({told[source.name]})"
    return found


def _inventory(text: str, report: Report) -> Source:
    file, layer = file_and_layer(text)
    names = _layers_of_inventory(Path(file)) if layer is None else []
    if schema.CANDIDATES.name not in names:
        return _layer(text, TARGET, "layer", report)
    path, source = Path(file), Source(source_name(text), "inventory")
    if schema.ROCK_GLACIERS.name in names:
        source.given += _rows(look_at(path, schema.ROCK_GLACIERS.name, report), TARGET, report)
    _add_candidates(source, path, report, kept=schema.ROCK_GLACIERS.name not in names)
    source.reviewed += reviewed_ground(path, names)
    return source


def _layers_of_inventory(path: Path) -> list[str]:
    """Layers of an inventory of any version, or of a detection's own file; none of another file."""
    try:
        names = layer_names(path) if path.suffix.lower() == ".gpkg" and path.is_file() else []
        if schema.CANDIDATES.name in names:
            of = look_at(path, schema.CANDIDATES.name)
            return names if {"CANDIDATE_ID", "STATE"} <= set(of.fields) else []
    except UserError:  # whoever reads it says it better
        pass
    return []


def _add_candidates(source: Source, path: Path, report: Report, *, kept: bool) -> None:
    """Removed candidates are negatives; undecided ones say nothing. `kept`: where no rock glaciers stand for them."""
    of = look_at(path, schema.CANDIDATES.name, report)
    for part in _parts(of, ("CANDIDATE_ID", "STATE", "REASON", "SUBREGION"), report):
        for shape, repaired, (name, state, reason, subregion) in part:
            if state == schema.REMOVE:
                source.given.append(Given(shape, NEGATIVE, name, reason, subregion, repaired))
            elif state in (schema.REMAIN, schema.REFINE):
                if kept:
                    source.given.append(Given(shape, TARGET, name, "", subregion, repaired))
            elif shape is not None:
                source.undecided.append(shape)


def _layer(text: str, role: str, kind: str, report: Report) -> Source:
    """A layer, or one of each of many files."""
    file, layer = file_and_layer(text)
    what, option = _ASKED[kind]
    found = layers_of(file, what, layer, (schema.ROCK_GLACIERS.name,), option=option, report=report)
    source = Source(_name(file, layer), kind)
    for of in found.layers:
        source.given += _rows(of, role, report)
    if role == TARGET:
        source.given = extended_only(source.given, source.name, report)
    if not any(one.shape is not None for one in source.given):
        raise UserError(f"Layer {found.place} holds no polygons; give a layer with outlines.")
    return source


def _searched(text: str, report: Report) -> Source:
    """A layer of areas in which all was looked at; it gives no outline."""
    areas = _layer(text, NEGATIVE, SEARCHED, report)
    return Source(areas.name, SEARCHED, reviewed=[one.shape for one in areas.given if one.shape is not None])


def _name(file: str, layer: str | None) -> str:
    return source_name(file) if layer is None else f"{source_name(file)}{_BETWEEN}{layer}"


def _rows(of: VectorLayer, role: str, report: Report) -> list[Given]:
    fields = [
        _field(of, *names) for names in (("ID", "NAME", "PrimaryID"), ("REASON", "CLASS"), ("SUBREGION",), OUTLINE_TYPE)
    ]
    return [
        Given(shape, role, name, reason if role == NEGATIVE else "", subregion, repaired, outline_type)
        for part in _parts(of, fields, report)
        for shape, repaired, (name, reason, subregion, outline_type) in part
    ]


def _field(of: VectorLayer, *names: str) -> str | None:
    return next(iter(of.those_of(*names)), None)


def _parts(of: VectorLayer, fields: Sequence[str | None], report: Report) -> Any:
    """Rows some thousand at a time: polygon in degrees or None, whether it was repaired, the fields as texts."""
    crs = layer_crs(of)
    there = [name for name in fields if name is not None and name in of.fields]
    for fids, wkb, columns in read_parts(of, there, report):
        report.progress(0.0, "Reading the outlines")
        raw = cut_where_broken(np.atleast_1d(np.asarray(shapely.from_wkb(wkb, on_invalid="fix"), object)), crs)
        shapes, keep, counts = mend_polygons(raw)
        if counts[WITHOUT_GEOMETRY]:
            report.warning(f"{WITHOUT_GEOMETRY} in layer {of.place}: {counts[WITHOUT_GEOMETRY]}.")
        repaired = ~shapely.is_valid(raw)
        placed = iter(in_degrees(shapes, crs, f"Layer {of.place}"))
        texts = [columns[name] if name in columns else [""] * len(fids) for name in fields]
        yield [
            (next(placed) if keep[row] else None, bool(keep[row] and repaired[row]), [text_of(t[row]) for t in texts])
            for row in range(len(fids))
            if raw[row] is not None and not raw[row].is_empty
        ]


def in_degrees(shapes: Shapes, crs: Any, name: str) -> Shapes:
    """Valid polygons by longitude and latitude, whole where they lie over the antimeridian."""
    if not len(shapes):
        return shapes
    if crs.is_geographic:
        check_latitudes(shapely.total_bounds(shapes), crs, name)
    moved = cut_where_broken(transform_geometries(shapes, crs, LONGITUDE_LATITUDE), LONGITUDE_LATITUDE)
    invalid = ~shapely.is_valid(moved)
    if invalid.any():
        moved = moved.copy()
        moved[invalid] = shapely.make_valid(moved[invalid], method="structure", keep_collapsed=False)
    return close_at_antimeridian(moved)
