"""What an import would do: tables of a source, fields that are taken, the inventory they go to; and a look at it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyproj

from ...inventory.dialects.known import MARKERS, OUTLINES, Dialect, Table
from ...inventory.errors import UserError
from ...inventory.identifiers import place_of, read_identifier
from ...inventory.requests.importing import ImportRequest
from ...inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS, Layer, targets
from ...inventory.secrets import scrub
from ...store.new_inventory import check_suffix
from ..ground.files.vector_files import VectorLayer, read_layer
from ..ground.geodesy import LONGITUDE_LATITUDE, to_pyproj
from ..ground.vectors import layer_crs, text_of
from ..runs.inventories import open_inventory
from ..runs.run_record import crs_name
from ..telling.report import Report
from .mapping import FieldMap, key_of, map_fields
from .markers import read_markers
from .outlines import Reading
from .tables import Tables, tables_of
from .values import IDENTIFIER, Doubts

LAYERS = {"rock-glaciers": ROCK_GLACIERS, "candidates": CANDIDATES}
"""What outlines can become -> the layer."""
_ROWS_OF_A_LOOK = 3
_ROWS_OF_A_GUESS, _MOST_OF_THEM = 200, 0.8
_DEGREES = {"LAT": ("LAT", "LATITUDE"), "LON": ("LON", "LONG", "LONGITUDE")}


@dataclass(frozen=True)
class Plan:
    """What is read, into which layer of which inventory, in its coordinate system, with which mappings.

    `key` and `marker_key` are what the mappings of outlines and of markers are remembered under.
    """

    tables: Tables
    inventory: Path
    layer: Layer
    crs: Any
    fields: FieldMap
    key: str
    marker_fields: FieldMap
    marker_key: str

    @property
    def place(self) -> str:
        """What is read, in words."""
        return self.tables.place or self.tables.outlines.place

    @property
    def keeps(self) -> Dialect | None:
        """The dialect whose attributes are kept as they came in; None where it has none."""
        dialect = self.tables.dialect
        return dialect if dialect is not None and dialect.keeps_more and self.layer is ROCK_GLACIERS else None

    def reading(self) -> Reading:
        """The outlines."""
        return Reading(self.tables.outlines, self.layer, self.fields, self.crs, self.keeps)


def plan_import(request: ImportRequest, report: Report) -> Plan:
    """Look at what is to be imported.

    Raises
    ------
    UserError
        A file or field that is not there, outlines without a coordinate system, an inventory that is none.
    """
    inventory, of = request.inventory, LAYERS[request.as_]
    check_suffix(inventory)
    tables = tables_of(request.input, request.layer, request.dialect, report)
    if of is CANDIDATES and not tables.outlines.layers:
        raise UserError(f"{tables.place} holds markers and no outlines; only outlines can become candidates.")
    outlines, markers = (_names(layers) for layers in (tables.outlines.layers, tables.markers))
    key, marker_key = key_of(outlines, of), key_of(markers, PRIMARY_MARKERS)
    facts: dict[str, str] = {}
    if inventory.exists():
        with closing(open_inventory(inventory, write=False)) as store:
            crs: Any = store.reference(of).wkt
            facts = {} if request.dialect else store.facts()  # what is said counts before what is remembered
    else:
        crs = _crs_of(tables)
    fields = _mapped(tables, OUTLINES, outlines, of, request.map, facts.get(key))
    given = None if tables.outlines.layers else request.map
    of_markers = _mapped(tables, MARKERS, markers, PRIMARY_MARKERS, given, facts.get(marker_key))
    return Plan(tables, inventory, of, crs, fields, key, of_markers, marker_key)


def _names(layers: tuple[VectorLayer, ...]) -> list[str]:
    return list(dict.fromkeys(name for of in layers for name in of.fields))


def _crs_of(tables: Tables) -> pyproj.CRS:
    """That of all layers where they have one, else longitude and latitude."""
    layers = [of for of in (*tables.outlines.layers, *tables.markers) if of.geometry_type != "None"]
    systems = [layer_crs(of) for of in layers]
    alike = bool(systems) and all(system.equals(systems[0], ignore_axis_order=True) for system in systems)
    return systems[0].to_2d() if alike else to_pyproj(LONGITUDE_LATITUDE)


def _mapped(
    tables: Tables, role: str, names: list[str], of: Layer, given: str | None, remembered: str | None
) -> FieldMap:
    layers = tables.outlines.layers if role == OUTLINES else tables.markers
    dialect: tuple[Dialect, Table] | None = None
    if tables.dialect is not None and role in tables.dialect.tables:
        dialect = (tables.dialect, tables.dialect.tables[role])
    guessed = _guessed(layers, role) if dialect is None else {}
    return map_fields(names, of, given, remembered, tables.place or tables.outlines.place, dialect, guessed)


def _guessed(layers: tuple[VectorLayer, ...], role: str) -> dict[str, str]:
    """What values show: a column of identifiers; of markers also columns of degrees, as their names say."""
    found: dict[str, str] = {}
    for of in layers[:1]:
        texts = [name for name, is_text in zip(of.fields, of.texts, strict=True) if is_text]
        _, _, columns = read_layer(of, texts, part=(0, _ROWS_OF_A_GUESS), outlines=False)
        for name, values in columns.items():
            told = [read_identifier(text) for value in values.tolist() if (text := text_of(value))]
            valid = sum(place_of(text) is not None for text in told)
            if told and valid >= _MOST_OF_THEM * len(told):
                found.setdefault(IDENTIFIER, name)
        for name in of.fields if role == MARKERS else ():
            found.update({ours: name for ours, called in _DEGREES.items() if name.upper() in called})
    return found


def look(plan: Plan, report: Report) -> dict[str, Any]:
    """The mapping that would be used, and the first rows as they would be; nothing is written."""
    reading = plan.reading()
    outlines = list(islice(reading.outlines(report, _ROWS_OF_A_LOOK), _ROWS_OF_A_LOOK))
    rows = [outline.values for outline in outlines]
    fields = plan.fields
    if not plan.tables.outlines.layers:
        rows, fields = _first_markers(plan, reading.doubts, report), plan.marker_fields
    reading.doubts.tell(report)
    width = max(map(len, [*fields.pairs, "FIELD"]))
    state = "is there" if plan.inventory.exists() else "is made"
    target = plan.layer.name if plan.tables.outlines.layers else PRIMARY_MARKERS.name
    lines = [f"{plan.place} -> {target} of {plan.inventory} (which {state}, in {crs_name(plan.crs)})", ""]
    for ours, theirs in fields.pairs.items():
        values = ", ".join("-" if row.get(ours) is None else str(row[ours]) for row in rows)
        lines.append(f"{ours:<{width}} = {theirs} ({fields.why[ours]}): {values}")
    if fields.unused and plan.keeps is None:
        known = targets(plan.layer if plan.tables.outlines.layers else PRIMARY_MARKERS)
        free = ", ".join(name for name in known if name not in fields.pairs)
        lines += ["", f"not taken: {', '.join(fields.unused)}", f"could be told, as OURS=THEIRS: {free}"]
    return {"table": scrub("\n".join(lines)), "map": fields.pairs, "unused": fields.unused, "rows": rows}


def _first_markers(plan: Plan, doubts: Doubts, report: Report) -> list[dict[str, Any]]:
    return [marker.values for marker in islice(markers_of(plan, doubts, report), _ROWS_OF_A_LOOK)]


def markers_of(plan: Plan, doubts: Doubts, report: Report) -> Any:
    """The markers of a source."""
    dialect = plan.tables.dialect
    table = None if dialect is None else dialect.tables.get(MARKERS)
    return read_markers(plan.tables.markers, dialect, table, plan.marker_fields, plan.crs, doubts, report)
