"""`detect` with Xception71 against Deepness's way: one float32 tile at a time in ONNX Runtime, middles kept.

Both see the same image. Deepness's way has tiles of the model's training (480 pixels, 160 of overlap), for which a
model is exported, and `detect` those that its card names for detection (640, 160 of overlap). Deepness's way is
written here after its description: an ONNX model, a session with its defaults, tile by tile; of each tile the
middle, to half of the overlap, goes into the mask. Its time begins with the opened session's first tile; that of
`detect` is given with the start of its process and without. ONNX Runtime is in a folder of its own (`make
build/onnxruntime`); without it this benchmark is left out. Weights are random for the pace; the masks are compared
with a shipped card.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from detect_against_bare_network import xception_card
from measure import ENGINE, ROOT, in_turn, measure, processor, row
from scenes import SEED, large_scene, simulated

SIZE = 2048
OVERLAP = 160
DETECTION_TILE = 640
ONNX_RUNTIME = ROOT / "build" / "onnxruntime"


def export(card_path: str, onnx: Path) -> None:
    """Write a card's network as ONNX, from scaled tile to probability."""
    import torch
    from rock_glacier_inventory.models.networks import network, registry

    card = registry.load_card(card_path)
    module = torch.nn.Sequential(network.load_network(card).float(), torch.nn.Sigmoid()).eval()
    size = card.tile_size
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module, (torch.zeros(1, len(card.bands), size, size),), str(onnx), dynamo=False, opset_version=17
        )


def deepness_way(card_path: str, onnx: Path, scene: Path) -> Callable[[], tuple[float, Any]]:
    """A function that gives seconds from image to mask, and the mask."""
    import numpy as np
    import onnxruntime
    import rasterio
    from rock_glacier_inventory.engine.scene.tiling import tile_starts
    from rock_glacier_inventory.models.networks import registry
    from rock_glacier_inventory.models.prediction import scaling

    card = registry.load_card(card_path)
    session = onnxruntime.InferenceSession(str(onnx), providers=["CPUExecutionProvider"])
    name, size, margin = session.get_inputs()[0].name, card.tile_size, OVERLAP // 2

    def edges(start: int, length: int) -> tuple[int, int]:
        return (start + margin if start else 0, start + size - margin if start + size < length else length)

    def run() -> tuple[float, Any]:
        started = time.perf_counter()
        with rasterio.open(scene) as dataset:
            image = dataset.read()
        height, width = image.shape[1:]
        mask = np.zeros((height, width), bool)
        for y in tile_starts(height, size, OVERLAP):
            for x in tile_starts(width, size, OVERLAP):
                tile = scaling.scale(card, image[None, :, y : y + size, x : x + size])
                found = session.run(None, {name: tile})[0][0, 0] >= card.threshold
                (top, bottom), (left, right) = edges(y, height), edges(x, width)
                mask[top:bottom, left:right] = found[top - y : bottom - y, left - x : right - x]
        return time.perf_counter() - started, mask

    return run


def detect(card_path: str, scene: Path, folder: Path, *options: str) -> tuple[float, float, Any]:
    """Seconds from image to polygons, those of the whole process, and the mask."""
    import rasterio

    raster = folder / "p.tif"
    done = measure(
        [
            *ENGINE,
            "detect",
            "--input",
            scene,
            "--model",
            card_path,
            "--output",
            folder / "c.gpkg",
            "--probability",
            raster,
            "--progress",
            "json",
            *options,
        ]
    )
    result = json.loads(done.output.splitlines()[-1])["result"]
    with rasterio.open(raster) as dataset:
        values = dataset.read(1)
    return float(result["seconds"]), done.seconds, (values >= 127) & (values != 255)


def agreement(one: Any, other: Any) -> float:
    """IoU of two masks."""
    return float((one & other).sum() / max((one | other).sum(), 1))


def main() -> None:
    """Print the rows of the table."""
    if not ONNX_RUNTIME.is_dir():
        print("(detect_against_deepness_way is left out: `make build/onnxruntime` first)", flush=True)
        return
    # In a process of its own: what is in that folder must not reach the engine.
    subprocess.run([sys.executable, __file__], check=True)


def compare() -> None:
    """Measure, in a process that sees ONNX Runtime."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        card, scene = str(xception_card(folder, DETECTION_TILE)), large_scene(folder, SIZE, SIZE)
        export(card, folder / "large.onnx")
        theirs = deepness_way(card, folder / "large.onnx", scene)
        detect(card, scene, folder)  # the first run converts the network
        whole: list[float] = []

        def ours() -> float:
            seconds, process, _ = detect(card, scene, folder)
            whole.append(process)
            return seconds

        (them, us, process), (gain, with_start) = in_turn(lambda: theirs()[0], ours, lambda: whole[-1], rounds=3)
        row(
            f"`detect`, `tu-xception71`, {SIZE} x {SIZE}, against Deepness's way ({processor()})",
            ">= 2.3",
            f"**{gain:.2f}** ({us:.1f} s against {them:.1f} s)",
        )
        row("the same with the start of the process", "report", f"{with_start:.2f} ({process:.1f} s)")
        small = simulated(folder, 1024, SEED) / "scene.tif"
        export("simulated-alpine", folder / "small.onnx")
        _, mask = deepness_way("simulated-alpine", folder / "small.onnx", small)()
        fast = detect("simulated-alpine", small, folder)[2]
        plain = detect("simulated-alpine", small, folder, "--backend", "torch", "--precision", "float32")[2]
        row(
            "mask IoU with Deepness's way, `simulated-alpine`; of `detect` in float32 by torch with it",
            "report",
            f"**{agreement(fast, mask):.4f}**; {agreement(plain, mask):.4f} (we blend seams, it cuts them)",
        )
        row(
            "mask IoU of `detect` as it comes with `detect` in float32 by torch, `simulated-alpine`",
            ">= 0.995",
            f"**{agreement(fast, plain):.4f}**",
        )


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / ".venv" / "src"), str(ONNX_RUNTIME)]
    compare()
