"""Windows of ground that reviewers search for rock glaciers that the inventory lacks.

Sun et al. 2024, section 6.1.3, retrieved only near candidates; how many were missed elsewhere is told by windows
that are drawn over the study area, each searched by as many reviewers as its sample asks for. A reviewer marks
what is missing with a point, and sees no other's.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..inventory.errors import ChangedElsewhere, UserError
from ..inventory.moments import utc_now
from ..inventory.schema import (
    GEOMETRY,
    GROUND,
    MISSED_POINTS,
    RANDOM,
    SAMPLE_WINDOWS,
    SAMPLES,
    STRATIFIED,
    WINDOW,
    WINDOW_REVIEWS,
)
from ..store.edit import Edit, check_person
from ..store.protocol import Store
from ..store.records import Row, Wanted
from .sampling.record import free_name


@dataclass(frozen=True)
class Window:
    """A window as it was drawn: its outline as WKB, its stratum (empty where there are none), its area (m²)."""

    outline: bytes
    stratum: str
    area: float


@dataclass(frozen=True)
class GroundDraw:
    """How windows were drawn: the seed, the side (m), the strata, how many search each, who drew them."""

    seed: int = 1
    side: float = 2000.0
    strata: str = ""
    reviewers: int = 2
    person: str = ""


def keep_windows(inventory: Store, windows: Sequence[Window], population: Mapping[str, float], draw: GroundDraw) -> str:
    """Keep windows that were drawn as a sample; its name.

    `population` has, for each stratum, how many windows of this size the area holds.

    Raises
    ------
    UserError
        There is no window, or the file cannot be written.
    """
    if not windows:
        raise UserError("No window lies in the study area; make the windows smaller or the area larger.")
    counts: dict[str, int] = {}
    for window in windows:
        counts[window.stratum] = counts.get(window.stratum, 0) + 1
    with inventory.change() as tables:
        title = f"{utc_now()[:10]}: {len(windows)} windows of {draw.side / 1000:g} km, seed {draw.seed}"
        name = free_name(inventory, title)
        tables.insert(SAMPLES, _design(name, population, draw))
        for place, window in enumerate(windows, 1):
            told: Row = {"SAMPLE": name, "PLACE": place, "STRATUM": window.stratum or None, "AREA": window.area}
            weight = population[window.stratum] / counts[window.stratum]
            tables.insert(SAMPLE_WINDOWS, {GEOMETRY: window.outline, **told, "WEIGHT": weight})
    return name


def add_windows(inventory: Store, name: str, windows: Sequence[Window], population: Mapping[str, float]) -> None:
    """Put more windows behind those of a sample; what was found in these stays, and all weigh anew.

    Raises
    ------
    UserError
        The file cannot be written.
    """
    of_sample = Wanted(having={"SAMPLE": name})
    with inventory.change() as tables:
        rows = tables.rows(SAMPLE_WINDOWS, ("PLACE", "STRATUM"), of_sample)
        last = max((int(row[1] or 0) for row in rows), default=0)
        counts = Counter([*(row[2] or "" for row in rows), *(window.stratum for window in windows)])
        for place, window in enumerate(windows, last + 1):
            told: Row = {"SAMPLE": name, "PLACE": place, "STRATUM": window.stratum or None, "AREA": window.area}
            tables.insert(SAMPLE_WINDOWS, {GEOMETRY: window.outline, **told})
        for stratum, count in counts.items():
            having = Wanted(having={"SAMPLE": name, "STRATUM": stratum or None})
            tables.update(SAMPLE_WINDOWS, {"WEIGHT": population[stratum] / count}, having)
        told = {"POPULATION": json.dumps(dict(population), ensure_ascii=False)}
        tables.update(SAMPLES, told, of_sample)


def _design(name: str, population: Mapping[str, float], draw: GroundDraw) -> dict[str, Any]:
    return {
        "SAMPLE": name,
        "KIND": GROUND,
        "DESIGN": STRATIFIED if draw.strata else RANDOM,
        "STRATA": draw.strata or None,
        "TIME": utc_now(),
        "PERSON": draw.person or None,
        "REVIEWERS": draw.reviewers,
        "SEED": draw.seed,
        "POPULATION": json.dumps(dict(population), ensure_ascii=False),
        "CELL": draw.side,
    }


class WindowQueue:
    """One reviewer's way through the windows of a sample; it knows only what this reviewer has found."""

    def __init__(self, inventory: Store, sample: str, reviewer: str) -> None:
        self._inventory, self.sample, self.reviewer = inventory, sample, reviewer
        self.reload()

    def reload(self) -> None:
        """Read the windows and this reviewer's own findings."""
        of_sample = Wanted(having={"SAMPLE": self.sample})
        rows = self._inventory.rows(SAMPLE_WINDOWS, ("PLACE",), of_sample)
        self._fids = {int(place): fid for fid, place in rows if place is not None}
        self.places = sorted(self._fids)
        own = Wanted(having={"SAMPLE": self.sample, "REVIEWER": self.reviewer})
        found = self._inventory.rows(WINDOW_REVIEWS, ("PLACE", "MISSED", "COMMENT"), own)
        self._own: dict[int, tuple[int | None, str]] = {
            place: (missed, comment or "") for _, place, missed, comment in found
        }

    def missed(self, place: int) -> int | None:
        """How many this reviewer found missing in a window; None where it was not searched yet."""
        return self._own.get(place, (None, ""))[0]

    def comment(self, place: int) -> str:
        """The comment of this reviewer."""
        return self._own.get(place, (None, ""))[1]

    def outline(self, place: int) -> bytes:
        """The outline of a window, as WKB."""
        row = self._inventory.row(SAMPLE_WINDOWS, self._fids[place])
        if row is None or not row[GEOMETRY]:
            raise UserError(f"Window {place} of '{self.sample}' is no longer in the file; go on with the next.")
        wkb: bytes = row[GEOMETRY]
        return wkb

    def points(self, place: int) -> list[bytes]:
        """The points that this reviewer set in a window, as WKB."""
        own = Wanted(having={"SAMPLE": self.sample, "PLACE": place, "REVIEWER": self.reviewer})
        return [wkb for _, wkb in self._inventory.outlines(MISSED_POINTS, own)]

    def searched(self) -> int:
        """How many windows this reviewer has searched."""
        return sum(self.missed(place) is not None for place in self.places)

    def first_open(self, after: int = 0) -> int | None:
        """The next window that this reviewer has not searched, from one on and then from the start."""
        later = [place for place in self.places if place > after]
        return next((place for place in (*later, *self.places) if self.missed(place) is None), None)


