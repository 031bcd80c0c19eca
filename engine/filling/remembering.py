"""Where a command's sources come from: its options, and what the inventory remembers."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from ...inventory.errors import UserError
from ...inventory.naming.source_names import are_there
from ...inventory.schema import CANDIDATES, GLACIERS
from ...store.opening import open_store
from ...store.sources import PATHS, PREFIX, SOURCE_OF, Sources, sources_of, write_sources


def with_remembered(path: Path, given: Sources, groups: list[str] | None, layer: str | None) -> Sources:
    """The sources of a run: what is given, else what the inventory remembers.

    Parameters
    ----------
    path
        The inventory.
    given
        From the command's options.
    groups
        The groups that are asked for; None for all of the layer. A remembered file that they do not need
        may be gone.
    layer
        The layer that is filled; None for rock glaciers.

    Raises
    ------
    UserError
        A file that the inventory remembers, and that is needed, is not there.
    """
    remembered = _read(path)
    sources = given.over(remembered)
    if groups is None:
        groups = [group for group in SOURCE_OF if group != GLACIERS or layer == CANDIDATES.name]
    needed = {SOURCE_OF.get(group) for group in groups}
    if "maat" in needed and sources.lapse_rate not in (None, "0"):
        needed.add("maat_elevation")
    for name in PATHS:
        file = getattr(sources, name)
        if name in needed and file and not getattr(given, name) and not are_there(file):
            raise UserError(
                f"The inventory {path} remembers {file} as its source of {name} ({PREFIX}{name}), and there "
                f"is no such file; give the right one with --{name.replace('_', '-')}, and --remember."
            )
    return sources


def _read(path: Path) -> Sources:
    if not path.is_file():
        return Sources()  # told, with a sentence, by whoever opens it to write
    with closing(open_store(path, write=False, detections=True)) as store:
        return sources_of(store.facts(), path)


def remember(path: Path, given: Sources) -> None:
    """Have the inventory remember what was given, beside what it remembers already."""
    with closing(open_store(path, detections=True)) as store:
        write_sources(store, given.over(sources_of(store.facts(), path)))
