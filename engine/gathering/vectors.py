"""Which layers a source of outlines means: one of a file, or one of each of many files.

Files of many are as they were downloaded: shapefiles a region, in zips, beside tables and texts that are no outlines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import DATABASE, VECTOR_ENDINGS, is_plain, stamp_of
from ...inventory.secrets import scrub
from ..ground.files.vector_files import VectorLayer, layer_names, look_at
from ..ground.files.vector_opening import ENDINGS_OF_TABLES
from ..ground.vectors import choose_layer
from ..telling.lists import few
from ..telling.report import Report
from .files import Files, Wanted, file_name, files_of
from .groups import in_groups, in_words

_NO_OUTLINES = ("Point", "MultiPoint", "LineString", "MultiLineString")
_TOLD = 3


@dataclass(frozen=True)
class OutlineLayers:
    """Layers of one source, in the order of its files.

    `source` is the text that was given, for a record; `path` is what sentences call it.
    """

    source: str
    path: Path
    layers: tuple[VectorLayer, ...]

    @property
    def place(self) -> str:
        """The layers in words."""
        return f"'{few([of.name for of in self.layers], _TOLD)}' of {scrub(str(self.path))}"


def layers_of(
    source: str | Path,
    what: str,
    layer: str | None = None,
    preferred: Sequence[str] = (),
    option: str = "--layer",
    report: Report | None = None,
) -> OutlineLayers:
    """Look at the layers of a source of outlines.

    Of many files those are taken that may hold polygons. Files of several kinds (RGI 6 beside 7) are told: their
    outlines are taken together.

    Parameters
    ----------
    source
        A file, or many as `files_of` takes them: a folder, a pattern, names with ``;`` between, an archive.
    what
        What it is for sentences: ``glacier outlines``.
    layer, preferred, option
        See `choose_layer`, of each file; of many, those that lack a layer that is asked for are left out.
    report
        Gets the warnings.

    Raises
    ------
    UserError
        No such file or layer, a file that cannot be read or is cut off, or no polygons in any of them.
    """
    files = files_of(
        source, Wanted(what, VECTOR_ENDINGS, kind="vector file", perhaps=ENDINGS_OF_TABLES, folders=(DATABASE,))
    )
    if files is None:
        path = Path(source)
        one = look_at(path, choose_layer(path, layer, preferred, option))
        return OutlineLayers(str(source), path, (_with_polygons(one),))
    beside = [stamp_of(Path(name).with_suffix(ending)) for name in files.names for ending in _endings_beside(name)]
    key = repr((files.stamp, beside, layer, preferred, option))
    if key not in _LOOKED_AT:
        looked_at = [_look_at(name, layer, preferred, option) for name in files.names]
        _LOOKED_AT.clear()
        _LOOKED_AT[key] = looked_at
    looked_at = _LOOKED_AT[key]
    found = OutlineLayers(files.source, files.path, tuple(_taken(looked_at, files, layer, report)))
    if report is not None:
        _tell_kinds(found, report)
    return found


_LOOKED_AT: dict[str, list[VectorLayer | None]] = {}
"""The files that this process has looked at last: a warm engine opens them for each outline."""


def _endings_beside(name: str) -> tuple[str, ...]:
    """Endings of the files beside one that tell of it: a coordinate system or an encoding that is mended is seen."""
    return (".prj", ".cpg", ".dbf") if name.lower().endswith(".shp") and is_plain(name) else ()


def _look_at(name: str, layer: str | None, preferred: Sequence[str], option: str) -> VectorLayer | None:
    """The layer of one of many files; None where it lacks the one that is asked for."""
    path = Path(name)
    if layer is None:
        return look_at(path, choose_layer(path, None, preferred, option))
    return look_at(path, layer) if layer in layer_names(path) else None


def _taken(
    looked_at: Sequence[VectorLayer | None], files: Files, layer: str | None, report: Report | None
) -> list[VectorLayer]:
    """The layers that may hold polygons; the files that have none are told."""
    seen = [of for of in looked_at if of is not None]
    if not seen:
        there = list(dict.fromkeys(one for name in files.names for one in layer_names(Path(name))))
        has = few(there, _TOLD) or "none with geometry"
        raise UserError(f"No file of {files.path} has a layer '{layer}'; they have: {has}.")
    taken = [of for of in seen if _may_hold_polygons(of)]
    if not taken:
        _with_polygons(seen[0])
    if report is not None:
        lacking = [file_name(name) for name, of in zip(files.names, looked_at, strict=True) if of is None]
        others = [file_name(str(of.path)) for of in seen if not _may_hold_polygons(of)]
        if lacking:
            report.warning(f"Files of {files.path} without a layer '{layer}' were left out: {few(lacking, _TOLD)}.")
        if others:
            report.warning(f"Files of {files.path} that hold no polygons were left out: {few(others, _TOLD)}.")
    return taken


def _kind(of: VectorLayer) -> str:
    return of.geometry_type.removeprefix("3D ").removeprefix("2.5D ").split()[0]


def _may_hold_polygons(of: VectorLayer) -> bool:
    return _kind(of) not in _NO_OUTLINES


def _with_polygons(of: VectorLayer) -> VectorLayer:
    if not _may_hold_polygons(of):
        raise UserError(f"Layer {of.place} holds no polygons but {_kind(of)}; give a layer with outlines.")
    return of


def _tell_kinds(found: OutlineLayers, report: Report) -> None:
    groups = in_groups([of.fields for of in found.layers])
    if len(groups) > 1:
        kinds = in_words(groups, [str(of.path) for of in found.layers], nothing="no fields")
        report.warning(f"Files of {found.path} are of several kinds, and are taken together: {kinds}.")
