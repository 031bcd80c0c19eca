"""What a store is asked with and what it answers: small records, without SQL and without geometry classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .twins import Twin

Row = dict[str, Any]
"""Values by field name; the geometry, as WKB, under `GEOMETRY`."""

Box = tuple[float, float, float, float]
"""West, south, east, north, in the inventory's coordinate system."""


@dataclass(frozen=True)
class SpatialReference:
    """A coordinate system as a GeoPackage lists it; the WKT comes from whoever knows PROJ."""

    srs_id: int
    name: str
    organization: str
    code: int
    wkt: str


@dataclass(frozen=True)
class Wanted:
    """Which rows of a layer: all where nothing is said, else those for which all that is said is true.

    Attributes
    ----------
    fids
        Feature ids.
    after
        Feature ids greater than this one: what was added since.
    box
        The box of the outline meets this one.
    having
        Field -> the value, or a tuple or list of values of which it has one. None stands for an empty field:
        nothing, or an empty text.
    due
        Fields of which at least one is empty; a row whose attributes are stale is due whatever they hold.
        None: no matter.
    """

    fids: Sequence[int] | None = None
    after: int | None = None
    box: Box | None = None
    having: Mapping[str, Any] = field(default_factory=dict)
    due: Sequence[str] | None = None


ALL = Wanted()
"""Every row."""


@dataclass
class Change:
    """What happened to one row: `before` is None where it is new, `after` where it is gone.

    An update holds only the fields that changed; that of an outline also the attributes that were
    computed for it, so that an undo brings back both.
    """

    layer: str
    fid: int
    before: Row | None
    after: Row | None


@dataclass(frozen=True)
class Entry:
    """A row of the journal: its number, when (UTC, ISO 8601), who, what, and the row that it takes back."""

    fid: int
    time: str
    person: str
    operation: str
    undoes: int | None = None


@dataclass(frozen=True)
class Mended:
    """What was made again of an inventory that another tool has copied.

    Attributes
    ----------
    unwatched
        Names of the layers whose changes by other tools were not noted until now.
    parts
        Number of indexes and triggers that were made.
    stale
        Rock glaciers whose outline the journal does not know; their attributes are said to be older.
    doubles
        What is in the file several times and should be there once, so that its index could not be made.
    """

    unwatched: tuple[str, ...] = ()
    parts: int = 0
    stale: int = 0
    doubles: tuple[Twin, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts or self.doubles)
