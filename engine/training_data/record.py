"""What is kept and told of training data as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ...inventory.messages import Message, Warning_
from ...inventory.requests.training import BY_NAME, NO_SPLIT, TrainingDataRequest
from ..telling.report import Report
from . import layout, writing
from .outlines import FAULTS, REPAIRED, Outlines
from .patches import Written


class Noted(Report):
    """Passes on what is said, and keeps the warnings for the record."""

    def __init__(self, whole: Report) -> None:
        self._whole, self.stop = whole, whole.stop
        self.messages: list[str] = []

    def say(self, message: Message) -> None:
        """Pass it on."""
        if isinstance(message, Warning_) and message.message not in self.messages:
            self.messages.append(message.message)
        self._whole.say(message)


def write_patches(folder: Path, written: Sequence[Written]) -> None:
    """Write the layer of the patches."""
    writing.write_layer(
        folder / layout.PATCHES,
        np.array([None, *(patch.box or shapely.Polygon() for patch in written)], dtype=object)[1:],
        {
            "NAME": [patch.name for patch in written],
            "IMAGE": [patch.image for patch in written],
            "BLOCK": [patch.block for patch in written],
            "FOLD": [patch.fold for patch in written],
            "SIDE": ["validation" if patch.is_held_out else "training" for patch in written],
            "INVENTORY": [patch.inventory for patch in written],
            "SUBREGION": [patch.subregion for patch in written],
            "TARGET": [patch.target for patch in written],
            "BACKGROUND": [patch.background for patch in written],
            "UNKNOWN": [patch.unknown for patch in written],
        },
    )


def request_content(request: TrainingDataRequest, bands: Sequence[str], folds: int) -> dict[str, Any]:
    """What was asked for, as far as it decides on the data."""
    share = 0.0 if request.split == NO_SPLIT else request.held_out
    split_by = {"by": request.split, "folds": folds, "held_out_share": share, "seed": request.seed}
    return {
        "format": layout.FORMAT,
        "target": request.target,
        "bands": list(bands),
        "terrain": request.dem is not None,
        "patch": request.patch,
        "overlap": request.overlap,
        "buffer_m": request.buffer,
        "split": {**split_by, "leaks": True} if request.split == BY_NAME else split_by,
    }


def counts_of(outlines: Outlines | None, written: Sequence[Written]) -> dict[str, Any]:
    """Numbers of outlines and faults, and of patches and pixels."""
    told: dict[str, Any] = {}
    if outlines is not None:
        used = outlines.used
        held = used & outlines.is_target & outlines.is_held_out
        told = {
            "polygons": len(outlines),
            "targets": int((used & outlines.is_target).sum()),
            "negatives": int((used & ~outlines.is_target).sum()),
            "targets_held_out": int(held.sum()),
            "faults": {fault: outlines.fault.count(fault) for fault in FAULTS if fault in outlines.fault},
            "doubts": dict(Counter(filter(None, outlines.doubt))),
            "repaired": sum(REPAIRED in note for note in outlines.note),
        }
    return {
        **told,
        "blocks": len({patch.block for patch in written}),
        "patches": len(written),
        "patches_held_out": sum(patch.is_held_out for patch in written),
        "patches_with_target": sum(patch.target > 0 for patch in written),
        "pixels": {
            "target": sum(patch.target for patch in written),
            "background": sum(patch.background for patch in written),
            "unknown": sum(patch.unknown for patch in written),
        },
    }


def result_of(request: TrainingDataRequest, content: dict[str, Any]) -> dict[str, Any]:
    """What the command tells when it is done."""
    counts = content["counts"]
    return {
        "output": str(request.output),
        "polygons": str(request.output / layout.POLYGONS),
        "patches": str(request.output / layout.PATCHES),
        "targets": counts.get("targets", 0),
        "count": counts["patches"],
        "folds": content["split"]["folds"],
        "counts": counts,
    }
