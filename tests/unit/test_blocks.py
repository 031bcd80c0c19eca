"""In blocks or whole, stopped or not: the same probabilities and the same polygons."""

import dataclasses
import json
import os
import shutil

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine
from kept_pixels import kept_pixels, kept_rows
from patchy import patchy_image, patchy_scene, save_patchy
from rasters import NORTH_UP, UTM, write_raster
from rock_glacier_inventory.engine.blocks.blocks import cut_into_blocks
from rock_glacier_inventory.engine.intake.inventory_file import create_inventory
from rock_glacier_inventory.engine.jobs.detection_run import detect
from rock_glacier_inventory.engine.kept.steps import steps_for
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import Cancelled, UserError
from rock_glacier_inventory.inventory.messages import Progress
from rock_glacier_inventory.inventory.requests.detection import DetectionRequest

pytestmark = pytest.mark.usefixtures("kept_network")


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return save_patchy(tmp_path_factory.mktemp("Modelle 冰"))


LARGE = {"block_strides": 4, "precision": "float32"}


class Runs:
    """Detections with outputs in one folder; each gives probabilities and outlines."""

    def __init__(self, folder, scene, model):
        self.request = DetectionRequest(
            input=str(scene),
            model=str(model),
            output=folder / "c.gpkg",
            probability=folder / "p.tif",
            minimum_area=500.0,
            device="cpu",
        )
        self.result = {}

    def __call__(self, report=None, **changes):
        request = dataclasses.replace(self.request, **changes)
        self.result = detect(request, report or SilentReport())
        with rasterio.open(request.probability) as raster:
            probability = raster.read(1)
        _, _, geometry, values = pyogrio.raw.read(request.output, layer="candidates")
        return probability, geometry.tolist(), [v.tobytes() for v in values if v.dtype != object]


def same(one, other):
    np.testing.assert_array_equal(one[0], other[0])
    assert one[1:] == other[1:]


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return patchy_scene(tmp_path_factory.mktemp("Szene") / "Szene 冰.tif", 380, 470)


@pytest.fixture
def runs(tmp_path, scene, model):
    return Runs(tmp_path, scene, model)


@pytest.fixture(scope="module")
def whole(tmp_path_factory, scene, model):
    """What a run of the whole scene finds."""
    found = Runs(tmp_path_factory.mktemp("whole"), scene, model)()
    assert len(found[1]) > 20
    return found


@pytest.fixture(scope="module")
def large_blocks(tmp_path_factory, scene, model):
    """A folder whose `ledger` holds a finished run in blocks of 4 strides, and what that run found."""
    folder = tmp_path_factory.mktemp("large blocks")
    return folder, Runs(folder, scene, model)(ledger=folder / "ledger", **LARGE)


@pytest.fixture
def ledger(large_blocks, tmp_path):
    """A copy of the finished run's ledger."""
    return shutil.copytree(large_blocks[0] / "ledger", tmp_path / "ledger")


def test_blocks_cover_the_scene_once():
    covered = np.zeros((500, 620), int)
    for blocks in cut_into_blocks(500, 620, 192):
        for block in blocks:
            part = block.part
            covered[part.row : part.row + part.height, part.column : part.column + part.width] += 1
    assert (covered == 1).all()


@pytest.mark.parametrize("strides", [1, 3, 50])
def test_whole_in_blocks_and_from_the_ledger(runs, whole, tmp_path, strides):
    ledger = {"ledger": tmp_path / "ledger", "block_strides": strides}
    same(runs(**ledger), whole)
    blocks = runs.result["blocks"]
    assert (runs.result["blocks_from_ledger"], runs.result["tiles"] > 0) == (0, True)
    same(runs(**ledger), whole)
    assert (runs.result["blocks_from_ledger"], runs.result["tiles"]) == (blocks, 0)


