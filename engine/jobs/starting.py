"""The ways to run a detection: all of a scene at once, in blocks, or in blocks on many machines."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from ...inventory.environment import networks_folder
from ...inventory.requests.detection import DetectionRequest
from ...models.cards.card import ModelCard
from ...models.prediction.backends import open_predictor
from ...models.prediction.tile_predictor import Hardware, TilePredictor
from ..blocks.blocked_detection import BlockedDetection, make_here
from ..blocks.blocks import Work
from ..blocks.ledger import Ledger, open_ledger, read_facts, run_word, temporary_ledger
from ..detection.detection import Detection, Rows
from ..detection.kept_network import kept_or_new
from ..detection.network_thread import InOneThread
from ..detection.row_reader import Tally
from ..limits.limits import Limits
from ..scene.imagery import Scene
from ..telling.report import Report
from ..terrain_bands.beside import Ground
from .ledger_facts import facts_of


@dataclass(frozen=True)
class Running:
    """A detection that is ready to give its rows, and what it says of itself.

    `hardware` gives device, number format and library, `messages` what a person should know, `blocks` what
    a summary says of blocks; all three are final when the rows have ended.
    """

    rows: Callable[[Report], Generator[Rows, None, None]]
    tally: Tally
    hardware: Callable[[], Hardware]
    messages: Callable[[], list[str]]
    blocks: Callable[[], dict[str, Any]] = dict


@contextmanager
def start_detection(
    request: DetectionRequest, card: ModelCard, scene: Scene, area: Limits | None, ground: Ground | None, report: Report
) -> Iterator[Running]:
    """Load the network, here or elsewhere, and have everything ready for the first tile.

    Raises
    ------
    UserError, ModelError
        The ledger is another run's or in use, the device is not there, the scheduler does not answer.
    """
    batch_size = request.batch_size
    if request.ledger is not None and batch_size is None:
        batch_size = (read_facts(request.ledger) or {}).get("batch_size")
    if request.workers is not None or request.scheduler is not None:
        with _on_cluster(request, card, scene, area, ground, batch_size, report) as running:
            yield running
        return
    with _network(request, card, batch_size, report) as network:
        predictor = network.network

        def hardware() -> Hardware:
            return predictor.hardware

        def messages() -> list[str]:
            return [*predictor.messages, *(ground.messages() if ground else [])]

        if request.ledger is None:
            detection = Detection(scene, network, card.tile, card.overlap, area, ground=ground)
            yield Running(detection.rows, detection.tally, hardware, messages)
            return
        with _ledger(request, card, scene, area, ground, hardware(), predictor.batch_size) as (work, ledger):
            blocked = BlockedDetection(work, _side(request, card), ledger, make_here(work, network))
            yield Running(blocked.rows, blocked.tally, hardware, messages, blocked.summary)


@contextmanager
def _on_cluster(
    request: DetectionRequest,
    card: ModelCard,
    scene: Scene,
    area: Limits | None,
    ground: Ground | None,
    batch_size: int | None,
    report: Report,
) -> Iterator[Running]:
    # Imported only here: Dask is for those who ask for it.
    from ..cluster.blocks_on_cluster import BlocksOnCluster
    from ..cluster.connection import connected

    with ExitStack() as stack:
        report.progress(0.0, "Starting the workers" if request.workers else "Calling the scheduler")
        client = stack.enter_context(connected(request.workers, request.scheduler))
        cluster = BlocksOnCluster(client, request, card, batch_size, ground.place if ground else [])
        hardware = cluster.learn_hardware(report)
        opened = _ledger(request, card, scene, area, ground, hardware, batch_size)
        work, ledger = stack.enter_context(opened)
        blocked = BlockedDetection(work, _side(request, card), ledger, partial(cluster.make, work))
        yield Running(blocked.rows, blocked.tally, lambda: hardware, lambda: cluster.messages, blocked.summary)


def _side(request: DetectionRequest, card: ModelCard) -> int:
    """Side of a block in pixels."""
    return request.block_strides * (card.tile - card.overlap)


@contextmanager
def _ledger(
    request: DetectionRequest,
    card: ModelCard,
    scene: Scene,
    area: Limits | None,
    ground: Ground | None,
    hardware: Hardware,
    batch_size: int | None,
) -> Iterator[tuple[Work, Ledger]]:
    """The ledger that was asked for, else one for this run only; and what its blocks need."""
    facts = facts_of(request, card, scene, area, ground, _side(request, card), hardware)
    work = Work(scene, area, card.tile, card.overlap, run_word(facts), ground, card.members > 1)
    with ExitStack() as stack:
        if request.ledger is None:
            ledger = stack.enter_context(temporary_ledger(facts))
        else:
            opened = open_ledger(request.ledger, facts, batch_size, request.discard_ledger)
            ledger = stack.enter_context(opened)
        yield work, ledger


@contextmanager
def _network(
    request: DetectionRequest, card: ModelCard, batch_size: int | None, report: Report
) -> Iterator[InOneThread[TilePredictor]]:
    with ExitStack() as stack:
        with report.stops_at_once():
            # Made only now, because torch takes seconds to load: a mistyped path is told at once.
            make = partial(
                open_predictor, card, request.device, request.precision, batch_size, request.backend, networks_folder()
            )
            of = (card, request.device, request.precision, batch_size, request.backend)
            network = stack.enter_context(kept_or_new(of, make))
        yield network
