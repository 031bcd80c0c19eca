"""What training makes small."""

from __future__ import annotations

from torch import Tensor, nn

from .samples import IGNORED


def loss_of(logits: Tensor, label: Tensor, missed: float) -> Tensor:
    """Binary cross-entropy plus the Tversky loss over the batch.

    The latter weighs what is missed against what is falsely found (Salehi et al. 2017,
    doi:10.1007/978-3-319-67389-9_44); with equal weights it is the Dice loss.

    Parameters
    ----------
    logits
        (n, h, w), float32.
    label
        (n, h, w): 0, 1 or `IGNORED`, which counts nowhere.
    missed
        Weight of a missed pixel, the rest to 1 being that of a false one.
    """
    counts = (label != IGNORED).float()
    truth = (label == 1).float()
    entropy = nn.functional.binary_cross_entropy_with_logits(logits, truth, reduction="none")
    probability = logits.sigmoid() * counts
    hit = (probability * truth).sum()
    errors = missed * (truth.sum() - hit) + (1 - missed) * (probability.sum() - hit)
    return (entropy * counts).sum() / counts.sum().clamp(min=1) + 1 - (hit + 1) / (hit + errors + 1)
