"""What is asked of `sample` and `agreement`: what reviewers judge, and how well they agree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..schema import RANDOM, STRATA, SYSTEMATIC
from .option import Request, option, required

WAYS = (RANDOM, SYSTEMATIC)

_many = partial(option, group="many")
_ground = partial(option, group="ground")


@dataclass(frozen=True)
class SampleRequest(Request):
    """A sample that is to be drawn or to grow."""

    COMMAND = "sample"
    GROUPS = {"many": "how many (one of them; default: a share of 0.05)", "ground": "ground, to find what was missed"}

    inventory: Path = required("the inventory; the sample is kept in it", metavar="FILE.gpkg")
    share: float | None = _many("share of the primary markers, 0 to 1", least=0.0, most=1.0)
    number: int | None = _many("number of markers, or of windows; with --extend: how many more", least=1)
    half_width: float | None = _many(
        "as many as it takes to know a share to this, for example 0.03", least=0.001, most=0.49
    )
    by: str | None = option("draw from each of these strata as many as it has of the whole", choices=STRATA)
    design: str = option("at random, or every k-th along a grid (default %(default)s)", RANDOM, choices=WAYS)
    seed: int = option("the same seed draws the same sample (default %(default)s)", 1, least=0)
    reviewers: int = option("how many judge each marker or window (default %(default)s)", 2, least=1)
    subregion: str | None = option("draw only from this one", metavar="NAME")
    extend: str | None = option("draw more into this sample; what it has stays", metavar="SAMPLE")
    person: str | None = option("who draws it", metavar="NAME")
    ground: bool = _ground("draw windows of ground instead of markers; needs --number", False)
    window: float = _ground("side of a window (default %(default)g)", 2000.0, metavar="M", least=10.0)
    area: Path | None = _ground(
        "polygons of the study area (default: the inventory's subregions, else where its runs searched); of windows "
        "that are extended the same as before"
    )


@dataclass(frozen=True)
class AgreementRequest(Request):
    """What reviewers said, and of what is to be told."""

    COMMAND = "agreement"

    inventory: Path = required("the inventory that was reviewed; it is only read", metavar="FILE.gpkg")
    sample: tuple[str, ...] = option("only this sample; may be given several times (default: all)", (), metavar="NAME")
    other: Path | None = option(
        "a copy in which another mapper outlined the same units: how far the outlines differ is told",
        metavar="FILE.gpkg",
    )
    unfinished: bool = option(
        "tell of what is there though decisions are missing: for where nobody goes on judging", False
    )
    disagreements: Path | None = option(
        "a layer of the markers that reviewers do not judge alike, when all are done", metavar="FILE.gpkg"
    )
    output: Path = required("all figures with their intervals; a table is written beside it", metavar="FILE.json")
