"""An inventory, or any layer of polygons or points, as columns: what all statistics are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory import schema
from ...inventory.errors import UserError
from ..ground.files.vector_files import VectorLayer, layer_names, look_at, read_layer
from ..ground.vectors import choose_layer, layer_crs, text_of
from ..telling.report import Report, SilentReport
from .columns import NUMBERS, TEXTS, Floats, are_sectors, as_numbers, without_impossible
from .places import Places, read_places

Texts = npt.NDArray[Any]
_PREFERRED = (schema.ROCK_GLACIERS.name, schema.CANDIDATES.name)
_LABELS = ("ID", "CANDIDATE_ID", "NAME")


@dataclass(frozen=True)
class Table:
    """Features of a layer, one place in each array.

    `longitude` and `latitude` are the marker's (NaN: it has no place), `identifiers` texts, `columns` arrays by the
    names of an inventory's fields: numbers with NaN where there is none, texts with "". `absent` are numbers that the
    layer does not have; `stale` tells whose attributes are older than the outline; `subregions` are names of all
    subregions of the inventory, also of those without a rock glacier.
    """

    path: Path
    layer: str
    longitude: Floats
    latitude: Floats
    identifiers: Texts
    columns: Mapping[str, npt.NDArray[Any]]
    absent: tuple[str, ...] = ()
    stale: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    subregions: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """How many features there are."""
        return len(self.identifiers)

    def column(self, name: str) -> npt.NDArray[Any]:
        """The values of a field; NaN everywhere of a number that the layer does not have.

        Raises
        ------
        UserError
            No such field was read.
        """
        if name in self.columns:
            return self.columns[name]
        if name in NUMBERS:
            return np.full(self.number, np.nan)
        if name in TEXTS:
            return np.full(self.number, "", dtype=object)
        raise UserError(f"Layer '{self.layer}' of {self.path} has no field '{name}'; it may be named otherwise.")

    def known(self, name: str) -> int:
        """How many have a value of a field."""
        values = self.column(name)
        return int((np.isfinite(values) if values.dtype.kind == "f" else values != "").sum())

    def some(self, chosen: npt.NDArray[Any]) -> Table:
        """Those that a mask or numbers choose."""
        return replace(
            self,
            longitude=self.longitude[chosen],
            latitude=self.latitude[chosen],
            identifiers=self.identifiers[chosen],
            columns={name: values[chosen] for name, values in self.columns.items()},
            stale=self.stale[chosen],
        )


def read_table(path: Path, layer: str = "", also: Sequence[str] = (), report: Report | None = None) -> Table:
    """Read a layer as columns.

    Of an inventory no outline is read where the markers' places and the areas are known. Of other polygons the area
    is measured on the ellipsoid whatever a field AREA says, because others count in hectares or square kilometres.

    Parameters
    ----------
    path
        Any vector file; it is not changed, whatever its version.
    layer
        Its layer; empty: rock_glaciers, else candidates, else the only one.
    also
        Further fields.
    report
        Gets what should be known: absent fields, values that cannot be, attributes older than their outline.

    Raises
    ------
    UserError
        It cannot be read, holds neither polygons nor points, or has no such field.
    """
    report = report or SilentReport()
    of = look_at(path, choose_layer(path, layer or None, _PREFERRED), report)
    layer_crs(of)
    named = {name: there for name in (*NUMBERS, *TEXTS, "STALE", "LON", "LAT") for there in of.those_of(name)}
    labels = of.those_of(*_LABELS)
    further = {name: _field(of, name) for name in also if name not in named}
    wanted = list(dict.fromkeys([*named.values(), *labels, *further.values()]))
    fids, _, values = read_layer(of, wanted, report, outlines=False)
    found = {name: values[there] for name, there in {**named, **further}.items()}
    numbers = _numbers(of, found, len(fids), report)
    known = Places(numbers.pop("LON"), numbers.pop("LAT"), numbers["AREA"])
    places = read_places(of, known, _is_ours(of), report)
    numbers["AREA"] = places.area
    numbers = _possible(of, numbers, report)
    absent = tuple(name for name in NUMBERS if name not in named and not np.isfinite(numbers[name]).any())
    stale = np.asarray(found["STALE"] == 1 if "STALE" in found else np.zeros(len(fids)), dtype=bool)
    columns = {**{name: values for name, values in numbers.items() if name not in absent}, **_texts(found, also)}
    table = Table(
        path, of.name, places.longitude, places.latitude, _labels(labels, values, fids), columns, absent, stale
    )
    _tell(of, table, report)
    return replace(table, subregions=_subregions(of))


def _field(of: VectorLayer, name: str) -> str:
    there = of.those_of(name)
    if not there:
        raise UserError(f"Layer {of.place} has no field '{name}'; it has: {', '.join(of.fields) or 'none'}.")
    return there[0]


def _is_ours(of: VectorLayer) -> bool:
    """Whether its fields mean what they mean in an inventory of ours, or in a detection's own file."""
    if of.name == schema.CANDIDATES.name:
        return bool(of.those_of("RUN_ID") and of.those_of("AREA"))
    return of.name == schema.ROCK_GLACIERS.name and schema.CANDIDATES.name in layer_names(of.path)


