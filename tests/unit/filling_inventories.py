"""Inventories with outlines on a simple DEM, for the tests of the attributes."""

from __future__ import annotations

import numpy as np
import plain_geopackage as geopackage
import pytest
import shapely
from affine import Affine
from delivering import binaries
from rasters import write_raster
from rock_glacier_inventory.engine.filling import chunks as filling
from rock_glacier_inventory.engine.intake import inventory_file
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.store.sources import Sources

UTM = "EPSG:32645"
WEST, NORTH, CELL, SIZE = 500_000, 3_400_000, 30, 200
TERRAIN = ("ELE_MEAN", "ELE_MEDIAN", "ELE_MIN", "ELE_MAX", "SLO_MEAN", "SLO_MAX", "ASPECT", "ASP_R")


def square(column, row, size):
    """A square in cells of the DEM, in UTM."""
    left, top = WEST + column * CELL, NORTH - row * CELL
    return shapely.box(left, top - size * CELL, left + size * CELL, top)


def plane(folder, name="dem é 冰.tif", height=6000.0, voids=True):
    """A DEM that falls to the south by one in two; voids in the cells 100 to 109 of both axes."""
    rows = np.arange(SIZE, dtype=np.float32)[:, None]
    values = np.tile(np.float32(height) - rows * CELL / 2, (1, 1, SIZE))
    if voids:
        values[:, 100:110, 100:110] = -32767
    transform = Affine(CELL, 0, WEST, 0, -CELL, NORTH)
    return write_raster(folder / name, values, transform=transform, crs=UTM, nodata=-32767)


def level(folder, name, value, dtype=np.float32, first_column=0, **profile):
    """A raster of one value on the ground of the DEM, or as far east of it as `first_column` tells."""
    values = np.full((1, SIZE, SIZE), value, dtype=dtype)
    transform = Affine(CELL, 0, WEST + first_column * CELL, 0, -CELL, NORTH)
    return write_raster(folder / name, values, transform=transform, crs=UTM, **profile)


def make(path, crs=UTM):
    """An empty inventory."""
    inventory_file.create_inventory(path, crs)
    return path


def put(path, layer, outlines, crs=UTM, **values):
    """Rows of a layer with geometry, fields by name."""
    with geopackage.connect(path, write=True) as connection, geopackage.transaction(connection):
        reference = geopackage.reference_of(connection, layer)
        blobs = binaries(outlines, crs, reference.wkt, reference.srs_id)
        columns = [values.get(name, [None] * len(blobs)) for name in layer.field_names]
        geopackage.insert_rows(connection, layer, zip(blobs, *columns, strict=True))


def reshape(path, fid, outline, crs=UTM):
    """A new outline, which makes a rock glacier stale."""
    with geopackage.connect(path, write=True) as connection, geopackage.transaction(connection):
        reference = geopackage.reference_of(connection, schema.ROCK_GLACIERS)
        (blob,) = binaries([outline], crs, reference.wkt, reference.srs_id)
        geopackage.update_rows(connection, schema.ROCK_GLACIERS, ["geom", "STALE"], [(blob, 1, fid)])


def table(path, name="rock_glaciers"):
    """The rows of a layer, by field."""
    with geopackage.connect(path) as connection:
        cursor = connection.execute(f'SELECT * FROM "{name}" ORDER BY fid')
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def column(path, *names, layer="rock_glaciers"):
    """Fields of all rows: a list of values, or of tuples where there are several."""
    return [tuple(row[name] for name in names) if names[1:] else row[names[0]] for row in table(path, layer)]


def fill(path, report, *groups, layer=None, everything=False, features=None, **sources):
    """Fill groups (all that have a source where none is named) from files."""
    given = Sources(**{name: str(value) for name, value in sources.items()})
    return filling.fill_attributes(
        path, given, report, layer=layer, groups=groups or None, everything=everything, features=features
    )


@pytest.fixture
def dem(tmp_path):
    """The plane of `plane`."""
    return plane(tmp_path)
