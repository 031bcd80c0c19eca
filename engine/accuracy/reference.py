"""What candidates are judged by: reference outlines, an inventory with the ground that was looked at, or a mask."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio.features
import shapely
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ...inventory import schema
from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import gdal_name, is_plain
from ..ground.files.raster_files import CONTAINER, open_raster_file
from ..ground.files.vector_files import VectorLayer, layer_names, look_at
from ..ground.geodesy import check_georeference, to_pyproj, transform_geometries
from ..ground.raster_values import NEGATIVE_VOID_VALUES, RasterValues, tells_untold
from ..ground.vectors import choose_layer, clean_polygons, text_of
from ..telling.report import Report
from ..training_data.given.reviewed import reviewed_ground
from .outlines import Geometries, Outlines, extent_in, read_outlines

_PREFERRED = (schema.ROCK_GLACIERS.name, schema.CANDIDATES.name)


def read_reference_outlines(path: Path, layer: str | None, report: Report) -> Outlines:
    """Reference outlines from a vector layer, or from a raster mask in which all but 0 is the target.

    Rock glaciers of an inventory come with the ground that somebody looked at, and what nobody has decided on.

    Raises
    ------
    UserError
        Neither a vector nor a raster, no coordinate system, or nothing in it.
    """
    if layer is None and _is_raster(path):
        return _from_mask(path, report)
    name = choose_layer(path, layer, _PREFERRED, "--reference-layer")
    of = look_at(path, name, report)
    if name != schema.ROCK_GLACIERS.name or schema.CANDIDATES.name not in layer_names(path):
        return read_outlines(of, (), report, allow_empty=False)
    return _of_inventory(of, report)


def _of_inventory(of: VectorLayer, report: Report) -> Outlines:
    candidates = look_at(of.path, schema.CANDIDATES.name, report)
    states = read_outlines(candidates, ("STATE",), report, allow_empty=True)
    told = [text_of(value) or schema.UNDECIDED for value in states.columns.get("STATE", [])]
    decided = sum(state != schema.UNDECIDED for state in told)
    found = read_outlines(of, (), report, allow_empty=decided > 0)
    if not len(found.polygons):
        report.warning(
            f"Reference {of.place} holds no rock glaciers and {decided} of its candidates are decided: everything was "
            "removed; recall is not defined."
        )
    open_ones = np.array([state == schema.UNDECIDED for state in told], dtype=bool)
    unknown = transform_geometries(states.polygons[open_ones], states.crs, found.crs) if open_ones.any() else None
    ground = reviewed_ground(of.path, layer_names(of.path))
    if not ground:
        report.warning(
            f"Reference {of.place} does not say which ground somebody looked at; all ground is judged, and a candidate "
            "where nobody has looked counts as false. Say with --area where the reference is complete."
        )
        return replace(found, unknown=unknown)
    return replace(found, extent=extent_in(ground, found.crs), unknown=unknown)


def _opened(path: Path) -> Any:
    return open_raster_file(path, "a reference", "give outlines, or a mask as GeoTIFF")


def _is_raster(path: Path) -> bool:
    """Whether a reference is a raster: by its name, else by asking GDAL for its vector layers first."""
    name = gdal_name(path)
    if is_plain(name) and path.suffix.lower() in (".gpkg", ".shp", ".geojson", ".json", ".fgb"):
        return False
    try:
        return not layer_names(path)
    except UserError:
        pass
    try:
        _opened(path).close()
    except UserError as error:
        if error.kind == CONTAINER or not (is_plain(name) or name.startswith("/vsi")):
            raise
        return False
    return True


def _from_mask(path: Path, report: Report) -> Outlines:
    """Outlines of a mask, on the edges of its pixels; it says nothing beyond its own extent."""
    with _opened(path) as dataset:
        check_georeference(dataset, f"The mask {path}")
        try:
            # A mask often names 0, "not the target", as its nodata; that is an answer, not a gap.
            told = RasterValues(
                dataset, [1], zero_is_data=True, untold=NEGATIVE_VOID_VALUES, warn=tells_untold(path.name, report)
            )
            stored, valid = told.read_each(Window(0, 0, dataset.width, dataset.height))
        except RasterioError as error:
            raise UserError(f"The mask {path} is truncated or damaged.") from error
        values, gaps = stored[0], ~valid[0]
        transform, crs = dataset.transform, to_pyproj(dataset.crs)
    target = (values != 0) & ~gaps
    if set(np.unique(values[target]).tolist()) == {1, 255}:
        report.warning(
            f"The mask {path} holds 0, 1 and 255 and does not say that 255 means no data; it is taken as the "
            "target, as 1 is. Otherwise set the nodata value (gdal_edit.py -a_nodata 255)."
        )
    if not target.any():
        raise UserError(f"The mask {path} holds no target (all pixels are 0); nothing to compare with.")
    polygons = _shapes(target, transform)
    extent = shapely.union_all(_shapes(~gaps, transform))
    return Outlines(polygons, [f"patch {number}" for number in range(1, len(polygons) + 1)], crs, extent)


def _shapes(where: npt.NDArray[np.bool_], transform: Any) -> Geometries:
    """Polygons of the True pixels; pixels that touch at a corner only are apart."""
    shapes = rasterio.features.shapes(where.astype(np.uint8), mask=where, transform=transform)
    polygons = np.array([shapely.geometry.shape(outline) for outline, _ in shapes], dtype=object)
    return clean_polygons(polygons, "mask", None)[0]
