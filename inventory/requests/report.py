"""What is asked of the report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .option import MANY, Request, option, required

FIGURE_FORMATS = ("svg", "pdf", "png")
FIGURES = (
    "map",
    "distributions",
    "area-histogram",
    "elevation-histogram",
    "slope-histogram",
    "aspect-rose",
    "maat-histogram",
    "magt-histogram",
    "precipitation-histogram",
    "radiation-histogram",
    "aspect-by-subregion",
    "grid",
    "grid-count",
    "grid-area",
    "grid-elevation",
    "grid-slope",
    "learning",
    "decisions",
    "examples",
    "refined-examples",
    "pace",
    "reviewers",
)
"""Figures that can stand alone."""
EXAMPLE_FIGURES = ("examples", "refined-examples")
"""Those for which images are read."""
CELL_SHAPES = ("square", "hexagon")


@dataclass(frozen=True)
class ReportRequest(Request):
    """A report of an inventory, or one figure of it."""

    COMMAND = "report"
    GROUPS = {"more": "what else is told", "figure": "one figure alone"}

    inventory: Path = required("the inventory, or any layer of polygons or points", metavar="FILE")
    layer: str | None = option("its layer (default: rock_glaciers, else the only one)")
    output: Path = required(
        "the page, as .html; a folder of tables as CSV is written beside it; with --figure: the figure",
        metavar="FILE.html",
    )
    pdf: Path | None = option("the same as PDF", metavar="FILE.pdf")
    title: str = option("title of the report (default: the inventory's)", "")
    authors: str = option("who made the inventory, for how it is cited", "")
    date: str = option("day that the report bears (default: now)", "", metavar="YYYY-MM-DD")
    cell_size: float | None = option(
        "side of the cells of the grid maps, km (default: 50, less where the inventory is of a small area)",
        metavar="KM",
        least=0.01,
        most=2000.0,
    )
    shape: str = option("shape of the cells; a hexagon has the area of the square", "square", choices=CELL_SHAPES)
    compare: str | None = option(
        "another inventory of the same ground, polygons or points, to compare with; the option may be repeated",
        group="more",
        metavar="FILE",
        several=True,
    )
    training: Path | None = option(
        "folder of the training that made the model, for its curves", group="more", metavar="FOLDER"
    )
    subregions: str | None = option(
        f"outlines with names, for the map and the network's scores (default: those of the inventory); {MANY}",
        group="more",
        metavar="FILE",
        several=True,
    )
    dem: Path | None = option("DEM, for shaded relief below the map and the examples", group="more", metavar="FILE")
    image: str | None = option(
        "what lies below the examples (default: the images of the detections, where they are still there): a file, a "
        "folder, a quoted pattern; the option may be repeated",
        group="more",
        metavar="FILE",
        several=True,
    )
    no_imagery: bool = option(
        "no image in the examples: for a report that goes out where the image may not", False, group="more"
    )
    models_folder: Path | None = option(
        "folder of your own models, for what their cards say", group="more", metavar="FOLDER"
    )
    figure: str | None = option("only this figure is written", group="figure", choices=FIGURES, metavar="NAME")
    format: str | None = option(
        "format of the figure (default: by the name of the output)", group="figure", choices=FIGURE_FORMATS
    )
