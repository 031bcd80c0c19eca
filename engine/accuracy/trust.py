"""A picture of where a model can be trusted: accuracy and share of corrections by block of ground and by subregion."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.errors import UserError
from ...inventory.model_cards.trust_facts import Trust, TrustedPlace, content_of, trust_file
from ...inventory.moments import utc_now
from ..ground.antimeridian import rolled
from ..ground.files.vector_names import pyogrio
from ..ground.geodesy import LONGITUDE_LATITUDE, transform_geometries
from ..telling.outputs import finished_file
from .deeds import Decided, Deeds
from .judged import Judged
from .scores import OUTSIDE, AreaScores, Evaluation, Scores

BLOCKS, SUBREGIONS = "trust_blocks", "trust_subregions"
"""Layers of the file."""


@dataclass(frozen=True)
class Place:
    """A block of ground or a subregion, its shape in degrees, and what is known of it."""

    name: str
    shape: Any
    area: AreaScores
    found: int
    references: int
    interval: tuple[float, float] | None
    deeds: Deeds | None

    def row(self) -> dict[str, Any]:
        """Its values by the names of the fields."""
        area, deeds = self.area, self.deeds
        low, high = self.interval or (None, None)
        removed = None if deeds is None else sum(deeds.removed.values())
        return {
            "NAME": self.name,
            "F1": area.f1,
            "F1_LOW": low,
            "F1_HIGH": high,
            "PRECISION": area.precision,
            "RECALL": area.recall,
            "TP_KM2": area.true_positive / 1e6,
            "FP_KM2": area.false_positive / 1e6,
            "FN_KM2": area.false_negative / 1e6,
            "CANDIDATES": self.found,
            "REFERENCES": self.references,
            "CORRECTED": None if deeds is None else deeds.corrected,
            "REMAINED": None if deeds is None else deeds.remained,
            "REMOVED": removed,
            "REFINED": None if deeds is None else deeds.refined,
            "RETRIEVED": None if deeds is None else deeds.retrieved,
            "UNDECIDED": None if deeds is None else deeds.undecided,
        }


def places_of(
    pair: Judged, result: Evaluation, decided: Decided | None, regions: Any
) -> tuple[list[Place], list[Place]]:
    """Blocks of ground and subregions.

    Parameters
    ----------
    pair, result
        What was judged, and how it did.
    decided
        The decisions on it; None where there are none.
    regions
        Shapes of the subregions in the pair's system, (k,); None where there are none.
    """
    decided = None if decided is None else decided.within(pair.found, pair.ground)
    return _blocks(pair, result, decided), _subregions(pair, result, decided, regions)


def _blocks(pair: Judged, result: Evaluation, decided: Decided | None) -> list[Place]:
    compared, (found, truth) = result.compared, result.blocks
    size = max((int(each.max()) + 1 for each in (found, truth) if len(each)), default=0)
    sums = [
        np.bincount(block, areas, size).astype(np.float64)
        for block, areas in (
            (found[compared.pairs.ours], compared.common_areas),
            (found, compared.found.areas),
            (truth, compared.truth.areas),
        )
    ]
    both = np.concatenate((pair.found.polygons, pair.truth.polygons))
    block_of = np.concatenate((found, truth))
    hulls = np.array(
        [shapely.convex_hull(shapely.geometrycollections(both[block_of == number])) for number in range(size)], object
    )
    added = _nearest(decided, hulls, pair.found.crs)
    shapes = _in_degrees(hulls, pair.found.crs)
    return [
        Place(
            _middle(shapes[number]),
            shapes[number],
            AreaScores(*_parts(sums, number)),
            int((found == number).sum()),
            int((truth == number).sum()),
            None,
            None if decided is None else decided.deeds(found == number, added == number),
        )
        for number in range(size)
    ]


def _middle(shape: Any) -> str:
    """Where a block is, which is all the name it has."""
    point = shapely.centroid(shape)
    if shapely.is_empty(point):
        return ""
    north, east = "N" if point.y >= 0 else "S", "E" if point.x >= 0 else "W"
    return f"{abs(point.y):.2f}° {north} {abs(point.x):.2f}° {east}"


def _parts(sums: Sequence[npt.NDArray[np.float64]], number: int) -> tuple[float, float, float]:
    common, mine, theirs = (float(each[number]) for each in sums)
    return common, max(mine - common, 0.0), max(theirs - common, 0.0)


def _nearest(decided: Decided | None, hulls: npt.NDArray[Any], crs: Any) -> npt.NDArray[np.int64]:
    """Number of the block that each retrieved rock glacier is nearest to."""
    if decided is None or decided.retrieved is None or not len(hulls):
        return np.zeros(0, np.int64)
    inside = shapely.point_on_surface(decided.retrieved.in_crs(crs).polygons)
    return np.asarray(shapely.STRtree(hulls).nearest(inside), np.int64) if len(inside) else np.zeros(0, np.int64)


def _subregions(pair: Judged, result: Evaluation, decided: Decided | None, regions: Any) -> list[Place]:
    if regions is None:
        return []
    points: Any = shapely.Point()
    if decided is not None and decided.retrieved is not None:
        points = shapely.point_on_surface(decided.retrieved.in_crs(pair.found.crs).polygons)
    shapes = _in_degrees(np.asarray(regions, dtype=object), pair.found.crs)
    found = []
    for number, scores in enumerate(each for each in result.subregions if each.name != OUTSIDE):
        added = np.atleast_1d(shapely.intersects(regions[number], points))
        deeds = None if decided is None else decided.deeds(result.places[0] == number, added)
        interval = scores.area_intervals.get("f1")
        count = scores.count
        found.append(
            Place(scores.name, shapes[number], scores.area, count.candidates, count.references, interval, deeds)
        )
    return found


def _in_degrees(shapes: npt.NDArray[Any], crs: Any) -> npt.NDArray[Any]:
    moved = transform_geometries(shapes, crs, LONGITUDE_LATITUDE)
    return rolled(np.asarray([_multi(shape) for shape in moved], dtype=object))


def _multi(shape: Any) -> Any:
    """A multipolygon of what a shape has of polygons."""
    parts = shapely.get_parts(shapely.get_parts([shape]))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon" and not part.is_empty])


def write_trust(
    path: Path, blocks: Sequence[Place], subregions: Sequence[Place], model: str, reference: str
) -> list[str]:
    """Write both layers, in degrees, into one GeoPackage; their names. Without subregions there is one.

    Raises
    ------
    UserError
        It cannot be written.
    """
    layers = {BLOCKS: blocks, **({SUBREGIONS: subregions} if subregions else {})}
    fields = list(Place("", None, AreaScores(0, 0, 0), 0, 0, None, None).row())
    with finished_file(path) as part:
        for name, places in layers.items():
            rows = [place.row() for place in places]
            columns = [np.array([row[field] for row in rows], object if field == "NAME" else float) for field in fields]
            more = [np.full(len(rows), text, dtype=object) for text in (model, reference)]
            wkb = np.array([shapely.to_wkb(_multi(place.shape)) for place in places], dtype=object)
            try:
                pyogrio.raw.write(
                    part,
                    wkb,
                    [*columns, *more],
                    [*fields, "MODEL", "REFERENCE"],
                    layer=name,
                    driver="GPKG",
                    geometry_type="MultiPolygon",
                    crs=LONGITUDE_LATITUDE,
                    append=name == SUBREGIONS,
                    dataset_options={} if name == SUBREGIONS else {"VERSION": "1.2"},  # of a newer one old GDAL warns
                )
            except (RuntimeError, OSError, ValueError) as error:
                raise UserError(f"The file {path} cannot be written; free some space or choose another.") from error
    return list(layers)


def keep_trust(
    models: Path, model: str, reference: str, whole: Scores, places: Sequence[Place], deeds: Deeds | None
) -> Path:
    """Keep what is known of a model beside it, for the page of models; the file.

    Raises
    ------
    UserError
        The folder cannot be written.
    """
    path = trust_file(models, model)
    told = tuple(
        TrustedPlace(place.name, place.area.f1, None if place.deeds is None else place.deeds.corrected)
        for place in places
    )
    trust = Trust(
        reference,
        utc_now(),
        whole.area.f1,
        whole.area_intervals.get("f1", ()),
        whole.blocks,
        None if deeds is None else deeds.corrected,
        told,
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with finished_file(path) as part:
            part.write_text(json.dumps(content_of(trust), indent=1, ensure_ascii=False), "utf-8")
    except OSError as error:
        raise UserError(f"{path} cannot be written ({error.strerror}); choose another --models-folder.") from error
    return path
