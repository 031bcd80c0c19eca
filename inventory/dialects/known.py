"""Dialects of rock glacier inventories: which of their fields are which of ours, as data.

A dialect that comes later is one more `Dialect` here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..schema import ROCK_GLACIERS

_OURS_ALONE = ("CANDIDATE", "STALE")
"""What says something of one inventory only: a candidate of it, and whether it has computed its attributes."""


@dataclass(frozen=True)
class Dialect:
    """How one community writes an inventory.

    `title` says it for people; `fields` are fields of `rock_glaciers` -> theirs, `telling` those of theirs by which a
    file is known; `values` are field of ours -> what they write -> what we write. Names of fields are compared in
    upper case and cut off as in a shapefile.
    """

    title: str
    fields: Mapping[str, str]
    telling: tuple[str, ...]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


TPROGI = Dialect(
    "the Tibetan Plateau inventory (TPRoGI)",
    {name: name for name in ROCK_GLACIERS.field_names if name not in _OURS_ALONE},
    ("ID", "AREA", "ELE_MEAN", "SLO_MEAN", "ASPECT", "PISR", "MAAT", "MAGT", "AP"),
)
"""Sun et al. 2024, doi:10.5281/zenodo.10732042; its names are those of our schema, and so are those of our exports."""

DIALECTS = (TPROGI,)
"""All that are known, in the order in which they are asked."""


def dialect_of(fields: Iterable[str]) -> Dialect | None:
    """The first dialect whose telling fields are all there; None where it is none of them."""
    there = {name.upper() for name in fields}
    return next((dialect for dialect in DIALECTS if there.issuperset(dialect.telling)), None)
