"""What an evaluation reads: candidates, reference outlines or a reference mask, and the area to judge."""

from __future__ import annotations

from dataclasses import dataclass
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
from ..ground.geodesy import check_georeference, to_pyproj, transform_geometries
from ..ground.raster_files import CONTAINER, open_raster_file
from ..ground.raster_values import NEGATIVE_VOID_VALUES, RasterValues, tells_untold
from ..ground.vector_files import VectorLayer, layer_names, look_at
from ..ground.vectors import choose_layer, clean_polygons, read_polygons, text_of
from ..telling.report import Report

Geometries = npt.NDArray[Any]
_PREFERRED = (schema.CANDIDATES.name, schema.ROCK_GLACIERS.name)


@dataclass(frozen=True)
class Outlines:
    """Polygons (n,), a label for each, their coordinate system; `extent` is where they tell anything."""

    polygons: Geometries
    labels: list[str]
    crs: Any
    extent: Any = None

    def in_crs(self, crs: Any) -> Outlines:
        """The same in another coordinate system."""
        extent = self.extent
        if extent is not None:
            edges = shapely.segmentize(extent, max(extent.bounds[2] - extent.bounds[0], 1e-9) / 50)
            extent = transform_geometries([edges], self.crs, crs)[0]
        return Outlines(transform_geometries(self.polygons, self.crs, crs), self.labels, crs, extent)


def read_candidate_outlines(path: Path, layer: str | None, report: Report) -> Outlines:
    """Candidates that nobody removed (or the rock glaciers of an inventory); none is an answer.

    Raises
    ------
    UserError
        See `vectors.read_polygons`.
    """
    of = look_at(path, choose_layer(path, layer, _PREFERRED, "--layer"), report)
    name, states = of.name, of.those_of("STATE")
    without = (states[0], schema.REMOVE) if states else None
    found = _read(of, without, report, allow_empty=True)
    if not len(found.polygons):
        report.warning(f"Layer '{name}' of {path} holds no candidates; precision is not defined.")
    return found


def read_reference_outlines(path: Path, layer: str | None, report: Report) -> Outlines:
    """Reference outlines from a vector layer, or from a raster mask in which all but 0 is the target.

    Raises
    ------
    UserError
        Neither a vector nor a raster, no coordinate system, or nothing in it.
    """
    if layer is None and _is_raster(path):
        return _from_mask(path, report)
    name = choose_layer(path, layer, _PREFERRED[::-1], "--reference-layer")
    return _read(look_at(path, name, report), None, report, allow_empty=False)


def _read(of: VectorLayer, without: tuple[str, str] | None, report: Report, allow_empty: bool) -> Outlines:
    fields = of.those_of("CANDIDATE_ID", "ID", "NAME")
    found = read_polygons(of.path, of.name, columns=fields, without=without, allow_empty=allow_empty, report=report)
    columns = [[text_of(name) for name in found.columns[field]] for field in fields]
    names = next((column for column in columns if any(column)), [""] * len(found))
    labels = [name or f"feature {fid}" for name, fid in zip(names, found.fids.tolist(), strict=True)]
    return Outlines(found.geometries, labels, found.crs)


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


def clip(outlines: Outlines, area: Any) -> Outlines:
    """What lies inside an area, polygon by polygon; labels stay with their polygons."""
    shapely.prepare(area)
    polygons, labels = outlines.polygons.copy(), outlines.labels
    whole = shapely.contains_properly(area, polygons)
    touched = shapely.intersects(area, polygons) & ~whole
    for index in np.flatnonzero(touched):
        parts = shapely.get_parts(shapely.get_parts(shapely.intersection(polygons[index], area)))
        inside = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
        polygons[index] = shapely.MultiPolygon(inside)
    keep = np.flatnonzero(whole | (touched & ~shapely.is_empty(polygons)))
    return Outlines(polygons[keep], [labels[index] for index in keep], outlines.crs, outlines.extent)
