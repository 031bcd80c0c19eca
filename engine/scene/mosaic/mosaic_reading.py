"""Many quads read as one image: each by its own bands, numbers and voids; nothing is copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ....inventory.errors import UserError
from ....inventory.naming.source_names import called
from ...gathering.open_files import OpenFiles
from ...ground.files.raster_files import open_raster_file
from ...telling.report import Report, SilentReport
from ..band_names import names_of
from ..grid import Grid
from ..images import Image, Reading, WantedBands, check_image, reading_of, tell_zero_is_void
from .mosaic import quads_of, stamp
from .quads import Quad

_ADVICE = "remove it from the mosaic"
_AT_A_TIME = 8
"""Images that are looked at at a time: those in the web answer slowly."""
_SAME = 1e-6
"""Pixels whose sizes differ by less than this share are the same."""
_OPEN = 100
"""Quads that are kept open."""
_EDGES = 4
"""Quads, on a disk, at whose edges is looked for collars: those of one mosaic are alike."""
_TOLD = 3
"""Warnings of single quads that are told; the rest is counted."""


@dataclass(frozen=True)
class _Seen:
    """What must be known of one quad.

    `kinds` are the types of its bands that are no opacity, `order` tells which of these are read.
    """

    quad: Quad
    transform: Any
    width: int
    height: int
    crs: Any
    kinds: tuple[str, ...]
    order: tuple[int, ...]
    reading: Reading
    by_order: bool
    messages: tuple[str, ...]


def _look_at(quad: Quad, wanted: WantedBands, look_at_edges: bool) -> _Seen:
    report = SilentReport()
    try:
        with open_raster_file(quad.source, "an image", _ADVICE, label=quad.label) as dataset:
            check_image(dataset, quad.label)
            transform = dataset.transform
            if transform.b or transform.d or not transform.a > 0 > transform.e:
                raise UserError(f"{quad.label} is rotated or south-up; warp it before it becomes part of a mosaic.")
            reading = reading_of(dataset, quad.label, wanted, report, quad.told, look_at_edges=look_at_edges)
            shown = [number for number in dataset.indexes if number not in reading.alpha]
            kinds = [dataset.dtypes[number - 1] for number in shown]
            order = [shown.index(number) + 1 for number in reading.bands]
            colours = {colour.name for colour in dataset.colorinterp}
            named = any(names_of(dataset, quad.told.names)) or set(wanted.bands) <= colours
            return _Seen(
                quad,
                transform,
                dataset.width,
                dataset.height,
                dataset.crs,
                tuple(kinds),
                tuple(order),
                reading,
                not named,
                tuple(report.warnings),
            )
    except RasterioError as error:
        raise UserError(f"{quad.label} cannot be read as an image; {_ADVICE}.") from error


def _check_alike(first: _Seen, other: _Seen) -> None:
    """Raise `UserError` where two quads cannot be parts of one image."""
    pairs = [
        ("the coordinate system", first.crs, other.crs),
        ("the number and type of bands", first.kinds, other.kinds),
    ]
    if first.by_order != other.by_order:  # nothing says that one's order is the other's
        pairs.append(("the meaning of bands", first.order, other.order))
    for what, one, another in pairs:
        if one != another:
            raise UserError(
                f"{first.quad.label} and {other.quad.label} differ in {what} ({_words(one)} and "
                f"{_words(another)}); make them alike, or search them one by one."
            )
    for one, another in ((first.transform.a, other.transform.a), (first.transform.e, other.transform.e)):
        if abs(another / one - 1) > _SAME:
            raise UserError(
                f"{first.quad.label} and {other.quad.label} have pixels of different size ({one:g} and "
                f"{another:g}); make them alike, or search them one by one."
            )


def _words(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    text = str(value)
    return text if len(text) < 40 else f"{text[:37]}..."


class Mosaic:
    """Quads on one grid; later ones lie above earlier ones, and void pixels of theirs hide nothing.

    Read as an `images.Image` is. Quads are opened when they are read.
    """

    def __init__(self, seen: Sequence[_Seen], report: Report) -> None:
        first = seen[0]
        size_x, size_y = first.transform.a, -first.transform.e
        left, top = min(q.transform.c for q in seen), max(q.transform.f for q in seen)
        self._seen, self._report = seen, report
        # Of each quad: first row and column, and those behind its last ones.
        self._boxes = np.array(
            [(round((top - q.transform.f) / size_y), round((q.transform.c - left) / size_x)) for q in seen]
        )
        self._boxes = np.hstack([self._boxes, self._boxes + [(q.height, q.width) for q in seen]])
        height, width = self._boxes[:, 2].max(), self._boxes[:, 3].max()
        self.grid = Grid(Affine(size_x, 0, left, 0, -size_y, top), int(width), int(height), first.crs)
        self.bands, self.dtype = len(first.reading.bands), first.reading.dtype
        self.zero_is_void = any(q.reading.zero_is_void for q in seen)
        self._open = OpenFiles(self._opening, _OPEN)

    def read(
        self, window: Window, shape: tuple[int, int] | None = None
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """As `images.Image.read`; where there is no data the values are 0."""
        top, left = int(window.row_off), int(window.col_off)
        bottom, right = top + int(window.height), left + int(window.width)
        down, across = shape or (bottom - top, right - left)
        values = np.zeros((self.bands, down, across), self.dtype)
        valid = np.zeros((down, across), bool)
        first_row, first_column, end_row, end_column = self._boxes.T
        touched = (first_row < bottom) & (end_row > top) & (first_column < right) & (end_column > left)
        for index in np.flatnonzero(touched).tolist():
            row, column, end, last = self._boxes[index].tolist()
            rows, columns = (max(row, top), min(end, bottom)), (max(column, left), min(last, right))
            part = Window(columns[0] - column, rows[0] - row, columns[1] - columns[0], rows[1] - rows[0])
            place = (_place(rows, top, bottom - top, down), _place(columns, left, right - left, across))
            size = None if shape is None else (place[0].stop - place[0].start, place[1].stop - place[1].start)
            pixels, there = self._open[index].read(part, size)
            valid[place] |= there
            if there.all():
                values[(slice(None), *place)] = pixels
            else:
                values[(slice(None), *place)][:, there] = pixels[:, there]
        return values, valid

    @contextmanager
    def _opening(self, index: int) -> Iterator[Image]:
        seen = self._seen[index]
        with closing(rasterio.open(seen.quad.source)) as dataset:
            yield Image(dataset, seen.reading, seen.quad.label, self._report)

    def close(self) -> None:
        """Close all quads."""
        self._open.close()


def _place(ends: tuple[int, int], first: int, length: int, size: int) -> slice:
    """Where pixels lie in a picture of `size` pixels of a window of `length`; at least one pixel."""
    if size == length:
        return slice(ends[0] - first, ends[1] - first)
    begin = min(round((ends[0] - first) * size / length), size - 1)
    return slice(begin, max(round((ends[1] - first) * size / length), begin + 1))


_LOOKED_AT: dict[tuple[str, ...], list[_Seen]] = {}
"""The mosaic that this process has looked at last: a worker opens one for each of its blocks."""


@contextmanager
def open_mosaic(source: str, wanted: WantedBands, report: Report) -> Iterator[Mosaic]:
    """Open a mosaic.

    Raises
    ------
    UserError
        Where a quad cannot be read, or they differ in coordinate system, bands or pixel size.
    """
    key = (str(Path.cwd()), source, stamp(source), repr(wanted))
    if key not in _LOOKED_AT:
        quads = quads_of(source)
        with ThreadPoolExecutor(_AT_A_TIME) as threads:
            edges = [number < _EDGES and Path(quad.source).exists() for number, quad in enumerate(quads)]
            seen = list(threads.map(_look_at, quads, [wanted] * len(quads), edges))
        for other in seen[1:]:
            _check_alike(seen[0], other)
        _LOOKED_AT.clear()
        _LOOKED_AT[key] = seen
    seen = _LOOKED_AT[key]
    _tell(seen, called(source), report)
    mosaic = Mosaic(seen, report)
    try:
        yield mosaic
    finally:
        mosaic.close()


def _tell(seen: Sequence[_Seen], name: str, report: Report) -> None:
    """Warn of what was found in the quads."""
    messages = list(dict.fromkeys(message for quad in seen for message in quad.messages))
    for message in messages[:_TOLD]:
        report.warning(message)
    if len(messages) > _TOLD:
        report.warning(f"{len(messages) - _TOLD} further quads of {name} have warnings like these.")
    guessed = [quad for quad in seen if quad.reading.zero_is_void]
    if len(guessed) == len(seen):
        tell_zero_is_void(name, report)
    elif guessed:
        tell_zero_is_void(f"{guessed[0].quad.label} ({len(guessed)} of {len(seen)} quads of {name})", report)
