"""The commands that tell of an inventory in numbers, and beside others."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.statistics import CompareRequest, GridStatisticsRequest, SummariseRequest
from ..telling.report import Report


def grid_statistics(request: GridStatisticsRequest, report: Report) -> dict[str, Any]:
    """Count rock glaciers in cells of equal area, and tell how large, low and steep they are and where they face.

    The cells lie on Lambert's azimuthal equal-area projection around the middle of the markers, so each has the same
    true area, also across 180 degrees and at a pole. Each marker is in one cell; cells without one are not written.
    Beside each mean stands of how many it is (N_...).
    """
    from ..statistics.cells_file import write_grid

    return write_grid(request.input, request.layer, request.cell_size, request.shape, request.output, report)


def summarise(request: SummariseRequest, report: Report) -> dict[str, Any]:
    """Tell of an inventory in tables: whole, by subregion and by other fields of classes.

    Number, total, mean and median area, percentiles of all attributes, shares by the classes of Sun et al. (2024),
    extremes with their identifiers, and aspects by eight sectors with circular mean, resultant length and Rayleigh's
    test. Each figure is of those that have the attribute, and how many these are stands beside it.
    """
    from ..statistics.tables import write_tables

    return write_tables(request.inventory, request.layer, request.by, request.breaks, request.output, report)


def compare(request: CompareRequest, report: Report) -> dict[str, Any]:
    """Lay an inventory beside others of the same ground: what both have, what one has as several, what one has alone.

    Two outlines are of one landform where they share half of the smaller one, by the rule of evaluate and of what is
    added to an inventory; an outline and a marker, where it lies inside. Beside the layer of all outlines stand the
    figures as JSON and a table as text.
    """
    from ..comparison.comparing import compare_files

    return compare_files(
        request.input,
        request.reference,
        request.output,
        report,
        layer=request.layer,
        reference_layer=request.reference_layer,
        area=request.area,
        minimum_iou=request.minimum_iou,
    )
