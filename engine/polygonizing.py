"""The `polygonize` command's work: a probability raster becomes candidates in a file or an inventory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..inventory import geopackage
from ..inventory.errors import UserError
from . import inventory_file
from .candidates import Candidate
from .outputs import check_can_write
from .polygons import OutlineTracer, check_settings, trace_raster
from .probability_source import ProbabilitySource, open_probability
from .report import PartOf, Report


@dataclass(frozen=True)
class PolygonizeRequest:
    """What is asked; the command line's options are these fields."""

    source: Path
    output: Path | None = None
    inventory: Path | None = None
    threshold: float = 0.5
    minimum_area: float = 10_000.0
    fill_holes: float | None = None
    tolerance: float | None = None
    model: str = ""


def _check(request: PolygonizeRequest) -> None:
    """What can be known to be wrong before the raster is read."""
    if not (request.output or request.inventory):
        raise UserError("Nothing would be kept: give an output file or an inventory.", kind="output")
    check_settings(request.threshold, request.minimum_area, request.fill_holes, request.tolerance)
    if request.output is not None:
        check_can_write(request.output)
    if request.inventory is not None:
        with (
            geopackage.connect(request.inventory, write=True) as connection,
            geopackage.transaction(connection),
        ):
            geopackage.check_inventory(connection, request.inventory)


def _new_run(request: PolygonizeRequest, raster: ProbabilitySource) -> inventory_file.Run:
    return inventory_file.new_run(
        "polygonize",
        request.source,
        crs=raster.crs,
        extent=raster.bounds,
        model=request.model or raster.tags.get("model", ""),
        model_sha256="" if request.model else raster.tags.get("model_sha256", ""),
        threshold=request.threshold,
        minimum_area=request.minimum_area,
        tolerance=request.tolerance,
        parameters={"fill_holes": request.fill_holes},
    )


def _copy(found: Path, inventory: Path, run: inventory_file.Run, crs: Any) -> None:
    """Copy candidates that are written into an inventory."""
    from .candidates_file import read_candidates

    try:
        inventory_file.append_candidates(inventory, run, read_candidates(found), crs)
    except UserError as error:
        raise UserError(f"{error.message} The candidates of this run are in {found}.", error.kind) from error


def polygonize_to_files(request: PolygonizeRequest, report: Report) -> dict[str, Any]:
    """Trace a raster's candidates and write them with their run.

    Raises
    ------
    UserError
        See `_check` and `open_probability`. No output is left half-written under its name.
    """
    _check(request)
    with open_probability(request.source) as raster:
        tracer = OutlineTracer(
            raster.transform, raster.crs, raster.width, threshold=request.threshold,
            minimum_area=request.minimum_area, fill_holes=request.fill_holes, tolerance=request.tolerance,
        )  # fmt: skip
        run = _new_run(request, raster)
        area = 0.0

        def candidates() -> Iterator[Candidate]:
            nonlocal area
            for candidate in trace_raster(raster, tracer, PartOf(report, 0.0, 0.97)):
                area += candidate.area_m2
                yield candidate

        if request.output is not None:
            count = inventory_file.write_candidates(request.output, run, candidates(), raster.crs)
            if request.inventory is not None:
                report.progress(0.98, "Adding to the inventory")
                _copy(request.output, request.inventory, run, raster.crs)
        else:
            assert request.inventory is not None  # `_check` has seen to it
            count = inventory_file.append_candidates(request.inventory, run, candidates(), raster.crs)
    report.progress(1.0, f"{count} candidates")
    if not count:
        report.warning(
            f"No candidate: nowhere in {request.source} is the probability at least {request.threshold:g} "
            f"over {request.minimum_area:g} square metres; a lower threshold or minimum area may find some."
        )
    return {
        "candidates": count,
        "area_m2": round(area, 1),
        "run_id": run.run_id,
        "output": str(request.output) if request.output else None,
        "inventory": str(request.inventory) if request.inventory else None,
    }
