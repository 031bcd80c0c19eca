"""What is asked of `levels`: outlines of one candidate, or around a place, at every level that was kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .option import MANY, Request, option, required


@dataclass(frozen=True)
class LevelsRequest(Request):
    """Whose outlines; the inventory is only read."""

    COMMAND = "levels"

    inventory: Path = required("the inventory; it is only read", metavar="FILE.gpkg")
    candidate: str | None = option("the candidate's identifier (CANDIDATE_ID)", metavar="ID")
    at: str | None = option("or a place, in degrees on WGS84: what lies around it", metavar="LON,LAT")
    dem: str | None = option(
        "elevations: an edge counts more where the ground bends along it, best of cells up to 15 m (default: as the "
        f"inventory remembers, else the probability alone); {MANY}",
        metavar="FILE",
        several=True,
    )
