"""Quads in a folder, by a pattern or in a list are one scene."""

import os
import zipfile

import numpy as np
import pytest
import rasterio
from affine import Affine
from patchy import patchy_image, save_patchy
from rasters import NORTH_UP, write_raster
from rock_glacier_inventory.engine.jobs.detection_run import detect
from rock_glacier_inventory.engine.jobs.ledger_facts import image_facts
from rock_glacier_inventory.engine.scene.imagery import open_scene
from rock_glacier_inventory.engine.second_image.under_outlines import name_of_image
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.naming.source_names import joined
from rock_glacier_inventory.inventory.requests.detection import DetectionRequest

pytestmark = pytest.mark.usefixtures("kept_network")

RGB = ("red", "green", "blue")


def cut(folder, image, leave_out=(), side=200, **profile):
    """Quads of an image as files."""
    folder.mkdir()
    profile = {"nodata": 0, **profile}
    for row in range(0, image.shape[1], side):
        for column in range(0, image.shape[2], side):
            if (row, column) not in leave_out:
                write_raster(
                    folder / f"quad {row:03d} {column:03d} 冰.tif",
                    image[:, row : row + side, column : column + side],
                    transform=NORTH_UP @ Affine.translation(column, row),
                    **profile,
                )
    return folder


def read(source):
    with open_scene(str(source), RGB, None, SilentReport()) as scene:
        values, valid = scene.read(0, scene.grid.height)
        return values, valid, scene.grid


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_a_folder_is_the_image_it_was_cut_from(tmp_path, dtype):
    image = patchy_image(500, 620).astype(dtype)
    whole = read(write_raster(tmp_path / "whole.tif", image, nodata=0))
    folder = cut(tmp_path / "quads & Kacheln", image, colours=None)
    (folder / "readme.txt").write_text("not an image")
    values, valid, grid = read(folder)
    np.testing.assert_array_equal(values, whole[0])
    np.testing.assert_array_equal(valid, whole[1])
    assert grid.transform == whole[2].transform
    assert grid.crs == whole[2].crs


def test_a_quad_that_is_not_there_has_no_data(tmp_path):
    image = patchy_image(500, 620)
    _, valid, grid = read(cut(tmp_path / "quads", image, leave_out=[(200, 200)]))
    assert (grid.height, grid.width) == (500, 620)
    assert not valid[200:400, 200:400].any()
    assert valid[250, 150]


def test_a_pattern_and_a_list(tmp_path, monkeypatch):
    folder = cut(tmp_path / "quads", patchy_image(400, 600))
    assert read(f"{folder}/quad 000 *.tif")[2].height == 200
    names = sorted(os.listdir(folder))[:2]
    (folder / "some.txt").write_text("# two of them\n" + "\n".join(names) + "\n\n", "utf-8")
    assert read(folder / "some.txt")[2].width == 400
    monkeypatch.chdir(tmp_path)
    assert read("quads")[2].width == 600


def test_names_and_an_archive_are_the_image_they_were_cut_from(tmp_path, monkeypatch):
    folder = cut(tmp_path / "quads; 冰", patchy_image(400, 600))
    files = sorted(folder.iterdir())
    whole = read(folder)
    with zipfile.ZipFile(tmp_path / "quads.zip", "w") as archive:
        archive.writestr("order/readme.txt", "an order")
        for file in files:
            archive.write(file, f"order/{file.name}")
    half = joined(map(str, files[:3]))
    for source in (joined(map(str, files)), tmp_path / "quads.zip", f"{half};{tmp_path / 'quads.zip'}"):
        values, valid, grid = read(source)
        np.testing.assert_array_equal(values, whole[0])
        np.testing.assert_array_equal(valid, whole[1])
        assert grid.transform == whole[2].transform
    facts = image_facts(half)
    monkeypatch.chdir(folder)
    assert image_facts(joined(file.name for file in files[:3])) == facts
    assert name_of_image(half) == "quad 000 000 冰.tif and 2 more"
    with pytest.raises(UserError, match=r"There is no file .*gone\.tif"):
        read(f"{files[0].name};gone.tif")


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    folder = cut(tmp_path / "quads", patchy_image(200, 400))
    os.mkfifo(folder / "a.tif")
    assert read(folder)[2].width == 400
    with pytest.raises(UserError, match=r"a\.tif is a pipe or a device, not a file; give a GeoTIFF"):
        read(folder / "a.tif")


