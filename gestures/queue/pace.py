"""How long it takes at one's own pace."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST_BREAK_S = 180.0
"""A pause longer than this is a break and says nothing of one's pace."""

_GESTURES_OF_A_PACE = 50


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
