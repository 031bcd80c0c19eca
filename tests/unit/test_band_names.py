"""Which bands are read: by names, wavelengths and satellites, by colour, by order; and what is said of it."""

import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp
from rasters import random_image, write_raster
from rock_glacier_inventory.engine.scene.bands import choose_bands
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError

RGB = ("red", "green", "blue")
GRAY = {"photometric": "minisblack"}


def chosen(path, names=None, tags=None, band_tags=None, bands=None, colours=None, wanted=RGB, **profile):
    """Band numbers, and what was said."""
    bands = bands or len(names)
    image = random_image(8, 9, bands=bands, dtype="uint16")
    write_raster(path, image, descriptions=names, colours=colours, nodata=0, **{**GRAY, **profile})
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(**(tags or {}))
        for number, more in (band_tags or {}).items():
            dataset.update_tags(number, **more)
    report = SilentReport()
    with rasterio.open(path) as dataset:
        return choose_bands(dataset, wanted, path.name, report), report.warnings


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("blue", "green", "red", "nir"), [3, 2, 1]),
        (("Blue", "GREEN", "Red"), [3, 2, 1]),
        (("B2", "B3", "B4"), [3, 2, 1]),
        (("B02", "B03", "B04", "B08"), [3, 2, 1]),
        (("b4", "b3", "b2"), [1, 2, 3]),
        (("B04 red", "B03 green", "B02 blue"), [1, 2, 3]),
        (("Band 4", "Band 3", "Band 2"), [1, 2, 3]),
        (("SR_B2", "SR_B3", "SR_B4"), [3, 2, 1]),
        (("SR_B1", "SR_B2", "SR_B3", "SR_B4"), None),
        (("SR_B1", "SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B6", "SR_B7"), [4, 3, 2]),
        (("sur_refl_b01", "sur_refl_b02", "sur_refl_b03", "sur_refl_b04"), [1, 4, 3]),
        (("B0", "B1", "B2", "B3"), [3, 2, 1]),
        (("SR_B1", "SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B7"), [3, 2, 1]),
        (("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B11", "B12"), [4, 3, 2]),
        (("T32TPS_20220801_B02_10m", "T32TPS_20220801_B03_10m", "T32TPS_20220801_B04_10m"), [3, 2, 1]),
        (
            ("B4, central wavelength 665 nm", "B3, central wavelength 560 nm", "B2, central wavelength 490 nm"),
            [1, 2, 3],
        ),
        (("coastal_blue", "blue", "green_i", "green", "yellow", "red", "rededge", "nir"), [6, 4, 2]),
        (("Blue - 482 nm", "Green - 561 nm", "Red - 655 nm", "Near Infrared", "Red Edge"), [3, 2, 1]),
        (("rot", "grün", "blau"), [1, 2, 3]),
        (("蓝", "绿", "红"), [3, 2, 1]),
        (("n", "r", "g", "b"), [2, 3, 4]),
        (("redBand", "green_band", "Band blue"), [1, 2, 3]),
        (("B4_median", "B3_median", "B2_median"), [1, 2, 3]),
    ],
)
def test_names_are_understood(tmp_path, names, expected):
    if expected is None:
        with pytest.raises(UserError, match=r"named SR_B1.*Landsat 8 or 9 or Landsat 4 to 7"):
            chosen(tmp_path / "a 冰.tif", names)
        return
    assert chosen(tmp_path / "a 冰.tif", names) == (expected, [])


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"SPACECRAFT_ID": "LANDSAT_7"}, [3, 2, 1]),
        ({"SATELLITE": "Landsat 5 TM"}, [3, 2, 1]),
        ({"LANDSAT_PRODUCT_ID": "LE07_L2SP_144039_20020101"}, [3, 2, 1]),
        ({"SENSOR": "OLI_TIRS"}, [4, 3, 2]),
        ({"DATATAKE_1_SPACECRAFT_NAME": "Sentinel-2A"}, [4, 3, 2]),
        ({"PLATFORM": "PlanetScope"}, [3, 2, 1]),
    ],
)
def test_the_satellite_tells_what_numbers_mean(tmp_path, tags, expected):
    assert chosen(tmp_path / "a.tif", ("B1", "B2", "B3", "B4"), tags) == (expected, [])
    found, (said,) = chosen(tmp_path / "b.tif", ("Band 1", "Band 2", "Band 3", "Band 4"), tags)
    assert found == expected
    assert "named Band 1, Band 2, Band 3, Band 4; they are taken as those of" in said


def test_the_name_of_the_file_tells_the_satellite(tmp_path):
    four = ("B1", "B2", "B3", "B4")
    assert chosen(tmp_path / "LT05_L2SP_144039.tif", four)[0] == [3, 2, 1]
    assert chosen(tmp_path / "20230801_05_2475_3B_AnalyticMS_SR_clip.tif", bands=4)[0] == [3, 2, 1]
    assert chosen(tmp_path / "20230801_05_2475_3B_AnalyticMS_SR_8b_clip.tif", bands=8)[0] == [6, 4, 2]


def test_numbers_that_mean_several_things_are_refused(tmp_path):
    for names in (("B1", "B2", "B3", "B4"), ("B1", "B2", "B3")):
        with pytest.raises(UserError, match=r"are named B1, B2, B3.*means one thing for .* and another"):
            chosen(tmp_path / "a.tif", names)


