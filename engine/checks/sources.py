"""Which layers of which files are checked: outlines, primary markers, and what an inventory has beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...inventory.dialects.known import MARKERS, MOVING_AREAS, Dialect, dialect_of
from ...inventory.dialects.rows import telling_role
from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import DATABASE, VECTOR_ENDINGS, is_plain, is_there
from ...inventory.naming.source_names import called, files_like, is_pattern, names_in
from ...inventory.schema import (
    CANDIDATES,
    MISSED_POINTS,
    PRIMARY_MARKERS,
    REVIEWED_GROUND,
    ROCK_GLACIERS,
    SAMPLE_WINDOWS,
    SUBREGIONS,
)
from ...store.looking import FileFacts, facts_of_file
from ..gathering.files import once_each
from ..ground.files.vector_files import VectorLayer, layer_names, look_at
from ..telling.lists import few
from ..telling.report import Report

_OWN = (CANDIDATES, SUBREGIONS, REVIEWED_GROUND, SAMPLE_WINDOWS, MISSED_POINTS)
_BESIDE = (*(layer.name for layer in _OWN), "problems", "problem_outlines")
"""Layers of an inventory, and of an earlier check, that are neither outlines nor markers of rock glaciers."""
_NO_OUTLINES, _OUTLINES, _MARKERS = ("aoi", "ma", "moving"), ("go", "footprint", "outline"), ("pm", "marker")
"""Words in the names of layers: polygons that outline no rock glacier, as RGIK has them; outlines; primary markers."""
_BETWEEN, _QGIS = "|", "layername="
"""Between a file and its layer, and what QGIS writes there besides."""
_SHORT = 10
"""Characters of a name that a shapefile keeps."""
_NAMED, _ABBREVIATED = 8, 3


@dataclass(frozen=True)
class Sources:
    """What is read, of which `files`. `facts` are those of an inventory; None where it is a published file.

    `moving` are moving areas of RGIK, which outline no rock glacier.
    """

    called: str
    outlines: VectorLayer | None
    markers: VectorLayer | None
    dialect: Dialect | None
    facts: FileFacts | None = None
    files: frozenset[Path] = frozenset()
    moving: tuple[VectorLayer, ...] = ()

    @property
    def is_inventory(self) -> bool:
        """Whether it is one of this plugin's own."""
        return self.facts is not None

    @property
    def first(self) -> VectorLayer:
        """The outlines, else the markers."""
        found = self.outlines or self.markers
        assert_there(found, self.called)
        return found  # type: ignore[return-value]


def assert_there(found: VectorLayer | None, name: str) -> None:
    """Raise `UserError` where a source has neither outlines nor markers."""
    if found is None:
        raise UserError(f"{name} holds neither outlines nor markers; give a layer with polygons or points.")


def sources_of(given: str, layer: str | None, markers: str | None, report: Report) -> Sources:
    """Look at what is to be checked.

    Parameters
    ----------
    given
        Names of files, or of a folder with them.
    layer, markers
        Names of the layers with outlines and with markers; None: they are found.
    report
        Gets the warnings.

    Raises
    ------
    UserError
        No such file or layer, none of them holds outlines or markers, or several may.
    """
    name = called(given)
    looked_at = [look_at(path, of, report) for path, only in _files(given) for of in only or layer_names(path)]
    facts = _facts(looked_at)
    polygons = [of for of in looked_at if _kind(of) not in ("Point", "LineString")]
    points = [of for of in looked_at if _kind(of) == "Point"]
    outlines = _chosen(polygons, layer, ROCK_GLACIERS.name, _OUTLINES, name, "--layer")
    told = _chosen(points, markers, PRIMARY_MARKERS.name, _MARKERS, name, "--markers")
    assert_there(outlines or told, name)
    dialect = _dialect(outlines, told)
    files = frozenset(of.path.resolve() for of in looked_at)
    return Sources(name, outlines, told, dialect, facts, files, _moving(polygons, outlines, dialect))


