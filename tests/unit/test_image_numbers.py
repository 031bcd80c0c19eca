"""What an image says of its numbers, scale, offset, Sentinel-2's own, against what a model reads."""

import json

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasters import NORTH_UP, write_raster
from rock_glacier_inventory.engine.scene.imagery import open_scene
from rock_glacier_inventory.engine.second_image.second_image import filled_scene
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.models.networks.registry import load_card

RGB = ("red", "green", "blue")
REFLECTANCE = load_card("debris-cover-s2").scaling.ranges
FULL = load_card("simulated-alpine").scaling.ranges


@pytest.fixture(scope="module")
def plain():
    """Reflectance times 10 000, from shadow to snow, without an offset."""
    ramp = np.linspace(60, 6000, 60 * 80).reshape(60, 80)
    return np.stack([ramp, ramp * 0.9, ramp * 0.8]).astype("uint16")


def write(path, values, scale=1.0, offset=0.0, tags=None, **profile):
    write_raster(path, values, photometric="minisblack", **{"nodata": 0, **profile})
    if (scale, offset) != (1.0, 0.0) or tags:
        with rasterio.open(path, "r+") as dataset:
            dataset.scales, dataset.offsets = (scale,) * len(values), (offset,) * len(values)
            dataset.update_tags(**(tags or {}))
    return path


def read(source, ranges=REFLECTANCE):
    report = SilentReport()
    with open_scene(str(source), RGB, None, report, ranges=ranges) as scene:
        values, valid = scene.read(0, scene.grid.height)
    assert valid.all()
    return values, report.warnings


def test_an_offset_is_heard_and_whole_numbers_stay(tmp_path, plain):
    values, said = read(write(tmp_path / "a 冰.tif", plain + 1000, 1e-4, -0.1))
    assert values.dtype == np.uint16
    np.testing.assert_array_equal(values, plain)
    assert said == []


def test_a_scale_that_is_the_models_own_changes_nothing(tmp_path, plain):
    values, said = read(write(tmp_path / "a.tif", plain, 1e-4))
    np.testing.assert_array_equal(values, plain)
    assert said == []


def test_without_a_models_ranges_numbers_are_those_stored(tmp_path, plain):
    np.testing.assert_array_equal(read(write(tmp_path / "a.tif", plain + 1000, 1e-4, -0.1), None)[0], plain + 1000)


def test_landsats_scale_and_offset(tmp_path, plain):
    stored = np.rint((plain / 10_000 + 0.2) / 2.75e-5).astype("uint16")
    values, said = read(write(tmp_path / "a.tif", stored, 2.75e-5, -0.2))
    assert np.abs(values.astype(int) - plain).max() <= 1
    assert said == []


def test_decimals_and_another_models_range(tmp_path, plain):
    stored = (plain / 10_000).astype("float32")
    values, _ = read(write(tmp_path / "a.tif", stored * 10_000 + 1000, 1e-4, -0.1))
    np.testing.assert_allclose(values, stored, atol=1e-6)
    values, _ = read(write(tmp_path / "b.tif", plain, 1e-4), FULL)
    np.testing.assert_allclose(values, plain * 6.5535, atol=0.6)
    full = (plain * 6.5535).astype("uint16")
    np.testing.assert_array_equal(read(write(tmp_path / "c.tif", full, 1 / 65535), FULL)[0], full)


