"""The ground of an inventory that somebody looked at, as the inventory has kept it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ....inventory import schema
from ....inventory.errors import UserError
from ....inventory.model_cards.targets import finds_rock_glaciers
from ...ground.files.vector_files import look_at, read_layer
from ...ground.geodesy import LONGITUDE_LATITUDE, to_pyproj, transform_what_can_be
from ...ground.vectors import close_at_antimeridian, layer_crs, mend_polygons, text_of

_PIECES = 32
"""Pieces of an edge, because what is straight in one system is bent in another."""
_OF_RUNS = ("RUN_ID", "COMMAND", "MODEL", "EXTENT", "CRS", "PARAMETERS", "TARGET")
_LIMITS = ("area", "elevation", "slope")
"""Parameters of a run that did not search all of its extent."""


def reviewed_ground(path: Path, names: Sequence[str]) -> list[Any]:
    """Polygons in degrees: the layer of reviewed ground, and what runs searched whose candidates are all decided.

    Parameters
    ----------
    path
        An inventory of any version, or a detection's own file.
    names
        Of its layers.
    """
    found = _searched(path)
    if schema.REVIEWED_GROUND.name in names:
        of = look_at(path, schema.REVIEWED_GROUND.name)
        _, wkb, _ = read_layer(of)
        shapes, _, _ = mend_polygons(np.asarray(shapely.from_wkb(wkb, on_invalid="fix"), dtype=object))
        found += _placed(shapes, layer_crs(of))
    return found


def _placed(shapes: Any, crs: Any) -> list[Any]:
    bounds = shapely.bounds(shapes)
    steps = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]) / _PIECES
    bent = transform_what_can_be(shapely.segmentize(shapes, steps), crs, LONGITUDE_LATITUDE)
    moved, _, _ = mend_polygons(bent)
    return list(close_at_antimeridian(moved))


@dataclass(frozen=True)
class SearchedRun:
    """A run of an inventory; `ground` are polygons in degrees, none where it is not known what it searched."""

    run_id: str
    command: str
    model: str
    target: str
    ground: list[Any]


def runs_in(path: Path) -> list[SearchedRun]:
    """The runs of an inventory or of a detection's own file; none of another file, or of a copy without them."""
    try:
        runs = look_at(path, schema.RUNS.name)
        fields = [name for name in _OF_RUNS if name in runs.fields]
        _, _, told = read_layer(runs, fields, outlines=False)
    except UserError:
        return []
    found = []
    for values in zip(*told.values(), strict=True):
        run = dict.fromkeys(_OF_RUNS, "") | dict(zip(told, map(text_of, values), strict=True))
        is_known = run["COMMAND"] == "detect" and not _is_limited(run["PARAMETERS"])
        ground = _box(run["EXTENT"], run["CRS"]) if is_known else []
        found.append(SearchedRun(run["RUN_ID"], run["COMMAND"], run["MODEL"], run["TARGET"], ground))
    return found


def _searched(path: Path) -> list[Any]:
    """Extents of the detections whose candidates somebody has decided on, every one.

    Whoever decides on what a model of another landform has found has not looked for rock glaciers.
    """
    try:
        _, _, candidates = read_layer(look_at(path, schema.CANDIDATES.name), ["RUN_ID", "STATE"], outlines=False)
    except UserError:
        return []
    of = np.array([text_of(value) for value in candidates["RUN_ID"]])
    state = np.array([text_of(value) or schema.UNDECIDED for value in candidates["STATE"]])
    decided = set(of.tolist()) - set(of[state == schema.UNDECIDED].tolist())
    ours = (run for run in runs_in(path) if run.run_id in decided and finds_rock_glaciers(run.target))
    return [shape for run in ours for shape in run.ground]


def _is_limited(parameters: str) -> bool:
    """Whether a run left out parts of its extent; where nothing is known of it, it may have."""
    try:
        told = json.loads(parameters)
        return any(told.get(name) for name in _LIMITS)
    except (ValueError, AttributeError):
        return True


def _box(extent: str, crs: str) -> list[Any]:
    try:
        west, south, east, north = (float(part) for part in extent.split(","))
        system = to_pyproj(crs)
    except (ValueError, UserError):
        return []
    return _placed(np.array([shapely.box(west, south, east, north)], dtype=object), system)
