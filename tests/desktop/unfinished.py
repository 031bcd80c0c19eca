"""Makes of an inventory with candidates one that is nearly finished, with one of each thing that may be open.

Run by the engine's Python, for the words UNIT-TESTS INVENTORY: it needs shapely, which QGIS's Python lacks.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

if __name__ == "__main__":
    unit, inventory = Path(sys.argv[1]), Path(sys.argv[2])
    sys.path[:0] = [str(unit), str(unit.parents[1] / ".venv" / "src")]

import shapely
from mapping import decode, encode, open_inventory, outline_of
from rock_glacier_inventory.gestures import operations
from rock_glacier_inventory.gestures.operations import By
from rock_glacier_inventory.inventory.schema import CANDIDATES, GEOMETRY, ROCK_GLACIERS
from rock_glacier_inventory.store.geopackage.geometry import register_functions

DATED, UNDATED = By("Ann Mapper", "scene.tif", "2021-08"), By("Ann Mapper", "other image.tif")


def main(path: Path) -> None:
    """Remain all candidates but one, then spoil what is there."""
    opened = open_inventory(path)
    with closing(opened):
        srs = opened.reference(CANDIDATES)
        assert srs.code == 4326, "shapes below are in degrees"
        fids = [fid for (fid,) in opened.rows(CANDIDATES, ())]
        shapes = {fid: decode(opened.row(CANDIDATES, fid)[GEOMETRY]) for fid in fids}
        for place, fid in enumerate(fids[:-1]):
            operations.remain(opened, fid, outline_of(shapes[fid]), UNDATED if place == 2 else DATED)
        first = shapes[fids[0]]
        west, south, east, north = first.bounds
        over = shapely.box(west, (south + north) / 2, east, north + (north - south) / 2)
        operations.retrieve(opened, outline_of(over), DATED)
        everything = shapely.union_all(list(shapes.values())).bounds
        operations.retrieve(
            opened,
            outline_of(
                shapely.box(everything[0] - 0.002, everything[1], everything[0] - 0.0015, everything[1] + 0.0005)
            ),
            DATED,
        )
        (_, identifier) = opened.rows(ROCK_GLACIERS, ("ID",))[1]
    _move_marker(path, identifier, shapes[fids[1]].bounds, srs.srs_id)


def _move_marker(path: Path, identifier: str, bounds: tuple[float, ...], srs_id: int) -> None:
    """Another tool has moved a marker to beside its outline."""
    west, south, _, _ = bounds
    with closing(sqlite3.connect(path)) as connection, connection:
        register_functions(connection)
        connection.execute("INSERT INTO inventory_info (KEY, VALUE) VALUES ('writing', '1')")
        point = encode(shapely.Point(west - 0.0005, south - 0.0005), srs_id)
        connection.execute("UPDATE primary_markers SET geom = ? WHERE ID = ?", (point, identifier))
        connection.execute("DELETE FROM inventory_info WHERE KEY = 'writing'")


if __name__ == "__main__":
    main(inventory)
