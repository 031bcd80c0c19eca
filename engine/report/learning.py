"""How networks learned, from the logs in the folder of a training."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError

Points = npt.NDArray[np.float64]


def curves_in(folder: Path | None) -> list[tuple[str, Points, Points]]:
    """Name of each network, and steps with IoU of patches trained on and of others; none without a folder.

    Raises
    ------
    UserError
        The folder is none of a training.
    """
    if folder is None:
        return []
    logs = sorted(folder.glob("*/log.jsonl"))
    if not logs:
        raise UserError(
            f"{folder} holds no log of a training; give the folder that the command train names in its result."
        )
    return [(log.parent.name, *_points(log)) for log in logs]


def _points(log: Path) -> tuple[Points, Points]:
    found: dict[str, list[tuple[float, float]]] = {"iou_training": [], "iou_validation": []}
    for line in log.read_text("utf-8").splitlines():
        try:
            told = json.loads(line)
        except ValueError:  # its last line, while it is still written
            continue
        for name, points in found.items():
            if isinstance(told, dict) and name in told and "step" in told:
                points.append((float(told["step"]), float(told[name])))
    training, validation = (np.array(points, float).reshape(-1, 2) for points in found.values())
    return training, validation
