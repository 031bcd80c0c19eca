"""Which layers of a source are which tables of an inventory: outlines, markers, moving areas, areas of interest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from ...inventory.dialects.known import AREAS, MARKERS, MOVING_AREAS, OUTLINES, Dialect, by_name, dialect_of
from ...inventory.dialects.rows import telling_role
from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import DATABASE, VECTOR_ENDINGS
from ...inventory.schema import LAYERS, ROCK_GLACIERS
from ..gathering.files import Wanted, files_of, once_each
from ..gathering.vectors import OutlineLayers, layers_of
from ..ground.files.vector_files import VectorLayer, layer_names, look_at, plain_tables, read_layer
from ..ground.files.vector_opening import ENDINGS_OF_TABLES
from ..telling.lists import few
from ..telling.report import Report

WHAT = "outlines of rock glaciers"
_POINTS, _POLYGONS = ("Point", "MultiPoint"), ("Polygon", "MultiPolygon", "CurvePolygon", "MultiSurface", "Unknown")
_TOLD = 3
_OURS = tuple(layer.name for layer in LAYERS)
"""Layers of an inventory of ours: what is no outline or marker of it is nothing that somebody would miss."""
_LOOKED_AT = 20
"""Rows of a layer that does not tell its kind."""


@dataclass(frozen=True)
class Tables:
    """The tables of a source; `dialect` is the one that they are of, None where it is none that is known.

    `outlines` may have no layer; then there are `markers`.
    """

    dialect: Dialect | None
    outlines: OutlineLayers
    markers: tuple[VectorLayer, ...] = ()
    moving: tuple[VectorLayer, ...] = ()
    areas: tuple[VectorLayer, ...] = ()

    @property
    def place(self) -> str:
        """All of them in words."""
        layers = [*self.outlines.layers, *self.markers, *self.moving, *self.areas]
        names = list(dict.fromkeys(of.name for of in layers))
        return OutlineLayers(self.outlines.source, self.outlines.path, tuple(layers)).place if names else ""


def tables_of(source: str, layer: str | None, asked: str | None, report: Report) -> Tables:
    """Look at the layers of a source.

    Parameters
    ----------
    source, layer
        See `layers_of`; a layer that is asked for is the only one that is looked at.
    asked
        Name of a dialect; None: what the files show.
    report
        Gets the warnings.

    Raises
    ------
    UserError
        As `layers_of`, or nothing of the dialect that is asked for is there.
    """
    given = None if asked is None else by_name(asked)
    seen = _layers(source, layer)
    points = [of for of in seen if _tells_points(of)]
    polygons = [of for of in seen if kind_of(of) in _POLYGONS and of not in points]
    dialect = given or _dialect_of(points, polygons)
    named = OutlineLayers(source, _path(source), ())
    if dialect is not None and (points or len(polygons) > 1 or given):
        found = _of_dialect(dialect, named, points, polygons)
        if found.outlines.layers or found.markers:
            _tell_left_out(found, seen, report)
            return found
        if given:
            raise UserError(
                f"{named.path} holds nothing that could be {dialect.title}: neither outlines nor markers; leave out "
                "--dialect, and say with --map which field is which."
            )
    if points and not polygons:
        return Tables(None, named, tuple(points))
    outlines = layers_of(source, WHAT, layer, (ROCK_GLACIERS.name,), report=report)
    fields = [name for of in outlines.layers for name in of.fields]
    return Tables(dialect_of(fields), outlines)


def kind_of(of: VectorLayer) -> str:
    """What a layer consists of, in two dimensions."""
    return of.geometry_type.removeprefix("3D ").removeprefix("2.5D ").removeprefix("Measured ").split()[0]


def _tells_points(of: VectorLayer) -> bool:
    """Whether it is a layer of points, says nothing of its kind and begins with points, or is a table."""
    kind = kind_of(of)
    if kind != "Unknown":
        return kind in (*_POINTS, "None")
    _, wkb, _ = read_layer(of, part=(0, _LOOKED_AT))
    shapes = [shape for shape in shapely.from_wkb(wkb, on_invalid="ignore") if shape is not None]
    return bool(shapes) and all(shape.geom_type in _POINTS for shape in shapes)


def _path(source: str) -> Path:
    files = files_of(source, _wanted())
    return Path(source) if files is None else files.path


def _wanted() -> Wanted:
    return Wanted(WHAT, VECTOR_ENDINGS, kind="vector file", perhaps=ENDINGS_OF_TABLES, folders=(DATABASE,))


def _layers(source: str, layer: str | None) -> list[VectorLayer]:
    """All layers with geometry of all files; of a file without any its tables, which may tell places."""
    files = files_of(source, _wanted())
    found = []
    for path in [Path(source)] if files is None else once_each([Path(name) for name in files.names]):
        names = layer_names(path) or plain_tables(path)
        found += [look_at(path, name) for name in names if layer in (None, name)]
    return found


def _dialect_of(points: Sequence[VectorLayer], polygons: Sequence[VectorLayer]) -> Dialect | None:
    """The first dialect that some layer is of; outlines are asked first."""
    for layers, roles in ((polygons, (OUTLINES,)), (points, (MARKERS,))):
        found = next((one for of in layers if (one := dialect_of(of.fields, roles)) is not None), None)
        if found is not None:
            return found
    return None


def _of_dialect(
    dialect: Dialect, named: OutlineLayers, points: Sequence[VectorLayer], polygons: Sequence[VectorLayer]
) -> Tables:
    roles: dict[str, list[VectorLayer]] = {role: [] for role in (MARKERS, OUTLINES, MOVING_AREAS, AREAS)}
    for of in points:
        table = dialect.tables.get(MARKERS)
        identifier = None if table is None else table.of("ID")
        if table is not None and identifier is not None and identifier.name in table.found_in(of.fields):
            roles[MARKERS].append(of)
    for of in polygons:
        role = telling_role(dialect, list(of.fields), False, of.name)
        if role is not None:
            roles[role].append(of)
    if not roles[OUTLINES] and not roles[MARKERS] and len(polygons) == 1:
        roles[OUTLINES] = list(polygons)  # it was asked for, and has lost the fields by which it would be known
    outlines = OutlineLayers(named.source, named.path, tuple(roles[OUTLINES]))
    return Tables(dialect, outlines, *(tuple(roles[role]) for role in (MARKERS, MOVING_AREAS, AREAS)))


def _tell_left_out(found: Tables, seen: Sequence[VectorLayer], report: Report) -> None:
    taken = {*found.outlines.layers, *found.markers, *found.moving, *found.areas}
    left = [of.name for of in seen if of not in taken and of.name not in _OURS]
    if left:
        title = found.dialect.title if found.dialect is not None else ""
        report.warning(f"Layers of {found.outlines.path} that are none of {title} were left out: {few(left, _TOLD)}.")
