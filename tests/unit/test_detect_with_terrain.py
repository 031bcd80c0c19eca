"""Models that read a DEM beside the image: whole and in blocks, with copies, and what goes wrong."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import torch
from affine import Affine
from engine_here import run as run_here
from model_cards import EVERYTHING
from patchy import patchy_image
from rasters import UTM, write_raster
from rock_glacier_inventory.engine.jobs.detection_run import detect
from rock_glacier_inventory.engine.scene.grid import Grid
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.engine.terrain_bands.on_grid import components_on
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.requests.detection import DetectionRequest
from rock_glacier_inventory.models.cards.card import BandRange
from rock_glacier_inventory.models.networks import network, registry
from rock_glacier_inventory.models.prediction.backends import open_predictor
from rock_glacier_inventory.models.prediction.scaling import unit_image

pytestmark = pytest.mark.usefixtures("kept_network")

SHAPE = 200, 260
RESOLUTION = 4.77
DEM_AT = Affine(30, 0, 499_300, 0, -30, 3_400_700)


def whole_image(height: int, width: int) -> np.ndarray:
    """Patches, without a void."""
    image = patchy_image(height, width)
    return np.where(image == 0, 128, image).astype(np.uint8)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network of random weights that reads three bands of the image and three of the ground."""
    folder = tmp_path_factory.mktemp("Modelle 冰")
    scaling = dataclasses.replace(
        EVERYTHING.scaling, mean=(0.5,) * 6, std=(0.25,) * 6, terrain=BandRange((0.0, -50.0, 0.0), (60.0, 50.0, 1.0))
    )
    bands = ("red", "green", "blue", "slope", "relative_elevation", "hillshade")
    card = dataclasses.replace(
        EVERYTHING, name="ground", bands=bands, scaling=scaling, tile_size=96, overlap=32, threshold=0.5
    )
    torch.manual_seed(3)
    module = network.build_network(card.encoder, 6, card.decoder_channels)
    with torch.no_grad():
        module.segmentation_head[0].weight.mul_(20)
    registry.save_model(folder, card, module)
    return folder / "ground.json"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_raster(tmp_path_factory.mktemp("scene") / "scene.tif", whole_image(*SHAPE))


def relief() -> np.ndarray:
    rows, columns = np.mgrid[:80, :90]
    return (4500 + 150 * np.sin(rows / 7) * np.cos(columns / 5)).astype(np.float32)[None]


@pytest.fixture(scope="module")
def dem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_raster(tmp_path_factory.mktemp("dem") / "dem é.tif", relief(), transform=DEM_AT)


class Run:
    """Detections of one model, and what they told."""

    def __init__(self, folder: Path, scene: Path, model: Path, dem: Path | None) -> None:
        self.report = SilentReport()
        self.request = DetectionRequest(
            input=str(scene), model=str(model), dem=dem, device="cpu", probability=folder / "p.tif", minimum_area=500.0
        )

    def __call__(self, **changes: Any) -> np.ndarray:
        self.report.warnings.clear()
        self.result = detect(dataclasses.replace(self.request, **changes), self.report)
        with rasterio.open(self.request.probability) as raster:
            return raster.read(1)


@pytest.fixture
def run(tmp_path: Path, scene: Path, model: Path, dem: Path) -> Run:
    return Run(tmp_path, scene, model, dem)


def test_the_network_reads_the_image_and_the_ground(run: Run, scene: Path, model: Path, dem: Path) -> None:
    found = run()
    with rasterio.open(scene) as raster:
        image, grid = raster.read(), Grid(raster.transform, raster.width, raster.height, raster.crs)
    with open_dem(dem, SilentReport()) as opened:
        ground = components_on(opened, grid)
    card = registry.load_card(str(model))
    tile = np.concatenate([unit_image(card, image[None, :, :96, :96]), ground[None, :, :96, :96]], axis=1)
    expected = open_predictor(card, "cpu").predict(tile)[0]
    # Where no other tile fades in.
    assert found[:64, :64] == pytest.approx(expected[:64, :64] * 254, abs=1)
    assert found.min() < 100 < found.max()
    flat = write_raster(dem.with_name("flat.tif"), relief() * 0 + 4000, transform=DEM_AT)
    assert (np.abs(run(dem=flat).astype(int) - found) > 20).any()


