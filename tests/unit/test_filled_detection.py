"""Detections of a filled scene: whole, in blocks, from a ledger, by workers, from mosaics; what is told."""

import dataclasses
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import rasterio.features
import shapely
from affine import Affine
from cloudy import cloudy_pair
from engine_here import run
from patchy import save_patchy
from rasters import NORTH_UP, write_raster
from rock_glacier_inventory.engine.intake.inventory_file import create_inventory
from rock_glacier_inventory.engine.jobs.detection_run import detect
from rock_glacier_inventory.engine.jobs.polygonizing import polygonize_to_files
from rock_glacier_inventory.engine.scene.imagery import open_scene
from rock_glacier_inventory.engine.second_image.faults import CLOUD
from rock_glacier_inventory.engine.second_image.second_image import filled_scene
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.messages import Progress
from rock_glacier_inventory.inventory.requests.detection import DetectionRequest, PolygonizeRequest

pytestmark = pytest.mark.usefixtures("kept_network")

KINDS = ("void", "cloud", "shadow")


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("Füllung 冰")
    first, second = cloudy_pair(width=490).save(folder)
    return DetectionRequest(
        input=str(first), model=str(save_patchy(folder)), device="cpu", fill=str(second), minimum_area=500.0
    )


class Listener(SilentReport):
    def __init__(self):
        super().__init__()
        self.said = []

    def say(self, message):
        if isinstance(message, Progress):
            self.said.append(message.message)
        super().say(message)


def found(job, folder, report=None, **changes):
    request = dataclasses.replace(job, probability=folder / "p.tif", **changes)
    result = detect(request, report or SilentReport())
    with rasterio.open(folder / "p.tif") as raster:
        return raster.read(1), result


@pytest.fixture(scope="module")
def whole(job, tmp_path_factory):
    """A whole run: probabilities, result, all that was said, and the folder of c.gpkg, p.tif and a.gpkg."""
    folder, report = tmp_path_factory.mktemp("ganz"), Listener()
    create_inventory(folder / "a.gpkg")
    return *found(job, folder, report, output=folder / "c.gpkg", inventory=folder / "a.gpkg"), report.said, folder


def areas(result):
    return [result[f"filled_{kind}_km2"] for kind in KINDS]


def images_by_outline(path):
    """Outline -> names of the images under it, of a file of candidates."""
    _, _, outlines, (names,) = pyogrio.raw.read(path, layer="candidates", columns=["SOUR_DATA"])
    return {shapely.normalize(shapely.from_wkb(outline)): name for outline, name in zip(outlines, names)}


def origin_of(job):
    """What each pixel of the whole scene was filled for, and the scene's grid."""
    with (
        open_scene(job.input, ("red", "green", "blue"), None, SilentReport()) as scene,
        filled_scene(scene, job.fill, ("red", "green", "blue"), SilentReport()) as filled,
    ):
        return filled.read_with_origin(0, scene.grid.height)[2], scene.grid


def test_candidates_name_both_images_where_the_second_filled_ground_under_them(job, whole, tmp_path):
    """Pixel by pixel, however the run is made; the run alone does not tell it."""
    named = {"whole": images_by_outline(whole[3] / "c.gpkg")}
    assert len(named["whole"]) == whole[1]["candidates"] > 10
    ledger = {"ledger": tmp_path / "ledger", "block_strides": 2}
    for way in ("blocks", "again, from the ledger"):  # workers below
        result = detect(dataclasses.replace(job, output=tmp_path / "c.gpkg", threshold=0.5, **ledger), SilentReport())
        named[way] = images_by_outline(tmp_path / "c.gpkg")
        assert len(named[way]) == result["candidates"] > 10
    assert all(found == named["whole"] for found in named.values())
    origin, grid = origin_of(job)
    one, both = Path(job.input).name, f"{Path(job.input).name}; {Path(job.fill).name}"
    assert set(named["whole"].values()) == {one, both}
    for outline, name in named["whole"].items():
        inside = rasterio.features.rasterize([outline], origin.shape, transform=grid.transform) == 1
        assert name == (both if origin[inside].any() else one), shapely.bounds(outline)


