"""Mirrored, turned and shifted copies: each pixel comes back to its place, whatever a tile holds."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from model_cards import EVERYTHING
from rock_glacier_inventory.engine.command_line import add_options, request_in
from rock_glacier_inventory.inventory.requests.detection import DetectionRequest
from rock_glacier_inventory.models.cards.card import BandRange
from rock_glacier_inventory.models.prediction.copies import COPIES, Copy, copy_of, laid_back, mean_of_copies
from rock_glacier_inventory.models.prediction.prediction import Predictor
from rock_glacier_inventory.models.prediction.scaling import scale_to_unit
from rock_glacier_inventory.models.prediction.terrain import terrain_bands
from torch import Tensor, nn


class OfOnePixel(nn.Module):
    """A network whose answer hangs on nothing but the pixel."""

    def forward(self, images: Tensor) -> Tensor:
        return images.sum(1, keepdim=True)


class OfTheLeft(nn.Module):
    """A network whose answer is the pixel to the left: it is not the same when the tile is mirrored."""

    def forward(self, images: Tensor) -> Tensor:
        return torch.roll(images[:, :1], 1, dims=3)


def test_every_way_to_lay_a_square_is_there_once() -> None:
    assert len({copy[:2] for copy in COPIES}) == 8
    assert len({copy[2:] for copy in COPIES}) == 8
    assert COPIES[0] == Copy(False, 0, 0, 0)


@pytest.mark.parametrize("copy", COPIES)
def test_each_pixel_comes_back_to_its_place(copy: Copy) -> None:
    tiles = np.random.default_rng(1).random((2, 3, 40, 40)).astype(np.float32)
    laid, seen = laid_back(copy_of(EVERYTHING, tiles, copy)[:, 0], copy)
    assert seen.sum() == (40 - copy.down) * (40 - copy.right)
    assert np.array_equal(laid, np.where(seen, tiles[:, 0], 0))


def test_a_network_of_pixels_is_not_changed_and_one_with_a_side_is_evened_out() -> None:
    tiles = np.random.default_rng(1).integers(0, 255, (1, 3, 64, 64)).astype(np.uint8)
    card = dataclasses.replace(EVERYTHING, tile_size=64, overlap=16)
    mirrored = dataclasses.replace(card, mirrored=True)
    plain, mean = (Predictor(c, "cpu", network=OfOnePixel()).predict(tiles) for c in (card, mirrored))
    assert mean == pytest.approx(plain, abs=1e-6)
    plain, mean = (Predictor(c, "cpu", network=OfTheLeft()).predict(tiles) for c in (card, mirrored))
    # Of the copies two look to each side.
    around = [np.roll(plain[0], move, axis) for axis in (0, 1) for move in (1, -1)]
    expected = np.mean([np.roll(one, -1, 1) for one in around], axis=0)
    assert mean[0, 20:44, 20:44] == pytest.approx(expected[20:44, 20:44], abs=1e-6)
    assert np.abs(mean - plain).max() > 0.1


def test_the_sun_of_a_hillshade_does_not_turn_with_a_copy() -> None:
    scaling = dataclasses.replace(
        EVERYTHING.scaling, mean=(0.5,) * 4, std=(0.25,) * 4, terrain=BandRange((0.0,), (1.0,))
    )
    card = dataclasses.replace(EVERYTHING, bands=("red", "green", "blue", "hillshade"), scaling=scaling)
    ground = np.zeros((1, 7, 32, 32), np.float32)
    ground[:, 3:5] = np.random.default_rng(2).normal(0, 0.3, (1, 2, 32, 32))
    light = terrain_bands(ground[:, 3:], ["hillshade"])
    seen: list[np.ndarray] = []

    def look(tiles: np.ndarray) -> np.ndarray:
        seen.append(scale_to_unit(card, tiles)[:, 3])
        return np.zeros((1, 32, 32), np.float32)

    mean_of_copies(card, ground, look)
    assert seen[0] == pytest.approx(light[:, 0])
    # Ground that falls to the sun in the north-west falls to the south-west when it is turned to the left.
    towards = ground.copy()
    towards[:, 3], towards[:, 4] = 0.7, -0.7
    seen.clear()
    mean_of_copies(card, towards, look)
    lit = [float(one[0, 20, 20]) for one in seen]
    assert lit[0] == pytest.approx(1, abs=0.02)
    assert lit[1] == pytest.approx(np.sqrt(0.5) / np.sqrt(1.98), abs=0.02)
    assert lit[2] == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize(
    ("words", "value"),
    [([], "auto"), (["--mirrored"], "yes"), (["--mirrored", "no"], "no"), (["--mirrored=yes"], "yes")],
)
def test_copies_are_asked_for_in_three_ways(words: list[str], value: str) -> None:
    import argparse

    parser = argparse.ArgumentParser()
    add_options(parser, DetectionRequest)
    options = parser.parse_args(["--input", "a.tif", *words, "--model", "m"])
    assert request_in(options, DetectionRequest).mirrored == value
