"""Check an inventory or a published file: all of it is read once, nothing is changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj

from ...inventory.dialects.known import MARKERS, MOVING_AREAS
from ...inventory.errors import UserError
from ...inventory.requests.checks import CheckRequest
from ...inventory.schema import ROCK_GLACIERS, SCHEMA_VERSION
from ...store.twins import SAME_IDENTIFIER, SAME_MARKER, WITHOUT_ROCK_GLACIER
from ..ground.files.vector_files import VectorLayer
from ..ground.vectors import text_of
from ..telling.outputs import check_can_write
from ..telling.report import PartOf, Report
from .dialects import check_moving_areas, writing_of
from .found import Found, Listening, Row, Rows
from .geometry import check_layer, check_part, tell_heard
from .identifiers import boxes_of, check_identifiers, check_systems
from .markers import Markers, read_markers
from .outlines import Part, crs_of, meanings, read_outlines
from .overlaps import check_overlaps
from .ranges import check_numbers, check_place
from .sources import Sources, sources_of
from .telling import result_of
from .texts import check_texts
from .values import NUMBERS, check_metadata, check_stale, check_words
from .writing import write_problems

_PUBLISHED = ROCK_GLACIERS.field_names[: ROCK_GLACIERS.field_names.index("ADDI_INF") + 1]
"""Fields of a published inventory, which come first; the others tell of our own work."""


def check_file(request: CheckRequest, report: Report) -> dict[str, Any]:
    """Check what is asked for.

    Raises
    ------
    UserError
        A file or layer that is not there or cannot be read, coordinates that lie in no system, an output that
        cannot be written.
    """
    if request.output is not None:
        check_can_write(request.output)
    listening, found = Listening(report), Found()
    sources = sources_of(request.input, request.layer, request.markers, listening)
    if request.output is not None and request.output.resolve() in sources.files:
        raise UserError(f"{request.output} is what is checked; give another output.", kind="output")
    _check_file(sources, found)
    markers = _markers(sources, found, listening)
    crs, count, are_named = None, 0, False
    if sources.outlines is not None:
        crs = crs_of(sources.outlines, found)
        checked = _Outlines(sources, sources.outlines, crs, markers, found)
        count, are_named = checked.run(PartOf(listening, 0, 0.7)), checked.are_named
        check_overlaps(sources.outlines, crs, checked.rows, checked.boxes, found, PartOf(listening, 0.7, 1))
    for of in sources.moving:
        check_moving_areas(of, crs_of(of, found), sources.dialect, MOVING_AREAS, found, listening)
    if markers is not None:
        if sources.outlines is None or count or markers.rows.fids:
            _check_markers(sources, markers, found)
        if not are_named:
            _check_names(sources, markers, found)
    for heard in dict.fromkeys(listening.heard):
        tell_heard(heard, Row(sources.first.name), found)
    problems = found.in_order()
    layers: list[str] = []
    if request.output is not None:
        layers = write_problems(request.output, problems, sources.outlines, crs)
    report.progress(1.0, f"{len(problems)} problems found")
    return result_of(sources, found, problems, count, 0 if markers is None else len(markers.rows.fids), layers, request)


def _markers(sources: Sources, found: Found, report: Report) -> Markers | None:
    of = sources.markers
    if of is None:
        return None
    check_layer(of, found)
    return read_markers(of, crs_of(of, found), sources.dialect, found, report)


def _check_file(sources: Sources, found: Found) -> None:
    """What the file as a whole says: its version, what it lacks, what contradicts what."""
    facts = sources.facts
    if facts is None:
        return
    row = Row(sources.first.name)
    if facts.version < SCHEMA_VERSION:
        text = f"{sources.called} has schema version {facts.version}, the present one is {SCHEMA_VERSION}; it was read"
        found.add("schema_old", row, f"{text} as it is: open it in the dock to bring it up to date.")
    else:
        for sentence in facts.missing:
            found.add("field_missing", row, sentence)
    for twin in facts.contradictions:
        if twin.kind not in (SAME_IDENTIFIER, SAME_MARKER):  # which are found by identifiers and markers
            rule = "not_decided_so" if twin.kind == WITHOUT_ROCK_GLACIER else "contradiction"
            for place, fid in enumerate(twin.fids):
                other = twin.fids[(place + 1) % len(twin.fids)] if len(twin.fids) > 1 else None
                found.add(rule, Row(twin.layer.name, fid), twin.sentence, other=other)


def _check_markers(sources: Sources, markers: Markers, found: Found) -> None:
    rows, of = markers.rows, sources.markers
    if not rows.fids and of is not None:
        found.add("empty_layer", Row(rows.layer), f"Layer {of.place} holds no markers.")
    check_place(rows, markers.numbers, rows.places, found)
    if sources.outlines is not None:
        markers.check_rest(found)


def _check_names(sources: Sources, markers: Markers, found: Found) -> None:
    """Identifiers of markers, where outlines have none: alone, or joined by where they lie, as in RGIK's template."""
    rows, of = markers.rows, sources.markers
    field = meanings(of, sources.dialect, MARKERS).get("ID") if of is not None else None
    nowhere = np.full((len(rows.fids), 4), np.nan)
    check_identifiers(of.place if of else rows.layer, rows, field, rows.places, nowhere, found)


