"""An inventory goes out in a dialect: all files of it in one folder, or none."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from ...gestures.finishing.going_out import Choice, what_is_open, without_place
from ...inventory.dialects.known import AREAS, MARKERS, MOVING_AREAS, OUTLINES, ROLES, Dialect, dialects
from ...inventory.errors import UserError
from ...inventory.requests.exchange import FORMATS, INCLUDE, ExportRequest
from ...inventory.schema import GEOMETRY, INFO_TITLE, PRIMARY_MARKERS, ROCK_GLACIERS, SUBREGIONS, Layer
from ...inventory.secrets import scrub
from ...store.protocol import Store
from ..runs.inventories import open_inventory
from ..telling.lists import few
from ..telling.outputs import check_free_space, finished_folder
from ..telling.report import Report
from .choosing import check_open, goes_out, words_of
from .dictionary import write_readme
from .tables import Filling
from .writing import write_content

_ONE_ON_THE_OTHER = (AREAS, OUTLINES, MOVING_AREAS, MARKERS)
"""Programs that open all layers of a file lay each on those before it: markers are seen when they come last."""
_MOST_LISTED = 1_000
_NAMED = 12
_NOT_IN_A_NAME = '/\\:*?"<>|'


def export_inventory(request: ExportRequest, report: Report) -> dict[str, Any]:
    """Write an inventory in a dialect.

    Raises
    ------
    UserError
        Something is open and nobody has said what is to become of it, nothing is left to write, the folder is not
        empty, or it cannot be written.
    """
    of = {one.name: one for one in dialects()}[request.dialect]
    formats = formats_of(request.formats, of)
    name = file_name(request.name, request.inventory)
    with closing(open_inventory(request.inventory, write=False)) as store:
        choice = what_is_open(store, of)
        check_open(choice, request.open_)
        report.progress(0.05, "Reading the inventory")
        filling = filled(store, of, choice, request.open_)
        title = store.facts().get(INFO_TITLE) or name
    counts = {role: len(content.wkb) for role, content in filling.contents.items()}
    if not counts["GO"] and not counts.get("PM"):
        left = f": {'; '.join(words_of(choice))}" if choice.fids else ""
        raise UserError(
            f"Nothing of {request.inventory} would go out{left}; map or decide something first.", kind="open"
        )
    notes = notes_of(filling, choice, request.open_)
    with finished_folder(request.output) as folder:
        check_free_space(folder)
        files = write_tables(folder, of, filling, name, formats, notes, report)
        readme = write_readme(folder, of, title, files, counts, notes)
    for note in notes:
        report.warning(note)
    report.progress(1.0, f"{counts['GO']} outlines and {counts.get('PM', 0)} markers exported to {request.output}")
    return {
        "folder": str(request.output),
        "dialect": of.name,
        "files": [*dict.fromkeys(file for role in ROLES for file in files.get(role, [])), readme],
        "outlines": counts["GO"],
        "markers": counts.get("PM", 0),
        "open": {why: names[:_MOST_LISTED] for why, names in choice.open.items()},
        "candidates_undecided": choice.undecided,
        "not_held": dict(filling.told.not_held),
        "notes": notes,
    }


def formats_of(asked: str | None, of: Dialect) -> tuple[str, ...]:
    """The formats of a dialect that are asked for. Raises `UserError` where one is none of its."""
    if not asked:
        return of.formats
    wanted = [word.strip().lower() for word in asked.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in of.formats]
    if unknown:
        why = "none of the formats" if unknown[0] not in FORMATS else "not a format of this dialect"
        raise UserError(f"'{unknown[0]}' of --formats is {why}; there are: {', '.join(of.formats)}.")
    return tuple(dict.fromkeys(wanted))


def file_name(asked: str | None, inventory: Path) -> str:
    """What the files are called.

    Raises
    ------
    UserError
        No file can be called so.
    """
    name = (asked or inventory.stem).strip()
    wrong = next((letter for letter in name if letter in _NOT_IN_A_NAME or not letter.isprintable()), None)
    if wrong is not None or not name or name.startswith("."):
        raise UserError(f"'{name}' cannot be part of a file's name; give another with --name.", kind="output")
    return name


def filled(store: Store, of: Dialect, choice: Choice, asked: str) -> Filling:
    """The tables of a dialect, with all rows that go out."""
    filling = Filling(of, store.reference(ROCK_GLACIERS).wkt)
    markers, rows = _rows(store, PRIMARY_MARKERS), _rows(store, ROCK_GLACIERS)
    named = {row["ID"] for _, _, row in rows if row["ID"]} | (set() if asked == INCLUDE else choice.left)
    of_name = {row["ID"]: (wkb, row) for _, wkb, row in markers}
    filling.rock_glaciers([(wkb, row) for _, wkb, row in goes_out(choice, asked, rows)], of_name)
    filling.lone_markers([(wkb, row) for _, wkb, row in markers if row["ID"] not in named])
    if "AOI" in of.tables:
        filling.areas([(wkb, row) for _, wkb, row in _rows(store, SUBREGIONS)])
    return filling


def _rows(store: Store, layer: Layer) -> list[tuple[int, bytes, dict[str, Any]]]:
    """Feature id, WKB and fields of rows that have a geometry."""
    names, nowhere = layer.field_names, without_place(store, layer)
    return [
        (fid, wkb, dict(zip(names, values, strict=True)))
        for fid, wkb, *values in store.rows(layer, (GEOMETRY, *names))
        if wkb and fid not in nowhere
    ]


def write_tables(
    folder: Path,
    of: Dialect,
    filling: Filling,
    name: str,
    formats: tuple[str, ...],
    notes: list[str],
    report: Report,
    day: date | None = None,
) -> dict[str, list[str]]:
    """Write the tables of a dialect in each format; names of files by the role of their table.

    What had to be cut is added to `notes`. The files say that they were written on `day` (None: now).
    """
    files: dict[str, list[str]] = {role: [] for role in of.tables}
    steps = [(ending, role) for ending in formats for role in _ONE_ON_THE_OTHER if role in of.tables]
    for number, (ending, role) in enumerate(steps):
        report.progress(0.3 + 0.65 * number / len(steps), f"Writing {of.tables[role].file.format(name=name)}.{ending}")
        file, cut = write_content(folder, filling.contents[role], name, ending, day)
        files[role].append(file)
        for field, (count, first) in cut.items():
            notes.append(
                f"{field} of {file}: {count} texts were cut to 254 bytes, the most of a shapefile; the first is "
                f"'{scrub(first[:40])}…'. GeoPackage and FlatGeobuf have them whole."
            )
    return files


def notes_of(filling: Filling, choice: Choice, asked: str) -> list[str]:
    """Sentences on what does not go out, or not as it is."""
    return [*notes_of_open(choice, asked), *notes_of_dialect(filling)]


def notes_of_open(choice: Choice, asked: str) -> list[str]:
    """What is open, and what became of it."""
    notes = []
    if choice.fids:
        done = "went out all the same" if asked == INCLUDE else "were left out"
        notes.append(f"Rock glaciers that are open {done}: {'; '.join(words_of(choice))}.")
    if choice.undecided:
        notes.append(f"Candidates that nobody has decided on, which never go out: {choice.undecided}.")
    return notes


def notes_of_dialect(filling: Filling) -> list[str]:
    """What the dialect cannot hold."""
    notes = []
    told = filling.told
    if told.not_held:
        fields = [f"{name} ({count})" for name, count in told.not_held.most_common()]
        notes.append(f"What this dialect has no field for, with how many values: {few(fields, _NAMED)}.")
    for (name, what), (count, first) in told.wordless.items():
        notes.append(f"{name} {what} ({count}); the first is '{scrub(first)}'.")
    return notes
