"""One candidate or rock glacier as the dock shows it, read from the inventory by its feature id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from ...inventory.imagery import source_name
from ...inventory.model_cards.cards import list_card_titles
from ...inventory.model_cards.targets import finds_rock_glaciers, reason_of
from ...inventory.schema import (
    AIR_TEMPERATURE,
    ATTRIBUTE_GROUPS,
    CANDIDATES,
    GEOMETRY,
    GROUND_TEMPERATURE,
    PRECIPITATION,
    PRIMARY_MARKERS,
    RADIATION,
    ROCK_GLACIERS,
    RUNS,
    UNDECIDED,
    Layer,
)
from ...processing_provider.adapters.translation import tr
from ...store.protocol import Store
from ...store.records import Box, Row, Wanted
from ..common.settings import current_engine
from ..dock.panels.shown import Facts
from ..dock.texts import reason_text


@dataclass(frozen=True)
class Shown:
    """What is on the screen: its layer, feature id and row."""

    table: Layer
    fid: int
    row: Row
    target: str = ""
    """Of a candidate that a model for another landform has found: that landform."""

    @property
    def is_candidate(self) -> bool:
        return self.table is CANDIDATES

    @property
    def is_open(self) -> bool:
        """Whether it is a candidate that waits for a decision."""
        return self.is_candidate and (self.row["STATE"] or UNDECIDED) == UNDECIDED

    @property
    def identifier(self) -> str:
        """As the file has it; empty where it has none."""
        return (self.row["CANDIDATE_ID"] if self.is_candidate else self.row["ID"]) or ""

    @property
    def title(self) -> str:
        """What a person reads: a rock glacier's identifier, a candidate's serial number and its run."""
        if not self.is_candidate:
            return self.identifier or tr("Rock glacier {}").format(self.fid)
        run, _, serial = self.identifier.rpartition("-")
        if self.target:  # so long that its run, which the line of the model tells of, would cut it
            return f"{_landform(self.target)} {int(serial) if serial.isdigit() else self.identifier or self.fid}"
        if not serial.isdigit():
            return tr("Candidate {}").format(self.identifier or self.fid)
        return tr("Candidate {} of run {}").format(int(serial), run.rpartition("-")[2])

    @property
    def expected_reason(self) -> str:
        """The reason for which it is removed unless somebody says otherwise; empty where it may be a rock glacier."""
        return reason_of(self.target) if self.is_open else ""


def _landform(target: str) -> str:
    """A target as the beginning of a heading."""
    told = reason_text(target)
    return told[:1].upper() + told[1:]


def read_shown(inventory: Store, table: Layer, fid: int) -> Shown | None:
    """A feature; None where it is gone or has no geometry."""
    return next(iter(read_all_shown(inventory, table, [fid])), None)


def read_all_shown(inventory: Store, table: Layer, fids: Sequence[int]) -> list[Shown]:
    """The same of many, those that are there."""
    fields, targets = (GEOMETRY, *table.field_names), dict[Any, str]()
    found = []
    for fid, *values in inventory.rows(table, fields, Wanted(fids=fids)):
        row = dict(zip(fields, values))
        run = row["RUN_ID"] if table is CANDIDATES else None
        if run not in targets:
            targets[run] = other_target(inventory, run)
        if row[GEOMETRY]:
            found.append(Shown(table, fid, row, targets[run]))
    return found


def facts_of(inventory: Store, shown: Shown, glacier_share: float | None) -> Facts:
    """What the dock tells of it."""
    row = shown.row
    names = {"area": "AREA", "elevation": "ELE_MEAN", "slope": "SLO_MEAN", "aspect": "ASPECT"}
    known: dict[str, Any] = {name: row[field] for name, field in names.items()}
    known["climate"] = _climate(shown)
    known |= {"zone": str(row["PERMAFROST"] or ""), "index": row["PZI"]}
    if not shown.is_candidate:
        return Facts(
            shown.title,
            **known,
            glacier_share=glacier_share,
            image=row["SOUR_DATA"] or "",
            comment=row["COMMENT"] or "",
        )
    model, image, _ = _run(inventory, row["RUN_ID"])
    share = row["GLAC_FRAC"] if glacier_share is None else glacier_share
    return Facts(
        shown.title,
        row["PROB_MEAN"],
        row["PROB_MAX"],
        **known,
        spread=row["PROB_SD"],
        glacier_share=share,
        model=model,
        image=image,
        state=row["STATE"] or UNDECIDED,
        reason=row["REASON"] or "",
        expected_reason=shown.expected_reason,
        comment=row["COMMENT"] or "",
    )


def _climate(shown: Shown) -> tuple[tuple[str, float, str], ...]:
    groups = (RADIATION, AIR_TEMPERATURE, GROUND_TEMPERATURE, PRECIPITATION)
    fields = [shown.table.field(name) for group in groups for name in ATTRIBUTE_GROUPS[group]]
    values = [(field.name, shown.row[field.name], field.unit) for field in fields]
    return tuple(value for value in values if value[1] is not None)


def other_target(inventory: Store, run_id: str | None) -> str:
    """What a run's model finds, where that is no rock glacier; empty where it is, or nothing is known of it."""
    target = _run(inventory, run_id)[2]
    return "" if finds_rock_glaciers(target) else target


