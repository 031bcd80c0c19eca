"""Where an axis' cells begin and end: by its bounds, by its words, or around its coordinates."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt

from ....inventory.errors import UserError
from ...telling.report import Report

Floats = npt.NDArray[np.float64]

_PART = 0.02
"""Of a cell; by as much bounds may miss the coordinates, as rounding does."""
_NAMES = ("{}_bnds", "{}_bounds", "bounds_{}", "bnds_{}", "{}bnds", "{}_vertices", "{}_edges")
_SHORT = {"latitude": "lat", "longitude": "lon"}
_LOW = {
    "row": re.compile(r"\b(lower|bottom|south\w*|sw|se|ll|lr|min\w*)\b"),
    "column": re.compile(r"\b(left|west|southwest|northwest|sw|nw|ll|ul)\b"),
}
_HIGH = {
    "row": re.compile(r"\b(upper|top|north\w*|nw|ne|ul|ur|max\w*)\b"),
    "column": re.compile(r"\b(right|east|southeast|northeast|se|ne|lr|ur)\b"),
}
_ROWS = re.compile(r"'(lat|y\b|rlat|nav_lat|north)", re.IGNORECASE)
_CORNER = re.compile(r"corner|\bedges?\b|(lower|upper|left|right)[ _-]+(boundary|border|side)")


def told(variable: Any, key: str) -> str:
    """An attribute as text; xarray moves some of them to the encoding."""
    value = variable.attrs.get(key, variable.encoding.get(key))
    return "" if value is None else str(value).strip()


def bounds_of(dataset: Any, axis: str) -> Floats | None:
    """Both ends of each cell along an axis, shape (n, 2); None where the file tells none that fit.

    Taken are the variable that the axis names (CF, section 7.1), or one that is called after it; in the
    form (n, 2), (2, n), (n, vertices) or (n + 1,).
    """
    variable = dataset.variables[axis]
    count = int(dataset.sizes[axis])
    named = [told(variable, "bounds")]
    for stem in (axis, _SHORT.get(axis.lower(), axis)):
        named += [form.format(stem) for form in _NAMES]
    found = next((dataset.variables[name] for name in named if name in dataset.variables), None)
    if found is None or found.dtype.kind not in "iuf":
        return None
    values = np.asarray(found.values, dtype=np.float64)
    if values.shape == (count + 1,):
        return np.stack([values[:-1], values[1:]], axis=1)
    if values.ndim != 2:
        return None
    if found.dims[0] != axis and values.shape[1] == count:
        values = values.T
    if values.shape[0] != count or values.shape[1] < 2 or not np.isfinite(values).all():
        return None
    return values if values.shape[1] == 2 else np.stack([values.min(axis=1), values.max(axis=1)], axis=1)


def middles(
    variable: Any, coordinates: Floats, bounds: Floats | None, what: str, report: Report, *, turns: bool
) -> Floats:
    """The middles of an axis' cells, shape (n,): the coordinates, unless bounds or words put them elsewhere.

    Parameters
    ----------
    variable
        The axis, whose words may say that it names corners.
    coordinates
        As the file gives them, shape (n,), n > 1.
    bounds
        From `bounds_of`.
    what, report
        What a warning calls the axis, and who gets it.
    turns
        Whether it is a longitude, of which bounds may lie a whole turn beside.

    Raises
    ------
    UserError
        The bounds lie more than a cell off the coordinates.
    """
    step = float(np.median(np.diff(coordinates)))
    if bounds is None:
        return coordinates + _by_words(variable, step, what, report)
    widths = bounds[:, 1] - bounds[:, 0]
    if turns:
        widths = (widths + 180) % 360 - 180
    off = bounds[:, 0] + widths / 2 - coordinates
    if turns:
        off = (off + 180) % 360 - 180
    inner = slice(1, -1) if len(off) > 2 else slice(None)  # those at a pole may be cut in half
    shift, size = float(np.median(off[inner])), abs(step)
    strays = float(np.abs(off[inner] - shift).max())
    if abs(float(np.median(np.abs(widths[inner]))) - size) > 0.1 * size or strays > 0.1 * size:
        report.warning(f"The cells' bounds along {what} do not join; its coordinates are taken as their middles.")
        return coordinates
    if abs(shift) <= _PART * size:
        return coordinates
    if abs(shift) > 1.01 * size:
        raise UserError(
            f"The coordinates of {what} lie {abs(shift) / size:.3g} cells off their bounds; correct either."
        )
    report.warning(
        f"The coordinates of {what} are not the middles of its cells but lie {abs(shift) / size:.2g} of a "
        "cell beside, as its bounds tell; the bounds are taken."
    )
    return coordinates + shift


def _by_words(variable: Any, step: float, what: str, report: Report) -> float:
    """What is to be added to coordinates that are told to be corners."""
    words = " ".join(told(variable, key) for key in ("long_name", "comment", "description", "note")).lower()
    words = re.sub(r"[_-]", " ", words)
    if not _CORNER.search(words):
        return 0.0
    kind = "row" if _ROWS.match(what) else "column"
    low, high = _LOW[kind].search(words), _HIGH[kind].search(words)
    if bool(low) == bool(high):
        report.warning(
            f"The coordinates of {what} are told as those of corners ('{words.strip()}'), but not of which; "
            "they are taken as the middles of the cells."
        )
        return 0.0
    report.warning(f"The coordinates of {what} are told as those of corners; moved by half a cell.")
    return abs(step) / 2 * (1 if low else -1)
