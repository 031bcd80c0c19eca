"""What was found as a GeoPackage: points where something is, and the outlines that it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.checks.rules import rule_of
from ...inventory.errors import UserError
from ..ground.files.vector_files import VectorLayer, read_layer
from ..ground.files.vector_names import pyogrio
from ..ground.geodesy import LONGITUDE_LATITUDE, transform_what_can_be
from ..ground.vectors import mend_polygons
from ..telling.outputs import finished_file
from .found import Problem

POINTS, OUTLINES = "problems", "problem_outlines"
"""Layers of the file."""
_PIECE = 10_000
_FIELDS = ("RULE", "TITLE", "SEVERITY", "SENTENCE", "SOURCE", "REMEDY", "LAYER", "FEATURE", "OTHER", "ID", "AMOUNT")


def write_problems(path: Path, problems: Sequence[Problem], outlines: VectorLayer | None, crs: Any) -> list[str]:
    """Write all problems, in degrees; what is of a file as a whole has no geometry. The layers' names.

    Raises
    ------
    UserError
        It cannot be written; nothing half-written stays.
    """
    with finished_file(path) as part:
        try:
            _write(part, POINTS, "Point", problems, np.array([_point(problem) for problem in problems], dtype=object))
            of_outlines = [problem for problem in problems if outlines is not None and _is_of(problem, outlines)]
            for start in range(0, len(of_outlines), _PIECE):
                some = of_outlines[start : start + _PIECE]
                shapes = _outlines(outlines, crs, some)  # type: ignore[arg-type]
                wkb = np.array([shapes.get(problem.row.fid or 0) for problem in some], dtype=object)
                _write(part, OUTLINES, "MultiPolygon", some, wkb, more=start > 0, into=True)
        except (RuntimeError, OSError, ValueError) as error:
            raise UserError(f"The file {path} cannot be written; free some space or choose another.") from error
    return [POINTS, OUTLINES] if of_outlines else [POINTS]


def _is_of(problem: Problem, outlines: VectorLayer) -> bool:
    return problem.row.layer == outlines.name and problem.row.fid is not None


def _point(problem: Problem) -> Any:
    return None if problem.row.place is None else shapely.to_wkb(shapely.Point(*problem.row.place))


def _outlines(of: VectorLayer, crs: Any, problems: Sequence[Problem]) -> Mapping[int, bytes]:
    fids = sorted({problem.row.fid for problem in problems if problem.row.fid is not None})
    read, wkb, _ = read_layer(of, fids=np.array(fids))
    polygons, keep, _ = mend_polygons(np.atleast_1d(np.asarray(shapely.from_wkb(wkb, on_invalid="fix"), dtype=object)))
    moved = transform_what_can_be(polygons, crs, LONGITUDE_LATITUDE)
    wkbs = shapely.to_wkb(np.array([shapely.multipolygons(shapely.get_parts(shape)) for shape in moved], dtype=object))
    return dict(zip(read[keep].tolist(), wkbs.tolist(), strict=True))


def _write(
    path: Path,
    layer: str,
    kind: str,
    problems: Sequence[Problem],
    wkb: npt.NDArray[Any],
    *,
    more: bool = False,
    into: bool = False,
) -> None:
    rows = [_row(problem) for problem in problems]
    columns = [_column(name, [row[place] for row in rows]) for place, name in enumerate(_FIELDS)]
    pyogrio.raw.write(
        path,
        wkb,
        columns,
        list(_FIELDS),
        layer=layer,
        driver="GPKG",
        geometry_type=kind,
        crs=LONGITUDE_LATITUDE,
        append=more or into,
        dataset_options={} if more or into else {"VERSION": "1.2"},  # of a newer one old GDAL warns
    )


def _column(name: str, values: list[Any]) -> npt.NDArray[Any]:
    if name in ("FEATURE", "OTHER", "AMOUNT"):
        return np.array([np.nan if value is None else float(value) for value in values])
    return np.array(values, dtype=object)


def _row(problem: Problem) -> tuple[Any, ...]:
    rule, row = rule_of(problem.rule), problem.row
    of_rule = (rule.name, rule.title, rule.severity, problem.sentence, rule.source, rule.remedy)
    return (*of_rule, row.layer, row.fid, problem.other, row.identifier, problem.amount)
