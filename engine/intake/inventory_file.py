"""Inventories and detections on disk: create one, write candidates, append them, with their run."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory import schema
from ...inventory.errors import UserError
from ...inventory.moments import utc_now
from ...store.geopackage import geopackage
from ...store.geopackage.geometry import encode
from ...store.records import SpatialReference
from ..ground.antimeridian import cut_where_broken
from ..ground.geodesy import to_pyproj, transform_geometries
from ..runs.run_record import Run, crs_name, new_run
from ..telling.outputs import finished_file
from .known_ground import Ground
from .taking_in import Intake

if TYPE_CHECKING:
    from ..outlines.candidates import Candidate

__all__ = [
    "Run", "append_candidates", "candidate_rows", "create_inventory", "crs_name", "encode_polygons",
    "new_run", "spatial_reference", "to_multipolygons", "write_candidates",
]  # fmt: skip

BATCH = 200
"""Candidates that are reprojected and encoded at a time."""

_FIRST_OWN_SRS_ID = 100_000


def spatial_reference(crs: Any) -> SpatialReference:
    """The coordinate system as a GeoPackage lists it."""
    system = to_pyproj(crs)
    authority = system.to_authority(min_confidence=90)
    try:
        wkt = str(system.to_wkt("WKT1_GDAL"))
    except pyproj.exceptions.CRSError:  # too new for WKT 1; GDAL reads WKT 2 in its place
        wkt = str(system.to_wkt())
    if authority and authority[1].isdigit():
        code = int(authority[1])
        return SpatialReference(code, system.name, authority[0], code, wkt)
    return SpatialReference(_FIRST_OWN_SRS_ID, system.name, "NONE", _FIRST_OWN_SRS_ID, wkt)


def create_inventory(path: Path, crs: Any = "EPSG:4326", title: str = "", replace: bool = False) -> None:
    """Write a new, empty inventory.

    Parameters
    ----------
    path
        The .gpkg file.
    crs
        Coordinate system of its layers.
    title
        What it is called.
    replace
        Replace an inventory that is there; without it, such a one is an error.

    Raises
    ------
    UserError
        The file exists, is no .gpkg, or cannot be written; the coordinate system is not understood.
    """
    _check_suffix(path)
    if path.exists() and not replace:
        raise UserError(
            f"The inventory {path} exists and is not overwritten; choose another name, or move it away.",
            kind="output",
        )
    reference = spatial_reference(crs)
    facts = (
        (schema.INFO_VERSION, str(schema.SCHEMA_VERSION)),
        (schema.INFO_TITLE, title or path.stem),
        (schema.INFO_CRS, crs_name(crs)),
        (schema.INFO_CREATED, utc_now()),
    )
    with finished_file(path) as part:
        geopackage.create(part, schema.LAYERS, reference)
        with geopackage.connect(part, write=True) as connection, geopackage.transaction(connection):
            geopackage.insert_rows(connection, schema.INVENTORY_INFO, facts)


def _check_suffix(path: Path) -> None:
    if path.suffix.lower() != ".gpkg":
        raise UserError(f"The output {path} must be a GeoPackage; let its name end in .gpkg.", kind="output")


def write_candidates(path: Path, run: Run, candidates: Iterable[Candidate], crs: Any) -> int:
    """Write a detection's own file: the layers `candidates` and `runs`, in the scene's coordinate system.

    Parameters
    ----------
    path
        The .gpkg file; it appears, or is replaced, only when complete.
    run
        What made them.
    candidates
        Read once, in batches; never all in memory.
    crs
        Their coordinate system, kept.

    Returns
    -------
    int
        Number of candidates written.
    """
    _check_suffix(path)
    reference = spatial_reference(crs)
    with finished_file(path) as part:
        geopackage.create(part, schema.DETECTION_LAYERS, reference)
        with geopackage.connect(part, write=True) as connection, geopackage.transaction(connection):
            rows = candidate_rows(candidates, run, crs, crs, reference.srs_id)
            count = geopackage.insert_rows(connection, schema.CANDIDATES, rows)
            geopackage.insert_rows(connection, schema.RUNS, [run.row(count)])
    return count


def append_candidates(
    path: Path, run: Run, candidates: Iterable[Candidate], crs: Any, ground: Ground | None = None
) -> int:
    """Add a detection's candidates to an inventory: all that are new, with their run, or nothing.

    They are gathered in a temporary database first, so that the inventory is locked for the moment of
    the copy and not for the hours of a detection. What is there already is not added again, and undecided
    candidates of earlier runs are replaced (see `known_ground`); `run.parameters` tells how many.

    Parameters
    ----------
    path
        An inventory.
    run
        What made them; its identifier must not be in the inventory yet.
    candidates
        Read once, in batches; never all in memory.
    crs
        Their coordinate system; they are transformed to the inventory's.
    ground
        What the run has searched; None where that is not known: then nothing is replaced.

    Returns
    -------
    int
        Number of candidates added.

    Raises
    ------
    UserError
        Not an inventory, of another version, locked, read-only; or the run is there already.
    """
    with geopackage.connect(path) as connection:
        geopackage.check_inventory(connection, path)
        reference = geopackage.reference_of(connection, schema.CANDIDATES)
    staged = sqlite3.connect("")  # a temporary file of SQLite's own, gone when closed
    try:
        width = 1 + len(schema.CANDIDATES.fields)
        staged.execute(f"CREATE TABLE staged ({', '.join(f'c{i}' for i in range(width))})")
        rows = candidate_rows(candidates, run, crs, reference.wkt, reference.srs_id)
        staged.executemany(f"INSERT INTO staged VALUES ({', '.join('?' * width)})", rows)
        staged.commit()
        intake = Intake(path, run, ground)
        intake.write(staged.execute("SELECT * FROM staged ORDER BY rowid"), complete=True)
    finally:
        staged.close()
    return intake.taken.added


def candidate_rows(
    candidates: Iterable[Candidate], run: Run, source: Any, target: Any, srs_id: int, serial: int = 0
) -> Iterator[tuple[Any, ...]]:
    """Rows of the layer `candidates`: MultiPolygons in the target's system, valid, undecided.

    Identifiers are the run's, a hyphen and a serial number in the order of arrival: unique in an
    inventory because the run's identifier is; `serial` is the last that was given before.
    """
    nothing = (None,) * (len(schema.CANDIDATES.fields) - 7)
    stream = iter(candidates)
    while batch := list(islice(stream, BATCH)):
        blobs = encode_polygons([candidate.geometry for candidate in batch], source, target, srs_id)
        for candidate, blob in zip(batch, blobs, strict=True):
            serial += 1
            yield (
                blob, f"{run.run_id}-{serial:06d}", run.run_id, _number(candidate.probability_mean),
                _number(candidate.probability_max), _number(candidate.area_m2), schema.UNDECIDED, *nothing,
                candidate.imagery or None,
            )  # fmt: skip


def _number(value: float) -> float | None:
    """A plain Python number, which SQLite can store; None for not-a-number."""
    number = float(value)
    return number if math.isfinite(number) else None


def encode_polygons(geometries: Any, source: Any, target: Any, srs_id: int) -> list[bytes]:
    """GeoPackage binaries of polygons: two-dimensional, in the target's system, valid, MultiPolygon.

    Exteriors run counter-clockwise and holes clockwise, as GeoPackage wants it. A repair turns rings as it
    likes, and a coordinate system that counts southwards turns all of them.

    Parameters
    ----------
    geometries
        Polygons or multipolygons, shape (n,).
    source, target
        Coordinate systems, from and to.
    srs_id
        The target's number in the GeoPackage.
    """
    moved = transform_geometries(shapely.force_2d(np.asarray(geometries, dtype=object)), source, target)
    multiple = shapely.orient_polygons(to_multipolygons(cut_where_broken(moved, target)))
    bounds = shapely.bounds(multiple)
    wkbs = shapely.to_wkb(multiple)
    return [
        encode(wkb, srs_id, None if math.isnan(box[0]) else (box[0], box[1], box[2], box[3]))
        for wkb, box in zip(wkbs, bounds.tolist(), strict=True)
    ]


def to_multipolygons(geometries: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Valid multipolygons of polygonal geometries; lines and points that a repair leaves are dropped."""
    array = geometries.copy()
    invalid = ~shapely.is_valid(array)
    array[invalid] = shapely.make_valid(array[invalid], method="structure", keep_collapsed=False)
    for index in np.flatnonzero(shapely.get_type_id(array) != shapely.GeometryType.MULTIPOLYGON):
        parts = shapely.get_parts(shapely.get_parts(array[index]))
        polygons = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
        array[index] = shapely.MultiPolygon(polygons)
    return array
