"""Twins of the dialects' files in memory: layers that a test changes as people do, and then writes."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from dialect_twins import ALONE, NAMES, POINTS, TWINS, write
from exchanged import role_of
from imported import of, take
from rock_glacier_inventory.inventory.dialects.known import by_name
from rock_glacier_inventory.inventory.identifiers import format_identifier
from rock_glacier_inventory.inventory.schema import PRIMARY_MARKERS, ROCK_GLACIERS


@dataclass
class Layer:
    """One layer before it is written."""

    path: Path
    name: str | None
    shapes: list[Any]
    kind: str
    columns: dict[str, list[Any]]
    more: dict[str, Any]
    crs: str = "EPSG:4326"


@dataclass
class Twin:
    """A dialect's files: layers by the role of their table."""

    name: str
    folder: Path
    layers: dict[str, Layer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "in 冰").mkdir(parents=True)
        TWINS[self.name](self.folder / "in 冰", self._keep)

    def _keep(self, path, name, shapes, kind, columns, **more):
        told = {key: list(values) for key, values in columns.items()}
        shapes = list(shapes)
        for values in told.values():  # twins leave the last ones out where nothing stands there
            values += [None] * (len(shapes) - len(values))
        told = {key: values[: len(shapes)] for key, values in told.items()}
        self.layers[role_of(name or path.stem, kind)] = Layer(path, name, shapes, kind, told, more)

    @property
    def of(self):
        return by_name(self.name)

    @property
    def has_markers(self) -> bool:
        return "PM" in self.of.tables

    @property
    def names(self) -> list[str]:
        """Identifiers of all units; of a dialect without markers of those with an outline."""
        return NAMES if self.has_markers else NAMES[:ALONE]

    def field(self, role: str, holds: str) -> str | None:
        """Its name for something."""
        one = self.of.tables[role].of(holds)
        return None if one is None else one.name

    def write(self, ending: str | None = None, **more) -> Path:
        """Write all layers; with another ending each into a file of its own."""
        for layer in self.layers.values():
            path, name = layer.path, layer.name
            if ending is not None:
                path, name = layer.path.with_name(f"{layer.name or layer.path.stem}{ending}"), None
            options = {**({} if ending else layer.more), **more}
            with warnings.catch_warnings():  # GDAL tells of names that it cuts, and of parts among polygons
                warnings.simplefilter("ignore")
                write(path, name, layer.shapes, layer.kind, layer.columns, layer.crs, **options)
        return self.folder / "in 冰"

    def take(self, *more: str, inventory: str = "i.gpkg"):
        """Import them: how it ended, rock glaciers and markers by identifier."""
        done = take(self.folder / "in 冰", self.folder / inventory, *more)
        found = [
            {row["ID"]: row for row in of(layer, self.folder / inventory)} for layer in (ROCK_GLACIERS, PRIMARY_MARKERS)
        ]
        return done, *found


def over_180(twin: Twin) -> list[str]:
    """Move a twin so that its first unit lies across 180°, cut there in two; its identifiers then."""
    east = 180.00003 - shapely.bounds(twin.layers["GO"].shapes[0])[[0, 2]].mean()  # no marker where digits end
    points = [moved(point, east) for point in POINTS]
    names = dict(zip(NAMES, (format_identifier(point.y, point.x) for point in points), strict=True))
    for layer in twin.layers.values():
        layer.shapes = [moved(shape, east) for shape in layer.shapes]
        for name, values in layer.columns.items():
            if name.lower() in ("lon", "longitude"):
                layer.columns[name] = [round((value + east + 180) % 360 - 180, 7) for value in values]
            else:
                layer.columns[name] = [names.get(value, value) if isinstance(value, str) else value for value in values]
    return [names[name] for name in twin.names]


def moved(shape: Any, east: float) -> Any:
    """A shape so far to the east, what lies beyond 180° on the other side."""
    shape = shapely.transform(shape, partial(np.add, [east, 0.0]))
    kept: list[Any] = []
    for west, turn in ((-180.0, 0.0), (180.0, -360.0)):
        inside = shapely.intersection(shape, shapely.box(west, -90, west + 360, 90))
        parts = shapely.get_parts(shapely.transform(inside, partial(np.add, [turn, 0.0])))
        kept += [part for part in parts if part.geom_type in ("Polygon", "Point") and not part.is_empty]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)
