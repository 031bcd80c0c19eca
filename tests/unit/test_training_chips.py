"""Folders of images and masks, as other sets come, become training data."""

from __future__ import annotations

import warnings

import engine_here
import numpy as np
import pytest
import rasterio
from affine import Affine
from corruption_runs import is_sentence
from rasterio.errors import NotGeoreferencedWarning
from rasters import random_image, write_raster
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.training.dataset import open_dataset
from rock_glacier_inventory.engine.training_data.chips.pairs import pairs_in
from training_ground import BUFFER, UTM, Made

SIDE = 64
WORDS = ("--patch", SIDE, "--overlap", 16, "--folds", 2, "--buffer", BUFFER)
BLOB = np.s_[20:30, 10:40]


def picture(path, values):
    """An image or mask without coordinates."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".npy":
        np.save(path, values if len(values) > 1 else values[0])
        return path
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        bands, height, width = values.shape
        driver = "PNG" if path.suffix == ".png" else "GTiff"
        with rasterio.open(
            path, "w", driver=driver, width=width, height=height, count=bands, dtype=values.dtype
        ) as dataset:
            dataset.write(values)
    return path


def mask(target=1, height=SIDE, width=SIDE, unknown=None):
    values = np.zeros((1, height, width), np.uint8)
    values[0][BLOB] = target
    if unknown is not None:
        values[0, -4:] = unknown
    return values


def chips(folder, count=8, ending="png", target=1, **more):
    for number in range(count):
        picture(folder / "images" / f"chip {number} 冰.{ending}", random_image(SIDE, SIDE, seed=number))
        picture(folder / "masks" / f"chip {number} 冰.{ending}", mask(target, **more))
    return folder


def run(folder, *words):
    return engine_here.run("training-data", "--output", folder / "daten 冰", *WORDS, *words)


def make(folder, *words):
    done = run(folder, *words)
    assert done.code == 0, done.messages[-1]
    return Made(folder / "daten 冰"), done


def refused(folder, *words):
    done = run(folder, *words)
    assert done.code == 1, done
    assert not (folder / "daten 冰").exists()
    assert is_sentence(done.error), done.error
    return done.error


@pytest.mark.parametrize("ending", ["png", "npy", "tif"])
@pytest.mark.parametrize(("target", "unknown"), [(1, None), (255, None), (1, 255)])
def test_images_and_masks_in_two_folders(tmp_path, ending, target, unknown):
    folder = chips(tmp_path / "set", 4, ending, target, unknown=unknown)
    made, done = make(tmp_path, "--chips", folder, "--resolution", 7)
    assert made.data["resolution_m"] == 7
    assert len(made.patches) == 4
    for number, patch in enumerate(sorted(made.patches, key=lambda row: row["IMAGE"])):
        label = made.label(patch["NAME"])
        assert (label[BLOB] == 1).all()
        assert patch["TARGET"] == 300
        assert patch["UNKNOWN"] == (0 if unknown is None else 4 * SIDE)
        assert (made.read("images", patch["NAME"])[0] == random_image(SIDE, SIDE, seed=number)).all()
        assert patch["shape"] is None
    assert {patch["SIDE"] for patch in made.patches} == {"training", "validation"}
    assert made.data["sources"] == [{"name": "set", "kind": "chips", "chips": 4}]
    assert any("cannot be kept apart in space" in told for told in done.warnings)
    assert made.polygons == []
    dataset = open_dataset(made.folder)
    assert (len(dataset), len(dataset.sizes_m2())) == (4, 0)


def test_names_say_what_belongs_together(tmp_path):
    values, marks = random_image(8, 8), mask()[:, :8, :8]
    for name in ("a/images/x.png", "a/7_img.png", "image12.png", "b.tif", "train/labels/c.png", "lonely.png"):
        picture(tmp_path / name, values)
    for name in ("a/labels/x_mask.tif", "a/7-label.npy", "label12.png", "b_mask.png", "train/gt/none.png"):
        picture(tmp_path / name, marks)
    picture(tmp_path / "train/images/c.png", values)
    report = SilentReport()
    found = {pair.name: (pair.image.name, pair.mask.name) for pair in pairs_in(tmp_path, report)}
    assert found == {
        "12": ("image12.png", "label12.png"),
        "a/7": ("7_img.png", "7-label.npy"),
        "a/x": ("x.png", "x_mask.tif"),
        "b": ("b.tif", "b_mask.png"),
        "train/c": ("c.png", "c.png"),
    }
    assert [told.partition(" in ")[0] for told in report.warnings] == [
        "Images without a mask",
        "Masks without an image",
    ]
    assert "(1): lonely" in report.warnings[0]


def test_chips_of_unequal_size_become_patches(tmp_path):
    for number, (height, width) in enumerate([(40, 100), (64, 64), (150, 70)]):
        picture(tmp_path / "set" / f"{number}.png", random_image(height, width, seed=number))
        picture(tmp_path / "set" / f"{number}_mask.png", mask(1, height, width))
    made, _ = make(tmp_path, "--chips", tmp_path / "set", "--resolution", 5)
    assert [made.read("images", patch["NAME"])[0].shape for patch in made.patches] == [(3, SIDE, SIDE)] * 9
    first = next(patch for patch in made.patches if patch["IMAGE"] == "0.png")
    assert (made.label(first["NAME"])[40:] == 255).all()


def placed(folder, places, pixel=20.0):
    """GeoTIFF chips at places in metres."""
    folder.mkdir()
    for number, (x, y) in enumerate(places):
        place = {"crs": UTM, "transform": Affine(pixel, 0, 500_000 + x, 0, -pixel, 3_400_000 - y)}
        write_raster(folder / f"image{number}.tif", random_image(SIDE, SIDE, seed=number), **place)
        write_raster(folder / f"label{number}.tif", mask(), **place)
    return folder


def test_chips_with_coordinates_are_kept_apart(tmp_path):
    wide = SIDE * 20
    row = [(0, 0), (wide, 0), (9_000, 0), (9_000 + wide, 0), (18_000, 0), (27_000, 0)]
    made, done = make(tmp_path, "--chips", placed(tmp_path / "set", row))
    assert made.data["resolution_m"] == pytest.approx(20, rel=1e-3)
    block = {patch["IMAGE"]: patch["BLOCK"] for patch in made.patches}
    assert block["image0.tif"] == block["image1.tif"] != block["image2.tif"] == block["image3.tif"]
    assert len(set(block.values())) == 4
    assert len(made.data["areas"]) == 4
    assert not any("cannot be kept apart" in told for told in done.warnings)
    assert made.read("labels", made.patches[0]["NAME"])[2].to_epsg() == 32645


def test_chips_of_another_resolution_are_resampled(tmp_path):
    made, _ = make(tmp_path, "--chips", placed(tmp_path / "set", [(0, 0), (9_000, 0)]), "--resolution", 40)
    values, transform, _ = made.read("images", made.patches[0]["NAME"])
    label = made.label(made.patches[0]["NAME"])
    assert transform.a == pytest.approx(40, rel=1e-3)
    assert (values[:, :32, :32] > 0).all()
    assert (label == 1).sum() == pytest.approx(75, abs=6)
    assert (label[33:] == 255).all()


def test_one_folder_is_a_fold(tmp_path):
    words = [word for name in ("a", "b", "c") for word in ("--chips", chips(tmp_path / name, 2))]
    made, _ = make(tmp_path, *words, "--resolution", 5, "--split", "inventory")
    assert {(patch["INVENTORY"], patch["FOLD"]) for patch in made.patches} == {("a", 0), ("b", 1), ("c", 2)}


class Trap:
    def __reduce__(self):
        return (open, ("trapped", "w"))


def test_bad_chips_are_told(tmp_path):
    assert "give --resolution" in refused(tmp_path, "--chips", chips(tmp_path / "a"))
    told = refused(tmp_path, "--chips", chips(tmp_path / "b", target=7), "--resolution", 5)
    assert "holds 0, 7, where 0 (background), 1 (target) and 255 are understood" in told
    folder = chips(tmp_path / "c")
    np.save(folder / "masks" / "chip 9.npy", np.array([Trap()], dtype=object), allow_pickle=True)
    picture(folder / "images" / "chip 9.png", random_image(SIDE, SIDE))
    assert "of Python's own objects" in refused(tmp_path, "--chips", folder, "--resolution", 5)
    picture(folder / "masks" / "chip 9.npy", mask(height=63))
    assert "and its mask" in refused(tmp_path, "--chips", folder, "--resolution", 5)
    (tmp_path / "d").mkdir()
    assert "holds no image with a mask (0 images, 0 masks)" in refused(tmp_path, "--chips", tmp_path / "d")
    assert "no folder" in refused(tmp_path, "--chips", tmp_path / "e")
    told = refused(tmp_path, "--chips", chips(tmp_path / "f", target=0), "--resolution", 5)
    assert told == "No mask shows a target, so there is one class only; give chips of both."
    told = refused(tmp_path, "--chips", chips(tmp_path / "g", 1), "--resolution", 5)
    assert "no split is possible" in told
    assert "a folder of their own" in refused(tmp_path, "--chips", tmp_path / "a", "--image", "x.tif")


@pytest.mark.realdata
def test_real_chips(tmp_path, shared_data):
    folder = shared_data / "debris_cover_patches"
    made, _ = make(tmp_path, "--chips", folder, "--patch", 480, "--overlap", 160, "--buffer", 1500)
    assert made.data["dtype"] == "uint16"
    assert made.data["counts"]["chips"] == 10
    assert made.data["resolution_m"] == pytest.approx(10, rel=1e-2)
    assert made.data["split"]["folds"] == 2
    assert min(made.data["counts"]["pixels"][what] for what in ("target", "background")) > 0
