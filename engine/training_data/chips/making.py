"""Training data of chips: patches of their pixels, blocks of ground or of names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from affine import Affine

from ....inventory.errors import UserError
from ....inventory.imagery import source_name
from ....inventory.messages import Message, Warning_
from ....inventory.moments import utc_now
from ....inventory.naming.source_names import names_in
from ....inventory.requests.training import TrainingDataRequest
from ...scene.tiling import tile_starts
from ...telling.outputs import finished_folder
from ...telling.report import PartOf, Report
from .. import layout, writing
from ..areas import areas_of
from ..ground import Shape, unrolled
from ..images import WantedPixels
from ..labels import BACKGROUND, TARGET, UNKNOWN
from ..patches import Written, in_degrees
from ..record import Noted, counts_of, request_content, result_of, write_patches
from .pairs import Pair, pairs_in
from .reading import Chip, read_chip, resolution_of, target_value
from .splitting import Place, places_of


@dataclass(frozen=True)
class _Seen:
    """A chip as it was looked at first: its folder, what it holds, its ground in degrees (None: nowhere)."""

    pair: Pair
    folder: str
    target: int
    has_target: bool
    dtype: str
    resolution: float | None
    box: Shape | None


class _Once(Report):
    """Tells a warning that many chips have in common once, and how many have it."""

    def __init__(self, whole: Report) -> None:
        self._whole, self.stop = whole, whole.stop
        self._name = ""
        self._counts: dict[str, list[str]] = {}

    def of(self, name: str) -> _Once:
        """The next chip."""
        self._name = name
        return self

    def say(self, message: Message) -> None:
        """Keep it, where it is a warning."""
        if isinstance(message, Warning_):
            self._counts.setdefault(message.message.replace(self._name, "\0"), []).append(message.message)

    def tell(self) -> None:
        """Tell them all."""
        for told in self._counts.values():
            more = f" (So do {len(told) - 1} more of the chips.)" if len(told) > 1 else ""
            self._whole.warning(told[0] + more)


def make_of_chips(request: TrainingDataRequest, wanted: WantedPixels, report: Noted) -> dict[str, Any]:
    """Write a folder of training data of chips.

    Raises
    ------
    UserError
        As `pairs_in`, `read_chip` and `places_of`; chips of several types, or no resolution.
    """
    seen, resolution = _look(request, wanted, report)
    places, folds = places_of([_has(one) for one in seen], request, report)
    with finished_folder(request.output, request.replace) as folder:
        for name in (layout.IMAGES, layout.LABELS):
            (folder / name).mkdir()
        written = _write(folder, seen, places, request, wanted, resolution, PartOf(report, 0.3, 1))
        _check_classes(written)
        writing.write_layer(folder / layout.POLYGONS, np.zeros(0, dtype=object), _NO_POLYGONS)
        write_patches(folder, written)
        content = _content(request, wanted, seen, places, written, folds, resolution)
        writing.write_data(folder, {**content, "messages": report.messages, "created": utc_now()})
    return result_of(request, content)


_NO_POLYGONS: dict[str, list[str]] = {
    name: [] for name in ("SOURCE", "ROLE", "REASON", "AREA", "BLOCK", "FOLD", "SIDE", "FAULT", "NOTE")
}


def _has(one: _Seen) -> tuple[str, str, bool, Shape | None]:
    return one.pair.name, one.folder, one.has_target, one.box


def _look(request: TrainingDataRequest, wanted: WantedPixels, report: Report) -> tuple[list[_Seen], float]:
    """All chips of all folders, and the resolution of those that have one."""
    seen: list[_Seen] = []
    resolution, once = wanted.resolution, _Once(report)
    folders = names_in(request.chips or "")
    for number, folder in enumerate(folders):
        pairs = pairs_in(Path(folder), report)
        target = target_value(pair.mask for pair in pairs)
        for done, pair in enumerate(pairs):
            report.progress(0.3 * (number + done / len(pairs)) / len(folders), f"Looking at {len(pairs)} chips")
            chip = read_chip(pair, wanted.bands, target, resolution, once.of(str(pair.image)))
            own = None if chip.grid is None else min(resolution_of(chip.grid))
            if resolution is None and own is not None:
                resolution = float(f"{own:.4g}")
            box = None if chip.grid is None else in_degrees(chip.grid)
            has_target = bool((chip.label == TARGET).any())
            seen.append(_Seen(pair, source_name(folder), target, has_target, str(chip.values.dtype), own, box))
    once.tell()
    _check(seen, resolution)
    return _unrolled(seen), resolution or 0.0


def _check(seen: Sequence[_Seen], resolution: float | None) -> None:
    other = next((one for one in seen if one.dtype != seen[0].dtype), None)
    if other is not None:
        raise UserError(
            f"The pixels of {seen[0].pair.image} are of type {seen[0].dtype} and those of {other.pair.image} of type "
            f"{other.dtype}; convert them to one type."
        )
    nowhere = next((one for one in seen if one.box is None), None)
    if resolution is None and nowhere is not None:
        raise UserError(
            f"{nowhere.pair.image} has no coordinates, so nothing says how large its pixels are; give --resolution.",
            kind="usage",
        )


def _unrolled(seen: Sequence[_Seen]) -> list[_Seen]:
    """The same with their grounds in one frame at the antimeridian."""
    placed = [one for one in seen if one.box is not None]
    boxes = iter(unrolled(np.array([None, *(one.box for one in placed)], dtype=object)[1:]) if placed else ())
    return [one if one.box is None else _Seen(**{**one.__dict__, "box": next(boxes)}) for one in seen]


def _write(
    folder: Path,
    seen: Sequence[_Seen],
    places: Sequence[Place | None],
    request: TrainingDataRequest,
    wanted: WantedPixels,
    resolution: float,
    report: Report,
) -> list[Written]:
    written: list[Written] = []
    silent = _Once(report)  # all was told when they were looked at
    for number, (one, place) in enumerate(zip(seen, places, strict=True)):
        report.progress(number / len(seen), f"Writing patches ({len(written)} so far)")
        if place is None:
            continue
        chip = read_chip(one.pair, wanted.bands, one.target, resolution, silent.of(str(one.pair.image)))
        for row, column, values, label in _pieces(chip, request.patch, request.overlap):
            counts = np.bincount(label.ravel(), minlength=UNKNOWN + 1)
            if counts[UNKNOWN] == label.size:
                continue
            name = f"b{place.block:05d}_c{number:06d}_r{row:06d}_c{column:06d}"
            grid = None if chip.grid is None else chip.grid.part(row, column, request.patch, request.patch)
            at: tuple[Affine | None, Any] = (None, None) if grid is None else (grid.transform, grid.crs)
            writing.write_raster(folder / layout.IMAGES / f"{name}.tif", values, *at, wanted.bands)
            writing.write_raster(folder / layout.LABELS / f"{name}.tif", label[None], *at, compress="lzw")
            told = (int(counts[TARGET]), int(counts[BACKGROUND]), int(counts[UNKNOWN]))
            box = None if grid is None else in_degrees(grid)
            fold = (place.block, place.fold, place.is_held_out, one.folder, "")
            written.append(Written(name, one.pair.image.name, *fold, *told, box))
    return written


def _pieces(chip: Chip, side: int, overlap: int) -> Iterator[tuple[int, int, npt.NDArray[Any], npt.NDArray[np.uint8]]]:
    """Row, column, pixels and labels of the patches of a chip; a smaller one is filled up with unknown."""
    height, width = chip.label.shape
    for row in tile_starts(height, side, overlap):
        for column in tile_starts(width, side, overlap):
            values = np.zeros((len(chip.values), side, side), chip.values.dtype)
            label = np.full((side, side), UNKNOWN, np.uint8)
            part = np.s_[row : min(row + side, height), column : min(column + side, width)]
            down, across = part[0].stop - row, part[1].stop - column
            values[:, :down, :across] = chip.values[(slice(None), *part)]
            label[:down, :across] = chip.label[part]
            yield row, column, values, label


def _check_classes(written: Sequence[Written]) -> None:
    if not sum(patch.background for patch in written):
        raise UserError("No mask shows background, so there is one class only; give chips of both.")


def _content(
    request: TrainingDataRequest,
    wanted: WantedPixels,
    seen: Sequence[_Seen],
    places: Sequence[Place | None],
    written: Sequence[Written],
    folds: int,
    resolution: float,
) -> dict[str, Any]:
    folders = list(dict.fromkeys(one.folder for one in seen))
    placed = [(one.box, place.block) for one, place in zip(seen, places, strict=True) if place and one.box is not None]
    shapes = np.array([None, *(box for box, _ in placed)], dtype=object)[1:]
    counts = {"chips": len(seen), "chips_used": sum(place is not None for place in places)}
    return {
        **request_content(request, wanted.bands, folds),
        "dtype": seen[0].dtype,
        "resolution_m": resolution,
        "sources": [
            {"name": name, "kind": "chips", "chips": sum(one.folder == name for one in seen)} for name in folders
        ],
        "imagery": [{"name": name, "terms": request.terms or ""} for name in folders],
        "areas": areas_of(shapes, np.array([block for _, block in placed], np.int64), 0.0),
        "counts": {**counts, **counts_of(None, written)},
    }
