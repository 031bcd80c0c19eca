"""Larger tiles for a detection are put together of patches, compared, and kept only where they do as well."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from rasters import random_image
from rock_glacier_inventory.engine.training.dataset import open_dataset
from rock_glacier_inventory.engine.training.tiles import Compared, compare, with_tile
from rock_glacier_inventory.models.cards.card import BandRange, Scaling
from rock_glacier_inventory.models.training.computing import Computing
from test_models_card import make_card
from torch import nn
from training_ground import MANY, image, layer, make, place
from training_ground import SIDE as SIDE_OF_IMAGE

SIDE, TILE = 96, 128


class SeesRed(nn.Module):
    """The first band, which is the target where it is high; `harm` is what it loses in anything larger than a patch."""

    def __init__(self, harm: float = 0.0) -> None:
        super().__init__()
        self.harm, self.sizes = harm, []

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        self.sizes.append(images.shape[-1])
        logits = images[:, :1] * 4
        if images.shape[-1] > SIDE and self.harm:
            logits = logits - self.harm
        return logits


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """Training data whose outlines are bright red, and a card that reads them."""
    folder = tmp_path_factory.mktemp("lehre")
    values = random_image(SIDE_OF_IMAGE, SIDE_OF_IMAGE) // 2
    for x, y in MANY:
        values[0, y // 20 : y // 20 + 12, x // 20 : x // 20 + 12] = 250
    outlines = layer(folder / "o.gpkg", [place(*at) for at in MANY])
    made, _ = make(folder, "--inventory", outlines, "--image", image(folder / "i.tif", values), "--folds", 2)
    scaling = Scaling({"uint8": BandRange((0.0,) * 3, (255.0,) * 3)}, (0.5,) * 3, (0.25,) * 3)
    card = make_card(scaling=scaling, tile_size=SIDE, detection_tile=TILE, overlap=32)
    return open_dataset(made.folder), card


def compared_by(network, ground):
    dataset, card = ground
    compared = Compared()
    compare(compared, network, card, dataset, np.arange(len(dataset)), TILE, Computing())
    return compared


def test_the_same_pixels_are_seen_in_both(ground):
    """A network that looks at one pixel alone answers the same, so windows and parts lie where they should."""
    network = SeesRed()
    compared = compared_by(network, ground)
    assert {SIDE, TILE} == set(network.sizes)
    assert compared.patches.blocks.keys() == compared.tiles.blocks.keys() and compared.patches.blocks
    for block, found in compared.patches.blocks.items():
        np.testing.assert_array_equal(found, compared.tiles.blocks[block])
    assert compared.patches.total.sum() > 10_000
    card, words = with_tile(ground[1], compared)
    assert card.tile == TILE
    assert words.startswith(f"tiles of {TILE} pixels instead of {SIDE}: IoU 1.000 instead of 1.000 on")


def test_tiles_that_cost_accuracy_are_not_kept(ground):
    compared = compared_by(SeesRed(harm=12.0), ground)
    first, second = compared.ious
    assert second < first - 0.01
    assert with_tile(ground[1], compared)[0].tile == SIDE


def test_patches_that_lie_alone_compare_nothing(ground):
    dataset, card = ground
    alone = dataclasses.replace(dataset, names=np.array([f"chip {number}" for number in range(len(dataset))]))
    kept, words = with_tile(card, compared_by(SeesRed(), (alone, card)))
    assert kept.tile == SIDE
    assert words == f"tiles of {TILE} pixels were not tried, since no patches lie so close together; {SIDE} it is"
