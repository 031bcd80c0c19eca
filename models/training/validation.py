"""How well a network finds its target on whole patches."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..cards.card import STRIDE, ModelCard
from .batches import network_input
from .computing import Computing
from .loss import loss_of
from .samples import IGNORED, Sample

ON_PROCESSOR = Computing()


def _logits(network: nn.Module, images: Tensor, computing: Computing) -> Tensor:
    height, width = images.shape[2:]
    padding = (0, -width % STRIDE, 0, -height % STRIDE)
    padded = nn.functional.pad(images, padding, mode="replicate").to(computing.device)
    with computing.mixed():
        logits: Tensor = network(padded)
    return logits[:, 0, :height, :width].float().cpu()


def logits_of(
    network: nn.Module, card: ModelCard, sample: Sample, computing: Computing = ON_PROCESSOR, flips: bool = False
) -> NDArray[np.float32]:
    """Logits of one sample in a single pass (no tiles).

    Parameters
    ----------
    network
        In evaluation mode, on the device of `computing`.
    card
        Says how the sample is scaled.
    sample
        Its label is not read.
    computing
        On which device.
    flips
        Average the probabilities over the image and its three mirror images.

    Returns
    -------
    numpy.ndarray
        (h, w), float32.
    """
    scaled = network_input(card, sample)
    axes: tuple[tuple[int, ...], ...] = ((), (2,), (3,), (2, 3)) if flips else ((),)
    with torch.inference_mode():
        parts = [
            _logits(network, scaled.flip(chosen), computing).flip([axis - 1 for axis in chosen]) for chosen in axes
        ]
        found = parts[0] if len(parts) == 1 else torch.stack(parts).sigmoid().mean(0).logit(eps=1e-7)
        values: NDArray[np.float32] = found[0].numpy()
        return values


def predict_whole(
    network: nn.Module, card: ModelCard, sample: Sample, computing: Computing = ON_PROCESSOR, flips: bool = False
) -> NDArray[np.float32]:
    """Probabilities of one sample, (h, w), float32, 0..1; parameters as of `logits_of`."""
    logits = logits_of(network, card, sample, computing, flips)
    probability: NDArray[np.float32] = torch.from_numpy(logits).sigmoid().numpy()
    return probability


def counts(probability: NDArray[np.float32], label: NDArray[np.uint8], threshold: float) -> tuple[int, int, int]:
    """True positive, false positive and false negative pixels; ignored ones count nowhere."""
    valid = label != IGNORED
    found, truth = (probability >= threshold) & valid, label == 1
    hit = int((found & truth).sum())
    return hit, int(found.sum()) - hit, int(truth.sum()) - hit


def pooled_counts(
    network: nn.Module,
    card: ModelCard,
    samples: Iterable[Sample],
    computing: Computing = ON_PROCESSOR,
    flips: bool = False,
) -> tuple[int, int, int]:
    """True positive, false positive and false negative pixels of all samples at the card's threshold."""
    network.eval()
    each = [
        counts(predict_whole(network, card, sample, computing, flips), sample.label, card.threshold)
        for sample in samples
    ]
    hit, false, missed = (sum(column) for column in zip(*each, strict=True))
    return hit, false, missed


def judge(
    network: nn.Module, card: ModelCard, samples: Iterable[Sample], computing: Computing, missed: float
) -> tuple[float, float]:
    """IoU over the pixels of all samples (0 where there is neither target nor finding), and their mean loss."""
    network.eval()
    hit = false = overlooked = 0
    losses = []
    for sample in samples:
        logits = logits_of(network, card, sample, computing)
        label = torch.tensor(sample.label)[None]  # of its own: what was read may be kept by others, too
        losses.append(float(loss_of(torch.from_numpy(logits)[None], label, missed)))
        found = torch.from_numpy(logits).sigmoid().numpy()
        one = counts(found, sample.label, card.threshold)
        hit, false, overlooked = hit + one[0], false + one[1], overlooked + one[2]
    return hit / max(1, hit + false + overlooked), float(np.mean(losses))
