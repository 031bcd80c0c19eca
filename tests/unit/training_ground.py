"""Small ground to train on: an image of noise, outlines on it in metres, and what the command makes of them."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import engine_here
import numpy as np
import pyogrio
import rasterio
import shapely
from affine import Affine
from rasterio.errors import NotGeoreferencedWarning
from rasters import random_image, write_raster
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries

UTM = "EPSG:32645"
WEST, NORTH, PIXEL, SIDE = 500_000.0, 3_400_000.0, 20.0, 400
PATCH, OVERLAP, BUFFER = 96, 32, 400
SMALL = ("--patch", PATCH, "--overlap", OVERLAP, "--buffer", BUFFER)
MANY = [(900 + 1_800 * column, 900 + 1_800 * row) for row in range(4) for column in range(4)]
"""Places of 16 outlines that are farther from each other than two buffers: metres east and south."""


def place(x, y, width=240.0, height=240.0):
    """A rectangle whose upper left corner lies so many metres east and south of the image's."""
    return shapely.box(WEST + x, NORTH - y - height, WEST + x + width, NORTH - y)


def layer(path, shapes, crs=UTM, **columns):
    """A file of outlines, which are given in UTM, in some coordinate system."""
    moved = transform_geometries(np.array([None, *shapes], dtype=object)[1:], UTM, crs)
    wkb = np.array([None, *(shapely.to_wkb(shape) for shape in moved)], dtype=object)[1:]
    values = [np.array(column, object) for column in columns.values()]
    pyogrio.raw.write(path, wkb, values, list(columns), driver="GPKG", geometry_type="Unknown", crs=crs)
    return path


def image(path, values=None, size=SIDE, **profile):
    """An image over the ground, of noise."""
    values = random_image(size, size) if values is None else values
    return write_raster(path, values, **{"crs": UTM, "transform": Affine(PIXEL, 0, WEST, 0, -PIXEL, NORTH), **profile})


class Made:
    """A folder of training data, read as `train` reads it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = json.loads((folder / "data.json").read_text("utf-8"))
        self.patches = rows(folder / "patches.gpkg")
        self.polygons = rows(folder / "polygons.gpkg")

    def read(self, kind, name):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # a chip may lie nowhere on Earth
            dataset = rasterio.open(self.folder / kind / f"{name}.tif")
        with dataset:
            return dataset.read(), dataset.transform, dataset.crs

    def label(self, name):
        return self.read("labels", name)[0][0]


def rows(path):
    """The only layer of a file: fields by name, the geometry as `shape`."""
    meta, _, wkb, values = pyogrio.raw.read(path)
    fields = dict(zip(meta["fields"].tolist(), values))
    return [
        {"shape": None if wkb[at] is None else shapely.from_wkb(wkb[at]), **{n: v[at] for n, v in fields.items()}}
        for at in range(len(wkb))
    ]


def make(folder, *words):
    """Run the command with small patches; the folder it made, and how it ended."""
    output = folder / "daten 冰"
    done = engine_here.run("training-data", "--output", output, *SMALL, *words)
    assert done.code == 0, done.messages[-1]
    return Made(output), done


def refused(folder, *words):
    """The sentence with which it is refused; nothing is left of the output."""
    output = folder / "daten 冰"
    before = sorted(folder.iterdir())
    done = engine_here.run("training-data", "--output", output, *SMALL, *words)
    assert done.code == 1, done
    assert sorted(folder.iterdir()) == before
    return done.error