def test_where_quads_overlap_void_pixels_hide_nothing(tmp_path):
    folder = tmp_path / "quads"
    folder.mkdir()
    one, other = np.full((3, 50, 50), 9, np.uint8), np.full((3, 50, 50), 7, np.uint8)
    other[:, :, :20] = 0
    for alpha in (False, True):
        profile = {"nodata": None if alpha else 0}
        for name, values, column in (("a", one, 0), ("b", other, 30)):
            if alpha:
                values = np.concatenate([values, np.where(values[:1] > 0, 255, 0).astype(np.uint8)])
            write_raster(
                folder / f"{name}.tif",
                values,
                transform=NORTH_UP @ Affine.translation(column, 0),
                **({"photometric": "RGB", "alpha": "YES"} if alpha else {}),
                **profile,
            )
        values, valid, _ = read(folder)
        assert valid.all()
        assert (values[:, :, :50] == 9).all()
        assert (values[:, :, 50:] == 7).all()


def test_masks_beside_the_bands_count(tmp_path):
    folder = tmp_path / "quads"
    folder.mkdir()
    for column in (0, 50):
        path = write_raster(
            folder / f"{column}.tif",
            np.full((3, 40, 50), 9, np.uint8),
            transform=NORTH_UP @ Affine.translation(column, 0),
        )
        with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path, "r+") as dataset:
            mask = np.full((40, 50), 255, np.uint8)
            mask[:10] = 0
            dataset.write_mask(mask)
    _, valid, _ = read(folder)
    assert not valid[:10].any()
    assert valid[10:].all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"crs": "EPSG:32646"}, "differ in the coordinate system"),
        ({"bands": 4, "photometric": "minisblack"}, "differ in the number and type of bands"),
        ({"dtype": "uint16"}, "differ in the number and type of bands"),
        ({"transform": NORTH_UP @ Affine.scale(2)}, "pixels of different size"),
        ({"transform": NORTH_UP @ Affine.rotation(3)}, "is rotated or south-up"),
    ],
)
def test_what_is_not_alike_is_refused(tmp_path, change, words):
    folder = cut(tmp_path / "quads", patchy_image(100, 100))
    bands, dtype = change.pop("bands", 3), change.pop("dtype", "uint8")
    write_raster(folder / "zz.tif", np.ones((bands, 50, 50), dtype), **{"nodata": 0, **change})
    with pytest.raises(UserError, match=words) as told:
        read(folder)
    assert "zz.tif" in told.value.message


def test_what_is_no_mosaic_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "a.tif").write_text("no image")
    (tmp_path / "list.txt").write_text("missing.tif\n")
    for source, words in (
        ("empty", "There is no image in"),
        ("*.tif", "There is no image in"),
        ("broken", r"a\.tif cannot be opened as an image"),
        ("list.txt", r"missing\.tif, which .*list\.txt lists"),
    ):
        with pytest.raises(UserError, match=words):
            read(tmp_path / source)


def test_a_ledger_knows_its_quads(tmp_path):
    folder = cut(tmp_path / "quads", patchy_image(400, 400))
    before = image_facts(str(folder))
    assert image_facts(str(folder)) == before
    (folder / "quad 000 000 冰.tif").touch()
    assert image_facts(str(folder)) != before


def test_detection_in_blocks_of_a_mosaic_is_that_of_the_image(tmp_path):
    image, model = patchy_image(500, 620), save_patchy(tmp_path)
    sources = (write_raster(tmp_path / "whole.tif", image, nodata=0), cut(tmp_path / "quads", image))
    found = []
    for number, source in enumerate(sources):
        out, ledger = tmp_path / "p.tif", tmp_path / "ledger" if number else None
        detect(
            DetectionRequest(input=str(source), model=str(model), probability=out, ledger=ledger, block_strides=3),
            SilentReport(),
        )
        with rasterio.open(out) as raster:
            found.append(raster.read(1))
    np.testing.assert_array_equal(*found)
