import numpy as np
import pyogrio
import pytest
import shapely
from engine_here import run
from PIL import Image
from rasters import NORTH_UP, UTM, random_image, write_raster
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.jobs.overview import COLOURS
from rock_glacier_inventory.engine.scene.for_the_eye import stretch


def write_square(path, left, top, size, crs):
    corners = [NORTH_UP @ (x, y) for x, y in ((left, top), (left + size, top + size))]
    square = shapely.box(corners[0][0], corners[1][1], corners[1][0], corners[0][1])
    geometry = transform_geometries([square], UTM, crs)
    multiple = shapely.to_wkb(shapely.multipolygons(geometry))
    pyogrio.raw.write(path, np.array([multiple]), [], [], geometry_type="MultiPolygon", crs=crs, layer="a")
    return path


def test_each_outline_is_drawn_where_it_lies_in_its_colour(tmp_path):
    scene = write_raster(tmp_path / "Szene 冰.tif", random_image(200, 400), nodata=0)
    candidates = write_square(tmp_path / "c é.gpkg", 40, 40, 80, "EPSG:4326")
    truth = write_square(tmp_path / "t.gpkg", 240, 60, 100, UTM)
    out = tmp_path / "o.png"
    done = run(
        "overview", "--input", scene, "--candidates", candidates, "--reference", truth, "--width", 800, "--output", out
    )
    assert done.code == 0, done
    picture = np.asarray(Image.open(out))
    assert picture.shape == (400, 800, 3)
    for colour, (left, top, size) in (("yellow", (80, 80, 160)), ("green", (480, 120, 200))):
        rows, columns = np.nonzero((picture == COLOURS[colour]).all(axis=-1))
        box = (columns.min(), rows.min(), columns.max(), rows.max())
        assert box == pytest.approx((left, top, left + size, top + size), abs=3)


def test_other_types_than_bytes_are_stretched_for_the_eye():
    values = np.random.default_rng(1).normal(1500, 300, (3, 50, 50)).astype(np.float32)
    values[:, :5] = np.nan
    picture = stretch(values)
    assert picture.dtype == np.uint8
    assert picture[:, 5:].min() == 0
    assert picture[:, 5:].max() == 255
    assert stretch(np.zeros((3, 4, 4), np.uint16)).max() == 0
