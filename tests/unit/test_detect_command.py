import os
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine
from engine_here import run
from rasters import NORTH_UP, UTM, random_image, write_raster
from ready_engine import start
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas, transform_geometries

pytestmark = [
    pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning"),
    pytest.mark.usefixtures("kept_network"),
]


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return write_raster(tmp_path_factory.mktemp("Szene é 冰") / "my scene.tif", random_image(700, 600), nodata=0)


@pytest.fixture
def inventory(tmp_path):
    path = tmp_path / "Inventar 冰.gpkg"
    assert run("create", "--output", path).code == 0
    return path


def polygons(path, layer="candidates"):
    meta, _, geometry, values = pyogrio.raw.read(path, layer=layer)
    return shapely.from_wkb(geometry), dict(zip(meta["fields"], values, strict=True)), meta["crs"]


def files(folder):
    return sorted(os.listdir(folder))


def test_scene_to_candidates_and_probability(tmp_path, scene, everything_model):
    out, probability = tmp_path / "Kandidaten 冰.gpkg", tmp_path / "p é.tif"
    done = run("detect", "--input", scene, "--model", everything_model, "--output", out, "--probability", probability)
    assert done.result["candidates"] == 1
    geometry, values, crs = polygons(out)
    assert crs == UTM
    left, top = NORTH_UP @ (0, 0)
    right, bottom = NORTH_UP @ (600, 700)
    whole = shapely.box(left, bottom, right, top)
    assert geometry[0].symmetric_difference(whole).area / whole.area < 1e-3
    assert values["AREA"][0] == pytest.approx(ellipsoidal_areas([whole], UTM)[0], rel=1e-3)
    assert 0.9 < values["PROB_MEAN"][0] <= values["PROB_MAX"][0] <= 1
    with rasterio.open(probability) as raster:
        assert raster.shape == (700, 600)
        assert raster.read(1).min() > 200
    assert files(tmp_path) == sorted([out.name, probability.name])
    fractions = [message["progress"] for message in done.messages if message.get("progress") is not None]
    assert fractions == sorted(fractions)
    assert fractions[-1] > 0.9


def test_into_an_inventory_with_its_run_and_again_in_the_place_of_the_first(scene, everything_model, inventory):
    first = run("detect", "--input", scene, "--model", everything_model, "--inventory", inventory, "--threshold", 0.6)
    second = run("detect", "--input", scene, "--model", everything_model, "--inventory", inventory)
    assert first.result["run_id"] != second.result["run_id"]
    assert [done.result["replaced"] for done in (first, second)] == [0, 1]
    geometry, values, crs = polygons(inventory)
    assert crs == "EPSG:4326"
    assert len(geometry) == 1
    assert list(values["STATE"]) == ["undecided"]
    assert list(values["RUN_ID"]) == [second.result["run_id"]]
    with sqlite3.connect(inventory) as connection:
        columns = "RUN_ID, COMMAND, SOURCE, MODEL, THRESHOLD, DEVICE, FEATURES, length(MODEL_HASH), TARGET"
        rows = connection.execute(f"SELECT {columns} FROM runs ORDER BY TIME").fetchall()
    assert rows[0][1:] == ("detect", str(scene), "everything", 0.6, "cpu", 1, 64, "everything")
    assert len(rows) == 2


def test_extent_and_area_limit_what_is_searched(tmp_path, scene, everything_model):
    left, top = NORTH_UP @ (50, 60)
    right, bottom = NORTH_UP @ (350, 260)
    out = tmp_path / "c.gpkg"
    assert (
        run(
            "detect",
            "--input",
            scene,
            "--model",
            everything_model,
            "--output",
            out,
            "--extent",
            f"{left},{right},{bottom},{top}",
            "--extent-crs",
            UTM,
        ).result["candidates"]
        == 1
    )
    wanted = shapely.box(left, bottom, right, top)
    assert polygons(out)[0][0].symmetric_difference(wanted).area / wanted.area < 2e-3

    triangle = shapely.Polygon([(left, top), (right, top), (left, bottom)])
    area = tmp_path / "Gebiet 冰.gpkg"
    geographic = transform_geometries([triangle], UTM, "EPSG:4326")
    pyogrio.raw.write(area, shapely.to_wkb(geographic), [], [], geometry_type="Polygon", crs="EPSG:4326", layer="a")
    done = run("detect", "--input", scene, "--model", everything_model, "--output", out, "--area", area)
    assert done.result["candidates"] == 1
    assert polygons(out)[0][0].symmetric_difference(triangle).area / triangle.area < 0.03


