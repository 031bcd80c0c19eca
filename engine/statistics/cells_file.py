"""Cells as a layer: from a file with an inventory to a file with its cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.errors import UserError
from ..ground.files.vector_names import pyogrio
from ..telling.outputs import check_can_write, check_is_no_input, finished_file
from ..telling.report import Report
from .cells import Cells, grid_statistics
from .table import read_table

LAYER = "cells"
_MEAN_AREA = "AREA_MEAN"
"""AREA alone would be read as the cell's own."""


def write_grid(
    path: Path, layer: str | None, cell_km: float, shape: str, output: Path, report: Report
) -> dict[str, Any]:
    """Count a layer's features in cells and write these; what was found.

    Raises
    ------
    UserError
        The layer cannot be used, there is no such grid, or the output cannot be written.
    """
    if output.suffix.lower() != ".gpkg":
        raise UserError(f"The output {output} must be a GeoPackage; let its name end in .gpkg.", kind="output")
    check_is_no_input(output, [path])
    check_can_write(output)
    report.progress(0.0, "Reading")
    table = read_table(path, layer or "", report=report)
    report.progress(0.6, "Counting")
    cells = grid_statistics(table, cell_km, shape, report)
    report.progress(0.8, "Writing")
    with finished_file(output) as part:
        write_cells(part, cells)
    report.progress(1.0, "Done")
    return {
        "output": str(output),
        "layer": LAYER,
        "cells": len(cells),
        "features": int(cells.number.sum()),
        "without_place": table.number - int(cells.number.sum()),
        "most_in_a_cell": int(cells.number.max()),
        "cell_area_km2": cells.area / 1e6,
    }


def columns_of(cells: Cells) -> dict[str, npt.NDArray[Any]]:
    """Fields of the layer of cells, in their order."""
    columns: dict[str, npt.NDArray[Any]] = {
        "CELL": np.arange(1, len(cells) + 1),
        "COUNT": cells.number,
        "DENSITY": cells.density,
        "AREA_SUM": cells.total_area,
        "COVER": cells.cover,
    }
    for name, mean in cells.means.items():
        columns[_MEAN_AREA if name == "AREA" else name] = mean
        columns[f"N_{name}"] = cells.known[name]
    columns |= {"ASPECT": cells.aspect, "ASP_R": cells.resultant, "ASP_P": cells.p, "N_ASPECT": cells.known["ASPECT"]}
    return columns | {"LON": cells.longitude, "LAT": cells.latitude}


def write_cells(path: Path, cells: Cells) -> None:
    """Write the layer of cells, in their own projection.

    Raises
    ------
    UserError
        It cannot be written.
    """
    columns = columns_of(cells)
    try:
        pyogrio.raw.write(
            path,
            np.asarray(shapely.to_wkb(cells.outlines), dtype=object),
            list(columns.values()),
            list(columns),
            layer=LAYER,
            driver="GPKG",
            geometry_type="Polygon",
            crs=cells.crs.to_wkt(),
            dataset_options={"VERSION": "1.2"},  # of a newer one old GDAL warns
        )
    except (RuntimeError, OSError, ValueError) as error:
        raise UserError(f"The file {path} cannot be written; free some space or choose another.") from error
