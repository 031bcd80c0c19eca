"""The rows of `card`: each gives what was measured, and what was seen; small where there is no card."""

from __future__ import annotations

import platform
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rock_glacier_inventory.models.networks import network as networks
from rock_glacier_inventory.models.networks import registry
from rock_glacier_inventory.models.prediction.prediction import Predictor

Line = tuple[str, str]

HAS_CARD = torch.cuda.is_available()
DEVICE = "cuda" if HAS_CARD else "cpu"
SIZE = 4096 if HAS_CARD else 640
TILE, OVERLAP = 480, 160
ROUNDS = 3 if HAS_CARD else 1
STEPS_OF_XCEPTION = 200 if HAS_CARD else 2
CROP_OF_XCEPTION, BATCH_OF_XCEPTION = (480, 8) if HAS_CARD else (64, 2)
ENOUGH_TO_FALL = 5
MIB = 2**20


def _on_few_threads(made: Any = None) -> Any:
    """What is handed over, in a thread that computes alone: without a card, threads that wait would blur all."""
    if not HAS_CARD:
        torch.set_num_threads(1)
    return made


_on_few_threads()


def _precisions() -> list[str]:
    return ["float16", "bfloat16"] if HAS_CARD else ["float32"]


def _wait() -> None:
    if HAS_CARD:
        torch.cuda.synchronize()


def _seconds(work: Callable[[], object]) -> float:
    _wait()
    began = time.perf_counter()
    work()
    _wait()
    return time.perf_counter() - began


def _per_second(count: int, work: Callable[[], object]) -> float:
    return count / _seconds(work)


