"""What runs on a worker: one block, with a network that stays loaded from one block to the next.

A task gets and gives plain values only (dicts, tuples, texts, bytes), so that nothing of ours must be
importable on the worker when it arrives; `bootstrap` sees to that.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from ...inventory.errors import Cancelled, UserError
from ...inventory.messages import Message
from ...inventory.secrets import scrub
from ...inventory.version import VERSION
from ..telling.report import Report
from .networks import Networks, Share


def do(what: str, *arguments: Any) -> dict[str, Any]:
    """Do one of `_TASKS`; errors are values too.

    Dask would write a task's arguments into its log when it raises, and the address of an image may hold a
    key. An error comes back as ``error`` (kind and sentence), as ``memory`` (which worker has too little) or,
    being ours, as ``fault``.
    """
    _forget_other_installations()
    try:
        return _TASKS[what](*arguments)
    except MemoryError:
        return _out_of_memory()
    except UserError as error:
        return {"error": (error.kind, error.message)}
    except Exception as error:
        if _is_out_of_memory(error):
            return _out_of_memory()
        if type(error).__name__ == "ModelError":
            return {"error": ("model", str(error))}
        return {"fault": scrub(traceback.format_exc())}


@cache
def _forget_other_installations() -> None:
    """GDAL and PROJ of another installation on the worker's machine must not be found by ours.

    Once only: other threads read the environment while they work, and it must not change under them.
    """
    for name in ("PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "GDAL_DRIVER_PATH"):
        os.environ.pop(name, None)


def _out_of_memory() -> dict[str, Any]:
    from distributed import get_worker

    return {"memory": get_worker().address}


_NO_ROOM = ("can't start new thread", "failed to map segment")
"""Errors for want of memory that do not say so: no room for a thread's stack, or for a library."""


def _is_out_of_memory(error: BaseException | None) -> bool:
    from ...models.networks.hardware import out_of_memory

    while error is not None:
        if out_of_memory(error) or any(words in str(error) for words in _NO_ROOM):
            return True
        error = error.__cause__
    return False


def _hardware(version: str, backend: str, device: str, precision: str) -> dict[str, Any]:
    """Device, number format and library that ``auto`` means here."""
    if version != VERSION:
        raise UserError(
            f"The workers have version {VERSION} of this program and you have {version}; install the same.",
            kind="cluster",
        )
    from ...models.prediction.backends import choose_hardware

    return choose_hardware(backend, device, precision)._asdict()


class _Report(Report):
    """Says nothing; ends a block that nobody waits for any more."""

    def __init__(self) -> None:
        from distributed import get_worker

        self._worker = get_worker()
        self._key = self._worker.get_current_task()

    def say(self, message: Message) -> None:
        """Warnings are told once, by the process that asked."""
        task = self._worker.state.tasks.get(self._key)
        if task is None or task.state == "cancelled":
            raise Cancelled


_NETWORKS = Networks()


def _make_network(card: Any, job: dict[str, Any]) -> Any:
    """The run's predictor; in its own thread, in which Dask does not know which worker this is."""
    from ...inventory.environment import networks_folder
    from ...models.prediction.backends import open_predictor

    if job["hardware"][0] == "cuda" and job["local"]:
        # Workers elsewhere see one card each (dask-cuda); ours share those of this computer among them.
        import torch

        torch.cuda.set_device(job["number"] % torch.cuda.device_count())
    device, precision, backend = job["hardware"]
    predictor = open_predictor(
        card, device, precision, job["batch_size"], backend.split()[0], networks_folder(), one_library=True
    )
    if predictor.hardware != (device, precision, backend):
        raise UserError(
            f"The worker {job['worker']} computes in {predictor.precision} by {predictor.backend} and "
            f"another in {precision} by {backend}, and their results would not fit together; install the "
            "same on all of them.",
            kind="cluster",
        )
    return predictor


def _block(job: dict[str, Any], part: tuple[int, ...], mask: Any, batch_size: int | None) -> dict[str, Any]:
    """Compute one block of a scene; see `blocks_on_cluster.job_of` for what a job holds."""
    from distributed import get_worker

    from ...models.networks.registry import load_card
    from ..blocks.blocks import Work, compute_block
    from ..scene.imagery import open_scene
    from ..scene.tiling import Part
    from .masks import unpack

    report = _Report()
    card = load_card(job["model"], Path(job["models_folder"]) if job["models_folder"] else None)
    if card.sha256 != job["sha256"]:
        raise UserError(
            f"The model {card.name} on the worker {get_worker().address} has other weights; copy the card "
            "and its weights there.",
            kind="cluster",
        )
    card = replace(card, mirrored=job["mirrored"])
    ranges = card.scaling.ranges
    with open_scene(job["source"], card.image_bands, job["resolution"], report, ranges=ranges) as scene:
        scene.limit_to_window(*job["window"])
        grid = [*scene.grid.transform[:6], scene.grid.width, scene.grid.height]
        if grid != job["grid"]:
            raise UserError(
                f"The worker {get_worker().address} finds another image at {scene.name}; give a path that "
                "means the same file on every machine.",
                kind="cluster",
            )
        own = {**job, "number": _number(get_worker().name), "worker": get_worker().address}
        # All of the card that its making reads: two cards of the same weights may scale them otherwise.
        of = card, *job["hardware"], job["batch_size"]
        with (
            _NETWORKS.lent(of, job["run"], partial(_make_network, card, own)) as network,
            _filled(scene, job, card, report) as image,
            _ground(scene, job, card, report) as ground,
        ):
            share = Share(network, batch_size)
            work = Work(image, unpack(mask), card.tile, card.overlap, job["run"], ground, card.members > 1)
            result = compute_block(work, Part(*part), share, report)
            size, messages = share.batch_size, [*network.network.messages, *(ground.messages() if ground else [])]
    return {
        "content": result.content,
        "tiles": result.took.tiles,
        "filled": result.took.filled,
        "skipped": result.skipped,
        "batch_size": size,
        "messages": messages,
    }


def _filled(scene: Any, job: dict[str, Any], card: Any, report: Any) -> AbstractContextManager[Any]:
    """The scene, filled from a second image where the job has one."""
    if job["fill"] is None:
        return nullcontext(scene)
    from ..second_image.filled_scene import Recipe
    from ..second_image.second_image import filled_scene

    recipe = Recipe.of(job["filling"])
    return filled_scene(scene, job["fill"], card.image_bands, report, recipe, card.scaling.ranges)


@contextmanager
def _ground(scene: Any, job: dict[str, Any], card: Any, report: Any) -> Iterator[Any]:
    """What the network reads of a DEM; None where it reads none."""
    if job["dem"] is None:
        yield None
        return
    from distributed import get_worker

    from ..terrain_bands.beside import open_ground

    with open_ground(job["dem"], card, scene.grid, report) as ground:
        if ground.place != job["dem_place"]:
            raise UserError(
                f"The worker {get_worker().address} finds another DEM at {scrub(job['dem'])}; give a path that means "
                "the same on every machine.",
                kind="cluster",
            )
        yield ground


def _number(name: Any) -> int:
    """Number of a worker of this computer (their names are 0, 1, 2 ...)."""
    return int(name) if str(name).isdigit() else 0


_TASKS: dict[str, Callable[..., dict[str, Any]]] = {"hardware": _hardware, "block": _block}
