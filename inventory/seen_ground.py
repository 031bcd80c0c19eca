"""Ground that somebody saw while deciding, and what only a program that knows geometry can tell of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

LARGEST_PIXEL_M = 10.0
"""Ground along a pixel of the screen from which on ground counts as not seen.

The smallest rock glacier of the method, 0.01 km², is 100 m across: ten such pixels, at which a lobe still has a
form. On a coarser map the decision is as good as any, but nobody can say that nothing else is there.
"""

LEAST_NEW_SHARE = 0.05
"""Share of a view that must be new. Less is not kept, so that decisions at nearly one place make one row.

What is left out is a rim that counts as not looked at: the safe side.
"""


@dataclass(frozen=True)
class SeenGround:
    """What the map showed while somebody decided.

    Attributes
    ----------
    geometry
        WKB of a MultiPolygon in the inventory's coordinate system.
    box
        West, south, east, north of it.
    person, operation
        Who decided what.
    pixel
        Metres of ground along a pixel of the screen.
    scale
        Denominator of the map's scale.
    imagery
        Names of the images that were shown.
    run_id
        The detection whose candidate was decided; empty where it was none.
    new_share
        From the WKB of ground that was seen before to the share of this that is new, 0 to 1.
    """

    geometry: bytes
    box: tuple[float, float, float, float]
    person: str
    operation: str
    pixel: float
    scale: float
    imagery: str
    run_id: str
    new_share: Callable[[Sequence[bytes]], float]
