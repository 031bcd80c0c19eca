"""Small files of permafrost zones, as products have them, and what is read of them."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from rasters import write_raster
from rock_glacier_inventory.engine.attributes.climate_attributes import CELLS_FOR_A_MEAN, ClimateOptions
from rock_glacier_inventory.engine.attributes.zone_groups import open_index
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.zones.opening import open_zones

ZONES = ("none", "isolated", "sporadic", "discontinuous", "continuous")
"""Of the codes 0 to 4 in these files: another order than the schema's, and another than the product's."""


def classified(path: Path, codes, **profile) -> Path:
    """A raster of codes (h, w) that does not say what they are."""
    return write_raster(path, np.asarray(codes, dtype="uint8")[None], **profile)


def named(path: Path, names=ZONES) -> Path:
    """Give a raster category names, in the file that GDAL keeps beside it."""
    entries = "".join(f"<Category>{name}</Category>" for name in names)
    band = f'<PAMRasterBand band="1"><CategoryNames>{entries}</CategoryNames></PAMRasterBand>'
    path.with_name(f"{path.name}.aux.xml").write_text(f"<PAMDataset>{band}</PAMDataset>", "utf-8")
    return path


def with_table(path: Path, rows, columns=("Value", "Count", "EXTENT")) -> Path:
    """Give a raster an attribute table: number, count, text; columns of any use, as ArcGIS writes them."""
    kinds = [0 if isinstance(value, int) else 2 for value in rows[0]]
    heads = "".join(
        f'<FieldDefn index="{at}"><Name>{name}</Name><Type>{kind}</Type><Usage>0</Usage></FieldDefn>'
        for at, (name, kind) in enumerate(zip(columns, kinds))
    )
    lines = "".join(
        f'<Row index="{at}">{"".join(f"<F>{value}</F>" for value in row)}</Row>' for at, row in enumerate(rows)
    )
    table = f'<GDALRasterAttributeTable tableType="thematic">{heads}{lines}</GDALRasterAttributeTable>'
    band = f'<PAMRasterBand band="1">{table}</PAMRasterBand>'
    path.with_name(f"{path.name}.aux.xml").write_text(f"<PAMDataset>{band}</PAMDataset>", "utf-8")
    return path


def polygons(path: Path, shapes, texts, crs, field="EXTENT") -> Path:
    """A layer of polygons with the text of a field."""
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object)),
        [np.array(texts, dtype=object)],
        [field],
        crs=crs,
        geometry_type="Polygon",
    )
    return path


def zones_of(path, outlines, crs, markers=None, classes=None, method="auto", variable=None):
    """What is read of outlines: `ZoneValues`, the records, and the warnings."""
    report = SilentReport()
    array = np.array(outlines, dtype=object)
    points = np.array(shapely.point_on_surface(array) if markers is None else markers, dtype=object)
    with ExitStack() as stack:
        zones = stack.enter_context(open_zones(path, variable, classes, method, CELLS_FOR_A_MEAN, report))
        found = zones.of(array, points, crs, report)
        for part in zones.parts:
            part.warn(report)
        return found, [part.record() for part in zones.parts], report.warnings


def index_of(path, outlines, crs, markers=None, method="auto", variable=None):
    """What is read of an index: `ClimateValues`, the record, and the warnings."""
    report = SilentReport()
    array = np.array(outlines, dtype=object)
    points = np.array(shapely.point_on_surface(array) if markers is None else markers, dtype=object)
    with open_index(ClimateOptions(path, variable=variable, method=method), report) as index:
        return index.of(array, points, crs, report), index.record, report.warnings
