"""How well a network finds its target on whole images."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..cards.card import STRIDE, ModelCard
from ..networks.hardware import cpu_has_bfloat16
from ..prediction.scaling import scale
from .augmentation import IGNORED

if TYPE_CHECKING:
    from .training import Sample


def _probabilities(network: nn.Module, images: Tensor) -> Tensor:
    height, width = images.shape[2:]
    padding = (0, -width % STRIDE, 0, -height % STRIDE)
    padded = nn.functional.pad(images, padding, mode="replicate")
    with torch.autocast("cpu", torch.bfloat16, enabled=cpu_has_bfloat16()):
        logits: Tensor = network(padded)
    return logits[:, 0, :height, :width].float().sigmoid()


def predict_whole(network: nn.Module, card: ModelCard, image: NDArray[Any], flips: bool = False) -> NDArray[np.float32]:
    """Probabilities of one image in a single pass (no tiles).

    Parameters
    ----------
    network
        In evaluation mode.
    card
        Says how the image is scaled.
    image
        (bands, h, w) in its own type.
    flips
        Average over the image and its three mirror images: slower, and often a little better.

    Returns
    -------
    numpy.ndarray
        (h, w), float32, 0..1.
    """
    scaled = torch.from_numpy(scale(card, image[None]))
    axes: tuple[tuple[int, ...], ...] = ((), (2,), (3,), (2, 3)) if flips else ((),)
    with torch.inference_mode():
        parts = [_probabilities(network, scaled.flip(chosen)).flip([axis - 1 for axis in chosen]) for chosen in axes]
        return torch.stack(parts).mean(0)[0].numpy()


def counts(probability: NDArray[np.float32], label: NDArray[np.uint8], threshold: float) -> tuple[int, int, int]:
    """True positive, false positive and false negative pixels; ignored ones count nowhere."""
    valid = label != IGNORED
    found, truth = (probability >= threshold) & valid, label == 1
    hit = int((found & truth).sum())
    return hit, int(found.sum()) - hit, int(truth.sum()) - hit


def pooled_counts(
    network: nn.Module, card: ModelCard, samples: Iterable[Sample], flips: bool = False
) -> tuple[int, int, int]:
    """True positive, false positive and false negative pixels of all samples at the card's threshold."""
    network.eval()
    each = [
        counts(predict_whole(network, card, sample.image, flips), sample.label, card.threshold) for sample in samples
    ]
    hit, false, missed = (sum(column) for column in zip(*each, strict=True))
    return hit, false, missed


def intersection_over_union(network: nn.Module, card: ModelCard, samples: Iterable[Sample]) -> float:
    """IoU over the pixels of all samples; 0 where there is neither target nor finding."""
    hit, false, missed = pooled_counts(network, card, samples)
    return hit / max(1, hit + false + missed)
