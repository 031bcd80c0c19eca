"""The queue of candidates: in which order they are shown, which of them, and how far one has come.

It holds ids and a few numbers for each candidate, never a geometry.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..inventory.schema import CANDIDATES, STATES
from ..store.protocol import Store
from ..store.records import Wanted

NEAREST, MOST_UNCERTAIN, MOST_DISPUTED = "nearest", "most uncertain", "most disputed"
LARGEST, BY_ROW = "largest", "by row"
ORDERS = (NEAREST, MOST_UNCERTAIN, MOST_DISPUTED, LARGEST, BY_ROW)

_ROWS_OF_THE_MAP = 40
"""Bands that 'by row' reads the map in, like lines of a page."""

_LONGEST_BREAK_S = 180.0
"""A pause longer than this is a break and says nothing of one's pace."""

_GESTURES_OF_A_PACE = 50


@dataclass(frozen=True)
class Filter:
    """Which candidates are in the queue: all where nothing is said.

    `view` is west, south, east, north in the inventory's coordinate system; a candidate is in it
    with its middle. One without a probability passes only 0 to 1. `rock_glaciers` leaves out what a model
    for another landform has found.
    """

    view: tuple[float, float, float, float] | None = None
    subregion: str = ""
    lowest: float = 0.0
    highest: float = 1.0
    rock_glaciers: bool = False


@dataclass(frozen=True)
class Count:
    """How far one has come, in the filter."""

    decided: int
    total: int


