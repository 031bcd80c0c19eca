"""Open what a person names as permafrost zones: rasters, NetCDF files, polygons, one file or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import is_plain, stands_in_an_archive
from ..climate.netcdf.netcdf_bytes import is_netcdf
from ..gathering.files import NETCDF_ENDINGS, Wanted, files_of
from ..gathering.unpacking import unpacked
from ..ground.files.raster_files import is_raster_folder
from ..ground.files.vector_files import layer_names
from ..telling.report import Report
from .polygon_zones import PolygonZones
from .raster_zones import RasterZones, open_raster_zones, same_cells
from .shares import METHODS, PermafrostZones, ZonePart
from .words import given_classes

_VECTORS = (".shp", ".gpkg", ".geojson", ".json", ".fgb", ".kml", ".gml")
_RASTERS = (".tif", ".tiff", ".img", ".asc", ".flt", ".bil", ".vrt")
WANTED = Wanted("permafrost zones", (*_RASTERS, *NETCDF_ENDINGS, *_VECTORS), is_netcdf)
"""What is taken of folders and archives."""


@contextmanager
def open_zones(
    path: str | Path, variable: str | None, classes: str | None, method: str, least_cells: float, report: Report
) -> Iterator[PermafrostZones]:
    """Open permafrost zones in place; nothing but their description is read yet.

    Parameters
    ----------
    path
        A raster, a NetCDF file or polygons, or several (`gathering.files`): one that tells of a place before
        others counts there.
    variable
        The band, variable or layer, where a file has several.
    classes
        What a person says of codes, as ``1=continuous,2=discontinuous``.
    method
        One of `shares.METHODS`.
    least_cells
        Size of an outline in cells from which most of its area decides.
    report
        Gets warnings.

    Raises
    ------
    UserError
        No such file, none of zones, classes that are not understood, or two rasters of the same cells.
    """
    if method not in METHODS:
        raise UserError(f"'{method}' is no way to take a value; it is one of: {', '.join(METHODS)}.")
    given = given_classes(classes)
    with ExitStack() as stack:
        parts: list[ZonePart] = []
        for file in _files(path, stack):
            if _is_vector(file):
                parts.append(PolygonZones(file, variable, given))
            else:
                parts.append(stack.enter_context(open_raster_zones(file, variable, given, report)))
        _check_different(parts)
        if given.outside and not any(isinstance(part, PolygonZones) for part in parts):
            raise UserError(
                f"'outside={given.outside}' (--permafrost-classes) is of polygons, and {path} holds none; leave it out."
            )
        yield PermafrostZones(parts, method, least_cells)


def _files(path: str | Path, stack: ExitStack) -> list[Path]:
    files = files_of(path, WANTED)
    if files is not None:
        return stack.enter_context(unpacked(files.names))
    name = str(path)
    if is_plain(name) and not (Path(name).is_file() or is_raster_folder(Path(name))):
        raise UserError(f"There is no file of permafrost zones {name}; check the name.")
    return [Path(path)]


def _is_vector(file: Path) -> bool:
    name = file.name.lower()
    if name.endswith(_VECTORS) or stands_in_an_archive(str(file)):
        try:
            return bool(layer_names(file))
        except UserError:
            return name.endswith(_VECTORS)
    return False


def _check_different(parts: Sequence[ZonePart]) -> None:
    rasters = [part for part in parts if isinstance(part, RasterZones)]
    for place, one in enumerate(rasters):
        for other in rasters[:place]:
            if same_cells(one, other):
                raise UserError(
                    f"{other.name} and {one.name} tell permafrost zones of the same cells; give one of them."
                )
