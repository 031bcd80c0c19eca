"""Which of a source's files are the series that is asked for, and whether they are parts of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy.typing as npt

from ....inventory.errors import UserError
from ....inventory.naming.gdal_names import part_of_netcdf
from ....inventory.secrets import scrub
from ...gathering.files import Files, must_be_unpacked
from ...gathering.groups import FileGroup, in_groups, in_words
from ...telling.report import Report
from ..netcdf.netcdf_bytes import is_netcdf
from ..units import precipitation_unit, temperature_unit
from .member import Described, Look, same_axis
from .netcdf_member import Looker
from .raster_member import look_at_raster

_LOOKED: dict[tuple[str, str | None], list[Look]] = {}
"""What was seen of the sources that this process has opened last."""
_KEPT = 4
_NUMBER = re.compile(r"\d+")


def without_parts(files: Files, variable: str | None) -> tuple[Files, str | None]:
    """The files of names such as ``NETCDF:"t.nc":t2m``, and the variable that they name.

    Raises
    ------
    UserError
        They name several variables.
    """
    parts = [part_of_netcdf(name) for name in files.names]
    named = {part[1] for part in parts if part is not None}
    if not named:
        return files, variable
    if variable is None and len(named) > 1:
        raise UserError(f"{files.path} names several variables ({', '.join(sorted(named))}); name one of them.")
    names = [name if part is None else str(part[0]) for name, part in zip(files.names, parts, strict=True)]
    return replace(files, names=tuple(names)), variable or named.pop()


def looks_at(files: Files, paths: Sequence[Path], variable: str | None, option: str, report: Report) -> list[Look]:
    """What each file holds, in the order of `files`; remembered while no file changes.

    Raises
    ------
    UserError
        A file is truncated, damaged or of another kind.
    """
    key = repr(files.stamp), variable
    lie_there = not any(map(must_be_unpacked, files.names))
    if key in _LOOKED and lie_there:
        return _LOOKED[key]
    looker, found = Looker(variable), []
    for at, (path, name) in enumerate(zip(paths, files.names, strict=True)):
        if at % 20 == 0:
            report.progress(0.0, f"{files.path.name}: looked at {at} of {len(paths)} files")
        if path.is_file() and is_netcdf(path):
            found.append(looker.look(path, Path(name)))
        else:
            found.append(look_at_raster(path, variable, option))
    if lie_there:
        while len(_LOOKED) >= _KEPT:
            _LOOKED.pop(next(iter(_LOOKED)))
        _LOOKED[key] = found
    return found


def choose(files: Files, seen: Sequence[Look], variable: str | None, option: str, report: Report) -> list[Look]:
    """The files of the series that is asked for.

    Those that do not hold the variable are left out where it is named, and told.

    Raises
    ------
    UserError
        Several kinds of files and no variable is named, none that has it, or files that are no parts of one series.
    """
    groups = in_groups([look.variables for look in seen])
    within = [look for look in seen if look.facts is not None]
    if not within or (len(within) < len(seen) and variable is None):
        raise UserError(_refusal(files, groups, variable, option))
    if len(groups) > 1 and variable is None:
        raise UserError(_refusal(files, groups, variable, option))
    if len(within) < len(seen):
        others = [group for group in groups if seen[group.places[0]].facts is None]
        report.warning(
            f"{files.path.name} holds files without '{variable}', which were left out: {in_words(others, files.names)}."
        )
    for other in within[1:]:
        _check_alike(within[0], other)
    _check_versions(within, report)
    return within


def _refusal(files: Files, groups: Sequence[FileGroup], variable: str | None, option: str) -> str:
    words = in_words(groups, files.names)
    if variable is not None:
        return f"No file of {files.path} has the variable '{variable}' ({option}); there are {words}."
    if len(groups) == 1 and not groups[0].holds:
        return f"No file of {files.path} has a variable on a grid of latitudes and longitudes, or of x and y."
    if len(groups) == 1:
        return (
            f"The files of {files.path} have several variables ({', '.join(groups[0].holds)}); say which with {option}."
        )
    return (
        f"{files.path} holds files of {len(groups)} kinds: {words}; say which variable with {option}, or give those "
        "of one kind."
    )


def _check_alike(first: Look, other: Look) -> None:
    """Raise `UserError` where two files cannot be parts of one series."""
    one, another = first.facts, other.facts
    if one is None or another is None:
        return
    what = _difference(one, another)
    if what:
        raise UserError(
            f"{first.label} and {other.label} are no parts of one series: they differ in {what}; give files of one "
            "product and one area."
        )


def _difference(one: Described, other: Described) -> str:
    """In what two files differ, with both; empty where they are alike."""
    if one.unit != other.unit and not _same_unit(one.unit, other.unit):
        return f"the unit ('{scrub(one.unit)}' and '{scrub(other.unit)}')"
    if one.quantity != other.quantity:
        pair = next(pair for pair in zip(one.quantity, other.quantity, strict=True) if pair[0] != pair[1])
        return f"what they hold ('{scrub(pair[0])}' and '{scrub(pair[1])}')"
    if one.place != other.place:
        return "the coordinate system"
    for axis, (mine, its) in zip(("columns", "rows"), zip(one.axes, other.axes, strict=True), strict=True):
        if not same_axis(mine, its):
            ends = [f"{len(values)} from {values[0]:g} to {values[-1]:g}" for values in (mine, its) if len(values)]
            longitudes = axis == "columns" and not one.place and _counts_otherwise(mine, its)
            why = "; one counts longitudes from 0 to 360, the other from -180 to 180" if longitudes else ""
            return f"the grid's {axis} ({' and '.join(ends)}{why})"
    return ""


def _counts_otherwise(mine: npt.NDArray[Any], its: npt.NDArray[Any]) -> bool:
    """Whether one axis of longitudes goes beyond 180 degrees, and the other below 0."""
    lows, highs = (float(mine.min()), float(its.min())), (float(mine.max()), float(its.max()))
    return (highs[0] > 180 and lows[1] < 0) or (highs[1] > 180 and lows[0] < 0)


def _same_unit(one: str, other: str) -> bool:
    """Whether two spellings mean the same unit."""
    for unit_of in (temperature_unit, precipitation_unit):
        found = unit_of(one), unit_of(other)
        if found[0] is not None and found[0] == found[1]:
            return True
    return False


def _check_versions(looks: Sequence[Look], report: Report) -> None:
    """Refuse files of two versions of a product, and tell of two editions of one (V07A, V07B)."""
    first, told = looks[0], False
    for other in looks[1:]:
        if other.version == first.version or not (other.version and first.version):
            continue
        numbers = [_NUMBER.search(look.version) for look in (first, other)]
        same = numbers[0] is not None and numbers[1] is not None and int(numbers[0][0]) == int(numbers[1][0])
        if not same:
            raise UserError(
                f"{first.label} is of version {scrub(first.version)} and {other.label} of {scrub(other.version)}; "
                "give files of one version, whose values can be compared."
            )
        if not told:
            told = True
            report.warning(
                f"{first.label.name} is of version {scrub(first.version)} and {other.label.name} of "
                f"{scrub(other.version)}; they are taken as one series."
            )
