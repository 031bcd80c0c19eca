"""Read what a report is made of: an inventory, or any other layer of polygons or points."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime, time, timezone
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory import schema
from ...inventory.errors import UserError
from ...inventory.moments import day_of
from ...inventory.requests.report import EXAMPLE_FIGURES, ReportRequest
from ..accuracy.comparisons import Compared, Ways, all_compared
from ..accuracy.deeds import Deeds, decided_of
from ..accuracy.readings import AS_FOUND, Given, read_given
from ..accuracy.reference import read_reference_outlines
from ..agreement.agreement import agreement_of
from ..comparison.comparing import compare_files
from ..gathering.regions import Regions, read_regions
from ..ground.files.vector_files import layer_names
from ..ground.geodesy import LONGITUDE_LATITUDE, transform_what_can_be
from ..ground.vectors import read_polygons
from ..runs.inventories import open_inventory
from ..statistics.cells import Cells, grid_statistics
from ..statistics.summaries import summarise
from ..statistics.table import Table, read_table
from ..telling.report import Report
from .examples.reading import Examples, Sources, examples_of, sources_of
from .figures.maps import Regions as NamedShapes
from .figures.maps import map_ground, shows_outlines
from .found import Found
from .heard import Heard, Quiet
from .learning import curves_in
from .recorded import gestures_of, runs_of
from .relief import relief_of

_CELLS, _LEAST_CELLS = (50.0, 20.0, 10.0, 5.0, 2.0, 1.0), 6
_MOST_OUTLINES = 3000
"""So many are drawn as outlines at most; more would be a blot."""


def read_found(request: ReportRequest, report: Report) -> Found:
    """Read all of it.

    Raises
    ------
    UserError
        A file that cannot be used; an inventory of an older version.
    """
    heard = Heard(report)
    path = request.inventory
    names = layer_names(path)
    is_inventory = {schema.ROCK_GLACIERS.name, schema.CANDIDATES.name} <= set(names)
    wanted = request.layer or (schema.ROCK_GLACIERS.name if is_inventory else "")
    report.progress(0.02, "Reading")
    curves = curves_in(request.training)  # what cannot be read is told before anything is computed
    is_ours = is_inventory and wanted == schema.ROCK_GLACIERS.name
    if is_ours:  # one of an older version is told before anything else
        open_inventory(path, write=False).close()
    table = read_table(path, wanted, report=heard)
    regions = _given_regions(request, is_ours, heard)
    others = _others(request, table.layer, heard)
    cell_km = request.cell_size or usual_cell(table.longitude, table.latitude)
    found = Found(
        path,
        request.title or path.stem,
        is_ours,
        table,
        summarise(table, "SUBREGION" if _named(table) else ""),
        _cells(table, cell_km, request.shape, heard),
        models_folder=request.models_folder,
        cell_km=cell_km,
        shape=request.shape,
        warnings=heard.warnings,
        made=_moment(request.date),
    )
    if found.is_inventory:
        found = _with_inventory(found, request, regions, heard)
    if found.has_places:
        report.progress(0.4, "Reading the map")
        found = _with_map(found, request, regions, heard)
    return replace(found, curves=curves, others=others)


def _with_map(found: Found, request: ReportRequest, regions: Regions | None, heard: Heard) -> Found:
    return replace(
        found,
        regions=_near(regions, found),
        outlines=_outlines(found, heard),
        relief=relief_of(request.dem, found, heard),
    )


def _moment(day: str) -> datetime:
    """When the report says that it was made: at the beginning of a day, or now."""
    if not day.strip():
        return datetime.now(timezone.utc)
    return datetime.combine(day_of(day), time(), timezone.utc)


def _others(request: ReportRequest, layer: str, heard: Heard) -> list[Mapping[str, Any]]:
    """What a comparison with each other inventory tells; its layer of differences is for the command compare."""
    if request.compare is None:
        return []
    heard.progress(0.05, "Comparing with other inventories")
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "differences.gpkg"
        told = compare_files(request.inventory, request.compare, output, Quiet(heard), layer=layer)
        content: dict[str, Any] = json.loads(Path(told["figures_file"]).read_text("utf-8"))
    return list(content["references"])


def _named(table: Table) -> bool:
    """Whether one of them lies in a subregion with a name, or the inventory has subregions."""
    return bool(table.subregions) or bool((table.column("SUBREGION") != "").any())


def usual_cell(longitude: npt.NDArray[np.float64], latitude: npt.NDArray[np.float64]) -> float:
    """Side of the cells, km, where nobody says one: 50, less where fewer than some six would lie side by side."""
    if not (np.isfinite(longitude) & np.isfinite(latitude)).any():
        return _CELLS[0]
    ground = map_ground(longitude, latitude)
    across = max(ground.width, ground.height) / 1000
    return next((side for side in _CELLS if across / side >= _LEAST_CELLS), _CELLS[-1])


def _cells(table: Table, cell_km: float, shape: str, heard: Heard) -> Cells | None:
    if not np.isfinite(table.longitude).any():
        return None
    try:
        return grid_statistics(table, cell_km, shape, heard)
    except UserError as error:
        heard.warning(str(error))
        return None


def _with_inventory(found: Found, request: ReportRequest, regions: Regions | None, heard: Heard) -> Found:
    with closing(open_inventory(found.path, write=False)) as store:
        facts = store.facts()
        title = request.title or facts.get(schema.INFO_TITLE) or found.title
        found = replace(
            found,
            title=title,
            schema_version=facts.get(schema.INFO_VERSION, ""),
            created=facts.get(schema.INFO_CREATED, ""),
            agreement=agreement_of(found.path),
            gestures=gestures_of(store),
            runs=runs_of(store),
        )
        has_candidates, sources = store.count(schema.CANDIDATES) > 0, sources_of(request, store)
    if not has_candidates:
        return found
    heard.progress(0.1, "Reading the candidates")
    wanted = sources if request.figure in (None, *EXAMPLE_FIGURES) else None
    given, deeds, examples = _decided(found.path, wanted, heard)
    if deeds is None:
        return found
    heard.progress(0.2, "Comparing candidates with rock glaciers")
    return replace(found, deeds=deeds, examples=examples, performance=_performance(found, given, regions, heard))


def _decided(path: Path, sources: Sources | None, heard: Heard) -> tuple[Given, Deeds | None, Examples | None]:
    """The candidates as they were found, what was done with them, and examples of it, where these are wanted.

    All else is forgotten, for it is large.
    """
    given = read_given(path, schema.CANDIDATES.name, heard)
    decided = decided_of(given)
    deeds = None if decided is None else decided.deeds()
    examples = None if decided is None or sources is None else examples_of(decided, sources, heard)
    return replace(given, readings={AS_FOUND: given.readings[AS_FOUND]}, rock_glaciers=None), deeds, examples


def _performance(found: Found, given: Given, regions: Regions | None, heard: Heard) -> Compared | None:
    """The candidates as they were found against the rock glaciers, by subregion; None where there is nothing."""
    try:
        truth = read_reference_outlines(found.path, schema.ROCK_GLACIERS.name, heard)
    except UserError as error:
        heard.warning(str(error))
        return None
    ways = Ways(None, regions, 0.5, False, None, False)
    compared = all_compared(given, [(found.path.name, truth)], ways, Quiet(heard))
    return compared[0] if compared else None


def _given_regions(request: ReportRequest, is_inventory: bool, heard: Heard) -> Regions | None:
    """The subregions that were given, else those of the inventory; None where there are none."""
    if request.subregions is not None:
        return read_regions(request.subregions, report=heard)
    path = request.inventory
    if not is_inventory or schema.SUBREGIONS.name not in layer_names(path):
        return None
    if not len(read_polygons(path, schema.SUBREGIONS.name, allow_empty=True)):
        return None
    return read_regions(path, schema.SUBREGIONS.name, heard)


def _near(regions: Regions | None, found: Found) -> NamedShapes | None:
    """Subregions around the map, in its projection."""
    if regions is None:
        return None
    ground = map_ground(found.table.longitude, found.table.latitude)
    edge = max(ground.width, ground.height) / 2 + found.cell_km * 1000
    west, south, east, north = ground.box
    shapes = regions.near((west - edge, south - edge, east + edge, north + edge), ground.crs)
    there = ~shapely.is_empty(shapes)
    names = [name for name, is_there in zip(regions.names, there.tolist(), strict=True) if is_there]
    return NamedShapes(names, shapes[there], ground.crs)


def _outlines(found: Found, heard: Heard) -> npt.NDArray[Any] | None:
    """Outlines in degrees where the map is large enough to show them."""
    table = found.table
    if table.number > _MOST_OUTLINES or not shows_outlines(map_ground(table.longitude, table.latitude)):
        return None
    try:
        layer = read_polygons(found.path, table.layer, allow_empty=True, report=heard)
    except UserError:  # a layer of points
        return None
    moved: npt.NDArray[Any] = np.asarray(transform_what_can_be(layer.geometries, layer.crs, LONGITUDE_LATITUDE))
    return moved[~shapely.is_empty(moved)]
