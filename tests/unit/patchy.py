"""A scene with patches, and a small network that finds some of them: for comparing runs with each other."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path

import numpy as np
import torch
from model_cards import EVERYTHING
from rasters import write_raster
from rock_glacier_inventory.models.networks import network, registry
from scipy.ndimage import gaussian_filter

TILE, OVERLAP = 96, 32


def patchy_image(height: int, width: int, seed: int = 3) -> np.ndarray:
    """Bright and dark patches some 30 pixels wide, with a corner and a hole without data."""
    return _drawn(height, width, seed).copy()


@cache
def _drawn(height: int, width: int, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(size=(3, height, width))
    image = np.stack([gaussian_filter(band, 9) for band in noise])
    image = np.clip(128 + 55 * image / image.std(), 1, 255).astype(np.uint8)
    image[:, : height // 4, : width // 5] = 0
    image[:, height // 2 : height // 2 + 20, width // 2 : width // 2 + 50] = 0
    return image


def patchy_scene(path: Path, height: int = 500, width: int = 620, **profile: object) -> Path:
    return write_raster(path, patchy_image(height, width), nodata=0, **profile)


@cache
def _patchy_network(seed: int) -> torch.nn.Module:
    torch.manual_seed(seed)
    module = network.build_network(EVERYTHING.encoder, 3, EVERYTHING.decoder_channels)
    image = torch.from_numpy(patchy_image(480, 480, seed=8)[:, 120:440, 120:440].astype(np.float32))[None]
    image = (image / 255 - 0.5) / 0.25
    module.train()
    for norm in module.modules():  # they get to know such images at once: as by twenty steps of a tenth
        if isinstance(norm, torch.nn.BatchNorm2d):
            norm.momentum = 1 - 0.9**20
    with torch.no_grad():
        module(image.repeat(2, 1, 1, 1))
        module.eval()
        logits = module(image)
        head = module.segmentation_head[0]
        scale = 3 / logits.std()
        head.weight.mul_(scale)
        head.bias.sub_(logits.quantile(0.65)).mul_(scale)
    return module


def save_patchy(folder: Path, name: str = "patchy", tile: int = TILE, seed: int = 11) -> Path:
    """A card whose random network says 'yes' in about a third of `patchy_image`."""
    registry.save_model(
        folder, dataclasses.replace(EVERYTHING, name=name, tile_size=tile, overlap=OVERLAP), _patchy_network(seed)
    )
    return folder / f"{name}.json"
