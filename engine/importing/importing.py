"""Any polygon layer becomes rock glaciers, or candidates to be decided again, of an inventory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ...inventory.schema import CANDIDATES, ROCK_GLACIERS, Layer
from ...inventory.secrets import scrub
from ...store.new_inventory import check_suffix
from ...store.staging import Staged
from ..gathering.vectors import OutlineLayers, layers_of
from ..ground.geodesy import LONGITUDE_LATITUDE, to_pyproj
from ..ground.vectors import layer_crs
from ..intake.inventory_file import new_inventory
from ..runs.inventories import open_inventory
from ..runs.run_record import Run, crs_name, new_run
from ..telling.lists import few
from ..telling.outputs import check_can_write
from ..telling.report import PartOf, Report
from .mapping import IDENTIFIER, FieldMap, as_remembered, key_of, map_fields
from .outlines import Outline, Reading
from .taking import Taken, Taking

LAYERS = {"rock-glaciers": ROCK_GLACIERS, "candidates": CANDIDATES}
"""What outlines can become -> the layer."""
_BATCH = 2_000
"""Outlines that are compared and written at a time."""
_ROWS_OF_A_LOOK = 3
_NAMED = 12


@dataclass(frozen=True)
class Plan:
    """What is read, into which layer of which inventory, in its coordinate system, with which mapping.

    `key` is what the mapping is remembered under.
    """

    source: OutlineLayers
    inventory: Path
    layer: Layer
    crs: Any
    fields: FieldMap
    key: str


def plan_import(
    source: str, layer: str | None, given: str | None, becomes: str, inventory: Path, report: Report
) -> Plan:
    """Look at what is to be imported.

    Parameters
    ----------
    source, layer
        See `layers_of`.
    given
        ``OURS=THEIRS``, several with ``;`` between; None for nothing.
    becomes
        One of `LAYERS`.
    inventory
        Where it goes; it need not be there.
    report
        Gets the warnings.

    Raises
    ------
    UserError
        A file or field that is not there, outlines without a coordinate system, an inventory that is none.
    """
    check_suffix(inventory)
    found = layers_of(source, "outlines of rock glaciers", layer, (ROCK_GLACIERS.name,), report=report)
    systems = [layer_crs(of) for of in found.layers]
    fields = list(dict.fromkeys(name for of in found.layers for name in of.fields))
    of, remembered = LAYERS[becomes], None
    key = key_of(fields, of)
    if inventory.exists():
        with closing(open_inventory(inventory, write=False)) as store:
            crs: Any = store.reference(of).wkt
            remembered = store.facts().get(key)
    else:
        alike = all(system.equals(systems[0], ignore_axis_order=True) for system in systems)
        crs = systems[0].to_2d() if alike else to_pyproj(LONGITUDE_LATITUDE)
    return Plan(found, inventory, of, crs, map_fields(fields, of, given, remembered, found.place), key)


def look(plan: Plan, report: Report) -> dict[str, Any]:
    """The mapping that would be used, and the first rows as they would be; nothing is written."""
    reading = Reading(plan.source, plan.layer, plan.fields, plan.crs)
    outlines = list(islice(reading.outlines(report, _ROWS_OF_A_LOOK), _ROWS_OF_A_LOOK))
    reading.doubts.tell(report)
    width = max(map(len, [*plan.fields.pairs, "FIELD"]))
    state = "is there" if plan.inventory.exists() else "is made"
    lines = [
        f"{plan.source.place} -> {plan.layer.name} of {plan.inventory} (which {state}, in {crs_name(plan.crs)})",
        "",
    ]
    for ours, theirs in plan.fields.pairs.items():
        values = ", ".join("-" if value is None else str(value) for value in _values_of(outlines, ours))
        lines.append(f"{ours:<{width}} = {theirs} ({plan.fields.why[ours]}): {values}")
    if plan.fields.unused:
        lines += ["", f"not taken: {', '.join(plan.fields.unused)}"]
    return {
        "table": scrub("\n".join(lines)),
        "map": plan.fields.pairs,
        "unused": plan.fields.unused,
        "rows": [outline.values for outline in outlines],
    }


def _values_of(outlines: list[Outline], name: str) -> list[Any]:
    return [outline.values.get(name) for outline in outlines]


def import_outlines(plan: Plan, report: Report) -> dict[str, Any]:
    """Take the outlines in: all are read first, then written in one transaction.

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
    _tell_mapping(plan, report)
    run = new_run(
        "import",
        plan.source.source,
        crs=layer_crs(plan.source.layers[0]),
        parameters={"layer": plan.layer.name, "map": plan.fields.pairs, "from": [of.name for of in plan.source.layers]},
    )
    reading = Reading(plan.source, plan.layer, plan.fields, plan.crs)
    with closing(_Waiting(plan)) as waiting:
        for outline in reading.outlines(PartOf(report, 0, 0.5)):
            waiting.add(outline)
        waiting.flush()
        if not waiting.count:
            raise UserError(f"Layer {plan.source.place} holds no polygons; give a layer with outlines.")
        taken = _write(plan, waiting, reading, run, PartOf(report, 0.5, 1))
    report.progress(1.0, f"{taken.added} outlines imported")
    reading.doubts.tell(report)
    return {
        "inventory": str(plan.inventory),
        "layer": plan.layer.name,
        "run": run.run_id,
        "features": taken.added,
        "known": taken.known,
        "mended": reading.mended,
        "left_out": reading.left_out,
        "identifiers_kept": taken.kept,
        "identifiers_set": taken.made,
        "map": plan.fields.pairs,
        "unused": plan.fields.unused,
    }


