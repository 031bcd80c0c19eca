"""An inventory is published: a folder that is there when it is whole, or not at all."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...gestures.finishing.going_out import Choice, what_is_open
from ...inventory.dialects.known import MARKERS, OUTLINES, Dialect
from ...inventory.errors import UserError
from ...inventory.licences import LICENCES
from ...inventory.requests.publishing import PublishRequest
from ...inventory.schema import INFO_TITLE, ROCK_GLACIERS
from ...inventory.secrets import without_private
from ...store.protocol import Store
from ..exporting.choosing import check_open, words_of
from ..exporting.exporting import file_name, filled, notes_of_open
from ..exporting.tables import Filling
from ..importing.tables import Tables as FileTables
from ..runs.inventories import open_inventory
from ..telling.outputs import check_free_space, finished_folder
from ..telling.report import Report
from .about import About, Label, creators_of, label_of
from .beside import write_beside
from .changes import ADDED, ATTRIBUTES, REMOVED, RESHAPED, Changes, Comparison
from .data import Wanted, dialects_of, extent_of, write_dialect
from .extent import Extent
from .origins import Origins, origins_of
from .previous import Previous, open_previous
from .private import clean_columns
from .readme import Telling, method_of
from .units import units_going_out, units_of_files

_MOST_LISTED = 1_000


@dataclass(frozen=True)
class Facts:
    """What an inventory says of itself, and what of it is open."""

    title: str
    mappers: list[str]
    operations: dict[str, int]
    origins: Origins
    choice: Choice


def publish_inventory(request: PublishRequest, report: Report) -> dict[str, Any]:
    """Write a publication.

    Raises
    ------
    UserError
        Something is open and nobody has said what is to become of it, what is told of it cannot be, the last
        publication cannot be read, the folder is not empty, or it cannot be written.
    """
    label, name = label_of(request), file_name(request.name, request.inventory)
    dialects = dialects_of(request.dialect, request.formats)
    with ExitStack() as stack:
        previous = stack.enter_context(open_previous(request.previous)) if request.previous is not None else None
        if previous is not None and previous.version == label.version:
            raise UserError(f"Version {label.version} is out already ({previous.path}); give another with --version.")
        store = stack.enter_context(closing(open_inventory(request.inventory, write=False)))
        facts = _facts(store, request, [one.of for one in dialects])
        report.progress(0.05, "Reading the inventory")
        tables = _Tables(store, facts.choice, request.open_)
        first = tables.of(dialects[0].of)
        _check_not_empty(first, facts.choice, request)
        about = _about(request, facts, extent_of(first), label, previous)
        told = Telling(since="" if previous is None else previous.version)
        told.notes += notes_of_open(facts.choice, request.open_)
        with finished_folder(request.output) as folder:
            check_free_space(folder)
            told.changes = _write_data(folder, name, dialects, tables, previous, about, told, report)
            if tables.cleaned:
                taken_out = "folders of a computer, keys and passwords were taken out"
                told.notes.append(f"Of {tables.cleaned} texts, {taken_out}.")
            report.progress(0.95, "Writing the metadata")
            files = write_beside(folder, request, about, facts.origins, facts.choice, told)
    return _result(request, about, facts, told, files, report)


class _Tables:
    """The tables of dialects, one after the other: the last one that was asked for is kept, as large as they are."""

    def __init__(self, store: Store, choice: Choice, asked: str) -> None:
        self._store, self._choice, self._asked = store, choice, asked
        self._known: tuple[str, Filling] | None = None
        self.cleaned = 0

    def of(self, dialect: Dialect) -> Filling:
        """The tables of a dialect, without what is private."""
        if self._known is None or self._known[0] != dialect.name:
            self._known = None
            filling = filled(self._store, dialect, self._choice, self._asked)
            self.cleaned += clean_columns(filling.contents.values())
            self._known = dialect.name, filling
        return self._known[1]


def _facts(store: Store, request: PublishRequest, dialects: list[Dialect]) -> Facts:
    choice = _open_in_any(store, dialects)
    check_open(choice, request.open_)
    return Facts(
        store.facts().get(INFO_TITLE) or request.inventory.stem,
        sorted(map(without_private, store.values(ROCK_GLACIERS, "MAPPER"))),
        dict(sorted(Counter(row[1] or "" for row in store.rows(ROCK_GLACIERS, ("OPERATION",))).items())),
        origins_of(store, request.models_folder),
        choice,
    )


def _check_not_empty(filling: Filling, choice: Choice, request: PublishRequest) -> None:
    if not any(wkb for role in (OUTLINES, MARKERS) if role in filling.contents for wkb in filling.contents[role].wkb):
        left = f": {'; '.join(words_of(choice))}" if choice.fids else ""
        raise UserError(
            f"Nothing of {request.inventory} would be published{left}; map or decide something first.", kind="open"
        )


def _write_data(
    folder: Path,
    name: str,
    dialects: list[Wanted],
    tables: _Tables,
    previous: Previous | None,
    about: About,
    told: Telling,
    report: Report,
) -> Changes | None:
    """Write each dialect, and compare in those that the last publication has."""
    before = {} if previous is None else {of.name: found for of, found in previous.forms}
    comparison = Comparison()
    for wanted in dialects:
        filling = tables.of(wanted.of)
        write_dialect(folder, wanted, filling, name, about, told, report)
        if wanted.of.name in before:
            _compare(comparison, wanted.of, before.pop(wanted.of.name), filling)
    for of, _ in () if previous is None else previous.forms:
        if of.name in before:
            _compare(comparison, of, before.pop(of.name), tables.of(of))
    return None if previous is None else comparison.found


def _compare(comparison: Comparison, of: Dialect, before: FileTables, after: Filling) -> None:
    comparison.add(
        (units_of_files(of, before, OUTLINES), units_of_files(of, before, MARKERS)),
        (units_going_out(of, after.contents, OUTLINES), units_going_out(of, after.contents, MARKERS)),
    )


def _open_in_any(store: Store, dialects: list[Dialect]) -> Choice:
    """What is open in one dialect is open in all: a publication holds the same rock glaciers in each."""
    found = Choice()
    for of in dialects:
        one = what_is_open(store, of)
        found.undecided = one.undecided
        found.fids |= one.fids
        found.left |= one.left
        for why, names in one.open.items():
            known = found.open.setdefault(why, [])
            known += [name for name in names if name not in known] if known else names
    return found


def _about(request: PublishRequest, facts: Facts, extent: Extent, label: Label, previous: Previous | None) -> About:
    title = " ".join(without_private(request.title.strip() or facts.title).split())
    described = " ".join(without_private(request.description.strip()).split())
    return About(
        title=title,
        version=label.version,
        day=label.day,
        creators=creators_of(request, facts.mappers),
        licence=LICENCES[request.licence],
        doi=label.doi,
        publisher=without_private(request.publisher.strip()),
        description=described or extent.sentence,
        extent=extent,
        method=method_of(facts.origins, facts.mappers, facts.operations),
        previous_doi="" if previous is None else previous.doi,
    )


def _result(
    request: PublishRequest, about: About, facts: Facts, told: Telling, files: list[str], report: Report
) -> dict[str, Any]:
    for note in told.notes:
        report.warning(note)
    for name in facts.origins.without_card:
        report.warning(f"No card of the model {name} is at hand, so the publication has none.")
    changed = dict.fromkeys((ADDED, REMOVED, RESHAPED, ATTRIBUTES), 0)
    if told.changes is not None:
        changed = {what: told.changes.count(what) for what in changed}
    since = f". {told.changes.sentence(told.since)}" if told.changes is not None else ""
    report.progress(1.0, f"{about.extent.words} published in {request.output}{since}")
    return {
        "folder": str(request.output),
        "title": about.title,
        "version": about.version,
        "licence": about.licence.name,
        "creators": [one.name for one in about.creators],
        "citation": about.citation,
        "files": files,
        "outlines": about.extent.outlines,
        "markers": about.extent.markers,
        "changed": changed,
        "open": {why: names[:_MOST_LISTED] for why, names in facts.choice.open.items()},
        "candidates_undecided": facts.choice.undecided,
        "notes": told.notes,
    }
