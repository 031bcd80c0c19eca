"""Which bands of an image a network reads: by what they are named, by colour, else by order, and said so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ..ground.raster_values import alpha_bands
from ..telling.report import Report
from .band_names import Meanings, names_of, sensor_of, word_of

_HOW = "name its bands or set their colours (gdal_edit.py -colorinterp_1 red -colorinterp_2 green ...)"


def opacity_bands(dataset: Any, names: Sequence[str]) -> list[int]:
    """Bands of opacity, by what the file calls them or by name; a name that says a colour is believed."""
    called, named = alpha_bands(dataset), [word_of(name) for name in names]
    return [number for number, word in enumerate(named, 1) if word == "alpha" or (number in called and word is None)]


def choose_bands(
    dataset: Any,
    wanted: Sequence[str],
    name: str,
    report: Report,
    told_names: Sequence[str] = (),
    told_tags: Mapping[str, str] | None = None,
) -> list[int]:
    """Band numbers (from 1) that hold what a network wants.

    Parameters
    ----------
    dataset
        The open image.
    wanted
        Such as `red`, `green`, `blue`.
    name
        The image's, for people.
    report
        Is told where names, colours and order differ, or say nothing.
    told_names, told_tags
        What a catalogue says of it.

    Raises
    ------
    UserError
        Too few bands, or names that say that some are missing, or that can be read in several ways.
    """
    names = names_of(dataset, told_names)
    tags = [{**dataset.tags(n), **dataset.tags(n, ns="IMAGERY")} for n in dataset.indexes]
    about = {**dataset.tags(), **dataset.tags(ns="IMAGERY"), **(told_tags or {})}
    meanings = Meanings(names, tags, sensor_of(about, Path(str(dataset.name)).name), wanted)
    colours = [colour.name for colour in dataset.colorinterp]
    by_colour = [colours.index(band) + 1 for band in wanted] if set(wanted) <= set(colours) else None
    found = meanings.find()
    if found is not None:
        _tell_doubts(meanings, found, by_colour, wanted, name, report)
        return found
    if by_colour is not None:
        _check_colours(meanings, by_colour, wanted, name, report)
        return by_colour
    if meanings.unclear:
        raise UserError(
            f"The bands of {name} are named {_listed(names)}, which means one thing for "
            f"{_either(meanings.unclear)} and another for the others; {_HOW}."
        )
    opaque = opacity_bands(dataset, names)
    usable = [number for number in dataset.indexes if number not in opaque]
    return _by_order(meanings, usable, wanted, name, report, palette="palette" in colours)


def _tell_doubts(
    meanings: Meanings, found: list[int], by_colour: list[int] | None, wanted: Sequence[str], name: str, report: Report
) -> None:
    taken = ", ".join(f"{band} from band {number}" for band, number in zip(wanted, found, strict=True))
    if by_colour is not None and by_colour != found:
        report.warning(
            f"The bands of {name} are named {_listed(meanings.names)}, and its colour interpretation says "
            f"otherwise; the names are taken: {taken}."
        )
    elif meanings.assumed:
        names = f"are named {_listed(meanings.names)}" if any(meanings.names) else "have no names"
        report.warning(f"The bands of {name} {names}; they are taken as those of {meanings.assumed}: {taken}.")
    elif meanings.several():
        report.warning(
            f"Several bands of {name} show {', '.join(meanings.several())} ({_listed(meanings.names)}); taken: {taken}."
        )


def _check_colours(meanings: Meanings, by_colour: list[int], wanted: Sequence[str], name: str, report: Report) -> None:
    """Colours decide where names do not speak against them."""
    said = [meanings.of[number - 1] for number in by_colour]
    if any(meaning and meaning != band for meaning, band in zip(said, wanted, strict=True)):
        raise UserError(
            f"The bands of {name} are named {_listed(meanings.names)}, and its colour interpretation calls "
            f"bands {', '.join(map(str, by_colour))} {', '.join(wanted)}; make the two say the same."
        )
    if meanings.unclear:
        report.warning(
            f"The names of the bands of {name} ({_listed(meanings.names)}) can be read in several ways; its "
            f"colour interpretation is taken: bands {', '.join(map(str, by_colour))} are {', '.join(wanted)}."
        )


def _by_order(
    meanings: Meanings, usable: list[int], wanted: Sequence[str], name: str, report: Report, *, palette: bool
) -> list[int]:
    """The first bands, where names say nothing of them; by elimination, where they name all but one."""
    names, listed = [meanings.names[number - 1] for number in usable], ", ".join(wanted)
    if len(usable) < len(wanted):
        table = " with a colour table (convert it to RGB first)" if palette else ""
        raise UserError(
            f"{name} has {len(usable)} band{'s' * (len(usable) != 1)}{table}, but the model needs "
            f"{len(wanted)} ({listed}); choose an image that has them."
        )
    missing = [band for band in wanted if band not in meanings.of]
    unknown = [number for number in usable if meanings.of[number - 1] is None]
    if len(missing) < len(wanted) and len(missing) == len(unknown) == 1:
        found = [unknown[0] if band in missing else meanings.of.index(band) + 1 for band in wanted]
        report.warning(
            f"{name} does not name its band {unknown[0]} as others ({_listed(names)}); it is taken as {missing[0]}."
        )
        return found
    if len(missing) < len(wanted) or any(meanings.of[number - 1] for number in usable[: len(wanted)]):
        raise UserError(
            f"The bands of {name} are named {_listed(names)}, and none of them says that it is "
            f"{' or '.join(missing)}; choose an image that has {listed}, or {_HOW}."
        )
    if any(names):
        report.warning(
            f"The bands of {name} are named {_listed(names)}, which does not say what they show; "
            f"{'the first ' * (len(usable) > len(wanted))}{len(wanted)} are taken as {listed}, in this order."
        )
    elif len(usable) > len(wanted):
        report.warning(f"{name} has {len(usable)} bands without names; the first {len(wanted)} are taken as {listed}.")
    return usable[: len(wanted)]


def _listed(names: Sequence[str]) -> str:
    texts = [name or "(no name)" for name in names]
    return ", ".join(texts if len(texts) <= 14 else [*texts[:12], f"... ({len(texts)} bands)"])


def _either(systems: Sequence[str]) -> str:
    return ", ".join(systems[:-1]) + (f" or {systems[-1]}" if len(systems) > 1 else systems[0])
