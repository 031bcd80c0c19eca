"""Pictures of a training: its curves, as in Fig. 3a of the method, and how far its probabilities can be believed.

Plain SVG: it is drawn anew at each judgement, and QGIS shows it while it grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...models.cards.weights_file import write_atomically
from ...models.training.checkpoints import read_log
from ...models.training.scores import Verdict, bins_of
from ..telling.diagrams import BLUE, GREY, ORANGE, PALE, Line, Panel, picture_of


def _write(path: Path, panels: Sequence[Panel]) -> None:
    write_atomically(path, picture_of(panels).encode("utf-8"))


def _points(lines: Sequence[dict[str, float]], name: str) -> NDArray[np.float64]:
    found = [(line["step"], line[name]) for line in lines if name in line]
    return np.array(found, float).reshape(-1, 2)


def curves_of(folder: Path) -> dict[str, list[dict[str, float]]]:
    """The log's lines of each network of a training, by its name."""
    return {path.parent.name: read_log(path) for path in sorted(folder.glob("*/log.jsonl"))}


def draw_curves(folder: Path, path: Path) -> None:
    """Draw loss and IoU of a training's networks against the steps; nothing where there is nothing yet."""
    each = curves_of(folder)
    loss, iou = [], []
    for number, lines in enumerate(each.values()):
        loss += _pair(lines, "loss", named=number == 0)
        iou += _pair(lines, "iou", named=number == 0)
    steps = max((points.points[:, 0].max() for points in [*loss, *iou]), default=0)
    if not steps:
        return
    highest = max(line.points[:, 1].max() for line in loss) if loss else 1.0
    _write(
        path,
        [
            Panel("Loss", "step", (0, steps), (0, max(0.1, highest)), loss),
            Panel("IoU", "step", (0, steps), (0, 1), iou),
        ],
    )


def _pair(lines: Sequence[dict[str, float]], figure: str, named: bool) -> list[Line]:
    """Curves of the patches that are trained on and of others; only the first network's have names."""
    pairs = (("training", "patches trained on", BLUE, False), ("validation", "patches not trained on", ORANGE, True))
    found = []
    for which, title, colour, dashed in pairs:
        points = _points(lines, f"{figure}_{which}")
        if len(points):
            found.append(Line(title if named else "", points, colour, dashed))
    return found


def draw_reliability(verdict: Verdict, path: Path) -> None:
    """Draw the share that is target against the probability, on the ground that judged; of several folds also each."""
    bins = bins_of(verdict.tables)
    right = Line("as it should be", np.array([[0.0, 0.0], [1.0, 1.0]]), GREY, dashed=True)
    found = Line("as it is", bins[:, :2], BLUE, dots=True)
    weights = bins[:, 2] / bins[:, 2].sum()
    logarithm = np.stack([bins[:, 0], np.log10(np.maximum(weights, 1e-6)) / 6 + 1], axis=1)
    pixels = Line("pixels (0: one in a million, 1: all)", logarithm, ORANGE, dashed=True)
    folds = [bins_of(part.tables)[:, :2] for part in verdict.parts] if len(verdict.parts) > 1 else []
    each = [Line("" if number else "each fold alone", points, PALE) for number, points in enumerate(folds)]
    title = f"Reliability, expected calibration error {verdict.error:.3f}"
    _write(path, [Panel(title, "probability", (0, 1), (0, 1), [right, found, pixels, *each])])
