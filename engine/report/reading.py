"""Read what a report is made of: an inventory, or any other layer of polygons or points."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory import schema
from ...inventory.errors import UserError
from ...inventory.requests.report import ReportRequest
from ...inventory.secrets import scrub
from ...store.protocol import Store
from ..accuracy.comparisons import Compared, Ways, all_compared
from ..accuracy.deeds import decided_of
from ..accuracy.readings import AS_FOUND, Given, read_given
from ..accuracy.reference import read_reference_outlines
from ..gathering.regions import FileRegions, read_regions
from ..ground.geodesy import LONGITUDE_LATITUDE, transform_what_can_be
from ..ground.vector_files import layer_names
from ..ground.vectors import read_polygons
from ..runs.inventories import open_inventory
from ..statistics.cells import Cells, grid_statistics
from ..statistics.summaries import summarise
from ..statistics.table import Table, read_table
from ..telling.report import Report
from .figures.maps import Regions, map_ground, shows_outlines
from .found import Found, Gesture, RunFacts
from .learning import curves_in
from .relief import relief_of

_RUN_FIELDS = schema.RUNS.field_names
_MOST_OUTLINES = 3000
"""So many are drawn as outlines at most; more would be a blot."""


class Heard(Report):
    """Passes on what is said and keeps the warnings, which stand in the report, too."""

    def __init__(self, to: Report) -> None:
        self._to, self.stop = to, to.stop
        self.warnings: list[str] = []

    def say(self, message: Any) -> None:
        """Pass it on."""
        self._to.say(message)

    def warning(self, message: str) -> None:
        """Pass on each warning once, and keep it."""
        told = scrub(message)
        if told not in self.warnings:
            self.warnings.append(told)
            self._to.warning(message)


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
    table = read_table(path, wanted, report=heard)
    found = Found(
        path,
        request.title or path.stem,
        is_inventory and wanted == schema.ROCK_GLACIERS.name,
        table,
        summarise(table, "SUBREGION" if _named(table) else ""),
        _cells(table, request, heard),
        models_folder=request.models_folder,
        cell_km=request.cell_size,
        shape=request.shape,
        warnings=heard.warnings,
    )
    if found.is_inventory:
        found = _with_inventory(found, request, heard)
    if found.has_places:
        report.progress(0.4, "Reading the map")
        found = replace(
            found, regions=_regions(found, heard), outlines=_outlines(found, heard), relief=relief_of(request.dem, found, heard)
        )
    return replace(found, curves=curves_in(request.training))


def _named(table: Table) -> bool:
    """Whether one of them lies in a subregion with a name, or the inventory has subregions."""
    return bool(table.subregions) or bool((table.column("SUBREGION") != "").any())


def _cells(table: Table, request: ReportRequest, heard: Heard) -> Cells | None:
    if not np.isfinite(table.longitude).any():
        return None
    try:
        return grid_statistics(table, request.cell_size, request.shape, heard)
    except UserError as error:
        heard.warning(str(error))
        return None


def _with_inventory(found: Found, request: ReportRequest, heard: Heard) -> Found:
    with closing(open_inventory(found.path, write=False)) as store:
        facts = store.facts()
        title = request.title or facts.get(schema.INFO_TITLE) or found.title
        found = replace(
            found,
            title=title,
            schema_version=facts.get(schema.INFO_VERSION, ""),
            created=facts.get(schema.INFO_CREATED, ""),
            gestures=_gestures(store),
            runs=_runs(store),
        )
        has_candidates = store.count(schema.CANDIDATES) > 0
    if not has_candidates:
        return found
    heard.progress(0.1, "Reading the candidates")
    given = read_given(found.path, schema.CANDIDATES.name, heard)
    decided = decided_of(given)
    if decided is None:
        return found
    heard.progress(0.2, "Comparing candidates with rock glaciers")
    return replace(found, deeds=decided.deeds(), performance=_performance(found, given, heard))


def _performance(found: Found, given: Given, heard: Heard) -> Compared | None:
    """The candidates as they were found against the rock glaciers, by subregion; None where there is nothing."""
    try:
        truth = read_reference_outlines(found.path, schema.ROCK_GLACIERS.name, heard)
    except UserError as error:
        heard.warning(str(error))
        return None
    regions = read_regions(found.path, schema.SUBREGIONS.name, heard) if _has_subregions(found.path) else None
    ways = Ways(None, regions, 0.5, False, None, False)
    only_found = replace(given, readings={AS_FOUND: given.readings[AS_FOUND]})
    compared = all_compared(only_found, [(found.path.name, truth)], ways, _Quiet(heard))
    return compared[0] if compared else None


class _Quiet(Heard):
    """The same, without its progress: it would run from the start again."""

    def __init__(self, heard: Heard) -> None:
        super().__init__(heard)
        self.warnings = heard.warnings

    def progress(self, fraction: float | None, message: str = "") -> None:
        """Say nothing, but stop where that was asked for."""
        if self.stop is not None:
            self.stop.check()


def _gestures(store: Store) -> list[Gesture]:
    """Gestures of people that stand: what was undone and not done again is left out."""
    gone = set[int]()
    entries = store.journal()
    for entry in entries:
        if entry.undoes is None:
            continue
        gone.add(entry.fid)
        (gone.add if entry.operation == schema.UNDO else gone.discard)(entry.undoes)
    return [
        Gesture(entry.time, entry.person, entry.operation)
        for entry in entries
        if entry.fid not in gone and entry.operation in schema.GESTURES and entry.person
    ]


def _runs(store: Store) -> list[RunFacts]:
    found = []
    for row in store.rows(schema.RUNS, _RUN_FIELDS):
        values = {
            name: scrub(value) if isinstance(value, str) else value
            for name, value in zip(_RUN_FIELDS, row[1:], strict=True)
        }
        found.append(RunFacts(values, _parameters(values.get("PARAMETERS"))))
    return found


def _parameters(text: Any) -> dict[str, Any]:
    try:
        content = json.loads(text) if text else {}
    except ValueError:
        return {"parameters": text}
    return content if isinstance(content, dict) else {"parameters": content}


def _has_subregions(path: Path) -> bool:
    if schema.SUBREGIONS.name not in layer_names(path):
        return False
    return len(read_polygons(path, schema.SUBREGIONS.name, allow_empty=True)) > 0


def _regions(found: Found, heard: Heard) -> Regions | None:
    if not found.is_inventory or not _has_subregions(found.path):
        return None
    regions = read_regions(found.path, schema.SUBREGIONS.name, heard)
    if not isinstance(regions, FileRegions):
        return None
    return Regions(regions.names, transform_what_can_be(regions.geometries, regions.crs, LONGITUDE_LATITUDE))


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


def names_of(paths: Sequence[str]) -> list[str]:
    """Short names of files, without keys."""
    return [scrub(Path(path).name) for path in paths]