def _dialect(outlines: VectorLayer | None, markers: VectorLayer | None) -> Dialect | None:
    """The one that the outlines are of, else the markers."""
    found = None if outlines is None else dialect_of(outlines.fields)
    return found or (None if markers is None else dialect_of(markers.fields, (MARKERS,)))


def _moving(
    polygons: Sequence[VectorLayer], outlines: VectorLayer | None, dialect: Dialect | None
) -> tuple[VectorLayer, ...]:
    if dialect is None:
        return ()
    others = [of for of in polygons if of != outlines]
    return tuple(of for of in others if telling_role(dialect, list(of.fields), False, of.name) == MOVING_AREAS)


def _files(given: str) -> list[tuple[Path, list[str]]]:
    """Files, each with the layers that its name tells behind a bar; none: all that it has."""
    found: list[tuple[Path, list[str]]] = []
    for name in names_in(given):
        path = Path(name)
        if is_pattern(name):
            found += [(one, []) for one in once_each([Path(one) for one in files_like(name)])]
        elif is_plain(name) and path.is_dir() and path.suffix.lower() != DATABASE:
            inside = once_each([one for one in sorted(path.iterdir()) if one.suffix.lower() in VECTOR_ENDINGS])
            if not inside:
                raise UserError(f"{path} is a folder without vector files; give one with outlines or markers.")
            found += [(one, []) for one in inside]
        elif _BETWEEN in name and not is_there(name):
            file, _, layer = name.rpartition(_BETWEEN)
            found.append((Path(file), [layer.removeprefix(_QGIS)]))
        else:
            found.append((path, []))
    if not found:
        raise UserError(f"There is no file {called(given)}; check the name.")
    return found


def _facts(looked_at: Sequence[VectorLayer]) -> FileFacts | None:
    """The facts of an inventory among the files; None where there is none."""
    for of in looked_at:
        if of.name == ROCK_GLACIERS.name and of.driver == "GPKG":
            return facts_of_file(of.path)
    return None


def _kind(of: VectorLayer) -> str:
    """Point, LineString, or what may be an area."""
    kind = of.geometry_type.removeprefix("3D ").removeprefix("2.5D ").split()[0].removeprefix("Multi")
    return kind if kind in ("Point", "LineString") else "Polygon"


def _chosen(
    there: Sequence[VectorLayer], wanted: str | None, own: str, words: Sequence[str], name: str, option: str
) -> VectorLayer | None:
    """The layer that is asked for, that of an inventory, the one whose name says so, or the only one."""
    if wanted is not None:
        found = next((of for of in there if of.name == wanted), None)
        if found is None:
            has = few([of.name for of in there], _NAMED) or "none of that kind"
            raise UserError(f"{name} has no layer '{wanted}' for {option}; it has: {has}.")
        return found
    found = next((of for of in there if of.name == own), None)
    if found is not None:
        return found
    left = [of for of in there if of.name not in _BESIDE and not _says(of.name, _NO_OUTLINES)]
    said = [of for of in left if _says(of.name, words)]
    if len(said or left) > 1:
        has = few([of.name for of in said or left], _NAMED)
        raise UserError(f"{name} has several layers that may be meant ({has}); say which with {option}.")
    return next(iter(said or left), None)


def _says(name: str, words: Sequence[str]) -> bool:
    """Whether a name holds one of some words; a short one must stand alone, as ``_GO`` does."""
    parts = re.split(r"[\W_]+", name.lower())
    return any(word in (parts if len(word) <= _ABBREVIATED else name.lower()) for word in words)


def plain(name: str) -> str:
    """A field's name without what people write differently: case, dots, blanks and underscores."""
    return re.sub(r"[\s._-]", "", name).casefold()


def find_field(of: VectorLayer, *names: str) -> str | None:
    """A field as the file has it, in whatever case, with or without dots, cut off as in a shapefile."""
    for name in names:
        for wanted in (name, name[:_SHORT]):
            for field in of.fields:
                if plain(field) == plain(wanted):
                    return field
    return None