@pytest.mark.parametrize(
    ("key", "values", "unit"),
    [
        ("CENTRAL_WAVELENGTH_UM", ("0.49", "0.56", "0.665"), {}),
        ("wavelength", ("490", "560", "665"), {"wavelength_units": "Nanometers"}),
        ("wavelength", ("0.49", "0.56", "0.665"), {"wavelength_units": "um"}),
    ],
)
def test_wavelengths_are_heard(tmp_path, key, values, unit):
    tags = {number: {key: value, **unit} for number, value in enumerate(values, 1)}
    assert chosen(tmp_path / "a.tif", bands=3, band_tags=tags) == ([3, 2, 1], [])


def test_names_that_say_nothing_are_told_and_not_called_missing(tmp_path):
    for names in (("Band 1", "Band 2", "Band 3"), ("scene_1", "scene_2", "scene_3"), ("a", "c", "d")):
        found, (said,) = chosen(tmp_path / "a.tif", names)
        assert found == [1, 2, 3]
        assert f"named {', '.join(names)}, which does not say what they show" in said
    found, (said,) = chosen(tmp_path / "a.tif", ("x", "y", "z", "w"))
    assert "the first 3 are taken as red, green, blue" in said
    assert chosen(tmp_path / "a.tif", bands=3) == ([1, 2, 3], [])


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("nir", "red", "green"), "none of them says that it is blue"),
        (("B8", "B4", "B3"), "none of them says that it is blue"),
        (("SR_B5", "SR_B4", "SR_B3"), "none of them says that it is blue"),
        (("B5", "B3", "B2"), "none of them says that it is red"),
        (("nir", "swir", "other"), "none of them says that it is red or green or blue"),
        (("red", "x", "y", "z"), "none of them says that it is green or blue"),
    ],
)
def test_bands_that_are_missing_are_not_made_up(tmp_path, names, words):
    with pytest.raises(UserError, match=words):
        chosen(tmp_path / "a.tif", names)


def test_one_band_without_a_name_is_the_one_that_is_left(tmp_path):
    found, (said,) = chosen(tmp_path / "a.tif", ("red", None, "blue"))
    assert found == [1, 2, 3]
    assert "its band 2" in said and "as green" in said


def test_colours_that_speak_against_names(tmp_path):
    colours = [ColorInterp.red, ColorInterp.green, ColorInterp.blue]
    found, (said,) = chosen(tmp_path / "a.tif", ("blue", "green", "red"), colours=colours)
    assert found == [3, 2, 1] and "the names are taken" in said
    with pytest.raises(UserError, match="make the two say the same"):
        chosen(tmp_path / "b.tif", ("nir", "red", "green"), colours=colours)
    found, (said,) = chosen(tmp_path / "c.tif", ("B1", "B2", "B3"), colours=colours)
    assert found == [1, 2, 3] and "its colour interpretation is taken" in said


def test_a_band_that_has_a_name_is_no_opacity(tmp_path):
    colours = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    names = ("red", "green", "blue", "nir")
    assert chosen(tmp_path / "a.tif", names, colours=colours, wanted=("nir", "red", "green"))[0] == [4, 1, 2]
    image = np.full((4, 8, 9), 50, np.uint8)
    image[3, :, :4] = 0
    from rock_glacier_inventory.engine.scene.imagery import open_scene

    path = write_raster(tmp_path / "b.tif", image, descriptions=names, colours=colours)
    with open_scene(str(path), RGB, None, SilentReport()) as scene:
        assert scene.read(0, 8)[1].all()


def test_a_band_that_is_called_a_data_mask_is_one(tmp_path):
    from rock_glacier_inventory.engine.scene.imagery import open_scene

    image = random_image(8, 9, bands=4, dtype="uint16")
    image[3] = 1
    image[3, :, :4] = 0
    names = ("B04", "B03", "B02", "dataMask")
    path = write_raster(tmp_path / "a.tif", image, descriptions=names, **GRAY)
    report = SilentReport()
    with open_scene(str(path), RGB, None, report) as scene:
        values, valid = scene.read(0, 8)
    np.testing.assert_array_equal(values, image[:3])
    assert not valid[:, :4].any() and valid[:, 4:].all()
    assert report.warnings == []


def test_files_that_became_bands_of_a_virtual_raster_name_them(tmp_path):
    names = ("T45RVL_20210801_B02_10m", "T45RVL_20210801_B03_10m", "T45RVL_20210801_B04_10m")
    parts = ['<VRTDataset rasterXSize="9" rasterYSize="8">']
    for number, name in enumerate(names, 1):
        write_raster(tmp_path / f"{name}.tif", random_image(8, 9, bands=1, dtype="uint16"))
        parts.append(
            f'<VRTRasterBand dataType="UInt16" band="{number}"><SimpleSource><SourceFilename '
            f'relativeToVRT="1">{name}.tif</SourceFilename></SimpleSource></VRTRasterBand>'
        )
    path = tmp_path / "stack.vrt"
    path.write_text("\n".join([*parts, "</VRTDataset>"]))
    report = SilentReport()
    with pytest.warns(rasterio.errors.NotGeoreferencedWarning), rasterio.open(path) as dataset:
        assert choose_bands(dataset, RGB, path.name, report) == [3, 2, 1]
    assert report.warnings == []
