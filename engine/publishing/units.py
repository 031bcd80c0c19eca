"""Rock glaciers by identifier as dialects tell them: those that go out now, and those that are out already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...inventory.dialects.known import MARKERS, OUTLINES, Dialect
from ...inventory.dialects.rows import OUTLINE_TYPE, is_extended
from ..exporting.tables import Content
from ..ground.files.vector_files import read_layer
from ..importing.tables import Tables

Column = Sequence[Any]


@dataclass(frozen=True)
class Units:
    """Rows of a table, of which some are rock glaciers that can be told apart.

    `places` are identifiers -> rows; `columns` are what a field holds -> its values, `labels` -> its name; they and
    `wkb` are as long as the table.
    """

    places: Mapping[str, int] = field(default_factory=dict)
    wkb: Column = ()
    columns: Mapping[str, Column] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def without(self, names: Iterable[str]) -> Units:
        """The same without some identifiers."""
        left_out = set(names)
        places = {name: place for name, place in self.places.items() if name not in left_out}
        return Units(places, self.wkb, self.columns, self.labels)

    def only(self, fields: Iterable[str]) -> Units:
        """The same without fields that another table has not."""
        columns = {holds: self.columns[holds] for holds in fields if holds in self.columns}
        return Units(self.places, self.wkb, columns, self.labels)

    def with_fields_of(self, others: Units) -> Units:
        """The same with the fields that only others have, of the same identifiers."""
        columns, labels = dict(self.columns), dict(self.labels)
        for holds, values in others.columns.items():
            if holds in columns:
                continue
            column: list[Any] = [None] * len(self.wkb)
            for name, place in self.places.items():
                theirs = others.places.get(name)
                column[place] = None if theirs is None else values[theirs]
            label = others.labels[holds]
            columns[holds] = column
            labels[holds] = f"{label} ({holds})" if label in labels.values() else label
        return Units(self.places, self.wkb, columns, labels)


def has_identifier(of: Dialect) -> bool:
    """Whether its outlines can be told apart from one publication to the next."""
    return of.tables[OUTLINES].of("ID") is not None


def units_going_out(of: Dialect, contents: Mapping[str, Content], role: str) -> Units:
    """Those of one table that was filled."""
    content = contents.get(role)
    if content is None:
        return Units()
    columns = {one.name: column for one, column in zip(content.table.fields, content.columns, strict=True)}
    return _units(of, role, content.wkb, columns)


def units_of_files(of: Dialect, tables: Tables, role: str) -> Units:
    """Those of the first layer that is that table of a source."""
    layers = {OUTLINES: tables.outlines.layers, MARKERS: tables.markers}[role]
    if not layers or role not in of.tables:
        return Units()
    names = of.tables[role].found_in(layers[0].fields)
    _, wkb, columns = read_layer(layers[0], list(names.values()))
    return _units(of, role, wkb.tolist(), {ours: columns[theirs].tolist() for ours, theirs in names.items()})


def _units(of: Dialect, role: str, wkb: Column, columns: Mapping[str, Column]) -> Units:
    """Of rows that cannot be told apart the first counts; of several outlines of one unit the extended one."""
    table = of.tables[role]
    identifier, kind = table.of("ID"), table.of(OUTLINE_TYPE)
    held = {one.holds: columns[one.name] for one in table.fields if one.name in columns}
    labels = {one.holds: one.name for one in table.fields if one.name in columns}
    places: dict[str, int] = {}
    kinds = None if kind is None or role != OUTLINES else held.get(kind.holds)
    for place, name in enumerate(held.get("ID", ()) if identifier is not None else ()):
        if kinds is not None and kind is not None and not is_extended(of, {kind.name: kinds[place]}):
            continue
        name = str(name or "").strip()
        if name:
            places.setdefault(name, place)
    return Units(places, wkb, held, labels)
