"""Files on disk: a new inventory, and a detection's own file of candidates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyproj

from ...inventory import schema
from ...store.new_inventory import check_new, check_suffix, reference_of, write_new
from ...store.opening import create_store
from ...store.protocol import Appending
from ...store.records import SpatialReference
from ..ground.geodesy import to_pyproj
from ..runs.inventories import open_layers
from ..runs.run_record import crs_name
from ..telling.outputs import finished_file


def spatial_reference(crs: Any) -> SpatialReference:
    """The coordinate system as a GeoPackage lists it."""
    system = to_pyproj(crs)
    authority, code = system.to_authority(min_confidence=90) or ("", "")
    try:
        wkt = str(system.to_wkt("WKT1_GDAL"))
    except pyproj.exceptions.CRSError:  # too new for WKT 1; GDAL reads WKT 2 in its place
        wkt = str(system.to_wkt())
    return reference_of(authority, code, system.name, wkt)


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
    with new_inventory(path, crs, title, replace):
        pass


@contextmanager
def new_inventory(path: Path, crs: Any = "EPSG:4326", title: str = "", replace: bool = False) -> Iterator[Path]:
    """Give the name of a new, empty inventory to write to; it becomes `path` when the block ends without an error.

    See `create_inventory`.
    """
    check_new(path, replace)
    reference = spatial_reference(crs)
    with finished_file(path) as part:
        write_new(part, reference, crs_name(crs), title or path.stem)
        yield part


@contextmanager
def candidate_file(path: Path, crs: Any, run_id: str) -> Iterator[Appending]:
    """Write a detection's own file: the layers `candidates` and `runs`, in one coordinate system.

    Parameters
    ----------
    path
        The .gpkg file; it appears, or is replaced, only when the block ends without an error.
    crs
        Of the candidates.
    run_id
        Of the run that makes them.
    """
    check_suffix(path)
    reference = spatial_reference(crs)
    with finished_file(path) as part:
        create_store(part, schema.DETECTION_LAYERS, reference)
        with closing(open_layers(part)) as store, store.append(run_id) as file:
            yield file
