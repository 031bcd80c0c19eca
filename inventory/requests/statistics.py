"""What is asked of `grid-statistics`, `summarise` and `compare`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .option import Request, option, required

SQUARE, HEXAGON = CELL_SHAPES = ("square", "hexagon")
GROUPED_BY = ("SUBREGION", "PERMAFROST", "OPERATION")
"""Fields by which tables are told where nothing else is asked for, as far as they have values."""


@dataclass(frozen=True)
class GridStatisticsRequest(Request):
    """Of which markers cells are counted, and how large these are."""

    COMMAND = "grid-statistics"

    input: Path = required("an inventory, or any layer of polygons or points", metavar="FILE")
    layer: str | None = option("its layer (default: rock_glaciers, else candidates, else the only one)", metavar="NAME")
    cell_size: float = option(
        "side of a square cell in kilometres (default %(default)g); a hexagon has the same area",
        50.0,
        metavar="KM",
        least=0.01,
        most=2000.0,
    )
    shape: str = option("of the cells (default %(default)s)", SQUARE, choices=CELL_SHAPES)
    output: Path = required(
        "the cells, on an equal-area projection around the middle of the markers", metavar="FILE.gpkg"
    )


@dataclass(frozen=True)
class SummariseRequest(Request):
    """Of what tables are made, and by which fields."""

    COMMAND = "summarise"

    inventory: Path = required("an inventory, or any layer of polygons or points", metavar="FILE")
    layer: str | None = option("its layer (default: rock_glaciers, else candidates, else the only one)", metavar="NAME")
    by: str | None = option(
        f"fields of classes by which tables are told (default: {', '.join(GROUPED_BY)}, where they have values)",
        metavar="FIELD,FIELD",
    )
    breaks: str | None = option(
        "where the classes of a field of numbers end, such as 4000,4500,5000", metavar="NUMBER,NUMBER"
    )
    output: Path = required("folder of the tables (CSV); made if it is not there", metavar="FOLDER")


@dataclass(frozen=True)
class CompareRequest(Request):
    """An inventory, and others of the same ground."""

    COMMAND = "compare"

    input: Path = required("an inventory, or any layer of polygons or markers", metavar="FILE")
    layer: str | None = option("its layer (default: rock_glaciers, else candidates, else the only one)", metavar="NAME")
    reference: str = required(
        "another inventory: outlines, or markers only, as FILE or FILE|LAYER; the option may be repeated",
        metavar="FILE",
        several=True,
    )
    reference_layer: str | None = option("layer of a reference that names none", metavar="NAME")
    area: Path | None = option(
        "polygons; only there is compared (default: where the subregions, or else the hulls, of both overlap)",
        metavar="FILE",
    )
    minimum_iou: float = option(
        "from which IoU two outlines match (default %(default)g)", 0.5, metavar="IOU", least=0.01, most=1.0
    )
    output: Path = required("all outlines of both, and what each is; figures stand beside it", metavar="FILE.gpkg")
