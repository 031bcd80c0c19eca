"""The outlines that are given, with what is known of each: where they go, and why they are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..ground.geodesy import LONGITUDE_LATITUDE, ellipsoidal_areas
from .ground import Floats, Shape, Shapes

TARGET, NEGATIVE = "target", "negative"
"""Roles of outlines."""

SEARCHED = "searched"
"""Kind of a source that gives areas in which all was looked at, and no outline."""

INVALID, TOO_SMALL, DOUBLED, CONTRADICTING = "invalid", "too small", "doubled", "contradicting"
OUTSIDE, VOID, CLOUD, SHADOW = "outside the imagery", "void in the image", "cloud", "shadow"
BETWEEN = "between the sides"
FAULTS = (INVALID, TOO_SMALL, DOUBLED, CONTRADICTING, OUTSIDE, VOID, CLOUD, SHADOW, BETWEEN)
"""Why an outline is left out, in the order in which it is looked for."""

REPAIRED = "It was invalid and has been repaired."
NO_BLOCK = -1


@dataclass(frozen=True)
class Given:
    """One outline of a source: its polygon in degrees (None where it has none), and what its row says.

    `repaired` tells that it was invalid.
    """

    shape: Shape | None
    role: str
    name: str = ""
    reason: str = ""
    subregion: str = ""
    repaired: bool = False
    outline_type: str = ""


@dataclass
class Source:
    """A file or layer of outlines: `name` for people, `kind` (inventory, layer, negatives, searched), the outlines.

    `reviewed` is the ground that somebody looked at as the source itself has kept it; `keeps_record` whether it
    does. `undecided` are outlines that nobody has decided on. All shapes are in degrees.
    """

    name: str
    kind: str
    given: list[Given] = field(default_factory=list)
    reviewed: list[Shape] = field(default_factory=list)
    undecided: list[Shape] = field(default_factory=list)

    @property
    def keeps_record(self) -> bool:
        """Whether it says what ground was looked at."""
        return bool(self.reviewed)


@dataclass
class Outlines:
    """All outlines of all sources, in their order; every array has shape (n,).

    Attributes
    ----------
    shapes
        In degrees, unrolled at the antimeridian; empty where an outline has no polygon.
    source
        Number of the source.
    is_target
        False for a negative.
    fault, note, doubt
        A word of `FAULTS` or empty; a sentence; `CLOUD` or `SHADOW` where it looks so but is used.
    block, fold, is_held_out
        See `blocks` and `sides`; `NO_BLOCK`, -1 and False where it is not used.
    """

    shapes: Shapes
    source: npt.NDArray[np.int64]
    is_target: npt.NDArray[np.bool_]
    names: list[str]
    reasons: list[str]
    subregions: list[str]
    areas: Floats
    fault: list[str]
    note: list[str]
    doubt: list[str]
    block: npt.NDArray[np.int64]
    fold: npt.NDArray[np.int64]
    is_held_out: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.shapes)

    @property
    def used(self) -> npt.NDArray[np.bool_]:
        """Which have no fault, shape (n,)."""
        return np.array([not fault for fault in self.fault], dtype=bool)

    def leave_out(self, index: int, fault: str, note: str) -> None:
        """Say why one of them is not used; what was said before is kept."""
        self.fault[index] = fault
        self.add_note(index, note)

    def add_note(self, index: int, note: str) -> None:
        """Add a sentence."""
        self.note[index] = f"{self.note[index]} {note}".strip()


def put_together(sources: Sequence[Source], shapes: Shapes) -> Outlines:
    """The outlines of some sources; `shapes` are theirs, unrolled together."""
    given = [(number, one) for number, source in enumerate(sources) for one in source.given]
    count = len(given)
    return Outlines(
        shapes,
        np.array([number for number, _ in given], np.int64),
        np.array([one.role == TARGET for _, one in given], bool),
        [one.name for _, one in given],
        [one.reason for _, one in given],
        [one.subregion for _, one in given],
        ellipsoidal_areas(shapes, LONGITUDE_LATITUDE) if count else np.zeros(0),
        [INVALID if one.shape is None else "" for _, one in given],
        [_note_of(one) for _, one in given],
        [""] * count,
        np.full(count, NO_BLOCK, np.int64),
        np.full(count, -1, np.int64),
        np.zeros(count, bool),
    )


def _note_of(one: Given) -> str:
    if one.shape is None:
        return "It has no polygon, or none that can be repaired."
    return REPAIRED if one.repaired else ""
