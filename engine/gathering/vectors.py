"""Which layers a source of outlines means: one of a file, or one of each of many files.

Files of many are as they were downloaded: shapefiles a region, in zips, beside tables and texts that are no outlines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..ground.vector_files import DATABASE, ENDINGS, ENDINGS_OF_TABLES, VectorLayer, layer_names, look_at
from ..ground.vectors import choose_layer
from ..telling.lists import few
from ..telling.report import Report
from .files import Wanted, file_name, files_of
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
    files = files_of(source, Wanted(what, ENDINGS, kind="vector file", perhaps=ENDINGS_OF_TABLES, folders=(DATABASE,)))
    if files is None:
        path = Path(source)
        one = look_at(path, choose_layer(path, layer, preferred, option))
        return OutlineLayers(str(source), path, (_with_polygons(one),))
    names = list(files.names) if layer is None else _that_have(layer, files.names, files.path, report)
    seen = [look_at(Path(name), layer or choose_layer(Path(name), None, preferred, option)) for name in names]
    taken = [of for of in seen if _may_hold_polygons(of)]
    if not taken:
        _with_polygons(seen[0])
    if len(taken) < len(seen) and report is not None:
        others = [file_name(str(of.path)) for of in seen if not _may_hold_polygons(of)]
        report.warning(f"Files of {files.path} that hold no polygons were left out: {few(others, _TOLD)}.")
    found = OutlineLayers(files.source, files.path, tuple(taken))
    if report is not None:
        _tell_kinds(found, report)
    return found


def _that_have(layer: str, names: Sequence[str], path: Path, report: Report | None) -> list[str]:
    """The files that have a layer."""
    held = {name: layer_names(Path(name)) for name in names}
    found = [name for name in names if layer in held[name]]
    if not found:
        there = list(dict.fromkeys(one for each in held.values() for one in each))
        has = few(there, _TOLD) or "none with geometry"
        raise UserError(f"No file of {path} has a layer '{layer}'; they have: {has}.")
    if len(found) < len(names) and report is not None:
        others = [file_name(name) for name in names if name not in found]
        report.warning(f"Files of {path} without a layer '{layer}' were left out: {few(others, _TOLD)}.")
    return found


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
