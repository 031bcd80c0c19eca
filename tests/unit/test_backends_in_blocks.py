"""Blocks and workers with each library: the bytes of the whole, and never two libraries in one ledger."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
from detection_outputs import contents
from engine_here import run
from engine_process import ROOT, Finished
from patchy import patchy_scene, save_patchy
from rock_glacier_inventory.inventory.environment import networks_folder
from rock_glacier_inventory.models.networks.registry import load_card
from rock_glacier_inventory.models.prediction import backends
from test_openvino_backend import needs_openvino

ONE_THREAD = {"OMP_NUM_THREADS": "1"}  # as workers have: the last bits may vary with the threads
BACKENDS = ["torch", pytest.param("openvino", marks=needs_openvino)]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_patchy(tmp_path_factory.mktemp("Modelle 冰"))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return patchy_scene(tmp_path_factory.mktemp("Szene 冰") / "scene.tif", 300, 400)


def detect(scene: Path, model: Path, raster: Path, *options: object) -> Finished:
    return run(
        "detect",
        "--input",
        scene,
        "--model",
        model,
        "--minimum-area",
        500,
        "--device",
        "cpu",
        "--precision",
        "float32",
        "--probability",
        raster,
        *options,
        environment=ONE_THREAD,
    )


def probabilities(raster: Path) -> np.ndarray:
    with rasterio.open(raster) as dataset:
        return dataset.read(1)


@pytest.mark.slow
@pytest.mark.parametrize("backend", BACKENDS)
def test_blocks_and_workers_give_the_bytes_of_the_whole(tmp_path: Path, scene: Path, model: Path, backend: str) -> None:
    count = 2 if backend == "openvino" else 1  # each that needs PyTorch takes seconds to begin
    ways = {
        "whole": (),
        "blocks": ("--ledger", tmp_path / "ledger", "--block-strides", 2),
        "workers": ("--workers", count, "--block-strides", 2),
    }
    found = []
    for way, options in ways.items():
        folder = tmp_path / way
        folder.mkdir()
        outputs = (folder / "p.tif", "--output", folder / "c.gpkg")
        done = detect(scene, model, *outputs, "--backend", backend, *options)
        assert done.code == 0, done
        assert done.result["backend"].split()[0] == backend
        assert sorted(path.name for path in folder.iterdir()) == ["c.gpkg", "p.tif"]
        found.append(contents(folder))
    assert done.result["blocks"] == 12
    whole = probabilities(tmp_path / "whole" / "p.tif")
    assert whole[whole < 255].std() > 10
    assert found[1:] == [found[0]] * 2
    for way in ways:
        np.testing.assert_array_equal(probabilities(tmp_path / way / "p.tif"), whole)
    facts = json.loads((tmp_path / "ledger" / "ledger.json").read_text("utf-8"))["run"]
    assert facts["library"] == done.result["backend"]


@needs_openvino
@pytest.mark.parametrize(("first", "then"), [("openvino", "torch"), ("torch", "openvino")])
def test_a_ledger_is_not_continued_with_another_library(
    tmp_path: Path, scene: Path, model: Path, first: str, then: str
) -> None:
    ledger = ("--ledger", tmp_path / "ledger", "--block-strides", 4)
    assert detect(scene, model, tmp_path / "p.tif", *ledger, "--backend", first).code == 0
    before = (tmp_path / "p.tif").read_bytes()
    done = detect(scene, model, tmp_path / "p.tif", *ledger, "--backend", then)
    assert done.code == 1
    assert f"belongs to another run, whose library was {first} 2" in done.error
    assert f"and not {then} 2" in done.error
    assert (tmp_path / "p.tif").read_bytes() == before
    again = detect(scene, model, tmp_path / "p.tif", *ledger, "--backend", first)
    assert (again.code, again.result["tiles"]) == (0, 0)


LOADED = """
import json, runpy, sys
del sys.argv[0]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
except SystemExit as end:
    code = end.code
found = {name.split(".")[0] for name in sys.modules}
print(json.dumps([code, sorted(found & {"torch", "timm", "segmentation_models_pytorch", "openvino", "pandas"})]))
"""


@needs_openvino
def test_the_second_detection_with_a_model_loads_no_torch(tmp_path: Path, scene: Path, model: Path) -> None:
    assert detect(scene, model, tmp_path / "first.tif", "--backend", "openvino").code == 0
    command = [
        sys.executable,
        "-c",
        LOADED,
        str(ROOT),
        "detect",
        "--input",
        str(scene),
        "--model",
        str(model),
        "--minimum-area",
        "500",
        "--device",
        "cpu",
        "--backend",
        "openvino",
        "--precision",
        "float32",
        "--output",
        str(tmp_path / "c.gpkg"),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert json.loads(done.stdout.splitlines()[-1]) == [0, ["openvino"]], done


@needs_openvino
def test_a_worker_of_one_thread_stays_one_with_openvino(model: Path) -> None:
    from rock_glacier_inventory.engine.cluster.connection import connected

    def threads_and_tiles_at_a_time(package, card, cache):  # being made in here, it is sent as its code
        import pathlib
        import sys

        sys.path.insert(0, package)
        from rock_glacier_inventory.models.networks import registry
        from rock_glacier_inventory.models.prediction import backends

        card = registry.load_card(card)
        predictor = backends.open_predictor(card, "cpu", "float32", backend="openvino", cache=pathlib.Path(cache))
        (compiled,) = predictor._compiled.values()
        model = compiled._requests[0].get_compiled_model()
        return model.get_property("INFERENCE_NUM_THREADS"), predictor.batch_size

    networks = networks_folder()
    assert networks is not None
    backends.open_predictor(load_card(str(model)), "cpu", "float32", backend="openvino", cache=networks)
    with connected(1, None) as client:
        paths = map(str, (ROOT / ".venv" / "src", model, networks))  # where it is, and nothing is converted there
        future = client.submit(threads_and_tiles_at_a_time, *paths)
        assert future.result() == (1, 1)
