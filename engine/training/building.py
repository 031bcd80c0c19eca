"""A plan as the records of `models`: a card without weights, a network with its start weights, settings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ...inventory.errors import UserError
from ...models.cards.card import TERRAIN_BANDS, BandRange, ModelCard, Scaling
from ...models.networks.network import build_network
from ...models.networks.registry import load_card
from ...models.networks.start_weights import Started, read_start, start_from_card, start_from_tensors
from ...models.prediction.scaling import kind_of
from ...models.training.training import Settings
from .dataset import Dataset
from .plan import Plan

WEIGHT_FILES = (".safetensors", ".pt", ".pth", ".bin")
"""Endings of what is a weights file and no card."""


def card_of_start(start: str | None, models_folder: Path | None) -> ModelCard | None:
    """The card that is started from; None where it is a weights file, or nothing."""
    if not start or Path(start).suffix.lower() in WEIGHT_FILES:
        return None
    return load_card(start, models_folder)


def settings_of(plan: Plan) -> Settings:
    """How the loop trains."""
    steps = plan.steps
    return Settings(
        steps=steps.steps,
        batch_size=steps.batch_size,
        crop=steps.crop,
        learning_rate=steps.learning_rate,
        encoder_rate=steps.encoder_rate,
        warm_up=max(1, min(30, steps.steps // 10)),
        averaging=0.98 if steps.steps < 2000 else 0.995,
        positive_share=steps.positive_share,
        missed_weight=steps.missed_weight,
        patience=steps.patience,
        judged=steps.judged,
        fixed_normalisation=steps.fixed_normalisation,
        validate_every=steps.validate_every,
        checkpoint_every=steps.checkpoint_every,
        seed=steps.seed,
        augmentation=plan.augmentation,
    )


def first_card(dataset: Dataset, plan: Plan, **texts: Any) -> ModelCard:
    """The card before there are weights; `texts` are fields that only a person or the result knows."""
    scaling, network = plan.scaling, plan.network
    wanted = tuple(band for band in network.bands if band not in TERRAIN_BANDS)
    if wanted != dataset.bands:
        raise UserError(
            f"The plan reads the bands {', '.join(wanted)} and the images of {dataset.folder} have "
            f"{', '.join(dataset.bands)}, in this order; correct 'bands' in the plan."
        )
    if len(network.bands) > len(wanted) and not dataset.has_terrain:
        raise UserError(
            f"The plan reads bands from a DEM and the training data in {dataset.folder} have none; make them with "
            "--dem, or "
            "take those bands out of the plan."
        )
    terrain = BandRange(tuple(scaling.terrain_low), tuple(scaling.terrain_high)) if scaling.terrain_low else None
    ranges = {kind_of(dataset.dtype): BandRange(tuple(scaling.low), tuple(scaling.high))}
    tile = plan.detection.tile
    usual = {
        "name": "training",
        "title": "In training",
        "description": "",
        "training_data": "not stated",
        "metrics": {},
        "licence": "not stated",
        "citation": "",
        "not_for": "not stated",
        "threshold": 0.5,
    }
    return ModelCard(
        target=dataset.facts["target"],
        architecture=network.architecture,
        encoder=network.encoder,
        decoder_channels=network.decoder_channels,
        bands=tuple(network.bands),
        scaling=Scaling(ranges, tuple(scaling.mean), tuple(scaling.std), terrain),
        ground_resolution_m=float(dataset.facts["resolution_m"]),
        tile_size=int(dataset.facts["patch"]),
        detection_tile=0 if tile == int(dataset.facts["patch"]) else tile,
        overlap=plan.detection.overlap,
        encoder_depth=network.encoder_depth,
        created=date.today().isoformat(),
        **{**usual, **texts},
    )


def network_of_plan(plan: Plan, models_folder: Path | None) -> nn.Module:
    """A new network with the plan's start weights; its random ones are those of the plan's seed."""
    network = plan.network
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(plan.steps.seed)
        built = build_network(
            network.encoder, len(network.bands), network.decoder_channels, network.encoder_depth, network.architecture
        )
    start(built, network.start, models_folder)
    return built


def start(network: nn.Module, source: str, models_folder: Path | None) -> Started | None:
    """Give a network its start weights; None where it has none.

    Raises
    ------
    ModelError
        Where they cannot be used, or are those of another network.
    """
    if not source:
        return None
    card = card_of_start(source, models_folder)
    if card is not None:
        return start_from_card(network, card)
    return start_from_tensors(network, read_start(Path(source)), source)