def _write(plan: Plan, waiting: _Waiting, reading: Reading, run: Run, report: Report) -> Taken:
    """One transaction: outlines, the mapping that is remembered, the run's row."""
    with _to_write(plan) as path, closing(open_inventory(path)) as store, store.append(run.run_id) as inventory:
        taking = Taking(store, inventory, plan.layer, run.run_id, waiting.named, reading.doubts)
        for number, batch in enumerate(waiting.batches(), 1):
            taking.add(batch)
            done = min(number * _BATCH, waiting.count)
            report.progress(done / waiting.count, f"{done} of {waiting.count} outlines written")
        inventory.remember({plan.key: as_remembered(plan.fields)})
        taken = taking.done
        inventory.run(run.row(taken.added, known=taken.known, mended=reading.mended, left_out=reading.left_out))
    return taken


@contextmanager
def _to_write(plan: Plan) -> Iterator[Path]:
    """The inventory, or a new one, which is there when the block ends without an error."""
    if plan.inventory.exists():
        yield plan.inventory
    else:
        with new_inventory(plan.inventory, plan.crs) as path:
            yield path


def _tell_mapping(plan: Plan, report: Report) -> None:
    pairs, reasons = plan.fields.pairs, list(dict.fromkeys(plan.fields.why[ours] for ours in plan.fields.pairs))
    for reason in reasons:
        taken = [ours if ours == pairs[ours] else f"{ours} = {pairs[ours]}" for ours in pairs]
        of_it = [words for words, ours in zip(taken, pairs, strict=True) if plan.fields.why[ours] == reason]
        report.progress(None, f"Fields that are taken, {reason}: {', '.join(of_it)}.")
    if plan.fields.unused:
        report.warning(
            f"Fields of {plan.source.place} that are not taken ({len(plan.fields.unused)}): "
            f"{few(plan.fields.unused, _NAMED)}; name those that are wanted with --map."
        )


class _Waiting:
    """Outlines that wait to be written, on disk; `named` are the identifiers that they have."""

    def __init__(self, plan: Plan) -> None:
        self._fields = list(dict.fromkeys([IDENTIFIER, *plan.fields.pairs, "AREA"]))
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
