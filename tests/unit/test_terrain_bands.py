"""Terrain bands: slope, light and scaling of ground whose answers are known, however a patch is turned."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from model_cards import EVERYTHING
from numpy.typing import NDArray
from rock_glacier_inventory.models.cards.card import TERRAIN_BANDS, BandRange, ModelCard
from rock_glacier_inventory.models.errors import ModelError
from rock_glacier_inventory.models.prediction.terrain import UNITS, terrain_bands, turned, unit_terrain


def plane(east: float, north: float, side: int = 3) -> NDArray[np.float32]:
    """The components of a tilted plane."""
    components = np.zeros((4, side, side), np.float32)
    components[0], components[1] = east, north
    return components


def card_with(*names: str) -> ModelCard:
    count = 3 + len(names)
    scaling = dataclasses.replace(
        EVERYTHING.scaling,
        mean=(0.5,) * 3 + (0.25,) * len(names),
        std=(0.25,) * count,
        terrain=BandRange((0.0,) * len(names), (60.0,) * len(names)),
    )
    return dataclasses.replace(EVERYTHING, bands=("red", "green", "blue", *names), scaling=scaling)


def test_every_terrain_band_has_a_unit() -> None:
    assert set(UNITS) == set(TERRAIN_BANDS)


@pytest.mark.parametrize(("east", "north", "degrees"), [(0, 0, 0), (1, 0, 45), (0, -1, 45), (3, 4, 78.690068)])
def test_a_tilted_plane_has_the_right_slope(east: float, north: float, degrees: float) -> None:
    assert terrain_bands(plane(east, north), ["slope"]) == pytest.approx(degrees, abs=1e-4)


def test_light_is_that_of_hand() -> None:
    def light(east: float, north: float, azimuth: float = 315, altitude: float = 45) -> float:
        return float(terrain_bands(plane(east, north), ["hillshade"], azimuth, altitude)[0, 1, 1])

    assert light(0, 0) == pytest.approx(np.sqrt(0.5))  # level: the sine of the sun's height
    assert light(0, 0, altitude=90) == pytest.approx(1)
    # A slope of 45 degrees that falls to the north-west looks straight into the sun.
    assert light(np.sqrt(0.5), -np.sqrt(0.5)) == pytest.approx(1)
    # And away from it: no light, and not less than none.
    assert light(-np.sqrt(0.5), np.sqrt(0.5)) == pytest.approx(0, abs=1e-6)
    assert light(-2, 2) == 0
    # Of slope 1 to the south: normal (0, -1, 1) / sqrt 2 and a sun in the east at 30 degrees: sin 30 / sqrt 2.
    assert light(0, 1, azimuth=90, altitude=30) == pytest.approx(0.5 / np.sqrt(2))


def test_bands_stand_in_the_order_that_is_asked_for() -> None:
    components = plane(1, 0)
    components[2], components[3] = 7, -0.01
    found = terrain_bands(components, ["curvature", "slope", "relative_elevation"])
    assert found[:, 0, 0] == pytest.approx([-0.01, 45, 7])
    assert found.dtype == np.float32
    with pytest.raises(ModelError, match="no terrain band 'aspect'"):
        terrain_bands(components, ["aspect"])
    with pytest.raises(ModelError, match="4 components"):
        terrain_bands(components[:3], ["slope"])


def gradients(elevation: NDArray[np.float64]) -> NDArray[np.float32]:
    """Components of cells of one metre, rows from north to south."""
    down, right = np.gradient(elevation)
    return np.array([right, -down, elevation - elevation.mean(), down * right], np.float32)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_turned_patch_is_the_patch_of_the_turned_ground(quarters: int, mirrored: bool) -> None:
    ground = np.random.default_rng(3).normal(size=(6, 9)).cumsum(0).cumsum(1)
    moved = np.rot90(ground[:, ::-1] if mirrored else ground, quarters)
    found, expected = turned(gradients(ground), quarters, mirrored), gradients(moved)
    assert found[:3] == pytest.approx(expected[:3], abs=1e-5)
    # So the sun stays where it is, and nothing else knows that anything was turned.
    names = ["slope", "hillshade", "relative_elevation"]
    assert terrain_bands(found, names) == pytest.approx(terrain_bands(expected, names), abs=1e-4)
    light = terrain_bands(gradients(ground), ["hillshade"], azimuth=300)[0]
    naive = np.rot90(light[:, ::-1] if mirrored else light, quarters)
    same = np.allclose(terrain_bands(found, ["hillshade"], azimuth=300)[0], naive, atol=1e-3)
    assert same == (quarters == 0 and not mirrored)


def test_terrain_is_scaled_by_its_own_range_and_what_is_unknown_is_usual() -> None:
    card = card_with("slope", "curvature")
    bands = np.array([[[-5, 0, 30]], [[60, 90, np.nan]]], np.float32)
    assert unit_terrain(card, bands) == pytest.approx(np.array([[[0, 0, 0.5]], [[1, 1, 0.25]]]))
    assert np.isnan(bands[1, 0, 2])  # what was given is not written into
    with pytest.raises(ModelError, match="reads 2 terrain bands"):
        unit_terrain(card, bands[:1])
    with pytest.raises(ModelError, match="reads 0 terrain bands"):
        unit_terrain(EVERYTHING, bands)
