"""What is asked of `check`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .option import Request, option, required


@dataclass(frozen=True)
class CheckRequest(Request):
    """An inventory or a published file that is looked through; it is only read."""

    COMMAND = "check"

    input: str = required(
        "an inventory, of any schema version, or published outlines or markers of any vector format; outlines and "
        "markers in files of their own with ; between, in one folder, or the option repeated",
        metavar="FILE",
        several=True,
    )
    layer: str | None = option("the layer with outlines, where a file has several", metavar="NAME")
    markers: str | None = option("the layer with primary markers, where a file has several", metavar="NAME")
    output: Path | None = option("what was found, as layers of points and outlines", metavar="FILE.gpkg")
