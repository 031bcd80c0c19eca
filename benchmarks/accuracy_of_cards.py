"""How well the shipped cards find what they look for, through the whole pipeline (detect, then evaluate)."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from measure import ENGINE, ROOT, measure, row
from scenes import simulated

UNSEEN_SEEDS = (9001, 9002, 9003, 9004, 9005, 9006)
SIKKIM = ROOT.parent / "shared" / "data" / "sikkim_scene"


def accuracy(scene: Path, model: str, reference: Path, folder: Path) -> dict[str, Any]:
    """The accuracy record of one scene."""
    candidates, result = folder / "candidates.gpkg", folder / "accuracy.json"
    measure([*ENGINE, "detect", "--input", scene, "--model", model, "--output", candidates])
    measure([*ENGINE, "evaluate", "--input", candidates, "--reference", reference, "--output", result])
    record: dict[str, Any] = json.loads(result.read_text())
    return record["whole"]


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        areas = dict.fromkeys(("true_positive_m2", "false_positive_m2", "false_negative_m2"), 0.0)
        for seed in UNSEEN_SEEDS:
            scene = simulated(folder, 1024, seed)
            whole = accuracy(scene / "scene.tif", "simulated-alpine", scene / "rock_glaciers.gpkg", folder)
            areas = {key: value + whole[key] for key, value in areas.items()}
        found, false, missed = areas.values()
        f1 = 2 * found / (2 * found + false + missed)
        row(f"`simulated-alpine`, F1 by area over {len(UNSEEN_SEEDS)} unseen seeds", ">= 0.85", f"**{f1:.3f}**")
        if SIKKIM.is_dir():
            whole = accuracy(SIKKIM / "rgb_u16.tif", "debris-cover-s2", SIKKIM / "debris_mask.tif", folder)
            seen = f"IoU **{whole['iou']:.3f}**, F1 {whole['f1']:.3f}"
            row("`debris-cover-s2` on the Sikkim scene (never trained on)", "report", seen)
        else:
            row("`debris-cover-s2` on the Sikkim scene", "report", f"real data not found in {SIKKIM.parent}")


if __name__ == "__main__":
    main()