@pytest.mark.parametrize("mirrored", ["no", "yes"])
def test_blocks_are_the_whole(run: Run, tmp_path: Path, mirrored: str) -> None:
    whole = run(mirrored=mirrored)
    blocks = run(mirrored=mirrored, ledger=tmp_path / "ledger", block_strides=1)
    assert run.result["blocks"] > 4
    assert np.array_equal(whole, blocks)
    facts = json.loads((tmp_path / "ledger" / "ledger.json").read_text("utf-8"))
    assert "dem é.tif" in str(facts)


def test_a_ledger_of_another_dem_is_refused(run: Run, tmp_path: Path, dem: Path) -> None:
    run(ledger=tmp_path / "ledger", block_strides=2)
    other = write_raster(tmp_path / "other.tif", relief(), transform=DEM_AT)
    with pytest.raises(UserError, match="DEM was"):
        run(ledger=tmp_path / "ledger", block_strides=2, dem=other)


def test_where_the_dem_ends_nothing_is_found_and_it_is_told(run: Run, tmp_path: Path) -> None:
    values = relief()
    values[:, :, 40:] = -9999  # from 500 500 m on
    short = write_raster(tmp_path / "short.tif", values, transform=DEM_AT, nodata=-9999)
    found = run(dem=short)
    end = int((500_500 - 500_000) / RESOLUTION)
    assert (found[:, end + 8 :] == 255).all()
    assert (found[:, : end - 8] != 255).all()
    assert any("short.tif ends or has voids" in sentence for sentence in run.report.warnings)


def test_units_of_the_image_are_doubted_although_it_is_scaled_before(run: Run, tmp_path: Path) -> None:
    dark = write_raster(tmp_path / "dark.tif", (whole_image(100, 480) / 100 + 1).astype(np.uint8))
    run(input=str(dark))
    assert [s for s in run.report.warnings if "check the units of the image" in s]


def test_the_run_says_which_dem(run: Run, tmp_path: Path) -> None:
    inventory = tmp_path / "i.gpkg"
    done = run_here("create", "--output", inventory)
    assert done.code == 0
    run(inventory=inventory, minimum_area=100_000_000.0)
    with closing(sqlite3.connect(inventory)) as connection:
        ((parameters,),) = connection.execute("SELECT PARAMETERS FROM runs").fetchall()
    assert json.loads(parameters)["dem"] == "dem é.tif"


def test_what_is_missing_or_not_needed_is_a_sentence(run: Run, dem: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"ground reads slope, relative_elevation, hillshade .* give a DEM"):
        run(dem=None)
    with pytest.raises(UserError, match="of use here only with a range"):
        run(model="simulated-alpine")
    away = write_raster(tmp_path / "away.tif", relief(), transform=DEM_AT @ Affine.translation(3000, 0))
    with pytest.raises(UserError, match="lies elsewhere"):
        run(dem=away)
    coarse = write_raster(tmp_path / "coarse.tif", relief(), transform=DEM_AT @ Affine.scale(30), crs=UTM)
    run(dem=coarse)
    assert [s for s in run.report.warnings if "shows little of what the model" in s]


def test_a_worker_reads_the_same_ground_and_makes_the_same_copies(run: Run) -> None:
    whole = run(mirrored="yes").astype(int)
    # The last bits of float32 vary with the threads, of which a worker has one.
    assert np.abs(run(mirrored="yes", workers=1, block_strides=3) - whole).max() <= 1
    assert run.result["blocks"] > 1
