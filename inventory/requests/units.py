"""What is asked of `units`: which outlines are to be parted, and on which DEM."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..schema import CANDIDATES, ROCK_GLACIERS
from .option import MANY, Request, option, required


@dataclass(frozen=True)
class UnitsRequest(Request):
    """Outlines of an inventory for which units are proposed; nothing is written into it."""

    COMMAND = "units"

    inventory: Path = required("the inventory (or a file of candidates); it is only read", metavar="FILE.gpkg")
    layer: str | None = option(
        "whose outlines (default: rock_glaciers, or candidates where the file has only these)",
        choices=(ROCK_GLACIERS.name, CANDIDATES.name),
    )
    feature: str | None = option(
        "only these: identifiers or feature ids, with commas between (default: all)", metavar="ID,ID"
    )
    dem: str | None = option(
        f"elevations, in any projection, best of cells up to 15 m (default: as the inventory remembers); {MANY}",
        metavar="FILE",
        several=True,
    )
    least_strength: float = option(
        "from 0.5 to 1: cuts that are less sure than this are left out (default %(default)g)",
        0.55,
        metavar="SURE",
        least=0.5,
        most=0.99,
    )
    output: Path | None = option(
        "units and cut lines as two layers (default: they are only told, which a program reads)", metavar="FILE.gpkg"
    )