def test_outlines_of_a_filled_raster_name_all_images_and_those_in_an_inventory_too(job, whole, tmp_path):
    """A probability raster does not say where it was filled."""
    output, raster = tmp_path / "c.gpkg", tmp_path / "p.tif"
    with sqlite3.connect(whole[3] / "a.gpkg") as connection:
        rows = connection.execute("SELECT SOUR_DATA FROM candidates ORDER BY fid").fetchall()
    assert [name for (name,) in rows] == list(images_by_outline(whole[3] / "c.gpkg").values())
    shutil.copyfile(whole[3] / "p.tif", raster)
    polygonize_to_files(PolygonizeRequest(input=raster, output=output, minimum_area=500.0), SilentReport())
    assert set(images_by_outline(output).values()) == {f"{Path(job.input).name}; {Path(job.fill).name}"}
    with rasterio.open(raster, "r+") as dataset:
        dataset.update_tags(imagery="", source="")
    polygonize_to_files(PolygonizeRequest(input=raster, output=output, minimum_area=500.0), SilentReport())
    assert set(images_by_outline(output).values()) == {"p.tif"}


def test_a_name_that_is_given_stands_for_the_image(job, tmp_path):
    output = tmp_path / "c.gpkg"
    found(job, tmp_path, output=output, fill=None, image_name="Basemap; summer token=S3cr3tV4lue")
    assert set(images_by_outline(output).values()) == {"Basemap, summer token=***"}


def test_whole_in_blocks_and_from_the_ledger(job, whole, tmp_path):
    whole, result, said, _ = whole
    assert (whole != 255).all(), "nothing is void any more"
    pixel = 4.77**2 / 0.9996**2 / 1e6
    assert areas(result)[0] == pytest.approx(30 * 160 * pixel, rel=0.01)
    assert all(area > 0.2 for area in areas(result)[1:])
    (told,) = [text for text in said if text.startswith("Filled from")]
    assert f"{areas(result)[1]:.3g} km² of cloud" in told
    bare, plain = found(job, tmp_path, fill=None)
    assert "filled_void_km2" not in plain
    assert ((bare == 255) == cloudy_pair(width=490).void).all()
    assert (bare != whole)[96:240, 160:320].mean() > 0.5
    ledger = {"ledger": tmp_path / "ledger", "block_strides": 1}
    for tiles in (True, False):
        blocks, again = found(job, tmp_path, **ledger)
        np.testing.assert_array_equal(blocks, whole)
        assert bool(again["tiles"]) is tiles
        assert areas(again) == pytest.approx(areas(result), abs=2e-4), "rims are counted once"


def test_a_ledger_knows_what_fills(job, tmp_path):
    ledger = {"ledger": tmp_path / "ledger", "block_strides": 3}
    found(job, tmp_path, **ledger)
    with pytest.raises(UserError, match="whose second image was"):
        found(job, tmp_path, fill=None, **ledger)
    other = cloudy_pair(width=490)
    other.second[0] //= 2
    _, second = other.save(tmp_path)
    with pytest.raises(UserError, match=r"whose second image was .* \(and filling\)"):
        found(job, tmp_path, fill=str(second), **ledger)


def test_workers_and_the_command_line(job, whole, tmp_path):
    values, result, said, folder = whole
    outputs = "--probability", tmp_path / "p.tif", "--output", tmp_path / "c.gpkg"
    done = run(
        *("detect", "--input", job.input, "--model", job.model, "--device", "cpu", "--fill", job.fill),
        *("--minimum-area", 500, "--workers", 1, "--block-strides", 6, *outputs),
        environment={"OMP_NUM_THREADS": "1"},
    )
    assert done.code == 0, done
    assert done.result["blocks"] == 4
    with rasterio.open(tmp_path / "p.tif") as raster:
        np.testing.assert_array_equal(raster.read(1), values)
    named = images_by_outline(tmp_path / "c.gpkg")
    assert len(named) == done.result["candidates"] > 10
    assert named == images_by_outline(folder / "c.gpkg")
    assert any("km² of shadow" in message.get("message", "") for message in done.messages)
    assert any("km² of shadow" in text for text in said)
    assert areas(done.result) == pytest.approx(areas(result), abs=2e-4)
    with sqlite3.connect(tmp_path / "c.gpkg") as connection:
        (parameters,) = connection.execute("SELECT PARAMETERS FROM runs").fetchone()
    assert "zweite.tif" in parameters
    assert "filled_cloud_km2" in parameters


