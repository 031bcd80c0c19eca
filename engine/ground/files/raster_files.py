"""Opening rasters: whatever GDAL opens, by any name it knows, and a true sentence where it does not."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import rasterio
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from ....inventory.errors import UserError
from ....inventory.naming.gdal_names import (
    file_behind,
    files_in_archive,
    gdal_name,
    is_pipe,
    is_plain,
    missing_part,
    said_of,
)
from ....inventory.secrets import scrub
from ...telling.lists import few
from ...telling.report import Report

_RASTERS = (
    ".tif",
    ".tiff",
    ".jp2",
    ".img",
    ".vrt",
    ".nc",
    ".nc4",
    ".asc",
    ".hgt",
    ".bil",
    ".bip",
    ".bsq",
    ".dem",
    ".dt0",
    ".dt1",
    ".dt2",
    ".h5",
    ".hdf",
    ".hdf5",
    ".he5",
    ".grd",
    ".flt",
    ".sdat",
    ".rst",
    ".png",
    ".jpg",
)
"""Endings by which rasters are known in an archive."""
_DESCRIPTIONS = (
    "MTD_MSIL2A.xml",
    "MTD_MSIL1C.xml",
    "MTD_DS.xml",
    "hdr.adf",
    "manifest.safe",
    "zarr.json",
    ".zgroup",
    ".zarray",
)
"""Files that make a folder one raster or one container: Sentinel-2 and -1, ArcInfo grids, Zarr."""
_AS_FOLDER = ("zarr.json", ".zgroup", ".zarray", "hdr.adf")
_MOST_LISTED = 12
CONTAINER = "container"
"""Kind of the error where a name stands for several rasters."""


def is_raster_folder(path: Path) -> bool:
    """Whether a folder is one product that GDAL opens (Sentinel's SAFE, ArcInfo grid, Zarr)."""
    return any((path / name).is_file() for name in _DESCRIPTIONS)


def is_description(member: str) -> bool:
    """Whether a file in an archive makes it one product that GDAL opens."""
    return Path(member).name in _DESCRIPTIONS


def open_raster_file(
    source: str | Path,
    what: str = "a raster",
    advice: str = "give a GeoTIFF",
    report: Report | None = None,
    *,
    missing: str = "file",
    label: str | None = None,
) -> Any:
    """Open a raster by any name that GDAL knows.

    A name is a file, a folder of one product (see `is_raster_folder`), an archive with one raster in it, a
    path of GDAL's virtual file systems (``/vsizip/...``), an address in the web or a subdataset
    (``NETCDF:"t.nc":t2m``).

    Parameters
    ----------
    source
        The name.
    what
        What it is to be, for the sentences: ``a DEM``, ``an image``.
    advice
        What to do where it is none, for the sentences.
    report
        Gets a warning where a file holds further rasters beside the one that GDAL takes.
    missing
        What is not there, for the sentence.
    label
        What people are told of it; None for the name itself, without keys.

    Returns
    -------
    rasterio.DatasetReader
        With a band at least; its place on Earth is not looked at yet.

    Raises
    ------
    UserError
        No such file, none that GDAL can read (GDAL's cause is told), or several rasters in one: their
        names are listed.
    """
    name = gdal_name(source)
    label = scrub(name) if label is None else label
    behind = file_behind(name)
    if behind is not None and not _is_there(behind, label):
        raise UserError(f"There is no {missing} {missing_part(name, label)}; check the path.")
    if behind is not None and is_pipe(name):
        raise UserError(f"{label} is a pipe or a device, not a file; {advice}.")
    if is_plain(name) and Path(name).is_dir():
        if not is_raster_folder(Path(name)):
            raise UserError(
                f"{label} is a folder, not a raster; give one of its files, or a VRT over them (gdalbuildvrt)."
            )
        name = _description_in(Path(name))
    try:
        dataset = _opened(name)
    except (RasterioError, OSError, ValueError, SystemError) as error:
        member = _only_member(name, label, what, advice)
        if member is None:
            cause = said_of(error, name) or ": it is not a raster that GDAL can read"
            raise UserError(
                f"{label} cannot be opened as {what}{cause}; {advice}, or fetch it anew if it is damaged."
            ) from error
        return open_raster_file(member, what, advice, report, missing=missing)
    listed = _contents(dataset)
    if not dataset.count:
        dataset.close()
        raise UserError(_told_of_container(label, listed, what, advice), kind=CONTAINER)
    if listed and report is not None and not name.upper().startswith("DERIVED_SUBDATASET"):
        report.warning(
            f"{label} holds several rasters; the first is taken as {what}. They are: {few(listed, _MOST_LISTED)}."
        )
    return dataset


def _is_there(path: Path, label: str) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise UserError(f"{label} cannot be looked at ({error.strerror}); check its folder.") from error


def _opened(name: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # told by the readers, as an error
        return rasterio.open(name)


def _description_in(folder: Path) -> str:
    """What GDAL opens of a folder that is one product."""
    for name in _DESCRIPTIONS:
        if (folder / name).is_file():
            return str(folder if name in _AS_FOLDER else folder / name)
    return str(folder)


def _contents(dataset: Any) -> list[str]:
    """Names of the rasters in a container, as a person may give them."""
    tags = dataset.tags(ns="SUBDATASETS")
    names = [key for key in tags if key.endswith("_NAME")]
    names.sort(key=lambda key: int("".join(filter(str.isdigit, key)) or 0))
    return [scrub(tags[key]) for key in names]


def _told_of_container(label: str, listed: list[str], what: str, advice: str) -> str:
    if not listed:
        return f"{label} holds no raster; {advice}."
    return f"{label} holds several rasters; give one of them as {what}: {few(listed, _MOST_LISTED)}."


def _only_member(name: str, label: str, what: str, advice: str) -> str | None:
    """The only raster in an archive that GDAL did not open as it is; None where it is no archive.

    Raises
    ------
    UserError
        There is none in it, or several: they are listed.
    """
    found = files_in_archive(name, lambda members: [m for m in members if m.lower().endswith(_RASTERS)])
    if found is None:
        return None
    names, asked_for_one = found
    if len(names) == 1 and not asked_for_one:
        return names[0]
    if names and asked_for_one and name in names:
        return None  # it is there, but damaged
    if names:
        several = f"holds several files; give one of them as {what}"
        how = "is not in the archive; there are" if asked_for_one else several
        raise UserError(f"{label} {how}: {scrub(few(names, _MOST_LISTED))}.", kind=CONTAINER)
    raise UserError(f"{label} holds no raster; {advice}.")
