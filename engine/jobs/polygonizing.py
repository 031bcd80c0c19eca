"""The `polygonize` command's work: a probability raster becomes candidates in a file or an inventory."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import numpy.typing as npt

from ...inventory.errors import UserError
from ...inventory.imagery import names_in
from ...inventory.model_cards.cards import list_card_titles
from ...inventory.requests.detection import PolygonizeRequest
from ..detection.probability_raster import IMAGERY_TAG
from ..intake.destinations import Destinations
from ..intake.taking_in import tell_of_overlaps, tell_of_replaced
from ..kept.keeper import Keeper
from ..outlines.polygons import OutlineTracer, check_settings, trace_raster
from ..outlines.probability_source import ProbabilitySource, open_probability
from ..runs.run_record import Run, new_run
from ..scene.grid import Grid
from ..second_image.under_outlines import join_images, name_of_image
from ..telling.report import PartOf, Report


def _check(request: PolygonizeRequest) -> None:
    """What can be known to be wrong before the raster is read."""
    if not (request.output or request.inventory):
        raise UserError("Nothing would be kept: give an output file or an inventory.", kind="output")
    check_settings(request.threshold, request.minimum_area, request.fill_holes, request.tolerance)
    Destinations(request.output, request.inventory, request.replace_undecided).check()


def _new_run(request: PolygonizeRequest, raster: ProbabilitySource) -> Run:
    return new_run(
        "polygonize",
        request.input,
        crs=raster.crs,
        extent=raster.bounds,
        model=request.model or raster.tags.get("model", ""),
        model_sha256="" if request.model else raster.tags.get("model_sha256", ""),
        target=_target(request, raster),
        threshold=request.threshold,
        minimum_area=request.minimum_area,
        tolerance=request.tolerance,
        replaces_other_models=request.replace_undecided,
        parameters={"fill_holes": request.fill_holes},
    )


def _target(request: PolygonizeRequest, raster: ProbabilitySource) -> str:
    """What the raster's model finds, as the raster says, else the shipped card of that name; empty where neither."""
    told = "" if request.model else raster.tags.get("target", "")
    model = request.model or raster.tags.get("model", "")
    return told or next((card.target for card in list_card_titles() if card.name == model), "")


def _imagery(request: PolygonizeRequest, raster: ProbabilitySource) -> str:
    """Names of the images under the outlines: all that were searched, as the raster does not say which where.

    Where it names none, its own name stands for them.
    """
    names = names_in(raster.tags.get(IMAGERY_TAG))
    return join_images(*(names or [name_of_image(raster.tags.get("source") or str(request.input))]))


def polygonize_to_files(request: PolygonizeRequest, report: Report) -> dict[str, Any]:
    """Trace a raster's candidates and write them with their run.

    Raises
    ------
    UserError
        See `_check` and `open_probability`. No output is left half-written under its name.
    """
    _check(request)
    with open_probability(request.input) as raster:
        tracer = OutlineTracer(
            raster.transform,
            raster.crs,
            raster.width,
            threshold=request.threshold,
            minimum_area=request.minimum_area,
            fill_holes=request.fill_holes,
            tolerance=request.tolerance,
        )
        run = _new_run(request, raster)
        destinations = Destinations(request.output, request.inventory)
        grid = Grid(raster.transform, raster.width, raster.height, raster.crs)
        ground = destinations.searched_ground(run, grid)
        keeper = None if ground is None else Keeper(raster.transform, raster.width, request.threshold)
        area, imagery = 0.0, _imagery(request, raster)
        with destinations.delivery(run, grid, ground) as delivery:

            def passed(rows: npt.NDArray[Any]) -> None:
                if ground is not None and keeper is not None:
                    ground.add_rows(rows)
                    delivery.keep(keeper.add_rows(rows))

            with delivery.taking(lambda: run):
                for found in trace_raster(raster, tracer, PartOf(report, 0.0, 0.97), passed):
                    area += sum(candidate.area_m2 for candidate in found)
                    delivery.add([replace(candidate, imagery=imagery) for candidate in found])
                delivery.keep([] if keeper is None else keeper.flush())
            taken = delivery.finish()
    tell_of_overlaps(taken, report)
    tell_of_replaced(taken, request.replace_undecided, report)
    if not delivery.count:
        report.warning(
            f"No candidate: nowhere in {request.input} is the probability at least {request.threshold:g} "
            f"over {request.minimum_area:g} square metres; a lower threshold or minimum area may find some."
        )
    return {
        "candidates": delivery.count,
        **({} if request.inventory is None else asdict(taken)),
        "area_m2": round(area, 1),
        "run_id": run.run_id,
        "output": str(request.output) if request.output else None,
        "inventory": str(request.inventory) if request.inventory else None,
    }
