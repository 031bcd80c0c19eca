"""A detection limited by a DEM: whole, in blocks, by workers; with polygons; what a ledger says."""

import dataclasses

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine
from engine_here import run
from patchy import patchy_scene, save_patchy
from rasters import NORTH_UP, UTM, write_raster
from rock_glacier_inventory.engine.jobs.detection_run import detect
from rock_glacier_inventory.engine.scene.imagery import ImageScene
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.requests.detection import DetectionRequest

pytestmark = pytest.mark.usefixtures("kept_network")


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    """A scene of 500 x 620 pixels; a DEM that rises from 4000 m in the west by 1 m per m, flat beyond."""
    folder = tmp_path_factory.mktemp("Höhen 冰")
    rise = np.minimum(np.arange(120) * 30, 1500) + 4000
    dem = write_raster(
        folder / "dem.tif",
        np.tile(rise.astype(np.float32), (100, 1))[None],
        transform=Affine(30, 0, 500_000, 0, -30, 3_400_000),
    )
    return DetectionRequest(
        input=str(patchy_scene(folder / "scene.tif")),
        model=str(save_patchy(folder)),
        device="cpu",
        dem=dem,
        elevation="4300,",
        minimum_area=500.0,
    )


def found(job, folder, report=None, **changes):
    request = dataclasses.replace(job, probability=folder / "p.tif", **changes)
    result = detect(request, report or SilentReport())
    with rasterio.open(folder / "p.tif") as raster:
        return raster.read(1), result


def test_only_what_is_inside_has_a_probability(job, tmp_path):
    everything, all_of_it = found(job, tmp_path, dem=None, elevation=None)
    high, result = found(job, tmp_path)
    middle = np.arange(620) * 4.77 + 2.385
    outside = middle < 300  # the cell of 300 m begins there
    assert (high[:, outside] == 255).all()
    assert (high != 255).sum() == (everything[:, ~outside] != 255).sum()
    # a tile that lies inside as a whole has the same probabilities
    np.testing.assert_array_equal(high[:, 200:], everything[:, 200:])
    band, _ = found(job, tmp_path, elevation="4300,4900", slope="40,50")
    np.testing.assert_array_equal((band != 255).any(axis=0), ~outside & (middle < 930))
    flat, few = found(job, tmp_path, elevation=None, slope="0,5")
    assert (flat[:, middle < 1440] == 255).all()
    assert (flat[:, middle > 1530] != 255).any()
    assert few["tiles"] < result["tiles"] <= all_of_it["tiles"]


def test_blocks_and_ledger_are_the_whole(job, tmp_path):
    whole, _ = found(job, tmp_path)
    ledger = {"ledger": tmp_path / "ledger", "block_strides": 1}
    blocks, result = found(job, tmp_path, **ledger)
    np.testing.assert_array_equal(blocks, whole)
    assert result["blocks_outside_area"] == 0
    again, result = found(job, tmp_path, **ledger)
    np.testing.assert_array_equal(again, whole)
    assert result["tiles"] == 0
    with pytest.raises(UserError, match="whose elevation and slope was"):
        found(job, tmp_path, elevation="4301,", **ledger)
    with pytest.raises(UserError, match=r"whose elevation and slope was .* and not None"):
        found(job, tmp_path, dem=None, elevation=None, **ledger)
    job.dem.touch()
    with pytest.raises(UserError, match="whose DEM was"):
        found(job, tmp_path, **ledger)


def test_blocks_outside_cost_nothing(job, tmp_path, monkeypatch):
    asked, read = [], ImageScene.read

    def remembering(self, row, count, column=0, width=None):
        asked.append(column)
        return read(self, row, count, column, width)

    monkeypatch.setattr(ImageScene, "read", remembering)
    _, result = found(job, tmp_path, elevation="5400,", ledger=tmp_path / "ledger", block_strides=2)
    assert result["blocks_outside_area"] == 8  # two of five columns, four rows
    assert min(asked) * 4.77 > 1400 - 4.77, "nothing left of the first pixel inside is read"


def test_with_polygons(job, tmp_path):
    left, top = NORTH_UP @ (100, 50)
    right, bottom = NORTH_UP @ (400, 450)
    area = tmp_path / "area.gpkg"
    polygon = shapely.Polygon([(left, top), (right, top), (left, bottom)])
    pyogrio.raw.write(area, shapely.to_wkb([polygon]), [], [], geometry_type="Polygon", crs=UTM, layer="a")
    polygons, _ = found(job, tmp_path, area=area, dem=None, elevation=None)
    both, _ = found(job, tmp_path, area=area, elevation="4900,")
    columns = (np.arange(polygons.shape[1]) + 100) * 4.77 + 2.385
    np.testing.assert_array_equal(both != 255, (polygons != 255) & (columns >= 900))
    blocks, _ = found(job, tmp_path, area=area, elevation="4900,", ledger=tmp_path / "ledger", block_strides=1)
    np.testing.assert_array_equal(blocks, both)


def test_by_workers_and_on_the_command_line(job, tmp_path):
    outputs = []
    for workers in ((), ("--workers", 1, "--block-strides", 2)):
        done = run(
            "detect",
            "--input",
            job.input,
            "--model",
            job.model,
            "--device",
            "cpu",
            "--dem",
            job.dem,
            "--elevation",
            "4300,5400",
            "--slope=10,",
            "--probability",
            tmp_path / "p.tif",
            *workers,
            environment={"OMP_NUM_THREADS": "1"},
        )
        assert done.code == 0, done
        assert done.warnings == [text for text in done.warnings if "No candidate" in text]
        with rasterio.open(tmp_path / "p.tif") as raster:
            outputs.append(raster.read(1))
    assert (outputs[0] != 255).any()
    np.testing.assert_array_equal(*outputs)


def test_a_dem_that_ends_in_the_scene_is_told(job, tmp_path):
    small = write_raster(
        tmp_path / "small.tif",
        np.full((1, 20, 20), 4000, np.float32),
        transform=Affine(30, 0, 500_000, 0, -30, 3_400_000),
    )
    report = SilentReport()
    probability, _ = found(job, tmp_path, report, dem=small)
    # 600 m of 620 x 4.77 m and of 500 x 4.77 m
    share = 1 - 126 * 126 / (500 * 620)
    assert f"small.tif has no data for {share:.1%} of the pixels" in " ".join(report.warnings)
    assert (probability[:125, :125] == 255).all()
    assert (probability[127:, :] != 255).any()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dem": None}, "need a DEM"),
        ({"elevation": None}, "only with a range"),
        ({"elevation": "high"}, "'high' is no range of elevations"),
        ({"slope": "10,100"}, "The slopes 100 is not between 0 and 90"),
        ({"elevation": "8000,"}, "has no data where it was searched; .* wider limits"),
    ],
)
def test_what_makes_no_sense(job, tmp_path, changes, words):
    with pytest.raises(UserError, match=words):
        found(job, tmp_path, **changes)
    assert not (tmp_path / "p.tif").exists()


def test_a_dem_that_is_missing_or_none(job, tmp_path):
    with pytest.raises(UserError, match=r"There is no DEM .*gone\.tif"):
        found(job, tmp_path, dem=tmp_path / "gone.tif")
    (tmp_path / "text.tif").write_text("no raster")
    with pytest.raises(UserError, match=r"text\.tif cannot be opened as a DEM: .*not a raster"):
        found(job, tmp_path, dem=tmp_path / "text.tif")