@pytest.mark.parametrize("batch_size", [3])
def test_any_batch(runs, tmp_path, batch_size):
    whole = runs(batch_size=batch_size, precision="float32")
    changes = {"ledger": tmp_path / "ledger", "block_strides": 2, "precision": "float32"}
    same(runs(batch_size=batch_size, **changes), whole)
    assert json.loads((tmp_path / "ledger" / "ledger.json").read_text())["batch_size"] == batch_size


def test_what_is_kept_of_the_probability_is_the_same_in_blocks(runs, tmp_path):
    """All pieces of a scene, the seams between them, and the raster that tells the same."""
    found, whole = [], None
    for name, changes in (("whole", {}), ("blocks", {"ledger": tmp_path / "ledger", "block_strides": 2})):
        inventory = tmp_path / f"{name} 冰.gpkg"
        create_inventory(inventory, UTM, "")
        whole = runs(inventory=inventory, threshold=0.37, **changes)[0]
        found.append(kept_rows(inventory, runs.result["run_id"]))
    assert found[0] == found[1] != []
    with rasterio.open(runs.request.probability) as raster:
        transform = raster.transform
    steps = steps_for(0.37)
    expected = steps.of(whole)
    pixels = kept_pixels(inventory, runs.result["run_id"], transform, *whole.shape)
    drawn = expected > steps.lowest
    assert drawn.any()
    np.testing.assert_array_equal(pixels[drawn], expected[drawn])


def test_a_threshold_can_be_changed_and_the_ledger_serves(runs, tmp_path):
    lower = runs(threshold=0.4)
    runs(ledger=tmp_path / "ledger", block_strides=3)
    same(runs(ledger=tmp_path / "ledger", block_strides=3, threshold=0.4), lower)
    assert runs.result["tiles"] == 0


def test_extent_area_and_resampled(tmp_path, model):
    scene = write_raster(
        tmp_path / "a.tif",
        patchy_image(330, 410),
        nodata=0,
        transform=NORTH_UP @ Affine.rotation(9) @ Affine.scale(1.37),
    )
    runs = Runs(tmp_path, scene, model)
    left, top = NORTH_UP @ (60, 80)
    right, bottom = NORTH_UP @ (500, 430)
    polygons = [
        shapely.Polygon([(left, top), (right, (top + bottom) / 2), (left, bottom)]),
        shapely.box(right - 60, bottom, right, bottom + 40),
    ]
    area = tmp_path / "area.gpkg"
    pyogrio.raw.write(area, shapely.to_wkb(polygons), [], [], geometry_type="Polygon", crs=UTM, layer="a")
    for limits in ({}, {"extent": f"{left},{right},{bottom},{top}", "extent_crs": UTM}, {"area": area}):
        whole = runs(**limits)
        assert len(whole[1]) > 5
        same(runs(**limits, ledger=tmp_path / " ".join(["ledger", *limits]), block_strides=2), whole)
    assert runs.result["blocks_outside_area"] >= 2


def test_the_ledger_goes_if_that_is_wanted(runs, tmp_path):
    runs(ledger=tmp_path / "ledger", discard_ledger=True)
    assert not (tmp_path / "ledger").exists()
    (tmp_path / "ledger").mkdir()
    runs(ledger=tmp_path / "ledger")
    runs(ledger=tmp_path / "ledger", discard_ledger=True)
    assert not (tmp_path / "ledger").exists()


def test_no_data_in_the_whole_scene(tmp_path, model):
    runs = Runs(tmp_path, write_raster(tmp_path / "a.tif", np.zeros((3, 300, 300), np.uint8), nodata=0), model)
    with pytest.raises(UserError, match=r"a\.tif has no data where it was searched"):
        runs(ledger=tmp_path / "ledger", block_strides=2)
    assert not (tmp_path / "c.gpkg").exists()


