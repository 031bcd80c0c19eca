"""Seconds per megapixel and peak memory of `detect` on scenes of 4 096², 8 192² and 16 384² pixels.

From reading to polygons; the start of the process and the loading of the network are told apart. The
network is the smallest there is, with random weights that say yes in a twentieth of the scene, so that what
is ours (reading, blending, tracing, writing) weighs most: with a large network any scene is flat. The
scenes are one simulated scene of 1 024², mirrored again and again, on disk, compressed in blocks of 256².
"""

from __future__ import annotations

import dataclasses
import json
import sys
import tempfile
from pathlib import Path

from measure import ENGINE, ROOT, measure, row
from scenes import PIECE, SEED, large_scene, simulated

SMALL, SIDES = 512, (4096, 8192, 16384)
SHARE = 0.05
ENCODER = "tu-mobilenetv3_small_050"

sys.path.insert(0, str(ROOT / ".venv" / "src"))


def small_card(folder: Path) -> Path:
    """A model card of the smallest network, whose random weights have seen a piece of the scene."""
    import rasterio
    import torch
    from rock_glacier_inventory.models import network, registry

    torch.manual_seed(1)
    shipped = registry.load_card("simulated-alpine")
    card = dataclasses.replace(shipped, name="small-random", encoder=ENCODER, decoder_channels=16)
    with rasterio.open(simulated(folder, PIECE, SEED) / "scene.tif") as dataset:
        image = torch.from_numpy(dataset.read()[None, :3, :480, :480]).float() / 255
    module = network.build_network(card.encoder, len(card.bands), card.decoder_channels, card.encoder_depth)
    module.train()
    with torch.no_grad():
        for _ in range(20):  # its batch normalisations get to know such images
            module(image.repeat(2, 1, 1, 1))
        module.eval()
        logits, head = module(image), module.segmentation_head[0]
        head.bias.sub_(logits.flatten()[::7].quantile(1 - SHARE))
        scale = 3 / logits.std()
        head.weight.mul_(scale)
        head.bias.mul_(scale)
    registry.save_model(folder, card, module)
    return folder / f"{card.name}.json"


def measured(way: str, folder: Path, scenes: dict[int, Path], card: Path) -> None:
    """One row: all sizes, whole or in blocks. A small scene first tells what starting costs the processor."""
    seen, start = [], 0.0
    for side, scene in scenes.items():
        options = [] if way == "whole" else ["--ledger", folder / f"ledger {side}", "--discard-ledger"]
        done = measure([
            *ENGINE, "detect", "--input", scene, "--model", card, "--output", folder / "c.gpkg",
            "--backend", "torch", "--progress", "json", *options,
        ])  # fmt: skip
        if side == SMALL:
            start = done.cpu_seconds
            continue
        result, megapixels = json.loads(done.output.splitlines()[-1])["result"], side**2 / 1e6
        work = (done.cpu_seconds - start) / megapixels
        seen.append((side, result["seconds"] / megapixels, work, done.peak_mib))
    _, cost, work, memory = seen[0]
    row(
        f"cost against size, {way}, {ENCODER} (the process starts in {start:.0f} processor seconds)",
        "flat within 10 %",
        "; ".join(
            f"{side}²: **{per:.4f} s/Mpx** ({per / cost:.2f}), processor {own:.4f} ({own / work:.2f}), "
            f"**{peak:.0f} MiB** ({peak / memory:.2f})"
            for side, per, own, peak in seen
        ),
    )  # fmt: skip


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        card = small_card(folder)
        scenes = {side: large_scene(folder, side, side) for side in (SMALL, *SIDES)}
        for way in ("whole", "in blocks"):
            measured(way, folder, scenes, card)


if __name__ == "__main__":
    main()
