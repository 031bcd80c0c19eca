"""Collars and masks that a file does not tell: said, and where it is certain taken."""

import numpy as np
import pytest
from rasters import random_image, write_raster
from rock_glacier_inventory.engine.scene.imagery import open_scene
from rock_glacier_inventory.engine.telling.report import SilentReport

RGB = ("red", "green", "blue")


def read(path, values, **profile):
    report = SilentReport()
    with open_scene(str(write_raster(path, values, **profile)), RGB, None, report) as scene:
        return *scene.read(0, scene.grid.height), report.warnings


@pytest.mark.parametrize(
    ("dtype", "value", "nodata", "words"),
    [
        ("uint8", 255, 0, "is white (255"),
        ("uint16", 65535, 0, "is white (65535"),
        ("uint8", 0, 255, "is black (0"),
        ("uint8", 2, None, "is black (0 in every band, or nearly)"),
        ("uint8", 253, 0, "is white (255 in every band, or nearly)"),
    ],
)
def test_a_collar_that_is_not_declared_is_searched_and_said(tmp_path, dtype, value, nodata, words):
    image = random_image(60, 90, dtype=dtype) + np.array(20, dtype)
    image[:, :, :12] = value
    _, valid, said = read(tmp_path / "a 冰.tif", image, nodata=nodata, photometric="minisblack")
    assert valid.all()
    assert any(words in message and "nearblack" in message for message in said)


def test_snow_inside_and_a_declared_collar_are_no_matter(tmp_path):
    image = random_image(60, 90)
    image[:, 20:40, 30:60] = 255
    assert read(tmp_path / "a.tif", image, nodata=0)[2] == []
    image[:, :, :12] = 0
    assert read(tmp_path / "b.tif", image, nodata=0)[2] == []


def test_a_fourth_band_that_measures_something_is_no_opacity(tmp_path):
    infrared = random_image(60, 90, bands=4)
    infrared[3, :30] = 0
    empty = infrared.copy()
    empty[3] = 0
    for name, image in (("infrared", infrared), ("empty", empty)):
        found, valid, _ = read(tmp_path / f"{name}.tif", image, photometric="RGB", alpha="NO")
        np.testing.assert_array_equal(found, image[:3])
        assert valid.all()


def test_what_is_void_hides_nothing_beneath_it_in_a_mosaic_of_all_carriers(tmp_path):
    """Three quads one above another: by nodata value, by opacity, by 0 in every band."""
    folder = tmp_path / "quads"
    folder.mkdir()
    image = random_image(30, 40)
    write_raster(folder / "a.tif", image, nodata=None)
    opaque = np.concatenate([np.full((3, 30, 40), 7, np.uint8), np.zeros((1, 30, 40), np.uint8)])
    opaque[3, :10] = 255
    write_raster(folder / "b.tif", opaque, photometric="RGB", alpha="YES")
    above = np.full((3, 30, 40), 9, np.uint8)
    above[:, :, 20:] = 33
    write_raster(folder / "c.tif", above, nodata=33)
    report = SilentReport()
    with open_scene(str(folder), RGB, None, report) as scene:
        values, valid = scene.read(0, 30)
    assert valid.all()
    assert (values[:, :, :20] == 9).all()
    assert (values[:, :10, 20:] == 7).all()
    np.testing.assert_array_equal(values[:, 10:, 20:], image[:, 10:, 20:])
    assert any("a.tif (1 of 3 quads of" in message for message in report.warnings)