def test_blocks_without_data_are_small_and_predict_nothing(tmp_path, model):
    image = patchy_image(300, 300)
    image[:, :, 100:] = 0
    runs = Runs(tmp_path, write_raster(tmp_path / "a.tif", image, nodata=0), model)
    whole = runs()
    same(runs(ledger=tmp_path / "ledger", block_strides=1), whole)
    assert (tmp_path / "ledger" / "block-00002-00003.tif").stat().st_size < 2000


def test_copies_are_averaged_in_blocks_as_in_the_whole(tmp_path, model):
    runs = Runs(tmp_path, write_raster(tmp_path / "a.tif", patchy_image(200, 260)), model)
    plain, whole = runs(), runs(mirrored="yes")
    same(runs(mirrored="yes", ledger=tmp_path / "ledger", block_strides=1), whole)
    assert runs.result["blocks"] > 4
    assert (plain[0] != whole[0]).any()


def test_a_stop_says_what_is_kept_and_the_rest_is_done_later(runs, whole, tmp_path):
    class StopLater(SilentReport):
        def say(self, message):
            if isinstance(message, Progress) and message.fraction is not None and message.fraction > 0.4:
                raise Cancelled

    ledger = {"ledger": tmp_path / "ledger", "block_strides": 2}
    with pytest.raises(Cancelled, match=r"ledger keeps \d+ of 12 blocks, and the same settings go on"):
        runs(report=StopLater(), **ledger)
    same(runs(**ledger), whole)
    assert 0 < runs.result["blocks_from_ledger"] < 12


@pytest.mark.parametrize("damage", ["cut", "flip", "other", "text"])
def test_a_damaged_block_is_computed_anew(runs, large_blocks, ledger, damage):
    path = ledger / "block-00000-00000.tif"
    content = path.read_bytes()
    changed = {
        "cut": content[: len(content) // 2],
        "flip": content[:-3000] + bytes([content[-3000] ^ 8]) + content[-2999:],
        "other": (ledger / "block-00000-00001.tif").read_bytes(),
        "text": b"no raster",
    }[damage]
    path.write_bytes(changed)
    same(runs(ledger=ledger, **LARGE), large_blocks[1])
    assert runs.result["blocks_from_ledger"] == runs.result["blocks"] - 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"block_strides": 5}, "block size was 256 and not 320"),
        ({"precision": "of another computer"}, "number format was bfloat16 and not float32"),
        ({"resolution": 5.5}, "grid was"),
        ({"extent": "500000,501000,3398000,3399000"}, "grid was"),
        ({"input": "another"}, "image was"),
        ({"input": "touched"}, "image's time of change was"),
        ({"model": "another"}, "model's weights was"),
        ({"mirrored": "yes"}, "mirrored and turned copies was False and not True"),
    ],
)
def test_a_ledger_of_another_run_is_refused_and_says_why(runs, scene, ledger, tmp_path, change, words):
    before, times = sorted(ledger.iterdir()), scene.stat()
    if change.get("input") == "another":
        change = {"input": str(patchy_scene(tmp_path / "another.tif", 380, 470))}
    elif change.get("input") == "touched":
        os.utime(scene)
        change = {}
    elif "precision" in change:  # not every processor has another
        facts = ledger / "ledger.json"
        facts.write_text(facts.read_text("utf-8").replace('"float32"', '"bfloat16"'), "utf-8")
        change = {}
    elif "model" in change:
        import torch

        other = tmp_path / "models"
        other.mkdir()
        from rock_glacier_inventory.models.networks import network, registry

        card = registry.load_card(runs.request.model)
        torch.manual_seed(1)
        registry.save_model(other, card, network.build_network(card.encoder, 3, card.decoder_channels))
        change = {"model": str(other / "patchy.json")}
    try:
        with pytest.raises(UserError, match=words) as told:
            runs(**{"ledger": ledger} | LARGE | change)
    finally:
        os.utime(scene, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert str(ledger) in told.value.message
    assert told.value.kind == "ledger"
    assert sorted(ledger.iterdir()) == before