def test_mosaics_fill_mosaics_where_the_network_resamples(job, tmp_path):
    pair = cloudy_pair()
    for name, image, by in (("one", pair.first, 1.3), ("other", pair.second, 1.3)):
        (tmp_path / name).mkdir()
        for column in (0, 170):  # of the part with the cloud and the void
            write_raster(
                tmp_path / name / f"{column}.tif",
                image[:, 60:460, column : column + 170],
                nodata=0,
                transform=NORTH_UP @ Affine.scale(by) @ Affine.translation(column, 0),
            )
    change = {"input": str(tmp_path / "one"), "fill": str(tmp_path / "other" / "*.tif")}
    whole, result = found(job, tmp_path, **change)
    assert (whole[:-1, :-1] != 255).all()  # the last row and column are beyond the image by their half
    assert areas(result)[1] > 0.2
    blocks, _ = found(job, tmp_path, ledger=tmp_path / "ledger", block_strides=2, **change)
    np.testing.assert_array_equal(blocks, whole)


def test_only_what_is_searched_is_counted(job, tmp_path):
    left, top = NORTH_UP @ (0, 410)
    right, bottom = NORTH_UP @ (100, 500)
    part, result = found(job, tmp_path, extent=f"{left},{right},{bottom},{top}")
    assert part.shape == (90, 100)
    pixel = 4.77**2 / 0.9996**2 / 1e6
    assert areas(result) == pytest.approx([30 * 60 * pixel, 0, 0], abs=2e-4)


@pytest.mark.parametrize("where", ["elsewhere", "no image"])
def test_what_cannot_fill(job, tmp_path, where):
    path = tmp_path / "b.tif"
    if where == "no image":
        path.write_text("none")
    else:
        far = NORTH_UP @ Affine.translation(9000, 0)
        write_raster(path, np.ones((3, 50, 50), np.uint8), nodata=0, transform=far)
    words = {"elsewhere": "lies elsewhere", "no image": "cannot be opened as an image"}[where]
    with pytest.raises(UserError, match=words):
        found(job, tmp_path, fill=str(path))
    assert not (tmp_path / "p.tif").exists()


@pytest.mark.realdata
def test_a_cloud_over_sikkim_and_its_snow(tmp_path, shared_data):
    """A cloud drawn on a Sentinel-2 scene goes; the scene's own snow, which the second shows too, stays."""
    with rasterio.open(shared_data / "sikkim_scene" / "rgb_u16.tif") as dataset:
        image, place = dataset.read(), {"transform": dataset.transform, "crs": dataset.crs}
    first, second = image.copy(), (image * 0.8 + 150).astype(np.uint16)
    first[:, 200:300, 280:400] = np.random.default_rng(3).normal(7500, 60, (3, 100, 120)).astype(np.uint16)
    sources = [
        str(write_raster(tmp_path / f"{name}.tif", values, nodata=0, **place))
        for name, values in (("a", first), ("b", second))
    ]
    with (
        open_scene(sources[0], ("red", "green", "blue"), None, SilentReport()) as scene,
        filled_scene(scene, sources[1], ("red", "green", "blue"), SilentReport()) as filled,
    ):
        values, _, origin = filled.read_with_origin(0, 500)
    under = np.zeros(origin.shape, bool)
    under[200:300, 280:400] = True
    usual = under & (image.mean(axis=0) < 3000)  # where the ground itself is not snow
    assert usual.sum() > 6000
    assert (origin[usual] == CLOUD).mean() > 0.9
    error = np.abs(values.astype(float) - image)[:, origin == CLOUD]
    assert np.median(error) < 60, "reflectance x 10 000"
    away = np.ones(origin.shape, bool)
    away[180:320, 260:420] = False
    assert not origin[away].any()
