"""`detect` with Xception71, reading to polygons, against the bare network on ready batches.

Also against one float32 tile at a time in the default memory layout, as comparable plugins do it. Weights are
random: time does not depend on them. The agreement of the two masks is measured with a shipped card, because
random weights give probabilities that all sit on the threshold.
"""

from __future__ import annotations

import dataclasses
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measure import ENGINE, ROOT, in_turn, processor, row
from scenes import SEED, large_scene, simulated

SIZE = 4096
PLAIN_TILES = 12

sys.path.insert(0, str(ROOT / ".venv" / "src"))


def xception_card(folder: Path, detection_tile: int = 0) -> Path:
    """A model card of `tu-xception71` with random weights; its tiles are of 480 pixels where nothing else is said."""
    import torch
    from rock_glacier_inventory.models.networks import network, registry

    torch.manual_seed(1)
    shipped = registry.load_card("simulated-alpine")
    card = dataclasses.replace(
        shipped,
        name="xception71-random",
        encoder="tu-xception71",
        encoder_depth=5,
        decoder_channels=256,
        detection_tile=detection_tile,
    )
    registry.save_model(
        folder, card, network.build_network(card.encoder, len(card.bands), card.decoder_channels, card.encoder_depth)
    )
    return folder / "xception71-random.json"


def tiles_of(scene: Path) -> Any:
    """All tiles of the scene, as detection cuts them; shape (n, 3, 480, 480)."""
    import numpy as np
    import rasterio
    from rock_glacier_inventory.engine.scene.tiling import tile_starts

    with rasterio.open(scene) as dataset:
        image = dataset.read()
    rows, columns = (tile_starts(length, 480, 160) for length in image.shape[1:])
    return np.stack([image[:, row : row + 480, column : column + 480] for row in rows for column in columns])


def detect_pace(scene: Path, card: Path, folder: Path, whole: list[float]) -> float:
    """Tiles per second from reading to polygons on disk; those of the whole process are added to `whole`.

    The whole process loads torch, the weights and packs them first, which costs some seconds once.
    """
    command = [*ENGINE, "detect", "--input", scene, "--model", card, "--output", folder / "c.gpkg"]
    command += ["--probability", folder / "p.tif", "--progress", "json"]
    started = time.perf_counter()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    seconds = time.perf_counter() - started
    last = json.loads(done.stdout.splitlines()[-1])
    if "result" not in last:
        raise SystemExit(f"{last}\n{done.stderr[-2000:]}")
    whole.append(last["result"]["tiles"] / seconds)
    return float(last["result"]["tiles"] / last["result"]["seconds"])


def bare_network(predictor: Any) -> Callable[[Any], Any]:
    """What a predictor runs, from scaled tiles to logits, with nothing of ours around it."""
    import torch

    if predictor.backend.startswith("openvino"):
        return predictor._for_size(480, 480).logits
    dtype = getattr(torch, predictor.precision)

    def run(scaled: Any) -> None:
        with torch.inference_mode():
            predictor._active(torch.from_numpy(scaled).to(dtype, memory_format=torch.channels_last))

    return run


def bare_pace(card: Path, tiles: Any) -> tuple[Any, Any]:
    """Two functions that give tiles per second: the network alone at its fastest, and the plain way."""
    import torch
    from rock_glacier_inventory.models.networks import network, registry
    from rock_glacier_inventory.models.prediction import backends, scaling

    loaded = registry.load_card(str(card))
    predictor = backends.open_predictor(loaded, cache=card.parent / "networks")
    bare = bare_network(predictor)
    plain = network.load_network(loaded).float().eval()

    def fastest() -> float:
        size = predictor.batch_size
        ready = [scaling.scale(loaded, tiles[at : at + size]) for at in range(0, len(tiles), size)]
        bare(ready[0])
        started = time.perf_counter()
        for batch in ready:
            bare(batch)
        return len(tiles) / (time.perf_counter() - started)

    def one_float_tile_at_a_time() -> float:
        some = tiles[:: max(1, len(tiles) // PLAIN_TILES)][:PLAIN_TILES]
        with torch.inference_mode():
            plain(torch.from_numpy(scaling.scale(loaded, some[:1])))
            started = time.perf_counter()
            for tile in some:
                plain(torch.from_numpy(scaling.scale(loaded, tile[None]))).sigmoid().numpy()
        return len(some) / (time.perf_counter() - started)

    return fastest, one_float_tile_at_a_time


def mask_agreement(folder: Path, model: str, seed: int) -> float:
    """IoU of the masks that the fast and the plain way give with a shipped card's weights."""
    import rasterio

    masks = []
    for name, options in (("fast", []), ("plain", ["--backend", "torch", "--precision", "float32"])):
        path = folder / f"agree-{name}.tif"
        command = [*ENGINE, "detect", "--input", simulated(folder, 1024, seed) / "scene.tif", "--model", model]
        subprocess.run(
            [str(part) for part in [*command, "--probability", path, *options]], check=True, capture_output=True
        )
        with rasterio.open(path) as dataset:
            masks.append(dataset.read(1))
    threshold = 127
    fast, plain = ((mask >= threshold) & (mask != 255) for mask in masks)
    return float((fast & plain).sum() / max((fast | plain).sum(), 1))


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        card, scene = xception_card(folder), large_scene(folder, SIZE, SIZE)
        tiles = tiles_of(scene)
        fastest, plain = bare_pace(card, tiles)
        whole: list[float] = []
        (ours, bare, one), (ratio, gain) = in_turn(
            lambda: detect_pace(scene, card, folder, whole), fastest, plain, rounds=3
        )
        started = statistics.median(whole)
        row(
            f"`detect`, `tu-xception71`, {SIZE} x {SIZE}, reading to polygons, against the bare network",
            ">= 0.90",
            f"**{ratio:.2f}** ({ours:.2f} against {bare:.2f} tiles/s)",
        )
        row(
            "the same with the start of the process (loading torch and weights)",
            "report",
            f"{started / bare:.2f} ({started:.2f} tiles/s)",
        )
        row(
            f"the same against one float32 tile at a time ({processor()})",
            ">= 2.5",
            f"**{gain:.2f}** ({ours:.2f} against {one:.2f} tiles/s)",
        )
        agreement = mask_agreement(folder, "simulated-alpine", SEED)
        row("mask IoU of the two ways, `simulated-alpine`", ">= 0.995", f"**{agreement:.4f}**")


if __name__ == "__main__":
    main()
