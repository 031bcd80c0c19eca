"""Steps of a training, reading, changing and all, against a bare loop of the same network on ready batches.

Both train the same network with the same optimiser on the same batches, in turn; the bare loop has them in memory.
Also: how many windows a second the reading threads make, alone.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measure import ENGINE, ROOT, in_turn, row
from scenes import SEED, simulated

sys.path.insert(0, str(ROOT / ".venv" / "src"))

STEPS, ROUNDS, SIZE = 6, 2, 1024
ENCODER = "tu-tf_efficientnet_lite0"


def training_data(folder: Path) -> Path:
    """Patches of the simulated scene."""
    scene = simulated(folder, SIZE, SEED)
    words = ["--inventory", scene / "rock_glaciers.gpkg", "--image", scene / "scene.tif", "--output", folder / "data"]
    subprocess.run([*ENGINE, "training-data", *map(str, words), "--buffer", "300", "--folds", "2"], check=True)
    return folder / "data"


def plan_of(data: Path, folder: Path) -> Any:
    """The plan that the command proposes, with the encoder of the shipped cards."""
    from rock_glacier_inventory.engine.training.plan import read_plan

    path = folder / "plan.json"
    words = ["--data", str(data), "--encoder", ENCODER, "--device", "cpu", "--output", str(path)]
    subprocess.run([*ENGINE, "plan", *words], check=True, stdout=subprocess.DEVNULL)
    return read_plan(path)


def two_ways(
    network: Callable[[], Any], card: Any, samples: Any, settings: Any, computing: Any, folder: Path
) -> tuple[Callable[[], float], Callable[[], float], Any]:
    """Two functions that give seconds a step, of the training and of a bare loop, and what draws batches.

    Parameters
    ----------
    network
        Makes the network anew.
    card, samples, settings, computing
        As for `Training`.
    folder
        For its files.
    """
    import torch
    from rock_glacier_inventory.models.training.loss import loss_of
    from rock_glacier_inventory.models.training.training import Training, optimiser_of

    def ours() -> float:
        run = Training(network(), card, samples, [], settings, folder / "run", computing, samples.showing, keeps=False)
        moments: list[float] = []
        run.run(until=1 + STEPS, tell=lambda _step, _loss: moments.append(time.monotonic()))
        return (moments[-1] - moments[0]) / STEPS  # the first waits for what later ones find ready

    drawn = Training(network(), card, samples, [], settings, folder / "b", computing, keeps=False)
    ready = [[part.to(computing.device) for part in drawn.draw(step)] for step in range(STEPS)]

    def bare() -> float:
        trained = network().to(computing.device).train()
        optimiser = optimiser_of(trained, settings)
        moments = []
        for images, labels in [ready[0], *ready]:
            with computing.mixed():
                logits = trained(images)[:, 0]
            loss = loss_of(logits.float(), labels, settings.missed_weight)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained.parameters(), 1.0)
            optimiser.step()
            loss.item()  # a card has computed only then
            moments.append(time.monotonic())
        return (moments[-1] - moments[0]) / STEPS

    return ours, bare, drawn


def main() -> None:
    from rock_glacier_inventory.engine.training.building import first_card, network_of_plan, settings_of
    from rock_glacier_inventory.engine.training.dataset import open_dataset
    from rock_glacier_inventory.engine.training.stages import stages_of
    from rock_glacier_inventory.models.training.computing import choose_computing

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = training_data(folder)
        plan, dataset, computing = plan_of(data, folder), open_dataset(data), choose_computing("cpu")
        settings = settings_of(plan)
        samples = dataset.samples(stages_of(dataset, 0)[0].training, False)
        card = first_card(dataset, plan)
        ours, bare, drawn = two_ways(lambda: network_of_plan(plan, None), card, samples, settings, computing, folder)
        (training, loop), (ratio,) = in_turn(ours, bare, rounds=ROUNDS)
        began = time.monotonic()
        windows = sum(len(images) for images, _ in drawn._batches.ahead(0, 8))
        pace = windows / (time.monotonic() - began)
    row(f"training, {ENCODER}: a step against a bare loop on ready batches, rate", ">= 0.90", f"{1 / ratio:.2f}")
    row("- seconds a step, training and bare loop", "", f"{training:.2f}, {loop:.2f}")
    needs = settings.batch_size / loop
    row("- windows a second: made by the reading threads, needed", "more", f"{pace:.0f}, {needs:.1f}")


if __name__ == "__main__":
    main()
