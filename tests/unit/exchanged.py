"""Exports read back, as a plain reader of vector files sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import engine_here
import numpy as np
import pyogrio
import pytest
import shapely
from rock_glacier_inventory.inventory.dialects.known import ASPECT, LANDFORM
from rock_glacier_inventory.inventory.dialects.rows import sector_of
from rock_glacier_inventory.inventory.schema import LANDFORM_ROCK_GLACIER, PRIMARY_MARKERS
from rock_glacier_inventory.store.geopackage.geometry import decode


def give(inventory, dialect, output, *more):
    done = engine_here.run("export", f"--inventory={inventory}", f"--dialect={dialect}", f"--output={output}", *more)
    assert done.code == 0, done
    return done


def not_given(inventory, dialect, output, *more):
    done = engine_here.run("export", f"--inventory={inventory}", f"--dialect={dialect}", f"--output={output}", *more)
    assert done.code == 1, done
    return done.error


def tables_in(folder, ending=".gpkg"):
    """Last letters of a layer's name (PM, GO, MA ...) or its kind -> its rows: values and shape."""
    found = {}
    for path in sorted(Path(folder).glob(f"*{ending}")):
        for layer, kind in pyogrio.list_layers(path):
            found[role_of(layer, kind)] = rows_of_layer(path, layer)
    return found


def role_of(layer, kind):
    if kind == "Point":
        return "PM"
    name = layer.upper()
    return "MA" if "MOVING" in name or name.endswith("_MA") else "AOI" if "AOI" in name.split("_") else "GO"


def rows_of_layer(path, layer):
    meta, _, wkb, columns = pyogrio.raw.read(path, layer=layer)
    shapes = shapely.from_wkb(wkb)
    names = [str(name) for name in meta["fields"]]
    values = [[_plain(value) for value in column] for column in columns]
    return [
        {"shape": shape, **dict(zip(names, row, strict=True))}
        for shape, row in zip(shapes, zip(*values, strict=True), strict=True)
    ]


def _plain(value):
    if value is None or value != value:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    return value.strip() or None if isinstance(value, str) else value


def fields_of(path, layer=None):
    """Name and kind of each field, as a file tells them."""
    info = pyogrio.read_info(path, layer=layer)
    return list(zip(info["fields"].tolist(), info["ogr_types"], strict=True))


@dataclass
class Compared:
    """An inventory beside what came back from a dialect: units, and of its values those that differ, by field."""

    units: int = 0
    names: int = 0
    shapes: int = 0
    fields: set[str] = field(default_factory=set)
    values: int = 0
    differ: dict[str, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost that the dialect has a place for."""
        return self.units == self.names == self.shapes and not self.differ


def compared(of, before, after, layer, *, dialect_of_source=None):
    """Rows of a layer before and after, joined by identifier.

    Parameters
    ----------
    of
        The dialect that they went through.
    before, after
        Rows of the inventories.
    layer
        Which of its layers they are of.
    dialect_of_source
        Name of the one that the inventory came in; of the same one also what is kept as it came in is compared.
    """
    found, by_name = Compared(units=max(len(before), len(after))), {row["ID"]: row for row in after}
    role = "PM" if layer is PRIMARY_MARKERS else "GO"
    holds = {one.holds: one for table in of.tables.values() for one in table.fields if one.is_ours}
    kept = ["LAT", "LON", *(["RGIK"] if dialect_of_source == of.name else [])]
    for row in before:
        other = by_name.get(row["ID"])
        if other is None:
            continue
        found.names += 1
        near = 0.0 if role in of.tables else 1e-7  # of a dialect without points degrees tell where they are
        one, two = shapely.from_wkb(wkb_of(row["geom"])), shapely.from_wkb(wkb_of(other["geom"]))
        found.shapes += bool(one.equals_exact(two, near) if near else one.equals(two))
        for name in [name for name in layer.field_names if name in holds or name in kept]:
            if row[name] in (None, "") and other[name] in (None, ""):
                continue
            found.fields.add(name)
            found.values += 1
            if not _same(*(_told(name, one[name]) for one in (row, other)), holds.get(name)):
                found.differ[name] = found.differ.get(name, 0) + 1
    return found


def wkb_of(blob):
    return decode(blob)[0]


def _told(name, value):
    return LANDFORM_ROCK_GLACIER if name == LANDFORM and not value else value


def _same(value, other, one):
    if one is not None and one.codes and one.holds == ASPECT and value is not None and other is not None:
        return sector_of(value) == sector_of(other)  # it has no more than sectors
    return value == other or (isinstance(value, float) and other == pytest.approx(value, rel=1e-12))
