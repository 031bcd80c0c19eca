"""What is asked of `export`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..dialects.known import NAMES
from .option import Request, option, required

REFUSE, LEAVE_OUT, INCLUDE = "refuse", "leave-out", "include"
FORMATS = ("shp", "gpkg", "fgb")


@dataclass(frozen=True)
class ExportRequest(Request):
    """An inventory that goes out, in which dialect, and what becomes of what is open."""

    COMMAND = "export"

    inventory: Path = required("the inventory; it is only read", metavar="FILE.gpkg")
    dialect: str = required(
        "whose names, units and codes the files have: the Tibetan Plateau inventory's, those of RGIK's template, as "
        "released by ESA CCI, of Switzerland, or of the global inventory of 2026",
        choices=NAMES,
    )
    name: str | None = option("what the files are called (default: as the inventory's file)", metavar="NAME")
    open_: str = option(
        "what becomes of rock glaciers that are stale, judged no, disputed, doubled or without identifier, and of "
        "candidates that are undecided: refuse tells them and writes nothing, leave-out writes the others, include "
        "writes those rock glaciers too (default: %(default)s)",
        REFUSE,
        choices=(REFUSE, LEAVE_OUT, INCLUDE),
    )
    formats: str | None = option(
        "which files, with commas between (default: all that are usual in the dialect)", words=FORMATS
    )
    output: Path = required("the folder; it is made, and holds all or nothing", metavar="FOLDER")
