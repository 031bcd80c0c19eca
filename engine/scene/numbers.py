"""What an image's numbers mean: declared scale and offset, Sentinel-2's offset, against a model's range.

A model card gives a range for whole numbers and one for decimals; the line between the two says which whole
number stands for which quantity (0.3558 and 3558: reflectance times 10 000). So an image that declares a
scale and an offset is brought to the card's whole numbers: ``DN x scale + offset`` as decimals, then along
that line. Where that is the identity, nothing is touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ...models.cards.card import BandRange
from ...models.prediction.scaling import kind_of
from ..telling.report import Report
from .mosaic.quads import CatalogueFacts

Values = npt.NDArray[Any]

SENTINEL_2_OFFSET = -1000.0
"""Added to Sentinel-2's numbers since processing baseline 04.00 (25 January 2022; ESA, S2 Products
Specification: reflectance = (DN + BOA_ADD_OFFSET) / QUANTIFICATION_VALUE)."""
_BASELINE_NAME = re.compile(r"_N(0[4-9]\d\d|[1-9]\d{3})_")
_BELOW = 0.05
"""Share of pixels with negative reflectance that is believed: dark water and shadows have some."""
_DARKEST, _BRIGHTEST = 0.01, 4.0
"""The median of an image, as shares of the model's range, that is believed: from shadow to snow."""
_SAME = 1e-6


@dataclass(frozen=True)
class Line:
    """From stored numbers to those that the model reads: ``stored x gain + offset``, one each a band."""

    gain: tuple[float, ...]
    offset: tuple[float, ...]

    def of(self, values: Values) -> Values:
        """Values (bands, h, w) in the same type; whole numbers are rounded and end where the type does."""
        gain, offset = (np.array(part)[:, None, None] for part in (self.gain, self.offset))
        if values.dtype.kind == "f":
            return np.asarray(values * gain.astype(values.dtype) + offset.astype(values.dtype))
        limits = np.iinfo(values.dtype)
        if all(part == 1 for part in self.gain) and all(part == int(part) for part in self.offset):
            found = values.astype(np.int32) + offset.astype(np.int32)
        else:
            found = np.rint(values * gain.astype(np.float32) + offset.astype(np.float32))
        return np.asarray(np.clip(found, limits.min, limits.max).astype(values.dtype))


def line_of(
    dataset: Any,
    bands: Sequence[int],
    name: str,
    ranges: Mapping[str, BandRange],
    report: Report,
    told: CatalogueFacts,
    sample: Callable[[], Values],
    *,
    doubt: bool = True,
) -> Line | None:
    """How the numbers of an image become those of a model; None where they are already.

    Parameters
    ----------
    dataset, bands, name
        The open image, those of its bands that are read, and what people call it.
    ranges
        The card's, by kind of value.
    report
        Is told what was not heard, and why.
    told
        What a catalogue says of the image.
    sample
        Gives pixels with data, spread over the image, as they are stored: shape (bands, n).
    doubt
        Whether numbers of which nothing is told are looked at, too.
    """
    places = [number - 1 for number in bands]
    scales, offsets = _declared_numbers(dataset, places, name, report, told)
    kind, line = kind_of(np.dtype(dataset.dtypes[places[0]])), None
    if any(scale != 1 for scale in scales) or any(offsets):
        words = f"scale {_few(scales)} and offset {_few(offsets)}"
        found = _declared(scales, offsets, kind, ranges)
        if isinstance(found, str):
            report.warning(f"{name} declares {words}, {found}; its numbers are taken as they are stored.")
            return None
        if found is not None:
            # What is measured may also be told in the model's whole numbers: scale 1 and offset -1000.
            whole = Line(tuple(scales), tuple(offsets))
            line = _believed((found, whole), ranges[kind], name, words, report, sample())
            if line is None:
                return None
    if kind != "uint16" or any(offsets):
        return line
    added = _added_offset(dataset, bands, told)
    if added is not None:
        first = _sentinel(added, name, report, sample())
        return line if first is None else _after(first, line)
    if line is None and doubt and told.offset_applied is None and _is_reflectance(ranges):
        _tell_offset(sample(), name, report)
    return line


def _declared_numbers(
    dataset: Any, places: Sequence[int], name: str, report: Report, told: CatalogueFacts
) -> tuple[list[float], list[float]]:
    """Scales and offsets of bands that the file declares, else a catalogue; 1 and 0 where neither does."""
    scales = [dataset.scales[at] or 1.0 for at in places]
    offsets = [dataset.offsets[at] or 0.0 for at in places]
    if max(places) < len(told.scales) and all(s == 1 for s in scales) and not any(offsets):
        scales, offsets = [told.scales[at] for at in places], [told.offsets[at] for at in places]
    if not np.isfinite([*scales, *offsets]).all():
        report.warning(
            f"{name} declares scale {_few(scales)} and offset {_few(offsets)}, which are no numbers; it is "
            "read as it is stored."
        )
        return [1.0] * len(places), [0.0] * len(places)
    if told.offset_applied and any(offsets):
        report.warning(f"The catalogue says that the offset of {name} has been applied; it is not added.")
        offsets = [0.0] * len(offsets)
    return scales, offsets


def _after(first: Line, line: Line | None) -> Line:
    """One line for adding an offset to what is stored, and then another line."""
    if line is None:
        return first
    sums = (g * more + b for g, more, b in zip(line.gain, first.offset, line.offset, strict=True))
    return Line(line.gain, tuple(sums))


