"""Sources and methods, filled in from the runs: every parameter, version and model card that the file knows of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ....inventory.imagery import source_name
from ....inventory.model_cards.card_facts import CardFacts, all_cards
from ....inventory.secrets import scrub, without_private
from ....inventory.version import VERSION
from ..document import Block, Chapter, Column, Items, Note, Paragraph, TableBlock, number_words
from ..found import Found, RunFacts

_COMMANDS = {
    "detect": "Detection",
    "polygonize": "Outlining of candidates",
    "attributes": "Attributes",
    "flag-glaciers": "Share inside glaciers",
    "import": "Import",
}
_PERIOD_KEYS = ("period", "years", "days", "from_year", "to_year", "months", "seasons")
_RESOLUTION_KEYS = ("resolution_m", "resolution", "cell_m", "cell", "pixel_m")
_SHORTEST_HASH = 12


def sources_and_methods(found: Found) -> Chapter:
    """Sources, methods in words, the runs with all parameters, and the models."""
    blocks: list[Block] = []
    if not found.runs:
        blocks.append(Note(_why_no_runs(found)))
    else:
        blocks += [_sources(found.runs), *[Paragraph(_run_words(run)) for run in found.runs], _parameters(found.runs)]
        blocks += _models(found)
    blocks.append(Items(_how_it_was_made(found)))
    return Chapter("Sources and methods", blocks)


def _why_no_runs(found: Found) -> str:
    if found.is_inventory:
        return "The inventory knows of no run: nothing was detected, imported or computed in it."
    return "The layer does not tell how it was made: only an inventory of this plugin keeps its runs."


def _sources(runs: Sequence[RunFacts]) -> TableBlock:
    columns = [
        Column("Used for", "used_for"),
        Column("Source", "source"),
        Column("Period", "period"),
        Column("Resolution", "resolution"),
        Column("Coordinate system", "crs"),
        Column("Run of", "run_of"),
    ]
    rows: list[list[Any]] = []
    for run in runs:
        groups = run.parameters.get("groups")
        if isinstance(groups, Mapping) and groups:
            for name, facts in groups.items():
                told = facts if isinstance(facts, Mapping) else {}
                source = told.get("source") or run.row.get("SOURCE")
                row = [name, names_of(source), _period(told), _resolution(told), told.get("crs"), run.text("TIME")[:10]]
                rows.append(row)
        else:
            row = [_COMMANDS.get(run.text("COMMAND"), run.text("COMMAND")).lower(), names_of(run.row.get("SOURCE"))]
            row += [_period(run.parameters), _metres(run.row.get("RESOLUTION")), _short_crs(run.text("CRS"))]
            rows.append([*row, run.text("TIME")[:10]])
    rows = [row for place, row in enumerate(rows) if row not in rows[:place]]
    note = "As the runs recorded them; a dash: not recorded. Keys and passwords are never kept."
    return TableBlock("sources", "Sources.", columns, rows, note)


def names_of(source: Any) -> str:
    """What a source is called, without its folder and without keys."""
    if isinstance(source, (list, tuple)):
        return "; ".join(names_of(each) for each in source)
    return source_name(scrub(str(source))) if source else ""


def _period(facts: Mapping[str, Any]) -> str:
    for key in _PERIOD_KEYS:
        value = facts.get(key)
        if value not in (None, "", []):
            if isinstance(value, (list, tuple)) and len(value) == 2:
                return f"{'days ' if key == 'days' else ''}{value[0]} to {value[1]}"
            return plain(value)
    return ""


def _resolution(facts: Mapping[str, Any]) -> str:
    for key in _RESOLUTION_KEYS:
        if facts.get(key) not in (None, ""):
            value = facts[key]
            return _metres(value) if isinstance(value, (int, float)) else plain(value)
    return ""


def flat(parameters: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Parameters inside others by their path: ``groups.terrain.crs``."""
    found: dict[str, Any] = {}
    for name, value in parameters.items():
        if isinstance(value, Mapping) and value:
            found |= flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = value
    return found


def _metres(value: Any) -> str:
    return f"{float(value):.3g} m" if isinstance(value, (int, float)) and value else ""


def _short_crs(text: str) -> str:
    return text if len(text) < 40 else text[:38].rstrip() + "…"