class CandidateQueue:
    """Candidates in an order.

    Parameters
    ----------
    inventory
        Read once; `reload` reads again.
    geographic
        Whether its coordinates are degrees: then a degree of longitude is shortened by latitude.
    finds_other
        Whether a run, by its identifier, looked for another landform than rock glaciers.
    """

    def __init__(
        self, inventory: Store, geographic: bool, finds_other: Callable[[str], bool] = lambda run_id: False
    ) -> None:
        self._inventory, self._finds_other = inventory, finds_other
        self._geographic = geographic
        self.order = NEAREST
        self.filter = Filter()
        self._skipped: set[int] = set()
        self._shown: list[int] = []
        self.reload()

    def reload(self) -> None:
        """Read the candidates from the file."""
        self._fids, self._x, self._y = array("q"), array("d"), array("d")
        self._probability, self._spread, self._area = array("f"), array("f"), array("d")
        self._state, self._subregion, self._other = bytearray(), array("i"), bytearray()
        self._names: dict[str, int] = {"": 0}
        self.read_new()

    def read_new(self) -> None:
        """Read the candidates that were added since; those that are gone stay until `reload`."""
        last = self._fids[-1] if self._fids else -1
        others = self._of_other_landforms(last)
        for fid, state, probability, spread, area, subregion, x, y in self._inventory.queue_numbers(last):
            self._other.append(fid in others)
            self._fids.append(int(fid))
            self._state.append(STATES.index(state) if state in STATES else 0)
            self._probability.append(math.nan if probability is None else probability)
            self._spread.append(math.nan if spread is None else spread)
            self._area.append(area or 0.0)
            self._subregion.append(self._names.setdefault(subregion or "", len(self._names)))
            self._x.append(x)
            self._y.append(y)
        self._sorted: dict[str, array[int]] = {}

    def _of_other_landforms(self, last: int) -> set[int]:
        """Candidates of runs that look for something else; mostly there are none, and no row is read for it."""
        runs = [run for run in self._inventory.values(CANDIDATES, "RUN_ID") if self._finds_other(run)]
        wanted = Wanted(after=last, having={"RUN_ID": runs})
        return {row[0] for row in self._inventory.rows(CANDIDATES, (), wanted)} if runs else set()

    def __len__(self) -> int:
        return len(self._fids)

    def __contains__(self, fid: object) -> bool:
        return isinstance(fid, int) and self._at(fid) >= 0

    def _at(self, fid: int | None) -> int:
        """Place of a candidate in the arrays, which are in the order of their ids; -1 where it is none."""
        if fid is None:
            return -1
        place = bisect_left(self._fids, fid)
        return place if place < len(self._fids) and self._fids[place] == fid else -1

    @property
    def subregions(self) -> list[str]:
        """Names of the subregions that candidates lie in."""
        return sorted(name for name in self._names if name)

    @property
    def others(self) -> int:
        """How many candidates were found as another landform than a rock glacier."""
        return self._other.count(1)

    def state(self, fid: int) -> str:
        """What was decided of a candidate."""
        place = self._at(fid)
        if place < 0:
            raise KeyError(f"there is no candidate {fid} in the queue")
        return STATES[self._state[place]]

    def set_state(self, fid: int, state: str) -> None:
        """A gesture has decided, or an undo has taken back."""
        place = self._at(fid)
        if place >= 0:
            self._state[place] = STATES.index(state)

    def set_filter(self, wanted: Filter) -> None:
        """Change which candidates are shown; what was skipped is offered again."""
        self.filter = wanted
        self._skipped.clear()

    def set_order(self, order: str) -> None:
        """Change the order; what was skipped is offered again."""
        if order not in ORDERS:
            raise ValueError(f"there is no order '{order}'")
        self.order = order
        self._skipped.clear()

    def _passes(self, place: int) -> bool:
        wanted = self.filter
        if wanted.rock_glaciers and self._other[place]:
            return False
        if wanted.view is not None:
            west, south, east, north = wanted.view
            x, y = self._x[place], self._y[place]
            if not (south <= y <= north and _between(x, west, east)):
                return False
        if wanted.subregion and self._subregion[place] != self._names.get(wanted.subregion, -1):
            return False
        if (wanted.lowest, wanted.highest) == (0.0, 1.0):
            return True
        # Stored as 32 bits, so a bound of 0.7 must hold a probability of 0.7.
        return wanted.lowest - 1e-6 <= self._probability[place] <= wanted.highest + 1e-6

    def is_offered(self, fid: int) -> bool:
        """Whether a candidate is undecided and passes the filter."""
        place = self._at(fid)
        return place >= 0 and self._state[place] == 0 and self._passes(place)

    def count(self) -> Count:
        """Decided and all candidates in the filter."""
        if self.filter == Filter():
            return Count(len(self._state) - self._state.count(0), len(self._state))
        inside = [place for place in range(len(self._fids)) if self._passes(place)]
        return Count(sum(self._state[place] != 0 for place in inside), len(inside))

    def next(self, after: int | None = None, at: tuple[float, float] | None = None) -> int | None:
        """The next undecided candidate; None where none is left in the filter.

        Parameters
        ----------
        after
            The candidate one comes from.
        at
            x, y to look from where there is none (the middle of the map); used by 'nearest' only.
        """
        if self.order == NEAREST:
            return self._nearest(after, at)
        order = self._in_order()
        own = self._at(after)
        start = self._rank[own] + 1 if own >= 0 else 0
        for step in range(len(order)):
            place = order[(start + step) % len(order)]
            if self._state[place] == 0 and self._fids[place] != after and self._passes(place):
                return self._fids[place]
        return self._same(after)

    def _same(self, fid: int | None) -> int | None:
        """The candidate itself, where it is the only one left."""
        place = self._at(fid)
        if place < 0:
            return None
        return fid if self._state[place] == 0 and self._passes(place) else None

    def _nearest(self, after: int | None, at: tuple[float, float] | None) -> int | None:
        own = self._at(after)
        if own >= 0:
            x, y = self._x[own], self._y[own]
        else:
            x, y = at or (0.0, 0.0)
        narrow = math.cos(math.radians(max(-89.0, min(89.0, y)))) if self._geographic else 1.0
        best, found = math.inf, None
        again, found_again = math.inf if self._skipped else -math.inf, None
        easy = self.filter == Filter()
        for place, (state, east, north) in enumerate(zip(self._state, self._x, self._y)):
            if state:
                continue
            distance = (north - y) ** 2
            if (distance >= best and distance >= again) or place == own:
                continue  # most of them: farther north or south alone than one that is known
            across = abs(east - x)
            if self._geographic and across > 180.0:
                across = 360.0 - across
            distance += (across * narrow) ** 2
            if distance >= best and distance >= again:
                continue
            if not easy and not self._passes(place):
                continue
            if self._fids[place] in self._skipped:
                if distance < again:
                    again, found_again = distance, place
            elif distance < best:
                best, found = distance, place
        chosen = found if found is not None else found_again
        if found is None:
            self._skipped.clear()  # a second round begins
        return self._same(after) if chosen is None else self._fids[chosen]

    def _in_order(self) -> array[int]:
        """Places in the wanted order; sorted once."""
        if self.order not in self._sorted:
            places = range(len(self._fids))
            if self.order == MOST_UNCERTAIN:
                ranked = sorted(places, key=self._doubt)
            elif self.order == MOST_DISPUTED:
                ranked = sorted(places, key=self._dispute)
            elif self.order == LARGEST:
                ranked = sorted(places, key=lambda place: (-self._area[place], place))
            else:
                ranked = sorted(places, key=self._lines())
            self._sorted = {self.order: array("q", ranked)}
            self._rank = array("q", bytes(8 * len(ranked)))
            for rank, place in enumerate(ranked):
                self._rank[place] = rank
        return self._sorted[self.order]

    def _doubt(self, place: int) -> tuple[float, int]:
        probability = self._probability[place]
        return (1.0 if math.isnan(probability) else abs(probability - 0.5), place)

    def _dispute(self, place: int) -> tuple[float, float, int]:
        """How far networks disagree; candidates of one network come last, the most uncertain of them first."""
        spread = self._spread[place]
        return (1.0 if math.isnan(spread) else -spread, *self._doubt(place))

    def _lines(self) -> Callable[[int], tuple[int, float]]:
        """Like reading a page: from north to south in bands, each from west to east."""
        top, bottom = max(self._y, default=0.0), min(self._y, default=0.0)
        height = (top - bottom) / _ROWS_OF_THE_MAP or 1.0
        return lambda place: (int((top - self._y[place]) / height), self._x[place])

    def skip(self, fid: int) -> None:
        """Leave a candidate undecided for now; it comes again when all others were shown."""
        self._skipped.add(fid)

    def show(self, fid: int) -> None:
        """A candidate is on the screen: `previous` will lead back to it."""
        if not self._shown or self._shown[-1] != fid:
            self._shown.append(fid)

    def previous(self) -> int | None:
        """The candidate that was shown before the present one, decided or not; None at the beginning."""
        if len(self._shown) < 2:
            return None
        self._shown.pop()
        return self._shown[-1]


def _between(x: float, west: float, east: float) -> bool:
    """Whether a longitude lies in a view, which may cross the antimeridian (west > east)."""
    return west <= x <= east if west <= east else x >= west or x <= east


def minutes_left(times: Iterable[float], left: int) -> float | None:
    """Minutes for what is left, at the pace of the last decisions; None where there are too few.

    Parameters
    ----------
    times
        Seconds (of any clock) at which decisions were made, in order.
    left
        Candidates that are left.
    """
    moments = list(times)[-_GESTURES_OF_A_PACE:]
    between = [b - a for a, b in zip(moments, moments[1:]) if b - a < _LONGEST_BREAK_S]
    if len(between) < 3:
        return None
    # The mean and not the median: drawing takes long, and its share will be the same.
    return sum(between) / len(between) * left / 60.0
