"""How far the networks of a model disagree: in a raster and in PROB_SD of candidates, however the scene is cut."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import engine_here
import engine_process
import numpy as np
import pyogrio
import pytest
import rasterio
import rasterio.features
import shapely
import torch
from affine import Affine
from corruption_runs import is_sentence
from model_cards import EVERYTHING
from rasters import random_image, write_raster
from rock_glacier_inventory.inventory.environment import networks_folder
from rock_glacier_inventory.models.networks.network import Ensemble
from rock_glacier_inventory.models.networks.registry import save_model
from rock_glacier_inventory.models.prediction.backends import open_predictor
from rock_glacier_inventory.models.prediction.openvino_conversion import TOLERANCE, openvino_is_there
from test_models_prediction import lively_network

TILE, PIXEL = 96, 10.0
WORDS = ("--minimum-area", 2_000, "--tolerance", 0, "--fill-holes", 0, "--device", "cpu", "--precision", "float32")


def other_network(share: float) -> torch.nn.Module:
    network = lively_network()
    with torch.no_grad():
        for weight in network.parameters():
            weight.mul_(share)
    return network


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> Path:
    """A card of one network, and one of three."""
    folder = tmp_path_factory.mktemp("Modelle 冰")
    about = {"encoder": "tu-test_efficientnet", "tile_size": TILE, "overlap": 32, "ground_resolution_m": PIXEL}
    one = dataclasses.replace(EVERYTHING, name="one", **about)
    several = dataclasses.replace(EVERYTHING, name="several", members=3, **about)
    save_model(folder, one, lively_network())
    save_model(folder, several, Ensemble([lively_network(), other_network(0.9), other_network(1.05)]))
    return folder


@pytest.fixture(scope="module")
def scene(tmp_path_factory) -> Path:
    place = Affine(PIXEL, 0, 500_000, 0, -PIXEL, -3_000_000)  # in the south, where northings count down
    path = tmp_path_factory.mktemp("scene") / "bild 冰.tif"
    return write_raster(path, random_image(200, 260), crs="EPSG:32719", transform=place)


def detect(models, scene, folder, *words, model="several"):
    files = ("--output", folder / "c.gpkg", "--probability", folder / "p.tif", "--disagreement", folder / "d.tif")
    where = ("--input", scene, "--model", model, "--models-folder", models)
    return engine_here.run("detect", *where, *files, *WORDS, *words)


def read(path):
    with rasterio.open(path) as raster:
        return raster.read(1, masked=True).astype(float) / 254, raster.transform


@pytest.fixture(scope="module")
def found(models, scene, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("found")
    done = detect(models, scene, folder)
    assert done.code == 0, done.messages[-1]
    assert done.result["disagreement"] == str(folder / "d.tif")
    return folder


def test_the_raster_is_the_spread_of_the_networks(models, scene, found):
    """Where one tile alone shows the ground, it is the standard deviation of what each network says there."""
    spread, _ = read(found / "d.tif")
    with rasterio.open(scene) as raster:
        tile = raster.read()[None, :, :TILE, :TILE]
    from rock_glacier_inventory.models.networks.network import load_network
    from rock_glacier_inventory.models.networks.registry import load_card
    from rock_glacier_inventory.models.prediction.prediction import Predictor

    card = load_card("several", models)
    alone = dataclasses.replace(card, members=1)
    each = [Predictor(alone, "cpu", network=member).predict(tile)[0] for member in load_network(card).members]
    expected = np.std(each, axis=0)[:60, :60]
    assert expected.max() > 0.05
    np.testing.assert_allclose(spread[:60, :60], expected, atol=0.5 / 254 + 2e-3)
    with rasterio.open(found / "d.tif") as raster:
        assert (raster.descriptions[0], raster.nodata) == ("disagreement", 255)
        assert raster.scales[0] == pytest.approx(1 / 254)


def test_blocks_and_workers_find_the_same(models, scene, found, tmp_path):
    """A process of Dask, a block at a time."""
    files = ("--output", tmp_path / "c.gpkg", "--probability", tmp_path / "p.tif", "--disagreement", tmp_path / "d.tif")
    where = ("--input", scene, "--model", "several", "--models-folder", models)
    done = engine_process.run("detect", *where, *files, *WORDS, "--workers", 1, "--block-strides", 2)
    assert done.code == 0, done.messages[-1]
    assert done.result["blocks"] > 3
    for name in ("d.tif", "p.tif"):
        np.testing.assert_allclose(read(tmp_path / name)[0], read(found / name)[0], atol=1.01 / 254)
    of_each = [
        pyogrio.raw.read(folder / "c.gpkg", layer="candidates", columns=["PROB_SD"])[3][0]
        for folder in (tmp_path, found)
    ]
    np.testing.assert_allclose(np.sort(of_each[0]), np.sort(of_each[1]), atol=0.002)


def test_a_candidate_has_the_mean_of_its_pixels(found):
    spread, transform = read(found / "d.tif")
    probability, _ = read(found / "p.tif")
    meta, _, wkb, values = pyogrio.raw.read(found / "c.gpkg", layer="candidates")
    fields = dict(zip(meta["fields"].tolist(), values))
    assert len(wkb) > 3
    for shape, mean, told in zip(shapely.from_wkb(wkb), fields["PROB_MEAN"], fields["PROB_SD"]):
        inside = rasterio.features.rasterize([shape], spread.shape, transform=transform).astype(bool)
        assert told == pytest.approx(spread[inside].mean(), abs=1e-9)
        assert mean == pytest.approx(probability[inside].mean(), abs=1e-9)
    assert fields["PROB_SD"].max() > 1.2 * fields["PROB_SD"].min()


def test_in_blocks_it_is_the_same_to_the_bit(models, scene, found, tmp_path):
    done = detect(models, scene, tmp_path, "--ledger", tmp_path / "l", "--block-strides", 1)
    assert done.code == 0, done.messages[-1]
    assert done.result["blocks"] > 3
    for name in ("d.tif", "p.tif"):
        np.testing.assert_array_equal(read(tmp_path / name)[0], read(found / name)[0])
    again = detect(models, scene, tmp_path, "--ledger", tmp_path / "l", "--block-strides", 1)
    assert again.result["blocks_from_ledger"] == again.result["blocks"] > 1
    np.testing.assert_array_equal(read(tmp_path / "d.tif")[0], read(found / "d.tif")[0])


def test_void_ground_has_no_disagreement(models, scene, tmp_path):
    with rasterio.open(scene) as raster:
        values, place = raster.read(), raster.transform
    values[:, :120] = 0
    holed = write_raster(tmp_path / "h.tif", values, crs="EPSG:32719", transform=place, nodata=0)
    assert detect(models, holed, tmp_path).code == 0
    spread, _ = read(tmp_path / "d.tif")
    assert spread.mask[:120].all() and not spread.mask[120:].any()


def test_one_network_disagrees_with_nobody(models, scene, tmp_path):
    done = detect(models, scene, tmp_path, model="one")
    assert done.code == 1 and is_sentence(done.error)
    assert "The model one is one network, so nothing can disagree" in done.error
    where = ("--input", scene, "--model", "one", "--models-folder", models, "--output", tmp_path / "c.gpkg")
    assert engine_here.run("detect", *where, *WORDS).code == 0
    _, _, _, values = pyogrio.raw.read(tmp_path / "c.gpkg", layer="candidates", columns=["PROB_SD"])
    assert np.isnan(values[0].astype(float)).all()


@pytest.mark.skipif(not openvino_is_there(), reason="OpenVINO is not installed")
def test_both_libraries_and_copies_agree(models):
    from rock_glacier_inventory.models.networks.registry import load_card

    card, cache = load_card("several", models), networks_folder()
    tiles = random_image(TILE, TILE)[None]

    def said(one, precision, backend):
        """What is converted is kept, as the detections above have it: copies are of the same network."""
        return open_predictor(one, "cpu", precision, backend=backend, cache=cache).predict(tiles)

    for one in (card, dataclasses.replace(card, mirrored=True)):
        found = [said(one, "float32", name) for name in ("torch", "openvino")]
        assert found[0].shape == (1, 2, TILE, TILE) and found[0][:, 1].max() > 0.05
        np.testing.assert_allclose(found[0], found[1], atol=1e-3)
        # where the processor has it: what bfloat16 may change of a probability, and little of it everywhere
        short = said(one, "bfloat16", "openvino")
        assert np.abs(short - found[1]).max() < TOLERANCE["bfloat16"]
        assert np.corrcoef(short[:, 1].ravel(), found[1][:, 1].ravel())[0, 1] > 0.98
