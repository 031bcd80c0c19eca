"""Limits in words, the data dictionary, and how to cite."""

from __future__ import annotations

import numpy as np

from ....inventory import schema
from ....inventory.version import VERSION
from ...statistics.columns import NUMBERS
from ..document import Block, Chapter, Column, Items, Note, Paragraph, TableBlock, counted
from ..found import Found

_DICTIONARY = (schema.ROCK_GLACIERS, schema.PRIMARY_MARKERS, schema.SUBREGIONS)
"""What is published of an inventory; the rest is its history."""


def limits(found: Found) -> Chapter:
    """What a reader must know before using the numbers."""
    told = [*_of_this_inventory(found), *_of_every_inventory(found)]
    blocks: list[Block] = [Items(told)]
    if found.warnings:
        blocks += [Paragraph("While it was read, this was told:"), Items(found.warnings)]
    return Chapter("Limits", blocks)


def _of_this_inventory(found: Found) -> list[str]:
    table, told = found.table, list[str]()
    if found.deeds is not None and found.deeds.undecided:
        undecided = counted(found.deeds.undecided, "candidate is", "candidates are")
        told.append(f"{undecided} undecided, and not in these numbers.")
    if table.stale.any():
        stale = counted(int(table.stale.sum()), "rock glacier has", "rock glaciers have")
        told.append(f"{stale} attributes that are older than the outline.")
    partly = [name for name in NUMBERS if name not in table.absent and 0 < table.known(name) < table.number]
    if partly:
        told.append(f"Not all rock glaciers have a value of {', '.join(partly)}; means are of those that have one.")
    if found.number and "AREA" not in table.absent:
        area = found.column("AREA")
        small = int((area[np.isfinite(area)] < 10_000).sum())
        if small:
            are = counted(small, "rock glacier is", "rock glaciers are")
            told.append(f"{are} smaller than 0.01 km², the least that guidelines ask for.")
    if found.is_inventory and not (found.agreement or {}).get("reviewers"):
        told.append("No sample has been judged by all of its reviewers: how many are false is not known.")
    if found.is_inventory and not (found.agreement or {}).get("completeness"):
        told.append("No windows of the ground have been judged: how many were missed is not known.")
    if 0 < found.number < 30:
        told.append(
            f"With {counted(found.number, 'rock glacier', 'rock glaciers')}, shares and means say little of any others."
        )
    return told


def _of_every_inventory(found: Found) -> list[str]:
    told = [
        "Operators differ in what they take for a rock glacier and where its upper and lateral boundaries run "
        "(Brardinoni et al. 2019); outlines carry that uncertainty, and the resolution of the imagery.",
        "Shadow, snow, cloud and distortion in the imagery hide rock glaciers.",
    ]
    if found.deeds is not None:
        told.append(
            "A network finds the ground of a system, not its units; where mappers did not split it, one outline may be "
            "several units. Retrieved are those that somebody happened to see near a candidate."
        )
    if np.isfinite(found.column("MAAT")).any() or np.isfinite(found.column("AP")).any():
        told.append(
            "Climate is that of cells many times as large as a rock glacier; it tells of the surroundings, and the "
            "elevation within a cell is part of its error."
        )
    return told


def data_dictionary(found: Found) -> Chapter:
    """Every published field with its type, unit and meaning."""
    if not found.is_inventory:
        return Chapter(
            "Data dictionary",
            [Note("The layer is no inventory of this plugin, which does not know what its fields mean.")],
        )
    columns = [
        Column("Layer", "layer"),
        Column("Field", "field"),
        Column("Type", "type"),
        Column("Unit", "unit"),
        Column("Meaning", "meaning"),
        Column("Values", "values"),
    ]
    rows = []
    for layer in _DICTIONARY:
        for field in layer.fields:
            kind = f"{field.kind}({field.length})" if field.length else field.kind
            rows.append([layer.name, field.name, kind, field.unit, field.description, ", ".join(field.domain)])
    note = f"Schema version {found.schema_version or schema.SCHEMA_VERSION}; names as in the Tibetan Plateau inventory."
    return Chapter("Data dictionary", [TableBlock("dictionary", "Fields.", columns, rows, note)])


def how_to_cite(found: Found, authors: str) -> Chapter:
    """The inventory, the software and the method."""
    year = (found.created or found.made.isoformat())[:4]
    who = authors.strip() or _people(found) or "[authors]"
    told = [
        f"{who} ({year}): {found.title}. Rock glacier inventory, "
        f"{counted(found.number, 'rock glacier', 'rock glaciers')}. [repository, DOI, licence]",
        f"Rock Glacier Inventory, version {VERSION}: a QGIS plugin. GPL-2.0-or-later.",
        "Sun, Z., Hu, Y., Racoviteanu, A., Liu, L., Harrison, S., Wang, X., Cai, J., Guo, X., He, Y., and Yuan, H.: "
        "TPRoGI: a comprehensive rock glacier inventory for the Tibetan Plateau using deep learning, Earth Syst. Sci. "
        "Data, 16, 5703–5733, https://doi.org/10.5194/essd-16-5703-2024, 2024.",
        "RGIK: Guidelines for inventorying rock glaciers: baseline and practical concepts, IPA Action Group Rock "
        "glacier inventories and kinematics, 2023.",
    ]
    blocks: list[Block] = [
        Paragraph(
            "What stands in brackets is yours to fill in. Cite the sources of imagery, elevation and climate, too."
        ),
        Items(told),
    ]
    return Chapter("How to cite", blocks)


def _people(found: Found) -> str:
    names = sorted({name for text in found.table.column("MAPPER").tolist() for name in str(text).split("; ") if name})
    return ", ".join(names[:8]) + (" et al." if len(names) > 8 else "")
