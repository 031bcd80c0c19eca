"""Blocks as tasks of a Dask cluster: workers may die, join and run out of memory."""

from __future__ import annotations

import secrets
import time
from asyncio import CancelledError, run_coroutine_threadsafe
from collections.abc import Iterator
from concurrent.futures import CancelledError as FetchCancelled
from concurrent.futures import Future as Fetching
from concurrent.futures import wait
from dataclasses import dataclass
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import absolute_name
from ...inventory.naming.source_names import absolute_file, with_each
from ...inventory.requests.detection import DetectionRequest
from ...inventory.version import VERSION
from ...models.cards.card import ModelCard
from ...models.prediction.tile_predictor import Hardware
from ..blocks.blocks import Block, BlockResult, Took, Work
from ..scene.mosaic.mosaic import is_mosaic
from ..scene.tiling import tiles_that_touch
from ..second_image.filled_scene import FilledScene
from ..telling.report import Report
from .bootstrap import remote
from .connection import lost
from .masks import pack

if TYPE_CHECKING:
    from distributed import Client, Future

_TRIES = 5
_SECONDS_BETWEEN_COUNTS = 2.0
_SECONDS_BETWEEN_LOOKS = 0.2


def _absolute(path: str) -> str:
    """A path that means the same in another process; addresses stay as they are."""
    return with_each(path, absolute_file) if is_mosaic(path) else absolute_name(path)


def _result_of(values: dict[str, Any]) -> BlockResult:
    """A block's result from the plain values that a worker sent."""
    return BlockResult(values["content"], Took(values["tiles"], values["filled"]), values["skipped"])


Flying = dict[str, tuple["Future", "_Task"]]
"""Tasks that were sent, by Dask's key."""


@dataclass
class _Task:
    """A block on its way: how often it was tried, with at most which batch, and who alone may take it."""

    block: Block
    tries: int = 0
    batch_size: int | None = None
    avoid: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


