"""The main job: a scene becomes candidate polygons in a file or an inventory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ...inventory.imagery import source_name
from ...inventory.naming.source_names import names_in
from ...inventory.requests.detection import AS_THE_CARD_SAYS, DetectionRequest
from ...inventory.secrets import scrub
from ...models.cards.card import ModelCard
from ...models.networks.registry import load_card
from ..detection.detection import Rows
from ..detection.probability_raster import IMAGERY_TAG, RowWriter, probability_raster
from ..intake.delivery import Delivery
from ..intake.destinations import Destinations
from ..intake.searched_ground import SearchedGround
from ..intake.taking_in import tell_of_overlaps, tell_of_replaced
from ..kept.blocks import Block
from ..kept.keeper import Keeper
from ..limits.limits import Limits, open_limits
from ..outlines.candidates import Candidate
from ..outlines.polygons import OutlineTracer
from ..runs.run_record import Run, new_run
from ..scene.arriving import Arrival
from ..scene.grid import Grid, parse_extent
from ..scene.imagery import Scene, open_scene
from ..second_image.filled_scene import filled_areas, words_of_filling
from ..second_image.second_image import filled_scene
from ..second_image.under_outlines import Imagery, name_of_image
from ..telling.report import PartOf, Report, SilentReport
from ..terrain_bands.beside import Ground, open_ground
from .checking import check, check_dem, check_disagreement
from .starting import Running, start_detection


@contextmanager
def _open(
    request: DetectionRequest, card: ModelCard, report: Report
) -> Iterator[tuple[Scene, Limits | None, Ground | None]]:
    """The scene, limited to the extent and the area asked for; what limits it inside, and the ground beside it."""
    resolution = request.resolution or card.ground_resolution_m
    arrival = None if request.arrival is None else Arrival(request.arrival)
    ranges = card.scaling.ranges
    with open_scene(request.input, card.image_bands, resolution, report, arrival, ranges) as scene:
        if arrival is not None:
            scene.name = Path(scene.name).stem  # the file is gone afterwards, and is called after the basemap
        if request.extent is not None:
            scene.limit_to(parse_extent(request.extent, request.extent_crs, scene.grid))
        # A DEM that serves for both is opened twice, and told once.
        quietly = SilentReport() if card.terrain_bands else report
        with open_limits(request, scene, quietly) as limits, _ground(request, card, scene, report) as ground:
            if request.fill is None:
                yield scene, limits, ground
                return
            with filled_scene(scene, request.fill, card.image_bands, report, ranges=ranges) as filled:
                yield filled, limits, ground


@contextmanager
def _ground(request: DetectionRequest, card: ModelCard, scene: Scene, report: Report) -> Iterator[Ground | None]:
    if not card.terrain_bands or request.dem is None:
        yield None
        return
    with open_ground(request.dem, card, scene.grid, report) as ground:
        yield ground


def _tracer(request: DetectionRequest, threshold: float, grid: Grid) -> OutlineTracer:
    return OutlineTracer(
        grid.transform,
        grid.crs,
        grid.width,
        threshold=threshold,
        minimum_area=request.minimum_area,
        fill_holes=request.fill_holes,
        tolerance=request.tolerance,
    )


def _imagery(request: DetectionRequest, scene: Scene) -> Imagery:
    name = request.image_name.strip() if request.image_name else name_of_image(scene.name)
    return Imagery(scene, source_name(name), name_of_image(request.fill) if request.fill else "")


@dataclass(frozen=True)
class _Takers:
    """Who is told of finished rows and of the candidates that are closed with them."""

    tracer: OutlineTracer
    imagery: Imagery
    writer: RowWriter | None
    disagreement: RowWriter | None
    ground: SearchedGround | None
    keeper: Keeper | None
    as_found: bool
    delivery: Delivery

    def take(self, detection: Running, report: Report) -> None:
        """Run the detection; rows go to the raster as they are finished, polygons out as they are closed."""
        # The rows are closed before the scene is, whatever has failed: a thread reads that.
        with closing(detection.rows(report)) as finished:
            for rows in finished:
                if rows.is_pause:
                    self.delivery.pause()
                else:
                    self._add_rows(rows)
        self._deliver(self.tracer.finish(), [] if self.keeper is None else self.keeper.flush())

    def _add_rows(self, rows: Rows) -> None:
        if self.writer is not None:
            self.writer.add_rows(rows.probability)
        if self.disagreement is not None:
            self.disagreement.add_rows(rows.bands(2)[1])
        if self.ground is not None:
            self.ground.add_rows(rows.probability)
        blocks = [] if self.keeper is None else self.keeper.add_rows(rows.probability)
        found = self.tracer.add_rows(rows.probability, rows.spread)
        if found and self.as_found and self.keeper is not None:
            blocks += self.keeper.flush()  # whoever reviews them now wants to see them grow
        self._deliver(found, blocks)

    def _deliver(self, found: list[Candidate], blocks: list[Block]) -> None:
        self.delivery.keep(blocks)
        self.delivery.add(self.imagery.noted(found))


def _new_run(request: DetectionRequest, card: ModelCard, scene: Scene, ground: Ground | None, threshold: float) -> Run:
    """What is needed to repeat the run."""
    return new_run(
        "detect",
        scene.name,
        crs=scene.grid.crs,
        extent=scene.grid.bounds,
        model=card.name,
        model_sha256=card.sha256,
        target=card.target,
        resolution=round(sum(scene.ground_resolution_m) / 2, 6),
        threshold=threshold,
        minimum_area=request.minimum_area,
        tolerance=request.tolerance,
        replaces_other_models=request.replace_undecided,
        parameters={
            "resampled": scene.resampled,
            "image": None if request.image_note is None else scrub(request.image_note),
            "tile_size": card.tile,
            "overlap": card.overlap,
            "mirrored": card.mirrored,
            "fill_holes": request.fill_holes,
            "fill": None if request.fill is None else scrub(request.fill),
            "area": request.area.name if request.area else None,
            "dem": ", ".join(Path(name).name for name in names_in(request.dem)) if request.dem else None,
            **(ground.record if ground is not None else {}),
            "elevation": request.elevation,
            "slope": request.slope,
        },
    )


def _card(request: DetectionRequest) -> ModelCard:
    """The card that was asked for; whether copies are averaged is what was asked for, else what it says itself."""
    card = load_card(request.model, request.models_folder)
    if request.mirrored != AS_THE_CARD_SAYS:
        card = replace(card, mirrored=request.mirrored == "yes")
    if request.arrival is not None and card.tile > card.tile_size:
        # A basemap arrives by some hundred rows: with smaller tiles there are candidates to review sooner.
        card = replace(card, detection_tile=0, mirrored_tile=0)
    return card


def detect(request: DetectionRequest, report: Report) -> dict[str, Any]:
    """Run one detection from image to candidates.

    Returns
    -------
    dict
        Paths of what was written, number of candidates, and how the run went.

    Raises
    ------
    UserError, ModelError
        See `check`, `open_scene`, `load_card` and `start_detection`. Whatever happens, no output is left
        half-written under its name; where only the inventory cannot take the candidates at the end, they
        are kept in a file beside it, which the message names.
    """
    check(request)
    destinations = Destinations(request.output, request.inventory)
    report.progress(0.0, "Reading the model")
    card = _card(request)
    check_dem(request, card)
    check_disagreement(request, card)
    threshold = card.threshold if request.threshold is None else request.threshold
    with ExitStack() as stack:
        scene, limits, ground = stack.enter_context(_open(request, card, report))
        detection = stack.enter_context(start_detection(request, card, scene, limits, ground, report))
        begun = _on_hardware(_new_run(request, card, scene, ground, threshold), detection)
        searched = destinations.searched_ground(begun, scene.grid)
        tracer, imagery = _tracer(request, threshold, scene.grid), _imagery(request, scene)

        def ended() -> Run:
            return _with_what_it_took(begun, request, detection)

        keeper = None if searched is None else Keeper(scene.grid.transform, scene.grid.width, threshold)
        told = report if request.as_found else None
        with destinations.delivery(begun, scene.grid, searched, told) as delivery:
            with _writers(request, card, scene, begun, imagery) as writers, delivery.taking(ended):
                takers = _Takers(tracer, imagery, *writers, searched, keeper, request.as_found, delivery)
                takers.take(detection, PartOf(report, 0.0, 0.98))
            taken = delivery.finish()
        for message in [*detection.messages(), *(limits.messages() if limits else [])]:
            report.warning(message)
    tell_of_overlaps(taken, report)
    tell_of_replaced(taken, request.replace_undecided, report)
    if request.fill is not None:
        report.progress(None, words_of_filling(detection.tally.filled, scrub(request.fill)))
    if not delivery.count:
        report.warning(
            f"No candidate: nowhere in {scene.name} is the probability at least {threshold:g} over "
            f"{request.minimum_area:g} square metres; a lower threshold or minimum area may find some."
        )
    summary = _summary(request, ended(), delivery.count, detection, scene)
    return summary if request.inventory is None else {**summary, **asdict(taken)}


def _on_hardware(run: Run, detection: Running) -> Run:
    device, precision, backend = detection.hardware()
    return replace(run, device=device, precision=precision, parameters={**run.parameters, "backend": backend})


def _with_what_it_took(run: Run, request: DetectionRequest, detection: Running) -> Run:
    """The run's record when its rows have ended."""
    run = _on_hardware(run, detection)
    filled = {} if request.fill is None else filled_areas(detection.tally.filled)
    took = {"tiles": detection.tally.tiles, **detection.blocks(), **filled}
    return replace(run, parameters={**run.parameters, **took})