def judge_window(
    inventory: Store,
    sample: str,
    place: int,
    reviewer: str,
    points: Sequence[bytes],
    comment: str = "",
    seen: tuple[int | None, str] | None = None,
) -> None:
    """Write what a reviewer found missing in a window, in place of what the same reviewer found earlier.

    `points` are WKB in the inventory's coordinate system, none where nothing is missing. `seen` is what the reviewer
    was shown as their own number and comment so far; None where nobody looked.

    Raises
    ------
    ChangedElsewhere
        The same reviewer has searched it in another window of QGIS meanwhile; nothing is written.
    UserError
        No name, no such window, or the file cannot be written.
    """
    check_person(reviewer)
    having = {"SAMPLE": sample, "PLACE": place}
    values = {
        "MISSED": len(points),
        "COMMENT": comment.strip()[: WINDOW_REVIEWS.field("COMMENT").length] or None,
        "TIME": utc_now(),
    }
    with inventory.gesture(WINDOW, reviewer) as edit:
        if not edit.tables.rows(SAMPLE_WINDOWS, (), Wanted(having=having)):
            raise UserError(f"There is no window {place} in the sample '{sample}'; it was removed elsewhere.")
        own = edit.tables.rows(WINDOW_REVIEWS, ("MISSED", "COMMENT"), Wanted(having={**having, "REVIEWER": reviewer}))
        now = (own[0][1], own[0][2] or "") if own else (None, "")
        if seen is not None and seen != now:
            told = f"{reviewer} has searched window {place} in another window of QGIS meanwhile; look at it again."
            raise ChangedElsewhere(told, reviewer, WINDOW)
        if own:
            edit.update(WINDOW_REVIEWS, own[0][0], values)
        else:
            edit.insert(WINDOW_REVIEWS, {**having, "REVIEWER": reviewer, **values})
        _set_points(edit, {**having, "REVIEWER": reviewer}, points)


def _set_points(edit: Edit, of: Mapping[str, Any], points: Sequence[bytes]) -> None:
    """The reviewer's points in a window become these; one that stays where it is keeps its row."""
    rows = edit.tables.rows(MISSED_POINTS, (GEOMETRY,), Wanted(having=of))
    wanted = list(points)
    for fid, wkb in rows:
        if wkb in wanted:
            wanted.remove(wkb)
        else:
            edit.delete(MISSED_POINTS, fid)
    for wkb in wanted:
        edit.insert(MISSED_POINTS, {GEOMETRY: wkb, **of, "TIME": utc_now()})
