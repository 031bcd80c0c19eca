"""What training data are, and what is therefore proposed: a plan that a person can read and change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...inventory.errors import UserError
from ...inventory.requests.training import PlanRequest, TrainingChoices
from ...models.cards.card import STRIDE, TERRAIN_BANDS, ModelCard
from ...models.networks.network import DEFAULT_DECODER_CHANNELS, DEFAULT_ENCODER
from ...models.prediction.terrain import terrain_bands
from ...models.training.augmentation import Augmentation
from ...models.training.samples import IGNORED, Sample, spread
from ..telling.report import Report
from ..training_data.layout import TRAINING, VALIDATION
from .building import card_of_start
from .dataset import Dataset, open_dataset
from .measuring import Measured, measure
from .plan import DetectionPlan, NetworkPlan, Plan, ScalingPlan, StepsPlan, check_plan, write_plan
from .stages import stages_of

LOOKED_AT = 200
"""Patches whose values are looked at; more would not change a percentile."""

PERCENTILES = 0.5, 99.5
"""Values of the images that become 0 and 1 (as nnU-Net clips, Isensee et al. 2021, doi:10.1038/s41592-020-01008-z)."""

USUAL_TERRAIN: Mapping[str, tuple[float, float]] = {
    "slope": (0.0, 60.0),
    "relative_elevation": (-150.0, 150.0),
    "curvature": (-0.05, 0.05),
    "hillshade": (0.0, 1.0),
}
"""Values of the bands from a DEM that become 0 and 1: those of any mountains, and not of this ground alone."""

PROPOSED_TERRAIN = ("slope", "relative_elevation", "curvature")
IMAGENET_LITE = (0.498, 0.502)
"""Mean and spread that the lite encoders were trained with."""

EPOCHS, LEAST_STEPS, MOST_STEPS = 60, 400, 40_000
BATCH = 8
JUDGEMENTS, LEAST_JUDGEMENTS = 40, 4
"""Validations in a run, as many points of the curve: so many where they take little of its time, and at the least."""
JUDGED = 24
"""Patches of each of the two sets that one validation looks at."""
SHARE_OF_JUDGING = 1 / 3
"""Time for validations, as a share of that for steps: patches are larger than windows, so judging often is dear."""
PASSES = 3.0
"""Passes forward that a window costs in a step, with its way back; in a validation it costs one."""


def _values(dataset: Dataset, bands: list[str]) -> tuple[NDArray[Any], NDArray[Any], list[Sample]]:
    """Known pixels of some patches (n, bands of the image), those of their terrain, and the patches."""
    terrain = [band for band in bands if band in TERRAIN_BANDS]
    samples = dataset.samples(np.arange(len(dataset)), bool(terrain))
    some = [samples[number] for number in spread(samples, LOOKED_AT)]
    image, ground = [], []
    for sample in some:
        known = sample.label != IGNORED
        image.append(sample.image[:, known][:, ::37].T.astype(float))
        if terrain and sample.terrain is not None:
            ground.append(terrain_bands(sample.terrain, terrain)[:, known][:, ::37].T.astype(float))
    return np.concatenate(image), np.concatenate(ground) if ground else np.zeros((0, len(terrain))), some


def _limits(values: NDArray[Any], dtype: np.dtype[Any]) -> tuple[list[float], list[float]]:
    """Values that become 0 and 1: the whole range of 8 bits, else what the images show."""
    if dtype == np.uint8:
        return [0.0] * values.shape[1], [255.0] * values.shape[1]
    finite = np.where(np.isfinite(values), values, np.nan)
    low, high = np.nanpercentile(finite, PERCENTILES, axis=0)
    high = np.where(high > low, high, low + 1)
    return [float(f"{value:.6g}") for value in low], [float(f"{value:.6g}") for value in high]


def _spread(values: NDArray[Any], low: list[float], high: list[float]) -> tuple[list[float], list[float]]:
    unit = np.clip((values - np.array(low)) / (np.array(high) - np.array(low)), 0, 1)
    mean, std = np.nanmean(unit, axis=0), np.nanstd(unit, axis=0)
    return [round(float(v), 4) for v in mean], [max(0.01, round(float(v), 4)) for v in std]


def scaling_of(dataset: Dataset, bands: list[str], start: ModelCard | None, encoder: str) -> ScalingPlan:
    """How values are scaled: as the start weights learnt it, else by what the images show."""
    image, ground, _ = _values(dataset, bands)
    if not len(image):
        raise UserError(f"The training data in {dataset.folder} have no pixel that somebody looked at.")
    terrain = [band for band in bands if band in TERRAIN_BANDS]
    low, high = _limits(image, dataset.dtype)
    if start is not None and start.image_bands == dataset.bands:
        from ...models.prediction.scaling import kind_of

        if kind_of(dataset.dtype) in start.scaling.ranges:
            limits = start.scaling.ranges[kind_of(dataset.dtype)]
            low, high = list(limits.low), list(limits.high)
    usual = [USUAL_TERRAIN[band] for band in terrain]
    mean, std = _spread(image, low, high)
    if start is not None and start.image_bands == dataset.bands:
        mean, std = list(start.scaling.mean[: len(low)]), list(start.scaling.std[: len(low)])
    elif "efficientnet_lite" in encoder:
        mean, std = [IMAGENET_LITE[0]] * len(low), [IMAGENET_LITE[1]] * len(low)
    lows, highs = [pair[0] for pair in usual], [pair[1] for pair in usual]
    known = _spread(ground, lows, highs) if len(ground) else ([0.5] * len(terrain), [0.25] * len(terrain))
    return ScalingPlan(low, high, lows, highs, mean + known[0], std + known[1])


def _network(dataset: Dataset, choices: TrainingChoices, card: ModelCard | None) -> NetworkPlan:
    terrain = list(PROPOSED_TERRAIN) if dataset.has_terrain else []
    if card is not None:
        if dataset.has_terrain and card.terrain_bands:
            terrain = list(card.terrain_bands)
        for name, wanted, has in (
            ("architecture", choices.architecture, card.architecture),
            ("encoder", choices.encoder, card.encoder),
        ):
            if wanted and wanted != has:
                raise UserError(
                    f"The model {card.name} has the {name} {has}, not {wanted}; leave --{name} out, or start from "
                    "another."
                )
        return NetworkPlan(
            card.architecture,
            card.encoder,
            card.encoder_depth,
            card.decoder_channels,
            [*dataset.bands, *terrain],
            _start(choices),
        )
    return NetworkPlan(
        choices.architecture or "DeepLabV3Plus",
        choices.encoder or DEFAULT_ENCODER,
        5,
        DEFAULT_DECODER_CHANNELS,
        [*dataset.bands, *terrain],
        choices.start or "",
    )


def _start(choices: TrainingChoices) -> str:
    """Start weights, a file by its whole name: the plan may be used from another folder."""
    start = choices.start or ""
    return str(Path(start).absolute()) if start and Path(start).is_file() else start


def _crop(patch: int) -> int:
    """Windows of three fifths of a patch: each step sees other ground, and edges of patches are rarer."""
    return max(64, round(patch * 0.6 / 32) * 32)


def found_in(dataset: Dataset) -> dict[str, Any]:
    """What training data are, in numbers, as a plan tells it; no patch is read."""
    known = dataset.target.sum() + dataset.background.sum()
    sizes = dataset.sizes_m2()
    patch, resolution = int(dataset.facts["patch"]), float(dataset.facts["resolution_m"])
    return {
        "made": dataset.facts.get("created", ""),
        "patches": {
            TRAINING: int((dataset.sides == TRAINING).sum()),
            VALIDATION: int((dataset.sides == VALIDATION).sum()),
            "folds": {str(int(fold)): int((dataset.folds == fold).sum()) for fold in np.unique(dataset.folds)},
            "showing_the_target": int((dataset.target > 0).sum()),
        },
        "blocks_of_ground": len(np.unique(dataset.blocks)),
        "bands": list(dataset.bands),
        "type": dataset.dtype.name,
        "terrain": dataset.has_terrain,
        "resolution_m": resolution,
        "patch_pixels": patch,
        "patch_m": round(patch * resolution, 1),
        "share_of_target": round(float(dataset.target.sum() / max(1, known)), 4),
        "share_known": round(float(known / (len(dataset) * patch * patch)), 4),
        "outlines": len(sizes),
        "outline_km2": {f"{p} %": round(float(np.percentile(sizes, p)) / 1e6, 4) for p in (10, 50, 90)}
        if len(sizes)
        else {},
    }


def _judging(patches: int, judged: int, patch: int) -> int:
    """Pixels that a validation looks at."""
    return 2 * min(judged, patches) * patch**2


def judging_share(dataset: Dataset, steps: StepsPlan) -> float:
    """Time for all validations of a run, as a share of that for its steps."""
    pixels = _judging(len(dataset), steps.judged, int(dataset.facts["patch"]))
    return pixels / (PASSES * steps.batch_size * steps.crop**2 * steps.validate_every)


def _steps(dataset: Dataset, choices: TrainingChoices, started: bool) -> StepsPlan:
    patch = int(dataset.facts["patch"])
    batch = choices.batch_size or min(BATCH, max(2, int((dataset.sides == TRAINING).sum())))
    epochs = EPOCHS // 2 if started else EPOCHS
    steps = choices.steps or int(np.clip(epochs * len(dataset) // batch, LEAST_STEPS, MOST_STEPS))
    crop = _crop(patch)
    dear = ceil(_judging(len(dataset), JUDGED, patch) / (SHARE_OF_JUDGING * PASSES * batch * crop**2))
    every = max(min(5, steps), min(200, steps // JUDGEMENTS), min(dear, steps // LEAST_JUDGEMENTS))
    # nnU-Net draws a third of its patches on the target; here half, as windows without any are most of the ground.
    return StepsPlan(
        steps=steps,
        batch_size=batch,
        parts=1,
        crop=crop,
        learning_rate=1e-3,
        encoder_rate=0.3 if started else 1.0,
        positive_share=0.5,
        missed_weight=0.6,
        validate_every=every,
        checkpoint_every=min(25, every),
        patience=15,
        judged=JUDGED,
        fixed_normalisation=False,
        seed=choices.seed,
    )


def propose(dataset: Dataset, choices: TrainingChoices) -> Plan:
    """A plan for training data, from what they show and what a person chose; nothing is measured yet.

    Raises
    ------
    UserError, ModelError
        Where the data or the choices cannot be used.
    """
    folds = len(np.unique(dataset.folds)) if choices.cross_validate else 0
    stages_of(dataset, folds)
    card = card_of_start(choices.start, choices.models_folder)
    network = _network(dataset, choices, card)
    patch = int(dataset.facts["patch"])
    plan = Plan(
        network=network,
        scaling=scaling_of(dataset, network.bands, card, network.encoder),
        steps=_steps(dataset, choices, bool(choices.start)),
        augmentation=Augmentation(),
        detection=_detection(patch, int(dataset.facts["overlap"])),
        folds=folds,
        device=choices.device,
        found=found_in(dataset),
        why=_why(dataset, network),
    )
    check_plan(plan, f"What was chosen for {dataset.folder}")
    return plan


def _detection(patch: int, overlap: int) -> DetectionPlan:
    """Tiles a third longer than a patch, which share as much as patches do.

    On four simulated scenes that nobody trained on, 640 pixels instead of 480 gave an F1 of 0.908 and not 0.912, in 0.6
    of the time; 960 gave 0.901.
    """
    return DetectionPlan(round(patch * 4 / 3 / STRIDE) * STRIDE, min(overlap or patch // 3, patch // 2))


def _why(dataset: Dataset, network: NetworkPlan) -> list[str]:
    known = dataset.target.sum() + dataset.background.sum()
    share = float(dataset.target.sum() / max(1, known))
    lines = [f"{share:.1%} of the known ground is {dataset.facts['target']}; half of the windows are drawn on it."]
    if not network.start:
        lines.append(
            "Training begins with random weights; start weights (--start) need fewer outlines and a tenth of the time."
        )
    sizes = dataset.sizes_m2()
    if len(sizes):
        side = float(np.sqrt(np.percentile(sizes, 90))) / float(dataset.facts["resolution_m"])
        if side > 0.5 * int(dataset.facts["patch"]):
            lines.append(
                f"One outline in ten is longer than {side:.0f} pixels, half a patch; larger patches or a coarser "
                "resolution "
                "would show it with its surroundings."
            )
    return lines


def plan(request: PlanRequest, report: Report) -> dict[str, Any]:
    """Look at training data, measure a step on this machine, and write the plan."""
    dataset = open_dataset(request.data)
    proposed = propose(dataset, request)
    report.progress(0.3, "Measuring a step ...")
    measured = measure(dataset, proposed, request.models_folder, report)
    found = with_estimate(dataset, proposed, measured)
    write_plan(request.output, found)
    return {"plan": str(request.output), "table": describe(found), **found.estimate}


def with_estimate(dataset: Dataset, proposed: Plan, measured: Measured) -> Plan:
    """The plan with what was measured: parts of a batch, time (with that of the validations) and memory."""
    networks = max(1, proposed.folds)
    hours = measured.seconds_a_step * proposed.steps.steps * networks / 3600
    hours *= 1 + judging_share(dataset, proposed.steps)
    estimate = {**measured.content, "networks": networks, "hours": round(hours, 2)}
    steps = replace(proposed.steps, parts=measured.parts)
    return replace(proposed, steps=steps, estimate=estimate, why=[*proposed.why, *measured.why])


def describe(found: Plan) -> str:
    """The plan in a few lines."""
    about, network, steps, estimate = found.found, found.network, found.steps, found.estimate
    patches = about["patches"]
    rows = {
        "data": f"{patches[TRAINING]} patches to train, {patches[VALIDATION]} to judge, in {about['blocks_of_ground']} "
        f"blocks of ground, {about['patch_pixels']} pixels of {about['resolution_m']:g} m",
        "target": f"{about['share_of_target']:.1%} of the known ground, which is {about['share_known']:.0%} of all",
        "network": f"{network.architecture}, {network.encoder}, bands {', '.join(network.bands)}",
        "starts": f"from {network.start}" if network.start else "with random weights",
        "training": f"{steps.steps} steps of {steps.batch_size} windows of {steps.crop} pixels"
        + (f", for each of {found.folds} folds" if found.folds else ""),
        "computes": f"on {estimate['device']} in {estimate['precision']}, {estimate['seconds_a_step']:g} s a step, "
        f"about {estimate['hours']:g} hours, {estimate['memory_gib']:g} GiB",
    }
    return "\n".join([*(f"{key:<9}{value}" for key, value in rows.items()), *(f"- {line}" for line in found.why)])