def test_what_cannot_be_meant_is_not_taken_and_said(tmp_path, plain):
    values, (said,) = read(write(tmp_path / "a.tif", plain, 0.01))  # percent
    np.testing.assert_array_equal(values, plain)
    assert "declares scale 0.01 and offset 0" in said and "taken as they are stored" in said
    values, (said,) = read(write(tmp_path / "b.tif", plain // 3, 1e-4, -0.1))  # it has been applied already
    np.testing.assert_array_equal(values, plain // 3)
    assert "applied already" in said
    values, (said,) = read(write(tmp_path / "c.tif", (plain // 32).astype("uint8"), 0.004, 0.0))
    np.testing.assert_array_equal(values, plain // 32)
    assert "reads bytes as a picture" in said


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("a.tif", {"BOA_ADD_OFFSET": "-1000"}),
        ("a.tif", {"BOA_ADD_OFFSET_B4": "-1000", "PROCESSING_BASELINE": "05.09"}),
        ("a.tif", {"PROCESSING_BASELINE": "04.00"}),
        ("S2A_MSIL2A_20220801T051651_N0400_R062_T45RVL_20220801T092416.tif", None),
        ("S2B_MSIL2A_20240801T051649_N0511_R062_T45RVL_20240801T092416.tif", None),
    ],
)
def test_sentinels_offset_is_heard_from_tags_and_names(tmp_path, plain, name, tags):
    values, (said,) = read(write(tmp_path / name, plain + 1000, tags=tags))
    np.testing.assert_array_equal(values, plain)
    assert "-1000 is added" in said
    values, (said,) = read(write(tmp_path / name, plain, tags=tags))  # somebody took it off
    np.testing.assert_array_equal(values, plain)
    assert "seems to have been applied" in said


@pytest.mark.parametrize("name", ["S2A_MSIL2A_20210801T051651_N0301_R062_T45RVL_20210801T092416.tif", "a.tif"])
def test_older_products_have_no_offset(tmp_path, plain, name):
    tags = {"PROCESSING_BASELINE": "03.01"}
    np.testing.assert_array_equal(read(write(tmp_path / name, plain, tags=tags))[0], plain)


def test_numbers_that_look_like_sentinels_with_its_offset_are_said(tmp_path, plain):
    values, (said,) = read(write(tmp_path / "a.tif", plain + 1000))
    np.testing.assert_array_equal(values, plain + 1000)
    assert "No pixel of" in said and "offset of 1000" in said
    assert read(write(tmp_path / "b.tif", plain))[1] == []
    assert read(write(tmp_path / "c.tif", plain + 1000), FULL)[1] == []


def test_each_quad_of_a_mosaic_is_heard(tmp_path, plain):
    folder = tmp_path / "quads"
    folder.mkdir()
    write(folder / "a.tif", plain[:, :, :33])
    write(folder / "b.tif", plain[::-1, :, 33:60] + 1000, 1e-4, -0.1, transform=NORTH_UP @ Affine.translation(33, 0))
    names = ("blue", "green", "red")
    with rasterio.open(folder / "b.tif", "r+") as dataset:
        dataset.descriptions = names
    with rasterio.open(folder / "a.tif", "r+") as dataset:
        dataset.descriptions = names[::-1]
    write(folder / "c.tif", plain[:, :, 60:], nodata=65535, transform=NORTH_UP @ Affine.translation(60, 0))
    with rasterio.open(folder / "c.tif", "r+") as dataset:
        dataset.descriptions = ("B4", "B3", "B2")
    values, said = read(folder)
    np.testing.assert_array_equal(values, plain)
    assert said == []


def test_the_second_image_is_heard(tmp_path, plain):
    first, second = plain.copy(), plain + 1000
    first[:, :, :30] = 0
    paths = write(tmp_path / "a.tif", first), write(tmp_path / "b.tif", second, 1e-4, -0.1)
    with (
        open_scene(str(paths[0]), RGB, None, SilentReport(), ranges=REFLECTANCE) as scene,
        filled_scene(scene, str(paths[1]), RGB, SilentReport(), ranges=REFLECTANCE) as filled,
    ):
        other = filled._second.read(0, 60)[0]
        np.testing.assert_array_equal(other, plain)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_stac_item_tells_names_scale_offset_and_voids(tmp_path, plain, version):
    image = plain[::-1] + 1000
    image[:, 20:40, :20] = 7
    write(tmp_path / "a.tif", image, nodata=None)
    numbers = [{"scale": 1e-4, "offset": -0.1, "nodata": 7}] * 3
    names = [{"name": "B02", "common_name": "blue"}, {"name": "B03"}, {"name": "B04"}]
    asset = {"href": "a.tif", "roles": ["data"], "type": "image/tiff"}
    if version == "1.0":
        asset |= {"eo:bands": names, "raster:bands": numbers}
    else:
        asset["bands"] = [
            {"eo:common_name": colour, "raster:scale": 1e-4, "raster:offset": -0.1, "nodata": 7}
            for colour in ("blue", "green", "red")
        ]
    item = {"type": "Feature", "id": "i", "properties": {}, "assets": {"data": asset}}
    (tmp_path / "i.json").write_text(json.dumps(item))
    report = SilentReport()
    with open_scene(str(tmp_path / "i.json"), RGB, None, report, ranges=REFLECTANCE) as scene:
        values, valid = scene.read(0, 60)
    assert not valid[20:40, :20].any() and valid.sum() == 60 * 80 - 400
    np.testing.assert_array_equal(values[:, valid], plain[:, valid])
    assert report.warnings == []


def test_a_stac_item_says_that_the_offset_has_been_applied(tmp_path, plain):
    write(tmp_path / "a.tif", plain)
    asset = {"href": "a.tif", "roles": ["data"], "raster:bands": [{"scale": 1e-4, "offset": -0.1}] * 3}
    properties = {"earthsearch:boa_offset_applied": True, "s2:processing_baseline": "05.09"}
    item = {"type": "Feature", "id": "i", "properties": properties, "assets": {"data": asset}}
    (tmp_path / "i.json").write_text(json.dumps(item))
    values, (said,) = read(tmp_path / "i.json")
    np.testing.assert_array_equal(values, plain)
    assert "has been applied" in said
    item["properties"]["earthsearch:boa_offset_applied"] = False
    del asset["raster:bands"]
    (tmp_path / "i.json").write_text(json.dumps(item))
    write(tmp_path / "a.tif", plain + 1000)
    values, (said,) = read(tmp_path / "i.json")
    np.testing.assert_array_equal(values, plain)
    assert "-1000 is added" in said
