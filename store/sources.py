"""The files that an inventory's attributes come from, as the inventory remembers them.

Each stands in `inventory_info` under a key of its own. Paths are kept relative to the inventory where they
can be, so that a folder may be moved with all that is in it. A source of several files is a text of their names
(`source_names`), of which each is kept so.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..inventory.errors import UserError
from ..inventory.naming.gdal_names import absolute_name, is_plain
from ..inventory.naming.source_names import with_each
from ..inventory.schema import (
    AIR_TEMPERATURE,
    GLACIERS,
    GROUND_TEMPERATURE,
    PERMAFROST,
    PRECIPITATION,
    RADIATION,
    TERRAIN,
    ZONATION,
)
from ..inventory.secrets import scrub
from .protocol import Store

PREFIX = "source_"
"""Keys in `inventory_info` begin with it: ``source_dem``, ``source_maat_variable`` ..."""

SOURCE_OF = {
    TERRAIN: "dem",
    RADIATION: "dem",
    AIR_TEMPERATURE: "maat",
    GROUND_TEMPERATURE: "magt",
    PRECIPITATION: "precipitation",
    PERMAFROST: "permafrost",
    ZONATION: "pzi",
    GLACIERS: "glaciers",
}
"""Group of attributes -> the field of `Sources` with its file."""


@dataclass(frozen=True)
class Sources:
    """Files, and what must be known to read them; None where there is none.

    Each file may be several, a folder or a pattern (`source_names`). `dem` holds elevations; `maat`, `magt` and
    `precipitation` are rasters or NetCDF files with the name of a variable, the first and last year as
    ``1981-2010``, and the unit where the file names none or a wrong one; `permafrost` is a raster, NetCDF file or
    polygons of zones, with what its codes mean as ``1=continuous,2=discontinuous``; `pzi` is a raster of an index;
    `glaciers` holds outlines, `glaciers_layer` is the layer of that file. `maat_elevation` is the elevation of the
    cells of `maat`, for `lapse_rate` (K per km, as text). That, `climate_method` and `radiation` (JSON: option ->
    value) are how values are computed where that is not the usual way: one inventory, one way.
    """

    dem: str | None = None
    maat: str | None = None
    maat_variable: str | None = None
    maat_years: str | None = None
    maat_unit: str | None = None
    maat_elevation: str | None = None
    maat_elevation_variable: str | None = None
    magt: str | None = None
    magt_variable: str | None = None
    magt_years: str | None = None
    magt_unit: str | None = None
    precipitation: str | None = None
    precipitation_variable: str | None = None
    precipitation_years: str | None = None
    precipitation_unit: str | None = None
    permafrost: str | None = None
    permafrost_variable: str | None = None
    permafrost_classes: str | None = None
    pzi: str | None = None
    pzi_variable: str | None = None
    glaciers: str | None = None
    glaciers_layer: str | None = None
    climate_method: str | None = None
    lapse_rate: str | None = None
    radiation: str | None = None

    def over(self, remembered: Sources) -> Sources:
        """These where they are given, else the remembered ones.

        A file that is given takes nothing from the remembered one: another file has other variables.
        """
        taken = {}
        for key in _KEYS:
            given, file = getattr(self, key), key.split("_")[0]
            other_file = file in FILES and getattr(self, file) is not None
            taken[key] = given if given or other_file else getattr(remembered, key)
        return Sources(**taken)


FILES = ("dem", "maat", "magt", "precipitation", "permafrost", "pzi", "glaciers")
"""Fields of `Sources` that are paths of files which attributes come from."""

PATHS = (*FILES, "maat_elevation")
"""All of its fields that are paths: also those that no attribute comes from alone."""

_KEYS = tuple(field.name for field in fields(Sources))


def sources_of(info: Mapping[str, str], path: Path) -> Sources:
    """What an inventory remembers, with paths that can be opened from anywhere.

    Parameters
    ----------
    info
        Facts of the inventory; none remember nothing, as in a detection's own file.
    path
        Of the inventory: relative paths start at its folder.
    """
    kept = {key: info[PREFIX + key] for key in _KEYS if info.get(PREFIX + key)}
    for name in PATHS:
        if name in kept:
            kept[name] = with_each(kept[name], lambda file: _opened_from_anywhere(file, path), path.absolute().parent)
    return Sources(**kept)


def write_sources(store: Store, sources: Sources) -> None:
    """Have the inventory remember exactly these; one that is None is forgotten.

    Raises
    ------
    UserError
        The file is no inventory, locked or read-only, or the name of a source holds a key or password.
    """
    if not store.facts():
        raise UserError(f"{store.path} is no inventory, so it cannot remember sources; run it without --remember.")
    kept = {key: value or None for key, value in asdict(sources).items()}
    for key, value in kept.items():
        if value and scrub(value) != value:
            raise UserError(
                f"{scrub(value)} seems to hold a key or password in its name, which is never stored; rename "
                "or copy the file first."
            )
        if value and key in PATHS:
            kept[key] = with_each(value, lambda file: _as_kept(file, store.path))
    store.remember({PREFIX + key: value for key, value in kept.items()})


def groups_of(sources: Sources) -> list[str]:
    """Groups of attributes of rock glaciers that an inventory has a source for."""
    return [group for group, source in SOURCE_OF.items() if group != GLACIERS and getattr(sources, source)]


def _as_kept(file: str, inventory: Path) -> str:
    """Relative to the inventory, with slashes on every system; absolute where that is on another drive."""
    if not is_plain(file):  # in an archive, a part of a container: it is kept whole
        return absolute_name(file)
    whole = Path(file).absolute()
    try:
        return Path(os.path.relpath(whole, inventory.absolute().parent)).as_posix()
    except ValueError:  # another drive of Windows
        return str(whole)


def _opened_from_anywhere(kept: str, inventory: Path) -> str:
    if not is_plain(kept) or PurePosixPath(kept).is_absolute() or PureWindowsPath(kept).is_absolute():
        return kept
    return os.path.normpath(inventory.absolute().parent / kept)
