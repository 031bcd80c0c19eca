"""The data of a publication: a folder for each dialect, with metadata for QGIS beside each file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.dialects.known import AREAS, MARKERS, MOVING_AREAS, NAMES, OUTLINES, Dialect, by_name
from ...inventory.errors import UserError
from ...inventory.requests.exchange import FORMATS
from ..exporting.dictionary import write_readme
from ..exporting.exporting import notes_of_dialect, write_tables
from ..exporting.tables import Content, Filling
from ..ground.geodesy import LONGITUDE_LATITUDE, ellipsoidal_areas
from ..telling.report import Report
from .about import About
from .extent import Extent, box_of
from .metadata.qmd import write_qmd
from .previous import DATA
from .readme import Telling

_ROLES = {MARKERS: "primary markers", OUTLINES: "outlines", MOVING_AREAS: "moving areas", AREAS: "areas of interest"}


@dataclass(frozen=True)
class Wanted:
    """A dialect, and the formats of its files."""

    of: Dialect
    formats: tuple[str, ...]


def dialects_of(asked: str | None, formats: str | None) -> list[Wanted]:
    """The dialects that are asked for, with those of the formats that each has.

    Raises
    ------
    UserError
        A word is none of them.
    """
    found = []
    for name in _words(asked or "") or [NAMES[0]]:
        of = by_name(name)
        if of is None:
            raise UserError(f"'{name}' of --dialect is none of the dialects; there are: {', '.join(NAMES)}.")
        found.append(of)
    endings = _words(formats or "")
    for ending in endings:
        if ending not in FORMATS:
            raise UserError(f"'{ending}' of --formats is none of the formats; there are: {', '.join(FORMATS)}.")
    return [Wanted(of, tuple(one for one in endings if one in of.formats) or of.formats) for of in found]


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word.strip().lower() for word in re.split("[,;]", text) if word.strip()))


def extent_of(filling: Filling) -> Extent:
    """Of the outlines that go out, where there are none of the markers; something goes out."""
    markers = filling.contents.get(MARKERS)
    shapes = _shapes(filling.contents[OUTLINES])
    points = shapes if markers is None else _shapes(markers)
    area = float(ellipsoidal_areas(shapes, LONGITUDE_LATITUDE).sum()) / 1e6 if len(shapes) else 0.0
    return Extent(box_of(shapes if len(shapes) else points), len(shapes), len(points), area)


def _shapes(content: Content) -> npt.NDArray[Any]:
    return np.array([shapely.from_wkb(wkb) for wkb in content.wkb if wkb is not None], dtype=object)


def write_dialect(
    folder: Path, wanted: Wanted, filling: Filling, name: str, about: About, told: Telling, report: Report
) -> None:
    """Write the data in a dialect; what it cannot hold is added to the notes.

    Parameters
    ----------
    folder
        The publication.
    wanted, filling
        The dialect, and its tables.
    name
        What the files are called.
    about, told
        What the publication says of itself, and what is told of its files.
    report
        Hears of the progress.
    """
    of = wanted.of
    place = folder / DATA / of.name
    place.mkdir(parents=True)
    notes = notes_of_dialect(filling)
    files = write_tables(place, of, filling, name, wanted.formats, notes, report, about.day)
    counts = {role: len(content.wkb) for role, content in filling.contents.items()}
    readme = write_readme(place, of, about.title, files, counts, notes, about.day)
    told.files |= _described(place, of, files, counts, about)
    told.files[f"{DATA}/{of.name}/{readme}"] = f"every field of {of.title}: unit, meaning, codes"
    told.notes += [f"{of.name}: {note}" for note in notes]


def _described(
    place: Path, of: Dialect, files: Mapping[str, Sequence[str]], counts: Mapping[str, int], about: About
) -> dict[str, str]:
    """Write the metadata of each file for QGIS; name of a file -> what it is."""
    roles: dict[str, list[str]] = {}
    for role, names in files.items():
        for name in names:
            roles.setdefault(name, []).append(role)
    found = {}
    for name, held in sorted(roles.items()):
        what = ", ".join(f"{counts[role]} {_ROLES[role]}" for role in held)
        found[f"{DATA}/{of.name}/{name}"] = f"{what}, in the form of {of.title}"
        beside = (place / name).with_suffix(".qmd")
        if not beside.exists():
            title = f"{about.title}: {', '.join(_ROLES[role] for role in held)}"
            write_qmd(beside, about, title, f"{what}, in the form of {of.title}. {about.description}")
    return found