def _few(values: Sequence[float]) -> str:
    return ", ".join(f"{value:g}" for value in (values[:1] if len(set(map(repr, values))) == 1 else values))


def _declared(
    scales: Sequence[float], offsets: Sequence[float], kind: str, ranges: Mapping[str, BandRange]
) -> Line | str | None:
    """The line, None where it is the identity, or in words why there is none."""
    if "float" not in ranges or kind not in ranges:
        return "and the model does not say which decimals it reads"
    decimals, stored, gains, begins = ranges["float"], ranges[kind], [], []
    for at, (scale, offset) in enumerate(zip(scales, offsets, strict=True)):
        per = (stored.high[at] - stored.low[at]) / (decimals.high[at] - decimals.low[at])
        gain = scale if kind == "float" else scale * per
        begin = offset if kind == "float" else stored.low[at] + (offset - decimals.low[at]) * per
        near = round(begin) if kind != "float" and abs(begin - round(begin)) < 1e-3 else begin
        gains.append(1.0 if abs(gain - 1) < _SAME else gain)
        begins.append(float(near))
    if all(gain == 1 for gain in gains) and not any(begins):
        return None
    if kind == "uint8":
        return "and the model reads bytes as a picture, whatever they measure"
    return Line(tuple(gains), tuple(begins))


def _believed(
    lines: Sequence[Line], limits: BandRange, name: str, words: str, report: Report, pixels: Values
) -> Line | None:
    """The reading of what is declared that pixels of the image bear out; None, and said, where none does."""
    if not pixels.size:
        return lines[0]
    low, high = (np.array(end)[:, None] for end in (limits.low, limits.high))

    def place(line: Line | None) -> Values:
        if line is None:
            return np.asarray((pixels - low) / (high - low))
        found = pixels * np.array(line.gain)[:, None] + np.array(line.offset)[:, None]
        return np.asarray((found - low) / (high - low))

    def is_usual(line: Line | None) -> bool:
        return bool(_DARKEST < np.median(place(line)) < _BRIGHTEST)

    line = next((line for line in lines if is_usual(line)), lines[0])
    below = float((place(line) < -0.01).mean())
    if any(line.offset) and below > _BELOW and is_usual(None):
        report.warning(
            f"{name} declares {words}, by which {below:.0%} of its pixels would be below zero: the offset "
            "seems to have been applied already; its numbers are taken as they are stored."
        )
        return None
    if not is_usual(line) and is_usual(None):
        heard, plain = np.median(place(line)), np.median(place(None))
        report.warning(
            f"{name} declares {words}, which would put its median at {heard:.2g} times the range that the "
            f"model reads, and its stored numbers at {plain:.2g} times; they are taken as they are stored."
        )
        return None
    return line


def _added_offset(dataset: Any, bands: Sequence[int], told: CatalogueFacts) -> tuple[float, ...] | None:
    """What Sentinel-2's metadata or name says of an offset, in stored numbers, one a band."""
    if told.offset_applied:
        return None
    about = {**dataset.tags(), **told.tags}
    by_band = [_number_of({**about, **dataset.tags(number)}, r"(BOA|RADIO)_ADD_OFFSET") for number in bands]
    if any(by_band):
        return tuple(value or 0.0 for value in by_band)
    baseline = _number_of(about, "PROCESSING_BASELINE")
    late = baseline >= 4 if baseline is not None else bool(_BASELINE_NAME.search(str(dataset.name)))
    if told.offset_applied is False and baseline is None:
        late = True
    return (SENTINEL_2_OFFSET,) * len(bands) if late else None


def _number_of(tags: Mapping[str, str], key: str) -> float | None:
    for name, value in tags.items():
        if re.search(key, name.upper()):
            try:
                return float(str(value).split(",")[0].split(" ")[0].strip("[]"))
            except ValueError:
                continue
    return None


def _is_reflectance(ranges: Mapping[str, BandRange]) -> bool:
    """Whether a model reads reflectance times 10 000, as Sentinel-2 stores it."""
    if not {"float", "uint16"} <= set(ranges):
        return False
    shares = (w / d for w, d in zip(ranges["uint16"].high, ranges["float"].high, strict=True))
    return all(abs(share / 10_000 - 1) < 0.01 for share in shares)


def _tell_offset(pixels: Values, name: str, report: Report) -> None:
    """Warn where even the darkest pixels are as bright as Sentinel-2's offset makes them."""
    darkest = float(np.percentile(pixels, 0.1)) if pixels.size else 0.0
    if 1 <= darkest / -SENTINEL_2_OFFSET < 1.5:
        report.warning(
            f"No pixel of {name} is darker than {darkest:.0f}: if it is of Sentinel-2 in 2022 or later, its "
            "numbers carry an offset of 1000; subtract it, or declare it (gdal_edit.py -scale 0.0001 "
            "-offset -0.1)."
        )


def _sentinel(added: tuple[float, ...], name: str, report: Report, pixels: Values) -> Line | None:
    """The offset that Sentinel-2's metadata or name tells, where the numbers still carry it."""
    least = -max(map(abs, added))
    low = float(np.percentile(pixels, 1)) if pixels.size else -least
    if low < -least * 0.9:
        report.warning(
            f"{name} says that it was made with Sentinel-2's offset of {least:g}, but its pixels reach down "
            f"to {low:.0f}: the offset seems to have been applied; its numbers are taken as they are stored."
        )
        return None
    report.warning(
        f"{name} says that it carries Sentinel-2's offset (processing baseline 04.00 or later); "
        f"{least:g} is added to its numbers."
    )
    return Line((1.0,) * len(added), added)