def test_another_resolution_gives_the_same_place(tmp_path, everything_model):
    coarse = write_raster(tmp_path / "a.tif", random_image(150, 180), nodata=0, transform=NORTH_UP @ Affine.scale(2.5))
    out = tmp_path / "c.gpkg"
    done = run("detect", "--input", coarse, "--model", everything_model, "--output", out)
    assert done.result["ground_resolution_m"] == pytest.approx([4.77, 4.77], rel=1e-3)
    left, top = NORTH_UP @ (0, 0)
    right, bottom = NORTH_UP @ (180 * 2.5, 150 * 2.5)
    whole = shapely.box(left, bottom, right, top)
    assert polygons(out)[0][0].symmetric_difference(whole).area / whole.area < 0.02


def rewrite(card: Path, folder: Path, weights: bytes) -> Path:
    shutil.copy(card, folder)
    (folder / "everything.safetensors").write_bytes(weights)
    return folder / card.name


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--input": "missing.tif"}, "missing.tif"),
        ({"--input": "text"}, "cannot be opened"),
        ({"--input": "half"}, "truncated"),
        ({"--input": "one band"}, "1 band"),
        ({"--input": "two bands"}, "2 bands"),
        ({"--input": "no crs"}, "coordinate system"),
        ({"--input": "void"}, "has no data"),
        ({"--extent": "0,10,0,10"}, "outside"),
        ({"--extent": "0,10,0"}, "four numbers"),
        ({"--area": "empty.gpkg"}, "empty.gpkg"),
        ({"--area": "missing.gpkg"}, "missing.gpkg"),
        ({"--model": "no-such-model"}, "no-such-model"),
        ({"--model": "other weights"}, "everything.safetensors"),
        ({"--model": "pickle"}, "everything.safetensors"),
        ({"--output": "no folder/c.gpkg"}, "no folder"),
        ({"--output": "a file/c.gpkg"}, "a file"),
        ({"--threshold": "1.5"}, "1.5"),
        ({"--minimum-area": "-1"}, "-1"),
        ({"--inventory": "missing.gpkg"}, "missing.gpkg"),
        ({"--inventory": "text"}, "text"),
    ],
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else "",
)
def test_bad_input_is_one_sentence_exit_1_and_no_file(tmp_path, scene, everything_model, change, words):
    bad, out = tmp_path / "bad 冰", tmp_path / "out é"
    bad.mkdir()
    out.mkdir()
    (bad / "text").write_text("no raster, no inventory")
    (bad / "a file").write_text("x")
    half = scene.read_bytes()
    (bad / "half").write_bytes(half[: len(half) // 3])
    write_raster(bad / "one band", random_image(50, 50, bands=1))
    write_raster(bad / "two bands", random_image(50, 50, bands=2))
    write_raster(bad / "no crs", random_image(50, 50), crs=None)
    write_raster(bad / "void", np.zeros((3, 50, 50), np.uint8), nodata=0)
    empty = np.array([], dtype=object)
    pyogrio.raw.write(bad / "empty.gpkg", empty, [], [], geometry_type="Polygon", crs=UTM, layer="a")
    weights = everything_model.with_suffix(".safetensors").read_bytes()
    for name, content in (("other weights", weights[:-1] + b"\1"), ("pickle", b"\x80\x04\x95" + weights)):
        (bad / name).mkdir()
        rewrite(everything_model, bad / name, content)
    options = {"--input": scene, "--model": everything_model, "--output": out / "c.gpkg"}
    for option, value in change.items():
        if value in ("other weights", "pickle"):
            options[option] = bad / value / "everything.json"
        elif option in ("--extent", "--threshold", "--minimum-area") or value == "no-such-model":
            options[option] = value
        else:
            options[option] = bad / value
    done = run("detect", *(part for pair in options.items() for part in pair))
    assert done.code == 1, done
    assert words in done.error
    assert done.error.endswith(".")
    assert done.error.rstrip(".").count(". ") == 0
    assert "Traceback" not in done.log
    assert files(out) == []


def test_an_output_that_exists_is_replaced_only_on_success(tmp_path, scene, everything_model):
    out = tmp_path / "c.gpkg"
    out.write_text("yesterday")
    half = tmp_path / "half.tif"
    half.write_bytes(scene.read_bytes()[:200_000])
    assert run("detect", "--input", half, "--model", everything_model, "--output", out).code == 1
    assert out.read_text() == "yesterday"
    assert run("detect", "--input", scene, "--model", everything_model, "--output", out).code == 0
    assert len(polygons(out)[0]) == 1
    assert files(tmp_path) == ["c.gpkg", "half.tif"]


@pytest.fixture(scope="module")
def long_scene(tmp_path_factory):
    """Takes a second or more."""
    image = np.tile(random_image(500, 500), (1, 6, 3))
    return write_raster(tmp_path_factory.mktemp("long") / "long.tif", image, nodata=0)


def wait_for(process, share):
    """Read messages until the detection has done this share."""
    import json

    for line in process.stdout:
        message = json.loads(line)
        if (message.get("progress") or 0) >= share:
            return
    raise AssertionError("ended before it could be stopped")


@pytest.mark.parametrize("share", [0.0, 0.05, 0.4])
@pytest.mark.parametrize("how", ["cancel", "kill"])
def test_a_stop_at_any_moment_leaves_no_output(tmp_path, long_scene, everything_model, inventory, how, share):
    import psutil

    out, probability = tmp_path / "c.gpkg", tmp_path / "p.tif"
    before = inventory.read_bytes()
    process = start(
        "detect",
        "--input",
        long_scene,
        "--model",
        everything_model,
        "--output",
        out,
        "--probability",
        probability,
        "--inventory",
        inventory,
    )
    wait_for(process, share)
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM if how == "cancel" else signal.SIGKILL)
    rest, log = process.communicate(timeout=60)
    assert process.returncode == (1 if how == "cancel" else -signal.SIGKILL)
    assert not out.exists()
    assert not probability.exists()
    assert inventory.read_bytes() == before
    assert not any(child.is_running() for child in children)
    if how == "cancel":
        assert '"kind": "cancelled"' in rest
        assert files(tmp_path) == [inventory.name]
        assert "Traceback" not in log
    elif share:
        # what a kill leaves is hidden, and goes with the next run of the same output
        assert all(name.startswith(".") or name == inventory.name for name in files(tmp_path))
        small = write_raster(tmp_path / "s.tif", random_image(60, 60), nodata=0)
        options = ("--model", everything_model, "--output", out, "--probability", probability)
        assert run("detect", "--input", small, *options).code == 0
        assert files(tmp_path) == sorted([inventory.name, "c.gpkg", "p.tif", "s.tif"])


def test_candidates_survive_an_inventory_that_is_locked_at_the_end(tmp_path, long_scene, everything_model, inventory):
    process = start("detect", "--input", long_scene, "--model", everything_model, "--inventory", inventory)
    wait_for(process, 0.1)
    other = sqlite3.connect(inventory)
    other.execute("BEGIN EXCLUSIVE")
    rest, _ = process.communicate(timeout=120)
    other.rollback()
    other.close()
    assert process.returncode == 1
    kept = [name for name in files(tmp_path) if name not in (inventory.name,)]
    assert len(kept) == 1
    assert kept[0].startswith("Inventar 冰 candidates ")
    assert len(polygons(tmp_path / kept[0])[0]) == 1
    import json

    message = json.loads(rest.splitlines()[-1])["error"]["message"]
    assert kept[0] in message


@pytest.fixture
def small_disk(make_small_disk):
    """A disk of 300 kB of its own."""
    return make_small_disk("small disk", "300k")


def test_a_full_disk_is_said_and_leaves_nothing(small_disk, tmp_path, everything_model):
    scene = write_raster(tmp_path / "a.tif", random_image(300, 300), nodata=0)
    with pytest.raises(OSError, match="No space"), (small_disk / "fill").open("wb", buffering=0) as stream:
        while stream.write(b"x" * 4096):
            pass
    for option, name in (("--probability", "p.tif"), ("--output", "c.gpkg")):
        done = run("detect", "--input", scene, "--model", everything_model, option, small_disk / name)
        assert done.code == 1, (option, done)
        assert "full" in done.error
        assert files(small_disk) == ["fill"]


def test_a_read_only_folder_is_said_before_any_work(small_disk, scene, everything_model):
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    started = time.monotonic()
    done = run("detect", "--input", scene, "--model", everything_model, "--output", small_disk / "c.gpkg")
    assert done.code == 1
    assert str(small_disk) in done.error
    assert "cannot be written" in done.error
    assert time.monotonic() - started < 60
    assert not any("tiles" in message.get("message", "") for message in done.messages)