def _peak() -> Callable[[], str]:
    """Begin to watch memory; what ends it says how much, in words."""
    if HAS_CARD:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        return lambda: f"{torch.cuda.max_memory_reserved() / MIB:.0f} MiB on the card"
    import psutil

    process, over = psutil.Process(), threading.Event()
    before = most = process.memory_info().rss

    def watch() -> None:
        nonlocal most
        while not over.wait(0.02):
            most = max(most, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()

    def told() -> str:
        over.set()
        watcher.join()
        return f"{(most - before) / MIB:.0f} MiB"

    return told


def machine(_folder: Path) -> Iterator[Line]:
    """What it is measured on."""
    torch_here = f"torch {torch.__version__}, Python {platform.python_version()}"
    if not HAS_CARD:
        yield "no NVIDIA card that torch can use: what a processor can do, in a small size", torch_here
        return
    facts = torch.cuda.get_device_properties(0)
    yield "card", f"{facts.name}, {facts.total_memory / MIB:.0f} MiB; {torch_here}, CUDA {torch.version.cuda}"


def _scene(folder: Path) -> Path:
    from scenes import large_scene

    return large_scene(folder, SIZE, SIZE)


def _card_and_network(folder: Path) -> tuple[Any, Any]:
    """Xception71 with random weights on a card; without one the shipped small network."""
    from detect_against_bare_network import xception_card

    card = registry.load_card(str(xception_card(folder))) if HAS_CARD else registry.load_card("simulated-alpine")
    return card, networks.load_network(card)


def _predictor(card: Any, network: Any, device: str, precision: str) -> Any:
    return Predictor(card, device, precision, network=network)


def detected(scene: Path, card: Any, predictor: Any, output: Path) -> int:
    """Search a scene as `detect` does, from reading to a raster of probabilities on disk; how many tiles."""
    from rock_glacier_inventory.engine.detection.detection import Detection
    from rock_glacier_inventory.engine.detection.network_thread import in_one_thread
    from rock_glacier_inventory.engine.detection.probability_raster import probability_raster
    from rock_glacier_inventory.engine.scene.imagery import open_scene
    from rock_glacier_inventory.engine.telling.report import SilentReport

    report, ranges = SilentReport(), card.scaling.ranges
    with (
        open_scene(str(scene), card.image_bands, None, report, ranges=ranges) as image,
        in_one_thread(partial(_on_few_threads, predictor)) as network,
        probability_raster(output, image.grid, {}) as writer,
    ):
        detection = Detection(image, network, TILE, OVERLAP)
        with closing(detection.rows(report)) as finished:
            for rows in finished:
                if not rows.is_pause:
                    writer.add_rows(rows.probability)
        return detection.total


def _mask(path: Path) -> Any:
    import rasterio

    with rasterio.open(path) as dataset:
        values = dataset.read(1)
    return (values >= 127) & (values != 255)


def agreement(folder: Path) -> Iterator[Line]:
    """Masks of the card and of the processor, with the shipped network of the simulated scenes."""
    card = registry.load_card("simulated-alpine")
    scene, network = folder / "simulated-1024-4242" / "scene.tif", networks.load_network(card)
    if not HAS_CARD:
        yield "mask IoU of `detect` by CUDA and by the processor", "no card"
        return
    detected(scene, card, _predictor(card, network, "cpu", "float32"), folder / "cpu.tif")
    processor = _mask(folder / "cpu.tif")
    for precision in ("float32", *_precisions()):
        predictor = _predictor(card, network, "cuda", precision)
        detected(scene, card, predictor, folder / "cuda.tif")
        found = _mask(folder / "cuda.tif")
        iou = (found & processor).sum() / max(1, (found | processor).sum())
        yield f"mask IoU of `detect` by CUDA ({precision}) and by the processor", _heard(f"{iou:.4f}", predictor)


def _heard(seen: str, predictor: Any) -> str:
    """With what a predictor had to tell, such as that it went on with the processor."""
    return "; ".join([seen, *predictor.messages])


def _bare(predictor: Any, card: Any, scene: Path) -> Callable[[], float]:
    """A function that gives tiles per second of the network alone, on batches that are there already."""
    from detect_against_bare_network import tiles_of
    from rock_glacier_inventory.models.prediction.scaling import scale

    tiles, size = tiles_of(scene), predictor.batch_size
    dtype = getattr(torch, predictor.precision)
    ready = [
        torch.from_numpy(scale(card, tiles[at : at + size])).to(DEVICE, dtype, memory_format=torch.channels_last)
        for at in range(0, len(tiles), size)
    ]

    def run() -> None:
        with torch.inference_mode():
            for batch in ready:
                predictor._active(batch)

    run()  # the first one finds out what is fastest
    return partial(_per_second, len(tiles), run)


def pace(folder: Path) -> Iterator[Line]:
    """`detect` from reading to a raster, against the bare network, in turn."""
    from measure import in_turn

    scene = _scene(folder)
    card, network = _card_and_network(folder)
    for precision in _precisions():
        predictor = _predictor(card, network, DEVICE, precision)
        work = partial(detected, scene, card, predictor, folder / "p.tif")
        tiles = work()
        ours = partial(_per_second, tiles, work)
        (own, bare), (ratio,) = in_turn(ours, _bare(predictor, card, scene), rounds=ROUNDS)
        what = f"`detect` against the bare network, {card.encoder}, {SIZE} x {SIZE}, {precision}"
        seen = f"**{ratio:.2f}** ({own:.1f} against {bare:.1f} tiles/s, batches of {predictor.batch_size})"
        yield what, _heard(seen, predictor)


def monai(folder: Path) -> Iterator[Line]:
    """MONAI's sliding window over the same scene, with the same network, in the same number format."""
    import rasterio
    from monai.inferers.utils import sliding_window_inference
    from rock_glacier_inventory.models.prediction.scaling import scale

    scene = _scene(folder)
    card, network = _card_and_network(folder)
    for precision in _precisions():
        predictor = _predictor(card, network, DEVICE, precision)
        dtype = getattr(torch, predictor.precision)
        mine = partial(detected, scene, card, predictor, folder / "p.tif")
        if HAS_CARD:
            mine()  # the first run finds out what is fastest, for both
        told = _peak()
        own, memory = _seconds(mine), told()

        def theirs(predictor: Any = predictor, dtype: Any = dtype) -> None:
            with rasterio.open(scene) as dataset:
                image = torch.from_numpy(scale(card, dataset.read()[None]))
            with torch.inference_mode():
                sliding_window_inference(
                    image.to(DEVICE, dtype),
                    (TILE, TILE),
                    min(predictor.batch_size, 16),
                    lambda tiles: predictor._active(tiles.to(memory_format=torch.channels_last)).float().sigmoid(),
                    overlap=OVERLAP / TILE,
                    mode="gaussian",
                ).cpu()

        told = _peak()
        seconds = _seconds(theirs)
        what = f"MONAI's sliding window, the same network and scene, {precision}, against `detect`"
        yield what, _heard(f"{seconds:.1f} s, {told()}, against {own:.1f} s, {memory}", predictor)


def _samples(folder: Path) -> Any:
    """Patches of the simulated scene, with its outlines as labels."""
    import rasterio
    from rock_glacier_inventory.models.training.samples import Sample

    label = np.load(folder / "label.npy")
    with rasterio.open(folder / "simulated-1024-4242" / "scene.tif") as dataset:
        image = dataset.read()
    starts = (0, 272, 544)
    return [
        Sample(image[:, y : y + TILE, x : x + TILE], label[y : y + TILE, x : x + TILE], f"{y} {x}")
        for y in starts
        for x in starts
    ]


def _settings(steps: int, batch: int, crop: int) -> Any:
    from rock_glacier_inventory.models.training.training import Settings

    return Settings(steps=steps, batch_size=batch, crop=crop, warm_up=min(10, steps), validate_every=10**6)


class _Patches(list[Any]):
    """Samples, and which of them show the target."""

    @property
    def showing(self) -> list[int]:
        return [at for at, sample in enumerate(self) if (sample.label == 1).any()]


def training(folder: Path) -> Iterator[Line]:
    """A step of a training of the shipped cards' network, against a bare loop on ready batches."""
    import training_step
    from measure import in_turn
    from rock_glacier_inventory.models.training.computing import choose_computing

    card, computing = registry.load_card("simulated-alpine"), choose_computing(DEVICE)
    settings = _settings(100, 16 if HAS_CARD else 2, 320 if HAS_CARD else 128)
    training_step.STEPS = 20 if HAS_CARD else 1

    def make() -> Any:
        return networks.build_network(card.encoder, len(card.bands), card.decoder_channels, card.encoder_depth)

    ours, bare, _ = training_step.two_ways(make, card, _Patches(_samples(folder)), settings, computing, folder)
    bare()  # the first one finds out what is fastest
    (step, loop), (ratio,) = in_turn(ours, bare, rounds=ROUNDS)
    seen = f"**{1 / ratio:.2f}** ({step * 1e3:.0f} ms a step against {loop * 1e3:.0f} ms, {computing.precision})"
    yield f"a training step against a bare loop, {card.encoder}, batches of {settings.batch_size}", seen


def xception(folder: Path) -> Iterator[Line]:
    """Xception71 learns: its loss falls."""
    from rock_glacier_inventory.models.training.computing import choose_computing
    from rock_glacier_inventory.models.training.training import Training

    card, computing = registry.load_card("simulated-alpine"), choose_computing(DEVICE)
    settings = _settings(STEPS_OF_XCEPTION, BATCH_OF_XCEPTION, CROP_OF_XCEPTION)
    torch.manual_seed(1)
    network = networks.build_network(networks.DEFAULT_ENCODER, len(card.bands))
    samples, losses = _Patches(_samples(folder)), []
    told = _peak()
    run = Training(network, card, samples, [], settings, folder / "xception", computing, samples.showing, keeps=False)
    seconds = _seconds(lambda: run.run(tell=lambda _step, loss: losses.append(float(loss))))
    some = max(1, len(losses) // 5)
    parts = [float(np.mean(losses[at : at + some])) for at in range(0, len(losses), some)]
    fell = "falls" if parts[-1] < parts[0] else "does NOT fall"
    fell = fell if len(parts) >= ENOUGH_TO_FALL else "too few steps to fall"
    curve = ", ".join(f"{part:.3f}" for part in parts)
    seen = f"{fell}: {curve} ({seconds / len(losses):.2f} s a step, {computing.precision}, {told()})"
    yield (
        f"loss of {networks.DEFAULT_ENCODER} over {len(losses)} steps of {settings.batch_size} x {settings.crop}",
        seen,
    )


def solar(folder: Path) -> Iterator[Line]:
    """A year of radiation, on the processor and on the card."""
    import rasterio
    from rock_glacier_inventory.engine.solar.equations import RadiationOptions
    from rock_glacier_inventory.engine.solar.raster import write_radiation
    from rock_glacier_inventory.engine.telling.report import SilentReport

    with rasterio.open(folder / "simulated-1024-4242" / "dem.tif") as dataset:
        side = 512 if HAS_CARD else 64
        profile = {**dataset.profile, "width": side, "height": side}
        values = dataset.read(window=((0, side), (0, side)))
    with rasterio.open(folder / "dem.tif", "w", **profile) as dataset:
        dataset.write(values)
    found = {}
    for device in ("cpu", "cuda") if HAS_CARD else ("cpu",):
        work = partial(
            write_radiation, folder / "dem.tif", folder / f"{device}.tif", RadiationOptions(), SilentReport(),
            device=device,
        )  # fmt: skip
        work()  # compiles the loops
        seconds = _seconds(work)
        with rasterio.open(folder / f"{device}.tif") as dataset:
            found[device] = dataset.read(1)
        apart = float(np.abs(found[device] - found["cpu"]).max())
        yield (
            f"`solar-radiation`, {side} x {side}, {device}",
            f"{seconds:.2f} s, at most {apart:.3g} kWh/m2 off the CPU",
        )


ROWS: dict[str, Callable[[Path], Iterator[Line]]] = {
    "machine": machine,
    "agreement": agreement,
    "pace": pace,
    "monai": monai,
    "training": training,
    "xception": xception,
    "solar": solar,
}
"""By the names that `card` calls them."""
