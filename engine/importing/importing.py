"""Any polygon or point layer becomes rock glaciers, markers, or candidates to be decided again, of an inventory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from ...inventory.dialects.known import OUTLINES
from ...inventory.errors import UserError
from ...inventory.schema import ROCK_GLACIERS
from ...store.staging import Staged
from ..ground.vectors import layer_crs
from ..intake.inventory_file import new_inventory
from ..runs.inventories import open_inventory
from ..runs.run_record import Run, new_run
from ..telling.lists import few
from ..telling.outputs import check_can_write
from ..telling.report import PartOf, Report
from .areas import beside, read_areas, read_moving_areas
from .joining import Beside, Joining
from .mapping import FieldMap, as_remembered
from .markers import Marker
from .outlines import Outline, Reading
from .planning import Plan, markers_of
from .taking import Taken, Taking
from .values import IDENTIFIER

_BATCH = 2_000
"""Outlines that are compared and written at a time."""
_NAMED = 12


def import_outlines(plan: Plan, report: Report) -> dict[str, Any]:
    """Take outlines and markers in: all are read first, then written in one transaction.

    Raises
    ------
    UserError
        A file that cannot be read to its end, or an inventory that cannot be written; it is as it was then.
    """
    if plan.inventory.exists():
        with closing(open_inventory(plan.inventory)) as store:
            store.check_can_fill(plan.layer)
    else:
        check_can_write(plan.inventory)
    _tell_mappings(plan, report)
    tables, reading = plan.tables, plan.reading()
    layers = [*tables.outlines.layers, *tables.markers]
    run = new_run(
        "import",
        tables.outlines.source,
        crs=None if layers[0].geometry_type == "None" else layer_crs(layers[0]),
        parameters=_parameters(plan),
    )
    with closing(_Waiting(plan)) as waiting:
        for outline in reading.outlines(PartOf(report, 0, 0.45)):
            waiting.add(outline)
        waiting.flush()
        markers = list(markers_of(plan, reading.doubts, report)) if plan.layer is ROCK_GLACIERS else []
        if not waiting.count and not markers and not reading.others:
            raise UserError(f"Layer {plan.place} holds no polygons; give a layer with outlines.")
        reading.check_aspects()
        taken = _write(plan, waiting, reading, markers, run, PartOf(report, 0.5, 1))
    report.progress(1.0, f"{taken.added} outlines and {taken.markers} markers without an outline imported")
    reading.doubts.tell(report)
    fields = plan.fields if tables.outlines.layers else plan.marker_fields
    return {
        "inventory": str(plan.inventory),
        "layer": plan.layer.name,
        "dialect": None if tables.dialect is None else tables.dialect.name,
        "run": run.run_id,
        "features": taken.added,
        "markers": taken.markers,
        "known": taken.known,
        "mended": reading.mended,
        "left_out": reading.left_out,
        "identifiers_kept": taken.kept,
        "identifiers_set": taken.made,
        "map": fields.pairs,
        "unused": [] if plan.keeps is not None else fields.unused,
    }


def _parameters(plan: Plan) -> dict[str, Any]:
    tables = plan.tables
    found = {"layer": plan.layer.name, "map": plan.fields.pairs, "from": [of.name for of in tables.outlines.layers]}
    if tables.dialect is not None:
        found["dialect"] = tables.dialect.name
    if tables.markers:
        found.update({"markers": [of.name for of in tables.markers], "map_of_markers": plan.marker_fields.pairs})
    return found


def _write(plan: Plan, waiting: _Waiting, reading: Reading, markers: list[Marker], run: Run, report: Report) -> Taken:
    """One transaction: outlines, markers, areas, the mappings that are remembered, the run's row."""
    tables, doubts = plan.tables, reading.doubts
    dialect = "" if tables.dialect is None else tables.dialect.name
    named = waiting.named | {marker.identifier for marker in markers if marker.identifier}
    keeps, others = plan.keeps is not None, _beside(plan, reading, report)
    joining = Joining(markers, others, waiting.named, dialect, keeps, plan.crs, doubts)
    with _to_write(plan) as path, closing(open_inventory(path)) as store, store.append(run.run_id) as inventory:
        taking = Taking(store, inventory, plan.layer, run.run_id, named, doubts)
        for number, batch in enumerate(waiting.batches(), 1):
            taking.add(joining.joined(batch))
            done = min(number * _BATCH, waiting.count)
            report.progress(done / waiting.count, f"{done} of {waiting.count} outlines written")
        taking.add_markers(joining.rest())
        if tables.dialect is not None and plan.layer is ROCK_GLACIERS:
            taking.add_areas(read_areas(tables.areas, tables.dialect, plan.crs, doubts, report))
        told = {plan.key: as_remembered(plan.fields)} if tables.outlines.layers else {}
        of_markers = {plan.marker_key: as_remembered(plan.marker_fields)} if tables.markers else {}
        inventory.remember({**told, **of_markers})
        taken = taking.done
        more = {"markers_alone": taken.markers} if tables.markers else {}
        inventory.run(run.row(taken.added, known=taken.known, mended=reading.mended, left_out=reading.left_out, **more))
    return taken