def _run(inventory: Store, run_id: str | None) -> tuple[str, str, str]:
    """Model of a detection, the name of its image, its target; asked for once, as none of them changes."""
    runs = _RUNS.setdefault(inventory, {})
    if run_id not in runs:
        found = _read_run(inventory, run_id)
        if found is None:
            return "", "", ""
        runs[run_id] = found
    return runs[run_id]


_RUNS: WeakKeyDictionary[Store, dict[str | None, tuple[str, str, str]]] = WeakKeyDictionary()


def _read_run(inventory: Store, run_id: str | None) -> tuple[str, str, str] | None:
    wanted = Wanted(having={"RUN_ID": run_id or ""})
    found = inventory.rows(RUNS, ("MODEL", "SOURCE", "TARGET"), wanted) if run_id else []
    if not found:
        return None
    _, model, source, target = found[0]
    return model or "", source_name(source or ""), target or _target_of(model or "")


def _target_of(model: str) -> str:
    """The target of a model whose run does not tell it, as in older inventories, by the cards at hand."""
    cards = list_card_titles(current_engine().models_folder) if model else []
    return next((card.target for card in cards if card.name == model), "")


def source_of(inventory: Store, shown: Shown) -> str:
    """The images that an outline rests on; of a candidate those it was found on."""
    known = shown.row.get("SOUR_DATA") or ""
    return str(known or (_run(inventory, shown.row["RUN_ID"])[1] if shown.is_candidate else ""))


def model_of(inventory: Store, shown: Shown) -> str:
    """The model that found a candidate; empty for a rock glacier."""
    return _run(inventory, shown.row["RUN_ID"])[0] if shown.is_candidate else ""


def near(inventory: Store, table: Layer, box: Box) -> list[tuple[int, Any, bytes]]:
    """Features whose box meets a box (west, south, east, north): feature id, identifier and geometry."""
    name = "CANDIDATE_ID" if table is CANDIDATES else "ID"
    return inventory.rows(table, (name, GEOMETRY), Wanted(box=box))


def by_identifier(inventory: Store, identifier: str) -> Shown | None:
    """A rock glacier by its identifier."""
    rows = inventory.rows(ROCK_GLACIERS, (), Wanted(having={"ID": identifier}))
    return read_shown(inventory, ROCK_GLACIERS, int(rows[0][0])) if rows else None


def marker_of(inventory: Store, identifier: str) -> bytes | None:
    """The primary marker with an identifier, as WKB; None where there is none."""
    found = inventory.outlines(PRIMARY_MARKERS, Wanted(having={"ID": identifier}))
    return found[0][1] if found else None
