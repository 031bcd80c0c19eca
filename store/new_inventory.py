"""What a new inventory is: a name that may be taken, its layers, and what it says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

from ..inventory import schema
from ..inventory.errors import UserError
from ..inventory.moments import utc_now
from ..inventory.naming.long_names import check_length
from .opening import create_store
from .records import SpatialReference

FIRST_OWN_SRS_ID = 100_000
"""Number in a GeoPackage of a coordinate system that no authority has numbered."""


def check_new(path: Path, replace: bool = False, tr: Callable[[str], str] = str) -> None:
    """Raise `UserError` where a new inventory cannot have that name, or one that is there has it.

    Parameters
    ----------
    path
        The .gpkg file.
    replace
        Whether it may take the place of one that is there.
    tr
        Gives a sentence in the person's language.
    """
    check_suffix(path, tr)
    check_length(path, to_write=True)
    if path.exists() and not replace:
        told = tr("The inventory {} exists and is not overwritten; choose another name, or move it away.").format(path)
        raise UserError(told, kind="output")


def check_suffix(path: Path, tr: Callable[[str], str] = str) -> None:
    """Raise `UserError` where a name is not that of a GeoPackage."""
    if path.suffix.lower() != ".gpkg":
        told = tr("The output {} must be a GeoPackage; let its name end in .gpkg.").format(path)
        raise UserError(told, kind="output")


def reference_of(authority: str, code: str, name: str, wkt: str) -> SpatialReference:
    """A coordinate system as a GeoPackage lists it; `authority` and `code` are empty where it has none."""
    if authority and code.isdigit():
        return SpatialReference(int(code), name, authority, int(code), wkt)
    return SpatialReference(FIRST_OWN_SRS_ID, name, "NONE", FIRST_OWN_SRS_ID, wkt)


def write_new(part: Path, reference: SpatialReference, crs: str, title: str) -> None:
    """Write a new, empty inventory to a hidden name.

    Parameters
    ----------
    part
        The file; it must not exist.
    reference
        Coordinate system of its layers.
    crs
        The same in words: ``EPSG:4326``, else WKT.
    title
        What it is called.
    """
    facts = {
        schema.INFO_VERSION: str(schema.SCHEMA_VERSION),
        schema.INFO_TITLE: title,
        schema.INFO_CRS: crs,
        schema.INFO_CREATED: utc_now(),
    }
    create_store(part, schema.LAYERS, reference, facts)