def plain(value: Any) -> str:
    """A value of a parameter as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {plain(each)}" for key, each in value.items() if each is not None)
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(each) for each in value[:30]) + (" …" if len(value) > 30 else "")
    return scrub(f"{value:g}" if isinstance(value, float) else str(value))


def _run_words(run: RunFacts) -> str:
    """One run as a methods section tells it."""
    what = _COMMANDS.get(run.text("COMMAND"), run.text("COMMAND").capitalize())
    told = [f"{what} ({run.text('TIME')[:10]}, version {run.text('VERSION') or 'unknown'})"]
    if run.row.get("SOURCE"):
        told.append(f"of {names_of(run.row['SOURCE'])}")
    if run.row.get("RESOLUTION"):
        told.append(f"at {float(run.row['RESOLUTION']):.3g} m")
    if run.row.get("MODEL"):
        digest = run.text("MODEL_HASH")[:_SHORTEST_HASH]
        told.append(f"with the model {run.row['MODEL']}" + (f" (weights SHA-256 {digest}…)" if digest else ""))
    words = " ".join(told)
    if run.row.get("THRESHOLD") is not None:
        words += f"; pixels count from a probability of {float(run.row['THRESHOLD']):g} on"
    if run.row.get("MIN_AREA") is not None:
        words += f", outlines from {number_words(float(run.row['MIN_AREA']), 0)} m² on"
    if run.row.get("TOLERANCE"):
        words += f", simplified by {float(run.row['TOLERANCE']):g} m"
    if run.row.get("DEVICE"):
        words += f"; computed on {run.row['DEVICE']} in {run.row.get('PRECISION') or 'its own precision'}"
    count = run.row.get("FEATURES")
    return words + (f"; {number_words(int(count), 0)} features." if count is not None else ".")


def _parameters(runs: Sequence[RunFacts]) -> TableBlock:
    columns = [
        Column("Run", "run"),
        Column("Command", "command"),
        Column("Parameter", "parameter"),
        Column("Value", "value"),
    ]
    rows = []
    for run in runs:
        facts = {
            name: run.row[name]
            for name in ("EXTENT", "CRS", "SECONDS", "TARGET")
            if run.row.get(name) not in (None, "")
        }
        for name, value in {**facts, **flat(run.parameters)}.items():
            if value not in (None, "", [], {}):
                rows.append([run.text("RUN_ID"), run.text("COMMAND"), name.lower(), plain(value)])
    note = "With these, each run can be repeated; of files the names are told."
    return TableBlock("parameters", "Every parameter of every run.", columns, rows, note)


def _models(found: Found) -> list[Block]:
    used = {run.text("MODEL") for run in found.runs} - {""}
    if not used:
        return []
    cards = {card.name: card for card in all_cards(found.models_folder)}
    known = [cards[name] for name in sorted(used) if name in cards]
    columns = [
        Column("Model", "model"),
        Column("Title", "title"),
        Column("Bands", "bands"),
        Column("Resolution (m)", "resolution_m", 2),
        Column("IoU", "iou", 2),
        Column("Trained on", "trained_on"),
        Column("Licence", "licence"),
        Column("Not for", "not_for"),
    ]
    blocks: list[Block] = []
    if known:
        blocks.append(
            TableBlock("models", "Models, as their cards describe them.", columns, [_card(card) for card in known])
        )
    for name in sorted(used - set(cards)):
        blocks.append(
            Note(
                f"The card of the model {name} is not on this computer; --models-folder says where your own models are."
            )
        )
    return blocks


def _card(card: CardFacts) -> list[Any]:
    told = [
        card.name,
        card.title,
        ", ".join(card.bands),
        card.resolution_m,
        card.iou,
        card.training_data,
        card.licence,
        card.not_for,
    ]
    return [without_private(value) if isinstance(value, str) else value for value in told]


def _how_it_was_made(found: Found) -> list[str]:
    """What holds for every report, with the sources of the methods."""
    return [
        "Areas are on the WGS84 ellipsoid, whatever the coordinate system.",
        "Means of aspects are circular; R is the resultant length, p that of Rayleigh's test (Zar 1999, eq. 27.4).",
        "Cells and maps are in Lambert's azimuthal equal-area projection around the middle of the rock glaciers.",
        "Candidates were decided by four operations, remain, remove, refine and retrieve (Sun et al. 2024, "
        "doi:10.5194/essd-16-5703-2024, section 4.1.2).",
        f"This report was made by Rock Glacier Inventory {VERSION}; figures are drawn by matplotlib.",
    ]