@contextmanager
def _writers(
    request: DetectionRequest, card: ModelCard, scene: Scene, run: Run, imagery: Imagery
) -> Iterator[tuple[RowWriter | None, RowWriter | None]]:
    """Writers of the rasters that are wanted: probability, and how far the card's networks disagree."""
    tags = {
        "model": card.name,
        "model_sha256": card.sha256,
        "target": card.target,
        "source": scene.name,
        "run": run.run_id,
        IMAGERY_TAG: imagery.names,
    }
    with ExitStack() as stack:

        def writer(path: Path | None, describes: str) -> RowWriter | None:
            return None if path is None else stack.enter_context(probability_raster(path, scene.grid, tags, describes))

        yield writer(request.probability, "probability"), writer(request.disagreement, "disagreement")


def _summary(request: DetectionRequest, run: Run, count: int, detection: Running, scene: Scene) -> dict[str, Any]:
    tally = detection.tally
    return {
        "candidates": count,
        "run_id": run.run_id,
        "output": str(request.output) if request.output else None,
        "probability": str(request.probability) if request.probability else None,
        "disagreement": str(request.disagreement) if request.disagreement else None,
        "inventory": str(request.inventory) if request.inventory else None,
        "tiles": tally.tiles,
        "tiles_without_data": tally.skipped,
        "tiles_per_second": round(tally.tiles / max(tally.seconds, 1e-9), 3),
        "seconds": run.seconds,
        "device": run.device,
        "precision": run.precision,
        "backend": run.parameters["backend"],
        "ground_resolution_m": [round(size, 4) for size in scene.ground_resolution_m],
        **detection.blocks(),
        **({} if request.fill is None else filled_areas(tally.filled)),
    }
