"""README.md and CHANGES.md: the publication in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...inventory.version import VERSION
from ..telling.lists import few
from .about import SOFTWARE, About
from .changes import ADDED, ATTRIBUTES, CHANGES, REMOVED, RESHAPED, VALUES, Changes
from .checksums import SUMS
from .origins import Origins

README, CHANGELOG = "README.md", "CHANGES.md"
_NAMED = 20


@dataclass
class Telling:
    """What is told: files with what they are, notes, what changed since which version."""

    files: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    changes: Changes | None = None
    since: str = ""


def write_readme(folder: Path, about: About, origins: Origins, told: Telling) -> None:
    """Write README.md."""
    since = told.changes.sentence(told.since) if told.changes is not None else "This is the first publication of it."
    lines = [
        f"# {_plain(about.title)}",
        "",
        _plain(about.description),
        "",
        f"Version {about.version}, {about.day}. {since}",
        "",
        "## How to cite",
        "",
        _plain(about.citation),
        "",
        f"Licence: {about.licence.title} ({about.licence.name}), <{about.licence.url}>.",
        "",
        "## Who made it",
        "",
        *(f"- {_plain(_person(one.name, one.affiliation, one.orcid_url))}" for one in about.creators),
        "",
        "## What is here",
        "",
        "| file | what it is |",
        "|---|---|",
        *(f"| `{name}` | {_plain(what)} |" for name, what in told.files.items()),
        f"| `{SUMS}` | SHA-256 of every file; `sha256sum -c {SUMS}` in this folder checks them |",
        "",
        "All data are in WGS 84, longitude and latitude in degrees (EPSG:4326); texts are UTF-8.",
        "",
        "## How it was made",
        "",
        _plain(about.method),
    ]
    if origins.without_card:
        lines += ["", f"No card was at hand of these models: {_plain(few(origins.without_card, _NAMED))}."]
    if told.notes:
        lines += ["", "## What is not here, or not as it is in the inventory", ""]
        lines += [f"- {_plain(note)}" for note in told.notes]
    lines += ["", f"Written by {SOFTWARE} {VERSION}."]
    _write(folder / README, lines)


def _person(name: str, *more: str) -> str:
    return ", ".join([name, *filter(None, more)])


def write_changelog(folder: Path, about: About, told: Telling) -> None:
    """Write CHANGES.md."""
    if told.changes is None:
        return
    lines = [f"# Version {about.version}, {about.day}", "", told.changes.sentence(told.since), ""]
    for what, words in (
        (ADDED, "Added"),
        (REMOVED, "Removed"),
        (RESHAPED, "Reshaped"),
        (ATTRIBUTES, "Other attributes"),
    ):
        names = [one.name for one in told.changes.changes if what in one.what]
        if names:
            lines += [f"- {words} ({len(names)}): {few(names, _NAMED)}"]
    lines += [
        "",
        f"`{CHANGES}` has all of them, with areas before and after and how far outlines are apart at most (Hausdorff "
        f"distance); `{VALUES}` has each value before and after.",
    ]
    _write(folder / CHANGELOG, lines)


def method_of(origins: Origins, mappers: Sequence[str], regions: Mapping[str, int]) -> str:
    """How the inventory was made, in sentences."""
    found = []
    models = sorted({f"{run['MODEL']} ({str(run['MODEL_HASH'])[:12]})" for run in origins.runs if run["MODEL"]})
    if models:
        found.append(f"Candidates were found by networks: {', '.join(models)}.")
    operations = [f"{count} {name}" for name, count in regions.items() if name]
    if operations:
        found.append(f"Each rock glacier was decided on by a person: {', '.join(operations)}.")
    if mappers:
        found.append(f"Mappers: {few(list(mappers), _NAMED)}.")
    commands = sorted({str(run["COMMAND"]) for run in origins.runs})
    if commands:
        found.append(f"Calculations that the inventory records: {', '.join(commands)}.")
    return " ".join(found) or "How the outlines were made is not recorded in the inventory."


def _plain(text: str) -> str:
    """A text on one line, in which nothing is Markdown by accident."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _write(path: Path, lines: Sequence[str]) -> None:
    path.write_bytes(("\n".join(lines) + "\n").encode("utf-8"))
