"""The queue of candidates: which one is shown next, and how far one has come.

It holds ids and a few numbers for each candidate, never a geometry.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable

from ...inventory.schema import CANDIDATES, STATES
from ...store.protocol import Store
from ...store.records import Wanted
from .filters import Count, Filter, between
from .history import History, Place
from .names import MOST_USEFUL, NEAREST, ORDERS
from .numbers import Numbers
from .orders import ranked

_TEACH_AGAIN = 500
"""Decisions after which 'most useful' is sorted anew: what was unlike all others is so no more."""


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
        self._history = History(inventory)
        self._decided_since = 0
        self.reload()

    def reload(self) -> None:
        """Read the candidates from the file."""
        self._numbers = Numbers()
        self.read_new()

    def read_new(self) -> None:
        """Read the candidates that were added since; those that are gone stay until `reload`."""
        last = self._numbers.last
        self._numbers.add(self._inventory.queue_numbers(last), self._of_other_landforms(last))
        self._sorted: dict[str, array[int]] = {}

    def _of_other_landforms(self, last: int) -> set[int]:
        """Candidates of runs that look for something else; mostly there are none, and no row is read for it."""
        runs = [run for run in self._inventory.values(CANDIDATES, "RUN_ID") if self._finds_other(run)]
        wanted = Wanted(after=last, having={"RUN_ID": runs})
        return {row[0] for row in self._inventory.rows(CANDIDATES, (), wanted)} if runs else set()

    def __len__(self) -> int:
        return len(self._numbers.fids)

    def __contains__(self, fid: object) -> bool:
        return isinstance(fid, int) and self._numbers.at(fid) >= 0

    @property
    def subregions(self) -> list[str]:
        """Names of the subregions that candidates lie in."""
        return sorted(name for name in self._numbers.names if name)

    @property
    def others(self) -> int:
        """How many candidates were found as another landform than a rock glacier."""
        return self._numbers.other.count(1)

    def state(self, fid: int) -> str:
        """What was decided of a candidate."""
        place = self._numbers.at(fid)
        if place < 0:
            raise KeyError(f"there is no candidate {fid} in the queue")
        return STATES[self._numbers.state[place]]

    def set_state(self, fid: int, state: str) -> None:
        """A gesture has decided, or an undo has taken back."""
        place = self._numbers.at(fid)
        if place >= 0:
            self._numbers.state[place] = STATES.index(state)
            self._decided_since += 1

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
        if order == MOST_USEFUL:
            self._sorted = {}  # it follows from what is decided by now

    def _passes(self, place: int) -> bool:
        wanted, numbers = self.filter, self._numbers
        if wanted.rock_glaciers and numbers.other[place]:
            return False
        if wanted.view is not None:
            west, south, east, north = wanted.view
            if not (south <= numbers.y[place] <= north and between(numbers.x[place], west, east)):
                return False
        if wanted.subregion and numbers.subregion[place] != numbers.names.get(wanted.subregion, -1):
            return False
        if (wanted.lowest, wanted.highest) == (0.0, 1.0):
            return True
        # Stored as 32 bits, so a bound of 0.7 must hold a probability of 0.7.
        return wanted.lowest - 1e-6 <= numbers.probability[place] <= wanted.highest + 1e-6

    def is_offered(self, fid: int) -> bool:
        """Whether a candidate is undecided and passes the filter."""
        place = self._numbers.at(fid)
        return place >= 0 and self._numbers.state[place] == 0 and self._passes(place)

    def count(self) -> Count:
        """Decided and all candidates in the filter."""
        state = self._numbers.state
        if self.filter == Filter():
            return Count(len(state) - state.count(0), len(state))
        inside = [place for place in range(len(state)) if self._passes(place)]
        return Count(sum(state[place] != 0 for place in inside), len(inside))

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
        own, state = self._numbers.at(after), self._numbers.state
        start = self._rank[own] + 1 if own >= 0 else 0
        for step in range(len(order)):
            place = order[(start + step) % len(order)]
            if state[place] == 0 and place != own and self._passes(place):
                return self._numbers.fids[place]
        return self._same(after)

    def peek(self, after: int) -> int | None:
        """The same, where one only wants to know: what was skipped stays so."""
        skipped = set(self._skipped)
        found = self.next(after)
        self._skipped = skipped
        return found

    def _same(self, fid: int | None) -> int | None:
        """The candidate itself, where it is the only one left."""
        place = self._numbers.at(fid)
        if place < 0:
            return None
        return fid if self._numbers.state[place] == 0 and self._passes(place) else None

    def _nearest(self, after: int | None, at: tuple[float, float] | None) -> int | None:
        numbers = self._numbers
        own, fids = numbers.at(after), numbers.fids
        if own >= 0:
            x, y = numbers.x[own], numbers.y[own]
        else:
            x, y = at or (0.0, 0.0)
        narrow = math.cos(math.radians(max(-89.0, min(89.0, y)))) if self._geographic else 1.0
        best, found = math.inf, None
        again, found_again = math.inf if self._skipped else -math.inf, None
        easy = self.filter == Filter()
        for place, (state, east, north) in enumerate(zip(numbers.state, numbers.x, numbers.y)):
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
            if fids[place] in self._skipped:
                if distance < again:
                    again, found_again = distance, place
            elif distance < best:
                best, found = distance, place
        chosen = found if found is not None else found_again
        if found is None:
            self._skipped.clear()  # a second round begins
        return self._same(after) if chosen is None else fids[chosen]

    def _in_order(self) -> array[int]:
        """Places in the wanted order; sorted once."""
        if self.order == MOST_USEFUL and self._decided_since >= _TEACH_AGAIN:
            self._sorted = {}
        if self.order not in self._sorted:
            self._decided_since = 0
            places = ranked(self.order, self._numbers)
            self._sorted = {self.order: places}
            self._rank = array("q", bytes(8 * len(places)))
            for rank, place in enumerate(places):
                self._rank[place] = rank
        return self._sorted[self.order]

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

    def earlier(self, person: str) -> Place | None:
        """What the person decided in an earlier session, a step farther back each time; None at the beginning.

        Whoever goes there has left the way of this session: `previous` begins with what is shown next.
        """
        place = self._history.before(person)
        if place is not None:
            self._shown.clear()
        return place