def _beside(plan: Plan, reading: Reading, report: Report) -> list[Beside]:
    """Outlines that are not the extended one, and moving areas."""
    dialect = plan.keeps
    if dialect is None:
        return []
    found = list(read_moving_areas(plan.tables.moving, dialect, plan.crs, report))
    for other in reading.others:
        shapes = np.array([other.shape], dtype=object)
        found += beside(OUTLINES, shapes, [other.row], [other.at], layer_crs(other.of), plan.crs, dialect)
    return found


@contextmanager
def _to_write(plan: Plan) -> Iterator[Path]:
    """The inventory, or a new one, which is there when the block ends without an error."""
    if plan.inventory.exists():
        yield plan.inventory
    else:
        with new_inventory(plan.inventory, plan.crs) as path:
            yield path


def _tell_mappings(plan: Plan, report: Report) -> None:
    tables = plan.tables
    if tables.outlines.layers:
        _tell_mapping(plan.fields, tables.outlines.place, plan.keeps is not None, report)
    if tables.markers:
        keeps = plan.keeps is not None or tables.dialect is None
        _tell_mapping(plan.marker_fields, tables.place, True if keeps else None, report)


def _tell_mapping(fields: FieldMap, place: str, keeps: bool | None, report: Report) -> None:
    """Which fields are taken, and what becomes of the others: kept, or left out, or (None) not worth a word."""
    pairs, reasons = fields.pairs, list(dict.fromkeys(fields.why[ours] for ours in fields.pairs))
    for reason in reasons:
        taken = [ours if ours == pairs[ours] else f"{ours} = {pairs[ours]}" for ours in pairs]
        of_it = [words for words, ours in zip(taken, pairs, strict=True) if fields.why[ours] == reason]
        report.progress(None, f"Fields that are taken, {reason}: {', '.join(of_it)}.")
    if fields.unused and keeps:
        report.progress(None, f"Fields that are kept as they came in: {few(fields.unused, _NAMED)}.")
    elif fields.unused and keeps is not None:
        report.warning(
            f"Fields of {place} that are not taken ({len(fields.unused)}): "
            f"{few(fields.unused, _NAMED)}; name those that are wanted with --map."
        )


class _Waiting:
    """Outlines that wait to be written, on disk; `named` are the identifiers that they have."""

    def __init__(self, plan: Plan) -> None:
        kept = [] if plan.keeps is None else ["RGIK"]
        self._fields = list(dict.fromkeys([IDENTIFIER, *plan.fields.pairs, "AREA", *kept]))
        self._staged = Staged(3 + len(self._fields))
        self._rows: list[tuple[Any, ...]] = []
        self.named: set[str] = set()
        self.count = 0

    def add(self, outline: Outline) -> None:
        values = [outline.values.get(name) for name in self._fields]
        self._rows.append((outline.wkb, outline.at, int(outline.mended), *values))
        self.count += 1
        if values[0] is not None:
            self.named.add(values[0])
        if len(self._rows) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        self._staged.add(self._rows)
        self._rows = []

    def batches(self) -> Iterator[list[Outline]]:
        rows = self._staged.rows()
        while batch := list(islice(rows, _BATCH)):
            yield [
                Outline(wkb, at, bool(mended), dict(zip(self._fields, values, strict=True)))
                for wkb, at, mended, *values in batch
            ]

    def close(self) -> None:
        self._staged.close()
