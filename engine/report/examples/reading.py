"""From decisions to panels: examples are chosen, and for each is read what lay below it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from rasterio.errors import RasterioError

from ....inventory import schema
from ....inventory.errors import UserError
from ....inventory.naming.source_names import called, joined, names_in
from ....inventory.requests.report import ReportRequest
from ....inventory.secrets import scrub
from ....store.protocol import Store
from ...accuracy.deeds import Decided
from ...ground.geodesy import LONGITUDE_LATITUDE, transform_what_can_be, transformer_between
from ...statistics.grids import middle_of
from ...telling.report import Report
from ..figures.grounds import Ground
from .backdrops import Images, relief_below
from .choosing import Chosen, Example, chosen_of

_ROOM, _LEAST_METRES = 1.7, 250.0
"""The side of a panel: so many times the larger side of what it shows, and not less than so many metres."""


@dataclass(frozen=True)
class Shown:
    """An example with what is drawn: lines in the projection of its ground, and what lies below, with its name."""

    of: Example
    ground: Ground
    below: npt.NDArray[Any] | None
    name: str
    before: list[npt.NDArray[np.float64]]
    after: list[npt.NDArray[np.float64]]
    around: list[npt.NDArray[np.float64]]


@dataclass(frozen=True)
class Examples:
    """Examples of operations, with how many of each there are, and refined ones, with how many there are."""

    of_operations: dict[str, tuple[int, list[Shown]]]
    refined: list[Shown]
    number_refined: int


@dataclass(frozen=True)
class Sources:
    """Where what lies below may be: images of all, those of each run, and DEMs; files that are there."""

    images: Sequence[str]
    of_runs: Mapping[str, Sequence[str]]
    dems: Sequence[str]

    def of(self, run: str) -> list[str]:
        """Images, those of a run first."""
        own = list(self.of_runs.get(run, ()))
        others = [each for name, of_run in self.of_runs.items() if name != run for each in of_run]
        return list(dict.fromkeys([*self.images, *own, *others]))


def sources_of(request: ReportRequest, store: Store) -> Sources:
    """What was given, and what runs of an inventory have read as far as it is still there; nothing from the web."""
    of_runs: dict[str, list[str]] = {}
    dems = [] if request.dem is None else [str(request.dem)]
    for _, run, command, source, told in store.rows(schema.RUNS, ("RUN_ID", "COMMAND", "SOURCE", "PARAMETERS")):
        if command == "detect" and source and not request.no_imagery and request.image is None:
            of_runs[str(run)] = _there(str(source), request.inventory)
        elif command == "attributes" and request.dem is None:
            dems += _there(_terrain_of(told), request.inventory)
    images = [] if request.image is None or request.no_imagery else [request.image]
    # The last run first: what it searched is what was looked at last.
    return Sources(images, dict(reversed(of_runs.items())), list(dict.fromkeys(reversed(dems))))


def _terrain_of(parameters: Any) -> str:
    try:
        return str(json.loads(parameters)["groups"]["terrain"]["source"])
    except (ValueError, TypeError, KeyError):
        return ""


def _there(source: str, inventory: Path) -> list[str]:
    """A source as its file is found: by its name, or from the inventory's folder; none where a part is gone."""
    names = names_in(source) if source else []
    places = [name if Path(name).is_absolute() else str(inventory.parent / name) for name in names]
    return [joined(places)] if places and all(map(_is_there, places)) else []


def _is_there(place: str) -> bool:
    try:
        return Path(place).exists()
    except (OSError, ValueError):  # an address, which is no name of a file
        return False


def examples_of(decided: Decided, sources: Sources, report: Report) -> Examples:
    """Choose the examples, and read what lies below each.

    Raises
    ------
    UserError
        An image that was given cannot be opened.
    """
    chosen: Chosen = chosen_of(decided)
    with Images(report, sources.images) as images:
        below = _Below(images, sources, report)
        of_operations = {
            operation: (number, below.all_shown(examples))
            for operation, (number, examples) in chosen.of_operations.items()
        }
        return Examples(of_operations, below.all_shown(chosen.refined), chosen.number_refined)


class _Below:
    def __init__(self, images: Images, sources: Sources, report: Report) -> None:
        self._images, self._sources, self._report = images, sources, report
        self._bad = set[str]()

    def all_shown(self, examples: Sequence[Example]) -> list[Shown]:
        """Those that have a place on Earth."""
        return [self._shown(each) for each in examples if shapely.get_coordinates([*each.before, *each.after]).size]

    def _shown(self, of: Example) -> Shown:
        ground = ground_around([*of.before, *of.after])
        found = self._images.below(ground, self._sources.of(of.run))
        below, name = found if found is not None else self._relief(ground)
        lines = (lines_on(shapes, ground) for shapes in (of.before, of.after, of.around))
        return Shown(of, ground, below, name, *lines)

    def _relief(self, ground: Ground) -> tuple[npt.NDArray[Any] | None, str]:
        for dem in self._sources.dems:
            if dem in self._bad:
                continue
            try:
                light = relief_below(dem, ground)
            except (RasterioError, UserError, pyproj.exceptions.ProjError) as error:
                self._bad.add(dem)
                self._report.warning(f"The examples lie on no relief of {called(dem)}: {scrub(str(error))}")
                continue
            if light is not None:
                return light, ""
        return None, ""


def ground_around(shapes: Sequence[Any]) -> Ground:
    """A square around shapes in degrees, in Lambert's equal-area projection of its middle, where north is up."""
    points = shapely.get_coordinates(np.array(shapes, object))
    east, north = middle_of(points[:, 0], points[:, 1])
    crs = pyproj.CRS.from_proj4(f"+proj=laea +lat_0={north:g} +lon_0={east:g} +datum=WGS84 +units=m +no_defs")
    x, y = transformer_between(LONGITUDE_LATITUDE, crs).transform(*points.T)
    half = max((np.ptp(x) * _ROOM) / 2, (np.ptp(y) * _ROOM) / 2, _LEAST_METRES / 2)
    middle_x, middle_y = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
    return Ground(crs, (middle_x - half, middle_y - half, middle_x + half, middle_y + half))


def lines_on(shapes: npt.NDArray[Any], ground: Ground) -> list[npt.NDArray[np.float64]]:
    """Edges of shapes in degrees as far as they lie on a ground."""
    if not len(shapes):
        return []
    moved = transform_what_can_be(shapes, LONGITUDE_LATITUDE, ground.crs)
    edges = shapely.get_parts(shapely.intersection(shapely.boundary(moved), shapely.box(*ground.box)))
    merged = shapely.get_parts(shapely.line_merge(shapely.union_all(edges)))
    return [shapely.get_coordinates(line) for line in merged if line.geom_type in ("LineString", "LinearRing")]
