"""Markers that reviewers do not judge alike, as a layer to walk through."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ...inventory.errors import UserError
from ...inventory.schema import DECISIONS, PRIMARY_MARKERS
from ...store.protocol import Store
from ..ground.files.vector_names import pyogrio
from ..ground.geodesy import LONGITUDE_LATITUDE, transform_geometries
from ..telling.outputs import finished_file

LAYER = "disagreements"
FIELDS = ("ID", "SUBREGION", "SAMPLE", "VIEWS", "COMMENTS", *(decision.upper() for decision in DECISIONS), "CONSENSUS")


def write_disagreements(path: Path, inventory: Store, found: Sequence[dict[str, Any]]) -> None:
    """Write what `agreement.json` lists as disagreements, in degrees; an empty layer where there are none.

    Raises
    ------
    UserError
        It cannot be written.
    """
    places = dict(inventory.outlines(PRIMARY_MARKERS))
    marker = {str(name): places[fid] for fid, name in inventory.rows(PRIMARY_MARKERS, ("ID",)) if fid in places}
    rows = [each for each in found if each["id"] in marker]
    points = np.array(shapely.from_wkb([marker[each["id"]] for each in rows]), dtype=object)
    crs = inventory.reference(PRIMARY_MARKERS).wkt
    geometry = np.array(shapely.to_wkb(transform_geometries(points, crs, LONGITUDE_LATITUDE)), dtype=object)
    columns = list(zip(*map(_row, rows), strict=True)) or [()] * len(FIELDS)
    kinds = [np.int32 if name.lower() in DECISIONS else object for name in FIELDS]
    with finished_file(path) as part:
        try:
            pyogrio.raw.write(
                part,
                geometry,
                [np.array(column, kind) for column, kind in zip(columns, kinds, strict=True)],
                list(FIELDS),
                layer=LAYER,
                driver="GPKG",
                geometry_type="Point",
                crs=LONGITUDE_LATITUDE,
                dataset_options={"VERSION": "1.2"},  # of a newer one old GDAL warns
            )
        except (RuntimeError, OSError, ValueError) as error:
            raise UserError(
                f"The file {path} cannot be written; free some space or choose another.", "output"
            ) from error


def _row(found: dict[str, Any]) -> tuple[Any, ...]:
    views = found["views"]
    return (
        found["id"],
        found["subregion"],
        found["sample"],
        _in_words(views),
        _in_words(found["comments"]),
        *(list(views.values()).count(decision) for decision in DECISIONS),
        found["consensus"] or None,
    )


def _in_words(by_reviewer: dict[str, str]) -> str | None:
    return "; ".join(f"{name}: {text}" for name, text in by_reviewer.items()) or None