class BlocksOnCluster:
    """Computes the blocks of one detection.

    Parameters
    ----------
    client
        Of the cluster.
    request, card
        What is asked for.
    batch_size
        Tiles at a time, or None for what fits.
    dem_place
        Where the cells of the DEM lie that the model reads (`Ground.place`); empty where it reads none.
    """

    def __init__(
        self, client: Client, request: DetectionRequest, card: ModelCard, batch_size: int | None, dem_place: list[float]
    ) -> None:
        self._client, self._request, self._card, self._batch_size = client, request, card, batch_size
        self._dem_place = dem_place
        self._remote = remote()
        # Not a `SimpleQueue`: where a signal comes as its time is up, its `get` waits for ever (CPython 3.11).
        self._finished: Queue[Future] = Queue()
        self._fetching: dict[str, Fetching[Any]] = {}  # of results that died with their worker
        self._counted, self._room = 0.0, 0
        self.messages: list[str] = []
        self.hardware = Hardware("", "", "")

    def learn_hardware(self, report: Report) -> Hardware:
        """Ask a worker which device, number format and library it would take; waits for one to join."""
        request = self._request
        future = self._submit("hardware", VERSION, request.backend, request.device, request.precision)
        values = None
        while values is None:
            if self._next(report, "Waiting for a worker") is not None:
                values = self._value(future, report)
        if "killed" in values:
            raise UserError(
                "Workers died before they had computed anything; look into their log, and give them more memory.",
                kind="cluster",
            )
        self.hardware = Hardware(**values)
        return self.hardware

    def make(self, work: Work, blocks: Iterator[Block], report: Report) -> Iterator[tuple[Block, BlockResult]]:
        """Compute blocks; those in flight are bounded by the number of workers."""
        job, flying = self._job(work), Flying()
        more = True
        try:
            while True:
                while more and len(flying) < self._places():
                    block = next(blocks, None)
                    if block is None:
                        more = False
                        break
                    self._send(job, work, _Task(block), flying)
                if not more and not flying:
                    return
                future = self._next(report)
                if future is None:
                    self._send_anew(job, work, flying)
                    continue
                if future.key not in flying:
                    continue
                values = self._value(future, report)
                if values is None:
                    continue
                _, task = flying.pop(future.key)
                if self._failed(values, task):
                    self._send(job, work, task, flying)
                    continue
                yield task.block, _result_of(values)
        finally:
            if flying and self._client.status == "running":
                self._client.cancel([future for future, _ in flying.values()], force=True)

    def _job(self, work: Work) -> dict[str, Any]:
        """What a worker must know of the run, as plain values."""
        request, scene = self._request, work.scene
        folder = request.models_folder
        return {
            "source": _absolute(request.input),
            "fill": None if request.fill is None else _absolute(request.fill),
            "filling": scene.recipe.plain() if isinstance(scene, FilledScene) else None,
            "dem": _absolute(str(request.dem)) if self._dem_place else None,
            "dem_place": self._dem_place,
            "resolution": request.resolution or self._card.ground_resolution_m,
            "window": scene.window,
            "grid": [*scene.grid.transform[:6], scene.grid.width, scene.grid.height],
            "model": _absolute(request.model) if request.model.endswith(".json") else request.model,
            "models_folder": str(folder.absolute()) if folder else None,
            "sha256": self._card.sha256,
            "mirrored": self._card.mirrored,
            "hardware": tuple(self.hardware),
            "batch_size": self._batch_size,
            "local": request.scheduler is None,
            "run": work.run,
        }

    def _send(self, job: dict[str, Any], work: Work, task: _Task, flying: Flying) -> None:
        part, grid = task.block.part, work.scene.grid
        read = tiles_that_touch(grid.height, grid.width, work.tile, work.overlap, part).read
        # Not a mere preference: a worker without memory fails at once, is idle, and takes the task back.
        others = (address for address in self._cores() if address not in task.avoid)
        task.only = tuple(others) if task.avoid else ()
        task.tries += 1
        future = self._submit(
            "block",
            job,
            (part.row, part.column, part.height, part.width),
            pack(work.area, read),
            task.batch_size,
            name=task.block.name,
            workers=list(task.only) or None,
        )
        flying[future.key] = future, task

    def _send_anew(self, job: dict[str, Any], work: Work, flying: Flying) -> None:
        """Send the tasks again whose workers have all gone."""
        if not any(task.only for _, task in flying.values()):
            return
        there = self._cores()
        for key, (future, task) in list(flying.items()):
            if task.only and not any(address in there for address in task.only):
                del flying[key]
                future.cancel()
                self._send(job, work, task, flying)

    def _submit(self, what: str, *arguments: Any, name: str = "", workers: list[str] | None = None) -> Future:
        future = self._client.submit(
            self._remote, what, *arguments, key=f"{name or what}-{secrets.token_hex(6)}", pure=False, workers=workers
        )
        future.add_done_callback(self._finished.put)
        return future

    def _places(self) -> int:
        """Tasks that may be in flight: one that is computed and one that waits for each thread."""
        if time.monotonic() - self._counted > _SECONDS_BETWEEN_COUNTS:
            self._room = 2 * max(1, sum(self._cores().values()))
            self._counted = time.monotonic()
        return self._room

    def _cores(self) -> dict[str, int]:
        """Threads of every worker, by its address."""
        try:
            return dict(self._client.ncores())
        except OSError as error:
            raise lost(self._request.scheduler) from error

    def _next(self, report: Report, message: str = "") -> Future | None:
        """A future that has ended, or None after a moment in which a stop can be heard."""
        try:
            return self._finished.get(timeout=_SECONDS_BETWEEN_LOOKS)
        except Empty:
            self._look(report, message)
            return None

    def _look(self, report: Report, message: str = "") -> None:
        """Hear a stop, and whether the scheduler is still there."""
        report.progress(0.0, message)
        if self._client.status not in ("running", "connecting"):
            raise lost(self._request.scheduler)

    def _value(self, future: Future, report: Report) -> dict[str, Any] | None:
        """What a task gave, `killed` where workers died of it, or its error; None where it is to end again."""
        from distributed.scheduler import KilledWorker

        try:
            values = self._fetched(future, report)
        except KilledWorker as error:
            return {"killed": type(error).__name__}
        except (CancelledError, FetchCancelled, OSError) as error:
            raise lost(self._request.scheduler) from error
        if values is None:
            return None
        if "error" in values:
            kind, message = values["error"]
            raise UserError(message, kind)
        if "fault" in values:
            raise RuntimeError(f"a worker failed:\n{values['fault']}")
        return values

    def _fetched(self, future: Future, report: Report) -> dict[str, Any] | None:
        """What a task sent; None where the worker that held it died: it is computed anew, and then ends again."""
        fetching = self._fetching.pop(future.key, None) or run_coroutine_threadsafe(
            self._client.gather(future, asynchronous=True), self._client.loop.asyncio_loop
        )
        while not wait([fetching], timeout=_SECONDS_BETWEEN_LOOKS).done:
            self._look(report)
            if future.status in ("lost", "pending"):  # Dask fetches it when it has been computed anew
                self._fetching[future.key] = fetching
                fetching.add_done_callback(lambda _: self._finished.put(future))
                return None
        values: dict[str, Any] = fetching.result()
        return values

    def _tell_once(self, messages: list[str]) -> None:
        self.messages += [message for message in messages if message not in self.messages]

    def _failed(self, values: dict[str, Any], task: _Task) -> bool:
        """Whether a block must be tried again, with what `task` then says; else its messages are told."""
        if "killed" in values:  # most often the system, or Dask, ended workers that took too much memory
            trouble, address = f"{values['killed']}: workers died while they computed it", ""
        elif "memory" in values:
            trouble, address = "out of memory", values["memory"]
            self._tell_once([f"The worker {address} ran out of memory: its block was computed elsewhere."])
        else:
            self._tell_once(values["messages"])
            return False
        if task.tries >= _TRIES:
            raise UserError(
                f"The {task.block.name} could not be computed in {_TRIES} tries ({trouble}); give "
                "workers more memory or a smaller batch size.",
                kind="cluster",
            )
        task.batch_size = max(1, (task.batch_size or self._batch_size or 2) // 2)
        task.avoid = (*task.avoid, address) if address else task.avoid
        return True