def _numbers(
    of: VectorLayer, found: Mapping[str, npt.NDArray[Any]], count: int, report: Report
) -> dict[str, npt.NDArray[Any]]:
    numbers = {}
    for name in (*NUMBERS, "LON", "LAT"):
        values = as_numbers(found[name]) if name in found else None
        if name in found and values is None and count:
            report.warning(f"Field {name} of layer {of.place} holds texts, not numbers; it is left out.")
        numbers[name] = np.full(count, np.nan) if values is None else values
    if are_sectors(numbers["ASPECT"]):
        report.warning(
            f"Field ASPECT of layer {of.place} holds numbers of sectors, which some count from north and others from "
            "east, and not degrees; it is left out."
        )
        numbers["ASPECT"] = np.full(count, np.nan)
    return numbers


def _possible(of: VectorLayer, numbers: dict[str, Floats], report: Report) -> dict[str, Floats]:
    possible = {}
    for name, values in numbers.items():
        possible[name], wrong = without_impossible(name, values)
        if wrong:
            what = "aspects of flat ground, or none" if name == "ASPECT" else "values that cannot be"
            first = values[np.isfinite(values) & ~np.isfinite(possible[name])][0]
            report.warning(
                f"Field {name} of layer {of.place} holds {wrong} {what}, such as {first:g}; they count as missing."
            )
    return possible


def _texts(found: Mapping[str, npt.NDArray[Any]], also: Sequence[str]) -> dict[str, npt.NDArray[Any]]:
    """Texts as such, and of further fields numbers as they are."""
    columns: dict[str, npt.NDArray[Any]] = {}
    for name, values in found.items():
        if name in TEXTS or name in also:
            numbers = as_numbers(values) if values.dtype.kind == "f" and name not in TEXTS else None
            told = np.array([text_of(value) for value in values], dtype=object) if numbers is None else numbers
            columns[name] = told
    return {name: values for name, values in columns.items() if name not in NUMBERS}


def _labels(labels: Sequence[str], values: Mapping[str, npt.NDArray[Any]], fids: npt.NDArray[np.int64]) -> Texts:
    names = np.array([f"feature {fid}" for fid in fids.tolist()], dtype=object)
    for label in reversed(labels):
        texts = np.array([text_of(value) for value in values[label]], dtype=object)
        names = np.where(texts != "", texts, names)
    return names


def _subregions(of: VectorLayer) -> tuple[str, ...]:
    if schema.SUBREGIONS.name not in layer_names(of.path):
        return ()
    regions = look_at(of.path, schema.SUBREGIONS.name)
    names = regions.those_of("NAME")
    if not names:
        return ()
    _, _, values = read_layer(regions, names, outlines=False)
    return tuple(dict.fromkeys(text_of(value) for value in values[names[0]] if text_of(value)))


def _tell(of: VectorLayer, table: Table, report: Report) -> None:
    if not table.number:
        report.warning(f"Layer {of.place} holds no features; there is nothing to count.")
        return
    removed = int((table.column("STATE") == schema.REMOVE).sum())
    if removed:
        report.warning(
            f"{removed} of {table.number} in layer {of.place} were removed by a mapper and count all the same."
        )
    if len(table.absent) == len(NUMBERS):
        report.warning(f"Layer {of.place} has none of an inventory's attributes; only its places are counted.")
    elif table.absent:
        report.warning(f"Layer {of.place} has no {', '.join(table.absent)}; nothing is told of them.")
    filled = np.zeros(table.number, bool)
    for name in NUMBERS:
        filled |= np.isfinite(table.column(name)) & (name != "AREA")
    stale = int((table.stale & filled).sum())
    if stale:
        report.warning(
            f"{stale} of {table.number} in layer {of.place} have attributes that are older than their outline; they "
            "are counted as they are. Run attributes first to have them anew."
        )
    known = {name: table.known(name) for name in NUMBERS if name not in table.absent}
    nobody = [name for name, number in known.items() if number == 0]
    if nobody:
        report.warning(f"Nothing in layer {of.place} has {', '.join(nobody)}; the command attributes fills them.")
    some = {name: number for name, number in known.items() if 0 < number < table.number}
    if some:
        told = ", ".join(f"{name} {number}" for name, number in some.items())
        report.warning(f"Not all {table.number} in layer {of.place} have all attributes; there are: {told}.")
    lost = int((~np.isfinite(table.longitude)).sum())
    if lost:
        report.warning(f"{lost} in layer {of.place} have no place; cells do not hold them.")
