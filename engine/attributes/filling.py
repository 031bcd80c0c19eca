"""Fill the computed attributes of an inventory, or of a detection's own file, from a DEM."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from ...inventory import geopackage, schema
from ..ground.geodesy import ellipsoidal_areas
from ..ground.vectors import Regions, read_regions
from ..inventories.inventory_rows import Features, read_features, write_features
from ..inventories.markers import Markers, assign_identifiers, assign_subregions, place_markers
from ..report import PartOf, Report
from ..run_record import crs_name, new_run
from ..terrain.dem import open_dem
from .terrain_attributes import FIELDS, WHOLLY_KNOWN, TerrainStatistics, terrain_statistics

NAMES_IN_A_WARNING = 10


def fill_attributes(
    path: Path,
    dem_path: Path,
    report: Report,
    *,
    layer: str | None = None,
    subregions: Path | None = None,
    subregions_layer: str | None = None,
) -> dict[str, Any]:
    """Fill ID, LAT, LON, AREA, elevation, slope, aspect and SUBREGION of one layer.

    Identifiers only where they are missing, and only of rock glaciers. Everything is written in one
    transaction with a row in `runs`; an outline that someone changed meanwhile is left for the next time.

    Parameters
    ----------
    path
        An inventory, or a file of `inventory_file.write_candidates`.
    dem_path
        Elevations; see `terrain.open_dem`.
    report
        Gets progress, and warnings that name the features.
    layer
        ``rock_glaciers`` or ``candidates``; None takes the first that the file has.
    subregions, subregions_layer
        Outlines with names; None takes the inventory's own, where it has some.

    Returns
    -------
    dict
        What was done, in numbers.

    Raises
    ------
    UserError
        The file is no inventory, locked or read-only; the DEM or the subregions cannot be used.
    """
    run = new_run("attributes", dem_path)
    features = read_features(path, layer, report)
    regions = _regions(path, subregions, subregions_layer, report)
    crs = features.reference.wkt
    with open_dem(dem_path, report) as dem:
        run.crs = crs_name(dem.crs)
        run.parameters = {
            "layer": features.layer.name, "elevation_unit": dem.unit,
            "subregions": None if subregions is None else str(subregions),
        }  # fmt: skip
        terrain = terrain_statistics(features.outlines, crs, dem, PartOf(report, 0.02, 0.8))
    report.progress(0.8, "Areas and markers")
    markers = place_markers(features.outlines, crs, features.points)
    without_id, new = _identify(features, markers)
    columns: dict[str, Any] = dict(terrain.values)
    columns["AREA"] = ellipsoidal_areas(features.outlines, crs)
    columns["LAT"], columns["LON"] = markers.latitude, markers.longitude
    if regions is not None:
        columns["SUBREGION"] = assign_subregions(features.outlines, markers.points, crs, regions)
    report.progress(0.9, "Writing the inventory")
    written = write_features(features, columns, markers, set(FIELDS), terrain.known > 0, run)
    _warn_of_terrain(features, terrain, dem_path, report)
    _warn_of_rest(features, columns, without_id, written, report)
    report.progress(1.0, f"{written} features")
    return {
        "inventory": str(path), "layer": features.layer.name, "features": written, "identifiers_set": new,
        "without_elevation": int((terrain.known == 0).sum()), "elevation_unit": dem.unit,
    }  # fmt: skip


def _regions(path: Path, subregions: Path | None, layer: str | None, report: Report) -> Regions | None:
    """The subregions that were given, else the inventory's own where it has some."""
    if subregions is not None:
        return read_regions(subregions, layer, report)
    name = schema.SUBREGIONS.name
    with geopackage.connect(path) as connection:
        if name not in geopackage.layer_names(connection):
            return None
        if connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() is None:
            return None
    return read_regions(path, name, report)


def _identify(features: Features, markers: Markers) -> tuple[list[int], int]:
    """Give identifiers to the rock glaciers that lack one: who stays without, and how many are new."""
    if features.layer is not schema.ROCK_GLACIERS:
        return [], 0
    missing = sum(identifier is None for identifier in features.identifiers)
    left_out = assign_identifiers(
        features.identifiers, features.outlines, markers, features.reference.wkt, features.taken
    )
    return left_out, missing - len(left_out)


def _named(features: Features, indices: Iterable[int]) -> str:
    """The labels of some features, for a warning."""
    listed = list(indices)
    names = ", ".join(features.labels[index] for index in listed[:NAMES_IN_A_WARNING])
    more = len(listed) - NAMES_IN_A_WARNING
    return f"{names} and {more} more" if more > 0 else names


def _warn_of_terrain(features: Features, terrain: TerrainStatistics, dem: Path, report: Report) -> None:
    known = terrain.known
    cases = (
        (terrain.too_large, "are too large to be landforms; elevation, slope and aspect were left out"),
        (
            (known == 0) & ~terrain.too_large,
            f"have no elevations in {dem.name}; theirs were left as they were",
        ),
        (
            (known > 0) & (known < WHOLLY_KNOWN),
            f"lie partly beyond or over voids of {dem.name}; the rest of them was used",
        ),
        ((known > 0) & (terrain.cells < 1), f"are smaller than one cell of {dem.name}"),
        (
            (known > 0) & np.isnan(terrain.values["SLO_MEAN"]),
            f"have no slope: their cells have no neighbours in {dem.name}",
        ),
    )
    for which, what in cases:
        if which.any():
            names = _named(features, np.flatnonzero(which).tolist())
            report.warning(f"Outlines that {what} ({int(which.sum())}): {names}.")


def _warn_of_rest(
    features: Features, columns: dict[str, Any], without_id: list[int], written: int, report: Report
) -> None:
    if not len(features):
        report.warning(
            f"Layer '{features.layer.name}' of {features.path} holds no outlines; nothing was filled."
        )
    if written < len(features):
        report.warning(
            f"Outlines that someone changed meanwhile were left ({len(features) - written}); run it again."
        )
    if without_id:
        report.warning(
            f"No free identifier inside the outlines of {_named(features, without_id)}; draw them larger."
        )
    twice = [name for name, count in Counter(filter(None, features.identifiers)).items() if count > 1]
    if twice:
        report.warning(
            f"Identifiers used more than once: {', '.join(twice[:NAMES_IN_A_WARNING])}; mend them."
        )
    outside = [index for index, name in enumerate(columns.get("SUBREGION", ())) if name is None]
    if outside:
        report.warning(f"Outlines that lie in no subregion ({len(outside)}): {_named(features, outside)}.")
