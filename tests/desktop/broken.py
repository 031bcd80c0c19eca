"""Makes of an inventory with candidates one that breaks rules of the check, beside what is open in it.

Run by the engine's Python, for the words UNIT-TESTS INVENTORY.
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
from mapping import decode, encode
from rock_glacier_inventory.inventory.identifiers import format_identifier
from rock_glacier_inventory.store.geopackage.geometry import register_functions
from unfinished import main as unfinish

SPOILT = (
    "UPDATE rock_glaciers SET MAAT = 270.0, MAGT = -1.5 WHERE fid = 3",
    "UPDATE rock_glaciers SET RGS_ID = 'group 7' WHERE fid = 4",
    "UPDATE primary_markers SET ID = (SELECT ID FROM rock_glaciers WHERE fid = 6) "
    "WHERE ID = (SELECT ID FROM rock_glaciers WHERE fid = 7)",
    "UPDATE rock_glaciers SET ID = (SELECT ID FROM rock_glaciers WHERE fid = 6) WHERE fid = 7",
)
ALONE = 2
"""Markers without an outline."""


def main(path: Path) -> None:
    """What `unfinished` leaves, and what another tool has written.

    Kelvin, a system of no form, one identifier of two, an outline that crosses itself, and markers alone.
    """
    unfinish(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        register_functions(connection)
        connection.execute("INSERT INTO inventory_info (KEY, VALUE) VALUES ('writing', '1')")
        for statement in SPOILT:
            connection.execute(statement)
        (blob,) = connection.execute("SELECT geom FROM rock_glaciers WHERE fid = 5").fetchone()
        west, south, east, north = decode(blob).bounds
        crossed = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
        connection.execute("UPDATE rock_glaciers SET geom = ? WHERE fid = 5", (encode(crossed),))
        for place in range(ALONE):
            longitude, latitude = west - 0.002 - 0.001 * place, south - 0.002
            point, name = encode(shapely.Point(longitude, latitude)), format_identifier(latitude, longitude)
            values = (point, name, latitude, longitude)
            connection.execute("INSERT INTO primary_markers (geom, ID, LAT, LON) VALUES (?, ?, ?, ?)", values)
        connection.execute("DELETE FROM inventory_info WHERE KEY = 'writing'")


if __name__ == "__main__":
    main(inventory)