@dataclass
class _Outlines:
    """All outlines of a layer on their way through the rules."""

    sources: Sources
    of: VectorLayer
    crs: pyproj.CRS
    markers: Markers | None
    found: Found

    def run(self, report: Report) -> int:
        """Read them all; how many there are."""
        check_layer(self.of, self.found)
        self._fields = meanings(self.of, self.sources.dialect)
        self._writing = writing_of(self.of, self.sources.dialect)
        self._check_fields()
        self._numbers: dict[str, list[npt.NDArray[np.float64]]] = defaultdict(list)
        self._parts: dict[str, list[Any]] = defaultdict(list)
        self._names: list[str] = []
        self._fids: list[int] = []
        self._systems: list[str] = []
        for part in read_outlines(self.of, self.crs, self._fields, report):
            self._take(part)
            report.progress(None, f"{len(self._fids)} outlines read")
        self._end()
        return len(self._fids)

    def _check_fields(self) -> None:
        """Fields that a file of this kind should have."""
        if self.sources.is_inventory or self.sources.dialect is None:
            return  # the store has told it, or nobody knows
        theirs = self.sources.dialect.fields
        lacking = [name for name in _PUBLISHED if name != "ID" and name in theirs and name not in self._fields]
        if lacking:
            text = f"Layer {self.of.place} lacks the fields {', '.join(lacking)}."
            self.found.add("field_missing", Row(self.of.name), text)

    def _take(self, part: Part) -> None:
        rows, columns, fields, found = part.rows, part.columns, self._fields, self.found
        check_part(part, self.crs, found)
        check_texts(self.of, columns, rows, found)
        check_words(columns, fields, rows, found)
        self._writing.look_at_words(columns, rows)
        check_stale(columns, fields, rows, found)
        check_metadata(columns, fields, rows, found)
        for name in NUMBERS:
            if name in fields:
                values = self._writing.numbers(name, fields[name], columns[fields[name]], rows, found)
                self._numbers[name].append(values)
        systems = columns[fields["RGS_ID"]].tolist() if "RGS_ID" in fields else [""] * len(rows.fids)
        self._systems += [text_of(value) for value in systems]
        markers = np.full((len(rows.fids), 2), np.nan)
        if self.markers is not None:
            markers = self.markers.join(part, found)
        for name, values in (
            ("places", rows.places),
            ("boxes", boxes_of(part.degrees)),
            ("areas", part.areas),
            ("markers", markers),
        ):
            self._parts[name].append(values)
        self._fids += rows.fids
        self._names += rows.identifiers

    def _end(self) -> None:
        """What needs all of them."""
        whole: Mapping[str, Any] = {name: np.concatenate(parts) for name, parts in self._parts.items()}
        numbers = {name: np.concatenate(parts) for name, parts in self._numbers.items()}
        self.boxes = whole["boxes"]
        self.rows = Rows(self.of.name, self._fids, self._names, whole["places"])
        if not self._fids and not (self.markers is not None and self.markers.rows.fids):  # else those are told of
            text = f"Layer {self.of.place} holds no outlines" + (
                ", and no markers are beside it." if self.markers else "."
            )
            self.found.add("empty_layer", Row(self.of.name), text)
        markers = whole["markers"]
        if self.markers is None:
            markers = self._markers_of_fields(numbers, markers)
        place = self.of.place
        has_names = "ID" in self._fields or (self.markers is None and self._has_identifiers)
        self.are_named = has_names and (bool(self._fids) or self.markers is None)
        if self.are_named:
            check_identifiers(place, self.rows, self._fields.get("ID"), markers, self.boxes, self.found)
        if self.markers is not None and "RGS_ID" not in self._fields:
            self._systems = self.markers.joined_systems
        self._writing.tell_words(self.found)
        check_systems(self.rows, self._systems, self.boxes, self.found)
        area_unit = self._writing.unit_of(self._fields.get("AREA"))
        check_numbers(place, self.rows, numbers, whole["areas"], markers, self.found, area_unit)

    @property
    def _has_identifiers(self) -> bool:
        """Whether a file of this kind tells identifiers; the global inventory has none."""
        return self.sources.dialect is None or "ID" in self.sources.dialect.fields

    def _markers_of_fields(self, numbers: Mapping[str, Any], nowhere: Any) -> Any:
        """Without markers LAT and LON tell where they are, where the file has them."""
        if "LAT" in numbers and "LON" in numbers:
            return np.column_stack((numbers["LON"], numbers["LAT"]))
        text = f"{self.sources.called} has no markers and no LAT and LON; whether they lie inside was not checked."
        self.found.add("no_markers", Row(self.of.name), text)
        return nowhere
