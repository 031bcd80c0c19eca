"""An inventory is published: a folder that is there when it is whole, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...inventory.dialects.known import MARKERS, OUTLINES, Dialect
from ...inventory.errors import UserError
from ...inventory.requests.publishing import PublishRequest
from ...inventory.schema import INFO_TITLE, ROCK_GLACIERS
from ...store.protocol import Store
from ..exporting.choosing import Choice, check_open, what_is_open
from ..exporting.exporting import file_name, filled, notes_of_open
from ..exporting.tables import Filling
from ..runs.inventories import open_inventory
from ..telling.outputs import check_free_space, finished_folder
from ..telling.report import Report
from .about import About, creators_of, day_of, doi_of, licence_of, version_of
from .beside import write_beside
from .changes import ADDED, ATTRIBUTES, REMOVED, RESHAPED, Changes, compare_all
from .data import dialects_of, extent_of, write_data
from .extent import Extent
from .origins import Origins, origins_of
from .previous import Previous, open_previous
from .private import clean_columns, without_private
from .readme import Telling, method_of
from .units import Units, units_going_out, units_of_files

_MOST_LISTED = 1_000


@dataclass
class Read:
    """What was read of an inventory."""

    contents: dict[str, Filling]
    choice: Choice
    origins: Origins
    title: str
    mappers: list[str]
    operations: dict[str, int]
    cleaned: int
    extent: Extent


def publish_inventory(request: PublishRequest, report: Report) -> dict[str, Any]:
    """Write a publication.

    Raises
    ------
    UserError
        Something is open and nobody has said what is to become of it, what is told of it cannot be, the last
        publication cannot be read, the folder is not empty, or it cannot be written.
    """
    day, version, doi = day_of(request), version_of(request), doi_of(request)
    name = file_name(request.name, request.inventory)
    dialects = dialects_of(request.dialect, request.formats)
    with ExitStack() as stack:
        previous = stack.enter_context(open_previous(request.previous)) if request.previous is not None else None
        if previous is not None and previous.version == version:
            raise UserError(f"Version {version} is out already ({previous.path}); give another with --version.")
        report.progress(0.05, "Reading the inventory")
        read = _read(request, [one.of for one in dialects], previous, report)
        changes = None if previous is None else _changes(previous, read.contents)
    about = _about(request, read, day, version, doi, previous)
    told = Telling(changes=changes, since="" if previous is None else previous.version)
    told.notes += notes_of_open(read.choice, request.open_)
    if read.cleaned:
        told.notes.append(f"Of {read.cleaned} texts, folders of a computer, keys and passwords were taken out.")
    with finished_folder(request.output) as folder:
        check_free_space(folder)
        write_data(folder, dialects, read.contents, name, about, told, report)
        report.progress(0.95, "Writing the metadata")
        files = write_beside(folder, request, about, read.origins, read.choice, told)
    return _result(request, about, read, told, files, report)


def _read(request: PublishRequest, dialects: list[Dialect], previous: Previous | None, report: Report) -> Read:
    wanted = list(dialects)
    if previous is not None:
        wanted += [of for of, _ in previous.forms if of not in wanted]
    with closing(open_inventory(request.inventory, write=False)) as store:
        choice = _open_in_any(store, dialects)
        check_open(choice, request.open_)
        contents = {}
        for number, of in enumerate(wanted):
            report.progress(0.05 + 0.25 * number / len(wanted), "Reading the inventory")
            contents[of.name] = filled(store, of, choice, request.open_)
        origins = origins_of(store, request.models_folder)
        title = store.facts().get(INFO_TITLE) or request.inventory.stem
        mappers = sorted(map(without_private, store.values(ROCK_GLACIERS, "MAPPER")))
        operations = Counter(row[1] or "" for row in store.rows(ROCK_GLACIERS, ("OPERATION",)))
    cleaned = clean_columns(content for filling in contents.values() for content in filling.contents.values())
    first = contents[dialects[0].name]
    if not first.contents[OUTLINES].wkb:
        left = f": {'; '.join(choice.words)}" if choice.fids else ""
        raise UserError(
            f"Nothing of {request.inventory} would be published{left}; map or decide something first.", kind="open"
        )
    extent = extent_of(first)
    return Read(contents, choice, origins, title, mappers, dict(sorted(operations.items())), cleaned, extent)


def _open_in_any(store: Store, dialects: list[Dialect]) -> Choice:
    """What is open in one dialect is open in all: a publication holds the same rock glaciers in each."""
    found = Choice()
    for of in dialects:
        one = what_is_open(store, of)
        found.undecided = one.undecided
        found.fids |= one.fids
        for why, names in one.open.items():
            known = found.open.setdefault(why, [])
            known += [name for name in names if name not in known] if known else names
    return found


def _changes(previous: Previous, contents: Mapping[str, Filling]) -> Changes:
    """Compared in the forms that the last publication has, field by field in the first that has it."""
    sides: dict[str, tuple[Units, Units]] = {}
    for role in (OUTLINES, MARKERS):
        before, after = Units(), Units()
        for of, tables in previous.forms:
            old = units_of_files(of, tables, role)
            new = units_going_out(of, contents[of.name].contents, role).only(old.columns)
            before, after = (
                (old, new) if not before.columns else (before.with_fields_of(old), after.with_fields_of(new))
            )
        sides[role] = before, after
    outlines, markers = sides[OUTLINES], sides[MARKERS]
    return compare_all((outlines[0], markers[0]), (outlines[1], markers[1]))


def _about(request: PublishRequest, read: Read, day: date, version: str, doi: str, previous: Previous | None) -> About:
    title = " ".join(without_private(request.title.strip() or read.title).split())
    described = " ".join(without_private(request.description.strip()).split())
    return About(
        title=title,
        version=version,
        day=day,
        creators=creators_of(request, read.mappers),
        licence=licence_of(request),
        doi=doi,
        publisher=without_private(request.publisher.strip()),
        description=described or read.extent.sentence,
        extent=read.extent,
        method=method_of(read.origins, read.mappers, read.operations),
        previous_doi="" if previous is None else previous.doi,
    )


def _result(
    request: PublishRequest, about: About, read: Read, told: Telling, files: list[str], report: Report
) -> dict[str, Any]:
    for note in told.notes:
        report.warning(note)
    for name in read.origins.without_card:
        report.warning(f"No card of the model {name} is at hand, so the publication has none.")
    changed = dict.fromkeys((ADDED, REMOVED, RESHAPED, ATTRIBUTES), 0)
    if told.changes is not None:
        changed = {what: told.changes.count(what) for what in changed}
    since = f". {told.changes.sentence(told.since)}" if told.changes is not None else ""
    report.progress(1.0, f"{read.extent.outlines} rock glaciers published in {request.output}{since}")
    return {
        "folder": str(request.output),
        "title": about.title,
        "version": about.version,
        "licence": about.licence.name,
        "creators": [one.name for one in about.creators],
        "citation": about.citation,
        "files": files,
        "outlines": read.extent.outlines,
        "markers": read.extent.markers,
        "changed": changed,
        "open": {why: names[:_MOST_LISTED] for why, names in read.choice.open.items()},
        "candidates_undecided": read.choice.undecided,
        "notes": told.notes,
    }
