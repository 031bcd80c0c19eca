"""Small networks with known answers, saved as real model cards."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path

import torch
from rock_glacier_inventory.models.cards import card
from rock_glacier_inventory.models.networks import network, registry
from torch import nn

UNIFORM = card.Scaling(
    {
        "uint8": card.BandRange((0.0,) * 3, (255.0,) * 3),
        "uint16": card.BandRange((0.0,) * 3, (4000.0,) * 3),
        "float": card.BandRange((0.0,) * 3, (1.0,) * 3),
    },
    mean=(0.5,) * 3,
    std=(0.25,) * 3,
)
EVERYTHING = card.ModelCard(
    name="everything",
    title="Finds everything",
    description="A network for tests",
    target="everything",
    architecture="DeepLabV3Plus",
    encoder="tu-test_efficientnet",
    decoder_channels=16,
    bands=("red", "green", "blue"),
    scaling=UNIFORM,
    ground_resolution_m=4.77,
    tile_size=480,
    overlap=160,
    threshold=0.5,
    training_data="none",
    metrics={},
    licence="GPL-2.0-or-later",
    citation="none",
    not_for="anything but tests",
    created="0.1.0",
)


@cache
def _everything() -> nn.Module:
    torch.manual_seed(5)
    module = network.build_network(EVERYTHING.encoder, 3, EVERYTHING.decoder_channels)
    with torch.no_grad():
        head = module.segmentation_head[0]
        head.weight.mul_(0.01)
        head.bias.fill_(6.0)
    return module


def save_everything(folder: Path, name: str = "everything") -> Path:
    """A card whose network answers 'yes' nearly everywhere: its last layer has a bias of +6."""
    registry.save_model(folder, dataclasses.replace(EVERYTHING, name=name), _everything())
    return folder / f"{name}.json"
