"""Many files of glacier outlines as one layer of the map: a small file that names them, which GDAL reads as one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from html import escape
from pathlib import Path

from osgeo import gdal, ogr

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import DATABASE, VECTOR_ENDINGS, files_in_archive, is_plain, stands_in_an_archive
from ...inventory.naming.source_names import files_like, is_pattern, names_in
from ...processing_provider.adapters.translation import tr
from ...store.geopackage.gdal_connection import quietly

_HERE = "EPSG:4326"
"""The system of the layer: files may have different ones."""


def union_of(source: str, inventory: Path) -> Path:
    """Write the file beside an inventory that makes one layer of many files; its path.

    The files stay where they are. Those that hold no polygons are left out.

    Raises
    ------
    UserError
        No file holds polygons, one has no coordinate system, or nothing can be written there.
    """
    path = inventory.with_name(f"{inventory.stem}_glaciers.vrt")
    layers = [line for file in _files_of(source) for line in _layers_of(file, path.parent)]
    if not layers:
        raise UserError(tr("There are no polygons in {}; choose files of glacier outlines.").format(source))
    lines = ["<OGRVRTDataSource>", '<OGRVRTUnionLayer name="glaciers">', *layers, "</OGRVRTUnionLayer>"]
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text("\n".join([*lines, "</OGRVRTDataSource>", ""]), "utf-8")
        part.replace(path)
    except OSError as error:
        raise UserError(tr("{} cannot be written: {}.").format(path, error.strerror)) from error
    return path


def _files_of(source: str) -> Iterator[str]:
    """The vector files behind a source, as the engine looks for them."""
    for name in names_in(source):
        path = Path(name)
        if is_plain(name) and path.is_dir() and path.suffix.lower() != DATABASE:
            found = [str(entry) for entry in sorted(path.iterdir()) if entry.name[0] != "."]
            found = [entry for entry in found if _is_wanted(entry) or stands_in_an_archive(entry)]
        else:
            found = files_like(name) if is_pattern(name) else [name]
        for file in found:
            inside = files_in_archive(file, _wanted_of) if is_plain(file) else None
            yield from [file] if inside is None else inside[0]


def _wanted_of(members: list[str]) -> list[str]:
    return [member for member in members if _is_wanted(member)]


def _is_wanted(name: str) -> bool:
    return name.lower().endswith(VECTOR_ENDINGS) and Path(name).name[0] != "."


def _layers_of(file: str, folder: Path) -> Iterator[str]:
    """The layers of polygons in a file, each as a part of the union."""
    with quietly():
        try:
            dataset = gdal.OpenEx(file, gdal.OF_VECTOR)
        except RuntimeError:  # GDAL with its exceptions on
            dataset = None
    if dataset is None:
        raise UserError(tr("{} cannot be opened as a layer of glacier outlines.").format(file))
    for number in range(dataset.GetLayerCount()):
        layer = dataset.GetLayer(number)
        if ogr.GT_Flatten(layer.GetGeomType()) not in (ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbUnknown):
            continue
        if layer.GetSpatialRef() is None:
            raise UserError(tr("{} has no coordinate system; set it in QGIS first.").format(file))
        yield _part(file, layer.GetName(), layer.GetGeometryColumn(), folder)


def _part(file: str, name: str, column: str, folder: Path) -> str:
    """A layer as GDAL's file of a union names it: relative to its folder where it can be, in one system."""
    place, relative = file, 0
    if is_plain(file):
        with suppress(ValueError):  # another drive of Windows
            place, relative = Path(os.path.relpath(file, folder)).as_posix(), 1
    of_source = f' encoding="Direct" field="{escape(column)}"' if column else ""
    return (
        f'<OGRVRTWarpedLayer><OGRVRTLayer name="{escape(name)}">'
        f'<SrcDataSource relativeToVRT="{relative}">{escape(place)}</SrcDataSource><SrcLayer>{escape(name)}</SrcLayer>'
        # One name, as geometries of other names would be fields of their own.
        f'<GeometryField name="outline"{of_source}/></OGRVRTLayer>'
        f"<TargetSRS>{_HERE}</TargetSRS></OGRVRTWarpedLayer>"
    )
